"""The projection holds the snapshot's graph: same nodes, same edges, same days."""

from datetime import date

import networkx as nx
import pytest

from analysis.projection import Projection, projected
from support.graphs import write_graph


def _node(name):
    return {"id": f"enterprise:{name}", "name": name}


def _owns(head, tail, **properties):
    return {"from_id": f"enterprise:{head}", "to_id": f"enterprise:{tail}", **properties}


@pytest.fixture
def snapshot(tmp_path):
    nodes = {
        "Enterprise": [_node(n) for n in "dbac"],
        "Person": [{"id": "person:x", "name": "某人"}],
    }
    edges = {
        "OWNS": [
            _owns("a", "b", share=0.4),
            _owns("a", "b", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)),
            _owns("c", "c", valid_from=date(2022, 5, 1)),
            _owns("b", "a", valid_to=date(2019, 1, 1)),
            _owns("a", "gone"),
        ],
        "HOLDS_ROLE": [{"from_id": "person:x", "to_id": "enterprise:a", "role": "董事"}],
        "NOT_SAME_AS": [_owns("a", "d")],
    }
    return write_graph(tmp_path, nodes, edges)


def _pairs(projection):
    return sorted(
        (projection.edge_types[t], projection.id_of(h)[-1], projection.id_of(e)[-1])
        for h, e, t in zip(projection.head, projection.tail, projection.edge_type, strict=True)
    )


def test_every_node_and_every_edge_with_both_ends_is_there(snapshot):
    projection = Projection.from_snapshot(snapshot)
    assert (projection.n, projection.m, projection.dangling) == (5, 6, 1)
    assert _pairs(projection) == [
        ("HOLDS_ROLE", "x", "a"),
        ("NOT_SAME_AS", "a", "d"),
        ("OWNS", "a", "b"),
        ("OWNS", "a", "b"),
        ("OWNS", "b", "a"),
        ("OWNS", "c", "c"),
    ]


def test_ids_and_indices_lead_to_each_other(snapshot):
    projection = Projection.from_snapshot(snapshot)
    for node in range(projection.n):
        assert projection.index_of(projection.id_of(node)) == node
    assert projection.index_of("enterprise:zz") is None
    assert projection.index_of("village:a") is None
    assert [projection.type_of(i) for i in range(5)] == ["Enterprise"] * 4 + ["Person"]
    assert projection.name_of(4) == "某人"


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2018, 12, 31), 2),
        (date(2019, 1, 1), 1),
        (date(2020, 1, 1), 2),
        (date(2020, 12, 31), 2),
        (date(2021, 1, 1), 1),
        (date(2022, 5, 1), 2),
    ],
)
def test_an_edge_holds_from_its_first_day_to_before_its_last(snapshot, day, count):
    assert Projection.from_snapshot(snapshot, ["OWNS"], as_of=day).m == count
    assert Projection.from_snapshot(snapshot).select(edge_types=["OWNS"], as_of=day).m == count


def test_neighbours_are_found_both_ways(snapshot):
    projection = Projection.from_snapshot(snapshot)
    a = projection.index_of("enterprise:a")
    out = [projection.id_of(projection.tail[e]) for e in projection.edges_out(a)]
    into = [projection.id_of(projection.head[e]) for e in projection.edges_in(a)]
    assert out == ["enterprise:b", "enterprise:b", "enterprise:d"]
    assert sorted(into) == ["enterprise:b", "person:x"]


def test_edge_ids_and_weights_belong_to_their_edges(snapshot):
    projection = Projection.from_snapshot(snapshot)
    rows = {row["id"]: row for t in ("OWNS", "HOLDS_ROLE", "NOT_SAME_AS") for row in snapshot.edges(t).to_pylist()}
    ids = projection.edge_ids(range(projection.m))
    for edge, edge_id in enumerate(ids):
        row = rows[edge_id]
        assert projection.id_of(projection.head[edge]) == row["from_id"]
        assert projection.id_of(projection.tail[edge]) == row["to_id"]
        share = row.get("share")
        weight = projection.weight[edge]
        assert (share is None and weight != weight) or weight == share


def test_identity_statements_are_no_ties_unless_asked_for(snapshot):
    assert "NOT_SAME_AS" not in {t for t, _, _ in _pairs(projected(snapshot))}
    assert "NOT_SAME_AS" not in {t for t, _, _ in _pairs(projected(Projection.from_snapshot(snapshot)))}
    assert projected(snapshot, ["NOT_SAME_AS"]).m == 1


def test_a_selection_of_types_keeps_edges_within_them(snapshot):
    assert Projection.from_snapshot(snapshot).select(node_types=["Enterprise"]).m == 5
    assert Projection.from_snapshot(snapshot).select(node_types=["Person"]).m == 0


def test_matrices_count_parallel_edges_as_networkx_does(snapshot):
    projection = Projection.from_snapshot(snapshot, ["OWNS"])
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(projection.n))
    graph.add_edges_from(zip(projection.head.tolist(), projection.tail.tolist(), strict=True))
    assert (projection.matrix().toarray() == nx.to_numpy_array(graph)).all()
    both = projection.symmetric_matrix().toarray()
    assert (both.sum(axis=1) == [d for _, d in graph.degree()]).all()
    assert (projection.degree == both.sum(axis=1)).all()


def test_arrays_cannot_be_written(snapshot):
    with pytest.raises(ValueError, match="read-only"):
        Projection.from_snapshot(snapshot).head[0] = 1


def test_a_snapshot_without_anything_is_an_empty_graph(tmp_path):
    projection = Projection.from_snapshot(write_graph(tmp_path, {}))
    assert (projection.n, projection.m) == (0, 0)
    assert projection.index_of("enterprise:a") is None
    assert projection.matrix().shape == (0, 0)
