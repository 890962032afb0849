"""Events of an entity in order, from its own dates, its relations and what it is tied to."""

from datetime import date
from pathlib import Path

import pytest

from analysis.errors import AnalysisRefused
from analysis.timeline import timeline
from ontology.model import load
from records.snapshot import Snapshot
from support.graphs import write_graph

ONTOLOGY = load()


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    nodes = {
        "Enterprise": [
            {"id": "enterprise:a", "name": "甲", "founded": date(2001, 2, 3), "listed_on": date(2010, 5, 6)},
            {"id": "enterprise:b", "name": "乙", "founded": date(1999, 1, 1)},
        ],
        "Project": [{"id": "project:x", "name": "丙项目", "signed_on": date(2012, 1, 1)}],
    }
    edges = {
        "OWNS": [
            {
                "from_id": "enterprise:b",
                "to_id": "enterprise:a",
                "valid_from": date(2003, 1, 1),
                "valid_to": date(2009, 1, 1),
            }
        ],
        "INVESTS_IN": [{"from_id": "enterprise:a", "to_id": "project:x"}],
        "SAME_AS": [{"from_id": "enterprise:a", "to_id": "enterprise:b", "valid_from": date(2000, 1, 1)}],
    }
    return write_graph(tmp_path, nodes, edges)


def test_all_that_happened_is_told_in_order(snapshot: Snapshot) -> None:
    found = timeline(snapshot, "enterprise:a", ontology=ONTOLOGY)
    told = [(h.on.year, h.kind, h.property, h.edge_type, h.other_name, h.outward) for h in found.happenings]
    assert told == [
        (2001, "OWN", "founded", None, None, True),
        (2003, "BEGAN", None, "OWNS", "乙", False),
        (2009, "ENDED", None, "OWNS", "乙", False),
        (2010, "OWN", "listed_on", None, None, True),
        (2012, "OTHER", "signed_on", "INVESTS_IN", "丙项目", True),
    ]
    assert (found.n, found.coverage, found.truncated, found.type) == (5, 0.5, False, "Enterprise")
    assert all((h.relation is None) == (h.kind == "OWN") for h in found.happenings)


def test_a_timeline_can_be_seen_up_to_a_day(snapshot: Snapshot) -> None:
    def years(**asked: date) -> list[int]:
        return [h.on.year for h in timeline(snapshot, "enterprise:a", ontology=ONTOLOGY, **asked).happenings]

    assert years(until=date(2009, 1, 1)) == [2001, 2003, 2009]
    assert years(since=date(2009, 1, 2)) == [2010, 2012]


def test_a_refusal_names_the_parameter(snapshot: Snapshot) -> None:
    with pytest.raises(AnalysisRefused, match=r"^until:"):
        timeline(snapshot, "enterprise:a", ontology=ONTOLOGY, since=date(2020, 1, 1), until=date(2019, 1, 1))
    with pytest.raises(AnalysisRefused, match=r"^id:"):
        timeline(snapshot, "enterprise:none", ontology=ONTOLOGY)
