"""Offline import into Neo4j: what is in the graph then is what a load over Bolt puts there."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cypher.admin_import import AdminImport
from cypher.errors import ImportFailed
from cypher.neo4j import Neo4jStore
from ontology.model import Ontology
from ontology.values import Money, PartialDate
from records.record import EntityRecord, RelationRecord, Source
from records.snapshot import Snapshot
from support import neo4j_server
from support.example_store import build_snapshot

SAID = [
    EntityRecord(
        "Enterprise",
        "a",
        {
            "name": "沂蒙“商贸”,有限公司",
            "uscc": "91371300MA3C000001",
            "founded": PartialDate(date(2011, 5, 1), "month"),
            "registered_capital": Money(Decimal("1234567.89"), "CNY", "123.456789万元"),
            "aliases": ("沂蒙;商贸", '叫"商"'),
            "scope": "第一行\n第二行, 还有\\",
            "employees": 12,
        },
    ),
    EntityRecord("Enterprise", "b", {"name": "兰山板材"}),
    EntityRecord("Region", "r", {"name": "兰山区", "code": "371302"}),
    RelationRecord("LOCATED_IN", ("Enterprise", "a"), ("Region", "r")),
    RelationRecord("OWNS", ("Enterprise", "a"), ("Enterprise", "b"), {"share": 0.51}),
]


@pytest.fixture
def snapshot(tmp_path: Path, ontology: Ontology) -> Snapshot:
    made: Snapshot = build_snapshot(tmp_path / "made", ontology, {Source("register", "table", "登记"): SAID})
    return made


def tool(home: Path, ontology: Ontology) -> AdminImport:
    neo4j_server.configure(home, 0, "512m", "256m", auth=False)
    return AdminImport(home, ontology, neo4j_server.admin_command())


def graph(store: Neo4jStore) -> Any:
    nodes = store.read("MATCH (n) RETURN labels(n), properties(n)").rows
    edges = store.read("MATCH (a)-[r]->(b) RETURN type(r), a.id, b.id, properties(r)").rows
    tidy = [[sorted(labels), sorted(p.items())] for labels, p in nodes]
    return sorted(map(repr, tidy)), sorted(repr([*row[:3], sorted(row[3].items())]) for row in edges)


def test_the_graph_is_that_of_a_load_over_bolt(snapshot: Snapshot, ontology: Ontology, tmp_path: Path) -> None:
    home = tmp_path / "home"
    importer = tool(home, ontology)
    assert importer.is_empty()
    report = importer.load(snapshot)
    assert (report.nodes, report.edges) == ({"Enterprise": 2, "Region": 1}, {"LOCATED_IN": 1, "OWNS": 1})
    assert not importer.is_empty()
    with pytest.raises(ImportFailed, match="has a database already"):
        importer.load(snapshot)
    with neo4j_server.Neo4jServer.start(home=home) as running, Neo4jStore(running.uri, ontology) as store:
        store.ensure_schema()
        assert store.data_version() == snapshot.data_version
        assert [hit.name for hit in store.search("板材")] == ["兰山板材"]
        imported = graph(store)
        store.bulk_load(snapshot)
        assert graph(store) == imported


def test_a_missing_tool_is_told(snapshot: Snapshot, ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="set JIJU_NEO4J_HOME"):
        AdminImport(tmp_path / "home", ontology).load(snapshot)


def test_what_the_tool_says_is_told(snapshot: Snapshot, ontology: Ontology, tmp_path: Path) -> None:
    refusing = ["sh", "-c", "echo the database is in use >&2; exit 1", "neo4j-admin"]
    with pytest.raises(ImportFailed, match=r"is the server stopped\?\nthe database is in use"):
        AdminImport(tmp_path / "home", ontology, refusing).load(snapshot)
