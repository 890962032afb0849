"""The project library over GraphQL, on both stores."""

from collections.abc import Iterator
from typing import Any

import pytest

from cypher.store import Store
from graph_api.context import AppContext
from ontology.model import Ontology
from support.builders import day, entity, make_source, region, relation, yuan
from support.example_store import build_snapshot, fill


@pytest.fixture(scope="module")
def app(engine_store: Store, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Two projects of a county, one of them led by its bureau."""
    said = [
        region("371325", "费县"),
        entity("Organization", "o", name="商务局"),
        entity(
            "Project",
            "1",
            name="甲项目",
            region_code="371325",
            stage="signed",
            signed_on=day("2024-01-01"),
            planned_amount=yuan("1000000"),
            paid_in_amount=yuan("250000"),
        ),
        entity("Project", "2", name="乙项目", region_code="371325", stage="lead"),
        relation("RESPONSIBLE_FOR", ("Organization", "o"), ("Project", "1"), role="lead"),
    ]
    snapshot = build_snapshot(tmp_path_factory.mktemp("projects"), ontology, {make_source("library"): said})
    context = AppContext(ontology, fill(engine_store, snapshot), snapshot)
    yield context
    context.close()


def test_the_library_tells_what_is_stalled_and_who_leads_it(ask: Any) -> None:
    found = ask(
        """{ projectPipeline(region: "费县", asOf: "2025-01-01") { n coverage stalled terminated planned
          paidIn paidShare
          projects(stalled: true) { project { name } stage days movedOn region { name } responsible { name } paidShare }
          funnel { stage at reached planned } quarters { quarter signed region { name } plannedSigned } } }"""
    )["projectPipeline"]
    assert (found["n"], found["coverage"], found["stalled"], found["terminated"]) == (2, 0.5, 1, 0)
    assert (found["planned"], found["paidIn"], found["paidShare"]) == (1_000_000.0, 250_000.0, 0.25)
    (project,) = found["projects"]
    assert project["project"] == {"name": "甲项目"}
    assert (project["stage"], project["days"], project["movedOn"]) == ("SIGNED", 366, "2024-01-01")
    assert project["responsible"] == [{"name": "商务局"}]
    assert [(s["stage"], s["at"], s["reached"]) for s in found["funnel"]][:3] == [
        ("LEAD", 1, 2),
        ("NEGOTIATION", 0, 1),
        ("SIGNED", 1, 1),
    ]
    assert found["quarters"] == [
        {"quarter": "2024Q1", "signed": 1, "region": {"name": "费县"}, "plannedSigned": 1_000_000.0}
    ]


def test_a_negative_span_is_refused(raw: Any) -> None:
    (error,) = raw("{ projectPipeline(stalledAfter: -1) { n } }")["errors"]
    assert error["message"].startswith("stalled_after")
