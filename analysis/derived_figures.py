"""Figures that follow from a policy's own numbers, for a reader to check it against itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from analysis.targets import Target, amount_words
from ontology.model import Label

_GROWTH = re.compile(r"(年均)?(增长率|增速|增长)$")


@dataclass(frozen=True)
class Derived:
    """kind: growth_between (a ratio a year) or level_before (in the target's unit)."""

    kind: str
    targets: tuple[str, ...]
    value: float
    label: Label


def derived_figures(targets: Sequence[Target], begun: date | None) -> tuple[Derived, ...]:
    """Yearly growth between two levels of one metric, and the level that a growth target started from.

        growth = (later / earlier)^(1 / years) − 1        start = level / (1 + growth)^years

    Example: 200 billion yuan in 2017 and 500 billion in 2020 are 35.7 % a year.
    """
    levels = [t for t in targets if t.goal and t.year and t.unit != "%"]
    found = []
    for metric in dict.fromkeys(t.wordings[0].metric for t in levels):
        same = sorted((t for t in levels if t.wordings[0].metric == metric), key=lambda t: t.year or 0)
        growth = next((t for t in targets if t.unit == "%" and _GROWTH.sub("", t.wordings[0].metric) == metric), None)
        found += [_between(a, b) for a, b in pairwise(same) if a.place_name == b.place_name and a.year != b.year]
        if growth and growth.goal and begun:
            found += [
                _before(t, growth, begun.year) for t in same if t.year == growth.year and begun.year < (t.year or 0)
            ]
    return tuple(found)


def _between(earlier: Target, later: Target) -> Derived:
    assert earlier.goal and later.goal and earlier.year and later.year
    years = later.year - earlier.year
    rate = (later.goal / earlier.goal) ** (1 / years) - 1
    metric = earlier.wordings[0].metric
    return Derived(
        "growth_between",
        (earlier.id, later.id),
        rate,
        Label(
            f"{metric}：{earlier.year} 年 {earlier.words} 到 {later.year} 年 {later.words}，即每年 {rate:.1%}",
            f"{metric}: {earlier.words} in {earlier.year} to {later.words} in {later.year} is {rate:.1%} a year",
        ),
    )


def _before(level: Target, growth: Target, first: int) -> Derived:
    assert level.goal and growth.goal and level.year
    years = level.year - first
    start = level.goal / (1 + growth.goal / 100) ** years
    about = amount_words(float(f"{start:.3g}"), level.unit)
    metric = level.wordings[0].metric
    return Derived(
        "level_before",
        (level.id, growth.id),
        start,
        Label(
            f"{metric}：每年 {growth.goal:g}% 增至 {level.year} 年的 {level.words}，则 {first} 年约为 {about}",
            f"{metric}: {growth.goal:g}% a year up to {level.words} in {level.year} means about {about} in {first}",
        ),
    )
