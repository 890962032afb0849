"""Communities are found where they were planted, named, and the same in every run."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.communities import communities, leiden, modularity, partition
from analysis.errors import AnalysisRefused
from analysis.projection import Projection
from support.graphs import write_graph


def _id(i):
    return f"enterprise:{i:04d}"


def _supplies(pairs):
    return {"SUPPLIES": [{"from_id": _id(a), "to_id": _id(b)} for a, b in pairs]}


def _enterprises(n, **properties):
    return [{"id": _id(i), "name": f"企业{i}", **properties} for i in range(n)]


def _symmetric(graph):
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(len(graph)), weight=None, dtype=float))


@given(st.integers(2, 12), st.integers(0, 2**31), st.floats(0, 3))
@settings(deadline=None)
def test_modularity_equals_networkx(n, seed, resolution):
    graph = nx.gnp_random_graph(n, 0.5, seed=seed)
    graph.add_edge(0, 1)
    member = np.random.default_rng(seed).integers(0, 3, n)
    groups = [set(np.flatnonzero(member == k).tolist()) for k in range(3)]
    expected = nx.community.modularity(graph, [g for g in groups if g], resolution=resolution)
    assert modularity(_symmetric(graph), member, resolution) == pytest.approx(expected, abs=1e-9)


def test_planted_communities_are_found(tmp_path):
    graph = nx.planted_partition_graph(8, 25, 0.5, 0.01, seed=2)
    found = communities(write_graph(tmp_path, {"Enterprise": _enterprises(200)}, _supplies(graph.edges())))
    planted = [{_id(i) for i in range(25 * k, 25 * k + 25)} for k in range(8)]
    assert sorted(map(sorted, found.communities and [c.members for c in found.communities])) == sorted(
        map(sorted, planted)
    )
    assert found.modularity == pytest.approx(nx.community.modularity(graph, graph.graph["partition"]), abs=1e-9)
    assert (found.n, found.coverage, found.total) == (200, 1.0, 8)


def test_modularity_is_at_least_that_of_networkx_louvain():
    graph = nx.barabasi_albert_graph(2000, 3, seed=5)
    matrix = _symmetric(graph)
    peer = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    assert modularity(matrix, leiden(matrix)) > peer - 0.02


def test_two_runs_and_a_projection_give_the_same(tmp_path):
    graph = nx.barabasi_albert_graph(400, 2, seed=5)
    snapshot = write_graph(tmp_path, {"Enterprise": _enterprises(400)}, _supplies(graph.edges()))
    first = communities(snapshot, seed=7)
    communities(snapshot, seed=8)
    assert first == communities(Projection.from_snapshot(snapshot), seed=7)


def test_every_community_hangs_together(tmp_path):
    graph = nx.barabasi_albert_graph(400, 2, seed=9)
    found = communities(write_graph(tmp_path, {"Enterprise": _enterprises(400)}, _supplies(graph.edges())), min_size=1)
    for community in found.communities:
        assert nx.is_connected(graph.subgraph(int(i[-4:]) for i in community.members))
    assert sum(c.size for c in found.communities) == 400


def test_ties_inside_and_outside_are_counted(tmp_path):
    pairs = [(0, 1), (1, 2), (2, 0), (0, 1), (1, 1), (3, 4), (4, 5), (5, 3), (2, 3)]
    found = communities(write_graph(tmp_path, {"Enterprise": _enterprises(6)}, _supplies(pairs)))
    assert [(c.size, c.ties_inside, c.ties_outside) for c in found.communities] == [(3, 4, 1), (3, 3, 1)]


def test_a_community_is_named_by_its_place_industry_and_anchor(tmp_path):
    nodes = {
        "Enterprise": [
            {"id": _id(i), "name": f"企业{i}", "region_code": "371325000000" if i else None} for i in range(4)
        ],
        "Person": [{"id": "person:a", "name": "某人"}],
        "Region": [{"id": "region:f", "name": "费县", "code": "371325"}],
        "Industry": [
            {"id": "industry:a", "name": "木材加工业", "code": "C20", "scheme": "gbt4754", "level": 2},
            {"id": "industry:b", "name": "胶合板制造", "code": "C2021", "scheme": "gbt4754", "level": 4},
        ],
    }
    edges = {
        **_supplies([(1, 0), (1, 2), (1, 3)]),
        "HOLDS_ROLE": [{"from_id": "person:a", "to_id": _id(i)} for i in range(4)],
        "IN_INDUSTRY": [{"from_id": _id(i), "to_id": f"industry:{'ab'[i % 2]}"} for i in range(4)],
    }
    community = communities(write_graph(tmp_path, nodes, edges)).communities[0]
    assert community.label.zh == "费县木材加工业集群（企业1）"
    assert community.label.en == "木材加工业 in 费县 around 企业1"
    assert (community.industries[0].code, community.industries[0].count, community.industries[0].id) == (
        "C20", 4.0, "industry:a",
    )  # fmt: skip
    assert [(r.code, r.count, r.share) for r in community.regions] == [("371325", 3.0, 0.6)]
    assert "person:a" in community.members
    assert "person:a" not in {a.id for a in community.anchors}


def test_what_few_members_share_gives_no_name(tmp_path):
    enterprises = [{"id": _id(i), "name": f"企业{i}", "region_code": None if i else "371325"} for i in range(20)]
    nodes = {"Enterprise": enterprises, "Region": [{"id": "region:f", "name": "费县", "code": "371325"}]}
    found = communities(write_graph(tmp_path, nodes, _supplies([(0, i) for i in range(1, 20)])))
    assert found.communities[0].label.zh == "企业0社群"


def test_small_communities_are_counted_but_not_shown(tmp_path):
    snapshot = write_graph(tmp_path, {"Enterprise": _enterprises(9)}, _supplies([(0, 1), (2, 3), (3, 4), (4, 2)]))
    found = communities(snapshot)
    assert ([c.size for c in found.communities], found.total) == ([3], 2)
    assert [c.size for c in communities(snapshot, min_size=1).communities] == [3, 2]
    assert [c.size for c in communities(snapshot, min_size=1, first=1).communities] == [3]
    assert found.coverage == 5 / 9
    assert [w.code for w in found.warnings] == ["coverage"]


def test_without_business_ties_all_relations_are_used_and_the_result_says_so(tmp_path):
    nodes = {"Enterprise": _enterprises(3), "Region": [{"id": "region:a", "name": "甲县"}]}
    edges = {"LOCATED_IN": [{"from_id": _id(i), "to_id": "region:a"} for i in range(3)]}
    found = communities(write_graph(tmp_path, nodes, edges))
    assert [c.size for c in found.communities] == [4]
    assert [w.code for w in found.warnings] == ["all_relations"]


@pytest.mark.parametrize("nodes", [{}, {"Enterprise": _enterprises(1)}])
def test_without_ties_there_are_no_communities_and_no_modularity(tmp_path, nodes):
    found = communities(write_graph(tmp_path, nodes, {}))
    assert (found.communities, found.modularity, found.total) == ((), None, 0)
    assert "no_ties" in {w.code for w in found.warnings}


def test_loops_alone_are_no_ties(tmp_path):
    found = partition(write_graph(tmp_path, {"Enterprise": _enterprises(2)}, _supplies([(0, 0)])))
    assert found.modularity is None


def test_a_negative_resolution_is_refused(tmp_path):
    with pytest.raises(AnalysisRefused, match="resolution"):
        communities(write_graph(tmp_path, {}), resolution=-1)
