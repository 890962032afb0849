"""Inputs of filters and orders, made from the ontology, and what they mean to the store.

    enterprises(
      where: {status: {eq: ACTIVE}, registeredCapital: {gte: "1000000"},
              locatedIn: {region: {code: {startsWith: "3713"}}}}
      orderBy: [{field: REGISTERED_CAPITAL, direction: DESC}]
    )

Fields of one ``where`` must all hold. What is unknown is neither equal nor unequal to anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import strawberry

from cypher.page import All, AnyOf, Condition, Direction, Filter, Not, Order, Related, other_types
from graph_api.context import RequestContext
from graph_api.enums import Enums, OrderDirection, both, code_of, make
from graph_api.errors import BadArgument, Forbidden
from graph_api.fields import input_field, make_type
from graph_api.values import Shape
from ontology import values as kinds
from ontology.consistency import camel
from ontology.model import EdgeType, Label, NodeType, Ontology, Property
from ontology.values import KINDS, PartialDate

_OPS: Mapping[str, str] = {
    "eq": "等于 · equal to",
    "ne": "不等于 · not equal to",
    "in": "等于其中之一 · equal to one of these",
    "contains": "包含文字 · has this text inside",
    "startsWith": "以此开头 · begins with this text",
    "gte": "不小于 · at least",
    "gt": "大于 · greater than",
    "lte": "不大于 · at most",
    "lt": "小于 · less than",
    "isNull": "是否未知 · whether it is unknown",
}
_STORE_OPS = {"startsWith": "starts_with", "isNull": "is_null"}
_ORDERED = ("gte", "gt", "lte", "lt")
#: Which operators a filter input has, and the type of what it compares with.
_FILTERS: Mapping[str, tuple[Any, tuple[str, ...], str]] = {
    "IDFilter": (strawberry.ID, ("eq", "in"), "按标识 · by id"),
    "StringFilter": (
        str,
        ("eq", "ne", "in", "contains", "startsWith", *_ORDERED, "isNull"),
        "按文字 · by a text",
    ),
    "TextsFilter": (
        str,
        ("eq", "ne", "in", "contains", "startsWith", "isNull"),
        "任一文字符合 · whether any of several texts does (ne: none does)",
    ),
    "IntFilter": (int, ("eq", "ne", "in", *_ORDERED, "isNull"), "按整数 · by a whole number"),
    "FloatFilter": (float, ("eq", "ne", "in", *_ORDERED, "isNull"), "按数值 · by a number"),
    "BooleanFilter": (bool, ("eq", "ne", "isNull"), "按是否 · by yes or no"),
    "MoneyFilter": (
        Decimal,
        ("eq", "ne", "in", *_ORDERED, "isNull"),
        "按人民币元 · by the amount in yuan; other currencies are never matched",
    ),
    "DateFilter": (
        str,
        ("eq", "ne", "in", *_ORDERED, "isNull"),
        "按日期：2014、2014-03 或 2014-03-01；年、月指其全部日子 · by a date; a year or month means all of its days",
    ),
    "PresenceFilter": (None, ("isNull",), "按有无 · by whether it is known"),
}
_CODE_OPS = ("eq", "ne", "in", "isNull")
#: Relations in a filter may lead to filters with relations in them, so deep.
_DEEPEST = 2
_ANY_DATE = Property("date", Label("日期", "date"), "date")


@dataclass(frozen=True)
class _Member:
    """What a field of a where input stands for: a property, or a relation in a direction."""

    shape: Shape | None = None
    edge_type: EdgeType | None = None
    direction: Direction = "out"


class Filters:
    """All where inputs and orders of an ontology, and their reading."""

    def __init__(self, ontology: Ontology, enums: Enums, shapes: Mapping[str, Sequence[Shape]]) -> None:
        self._ontology = ontology
        self._enums = enums
        self._types: dict[str, Any] = {}
        self._members: dict[str, dict[str, _Member]] = {}
        self.orders: dict[str, Any] = {}
        self._make_filters()
        for node_type in ontology.node_types.values():
            self._make_where(node_type, shapes[node_type.name])
            self.orders[node_type.name] = self._order(node_type, shapes[node_type.name])
        self._make_common(next(iter(shapes.values())))
        self._make_related()

    def where(self, node_type: NodeType) -> Any:
        """The where input of a node type."""
        return self._types[f"{node_type.name}Where"]

    # Making the inputs

    def _make_filters(self) -> None:
        for name, (annotation, ops, description) in _FILTERS.items():
            self._types[name] = _filter(name, annotation, ops, description)
        for name, made in self._enums.codelists.items():
            label = self._ontology.codelists[name].label
            self._types[f"{name}Filter"] = _filter(f"{name}Filter", made.type, _CODE_OPS, both(label))

    def _make_where(self, node_type: NodeType, shapes: Sequence[Shape]) -> None:
        name = f"{node_type.name}Where"
        fields = [input_field("id", self._types["IDFilter"], "标识 · id")]
        members: dict[str, _Member] = {}
        for shape in shapes:
            key = camel(shape.property.name)
            members[key] = _Member(shape)
            fields.append(input_field(key, self._types[shape.filter], both(shape.property.label)))
        for edge_type, direction, key in relation_ends(self._ontology, node_type):
            members[key] = _Member(edge_type=edge_type, direction=direction)
            label = edge_type.label if direction == "out" else edge_type.reverse_label
            fields.append(input_field(key, "RelatedWhere", both(label), self._types))
        self._finish(name, fields, members, f"筛选{node_type.plural.zh} · filter of {node_type.plural.en}")

    def _make_common(self, shapes: Sequence[Shape]) -> None:
        """What can be asked of an entity of any type."""
        common = [s for s in shapes if s.property.name in ("name", "aliases", "region_code", "note")]
        fields = [input_field("id", self._types["IDFilter"], "标识 · id")]
        fields += [input_field(camel(s.property.name), self._types[s.filter], both(s.property.label)) for s in common]
        members = {camel(s.property.name): _Member(s) for s in common}
        self._finish("EntityWhere", fields, members, "筛选任意实体 · filter of entities of any type")

    def _finish(self, name: str, fields: list[Any], members: dict[str, _Member], description: str) -> None:
        text = {"and": "同时成立 · all of these hold", "or": "任一成立 · one of these holds"}
        fields += [input_field(key, f"list[{name}]", words, self._types) for key, words in text.items()]
        fields.append(input_field("not", name, "不成立 · this does not hold", self._types))
        self._members[name] = members
        self._types[name] = make_type(name, fields, description, is_input=True)

    def _make_related(self) -> None:
        text = "是否有此关系；默认是 · whether there is such a relation; true if left out"
        fields = [input_field("exists", bool, text)]
        fields.append(input_field("entity", "EntityWhere", "对方为任意类型 · the other end, of any type", self._types))
        for t in self._ontology.node_types.values():
            words = f"对方为{t.label.zh} · the other end is of type {t.label.en}"
            fields.append(input_field(t.field, f"{t.name}Where", words, self._types))
        words = (
            "有一条关系，对方符合条件；多项须分别成立 · there is a relation to an entity like this; each key must hold"
        )
        self._types["RelatedWhere"] = make_type("RelatedWhere", fields, words, is_input=True)

    def _order(self, node_type: NodeType, shapes: Sequence[Shape]) -> Any:
        values = {"id": ("ID", "标识 · id")}
        values |= {s.property.name: (s.property.name.upper(), both(s.property.label)) for s in shapes if s.ordered}
        name = f"{node_type.name}Order"
        field = make(
            f"{name}Field", f"{node_type.label.zh}的排序依据 · what {node_type.plural.en} are ordered by", values
        )
        direction = input_field("direction", OrderDirection, "方向，默认升序 · direction; ASC if left out")
        by = input_field("field", field.type, "依据 · property")
        return make_type(
            name, [by, direction], f"{node_type.label.zh}的排序 · order of {node_type.plural.en}", is_input=True
        )

    # Reading them

    def read(self, where: Any, node_type: NodeType, context: RequestContext) -> Filter | None:
        """What a where input of this type means; None where it asks for nothing."""
        if where is None:
            return None
        reading = _Reading(self._ontology, self._members, context)
        return reading.all(where, f"{node_type.name}Where", node_type, "where", 0)

    def read_order(
        self, orders: Sequence[Any] | None, node_type: NodeType, context: RequestContext
    ) -> tuple[Order, ...]:
        """The store's order. Ordering by what may not be seen would show it."""
        found: list[Order] = []
        for position, order in enumerate(orders or ()):
            if not order.field:
                raise BadArgument(f"orderBy[{position}].field", "name a property")
            name = code_of(order.field)
            declared = node_type.properties.get(name)
            if declared:
                _check_seen(declared, f"orderBy[{position}]", context)
            if name in (o.property for o in found):
                raise BadArgument(f"orderBy[{position}]", f"{order.field.name} is named twice")
            found.append(Order(name, bool(order.direction) and order.direction is OrderDirection.DESC))
        return tuple(found)


