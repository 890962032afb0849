"""GraphQL types made from the ontology: interfaces, a type for every node type, connections, relations.

Adding a node type is one YAML file: its type, filter, order, connection and relation fields follow from it.
"""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry.scalars import JSON

from cypher import traverse
from cypher.page import Direction as Way
from graph_api.connections import (
    AFTER,
    BEFORE,
    FIRST,
    LAST,
    check_first,
    make_connection,
    make_page_info,
)
from graph_api.enums import Direction, Enums, Lang, both, code_of, enums
from graph_api.evidence import EvidenceRow, evidence_of, make_evidence, make_source, sources_of
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.filters import Filters, relation_ends
from graph_api.merges import MERGED, make_merge, merged_from
from graph_api.plan import Plan, batch
from graph_api.provenance import CONFLICTS, conflicts_of, make_conflict, source_version_fields
from graph_api.relations import plain_properties, relation_counts, relation_totals, relations_asked
from graph_api.rows import Edge, EntityRow, Page, RelationRow
from graph_api.values import Shape, shape
from ontology.consistency import camel
from ontology.model import EdgeType, Label, NodeType, Ontology
from records.record import Source

LANG = argument(Lang, "语言 · language")
_COMMON = frozenset({"valid_from", "valid_to", "confidence", "state"})
_SAID = argument(int, "至多几条 · at most so many")


