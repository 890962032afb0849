"""The closest ways from one entity to another: the k cheapest simple paths (analysis.ties says what a step costs).

From both ends layers of entities are opened, the smaller side first, until together they are as deep as a path may be
long. Then what each entity still has to pay to the end is known exactly, and a best-first search from the start takes
only steps that lead there (A* with a perfect estimate), so that paths come in the order of their cost.

Source: P. E. Hart, N. J. Nilsson, B. Raphael (1968), A Formal Basis for the Heuristic Determination of Minimum Cost
Paths, IEEE Trans. Syst. Sci. Cybern. 4(2). The search with one end behind another is that of I. Pohl (1971).
"""

import heapq
import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result
from analysis.projection import Floats, Graph, Projection, whole
from analysis.reach import MOST_EDGES, NOWHERE, Nodes, Reach, Reached, cheapest
from analysis.ties import Ties

MOST_HOPS, MOST_PATHS = 10, 50
#: Entities with more relations than this are not passed through, unless it is said.
MOST_DEGREE = 20_000
#: Steps taken before a search says that it was cut short.
MOST_STEPS = 20_000


@dataclass(frozen=True)
class Path:
    """nodes: ids from start to end. edges: of each step all relations that were walked, strongest first, as positions
    in the projection, and after these those of derived ties (analysis.derived). cost: see analysis.ties. strength:
    exp(−cost), 0 to 1."""

    nodes: tuple[str, ...]
    edges: tuple[tuple[int, ...], ...]
    cost: float

    @property
    def length(self) -> int:
        """Steps."""
        return len(self.nodes) - 1

    @property
    def strength(self) -> float:
        return math.exp(-self.cost)


@dataclass(frozen=True)
class Paths(Result):
    """n: paths found. coverage: None. paths: the closest first. truncated: the search was cut short, so that closer or
    further paths may have been missed."""

    paths: tuple[Path, ...]
    truncated: bool


def paths(
    graph: Graph,
    start: str,
    end: str,
    *,
    k: int = 3,
    max_hops: int = 6,
    detour: int = 1,
    edge_types: Collection[str] | None = None,
    as_of: date | None = None,
    max_degree: int = MOST_DEGREE,
    derived: bool = False,
) -> Paths:
    """The k closest simple paths between two entities, whichever way relations point.

    detour: a path may have so many steps more than the shortest. edge_types: along these only. as_of: relations that
    did not hold on that day are left out. max_degree: hubs with more relations are not passed through. derived: also
    along shared phones, addresses and the like. Raises AnalysisRefused for an unknown id or a number out of range.
    """
    _within("k", k, 1, MOST_PATHS)
    _within("max_hops", max_hops, 1, MOST_HOPS)
    _within("detour", detour, 0, MOST_HOPS)
    net = whole(graph)
    ties = Ties(net, edge_types, as_of, max_degree, derived=derived)
    search = Search(ties, node_of(net, start), node_of(net, end))
    found = search.best(k, max_hops, detour)
    return Paths(net.data_version, len(found), None, search.notices(), tuple(found), search.truncated)


@dataclass(frozen=True)
class Introduction:
    """One way to the target: ``start`` is who could introduce us."""

    start: str
    path: Path


@dataclass(frozen=True)
class Introductions(Result):
    """n: of the starts so many have a way. coverage: n over all starts. ways: the closest first."""

    ways: tuple[Introduction, ...]
    truncated: bool


def warm_paths(
    graph: Graph,
    target: str,
    starts: Sequence[str],
    *,
    k: int = 5,
    max_hops: int = 4,
    edge_types: Collection[str] | None = None,
    as_of: date | None = None,
    max_degree: int = MOST_DEGREE,
    derived: bool = False,
) -> Introductions:
    """Who of ``starts`` is closest to the target, and by which way: the best introductions, one a start."""
    _within("k", k, 1, MOST_PATHS)
    _within("max_hops", max_hops, 1, MOST_HOPS)
    net = whole(graph)
    ties = Ties(net, edge_types, as_of, max_degree, derived=derived)
    end = node_of(net, target)
    ways: list[Introduction] = []
    truncated, notices = False, dict[str, Notice]()
    asked = [s for s in dict.fromkeys(starts) if s != target]
    for start in asked:
        search = Search(ties, node_of(net, start), end)
        ways += [Introduction(start, path) for path in search.best(1, max_hops, max_hops)]
        truncated |= search.truncated
        notices |= {notice.code: notice for notice in search.notices()}
    ways.sort(key=lambda way: (way.path.cost, way.start))
    coverage = len(ways) / len(asked) if asked else None
    return Introductions(net.data_version, len(ways), coverage, tuple(notices.values()), tuple(ways[:k]), truncated)


def node_of(graph: Projection, entity_id: str) -> int:
    """The node with this id. Raises AnalysisRefused."""
    node = graph.index_of(entity_id)
    if node is None:
        raise AnalysisRefused(f"there is no entity {entity_id!r} in this data version; search for it by name")
    return node


