"""A picture of the communities: which nodes to draw and where, the same for the same graph and seed.

Each community gets a disc of its own, its members laid out inside by springs (Fruchterman and Reingold
1991); the discs are laid out by the ties between them and pushed apart until none overlap.
"""

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from analysis.communities import Partition, partition
from analysis.errors import AnalysisRefused
from analysis.indicator import Result
from analysis.projection import Floats, Graph, Projection

#: More than this is neither read by an eye nor laid out in a second or two.
MOST_NODES = 2000
_GAP = 1.15


@dataclass(frozen=True)
class PlacedNode:
    """x and y lie between -1 and 1. community: as communities() names it, ``c1`` for the largest."""

    id: str
    community: str
    pagerank: float
    x: float
    y: float


@dataclass(frozen=True)
class PlacedEdge:
    id: str
    type: str
    from_id: str
    to_id: str


@dataclass(frozen=True)
class CommunityNetwork(Result):
    """Part of the graph to draw: the largest communities, of each its most central members that hang
    together. total: nodes that have a community, drawn or not."""

    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    total: int
    modularity: float | None


def community_network(
    graph: Graph,
    *,
    edge_types: Collection[str] | None = None,
    node_types: Collection[str] | None = None,
    as_of: date | None = None,
    resolution: float = 1.0,
    seed: int = 1,
    min_size: int = 3,
    limit: int = 500,
    most_communities: int = 24,
) -> CommunityNetwork:
    """The network of the clusters page; communities as in communities() with the same parameters."""
    if not 0 <= limit <= MOST_NODES:
        raise AnalysisRefused(f"limit: {limit} is not between 0 and {MOST_NODES}")
    found = partition(
        graph, edge_types=edge_types, node_types=node_types, as_of=as_of, resolution=resolution, seed=seed
    )
    rows = _chosen(found, limit, min_size, most_communities)
    nodes, member = found.nodes[rows], found.member[rows]
    edges = _edges_among(found.ties, nodes)
    ends = np.searchsorted(nodes, np.stack([found.ties.head[edges], found.ties.tail[edges]]))
    x_y = place(len(nodes), ends, member, seed)
    ids = found.ties.ids_of(nodes)
    scores = found.scores[rows].tolist()
    return CommunityNetwork(
        data_version=found.ties.data_version,
        n=len(nodes),
        coverage=len(nodes) / len(found.nodes) if len(found.nodes) else None,
        warnings=found.notices,
        nodes=tuple(
            PlacedNode(i, f"c{c + 1}", s, x, y)
            for i, c, s, (x, y) in zip(ids, member.tolist(), scores, x_y.tolist(), strict=True)
        ),
        edges=tuple(_placed_edges(found.ties, edges)),
        total=len(found.nodes),
        modularity=found.modularity,
    )


def place(n: int, ends: npt.NDArray[np.int64], community: npt.NDArray[np.int64], seed: int = 1) -> Floats:
    """Positions of n nodes between -1 and 1, one row each. ends: two rows, the nodes of each edge. No disc
    of a community overlaps another's."""
    if n == 0:
        return np.empty((0, 2))
    groups, inside = np.unique(community, return_inverse=True)
    radii = np.sqrt(np.bincount(inside).astype(np.float64))
    centres = _apart(_springs(len(groups), inside[ends], seed) * radii.sum(), radii)
    positions = np.empty((n, 2))
    for k in range(len(groups)):
        own = np.flatnonzero(inside == k)
        within = ends[:, (inside[ends] == k).all(axis=0)]
        positions[own] = centres[k] + radii[k] * _springs(len(own), np.searchsorted(own, within), seed)
    positions -= (positions.max(axis=0) + positions.min(axis=0)) / 2
    widest = np.abs(positions).max()
    return positions / widest if widest > 0 else positions