class Types:
    """The types of one ontology. ``named``: all of them by name, while they are made and after."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.enums: Enums = enums(ontology)
        self.shapes = {
            t.name: [shape(p, self.enums) for p in t.properties.values()] for t in ontology.node_types.values()
        }
        self.edge_shapes = {
            t.name: [shape(p, self.enums) for p in t.properties.values() if p.name not in _COMMON]
            for t in ontology.edge_types.values()
        }
        self.plan = Plan({name: _columns(shapes) for name, shapes in self.shapes.items()})
        self.filters = Filters(ontology, self.enums, self.shapes)
        self.named: dict[str, Any] = {}
        self._make()

    def entity(self, name: str) -> Any:
        return self.named[name]

    def _make(self) -> None:
        named = self.named
        named["Source"] = make_source(source_version_fields())
        named["Evidence"] = make_evidence(self.plan, named["Source"], named)
        named["Conflict"] = make_conflict(named["Source"])
        named["Merge"] = make_merge(named["Source"])
        named["PageInfo"] = make_page_info()
        named["RelationCount"] = self._relation_count()
        named["Relation"] = make_type(
            "Relation", self._relation_fields(), "一条关系及其属性和证据 · a relation with its properties and evidence"
        )
        named["SubgraphRelation"] = make_type(
            "SubgraphRelation", self._subgraph_relation_fields(), "一条关系及其两端 · a relation with both ends"
        )
        named["RelationConnection"] = make_connection(
            "Relation",
            "Entity",
            named["PageInfo"],
            "一页关系 · a page of relations",
            named,
            self._relation_edge_fields(),
            self._relations_total(),
        )
        self._make_entities()

    def _make_entities(self) -> None:
        named = self.named
        identity = attribute_field("id", strawberry.ID, "标识，永不改变 · id, never dies")
        resolve = {"resolve_type": staticmethod(lambda row, _info, _type: row.type)}
        named["Node"] = make_type("Node", [identity], "有标识者 · whatever has an id", is_interface=True, more=resolve)
        named["Entity"] = make_type(
            "Entity",
            [*self._entity_fields(), *self._common_fields()],
            "实体 · an entity of any type",
            bases=(named["Node"],),
            is_interface=True,
            more=resolve,
        )
        for node_type in self.ontology.node_types.values():
            named[node_type.name] = make_type(
                node_type.name,
                [*self._property_fields(node_type), *self._relation_end_fields(node_type)],
                both(node_type.description),
                bases=(named["Entity"],),
                # All rows that reach a type are of it: nothing is to be asked.
                more={"is_type_of": staticmethod(lambda _row, _info: True)},
            )
            named[f"{node_type.name}Connection"] = make_connection(
                node_type.name, named[node_type.name], named["PageInfo"], _page_of(node_type.plural)
            )

    # Entities

    def _entity_fields(self) -> list[Any]:
        ontology, member = self.ontology, self.enums.node_types.members

        def type_label(root: EntityRow, info: Info, lang: Lang = Lang.ZH) -> str:
            return _in(ontology.node_types[root.type].label, lang)

        def sources(root: EntityRow, info: Info) -> list[Source]:
            return sources_of(info.context, root.values["source_ids"])

        async def evidence(
            root: EntityRow, info: Info, property_: str | None = None, first: int = 20
        ) -> list[EvidenceRow]:
            declared = ontology.node_types[root.type].properties
            return await evidence_of(info.context, root.id, declared, check_first("first", first), property_)

        async def conflicts(root: EntityRow, info: Info) -> Any:
            return await conflicts_of(info.context, root.id, ontology.node_types[root.type].properties)

        async def merged(root: EntityRow, info: Info) -> Any:
            return await merged_from(info.context, root.id, ontology.node_types[root.type])

        of = argument(
            str | None, "只要说到此属性的（如 registeredCapital） · only what tells this property", "property"
        )
        return [
            read_field("type", self.enums.node_types.type, "类型 · type", lambda row, _: member[row.type]),
            resolved_field("typeLabel", type_label, str, "类型名称 · the type in words", lang=LANG),
            resolved_field("sources", sources, list_of(self.named["Source"]), "来源 · who says that it exists"),
            resolved_field(
                "evidence",
                evidence,
                list_of(self.named["Evidence"]),
                "证据 · what is said of it, and where",
                property_=of,
                first=_SAID,
            ),
            resolved_field("conflicts", conflicts, list_of(self.named["Conflict"]), CONFLICTS),
            resolved_field("mergedFrom", merged, list_of(self.named["Merge"]), MERGED),
            self._relation_counts_field(),
            self._relations_field(),
        ]

    def _common_fields(self) -> Iterator[Any]:
        some_type = next(iter(self.shapes.values()))
        common = ("name", "aliases", "region_code", "note")
        return (_property_field(s) for s in some_type if s.property.name in common)

    def _property_fields(self, node_type: NodeType) -> Iterator[Any]:
        return (_property_field(s) for s in self.shapes[node_type.name])

    # Relations

    def _relation_end_fields(self, node_type: NodeType) -> Iterator[Any]:
        for edge_type, direction, name in relation_ends(self.ontology, node_type):
            yield self._relation_end_field(edge_type, direction, name)

    def _relation_end_field(self, edge_type: EdgeType, direction: Way, name: str) -> Any:
        plan, edge_types = self.plan, (edge_type.name,)

        async def resolve(
            root: EntityRow,
            info: Info,
            first: int = 20,
            after: str | None = None,
            last: int | None = None,
            before: str | None = None,
            types: list[Any] | None = None,
        ) -> Page:
            asked = relations_asked(edge_types, direction, types, first, after, last, before)
            return await plan.relations(info.context, info.raw, root, asked)

        label = edge_type.label if direction == "out" else edge_type.reverse_label
        text = f"{both(label)} ({edge_type.name}): {both(edge_type.description)}"
        return resolved_field(name, resolve, self.named["RelationConnection"], text, **self._paging())

    def _relations_field(self) -> Any:
        plan = self.plan

        async def resolve(
            root: EntityRow,
            info: Info,
            relation: Any = None,
            direction: Direction | None = None,
            first: int = 20,
            after: str | None = None,
            last: int | None = None,
            before: str | None = None,
            types: list[Any] | None = None,
        ) -> Page:
            edge_types = (code_of(relation),) if relation else ()
            way: Any = direction.value if direction else None
            asked = relations_asked(edge_types, way, types, first, after, last, before)
            return await plan.relations(info.context, info.raw, root, asked)

        only = argument(self.enums.edge_types.type | None, "只要此类关系 · only relations of this type")
        way = argument(Direction | None, "只要此方向 · only in this direction")
        text = "各类关系 · relations of all types"
        connection = self.named["RelationConnection"]
        return resolved_field("relations", resolve, connection, text, relation=only, direction=way, **self._paging())

    def _paging(self) -> dict[str, Any]:
        types = argument(list_of(self.enums.node_types.type) | None, "对方的类型 · types of the other end")
        return {"first": FIRST, "after": AFTER, "last": LAST, "before": BEFORE, "types": types}

    def _relations_total(self) -> Any:
        async def total(root: Page, info: Info) -> int:
            (parent_type, parent_id), asked = root.source
            context = info.context

            async def load(ids: list[str]) -> list[int]:
                return await context.ask(relation_totals, context, ids, parent_type, asked)

            key = ("total", parent_type, asked.edge_types, asked.direction, asked.types)
            return int(await batch(context, key, load).load(parent_id))

        return total

    def _relation_counts_field(self) -> Any:
        async def resolve(root: EntityRow, info: Info) -> list[traverse.RelationCount]:
            context, parent_type = info.context, root.type

            async def load(ids: list[str]) -> list[list[traverse.RelationCount]]:
                return await context.ask(relation_counts, context, ids, parent_type)

            counts: list[traverse.RelationCount] = await batch(context, ("counts", parent_type), load).load(root.id)
            return counts

        text = "各类关系的数目 · how many relations of each type and direction"
        return resolved_field("relationCounts", resolve, list_of(self.named["RelationCount"]), text)

    def _relation_count(self) -> Any:
        ontology, members, ways = self.ontology, self.enums.edge_types.members, _WAYS

        def label(root: traverse.RelationCount, info: Info, lang: Lang = Lang.ZH) -> str:
            return _reading(ontology.edge_types[root.edge_type], root.direction, lang)

        return make_type(
            "RelationCount",
            [
                read_field(
                    "relation",
                    self.enums.edge_types.type,
                    "关系类型 · type of relation",
                    lambda c, _: members[c.edge_type],
                ),
                read_field("direction", Direction, "方向 · direction", lambda c, _: ways[c.direction]),
                resolved_field("label", label, str, "此方向的名称 · how it reads in this direction", lang=LANG),
                attribute_field("count", int, "数目 · how many"),
            ],
            "一类关系的数目 · how many relations of one type and direction",
        )

    def _relation_edge_fields(self) -> list[Any]:
        ontology, ways = self.ontology, _WAYS

        def label(root: Edge, info: Info, lang: Lang = Lang.ZH) -> str:
            assert root.relation
            return _reading(ontology.edge_types[root.relation.type], root.direction, lang)

        return [
            attribute_field("relation", self.named["Relation"], "关系 · the relation"),
            read_field(
                "direction", Direction, "方向 · direction, seen from the parent", lambda e, _: ways[e.direction]
            ),
            resolved_field("label", label, str, "由此看去的名称 · how it reads from the parent", lang=LANG),
        ]

    def _relation_fields(self) -> list[Any]:
        ontology, members = self.ontology, self.enums.edge_types.members
        states, shapes = self.enums.codelists["ReviewState"], self.edge_shapes

        def label(root: RelationRow, info: Info, lang: Lang = Lang.ZH) -> str:
            return _in(ontology.edge_types[root.type].label, lang)

        def properties(root: RelationRow, info: Info) -> Any:
            return plain_properties(root, shapes[root.type], info.context)

        def sources(root: RelationRow, info: Info) -> list[Source]:
            return sources_of(info.context, root.values.get("source_ids"))

        async def evidence(root: RelationRow, info: Info, first: int = 20) -> list[EvidenceRow]:
            declared = ontology.edge_types[root.type].properties
            return await evidence_of(info.context, root.id, declared, check_first("first", first))

        async def conflicts(root: RelationRow, info: Info) -> Any:
            return await conflicts_of(info.context, root.id, ontology.edge_types[root.type].properties)

        def value(column: str) -> Any:
            return lambda row, _info: row.values.get(column)

        return [
            attribute_field("id", strawberry.ID, "标识 · id"),
            read_field("type", self.enums.edge_types.type, "关系类型 · type of relation", lambda r, _: members[r.type]),
            resolved_field("label", label, str, "关系名称 · the relation in words, from head to tail", lang=LANG),
            read_field("validFrom", date | None, "自此日起（含） · it holds from this day on", value("valid_from")),
            read_field("validTo", date | None, "至此日止（不含） · it no longer holds on this day", value("valid_to")),
            read_field("confidence", float | None, "置信度 · confidence, 0 to 1", value("confidence")),
            read_field(
                "state",
                states.type | None,
                "审核状态 · review state",
                lambda r, _: states.member(r.values.get("state")),
            ),
            resolved_field(
                "properties", properties, JSON, "自身的属性 · its own properties, by their names in camelCase"
            ),
            resolved_field("sources", sources, list_of(self.named["Source"]), "来源 · who says so"),
            resolved_field(
                "evidence",
                evidence,
                list_of(self.named["Evidence"]),
                "证据 · what is said of it, and where",
                first=_SAID,
            ),
            resolved_field("conflicts", conflicts, list_of(self.named["Conflict"]), CONFLICTS),
        ]

    def _subgraph_relation_fields(self) -> list[Any]:
        plan = self.plan

        async def head(root: RelationRow, info: Info) -> EntityRow:
            found: EntityRow = await plan.entity(info.context, info.raw, root.from_id)
            return found

        async def tail(root: RelationRow, info: Info) -> EntityRow:
            found: EntityRow = await plan.entity(info.context, info.raw, root.to_id)
            return found

        return [
            *self._relation_fields(),
            attribute_field("fromId", strawberry.ID, "头端的标识 · id of the head", "from_id"),
            attribute_field("toId", strawberry.ID, "尾端的标识 · id of the tail", "to_id"),
            resolved_field("from", head, "Entity", "头端 · head", self.named),
            resolved_field("to", tail, "Entity", "尾端 · tail", self.named),
        ]


_WAYS: Mapping[str, Direction] = {"out": Direction.OUT, "in": Direction.IN}


def _columns(shapes: Sequence[Shape]) -> dict[str, tuple[str, ...]]:
    return {camel(s.property.name): s.columns for s in shapes} | {"sources": ("source_ids",)}


def _property_field(shape: Shape) -> Any:
    declared, read = shape.property, shape.read
    text = both(declared.label)
    if declared.description:
        text = f"{text}: {both(declared.description)}"
    if declared.unit:
        text = f"{text} [{declared.unit}]"
    if not declared.personal:
        return read_field(camel(declared.name), shape.annotation, text, lambda row, _: read(row.values))

    def masked(row: EntityRow, info: Any) -> Any:
        return read(row.values) if info.context.sees_personal else None

    text += "；个人信息，reviewer 以上可见 · personal: null below the role reviewer"
    return read_field(camel(declared.name), shape.annotation, text, masked)


def _page_of(label: Label) -> str:
    return f"一页{label.zh} · a page of {label.en}"


def _in(label: Label, lang: Lang) -> str:
    return label.en if lang is Lang.EN else label.zh


def _reading(edge_type: EdgeType, direction: str, lang: Lang) -> str:
    return _in(edge_type.label if direction == "out" else edge_type.reverse_label, lang)
