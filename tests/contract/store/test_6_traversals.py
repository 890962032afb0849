"""docs/store.md §6: traversals.

person:1 ─OWNS 0.6→ enterprise:1 ─OWNS→ enterprise:2 ─OWNS→ enterprise:3     enterprise:4 (alone)
person:1 ─HOLDS_ROLE→ enterprise:1      enterprise:1,2 ─LOCATED_IN→ region:1     enterprise:1 ─OWNS→ itself
"""

import pytest

from cypher.store import Store
from cypher.traverse import (
    NodeRef,
    all_relations,
    degree,
    find_by,
    names,
    nodes_by_ids,
    nodes_of_any_type,
    relation_by_ids,
    relation_counts,
    relations,
    relations_between,
)
from ontology.model import Ontology
from support.graph_rows import edge_rows, node_rows


@pytest.fixture
def filled(store: Store, ontology: Ontology) -> Store:
    companies = [{"id": f"enterprise:{n}", "name": f"公司{n}", "employees": n} for n in range(1, 5)]
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *companies))
    store.upsert_nodes("Person", node_rows(ontology, "Person", {"id": "person:1", "name": "张三"}))
    store.upsert_nodes("Region", node_rows(ontology, "Region", {"id": "region:1", "name": "兰山区"}))
    owns = [
        {"id": "owns:1", "from_id": "person:1", "to_id": "enterprise:1", "share": 0.6},
        {"id": "owns:2", "from_id": "enterprise:1", "to_id": "enterprise:2"},
        {"id": "owns:3", "from_id": "enterprise:2", "to_id": "enterprise:3"},
        {"id": "owns:4", "from_id": "enterprise:1", "to_id": "enterprise:1"},
    ]
    store.upsert_edges("OWNS", edge_rows(ontology, "OWNS", *owns))
    role = {"id": "holds_role:1", "from_id": "person:1", "to_id": "enterprise:1", "role": "董事长"}
    store.upsert_edges("HOLDS_ROLE", edge_rows(ontology, "HOLDS_ROLE", role))
    places = [{"id": f"located_in:{n}", "from_id": f"enterprise:{n}", "to_id": "region:1"} for n in (1, 2)]
    store.upsert_edges("LOCATED_IN", edge_rows(ontology, "LOCATED_IN", *places))
    return store


def test_nodes_by_ids_leaves_out_what_is_not_there(filled: Store) -> None:
    found = nodes_by_ids(filled, "Enterprise", ["enterprise:2", "enterprise:9", "enterprise:2"], ["employees"])
    assert found == {"enterprise:2": {"id": "enterprise:2", "employees": 2}}
    assert nodes_by_ids(filled, "Enterprise", []) == {}


def test_nodes_of_several_types_come_with_their_type(filled: Store) -> None:
    found = nodes_of_any_type(filled, ["person:1", "enterprise:1", "what:1"], ["name", "employees"])
    assert found["enterprise:1"] == ("Enterprise", {"id": "enterprise:1", "name": "公司1", "employees": 1})
    assert found["person:1"] == ("Person", {"id": "person:1", "name": "张三"})
    assert names(filled, ["region:1", "nothing"]) == {"region:1": NodeRef("region:1", "Region", "兰山区")}


def test_find_by_a_key(filled: Store) -> None:
    assert [row["id"] for row in find_by(filled, "Enterprise", "name", "公司3")] == ["enterprise:3"]


def test_relations_of_many_parents_each_with_a_limit(filled: Store) -> None:
    ids = [f"enterprise:{n}" for n in range(1, 5)]
    found = relations(filled, ids, parent_type="Enterprise", edge_type="OWNS", direction="out", first=1)
    assert {parent: [row.id for row in rows] for parent, rows in found.items()} == {
        "enterprise:1": ["owns:4"],
        "enterprise:2": ["owns:3"],
        "enterprise:3": [],
        "enterprise:4": [],
    }


def test_many_parents_get_the_same_as_each_alone(filled: Store) -> None:
    # The embedded engine goes another way when there are many.
    ids = [f"enterprise:{n}" for n in range(1, 30)]
    together = relations(filled, ids, parent_type="Enterprise", edge_type="OWNS", direction="in", first=1)
    for node_id in ids:
        alone = relations(filled, [node_id], parent_type="Enterprise", edge_type="OWNS", direction="in", first=1)
        assert together[node_id] == alone[node_id]


