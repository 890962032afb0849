"""Who is around whom over GraphQL: ranked neighbourhoods, what connects several entities, common neighbours, similar
entities. Thin over analysis.neighbours and analysis.between."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from datetime import date
from typing import Any

import strawberry

from analysis import between, neighbours
from analysis.projection import Projection
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import computed, label_field, result_fields
from graph_api.ledger import entities_field, entity_field
from graph_api.relationships import node_types
from graph_api.types import Types
from graph_api.walks import (
    Subgraph,
    along,
    check,
    codes,
    day_of,
    hops_argument,
    relations_of,
    told_subgraph,
    walk,
    walk_arguments,
)
from ontology.model import Label

_MOST_SHOWN = 100
_FACTORS = {
    "structure": Label("共同的邻居", "common neighbours"),
    "industry": Label("同一行业", "same industry"),
    "size": Label("规模相近", "like size"),
}


def neighbour_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    return [
        _neighborhood(types, shared),
        _between_all(types, shared),
        _common_neighbors(types, shared),
        _similar(types, shared),
    ]


def _neighborhood(types: Types, shared: dict[str, Any]) -> Any:
    left_out = make_type(
        "LeftOut",
        [
            read_field(
                "type",
                types.enums.node_types.type,
                "类型 · type",
                lambda pair, _: types.enums.node_types.members[pair[0]],
            ),
            read_field("count", int, "个数 · how many", lambda pair, _: pair[1]),
        ],
        "未给出的实体 · entities that were left out",
    )
    ranked = make_type(
        "RankedEntity",
        [
            entity_field(types, "entity", "实体 · entity", lambda one: one.id),
            attribute_field("relevance", float, "相关程度，起点为 1 · relevance; of the start 1"),
            attribute_field("hops", int, "几步可到 · fewest steps to it"),
        ],
        "邻域中的实体及其相关程度 · an entity of a neighbourhood and how relevant it is",
    )
    subgraph = make_type(
        "Subgraph",
        [
            *result_fields(shared),
            *_part_fields(types),
            read_field(
                "ranked", list_of(ranked), "每个实体的相关程度 · how relevant each is", lambda s, _: s.found.nodes
            ),
            read_field(
                "leftOut",
                list_of(left_out),
                "还有多少未给出，按类型 · how many more there are, by type",
                lambda s, _: sorted(s.found.left_out.items()),
            ),
            read_field(
                "truncated",
                bool,
                "是否超出上限 · whether there was more than the limit allowed",
                lambda s, _: s.found.truncated or bool(s.found.left_out),
            ),
        ],
        "图的一部分 · a part of the graph",
    )

    async def resolve(
        root: Any,
        info: Info,
        id_: strawberry.ID,
        depth: int = 1,
        limit: int = 100,
        relations: list[Any] | None = None,
        types_: list[Any] | None = None,
        **given: Any,
    ) -> Subgraph:
        check("depth", depth, 0, neighbours.MOST_DEPTH)
        check("limit", limit, 1, neighbours.MOST_NODES)
        start = info.context.snapshot.redirect(str(id_))
        day, chosen = walk({**given, "via": relations})
        asked = codes(types_)

        def find(graph: Projection) -> Any:
            if graph.index_of(start) is None:
                return neighbours.Neighbourhood(graph.data_version, 0, None, (), (), (), {}, False)
            return neighbours.neighbourhood(graph, start, depth=depth, limit=limit, types=asked, **chosen)

        found = await computed(info, find)
        return await told_subgraph(types, info, found, [one.id for one in found.nodes], day)

    arguments = walk_arguments(types)
    del arguments["via"]
    return resolved_field(
        "neighborhood",
        resolve,
        subgraph,
        "邻域：最相关的实体在前，及其间的关系 · neighbourhood: the most relevant entities first, and all relations "
        "between them",
        id_=argument(strawberry.ID, "起点 · start", "id"),
        depth=argument(int, f"几步，至多 {neighbours.MOST_DEPTH} · steps, up to {neighbours.MOST_DEPTH}"),
        limit=argument(
            int,
            f"至多几个实体，不超过 {neighbours.MOST_NODES} · at most so many entities, up to {neighbours.MOST_NODES}",
        ),
        relations=along(types, "relations"),
        types_=node_types(types),
        **arguments,
    )


def _between_all(types: Types, shared: dict[str, Any]) -> Any:
    returns = make_type(
        "ConnectingSubgraph",
        [
            *result_fields(shared),
            *_part_fields(types),
            attribute_field("parts", int, "分成几块，1 为全部相连 · in how many pieces; 1 where all are connected"),
            attribute_field("truncated", bool, "搜索是否未尽 · whether the search was cut short"),
        ],
        "把若干实体连起来的最小部分 · the smallest part of the graph that connects some entities",
    )

    async def resolve(root: Any, info: Info, ids: list[strawberry.ID], max_hops: int = 6, **given: Any) -> Subgraph:
        now = [info.context.snapshot.redirect(str(i)) for i in ids]
        day, chosen = walk(given)
        found = await computed(info, lambda graph: between.between_all(graph, now, max_hops=max_hops, **chosen))
        return await told_subgraph(types, info, found, found.nodes, day)

    return resolved_field(
        "betweenAll",
        resolve,
        returns,
        "这些实体之间是怎样相连的：最小的连通部分 · how these entities are connected: the smallest part that "
        "joins them",
        ids=argument(list[strawberry.ID], f"2 至 {between.MOST_ENDS} 个实体 · 2 to {between.MOST_ENDS} entities"),
        max_hops=hops_argument(),
        **walk_arguments(types),
    )


def _part_fields(types: Types) -> list[Any]:
    return [
        attribute_field("nodes", list_of(types.named["Entity"]), "实体 · entities"),
        resolved_field(
            "relations",
            relations_of,
            list_of(types.named["SubgraphRelation"]),
            "其间的关系 · relations between them",
        ),
    ]


def _common_neighbors(types: Types, shared: dict[str, Any]) -> Any:
    common = make_type(
        "CommonNeighbor",
        [
            entity_field(types, "entity", "共同的邻居 · the neighbour", lambda one: one.id),
            entities_field(types, "of", "与其中哪些相连 · which of those asked for it is tied to", lambda one: one.of),
            attribute_field("weight", float, "1/ln 度数，越稀有越高 · 1 / ln degree; the rarer the higher"),
        ],
        "共同的邻居 · a common neighbour",
    )
    returns = make_type(
        "CommonNeighbors",
        [
            *result_fields(shared),
            attribute_field("neighbors", list_of(common), "共有者多的在前 · most shared first", "neighbours"),
        ],
        "若干实体共同的邻居 · what some entities are both tied to",
    )

    async def resolve(
        root: Any,
        info: Info,
        ids: list[strawberry.ID],
        via: list[Any] | None = None,
        as_of: date | None = None,
        include_ended: bool = False,
        first: int = 50,
    ) -> Any:
        check("first", first, 1, _MOST_SHOWN)
        now = tuple(info.context.snapshot.redirect(str(i)) for i in ids)
        day = day_of(as_of, include_ended)
        return await computed(
            info,
            lambda graph: neighbours.common_neighbours(graph, now, edge_types=codes(via), as_of=day, most=first),
        )

    arguments = walk_arguments(types)
    del arguments["max_degree"]
    return resolved_field(
        "commonNeighbors",
        resolve,
        returns,
        "共同的邻居：同一高管、同一园区、同一供应商 · what several are tied to: an officer, a park, a supplier",
        ids=argument(list[strawberry.ID], "至少两个实体 · two entities at least"),
        first=argument(int, "至多几个 · at most so many"),
        **arguments,
    )


def _similar(types: Types, shared: dict[str, Any]) -> Any:
    factor = make_type(
        "SimilarityFactor",
        [
            read_field("name", str, "因素：structure、industry、size · factor", lambda pair, _: pair[0]),
            label_field("因素名称 · the factor in words", lambda pair: _FACTORS[pair[0]]),
            read_field("value", float | None, "0 至 1，未知为空 · 0 to 1; null where unknown", lambda pair, _: pair[1]),
            read_field("weight", float, "权重 · weight", lambda pair, _: neighbours.WEIGHTS[pair[0]]),
        ],
        "相似的一个因素 · a factor of likeness",
    )
    one = make_type(
        "SimilarEntity",
        [
            entity_field(types, "entity", "相似的实体 · entity", lambda found: found.id),
            attribute_field("score", float, "已知因素的加权平均 · weighted mean of what is known, 0 to 1"),
            read_field("factors", list_of(factor), "各因素 · factors", lambda found, _: list(found.factors.items())),
        ],
        "相似的实体 · an entity like it",
    )
    returns = make_type(
        "SimilarEntities",
        [*result_fields(shared), attribute_field("entities", list_of(one), "最相似的在前 · the likest first")],
        "相似的实体 · entities like one",
    )

    async def resolve(root: Any, info: Info, id_: strawberry.ID, first: int = 20) -> Any:
        check("first", first, 1, _MOST_SHOWN)
        now = info.context.snapshot.redirect(str(id_))
        return await computed(info, lambda graph: neighbours.similar(graph, now, most=first))

    return resolved_field(
        "similar",
        resolve,
        returns,
        "相似的实体：共同的邻居、行业、规模 · entities of its type like it, by common neighbours, industry and size",
        id_=argument(strawberry.ID, "实体的标识 · id of the entity", "id"),
        first=argument(int, "至多几个 · at most so many"),
    )
