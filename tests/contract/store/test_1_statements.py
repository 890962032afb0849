"""docs/store.md §1: shape and statements."""

from datetime import date
from decimal import Decimal

import pytest

from cypher.errors import StatementFailed
from cypher.store import Store
from ontology.model import Ontology
from support.graph_rows import edge_rows, node_rows


@pytest.fixture
def filled(store: Store, ontology: Ontology) -> Store:
    company = {
        "id": "enterprise:1",
        "name": "沂蒙商贸",
        "aliases": ["沂蒙", "YM"],
        "registered_capital": Decimal("5000000.00"),
        "founded": date(2011, 5, 3),
        "employees": 12,
    }
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", company, {"id": "enterprise:2"}))
    owns = {"from_id": "enterprise:1", "to_id": "enterprise:2", "share": 0.51, "valid_from": date(2020, 1, 1)}
    store.upsert_edges("OWNS", edge_rows(ontology, "OWNS", owns))
    return store


def test_values_come_back_as_native_python(filled: Store) -> None:
    found = filled.read(
        "MATCH (n:Enterprise {id: 'enterprise:1'}) "
        "RETURN n.name AS name, n.aliases AS aliases, n.registered_capital AS capital, n.founded AS founded, "
        "n.employees AS employees, n.note AS note"
    )
    assert found.columns == ["name", "aliases", "capital", "founded", "employees", "note"]
    assert found.rows == [["沂蒙商贸", ["沂蒙", "YM"], 5_000_000.0, date(2011, 5, 3), 12, None]]
    assert type(found.rows[0][3]) is date
    assert found.dicts()[0]["capital"] == 5_000_000.0


def test_relations_carry_their_own_properties(filled: Store) -> None:
    found = filled.read("MATCH (a:Enterprise)-[r:OWNS]->(b:Enterprise) RETURN a.id, r.share, r.valid_from, b.id")
    assert found.rows == [["enterprise:1", 0.51, date(2020, 1, 1), "enterprise:2"]]


def test_values_go_in_as_parameters(filled: Store) -> None:
    text = "x' OR 1 = 1 //"
    assert filled.read("MATCH (n:Enterprise) WHERE n.name = $name RETURN n.id", {"name": text}).rows == []
    found = filled.read("MATCH (n:Enterprise) WHERE n.founded >= $day RETURN n.id", {"day": date(2011, 1, 1)})
    assert found.column("n.id") == ["enterprise:1"]


def test_unicode_beyond_the_basic_plane_survives(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", {"id": "enterprise:3", "name": "𠮷野家"}))
    assert store.read("MATCH (n:Enterprise) RETURN n.name").scalar() == "𠮷野家"
    assert [hit.id for hit in store.search("𠮷野")] == ["enterprise:3"]


def test_write_is_whole_or_not_at_all(filled: Store) -> None:
    # The second node breaks on its id; the first must not stay.
    statement = "CREATE (:Enterprise:Entity {id: 'enterprise:8'}), (:Enterprise:Entity {id: 'enterprise:1'})"
    if filled.engine == "ladybug":
        statement = statement.replace(":Entity", "")
    with pytest.raises(StatementFailed):
        filled.write(statement)
    assert filled.read("MATCH (n:Enterprise) WHERE n.id = 'enterprise:8' RETURN n.id").rows == []


def test_an_empty_result_has_columns_and_no_scalar(store: Store) -> None:
    found = store.read("MATCH (n:Village) RETURN n.id AS id")
    assert (found.columns, found.rows, found.scalar()) == (["id"], [], None)


def test_the_common_subset_runs_on_both(filled: Store) -> None:
    statement = """
        MATCH (a:Enterprise)
        WHERE NOT EXISTS { MATCH (a)<-[:OWNS]-(:Enterprise) }
        WITH a, COUNT { MATCH (a)-[:OWNS]->(:Enterprise) } AS owned
        RETURN a.id AS id, owned, a.aliases[0..1] AS first
        UNION ALL
        UNWIND $rows AS row RETURN row.id AS id, size(row.id) AS owned, row.first AS first
    """
    rows = [{"id": "x", "first": ["y"]}]
    found = filled.read(statement, {"rows": rows})
    assert sorted(row[0] for row in found.rows) == ["enterprise:1", "x"]
