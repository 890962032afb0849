"""Values: from a cell to a Python value of the property's kind, and back to words.

parse(prop, raw, unit=)   the value, or None where the cell is blank or says that it is unknown
format(prop, value)       as a person reads it; parse(format(v)) equals v
normalise(prop, value)    text that is equal for equal values: what keys are compared by
"""

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.codes import (
    CodeKind,
    RegionCodeKind,
    StockCodeKind,
    UsccKind,
    uscc_check_digit,
    uscc_is_valid,
)
from ontology.kinds.dates import DateKind, DurationKind, PartialDate, ReducedDateKind
from ontology.kinds.kind import Kind
from ontology.kinds.money import Money, MoneyKind
from ontology.kinds.numbers import BooleanKind, IntegerKind, NumberKind, ShareKind
from ontology.kinds.places import GeometryKind, Point, PointKind
from ontology.kinds.texts import EmailKind, EnumKind, PhoneKind, StringKind, TextKind, UrlKind
from ontology.names import compact, normalise_name

if TYPE_CHECKING:
    from ontology.declarations import Property

__all__ = [
    "KINDS", "Money", "PartialDate", "Point", "ValueRefused", "format", "is_blank", "normalise",
    "normalise_name", "parse", "uscc_check_digit", "uscc_is_valid",
]  # fmt: skip

KINDS: Mapping[str, Kind] = {
    "string": StringKind(),
    "text": TextKind(),
    "integer": IntegerKind(),
    "number": NumberKind(),
    "boolean": BooleanKind(),
    "date": DateKind(),
    "reduced_date": ReducedDateKind(),
    "duration": DurationKind(),
    "money": MoneyKind(),
    "share": ShareKind(),
    "uscc": UsccKind(),
    "code": CodeKind(),
    "stock_code": StockCodeKind(),
    "region_code": RegionCodeKind(),
    "phone": PhoneKind(),
    "email": EmailKind(),
    "url": UrlKind(),
    "point": PointKind(),
    "geometry": GeometryKind(),
    "enum": EnumKind(),
}

#: What people and programs write where they know nothing.
BLANKS = frozenset({
    "", "-", "--", "---", "—", "——", "–", "/", "//", "\\", "?", "*", ".",
    "_", "~", "'", "’", "…", "...", "……", "......", "0000-00-00", "(空)", "(无)", "(空白)", "(blank)",
    "无", "暂无", "空", "空白", "空值", "未知", "不详", "未披露", "未公开", "未公布", "未填", "未填写",
    "未提供", "未登记", "未统计",
    "待定", "待补充", "待补", "待核实", "待确认", "待查", "待完善", "待填", "缺失", "暂缺",
    "暂未", "暂无数据", "暂无信息", "无数据", "无资料",
    "无信息", "不适用", "保密", "n/a", "#n/a", "n\\a", "na", "n.a.", "n.a", "null", "(null)", "none", "nan", "nil",
    "undefined", "unknown", "tbd", "blank", "<na>", "nat",
})  # fmt: skip
#: What Excel shows where a formula fails. #N/A is what a look-up says that finds nothing: unknown.
_ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_SPLIT = re.compile(r"[、；;,，|/\n]+")


def is_blank(raw: object) -> bool:
    """Whether a cell says nothing: empty, or one of the usual words for unknown."""
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return True
    return isinstance(raw, str) and len(raw) < 40 and compact(raw).casefold() in BLANKS


def parse(prop: "Property", raw: object, *, unit: str | None = None) -> Any | None:
    """The value of a cell, None where it is unknown.

    ``unit`` is what the header says of bare numbers (万元, %). A ``multiple`` property gives a tuple.
    Raises ValueRefused, which says what is wrong and what to write instead.
    """
    if isinstance(raw, float) and math.isinf(raw):
        raise ValueRefused(f"{raw!r} is no value; correct the formula or leave the cell empty")
    if isinstance(raw, str):
        raw = _without_apostrophe(raw)
        if raw[:1] == "#" and raw.strip().upper() in _ERRORS:
            raise ValueRefused(f"{raw!r} is an error of Excel; correct the formula or leave the cell empty")
        if raw and not raw.strip("#") and prop.kind != "text":
            raise ValueRefused(f"{raw!r} is what Excel shows where a column is too narrow; write the value itself")
    if prop.multiple:
        return _parse_multiple(prop, raw, unit)
    return None if is_blank(raw) else KINDS[prop.kind].parse(prop, raw, unit)


def _without_apostrophe(raw: str) -> str:
    """``'371302`` → 371302: the mark by which Excel keeps a number as text, told by careless exports."""
    bare = raw.lstrip()
    return bare[1:] if bare[:1] in ("'", "’", "`") and bare[:1] not in bare[1:] else raw


def _parse_multiple(prop: "Property", raw: object, unit: str | None) -> tuple[Any, ...] | None:
    if is_blank(raw):
        return None
    if isinstance(raw, list | tuple | set | frozenset):
        parts = list(raw)
    elif prop.codelist and prop.codelist.find(str(raw)):
        parts = [raw]
    else:
        parts = _split(str(raw))
    kind = KINDS[prop.kind]
    values = [kind.parse(prop, part, unit) for part in parts if not is_blank(part)]
    return tuple(dict.fromkeys(values)) or None


def _split(text: str) -> list[str]:
    """Split a list, but not inside brackets: 柳编（筐、篮）、板材 are two."""
    shielded = re.sub(r"[（(][^（）()]*[）)]", lambda m: _SPLIT.sub(lambda s: "\0" * len(s[0]), m[0]), text)
    parts, at = [], 0
    for part in _SPLIT.split(shielded):
        at = shielded.index(part, at)
        parts.append(text[at : at + len(part)].strip())
        at += len(part)
    return parts


def format(prop: "Property", value: Any, lang: str = "zh") -> str:  # noqa: A001 - the pair of parse
    """The value in words of ``lang`` (zh or en); None is an empty text."""
    if value is None:
        return ""
    kind = KINDS[prop.kind]
    if prop.multiple:
        return ("、" if lang == "zh" else ", ").join(kind.format(prop, part, lang) for part in value)
    return kind.format(prop, value, lang)


def normalise(prop: "Property", value: Any) -> str:
    """Text by which values are compared, for keys; of several values, sorted and joined."""
    kind = KINDS[prop.kind]
    if prop.multiple:
        return "\0".join(sorted(kind.normalise(prop, part) for part in value))
    return kind.normalise(prop, value)
