"""The one place that knows both engines: open_store("bolt://…") or open_store("data/store")."""

from pathlib import Path

from cypher.store import Store
from ontology.model import Ontology

SERVER_SCHEMES = ("bolt://", "neo4j://", "bolt+s://", "neo4j+s://", "bolt+ssc://", "neo4j+ssc://")


def open_store(
    url: str | Path,
    ontology: Ontology,
    *,
    read_only: bool = False,
    user: str | None = None,
    password: str | None = None,
) -> Store:
    """Open a server (bolt://…, neo4j://…) or the embedded engine's folder, which is made if it is not there.

    Raises StoreUnavailable with the way out. Only one process may have a folder open for writing.
    """
    if str(url).startswith(SERVER_SCHEMES):
        from cypher.neo4j import Neo4jStore

        return Neo4jStore(str(url), ontology, read_only=read_only, user=user, password=password)
    from cypher.ladybug import LadybugStore

    return LadybugStore(Path(url), ontology, read_only=read_only)
