"""The closest paths against those of networkx, on graphs with loops, parallel relations and ended ones."""

import itertools
import math
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.derived import RULES, derived_ties
from analysis.errors import AnalysisRefused
from analysis.paths import Search, node_of, paths, warm_paths
from analysis.projection import Projection
from analysis.ties import DAMPING, Ties, shipped_ties
from ontology.model import load
from support.graphs import projection, write_graph
from support.random_graphs import ENDED, TODAY, N, relations, steps


def reference(graph: Projection, ties: Ties, start: int, end: int, hops: int) -> list[tuple[float, int]]:
    """Cost and length of all simple paths of at most so many steps, by networkx."""
    made: nx.DiGraph[int] = nx.DiGraph()
    made.add_nodes_from(range(graph.n))
    for one, other, cost in steps(graph, ties):
        for a, b in ((one, other), (other, one)):
            if cost < made.get_edge_data(a, b, {"cost": math.inf})["cost"]:
                made.add_edge(a, b, cost=cost)
    found = []
    for path in nx.all_simple_paths(made, start, end, cutoff=hops):
        passed = sum(DAMPING * math.log(graph.degree[node]) for node in path[1:-1])
        cost = sum(made.edges[pair]["cost"] for pair in itertools.pairwise(path)) + passed
        found.append((cost, len(path) - 1))
    return sorted(found)


@settings(max_examples=1500, deadline=None)
@given(relations, st.integers(1, 5), st.integers(1, 6), st.integers(0, 3))
def test_the_k_closest_are_those_of_networkx(made: list[Any], k: int, hops: int, detour: int) -> None:
    graph = projection(N, made)
    ties = Ties(graph, None, TODAY)
    search = Search(ties, 0, 1)
    found = search.best(k, hops, detour)
    known = reference(graph, ties, 0, 1, hops)
    shortest = min((length for _, length in known), default=0)
    wanted = [cost for cost, length in known if length <= shortest + detour][:k]
    assert [path.cost for path in found] == pytest.approx(wanted)
    assert not search.truncated
    for path in found:
        assert len(set(path.nodes)) == len(path.nodes)
        for (one, other), edges in zip(itertools.pairwise(path.nodes), path.edges, strict=True):
            ends = {(graph.id_of(graph.head[e]), graph.id_of(graph.tail[e])) for e in edges}
            assert ends <= {(one, other), (other, one)}
            assert all(graph.edge_types[graph.edge_type[e]] != "SAME_AS" for e in edges)
            assert all(graph.valid_to[e] != ENDED for e in edges)


def test_a_close_holder_is_closer_than_a_hub() -> None:
    shared = [("OWNS", 0, 2, 0.9, None), ("OWNS", 2, 1, 0.9, None)]
    hub = [("SUPPLIES", 3, node, None, None) for node in (0, 1, *range(4, 40))]
    graph = projection(40, [*shared, *hub])
    best, other = Search(Ties(graph), 0, 1).best(2, 4, 2)
    assert best.nodes[1] == "enterprise:0002"
    assert other.nodes[1] == "enterprise:0003"
    assert best.strength > 7 * other.strength
    assert not Search(Ties(graph, most=20), 0, 1).best(2, 4, 2)[1:]


def test_the_cost_is_as_defined() -> None:
    graph = projection(3, [("OWNS", 0, 1, 0.5, None), ("HOLDS_ROLE", 1, 2, None, None)])
    (path,) = Search(Ties(graph), 0, 2).best(3, 4, 4)
    low, high = shipped_ties()["OWNS"].share_strength or (0, 0)
    role = shipped_ties()["HOLDS_ROLE"].strength
    assert path.cost == pytest.approx(-math.log((low + high) / 2) - math.log(role) + DAMPING * math.log(2))


def test_a_search_that_would_look_at_too_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [("SUPPLIES", i, i + 1, None, None) for i in range(9)]
    monkeypatch.setattr("analysis.paths.MOST_EDGES", 6)
    search = Search(Ties(projection(10, made)), 0, 9)
    assert search.best(1, 10, 0) == []
    assert [notice.code for notice in search.notices()] == ["search_cut_short"]


def test_rules_name_edge_types_and_properties_of_the_ontology() -> None:
    ontology = load()
    for name, tie in shipped_ties().items():
        assert name in ontology.edge_types or name in RULES
        assert tie.tells is None or tie.tells in ontology.edge_types[name].properties
    assert set(RULES) <= set(shipped_ties())


def test_wrong_questions_are_refused(tmp_path: Any) -> None:
    graph = write_graph(tmp_path, {"Enterprise": [{"id": "enterprise:a", "name": "甲"}]})
    with pytest.raises(AnalysisRefused, match="k 0 is not between 1 and 50"):
        paths(graph, "enterprise:a", "enterprise:a", k=0)
    with pytest.raises(AnalysisRefused, match="search for it by name"):
        warm_paths(graph, "enterprise:b", ["enterprise:a"])
    assert paths(graph, "enterprise:a", "enterprise:a").paths[0].nodes == ("enterprise:a",)


def test_introductions_come_from_the_closest_first(tmp_path: Any) -> None:
    names = {"Enterprise": [{"id": f"enterprise:{c}", "name": c} for c in "abcde"]}
    owned = [("b", "t"), ("a", "b")]
    names["Enterprise"].append({"id": "enterprise:t", "name": "t"})
    edges = {"OWNS": [{"from_id": f"enterprise:{h}", "to_id": f"enterprise:{t}", "share": 0.9} for h, t in owned]}
    graph = write_graph(tmp_path, names, edges)
    found = warm_paths(graph, "enterprise:t", ["enterprise:c", "enterprise:a", "enterprise:b"])
    assert [way.start for way in found.ways] == ["enterprise:b", "enterprise:a"]
    assert (found.n, found.coverage) == (2, pytest.approx(2 / 3))
    assert node_of(Projection.from_snapshot(graph), "enterprise:t") == 5


def test_shared_phones_are_walked_where_that_is_said(tmp_path: Path) -> None:
    phones = {"a": "0539-1234567", "b": "0539 1234567", "c": None, "d": "0539-7654321"}
    firms = [{"id": f"enterprise:{c}", "name": c, "phone": phone} for c, phone in phones.items()]
    edges = {"OWNS": [{"from_id": "enterprise:b", "to_id": "enterprise:c", "share": 1.0}]}
    graph = Projection.from_snapshot(write_graph(tmp_path, {"Enterprise": firms}, edges))
    assert paths(graph, "enterprise:a", "enterprise:c").paths == ()
    (path,) = paths(graph, "enterprise:a", "enterprise:c", derived=True).paths
    assert path.nodes == ("enterprise:a", "enterprise:b", "enterprise:c")
    assert path.edges == ((graph.m,), (0,))
    assert derived_ties(graph).told(0) == ("SAME_PHONE", 0, 1)
    passing = DAMPING * math.log(1)
    assert path.cost == pytest.approx(-math.log(0.5) - math.log(0.95) + passing)
    assert paths(graph, "enterprise:a", "enterprise:d", derived=True).paths == ()
