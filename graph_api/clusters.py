"""Cluster analysis: communities, PageRank, location statistics. Thin over the room analysis, which computes
on the snapshot in a thread and remembers what it computed for a data version and its arguments."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

import asyncio
import enum
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import strawberry
from strawberry.scalars import JSON

from analysis.centrality import Ranked, pagerank
from analysis.communities import Communities, Community, communities
from analysis.indicator import WEIGHTS, Indicator, Notice
from analysis.layout import MOST_NODES, CommunityNetwork, PlacedEdge, PlacedNode, community_network
from analysis.location import IndicatorTable, Row, hhi, location_quotient
from analysis.projection import Projection
from graph_api.connections import check_first
from graph_api.enums import Lang, both, code_of, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.rows import EntityRow
from graph_api.types import LANG, Types
from ontology.consistency import camel
from ontology.model import Label

_WEIGHT_TEXT = {
    "count": "企业数 · number of enterprises",
    "employees": "从业人数 · employees",
    "capital": "注册资本 · registered capital",
    "revenue": "营业收入 · revenue",
}
_WEIGHT = make("Weight", "权重 · what is counted", {w: (w.upper(), _WEIGHT_TEXT.get(w, w)) for w in WEIGHTS})


@strawberry.enum(description="集中度的分组 · whose concentration is measured")
class HhiBy(enum.Enum):
    REGION = strawberry.enum_value("region", description="各地区的行业集中度 · how specialised each region is")
    INDUSTRY = strawberry.enum_value(
        "industry", description="各行业的地区集中度 · in how few regions each industry sits"
    )


_FIRST = argument(int | None, "至多几条 · at most so many")
_AS_OF = argument(date | None, "只计此日有效的关系 · only relations that hold on this day")
_RESOLUTION = argument(float, "分辨率，越高社群越小 · resolution; higher for smaller communities")
_SEED = argument(int, "随机种子，同种子同结果 · seed; the same gives the same")
_MIN_SIZE = argument(int, "最小规模 · smallest size that is listed")


def cluster_fields(types: Types) -> list[Any]:
    shared = _shared()
    return [
        _communities(types, shared),
        _community_network(types, shared),
        _pagerank(types),
        *_location(types, shared),
    ]


async def _computed(info: Info, computation: Callable[..., Any], **parameters: Any) -> Any:
    """The result of an analysis on the projection of the snapshot served."""

    def compute() -> Any:
        projection: Projection = info.context.app.projection()
        return computation(projection, **parameters)

    return await info.context.compute(compute)


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
        "as_of": _AS_OF,
    }


def _label_field(text: str, label: Callable[[Any], Label]) -> Any:
    def resolve(root: Any, info: Info, lang: Lang = Lang.ZH) -> str:
        words = label(root)
        return words.en if lang is Lang.EN else words.zh

    return resolved_field("label", resolve, str, text, lang=LANG)


def _shared() -> dict[str, Any]:
    """What every result carries: what it stands on."""

    def text(root: Notice, info: Info, lang: Lang = Lang.ZH) -> str:
        return root.en if lang is Lang.EN else root.zh

    notice = make_type(
        "Notice",
        [
            attribute_field("code", str, "代码，不变 · stable code"),
            resolved_field("text", text, str, "说明 · in words", lang=LANG),
        ],
        "随结果而来的提醒 · a warning that travels with a result",
    )
    part = make_type(
        "CommunityPart",
        [
            attribute_field("id", strawberry.ID | None, "实体标识 · id of the region or industry"),
            attribute_field("code", str, "代码 · code"),
            attribute_field("name", str, "名称 · name"),
            attribute_field("count", float, "成员数 · how many members"),
            attribute_field("share", float, "占成员之比 · share of the members"),
        ],
        "社群的行业或地区 · an industry or region of a community",
    )
    return {"notice": notice, "part": part}


def _result_fields(shared: dict[str, Any]) -> list[Any]:
    return [
        attribute_field("dataVersion", str, "数据版本 · data version", "data_version"),
        attribute_field("n", int, "样本数 · how many entities it stands on"),
        attribute_field("coverage", float | None, "覆盖率 · share of those asked about that could be used"),
        attribute_field("warnings", list_of(shared["notice"]), "提醒 · warnings to show beside it"),
    ]


def _communities(types: Types, shared: dict[str, Any]) -> Any:
    async def members(root: Community, info: Info, first: int = 20) -> list[EntityRow]:
        return await _entities(types, info, root.members[: check_first("first", first)])

    async def anchors(root: Community, info: Info) -> list[EntityRow]:
        return await _entities(types, info, [a.id for a in root.anchors])

    entities, parts = list_of(types.named["Entity"]), list_of(shared["part"])
    community = make_type(
        "Community",
        [
            attribute_field("id", strawberry.ID, "编号，c1 最大 · c1 is the largest"),
            _label_field("名称 · name", lambda c: c.label),
            attribute_field("size", int, "成员数 · how many members"),
            resolved_field(
                "members",
                members,
                entities,
                "成员，中心者在前 · members, the most central first",
                first=argument(int, "至多几个 · at most so many"),
            ),
            resolved_field("anchors", anchors, entities, "核心成员，不含个人 · most central members but for persons"),
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
            *_result_fields(shared),
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
        found: Communities = await _computed(
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
        first=_FIRST,
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
            _label_field("关系名称 · the relation in words", lambda e: _edge_label(ontology, e)),
            attribute_field("fromId", strawberry.ID, "头端的标识 · id of the head", "from_id"),
            attribute_field("toId", strawberry.ID, "尾端的标识 · id of the tail", "to_id"),
        ],
        "网络图中的一条线 · a relation in the picture",
    )
    network = make_type(
        "CommunityNetwork",
        [
            *_result_fields(shared),
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
        found: CommunityNetwork = await _computed(
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


async def _entities(types: Types, info: Info, ids: Sequence[str]) -> list[EntityRow]:
    """Entities by id, asked together with those of all parents of the level."""
    found = await asyncio.gather(*(types.plan.entity(info.context, info.raw, i) for i in ids))
    return [row for row in found if row is not None]


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
        found = await _computed(
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


def _location(types: Types, shared: dict[str, Any]) -> list[Any]:
    table = _indicator_table(shared)
    level, scheme = types.enums.codelists["RegionLevel"], types.enums.codelists["IndustryScheme"]
    arguments = {
        "region_level": argument(level.type, "地区层级 · level of regions"),
        "industry_level": argument(int, "行业层级，1 至 4 · level of industries, 1 to 4"),
        "weight": argument(_WEIGHT.type, "权重 · what is counted"),
        "within": argument(str | None, "参照地区代码 · code of the region that is the whole"),
        "scheme": argument(scheme.type, "行业分类 · classification of industries"),
        "as_of": _AS_OF,
    }

    async def quotient(
        root: Any,
        info: Info,
        region_level: Any = level.members["county"],
        industry_level: int = 2,
        weight: Any = _WEIGHT.members["count"],
        within: str | None = None,
        scheme: Any = scheme.members["gbt4754"],
        as_of: date | None = None,
    ) -> IndicatorTable:
        asked = _asked(region_level, industry_level, weight, within, scheme, as_of)
        found: IndicatorTable = await _computed(info, location_quotient, **asked)
        return found

    async def concentration(
        root: Any,
        info: Info,
        by: HhiBy = HhiBy.REGION,
        region_level: Any = level.members["county"],
        industry_level: int = 2,
        weight: Any = _WEIGHT.members["count"],
        within: str | None = None,
        scheme: Any = scheme.members["gbt4754"],
        as_of: date | None = None,
    ) -> IndicatorTable:
        asked = _asked(region_level, industry_level, weight, within, scheme, as_of)
        found: IndicatorTable = await _computed(info, partial(hhi, by=code_of(by)), **asked)
        return found

    by = argument(HhiBy, "分组 · whose concentration")
    return [
        resolved_field(
            "locationQuotient", quotient, table, "区位商：地区的行业份额与整体之比 · location quotient", **arguments
        ),
        resolved_field(
            "hhi", concentration, table, "赫芬达尔-赫希曼指数 · Herfindahl–Hirschman index", by=by, **arguments
        ),
    ]


def _asked(
    level: Any, industry_level: int, weight: Any, within: str | None, scheme: Any, as_of: date | None
) -> dict[str, Any]:
    return {
        "region_level": code_of(level),
        "industry_level": industry_level,
        "weight": code_of(weight),
        "within": within,
        "scheme": code_of(scheme),
        "as_of": as_of,
    }


def _indicator_table(shared: dict[str, Any]) -> Any:
    group = make_type(
        "IndicatorGroup",
        [
            attribute_field("code", str, "代码 · code"),
            attribute_field("id", strawberry.ID | None, "实体标识，图中没有则空 · its entity's id, where there is one"),
            attribute_field("name", str, "名称 · name"),
        ],
        "地区或行业 · a region or an industry",
    )
    row = make_type(
        "IndicatorRow",
        [
            attribute_field("region", group | None, "地区 · region"),
            attribute_field("industry", group | None, "行业 · industry"),
            attribute_field("value", float, "数值 · value"),
            attribute_field("n", int, "企业数 · enterprises it stands on"),
            attribute_field("weight", float, "权重合计 · their weight"),
            attribute_field("warnings", list_of(shared["notice"]), "提醒 · warnings"),
        ],
        "指标的一个数值 · one value of an indicator",
    )

    def rows(root: IndicatorTable, info: Info, first: int | None = None) -> list[Row]:
        return list(root.rows if first is None else root.rows[: check_first("first", first)])

    def parameters(root: IndicatorTable, info: Info) -> Any:
        return {camel(name): value for name, value in root.parameters.items()}

    return make_type(
        "IndicatorTable",
        [
            *_result_fields(shared),
            attribute_field("indicator", _indicator(), "指标 · what is computed"),
            resolved_field("parameters", parameters, JSON, "参数 · parameters"),
            resolved_field("rows", rows, list_of(row), "数值，大者在前 · values, the greatest first", first=_FIRST),
        ],
        "指标表 · values of an indicator",
    )


def _indicator() -> Any:
    def unit(root: Indicator, info: Info, lang: Lang = Lang.ZH) -> str:
        return root.unit.en if lang is Lang.EN else root.unit.zh

    return make_type(
        "Indicator",
        [
            attribute_field("id", strawberry.ID, "标识 · id"),
            _label_field("名称 · name", lambda i: i.label),
            resolved_field("unit", unit, str, "单位 · unit", lang=LANG),
            attribute_field("formula", str, "公式 · formula"),
            read_field("undefined", str, "何时无定义 · when it is undefined", lambda i, _: both(i.undefined)),
            attribute_field("source", str, "文献 · where it is defined"),
        ],
        "指标的定义 · a defined number",
    )
