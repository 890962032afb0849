"""Neighbourhoods by relevance, common neighbours and likeness against plain loops and networkx."""

import math
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.between import between_all
from analysis.errors import AnalysisRefused
from analysis.neighbours import common_neighbours, neighbourhood, similar
from analysis.projection import Projection
from analysis.ties import DAMPING, Ties
from support.graphs import projection, write_graph
from support.random_graphs import N, relations, steps


class Version:
    data_version = "0" * 16


def graph_of(made: list[Any]) -> Projection:
    graph = projection(N, made)
    object.__setattr__(graph, "snapshot", Version())
    return graph.select([t for t in graph.edge_types if t != "SAME_AS"])


def walked(graph: Projection, depth: int) -> tuple[dict[int, float], dict[int, int]]:
    """Least cost and fewest steps from node 0, layer by layer."""
    best, hops = {0: 0.0}, {0: 0}
    for step in range(1, depth + 1):
        following = dict(best)
        for one, other, cost in steps(graph, Ties(graph)):
            if one in best:
                passing = DAMPING * math.log(graph.degree[one]) if one else 0.0
                following[other] = min(following.get(other, math.inf), best[one] + cost + passing)
        best = following
        hops |= {node: step for node in best if node not in hops}
    return best, hops


@settings(max_examples=600, deadline=None)
@given(relations, st.integers(0, 4), st.integers(1, N))
def test_the_most_relevant_come_first_and_the_others_are_counted(made: list[Any], depth: int, limit: int) -> None:
    graph = graph_of(made)
    found = neighbourhood(graph, "enterprise:0000", depth=depth, limit=limit)
    best, hops = walked(graph, depth)
    relevance = sorted((math.exp(-cost) for cost in best.values()), reverse=True)
    assert found.n == len(best)
    assert [one.relevance for one in found.nodes] == pytest.approx(relevance[:limit])
    for one in found.nodes:
        node = graph.index_of(one.id) or 0
        assert (one.relevance, one.hops) == (pytest.approx(math.exp(-best[node])), hops[node])
    assert sum(found.left_out.values()) == len(best) - len(found.nodes)
    shown = {graph.index_of(one.id) for one in found.nodes}
    ends = [(int(graph.head[e]), int(graph.tail[e])) for e in range(graph.m)]
    assert found.edges == tuple(e for e, (a, b) in enumerate(ends) if a != b and {a, b} <= shown)


@settings(max_examples=400, deadline=None)
@given(relations)
def test_common_neighbours_are_those_of_networkx(made: list[Any]) -> None:
    graph = graph_of(made)
    plain = nx.Graph([(a, b) for a, b in zip(graph.head.tolist(), graph.tail.tolist(), strict=True) if a != b])
    plain.add_nodes_from(range(N))
    found = common_neighbours(graph, ["enterprise:0000", "enterprise:0001"])
    wanted = {graph.id_of(node) for node in nx.common_neighbors(plain, 0, 1)}
    assert {common.id for common in found.neighbours} == wanted
    assert found.n == len(wanted)


@settings(max_examples=800, deadline=None)
@given(relations, st.sets(st.integers(0, N - 1), min_size=2, max_size=4))
def test_what_connects_them_is_a_tree_between_those_that_are_connected(made: list[Any], asked: set[int]) -> None:
    graph = graph_of(made)
    plain = nx.Graph([(a, b) for a, b in zip(graph.head.tolist(), graph.tail.tolist(), strict=True) if a != b])
    plain.add_nodes_from(range(N))
    ids = [graph.id_of(node) for node in sorted(asked)]
    found = between_all(graph, ids, max_hops=10)
    tree = nx.Graph([(graph.id_of(graph.head[e]), graph.id_of(graph.tail[e])) for e in found.edges])
    tree.add_nodes_from(found.nodes)
    assert nx.is_forest(tree)
    assert set(ids) <= set(found.nodes) == set(tree)
    assert {node for node in tree if tree.degree(node) == 1} <= set(ids)
    assert found.parts == nx.number_connected_components(tree)
    together = {frozenset(asked & part) for part in nx.connected_components(plain)} - {frozenset()}
    told = {frozenset(ids) & set(part) for part in nx.connected_components(tree)}
    assert told == {frozenset(graph.id_of(node) for node in part) for part in together}
    assert found.n == sum(len(part) for part in together if len(part) > 1)


def test_two_are_connected_by_their_closest_way() -> None:
    made = [("OWNS", 0, 2, 0.9, None), ("OWNS", 2, 1, 0.9, None), ("SUPPLIES", 0, 3, None, None)]
    graph = graph_of([*made, ("SUPPLIES", 3, 1, None, None), ("SUPPLIES", 3, 4, None, None)])
    found = between_all(graph, ["enterprise:0000", "enterprise:0001"])
    assert found.nodes == ("enterprise:0000", "enterprise:0001", "enterprise:0002")
    assert (found.parts, found.n, found.coverage) == (1, 2, 1.0)
    with pytest.raises(AnalysisRefused, match="name 2 to 50 different"):
        between_all(graph, ["enterprise:0000", "enterprise:0000"])


def test_the_likest_share_rare_neighbours_industry_and_size(tmp_path: Path) -> None:
    firms = [
        {"id": f"enterprise:{c}", "name": c, "employees": size}
        for c, size in zip("abcd", (10, 20, None, 10), strict=True)
    ]
    industries = [{"id": "industry:x", "name": "x"}, {"id": "industry:y", "name": "y"}]
    people = [{"id": "person:p", "name": "p"}, {"id": "person:q", "name": "q"}]

    def tied(*pairs: str) -> list[dict[str, str]]:
        return [dict(zip(("from_id", "to_id"), pair.split(), strict=True)) for pair in pairs]

    edges = {
        "IN_INDUSTRY": tied("enterprise:a industry:x", "enterprise:b industry:x", "enterprise:d industry:y"),
        "HOLDS_ROLE": tied("person:p enterprise:a", "person:p enterprise:b", "person:q enterprise:a",
                           "person:q enterprise:c"),
    }  # fmt: skip
    types = {"enterprise": "Enterprise", "industry": "Industry", "person": "Person"}
    for rows in edges.values():
        for row in rows:
            row["from_type"], row["to_type"] = (types[row[k].partition(":")[0]] for k in ("from_id", "to_id"))
    graph = write_graph(tmp_path, {"Enterprise": firms, "Industry": industries, "Person": people}, edges)
    found = similar(graph, "enterprise:a")
    assert [one.id for one in found.entities] == ["enterprise:b", "enterprise:c"]
    like, less = found.entities
    w = 1 / math.log(2)
    assert like.factors == {"structure": pytest.approx(2 * w / math.sqrt(3 * w * 2 * w)), "industry": 1.0, "size": 0.5}
    assert like.score == pytest.approx((2 * like.factors["structure"] + 1 + 0.5) / 4)  # type: ignore[operator]
    assert (less.factors["industry"], less.factors["size"]) == (None, None)
    assert found.coverage == 0.5
