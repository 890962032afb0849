"""Who is around an entity: its neighbourhood with the most relevant first, common neighbours, and who is like it.

Relevance of a neighbour: exp(−cost) of the cheapest way to it (analysis.ties). Common neighbours are weighed by
1 / ln d, so that sharing a rare neighbour tells more (L. Adamic, E. Adar (2003), Friends and neighbors on the Web,
Social Networks 25). Likeness of two entities is the weighted mean of what is known of

    structure  Σ 1/ln d over common neighbours / √(the same over the neighbours of each), the cosine of weighted sets
               (G. Salton, M. McGill (1983), Introduction to Modern Information Retrieval)
    industry   1 where they have an industry in common, else 0
    size       min / max of registered capital, or of employees where capital is not known of both
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result
from analysis.paths import MOST_DEGREE, node_of
from analysis.projection import Floats, Graph, Projection, whole
from analysis.reach import MOST_EDGES, Nodes, Reach
from analysis.ties import Ties

MOST_DEPTH, MOST_NODES = 6, 2000
WEIGHTS: Mapping[str, float] = {"structure": 2.0, "industry": 1.0, "size": 1.0}
_CUT_SHORT = Notice(
    "search_cut_short",
    "关系太多，只看了较近的部分",
    "there were too many relations to look at all of them; only the nearer ones were",
)


@dataclass(frozen=True)
class Neighbour:
    """relevance: 0 to 1, of the entity itself 1. hops: fewest steps to it."""

    id: str
    relevance: float
    hops: int


@dataclass(frozen=True)
class Neighbourhood(Result):
    """n: entities within the depth, of the types asked for. coverage: those given over n. left_out: how many of each
    type were not given. edges: positions of the relations between those given."""

    nodes: tuple[Neighbour, ...]
    edges: tuple[int, ...]
    left_out: Mapping[str, int]
    truncated: bool


def neighbourhood(
    graph: Graph,
    entity_id: str,
    *,
    depth: int = 1,
    limit: int = 100,
    edge_types: Collection[str] | None = None,
    types: Collection[str] | None = None,
    as_of: date | None = None,
    max_degree: int = MOST_DEGREE,
) -> Neighbourhood:
    """The entity and the ``limit`` − 1 most relevant within ``depth`` steps, with all relations between them.

    types: of the entities given; others are passed through. Raises AnalysisRefused.
    """
    if not 0 <= depth <= MOST_DEPTH or not 1 <= limit <= MOST_NODES:
        raise AnalysisRefused(f"depth must be 0 to {MOST_DEPTH}, limit 1 to {MOST_NODES}")
    net = whole(graph)
    ties = Ties(net, edge_types, as_of, max_degree)
    start = node_of(net, entity_id)
    reach, cut = Reach(ties, start), False
    for _ in range(depth):
        cut = reach.edges + reach.size() > MOST_EDGES
        if cut:
            break
        reach.open()
    last = reach.layers[-1]
    asked = net.nodes_of(types)
    asked[start] = True
    shown = asked[last.nodes]
    nodes, cost = last.nodes[shown], last.cost[shown]
    order = np.lexsort((nodes, cost))
    chosen = nodes[order[:limit]]
    hops = np.full(len(chosen), len(reach.layers) - 1)
    for steps, layer in reversed(list(enumerate(reach.layers))):
        hops[np.isfinite(layer.of(chosen))] = steps
    relevance = np.exp(-cost[order[:limit]])
    return Neighbourhood(
        net.data_version,
        len(nodes),
        len(chosen) / len(nodes),
        (_CUT_SHORT,) if cut else (),
        tuple(
            Neighbour(net.id_of(node), float(near), int(steps))
            for node, near, steps in zip(chosen.tolist(), relevance, hops, strict=True)
        ),
        tuple(among(ties, chosen).tolist()),
        _by_type(net, nodes[order[limit:]]),
        cut,
    )


def among(ties: Ties, nodes: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """All relations that may be walked between some nodes, each once, loops left out."""
    ordered = np.unique(nodes)
    _, edges, others = ties.edges(ordered)
    at = np.minimum(np.searchsorted(ordered, others), len(ordered) - 1)
    return np.unique(edges[ordered[at] == others])


def _by_type(graph: Projection, nodes: Nodes) -> dict[str, int]:
    kinds, counts = np.unique(np.searchsorted(graph.type_offsets, nodes, "right") - 1, return_counts=True)
    return {graph.node_types[k]: int(n) for k, n in zip(kinds.tolist(), counts, strict=True)}


@dataclass(frozen=True)
class Common:
    """A neighbour of several. of: which of those asked for. weight: 1 / ln d."""

    id: str
    of: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Commons(Result):
    """n: neighbours that at least two have in common."""

    neighbours: tuple[Common, ...]


def common_neighbours(
    graph: Graph,
    ids: Sequence[str],
    *,
    edge_types: Collection[str] | None = None,
    as_of: date | None = None,
    most: int = 50,
) -> Commons:
    """What at least two of some entities are tied to, those that most of them share first, then the rarest."""
    net = whole(graph)
    asked = list(dict.fromkeys(ids))
    if len(asked) < 2:
        raise AnalysisRefused("ids: name at least two entities")
    nodes = np.array([node_of(net, entity_id) for entity_id in asked], np.int64)
    at, _, others = Ties(net, edge_types, as_of).edges(nodes)
    pairs = pl.DataFrame({"other": others, "at": at}).unique().sort("other", "at")
    shared = pairs.group_by("other", maintain_order=True).agg("at").filter(pl.col("at").list.len() > 1)
    found = [
        Common(net.id_of(other), tuple(asked[i] for i in mine), float(_weight(net, np.array([other]))[0]))
        for other, mine in shared.iter_rows()
    ]
    found.sort(key=lambda common: (-len(common.of), -common.weight, common.id))
    return Commons(net.data_version, len(found), None, (), tuple(found[:most]))


@dataclass(frozen=True)
class Similar:
    """score: weighted mean of the factors that are known, 0 to 1. factors: by name, None where not known."""

    id: str
    score: float
    factors: Mapping[str, float | None]


@dataclass(frozen=True)
class Likes(Result):
    """n: entities of the type that share a neighbour with it. coverage: share of those given whose industry and size
    are known."""

    entities: tuple[Similar, ...]


def similar(
    graph: Graph, entity_id: str, *, most: int = 20, as_of: date | None = None, max_degree: int = MOST_DEGREE
) -> Likes:
    """Entities of the same type that are like this one, the likest first, among those that share a neighbour of at
    most ``max_degree`` relations."""
    net = whole(graph)
    node = node_of(net, entity_id)
    ties = Ties(net, None, as_of, max_degree)
    mine = _neighbours(ties, np.array([node], np.int64))[1]
    passed = mine[np.isfinite(ties.through(mine))]
    at, others = _neighbours(ties, passed)
    same_type = net.nodes_of([net.type_of(node)])
    keep = same_type[others] & (others != node)
    candidates, shared = _summed(others[keep], _weight(net, passed)[at[keep]])
    own = float(_weight(net, mine).sum())
    # The cosine is at most what is shared over the root of one's own: the best of these are looked at in full.
    best = np.argsort(-shared, kind="stable")[: max(10 * most, 200)]
    candidates, shared = candidates[best], shared[best]
    at, others = _neighbours(ties, candidates)
    theirs = np.bincount(at, _weight(net, others), len(candidates))
    structure = shared / np.sqrt(own * np.maximum(theirs, 1e-12))
    facts = _facts(net, np.append(candidates, node))
    found = []
    for position, candidate in enumerate(candidates.tolist()):
        factors = {"structure": float(min(structure[position], 1.0)), **_alike(facts[node], facts[candidate])}
        known = {name: value for name, value in factors.items() if value is not None}
        score = sum(WEIGHTS[name] * value for name, value in known.items()) / sum(WEIGHTS[name] for name in known)
        found.append(Similar(net.id_of(candidate), score, factors))
    found.sort(key=lambda one: (-one.score, one.id))
    given = found[:most]
    complete = sum(None not in one.factors.values() for one in given)
    return Likes(net.data_version, len(found), complete / len(given) if given else None, (), tuple(given))


def _neighbours(ties: Ties, nodes: Nodes) -> tuple[npt.NDArray[np.int64], Nodes]:
    """Position in ``nodes`` and neighbour, each pair once."""
    at, _, others = ties.edges(nodes)
    pairs = np.unique(at * np.int64(ties.graph.n) + others)
    return pairs // ties.graph.n, pairs % ties.graph.n


def _weight(graph: Projection, nodes: npt.NDArray[Any]) -> Floats:
    weight: Floats = 1 / np.log(np.maximum(graph.degree[nodes], 2))
    return weight


def _summed(nodes: Nodes, values: Floats) -> tuple[Nodes, Floats]:
    found, at = np.unique(nodes, return_inverse=True)
    summed: Floats = np.bincount(at, values, len(found)).astype(np.float64)
    return found, summed


def _facts(graph: Projection, nodes: Nodes) -> dict[int, dict[str, Any]]:
    """Industries and size of some nodes of one type."""
    ties = Ties(graph, ["IN_INDUSTRY"])
    at, others = _neighbours(ties, nodes)
    facts: dict[int, dict[str, Any]] = {node: {"industries": set()} for node in nodes.tolist()}
    for position, industry in zip(at.tolist(), others.tolist(), strict=True):
        facts[int(nodes[position])]["industries"].add(industry)
    kind = graph.type_of(int(nodes[0]))
    sizes = graph.memory.recall(("sizes", kind), lambda: _sizes(graph, kind), keep=True)
    start = int(graph.type_offsets[graph.node_types.index(kind)])
    for node in nodes.tolist():
        facts[node] |= {name: sizes[name][node - start] for name in sizes.columns}
    return facts


def _sizes(graph: Projection, kind: str) -> pl.DataFrame:
    frame = read_frame(graph.snapshot.node_files()[kind], ["id", "registered_capital", "employees"]).sort("id")
    return frame.drop("id").select(pl.all().cast(pl.Float64))


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, float | None]:
    industry = None
    if one["industries"] and other["industries"]:
        industry = 1.0 if one["industries"] & other["industries"] else 0.0
    size = None
    for name in ("registered_capital", "employees"):
        pair = sorted((one.get(name) or 0.0, other.get(name) or 0.0))
        if size is None and pair[0] > 0:
            size = pair[0] / pair[1]
    return {"industry": industry, "size": size}
