"""Pairs of entities that may be one thing, with a score and its reasons: blocking, then scoring.

``find_candidates`` is the whole of it; ``Remembered`` lets the next run score only what has changed.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from records.progress import Progress, silent
from records.resolution import blocking, persons
from records.resolution.features import COMPARED, FEATURES, compare, level_is, settle_short, short
from records.resolution.rows import completed, name_rows, parsed_names
from records.resolution.scoring import Weights, logit_of, logits, reasons, scores

#: What is returned: left < right; decision is same or candidate.
PAIRS = pl.Schema({
    "left": pl.UInt32, "right": pl.UInt32, "score": pl.Float64, "reasons": pl.String, "decision": pl.String,
})  # fmt: skip
_U32 = npt.NDArray[np.uint32]
_CHUNK = 300_000  # pairs compared at once: some 300 MB
LEVELS = {name: tuple(levels) for name, levels in FEATURES.items()}


def find_candidates(entities: pl.DataFrame, node_type: str, *, progress: Progress | None = None) -> pl.DataFrame:
    """Pairs of entities of one type that score above the type's threshold (``PAIRS``), sorted.

    ``entities``: entity (distinct), name (as written), aliases, place (digits of the division's code without the
    zeros at its end, "" unknown), uscc, legal_representative, address, phone; for persons enterprises (ids),
    birth_year and gender. Absent columns are read as unknown. The order of rows is without effect. A decision
    "same" means: above the threshold whose precision was measured (docs/resolution.md), and no veto.
    """
    weights = Weights.of(node_type)
    if weights is None or entities.height < 2:
        return pl.DataFrame(schema=PAIRS)
    entities = completed(entities)
    if node_type == "Person":
        return told(persons.find(entities, weights), persons.LEVELS, weights)
    rows = name_rows(entities, node_type, parsed_names(entities, node_type))
    left, right = blocking.pairs(blocking.blocks(rows))
    return _scored(rows, left, right, weights, progress or silent)


def _scored(rows: pl.DataFrame, left: _U32, right: _U32, weights: Weights, progress: Progress) -> pl.DataFrame:
    """The best pair of names of every pair of entities above the lower threshold."""
    entity = rows["entity"].to_numpy()
    other = entity[left] != entity[right]
    left, right = left[other], right[other]
    compared = rows.select(COMPARED)
    kept = [compared_pairs(compared, left[:0], right[:0], weights)]
    for start in range(0, len(left), _CHUNK):
        progress("comparing names", start, len(left))
        chosen = slice(start, start + _CHUNK)
        kept.append(compared_pairs(compared, left[chosen], right[chosen], weights))
    levels = settle_short(pl.concat(kept))
    levels = levels.with_columns(logit=pl.Series(logits(levels, LEVELS, weights)))
    levels = levels.filter(pl.col("logit") >= logit_of(weights.candidate))
    best = levels.sort("left", "right", "logit", *LEVELS, descending=[False, False, True, *(False for _ in LEVELS)])
    return told(best.unique(["left", "right"], keep="first", maintain_order=True), LEVELS, weights)


def compared_pairs(rows: pl.DataFrame, left: _U32, right: _U32, weights: Weights) -> pl.DataFrame:
    """Levels of pairs of rows that may come above the lower threshold; left and right are the entities."""
    one, two = rows[left], rows[right]
    levels = compare(one, two)
    is_short = [frame.select(short("")).to_series() for frame in (one, two)]
    asked = levels.select(~level_is("short", "no")).to_series()
    levels = levels.with_columns(
        left=pl.min_horizontal(one["entity"], two["entity"]),
        right=pl.max_horizontal(one["entity"], two["entity"]),
        little=pl.when(asked).then(pl.when(is_short[0]).then(pl.Series(left)).otherwise(pl.Series(right))),
        full=pl.when(is_short[0]).then(two["core"].hash(11)).otherwise(one["core"].hash(11)),
    )
    most = max(weights.table("short", LEVELS["short"]).max(), 0.0)
    return levels.filter(pl.Series(logits(levels, LEVELS, weights) + most >= logit_of(weights.candidate)))


def told(levels: pl.DataFrame, known: Mapping[str, Sequence[str]], weights: Weights) -> pl.DataFrame:
    """Pairs with levels and logit as ``PAIRS``."""
    score = pl.Series("score", scores(levels["logit"].to_numpy()))
    decision = pl.when(score >= weights.same).then(pl.lit("same")).otherwise(pl.lit("candidate"))
    pairs = levels.select("left", "right", score, reasons(levels, known, weights), decision.alias("decision"))
    return pairs.select(pl.col(n).cast(t) for n, t in PAIRS.items()).sort("left", "right")
