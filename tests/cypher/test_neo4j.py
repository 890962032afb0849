"""What only the server has: addresses, credentials, its schema; and the helper that starts it."""

from pathlib import Path

import pytest

from cypher.errors import ReadOnlyStore, StoreUnavailable
from cypher.open import open_store
from cypher.schema import neo4j_schema
from cypher.store import Store
from ontology.model import Ontology
from support import neo4j_server
from support.neo4j_server import Neo4jServer, Neo4jUnavailable

PASSWORD = "quite-secret-9"


@pytest.mark.slow
def test_a_password_opens_it_and_is_never_told(ontology: Ontology) -> None:
    with Neo4jServer.start(password=PASSWORD) as server:
        with open_store(server.uri, ontology, user="neo4j", password=PASSWORD) as store:
            store.ping()
            assert store.read("RETURN 1").scalar() == 1
        with (
            open_store(server.uri, ontology, user="neo4j", password="wrong-secret") as store,
            pytest.raises(StoreUnavailable, match="JIJU_NEO4J_PASSWORD") as refused,
        ):
            store.ping()
    assert "secret" not in str(refused.value)


def test_a_server_that_is_not_there_is_named(ontology: Ontology) -> None:
    uri = f"bolt://127.0.0.1:{neo4j_server.free_port()}"
    with open_store(uri, ontology) as store, pytest.raises(StoreUnavailable, match="is it running"):
        store.ping()


def test_a_read_only_store_refuses_writes(neo4j_store: Store, neo4j_session: Neo4jServer, ontology: Ontology) -> None:
    user, password = neo4j_session.user, neo4j_session.password
    with open_store(neo4j_session.uri, ontology, read_only=True, user=user, password=password) as store:
        assert store.read("RETURN 1").scalar() == 1
        for write in (store.clear, store.ensure_schema, lambda: store.write("CREATE (:Entity)")):
            with pytest.raises(ReadOnlyStore):
                write()


def test_everything_of_the_schema_is_there(neo4j_store: Store, ontology: Ontology) -> None:
    made = set(neo4j_store.read("SHOW INDEXES YIELD name RETURN name").column("name"))
    assert set(neo4j_schema(ontology)) <= made


def test_missing_java_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Neo4jUnavailable, match="apt-get install openjdk-17"):
        neo4j_server.java()


def test_missing_maven_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(neo4j_server, "CHECKOUT", tmp_path)
    with pytest.raises(Neo4jUnavailable, match="apt-get install maven"):
        neo4j_server.jars()
