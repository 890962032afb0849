"""Shares among some entities, and what they come to through chains and loops: the reckoning behind ownership.

Companies are solved part by part, in the order in which money flows: a part that is one company by a sum, a loop by a
linear system of its own (dense, up to 2,000 members). So what has no loops costs no more than its number of holdings.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx
import numpy as np

from analysis.projection import Floats

#: An unknown share is moved to another holder only where that gains more than this.
_GAIN = 1e-12
_MOST_ROUNDS = 1000


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def parts(self) -> list[list[int]]:
        """Strongly connected parts, holders before what they hold."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        for company, holders in self.shares.items():
            graph.add_node(company)
            graph.add_edges_from((holder, company) for holder in holders)
        return [sorted(part) for part in nx.strongly_connected_components(graph)][::-1]

    @cached_property
    def circular(self) -> frozenset[int]:
        """Who holds a part of itself through others, or directly."""
        return frozenset(v for p in self.parts for v in p if len(p) > 1 or v in self.shares.get(v, {}))

    def lower(self, holder: int, companies: Iterable[int]) -> dict[int, float]:
        """The least effective share of the holder in each of these companies that it reaches."""
        return {holder: 1.0} | {c: x for c, x in self._spread(holder, set(companies), greatest=False).items() if x > 0}

    def upper(self, holder: int, companies: Iterable[int]) -> dict[int, float]:
        """The greatest, in each of these companies."""
        among = set(companies)
        low, high = self.lower(holder, among), self._spread(holder, among, greatest=True)
        return {c: max(low.get(c, 0.0), high.get(c, 0.0)) for c in among} | {holder: 1.0}

    def _spread(self, holder: int, among: set[int], *, greatest: bool) -> dict[int, float]:
        reached = {holder: 1.0}
        for part in self.parts:
            wanted = [v for v in part if v in among and v != holder]
            if not any(owner in reached for v in wanted for owner in self.shares.get(v, {})):
                continue
            loop = len(wanted) > 1 or wanted[0] in self.shares[wanted[0]]
            if loop:
                solved = self._loop(wanted, reached, greatest=greatest)
            else:
                split = self._split(wanted[0], reached, greatest=greatest)
                solved = {wanted[0]: sum(part * reached.get(owner, 0.0) for owner, part in split.items())}
            reached |= {v: min(1.0, x) for v, x in solved.items() if x > 0}
        del reached[holder]
        return reached

    def _split(self, company: int, worth: Mapping[int, float], *, greatest: bool) -> dict[int, float]:
        """Shares of the holders of a company; what is unknown goes to those who are worth most, if ``greatest``."""
        holders = self.shares.get(company, {})
        split = {owner: low for owner, (low, _) in holders.items()}
        if greatest:
            left = max(0.0, 1.0 - sum(split.values()))
            free = [owner for owner, (low, high) in holders.items() if high > low]
            for owner in sorted(free, key=lambda h: -worth.get(h, 0.0)):
                more = min(left, holders[owner][1] - holders[owner][0])
                split[owner] += more
                left -= more
        return split

    def _loop(self, part: list[int], reached: Mapping[int, float], *, greatest: bool) -> dict[int, float]:
        """Solve a loop. Unknown shares: R. Howard's policy iteration (Dynamic Programming and Markov Processes, 1960).
        A split is changed only where that gains, so the worth rises to the least fixed point."""
        splits = {v: self._split(v, reached, greatest=greatest) for v in part}
        worth = _solve(part, splits, reached)
        if not greatest:
            return worth
        for _ in range(_MOST_ROUNDS):
            known = {**reached, **worth}
            better = {}
            for v in part:
                split = self._split(v, known, greatest=True)
                if sum(p * known.get(owner, 0.0) for owner, p in split.items()) > worth[v] + _GAIN:
                    better[v] = split
            if not better:
                break
            splits |= better
            worth = _solve(part, splits, reached)
        return worth

    def effective(self, company: int, holders: Collection[int]) -> dict[int, tuple[float, float]]:
        """The effective share of each of these holders in a company, least and greatest."""
        least = self._owners(company)
        lower = {h: least.get(h, 0.0) for h in holders}
        everybody = {v for part in self.parts for v in part} | {company}
        for holder in holders:
            if np.isnan(lower[holder]):
                lower[holder] = self.lower(holder, everybody).get(company, 0.0)
        if all(low == high for shares in self.shares.values() for low, high in shares.values()):
            return {h: (x, x) for h, x in lower.items()}
        return {h: (x, max(x, self.upper(h, everybody)[company])) for h, x in lower.items()}

    def _owners(self, company: int) -> dict[int, float]:
        """Least effective shares of all owners at once: what flows through each, upward from the company, over how
        often it flows through. NaN for a ring that owns itself entirely, where that is without end, and its owners."""
        flow, told = {company: 1.0}, dict[int, float]()
        onward: dict[int, list[tuple[int, float]]] = {}
        for held, holders in self.shares.items():
            for owner, (low, _) in holders.items():
                if low > 0:
                    onward.setdefault(owner, []).append((held, low))
        for part in reversed(self.parts):
            direct = {v: sum(p * flow.get(c, 0.0) for c, p in onward.get(v, ()) if c not in part) for v in part}
            if company in direct:
                direct[company] += 1.0
            if not any(direct.values()):
                continue
            if len(part) == 1 and part[0] not in self.shares.get(part[0], {}):
                flow[part[0]] = told[part[0]] = direct[part[0]]
                continue
            times = self._times(part)
            if times is None:
                told |= dict.fromkeys(part, np.nan)
                flow |= dict.fromkeys(part, np.nan)
                continue
            through = times @ np.array([direct[v] for v in part])
            flow |= dict(zip(part, through.tolist(), strict=True))
            told |= dict(zip(part, np.clip(through / np.diag(times), 0.0, 1.0).tolist(), strict=True))
        return told

    def _times(self, part: list[int]) -> Floats | None:
        """(I − A)⁻¹ of a loop; None where nobody outside of it owns anything of it."""
        at = {v: k for k, v in enumerate(part)}
        passed_on = np.zeros((len(part), len(part)))
        for v in part:
            for owner, (low, _) in self.shares.get(v, {}).items():
                if owner in at:
                    passed_on[at[owner], at[v]] = low
        ring: Floats = np.eye(len(part)) - passed_on
        # Its least shares may hold only a part of the loop together, and that part may own itself entirely.
        if _closed(passed_on):
            return None
        return np.asarray(np.linalg.inv(ring), np.float64)


