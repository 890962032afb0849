"""Rows to records a batch at a time: the same records as loaders.rows makes, as columns, many times as fast.

Every row in which a cell is refused or leaves a note is handed back, for the row path to say it in words; so are rows
of another shape than the header. What is left makes tables of records directly. tests/loaders/test_columnar.py holds
both paths against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from loaders.cells import all_hold
from loaders.declarations import PLACEHOLDER, Condition, EntityMapping, RelationMapping, SheetMapping, Value
from loaders.plain import (
    ODD,
    UNCLEAR,
    Distinct,
    Outcome,
    Told,
    at,
    blank_mask,
    fits,
    merged,
    normal_texts,
    plain_values,
)
from loaders.rows import RowMapper, RowResult
from ontology.errors import ValueRefused
from ontology.model import EdgeType, NodeType, Ontology, Property
from records.record import EntityRecord, Record
from records.schema import columns as columns_of
from records.schema import entity_record_schema, flatten, relation_record_schema
from records.tables import table_of

#: Rows of a batch.
BATCH = 65_536
_SEED = 20_261_123
Row = tuple[int, Sequence[Any]]


def is_columnar(mapping: SheetMapping) -> bool:
    """Whether the mapping can be followed in columns: a row tells at most one entity of each name."""
    parted = any(e.each for e in mapping.entities) or any(r.each for r in mapping.relations)
    # Lists of values can be neither keys nor compared.
    lists = any(
        value.prop.multiple and (entity.mention or value.prop.name in {p for key in entity.type.keys for p in key})
        for entity in mapping.entities
        for value in entity.values
    )
    return not parted and not lists and all(entity.ref != "" for entity in mapping.entities)


@dataclass
class Batch:
    """What became of some rows. rest: those for the row path, by position; accepted and skipped: of the others."""

    rest: list[int]
    accepted: int
    skipped: int
    tables: list[tuple[str, pl.DataFrame]]


@dataclass
class _Entity:
    """One entity of the mapping in each row: whether it is there, what it is called, what is said of it."""

    present: pl.Series
    ref: pl.Series
    columns: Mapping[str, pl.Series]


class ColumnMapper:
    """Turns batches of rows of one table into tables of records.

    mapper: the row path for the same table, with ``repeats=True``: mentions that were made before are dropped here, by
    ``finish``, for both paths.
    """

    def __init__(
        self,
        ontology: Ontology,
        mapping: SheetMapping,
        mapper: RowMapper,
        named: Mapping[str, int],
        width: int,
        place: tuple[str, str | None],
    ) -> None:
        """named: the mapping's columns and where they stand. width: how many headers there are. place: names of file
        and sheet."""
        self.ontology, self.mapping, self.mapper = ontology, mapping, mapper
        self.named, self.width = named, width
        self.file, self.sheet = place
        self._functions: dict[Hashable, Distinct] = {}
        self._mentioned: dict[str, npt.NDArray[np.uint64]] = {}

    def split(self, rows: Sequence[Row], apart: Collection[int] = ()) -> Batch:
        """Map in columns what can be; the row path does the rest and the rows numbered in ``apart``, ``finish`` puts
        both together."""
        work = _Work(self, rows, apart)
        fast = ~work.unclear
        told = pl.Series(np.zeros(len(rows), bool))
        for entity in work.entities.values():
            told = told | entity.present
        tables = list(work.tables(fast))
        return Batch(work.unclear.arg_true().to_list(), _count(fast), _count(fast & ~told), tables)

    def finish(self, batch: Batch, records: Iterable[Record]) -> Iterator[tuple[str, pa.Table]]:
        """Tables of records by type of a batch, with what the row path made of its rest."""
        parts = batch.tables
        by_type: dict[tuple[str, bool], list[Record]] = {}
        for record in records:
            mention = isinstance(record, EntityRecord) and record.mention
            by_type.setdefault((record.type, mention), []).append(record)
        for (name, _), some in by_type.items():
            parts = [*parts, (name, pl.DataFrame(pl.from_arrow(table_of(some, self.ontology))))]
        mentions: dict[str, list[pl.DataFrame]] = {}
        for name, frame in parts:
            if not frame.height:
                continue
            if "_mention" in frame.columns and frame["_mention"].item(0):
                mentions.setdefault(name, []).append(frame)
            else:
                yield name, frame.to_arrow()
        for name, frames in mentions.items():
            new = self._new(name, frames)
            if new.height:
                yield name, new.to_arrow()

    def _new(self, name: str, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """The mentions that were not made in a row before."""
        schema = self._types(self.ontology.node_types[name])
        same = [pl.col("_ref"), *(pl.col(c) for c in schema if not c.startswith("_"))]
        typed = [frame.with_columns(pl.lit(None, kind).alias(c) for c, kind in schema.items() if c not in frame.columns)
                 .select(pl.col(c).cast(kind) for c, kind in schema.items()) for frame in frames]  # fmt: skip
        frame = pl.concat(typed).sort("_row", maintain_order=True)
        hashed = frame.select(same).hash_rows(_SEED)
        frame = frame.with_columns(hashed.alias("_hash")).unique("_hash", keep="first", maintain_order=True)
        hashes, seen = frame["_hash"].to_numpy(), self._mentioned.get(name, np.empty(0, np.uint64))
        places = np.searchsorted(seen, hashes)
        known = np.zeros(len(hashes), bool)
        inside = places < len(seen)
        known[inside] = seen[places[inside]] == hashes[inside]
        new = np.sort(hashes[~known])
        self._mentioned[name] = np.insert(seen, np.searchsorted(seen, new), new)
        return frame.filter(~pl.Series(known)).drop("_hash")

    def _types(self, node_type: NodeType) -> dict[str, pl.DataType]:
        """The columns that a mention of this type can have here."""
        values = [v for e in self.mapping.entities if e.mention and e.type.name == node_type.name for v in e.values]
        told = {field.name for value in values for field in columns_of(value.prop)}
        empty = pl.DataFrame(pl.from_arrow(entity_record_schema(node_type).empty_table()))
        return {name: kind for name, kind in empty.schema.items() if name.startswith("_") or name in told}

    # functions of cells that are remembered from batch to batch

    def condition(self, condition: Condition, columns: Sequence[str]) -> Distinct:
        def holds(words: Sequence[str | None]) -> Outcome:
            return {} if all_hold([condition], dict(zip(columns, words, strict=True))) else None

        return self._remembered(condition, lambda: Distinct(holds, []))

    def value(self, value: Value, columns: Sequence[str]) -> Distinct:
        def told(words: Sequence[str | None]) -> Outcome:
            result = RowResult()
            try:
                said = self.mapper.value(value, dict(zip(columns, words, strict=True)), result)
            except ValueRefused:
                return UNCLEAR
            if result.notes:
                return UNCLEAR
            made = None if said is None else flatten(value.prop, said)
            return made if made is None or fits(made) else UNCLEAR

        return self._remembered(value, lambda: Distinct(told, columns_of(value.prop)))

    def _remembered(self, what: Any, make: Any) -> Distinct:
        if id(what) not in self._functions:
            self._functions[id(what)] = make()
        return self._functions[id(what)]


class _Work:
    """One batch on its way. unclear: the rows that the row path has to do."""

    def __init__(self, mapper: ColumnMapper, rows: Sequence[Row], apart: Collection[int]) -> None:
        self._mapper, self._size = mapper, len(rows)
        self._all = pl.Series(np.ones(len(rows), bool))
        self._numbers = pl.Series("_row", [row for row, _ in rows], pl.Int64)
        self._blanks: dict[str, pl.Series] = {}
        longer = [len(cells) > mapper.width for _, cells in rows]
        self.unclear = pl.Series(longer, dtype=pl.Boolean)
        if apart:
            self.unclear = self.unclear | pl.Series([row in apart for row, _ in rows], dtype=pl.Boolean)
        self._cells = {name: self._column(name, position, rows) for name, position in mapper.named.items()}
        empty = self._all
        for name in self._cells:
            empty = empty & self._blank(name)
        self.unclear = self.unclear | empty
        mapping = mapper.mapping
        counts = self._hold(mapping.conditions)
        self.entities = {entity.name: self._entity(entity, counts) for entity in mapping.entities}
        self._relations = [(relation, *self._relation(relation)) for relation in mapping.relations]

    def tables(self, fast: pl.Series) -> Iterator[tuple[str, pl.DataFrame]]:
        """The records of the rows that are not for the row path, by type."""
        mapping = self._mapper.mapping
        for entity in mapping.entities:
            made = self.entities[entity.name]
            head = {"_ref": made.ref, "_mention": entity.mention}
            yield entity.type.name, self._table(made.present & fast, head, made.columns, entity)
        for relation, present, columns in self._relations:
            ends: dict[str, Any] = {}
            for side, name in (("head", relation.head), ("tail", relation.tail)):
                ends[f"_{side}_type"] = self._type(name)
                ends[f"_{side}_ref"] = self.entities[name].ref
            yield relation.type.name, self._table(present & fast, ends, columns, relation)

    def _table(
        self,
        where: pl.Series,
        head: Mapping[str, Any],
        columns: Mapping[str, pl.Series],
        part: EntityMapping | RelationMapping,
    ) -> pl.DataFrame:
        mapper = self._mapper
        place = {"_file": mapper.file, "_sheet": mapper.sheet, "_row": self._numbers}
        said = {"_confidence": float(part.confidence), "_state": "accepted", "_extractor": mapper.mapper.extractor}
        every = {**head, **place, **said, **columns}
        kinds = pl.DataFrame(pl.from_arrow(_schema(part.type).empty_table())).schema
        made = {name: c if isinstance(c, pl.Series) else pl.lit(c, kinds[name]) for name, c in every.items()}
        frame = pl.DataFrame({name: c for name, c in made.items() if isinstance(c, pl.Series)}).filter(where)
        literals = [c.alias(name) for name, c in made.items() if isinstance(c, pl.Expr)]
        return frame.with_columns(literals).select(list(every))

    # cells

    def _column(self, name: str, position: int, rows: Sequence[Row]) -> pl.Series:
        """The texts of a column; rows with anything but texts, or with control characters, are unclear."""
        cells = [cells[position] if position < len(cells) else None for _, cells in rows]
        try:
            texts = pl.Series(name, cells, pl.String, strict=True)
        except TypeError:
            other = [cell is not None and not isinstance(cell, str) for cell in cells]
            self.unclear = self.unclear | pl.Series(other)
            texts = pl.Series(name, [cell if isinstance(cell, str) else None for cell in cells], pl.String)
        odd = texts.str.contains(ODD).fill_null(False)
        self.unclear = self.unclear | odd
        return texts

    def _blank(self, column: str) -> pl.Series:
        if column not in self._blanks:
            self._blanks[column] = blank_mask(self._cells[column])
        return self._blanks[column]

    def _hold(self, conditions: Sequence[Condition]) -> pl.Series:
        holds = self._all
        for condition in conditions:
            columns = self._known(condition.columns)
            holds = holds & self._mapper.condition(condition, columns)(self._texts(columns), self._size).known
        return holds

    def _known(self, columns: Iterable[str]) -> list[str]:
        return [column for column in dict.fromkeys(columns) if column in self._cells]

    def _texts(self, columns: Iterable[str]) -> list[pl.Series]:
        return [self._cells[column] for column in columns]

    # properties

    def _properties(self, values: Sequence[Value], where: pl.Series) -> dict[str, tuple[Property, Told]]:
        """What ``values`` say in the rows ``where``; of several values for one property the first that is known."""
        found: dict[str, tuple[Property, Told]] = {}
        for value in values:
            asked = where & self._hold(value.conditions)
            _, before = found.get(value.prop.name, (None, None))
            if before:
                asked = asked & ~before.known
            told = self._value(value)
            self.unclear = self.unclear | (asked & told.unclear)
            known = asked & told.known
            columns = {
                name: pl.select(
                    pl.when(known).then(column).otherwise(before.columns[name] if before else None)
                ).to_series()
                for name, column in told.columns.items()
            }
            known = known | before.known if before else known
            found[value.prop.name] = value.prop, Told(columns, known, told.unclear)
        return found

    def _value(self, value: Value) -> Told:
        mapper = self._mapper
        columns = self._known(value.columns)
        if value.column in self._cells and not (value.pattern or value.lookup):
            says = ~self._blank(value.column)
            texts = self._cells[value.column].filter(says)
            plain = plain_values(value.prop, texts, value.unit or mapper.mapper.units.get(value.column))
            if plain is not None:
                mask, made = plain
                rest = texts.filter(~mask)
                other = mapper.value(value, columns)([rest], len(rest))
                return at(says, merged(mask, made, other, value.prop))
        return mapper.value(value, columns)(self._texts(columns), self._size)

    # entities and relations

    def _entity(self, entity: EntityMapping, where: pl.Series) -> _Entity:
        where = where & self._hold(entity.conditions)
        told = self._properties(entity.values, where)
        by_row = {value.prop.name for value in entity.values if value.constant is None}
        some = where if not by_row else ~self._all
        for name in by_row & told.keys():
            some = some | told[name][1].known
        ref = self._ref(entity, told)
        present = where & some & ref.is_not_null()
        if not entity.mention:
            for p in entity.type.properties.values():
                if p.required:
                    known = told[p.name][1].known if p.name in told else ~self._all
                    self.unclear = self.unclear | (present & ~known)
        columns = {name: c for _, said in told.values() for name, c in said.columns.items()}
        self._check(entity, present, columns)
        return _Entity(present, ref, columns)

    def _ref(self, entity: EntityMapping, told: Mapping[str, tuple[Property, Told]]) -> pl.Series:
        """As loaders.rows: what the mapping says, else the strongest known key, else the row."""
        ref = pl.Series([None] * self._size, dtype=pl.String)
        if entity.ref is not None:
            ref = self._filled(entity.ref)
            if entity.mention or not ref.has_nulls():
                return ref
        for key in entity.type.keys:
            if not all(name in told for name in key):
                continue
            known = self._all
            words: list[Any] = [pl.lit(f"{'+'.join(key)}=")]
            for n, name in enumerate(key):
                p, said = told[name]
                known = known & said.known
                words += [pl.lit("|")] * (n > 0) + [normal_texts(p, said)]
            named = pl.select(pl.when(known).then(pl.concat_str(words))).to_series()
            ref = pl.select(pl.coalesce(ref, named)).to_series()
        if entity.mention or not ref.has_nulls():
            return ref
        rows = f"{self._mapper.sheet or ''}#" + self._numbers.cast(pl.String)
        return pl.select(pl.coalesce(ref, rows)).to_series()

    def _filled(self, template: str) -> pl.Series:
        blank = ~self._all
        words: list[Any] = []
        for n, part in enumerate(PLACEHOLDER.split(template)):  # text and column in turn
            if n % 2 == 0:
                words += [pl.lit(part)] * bool(part)
            elif part in self._cells:
                blank = blank | self._blank(part)
                words.append(self._cells[part].str.strip_chars())
            else:
                blank = self._all
        filled = pl.when(~blank).then(pl.concat_str(words, ignore_nulls=True))
        made = pl.select(filled.alias("_ref")).to_series()
        return made if len(made) == self._size else pl.Series([made.item(0)] * self._size, dtype=pl.String)

    def _relation(self, relation: RelationMapping) -> tuple[pl.Series, dict[str, pl.Series]]:
        head, tail = self.entities[relation.head], self.entities[relation.tail]
        present = head.present & tail.present & self._hold(relation.conditions)
        if self._type(relation.head) == self._type(relation.tail):
            loops = present & (head.ref == tail.ref).fill_null(False)
            self.unclear = self.unclear | loops
            present = present & ~loops
        told = self._properties(relation.values, present)
        columns = {name: c for _, said in told.values() for name, c in said.columns.items()}
        self._check(relation, present, columns)
        return present, columns

    def _check(
        self, part: EntityMapping | RelationMapping, present: pl.Series, columns: Mapping[str, pl.Series]
    ) -> None:
        """What may be wrong by the checks is for the row path to say."""
        checks = self._mapper.mapper.checks
        if checks is None:
            return
        self.unclear = self.unclear | (present & checks.suspects(part.type, columns, self._size))
        for value in part.values:  # a code and names that tell where something is: see RowMapper
            if value.place and sum(other.prop is value.prop for other in part.values) > 1:
                names = self._value(value)
                column = names.columns[value.prop.name]
                differs = (column != columns[value.prop.name]).fill_null(False)
                self.unclear = self.unclear | (present & names.known & differs)

    def _type(self, entity: str) -> str:
        return next(e.type.name for e in self._mapper.mapping.entities if e.name == entity)


def _schema(declared: NodeType | EdgeType) -> pa.Schema:
    return entity_record_schema(declared) if isinstance(declared, NodeType) else relation_record_schema(declared)


def _count(mask: pl.Series) -> int:
    return int(mask.sum())
