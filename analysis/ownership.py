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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result
from analysis.projection import Floats, Graph, Mask, Offsets, Projection, projected

Direction: TypeAlias = Literal["owners", "holdings"]

MOST_ENTITIES = 2000
_TOLERANCE = 1e-13
_MOST_ROUNDS = 20_000


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


@dataclass(frozen=True)
class Holdings:
    """Least and greatest shares by company, then holder. Least shares of a company sum to at most 1."""

    shares: Mapping[int, Mapping[int, tuple[float, float]]] = field(default_factory=dict)
    overfull: frozenset[int] = frozenset()

    @classmethod
    def of(cls, stated: Iterable[tuple[int, int, float, float]]) -> "Holdings":
        """From (holder, company, least, greatest); parallel statements add up. Least shares above 1 in all are
        contradictory: they are scaled to 1, and the company is named in ``overfull``."""
        summed: dict[int, dict[int, tuple[float, float]]] = {}
        for holder, company, least, greatest in stated:
            low, high = summed.setdefault(company, {}).get(holder, (0.0, 0.0))
            summed[company][holder] = (low + least, min(1.0, max(high + greatest, low + least)))
        overfull = set()
        for company, holders in summed.items():
            total = sum(low for low, _ in holders.values())
            if total > 1 + 1e-9:
                overfull.add(company)
            if total > 1:
                summed[company] = {h: (low / total, low / total) for h, (low, _) in holders.items()}
        return cls(summed, frozenset(overfull))

    def lower(self, holder: int, companies: Iterable[int]) -> dict[int, float]:
        """The least effective share of the holder in each of these companies and what lies between."""
        among = self._leading_to(holder, set(companies) | {holder})
        order = sorted(among - {holder})
        at = {node: k for k, node in enumerate(order)}
        rows, columns, values, direct = [], [], [], np.zeros(len(order))
        for company in order:
            for owner, (low, _) in self.shares[company].items():
                if owner == holder:
                    direct[at[company]] += low
                elif owner in at and low > 0:
                    rows.append(at[company])
                    columns.append(at[owner])
                    values.append(low)
        if not order:
            return {holder: 1.0}
        shape = (len(order), len(order))
        passed_on = sparse.csc_array((np.array(values, np.float64), (rows, columns)), shape=shape)
        solved: Floats = np.atleast_1d(spsolve(sparse.csc_array(sparse.eye_array(len(order)) - passed_on), direct))
        return {holder: 1.0} | dict(zip(order, np.clip(solved, 0.0, 1.0).tolist(), strict=True))

    def upper(self, holder: int, companies: Iterable[int]) -> dict[int, float]:
        """The greatest. Value iteration from the lower end, which rises to the least fixed point."""
        among = set(companies) | {holder}
        reached = dict.fromkeys(among, 0.0) | self.lower(holder, among)
        if all(low == high for c in among for low, high in self.shares.get(c, {}).values()):
            return reached
        for _ in range(_MOST_ROUNDS):
            moved = 0.0
            for company in among - {holder}:
                best = self._best(company, reached)
                moved = max(moved, best - reached[company])
                reached[company] = max(best, reached[company])
            if moved < _TOLERANCE:
                break
        return reached

    def _best(self, company: int, reached: Mapping[int, float]) -> float:
        holders = self.shares.get(company, {})
        left = max(0.0, 1.0 - sum(low for low, _ in holders.values()))
        worth = sum(low * reached.get(h, 0.0) for h, (low, _) in holders.items())
        for owner in sorted(holders, key=lambda h: -reached.get(h, 0.0)):
            low, high = holders[owner]
            more = min(left, high - low)
            worth += more * reached.get(owner, 0.0)
            left -= more
        return min(1.0, worth)

    def _leading_to(self, holder: int, among: set[int]) -> set[int]:
        """Companies of ``among`` that the holder reaches through least shares above 0. On these I − A is regular:
        a ring that owns itself entirely, and leads nowhere, is not one of them."""
        owned: dict[int, list[int]] = {}
        for company in among:
            for owner, (low, _) in self.shares.get(company, {}).items():
                if low > 0 and owner in among:
                    owned.setdefault(owner, []).append(company)
        return _walk(holder, owned)

    def circular(self, node: int, among: Iterable[int]) -> bool:
        """Whether the entity holds a part of itself through others."""
        kept, seen, todo = set(among), set[int](), list(self.shares.get(node, {}))
        while todo:
            at = todo.pop()
            if at == node:
                return True
            if at not in seen and at in kept:
                seen.add(at)
                todo += self.shares.get(at, {})
        return False


