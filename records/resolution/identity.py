"""Under which ids things go, once it is known which clusters are one, and what is told of how that came about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from records.ids import id_text, id_texts
from records.resolution.claims import oldest
from records.resolution.joining import Joined
from records.resolution.judged import Judged

#: Pairs left for a person: ids as they are now. decision: candidate, or unsure where a person could not tell.
CANDIDATES = pl.Schema({
    "left_id": pl.String(), "right_id": pl.String(), "type": pl.String(), "score": pl.Float64(),
    "reasons": pl.String(), "decision": pl.String(),
})  # fmt: skip
#: What was joined beyond keys: id is the entity's, left_id and right_id are those of the parts. reason: "decision"
#: (its id in decision) or "score" (with score and reasons). The parts of an entity are connected by its rows.
MERGES = pl.Schema({
    "id": pl.String(), "left_id": pl.String(), "right_id": pl.String(), "type": pl.String(), "reason": pl.String(),
    "decision": pl.String(), "score": pl.Float64(), "reasons": pl.String(),
})  # fmt: skip
_NEW = 2**32 - 1  # seq of what this build binds: younger than all that is known


@dataclass(frozen=True)
class Identified:
    """final: cluster and the id under which it goes. merged: ids that lead to another now, by what was joined.

    lasting: those of merged that still lead there when nobody has the id any more. (A decision says that itself, as
    long as it counts.)
    """

    final: pl.DataFrame
    merged: Mapping[int, int]
    lasting: frozenset[int]


def identify(
    chosen: pl.DataFrame, judged: Judged, joined: Joined, known: pl.DataFrame, bound: pl.DataFrame
) -> Identified:
    """The oldest of the ids of joined clusters is that of all.

    chosen: cluster and id by keys. known, bound: keys of ids, by earlier builds and by this one.
    """
    members = pl.DataFrame(
        {"cluster": list(joined.root), "root": list(joined.root.values())},
        schema={"cluster": pl.Int64, "root": pl.Int64},
    )
    clusters = members.filter(pl.col("cluster") >= 0).cast({"cluster": pl.UInt32}).join(chosen, on="cluster")
    young = bound.select("key", "rank", "id", pl.lit(_NEW, pl.UInt32).alias("seq"))
    relevant = pl.concat([known, young]).filter(pl.col("id").is_in(clusters["id"].implode()))
    ordered = oldest(clusters, relevant).unique("root", keep="first", maintain_order=True)
    survivor = dict(ordered.select("root", "id").rows())
    merged = {id_: survivor[root] for root, id_ in clusters.select("root", "id").rows() if survivor[root] != id_}
    resting = {
        judged.resting[node]: survivor[root] for node, root in joined.root.items() if node < 0 and root in survivor
    }
    decided = {joined.find(merge.left) for merge in joined.merges if merge.decision}
    lasting = {id_ for root, id_ in clusters.select("root", "id").rows() if root not in decided and id_ in merged}
    table = pl.DataFrame({"id": list(merged), "new": list(merged.values())}, schema={"id": pl.UInt64, "new": pl.UInt64})
    final = chosen.join(table, on="id", how="left", maintain_order="left")
    final = final.select("cluster", pl.coalesce("new", "id").alias("id"))
    return Identified(final, {**resting, **merged}, frozenset(lasting))


def follow(direct: Mapping[int, int], live: pl.Series) -> dict[int, int]:
    """Where each id that is no entity's any more leads to. live: ids that are."""
    if not direct:
        return {}
    asked = pl.Series("id", sorted({*direct, *direct.values()}), dtype=pl.UInt64)
    alive = set(asked.filter(asked.is_in(live.implode())).to_list())
    return {old: _end(direct, old, alive) for old in sorted(direct) if old not in alive}


def _end(direct: Mapping[int, int], start: int, alive: set[int]) -> int:
    seen, at = {start}, direct[start]
    while at not in alive and at in direct and at not in seen:
        seen.add(at)
        at = direct[at]
    return at


def candidate_frame(
    pairs: pl.DataFrame, joined: Joined, identified: Identified, type_name: str, prefix: str
) -> pl.DataFrame:
    """As ``CANDIDATES``: of two things the pair of parts that scores highest."""
    final = identified.final
    found = pairs.join(final.rename({"cluster": "left", "id": "one"}), on="left", maintain_order="left")
    found = found.join(final.rename({"cluster": "right", "id": "two"}), on="right", maintain_order="left")
    unsure = _pairs(joined.unsure).with_columns(decision=pl.lit("unsure"))
    found = found.drop("decision").join(unsure, on=["left", "right"], how="left", maintain_order="left")
    low, high = pl.min_horizontal("one", "two"), pl.max_horizontal("one", "two")
    found = found.filter(pl.col("one") != pl.col("two")).with_columns(one=low, two=high)
    found = found.join(_apart(joined, final), on=["one", "two"], how="anti")
    best = found.sort("score", "left", "right", descending=[True, False, False])
    best = best.unique(["one", "two"], keep="first", maintain_order=True)
    return best.select(
        id_texts(prefix, best["one"]).alias("left_id"), id_texts(prefix, best["two"]).alias("right_id"),
        pl.lit(type_name).alias("type"), "score", "reasons", pl.col("decision").fill_null("candidate"),
    )  # fmt: skip


def _pairs(pairs: Iterable[tuple[int, int]]) -> pl.DataFrame:
    rows = [pair for pair in sorted(pairs) if pair[0] >= 0]
    return pl.DataFrame(rows, schema={"left": pl.UInt32, "right": pl.UInt32}, orient="row")


def _apart(joined: Joined, final: pl.DataFrame) -> pl.DataFrame:
    """one and two: ids of things of which parts are not the same."""
    both = _pairs(joined.apart).join(final.rename({"cluster": "left", "id": "one"}), on="left")
    both = both.join(final.rename({"cluster": "right", "id": "two"}), on="right")
    return both.select(one=pl.min_horizontal("one", "two"), two=pl.max_horizontal("one", "two")).unique()


def merge_frame(
    joined: Joined, judged: Judged, chosen: pl.DataFrame, identified: Identified, type_name: str, prefix: str
) -> pl.DataFrame:
    """As ``MERGES``."""
    nodes = {node for merge in joined.merges for node in (merge.left, merge.right)}
    wanted = pl.Series(sorted(node for node in nodes if node >= 0), dtype=pl.UInt32)
    own = {
        **judged.resting,
        **dict(chosen.filter(pl.col("cluster").is_in(wanted.implode())).select("cluster", "id").rows()),
    }
    rows: list[dict[str, Any]] = []
    for merge in joined.merges:
        left, right = (id_text(prefix, own[node]) for node in (merge.left, merge.right))
        goes = identified.merged.get(own[merge.left], own[merge.left])
        rows.append({
            "id": id_text(prefix, goes), "left_id": left, "right_id": right, "type": type_name,
            "reason": "decision" if merge.decision else "score", "decision": merge.decision, "score": merge.score,
            "reasons": merge.reasons,
        })  # fmt: skip
    return pl.DataFrame(rows, schema=MERGES)
