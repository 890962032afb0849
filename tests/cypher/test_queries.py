"""Query files: each says what it returns, and runs on both engines."""

import pytest

from cypher.errors import UnknownQuery
from cypher.queries import about, names, query
from cypher.store import Store
from ontology.model import Ontology
from support.graph_rows import edge_rows, node_rows

#: A value for each parameter that a query file names.
VALUES = {"text": "电子商务", "honour": "淘宝村", "first": 2014, "second": 2016, "id": "document:1", "yuan": 1e9}
VALUES |= {"least": 2, "name": "复合肥"}


@pytest.mark.parametrize("name", names())
def test_a_query_says_what_it_returns(name: str) -> None:
    assert "Returns:" in about(name)
    assert "Parameters:" in about(name)
    assert "Expected rows:" in about(name)


@pytest.mark.parametrize("name", names())
def test_a_query_runs_on_both_engines(store: Store, name: str) -> None:
    given = {key: value for key, value in VALUES.items() if f"${key}" in query(name)}
    assert store.read(query(name), given).rows == []


def test_counties_and_those_without_one_are_counted(store: Store, ontology: Ontology) -> None:
    places = ["371302001000", "371302", "371311", None]
    rows = [{"id": f"enterprise:{n}", "scope": "电子商务", "region_code": code} for n, code in enumerate(places)]
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *rows))
    found = store.read(query("enterprises_by_scope"), {"text": "电子"}).rows
    assert sorted(found, key=repr) == [["371302", 2], ["371311", 1], [None, 1]]


def test_two_offices_in_one_company_are_one_company(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Person", node_rows(ontology, "Person", {"id": "person:1"}, {"id": "person:2"}))
    companies = node_rows(ontology, "Enterprise", {"id": "enterprise:1"}, {"id": "enterprise:2"})
    store.upsert_nodes("Enterprise", companies)
    offices = [("1", "1", "董事"), ("1", "1", "经理"), ("1", "2", "董事"), ("2", "1", "董事"), ("2", "1", "监事")]
    edges = [
        {"id": f"holds_role:{n}", "from_id": f"person:{p}", "to_id": f"enterprise:{e}", "role": role}
        for n, (p, e, role) in enumerate(offices)
    ]
    store.upsert_edges("HOLDS_ROLE", edge_rows(ontology, "HOLDS_ROLE", *edges))
    assert store.read(query("persons_in_companies"), {"least": 2}).rows == [["person:1", "person:1", 2]]
    pairs = store.read(query("companies_connected")).dicts()
    assert [(row["first_id"], row["second_id"]) for row in pairs] == [("enterprise:1", "enterprise:2")]


def test_an_unknown_query_names_those_there_are() -> None:
    with pytest.raises(UnknownQuery, match="upstream_of"):
        query("../store")
