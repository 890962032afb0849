"""Circles, mutual guarantees, chains and credit alliances: who stands in for whose debts, and with how much.

MUTUAL: two that guarantee one another. CYCLE: three and more around. CHAIN: outside of circles, from a guarantor whom
nobody guarantees to a debtor who guarantees nobody. ALLIANCE: an organization of kind alliance that guarantees or
lends, or whose name says credit or guarantee, with its members: they stand in for one another through it.

Exposure of a member: what all its guarantees come to, whether in a circle or not, over its registered capital. An
unknown amount is counted as unknown, never as nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from analysis.arrays import read_frame
from analysis.circles import Found, find_chains, find_circles
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result, thin
from analysis.kept import capital_of, ties_of
from analysis.placement import place_codes
from analysis.places import find_region
from analysis.projection import Floats, Graph, Index, Mask, Offsets, Projection
from ontology.model import Label

KINDS = ("MUTUAL", "CYCLE", "ALLIANCE", "CHAIN")
CIRCLES = ("MUTUAL", "CYCLE", "ALLIANCE")
MOST_LENGTH = 8
MOST_FOUND = 100_000
_ALLIANCE_NAMES = r"信用|担保|联保|互保"


@dataclass(frozen=True)
class Circle:
    """members: in the direction of the guarantees; of an alliance, by id. amount: yuan, of the ``known`` guarantees
    among ``n``. relations: their ids. alliance: id of the alliance itself."""

    kind: str
    members: tuple[str, ...]
    amount: float
    known: int
    n: int
    relations: tuple[str, ...]
    alliance: str | None = None


@dataclass(frozen=True)
class Exposure:
    """given, received: yuan of the guarantees whose amount is known. ratio: given over registered capital; None where
    the capital or every amount is unknown. circles: how many of those found it is in."""

    id: str
    circles: int
    given: float
    given_known: int
    given_n: int
    received: float
    received_known: int
    received_n: int
    capital: float | None
    ratio: float | None


@dataclass(frozen=True)
class GuaranteeCircles(Result):
    """n: entities in what was found. coverage: share of the guarantees between them whose amount is known. total: how
    many were found, of which ``circles`` are the greatest. truncated: there are more than were looked for."""

    circles: tuple[Circle, ...]
    exposures: tuple[Exposure, ...]
    total: int
    by_size: tuple[tuple[int, int], ...]
    truncated: bool


def guarantee_circles(
    graph: Graph,
    *,
    region: str | None = None,
    min_size: int = 2,
    max_length: int = 6,
    kinds: Collection[str] = CIRCLES,
    most: int = 100,
    as_of: date | None = None,
) -> GuaranteeCircles:
    """The circles of guarantees with a member in a region, those of the most money first.

    max_length: guarantees around a circle or along a chain, 2 to 8. most: circles and exposures told in full. Raises
    AnalysisRefused for a parameter out of range and an unknown region.
    """
    if not 2 <= min_size <= MOST_LENGTH:
        raise AnalysisRefused(f"min_size: {min_size} is not from 2 to {MOST_LENGTH}")
    if not min_size <= max_length <= MOST_LENGTH:
        raise AnalysisRefused(f"max_length: {max_length} is not from min_size ({min_size}) to {MOST_LENGTH}")
    if unknown := set(kinds) - set(KINDS):
        raise AnalysisRefused(f"kinds: {min(unknown)!r} is none of {', '.join(KINDS)}")
    if not 1 <= most <= MOST_FOUND:
        raise AnalysisRefused(f"most: {most} is not from 1 to {MOST_FOUND}")
    key = ("guarantee_circles", region, min_size, max_length, tuple(sorted(set(kinds))), most, as_of)

    def compute() -> GuaranteeCircles:
        ties = ties_of(graph, ("GUARANTEES",), as_of)
        ground = Ground(ties, capital_of(graph, ties))
        touching = None if region is None else ground.inside(region)
        drawn, cut = _drawn(ground, touching, min_size, max_length, kinds)
        if "ALLIANCE" in kinds:
            drawn += [a for a in _alliances(graph, ground, touching, as_of) if len(a[1]) >= min_size]
        return _told(ground, drawn, most, truncated=cut)

    return graph.memory.recall(key, compute) if isinstance(graph, Projection) else compute()


_Drawn = tuple[str, tuple[int, ...], "_Pairs | None", str | None]
_Pairs = tuple[float, int, int, tuple[str, ...]]


class Ground:
    """The guarantees of a day: by pair, with what is known of their amounts."""

    def __init__(self, ties: Projection, capital: Floats) -> None:
        self.ties, self.capital = ties, capital

    @cached_property
    def pairs(self) -> dict[tuple[int, int], list[int]]:
        """Guarantees by guarantor and debtor."""
        grouped: dict[tuple[int, int], list[int]] = {}
        ends = zip(self.ties.head.tolist(), self.ties.tail.tolist(), strict=True)
        for edge, pair in enumerate(ends):
            grouped.setdefault(pair, []).append(edge)
        return grouped

    def inside(self, region: str) -> Mask:
        """Which enterprises, organizations and others that guarantee or are guaranteed lie in the region."""
        ties = self.ties
        place = find_region(ties.snapshot, region)
        involved = np.unique(np.concatenate([ties.head, ties.tail]))
        positions = np.unique(np.searchsorted(ties.type_offsets, involved, "right") - 1).tolist()
        types = {"Enterprise", "Organization"} | {ties.node_types[k] for k in positions}
        codes = place_codes(ties.snapshot, types, ties.as_of)
        here = codes.filter(pl.col("code").str.starts_with(place.code))["id"]
        mask: Mask = ties.ids.is_in(here.implode()).to_numpy()
        return mask

    def around(self, members: Sequence[int], *, closed: bool) -> list[int]:
        """The guarantees along a chain, or around a circle."""
        following = [*members[1:], members[0]] if closed else members[1:]
        return [edge for pair in zip(members, following, strict=False) for edge in self.pairs[pair]]


def _drawn(
    ground: Ground, touching: Mask | None, min_size: int, max_length: int, kinds: Collection[str]
) -> tuple[list[_Drawn], bool]:
    ties, drawn, cut = ground.ties, list[_Drawn](), False
    if {"MUTUAL", "CYCLE"} & set(kinds):
        least = min_size if "MUTUAL" in kinds else max(3, min_size)
        longest = max_length if "CYCLE" in kinds else 2
        found: Found = find_circles(
            ties.head, ties.tail, ties.n, touching=touching, min_size=least, max_length=longest, most=MOST_FOUND
        )
        drawn += [("MUTUAL" if len(c) == 2 else "CYCLE", c, None, None) for c in found.circles]
        cut = found.truncated
    if "CHAIN" in kinds:
        found = find_chains(
            ties.head, ties.tail, ties.n, touching=touching, min_size=max(3, min_size), max_length=max_length
        )
        drawn += [("CHAIN", c, None, None) for c in found.circles]
        cut = cut or found.truncated
    return drawn, cut


def alliances(graph: Graph, as_of: date | None = None) -> dict[int, tuple[int, ...]]:
    """Members of each credit alliance, by its node."""

    def find() -> dict[int, tuple[int, ...]]:
        whole = _memberships(graph, as_of)
        file = whole.snapshot.node_files().get("Organization")
        frame = read_frame(file, ["id", "name", "kind"]) if file else pl.DataFrame()
        if "kind" not in frame.columns:
            return {}
        by_name = pl.col("name").str.contains(_ALLIANCE_NAMES)
        found: dict[int, tuple[int, ...]] = {}
        for id_, credit in frame.filter(pl.col("kind") == "alliance").select("id", by_name).iter_rows():
            node = whole.index_of(id_)
            assert node is not None
            types = {whole.edge_types[k] for k in whole.edge_type[whole.edges_out(node)].tolist()}
            if credit or types & {"GUARANTEES", "LENDS_TO"}:
                found[node] = tuple(sorted(set(whole.head[_joining(whole, node)].tolist()) - {node}))
        return found

    return graph.memory.recall(("alliances", as_of), find) if isinstance(graph, Projection) else find()


def _memberships(graph: Graph, as_of: date | None) -> Projection:
    return ties_of(graph, ("GUARANTEES", "LENDS_TO", "MEMBER_OF"), as_of)


def _joining(whole: Projection, alliance: int) -> Index:
    """The memberships in an alliance."""
    inward = whole.edges_in(alliance)
    joins: Index = inward[[whole.edge_types[k] == "MEMBER_OF" for k in whole.edge_type[inward].tolist()]]
    return joins


def _alliances(graph: Graph, ground: Ground, touching: Mask | None, as_of: date | None) -> list[_Drawn]:
    found = {
        node: members
        for node, members in alliances(graph, as_of).items()
        if members and (touching is None or touching[[node, *members]].any())
    }
    whole = _memberships(graph, as_of)
    joins = {node: _joining(whole, node).tolist() for node in found}
    edges = [edge for of_one in joins.values() for edge in of_one]
    ids = dict(zip(edges, whole.edge_ids(edges) if edges else [], strict=True))
    drawn: list[_Drawn] = []
    for node, members in found.items():
        given = ground.ties.edges_out(node)
        amounts = ground.ties.weight[given]
        backing = ground.ties.edge_ids(given) if len(given) else []
        relations = (*(ids[e] for e in joins[node]), *backing)
        counted = (float(np.nansum(amounts)), int((~np.isnan(amounts)).sum()), len(given), relations)
        drawn.append(("ALLIANCE", members, counted, ground.ties.id_of(node)))
    return drawn


def _told(ground: Ground, drawn: list[_Drawn], most: int, *, truncated: bool) -> GuaranteeCircles:
    ties = ground.ties
    weighed: list[tuple[float, int, int, list[int]]] = []
    for kind, members, told, _ in drawn:
        if told is not None:
            weighed.append((told[0], told[1], told[2], []))
            continue
        edges = ground.around(members, closed=kind != "CHAIN")
        amounts = ties.weight[edges]
        known = ~np.isnan(amounts)
        weighed.append((float(amounts[known].sum()), int(known.sum()), len(edges), edges))
    order = sorted(range(len(drawn)), key=lambda k: (-weighed[k][0], len(drawn[k][1]), drawn[k][1]))
    listed = order[:most]
    needed = sorted({edge for k in listed for edge in weighed[k][3]})
    edge_id = dict(zip(needed, ties.edge_ids(needed) if needed else [], strict=True))
    circles = []
    for k in listed:
        kind, members, told, alliance = drawn[k]
        amount, known_n, n, edges = weighed[k]
        relations = tuple(edge_id[e] for e in edges) if told is None else told[3]
        circles.append(Circle(kind, tuple(ties.ids_of(members)), amount, known_n, n, relations, alliance))
    times: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for _, members, _, _ in drawn:
        sizes[len(members)] = sizes.get(len(members), 0) + 1
        for node in members:
            times[node] = times.get(node, 0) + 1
    among = np.zeros(ties.n, np.bool_)
    among[list(times)] = True
    between = among[ties.head] & among[ties.tail]
    coverage = float((~np.isnan(ties.weight[between])).mean()) if between.any() else None
    return GuaranteeCircles(
        data_version=ties.data_version,
        n=len(times),
        coverage=coverage,
        warnings=(*thin(coverage, Label("担保金额", "amounts of guarantees")), *_cut(truncated=truncated)),
        circles=tuple(circles),
        exposures=_exposures(ground, times, most),
        total=len(drawn),
        by_size=tuple(sorted(sizes.items())),
        truncated=truncated,
    )


def _cut(*, truncated: bool) -> tuple[Notice, ...]:
    if not truncated:
        return ()
    zh = "担保圈过多，未全部列出；请缩小地区或长度"
    return (Notice("truncated", zh, "there are more circles than were looked for; ask for a smaller region or length"),)


def _exposures(ground: Ground, times: dict[int, int], most: int) -> tuple[Exposure, ...]:
    ties = ground.ties
    nodes = sorted(times)
    capital = {v: float(ground.capital[v]) for v in nodes if not np.isnan(ground.capital[v])}
    given, given_known, given_n = _sums(ties, ties.head)
    received, received_known, received_n = _sums(ties, ties.tail)
    ratio = {v: given[v] / capital[v] for v in nodes if given_known[v] and capital.get(v)}
    order = sorted(nodes, key=lambda v: (-times[v], -given[v], v))[:most]
    return tuple(
        Exposure(
            id=ties.id_of(v),
            circles=times[v],
            given=float(given[v]),
            given_known=int(given_known[v]),
            given_n=int(given_n[v]),
            received=float(received[v]),
            received_known=int(received_known[v]),
            received_n=int(received_n[v]),
            capital=capital.get(v),
            ratio=float(ratio[v]) if v in ratio else None,
        )
        for v in order
    )


def _sums(ties: Projection, ends: Index) -> tuple[Floats, Offsets, Offsets]:
    """Known money, how many amounts are known, and how many there are, by node."""
    known = ~np.isnan(ties.weight)
    money: Floats = np.bincount(ends[known], ties.weight[known], ties.n).astype(np.float64)
    return money, np.bincount(ends[known], minlength=ties.n), np.bincount(ends, minlength=ties.n)
