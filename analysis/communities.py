"""Communities: groups with more ties inside than chance would give, each with a name that a person can
use."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from analysis.centrality import Ranked, pagerank_scores
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result, thin
from analysis.placement import Names, at_level, industry_names, industry_shares, place_codes, region_names
from analysis.projection import Floats, Graph, Projection, as_key, projected
from ontology.model import Label

#: Relations between those who act. LOCATED_IN or IN_INDUSTRY would only find regions and industries again.
TIES = (
    "OWNS", "INVESTS_IN", "FUNDS", "GUARANTEES", "LENDS_TO", "SUPPLIES", "COOPERATES_WITH", "HOLDS_ROLE",
    "MEMBER_OF", "OPERATES", "USES_PLATFORM", "SERVES",
)  # fmt: skip
#: People are members but give no community its name: names of persons are shown by role only.
_NAMELESS = frozenset({"Person"})
#: More rounds than three add less than 0.0005 to the modularity of seven million ties, at eight seconds each.
_ROUNDS, _ROUNDS_OF_MANY, _MANY = 10, 3, 1_000_000
#: An industry or place names a community if at least so many of its members (persons included) are in it.
_TELLING = 0.1
#: networkit's number of threads and random state belong to the process.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Part:
    """An industry or region of a community: how many of its members are in it, and their share of all
    members."""

    code: str
    id: str | None
    name: str
    count: float
    share: float


@dataclass(frozen=True)
class Community:
    """One community. members: ids, the greatest PageRank first. anchors: the first of them that are no
    persons. ties_inside, ties_outside: edges between members, and from members to others."""

    id: str
    label: Label
    size: int
    members: tuple[str, ...]
    anchors: tuple[Ranked, ...]
    industries: tuple[Part, ...]
    regions: tuple[Part, ...]
    ties_inside: int
    ties_outside: int


@dataclass(frozen=True)
class Communities(Result):
    """All communities of at least the asked size, the largest first. modularity is that of the whole
    partition, small ones included; None without ties. total: how many communities there are of any size."""

    modularity: float | None
    resolution: float
    seed: int
    edge_types: tuple[str, ...]
    total: int
    communities: tuple[Community, ...]


@dataclass(frozen=True, eq=False)
class Partition:
    """Communities by index, for algorithms. nodes: those with a tie. member: the community of each of them,
    0 for the largest. scores: PageRank over ties both ways."""

    ties: Projection
    nodes: npt.NDArray[np.int64]
    member: npt.NDArray[np.int64]
    scores: Floats
    modularity: float | None
    notices: tuple[Notice, ...]

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        return np.bincount(self.member)

    def of_node(self) -> npt.NDArray[np.int64]:
        """The community of every node of the projection; -1 where it has none."""
        every = np.full(self.ties.n, -1, np.int64)
        every[self.nodes] = self.member
        return every


def communities(
    graph: Graph,
    *,
    edge_types: Collection[str] | None = None,
    node_types: Collection[str] | None = None,
    as_of: date | None = None,
    resolution: float = 1.0,
    seed: int = 1,
    min_size: int = 3,
    first: int | None = None,
    anchors: int = 3,
) -> Communities:
    """Communities by the Leiden algorithm (Traag et al. 2019), maximising modularity (Newman and Girvan
    2004).

        Q = Σ_c [ L(c)/m − γ (K(c)/2m)² ]

    L(c): ties inside community c; K(c): degrees in it; m: all ties; γ: ``resolution``, higher for smaller
    communities. A tie is an edge of these types (default: TIES; all relations, with a notice, where the
    graph has none of these), both ways alike, parallel edges counted each, loops left out. A node without a
    tie is in no community. The same graph, parameters and seed give the same communities. Undefined without
    ties.

    Source: V. A. Traag, L. Waltman, N. J. van Eck (2019), From Louvain to Leiden, Sci. Rep. 9, 5233; M. E. J.
    Newman, M. Girvan (2004), Finding and evaluating community structure in networks, Phys. Rev. E 69, 026113.
    """
    found = partition(
        graph, edge_types=edge_types, node_types=node_types, as_of=as_of, resolution=resolution, seed=seed
    )
    asked = int(found.ties.nodes_of(node_types).sum())
    coverage = len(found.nodes) / asked if asked else None
    shown = int((found.sizes >= min_size).sum())
    return Communities(
        data_version=found.ties.data_version,
        n=len(found.nodes),
        coverage=coverage,
        warnings=(*found.notices, *thin(coverage, Label("关系", "ties"))),
        modularity=found.modularity,
        resolution=resolution,
        seed=seed,
        edge_types=found.ties.edge_types,
        total=len(found.sizes),
        communities=_described(found, shown if first is None else min(first, shown), anchors),
    )


def partition(
    graph: Graph,
    *,
    edge_types: Collection[str] | None = None,
    node_types: Collection[str] | None = None,
    as_of: date | None = None,
    resolution: float = 1.0,
    seed: int = 1,
) -> Partition:
    """The communities as arrays; see communities(). A projection remembers them."""
    if resolution < 0:
        raise AnalysisRefused(f"resolution: {resolution} is below 0")
    if not isinstance(graph, Projection):
        return _partition(graph, edge_types, node_types, as_of, resolution, seed)
    key = ("partition", as_key(edge_types), as_key(node_types), as_of, resolution, seed)
    return graph.memory.recall(key, lambda: _partition(graph, edge_types, node_types, as_of, resolution, seed))


def _partition(
    graph: Graph,
    edge_types: Collection[str] | None,
    node_types: Collection[str] | None,
    as_of: date | None,
    resolution: float,
    seed: int,
) -> Partition:
    ties, notices = _ties(graph, edge_types, node_types, as_of)
    matrix = _without_loops(ties.symmetric_matrix())
    nodes = np.flatnonzero(np.diff(matrix.indptr) > 0)
    if len(nodes) == 0:
        nothing = Notice("no_ties", "没有可用于分群的关系", "there are no ties to find communities by")
        return Partition(ties, nodes, nodes, np.empty(0), None, (*notices, nothing))
    matrix = sparse.csr_array(matrix[nodes][:, nodes])
    member = _by_size(leiden(matrix, resolution, seed))
    scores = pagerank_scores(matrix)
    return Partition(ties, nodes, member, scores, modularity(matrix, member, resolution), notices)


def leiden(matrix: sparse.csr_array, resolution: float = 1.0, seed: int = 1) -> npt.NDArray[np.int64]:
    """The community of each row of a symmetric matrix without loops."""
    import networkit

    upper = sparse.triu(matrix, format="coo")
    with _ONE_AT_A_TIME:
        threads = networkit.getMaxNumberOfThreads()
        # With more threads the outcome depends on who comes first.
        networkit.setNumberOfThreads(1)
        networkit.setSeed(seed, False)
        try:
            graph = networkit.GraphFromCoo(
                (upper.data, (upper.row, upper.col)), n=matrix.shape[0], weighted=True, directed=False
            )
            rounds = _ROUNDS_OF_MANY if upper.nnz > _MANY else _ROUNDS
            run = networkit.community.ParallelLeiden(graph, iterations=rounds, gamma=resolution).run()
            return np.asarray(run.getPartition().getVector(), np.int64)
        finally:
            networkit.setNumberOfThreads(threads)


def modularity(matrix: sparse.csr_array, member: npt.NDArray[np.int64], resolution: float = 1.0) -> float:
    """Newman's modularity of a partition of a symmetric weighted matrix; a loop of weight w stands as 2w."""
    entries = matrix.tocoo()
    inside = float(entries.data[member[entries.row] == member[entries.col]].sum())
    degrees = np.bincount(member, weights=np.asarray(matrix.sum(axis=1)).ravel())
    total = float(degrees.sum())
    return inside / total - resolution * float(((degrees / total) ** 2).sum())


