"""Guarantee circles, ownership, control groups and interlocks of the made-up prefecture, beside networkx.

    python -m bench.circles --scale 1

networkx finds circles with ``simple_cycles(length_bound)`` on the same guarantees, cut off after --patience seconds; on
a part of the prefecture both are compared as sets. Ownership is asked of random enterprises, networkx's own part being
a dense solve of what it walks.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import networkx as nx
import numpy as np

from analysis.circles import find_circles
from analysis.groups import control_groups
from analysis.guarantees import guarantee_circles
from analysis.interlocks import interlocks
from analysis.ownership import ownership
from analysis.projection import Projection, projected
from bench.generate import generate
from bench.report import Report, timed

_LENGTH = 6


def run(graph: Projection, asked: int, patience: float) -> None:
    report = Report("Circles and ownership", ("what", "seconds", "result"))
    report.start()

    def measure(what: str, compute: Callable[[], Any], told: Callable[[Any], str]) -> Any:
        with timed() as timer:
            result = compute()
        report.add(what, f"{timer.seconds:.3f}", told(result))
        return result

    report.add("graph", "", f"{graph.n:,} nodes, {graph.m:,} edges")
    measure(
        "all guarantee circles to length 6, first question",
        lambda: guarantee_circles(graph, most=1000),
        lambda r: f"{r.total:,} circles, truncated {r.truncated}",
    )
    ties = projected(graph, ("GUARANTEES",))
    found = measure(
        "the circles alone",
        lambda: find_circles(ties.head, ties.tail, ties.n, max_length=_LENGTH, most=1_000_000),
        lambda f: f"{len(f.circles):,} circles over {ties.m:,} guarantees",
    )
    measure("networkx simple_cycles", lambda: _peer(ties, patience), lambda p: _compared(p, found.circles))
    measure("control groups", lambda: control_groups(graph), lambda g: f"{g.total:,} groups")
    measure("interlocks", lambda: interlocks(graph), lambda i: f"{i.total:,} persons, {i.shared_total:,} shared values")
    rng = random.Random(1)
    start, end = (int(graph.type_offsets[graph.node_types.index("Enterprise") + k]) for k in (0, 1))
    ids = graph.ids_of([rng.randrange(start, end) for _ in range(asked)])
    ownership(graph, ids[0])
    for direction in ("owners", "holdings"):
        spent, sizes = [], []
        for entity in ids:
            begun = time.perf_counter()
            sizes.append(ownership(graph, entity, direction=direction).n)
            spent.append(time.perf_counter() - begun)
        told = f"of {asked} enterprises; {np.mean(sizes):.0f} entities each"
        report.add(f"{direction}, median", f"{median(spent):.4f}", told)
        report.add(f"{direction}, 95 of 100", f"{np.quantile(spent, 0.95):.4f}", "")


def _peer(ties: Projection, patience: float) -> tuple[set[tuple[int, ...]], bool]:
    """Circles as networkx finds them, and whether it finished in time."""
    drawn: nx.DiGraph[int] = nx.DiGraph()
    pairs = zip(ties.head.tolist(), ties.tail.tolist(), strict=True)
    drawn.add_edges_from((head, tail) for head, tail in pairs if head != tail)
    found, until = set(), time.monotonic() + patience
    for circle in nx.simple_cycles(drawn, length_bound=_LENGTH):
        found.add(_turned(circle))
        if time.monotonic() > until:
            return found, False
    return found, True


def _turned(circle: Any) -> tuple[int, ...]:
    """The same circle from its lowest member on."""
    at = list(circle).index(min(circle))
    return (*circle[at:], *circle[:at])


def _compared(peer: tuple[set[tuple[int, ...]], bool], ours: Any) -> str:
    found, finished = peer
    mine = {_turned(c) for c in ours}
    if finished:
        return f"{len(found):,} circles; the same set: {found == mine}"
    return f"stopped, {len(found):,} circles so far; all among ours: {found <= mine}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--asked", type=int, default=200, help="enterprises whose owners are asked")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds for networkx")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        run(Projection.from_snapshot(generate(Path(folder), given.scale)), given.asked, given.patience)


if __name__ == "__main__":
    main()
