"""PageRank is networkx's to 1e-9, the same twice, and defined on odd graphs."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from analysis.centrality import pagerank, pagerank_scores
from analysis.errors import AnalysisRefused
from analysis.projection import Projection
from support.graphs import write_graph


def _snapshot(folder, n, pairs):
    nodes = [{"id": f"enterprise:{i:04d}", "name": f"企业{i}"} for i in range(n)]
    edges = [{"from_id": f"enterprise:{a:04d}", "to_id": f"enterprise:{b:04d}"} for a, b in pairs]
    return write_graph(folder, {"Enterprise": nodes}, {"SUPPLIES": edges})


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(
    st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40)
)))  # fmt: skip
def test_scores_equal_networkx_on_any_small_graph(graph):
    n, pairs = graph
    peer = nx.MultiDiGraph()
    peer.add_nodes_from(range(n))
    peer.add_edges_from(pairs)
    rows, columns = np.array(pairs).T if pairs else np.empty((2, 0), int)
    matrix = sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(n, n))
    expected = nx.pagerank(peer, tol=1e-13, max_iter=1000)
    assert pagerank_scores(matrix) == pytest.approx([expected[i] for i in range(n)], abs=1e-9)


@pytest.mark.parametrize("directed", [True, False])
def test_ranking_equals_networkx_among_nodes_with_ties(tmp_path, directed):
    pairs = list(nx.gnp_random_graph(60, 0.05, seed=4, directed=True).edges())
    snapshot = _snapshot(tmp_path, 80, pairs)
    peer = nx.MultiDiGraph(pairs) if directed else nx.MultiGraph(pairs)
    expected = nx.pagerank(peer, tol=1e-13, max_iter=1000)
    ranking = pagerank(snapshot, directed=directed, first=1000)
    assert {int(e.id[-4:]): e.score for e in ranking.entries} == pytest.approx(expected, abs=1e-9)
    assert ranking.n == len(expected)
    assert ranking.coverage == len(expected) / 80
    assert [e.rank for e in ranking.entries] == list(range(1, len(expected) + 1))
    assert type(ranking.entries[0].score) is float


def test_one_edge_gives_the_scores_of_the_docstring(tmp_path):
    ranking = pagerank(_snapshot(tmp_path, 2, [(0, 1)]))
    assert [(e.id, round(e.score, 6)) for e in ranking.entries] == [
        ("enterprise:0001", round(1.85 / 2.85, 6)),
        ("enterprise:0000", round(1 / 2.85, 6)),
    ]


def test_equal_scores_are_ordered_by_id_and_two_runs_agree(tmp_path):
    snapshot = _snapshot(tmp_path, 40, [(i, (i + 1) % 40) for i in range(40)])
    first, again = pagerank(snapshot, first=40), pagerank(Projection.from_snapshot(snapshot), first=40)
    assert first == again
    assert [e.id for e in first.entries] == sorted(e.id for e in first.entries)


def test_a_graph_without_ties_ranks_nobody_and_says_so(tmp_path):
    ranking = pagerank(_snapshot(tmp_path, 3, []))
    assert (ranking.entries, ranking.n, ranking.coverage) == ((), 0, 0.0)
    assert [w.code for w in ranking.warnings] == ["few"]


def test_an_empty_graph_has_no_coverage(tmp_path):
    assert pagerank(write_graph(tmp_path, {})).coverage is None


def test_a_damping_of_one_is_refused(tmp_path):
    with pytest.raises(AnalysisRefused, match="damping"):
        pagerank(_snapshot(tmp_path, 2, [(0, 1)]), damping=1.0)
