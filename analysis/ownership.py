"""Who owns whom through any number of steps: effective shares, exact through cross-holdings.

Definition: of one yuan that a company pays out, a holder with share s gets s and, being a company, pays it on.
The effective share of h in t is the part that reaches h at all:

    x(h) = 1,   x(t) = Σ_j a(j,t) x(j)      (a(j,t): the share of j in t; the least solution)

Without loops this is the sum over chains of the product of shares. With loops it is [A (I − A)⁻¹](h,t) divided by
[(I − A)⁻¹](h,h): what flows through h twice is counted once, so that no share exceeds 1.

Unknown shares give an interval. The lower end takes the least shares; the upper end gives what is left of each
company (1 less all least shares) to the holders of unknown share that favour h most. Loops are never cut.

Sources: F. Brioschi, L. Buzzacchi, M. Colombo (1989), Risk capital financing and the separation of ownership and
control in business groups, J. Banking & Finance 13; S. Vitali, J. Glattfelder, S. Battiston (2011), The Network of
Global Corporate Control, PLoS ONE 6(10), supporting information (the division by the diagonal).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.holdings import Holdings
from analysis.indicator import Notice, Result
from analysis.kept import ties_of
from analysis.projection import Floats, Graph, Index, Mask, Offsets, Projection

Direction: TypeAlias = Literal["owners", "holdings"]

MOST_ENTITIES = 2000


@dataclass(frozen=True)
class Stake:
    """An effective share between ``lower`` and ``upper``, 0 to 1; equal where every share on the way is known.
    ultimate: no holder of this entity is known. circular: it also owns a part of itself through others."""

    id: str
    lower: float
    upper: float
    ultimate: bool
    circular: bool


@dataclass(frozen=True)
class Ownership(Result):
    """n: entities looked through. coverage: share of the relations on the way whose share is known exactly.
    relations: ids of the relations on the way, for their evidence. truncated: there were more than allowed."""

    stakes: tuple[Stake, ...]
    relations: tuple[str, ...]
    truncated: bool


def ownership(
    graph: Graph,
    entity_id: str,
    *,
    direction: Direction = "owners",
    min_share: float = 0.0,
    as_of: date | None = None,
    most: int = 50,
) -> Ownership:
    """Owners of an entity, or what it owns, at any depth, the greatest share first.

    min_share: leaves out stakes whose ``upper`` is below it. most: entities looked through, nearest first, up to
    2,000. Raises AnalysisRefused for a parameter out
    of range and for an id that is not in the snapshot.
    """
    if direction not in ("owners", "holdings"):
        raise AnalysisRefused(f"direction: {direction!r} is neither owners nor holdings")
    if not 0 <= min_share <= 1:
        raise AnalysisRefused(f"min_share: {min_share} is not between 0 and 1")
    seen = looked_through(graph, entity_id, direction, most, as_of)
    others = [node for node in seen.found if node != seen.start]
    if direction == "holdings":
        low, high = seen.holdings.lower(seen.start, others), seen.holdings.upper(seen.start, others)
        ends = {node: (low.get(node, 0.0), max(low.get(node, 0.0), high[node])) for node in others}
    else:
        ends = seen.holdings.effective(seen.start, others)
    stakes = [
        Stake(seen.ties.id_of(n), low, high, not seen.has_owners(n), n in seen.holdings.circular)
        for n, (low, high) in ends.items()
        if high >= min_share
    ]
    return Ownership(
        data_version=seen.ties.data_version,
        n=len(seen.found),
        coverage=seen.coverage,
        warnings=overfull_notice(len(seen.holdings.overfull)),
        stakes=tuple(sorted(stakes, key=lambda s: (-s.lower, -s.upper, s.id))),
        relations=seen.relations(),
        truncated=seen.truncated,
    )


@dataclass(frozen=True, eq=False)
class Ground:
    """All holdings, with least and greatest share by edge and the ids of the relations; kept for a projection."""

    ties: Projection
    low: Floats
    high: Floats
    exact: Mask
    ids: pl.Series

    @classmethod
    def of(cls, graph: Graph) -> "Ground":
        def read() -> Ground:
            ties = ties_of(graph, ("OWNS",))
            if not ties.m:
                nothing = np.empty(0)
                return cls(ties, nothing, nothing, np.empty(0, np.bool_), pl.Series([], dtype=pl.String))
            frame = read_frame(ties.snapshot.edge_files()["OWNS"], ["id", "share", "share_min", "share_max"])
            frame = frame[ties.edge_row.astype(np.uint32)]
            known = frame["share"].is_not_null()
            low = frame.select(pl.coalesce("share", "share_min", 0.0).cast(pl.Float64)).to_series().to_numpy()
            high = frame.select(pl.coalesce("share", "share_max", 1.0).cast(pl.Float64)).to_series().to_numpy()
            return cls(ties, low, np.maximum(low, high), known.to_numpy(), frame["id"])

        return graph.memory.recall(("holdings",), read, keep=True) if isinstance(graph, Projection) else read()

    def on(self, edges: Index, day: int | None) -> Index:
        """Those of the edges that hold on a day."""
        if day is None:
            return edges
        holds: Index = edges[(self.ties.valid_from[edges] <= day) & (day < self.ties.valid_to[edges])]
        return holds


@dataclass(frozen=True, eq=False)
class Seen:
    """The entities looked through, nearest first, and the holdings of and among them. steps: from the start."""

    ground: Ground
    start: int
    steps: Mapping[int, int]
    edges: Offsets
    within: Mask
    holdings: Holdings
    truncated: bool

    @property
    def ties(self) -> Projection:
        return self.ground.ties

    @property
    def found(self) -> list[int]:
        return list(self.steps)

    @property
    def coverage(self) -> float | None:
        """Share of the holdings among those looked through that is known exactly."""
        return float(self.ground.exact[self.edges[self.within]].mean()) if self.within.any() else None

    def has_owners(self, node: int) -> bool:
        """Whether any holder of it is known, looked through or not."""
        return node in self.holdings.shares

    def relations(self) -> tuple[str, ...]:
        return tuple(self.ground.ids.gather(self.edges[self.within].astype(np.uint32)).to_list())

    def rings(self) -> tuple[tuple[str, ...], ...]:
        """Those who own a part of themselves through each other."""
        parts = [p for p in self.holdings.parts if p[0] in self.holdings.circular and p[0] in self.steps]
        return tuple(sorted(tuple(self.ties.ids_of(p)) for p in parts))


def looked_through(graph: Graph, entity_id: str, direction: Direction, most: int, as_of: date | None) -> Seen:
    """The holdings around an entity. Raises AnalysisRefused for an unknown id and for ``most`` out of range."""
    if not 1 <= most <= MOST_ENTITIES:
        raise AnalysisRefused(f"most: {most} is not between 1 and {MOST_ENTITIES}")
    ground = Ground.of(graph)
    ties, day = ground.ties, None if as_of is None else (as_of - date(1970, 1, 1)).days
    start = ties.index_of(entity_id)
    if start is None:
        raise AnalysisRefused(f"id: there is no {entity_id!r} in the snapshot; search for it by name")
    steps, truncated = _nearest(ground, start, direction, most, day)
    # Owners of what is owned count too: they share what is left of it.
    edges = np.concatenate([ground.on(ties.edges_in(node), day) for node in steps]).astype(np.int64)
    found = np.fromiter(steps, np.int64)
    heads, tails = ties.head[edges], ties.tail[edges]
    stated = zip(heads.tolist(), tails.tolist(), ground.low[edges].tolist(), ground.high[edges].tolist(), strict=True)
    return Seen(ground, start, steps, edges, np.isin(heads, found), Holdings.of(stated), truncated)


def _nearest(
    ground: Ground, start: int, direction: Direction, most: int, day: int | None
) -> tuple[dict[int, int], bool]:
    """Breadth first along holdings, with ``most`` further entities at most; steps by entity."""
    ties, steps = ground.ties, {start: 0}
    todo = [start]
    for at in todo:
        if direction == "owners":
            onward = ties.head[ground.on(ties.edges_in(at), day)]
        else:
            onward = ties.tail[ground.on(ties.edges_out(at).astype(np.int32), day)]
        for node in sorted(set(onward.tolist())):
            if node not in steps:
                if len(todo) > most:
                    return steps, True
                steps[node] = steps[at] + 1
                todo.append(node)
    return steps, False


def overfull_notice(overfull: int) -> tuple[Notice, ...]:
    """The notice that shares sum to more than everything, if some do."""
    if not overfull:
        return ()
    zh = f"{overfull} 家企业的持股比例合计超过 100%，已按比例缩减"
    return (Notice("overfull", zh, f"shares of {overfull} entities sum to more than 100 %; scaled to 100 %"),)
