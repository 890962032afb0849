"""Pages of one node type: filter, order, keyset, limit; compiled to one statement for both engines.

    where = All((
        Condition("status", "eq", "active"),
        Related("LOCATED_IN", "out", ("Region",), Condition("code", "starts_with", "3713")),
    ))
    order = (Order("registered_capital", descending=True),)
    rows = page(store, enterprise, where=where, order=order, limit=20)
    more = page(store, enterprise, where=where, order=order, after=keyset(rows[-1], order), limit=20)

A property here is always a column of the snapshot (money ``x`` in yuan, date ``x``, ``x_precision`` …) or
"id". Unknown is neither equal nor unequal: a comparison with an absent value is not true, nor is its Not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pyarrow as pa

from cypher.collected import matching
from cypher.collected import rows as rows_of
from cypher.dialect import DIALECTS, alternatives
from cypher.errors import StoreError
from cypher.schema import node_columns
from cypher.store import Store
from ontology.model import NodeType, Ontology

Op = Literal["eq", "ne", "in", "contains", "starts_with", "gte", "lte", "gt", "lt", "is_null"]
Direction = Literal["out", "in"]


@dataclass(frozen=True)
class Condition:
    """One property compared. ``in`` takes a sequence, ``is_null`` a bool. On a property with several values
    eq, ne, in, contains and starts_with ask whether any of them does (ne: whether none does)."""

    property: str
    op: Op
    value: Any


@dataclass(frozen=True)
class All:
    """All parts hold (an empty one holds)."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds (an empty one never does)."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True)
class Not:
    part: "Filter"


@dataclass(frozen=True)
class Related:
    """There is a relation of this type to an entity for which ``where`` holds.

    direction: "out" if the filtered node is the head. types: of the other entity; empty means any end the
    ontology allows. ``where`` may compare only properties that all these types have.
    """

    edge_type: str
    direction: Direction
    types: tuple[str, ...] = ()
    where: "Filter | None" = None


Filter = Condition | All | AnyOf | Not | Related


@dataclass(frozen=True)
class Order:
    """Unknown values come last in either direction."""

    property: str
    descending: bool = False


@dataclass(frozen=True)
class Statement:
    text: str
    parameters: Mapping[str, Any]
    #: Of the rows that it gives (cypher.collected).
    columns: tuple[str, ...] = ()


def keyset(row: Mapping[str, Any], order: Sequence[Order]) -> tuple[Any, ...]:
    """What ``after`` of the next page takes: the row's values of the ordered properties and its id."""
    return (*(row.get(o.property) for o in order), row["id"])


def page(
    store: Store,
    node_type: NodeType,
    *,
    where: Filter | None = None,
    order: Sequence[Order] = (),
    after: Sequence[Any] | None = None,
    backward: bool = False,
    limit: int = 20,
    properties: Sequence[str] | None = None,
    timeout: float | None = None,
) -> list[dict[str, Any]]:
    """Rows of a page, as dicts by column; ids always, all columns unless ``properties`` names some.

    The order ends with the id as tie-break. after: keyset of the row behind which the page starts. backward:
    the last ``limit`` rows before ``after`` (or before the end), still given in ascending order of the page.
    """
    statement = page_statement(
        store,
        node_type,
        where=where,
        order=order,
        after=after,
        backward=backward,
        limit=limit,
        properties=properties,
    )
    found = rows_of(store.engine, store.read(statement.text, statement.parameters, timeout=timeout))
    rows = [dict(zip(statement.columns, row, strict=True)) for row in found]
    return rows[::-1] if backward else rows


