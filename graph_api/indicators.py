"""Indicators: what every computed result carries, and the location statistics of the room analysis."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

import enum
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import strawberry
from strawberry.scalars import JSON

from analysis.indicator import WEIGHTS, Indicator, Notice
from analysis.location import IndicatorTable, Row, hhi, location_quotient
from analysis.projection import Projection
from graph_api.connections import check_first
from graph_api.enums import Lang, both, code_of, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
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


FIRST_OR_ALL = argument(int | None, "至多几条 · at most so many")
AS_OF = argument(date | None, "只计此日有效的关系 · only relations that hold on this day")


async def computed(info: Info, computation: Callable[..., Any], **parameters: Any) -> Any:
    """The result of an analysis on the projection of the snapshot served."""

    def compute() -> Any:
        projection: Projection = info.context.app.projection()
        return computation(projection, **parameters)

    return await info.context.compute(compute)


def label_field(text: str, label: Callable[[Any], Label]) -> Any:
    def resolve(root: Any, info: Info, lang: Lang = Lang.ZH) -> str:
        words = label(root)
        return words.en if lang is Lang.EN else words.zh

    return resolved_field("label", resolve, str, text, lang=LANG)


def shared_types() -> dict[str, Any]:
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
    shared = {"notice": notice, "part": part, "group": _group(), "indicator": _indicator()}
    return shared | {"table": _indicator_table(shared)}


def result_fields(shared: dict[str, Any]) -> list[Any]:
    return [
        attribute_field("dataVersion", str, "数据版本 · data version", "data_version"),
        attribute_field("n", int, "样本数 · how many entities it stands on"),
        attribute_field("coverage", float | None, "覆盖率 · share of those asked about that could be used"),
        attribute_field("warnings", list_of(shared["notice"]), "提醒 · warnings to show beside it"),
    ]


def location_arguments(types: Types) -> dict[str, Any]:
    """What may be chosen of every location statistic: a resolver takes it as ``**given`` and gives it to ``asked``."""
    level, scheme = types.enums.codelists["RegionLevel"], types.enums.codelists["IndustryScheme"]
    count, county, gbt = _WEIGHT.members["count"], level.members["county"], scheme.members["gbt4754"]
    return {
        "region_level": argument(level.type, "地区层级 · level of regions", default=county),
        "industry_level": argument(int, "行业层级，1 至 4 · level of industries, 1 to 4", default=2),
        "weight": argument(_WEIGHT.type, "权重 · what is counted", default=count),
        "within": argument(str | None, "参照地区代码 · code of the region that is the whole"),
        "scheme": argument(scheme.type, "行业分类 · classification of industries", default=gbt),
        "as_of": AS_OF,
    }


def location_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    table = shared["table"]
    arguments = location_arguments(types)

    async def quotient(root: Any, info: Info, **given: Any) -> IndicatorTable:
        found: IndicatorTable = await computed(info, location_quotient, **asked(given))
        return found

    async def concentration(root: Any, info: Info, by: HhiBy = HhiBy.REGION, **given: Any) -> IndicatorTable:
        found: IndicatorTable = await computed(info, partial(hhi, by=code_of(by)), **asked(given))
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


def asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, with members of enumerations as the room analysis calls them."""
    return {name: code_of(value) if isinstance(value, enum.Enum) else value for name, value in given.items()}


def _group() -> Any:
    return make_type(
        "IndicatorGroup",
        [
            attribute_field("code", str, "代码 · code"),
            attribute_field("id", strawberry.ID | None, "实体标识，图中没有则空 · its entity's id, where there is one"),
            attribute_field("name", str, "名称 · name"),
        ],
        "地区或行业 · a region or an industry",
    )


def _indicator_table(shared: dict[str, Any]) -> Any:
    group = shared["group"]
    row = make_type(
        "IndicatorRow",
        [
            attribute_field("region", group | None, "地区 · region"),
            attribute_field("industry", group | None, "行业 · industry"),
            attribute_field("value", float, "数值 · value"),
            attribute_field("low", float | None, "95% 区间下限 · lower bound of its 95 % interval, where there is one"),
            attribute_field(
                "high", float | None, "95% 区间上限 · upper bound of its 95 % interval, where there is one"
            ),
            attribute_field("p", float | None, "随机得此值的概率，限莫兰指数 · how likely by chance; of Moran's I"),
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
            *result_fields(shared),
            attribute_field("indicator", shared["indicator"], "指标 · what is computed"),
            resolved_field("parameters", parameters, JSON, "参数 · parameters"),
            resolved_field(
                "rows", rows, list_of(row), "数值，大者在前 · values, the greatest first", first=FIRST_OR_ALL
            ),
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
            label_field("名称 · name", lambda i: i.label),
            resolved_field("unit", unit, str, "单位 · unit", lang=LANG),
            attribute_field("formula", str, "公式 · formula"),
            read_field("undefined", str, "何时无定义 · when it is undefined", lambda i, _: both(i.undefined)),
            attribute_field("source", str, "文献 · where it is defined"),
        ],
        "指标的定义 · a defined number",
    )
