"""Clusters come together by decisions and by scores, guarded by what keeps them apart.

First what a person called the same, then pairs whose score is above the type's upper threshold, the highest score
first. A pair is not joined automatically if then in one group

- there would be two clusters that a person called not the same, or this very pair is one of which one was unsure;
- there would be two clusters with different codes (uscc and others that are given to one thing only), or with
  different numbers that one source gave;
- there would be two clusters that scoring forbids to merge, as a branch and its parent: so no chain of likenesses
  glues what no single likeness would.

Nor where one cluster is as like to two others that for such a reason cannot be one: which of them it is, is unknown.

What is not joined stays as candidate for a person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from records.resolution.judged import Judged

Pair = tuple[int, int]
Codes = Mapping[int, Mapping[str, frozenset[str]]]
#: A group of more clusters comes together only where each two were compared and found the same: a long chain of
#: likenesses says little, and a group's pairs grow with its square.
MOST = 100


@dataclass(frozen=True)
class Merge:
    """Why two clusters are one. decision: its id, for those that a person made; else score and reasons."""

    left: int
    right: int
    decision: str | None = None
    score: float | None = None
    reasons: str | None = None


@dataclass(frozen=True)
class Joined:
    """groups: each of more than one node, the nodes sorted. root: of each node in a group, the smallest one.

    apart: pairs of nodes that are not the same. unsure: pairs that a person looked at in vain.
    """

    root: Mapping[int, int]
    merges: Sequence[Merge]
    apart: frozenset[Pair]
    unsure: frozenset[Pair]

    def find(self, node: int) -> int:
        return self.root.get(node, node)


def join(
    judged: Judged,
    pairs: pl.DataFrame,
    codes: Callable[[Iterable[int]], Codes],
    vetoed: Callable[[Sequence[Sequence[int]]], set[Pair]],
) -> Joined:
    """``pairs``: left, right, score, reasons of clusters that are the same by score.

    codes: of some clusters, by the name of the code. vetoed: of groups of clusters the pairs that scoring forbids.
    """
    apart = {_pair(link.left, link.right) for link in judged.of("not_same")}
    unsure = {_pair(link.left, link.right) for link in judged.of("unsure")}
    groups = _Groups(apart)
    same = judged.of("same")
    decided = [(link.left, link.right) for link in same]
    merges = [Merge(link.left, link.right, link.decision.id) for link in same if groups.join(link.left, link.right)]
    ordered = pairs.sort("score", "left", "right", descending=[True, False, False])
    automatic = [row for row in ordered.select("left", "right", "score", "reasons").rows() if row[:2] not in unsure]
    if automatic:
        compared = {(left, right) for left, right, _, _ in automatic}
        together = [g for g in _connected([*compared, *decided]) if len(g) > 2]
        groups.forbid(vetoed([g for g in together if len(g) <= MOST]))
        groups.codes = codes({node for pair in compared | set(decided) for node in pair if node >= 0})
        groups.sparse = {node for g in together if len(g) > MOST for node in g}
        groups.compared = compared
        doubtful = groups.doubtful(compared)
        automatic = [row for row in automatic if row[:2] not in doubtful]
    merges += [
        Merge(left, right, score=score, reasons=reasons)
        for left, right, score, reasons in automatic
        if groups.join(left, right, guarded=True)
    ]
    return Joined(groups.roots(), merges, frozenset(apart), frozenset(unsure))


def _pair(one: int, two: int) -> Pair:
    return min(one, two), max(one, two)


class _Groups:
    """Union-find with guards."""

    def __init__(self, apart: Iterable[Pair]) -> None:
        self.codes: Codes = {}
        self.compared: set[Pair] = set()
        self.sparse: set[int] = set()
        self._parent: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = {}  # kept apart by persons
        self._vetoed: dict[int, set[int]] = {}  # and by scoring
        _note(self._apart, apart)

    def forbid(self, vetoed: Iterable[Pair]) -> None:
        _note(self._vetoed, vetoed)

    def join(self, left: int, right: int, *, guarded: bool = False) -> bool:
        """Whether two nodes came together that were not before."""
        one, two = self._find(left), self._find(right)
        if one == two:
            return False
        if self._between(self._apart, one, two):
            return False
        if guarded and (self._clash(one, two) or self._unknown(one, two)):
            return False
        root, other = min(one, two), max(one, two)
        self._parent[other] = root
        self._members[root] = self._group(root) + self._group(other)
        self._members.pop(other, None)
        return True

    def doubtful(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Pairs of which one node is in another pair, too, whose other node cannot be one with this one's."""
        partners: dict[int, list[int]] = {}
        for left, right in sorted(pairs):
            partners.setdefault(left, []).append(right)
            partners.setdefault(right, []).append(left)
        found = set()
        for node, others in partners.items():
            for one, two in combinations(others, 2) if len(others) <= MOST else ():
                if self._clash(self._find(one), self._find(two)):
                    found |= {_pair(node, one), _pair(node, two)}
        return found

    def roots(self) -> dict[int, int]:
        return {node: root for root, nodes in self._members.items() for node in nodes}

    def _find(self, node: int) -> int:
        parent = self._parent
        while parent.get(node, node) != node:
            parent[node] = node = parent.get(parent[node], parent[node])
        return node

    def _group(self, root: int) -> list[int]:
        return self._members.get(root, [root])

    def _between(self, kept_apart: Mapping[int, set[int]], one: int, two: int) -> bool:
        if not kept_apart:
            return False
        here, there = sorted([self._group(one), self._group(two)], key=len)
        others = set().union(*(kept_apart.get(node, ()) for node in here))
        return not others.isdisjoint(there)

    def _clash(self, one: int, two: int) -> bool:
        """Whether two groups can never be one automatically."""
        return self._between(self._apart, one, two) or self._between(self._vetoed, one, two) or self._differ(one, two)

    def _differ(self, one: int, two: int) -> bool:
        """Whether two groups have no value in common of a code that both have."""
        mine, its = self._codes(one), self._codes(two)
        return any(name in its and mine[name].isdisjoint(its[name]) for name in mine)

    def _codes(self, root: int) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for node in self._group(root):
            for name, values in self.codes.get(node, {}).items():
                found.setdefault(name, set()).update(values)
        return found

    def _unknown(self, one: int, two: int) -> bool:
        """Whether two nodes of a very large group would come together that were never compared."""
        if one not in self.sparse:
            return False
        return any(_pair(a, b) not in self.compared for a in self._group(one) for b in self._group(two))


def _note(table: dict[int, set[int]], pairs: Iterable[Pair]) -> None:
    for one, two in pairs:
        table.setdefault(one, set()).add(two)
        table.setdefault(two, set()).add(one)


def _connected(pairs: Iterable[Pair]) -> list[list[int]]:
    groups = _Groups(())
    for left, right in pairs:
        groups.join(left, right)
    found: dict[int, list[int]] = {}
    for node, root in groups.roots().items():
        found.setdefault(root, []).append(node)
    return [sorted(found[root]) for root in sorted(found)]