def _walk(start: int, onward: Mapping[int, Iterable[int]]) -> set[int]:
    seen, todo = {start}, [start]
    while todo:
        for node in onward.get(todo.pop(), ()):
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return seen


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
    2,000; where shares are unknown within large loops hundreds take minutes. Raises AnalysisRefused for a parameter out
    of range and for an id that is not in the snapshot.
    """
    if direction not in ("owners", "holdings"):
        raise AnalysisRefused(f"direction: {direction!r} is neither owners nor holdings")
    if not 0 <= min_share <= 1:
        raise AnalysisRefused(f"min_share: {min_share} is not between 0 and 1")
    if not 1 <= most <= MOST_ENTITIES:
        raise AnalysisRefused(f"most: {most} is not between 1 and {MOST_ENTITIES}")
    ties = projected(graph, ("OWNS",), as_of=as_of)
    start = ties.index_of(entity_id)
    if start is None:
        raise AnalysisRefused(f"id: there is no {entity_id!r} in the snapshot; search for it by name")
    found, truncated = _nearest(ties, start, direction, most)
    # Owners of what is owned count too: they share what is left of it.
    edges = np.unique(np.concatenate([ties.edges_in(node) for node in found]).astype(np.int64))
    stated, exact = _stated(ties, edges)
    holdings = Holdings.of(stated)
    within = np.isin(ties.head[edges], found) & np.isin(ties.tail[edges], found)
    if direction == "holdings":
        low, high = holdings.lower(start, found), holdings.upper(start, found)
        ends = {node: (low.get(node, 0.0), high[node]) for node in found if node != start}
    else:
        ends = {
            node: (holdings.lower(node, found).get(start, 0.0), holdings.upper(node, found)[start])
            for node in found
            if node != start
        }
    stakes = [
        Stake(ties.id_of(n), low, high, not len(ties.edges_in(n)), holdings.circular(n, found))
        for n, (low, high) in ends.items()
        if high >= min_share
    ]
    return Ownership(
        data_version=ties.data_version,
        n=len(found),
        coverage=float(exact[within].mean()) if within.any() else None,
        warnings=_warnings(len(holdings.overfull)),
        stakes=tuple(sorted(stakes, key=lambda s: (-s.lower, -s.upper, s.id))),
        relations=tuple(ties.edge_ids(edges[within])) if within.any() else (),
        truncated=truncated,
    )


def _nearest(ties: Projection, start: int, direction: Direction, most: int) -> tuple[list[int], bool]:
    """Breadth first along holdings; with ``most`` further entities at most."""
    seen, order = {start}, [start]
    for at in order:
        up = direction == "owners"
        onward = ties.head[ties.edges_in(at)] if up else ties.tail[ties.edges_out(at)]
        for node in np.unique(onward).tolist():
            if node not in seen:
                if len(order) > most:
                    return order, True
                seen.add(node)
                order.append(node)
    return order, False


def _stated(ties: Projection, edges: Offsets) -> tuple[list[tuple[int, int, float, float]], Mask]:
    """(holder, company, least, greatest) by edge, and whether the share is known exactly."""
    if not len(edges):
        return [], np.empty(0, np.bool_)
    frame = read_frame(ties.snapshot.edge_files()["OWNS"], ["share", "share_min", "share_max"])
    frame = frame[ties.edge_row[edges].astype(np.uint32)]
    stated, exact = [], []
    for edge, row in zip(edges.tolist(), frame.iter_rows(named=True), strict=True):
        share = row.get("share")
        low = share if share is not None else row.get("share_min")
        high = share if share is not None else row.get("share_max")
        low, high = low or 0.0, 1.0 if high is None else high
        stated.append((int(ties.head[edge]), int(ties.tail[edge]), low, max(low, high)))
        exact.append(share is not None)
    return stated, np.array(exact)


def _warnings(overfull: int) -> tuple[Notice, ...]:
    if not overfull:
        return ()
    zh = f"{overfull} 家企业的持股比例合计超过 100%，已按比例缩减"
    return (Notice("overfull", zh, f"shares of {overfull} entities sum to more than 100 %; scaled to 100 %"),)