def relation_ends(ontology: Ontology, node_type: NodeType) -> Iterator[tuple[EdgeType, Direction, str]]:
    """Relations of a type's entities: edge type, direction, and the name of the field."""
    for edge_type in ontology.edges_from(node_type.name):
        yield edge_type, "out", edge_type.field
    for edge_type in ontology.edges_to(node_type.name):
        yield edge_type, "in", edge_type.reverse_field


def _filter(name: str, annotation: Any, ops: Sequence[str], description: str) -> Any:
    types: dict[str, Any] = {"in": list[annotation], "isNull": bool} if annotation else {"isNull": bool}
    fields = [input_field(op, types.get(op, annotation), _OPS[op]) for op in ops]
    return make_type(name, fields, description, is_input=True)


def _check_seen(declared: Property, argument: str, context: RequestContext) -> None:
    if declared.personal and not context.sees_personal:
        raise Forbidden(
            f"{argument}: {camel(declared.name)} is personal and can be used from the role reviewer on",
            argument=argument,
        )


@dataclass(frozen=True)
class _Reading:
    """Reads one where argument."""

    ontology: Ontology
    members: Mapping[str, Mapping[str, _Member]]
    context: RequestContext

    def all(self, where: Any, name: str, node_type: NodeType, path: str, depth: int) -> Filter:
        parts: list[Filter] = []
        for key, value in _given(where):
            at = f"{path}.{key}"
            if key in ("and", "or"):
                inner = tuple(self.all(part, name, node_type, f"{at}[{i}]", depth) for i, part in enumerate(value))
                parts.append(All(inner) if key == "and" else AnyOf(inner))
            elif key == "not":
                parts.append(Not(self.all(value, name, node_type, at, depth)))
            elif key == "id":
                parts += [Condition("id", "in" if op == "in" else "eq", v) for op, v in _given(value)]
            else:
                parts += self.member(self.members[name][key], value, node_type, at, depth)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def member(self, member: _Member, value: Any, node_type: NodeType, path: str, depth: int) -> Iterator[Filter]:
        if member.shape is not None:
            _check_seen(member.shape.property, path, self.context)
            for op, compared in _given(value):
                yield _condition(member.shape, op, compared, f"{path}.{op}")
        else:
            yield from self.related(member, value, node_type, path, depth)

    def related(self, member: _Member, value: Any, node_type: NodeType, path: str, depth: int) -> Iterator[Filter]:
        if depth == _DEEPEST:
            raise BadArgument(path, f"a filter may follow {_DEEPEST} relations one after the other, not more")
        assert member.edge_type
        edge, direction = member.edge_type.name, member.direction
        ends = other_types(self.ontology, node_type.name, edge, direction)
        given = dict(_given(value))
        exists = given.pop("exists", True)
        parts: list[Filter] = [] if given else [Related(edge, direction)]
        for key, inner in given.items():
            if key == "entity":
                where = self.all(inner, "EntityWhere", self.ontology.node_types[ends[0]], path, depth + 1)
                parts.append(Related(edge, direction, (), where))
                continue
            other = self.ontology.find_type(key)
            assert other
            if other.name not in ends:
                fields = ", ".join(self.ontology.node_types[end].field for end in ends)
                raise BadArgument(f"{path}.{key}", f"this relation leads to {fields} only")
            where = self.all(inner, f"{other.name}Where", other, f"{path}.{key}", depth + 1)
            parts.append(Related(edge, direction, (other.name,), where))
        yield All(tuple(parts)) if exists else Not(All(tuple(parts)))


