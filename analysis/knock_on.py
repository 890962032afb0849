"""Who falls if one falls, round by round: a default cascade over guarantees, loans and holdings.

Rule, declared with every answer. What falls in round r makes in round r + 1

* its guarantors pay ``loss`` of each guaranteed amount, each guarantor all of it (joint and several liability, Civil
  Code of the PRC, articles 688 and 699);
* its lenders lose ``loss`` of what they lent it;
* its holders lose their share of its registered capital;
* the members of a credit alliance that has to pay, each an equal part of it (our assumption).

Whoever has lost at least ``threshold`` of its registered capital in all rounds falls. Every relation is lost once.

What is not known gives two answers. FALLS: even if unknown amounts are nothing and unknown capital is never used up.
MAY_FALL: if every unknown amount is more than anybody can bear, and unknown capital is nothing.

Sources: C. Furfine (2003), Interbank Exposures: Quantifying the Risk of Contagion, J. Money, Credit and Banking 35(1)
(the sequential cascade); P. Gai, S. Kapadia (2010), Contagion in financial networks, Proc. R. Soc. A 466 (the
threshold of capital). Registered capital stands in for equity, which is not public for most enterprises.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import inf, isnan
from typing import Literal

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.guarantees import alliances
from analysis.indicator import Notice, Result
from analysis.kept import capital_of, ties_of
from analysis.projection import Graph

THROUGH = ("GUARANTEES", "LENDS_TO", "OWNS")
MOST_ROUNDS = 50
MOST_FALLEN = 5_000

State = Literal["FALLS", "MAY_FALL"]


@dataclass(frozen=True)
class Fallen:
    """round: when it falls by what is known; at_worst: when at the worst of what is unknown. loss: yuan known to be
    lost by the end. relations: ids of those it loses by."""

    id: str
    state: State
    round: int | None
    at_worst: int
    loss: float
    capital: float | None
    relations: tuple[str, ...]


@dataclass(frozen=True)
class KnockOn(Result):
    """n: entities that lose anything. coverage: share of the relations they lose by whose loss is known. rounds: of the
    longer of the two cascades."""

    start: str
    fallen: tuple[Fallen, ...]
    rounds: int
    truncated: bool


def knock_on(
    graph: Graph,
    entity_id: str,
    *,
    loss: float = 1.0,
    threshold: float = 1.0,
    through: Collection[str] = ("GUARANTEES",),
    rounds: int = 10,
    as_of: date | None = None,
) -> KnockOn:
    """The cascade from one entity, those who fall first in front.

    loss: part of an amount that is lost, above 0 to 1. threshold: part of the registered capital whose loss makes one
    fall, above 0 to 1. Raises AnalysisRefused for a parameter out of range and an id that is not in the snapshot.
    """
    for name, value in (("loss", loss), ("threshold", threshold)):
        if not 0 < value <= 1:
            raise AnalysisRefused(f"{name}: {value} is not above 0 and up to 1")
    if not 1 <= rounds <= MOST_ROUNDS:
        raise AnalysisRefused(f"rounds: {rounds} is not from 1 to {MOST_ROUNDS}")
    if not through or set(through) - set(THROUGH):
        raise AnalysisRefused(f"through: give some of {', '.join(THROUGH)}")
    ground = _Ground(graph, tuple(sorted(set(through))), as_of)
    start = ground.ties.index_of(entity_id)
    if start is None:
        raise AnalysisRefused(f"id: there is no {entity_id!r} in the snapshot; search for it by name")
    sure = _Cascade(ground, loss, threshold, worst=False).run(start, rounds)
    worst = _Cascade(ground, loss, threshold, worst=True).run(start, rounds)
    return _told(ground, start, sure, worst)


class _Ground:
    """Who loses by whose fall: (who, least, greatest, relation) by the fallen, in yuan before ``loss``."""

    def __init__(self, graph: Graph, through: tuple[str, ...], as_of: date | None) -> None:
        self.ties = ties_of(graph, through, as_of)
        self.capital = capital_of(graph, self.ties)
        # Nobody is in an alliance of guarantors where guarantees do not count.
        self.alliances = alliances(graph, as_of) if "GUARANTEES" in through else {}
        self._greatest = self._greatest_shares()

    def _greatest_shares(self) -> pl.DataFrame | None:
        file = self.ties.snapshot.edge_files().get("OWNS")
        return (
            None
            if file is None or "OWNS" not in self.ties.edge_types
            else read_frame(file, ["share", "share_min", "share_max"])
        )

    def capital_of(self, node: int) -> float | None:
        """In yuan; None where unknown."""
        capital = float(self.capital[node])
        return None if isnan(capital) else capital

    def losers(self, fallen: int) -> list[tuple[int, float, float, int]]:
        ties = self.ties
        losing = []
        for edge in ties.edges_in(fallen).tolist():
            low, high = self.span(edge, fallen)
            if ties.head[edge] != fallen:
                losing.append((int(ties.head[edge]), low, high, edge))
        return losing

    def span(self, edge: int, fallen: int) -> tuple[float, float]:
        """What the head of a relation loses by it, least and most."""
        ties = self.ties
        amount = float(ties.weight[edge])
        if ties.edge_types[ties.edge_type[edge]] != "OWNS":
            return (0.0, inf) if isnan(amount) else (amount, amount)
        assert self._greatest is not None
        row = self._greatest.row(int(ties.edge_row[edge]), named=True)
        share, capital = row.get("share"), self.capital_of(fallen)
        least = share if share is not None else row.get("share_min") or 0.0
        most = share if share is not None else row.get("share_max")
        if most == 0:
            return 0.0, 0.0
        return (0.0, inf) if capital is None else (least * capital, (1.0 if most is None else most) * capital)


class _Cascade:
    def __init__(self, ground: _Ground, loss: float, threshold: float, *, worst: bool) -> None:
        self.ground, self.part, self.threshold, self.worst = ground, loss, threshold, worst
        self.lost: dict[int, float] = {}
        self.by: dict[int, list[int]] = {}
        self.round: dict[int, int] = {}
        self.truncated = False

    def run(self, start: int, rounds: int) -> "_Cascade":
        self.round[start] = 0
        front = [start]
        for number in range(1, rounds + 1):
            losing = self._losses(front)
            front = sorted(v for v in losing if v not in self.round and self._falls(v))
            if len(self.round) + len(front) > MOST_FALLEN:
                self.truncated = True
                break
            self.round |= dict.fromkeys(front, number)
            if not front:
                return self
        self.truncated = self.truncated or any(self.ground.losers(v) for v in front)
        return self

    def _losses(self, front: list[int]) -> set[int]:
        """Book what is lost by those who fell last; who lost."""
        losing: set[int] = set()
        for fallen in front:
            for who, low, high, edge in self.ground.losers(fallen):
                self._book(who, self.part * (high if self.worst else low), edge)
                losing.add(who)
                shared = self.ground.alliances.get(who, ())
                for member in shared:
                    self._book(member, self.part * (high if self.worst else low) / len(shared), edge)
                    losing.add(member)
        return losing

    def _book(self, who: int, amount: float, edge: int) -> None:
        self.lost[who] = self.lost.get(who, 0.0) + amount
        self.by.setdefault(who, []).append(edge)

    def _falls(self, who: int) -> bool:
        capital = self.ground.capital_of(who)
        if capital is None:
            return self.worst and self.lost[who] > 0
        return self.lost[who] > 0 and self.lost[who] >= self.threshold * capital


def _told(ground: _Ground, start: int, sure: _Cascade, worst: _Cascade) -> KnockOn:
    ties = ground.ties
    edges = sorted({edge for booked in worst.by.values() for edge in booked})
    ids = dict(zip(edges, ties.edge_ids(edges) if edges else [], strict=True))
    told = [
        Fallen(
            id=ties.id_of(v),
            state="FALLS" if v in sure.round else "MAY_FALL",
            round=sure.round.get(v),
            at_worst=worst.round.get(v, sure.round.get(v, 0)),
            loss=sure.lost.get(v, 0.0),
            capital=ground.capital_of(v),
            relations=tuple(ids[e] for e in dict.fromkeys(worst.by.get(v, ()))),
        )
        for v in worst.round | sure.round
        if v != start
    ]
    told.sort(key=lambda f: (f.round is None, f.round if f.round is not None else f.at_worst, -f.loss, f.id))
    known = [low == high for edge in edges for low, high in [ground.span(edge, int(ties.tail[edge]))]]
    return KnockOn(
        data_version=ties.data_version,
        n=len(worst.lost),
        coverage=sum(known) / len(known) if known else None,
        warnings=_unknown_capital(sum(f.capital is None for f in told), len(told)),
        start=ties.id_of(start),
        fallen=tuple(told),
        rounds=max([*sure.round.values(), *worst.round.values()]),
        truncated=sure.truncated or worst.truncated,
    )


def _unknown_capital(unknown: int, n: int) -> tuple[Notice, ...]:
    if not unknown:
        return ()
    zh = f"{n} 个可能倒下者中有 {unknown} 个的注册资本未知"
    return (Notice("capital", zh, f"the registered capital of {unknown} of {n} who may fall is unknown"),)