class Search:
    """Paths between two nodes."""

    def __init__(self, ties: Ties, start: int, end: int) -> None:
        self._ties, self._start, self._end = ties, start, end
        self._from, self._to = Reach(ties, start), Reach(ties, end)
        self.truncated = False

    def notices(self) -> tuple[Notice, ...]:
        if not self.truncated:
            return ()
        return (
            Notice(
                "search_cut_short",
                "关系太多，只看了一部分，可能有更近的路径",
                "there were too many relations to look at all of them; closer paths may have been missed",
            ),
        )

    def best(self, k: int, max_hops: int, detour: int) -> list[Path]:
        """The k cheapest simple paths of at most ``max_hops`` steps and ``detour`` more than the shortest."""
        if self._start == self._end:
            return [Path((self._ties.graph.id_of(self._start),), (), 0.0)]
        hops, most = 0, None
        while hops < (max_hops if most is None else most) and self._deepen():
            hops += 1
            if most is None and self._met():
                most = min(max_hops, hops + detour)
        return [] if most is None else list(itertools.islice(self._cheapest(hops), k))

    def _deepen(self) -> bool:
        """One layer more on the side where that is less to look at."""
        side = min(self._from, self._to, key=Reach.size)
        if self._from.edges + self._to.edges + side.size() > MOST_EDGES:
            self.truncated = True
            return False
        side.open()
        return True

    def _met(self) -> bool:
        return bool(np.isfinite(self._to.layers[-1].of(self._from.layers[-1].nodes)).any())

    def _rest(self, hops: int) -> list[Reached]:
        """What is still to be paid to the end by who has taken i steps: of layer i of the start's side, then of all."""
        near = len(self._from.layers) - 1
        rest = [self._to.layers[hops - i] if i >= near else NOWHERE for i in range(hops + 1)]
        for i in range(near - 1, -1, -1):
            nodes = self._from.layers[i].nodes
            nodes = nodes[(nodes == self._start) | np.isfinite(self._ties.through(nodes))]
            at, others, cost = self._ties.around(nodes)
            paid = cost + self._passing(others) + rest[i + 1].of(others)
            which, least = cheapest(at, paid)
            ends = np.where(nodes == self._end, 0.0, np.inf)
            ends[which] = np.minimum(ends[which], least)
            rest[i] = Reached(nodes, ends)
        return rest

    def _passing(self, nodes: npt.NDArray[Any]) -> Floats:
        return np.where(nodes == self._end, 0.0, self._ties.through(nodes))

    def _cheapest(self, hops: int) -> Iterator[Path]:
        """All simple paths of at most so many steps, the cheapest first; equal ones by their entities."""
        rest = self._rest(hops)
        waiting: list[tuple[float, tuple[int, ...], float, _Steps | None]] = [(0.0, (self._start,), 0.0, None)]
        for _ in range(MOST_STEPS):
            if not waiting:
                return
            told, path, paid, siblings = heapq.heappop(waiting)
            if siblings is not None and (following := siblings.next()):
                heapq.heappush(waiting, following)
            if path[-1] == self._end:
                yield self._path(path, told)
            elif len(path) <= hops:
                steps = self._steps(path, paid, rest[len(path)])
                if following := steps.next():
                    heapq.heappush(waiting, following)
        self.truncated = True

    def _steps(self, path: tuple[int, ...], paid: float, rest: Reached) -> "_Steps":
        here = np.array(path[-1:], np.int64)
        _, others, cost = self._ties.around(here)
        nodes, least = cheapest(others, cost)
        least += paid + (0.0 if len(path) == 1 else float(self._ties.through(here)[0]))
        told = least + self._passing(nodes) + rest.of(nodes)
        worth = np.isfinite(told) & ~np.isin(nodes, path)
        nodes, least, told = nodes[worth], least[worth], told[worth]
        order = np.argsort(told, kind="stable")
        return _Steps(path, nodes[order], least[order], told[order])

    def _path(self, nodes: tuple[int, ...], cost: float) -> Path:
        graph = self._ties.graph
        edges = tuple(self._between(*pair) for pair in itertools.pairwise(nodes))
        return Path(tuple(graph.id_of(node) for node in nodes), edges, cost)

    def _between(self, one: int, other: int) -> tuple[int, ...]:
        fewer, more = sorted((one, other), key=lambda node: int(self._ties.graph.degree[node]))
        _, edges, others = self._ties.edges(np.array([fewer], np.int64))
        mine = edges[others == more]
        return tuple(mine[np.argsort(self._ties.costs(mine), kind="stable")].tolist())


@dataclass
class _Steps:
    """Where a path can go from its last node, the cheapest whole path first; taken one at a time."""

    path: tuple[int, ...]
    nodes: Nodes
    paid: Floats
    told: Floats
    at: int = 0

    def next(self) -> "tuple[float, tuple[int, ...], float, _Steps | None] | None":
        if self.at == len(self.nodes):
            return None
        at, self.at = self.at, self.at + 1
        return float(self.told[at]), (*self.path, int(self.nodes[at])), float(self.paid[at]), self


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise AnalysisRefused(f"{name} {value} is not between {least} and {most}")
