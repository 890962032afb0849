"""Simple directed circles up to a length, all of them, each once.

A circle is found from its lowest member s, among members above s only. Half of it is walked freely from s; from there
on only what can be back at s in the steps left, which a search backward from s to half the length has told. So a start
costs about d^(L/2) steps where degrees are d, not d^L. Parallel ties are one; a tie to oneself is no circle.

Same set as ``networkx.simple_cycles(G, length_bound)`` (A. Gupta, T. Suzumura (2021), Finding all bounded-length
simple cycles in a directed graph, arXiv:2105.10094), in an order of its own.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analysis.projection import Index, Mask

#: Ties looked at before giving up: half a minute. The answer then says that it is cut short.
MOST_STEPS = 50_000_000


@dataclass(frozen=True)
class Found:
    """Members in the direction of the ties, the lowest first. truncated: there are more than were looked for."""

    circles: tuple[tuple[int, ...], ...]
    truncated: bool


def strong_parts(head: Index, tail: Index, n: int) -> Index:
    """The strongly connected component of each node: whoever can reach one another both ways share a number."""
    ones = np.ones(len(head), np.int8)
    graph = sparse.csr_array((ones, (head, tail)), shape=(n, n))
    labels: Index = connected_components(graph, directed=True, connection="strong")[1]
    return labels


def find_circles(
    head: Index,
    tail: Index,
    n: int,
    *,
    touching: Mask | None = None,
    min_size: int = 2,
    max_length: int = 6,
    most: int = 100_000,
    most_steps: int = MOST_STEPS,
) -> Found:
    """All circles of ``min_size`` to ``max_length`` members of whom one at least is in ``touching`` (None: any)."""
    part = strong_parts(head, tail, n)
    inner = (part[head] == part[tail]) & (head != tail)
    pairs = np.unique(head[inner].astype(np.int64) << 32 | tail[inner])
    heads, tails = (pairs >> 32).astype(np.int64), (pairs & 0xFFFFFFFF).astype(np.int64)
    members = np.unique(heads)
    wanted = np.ones(len(members), np.bool_) if touching is None else touching[members]
    # Starts come first: each circle that touches has one of them as its lowest member.
    order = np.concatenate([members[wanted], members[~wanted]])
    at = np.full(n, -1, np.int64)
    at[order] = np.arange(len(order))
    onward: list[list[int]] = [[] for _ in order]
    backward: list[list[int]] = [[] for _ in order]
    for a, b in zip(at[heads].tolist(), at[tails].tolist(), strict=True):
        onward[a].append(b)
        backward[b].append(a)
    search = _Search(onward, backward, min_size, max_length, most, most_steps)
    for start in range(int(wanted.sum())):
        search.through(start)
        if search.truncated:
            break
    names = order.tolist()
    return Found(tuple(tuple(names[k] for k in circle) for circle in search.found), search.truncated)


class _Search:
    def __init__(
        self,
        onward: list[list[int]],
        backward: list[list[int]],
        min_size: int,
        max_length: int,
        most: int,
        most_steps: int,
    ) -> None:
        self.onward, self.backward = onward, backward
        self.min_size, self.max_length, self.most = min_size, max_length, most
        self.back = max_length // 2
        self.steps = most_steps
        self.found: list[tuple[int, ...]] = []
        self.truncated = False

    def through(self, start: int) -> None:
        home = self._way_home(start)
        if home:
            self._walk([start], {start}, home)

    def _way_home(self, start: int) -> dict[int, int]:
        """Steps back to the start, of whoever is at most half a circle away from it."""
        steps = {start: 0}
        todo = deque([start])
        while todo:
            node = todo.popleft()
            if steps[node] == self.back:
                break
            for before in self.backward[node]:
                self.steps -= 1
                if before > start and before not in steps:
                    steps[before] = steps[node] + 1
                    todo.append(before)
        del steps[start]
        return steps

    def _walk(self, path: list[int], on_path: set[int], home: dict[int, int]) -> None:
        start, size = path[0], len(path)
        left = self.max_length - size
        for node in self.onward[path[-1]]:
            self.steps -= 1
            if node == start:
                if size >= self.min_size:
                    if len(self.found) >= self.most:
                        self.truncated = True
                        return
                    self.found.append(tuple(path))
                continue
            if node < start or node in on_path or left < 1:
                continue
            # What is further than half a circle from home may still be on one, if it is near the start.
            if home.get(node, self.back + 1) > left:
                continue
            if self.truncated or self.steps < 0:
                self.truncated = True
                return
            path.append(node)
            on_path.add(node)
            self._walk(path, on_path, home)
            on_path.discard(node)
            path.pop()


def find_chains(
    head: Index,
    tail: Index,
    n: int,
    *,
    touching: Mask | None = None,
    min_size: int = 3,
    max_length: int = 6,
    most: int = 10_000,
) -> Found:
    """Chains outside of circles: from a node that nothing leads to, on to one that leads nowhere, or for ``max_length``
    ties. Nodes of circles are on none. At least ``min_size`` nodes, one of them in ``touching``."""
    part = strong_parts(head, tail, n)
    ringed = np.bincount(part, minlength=n)[part] > 1
    outer = ~ringed[head] & ~ringed[tail] & (head != tail)
    pairs = np.unique(head[outer].astype(np.int64) << 32 | tail[outer])
    onward: dict[int, list[int]] = {}
    for a, b in zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True):
        onward.setdefault(a, []).append(b)
    sources = np.setdiff1d(pairs >> 32, pairs & 0xFFFFFFFF).tolist()
    found: list[tuple[int, ...]] = []
    for source in sources:
        todo: list[tuple[int, ...]] = [(source,)]
        while todo:
            path = todo.pop()
            further = onward.get(path[-1], []) if len(path) <= max_length else []
            todo += [(*path, node) for node in reversed(further)]
            if not further and len(path) >= min_size and (touching is None or touching[list(path)].any()):
                if len(found) >= most:
                    return Found(tuple(found), truncated=True)
                found.append(path)
    return Found(tuple(found), truncated=False)
