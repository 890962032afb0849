"""Cluster analysis: communities, PageRank, location statistics. Thin over the room analysis, which computes
on the snapshot in a thread and remembers what it computed for a data version and its arguments."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Sequence
from datetime import date
from typing import Any

import strawberry

from analysis.centrality import Ranked, pagerank
from analysis.communities import Communities, Community, communities
from analysis.layout import MOST_NODES, CommunityNetwork, PlacedEdge, PlacedNode, community_network
from graph_api.chains import chain_fields
from graph_api.connections import check_first
from graph_api.control import control_fields
from graph_api.enums import code_of
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.guarantees import guarantee_fields
from graph_api.indicators import (
    AS_OF,
    FIRST_OR_ALL,
    computed,
    label_field,
    location_fields,
    result_fields,
    shared_types,
)
from graph_api.interlocks import interlock_fields
from graph_api.ledger import entities, ledger_fields, place_type
from graph_api.neighbours import neighbour_fields
from graph_api.owners import ownership_fields
from graph_api.paths import path_fields
from graph_api.pipeline import pipeline_fields
from graph_api.rows import EntityRow
from graph_api.statistics import statistics_fields
from graph_api.timeline import timeline_fields
from graph_api.types import Types
from ontology.model import Label

_RESOLUTION = argument(float, "分辨率，越高社群越小 · resolution; higher for smaller communities")
_SEED = argument(int, "随机种子，同种子同结果 · seed; the same gives the same")
_MIN_SIZE = argument(int, "最小规模 · smallest size that is listed")


def cluster_fields(types: Types) -> list[Any]:
    shared = shared_types() | {"place": place_type()}
    return [
        _communities(types, shared),
        _community_network(types, shared),
        _pagerank(types),
        *location_fields(types, shared),
        *statistics_fields(types, shared),
        *ledger_fields(types, shared),
        *chain_fields(types, shared),
        *pipeline_fields(types, shared),
        *ownership_fields(types, shared),
        *path_fields(types, shared),
        *neighbour_fields(types, shared),
        *guarantee_fields(types, shared),
        *control_fields(types, shared),
        *interlock_fields(types, shared),
        *timeline_fields(types, shared),
    ]


def _chosen(relations: Sequence[Any] | None, types: Sequence[Any] | None) -> dict[str, Any]:
    return {
        "edge_types": tuple(code_of(r) for r in relations) if relations else None,
        "node_types": tuple(code_of(t) for t in types) if types else None,
    }


def _selection(types: Types) -> dict[str, Any]:
    return {
        "relations": argument(
            list_of(types.enums.edge_types.type) | None,
            "依据的关系 · relations that count as ties",
        ),
        "types_": argument(list_of(types.enums.node_types.type) | None, "实体类型 · types of entities", "types"),
        "as_of": AS_OF,
    }


def _communities(types: Types, shared: dict[str, Any]) -> Any:
    async def members(root: Community, info: Info, first: int = 20) -> list[EntityRow]:
        return await entities(types, info, root.members[: check_first("first", first)])

    async def anchors(root: Community, info: Info) -> list[EntityRow]:
        return await entities(types, info, [a.id for a in root.anchors])

    entity_list, parts = list_of(types.named["Entity"]), list_of(shared["part"])
    community = make_type(
        "Community",
        [
            attribute_field("id", strawberry.ID, "编号，c1 最大 · c1 is the largest"),
            label_field("名称 · name", lambda c: c.label),
            attribute_field("size", int, "成员数 · how many members"),
            resolved_field(
                "members",
                members,
                entity_list,
                "成员，中心者在前 · members, the most central first",
                first=argument(int, "至多几个 · at most so many"),
            ),
            resolved_field(
                "anchors", anchors, entity_list, "核心成员，不含个人 · most central members but for persons"
            ),
            attribute_field("industries", parts, "主要行业 · main industries"),
            attribute_field("regions", parts, "主要地区 · main regions"),
            attribute_field("tiesInside", int, "内部关系数 · ties between members", "ties_inside"),
            attribute_field("tiesOutside", int, "对外关系数 · ties to others", "ties_outside"),
        ],
        "社群：内部关系多于随机预期的一组实体 · a group with more ties inside than chance would give",
    )
    result = make_type(
        "CommunityResult",
        [
            *result_fields(shared),
            attribute_field("modularity", float | None, "模块度 · modularity"),
            attribute_field("total", int, "社群总数，不论大小 · communities of any size"),
            attribute_field("communities", list_of(community), "社群，大者在前 · communities, the largest first"),
        ],
        "社群划分（Leiden） · communities by the Leiden algorithm",
    )

    async def resolve(
        root: Any,
        info: Info,
        relations: list[Any] | None = None,
        types_: list[Any] | None = None,
        as_of: date | None = None,
        resolution: float = 1.0,
        seed: int = 1,
        min_size: int = 3,
        first: int | None = None,
    ) -> Communities:
        found: Communities = await computed(
            info,
            communities,
            **_chosen(relations, types_),
            as_of=as_of,
            resolution=resolution,
            seed=seed,
            min_size=min_size,
            first=check_first("first", 100 if first is None else first),
        )
        return found

    return resolved_field(
        "communities",
        resolve,
        result,
        "关系网络中的社群 · communities of the network of relations",
        **_selection(types),
        resolution=_RESOLUTION,
        seed=_SEED,
        min_size=_MIN_SIZE,
        first=FIRST_OR_ALL,
    )


def _community_network(types: Types, shared: dict[str, Any]) -> Any:
    ontology, members = types.ontology, types.enums.edge_types.members

    async def entity(root: PlacedNode, info: Info) -> EntityRow:
        found: EntityRow = await types.plan.entity(info.context, info.raw, root.id)
        return found

    node = make_type(
        "NetworkNode",
        [
            resolved_field("entity", entity, types.named["Entity"], "实体 · entity"),
            attribute_field("community", strawberry.ID, "所属社群 · its community"),
            attribute_field("pagerank", float, "PageRank · PageRank"),
            attribute_field("x", float, "横坐标，-1 到 1 · from -1 to 1"),
            attribute_field("y", float, "纵坐标，-1 到 1 · from -1 to 1"),
        ],
        "网络图中的一点 · an entity and its place in the picture",
    )
    relation = make_type(
        "NetworkRelation",
        [
            attribute_field("id", strawberry.ID, "标识 · id"),
            read_field(
                "type", types.enums.edge_types.type, "关系类型 · type of relation", lambda e, _: members[e.type]
            ),
            label_field("关系名称 · the relation in words", lambda e: _edge_label(ontology, e)),
            attribute_field("fromId", strawberry.ID, "头端的标识 · id of the head", "from_id"),
            attribute_field("toId", strawberry.ID, "尾端的标识 · id of the tail", "to_id"),
        ],
        "网络图中的一条线 · a relation in the picture",
    )
    network = make_type(
        "CommunityNetwork",
        [
            *result_fields(shared),
            attribute_field("nodes", list_of(node), "点 · entities"),
            attribute_field("relations", list_of(relation), "线 · relations", "edges"),
            attribute_field("total", int, "有社群的实体总数 · entities with a community, drawn or not"),
            attribute_field("modularity", float | None, "模块度 · modularity"),
        ],
        "社群网络图 · communities as a picture",
    )

    async def resolve(
        root: Any,
        info: Info,
        relations: list[Any] | None = None,
        types_: list[Any] | None = None,
        as_of: date | None = None,
        resolution: float = 1.0,
        seed: int = 1,
        min_size: int = 3,
        limit: int = 500,
    ) -> CommunityNetwork:
        found: CommunityNetwork = await computed(
            info,
            community_network,
            **_chosen(relations, types_),
            as_of=as_of,
            resolution=resolution,
            seed=seed,
            min_size=min_size,
            limit=limit,
        )
        return found

    return resolved_field(
        "communityNetwork",
        resolve,
        network,
        "社群网络图：最大的社群及其核心成员的位置 · a picture of the largest communities",
        **_selection(types),
        resolution=_RESOLUTION,
        seed=_SEED,
        min_size=_MIN_SIZE,
        limit=argument(int, f"至多几个实体，不超过 {MOST_NODES} · at most so many entities, up to {MOST_NODES}"),
    )


def _edge_label(ontology: Any, edge: PlacedEdge) -> Label:
    label: Label = ontology.edge_types[edge.type].label
    return label


def _pagerank(types: Types) -> Any:
    async def entity(root: Ranked, info: Info) -> EntityRow:
        found: EntityRow = await types.plan.entity(info.context, info.raw, root.id)
        return found

    ranked = make_type(
        "Ranked",
        [
            resolved_field("entity", entity, types.named["Entity"], "实体 · entity"),
            attribute_field("score", float, "得分 · score"),
            attribute_field("rank", int, "名次 · rank; 1 is the greatest"),
        ],
        "排名中的一个 · one of a ranking",
    )

    async def resolve(
        root: Any,
        info: Info,
        relations: list[Any] | None = None,
        types_: list[Any] | None = None,
        as_of: date | None = None,
        damping: float = 0.85,
        first: int = 20,
    ) -> list[Ranked]:
        found = await computed(
            info,
            pagerank,
            **_chosen(relations, types_),
            as_of=as_of,
            damping=damping,
            first=check_first("first", first),
        )
        return list(found.entries)

    return resolved_field(
        "pagerank",
        resolve,
        list_of(ranked),
        "PageRank 排名 · entities by PageRank",
        **_selection(types),
        damping=argument(float, "阻尼系数 · damping"),
        first=argument(int, "至多几个 · at most so many"),
    )
