"""Fixtures for every room: stores on both engines, really running.

    def test_something(store, ontology): …            runs on both, on an empty store
    def test_something(open_example_store): …          on both; store, snapshot = open_example_store(records)

A test file that wants one loaded store for all its tests takes ``engine_store`` (module-scoped, on both engines)
and fills it itself; such a file must not use ``store`` besides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from cypher.open import open_store
from cypher.store import Store
from ontology.model import Ontology, load
from records.record import Record, Source
from support.differences import expect
from support.example_store import build_snapshot, fill
from support.neo4j_server import Neo4jServer, neo4j_server

# These machines are noisy: how long an example takes says nothing about the code.
settings.register_profile("jiju", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jiju")

ENGINES = ("ladybug", "neo4j")
OpenExampleStore = Callable[[Iterable[Record] | Mapping[Source, Iterable[Record]]], tuple[Store, Any]]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "difference(kind, engine, raises, reason): see support/differences.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module that tells one story (IN_ORDER = True) is told from its beginning, whatever the order of the others."""
    functions = [item for item in items if isinstance(item, pytest.Function)]
    for module in {item.module for item in functions if getattr(item.module, "IN_ORDER", False)}:
        places = [n for n, item in enumerate(items) if isinstance(item, pytest.Function) and item.module is module]
        told = sorted((items[n] for n in places), key=lambda item: (_parameter(item), item.reportinfo()[1] or 0))
        for n, item in zip(places, told, strict=True):
            items[n] = item


def _parameter(item: pytest.Item) -> str:
    called = getattr(item, "callspec", None)
    return str(called.id) if called else ""


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The ontology shipped."""
    return load()


@pytest.fixture(scope="session")
def neo4j_session() -> Iterator[Neo4jServer]:
    """Neo4j, started once a test run (and xdist worker); what tests wrote is thrown away with it."""
    with neo4j_server() as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_store(neo4j_session: Neo4jServer, ontology: Ontology) -> Iterator[Store]:
    """An open store on Neo4j, shared by the run; tests clear it."""
    user, password = neo4j_session.user, neo4j_session.password
    with open_store(neo4j_session.uri, ontology, user=user, password=password) as opened:
        opened.ensure_schema()
        yield opened


@pytest.fixture(scope="session")
def ladybug_store(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Iterator[Store]:
    """An open embedded store, shared by the run; tests clear it."""
    with open_store(tmp_path_factory.mktemp("ladybug") / "store", ontology) as opened:
        opened.ensure_schema()
        yield opened


@pytest.fixture(scope="module", params=ENGINES)
def engine_store(request: pytest.FixtureRequest) -> Store:
    """An empty store on each engine in turn, for all tests of a file."""
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    opened.clear()
    return opened


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store on each engine in turn."""
    expect(request.node, request.param)
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    opened.clear()
    return opened


@pytest.fixture
def open_example_store(store: Store, ontology: Ontology, tmp_path: Path) -> OpenExampleStore:
    """Builds a snapshot of records and loads it: ``store, snapshot = open_example_store(records)``."""

    def build(records: Iterable[Record] | Mapping[Source, Iterable[Record]]) -> tuple[Store, Any]:
        snapshot = build_snapshot(tmp_path, ontology, records)
        return fill(store, snapshot), snapshot

    return build
