"""Who is connected to whom, asked over GraphQL of a running server, beside igraph on the same relations.

    python -m bench.relations --scale 1
    python -m bench.relations --scale 0.1 --neo4j      # also Neo4j's own Cypher over Bolt

Every question is asked of random entities, one client, the first answers not counted; the figures are medians in ms.
igraph (GPL, a peer only: install it yourself to have it measured) answers in its own process, without HTTP, names or
evidence.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from analysis.projection import Projection
from analysis.stored import stored
from bench.generate import generate
from bench.graphql.servers import ours
from bench.report import Report, machine, neo4j_server, ratio, timed, versions
from cypher.admin_import import AdminImport
from cypher.open import open_store
from ontology.model import load
from records import snapshot
from records.snapshot import Snapshot

COLUMNS = ("question", "of", "median ms", "p90 ms", "over the best peer")
PATH = """query ($a: ID!, $b: ID!) { shortestPath(from: $a, to: $b) { length nodes { name } } }"""
PATHS = (
    """query ($a: ID!, $b: ID!) { paths(from: $a, to: $b, k: 3) { paths { length sentence relations { id type } } } }"""
)
HOPS = """query ($a: ID!) { neighborhood(id: $a, depth: 2, limit: 500) {
  n truncated ranked { relevance hops } nodes { name } } }"""
OWNERS = """query ($a: ID!) { ownership(id: $a) { n stakes { entity { name } lower upper ultimate } } }"""
WARM = """query ($a: ID!, $bs: [ID!]!) { warmPaths(target: $a, from: $bs) { ways { path { length sentence } } } }"""
BETWEEN = """query ($bs: [ID!]!) { betweenAll(ids: $bs) { parts nodes { name } relations { type } } }"""
COUNTED = """{ locationQuotient(regionLevel: COUNTY, industryLevel: 2) { n
  rows(first: 1000) { region { name } industry { name } weight value } } }"""
SEARCH = """query ($text: String!) { search(text: $text) { score entity { name } } }"""
_UNCOUNTED = 5


def medians(asked: Sequence[Any], ask: Callable[[Any], object]) -> tuple[float, float]:
    """Median and p90 in milliseconds; the first few are not counted."""
    took = []
    for one in asked:
        with timed() as timer:
            ask(one)
        took.append(timer.seconds * 1000)
    counted = sorted(took[_UNCOUNTED:])
    return statistics.median(counted), counted[int(len(counted) * 0.9)]


def questions(graph: Projection, count: int) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """By name the document and its variables, for random enterprises."""
    chance = Random(1)
    kind = graph.node_types.index("Enterprise")
    low, high = (int(graph.type_offsets[kind + k]) for k in (0, 1))

    def some(n: int) -> list[str]:
        return [graph.id_of(chance.randrange(low, high)) for _ in range(n)]

    def pairs() -> list[dict[str, Any]]:
        return [dict(zip("ab", some(2), strict=True)) for _ in range(count)]

    names = [graph.name_of(graph.index_of(i) or 0)[2:6] for i in some(count)]
    return {
        "shortest path": (PATH, pairs()),
        "three explained paths": (PATHS, pairs()),
        "two hops, 500 ranked": (HOPS, [{"a": a} for a in some(count)]),
        "ownership to the top": (OWNERS, [{"a": a} for a in some(count)]),
        "best of ten introductions": (WARM, [{"a": some(1)[0], "bs": some(10)} for _ in range(count)]),
        "what connects ten": (BETWEEN, [{"bs": some(10)} for _ in range(count)]),
        "counts by county and industry": (COUNTED, [{} for _ in range(count)]),
        "substring of a name": (SEARCH, [{"text": text} for text in names]),
    }


def igraph_answers(graph: Projection) -> dict[str, Callable[[dict[str, Any]], object]]:
    try:
        import igraph
    except ImportError:
        return {}
    made = igraph.Graph(n=graph.n, edges=list(zip(graph.head.tolist(), graph.tail.tolist(), strict=True)))

    def at(entity_id: str) -> int:
        return graph.index_of(entity_id) or 0

    return {
        "shortest path": lambda v: made.get_shortest_path(at(v["a"]), at(v["b"]), mode="all"),
        "two hops, 500 ranked": lambda v: made.neighborhood(at(v["a"]), order=2, mode="all")[:500],
    }


def neo4j_answers(store: Any) -> dict[str, Callable[[dict[str, Any]], object]]:
    ends = "MATCH (a:Entity {id: $a}), (b:Entity {id: $b})"
    path = f"{ends}, p = shortestPath((a)-[*..6]-(b)) RETURN [n IN nodes(p) | n.name]"
    near = "MATCH (a:Entity {id: $a})-[*1..2]-(b) WITH DISTINCT b LIMIT 500 RETURN collect(b.name)"
    owned = (
        "MATCH p = (h)-[:OWNS*1..10]->(a:Entity {id: $a}) "
        "WITH h, reduce(s = 1.0, r IN relationships(p) | s * r.share) AS s RETURN h.name, sum(s) LIMIT 50"
    )
    counted = (
        "MATCH (e:Enterprise)-[:IN_INDUSTRY]->(i:Industry) "
        "RETURN left(e.region_code, 6) AS county, left(i.code, 2) AS industry, count(*) LIMIT 1000"
    )
    found = "MATCH (n:Enterprise) WHERE n.name CONTAINS $text RETURN n.name LIMIT 20"
    asked = {
        "shortest path": path,
        "two hops, 500 ranked": near,
        "ownership to the top": owned,
        "counts by county and industry": counted,
        "substring of a name": found,
    }
    return {name: lambda v, s=statement: store.read(s, v) for name, statement in asked.items()}


def run(made: Snapshot, count: int, folder: Path, neo4j: bool) -> None:
    ontology = load()
    print("\n# Relations\n")
    print(machine())
    print(versions("ladybug", "numpy", "networkx"))
    report = Report("Projection", ("what", "of", "seconds", "", ""))
    report.start()
    with timed() as timer:
        graph = stored(made)
    report.add("projection from the snapshot, kept", f"{graph.n:,} nodes, {graph.m:,} edges", timer.seconds, "", "")
    with timed() as timer:
        graph = stored(made)
    report.add("mapped again", "", f"{timer.seconds:.2f}", "", "")
    if not (folder / "store").exists():
        with open_store(folder / "store", ontology) as store:
            store.bulk_load(made)
    asked = questions(graph, count)
    peers: dict[str, dict[str, Callable[[dict[str, Any]], object]]] = {"igraph": igraph_answers(graph)}
    report = Report(f"Relations at {graph.n:,} nodes and {graph.m:,} edges", COLUMNS)
    report.start()
    with ours(str(folder / "store"), made.folder) as server, _neo4j(made, folder, neo4j) as cypher:
        peers["Neo4j"] = cypher
        for name, (document, variables) in asked.items():
            took = {}
            for peer, answers in peers.items():
                if name in answers:
                    took[peer] = medians(variables, answers[name])
            mine = medians(variables, lambda v, d=document: _right(server.ask({"query": d, "variables": v})))
            best = min((median for median, _ in took.values()), default=0.0)
            report.add(name, "Jiju over GraphQL", *mine, ratio(mine[0], best))
            for peer, figures in took.items():
                report.add(name, peer, *figures, "")


def _right(answer: dict[str, Any]) -> None:
    if "errors" in answer:
        raise SystemExit(str(answer["errors"]))


@contextmanager
def _neo4j(made: Snapshot, folder: Path, wanted: bool) -> Iterator[dict[str, Callable[[dict[str, Any]], object]]]:
    if not wanted:
        yield {}
        return
    server, ontology, home = neo4j_server(), load(), folder / "neo4j"
    server.configure(home, 0, "1g", "1g", auth=False)
    AdminImport(home, ontology, server.admin_command()).load(made)
    started = server.Neo4jServer.start(home=home, heap="1g", pagecache="1g")
    with started as running, open_store(running.uri, ontology) as store:
        store.ensure_schema()
        yield neo4j_answers(store)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--count", type=int, default=60, help="how often each question is asked")
    parser.add_argument("--neo4j", action="store_true", help="also ask Neo4j")
    parser.add_argument(
        "--folder", type=Path, help="where the files are made or are already (default: a temporary folder)"
    )
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="jiju-bench-") as temporary:
        folder = given.folder or Path(temporary)
        made = (
            snapshot.open(folder / "generated")
            if (folder / "generated").exists()
            else generate(folder / "generated", given.scale)
        )
        run(made, given.count, folder, given.neo4j)


if __name__ == "__main__":
    main()
