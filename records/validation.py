"""Whether tables of records are valid by the ontology. Columnar: millions of rows take seconds."""

from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from ontology.model import EdgeType, NodeType, Ontology, Property
from records.errors import RecordRefused
from records.mapped import parts
from records.record import Locator
from records.schema import LOCATOR_FIELDS, columns, stated

#: Rows of relations that are looked at together: for each part the refs are put into a hash table anew.
_PART = 1 << 20
_SEED = 20_261_123
_STATES = ("proposed", "accepted", "rejected")


def check(entities: Mapping[str, pa.Table], relations: Mapping[str, pa.Table], ontology: Ontology) -> None:
    """Raise RecordRefused for the first record that the ontology does not allow, with its place.

    Every value of an enumeration is a code of its codelist; confidence is 0 to 1; an entity has its required
    properties, unless it is only mentioned or its ref is the id of an entity; a relation's ends are entities of
    the same source, of types that the edge type joins.
    """
    for name, table in entities.items():
        node_type = ontology.node_types[name]
        for part in parts(table):
            _check_statements(part, name, list(node_type.properties.values()))
        _check_required(table, node_type)
    refs = {name: _hashed(table) for name, table in entities.items()} if relations else {}
    for name, table in relations.items():
        edge_type = ontology.edge_types[name]
        for part in parts(table, rows=_PART):
            _check_statements(part, name, stated(edge_type))
            _check_pairs(part, edge_type)
            for end in ("head", "tail"):
                _check_ends(part, edge_type, end, refs)


def _hashed(table: pa.Table) -> pl.Series:
    """The refs of a table, by hashes of 64 bits: of ten million one hides a ref that is missing once in 10¹² times."""
    return pl.concat([part["_ref"].hash(_SEED) for part in parts(table, ["_ref"])]).unique()


def _refuse(wrong: pl.DataFrame, message: str) -> None:
    """Refuse the first row of ``wrong``, if there is one; {column} in the message stands for its value."""
    if wrong.height:
        row = wrong.row(0, named=True)
        locator = Locator(**{f.name: row.get(f"_{f.name}") for f in LOCATOR_FIELDS})
        raise RecordRefused(locator, message.format(**row))


def _check_statements(frame: pl.DataFrame, name: str, properties: list[Property]) -> None:
    wrong = frame.filter(~pl.col("_state").is_in(_STATES))
    _refuse(wrong, f"{name}: state {{_state!r}} is none of {', '.join(_STATES)}")
    sure = pl.col("_confidence").is_between(0, 1)
    _refuse(frame.filter(~sure), f"{name}: confidence {{_confidence}} is not between 0 and 1")
    for p in properties:
        if p.codelist is None or p.name not in frame.columns:
            continue
        codes = sorted(p.codelist.codes)
        values = frame.explode(p.name) if p.multiple else frame
        wrong = values.filter(pl.col(p.name).is_not_null() & ~pl.col(p.name).is_in(codes))
        message = f"{name}.{p.name} is {{{p.name}!r}}, no code of {p.codelist.name}; known: {', '.join(codes)}"
        _refuse(wrong, message)


def _check_required(table: pa.Table, node_type: NodeType) -> None:
    for part in parts(table, [name for name in table.column_names if name.startswith("_")]):
        _refuse(part.filter(pl.col("_ref") == ""), f"{node_type.name}: the ref is empty; it has to name the entity")
    pointing = pl.col("_ref").str.contains(f"^{node_type.id_prefix}:[0-9a-f]{{16}}$")  # an edit of what is there
    for p in node_type.properties.values():
        if not p.required:
            continue
        names = [c.name for c in columns(p) if c.name in table.column_names]
        told = pl.any_horizontal(pl.lit(False), *(pl.col(name).is_not_null() for name in names))
        fine = told | pl.col("_mention") | pointing
        seen = [name for name in table.column_names if name.startswith("_") or name in names]
        lacking = [part.filter(~fine) for part in parts(table, seen)]
        if any(part.height for part in lacking):  # another row of the same thing may tell it
            wanted = pl.concat([part["_ref"] for part in lacking]).unique()
            told_there = [
                part.filter(pl.col("_ref").is_in(wanted.implode()) & fine)["_ref"] for part in parts(table, seen)
            ]
            wrong = pl.concat(lacking).filter(~pl.col("_ref").is_in(pl.concat(told_there).implode()))
            _refuse(wrong, f"{node_type.name} {{_ref!r}} has no {p.name} ({p.label.zh}), which is required")


def _check_pairs(frame: pl.DataFrame, edge_type: EdgeType) -> None:
    allowed = pl.DataFrame(list(edge_type.ends), schema=["_head_type", "_tail_type"], orient="row")
    wrong = frame.join(allowed, on=["_head_type", "_tail_type"], how="anti", maintain_order="left")
    message = f"{edge_type.name} does not lead from {{_head_type}} to {{_tail_type}}; it leads from "
    _refuse(wrong, message + "; ".join(f"{head} to {tail}" for head, tail in edge_type.ends[:12]))


def _check_ends(frame: pl.DataFrame, edge_type: EdgeType, end: str, refs: Mapping[str, pl.Series]) -> None:
    for name in frame[f"_{end}_type"].unique().sort().to_list():
        rows = frame.filter(pl.col(f"_{end}_type") == name)
        if name in refs:
            rows = rows.filter(~pl.col(f"_{end}_ref").hash(_SEED).is_in(refs[name].implode()))
        message = f"the {end} of {edge_type.name} is {name} {{_{end}_ref!r}}, but this source has no such record"
        _refuse(rows, f"{message}; add an EntityRecord with that ref (mention=True if it only names it)")
