"""docs/store.md §2: rows are upserted and deleted."""

import pytest

from cypher.errors import SchemaMismatch
from cypher.store import Store
from ontology.model import Ontology
from support.graph_rows import edge_rows, node_rows


def test_a_known_id_is_replaced_entirely(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Region", node_rows(ontology, "Region", {"id": "region:1", "code": "371302", "note": "x"}))
    assert store.upsert_nodes("Region", node_rows(ontology, "Region", {"id": "region:1", "name": "兰山"})) == 1
    found = store.read("MATCH (n:Region) RETURN n.name, n.code, n.note, n.source_ids")
    assert found.rows == [["兰山", None, None, ["s1"]]]


def test_upserting_twice_changes_nothing(store: Store, ontology: Ontology) -> None:
    nodes = node_rows(ontology, "Enterprise", {"id": "enterprise:1"}, {"id": "enterprise:2"})
    edges = edge_rows(ontology, "OWNS", {"from_id": "enterprise:1", "to_id": "enterprise:2", "share": 0.3})
    for _ in range(2):
        store.upsert_nodes("Enterprise", nodes)
        assert store.upsert_edges("OWNS", edges) == 1
    assert {name: n for name, n in store.counts().items() if n} == {"Enterprise": 2, "OWNS": 1}


def test_two_relations_of_a_type_between_the_same_ends_stay_two(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Person", node_rows(ontology, "Person", {"id": "person:1"}))
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", {"id": "enterprise:1"}))
    ends = {"from_id": "person:1", "to_id": "enterprise:1"}
    roles = edge_rows(
        ontology, "HOLDS_ROLE", {**ends, "id": "holds_role:a", "role": "董事"}, {**ends, "id": "holds_role:b"}
    )
    assert store.upsert_edges("HOLDS_ROLE", roles) == 2
    assert store.upsert_edges("HOLDS_ROLE", roles.slice(0, 1)) == 1
    assert store.counts()["HOLDS_ROLE"] == 2


def test_a_relation_without_its_ends_is_left_out(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", {"id": "enterprise:1"}))
    edges = edge_rows(ontology, "OWNS", {"from_id": "enterprise:1", "to_id": "enterprise:missing"})
    assert store.upsert_edges("OWNS", edges) == 0
    assert store.counts()["OWNS"] == 0


def test_a_type_links_several_pairs_of_types(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", {"id": "enterprise:1"}))
    store.upsert_nodes("Park", node_rows(ontology, "Park", {"id": "park:1"}))
    store.upsert_nodes("Region", node_rows(ontology, "Region", {"id": "region:1"}))
    pairs = [("enterprise:1", "park:1"), ("enterprise:1", "region:1"), ("park:1", "region:1")]
    edges = edge_rows(ontology, "LOCATED_IN", *({"from_id": head, "to_id": tail} for head, tail in pairs))
    assert store.upsert_edges("LOCATED_IN", edges) == 3
    found = store.read("MATCH (a)-[r:LOCATED_IN]->(b) RETURN a.id, b.id ORDER BY a.id, b.id")
    assert [tuple(row) for row in found.rows] == pairs


def test_deleting_a_node_takes_its_relations(store: Store, ontology: Ontology) -> None:
    nodes = node_rows(ontology, "Enterprise", {"id": "enterprise:1"}, {"id": "enterprise:2"})
    store.upsert_nodes("Enterprise", nodes)
    store.upsert_edges("OWNS", edge_rows(ontology, "OWNS", {"from_id": "enterprise:1", "to_id": "enterprise:2"}))
    assert store.delete_nodes("Enterprise", ["enterprise:2", "enterprise:none"]) == 1
    assert {name: n for name, n in store.counts().items() if n} == {"Enterprise": 1}


def test_relations_are_deleted_by_id(store: Store, ontology: Ontology) -> None:
    nodes = node_rows(ontology, "Enterprise", {"id": "enterprise:1"}, {"id": "enterprise:2"})
    store.upsert_nodes("Enterprise", nodes)
    edges = edge_rows(ontology, "OWNS", {"from_id": "enterprise:1", "to_id": "enterprise:2", "id": "owns:1"})
    store.upsert_edges("OWNS", edges)
    assert store.delete_edges("OWNS", ["owns:none"]) == 0
    assert store.delete_edges("OWNS", ["owns:1"]) == 1
    assert store.counts()["OWNS"] == 0


def test_empty_tables_and_lists_are_no_error(store: Store, ontology: Ontology) -> None:
    assert store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise")) == 0
    assert store.upsert_edges("OWNS", edge_rows(ontology, "OWNS")) == 0
    assert store.delete_nodes("Enterprise", []) == store.delete_edges("OWNS", []) == 0


def test_rows_without_an_id_are_refused(store: Store, ontology: Ontology) -> None:
    rows = node_rows(ontology, "Enterprise", {"id": "enterprise:1"}).drop_columns(["id"])
    with pytest.raises(SchemaMismatch, match="lack the columns id"):
        store.upsert_nodes("Enterprise", rows)


def test_search_follows_changes_at_once(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Park", node_rows(ontology, "Park", {"id": "park:1", "name": "电商产业园"}))
    assert [hit.id for hit in store.search("电商")] == ["park:1"]
    store.upsert_nodes("Park", node_rows(ontology, "Park", {"id": "park:1", "name": "物流园"}))
    assert store.search("电商") == []
    assert [hit.id for hit in store.search("物流园")] == ["park:1"]
    store.delete_nodes("Park", ["park:1"])
    assert store.search("物流园") == []
