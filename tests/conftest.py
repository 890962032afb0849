"""Fixtures for every room: stores on both engines, really running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.neo4j_server import Neo4jServer, neo4j_server

from ontology.model import Ontology, load


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
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this test run."""
    return tmp_path_factory.mktemp("jiju")