def _springs(n: int, ends: npt.NDArray[np.int64], seed: int) -> Floats:
    """A spring layout in the unit disc."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((a, b) for a, b in ends.T.tolist() if a != b)
    rounds = 100 if n <= 200 else 50
    found = nx.spring_layout(graph, seed=seed, iterations=rounds, k=1.6 / np.sqrt(n), method="force")
    positions = np.array([found[i] for i in range(n)], np.float64).reshape(n, 2)
    return _filling_disc(positions - positions.mean(axis=0))


def _filling_disc(positions: Floats) -> Floats:
    """Positions in the unit disc: most of them within 0.9, strays pulled to the rim, so that a stray does not
    press the others into a dot."""
    distance = np.sqrt((positions**2).sum(axis=1))
    most, widest = float(np.quantile(distance, 0.9)), float(distance.max())
    if most <= 0:
        return positions
    wanted = np.interp(distance, [0.0, most, max(widest, most * 1.001)], [0.0, 0.9, 1.0])
    scale = np.divide(wanted, distance, out=np.zeros_like(distance), where=distance > 0)
    spread: Floats = positions * scale[:, None]
    return spread


def _apart(centres: Floats, radii: Floats) -> Floats:
    """Centres moved until no two discs are nearer than a gap."""
    centres = centres / max(float(np.abs(centres).max()), 1e-9) * float(radii.max())
    wanted = _GAP * (radii[:, None] + radii[None, :])
    np.fill_diagonal(wanted, 0.0)
    for _ in range(2000):
        between = centres[:, None, :] - centres[None, :, :]
        distance = np.sqrt((between**2).sum(axis=2))
        short = np.maximum(wanted - distance, 0.0)
        if short.max() < 1e-6 * radii.max():
            break
        direction = between / np.maximum(distance, 1e-9)[:, :, None]
        centres = centres + 0.26 * (short[:, :, None] * direction).sum(axis=1)
    return centres


def _chosen(found: Partition, limit: int, min_size: int, most: int) -> npt.NDArray[np.int64]:
    """Rows of the partition to draw, in order: a share of the limit for each of the largest communities."""
    sizes = found.sizes[found.sizes >= min_size][: min(most, limit // max(min_size, 1))]
    if len(sizes) == 0:
        return np.empty(0, np.int64)
    # The root, so that the largest does not leave a dot to each of the others.
    shares = np.sqrt(sizes) / np.sqrt(sizes).sum()
    of_node = found.of_node()
    score = np.zeros(found.ties.n)
    score[found.nodes] = found.scores
    rows: list[int] = []
    for k, size in enumerate(sizes.tolist()):
        start = int(found.nodes[found.member == k][np.argmax(found.scores[found.member == k])])
        rows += _grown(found.ties, start, of_node, score, min(size, max(int(limit * shares[k]), min_size)))
    return np.searchsorted(found.nodes, np.sort(rows))[:limit]


def _grown(ties: Projection, start: int, of_node: npt.NDArray[np.int64], score: Floats, size: int) -> Iterator[int]:
    """Nodes of one community from a start along ties, the most central of those in reach first."""
    seen, reach = {start}, [(-score[start], start)]
    while reach and size > 0:
        _, node = heapq.heappop(reach)
        yield node
        size -= 1
        around = np.unique(np.concatenate([ties.tail[ties.edges_out(node)], ties.head[ties.edges_in(node)]]))
        around = around[of_node[around] == of_node[start]]
        for other in around[np.argsort(-score[around], kind="stable")][: size + len(seen)].tolist():
            if other not in seen:
                seen.add(other)
                heapq.heappush(reach, (-score[other], other))


def _edges_among(ties: Projection, nodes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    among = np.zeros(ties.n, np.bool_)
    among[nodes] = True
    return np.flatnonzero(among[ties.head] & among[ties.tail] & (ties.head != ties.tail))


def _placed_edges(ties: Projection, edges: npt.NDArray[np.int64]) -> Iterator[PlacedEdge]:
    ids = ties.edge_ids(edges) if len(edges) else []
    heads, tails = ties.ids_of(ties.head[edges]), ties.ids_of(ties.tail[edges])
    types = (ties.edge_types[k] for k in ties.edge_type[edges].tolist())
    for edge, kind, head, tail in zip(ids, types, heads, tails, strict=True):
        yield PlacedEdge(edge, kind, head, tail)
