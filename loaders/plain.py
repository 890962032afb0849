"""Columns of texts to columns of values: what ontology.values.parse makes of each cell, for all cells at once.

Two ways lead there, and both give what ``parse`` gives. A kind whose cells are mostly different from one another
(names, codes, numbers, amounts) has a plain form that expressions test and convert. Whatever is not of that form, and
every other kind, is handed to ``parse`` a distinct text at a time: tables repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from ontology.model import Property
from ontology.names import compact
from ontology.values import BLANKS, is_blank, normalise
from records.schema import columns as columns_of
from records.schema import unflatten

#: So many distinct texts of one column are remembered; then it starts anew.
_REMEMBERED = 200_000

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_OF_BLANKS = "".join(sorted(set("".join(BLANKS))))
_OTHERS = "".join(c for c in "0123456789" + _LETTERS + _LETTERS.upper() if c.casefold() not in _OF_BLANKS)
#: A character that stands in no word for unknown, however it is folded; or a text longer than all of them.
_SAYS_SOMETHING = f"[{_OTHERS}]|[一-龥--[{re.escape(_OF_BLANKS)}]]|^.{{40,}}$"
#: What Python takes for blank and regular expressions here do not, and what no cell should hold.
ODD = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\x{2028}\x{2029}]"
#: What the kinds of text change: entities of HTML, line breaks, blanks in a row or at the ends.
_UNTIDY = rf"&|[^\S ]|  |^ | $|[\x{{200b}}\x{{feff}}]|{ODD}"
_USCC = r"^[0-9A-HJ-NP-RT-UW-Y]{18}$"

#: A column in its plain form: which cells have it, and the columns of records.schema for them.
_Plain = tuple[pl.Series, dict[str, pl.Series]]


def blank_mask(texts: pl.Series) -> pl.Series:
    """Where a cell is blank as ontology.values.is_blank says."""
    says = texts.str.contains(_SAYS_SOMETHING).fill_null(False)
    if says.all():
        return ~says
    rest = texts.filter(~says)
    words = rest.unique()
    blank = pl.Series(texts.name, [word for word in words.to_list() if is_blank(word)], pl.String)
    return ~says & texts.is_in(blank.implode(), nulls_equal=True) if len(blank) else ~(says | ~says)


def plain_values(p: Property, texts: pl.Series, unit: str | None) -> _Plain | None:
    """The cells in the plain form of the property's kind with their values; None where the kind has none.

    ``texts`` are not blank. unit: what the header or the mapping says of bare numbers.
    """
    if p.multiple or p.kind not in _KINDS:
        return None
    return _KINDS[p.kind](p, texts, unit)


def _string(p: Property, texts: pl.Series, _: str | None) -> _Plain:
    return ~texts.str.contains(_UNTIDY), {p.name: texts}


def _text(p: Property, texts: pl.Series, _: str | None) -> _Plain:
    return texts.is_not_null(), {p.name: texts}


def _code(p: Property, texts: pl.Series, _: str | None) -> _Plain:
    return ~texts.str.contains(rf"^\s|\s$|{ODD}"), {p.name: texts}


def _phone(p: Property, texts: pl.Series, _: str | None) -> _Plain:
    return texts.str.contains(r"^(?:[0-9]{5,20}|[0-9]{3,4}-[0-9]{5,9})$"), {p.name: texts}


def _uscc(p: Property, texts: pl.Series, _: str | None) -> _Plain:
    """GB 32100-2015: weights 3^i modulo 31 over the 17 characters before the check digit."""
    shaped = texts.str.contains(_USCC)
    right = np.zeros(len(texts), bool)
    codes = texts.filter(shaped)
    if len(codes):
        joined = "".join(codes.to_list()).encode()
        values = _VALUE_OF[np.frombuffer(joined, np.uint8).reshape(-1, 18)]
        right[shaped.to_numpy()] = -(values[:, :17] @ _WEIGHTS) % 31 == values[:, 17]
    return pl.Series(right), {p.name: texts}


_VALUE_OF = np.zeros(128, np.int64)
_VALUE_OF[np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", np.uint8)] = np.arange(31)
_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)])


def _integer(p: Property, texts: pl.Series, unit: str | None) -> _Plain:
    plain = texts.str.contains(r"^-?[0-9]{1,15}$") & (not unit)
    return plain, {p.name: texts.set(~plain, None).cast(pl.Int64)}


def _number(p: Property, texts: pl.Series, unit: str | None) -> _Plain:
    plain = texts.str.contains(r"^-?[0-9]{1,15}(?:\.[0-9]{1,9})?$") & (not unit)
    return plain, {p.name: texts.set(~plain, None).cast(pl.Float64)}


def _share(p: Property, texts: pl.Series, unit: str | None) -> _Plain:
    plain = texts.str.contains(r"^(?:0(?:\.[0-9]{1,15})?|1)$") & (not unit)
    return plain, {p.name: texts.set(~plain, None).cast(pl.Float64)}


def _money(p: Property, texts: pl.Series, unit: str | None) -> _Plain:
    """Yuan and ten thousands of yuan, with at most as many decimals as make whole cents."""
    bare = compact(unit).strip("()") if unit else ""
    words = texts
    if bare in _DECIMALS:
        digits = texts.str.contains(r"^[0-9.]*[1-9][0-9.]*$")
        words = pl.select(pl.when(digits).then(texts + bare).otherwise(texts)).to_series()
    parts = words.str.extract_groups(r"^([0-9]{1,10})(?:\.([0-9]{1,6}))?(元|万元)$").struct
    whole, fraction, word = (parts.field(name) for name in parts.fields)
    plain = whole.is_not_null() & ((word == "万元") | (fraction.str.len_bytes().fill_null(0) <= _DECIMALS["元"]))
    millionths = whole.cast(pl.Int64) * 1_000_000 + fraction.fill_null("").str.pad_end(6, "0").cast(pl.Int64)
    cents = pl.select(pl.when(word == "万元").then(millionths).otherwise(millionths // 10_000)).to_series()
    currency = pl.select(pl.repeat("CNY", len(texts))).to_series()
    return plain, {p.name: _of_cents(cents.fill_null(0)), f"{p.name}_currency": currency, f"{p.name}_words": words}


_DECIMALS = {"元": 2, "万元": 6}


def _of_cents(cents: pl.Series) -> pl.Series:
    """Whole cents as decimals with two places: the same number in sixteen bytes."""
    low = cents.to_numpy()
    both = np.stack([low, low >> 63], axis=1)
    amounts = pa.Array.from_buffers(pa.decimal128(20, 2), len(low), [None, pa.py_buffer(both)])
    return pl.Series(amounts)


_KINDS: Mapping[str, Callable[[Property, pl.Series, str | None], _Plain]] = {
    "string": _string, "text": _text, "code": _code, "phone": _phone, "uscc": _uscc,
    "integer": _integer, "number": _number, "share": _share, "money": _money,
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What cells say of a property: ``known`` where they say anything, ``unclear`` where they are refused or leave
    a note, then the row has to be told in words. columns: of records.schema."""

    columns: dict[str, pl.Series]
    known: pl.Series
    unclear: pl.Series


