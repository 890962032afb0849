"""Who has the say: control by votes, ultimate owners, rings, and enterprises under one controller.

CHAIN: x controls y if every step of some chain of holdings from x to y is above the threshold.
VOTES: x controls y if x and all that x controls hold together more than the threshold of y; the least such relation.
Whoever controls by CHAIN controls by VOTES. A share is a vote: what articles of association say otherwise is unknown.

Sure: by the least shares that are known. Possible: if every unknown share were as large as its own bound and what the
others leave of the company allow.

Weakest link of x in y: over the chains from x to y, the greatest of their smallest shares, by least shares; what x can
say in y at least, if it controls all in between.

Sources: S. Ceri, G. Gottlob, L. Tanca (1990), Logic Programming and Databases (the company control problem: VOTES);
R. La Porta, F. Lopez-de-Silanes, A. Shleifer (1999), Corporate Ownership Around the World, J. Finance 54 (ultimate
owners; thresholds of 10 and 20 %); S. Claessens, S. Djankov, L. Lang (2000), The separation of ownership and control
in East Asian Corporations, J. Financial Economics 58 (weakest link); S. Vitali, J. Glattfelder, S. Battiston (2011),
PLoS ONE 6(10) (control over a threshold as a network relation).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import Literal, TypeAlias

from analysis.errors import AnalysisRefused
from analysis.holdings import Holdings
from analysis.indicator import Notice, Result
from analysis.ownership import looked_through, overfull_notice
from analysis.projection import Graph

Rule: TypeAlias = Literal["CHAIN", "VOTES"]
RULES = ("CHAIN", "VOTES")


@dataclass(frozen=True)
class Control:
    """One that has the say. sure: by what is known; else only if unknown shares are as great as they can be.
    direct: its own votes, 0 to 1. votes: those of all that it controls too. weakest: see above. ultimate: nobody is
    known to control it."""

    id: str
    rule: Rule
    sure: bool
    direct: float
    votes: float
    weakest: float
    ultimate: bool


@dataclass(frozen=True)
class Controllers(Result):
    """n: entities looked through. coverage: share of the holdings among them whose share is known exactly."""

    controllers: tuple[Control, ...]
    rings: tuple[tuple[str, ...], ...]
    relations: tuple[str, ...]
    truncated: bool


@dataclass(frozen=True)
class UltimateOwner:
    """lower, upper: effective share (analysis.ownership). controls: whether it has the say for sure, by VOTES.
    beneficial: it holds at least the threshold by its effective share, or controls. steps: holdings to it, at least."""

    id: str
    lower: float
    upper: float
    weakest: float
    controls: bool
    beneficial: bool
    steps: int


@dataclass(frozen=True)
class UltimateOwners(Result):
    """owners: those of whom no holder is known, the greatest share first. rings: of entities on the way that own a part
    of themselves through each other. unexplained: what is left of 1 after all least shares: the public, and the
    unknown."""

    owners: tuple[UltimateOwner, ...]
    rings: tuple[tuple[str, ...], ...]
    relations: tuple[str, ...]
    unexplained: float
    truncated: bool


def controlled_by(
    graph: Graph,
    entity_id: str,
    *,
    rule: Rule = "VOTES",
    threshold: float = 0.5,
    most: int = 200,
    as_of: date | None = None,
) -> Controllers:
    """Who controls an entity, ultimate controllers first. threshold: a share above it is control, 0 to below 1. most:
    owners looked through, nearest first. Raises AnalysisRefused for a parameter out of range and for an unknown id."""
    if rule not in RULES:
        raise AnalysisRefused(f"rule: {rule!r} is none of {', '.join(RULES)}")
    if not 0 <= threshold < 1:
        raise AnalysisRefused(f"threshold: {threshold} is not from 0 to below 1")
    seen = looked_through(graph, entity_id, "owners", most, as_of)
    holdings, start = seen.holdings, seen.start
    candidates = [node for node in seen.found if node != start]
    sure, possible = set[int](), set[int]()
    for node in candidates:
        if start in held(holdings, node, seen.found, threshold, rule):
            sure.add(node)
        elif start in held(holdings, node, seen.found, threshold, rule, greatest=True):
            possible.add(node)
    weakest = weakest_links(holdings, start)
    above = {node: held(holdings, node, seen.found, threshold, rule) for node in sure}
    told = []
    for node in sorted(sure | possible):
        voters = {node} | held(holdings, node, seen.found, threshold, rule)
        direct = holdings.shares.get(start, {}).get(node, (0.0, 0.0))[0]
        votes = sum(low for owner, (low, _) in holdings.shares.get(start, {}).items() if owner in voters - {start})
        over = any(node in reach and other not in above.get(node, ()) for other, reach in above.items())
        told.append(Control(seen.ties.id_of(node), rule, node in sure, direct, votes, weakest.get(node, 0.0), not over))
    told.sort(key=lambda c: (not c.sure, not c.ultimate, -c.votes, c.id))
    return Controllers(
        data_version=seen.ties.data_version,
        n=len(seen.found),
        coverage=seen.coverage,
        warnings=overfull_notice(len(holdings.overfull)),
        controllers=tuple(told),
        rings=seen.rings(),
        relations=seen.relations(),
        truncated=seen.truncated,
    )


def ultimate_owners(
    graph: Graph,
    entity_id: str,
    *,
    threshold: float = 0.25,
    min_share: float = 0.0,
    most: int = 200,
    as_of: date | None = None,
) -> UltimateOwners:
    """Who stands behind an entity in the end.

    threshold: effective share from which on one is a beneficial owner; 25 % by default, as the rules on beneficial
    ownership of FATF and the People's Bank of China have it. min_share: leaves out owners whose ``upper`` is below it.
    """
    for name, value in (("threshold", threshold), ("min_share", min_share)):
        if not 0 <= value <= 1:
            raise AnalysisRefused(f"{name}: {value} is not between 0 and 1")
    seen = looked_through(graph, entity_id, "owners", most, as_of)
    last = [node for node in seen.found if node != seen.start and not seen.has_owners(node)]
    spans = seen.holdings.effective(seen.start, last)
    weakest = weakest_links(seen.holdings, seen.start)
    owners = []
    for node in last:
        low, high = spans[node]
        controls = seen.start in held(seen.holdings, node, seen.found, 0.5, "VOTES")
        if high >= min_share:
            owners.append(
                UltimateOwner(
                    id=seen.ties.id_of(node),
                    lower=low,
                    upper=high,
                    weakest=weakest.get(node, 0.0),
                    controls=controls,
                    beneficial=controls or low >= threshold,
                    steps=seen.steps[node],
                )
            )
    owners.sort(key=lambda o: (-o.lower, -o.upper, o.id))
    return UltimateOwners(
        data_version=seen.ties.data_version,
        n=len(seen.found),
        coverage=seen.coverage,
        warnings=(*overfull_notice(len(seen.holdings.overfull)), *_more(cut=seen.truncated)),
        owners=tuple(owners),
        rings=seen.rings(),
        relations=seen.relations(),
        unexplained=max(0.0, 1.0 - sum(low for low, _ in spans.values())),
        truncated=seen.truncated,
    )


def _more(*, cut: bool) -> tuple[Notice, ...]:
    if not cut:
        return ()
    return (Notice("truncated", "股东过多，未全部看到", "there are more owners than were looked through"),)


def held(
    holdings: Holdings, holder: int, among: Iterable[int], threshold: float, rule: Rule, *, greatest: bool = False
) -> set[int]:
    """All that the holder controls among some companies; itself only if a ring leads back to it.

    The least fixed point, from nothing upward. greatest: with unknown shares as great as they can be together.
    """
    companies = set(among)
    owned: dict[int, list[int]] = {}
    for company in companies:
        for owner in holdings.shares.get(company, {}):
            owned.setdefault(owner, []).append(company)
    controlled = set[int]()
    todo = [holder]
    while todo:
        node = todo.pop()
        for company in owned.get(node, ()):
            if company in controlled:
                continue
            voters = {node} if rule == "CHAIN" else controlled | {holder}
            if _votes(holdings, company, voters, greatest=greatest) > threshold + 1e-12:
                controlled.add(company)
                todo.append(company)
    return controlled


def _votes(holdings: Holdings, company: int, voters: set[int], *, greatest: bool) -> float:
    shares = holdings.shares.get(company, {})
    mine = sum(high if greatest else low for owner, (low, high) in shares.items() if owner in voters)
    others = sum(low for owner, (low, _) in shares.items() if owner not in voters)
    return min(mine, 1.0 - others) if greatest else mine


def weakest_links(holdings: Holdings, company: int) -> dict[int, float]:
    """The weakest link of every owner in a company: Dijkstra for the widest way, upward from the company."""
    best: dict[int, float] = {}
    todo: list[tuple[float, int]] = [(-1.0, company)]
    while todo:
        width, node = heappop(todo)
        if node in best:
            continue
        best[node] = -width
        for owner, (low, _) in holdings.shares.get(node, {}).items():
            if owner not in best and low > 0:
                heappush(todo, (max(width, -low), owner))
    del best[company]
    return best
