"""Four GraphQL queries: Jiju on Neo4j and on Ladybug beside @neo4j/graphql on two hosts, same data, one run.

    python -m bench.graphql --scale 0.06 --seconds 5

Each server is one process; the load generator (peer/load.mjs) is the same for all. p50 with one client,
throughput with eight.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bench.generate import generate
from bench.graphql import servers
from bench.graphql.queries import Query, queries
from bench.graphql.servers import Figures, Server
from bench.report import Report, machine, neo4j_server, ratio, versions
from cypher.open import open_store
from ontology.model import load

COLUMNS = ("query", "server", "ids", "p50 ms", "p99 ms", "answers/s with 8", "CPU ms", "wrong", "× peer")
PEERS = ("graphql-http", "yoga")


def ids_in(answer: Any) -> int:
    """How many things an answer names: a check that all servers say as much."""
    if isinstance(answer, dict):
        return ("id" in answer) + sum(ids_in(value) for value in answer.values())
    return sum(ids_in(value) for value in answer) if isinstance(answer, list) else 0


def measure(server: Server, query: Query, text: str, seconds: float) -> tuple[int, Figures, Figures]:
    """Things in the first answers; figures with one client and with eight, after a warm-up."""
    bodies = query.bodies(text)
    answers = [server.ask(body) for body in bodies[:10]]
    wrong = next((a["errors"] for a in answers if "errors" in a), None)
    if wrong:
        raise RuntimeError(f"{query.name}: {wrong}")
    server.measure(bodies, 8, min(seconds, 3))
    return ids_in(answers), server.measure(bodies, 1, seconds), server.measure(bodies, 8, seconds)


class Table:
    """Prints a row as it is measured; ratios to the faster peer follow at the end."""

    def __init__(self, asked: Sequence[Query], seconds: float) -> None:
        self.asked = asked
        self.seconds = seconds
        self.report = Report("GraphQL", COLUMNS)
        self.throughput: dict[tuple[str, str], float] = {}
        self.latency: dict[tuple[str, str], float] = {}
        self.report.start()

    def add(self, name: str, running: AbstractContextManager[Server], dialect: str) -> None:
        with running as server:
            for query in self.asked:
                ids, one, eight = measure(server, query, getattr(query, dialect), self.seconds)
                self.throughput[query.name, name] = eight.throughput
                self.latency[query.name, name] = one.p50
                wrong = str(one.wrong + eight.wrong)
                best = self._best(query.name)
                times = ratio(eight.throughput, best) if dialect == "ours" and best else ""
                self.report.add(
                    query.name, name, f"{ids:,}", f"{one.p50:.2f}", f"{one.p99:.2f}",
                    eight.throughput, f"{eight.cpu:.2f}", wrong, times,
                )  # fmt: skip

    def _best(self, query: str) -> float:
        return max((self.throughput.get((query, f"@neo4j/graphql on {p}"), 0.0) for p in PEERS), default=0.0)


def run(scale: float, seconds: float) -> None:
    ontology = load()
    server = neo4j_server()
    print("\n# GraphQL\n")
    print(machine())
    print(versions("strawberry-graphql", "uvicorn", "neo4j", "ladybug") + ", " + servers.peer_versions())
    with (
        tempfile.TemporaryDirectory(prefix="jiju-bench-") as folder,
        server.Neo4jServer.start(heap="1g", pagecache="512m") as neo4j,
    ):
        snapshot = generate(Path(folder) / "snapshots", scale)
        rows = snapshot.manifest["counts"]
        nodes, edges = (sum(rows[part].values()) for part in ("nodes", "edges"))
        print(f"{nodes:,} nodes, {edges:,} edges; Neo4j server {server.version()}; {seconds:g} s a figure")
        embedded = str(Path(folder) / "store")
        for url in (neo4j.uri, embedded):
            with open_store(url, ontology) as store:
                store.bulk_load(snapshot)
        table = Table(queries(snapshot), seconds)
        for host in PEERS:
            table.add(f"@neo4j/graphql on {host}", servers.peer(host, neo4j.uri), "peer")
        table.add("Jiju on Neo4j", servers.ours(neo4j.uri, snapshot.folder), "ours")
        table.add("Jiju on Ladybug", servers.ours(embedded, snapshot.folder), "ours")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.06, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--seconds", type=float, default=5, help="how long each figure is measured")
    given = parser.parse_args(arguments)
    run(given.scale, given.seconds)


if __name__ == "__main__":
    main()
