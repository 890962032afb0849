"""Which things a build has to merge again: those about which anything is said that was not said so before.

Compared are the archive's tables as the build before read them with those of now, row by row, and the ids that
resolution gave then with those it gives now. What is told of all other things is the same, so what was merged
of them stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from ontology.model import EdgeType, NodeType
from records.statements import with_ids

_IDS = pl.Schema({"_source": pl.UInt32, "_ref": pl.String, "id": pl.UInt64})
_ENDS = ("_head_type", "_head_ref", "_tail_type", "_tail_ref")
_RELATION = pl.Schema({"id": pl.UInt64, "from": pl.UInt64, "to": pl.UInt64})


@dataclass(frozen=True)
class Said:
    """One table of a source as two builds see it: None where the source has none.

    number: of the source. changed: whether their content differs.
    """

    number: int
    old: Path | None
    new: Path | None
    changed: bool


@dataclass(frozen=True)
class Ids:
    """The ids of one type's entities before and now: _source, _ref, id each, with sources numbered alike."""

    old: pl.DataFrame
    new: pl.DataFrame

    @cached_property
    def moved(self) -> pl.DataFrame:
        """_source, _ref, id of entities that are new, gone or under another id, with the ids of both times."""
        if self.old is self.new:
            return pl.DataFrame(schema=_IDS)
        parts = [pl.DataFrame(schema=_IDS)]
        numbers = pl.concat([self.old["_source"], self.new["_source"]]).unique().sort().to_list()
        for number in numbers:
            old, new = (f.filter(pl.col("_source") == number).sort("_ref") for f in (self.old, self.new))
            if not old["_ref"].equals(new["_ref"]) or not old["id"].equals(new["id"]):
                parts += [one.join(other, on=["_ref", "id"], how="anti") for one, other in ((old, new), (new, old))]
        return pl.concat(part.select(_IDS.names()) for part in parts)


def touched_entities(tables: Sequence[Said], ids: Ids) -> pl.Series:
    """Ids of the entities of a type of which anything else is said than before."""
    found = [ids.moved["id"]]
    for said in tables:
        if said.changed and said.old and said.new:
            refs = pl.concat(rows["_ref"] for rows in _differing(said.old, said.new)).unique().implode()
            mine = (pl.col("_source") == said.number) & pl.col("_ref").is_in(refs)
            found += [frame.filter(mine)["id"] for frame in (ids.old, ids.new)]
    return pl.concat(found).unique().sort()


def touched_relations(edge_type: EdgeType, tables: Sequence[Said], ids: Mapping[str, Ids]) -> pl.DataFrame:
    """id, from and to of the relations of a type of which anything else is said than before."""
    old = {name: both.old for name, both in ids.items()}
    new = {name: both.new for name, both in ids.items()}
    parts = [pl.DataFrame(schema=_RELATION)]
    for said in tables:
        for frame, known in _relation_rows(edge_type, said, ids, old, new):
            if frame.height:
                parts.append(with_ids(frame, edge_type, said.number, known).select(_RELATION.names()))
    return pl.concat(parts).unique().sort("id")


_Known = Mapping[str, pl.DataFrame]


def _relation_rows(
    edge_type: EdgeType, said: Said, ids: Mapping[str, Ids], old: _Known, new: _Known
) -> Iterator[tuple[pl.DataFrame, _Known]]:
    """Rows of a table that count as changed, with the ids by which to read them."""
    if said.changed and said.old and said.new:
        before, after = _differing(said.old, said.new)
        yield before, old
        yield after, new
    elif said.changed:
        yield from ((pl.read_parquet(path), known) for path, known in ((said.old, old), (said.new, new)) if path)
        return
    path = said.new or said.old
    moved = _moved_refs(edge_type, said.number, ids)
    if path and moved.height:
        columns = [*_ENDS, *_key_columns(path, edge_type)]
        rows = pl.read_parquet(path, columns=columns)
        ends = [
            rows.join(moved, left_on=[f"_{end}_type", f"_{end}_ref"], right_on=["type", "ref"], how="semi")
            for end in ("head", "tail")
        ]
        frame = pl.concat(ends).unique()
        yield frame, old
        yield frame, new


def _key_columns(path: Path, edge_type: EdgeType) -> list[str]:
    present = set(pq.read_schema(path).names)
    return [key for key in edge_type.keys if key in present]


def _moved_refs(edge_type: EdgeType, number: int, ids: Mapping[str, Ids]) -> pl.DataFrame:
    parts = [pl.DataFrame(schema={"type": pl.String, "ref": pl.String})]
    for name in sorted({name for pair in edge_type.ends for name in pair}):
        if name in ids:
            mine = ids[name].moved.filter(pl.col("_source") == number)
            parts.append(mine.select(pl.lit(name).alias("type"), pl.col("_ref").alias("ref")))
    return pl.concat(parts).unique()


def _differing(old: Path, new: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of either table that the other one has not."""
    return differing_rows(pl.read_parquet(old), pl.read_parquet(new))


def differing_rows(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of either frame that the other one has not, by a 64-bit hash of all columns. A column that one of
    them lacks is unknown there."""
    names = sorted({*old.columns, *new.columns})
    types = {**new.schema, **old.schema}
    hashes = []
    for frame in (old, new):
        absent = [pl.lit(None, types[name]).alias(name) for name in names if name not in frame.columns]
        hashes.append(frame.with_columns(absent).select(names).hash_rows())
    return (
        old.filter(~hashes[0].is_in(hashes[1].unique().implode())),
        new.filter(~hashes[1].is_in(hashes[0].unique().implode())),
    )


def types_of(declared: NodeType | EdgeType) -> list[str]:
    """The node types whose ids a type's rows depend on."""
    if isinstance(declared, NodeType):
        return [declared.name]
    return sorted({name for pair in declared.ends for name in pair})
