"""The ledger of a policy over GraphQL: thin over analysis.ledger."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import strawberry

from analysis.derived_figures import Derived
from analysis.ledger import Conflict, Cover, Definition, Ledger, LedgerRow, policy_ledger
from analysis.targets import amount_words
from graph_api.connections import check_first
from graph_api.enums import Lang, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import computed, label_field, result_fields
from graph_api.rows import EntityRow
from graph_api.types import LANG, Types

_STATUS = make(
    "TargetStatus",
    "目标状态 · state of a target",
    {
        "MET": ("MET", "已完成 · the goal is reached"),
        "ON_TRACK": ("ON_TRACK", "进度正常 · not yet, but at the pace needed"),
        "BEHIND": ("BEHIND", "落后或逾期 · below the pace needed, or overdue"),
        "NO_DATA": ("NO_DATA", "无数据，或数据不足以判断 · nothing known, or not enough to tell"),
        "DEFINITIONS_CONFLICT": (
            "DEFINITIONS_CONFLICT",
            "口径冲突：文件各处所说不是同一事物 · the policy words it in ways that count different things",
        ),
    },
)
FIRST = argument(int, "至多几个 · at most so many")
#: How a caller names a region.
REGION = argument(str | None, "地区：标识、代码或名称 · region: id, code or name")


async def entities(types: Types, info: Info, ids: Sequence[str]) -> list[EntityRow]:
    """Entities by id, asked together with those of all parents of the level."""
    found = await asyncio.gather(*(types.plan.entity(info.context, info.raw, i) for i in ids))
    return [row for row in found if row is not None]


def entity_field(types: Types, name: str, text: str, id_of: Callable[[Any], str | None]) -> Any:
    """A field that is the entity of an id; null where there is none."""

    async def resolve(root: Any, info: Info) -> EntityRow | None:
        entity_id = id_of(root)
        found: EntityRow | None = await types.plan.entity(info.context, info.raw, entity_id) if entity_id else None
        return found

    return resolved_field(name, resolve, types.named["Entity"] | None, text)


def entities_field(types: Types, name: str, text: str, ids_of: Callable[[Any], Sequence[str]]) -> Any:
    """A field that is the entities of some ids, the first so many."""

    async def resolve(root: Any, info: Info, first: int = 20) -> list[EntityRow]:
        return await entities(types, info, ids_of(root)[: check_first("first", first)])

    return resolved_field(name, resolve, list_of(types.named["Entity"]), text, first=FIRST)


def place_type() -> Any:
    return make_type(
        "PlaceOfResult",
        [
            attribute_field("id", strawberry.ID | None, "实体标识，图中没有则空 · its entity's id, where there is one"),
            attribute_field("code", str, "代码，所辖各地以此开头 · what the codes of all in it start with"),
            attribute_field("name", str, "名称 · name"),
        ],
        "结果所说的地区 · a region that a result speaks of",
    )


def ledger_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    returns = _ledger(types, shared)

    async def resolve(
        root: Any,
        info: Info,
        policy: strawberry.ID,
        region: str | None = None,
        as_of: date | None = None,
        begun: date | None = None,
    ) -> Ledger:
        now = info.context.snapshot.redirect(str(policy))
        found: Ledger = await computed(info, policy_ledger, policy=now, region=region, as_of=as_of, begun=begun)
        return found

    return [
        resolved_field(
            "policyLedger",
            resolve,
            returns,
            "政策台账：每个目标计入什么、进度和状态 · what counts toward each target, and its state",
            policy=argument(strawberry.ID, "文件或工程的标识 · id of a document or programme"),
            region=REGION,
            as_of=argument(date | None, "截至日期，缺省今天 · on which day; today by default"),
            begun=argument(date | None, "起算日期，缺省发布日期 · from when on; by default when it was issued"),
        )
    ]


def _ledger(types: Types, shared: dict[str, Any]) -> Any:
    def rows(root: Ledger, info: Info, first: int = 100, statuses: list[Any] | None = None) -> list[LedgerRow]:
        wanted = None if statuses is None else {s.value for s in statuses}
        return [r for r in root.rows if wanted is None or r.status in wanted][: check_first("first", first)]

    return make_type(
        "PolicyLedger",
        [
            *result_fields(shared),
            entity_field(types, "policy", "文件或工程 · the document or programme", lambda r: r.policy),
            attribute_field("asOf", date, "截至日期 · on which day", "as_of"),
            attribute_field("begun", date | None, "起算日期 · from when on it counts"),
            resolved_field(
                "rows",
                rows,
                list_of(_row(types, shared)),
                "目标，期限早者在前 · targets, the earliest deadline first",
                first=FIRST,
                statuses=argument(list_of(_STATUS.type) | None, "只要这些状态 · of these states only"),
            ),
            attribute_field(
                "derived", list_of(_derived()), "由文件自身数字推出的数 · figures that follow from its own"
            ),
        ],
        "政策台账 · ledger of a policy",
    )


def _row(types: Types, shared: dict[str, Any]) -> Any:
    place = shared["place"]

    def places(root: LedgerRow, info: Info, first: int = 200, met: bool | None = None) -> list[Cover]:
        return [c for c in root.places if met is None or c.met is met][: check_first("first", first)]

    return make_type(
        "LedgerRow",
        [
            *result_fields(shared),
            entity_field(types, "target", "目标 · the target", lambda r: r.target.id),
            read_field("metric", str, "指标 · metric", lambda r, _: r.target.wordings[0].metric),
            read_field("goal", float | None, "目标值 · the number promised", lambda r, _: r.target.goal),
            read_field("goalText", str, "目标值及单位 · the number promised, in words", lambda r, _: r.target.words),
            read_field("unit", str | None, "单位；金额为 yuan · unit; yuan for money", lambda r, _: r.target.unit),
            attribute_field("region", place | None, "地区 · where it is looked for"),
            attribute_field("begun", date | None, "起算日期 · from when on it counts"),
            attribute_field("deadline", date | None, "最后一天 · the last day that counts"),
            _status_field(),
            attribute_field(
                "value", float | None, "现值；分地区目标为达标地区数 · value; of places, how many reached it"
            ),
            resolved_field("valueText", _value_text, str | None, "现值及单位 · value in words", lang=LANG),
            attribute_field("gap", float | None, "差额 · what is missing"),
            attribute_field("expected", float | None, "按时间进度应有 · what would be there at an even pace"),
            attribute_field(
                "requiredPace", float | None, "此后每年须增 · what has to come a year from now on", "required_pace"
            ),
            attribute_field(
                "definitions",
                list_of(_definition(types, shared)),
                "各处说法及其计入项，通行者在前 · wordings and what they count, the believed first",
            ),
            resolved_field(
                "places",
                places,
                list_of(_cover(types, place)),
                "覆盖情况，限每地目标 · coverage board of a target for every place",
                first=FIRST,
                met=argument(bool | None, "只要已达标或未达标者 · only those that reached it, or did not"),
            ),
            attribute_field("conflicts", list_of(_conflict(types)), "冲突 · where others say otherwise"),
        ],
        "台账的一行：一个目标 · one target of a ledger",
    )


def _value_text(root: LedgerRow, info: Info, lang: Lang = Lang.ZH) -> str | None:
    if root.value is None:
        return None
    if root.target.per_place:
        of = len(root.places)
        return f"{root.value:g} of {of}" if lang is Lang.EN else f"{root.value:g}/{of}"
    return amount_words(root.value, root.target.unit)


def _status_field() -> Any:
    return read_field("status", _STATUS.type, "状态 · state", lambda r, _: _STATUS.members[r.status])


def _definition(types: Types, shared: dict[str, Any]) -> Any:
    def label(root: Definition, info: Info, lang: Lang = Lang.ZH) -> str | None:
        if root.rule is None:
            return None
        return root.rule.label.en if lang is Lang.EN else root.rule.label.zh

    return make_type(
        "TargetDefinition",
        [
            read_field("metric", str, "说法 · wording", lambda d, _: d.wording.metric),
            read_field("section", str | None, "所在章节 · section", lambda d, _: d.wording.section),
            read_field("quote", str | None, "原文 · as written", lambda d, _: d.wording.quote),
            read_field("rule", str | None, "计数规则 · rule that counts", lambda d, _: d.rule and d.rule.id),
            resolved_field("ruleLabel", label, str | None, "计入什么 · what counts", lang=LANG),
            read_field(
                "bound",
                str | None,
                "数值性质：exact、lower、upper、estimate · how sure the value is",
                lambda d, _: d.rule and d.rule.bound,
            ),
            attribute_field("value", float | None, "现值 · value"),
            attribute_field("expected", float | None, "按时间进度应有 · what would be there at an even pace"),
            _status_field(),
            read_field("countedTotal", int, "计入多少项 · how many count", lambda d, _: len(d.counted)),
            attribute_field("undated", int, "其中日期未知者 · of these without a date"),
            entities_field(types, "counted", "计入的实体 · entities that count", lambda d: d.counted),
            attribute_field("warnings", list_of(shared["notice"]), "提醒 · warnings to show beside it"),
        ],
        "目标的一种说法 · one wording of a target and what it counts",
    )


def _cover(types: Types, place: Any) -> Any:
    return make_type(
        "PlaceCoverage",
        [
            attribute_field("place", place, "地方 · the place"),
            attribute_field("value", float, "现值 · value"),
            attribute_field("met", bool, "是否达标 · whether it reached the target"),
            entities_field(types, "counted", "计入的实体 · entities that count", lambda c: c.counted),
        ],
        "一个地方的达标情况 · how far one place is",
    )


def _conflict(types: Types) -> Any:
    def told(root: Conflict, _info: Any) -> list[str]:
        return list(root.values)

    return make_type(
        "TargetConflict",
        [
            attribute_field(
                "kind", str, "section：同一文件各处；document：不同文件 · within the document, or between two"
            ),
            attribute_field("property", str, "哪一项 · of what"),
            read_field("values", list[str], "各自所说 · what each says", told),
            entities_field(types, "targets", "所涉目标 · targets", lambda c: c.targets),
        ],
        "口径冲突 · a conflict of definition",
    )


def _derived() -> Any:
    return make_type(
        "DerivedFigure",
        [
            attribute_field(
                "kind", str, "growth_between 年均增长，level_before 起点 · yearly growth, or starting level"
            ),
            read_field("targetIds", list[strawberry.ID], "由哪些目标 · of which targets", _ids),
            attribute_field("value", float, "数值；增长率为比值 · value; growth is a ratio"),
            label_field("说明 · in words", lambda d: d.label),
        ],
        "推算的数 · a figure that follows from the policy's own",
    )


def _ids(root: Derived, _info: Any) -> list[Any]:
    return list(root.targets)
