"""Projection, PageRank, communities and location statistics of the made-up prefecture, with the peak of
memory.

    python -m bench.analysis --scale 1

Beside networkx for PageRank and its Louvain for communities, where the graph is small enough for it (--peer).
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analysis.centrality import pagerank
from analysis.communities import TIES, partition
from analysis.layout import community_network
from analysis.location import hhi, location_quotient
from analysis.projection import Projection, projected
from bench.report import Report, machine, timed, versions
from records import snapshot
from records.snapshot import Snapshot


def run(made: Snapshot, peer: bool) -> None:
    report = Report("Analysis", ("what", "seconds", "result", "peak GB so far"))
    report.start()

    def measure(what: str, compute: Callable[[], Any], told: Callable[[Any], str]) -> Any:
        with timed() as timer:
            result = compute()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        report.add(what, f"{timer.seconds:.2f}", told(result), f"{peak:.2f}")
        return result

    graph = measure(
        "projection from the snapshot",
        lambda: Projection.from_snapshot(made),
        lambda p: f"{p.n:,} nodes, {p.m:,} edges",
    )
    measure("PageRank", lambda: pagerank(graph), lambda r: f"{r.n:,} ranked")
    measure(
        "location quotient, county × 4-digit industry",
        lambda: location_quotient(graph, industry_level=4),
        lambda t: f"{len(t.rows):,} rows",
    )
    measure("HHI by industry", lambda: hhi(graph, by="industry"), lambda t: f"{len(t.rows):,} rows")
    measure(
        "communities (Leiden)",
        lambda: partition(graph),
        lambda p: f"{p.ties.m:,} ties, {len(p.sizes):,} communities, modularity {p.modularity:.4f}",
    )
    measure("network to draw, 500 nodes", lambda: community_network(graph), lambda n: f"{len(n.edges)} edges")
    if peer:
        _networkx(graph, measure)


def _networkx(graph: Projection, measure: Callable[..., Any]) -> None:
    import networkx as nx

    whole: nx.DiGraph[int] = nx.DiGraph()
    for head, tail in zip(graph.head.tolist(), graph.tail.tolist(), strict=True):
        weight = whole.get_edge_data(head, tail, {"weight": 0})["weight"]
        whole.add_edge(head, tail, weight=weight + 1)
    measure("networkx PageRank", lambda: nx.pagerank(whole, tol=1e-12, max_iter=1000), lambda r: f"{len(r):,}")
    ties = projected(graph, TIES)
    pairs = zip(ties.head.tolist(), ties.tail.tolist(), strict=True)
    drawn: nx.Graph[int] = nx.Graph()
    drawn.add_edges_from((head, tail) for head, tail in pairs if head != tail)
    measure(
        "networkx Louvain",
        lambda: nx.community.louvain_communities(drawn, seed=1),
        lambda c: f"{len(c):,} communities, modularity {nx.community.modularity(drawn, c):.4f}",
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--peer", action="store_true", help="networkx too, though the graph is large")
    given = parser.parse_args(arguments)
    print("\n# Analysis\n")
    print(machine())
    print(versions("networkit", "scipy", "numpy", "polars", "networkx"))
    with tempfile.TemporaryDirectory(prefix="jiju-bench-") as folder:
        # In a process of its own, whose memory does not count as ours.
        made = [sys.executable, "-m", "bench.generate", folder, "--scale", str(given.scale)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        run(snapshot.open(Path(folder)), given.peer or given.scale <= 0.1)


if __name__ == "__main__":
    main()
