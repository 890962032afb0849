"""What a table must not say beyond what kinds of values refuse, row by row: dates that have not been, numbers out of
bounds, an end before its beginning, codes of places that are not those of their names.

The rules are declared in the ontology (``past``, ``minimum``, ``maximum``, ``at_most``, ``before``,
``usually_at_most``); what places are called is asked of the gazetteer. loaders.whole looks at all rows together.
docs/checks.md lists every rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import polars as pl

from loaders.places import COUNTY, PLACES, Gazetteer, split_ending, trunk, words
from ontology.model import EdgeType, NodeType, Property
from ontology.names import compact
from ontology.values import Money, PartialDate
from ontology.values import format as told_value

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Found:
    """Something that cannot be, or hardly. names: the properties that say it. columns: more columns that do."""

    names: tuple[str, ...]
    message: str
    severity: Severity = "error"
    columns: tuple[str, ...] = ()


class RowChecks:
    """The checks of one load. today: the day after which a date is in the future."""

    def __init__(self, gazetteer: Gazetteer, today: date) -> None:
        self._gazetteer = gazetteer
        self._today = today
        self._places: dict[tuple[str, str], Found | None] = {}
        self._ruled: dict[str, list[Property]] = {}

    def find(self, declared: NodeType | EdgeType, properties: Mapping[str, Any]) -> Iterator[Found]:
        """What is wrong with one record."""
        for p in self._of(declared):
            value = properties.get(p.name)
            if value is not None:
                yield from self._alone(p, value)
                yield from self._together(p, value, declared, properties)
        if declared.name in PLACES and "code" in properties and "name" in properties:
            found = self.place(properties["code"], properties["name"])
            if found:
                yield found

    def suspects(self, declared: NodeType | EdgeType, columns: Mapping[str, pl.Series], size: int) -> pl.Series:
        """Of many records in columns of records.schema, those that ``find`` may have something to say of."""
        mask = pl.Series(np.zeros(size, bool))
        for p in self._of(declared):
            column = columns.get(p.name)
            if column is None:
                continue
            latest = self._today.year if p.kind == "integer" else self._today
            if p.past:
                mask = mask | (column > latest).fill_null(False)
            if p.minimum is not None:
                mask = mask | (column < p.minimum).fill_null(False)
            if p.maximum is not None:
                mask = mask | (column > p.maximum).fill_null(False)
            for other in (*p.at_most, *p.usually_at_most, *p.before):
                if other in columns:
                    beyond = column >= columns[other] if other in p.before else column > columns[other]
                    mask = mask | beyond.fill_null(False)
        if declared.name in PLACES and "code" in columns and "name" in columns:
            mask = mask | self._odd_places(columns["code"], columns["name"])
        return mask

    def _of(self, declared: NodeType | EdgeType) -> list[Property]:
        if declared.name not in self._ruled:
            self._ruled[declared.name] = [p for p in declared.properties.values() if _is_ruled(p)]
        return self._ruled[declared.name]

    def _odd_places(self, codes: pl.Series, names: pl.Series) -> pl.Series:
        frame = pl.DataFrame([codes.alias("code"), names.alias("name")])
        odd = [
            pair for pair in frame.drop_nulls().unique(maintain_order=True).iter_rows() if self.place(*pair) is not None
        ]
        if not odd:
            return pl.Series(np.zeros(len(codes), bool))
        wrong = pl.DataFrame(odd, schema=["code", "name"], orient="row").with_columns(pl.lit(True).alias("odd"))
        joined = frame.join(wrong, on=["code", "name"], how="left", maintain_order="left")
        return joined["odd"].fill_null(False)

    def _alone(self, p: Property, value: Any) -> Iterator[Found]:
        told = _told(p, value)
        if p.past and _first(value) > (self._today.year if p.kind == "integer" else self._today):
            yield Found(
                (p.name,),
                f"{p.label.zh} {told} is in the future (today is {self._today}); correct it or leave it empty",
            )
        number = _number(value)
        if p.minimum is not None and number is not None and number < p.minimum:
            yield Found((p.name,), f"{p.label.zh} {told} is less than {p.minimum:g}, which cannot be; correct it")
        if p.maximum is not None and number is not None and number > p.maximum:
            yield Found((p.name,), f"{p.label.zh} {told} is more than {p.maximum:g}, which cannot be; correct it")

    def _together(
        self, p: Property, value: Any, declared: NodeType | EdgeType, properties: Mapping[str, Any]
    ) -> Iterator[Found]:
        for name in (*p.before, *p.at_most, *p.usually_at_most):
            limit, other = properties.get(name), declared.properties[name]
            if limit is None or not _comparable(value, limit):
                continue
            first, last = _first(value), _last(limit)
            if first is None or last is None or first < last or (first == last and name not in p.before):
                continue
            beyond = "is after" if p.kind == "date" else "is more than"
            verb = "is not before" if name in p.before else beyond
            told = f"{p.label.zh} {_told(p, value)} {verb} {other.label.zh} {_told(other, limit)}"
            if name in p.usually_at_most:
                yield Found((p.name, name), f"{told}, which is unusual; look at both again", "warning")
            else:
                yield Found((p.name, name), f"{told}; correct one of them")

    def place(self, code: str, name: str) -> Found | None:
        """Whether a division's code and name tell of the same place."""
        key = (code, name)
        if key not in self._places:
            self._places[key] = self._place(code, name)
        return self._places[key]

    def _place(self, code: str, name: str) -> Found | None:
        official = self._gazetteer.name(code)
        if official is None or _same_place(official, name, self._gazetteer.full_name(code)):
            return None
        text = compact(name)
        stem = split_ending(text)[0]
        around = code[:COUNTY] if len(code) > COUNTY else None
        if any(code in self._gazetteer.fitting(told, around) for told in (text, stem)):
            return None
        others = self._elsewhere(code, text)
        if others:
            other = f"{name} ({others[0]})" if len(others) == 1 else name
            told = f"the code {code} is {self._gazetteer.full_name(code)}, not {other}; correct the code or the name"
            return Found(("code", "name"), told)
        told = f"the code {code} is {official} in the table of divisions, but {name} here; look at both again"
        return Found(("code", "name"), told, "warning")

    def _elsewhere(self, code: str, name: str) -> list[str]:
        """The codes of other places of the same level that are called so: anywhere for counties and what is larger,
        else in the same county."""
        within = None if len(code) <= COUNTY else code[:COUNTY]
        fitting = self._gazetteer.fitting(name, within, len(code))
        return sorted(other for other in fitting if len(trunk(other)) == len(trunk(code)))

    def same_place(self, told: str, other: str, written: str) -> str | None:
        """What is wrong where a code and names in other columns say where something is: one place must lie in the
        other. ``other``: the code of what is written there."""
        left, right = trunk(told), trunk(other)
        if left.startswith(right) or right.startswith(left):
            return None
        here, there = (self._gazetteer.full_name(code) or code for code in (told, other))
        return f"the code {told} is {here}, but {written} is {there} ({other}); correct the code or the name"


