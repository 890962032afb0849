"""Guarantee circles and knock-on over GraphQL: thin over analysis.guarantees and analysis.knock_on."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import strawberry

from analysis.guarantees import CIRCLES, Circle, Exposure, GuaranteeCircles, guarantee_circles
from analysis.knock_on import THROUGH, Fallen, KnockOn, knock_on
from graph_api.connections import check_first
from graph_api.enums import code_of, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import AS_OF, computed, result_fields
from graph_api.ledger import FIRST, REGION, entities_field, entity_field
from graph_api.types import Types

#: Circles and exposures that one answer can tell in full.
_MOST = 1000
_KIND_TEXT = {
    "MUTUAL": "互保：两家互相担保 · two that guarantee one another",
    "CYCLE": "循环担保：三家及以上 · three and more around",
    "ALLIANCE": "信用联盟：成员经联盟互保 · members of a credit alliance",
    "CHAIN": "担保链：首尾不相接 · a chain that does not close",
}
_KIND = make("GuaranteeCircleKind", "担保圈的种类 · kind of circle", {k: (k, t) for k, t in _KIND_TEXT.items()})
_THROUGH_TEXT = {
    "GUARANTEES": "担保人代偿 · guarantors pay",
    "LENDS_TO": "贷款人受损 · lenders lose",
    "OWNS": "股东受损 · holders lose",
}
_THROUGH = make("KnockOnTie", "风险经何传导 · what makes others lose", {k: (k, _THROUGH_TEXT[k]) for k in THROUGH})
_STATE = make(
    "FallState",
    "是否倒下 · whether it falls",
    {
        "FALLS": ("FALLS", "按已知数据即倒下 · by what is known"),
        "MAY_FALL": ("MAY_FALL", "未知数据若属最坏则倒下 · at the worst of what is unknown"),
    },
)
_TRUNCATED = "是否有未列出的 · whether there are more than were looked for"


def guarantee_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    """Query.guaranteeCircles and Query.knockOn."""

    async def circles(
        root: Any,
        info: Info,
        region: str | None = None,
        min_size: int = 2,
        max_length: int = 6,
        kinds: Sequence[Any] | None = None,
        as_of: date | None = None,
    ) -> GuaranteeCircles:
        wanted = CIRCLES if kinds is None else tuple(code_of(k) for k in kinds)
        asked = {"region": region, "min_size": min_size, "max_length": max_length, "kinds": wanted}
        found: GuaranteeCircles = await computed(info, guarantee_circles, **asked, most=_MOST, as_of=as_of)
        return found

    async def falls(
        root: Any,
        info: Info,
        id_: strawberry.ID,
        loss: float = 1.0,
        threshold: float = 1.0,
        through: Sequence[Any] | None = None,
        rounds: int = 10,
        as_of: date | None = None,
    ) -> KnockOn:
        ties = ("GUARANTEES",) if through is None else tuple(code_of(t) for t in through)
        entity_id = info.context.snapshot.redirect(str(id_))
        asked = {"loss": loss, "threshold": threshold, "through": ties, "rounds": rounds, "as_of": as_of}
        found: KnockOn = await computed(info, partial(knock_on, entity_id=entity_id), **asked)
        return found

    return [
        resolved_field(
            "guaranteeCircles",
            circles,
            _circles(types, shared),
            "担保圈：互保、循环担保、信用联盟、担保链 · who stands in for whose debts, around and in chains",
            region=REGION,
            min_size=argument(int, "至少几个成员，2 至 8 · members at least, 2 to 8"),
            max_length=argument(int, "至多几笔担保相连，2 至 8 · guarantees around at most, 2 to 8"),
            kinds=argument(list_of(_KIND.type) | None, "种类，缺省不含担保链 · kinds; all but chains by default"),
            as_of=AS_OF,
        ),
        resolved_field(
            "knockOn",
            falls,
            _knock_on(types, shared),
            "连锁反应：它若倒下，谁随之倒下 · who falls if this one does, round by round",
            id_=argument(strawberry.ID, "先倒下者的标识 · id of the one that falls first", "id"),
            loss=argument(float, "损失占金额之比，0 至 1 · part of an amount that is lost"),
            threshold=argument(
                float, "损失达注册资本的几成即倒下，0 至 1 · part of the registered capital whose loss makes one fall"
            ),
            through=argument(
                list_of(_THROUGH.type) | None, "经何传导，缺省担保 · what makes others lose; guarantees by default"
            ),
            rounds=argument(int, "至多几轮，1 至 50 · rounds at most, 1 to 50"),
            as_of=AS_OF,
        ),
    ]


def _evidence(text: str = "其中的关系，证据由此查 · its relations, for their evidence") -> Any:
    return read_field("evidenceIds", list_of(strawberry.ID), text, lambda root, _info: list(root.relations))


def _circles(types: Types, shared: dict[str, Any]) -> Any:
    circle = make_type(
        "GuaranteeCircle",
        [
            read_field("kind", _KIND.type, "种类 · kind", lambda c, _: _KIND.members[c.kind]),
            entities_field(types, "members", "成员，按担保方向 · members, along the guarantees", lambda c: c.members),
            read_field("size", int, "成员数 · how many members", lambda c, _: len(c.members)),
            entity_field(types, "alliance", "信用联盟 · the alliance, if it is one", lambda c: c.alliance),
            attribute_field("amount", float, "已知担保金额合计（元） · yuan of the guarantees whose amount is known"),
            attribute_field("known", int, "金额已知的笔数 · of how many the amount is known"),
            attribute_field("n", int, "担保笔数 · how many guarantees"),
            _evidence(),
        ],
        "担保圈或担保链 · a circle or chain of guarantees",
    )
    exposure = make_type(
        "GuaranteeExposure",
        [
            entity_field(types, "entity", "谁 · who", lambda e: e.id),
            attribute_field("circles", int, "在几个担保圈中 · in how many of those found"),
            attribute_field("given", float, "对外担保已知金额（元） · yuan known to be guaranteed for others"),
            attribute_field("givenKnown", int, "其中金额已知的笔数 · of how many it is known", "given_known"),
            attribute_field("givenN", int, "对外担保笔数 · guarantees given", "given_n"),
            attribute_field("received", float, "被担保已知金额（元） · yuan known to be guaranteed by others"),
            attribute_field("receivedKnown", int, "其中金额已知的笔数 · of how many it is known", "received_known"),
            attribute_field("receivedN", int, "被担保笔数 · guarantees received", "received_n"),
            attribute_field("capital", float | None, "注册资本（元） · registered capital, yuan"),
            attribute_field("ratio", float | None, "对外担保与注册资本之比 · given over registered capital"),
        ],
        "一个成员的担保敞口 · what a member stands in for",
    )
    size = make_type(
        "GuaranteeCircleCount",
        [
            read_field("size", int, "成员数 · members", lambda pair, _: pair[0]),
            read_field("count", int, "个数 · how many circles", lambda pair, _: pair[1]),
        ],
        "某一规模的担保圈数 · circles of a size",
    )

    def listed(root: GuaranteeCircles, info: Info, first: int = 20) -> list[Circle]:
        return list(root.circles[: check_first("first", first)])

    def exposures(root: GuaranteeCircles, info: Info, first: int = 20) -> list[Exposure]:
        return list(root.exposures[: check_first("first", first)])

    return make_type(
        "GuaranteeCircles",
        [
            *result_fields(shared),
            attribute_field("total", int, "共几个 · how many there are"),
            read_field("bySize", list_of(size), "按成员数 · how many by size", lambda r, _: list(r.by_size)),
            resolved_field(
                "circles", listed, list_of(circle), "担保圈，金额大者在前 · those of the most money first", first=FIRST
            ),
            resolved_field(
                "exposures",
                exposures,
                list_of(exposure),
                "成员敞口，所在圈多者在前 · members, those in the most circles first",
                first=FIRST,
            ),
            attribute_field("truncated", bool, _TRUNCATED),
        ],
        "一地的担保圈 · circles of guarantees of a place",
    )


def _knock_on(types: Types, shared: dict[str, Any]) -> Any:
    fallen = make_type(
        "Fallen",
        [
            entity_field(types, "entity", "谁 · who", lambda f: f.id),
            read_field("state", _STATE.type, "是否倒下 · whether it falls", lambda f, _: _STATE.members[f.state]),
            attribute_field("round", int | None, "第几轮倒下 · in which round, by what is known"),
            attribute_field("atWorst", int, "最坏情形第几轮 · in which round at the worst", "at_worst"),
            attribute_field("loss", float, "已知损失（元） · yuan known to be lost"),
            attribute_field("capital", float | None, "注册资本（元） · registered capital, yuan"),
            _evidence("致损的关系 · the relations it loses by"),
        ],
        "随之倒下者 · one that falls",
    )

    def listed(root: KnockOn, info: Info, first: int = 100, sure: bool = False) -> list[Fallen]:
        wanted = [f for f in root.fallen if f.state == "FALLS" or not sure]
        return wanted[: check_first("first", first)]

    return make_type(
        "KnockOn",
        [
            *result_fields(shared),
            entity_field(types, "start", "先倒下者 · the one that falls first", lambda r: r.start),
            resolved_field(
                "fallen",
                listed,
                list_of(fallen),
                "倒下者，先倒者在前 · who falls, the first in front",
                first=FIRST,
                sure=argument(bool, "只要按已知数据倒下的 · only those who fall by what is known"),
            ),
            attribute_field("rounds", int, "共几轮 · rounds"),
            attribute_field("truncated", bool, _TRUNCATED),
        ],
        "连锁反应 · a cascade",
    )
