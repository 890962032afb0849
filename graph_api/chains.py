"""Chains, their gaps and leads over GraphQL: thin over analysis.chains and analysis.leads."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Sequence
from datetime import date
from typing import Any

import strawberry

from analysis.chains import GAPS, Chain, Link, Segment, industry_chain
from analysis.leads import WEIGHTS, Factor, Lead, Leads, chain_leads
from graph_api.connections import check_first
from graph_api.enums import make
from graph_api.fields import (
    Info,
    argument,
    attribute_field,
    input_field,
    list_of,
    make_type,
    read_field,
    resolved_field,
)
from graph_api.indicators import AS_OF, computed, result_fields
from graph_api.ledger import entities, entities_field, entity_field
from graph_api.rows import EntityRow
from graph_api.types import Types

_GAP_TEXT = {
    "MISSING": "缺失：别处有，本地没有 · nobody here, somebody elsewhere",
    "THIN": "薄弱：区位商低于阈值 · a quotient below the threshold",
    "SINGLE": "单一：本地只有一家 · one enterprise only",
    "LEAVING": "外购：已知供货过半来自外地 · more than half of the known supplies come from outside",
    "UNKNOWN": "不明：各处都没有数据 · nobody anywhere, which the data cannot tell from none",
}
_GAP = make("ChainGap", "产业链缺口 · what a chain lacks in a region", {g: (g, _GAP_TEXT[g]) for g in GAPS})
_FACTOR_TEXT = {
    "fit": "契合度 · how much of it is this segment",
    "warm": "与本地企业的联系 · ties to enterprises here",
    "related": "本地上下游配套 · neighbouring segments that are here",
    "capacity": "注册资本排位 · rank of its registered capital",
    "recent": "近三年投资 · invested within three years",
}
_ROOT = argument(str, "起点：行业或产品的标识或名称 · where it starts: id or name of an industry or product", "root")
_REGION = argument(str, "地区：标识、代码或名称 · region: id, code or name")
_DEPTH = argument(int, "向上、向下各几步，1 至 6 · steps up and down, 1 to 6")
_IDS = list[strawberry.ID]


def chain_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    segment = _segment(types)
    weights = make_type(
        "LeadWeights",
        [input_field(name, float, _FACTOR_TEXT[name]) for name in WEIGHTS],
        "各因素的权重，零则不计 · weights of factors; zero leaves one out",
        is_input=True,
    )

    async def chain(
        root: Any,
        info: Info,
        root_: str,
        region: str,
        depth: int = 3,
        thin_below: float = 0.5,
        as_of: date | None = None,
    ) -> Chain:
        asked = {"root": root_, "region": region, "depth": depth, "thin_below": thin_below, "as_of": as_of}
        found: Chain = await computed(info, industry_chain, **asked)
        return found

    async def leads(
        root: Any,
        info: Info,
        root_: str,
        region: str,
        depth: int = 3,
        segment: str | None = None,
        weights: Any = None,
        exclude: Sequence[str] | None = None,
        pin: Sequence[str] | None = None,
        first: int = 20,
        as_of: date | None = None,
    ) -> Leads:
        found: Leads = await computed(
            info,
            chain_leads,
            root=root_,
            region=region,
            depth=depth,
            segment=segment,
            weights=_given(weights),
            exclude=tuple(exclude or ()),
            pin=tuple(pin or ()),
            first=check_first("first", first),
            as_of=as_of,
        )
        return found

    return [
        resolved_field(
            "industryChain",
            chain,
            _chain(shared, segment),
            "产业链：环节、本地覆盖与缺口 · a chain, what a region has of it, and what it lacks",
            root_=_ROOT,
            region=_REGION,
            depth=_DEPTH,
            thin_below=argument(float, "区位商低于此为薄弱 · a quotient below this is thin"),
            as_of=AS_OF,
        ),
        resolved_field(
            "chainLeads",
            leads,
            _leads(types, shared, segment),
            "招商线索：可补缺口的外地企业 · enterprises elsewhere that would fill the gaps of a region's chain",
            root_=_ROOT,
            region=_REGION,
            depth=_DEPTH,
            segment=argument(strawberry.ID | None, "只补此环节 · for this segment only"),
            weights=argument(weights | None, "权重，缺省 3、3、2、1、1 · weights; 3, 3, 2, 1, 1 by default"),
            exclude=argument(_IDS | None, "排除的企业 · enterprises to leave out"),
            pin=argument(_IDS | None, "置顶的企业 · enterprises to put first"),
            first=argument(int, "至多几条 · at most so many"),
            as_of=AS_OF,
        ),
    ]


def _given(weights: Any) -> dict[str, float]:
    if not weights:
        return {}
    told = {name: getattr(weights, name) for name in WEIGHTS}
    return {name: value for name, value in told.items() if value is not strawberry.UNSET and value is not None}


def _segment(types: Types) -> Any:
    return make_type(
        "ChainSegment",
        [
            entity_field(types, "entity", "行业或产品 · the industry or product", lambda s: s.id),
            attribute_field("id", strawberry.ID, "标识 · id"),
            attribute_field("name", str, "名称 · name"),
            attribute_field("tier", int, "层级，负数为上游 · steps from the root; negative is upstream"),
            attribute_field("local", int, "本地企业数 · enterprises here"),
            attribute_field("total", int, "全部企业数 · enterprises in all"),
            attribute_field("capital", float | None, "本地注册资本合计 · registered capital here, of those known"),
            attribute_field("capitalKnown", int, "其中已知几家 · of how many it is known", "capital_known"),
            attribute_field("quotient", float | None, "区位商 · location quotient"),
            attribute_field("supplied", int, "已知供入本地的关系数 · known supplies into the region"),
            attribute_field("fromOutside", int, "其中来自外地 · of these from elsewhere", "from_outside"),
            read_field("gaps", list_of(_GAP.type), "缺口 · what is lacking", _gaps),
            entities_field(types, "members", "本地企业 · enterprises here", lambda s: s.members),
        ],
        "产业链环节 · a segment of a chain",
    )


def _gaps(root: Segment, _info: Any) -> list[Any]:
    return [_GAP.members[g] for g in root.gaps]


def _chain(shared: dict[str, Any], segment: Any) -> Any:
    link = make_type(
        "ChainLink",
        [
            attribute_field("id", strawberry.ID, "上下游关系的标识 · id of the relation"),
            attribute_field("head", strawberry.ID, "上游环节 · the segment upstream"),
            attribute_field("tail", strawberry.ID, "下游环节 · the segment downstream"),
            attribute_field("weight", float | None, "权重 · weight"),
        ],
        "两个环节之间的上下游关系 · one segment is upstream of another",
    )

    def segments(root: Chain, info: Info, first: int = 100, gaps: bool = False) -> list[Segment]:
        return [s for s in root.segments if s.gaps or not gaps][: check_first("first", first)]

    def links(root: Chain, info: Info, first: int = 500) -> list[Link]:
        return list(root.links[: check_first("first", first)])

    first = argument(int, "至多几个 · at most so many")
    return make_type(
        "IndustryChain",
        [
            *result_fields(shared),
            attribute_field("region", shared["place"], "地区 · region"),
            resolved_field(
                "segments",
                segments,
                list_of(segment),
                "环节，上游在前 · segments, upstream first",
                first=first,
                gaps=argument(bool, "只要有缺口的 · only those that lack something"),
            ),
            resolved_field("links", links, list_of(link), "环节之间的关系 · links between them", first=first),
        ],
        "产业链与本地覆盖 · a chain and what a region has of it",
    )


def _leads(types: Types, shared: dict[str, Any], segment: Any) -> Any:
    factor = make_type(
        "LeadFactor",
        [
            attribute_field("name", str, "因素：fit、warm、related、capacity、recent · factor"),
            read_field("text", str, "说明 · in words", _factor_text),
            attribute_field("value", float | None, "得分，0 至 1；未知则空，不计 · 0 to 1; null where unknown"),
            attribute_field("weight", float, "权重 · weight"),
            read_field("evidenceIds", list[strawberry.ID], "依据的关系或实体 · relations or entities", _evidence),
        ],
        "一个因素 · one reason of a lead",
    )

    async def for_segment(root: Lead, info: Info) -> EntityRow | None:
        found = await entities(types, info, [root.segment])
        return found[0] if found else None

    lead = make_type(
        "ChainLead",
        [
            entity_field(types, "enterprise", "企业 · the enterprise", lambda lead: lead.enterprise),
            resolved_field("segment", for_segment, types.named["Entity"] | None, "可补的环节 · what it would fill"),
            attribute_field("score", float, "总分，0 至 1 · score, 0 to 1"),
            attribute_field("pinned", bool, "是否置顶 · whether a person put it first"),
            read_field("factors", list_of(factor), "各因素 · reasons", _factors),
        ],
        "招商线索 · an enterprise worth courting",
    )
    return make_type(
        "ChainLeads",
        [
            *result_fields(shared),
            attribute_field("region", shared["place"], "地区 · region"),
            read_field("segments", list_of(segment), "所补的环节 · segments they would fill", _segments),
            attribute_field("total", int, "候选总数 · how many candidates"),
            read_field("leads", list_of(lead), "线索，高分在前 · leads, the best first", _found),
        ],
        "招商线索 · leads for the gaps of a chain",
    )


def _factor_text(root: Factor, _info: Any) -> str:
    return _FACTOR_TEXT[root.name]


def _evidence(root: Factor, _info: Any) -> list[Any]:
    return list(root.evidence)


def _factors(root: Lead, _info: Any) -> list[Factor]:
    return list(root.factors)


def _segments(root: Leads, _info: Any) -> list[Segment]:
    return list(root.segments)


def _found(root: Leads, _info: Any) -> list[Lead]:
    return list(root.leads)