def _is_ruled(p: Property) -> bool:
    bounded = p.past or p.minimum is not None or p.maximum is not None
    return bounded or bool(p.at_most or p.before or p.usually_at_most)


def _same_place(official: str, name: str, full: str) -> bool:
    """Whether a name as told is the official one, with or without what it lies in and with or without its ending."""
    told = compact(name)
    if told == official or full.endswith(told) or told.endswith(official) or name in words()["not_places"]:
        return True
    stem, official_stem = split_ending(told)[0], split_ending(compact(official))[0]
    return stem == official_stem or stem.endswith(official_stem)


def _told(p: Property, value: Any) -> str:
    return told_value(p, value, "zh")


def _comparable(value: Any, limit: Any) -> bool:
    return not isinstance(value, Money) or value.currency == limit.currency


def _number(value: Any) -> Any:
    """What is compared of a number or an amount; None of what is neither."""
    if isinstance(value, Money):
        return value.yuan
    return value if isinstance(value, int | float) else None


def _first(value: Any) -> Any:
    """The earliest day that a date may mean; of a number the number."""
    return value.day if isinstance(value, PartialDate) else _number(value)


def _last(value: Any) -> Any:
    """The latest day that a date may mean, a year being told by its first; of a number the number."""
    if not isinstance(value, PartialDate):
        return _number(value)
    if value.precision == "year":
        return date(value.day.year, 12, 31)
    if value.precision == "month":
        following = (value.day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return following - timedelta(days=1)
    return value.day