def _closed(passed_on: Floats) -> bool:
    """Whether some of a loop own each other entirely: from them no step leads to anybody whose shares leave a rest."""
    open_ = passed_on.sum(axis=0) < 1 - 1e-12
    for _ in range(len(open_)):
        wider = open_ | ((passed_on > 0) & open_[:, None]).any(axis=0)
        if (wider == open_).all():
            break
        open_ = wider
    return not open_.all()


def _solve(
    part: list[int], splits: Mapping[int, Mapping[int, float]], reached: Mapping[int, float]
) -> dict[int, float]:
    """The least solution of worth = what comes from outside + what goes around, for these splits."""
    direct = {v: sum(p * reached.get(o, 0.0) for o, p in splits[v].items() if o not in splits) for v in part}
    live = list(_fed(part, splits, direct))
    at = {v: k for k, v in enumerate(live)}
    around = np.zeros((len(live), len(live)))
    for v in live:
        for owner, share in splits[v].items():
            if owner in at:
                around[at[v], at[owner]] = share
    solved = np.linalg.solve(np.eye(len(live)) - around, np.array([direct[v] for v in live])) if live else np.empty(0)
    return dict.fromkeys(part, 0.0) | dict(zip(live, solved.tolist(), strict=True))


def _fed(part: list[int], splits: Mapping[int, Mapping[int, float]], direct: Mapping[int, float]) -> Iterator[int]:
    """Those whom anything reaches. On these the system is regular: a ring that owns itself entirely is not fed."""
    seen = {v for v in part if direct[v] > 0}
    todo = sorted(seen)
    while todo:
        node = todo.pop()
        yield node
        for v in part:
            if v not in seen and splits[v].get(node, 0.0) > 0:
                seen.add(v)
                todo.append(v)
