"""The picture of the communities is bounded, repeatable, and keeps communities apart."""

import networkx as nx
import numpy as np
import pytest

from analysis.errors import AnalysisRefused
from analysis.layout import community_network, place
from support.graphs import write_graph


def _snapshot(folder, graph):
    nodes = [{"id": f"enterprise:{i:04d}", "name": f"企业{i}"} for i in graph.nodes]
    edges = [{"from_id": f"enterprise:{a:04d}", "to_id": f"enterprise:{b:04d}"} for a, b in graph.edges]
    return write_graph(folder, {"Enterprise": nodes}, {"SUPPLIES": edges})


@pytest.fixture
def snapshot(tmp_path):
    return _snapshot(tmp_path, nx.planted_partition_graph(6, 30, 0.4, 0.01, seed=3))


def test_the_same_picture_twice(snapshot):
    assert community_network(snapshot, seed=5) == community_network(snapshot, seed=5)


def test_the_limit_holds_and_each_drawn_community_hangs_together(snapshot):
    network = community_network(snapshot, limit=60)
    assert 0 < len(network.nodes) <= 60
    assert len({n.community for n in network.nodes}) == 6
    drawn = nx.Graph((e.from_id, e.to_id) for e in network.edges)
    for name in {n.community for n in network.nodes}:
        assert nx.is_connected(drawn.subgraph(n.id for n in network.nodes if n.community == name))
    assert network.total == 180
    assert network.coverage == len(network.nodes) / 180


def test_edges_lead_between_drawn_nodes(snapshot):
    network = community_network(snapshot, limit=60)
    drawn = {n.id for n in network.nodes}
    rows = {row["id"]: row for row in snapshot.edges("SUPPLIES").to_pylist()}
    for edge in network.edges:
        assert {edge.from_id, edge.to_id} <= drawn
        assert (rows[edge.id]["from_id"], rows[edge.id]["to_id"]) == (edge.from_id, edge.to_id)


def test_communities_do_not_overlap(snapshot):
    network = community_network(snapshot)
    at = {
        c: np.array([(n.x, n.y) for n in network.nodes if n.community == c])
        for c in {n.community for n in network.nodes}
    }
    centres = {c: (p.max(axis=0) + p.min(axis=0)) / 2 for c, p in at.items()}
    for name, points in at.items():
        for point in points:
            assert min(centres, key=lambda c: np.hypot(*(centres[c] - point))) == name


def test_positions_fill_the_square_from_minus_one_to_one(snapshot):
    network = community_network(snapshot)
    reach = max(max(abs(n.x), abs(n.y)) for n in network.nodes)
    assert reach == pytest.approx(1.0)
    assert len({(n.x, n.y) for n in network.nodes}) == len(network.nodes)


def test_one_node_stands_in_the_middle():
    assert place(1, np.empty((2, 0), np.int64), np.zeros(1, np.int64)).tolist() == [[0.0, 0.0]]


def test_nothing_to_draw_is_an_empty_picture(tmp_path):
    network = community_network(write_graph(tmp_path, {}))
    assert (network.nodes, network.edges, network.coverage) == ((), (), None)


def test_a_limit_that_no_eye_could_read_is_refused(snapshot):
    with pytest.raises(AnalysisRefused, match="limit"):
        community_network(snapshot, limit=100_000)
