"""The fields of Query that follow from the ontology: getters and connections, and those about the data itself."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from typing import Any

import strawberry
from strawberry.scalars import JSON

from cypher.page import All, Condition, page
from graph_api.connections import AFTER, BEFORE, FIRST, LAST, EntityPages, paging
from graph_api.context import RequestContext
from graph_api.enums import Lang, both
from graph_api.errors import ApiError, BadArgument, Forbidden
from graph_api.fields import Info, argument, list_of, make_type, read_field, resolved_field
from graph_api.legend import legend
from graph_api.plan import HERE, NODES
from graph_api.provenance import source_fields
from graph_api.rows import EntityRow, Page
from graph_api.types import LANG, Types
from graph_api.values import parse
from ontology.consistency import camel
from ontology.model import NodeType

MOST_IDS = 1000


class NotUnique(ApiError):  # noqa: N818
    """NOT_UNIQUE: several entities answer to what a getter was given."""

    code = "NOT_UNIQUE"


def query_fields(types: Types) -> list[Any]:
    """Getter and connection of every node type, node, nodes, sources, counts, ontology."""
    fields = [_node(types), _nodes(types)]
    for node_type in types.ontology.node_types.values():
        fields += [_getter(types, node_type), _connection(types, node_type)]
    return [*fields, *source_fields(types.named["Source"]), _counts(types), _data_version(), _me(), _ontology(types)]


def _node(types: Types) -> Any:
    async def resolve(root: Any, info: Info, id: strawberry.ID) -> EntityRow | None:  # noqa: A002
        return await _by_id(types, info, id)

    text = "按标识取实体；被合并者得到现在的实体 · an entity by id; a merged id gives what it became"
    given = argument(strawberry.ID, "标识 · id")
    return resolved_field("node", resolve, types.named["Node"] | None, text, id=given)


def _nodes(types: Types) -> Any:
    async def resolve(root: Any, info: Info, ids: list[strawberry.ID]) -> list[EntityRow | None]:
        if len(ids) > MOST_IDS:
            raise BadArgument("ids", f"{len(ids)} are too many; give up to {MOST_IDS} at a time")
        now = [info.context.snapshot.redirect(str(i)) for i in ids]
        found = await types.plan.entities(info.context, info.raw, now)
        return [found.get(i) for i in now]

    given = argument(list[strawberry.ID], f"标识，至多 {MOST_IDS} 个 · ids, up to {MOST_IDS}")
    text = "按标识取多个实体，顺序相同 · entities by id, in the same order; null for unknown ids"
    return resolved_field("nodes", resolve, list_of(types.named["Node"] | None), text, ids=given)


async def _by_id(types: Types, info: Info, entity_id: str) -> EntityRow | None:
    now = info.context.snapshot.redirect(str(entity_id))
    found = await types.plan.entities(info.context, info.raw, [now])
    return found.get(now)


def _getter(types: Types, node_type: NodeType) -> Any:
    names = list(dict.fromkeys(["name", *(name for key in node_type.keys for name in key)]))
    given = {camel(name): node_type.properties[name] for name in names}

    async def resolve(root: Any, info: Info, **arguments: Any) -> EntityRow | None:
        asked = {name: value for name, value in arguments.items() if value is not None}
        entity_id = asked.pop("id", None)
        if entity_id is not None:
            if asked:
                raise BadArgument("id", "goes alone: the id says it all")
            found = await _by_id(types, info, entity_id)
            return found if found and found.type == node_type.name else None
        conditions = [_key(info.context, given[name], name, value) for name, value in asked.items()]
        if not conditions:
            raise BadArgument("id", f"give one of id, {', '.join(given)}")
        columns = types.plan.columns(info.context, info.raw, node_type.name, HERE)
        rows = await info.context.ask(_find, info.context, node_type, All(tuple(conditions)), columns)
        if len(rows) > 1:
            raise NotUnique(
                f"{', '.join(asked)}: several {node_type.plural.en} answer to this; ask {node_type.plural_field}"
                " with where, or give an id",
                ids=[row["id"] for row in rows],
            )
        return EntityRow(node_type.name, rows[0]["id"], rows[0]) if rows else None

    arguments = {"id": argument(strawberry.ID | None, "标识 · id")}
    arguments |= {name: argument(str | None, both(p.label)) for name, p in given.items()}
    text = f"按标识、代码或名称取一个{node_type.label.zh} · one {node_type.label.en} by id, code or name"
    return resolved_field(node_type.field, resolve, types.named[node_type.name] | None, text, **arguments)


def _key(context: RequestContext, declared: Any, name: str, value: str) -> Condition:
    if declared.personal and not context.sees_personal:
        raise Forbidden(f"{name}: is personal and can be used from the role reviewer on", argument=name)
    return Condition(declared.name, "eq", parse(declared, name, value))


def _find(context: RequestContext, node_type: NodeType, where: All, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    seconds = context.seconds_left()
    return page(context.store, node_type, where=where, limit=2, properties=columns, timeout=seconds)


def _connection(types: Types, node_type: NodeType) -> Any:
    filters, plan = types.filters, types.plan

    async def resolve(
        root: Any,
        info: Info,
        first: int = 20,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: Any = None,
        order_by: Any = None,
    ) -> Page:
        context = info.context
        count, cursor, name, backward = paging(first, after, last, before)
        columns = plan.columns(context, info.raw, node_type.name, NODES)
        pages = EntityPages(
            node_type,
            filters.read(where, node_type, context),
            filters.read_order(order_by, node_type, context),
            columns,
        )
        return await context.ask(pages.read, context, count, cursor, name, backward)

    label = node_type.plural
    where = argument(filters.where(node_type) | None, f"筛选 · filter of {label.en}")
    order = argument(
        list_of(filters.orders[node_type.name]) | None,
        "排序，最后按标识；未知值在最后 · order, then by id; unknown values last",
    )
    text = f"{label.zh} · {label.en}"
    paged = {"first": FIRST, "after": AFTER, "last": LAST, "before": BEFORE}
    returns = types.named[f"{node_type.name}Connection"]
    return resolved_field(node_type.plural_field, resolve, returns, text, **paged, where=where, order_by=order)


def _counts(types: Types) -> Any:
    ontology = types.ontology

    def label(root: tuple[str, int], info: Info, lang: Lang = Lang.ZH) -> str:
        declared = ontology.node_types.get(root[0]) or ontology.edge_types[root[0]]
        return declared.label.en if lang is Lang.EN else declared.label.zh

    counted = make_type(
        "TypeCount",
        [
            read_field("type", str, "类型 · type", lambda c, _: c[0]),
            resolved_field("label", label, str, "名称 · the type in words", lang=LANG),
            read_field("count", int, "数目 · how many", lambda c, _: c[1]),
            read_field(
                "isRelation",
                bool,
                "是否关系 · whether it is a type of relation",
                lambda c, _: c[0] in ontology.edge_types,
            ),
        ],
        "一个类型的数目 · how many there are of a type",
    )

    async def resolve(root: Any, info: Info) -> list[tuple[str, int]]:
        counts = await info.context.ask(info.context.store.counts)
        return list(counts.items())

    return resolved_field("counts", resolve, list_of(counted), "各类型的数目 · how many there are of each type")


def _data_version() -> Any:
    return read_field(
        "dataVersion", str, "数据版本 · data version, to cite", lambda _, info: info.context.snapshot.data_version
    )


def _me() -> Any:
    asking = make_type(
        "Me",
        [
            read_field("name", str, "密钥的名字 · the key's name; anonymous without one", lambda actor, _: actor.name),
            read_field("role", str, "角色 · viewer, analyst, reviewer or admin", lambda actor, _: actor.role),
        ],
        "谁在问 · who asks",
    )
    return read_field(
        "me", asking, "谁在问、能做什么 · who asks, and by which role", lambda _, info: info.context.actor
    )


def _ontology(types: Types) -> Any:
    made = legend(types.ontology)
    text = "本体图例：类型、属性、代码及其名称和颜色 · the ontology's legend: types, properties, codes, labels, colours"
    return read_field("ontology", JSON, text, lambda _, _info: made)
