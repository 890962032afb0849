"""Which nodes matter: PageRank."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse

from analysis.errors import AnalysisRefused
from analysis.indicator import Result, few
from analysis.projection import Floats, Graph, Offsets, Projection, as_key, projected
from ontology.model import Label

_MOST_ROUNDS = 1000


@dataclass(frozen=True)
class Ranked:
    """A node with its score; rank 1 is the greatest. Equal scores are ordered by id."""

    id: str
    score: float
    rank: int


@dataclass(frozen=True)
class Ranking(Result):
    """The first of all nodes by score. n counts the nodes ranked: those with at least one tie."""

    entries: tuple[Ranked, ...]


def pagerank(
    graph: Graph,
    *,
    edge_types: Collection[str] | None = None,
    node_types: Collection[str] | None = None,
    as_of: date | None = None,
    damping: float = 0.85,
    directed: bool = True,
    first: int = 20,
) -> Ranking:
    """PageRank: the share of its time that a random walker spends at a node (Brin and Page 1998).

        p = (1 − d)/n + d (Aᵀ D⁻¹ p + dangling/n)

    A: edges by head and tail, parallel edges counted each; D: out-degrees; dangling: the score of nodes
    without an edge out, spread evenly. d is ``damping``. ``directed=False`` walks edges both ways. Scores
    sum to 1 over the nodes of these types with at least one tie; a node without is not ranked. Undefined on
    the empty graph: no entries.

    Example: on a → b the scores are 1/(2 + d) = 0.351 and (1 + d)/(2 + d) = 0.649.

    Source: S. Brin, L. Page (1998), The anatomy of a large-scale hypertextual Web search engine.
    """
    if not 0 <= damping < 1:
        raise AnalysisRefused(f"damping: {damping} is not at least 0 and below 1")
    whole = graph if isinstance(graph, Projection) else projected(graph, edge_types)
    key = ("pagerank", as_key(edge_types), as_key(node_types), as_of, damping, directed)
    nodes, scores = whole.memory.recall(
        key, lambda: _ranked(projected(whole, edge_types, node_types, as_of), damping, directed)
    )
    # Nodes are in the order of type and id, and the sort is stable: ties of equal score come by id.
    best = np.argsort(-scores, kind="stable")[: max(first, 0)]
    ids = whole.ids_of(nodes[best])
    entries = (Ranked(i, s, k) for k, (i, s) in enumerate(zip(ids, scores[best].tolist(), strict=True), start=1))
    asked = int(whole.nodes_of(node_types).sum())
    return Ranking(
        data_version=whole.data_version,
        n=len(nodes),
        coverage=len(nodes) / asked if asked else None,
        warnings=few(len(nodes), Label("有关系的实体", "entities with ties"), 3),
        entries=tuple(entries),
    )


def _ranked(ties: Projection, damping: float, directed: bool) -> tuple[Offsets, Floats]:
    nodes = np.flatnonzero(ties.degree > 0)
    matrix = (ties.matrix() if directed else ties.symmetric_matrix())[nodes][:, nodes]
    return nodes, pagerank_scores(sparse.csr_array(matrix), damping)


def pagerank_scores(matrix: sparse.csr_array, damping: float = 0.85, tolerance: float = 1e-12) -> Floats:
    """Scores by row of a matrix of edges from row to column; the same bits for the same matrix.

    Iterates until a round moves less than ``tolerance`` in all.
    """
    n = matrix.shape[0]
    if n == 0:
        return np.empty(0)
    out = np.asarray(matrix.sum(axis=1), np.float64).ravel()
    dangling = np.flatnonzero(out == 0)
    pull = sparse.csr_array(matrix.T)
    share = np.divide(1.0, out, out=np.zeros(n), where=out > 0)
    scores = np.full(n, 1.0 / n)
    for _ in range(_MOST_ROUNDS):
        moved = damping * (pull @ (scores * share) + scores[dangling].sum() / n) + (1 - damping) / n
        change = float(np.abs(moved - scores).sum())
        scores = moved
        if change < tolerance:
            break
    normalised: Floats = scores / scores.sum()
    return normalised
