"""The smallest part of the graph that connects some entities: a Steiner tree, approximately.

From all entities at once layers are opened, each node belonging to the entity that reaches it most cheaply, until all
are connected. Where two such regions touch there is a way between two of the entities; of these ways the cheapest that
together connect the most are taken (a minimum spanning tree), and what does not lie between entities is cut off again.

Source: K. Mehlhorn (1988), A faster approximation algorithm for the Steiner problem in graphs, Inf. Process. Lett. 27,
which on whole graphs costs at most twice the least. Here it ends with the first layer that connects all, and passing
through hubs costs too (analysis.ties): for that there is no such bound.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result
from analysis.paths import MOST_DEGREE, node_of
from analysis.projection import Floats, Graph, whole
from analysis.reach import MOST_EDGES, Nodes
from analysis.ties import Ties

MOST_ENDS, MOST_HOPS = 50, 10


@dataclass(frozen=True)
class Between(Result):
    """n: of the entities asked for so many are connected with another one. coverage: n over all. nodes: ids, those
    asked for first. edges: of each tie that was chosen all relations, as positions in the projection. parts: how many
    pieces there are."""

    nodes: tuple[str, ...]
    edges: tuple[int, ...]
    parts: int
    truncated: bool


def between_all(
    graph: Graph,
    ids: Sequence[str],
    *,
    max_hops: int = 6,
    edge_types: Collection[str] | None = None,
    as_of: date | None = None,
    max_degree: int = MOST_DEGREE,
) -> Between:
    """The smallest subgraph found that connects 2 to 50 entities, neighbours among which are at most about ``max_hops``
    steps apart; in several parts where there is no way. Raises AnalysisRefused."""
    asked = list(dict.fromkeys(ids))
    if not 2 <= len(asked) <= MOST_ENDS:
        raise AnalysisRefused(f"ids: name 2 to {MOST_ENDS} different entities, not {len(asked)}")
    if not 1 <= max_hops <= MOST_HOPS:
        raise AnalysisRefused(f"max_hops {max_hops} is not between 1 and {MOST_HOPS}")
    net = whole(graph)
    ties = Ties(net, edge_types, as_of, max_degree)
    ends = np.array([node_of(net, entity_id) for entity_id in asked], np.int64)
    regions = _Regions(ties, ends)
    ways, missing = regions.ways()
    for _ in range((max_hops + 1) // 2):
        if not missing or not regions.open():
            break
        ways, missing = regions.ways()
    chosen = _pruned(ties, ways, ends)
    pairs, edges = _chosen(ties, chosen)
    others = sorted(set(chosen.ravel().tolist()) - set(ends.tolist()))
    nodes = [*ends.tolist(), *others]
    place = {node: at for at, node in enumerate(nodes)}
    parts, label = _parts([(place[a], place[b]) for a, b in pairs], len(nodes))
    _, sizes = np.unique(label[: len(ends)], return_counts=True)
    connected = int(sizes[sizes > 1].sum())
    return Between(
        net.data_version,
        connected,
        connected / len(ends),
        _notices(len(ends) - connected, regions.truncated),
        tuple(net.ids_of(nodes)),
        edges,
        parts,
        regions.truncated,
    )


class _Regions:
    """Nodes by the entity that reaches them most cheaply. cost: without passing the node itself. before: the node on
    the way from the entity."""

    def __init__(self, ties: Ties, ends: Nodes) -> None:
        self._ties, self._ends = ties, np.sort(ends)
        self.nodes = self._ends.copy()
        self.cost: Floats = np.zeros(len(ends))
        self.origin, self.before = self.nodes.copy(), self.nodes.copy()
        self._new = self.nodes
        self._edges = 0
        self.truncated = False

    def open(self) -> bool:
        """One layer more; whether there was any."""
        opened = self._new[np.isfinite(self._passing(self._new))]
        if not len(opened):
            return False
        if self._edges + self._ties.size(opened) > MOST_EDGES:
            self.truncated = True
            return False
        at, others, cost = self._ties.around(opened)
        self._edges += len(others)
        here = self._at(opened)
        cost += (self.cost[here] + self._passing(opened))[at]
        nodes = np.concatenate([self.nodes, others.astype(np.int64)])
        costs = np.concatenate([self.cost, cost])
        origin = np.concatenate([self.origin, self.origin[here][at]])
        before = np.concatenate([self.before, opened[at]])
        fresh = np.concatenate([np.zeros(len(self.nodes), np.bool_), np.ones(len(others), np.bool_)])
        order = np.lexsort((before, origin, fresh, costs, nodes))
        first = np.ones(len(order), np.bool_)
        first[1:] = nodes[order][1:] != nodes[order][:-1]
        best = order[first]
        self.nodes, self.cost, self.origin, self.before = nodes[best], costs[best], origin[best], before[best]
        self._new = self.nodes[fresh[best]]
        return True

    def ways(self) -> tuple[npt.NDArray[np.int64], int]:
        """Ties (pairs of nodes) of the cheapest ways that connect the entities, and how many of these are missing."""
        at, others, cost = self._ties.around(self.nodes)
        there = self._at(others)
        keep = (self.nodes[there] == others) & (self.origin[at] != self.origin[there])
        at, there, cost = at[keep], there[keep], cost[keep]
        cost = cost + self._whole(at) + self._whole(there)
        keep = np.isfinite(cost)
        at, there, cost = at[keep], there[keep], cost[keep]
        order = np.argsort(cost, kind="stable")
        known = {int(end): position for position, end in enumerate(self._ends)}
        joined = list(range(len(self._ends)))
        ties: set[tuple[int, int]] = set()
        missing = len(self._ends) - 1
        for edge in order.tolist():
            if not missing:
                break
            one, other = int(at[edge]), int(there[edge])
            left, right = (_root(joined, known[int(self.origin[side])]) for side in (one, other))
            if left == right:
                continue
            joined[left] = right
            missing -= 1
            ties |= {*self._way(one), *self._way(other), _pair(int(self.nodes[one]), int(self.nodes[other]))}
        return np.array(sorted(ties), np.int64).reshape(-1, 2), missing

    def _way(self, at: int) -> set[tuple[int, int]]:
        """Ties from a node back to its entity."""
        found = set()
        while self.nodes[at] != self.origin[at]:
            found.add(_pair(int(self.nodes[at]), int(self.before[at])))
            at = int(self._at(self.before[at : at + 1])[0])
        return found

    def _whole(self, at: npt.NDArray[Any]) -> Floats:
        cost: Floats = self.cost[at] + self._passing(self.nodes[at])
        return cost

    def _at(self, nodes: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        return np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)

    def _passing(self, nodes: npt.NDArray[Any]) -> Floats:
        at = np.minimum(np.searchsorted(self._ends, nodes), len(self._ends) - 1)
        cost: Floats = np.where(self._ends[at] == nodes, 0.0, self._ties.through(nodes))
        return cost


def _pruned(ties: Ties, pairs: npt.NDArray[np.int64], ends: Nodes) -> npt.NDArray[np.int64]:
    """The cheapest tree of the nodes of these ties, without branches that end at nobody who was asked for."""
    nodes = np.unique(pairs)
    if not len(nodes):
        return pairs
    at, others, cost = ties.around(nodes)
    there = np.minimum(np.searchsorted(nodes, others), len(nodes) - 1)
    keep = nodes[there] == others
    shape = (len(nodes), len(nodes))
    order = np.lexsort((cost[keep], there[keep], at[keep]))
    rows, columns, values = at[keep][order], there[keep][order], cost[keep][order]
    first = np.ones(len(rows), np.bool_)
    first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    tree = minimum_spanning_tree(sparse.csr_array((values[first], (rows[first], columns[first])), shape=shape)).tocoo()
    left = {_pair(int(nodes[a]), int(nodes[b])) for a, b in zip(tree.row, tree.col, strict=True)}
    asked = set(ends.tolist())
    while True:
        count: dict[int, int] = {}
        for pair in left:
            for node in pair:
                count[node] = count.get(node, 0) + 1
        useless = {node for node, n in count.items() if n == 1 and node not in asked}
        if not useless:
            return np.array(sorted(left), np.int64).reshape(-1, 2)
        left = {pair for pair in left if not useless & set(pair)}


def _chosen(ties: Ties, pairs: npt.NDArray[np.int64]) -> tuple[list[tuple[int, int]], tuple[int, ...]]:
    """The pairs, and all relations of these ties."""
    wanted = [(int(a), int(b)) for a, b in pairs]
    nodes = np.unique(pairs)
    at, edges, others = ties.edges(nodes)
    known = set(wanted)
    mine = [_pair(int(nodes[a]), int(b)) in known for a, b in zip(at, others, strict=True)]
    return wanted, tuple(np.unique(edges[np.array(mine, np.bool_)]).tolist()) if len(nodes) else ()


def _parts(pairs: Sequence[tuple[int, int]], n: int) -> tuple[int, npt.NDArray[Any]]:
    rows, columns = ([pair[side] for pair in pairs] for side in (0, 1))
    graph = sparse.coo_array((np.ones(len(pairs)), (rows, columns)), shape=(n, n))
    count, label = connected_components(graph, directed=False)
    return int(count), label


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _root(joined: list[int], at: int) -> int:
    while joined[at] != at:
        at = joined[at]
    return at


def _notices(alone: int, cut: bool) -> tuple[Notice, ...]:
    found = []
    if alone:
        told = f"{alone} 个实体与其余的没有找到联系", f"{alone} of the entities are tied to none of the others"
        found.append(Notice("not_connected", *told))
    if cut:
        told = "关系太多，只看了较近的部分", "there were too many relations to look at all of them"
        found.append(Notice("search_cut_short", *told))
    return tuple(found)
