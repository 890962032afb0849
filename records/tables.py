"""Records as Arrow tables by type, valid by the ontology and in one canonical order.

Whatever the order in which a source's records arrive, the tables are the same: rows stand in the order of
their place in the source (file, sheet, row, offset), then of everything else, and no row stands twice.
Columns in which nothing is told are left out; ``aligned`` brings them back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from ontology.model import EdgeType, NodeType, Ontology, Property
from ontology.values import Money, PartialDate, Point
from records.errors import RecordRefused
from records.mapped import PART, map_table, parts
from records.progress import Progress, silent
from records.record import EntityRecord, Locator, Record, RelationRecord
from records.schema import LOCATOR_FIELDS, entity_record_schema, flatten, relation_record_schema, stated
from records.validation import check

_BATCH = 20_000
#: So many records are held before they are spilled.
_HELD = 200_000
_PYTHON: dict[str, type | tuple[type, ...]] = {
    "integer": int, "number": (int, float), "boolean": bool, "share": (int, float),
    "date": PartialDate, "money": Money, "point": Point,
}  # fmt: skip
#: What an absent or unknown column of a record means.
_DEFAULTS: dict[str, Any] = {"_mention": False, "_confidence": 1.0, "_state": "accepted", "_extractor": ""}
#: By what rows are ordered first: their place, then what they speak of.
_ORDER = (
    "_file", "_sheet", "_row", "_section", "_start", "_ref", "_head_ref", "_tail_ref", "_head_type",
    "_tail_type",
)  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """What one source says: record tables by type."""

    entities: Mapping[str, pa.Table] = field(default_factory=dict)
    relations: Mapping[str, pa.Table] = field(default_factory=dict)

    def named(self) -> dict[str, pa.Table]:
        """The tables by the file they are kept in, without ending."""
        entities = {f"entities/{name}": table for name, table in self.entities.items()}
        return entities | {f"relations/{name}": table for name, table in self.relations.items()}


def collect(records: Iterable[Record], ontology: Ontology, progress: Progress | None = None) -> Tables:
    """Records as valid, canonical tables. Raises RecordRefused for the first that the ontology does not
    allow."""
    tell = progress or silent
    collector = Collector(ontology)
    for done, record in enumerate(records):
        collector.add(record)
        if done % _BATCH == 0:
            tell("records", done)
    return collector.tables()


class Collector:
    """Records and tables of records on their way into valid, canonical tables; ``tables`` gives them.

    spill: a folder to which all but the last 200,000 records go, so that any number of them takes little memory. The
    tables are then read from there as they are needed: the folder has to stay while they are in use.
    """

    def __init__(self, ontology: Ontology, spill: Path | None = None) -> None:
        self.ontology = ontology
        self._spill = spill
        self._columns: dict[str, _Columns] = {}
        self._held = 0

    @property
    def types(self) -> dict[str, int]:
        """How many records of each type were taken."""
        return {name: columns.rows for name, columns in self._columns.items()}

    def refs(self) -> dict[str, int]:
        """How many different refs the records of each type of entity have."""
        entities = (name for name in self._columns if name in self.ontology.node_types)
        return {name: _distinct(self._columns[name].table()["_ref"]) for name in entities}

    def table(self, name: str) -> pa.Table | None:
        """The records of a type that were taken so far, as they came; None where there are none."""
        return self._columns[name].table() if name in self._columns else None

    def clear(self) -> None:
        """Forget all that was taken."""
        for columns in self._columns.values():
            columns.remove()
        self._columns.clear()
        self._held = 0

    def add(self, record: Record) -> None:
        """Take a record. Raises RecordRefused where the ontology has not its type or properties."""
        row = _row(record, self.ontology)
        if record.type not in self._columns:
            self._columns[record.type] = _Columns(_schema(record, self.ontology))
        self._columns[record.type].add(row)
        self._hold(1)

    def add_table(self, name: str, table: pa.Table) -> None:
        """Take many records of one type in columns of records.schema; columns may be missing."""
        node_types, edge_types = self.ontology.node_types, self.ontology.edge_types
        if name in node_types:
            schema = entity_record_schema(node_types[name])
        elif name in edge_types:
            schema = relation_record_schema(edge_types[name])
        else:
            raise RecordRefused(Locator(), _unknown("type", name, [*node_types, *edge_types]))
        self._columns.setdefault(name, _Columns(schema))
        self._columns[name].add_table(table)
        self._hold(table.num_rows)

    def tables(self) -> Tables:
        """All that was taken. Raises RecordRefused for the first record that the ontology does not allow."""
        built = {name: columns.table() for name, columns in self._columns.items()}
        entities = {name: table for name, table in built.items() if name in self.ontology.node_types}
        relations = {name: table for name, table in built.items() if name not in entities}
        return prepared(entities, relations, self.ontology)

    def _hold(self, rows: int) -> None:
        self._held += rows
        if self._spill is not None and self._held >= _HELD:
            self._spill.mkdir(parents=True, exist_ok=True)
            for name, columns in self._columns.items():
                columns.spill(self._spill, name)
            self._held = 0


def prepared(entities: Mapping[str, pa.Table], relations: Mapping[str, pa.Table], ontology: Ontology) -> Tables:
    """Tables checked against the ontology and brought into canonical form; empty ones are dropped.

    Columns that a table lacks are unknown. Raises RecordRefused.
    """
    made: dict[str, dict[str, pa.Table]] = {"entities": {}, "relations": {}}
    for name, table in sorted(entities.items()):
        if name not in ontology.node_types:
            raise RecordRefused(Locator(), _unknown("node type", name, ontology.node_types))
        if table.num_rows:
            made["entities"][name] = _canonical(table, entity_record_schema(ontology.node_types[name]), name)
    for name, table in sorted(relations.items()):
        if name not in ontology.edge_types:
            raise RecordRefused(Locator(), _unknown("edge type", name, ontology.edge_types))
        if table.num_rows:
            made["relations"][name] = _canonical(table, relation_record_schema(ontology.edge_types[name]), name)
    check(made["entities"], made["relations"], ontology)
    return Tables(made["entities"], made["relations"])


def aligned(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table in the columns of ``schema``: others dropped, missing ones unknown or at their default."""
    arrays = []
    for wanted in schema:
        if wanted.name in table.column_names:
            column = table.column(wanted.name)
            arrays.append(_as(column, wanted.type))
        else:
            arrays.append(pa.nulls(table.num_rows, wanted.type))
        if wanted.name in _DEFAULTS and arrays[-1].null_count:
            arrays[-1] = arrays[-1].fill_null(_DEFAULTS[wanted.name])
    return pa.table(arrays, schema=schema)


