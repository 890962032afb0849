"""The project library: stages, stalled days, planned against paid-in, funnel by quarter and county."""

from datetime import date
from decimal import Decimal

import pytest

from analysis.errors import AnalysisRefused
from analysis.pipeline import STAGES, project_pipeline
from support.graphs import write_graph

REGIONS = [{"id": f"region:{c}", "name": f"{c}县", "code": c} for c in ("371325", "371326")]


def _project(number, stage, place="371325", **more):
    return {"id": f"project:{number}", "name": f"项目{number}", "stage": stage, "region_code": place, **more}


PROJECTS = [
    _project(1, "signed", signed_on=date(2024, 1, 1), planned_amount=Decimal(100), paid_in_amount=Decimal(30)),
    _project(2, "started", signed_on=date(2023, 5, 1), started_on=date(2024, 7, 1), planned_amount=Decimal(200)),
    _project(3, "operating", signed_on=date(2022, 1, 1), operated_on=date(2023, 1, 1))
    | {"planned_amount": Decimal(50), "paid_in_amount": Decimal(60)},
    _project(4, "lead", "371326"),
    _project(5, "terminated", "371326", signed_on=date(2022, 2, 1)),
    _project(6, "signed", "371326", signed_on=date(2024, 12, 1)),
]  # fmt: skip


@pytest.fixture
def graph(tmp_path):
    offices = [{"id": "organization:o", "name": "商务局"}, {"id": "organization:h", "name": "协会"}]
    duties = [
        {"from_id": "organization:o", "to_id": "project:1", "role": "lead"},
        {"from_id": "organization:h", "to_id": "project:1", "role": "support"},
        {"from_id": "organization:h", "to_id": "project:2", "role": "support"},
    ]
    nodes = {"Project": PROJECTS, "Region": REGIONS, "Organization": offices}
    return write_graph(tmp_path, nodes, {"RESPONSIBLE_FOR": duties})


def test_a_project_that_has_not_moved_for_long_is_stalled(graph):
    found = {p.id: p for p in project_pipeline(graph, as_of=date(2024, 8, 1)).projects}
    assert (found["project:1"].days, found["project:1"].stalled) == (213, True)
    assert (found["project:2"].days, found["project:2"].stalled) == (31, False)
    assert not found["project:3"].stalled
    assert not found["project:5"].stalled
    assert found["project:4"].days is None
    assert found["project:6"].moved_on is None  # what was still to come
    assert not {p.id: p for p in project_pipeline(graph, stalled_after=213, as_of=date(2024, 8, 1)).projects}[
        "project:1"
    ].stalled


def test_the_longest_stalled_come_first_with_who_leads_them(graph):
    found = project_pipeline(graph, as_of=date(2026, 1, 1))
    assert [p.id for p in found.projects[:3]] == ["project:1", "project:2", "project:6"]
    assert found.stalled == 3
    assert [p.responsible for p in found.projects[:3]] == [("organization:o",), ("organization:h",), ()]


def test_the_funnel_counts_who_reached_each_stage(graph):
    found = project_pipeline(graph, as_of=date(2025, 1, 1))
    assert [s.stage for s in found.funnel] == list(STAGES)
    assert [s.at for s in found.funnel] == [1, 0, 2, 0, 1, 1]
    assert [s.reached for s in found.funnel] == [5, 4, 4, 2, 2, 1]
    assert found.terminated == 1
    assert sum(s.at for s in found.funnel) + found.terminated == found.n == 6


def test_paid_in_is_compared_only_where_both_amounts_are_known(graph):
    found = project_pipeline(graph, as_of=date(2025, 1, 1))
    assert (found.planned, found.paid_in) == (350.0, 90.0)
    assert found.paid_share == pytest.approx(90 / 150, rel=1e-12)
    assert "overpaid" in [w.code for w in found.warnings]
    assert found.coverage == pytest.approx(5 / 6)


def test_moves_stand_in_their_quarter_and_county(graph):
    found = project_pipeline(graph, as_of=date(2025, 1, 1))
    cells = {(q.quarter, q.region.code): (q.signed, q.started, q.operating) for q in found.quarters}
    assert cells[("2024Q1", "371325")] == (1, 0, 0)
    assert cells[("2024Q3", "371325")] == (0, 1, 0)
    assert cells[("2024Q4", "371326")] == (1, 0, 0)
    assert sum(q.signed for q in found.quarters) == 5


def test_a_region_has_its_own_library(graph):
    assert project_pipeline(graph, region="371326县", as_of=date(2025, 1, 1)).n == 3
    with pytest.raises(AnalysisRefused, match="region"):
        project_pipeline(graph, region="无此县")
    with pytest.raises(AnalysisRefused, match="stalled_after"):
        project_pipeline(graph, stalled_after=-1)


def test_a_graph_without_projects_has_an_empty_library(tmp_path):
    found = project_pipeline(write_graph(tmp_path, {"Region": REGIONS}), as_of=date(2025, 1, 1))
    assert (found.n, found.coverage, found.projects, found.paid_share) == (0, None, (), None)
