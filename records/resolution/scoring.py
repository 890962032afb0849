"""Scores: how likely two names are one thing, as a sum that can be read.

The score's logit is the sum of what each feature's level weighs (weights.yaml) and of the type's prior, so that
``reasons`` explains it in full: {"prior": -4.0, "name same": 3.5, …}. A veto (different uscc, branch and parent,
第一 and 第二) forbids the merge: it weighs ``VETO``.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import yaml

from ontology.errors import OntologyError

VETO = -30.0
FILE = Path(__file__).with_name("weights.yaml")


@dataclass(frozen=True)
class Weights:
    """What each level of each feature weighs for one type. same, candidate: the thresholds of the score."""

    prior: float
    same: float
    candidate: float
    levels: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, node_type: str) -> "Weights | None":
        """The weights of a type; None where its entities are never compared."""
        return _all_weights().get(node_type)

    def table(self, feature: str, levels: Sequence[str]) -> npt.NDArray[np.float64]:
        return np.array([self.levels.get(feature, {}).get(level, 0.0) for level in levels])


@cache
def _all_weights() -> dict[str, Weights]:
    return {name: weights_of(name, given) for name, given in read_weights().items()}


@cache
def read_weights(file: Path = FILE) -> dict[str, Any]:
    """weights.yaml by type; a type ``like`` another has its weights but for those it gives itself."""
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: _inherited(name, raw) for name in raw}


def _inherited(name: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    own = raw[name]
    if "like" not in own:
        return dict(own)
    base = _inherited(own["like"], raw)
    weights = {f: {**base["weights"].get(f, {}), **own.get("weights", {}).get(f, {})} for f in
               {**base["weights"], **own.get("weights", {})}}  # fmt: skip
    return {**base, **own, "weights": weights}


def weights_of(name: str, given: Mapping[str, Any]) -> Weights:
    levels = {f: dict(levels) for f, levels in given["weights"].items()}
    for feature, vetoed in given.get("vetoes", {}).items():
        levels[feature] = {**levels.get(feature, {}), **dict.fromkeys(vetoed, VETO)}
    same, candidate = given["thresholds"]["same"], given["thresholds"]["candidate"]
    if not 0 < candidate <= same <= 1:
        raise OntologyError(FILE, 1, f"{name}: thresholds must be 0 < candidate <= same <= 1")
    return Weights(given["prior"], same, candidate, levels)


def logits(levels: pl.DataFrame, known: Mapping[str, Sequence[str]], weights: Weights) -> npt.NDArray[np.float64]:
    """The sum of the weights of each row's levels. ``known``: the levels of each feature, in order."""
    total = np.full(levels.height, weights.prior)
    for feature, names in known.items():
        total += weights.table(feature, names)[levels[feature].to_numpy()]
    return total


def scores(logit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The logistic function: 0 to 1. Rounded, so that a sum in another order gives the same score."""
    return np.round(1.0 / (1.0 + np.exp(-np.clip(logit, -60, 60))), 6)


def reasons(levels: pl.DataFrame, known: Mapping[str, Sequence[str]], weights: Weights) -> pl.Series:
    """JSON by row: prior, and what each level that weighs anything adds to the logit."""
    parts = [pl.lit(f'"prior":{json.dumps(weights.prior)}')]
    for feature, names in known.items():
        table = weights.table(feature, names)
        texts = [_told(feature, name, weight) for name, weight in zip(names, table.tolist(), strict=True)]
        parts.append(
            pl.col(feature).replace_strict(list(range(len(names))), texts, default=None, return_dtype=pl.String)
        )
    body = pl.concat_str(parts, separator=",", ignore_nulls=True)
    return levels.select(reasons=pl.lit("{") + body + "}")["reasons"]


def _told(feature: str, level: str, weight: float) -> str | None:
    return f"{json.dumps(f'{feature} {level}')}:{json.dumps(round(weight, 4))}" if weight else None


def logit_of(score: float) -> float:
    """The logit of a threshold."""
    return math.inf if score >= 1 else math.log(score / (1 - score))