def table_of(records: Sequence[Record], ontology: Ontology) -> pa.Table:
    """Records of one type in the columns of records.schema that they tell, as they come. Raises RecordRefused."""
    columns = _Columns(_schema(records[0], ontology))
    for record in records:
        columns.add(_row(record, ontology))
    return columns.table()


class _Columns:
    """Rows of one type on their way into a table, turned to columns in batches so that memory stays small."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._done: list[pa.Table] = []
        self._files: list[Path] = []
        self.rows = 0

    def add(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        self.rows += 1
        if len(self._rows) >= _BATCH:
            self._flush()

    def add_table(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self._flush()  # so that rows stay in the order in which they came
        self._done.append(table.cast(pa.schema([self._schema.field(name) for name in table.column_names])))

    def spill(self, folder: Path, name: str) -> None:
        """Write what is held to a file of its own; the file is mapped, not read, when it is needed again."""
        self._flush()
        if self._done:
            file = folder / f"{name}-{len(self._files)}.arrow"
            table = _joined(self._done).combine_chunks()
            with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
            self._files.append(file)
            self._done = []

    def remove(self) -> None:
        """Remove what was spilled; tables that are in use keep their content."""
        for file in self._files:
            file.unlink()

    def table(self) -> pa.Table:
        self._flush()
        return _joined([*map(map_table, self._files), *self._done])

    def _flush(self) -> None:
        if self._rows:
            told = set().union(*self._rows)
            fields = [field for field in self._schema if field.name in told]
            arrays = [pa.array([row.get(f.name) for row in self._rows], f.type) for f in fields]
            self._done.append(pa.table(arrays, schema=pa.schema(fields)))
            self._rows = []


def _distinct(refs: pa.ChunkedArray) -> int:
    """How many different texts there are, by hashes of 64 bits: ten million are miscounted once in 400,000 times."""
    hashes = [part["_ref"].hash() for part in parts(pa.table({"_ref": refs}))]
    return int(pl.concat(hashes).sort().rle_id()[-1]) + 1 if hashes else 0


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    """The tables one below the other; columns that one of them lacks are unknown there."""
    return pa.concat_tables(tables, promote_options="default")


def _schema(record: Record, ontology: Ontology) -> pa.Schema:
    if isinstance(record, EntityRecord):
        return entity_record_schema(ontology.node_types[record.type])
    return relation_record_schema(ontology.edge_types[record.type])


def _row(record: Record, ontology: Ontology) -> dict[str, Any]:
    row = {f"_{f.name}": getattr(record.locator, f.name) for f in LOCATOR_FIELDS}
    row |= {"_confidence": record.confidence, "_state": record.state, "_extractor": record.extractor}
    if isinstance(record, EntityRecord):
        row |= {"_ref": record.ref, "_mention": record.mention}
    else:
        (row["_head_type"], row["_head_ref"]), (row["_tail_type"], row["_tail_ref"]) = (
            record.head,
            record.tail,
        )
    properties = _properties(record, ontology)
    for name, value in record.properties.items():
        if name not in properties:
            raise RecordRefused(record.locator, _unknown(f"property of {record.type}", name, properties))
        if value is not None:
            _check_value(record, properties[name], value)
            row |= flatten(properties[name], value)
    return row


def _properties(record: Record, ontology: Ontology) -> Mapping[str, Property]:
    known: Mapping[str, NodeType] | Mapping[str, EdgeType]
    is_relation = isinstance(record, RelationRecord)
    known = ontology.edge_types if is_relation else ontology.node_types
    if record.type not in known:
        kind = "edge type" if is_relation else "node type"
        raise RecordRefused(record.locator, _unknown(kind, record.type, known))
    if is_relation:
        return {p.name: p for p in stated(ontology.edge_types[record.type])}
    return ontology.node_types[record.type].properties


def _check_value(record: Record, p: Property, value: Any) -> None:
    if p.multiple != isinstance(value, tuple | list):
        wanted = "a tuple of values" if p.multiple else "one value"
        raise RecordRefused(record.locator, f"{record.type}.{p.name} is {value!r}; it takes {wanted}")
    expected = _PYTHON.get(p.kind, str)
    for part in value if p.multiple else (value,):
        if not isinstance(part, expected) or (isinstance(part, bool) and p.kind != "boolean"):
            message = f"{record.type}.{p.name} is {part!r}, which is no {p.kind}"
            raise RecordRefused(record.locator, f"{message}; read it with ontology.values.parse")


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"there is no {what} {name!r}; known: {', '.join(sorted(known))}"


def _canonical(table: pa.Table, schema: pa.Schema, name: str) -> pa.Table:
    strangers = [column for column in table.column_names if column not in schema.names]
    if strangers:
        known = (column for column in schema.names if not column.startswith("_"))
        raise RecordRefused(Locator(), _unknown(f"column of {name}", strangers[0], known))
    told = _told(table, schema, name)
    key = [c for c in _ORDER if c in told.column_names]
    rest = [c for c in schema.names if c in told.column_names and c not in key]
    told = told.select([*key, *rest])
    kept = pa.schema([schema.field(c) for c in told.column_names])
    if _ascending(told.select(key)):  # so most tables come, and need not be held in memory
        return told if told.schema.equals(kept) else told.cast(kept)
    ordered = pl.DataFrame(pl.from_arrow(told)).sort(key)
    repeated = pl.all_horizontal(pl.col(c).eq_missing(pl.col(c).shift()) for c in key)
    if ordered.select(repeated.any()).item():
        ordered = ordered.sort([*key, *rest]).unique(maintain_order=True)
    # In slices, as a text column of Arrow holds at most 2 GB.
    return pa.concat_tables([part.to_arrow().cast(kept) for part in ordered.iter_slices(PART)])


def _ascending(keys: pa.Table) -> bool:
    """Whether each row comes after the one before it, as sorted; no two are equal."""
    after = pl.lit(False)
    for name in reversed(keys.column_names):
        one, before = pl.col(name), pl.col(name).shift()
        after = (one > before).fill_null(before.is_null() & one.is_not_null()) | (one.eq_missing(before) & after)
    last: pl.DataFrame | None = None
    for part in parts(keys):
        joined = part if last is None else pl.concat([last, part])
        if not joined.select(after.slice(1).all()).item():
            return False
        last = part[-1:]
    return True


def _told(table: pa.Table, schema: pa.Schema, name: str) -> pa.Table:
    """The columns that tell anything, in the types of ``schema``, and those that every record has."""
    arrays = {}
    for column in schema.names:
        present = column in table.column_names and table[column].null_count < table.num_rows
        if not present and column in _DEFAULTS:
            arrays[column] = pa.repeat(pa.scalar(_DEFAULTS[column], schema.field(column).type), table.num_rows)
        elif present:
            try:
                arrays[column] = _as(table[column], schema.field(column).type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise RecordRefused(Locator(), f"{name}: the column {column} has the wrong type: {error}") from error
            if column in _DEFAULTS and arrays[column].null_count:
                arrays[column] = arrays[column].fill_null(_DEFAULTS[column])
    missing = [f.name for f in schema if not f.nullable and f.name not in arrays]
    if missing:
        raise RecordRefused(Locator(), f"{name}: the column {missing[0]} is missing")
    return pa.table(arrays)


def _as(column: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """The column in another type; as it is, and not looked at, where it has that type."""
    return column if column.type == wanted else column.cast(wanted)