def page_statement(
    store: Store,
    node_type: NodeType,
    *,
    where: Filter | None = None,
    order: Sequence[Order] = (),
    after: Sequence[Any] | None = None,
    backward: bool = False,
    limit: int = 20,
    properties: Sequence[str] | None = None,
) -> Statement:
    """The statement behind ``page``, its result for ``cypher.collected.rows``; where ``backward``, last first."""
    compiler = _Compiler(store)
    columns = node_columns(node_type)
    chosen = list(columns) if properties is None else list(dict.fromkeys(["id", *properties]))
    for name in (*chosen, *(o.property for o in order)):
        _column(node_type, name)
    keys = [o for o in order if o.property != "id"]
    id_descending = any(o.property == "id" and o.descending for o in order)
    tests = [compiler.filter(where, node_type, "n")] if where is not None else []
    if after is not None:
        values = _after_values(order, keys, after)
        tests.append(compiler.beyond(node_type, [*keys, Order("id", id_descending)], values, backward))
    sorting = [part for o in keys for part in _sorting(o, backward)]
    sorting.append("n.id DESC" if id_descending != backward else "n.id")
    text = matching(
        store.engine,
        f"MATCH (n:`{node_type.name}`){_where(tests)}",
        f"ORDER BY {', '.join(sorting)} LIMIT {int(limit)}",
        [f"n.`{name}`" for name in chosen],
    )
    return Statement(text, compiler.parameters, tuple(chosen))


def count(store: Store, node_type: NodeType, where: Filter | None = None, timeout: float | None = None) -> int:
    """How many nodes of the type the filter lets through."""
    statement = count_statement(store, node_type, where)
    return int(store.read(statement.text, statement.parameters, timeout=timeout).scalar() or 0)


def count_statement(store: Store, node_type: NodeType, where: Filter | None = None) -> Statement:
    """The statement behind ``count``."""
    compiler = _Compiler(store)
    tests = [compiler.filter(where, node_type, "n")] if where is not None else []
    return Statement(f"MATCH (n:`{node_type.name}`){_where(tests)} RETURN count(*)", compiler.parameters)


def _where(tests: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(f'({test})' for test in tests)}" if tests else ""


def _sorting(order: Order, backward: bool) -> tuple[str, str]:
    name = f"n.`{order.property}`"
    flag = f"{name} IS NULL DESC" if backward else f"{name} IS NULL"
    return flag, f"{name} DESC" if order.descending != backward else name


def _after_values(order: Sequence[Order], keys: Sequence[Order], after: Sequence[Any]) -> list[Any]:
    """The values of ``after`` for the keys, then for the id (which the order may name, too)."""
    if len(after) != len(order) + 1:
        raise StoreError(f"a page in this order starts after {len(order)} values and an id, not after {len(after)}")
    named = {o.property: value for o, value in zip(order, after, strict=False)}
    return [*(named[o.property] for o in keys), after[-1]]


def _column(node_type: NodeType, name: str) -> pa.DataType:
    columns = node_columns(node_type)
    if name not in columns:
        raise StoreError(f"{node_type.name} has no property {name!r}; it has {', '.join(columns)}")
    return columns[name]


def stored_value(value: Any, kind: pa.DataType) -> Any:
    """A value as the store holds the column: money as float yuan, dates as date."""
    if value is None:
        return None
    if isinstance(value, (list, tuple, set, frozenset)):
        return [stored_value(item, kind) for item in value]
    if pa.types.is_floating(kind) and not isinstance(value, float):
        return float(value)
    if pa.types.is_date(kind) and isinstance(value, str):
        return date.fromisoformat(value)
    return value


_COMPARED = {"eq": "=", "ne": "<>", "gte": ">=", "lte": "<=", "gt": ">", "lt": "<"}
_OPEN_TEXT = {"contains": "CONTAINS", "starts_with": "STARTS WITH"}


