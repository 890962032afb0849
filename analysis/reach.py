"""What can be reached from entities, a layer of steps more at a time, and at what cost (analysis.ties)."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.projection import Floats
from analysis.ties import Ties

Nodes: TypeAlias = npt.NDArray[np.int64]

#: Relations looked at before a search says that it was cut short.
MOST_EDGES = 3_000_000


@dataclass(frozen=True)
class Reached:
    """What is within some steps of an end: nodes ascending, and the least cost to each; what it costs to pass through
    the nodes themselves is not in it."""

    nodes: Nodes
    cost: Floats

    def of(self, nodes: npt.NDArray[Any]) -> Floats:
        """The cost of some nodes, infinite where they are not reached."""
        if not len(self.nodes):
            return np.full(len(nodes), np.inf)
        at = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        return np.where(self.nodes[at] == nodes, self.cost[at], np.inf)


class Reach:
    """What can be reached from one end, a layer more at a time. layers[i]: within i steps."""

    def __init__(self, ties: Ties, end: int) -> None:
        self._ties, self.end = ties, end
        self.layers = [Reached(np.array([end], np.int64), np.zeros(1))]
        self._new: Nodes = self.layers[0].nodes
        self.edges = 0

    def size(self) -> int:
        """Relations to look at for one layer more."""
        return self._ties.size(self._passable())

    def _passable(self) -> Nodes:
        mine = self._new
        passable: Nodes = mine[(mine == self.end) | np.isfinite(self._ties.through(mine))]
        return passable

    def open(self) -> None:
        """One layer more. A cheaper way to a node that was known opens it again."""
        last = self.layers[-1]
        opened = self._passable()
        at, others, cost = self._ties.around(opened)
        self.edges += len(others)
        passing = np.where(opened == self.end, 0.0, self._ties.through(opened)) + last.of(opened)
        nodes, least = cheapest(others, passing[at] + cost)
        before = last.of(nodes)
        better = least < before
        self._new = nodes[better]
        self.layers.append(Reached(*cheapest(
            np.concatenate([last.nodes, nodes[better]]), np.concatenate([last.cost, least[better]])
        )))  # fmt: skip


def cheapest(nodes: npt.NDArray[Any], cost: Floats) -> tuple[Nodes, Floats]:
    """Each node once, ascending, with the least of its costs."""
    if not len(nodes):
        return nodes.astype(np.int64), cost
    order = np.argsort(nodes)
    ordered = nodes[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    least: Floats = np.minimum.reduceat(cost[order], first)
    return ordered[first].astype(np.int64), least


NOWHERE = Reached(np.zeros(0, np.int64), np.zeros(0))
