"""How a column may be read as a property: by its header, by its values, with a confidence and the reasons.

confidence = header * (0.4 + 0.6 * fit), where a header speaks: 1 the ontology's own word, 0.85 a word of
vocabulary.yaml, less where it is only alike; fit is the share of the different values that the property can be. Where
only the values speak it is the weight of their shape times the fit, at most 0.9. They are no probabilities: they order
proposals and say where to look first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from loaders.places import national
from loaders.proposal.profile import Column
from loaders.vocabulary import more_headers, told, whole
from loaders.words import plain
from ontology.model import EdgeType, NodeType, Property

#: What a header must be worth to be read as a property, and what is worth showing as an alternative.
ENOUGH, SHOWN = 0.5, 0.3
#: How much the shape of values alone tells, by kind: few other things look like a uscc, many like a number.
_TELLING = {
    "uscc": 0.95, "stock_code": 0.7, "region_code": 0.6, "point": 0.9, "geometry": 0.9, "url": 0.8, "email": 0.85,
    "phone": 0.5, "date": 0.55, "enum": 0.7,
}  # fmt: skip
_ALIKE = 86
#: Names of properties that many tables use for other things.
_GENERIC = frozenset(
    {"code", "level", "kind", "title", "year", "number", "role", "content", "amount", "subject", "scope", "round"}
)
_STOCK = r"(?i)(?:(?:sh|sz|bj)[.:]?)?(?:[036]\d{5}|[48]\d{5}|9\d{5}|20\d{4})(?:[.:]?(?:sh|sz|bj|ss))?"
_SHAPES = {
    "stock_code": _STOCK,
    "url": r"(?i)(?:https?://|www\.)\S+",
    "phone": r"(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})",
    "date": r"(?:19|20)\d{2}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?)月?(?:[ T].*)?",
}


@dataclass(frozen=True)
class Reading:
    """A column read as a property of a type. header: whether its header says so by the ontology's own word."""

    type: str
    prop: Property
    confidence: float
    reason: str
    header: bool = False


def readings(declared: NodeType | EdgeType, column: Column) -> list[Reading]:
    """All ways to read a column as a property of a type, the surest first."""
    found = [reading for prop in declared.properties.values() if (reading := read_as(declared, prop, column))]
    return sorted(found, key=lambda reading: -reading.confidence)


def read_as(declared: NodeType | EdgeType, prop: Property, column: Column) -> Reading | None:
    """A column read as one property; None where nothing speaks for it."""
    worth, why = _by_header(declared, prop, column.header)
    fit = fit_of(prop, column)
    shape, shaped = _by_values(declared, prop, column) if worth < 1 and column.distinct else (0.0, "")
    if worth and worth >= shape:
        confidence = worth * (0.4 + 0.6 * fit)
        if column.distinct and fit < 1:
            why += f"; {fit:.0%} of the values can be read"
        return Reading(declared.name, prop, round(confidence, 2), why, worth == 1)
    return Reading(declared.name, prop, round(shape, 2), shaped) if shape >= SHOWN else None


def fit_of(prop: Property, column: Column) -> float:
    """The share of the different values that a property can be. A code of a place must be one of a known province."""
    fit = column.fits(prop)
    if prop.kind == "region_code" and fit:
        known = sum(text[:2] in _provinces() for text in column.texts) / max(1, len(column.texts))
        return min(fit, known)
    return fit


@cache
def _provinces() -> frozenset[str]:
    return frozenset(code[:2] for n in range(11, 83) if national().name(code := f"{n}0000"))


def _by_header(declared: NodeType | EdgeType, prop: Property, header: str) -> tuple[float, str]:
    """What a header is worth as a property's, 0 to 1, and why."""
    bare = {plain(header), whole(header)}
    if bare & {prop.name} & _GENERIC:
        return 0.6, f"the header may mean {prop.label.zh}"
    label = prop.label
    words, more = _words(declared.name, prop.name, (label.zh, label.en, prop.name, *prop.headers))
    if not bare.isdisjoint(words):
        return 1.0, f"the header means {prop.label.zh}"
    if not bare.isdisjoint(more):
        return 0.85, f"the header is another word for {prop.label.zh}"
    text = whole(header)
    for word in words + more:
        if len(word) >= 3 and text.endswith(word) and not text.isascii() and len(text) - len(word) <= 4:
            return 0.7, f"the header ends in {word}"
    if prop.name == "name" or len(text) < 4:
        return 0.0, ""
    alike = max((word for word in words if len(word) >= 4), key=lambda word: fuzz.ratio(text, word), default="")
    if alike and fuzz.ratio(text, alike) >= _ALIKE:
        return 0.6, f"the header is nearly {alike}"
    return 0.0, ""


@cache
def _words(declared: str, name: str, listed: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a property as headers are compared: the ontology's, and others."""
    own = {plain(word): None for word in listed} | {whole(word): None for word in listed}
    return tuple(own), tuple(plain(word) for word in more_headers(declared, name))


def _by_values(declared: NodeType | EdgeType, prop: Property, column: Column) -> tuple[float, str]:
    """What values are worth as a property's where the header does not speak."""
    shape = told()["shapes"].get(f"{declared.name}.{prop.name}")
    if shape and (share := column.matches(shape)) >= 0.8:
        return 0.9 * share, f"{share:.0%} of the values look like {prop.label.zh}"
    telling = _TELLING.get(prop.kind, 0.0)
    if not telling:
        return 0.0, ""
    share = min(fit_of(prop, column), column.matches(_SHAPES[prop.kind]) if prop.kind in _SHAPES else 1.0)
    if share < 0.8 or (prop.kind == "enum" and column.count < 2):
        return 0.0, ""
    return telling * share, f"{share:.0%} of the values look like {prop.label.zh} ({prop.kind})"


def assign(
    declared: NodeType | EdgeType, columns: list[Column], without: Collection[tuple[int, str]] = ()
) -> dict[int, Reading]:
    """Each column as the property that it is read as best, no property twice; by the column's position.

    without: positions of columns with properties that they are not.
    """
    every = [(reading, column) for column in columns for reading in readings(declared, column)]
    every.sort(key=lambda pair: (-pair[0].confidence - (1 if pair[0].header else 0), pair[1].position))
    found: dict[int, Reading] = {}
    for reading, column in every:
        told_twice = any(other.prop is reading.prop for other in found.values())
        if (column.position, reading.prop.name) in without:
            continue
        if column.position not in found and not told_twice and (reading.header or reading.confidence >= ENOUGH):
            found[column.position] = reading
    return found


def alternatives(types: list[NodeType | EdgeType], column: Column, chosen: set[tuple[str, str]]) -> Iterator[Reading]:
    """Other ways to read a column than those chosen, the surest first; at most three."""
    every = [reading for declared in types for reading in readings(declared, column) if reading.confidence >= SHOWN]
    every.sort(key=lambda reading: -reading.confidence)
    yield from [r for r in every if (r.type, r.prop.name) not in chosen][:3]
