"""Numbers as Chinese spreadsheets and documents write them: 1,200、1.2万、３０、五百万、约77."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ontology.errors import ValueRefused
from ontology.names import compact

_ROWS = ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {c: i for i, row in enumerate(_ROWS) for c in row}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CHINESE = "".join((*_DIGITS, *_UNITS, *_LARGE))
#: Multipliers that may follow digits: 3百万, 1.2千万, 5万亿.
_MULTIPLIER = re.compile(r"^(?:[十百千]?(?:万亿|万|亿)|[百千](?=元|人民币|美元|$))")
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
#: Thousands are parted by commas, 万 too: 1,234,567 and 123,4567.
_NUMBER = re.compile(r"^[+-]?(?:\d{1,3}(?:[,'’]\d{3})+(?!\d)|\d{1,4}(?:,\d{4})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_BOUND = re.compile(r"^(?:>|<|≥|≤|超过?|不低于|不少于|不超过|至少|至多|高于|低于|大于|小于|突破)|(?:以上|以下|以内)$")
_VAGUE = re.compile(r"^(?:近)?[数几多上]+[十百千万亿]|[十百千万亿][多几]")
_ABOUT = re.compile(r"^(?:大约|约|近|共计|共|合计|总计)")
_ABOUT_AFTER = re.compile(r"(?:左右|上下|余)$")
_RANGE = re.compile(r"\d[^-~至到]{0,3}(?:-|~|—|至|到)\d")


@dataclass(frozen=True)
class Quantity:
    """A number with the words that follow it."""

    number: Decimal
    rest: str


def read_quantity(raw: object, example: str) -> Quantity | None:
    """The one number of a cell and what follows it; None where there is no number at all.

    ``example`` is what the error tells to write instead.
    """
    text = _ABOUT_AFTER.sub("", _ABOUT.sub("", compact(str(raw))))
    _refuse_unclear(text, raw, example)
    found = _NUMBER.match(text)
    if found:
        number, rest = _decimal(re.sub("[,'’]", "", found.group()), raw, example), text[found.end() :]
        scale = _MULTIPLIER.match(rest)
        if scale:
            return Quantity(number * _multiplier(scale.group()), _ABOUT_AFTER.sub("", rest[scale.end() :]))
        return Quantity(number, _ABOUT_AFTER.sub("", rest))
    spelled = re.match(f"[{_CHINESE}]+", text)
    if spelled and any(c in _DIGITS or c in _UNITS for c in spelled.group()):
        return Quantity(Decimal(chinese_number(spelled.group())), text[spelled.end() :])
    return None


def _refuse_unclear(text: str, raw: object, example: str) -> None:
    if _BOUND.search(text):
        way_out = f"write {example} and put the words into the note"
        raise ValueRefused(f"{str(raw)!r} is a bound, not a number; {way_out}")
    if _VAGUE.search(text):
        raise ValueRefused(f"{str(raw)!r} gives no exact number; write {example}, or leave the cell empty")
    if _RANGE.search(text):
        raise ValueRefused(f"{str(raw)!r} is a range; write one number like {example}")


def _decimal(text: str, raw: object, example: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueRefused(f"{str(raw)!r} is no number; write {example}") from error
    if abs(number.adjusted()) > 20:
        raise ValueRefused(f"{str(raw)!r} is beyond any amount; write {example}")
    return number


def _multiplier(words: str) -> int:
    product = 1
    for word in words:
        product *= _MULTIPLIERS[word]
    return product


def chinese_number(words: str) -> int:
    """``三百二十万`` → 3200000, ``二〇一四`` → 2014."""
    if all(c in _DIGITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words))
    total = section = digit = 0
    for c in words:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            if total < _LARGE[c]:  # 一万亿: what stands before is multiplied too
                total = (total + section + digit) * _LARGE[c]
            else:
                total += (section + digit) * _LARGE[c]
            section = digit = 0
    return total + section + digit


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
