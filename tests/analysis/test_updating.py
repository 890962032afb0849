"""A projection brought up to date is the one that would be read from the new snapshot."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.arrays import EDGE_COLUMNS
from analysis.projection import Projection
from analysis.updating import updated
from records.delta import delta
from records.snapshot import Snapshot
from support.graphs import write_graph

TYPES = ("GUARANTEES", "OWNS", "SUPPLIES")
#: Which nodes there are, and relations by number: type, ends and weight.
states = st.tuples(
    st.sets(st.integers(0, 7), min_size=1),
    st.dictionaries(
        st.integers(1, 30),
        st.tuples(st.sampled_from(TYPES), st.integers(0, 7), st.integers(0, 7), st.sampled_from([None, 0.2, 0.7])),
        max_size=25,
    ),
)


def written(folder: Path, state: tuple[set[int], dict[int, Any]], version: str) -> Snapshot:
    there, relations = state
    nodes = [{"id": f"enterprise:{n:016x}", "name": f"企业{n}"} for n in sorted(there)]
    edges: dict[str, list[Any]] = {name: [] for name in TYPES if version == "b" * 16 or name != "SUPPLIES"}
    for number, (name, head, tail, share) in relations.items():
        if name in edges and {head, tail} <= there:
            told = {"share": share} if name == "OWNS" else {}
            ends = {"from_id": f"enterprise:{head:016x}", "to_id": f"enterprise:{tail:016x}"}
            edges[name].append({"id": f"{name.lower()}:{number:016x}", **ends, **told})
    return write_graph(folder, {"Enterprise": nodes}, edges, data_version=version)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states, states, st.data())
def test_it_is_that_of_the_new_snapshot(tmp_path: Path, old: Any, new: Any, data: st.DataObject) -> None:
    if data.draw(st.booleans()):  # little else is said
        kept = {number: told for number, told in old[1].items() if number % 5}
        new = (new[0] | old[0], {**new[1], **kept})
    before, after = written(tmp_path, old, "a" * 16), written(tmp_path, new, "b" * 16)
    first = Projection.from_snapshot(before)
    first.in_order  # noqa: B018 - kept, so that it is updated too
    made, read = updated(first, after, delta(before, after)), Projection.from_snapshot(after)
    assert (made.node_types, made.edge_types, made.data_version) == (read.node_types, read.edge_types, "b" * 16)
    assert made.ids.equals(read.ids)
    assert made.names.equals(read.names)
    for name in [*EDGE_COLUMNS, "type_offsets", "in_order", "in_offsets", "out_offsets"]:
        one, other = getattr(made, name), getattr(read, name)
        assert one.dtype == other.dtype, name
        np.testing.assert_array_equal(one, other, err_msg=name)
    assert made.edge_ids(range(made.m)) == read.edge_ids(range(read.m))


def test_edges_without_numbers_are_read_anew(tmp_path: Path) -> None:
    nodes = {"Enterprise": [{"id": f"enterprise:{c}", "name": c} for c in "ab"]}
    edge = {"from_id": "enterprise:a", "to_id": "enterprise:b"}
    before = write_graph(tmp_path, nodes, {"OWNS": [edge]}, data_version="a" * 16)
    after = write_graph(tmp_path, nodes, {"OWNS": [edge, edge]}, data_version="b" * 16)
    made = updated(Projection.from_snapshot(before), after, delta(before, after))
    assert made.m == 2
    assert made.edge_ids([0, 1]) == ["owns:00000000", "owns:00000001"]
    with pytest.raises(TypeError, match="not pickled"):
        made.__reduce__()