#: What a distinct text gives: values by column, None for unknown, or that it is unclear.
Outcome = Mapping[str, Any] | None
UNCLEAR: Mapping[str, Any] = {"": None}


def fits(values: Mapping[str, Any]) -> bool:
    """Whether columns can hold the numbers; beyond that it is for the row path to refuse them."""
    for value in values.values():
        for number in value if isinstance(value, list) else (value,):
            if isinstance(number, int) and not -(2**63) <= number < 2**63:
                return False
            if isinstance(number, Decimal) and number.adjusted() > 17:
                return False
    return True


class Distinct:
    """A function of the texts of some columns, done once a distinct combination of texts."""

    def __init__(self, function: Callable[[Sequence[str | None]], Outcome], fields: Sequence[pa.Field]) -> None:
        self._function = function
        self._fields = fields
        self._known: dict[tuple[str | None, ...], Outcome] = {}

    def __call__(self, texts: Sequence[pl.Series], size: int) -> Told:
        words, places = distinct(texts, size)
        outcomes = [self._outcome(word) for word in words]
        unclear = pl.Series([outcome is UNCLEAR for outcome in outcomes], dtype=pl.Boolean)
        known = pl.Series([outcome is not None and outcome is not UNCLEAR for outcome in outcomes], dtype=pl.Boolean)
        columns = {}
        for field in self._fields:
            values = [None if outcome is None else outcome.get(field.name) for outcome in outcomes]
            columns[field.name] = pl.Series(field.name, pa.array(values, field.type)).gather(places)
        return Told(columns, known.gather(places), unclear.gather(places))

    def _outcome(self, words: tuple[str | None, ...]) -> Outcome:
        if words not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[words] = self._function(words)
        return self._known[words]