class _Compiler:
    """Writes a filter as a predicate, collecting its values as parameters."""

    def __init__(self, store: Store) -> None:
        self.ontology = store.ontology
        self.dialect = DIALECTS[store.engine]
        self.parameters: dict[str, Any] = {}
        self._nodes = 0

    def parameter(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def filter(self, part: Filter, node_type: NodeType, node: str) -> str:
        match part:
            case Condition():
                return self.condition(part, node_type, node)
            case All(parts):
                return " AND ".join(f"({self.filter(p, node_type, node)})" for p in parts) or "true"
            case AnyOf(parts):
                return " OR ".join(f"({self.filter(p, node_type, node)})" for p in parts) or "false"
            case Not(inner):
                return f"NOT ({self.filter(inner, node_type, node)})"
            case Related():
                return self.related(part, node_type, node)

    def condition(self, part: Condition, node_type: NodeType, node: str) -> str:
        kind = _column(node_type, part.property)
        name = f"{node}.`{part.property}`"
        if part.op == "is_null":
            return f"{name} IS NULL" if part.value else f"{name} IS NOT NULL"
        if part.value is None:
            raise StoreError(f"{part.property} {part.op}: compare with a value, or ask is_null")
        if pa.types.is_list(kind):
            return self.listed(part, name, stored_value(part.value, kind.value_type))
        value = stored_value(part.value, kind)
        if part.op == "in":
            return f"{name} IN {self.parameter(list(value))}" if value else "false"
        if part.op in _OPEN_TEXT:
            if not pa.types.is_string(kind):
                raise StoreError(f"{part.property} is no text; {part.op} cannot be asked of it")
            return f"{name} {_OPEN_TEXT[part.op]} {self.parameter(value)}"
        return f"{name} {_COMPARED[part.op]} {self.parameter(value)}"

    def listed(self, part: Condition, name: str, value: Any) -> str:
        """A condition on a property with several values."""
        match part.op:
            case "eq":
                return f"{self.parameter(value)} IN {name}"
            case "ne":
                return f"NOT ({self.parameter(value)} IN {name})"
            case "in":
                return " OR ".join(f"{self.parameter(item)} IN {name}" for item in value) or "false"
            case "contains":
                return self.dialect.any_contains(name, self.parameter(value))
            case "starts_with":
                return self.dialect.any_starts_with(name, self.parameter(value))
        raise StoreError(f"{part.property} has several values; {part.op} cannot be asked of it")

    def related(self, part: Related, node_type: NodeType, node: str) -> str:
        others = other_types(self.ontology, node_type.name, part.edge_type, part.direction, part.types)
        if not others:
            return "false"
        self._nodes += 1
        other = f"m{self._nodes}"
        arrow = f"-[:`{part.edge_type}`]-"
        pattern = f"{arrow}>" if part.direction == "out" else f"<{arrow}"
        inner = ""
        if part.where is not None:
            # Checked for each type; written once, since all of them have the property under this name.
            types = [self.ontology.node_types[name] for name in others]
            for other_type in types[1:]:
                self.check(part.where, other_type)
            inner = f" WHERE {self.filter(part.where, types[0], other)}"
        return f"EXISTS {{ MATCH ({node}){pattern}({other}{alternatives(others)}){inner} }}"

    def check(self, part: Filter, node_type: NodeType) -> None:
        """Raise unless the type has the properties that the filter compares."""
        match part:
            case Condition():
                _column(node_type, part.property)
            case All(parts) | AnyOf(parts):
                for inner in parts:
                    self.check(inner, node_type)
            case Not(inner):
                self.check(inner, node_type)
            case Related():
                pass

    def beyond(self, node_type: NodeType, order: Sequence[Order], after: Sequence[Any], backward: bool) -> str:
        """The rows behind (``backward``: before) the keyset: first key further on, or equal and the second
        …"""
        cases: list[str] = []
        equal: list[str] = []
        for o, value in zip(order, after, strict=True):
            name = f"n.`{o.property}`"
            stored = stored_value(value, _column(node_type, o.property))
            further = self.further(name, stored, "<" if o.descending != backward else ">", backward)
            if further:
                cases.append(" AND ".join([*equal, further]))
            equal.append(f"{name} IS NULL" if stored is None else f"{name} = {self.parameter(stored)}")
        return " OR ".join(f"({case})" for case in cases) or "false"

    def further(self, name: str, value: Any, sign: str, backward: bool) -> str | None:
        """Unknown values are last: behind every value, and nothing is behind them."""
        if value is None:
            return f"{name} IS NOT NULL" if backward else None
        test = f"{name} {sign} {self.parameter(value)}"
        return test if backward or name == "n.`id`" else f"({test} OR {name} IS NULL)"


def other_types(
    ontology: Ontology, node_type: str, edge_type: str, direction: Direction, types: Sequence[str] = ()
) -> list[str]:
    """Types that a relation leads to from this type; none if the ontology does not allow it."""
    ends = ontology.edge_types[edge_type].ends
    found = (t for h, t in ends if h == node_type) if direction == "out" else (h for h, t in ends if t == node_type)
    return [name for name in dict.fromkeys(found) if not types or name in types]
