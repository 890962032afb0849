"""What a table must not say when all its rows are seen together: shares of more than the whole, one key with two names
or other contradictions, one name with two codes.

Works on columns a part at a time, so that millions of rows take seconds and little memory; only what is wrong is looked
at row by row.
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
from records.mapped import parts
from records.schema import columns as columns_of
from records.schema import unflatten

#: Shares are rounded where they are written: three thirds of 33.4 % are a whole.
TOLERANCE = 0.005
#: So many rows are named in a message.
_NAMED = 5
#: Kinds that are not compared: what is told at length differs from row to row and contradicts nothing.
_LONG = ("text", "geometry", "point")
_PLACE = ("_file", "_sheet", "_row")
_SEED = 20_261_123

#: What gives the records of a type as they are, None where there are none.
Records = Callable[[str], pa.Table | None]


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


def impossible(records: Records, ontology: Ontology) -> Iterator[Contradiction]:
    """What cannot be: shares of more than the whole. Errors."""
    for edge_type in ontology.edge_types.values():
        p = next((p for p in edge_type.properties.values() if p.whole), None)
        table = records(edge_type.name) if p else None
        if p and table is not None:
            yield from _shares(edge_type, p, table, records)


def contradictions(records: Records, ontology: Ontology) -> Iterator[Contradiction]:
    """What can hardly be: one key with several values, one name with several codes. Warnings."""
    for node_type in ontology.node_types.values():
        table = records(node_type.name)
        if table is not None:
            yield from _twice(node_type, table)
            code = next((p for p in node_type.properties.values() if p.kind == "uscc"), None)
            if code is not None and {"name", code.name} <= set(table.column_names):
                yield from _two_codes(node_type, code, table)


def _scan(table: pa.Table, names: Sequence[str], key: Sequence[str], *where: pl.Expr) -> Iterator[pl.DataFrame]:
    """Some columns a part of the table at a time, each row with the hash of its key as ``_key``. Ten million keys of 64
    bits collide once in 400,000 times, and then only add a row to look at."""
    known = [name for name in dict.fromkeys([*names, *key]) if name in table.column_names]
    for part in parts(table, known):
        yield part.filter(*where).with_columns(pl.concat_str(key, separator="\0").hash(_SEED).alias("_key"))


def _repeated(parts_of_keys: Iterator[pl.DataFrame]) -> pl.Series:
    """The keys that stand in several rows."""
    keys = pl.concat([part["_key"] for part in parts_of_keys]).sort()
    return keys.filter(keys == keys.shift()).unique()


def _several(keys: pl.Series, rows: Iterator[pl.DataFrame], value: pl.Expr) -> pl.Series:
    """Those of the keys that have more than one value; blank is none. Sorted instead of grouped, which takes a third
    of the memory."""
    of_keys = value.is_not_null() & pl.col("_key").is_in(keys.implode())
    told = pl.concat([part.filter(of_keys).select("_key", value.hash(_SEED).alias("_value")) for part in rows])
    told = told.sort("_key")
    differs = (pl.col("_key") == pl.col("_key").shift()) & (pl.col("_value") != pl.col("_value").shift())
    return told.filter(differs)["_key"].unique()


def _rows_of(keys: pl.Series, parts: Iterator[pl.DataFrame]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from part.filter(pl.col("_key").is_in(keys.implode())).iter_rows(named=True)


# shares


def _shares(edge_type: EdgeType, p: Property, table: pa.Table, records: Records) -> Iterator[Contradiction]:
    """Shares of one thing that together are more than the whole. A holder counts once, with the least that is said of
    it; what has ended does not count."""
    if p.name not in table.column_names:
        return
    part = "head" if p.whole == "tail" else "tail"
    held, holder = ([f"_{end}_type", f"_{end}_ref"] for end in (p.whole, part))
    names = [*_PLACE, *held, *holder, p.name, "valid_to"]
    where = [pl.col(p.name).is_not_null()]
    if "valid_to" in table.column_names:
        where.append(pl.col("valid_to").is_null())
    by_holder = pl.concat_str(holder, separator="\0").hash(_SEED).alias("_holder")
    told = pl.concat([one.select("_key", by_holder, p.name) for one in _scan(table, names, held, *where)])
    sums = told.group_by("_key", "_holder").agg(pl.col(p.name).min()).group_by("_key").agg(pl.col(p.name).sum())
    wrong = sums.filter(pl.col(p.name) > 1 + TOLERANCE)
    if not wrong.height:
        return
    sum_of = dict(wrong.iter_rows())
    rows = list(_rows_of(wrong["_key"], _scan(table, names, held, *where)))
    numbers: dict[int, list[int]] = {}
    for row in rows:
        some = numbers.setdefault(row["_key"], [])
        some += [row["_row"]] if row["_row"] not in some[-1:] else []
    called = _names({(row[held[0]], row[held[1]]) for row in rows}, records)
    for row in rows:
        some = numbers[row["_key"]]
        listed = ", ".join(map(str, some[:_NAMED])) + (" …" if len(some) > _NAMED else "")
        name = called.get((row[held[0]], row[held[1]]), row[held[1]])
        message = f"the shares of {name} sum up to {sum_of[row['_key']] * 100:.4g}%, more than 100% (rows {listed})"
        place = (row.get("_file"), row.get("_sheet"), row.get("_row"))
        value = told_value(p, row[p.name], "zh")
        yield Contradiction(*place, edge_type.name, (p.name,), value, f"{message}; correct them", "error")


def _names(things: set[tuple[str, str]], records: Records) -> dict[tuple[str, str], str]:
    """What things are called, by type and ref."""
    found: dict[tuple[str, str], str] = {}
    for type_name in sorted({name for name, _ in things}):
        table = records(type_name)
        if table is None or "name" not in table.column_names:
            continue
        refs = pl.Series([ref for name, ref in things if name == type_name], dtype=pl.String)
        wanted = (pl.col("_ref").is_in(refs.implode()), pl.col("name").is_not_null())
        for part in _scan(table, ["name"], ["_ref"], *wanted):
            found |= {(type_name, row["_ref"]): row["name"] for row in part.iter_rows(named=True)}
    return found


# entities


def _own(table: pa.Table) -> list[pl.Expr]:
    """Only what is said of things, not where they are but mentioned."""
    return [~pl.col("_mention").fill_null(False)] if "_mention" in table.column_names else []


def _twice(node_type: NodeType, table: pa.Table) -> Iterator[Contradiction]:
    """One thing of which rows say different things."""
    own = _own(table)
    keys = _repeated(_scan(table, ["_mention"], ["_ref"], *own))
    if not len(keys):
        return
    for p in node_type.properties.values():
        fields = [field.name for field in columns_of(p)]
        main = next((name for name in fields if name in table.column_names), None)
        if p.multiple or p.kind in _LONG or main is None:
            continue
        differing = _several(keys, _scan(table, ["_mention", main], ["_ref"], *own), pl.col(main))
        if not len(differing):
            continue
        first: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for row in _rows_of(differing, _scan(table, ["_mention", *_PLACE, *fields], ["_ref"], *own)):
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


def _two_codes(node_type: NodeType, code: Property, table: pa.Table) -> Iterator[Contradiction]:
    """One name with two codes."""
    known = [*_own(table), pl.col("name").is_not_null(), pl.col(code.name).is_not_null()]
    names = ["_mention", *_PLACE, code.name]
    repeated = _repeated(_scan(table, names, ["name"], *known))
    several = _several(repeated, _scan(table, names, ["name"], *known), pl.col(code.name))
    if not len(several):
        return
    first: dict[str, Mapping[str, Any]] = {}
    for row in _rows_of(several, _scan(table, names, ["name"], *known)):
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
