"""What a table must not say when all its rows are seen together: shares of more than the whole, one key with two names
or other contradictions, one name with two codes.

Works on columns, so that millions of rows take seconds; only what is wrong is looked at row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa

from loaders.checks import Severity
from ontology.model import EdgeType, NodeType, Ontology, Property
from ontology.values import format as told_value
from ontology.values import normalise
from records.schema import columns as columns_of
from records.schema import unflatten

#: Shares are rounded where they are written: three thirds of 33.4 % are a whole.
TOLERANCE = 0.005
#: So many rows are named in a message.
_NAMED = 5
#: Kinds that are compared; what is told at length differs from row to row and contradicts nothing.
_LONG = ("text", "geometry", "point")
_PLACE = ("_file", "_sheet", "_row")


@dataclass(frozen=True)
class Contradiction:
    """Something wrong that one row alone does not show. names: the properties of ``type`` that say it."""

    file: str | None
    sheet: str | None
    row: int | None
    type: str
    names: tuple[str, ...]
    value: str | None
    message: str
    severity: Severity


def contradictions(table: Callable[[str], pa.Table | None], ontology: Ontology) -> Iterator[Contradiction]:
    """All that is wrong, errors first. table: the records of a type as they are, None where there are none."""
    for edge_type in ontology.edge_types.values():
        p = _whole(edge_type)
        records = table(edge_type.name) if p else None
        if p and records is not None:
            yield from _shares(edge_type, p, records, table)
    for node_type in ontology.node_types.values():
        records = table(node_type.name)
        if records is not None:
            yield from _of_entities(node_type, records)


def _whole(edge_type: EdgeType) -> Property | None:
    return next((p for p in edge_type.properties.values() if p.whole), None)


def _frame(table: pa.Table, names: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table.select([name for name in names if name in table.column_names])))


# shares


def _shares(
    edge_type: EdgeType, p: Property, records: pa.Table, table: Callable[[str], pa.Table | None]
) -> Iterator[Contradiction]:
    """Shares of one thing that together are more than the whole. A holder counts once, with the least that is said of
    it; what has ended does not count."""
    whole, part = (p.whole, "head" if p.whole == "tail" else "tail")
    ends = [f"_{end}_{what}" for end in (whole, part) for what in ("type", "ref")]
    frame = _frame(records, [*_PLACE, *ends, p.name, "valid_to"])
    if p.name not in frame.columns:
        return
    frame = frame.filter(pl.col(p.name).is_not_null())
    if "valid_to" in frame.columns:
        frame = frame.filter(pl.col("valid_to").is_null())
    held = frame.group_by(ends).agg(pl.col(p.name).min()).group_by(ends[:2]).agg(pl.col(p.name).sum().alias("sum"))
    wrong = held.filter(pl.col("sum") > 1 + TOLERANCE)
    if not wrong.height:
        return
    rows = frame.join(wrong, on=ends[:2]).sort([n for n in _PLACE if n in frame.columns], maintain_order=True)
    numbers = _numbers(rows, ends[:2])
    names = _names(table, wrong, ends[:2])
    for row in rows.iter_rows(named=True):
        key = (row[ends[0]], row[ends[1]])
        some = numbers[key]
        listed = ", ".join(map(str, some[:_NAMED])) + (" …" if len(some) > _NAMED else "")
        told = (
            f"the shares of {names.get(key, key[1])} sum up to {row['sum'] * 100:.4g}%, more than 100% "
            f"(rows {listed}); correct them"
        )
        yield Contradiction(
            row["_file"], row["_sheet"], row["_row"], edge_type.name, (p.name,), told_value(p, row[p.name], "zh"), told,
            "error",
        )  # fmt: skip


def _numbers(rows: pl.DataFrame, ends: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    grouped = rows.group_by(ends).agg(pl.col("_row").drop_nulls().unique().sort())
    return {(one[ends[0]], one[ends[1]]): one["_row"] for one in grouped.iter_rows(named=True)}


def _names(
    table: Callable[[str], pa.Table | None], wrong: pl.DataFrame, ends: Sequence[str]
) -> dict[tuple[str, str], str]:
    """What the things are called of which too much is held."""
    found: dict[tuple[str, str], str] = {}
    for (type_name,), some in wrong.group_by([ends[0]]):
        records = table(str(type_name))
        if records is None or "name" not in records.column_names:
            continue
        called = _frame(records, ["_ref", "name"]).drop_nulls().unique("_ref", keep="first", maintain_order=True)
        joined = some.join(called, left_on=ends[1], right_on="_ref")
        found |= {(str(type_name), one[ends[1]]): one["name"] for one in joined.iter_rows(named=True)}
    return found


# entities


def _of_entities(node_type: NodeType, records: pa.Table) -> Iterator[Contradiction]:
    frame = _frame(records, ["_ref", "_mention"])
    if "_mention" in frame.columns:
        own = ~frame["_mention"].fill_null(False)
        records, frame = records.filter(own.to_arrow()), frame.filter(own)
    if not frame.height:
        return
    again = frame.group_by("_ref").len().filter(pl.col("len") > 1)
    if again.height:
        yield from _twice(node_type, records, again)
    code = next((p for p in node_type.properties.values() if p.kind == "uscc"), None)
    if code is not None and code.name in records.column_names and "name" in records.column_names:
        yield from _two_codes(node_type, code, records)


def _twice(node_type: NodeType, records: pa.Table, again: pl.DataFrame) -> Iterator[Contradiction]:
    """One thing of which rows say different things."""
    for p in node_type.properties.values():
        fields = [field.name for field in columns_of(p)]
        if p.multiple or p.kind in _LONG or not set(fields) & set(records.column_names):
            continue
        frame = _frame(records, ["_ref", *_PLACE, *fields]).join(again, on="_ref", how="semi", maintain_order="left")
        told = frame.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in fields if name in frame.columns))
        main = p.name if p.name in told.columns else fields[0]
        differing = told.group_by("_ref").agg(pl.col(main).n_unique()).filter(pl.col(main) > 1).select("_ref")
        if not differing.height:
            continue
        first: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for row in told.join(differing, on="_ref", how="semi", maintain_order="left").iter_rows(named=True):
            value = unflatten(p, row)
            if value is None:
                continue
            normal = normalise(p, value)
            before, there = first.setdefault(row["_ref"], (normal, row))
            if normal != before:
                yield _contradiction(node_type, p, row, value, there)


def _contradiction(
    node_type: NodeType, p: Property, row: Mapping[str, Any], value: Any, there: Mapping[str, Any]
) -> Contradiction:
    here, other = told_value(p, value, "zh"), told_value(p, unflatten(p, there), "zh")
    key = row["_ref"]
    where = _where(row, there)
    if p.name == "name" and key.startswith("uscc="):
        code = key.removeprefix("uscc=")
        message = f"the code {code} stands with two names: {other!r} in {where} and {here!r} here; correct one of them"
    else:
        message = f"{p.label.zh} is {here!r} here, but {other!r} in {where} for the same {node_type.label.zh} ({key})"
        message += "; keep the right one"
    return _told(row, node_type, (p.name,), here, message)


def _two_codes(node_type: NodeType, code: Property, records: pa.Table) -> Iterator[Contradiction]:
    """One name with two codes."""
    frame = _frame(records, ["name", code.name, *_PLACE]).filter(
        pl.col("name").is_not_null() & pl.col(code.name).is_not_null()
    )
    several = frame.group_by("name").agg(pl.col(code.name).n_unique()).filter(pl.col(code.name) > 1).select("name")
    if not several.height:
        return
    first: dict[str, Mapping[str, Any]] = {}
    for row in frame.join(several, on="name", how="semi", maintain_order="left").iter_rows(named=True):
        there = first.setdefault(row["name"], row)
        if there[code.name] != row[code.name]:
            message = (
                f"{row['name']!r} has two codes: {there[code.name]} in {_where(row, there)} and {row[code.name]} here; "
                "check them with the licences, or write the branch into the name"
            )
            yield _told(row, node_type, (code.name,), row[code.name], message)


def _where(row: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    sheet = f"sheet {there['_sheet']} " if there.get("_sheet") != row.get("_sheet") else ""
    return f"{sheet}row {there.get('_row')}"


def _told(
    row: Mapping[str, Any], node_type: NodeType, names: tuple[str, ...], value: str, message: str
) -> Contradiction:
    place = (row.get("_file"), row.get("_sheet"), row.get("_row"))
    return Contradiction(*place, node_type.name, names, value, message, "warning")
