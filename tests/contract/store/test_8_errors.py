"""docs/store.md §8: errors say the way out."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from cypher.errors import StatementFailed, StatementTimedOut
from cypher.store import Store
from ontology.model import Ontology
from support.graph_rows import node_rows

LONG = "UNWIND range(1, 10000000) AS x UNWIND range(1, 1000) AS y RETURN count(*)"


def test_a_refused_statement_is_quoted(store: Store) -> None:
    with pytest.raises(StatementFailed, match="in the statement: MATCH \\(n:Enterprise RETURN n"):
        store.read("MATCH (n:Enterprise RETURN n")


def test_a_slow_statement_is_stopped(store: Store) -> None:
    with pytest.raises(StatementTimedOut, match=r"longer than 0\.2 s"):
        store.read(LONG, timeout=0.2)
    assert store.read("RETURN 1 AS one").scalar() == 1


def test_reads_and_writes_mix_in_threads(store: Store, ontology: Ontology) -> None:
    stop = threading.Event()

    def read() -> int:
        seen = 0
        while not stop.is_set():
            count = store.read("MATCH (n:Enterprise) RETURN count(*)").scalar()
            assert count % 10 == 0, "half a transaction was seen"
            seen += 1
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for part in range(5):
            rows = [{"id": f"enterprise:{part}-{n}"} for n in range(10)]
            store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *rows))
        stop.set()
        assert all(reader.result() for reader in readers)
    assert store.counts()["Enterprise"] == 50
