"""The project library over GraphQL: thin over analysis.pipeline."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from datetime import date
from typing import Any

from analysis.pipeline import Pipeline, Progress, Quarter, Step, project_pipeline
from graph_api.connections import check_first
from graph_api.enums import code_of
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import computed, result_fields
from graph_api.ledger import FIRST, REGION, entities_field, entity_field
from graph_api.types import Types


def pipeline_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    level = types.enums.codelists["RegionLevel"]
    returns = _pipeline(types, shared)

    async def resolve(
        root: Any,
        info: Info,
        region: str | None = None,
        region_level: Any = level.members["county"],
        stalled_after: int = 180,
        as_of: date | None = None,
    ) -> Pipeline:
        asked = {"region": region, "region_level": code_of(region_level), "stalled_after": stalled_after}
        found: Pipeline = await computed(info, project_pipeline, **asked, as_of=as_of)
        return found

    return [
        resolved_field(
            "projectPipeline",
            resolve,
            returns,
            "项目库：阶段、停滞、到位资金、漏斗 · project library: stages, stalled projects, paid-in, funnel",
            region=REGION,
            region_level=argument(level.type, "漏斗按哪级地区 · level of regions of the quarters"),
            stalled_after=argument(int, "多少天没有进展为停滞 · after how many days without a move it is stalled"),
            as_of=argument(date | None, "截至日期，缺省今天 · on which day; today by default"),
        )
    ]


def _pipeline(types: Types, shared: dict[str, Any]) -> Any:
    stages = types.enums.codelists["ProjectStage"]
    project, quarter = _project(types, shared, stages), _quarter(shared)
    step = make_type(
        "FunnelStep",
        [
            read_field("stage", stages.type, "阶段 · stage", lambda s, _: stages.members[s.stage]),
            attribute_field("at", int, "处于该阶段 · projects at it"),
            attribute_field("reached", int, "到过该阶段 · at it or beyond"),
            attribute_field("planned", float, "处于该阶段者的计划投资 · planned by those at it"),
        ],
        "漏斗的一级 · a stage of the funnel",
    )

    def projects(root: Pipeline, info: Info, first: int = 20, stalled: bool | None = None) -> list[Progress]:
        wanted = [p for p in root.projects if stalled is None or p.stalled is stalled]
        return wanted[: check_first("first", first)]

    def quarters(root: Pipeline, info: Info, first: int = 100) -> list[Quarter]:
        return list(root.quarters[: check_first("first", first)])

    def funnel(root: Pipeline, _info: Any) -> list[Step]:
        return list(root.funnel)

    return make_type(
        "ProjectPipeline",
        [
            *result_fields(shared),
            attribute_field("asOf", date, "截至日期 · on which day", "as_of"),
            resolved_field(
                "projects",
                projects,
                list_of(project),
                "项目，停滞最久者在前 · projects, the longest stalled first",
                first=FIRST,
                stalled=argument(bool | None, "只要停滞或未停滞者 · only stalled ones, or only others"),
            ),
            read_field("funnel", list_of(step), "漏斗 · funnel", funnel),
            resolved_field("quarters", quarters, list_of(quarter), "各季度各地区 · by quarter and region", first=FIRST),
            attribute_field("terminated", int, "终止的项目数 · projects that were given up"),
            attribute_field("stalled", int, "停滞的项目数 · stalled projects"),
            attribute_field("planned", float, "计划投资合计 · planned in all, where known"),
            attribute_field("paidIn", float, "到位资金合计 · paid in, where known", "paid_in"),
            attribute_field(
                "paidShare",
                float | None,
                "到位率，限两项都已知者 · paid in over planned, where both are known",
                "paid_share",
            ),
        ],
        "项目库 · project library",
    )


def _project(types: Types, shared: dict[str, Any], stages: Any) -> Any:
    return make_type(
        "ProjectProgress",
        [
            entity_field(types, "project", "项目 · the project", lambda p: p.id),
            read_field("stage", stages.type | None, "阶段 · stage", lambda p, _: stages.member(p.stage)),
            attribute_field("region", shared["group"] | None, "地区 · region"),
            attribute_field("movedOn", date | None, "最近进展日期 · when it last moved", "moved_on"),
            attribute_field("days", int | None, "距今天数 · days since"),
            attribute_field("stalled", bool, "是否停滞 · whether it is stalled"),
            attribute_field("planned", float | None, "计划投资 · planned"),
            attribute_field("paidIn", float | None, "到位资金 · paid in", "paid_in"),
            attribute_field("paidShare", float | None, "到位率 · paid in over planned", "paid_share"),
            entities_field(types, "responsible", "牵头单位 · who leads it", lambda p: p.responsible),
        ],
        "一个项目的进展 · how far a project is",
    )


def _quarter(shared: dict[str, Any]) -> Any:
    return make_type(
        "PipelineQuarter",
        [
            attribute_field("quarter", str, "季度，如 2024Q2 · quarter"),
            attribute_field("region", shared["group"] | None, "地区 · region"),
            attribute_field("signed", int, "签约数 · signed"),
            attribute_field("started", int, "开工数 · started"),
            attribute_field("operating", int, "投产数 · put into operation"),
            attribute_field("plannedSigned", float, "签约项目的计划投资 · planned by those signed", "planned_signed"),
        ],
        "一个季度一个地区 · a quarter in a region",
    )
