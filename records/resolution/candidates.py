"""Pairs of entities that may be one thing, with a score and its reasons: blocking, then scoring.

``find_candidates`` is the whole of it; ``Remembered`` lets the next run score only what has changed.
"""

import numpy as np
import polars as pl

from records.progress import Progress, silent
from records.resolution import blocking, persons
from records.resolution.features import COMPARED, FEATURES, compare, settle_short, short
from records.resolution.rows import completed, name_rows, parsed_names
from records.resolution.scoring import Weights, logit_of, logits, reasons, scores

#: What is returned: left < right; decision is same or candidate.
PAIRS = pl.Schema({
    "left": pl.UInt32, "right": pl.UInt32, "score": pl.Float64, "reasons": pl.String, "decision": pl.String,
})  # fmt: skip
_CHUNK = 300_000  # pairs compared at once: some 300 MB
_LEVELS = {name: tuple(levels) for name, levels in FEATURES.items()}


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
        return persons.find(entities, weights)
    rows = name_rows(entities, node_type, parsed_names(entities, node_type))
    left, right = blocking.pairs(blocking.blocks(rows))
    return _scored(rows, left, right, weights, progress or silent)


def _scored(rows, left, right, weights, progress):
    """The best pair of names of every pair of entities above the lower threshold."""
    compared = rows.select(COMPARED)
    entity = rows["entity"].to_numpy()
    other = entity[left] != entity[right]
    left, right = left[other], right[other]
    is_short = rows.select(short(""))
    little = rows.select(pl.when(short("")).then("row"))["row"]
    core = rows["core"].hash(11)
    least = logit_of(weights.candidate) - max(weights.table("short", _LEVELS["short"]).max(), 0)
    kept = []
    for start in range(0, len(left), _CHUNK):
        progress("comparing names", start, len(left))
        l, r = left[start : start + _CHUNK], right[start : start + _CHUNK]
        levels = compare(compared[l], compared[r])
        enough = logits(levels, _LEVELS, weights) >= least
        kept.append(levels.with_columns(
            l=pl.Series(l), r=pl.Series(r)
        ).filter(pl.Series(enough)))
    return None
