"""Leads: enterprises elsewhere that would fill a gap in a region's chain, with the reasons.

score = Σ_k w_k f_k / Σ_k w_k      over the factors that are known; each f from 0 to 1

fit       1 over how many industries and products it is in: how much of it is this segment
warm      1 if it is tied to an enterprise here, ½ if both are tied to a third, else 0
related   share of the segments beside this one in the chain that the region has
capacity  rank of its registered capital among the candidates, the largest 1
recent    1 if it invested in something within three years of the day asked about, 0 if earlier only
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from analysis.chains import ChainGround, Segment, capital_of, industry_chain
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result, few
from analysis.places import Place
from analysis.projection import Graph, snapshot_of
from ontology.model import Label

WEIGHTS: Mapping[str, float] = {"fit": 3.0, "warm": 3.0, "related": 2.0, "capacity": 1.0, "recent": 1.0}
#: Ties by which one enterprise knows another.
WARM = ("SUPPLIES", "OWNS", "INVESTS_IN", "COOPERATES_WITH", "HOLDS_ROLE", "MEMBER_OF", "GUARANTEES")
RECENT = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Factor:
    """value: 0 to 1, None where unknown; then its weight does not count. evidence: ids of relations or entities."""

    name: str
    value: float | None
    weight: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lead:
    enterprise: str
    segment: str
    score: float
    pinned: bool
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Leads(Result):
    """n: candidates. coverage: share of them whose capital is known."""

    region: Place
    segments: tuple[Segment, ...]
    total: int
    leads: tuple[Lead, ...]


def chain_leads(
    graph: Graph,
    *,
    root: str,
    region: str,
    depth: int = 3,
    segment: str | None = None,
    weights: Mapping[str, float] | None = None,
    exclude: Collection[str] = (),
    pin: Collection[str] = (),
    first: int = 20,
    as_of: date | None = None,
) -> Leads:
    """Enterprises outside of a region that would fill a gap of its chain, the best first, pinned ones before all.

    segment: only for this one (default: all that are MISSING, THIN, SINGLE or LEAVING). weights: of factors, others
    keep their default; 0 leaves one out. Raises AnalysisRefused for an unknown or negative weight, a segment that is
    not in the chain, and what analysis.chains refuses.
    """
    used = _weights(weights or {})
    chain = industry_chain(graph, root=root, region=region, depth=depth, as_of=as_of)
    wanted = [s for s in chain.segments if (s.gaps and "UNKNOWN" not in s.gaps if segment is None else s.id == segment)]
    if segment is not None and not wanted:
        raise AnalysisRefused(f"segment: {segment!r} is not in the chain of {root!r}")
    ground = ChainGround(snapshot_of(graph), as_of)
    candidates = _candidates(ground, chain.region, [s.id for s in wanted], exclude)
    present = {s.id for s in chain.segments if s.local}
    beside: dict[str, set[str]] = {}
    for link in chain.links:
        beside.setdefault(link.head, set()).add(link.tail)
        beside.setdefault(link.tail, set()).add(link.head)
    facts = _Facts(ground, chain.region, candidates["id"].unique().sort(), as_of or date.today())  # noqa: DTZ011 - a calendar day
    found = []
    for of, enterprise in candidates.iter_rows():
        near = beside.get(of, set())
        related = len(near & present) / len(near) if near else None
        factors = (
            *facts.of(enterprise, used),
            Factor("related", related, used["related"], tuple(sorted(near & present))),
        )
        ordered = tuple(sorted(factors, key=lambda f: list(WEIGHTS).index(f.name)))
        found.append(Lead(enterprise, of, _score(ordered), enterprise in pin, ordered))
    found.sort(key=lambda lead: (not lead.pinned, -lead.score, lead.enterprise, lead.segment))
    best = _once_each(found)
    known = sum(1 for i in facts.ids if i in facts.capacity)
    return Leads(
        data_version=chain.data_version,
        n=len(facts.ids),
        coverage=known / len(facts.ids) if facts.ids else None,
        warnings=(*chain.warnings, *few(len(facts.ids), Label("候选企业", "candidates"), 5), *_none(wanted)),
        region=chain.region,
        segments=tuple(wanted),
        total=len(best),
        leads=tuple(best[:first]),
    )


def _weights(given: Mapping[str, float]) -> dict[str, float]:
    unknown = given.keys() - WEIGHTS.keys()
    if unknown:
        raise AnalysisRefused(f"weights: {', '.join(sorted(unknown))}: not one of {', '.join(WEIGHTS)}")
    used = {**WEIGHTS, **given}
    if min(used.values()) < 0 or not any(used.values()):
        raise AnalysisRefused("weights: must not be negative, nor all zero")
    return used


def _score(factors: tuple[Factor, ...]) -> float:
    known = [f for f in factors if f.value is not None]
    total = sum(f.weight for f in known)
    return sum(f.weight * (f.value or 0.0) for f in known) / total if total else 0.0


def _once_each(leads: list[Lead]) -> list[Lead]:
    """An enterprise that fits several gaps stands once, for the best."""
    best: dict[str, Lead] = {}
    for lead in leads:
        best.setdefault(lead.enterprise, lead)
    return list(best.values())


def _candidates(ground: ChainGround, place: Place, segments: list[str], exclude: Collection[str]) -> pl.DataFrame:
    outside = ground.places.filter(pl.col("code").is_not_null() & ~pl.col("code").str.starts_with(place.code))
    found = ground.members(segments).join(outside.select("id"), on="id", how="semi")
    return found.filter(~pl.col("id").is_in(list(exclude))).select("segment", "id")


class _Facts:
    """What is known of the candidates, read at once for all."""

    def __init__(self, ground: ChainGround, place: Place, ids: pl.Series, day: date) -> None:
        self.ids: list[str] = ids.to_list()
        chosen = pl.DataFrame({"id": ids}, schema={"id": pl.String})
        self.width = self._width(ground, chosen)
        self.warm = self._warm(ground, place, chosen)
        self.capacity = self._capacity(ground, chosen)
        self.moves = self._moves(ground, chosen, day)

    def of(self, enterprise: str, weights: Mapping[str, float]) -> list[Factor]:
        width = self.width.get(enterprise)
        warm, path = self.warm.get(enterprise, (0.0, ()))
        recent, moves = self.moves.get(enterprise, (None, ()))
        return [
            Factor("fit", 1 / width if width else None, weights["fit"]),
            Factor("warm", warm, weights["warm"], path),
            Factor("capacity", self.capacity.get(enterprise), weights["capacity"]),
            Factor("recent", recent, weights["recent"], moves),
        ]

    def _width(self, ground: ChainGround, chosen: pl.DataFrame) -> dict[str, int]:
        ties = pl.concat([ground.edges(t).select("from_id", "to_id") for t in ("IN_INDUSTRY", "PRODUCES")])
        mine = ties.join(chosen, left_on="from_id", right_on="id", how="semi")
        return dict(mine.group_by("from_id").agg(pl.col("to_id").n_unique()).iter_rows())

    def _warm(
        self, ground: ChainGround, place: Place, chosen: pl.DataFrame
    ) -> dict[str, tuple[float, tuple[str, ...]]]:
        here = ground.places.filter(pl.col("code").str.starts_with(place.code)).select("id")
        frames = [ground.edges(t) for t in WARM]
        one_way = pl.concat([f.select(tie="id", a="from_id", b="to_id") for f in frames])
        ties = pl.concat([one_way, one_way.select("tie", a="b", b="a")])
        mine = ties.join(chosen, left_on="a", right_on="id", how="semi")
        direct = mine.join(here, left_on="b", right_on="id", how="semi").group_by("a").agg(pl.col("tie").min())
        back = ties.join(here, left_on="b", right_on="id", how="semi").select(second="tie", a="a")
        through = mine.join(back, left_on="b", right_on="a").sort("a", "tie", "second").group_by("a").first()
        found = {a: (0.5, (tie, second)) for a, tie, second in through.select("a", "tie", "second").iter_rows()}
        return {**found, **{a: (1.0, (tie,)) for a, tie in direct.iter_rows()}}

    def _capacity(self, ground: ChainGround, chosen: pl.DataFrame) -> dict[str, float]:
        capital = capital_of(ground.snapshot)
        known = sorted((capital[i], i) for i in chosen["id"].to_list() if i in capital)
        amounts = sorted({amount for amount, _ in known})
        rank = {amount: (k + 1) / len(amounts) for k, amount in enumerate(amounts)}
        return {i: rank[amount] for amount, i in known}

    def _moves(self, ground: ChainGround, chosen: pl.DataFrame, day: date) -> dict[str, tuple[float, tuple[str, ...]]]:
        """Whether its latest known investment is recent; without a date nothing is known."""
        ties = ground.edges("INVESTS_IN", ("invested_on",)).join(chosen, left_on="from_id", right_on="id", how="semi")
        dated = ties.drop_nulls("invested_on").with_columns(pl.col("invested_on").cast(pl.Date))
        dated = dated.filter(pl.col("invested_on") <= day).sort("from_id", "invested_on", "id")
        found: dict[str, Any] = {}
        for row in dated.group_by("from_id", maintain_order=True).last().iter_rows(named=True):
            found[row["from_id"]] = (float(day - row["invested_on"] <= RECENT), (row["id"],))
        return found


def _none(wanted: list[Segment]) -> tuple[Notice, ...]:
    return () if wanted else (Notice("no_gaps", "链上没有缺口", "the chain has no gap"),)
