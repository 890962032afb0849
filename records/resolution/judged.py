"""Persons' decisions on the clusters that exact keys made (records.resolution.decisions).

**Who is meant.** A decision names two ids and the keys that these had when they were judged. An id is the cluster
that has the oldest of these keys that anybody still has; where nobody has any, the cluster that has the id by the
registry. Where there is none either, the decision rests until such a source is loaded again: "same" then
still tells where the id leads.

**Not the same** keeps two clusters apart, against scores and against keys. Where equal keys made one cluster of both,
it is split: every entity goes with the side whose key it has, by the strongest one; entities that have keys of neither
go with those that they share a key with, and where both sides share it they stay by themselves, as nobody knows
whose they are.

**Same** joins clusters, whatever keys they have; of a chain that would join what is not the same, the last link (in
the order of ids) does not hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from records.record import Source
from records.resolution.claims import claims_of, holders
from records.resolution.decisions import Decision
from records.resolution.keys import Key

KNOWN = pl.Schema({"key": pl.UInt64, "rank": pl.UInt8, "id": pl.UInt64, "seq": pl.UInt32})


@dataclass(frozen=True)
class Link:
    """A decision between two nodes: clusters, or ids that no cluster has (below zero)."""

    decision: Decision
    left: int
    right: int


@dataclass(frozen=True)
class Judged:
    """The decisions of one type, on clusters. resting: number of each id that no cluster has, by its node."""

    links: Sequence[Link]
    resting: Mapping[int, int]

    def of(self, verdict: str) -> list[Link]:
        """Links of a verdict, in the order of their ids."""
        return [link for link in self.links if link.decision.verdict == verdict]


def number_of(id_: str) -> int:
    return int(id_.rpartition(":")[2], 16)


def anchors_of(decisions: Sequence[Decision]) -> pl.DataFrame:
    """key, rank, id, seq: the keys of judged ids. A key that two ids had is that of the one who had it first."""
    rows = {
        (anchor.key, anchor.rank, number_of(id_), anchor.seq)
        for d in decisions
        for id_, anchors in ((d.left, d.left_anchors), (d.right, d.right_anchors))
        for anchor in anchors
    }
    frame = pl.DataFrame(sorted(rows), schema=KNOWN, orient="row")
    return frame.filter(pl.col("seq") == pl.col("seq").min().over("key")).unique(["key", "id"], keep="first")


def locate(claims: pl.DataFrame, anchors: pl.DataFrame, strong: int, registered: pl.DataFrame) -> dict[int, int]:
    """The cluster of each judged id, as far as there is one. registered: cluster and id by the registry."""
    found = holders(claims, anchors, strong)
    by_registry = registered.filter(~pl.col("id").is_in(found["id"].implode())).select("cluster", "id")
    both = pl.concat([found, by_registry])
    return dict(zip(both["id"].to_list(), both["cluster"].to_list(), strict=True))


def judge(decisions: Sequence[Decision], clusters: Mapping[int, int]) -> Judged:
    """Decisions as links between clusters. Where both sides are one cluster by their keys there is none."""
    resting: dict[int, int] = {}
    links = []
    for decision in sorted(decisions, key=lambda d: (d.pair, d.id)):
        ends = []
        for number in map(number_of, decision.pair):
            if number not in clusters:
                resting.setdefault(number, -1 - len(resting))
            ends.append(clusters.get(number, resting.get(number, 0)))
        if ends[0] != ends[1]:
            links.append(Link(decision, *ends))
    return Judged(links, {node: number for number, node in resting.items()})


def split(
    entities: pl.DataFrame,
    keys: Sequence[Key],
    sources: Sequence[Source],
    type_name: str,
    anchors: pl.DataFrame,
    decisions: Sequence[Decision],
    clusters: Mapping[int, int],
) -> pl.DataFrame | None:
    """``entities`` with clusters in which no two ids are together that are not the same; None where there are none."""
    apart: dict[int, set[tuple[int, int]]] = {}
    for decision in decisions:
        left, right = map(number_of, decision.pair)
        cluster = clusters.get(left)
        if decision.verdict == "not_same" and cluster is not None and cluster == clusters.get(right):
            apart.setdefault(cluster, set()).add((left, right))
    if not apart:
        return None
    labels = dict[int, int]()
    numbered = entities.with_row_index("_row")
    for cluster, pairs in sorted(apart.items()):
        members = numbered.filter(pl.col("cluster") == cluster)
        labels |= _parts(members, keys, sources, type_name, anchors, pairs)
    table = pl.DataFrame(
        {"_row": list(labels), "_part": list(labels.values())}, schema={"_row": pl.UInt32, "_part": pl.UInt32}
    )
    joined = numbered.join(table, on="_row", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("_part", "cluster").alias("cluster")).drop("_row", "_part")


def _parts(
    members: pl.DataFrame,
    keys: Sequence[Key],
    sources: Sequence[Source],
    type_name: str,
    anchors: pl.DataFrame,
    apart: set[tuple[int, int]],
) -> dict[int, int]:
    """By row of one cluster the smallest row of its part."""
    single = members.with_columns(pl.col("_row").alias("cluster"))
    own = claims_of(single, keys, sources, type_name, anchors).select(row="cluster", key="key", rank="rank")
    sides = {number for pair in apart for number in pair}
    ours = anchors.filter(pl.col("id").is_in(list(sides)))
    told = own.join(ours.select("key", "id", "seq"), on="key").sort("rank", "seq", "id")
    side_of = dict(told.unique("row", keep="first", maintain_order=True).select("row", "id").rows())
    parts = _Parts(members["_row"].to_list(), side_of, apart)
    by_key = own.sort("rank", "key", "row").group_by("rank", "key", maintain_order=True).agg("row")
    for rows in by_key["row"].to_list():
        parts.join(rows)
    # names at places of which one lies in the other are no equal keys
    for rows in members.drop_nulls("name").group_by("name", maintain_order=True).agg("_row")["_row"].to_list():
        parts.join(rows)
    return parts.labels()


class _Parts:
    """Union-find of rows in which no component has two sides that are apart."""

    def __init__(self, rows: Sequence[int], side_of: Mapping[int, int], apart: set[tuple[int, int]]) -> None:
        self._parent = {row: row for row in rows}
        self._sides: dict[int, set[int]] = {row: {side_of[row]} if row in side_of else set() for row in rows}
        self._apart = apart | {(right, left) for left, right in apart}
        for side in sorted(set(side_of.values())):
            mine = [row for row in rows if side_of.get(row) == side]
            for row in mine[1:]:
                self._unite(mine[0], row)

    def join(self, rows: Iterable[int]) -> None:
        """Rows that agree on a key come together, unless both sides are among them: then only those of neither do."""
        roots = sorted({self._find(row) for row in rows})
        sides = set().union(*(self._sides[root] for root in roots))
        if any((one, two) in self._apart for one in sides for two in sides):
            roots = [root for root in roots if not self._sides[root]]
        for root in roots[1:]:
            self._unite(roots[0], root)

    def labels(self) -> dict[int, int]:
        return {row: self._find(row) for row in self._parent}

    def _find(self, row: int) -> int:
        while self._parent[row] != row:
            self._parent[row] = row = self._parent[self._parent[row]]
        return row

    def _unite(self, one: int, two: int) -> None:
        root, other = sorted([self._find(one), self._find(two)])
        if root != other:
            self._parent[other] = root
            self._sides[root] |= self._sides.pop(other)