def distinct(texts: Sequence[pl.Series], size: int) -> tuple[list[tuple[str | None, ...]], pl.Series]:
    """The distinct combinations of texts in columns of ``size`` cells, and which of them stands in each row."""
    if not texts:
        return [()], pl.Series(np.zeros(size, np.uint32))
    frame = pl.DataFrame([column.alias(str(n)) for n, column in enumerate(texts)])
    words = frame.unique(maintain_order=True)
    names = frame.columns
    numbered = words.with_row_index("_number")
    placed = frame.join(numbered, on=names, how="left", nulls_equal=True, maintain_order="left")
    return words.rows(), placed["_number"]


def merged(chosen: pl.Series, one: Mapping[str, pl.Series], other: Told, p: Property) -> Told:
    """The values of ``one`` where ``chosen``; in the other rows, in their order, what ``other`` says."""
    if chosen.all():
        no = pl.Series(np.zeros(len(chosen), bool))
        return Told({field.name: one[field.name].alias(field.name) for field in columns_of(p)}, chosen, no)
    taken, size = int(chosen.sum()), len(chosen)
    places = np.empty(size, np.int64)
    mask = chosen.to_numpy()
    places[mask], places[~mask] = np.arange(taken), np.arange(taken, size)
    columns = {}
    for name, theirs in other.columns.items():
        mine = one[name].filter(chosen).cast(theirs.dtype).alias(name)
        columns[name] = pl.concat([mine, theirs]).gather(places)
    yes = pl.Series(np.ones(taken, bool))
    known, unclear = pl.concat([yes, other.known]), pl.concat([~yes, other.unclear])
    return Told(columns, known.gather(places), unclear.gather(places))


def at(chosen: pl.Series, told: Told) -> Told:
    """What is told of the chosen rows, among all rows; of the others nothing is known."""
    if chosen.all():
        return told
    places = pl.Series(np.where(chosen, np.cumsum(chosen) - 1, -1)).cast(pl.Int64)
    places = places.set(~chosen, None)
    columns = {name: values.gather(places) for name, values in told.columns.items()}
    known, unclear = (mask.gather(places).fill_null(False) for mask in (told.known, told.unclear))
    return Told(columns, known, unclear)


#: Texts that ``normalise`` leaves as they are, by kind.
_NORMAL = {"string": "^[一-龥0-9a-z]*$", "uscc": "^[0-9A-Z]*$", "code": "^[0-9A-Z]*$"}


def normal_texts(p: Property, told: Told) -> pl.Series:
    """What ontology.values.normalise makes of the known values of a property that has one value."""
    fields = columns_of(p)
    if p.kind in _NORMAL:
        texts = told.columns[p.name]
        words = texts.filter(~texts.str.contains(_NORMAL[p.kind])).drop_nulls().unique().to_list()
        return texts.replace(words, [normalise(p, word) for word in words]) if words else texts
    names = [field.name for field in fields]

    def normal(values: Sequence[Any]) -> Outcome:
        value = unflatten(p, dict(zip(names, values, strict=True)))
        return None if value is None else {"": normalise(p, value)}

    function = Distinct(normal, [pa.field("", pa.string())])
    return function([told.columns[name] for name in names], len(told.known)).columns[""]
