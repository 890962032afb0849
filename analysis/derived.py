"""Ties between enterprises that no relation tells: those that share a phone, an e-mail or an address (by the rules of
analysis.interlocks; that legal representatives have one name says too little). Derived, never stored; paths may walk
them."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.interlocks import shared_values
from analysis.projection import Index, Offsets, Projection

RULES = ("SAME_PHONE", "SAME_EMAIL", "SAME_ADDRESS")
#: A value that more enterprises share is an agent, a building or a common name.
LARGEST = 20


@dataclass(frozen=True, eq=False)
class DerivedTies:
    """rule: position in ``RULES``, one, other: nodes, by tie. Each stands twice in ``node`` (ascending) and ``tie``,
    once an end."""

    rule: npt.NDArray[np.uint8]
    one: Index
    other: Index
    node: Index
    tie: Index

    def around(self, nodes: npt.NDArray[Any]) -> tuple[Offsets, Offsets, Index]:
        """Position in ``nodes``, tie and other end of all derived ties of some nodes."""
        low, high = np.searchsorted(self.node, nodes, "left"), np.searchsorted(self.node, nodes, "right")
        at = np.repeat(np.arange(len(nodes)), high - low)
        before = np.cumsum(high - low) - (high - low)
        ties = self.tie[np.arange(len(at)) + (low - before)[at]].astype(np.int64)
        ends = self.one[ties]
        return at, ties, np.where(ends == nodes[at], self.other[ties], ends)

    def told(self, tie: int) -> tuple[str, int, int]:
        """Rule and both ends."""
        return RULES[self.rule[tie]], int(self.one[tie]), int(self.other[tie])


def derived_ties(graph: Projection) -> DerivedTies:
    """All of a graph, found once."""
    return graph.memory.recall("derived ties", lambda: _found(graph), keep=True)


def _found(graph: Projection) -> DerivedTies:
    ties = []
    for position, rule in enumerate(RULES):
        for shared in shared_values(graph, [rule], LARGEST)[0]:
            nodes = sorted(node for i in shared.members if (node := graph.index_of(i)) is not None)
            ties += [(position, *pair) for pair in combinations(nodes, 2)]
    columns = np.array(ties, np.int64).reshape(-1, 3)
    rules, ones, others = (columns[:, k].astype(np.int32) for k in range(3))
    ends = np.concatenate([ones, others])
    order = np.argsort(ends, kind="stable")
    numbers = np.tile(np.arange(len(columns), dtype=np.int32), 2)
    return DerivedTies(rules.astype(np.uint8), ones, others, ends[order], numbers[order])
