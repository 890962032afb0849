"""Pairs of entities that may be one thing, with a score and its reasons: blocking, then scoring.

``find_candidates`` gives the pairs; ``search`` also what the next search can start from (records.resolution.memory).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from records.progress import Progress, silent
from records.resolution import blocking, persons
from records.resolution.features import COMPARED, FEATURES, compare, fits, level_is, settle_short, short
from records.resolution.memory import Remembered, contexts
from records.resolution.rows import completed, name_rows, numbered
from records.resolution.scoring import Weights, logit_of, logits, reasons, scores

#: What is returned: left < right; decision is same or candidate.
PAIRS = pl.Schema(
    {"left": pl.UInt32(), "right": pl.UInt32(), "score": pl.Float64(), "reasons": pl.String(), "decision": pl.String()}
)
LEVELS = {name: tuple(levels) for name, levels in FEATURES.items()}
_CHUNK = 300_000  # pairs compared at once: some 300 MB
_U32 = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Found:
    """pairs as ``PAIRS``; remembered: None for types of which nothing is remembered (persons)."""

    pairs: pl.DataFrame
    remembered: Remembered | None


def find_candidates(
    entities: pl.DataFrame, node_type: str, *, previous: Remembered | None = None, progress: Progress | None = None
) -> pl.DataFrame:
    """Pairs of entities of one type that score above the type's lower threshold (``PAIRS``), sorted.

    ``entities``: entity (distinct), name (as written), aliases, place (digits of the division's code without the
    zeros at its end, "" unknown), uscc, legal_representative, address, phone; for persons enterprises (ids),
    birth_year and gender. Absent columns are read as unknown. Neither the order of rows nor ``previous`` changes the
    result. A decision "same" means: above the threshold whose precision was measured (docs/resolution.md), no veto.
    """
    return search(entities, node_type, previous=previous, progress=progress).pairs


def search(
    entities: pl.DataFrame, node_type: str, *, previous: Remembered | None = None, progress: Progress | None = None
) -> Found:
    """As ``find_candidates``, with what a later search of the same type can start from as ``previous``."""
    weights = Weights.of(node_type)
    if weights is None or entities.height < 2:
        return Found(pl.DataFrame(schema=PAIRS), None)
    entities = completed(entities)
    if node_type == "Person":
        return Found(told(persons.find(entities, weights), persons.LEVELS, weights), None)
    names = _names(entities, node_type, previous)
    rows = numbered(entities, names)
    blocked = blocking.blocks(rows).sort("block")
    around = contexts(rows, blocked)
    if previous is None:
        pairs = _scored(rows, *blocking.pairs(blocked), weights, progress or silent)
    else:
        pairs = _renewed(rows, blocked, around, previous, weights, progress or silent)
    return Found(pairs, Remembered(names, around.select("signature", "context"), _by_signature(pairs, around)))


def _names(entities: pl.DataFrame, node_type: str, previous: Remembered | None) -> pl.DataFrame:
    """Names by signature; only those of new entities are parsed."""
    if previous is None:
        return name_rows(entities, node_type)
    new = entities.join(previous.names, on="signature", how="anti")
    known = previous.names.join(entities.select("signature"), on="signature", how="semi", maintain_order="left")
    return pl.concat([known, name_rows(new, node_type).select(known.columns)])


def _by_signature(pairs: pl.DataFrame, around: pl.DataFrame) -> pl.DataFrame:
    """Pairs without entities' numbers, which the next search gives anew."""
    of = around.select("entity", "signature")
    one = pairs.join(of, left_on="left", right_on="entity").rename({"signature": "one"})
    both = one.join(of, left_on="right", right_on="entity").rename({"signature": "two"})
    return both.select("one", "two", "score", "reasons", "decision")


