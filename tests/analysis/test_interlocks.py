"""Persons who tie enterprises, against networkx; shared values by rule; listed companies with common directors."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from analysis.errors import AnalysisRefused
from analysis.interlocks import interlocks
from analysis.projection import Projection
from loaders.load import load_file
from loaders.mapping import read_mapping
from ontology.model import load
from records import snapshot as snapshots
from records.archive import Archive
from records.snapshot import Snapshot
from support.graphs import write_graph
from support.shared import shared_data

DAY = date(2024, 1, 1)
MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"


def tie(person: str, firm: str, **properties: Any) -> dict[str, Any]:
    return {"from_id": f"person:{person}", "to_id": f"enterprise:{firm}", **properties}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """p ties a, b and c; q ties a and b too; r left b. a and b share a phone, c and d an address, all an e-mail."""
    firms = [
        {"id": f"enterprise:{n}", "name": n, "email": "Office@example.com", "region_code": "371300", **told}
        for n, told in (
            ("a", {"phone": "0539-1234567", "legal_representative": "赵一"}),
            ("b", {"phone": "05391234567"}),
            ("c", {"address": "某路 1 号", "legal_representative": "赵一"}),
            ("d", {"address": "某路１号", "region_code": "370100"}),
        )
    ]
    roles = [
        tie("p", "a", role="董事"),
        tie("p", "b", role="董事"),
        tie("p", "c", role="监事"),
        tie("q", "a", role="董事"),
        tie("r", "a", role="董事"),
        tie("r", "b", role="董事", valid_to=date(2020, 1, 1)),
    ]
    persons = [{"id": f"person:{n}", "name": n} for n in "pqr"]
    return write_graph(
        tmp_path,
        {"Enterprise": firms, "Person": persons},
        {"HOLDS_ROLE": roles, "OWNS": [tie("q", "b", share=0.2)]},
    )


def test_persons_come_with_degree_and_what_they_bridge(snapshot: Snapshot) -> None:
    found = interlocks(snapshot, as_of=DAY)
    told = [(i.person[-1], i.degree, i.bridging, "".join(e[-1] for e in i.enterprises)) for i in found.persons]
    # Without p, a and b are tied by q still, and c by nobody: two parts.
    assert told == [("p", 3, 2, "abc"), ("q", 2, 1, "ab")]
    assert [len(i.relations) for i in found.persons] == [3, 2]
    assert (found.n, found.total, found.coverage) == (4, 2, 3 / 4)


def test_days_ties_and_sizes_are_chosen(snapshot: Snapshot) -> None:
    def persons(**asked: Any) -> str:
        return "".join(i.person[-1] for i in interlocks(snapshot, **asked).persons)

    assert persons(as_of=date(2019, 1, 1)) == "pqr"
    assert persons(through=["HOLDS_ROLE"], as_of=DAY) == "p"
    assert persons(min_enterprises=3, as_of=DAY) == "p"
    assert persons(ids=["enterprise:c"], as_of=DAY) == "p"
    assert persons(region="370100", as_of=DAY) == ""


def test_shared_values_are_told_by_rule_and_those_of_many_are_left_out(snapshot: Snapshot) -> None:
    found = interlocks(snapshot, largest=3, as_of=DAY)
    told = [(s.rule, "".join(m[-1] for m in s.members)) for s in found.shared]
    assert told == [("SAME_PHONE", "ab"), ("SAME_ADDRESS", "cd"), ("SAME_LEGAL_REPRESENTATIVE", "ac")]
    assert found.left_out == 1
    assert interlocks(snapshot, region="370100", as_of=DAY).shared_total == 2
    assert not interlocks(snapshot, rules=(), as_of=DAY).shared


@pytest.mark.parametrize(
    "wrong", [{"through": ["SUPPLIES"]}, {"rules": ["SAME_DOG"]}, {"min_enterprises": 1}, {"largest": 1}, {"most": 0}]
)
def test_a_refusal_names_the_parameter(snapshot: Snapshot, wrong: dict[str, Any]) -> None:
    with pytest.raises(AnalysisRefused, match=f"^{next(iter(wrong))}:"):
        interlocks(snapshot, **wrong)


def test_bridging_is_the_number_of_parts_that_are_left(tmp_path: Path) -> None:
    """Hundreds of small networks in one snapshot, each person taken out by networkx."""
    rng, rows = random.Random(3), list[dict[str, Any]]()
    for graph in range(300):
        rows += [tie(f"{graph:03d}{rng.randrange(5)}", f"{graph:03d}{rng.randrange(6)}") for _ in range(9)]
    ends = {(row["from_id"], row["to_id"]) for row in rows}
    nodes = {
        "Person": [{"id": i, "name": i} for i in sorted({p for p, _ in ends})],
        "Enterprise": [{"id": i, "name": i} for i in sorted({e for _, e in ends})],
    }
    found = interlocks(write_graph(tmp_path, nodes, {"HOLDS_ROLE": rows}), most=10_000)
    network = nx.Graph(ends)
    expected = {p: set(network[p]) for p in network if p.startswith("person:") and len(network[p]) > 1}
    assert {i.person: set(i.enterprises) for i in found.persons} == expected
    for person in found.persons:
        left = network.subgraph(set(network) - {person.person})
        parts = {frozenset(nx.node_connected_component(left, e)) for e in person.enterprises}
        assert person.bridging == len(parts)


@pytest.mark.shared
@pytest.mark.slow
def test_directors_of_several_listed_companies_are_found(tmp_path: Path) -> None:
    ontology = load()
    archive = Archive(tmp_path / "archive", ontology)
    for mapping, file in (
        ("listed-companies.yaml", "chain-kg/company.jsonl"),
        ("executives.yaml", "stock-kg/executive_prep.csv"),
    ):
        loaded = load_file(shared_data(file), ontology=ontology, mapping=read_mapping(MAPPINGS / mapping, ontology))
        archive.write(loaded.source, loaded.records)
    projection = Projection.from_snapshot(snapshots.build(archive, ontology, tmp_path / "snapshots"))
    found = interlocks(projection, most=10_000)
    assert found.total > 100
    assert all(i.degree >= 2 and i.bridging >= 1 for i in found.persons)
    assert found.persons[0].degree == max(i.degree for i in found.persons)
