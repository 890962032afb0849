"""Location statistics, growth and complexity over GraphQL: thin over analysis.regional and analysis.opportunities."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from datetime import date
from typing import Any

from strawberry.scalars import JSON

from analysis.indicator import INDICATORS
from analysis.location import IndicatorTable
from analysis.opportunities import ComplexityTable, NextIndustries, complexity_table, next_industries
from analysis.regional import MEASURES, ShiftTable, concentration, growth
from graph_api.connections import check_first
from graph_api.enums import both, code_of, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import HhiBy, asked, computed, location_arguments, result_fields
from graph_api.types import Types
from ontology.consistency import camel

_MEASURE = make(
    "ConcentrationMeasure",
    "集中度的量法 · measure of concentration",
    {m: (m.upper(), both(INDICATORS[m].label)) for m in MEASURES},
)
FIRST = argument(int, "至多几条 · at most so many")


def statistics_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    arguments = location_arguments(types)

    async def concentrated(
        root: Any, info: Info, measure: Any, by: HhiBy = HhiBy.INDUSTRY, **given: Any
    ) -> IndicatorTable:
        chosen = {"measure": code_of(measure), "by": code_of(by), **asked(given)}
        found: IndicatorTable = await computed(info, concentration, **chosen)
        return found

    async def grown(root: Any, info: Info, since: date, until: date, **given: Any) -> ShiftTable:
        found: ShiftTable = await computed(info, growth, since=since, until=until, **asked(given))
        return found

    async def complex_(root: Any, info: Info, **given: Any) -> ComplexityTable:
        found: ComplexityTable = await computed(info, complexity_table, **asked(given))
        return found

    async def next_(root: Any, info: Info, region: str, first: int = 20, **given: Any) -> NextIndustries:
        check_first("first", first)
        found: NextIndustries = await computed(info, next_industries, region=region, first=first, **asked(given))
        return found

    by_count = {name: kind for name, kind in arguments.items() if name not in ("weight", "as_of")}
    return [
        resolved_field(
            "concentration",
            concentrated,
            shared["table"],
            "集中度：基尼、克鲁格曼、埃里森-格莱赛、莫兰 · concentration of industries, specialisation of regions",
            measure=argument(_MEASURE.type, "量法 · measure"),
            by=argument(HhiBy, "分组，限基尼 · of regions or industries; for GINI only"),
            **arguments,
        ),
        resolved_field(
            "growth",
            grown,
            _shift_table(shared),
            "两日之间的增长与偏离-份额 · growth between two days, in its shift-share parts",
            since=argument(date, "起始日期 · the first day"),
            until=argument(date, "截止日期 · the last day"),
            **by_count,
        ),
        resolved_field(
            "complexity",
            complex_,
            _complexity_table(shared),
            "经济复杂度：地区 ECI、行业 PCI · economic complexity of regions and industries",
            **arguments,
        ),
        resolved_field(
            "nextIndustries",
            next_,
            _next_industries(shared),
            "地区接下来适合的行业，及已有的地区 · industries near to what a region has, with the peers that have them",
            region=argument(str, "地区：标识、代码或名称 · region: id, code or name"),
            first=FIRST,
            **arguments,
        ),
    ]


def _parameters(root: Any, _info: Any) -> Any:
    return {camel(name): value for name, value in root.parameters.items()}


def _table(name: str, fields: list[Any], text: str, shared: dict[str, Any]) -> Any:
    about = [
        *result_fields(shared),
        attribute_field("indicator", shared["indicator"], "指标 · what is computed"),
        read_field("parameters", JSON, "参数 · parameters", _parameters),
    ]
    return make_type(name, [*about, *fields], text)


def _first(name: str, attribute: str, of: Any, text: str, most: int = 100) -> Any:
    """A field of the first so many of a tuple."""

    def resolve(root: Any, info: Info, first: int = most) -> list[Any]:
        return list(getattr(root, attribute)[: check_first("first", first)])

    return resolved_field(name, resolve, list_of(of), text, first=FIRST)


def _shift_table(shared: dict[str, Any]) -> Any:
    row = make_type(
        "ShiftShare",
        [
            attribute_field("region", shared["group"], "地区 · region"),
            attribute_field("industry", shared["group"], "行业 · industry"),
            attribute_field("before", float, "起始企业数 · enterprises on the first day"),
            attribute_field("after", float, "截止企业数 · enterprises on the last day"),
            attribute_field("growth", float | None, "增长率，起始为零则空 · growth as a ratio; null from none"),
            attribute_field("national", float, "整体增长分量 · part due to the growth of the whole"),
            attribute_field("mix", float, "行业结构分量 · part due to the industry's own growth"),
            attribute_field("regional", float, "地区竞争分量 · part that is the region's own"),
        ],
        "一个地区一个行业的增长 · growth of an industry in a region",
    )
    rows = _first("rows", "rows", row, "地区竞争分量大者在前 · the greatest regional part first")
    return _table("ShiftShareTable", [rows], "偏离-份额表 · growth and its parts", shared)


def _complexity_table(shared: dict[str, Any]) -> Any:
    n = attribute_field("n", int, "企业数 · enterprises")
    region = make_type(
        "RegionComplexity",
        [
            attribute_field("region", shared["group"], "地区 · region"),
            attribute_field("eci", float | None, "经济复杂度 · economic complexity"),
            attribute_field("diversity", int, "优势行业数 · industries with a quotient of at least 1"),
            n,
        ],
        "地区的复杂度 · complexity of a region",
    )
    industry = make_type(
        "IndustryComplexity",
        [
            attribute_field("industry", shared["group"], "行业 · industry"),
            attribute_field("pci", float | None, "行业复杂度 · complexity of the industry"),
            attribute_field("ubiquity", int, "有优势的地区数 · regions with a quotient of at least 1"),
            attribute_field("n", int, "企业数 · enterprises"),
        ],
        "行业的复杂度 · complexity of an industry",
    )
    fields = [
        _first("regions", "regions", region, "地区，高者在前 · regions, the most complex first"),
        _first("industries", "industries", industry, "行业，高者在前 · industries, the most complex first"),
    ]
    return _table("ComplexityTable", fields, "经济复杂度 · economic complexity", shared)


def _near(name: str, group: Any, text: str, words: str) -> Any:
    fields = [
        read_field("group", group, words, lambda pair, _: pair[0]),
        read_field("value", float, text, lambda pair, _: pair[1]),
    ]
    return make_type(name, fields, words)


def _pairs(name: str, of: Any, text: str) -> Any:
    return read_field(name, list_of(of), text, lambda c, _: list(getattr(c, name)))


def _next_industries(shared: dict[str, Any]) -> Any:
    group = shared["group"]
    related = _near("RelatedIndustry", group, "邻近度 · proximity", "本地相近行业 · an industry here that is near")
    peer = _near("PeerRegion", group, "行业结构相似度 · likeness of the mix", "已有该行业的地区 · a region that has it")
    candidate = make_type(
        "IndustryCandidate",
        [
            attribute_field("industry", group, "行业 · industry"),
            attribute_field("density", float, "关联密度，0 至 1 · relatedness density, 0 to 1"),
            attribute_field("pci", float | None, "行业复杂度 · complexity of the industry"),
            attribute_field("n", int, "本地已有企业数 · enterprises here already"),
            _pairs("related", related, "由哪些本地行业而近 · which of the region's industries make it near"),
            _pairs("peers", peer, "已有的地区，最相似者在前 · regions that have it, the most alike first"),
        ],
        "可发展的行业 · an industry the region could do next",
    )
    fields = [
        attribute_field("region", group, "地区 · region"),
        attribute_field("total", int, "候选总数 · how many candidates"),
        read_field("candidates", list_of(candidate), "候选，近者在前 · candidates, the nearest first", _candidates),
    ]
    return _table("NextIndustries", fields, "接下来适合的行业 · industries a region could do next", shared)


def _candidates(root: NextIndustries, _info: Any) -> list[Any]:
    return list(root.candidates)