def _renewed(
    rows: pl.DataFrame,
    blocked: pl.DataFrame,
    around: pl.DataFrame,
    previous: Remembered,
    weights: Weights,
    progress: Progress,
) -> pl.DataFrame:
    """Pairs of entities that are as they were, from before; all others scored anew."""
    twice = around["signature"].is_duplicated()  # which of them an earlier pair means is unknown
    old = previous.contexts.filter(~pl.col("signature").is_duplicated()).with_columns(same=pl.lit(value=True))
    same = around.join(old, on=["signature", "context"], how="left", maintain_order="left")["same"].fill_null(
        value=False
    )
    still = around.filter(same & ~twice).select("entity", "signature")
    kept = previous.pairs.join(still.rename({"entity": "left"}), left_on="one", right_on="signature")
    kept = kept.join(still.rename({"entity": "right"}), left_on="two", right_on="signature")
    low, high = pl.min_horizontal("left", "right"), pl.max_horizontal("left", "right")
    kept = kept.select(low.alias("left"), high.alias("right"), "score", "reasons", "decision")
    ids = still["entity"].implode()
    changed = ~rows["entity"].is_in(ids)
    new = _scored(rows, *_pairs_of(rows, blocked, changed), weights, progress)
    as_before = pl.col("left").is_in(ids) & pl.col("right").is_in(ids)  # scored only for the sake of short names
    return pl.concat([kept, new.filter(~as_before)]).sort("left", "right")


def _pairs_of(rows: pl.DataFrame, blocked: pl.DataFrame, changed: pl.Series) -> tuple[_U32, _U32]:
    """Pairs with a changed row, and with them all pairs of the short names that stand in them.

    Whether a short name is alone depends on all of its pairs.
    """
    touched = changed.to_numpy()
    near = _standing_with(blocked, touched)
    asked = touched | (near & rows.select(short("")).to_series().to_numpy())
    members = _standing_with(blocked, asked)
    left, right = blocking.pairs(blocked.filter(pl.Series(members[blocked["row"].to_numpy()])))
    chosen = asked[left] | asked[right]
    return left[chosen], right[chosen]


def _standing_with(blocked: pl.DataFrame, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Rows that stand in one block with a chosen row."""
    row = blocked["row"].to_numpy()
    there = blocked.filter(pl.Series(chosen[row]))["block"].unique()
    found = chosen.copy()
    found[blocked.filter(pl.col("block").is_in(there.implode()))["row"].to_numpy()] = True
    return found


def _scored(rows: pl.DataFrame, left: _U32, right: _U32, weights: Weights, progress: Progress) -> pl.DataFrame:
    """The best pair of names of every pair of entities above the lower threshold."""
    entity = rows["entity"].to_numpy()
    other = entity[left] != entity[right]
    left, right = left[other], right[other]
    compared = rows.select(COMPARED)
    kept = [_compared(compared, left[:0], right[:0], weights)]
    for start in range(0, len(left), _CHUNK):
        progress("comparing names", start, len(left))
        chosen = slice(start, start + _CHUNK)
        kept.append(_compared(compared, left[chosen], right[chosen], weights))
    levels = settle_short(pl.concat(kept))
    levels = levels.with_columns(logit=pl.Series(logits(levels, LEVELS, weights)))
    levels = levels.filter(pl.col("logit") >= logit_of(weights.candidate))
    best = levels.sort("left", "right", "logit", *LEVELS, descending=[False, False, True, *(False for _ in LEVELS)])
    return told(best.unique(["left", "right"], keep="first", maintain_order=True), LEVELS, weights)


def _compared(rows: pl.DataFrame, left: _U32, right: _U32, weights: Weights) -> pl.DataFrame:
    """Levels of pairs of rows; left and right are the entities. Those that cannot matter are left out."""
    one, two = rows[left], rows[right]
    levels = compare(one, two)
    one_short = one.select(short("")).to_series()
    asked = levels.select(~level_is("short", "no")).to_series()
    levels = levels.with_columns(
        left=pl.min_horizontal(one["entity"], two["entity"]),
        right=pl.max_horizontal(one["entity"], two["entity"]),
        little=pl.when(asked).then(pl.when(one_short).then(pl.Series(left)).otherwise(pl.Series(right))),
        full=pl.when(one_short).then(two["core"].hash(11)).otherwise(one["core"].hash(11)),
    )
    most = max(weights.table("short", LEVELS["short"]).max(), 0.0)
    enough = pl.Series(logits(levels, LEVELS, weights) + most >= logit_of(weights.candidate))
    return levels.filter(enough | fits())


def told(levels: pl.DataFrame, known: Mapping[str, Sequence[str]], weights: Weights) -> pl.DataFrame:
    """Pairs with levels and logit as ``PAIRS``."""
    score = pl.Series("score", scores(levels["logit"].to_numpy()))
    decision = pl.when(score >= weights.same).then(pl.lit("same")).otherwise(pl.lit("candidate"))
    pairs = levels.select("left", "right", score, reasons(levels, known, weights), decision.alias("decision"))
    return pairs.select(pl.col(n).cast(t) for n, t in PAIRS.items()).sort("left", "right")
