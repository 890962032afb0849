"""What two versions of a source differ in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl
import pyarrow as pa

from ontology.model import Ontology, Property
from records.json_values import as_json
from records.schema import columns, stated

if TYPE_CHECKING:
    from records.tables import Tables

_ENTITY = ["_ref"]
_RELATION = ["_head_type", "_head_ref", "_tail_type", "_tail_ref"]


@dataclass(frozen=True)
class Statement:
    """A statement that appeared, changed or went.

    identity: the ref of an entity; types and refs of both ends and the key values of a relation.
    properties: which ones changed (confidence and state included); empty unless it changed.
    """

    kind: Literal["entity", "relation"]
    type: str
    identity: tuple[str, ...]
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diff:
    """Statements by what became of them, in the order of type and identity."""

    added: list[Statement]
    changed: list[Statement]
    retracted: list[Statement]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retracted)


def difference(old: "Tables", new: "Tables", ontology: Ontology) -> Diff:
    """Compare what is said, not where it stands in the source."""
    found = [
        *_entities(old.entities, new.entities, ontology),
        *_relations(old.relations, new.relations, ontology),
    ]
    return Diff(
        [s for became, s in found if became == "added"],
        [s for became, s in found if became == "changed"],
        [s for became, s in found if became == "retracted"],
    )


_Found = Iterator[tuple[str, Statement]]


def _entities(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table], ontology: Ontology) -> _Found:
    for name in sorted({*old, *new}):
        properties = list(ontology.node_types[name].properties.values())
        for became, identity, changed in _compare(old.get(name), new.get(name), _ENTITY, properties):
            yield became, Statement("entity", name, identity, changed)


def _relations(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table], ontology: Ontology) -> _Found:
    for name in sorted({*old, *new}):
        edge_type = ontology.edge_types[name]
        keys = [edge_type.properties[key] for key in edge_type.keys]
        identity_columns = [*_RELATION, *(column.name for key in keys for column in columns(key))]
        for became, identity, changed in _compare(old.get(name), new.get(name), identity_columns, stated(edge_type)):
            yield became, Statement("relation", name, identity, changed)


def _compare(
    old: pa.Table | None, new: pa.Table | None, identity: list[str], properties: list[Property]
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    said = [*(p.name for p in properties), "confidence", "state"]
    ids = [f"#{i}" for i in range(len(identity))]
    present = [_said(table, identity, properties) for table in (old, new) if table is not None]
    if len(present) == 1:
        for row in present[0].sort(ids).iter_rows():
            yield ("added" if old is None else "retracted"), _texts(row[: len(ids)]), ()
        return
    renamed = {name: f"{name} before" for name in said}
    joined = present[1].join(present[0].rename(renamed), on=ids, how="full", coalesce=True, nulls_equal=True)
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(renamed[name])) for name in said)
    for found in joined.filter(differs).sort(ids).iter_rows(named=True):
        name = _texts(found[column] for column in ids)
        if found["state before"] is None:
            yield "added", name, ()
        elif found["state"] is None:
            yield "retracted", name, ()
        else:
            yield "changed", name, tuple(p for p in said if found[p] != found[renamed[p]])


def _said(table: pa.Table, identity: list[str], properties: list[Property]) -> pl.DataFrame:
    """A row an identity (columns #0, #1 …): each property as the sorted set of what its records say."""
    frame = pl.DataFrame(pl.from_arrow(table))
    ids = [pl.col(name).cast(pl.String).alias(f"#{i}") for i, name in enumerate(identity)]
    texts = [as_json(p).alias(p.name) for p in properties]
    meta = [pl.col(f"_{name}").cast(pl.String).alias(name) for name in ("confidence", "state")]
    grouped = frame.select([*ids, *texts, *meta]).group_by([f"#{i}" for i in range(len(ids))])
    return grouped.agg(pl.all().drop_nulls().unique().sort().str.join("\n"))


def _texts(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(value or "" for value in values)