def _ties(
    graph: Graph, edge_types: Collection[str] | None, node_types: Collection[str] | None, as_of: date | None
) -> tuple[Projection, tuple[Notice, ...]]:
    ties = projected(graph, edge_types or TIES, node_types, as_of)
    if edge_types is not None or ties.m:
        return ties, ()
    notice = Notice(
        "all_relations",
        "图中没有持股、任职、供货等关系，改用全部关系",
        "the graph has no ownership, role or supply ties; all relations were used",
    )
    return projected(graph, None, node_types, as_of), (notice,)


def _without_loops(matrix: sparse.csr_array) -> sparse.csr_array:
    entries = matrix.tocoo()
    keep = entries.row != entries.col
    kept = (entries.data[keep], (entries.row[keep], entries.col[keep]))
    return sparse.csr_array(kept, shape=matrix.shape)


def _by_size(member: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Communities renumbered: the largest is 0; of equal ones that with the first node comes first."""
    _, first, numbered, sizes = np.unique(member, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[numbered]


def _described(found: Partition, shown: int, anchors: int) -> tuple[Community, ...]:
    if shown == 0:
        return ()
    profile = _Profile.of(found, shown)
    inside, outside = _tie_counts(found)
    order = np.lexsort((-found.scores, found.member))
    ends = np.cumsum(found.sizes)
    described = []
    for k in range(shown):
        rows = order[ends[k] - found.sizes[k] : ends[k]]
        first = _anchors(found, rows, anchors)
        industries, regions = profile.industries.get(k, ()), profile.regions.get(k, ())
        described.append(
            Community(
                id=f"c{k + 1}",
                label=name_community(found.ties, first, industries, regions),
                size=len(rows),
                members=tuple(found.ties.ids_of(found.nodes[rows])),
                anchors=first,
                industries=industries,
                regions=regions,
                ties_inside=int(inside[k]),
                ties_outside=int(outside[k]),
            )
        )
    return tuple(described)


def _tie_counts(found: Partition) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    of_node = found.of_node()
    head, tail = of_node[found.ties.head], of_node[found.ties.tail]
    k = len(found.sizes)
    loop = found.ties.head == found.ties.tail
    same = (head == tail) & ~loop
    outside = np.bincount(head[head != tail], minlength=k) + np.bincount(tail[head != tail], minlength=k)
    return np.bincount(head[same], minlength=k), outside


def _anchors(found: Partition, rows: npt.NDArray[np.int64], count: int) -> tuple[Ranked, ...]:
    best: list[Ranked] = []
    for row in rows.tolist():
        if len(best) == count:
            break
        node = int(found.nodes[row])
        if found.ties.type_of(node) not in _NAMELESS:
            best.append(Ranked(found.ties.id_of(node), float(found.scores[row]), len(best) + 1))
    return tuple(best)


def name_community(
    ties: Projection, anchors: tuple[Ranked, ...], industries: tuple[Part, ...], regions: tuple[Part, ...]
) -> Label:
    """Its place, main industry and anchor: ``费县木材加工集群（某某木业）``. What few of the members share
    stays out."""
    place = _telling(regions)
    industry = _telling(industries)
    node = ties.index_of(anchors[0].id) if anchors else None
    anchor = "" if node is None else ties.name_of(node)
    if not place and not industry:
        return Label(f"{anchor}社群" if anchor else "未命名社群", f"community of {anchor or 'unnamed members'}")
    around = f"（{anchor}）" if anchor else ""
    words = [industry or "mixed industries", place and f"in {place}", anchor and f"around {anchor}"]
    return Label(f"{place}{industry}集群{around}", " ".join(word for word in words if word))


def _telling(parts: tuple[Part, ...]) -> str:
    return parts[0].name if parts and parts[0].share >= _TELLING else ""


@dataclass(frozen=True)
class _Profile:
    """The main industries and counties of the first communities."""

    industries: dict[int, tuple[Part, ...]]
    regions: dict[int, tuple[Part, ...]]

    @classmethod
    def of(cls, found: Partition, shown: int) -> "_Profile":
        ties = found.ties
        few = found.member < shown
        members = pl.DataFrame({"id": ties.ids_of(found.nodes[few]), "community": found.member[few]})
        snapshot = ties.snapshot
        shares = industry_shares(snapshot, 2, as_of=ties.as_of).rename({"industry": "code"})
        places = place_codes(snapshot, ties.node_types, ties.as_of)
        places = places.select("id", code=at_level(pl.col("code"), "county"), part=pl.lit(1.0)).drop_nulls()
        return cls(
            _parts(members, shares, industry_names(snapshot)),
            _parts(members, places, region_names(snapshot, "county")),
        )


def _parts(members: pl.DataFrame, parts: pl.DataFrame, names: Names, most: int = 3) -> dict[int, tuple[Part, ...]]:
    sizes = members.group_by("community").agg(size=pl.len())
    counted = members.join(parts, on="id").group_by("community", "code").agg(count=pl.col("part").sum())
    counted = counted.join(sizes, on="community").sort("community", "count", "code", descending=[False, True, False])
    found: dict[int, tuple[Part, ...]] = {}
    for row in counted.group_by("community", maintain_order=True).head(most).iter_rows(named=True):
        code, count = row["code"], row["count"]
        part = Part(code, names.id(code), names.name(code), count, count / row["size"])
        found[row["community"]] = (*found.get(row["community"], ()), part)
    return found
