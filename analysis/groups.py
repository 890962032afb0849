"""Groups: the enterprises that have one controller in common, over the whole graph.

A group is a controller and all it controls by VOTES (analysis.control) at a threshold of one half or more, so that no
company has two. Groups grow together: who holds more than the threshold of a company directly controls it; from then on
the votes of a group count as one, until no group gains another company. A controller that nobody controls heads the
group; where holdings run in a ring that controls itself, its first member by id does, and the group is marked a ring.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analysis.errors import AnalysisRefused
from analysis.indicator import Result
from analysis.ownership import Ground, overfull_notice
from analysis.placement import place_codes
from analysis.places import find_region
from analysis.projection import Floats, Graph, Index, Mask, Projection


@dataclass(frozen=True)
class Group:
    """head: who controls all members, of whom it is none. ring: it is controlled by its own group."""

    head: str
    members: tuple[str, ...]
    ring: bool


@dataclass(frozen=True)
class Groups(Result):
    """n: companies in groups. coverage: share of the holdings whose share is known. total: how many groups there are,
    of which ``groups`` are the largest."""

    groups: tuple[Group, ...]
    total: int


def control_groups(
    graph: Graph,
    *,
    region: str | None = None,
    threshold: float = 0.5,
    min_size: int = 2,
    most: int = 100,
    as_of: date | None = None,
) -> Groups:
    """Groups with a member in a region, the largest first.

    threshold: 0.5 to below 1. min_size: companies controlled, at least. most: groups told. Raises AnalysisRefused for a
    parameter out of range and an unknown region.
    """
    if not 0.5 <= threshold < 1:
        raise AnalysisRefused(f"threshold: {threshold} is not from 0.5 to below 1; below one half two may control one")
    if min_size < 1:
        raise AnalysisRefused(f"min_size: {min_size} is less than 1")
    if not 1 <= most <= 10_000:
        raise AnalysisRefused(f"most: {most} is not from 1 to 10,000")
    key = ("control_groups", region, threshold, min_size, most, as_of)

    def compute() -> Groups:
        return _groups(graph, region, threshold, min_size, most, as_of)

    return graph.memory.recall(key, compute) if isinstance(graph, Projection) else compute()


def _groups(graph: Graph, region: str | None, threshold: float, min_size: int, most: int, as_of: date | None) -> Groups:
    ground = Ground.of(graph)
    ties = ground.ties
    day = None if as_of is None else (as_of - date(1970, 1, 1)).days
    edges = ground.on(np.arange(ties.m, dtype=np.int32), day)
    head, tail, low = ties.head[edges], ties.tail[edges], ground.low[edges].copy()
    total = np.bincount(tail, low, ties.n)
    low /= np.maximum(1.0, total)[tail]
    heads, ring = controlled_in_groups(head, tail, low, ties.n, threshold)
    members = np.flatnonzero(heads != np.arange(ties.n))
    order = members[np.argsort(heads[members], kind="stable")]
    at, starts = np.unique(heads[order], return_index=True)
    split = np.split(order, starts[1:]) if len(order) else []
    inside = None if region is None else _inside(ties, region)
    found = [
        (int(top), part)
        for top, part in zip(at.tolist(), split, strict=True)
        if len(part) >= min_size and (inside is None or inside[part].any())
    ]
    found.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    overfull = int((total > 1 + 1e-9).sum())
    return Groups(
        data_version=ties.data_version,
        n=sum(len(part) for _, part in found),
        coverage=float(ground.exact[edges].mean()) if len(edges) else None,
        warnings=overfull_notice(overfull),
        groups=tuple(Group(ties.id_of(t), tuple(ties.ids_of(part)), bool(ring[t])) for t, part in found[:most]),
        total=len(found),
    )


def controlled_in_groups(head: Index, tail: Index, low: Floats, n: int, threshold: float) -> tuple[Index, Mask]:
    """The head of each node's group, itself where nobody controls it, and which heads are of rings."""
    heads: Index = np.arange(n, dtype=np.int32)
    ring = np.zeros(n, np.bool_)
    while True:
        votes = np.unique(heads[head].astype(np.int64) << 32 | tail, return_inverse=True)
        pairs, place = votes[0], votes[1]
        held = np.bincount(place, low, len(pairs)) > threshold + 1e-12
        by, company = (pairs[held] >> 32).astype(np.int32), (pairs[held] & 0xFFFFFFFF).astype(np.int32)
        ring[company[(by == company) & (heads[company] == company)]] = True
        # Only heads can be gained: whoever has a controller keeps it, and its head may be gained by another.
        gained = (heads[company] == company) & (by != company)
        if not gained.any():
            return heads, ring
        onward: Index = np.arange(n, dtype=np.int32)
        onward[company[gained]] = by[gained]
        heads = _settled(onward, ring)[heads]


def _settled(onward: Index, ring: Mask) -> Index:
    """Where the way upward ends for each; a ring ends at its lowest member, and is marked."""
    n = len(onward)
    far = onward.copy()
    for _ in range(max(1, n.bit_length())):
        far = far[far]
    on_ring = np.unique(far[onward[far] != far])
    seen = set[int]()
    for lowest in on_ring.tolist():
        if lowest in seen:
            continue
        at = lowest
        while at not in seen:
            seen.add(at)
            at = int(onward[at])
        ring[lowest] = True
        onward[lowest] = lowest
    far = onward.copy()
    for _ in range(max(1, n.bit_length())):
        far = far[far]
    return far


def _inside(ties: Projection, region: str) -> Mask:
    place = find_region(ties.snapshot, region)
    codes = place_codes(ties.snapshot, {"Enterprise", "Organization"})
    here = codes.filter(pl.col("code").str.starts_with(place.code))["id"]
    mask: Mask = ties.ids.is_in(here.implode()).to_numpy()
    return mask