def _given(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields of an input that were given, by their names in GraphQL."""
    for field in value.__strawberry_definition__.fields:
        given = getattr(value, field.python_name)
        if given is not strawberry.UNSET and given is not None:
            yield field.graphql_name, given


def _condition(shape: Shape, op: str, value: Any, path: str) -> Filter:
    declared = shape.property
    column = shape.columns[0]
    if op == "isNull":
        return Condition(column, "is_null", value)
    if declared.kind == "date":
        return _dated(column, op, value, path)
    if declared.kind == "enum":
        value = [code_of(v) for v in value] if op == "in" else code_of(value)
    elif declared.kind in ("uscc", "stock_code", "region_code") and op in ("eq", "ne", "in"):
        value = [_spelled(declared, v) for v in value] if op == "in" else _spelled(declared, value)
    store_op: Any = _STORE_OPS.get(op, op)
    return Condition(column, store_op, value)


def _spelled(declared: Property, text: str) -> str:
    """A code as it is kept, however it is spelled; what is no code stays, and finds nothing."""
    try:
        return str(KINDS[declared.kind].parse(declared, text, None))
    except kinds.ValueRefused:
        return text


def _dated(column: str, op: str, value: Any, path: str) -> Filter:
    """Dates compared by the days that are meant: all of 2014 for "2014"."""
    if op == "in":
        return AnyOf(tuple(_dated(column, "eq", one, path) for one in value))
    first, after = _span(value, path)
    match op:
        case "gte":
            return Condition(column, "gte", first)
        case "gt":
            return Condition(column, "gte", after)
        case "lt":
            return Condition(column, "lt", first)
        case "lte":
            return Condition(column, "lt", after)
    within = All((Condition(column, "gte", first), Condition(column, "lt", after)))
    return Not(within) if op == "ne" else within


def _span(text: str, path: str) -> tuple[date, date]:
    try:
        told: PartialDate = KINDS["date"].parse(_ANY_DATE, text, None)
    except kinds.ValueRefused as error:
        raise BadArgument(path, str(error)) from error
    day = told.day
    if told.precision == "day":
        return day, day + timedelta(days=1)
    if told.precision == "month":
        return day, date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day, date(day.year + 1, 1, 1)