def test_a_relation_brings_its_properties_and_the_other_end(filled: Store) -> None:
    found = relations(filled, ["person:1"], parent_type="Person", edge_type="OWNS", direction="out")
    (row,) = found["person:1"]
    assert (row.id, row.type, row.direction, row.other) == (
        "owns:1", "OWNS", "out", NodeRef("enterprise:1", "Enterprise", "公司1"),
    )  # fmt: skip
    assert row.properties == {"share": 0.6, "confidence": 1.0, "state": "accepted", "source_ids": ["s1"]}


def test_relations_page_by_name_and_id(filled: Store) -> None:
    ask = {"parent_type": "Enterprise", "edge_type": "OWNS", "direction": "in"}
    everything = relations(filled, ["enterprise:1"], **ask)["enterprise:1"]  # type: ignore[arg-type]
    assert [row.id for row in everything] == ["owns:4", "owns:1"]
    after = relations(filled, ["enterprise:1"], **ask, after=everything[0].key)  # type: ignore[arg-type]
    assert after["enterprise:1"] == everything[1:]
    before = relations(
        filled,
        ["enterprise:1"],
        **ask,
        after=everything[1].key,
        backward=True,
        first=5,  # type: ignore[arg-type]
    )
    assert before["enterprise:1"] == everything[:1]


def test_types_narrow_the_other_end(filled: Store) -> None:
    found = relations(
        filled, ["enterprise:1"], parent_type="Enterprise", edge_type="OWNS", direction="in", types=["Person"]
    )
    assert [row.other.id for row in found["enterprise:1"]] == ["person:1"]


def test_all_relations_go_both_ways_and_tell_a_loop_once(filled: Store) -> None:
    found = all_relations(filled, ["enterprise:1"], parent_type="Enterprise")["enterprise:1"]
    assert [(row.id, row.direction) for row in found] == [
        ("owns:4", "out"), ("owns:2", "out"), ("located_in:1", "out"), ("holds_role:1", "in"), ("owns:1", "in"),
    ]  # fmt: skip
    assert found[3].properties["role"] == "董事长"
    assert "share" not in found[3].properties
    few = all_relations(filled, ["enterprise:1"], parent_type="Enterprise", edge_types=["OWNS"], direction="out")
    assert [row.id for row in few["enterprise:1"]] == ["owns:4", "owns:2"]


def test_relation_counts_by_type_and_direction(filled: Store) -> None:
    found = relation_counts(filled, ["enterprise:1", "enterprise:4"], parent_type="Enterprise")
    assert sorted((c.node_id[-1], c.edge_type, c.direction, c.count) for c in found) == [
        ("1", "HOLDS_ROLE", "in", 1), ("1", "LOCATED_IN", "out", 1), ("1", "OWNS", "in", 2), ("1", "OWNS", "out", 2),
    ]  # fmt: skip
    narrowed = relation_counts(
        filled, ["enterprise:1"], parent_type="Enterprise", edge_types=["OWNS"], types=["Person"]
    )
    assert [(c.direction, c.count) for c in narrowed] == [("in", 1)]


def test_degree_counts_a_loop_twice(filled: Store) -> None:
    assert degree(filled, ["enterprise:1", "enterprise:4", "x"]) == {"enterprise:1": 6, "enterprise:4": 0, "x": 0}


def test_relations_are_found_by_id(filled: Store) -> None:
    found = relation_by_ids(filled, "OWNS", ["owns:1", "owns:9"])
    assert [(r.id, r.from_id, r.to_id, r.properties["share"]) for r in found.values()] == [
        ("owns:1", "person:1", "enterprise:1", 0.6)
    ]


def test_relations_between_some_pairs_are_those_that_lead_so(filled: Store) -> None:
    pairs = {"OWNS": [("person:1", "enterprise:1"), ("enterprise:1", "person:1")]}
    found = relations_between(filled, pairs)
    assert [(r.type, r.id, r.from_id, r.to_id, r.properties["share"]) for r in found] == [
        ("OWNS", "owns:1", "person:1", "enterprise:1", 0.6)
    ]
    assert relations_between(filled, {}) == []
