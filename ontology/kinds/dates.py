"""Days, months and years as told; reduced dates and durations as ISO 8601 text."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.kind import Kind
from ontology.kinds.numerals import chinese_number
from ontology.names import as_text, compact

if TYPE_CHECKING:
    from ontology.declarations import Property


@dataclass(frozen=True)
class PartialDate:
    """A date as precise as it was told: ``day`` is the first day of the day, month or year meant."""

    day: date
    precision: str = "day"  # day, month, year

    def __str__(self) -> str:
        return self.day.isoformat()[: {"year": 4, "month": 7}.get(self.precision, 10)]


_EXAMPLE = "2014-03-01, 2014年3月 or 2014"
_PARTS = re.compile(
    r"(\d{4})(?:[-/.年]?|$)(?:(?<=[-/.年])(\d{1,2})(?:[-/.月]?|$)(?:(?<=[-/.月])(\d{1,2})[日号]?)?)?[.份]?"
    r"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?(?:T?(?:上午|下午)?\d{1,2}[:时]\d{1,2}.*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_CHINESE_DATE = re.compile(
    r"([〇零○OoＯ0一二三四五六七八九]{4})年(?:([一二三四五六七八九十元正]+)月份?)?(?:([一二三四五六七八九十]+)[日号])?"
)
# Excel counts 1900-02-29, which was not: days counted from here are right since March 1900
_EXCEL_EPOCH = date(1899, 12, 30)
_YEARS = range(1000, 2201)


class DateKind(Kind):
    """A day, month or year; a number is an Excel serial day, a year, or 20140301."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> PartialDate:
        if isinstance(raw, PartialDate):
            return raw
        if isinstance(raw, date):  # a datetime is one
            return _checked([raw.year, raw.month, raw.day], raw)
        if isinstance(raw, int | float):
            return self._from_number(raw)
        return self._from_text(str(raw))

    def _from_number(self, raw: float) -> PartialDate:
        whole = int(raw)
        if whole in range(2201, 120_000):
            day = _EXCEL_EPOCH + timedelta(days=whole)
            return PartialDate(day)
        if isinstance(raw, float) and str(raw) == f"{whole}.1" and whole in _YEARS:
            raise ValueRefused(f"{raw!r} as a number may be January or October; write {whole}-01 or {whole}-10 as text")
        return self._from_text(as_text(raw))

    def _from_text(self, raw: str) -> PartialDate:
        text = compact(raw)
        spelled = _CHINESE_DATE.fullmatch(text)
        found = _COMPACT.fullmatch(text) or _PARTS.fullmatch(text)
        if spelled:
            return _checked([_spelled(g) if g else None for g in spelled.groups()], raw)
        if found:
            return _checked([int(g) if g else None for g in found.groups()], raw)
        if text.isdecimal() and int(text) in range(20_000, 80_000):  # an Excel serial day kept as text
            return self._from_number(int(text))
        raise ValueRefused(f"{raw!r} is no date; write {_EXAMPLE}")

    def format(self, prop: "Property", value: PartialDate, lang: str) -> str:
        if lang == "en":
            return str(value)
        day = value.day
        parts = [f"{day.year}年", f"{day.month}月", f"{day.day}日"]
        return "".join(parts[: {"year": 1, "month": 2}.get(value.precision, 3)])


def _spelled(words: str) -> int:
    """``二〇一四`` → 2014, ``十二`` → 12, ``元`` and ``正`` (of months) → 1; letters O and zeros stand for 〇."""
    return 1 if words in ("元", "正") else chinese_number(re.sub("[Oo0]", "〇", words))


def _checked(parts: Sequence[int | None], raw: object) -> PartialDate:
    year, month, day = parts
    if year is None or year not in _YEARS:
        raise ValueRefused(f"{str(raw)!r}: the year {year} cannot be meant; write {_EXAMPLE}")
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValueRefused(f"{str(raw)!r} is no day of the calendar; write {_EXAMPLE}") from error
    return PartialDate(first, "day" if day else "month" if month else "year")


_YEAR_ENDS = {"年底": "-12-31", "年末": "-12-31", "年上半年": "-06-30", "年年中": "-06-30"}


class ReducedDateKind(Kind):
    """A deadline as precise as the text, ISO 8601: ``2017``, ``2017-03``, ``2015-12-31`` for 2015年底."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        text = compact(as_text(raw)).removesuffix("前").removesuffix("之").removesuffix("以")
        text = text.removeprefix("到").removeprefix("至")
        for words, ending in _YEAR_ENDS.items():
            if text.endswith(words) and text.removesuffix(words).isdecimal():
                return f"{text.removesuffix(words)}{ending}"
        month_end = re.fullmatch(r"(\d{4})年(\d{1,2})月底", text)
        if month_end:
            year, month = int(month_end[1]), int(month_end[2])
            _checked([year, month, None], raw)
            return f"{year}-{month:02}-{monthrange(year, month)[1]}"
        whole = isinstance(raw, date | int | float | PartialDate)
        return str(DateKind().parse(prop, raw if whole else text, unit))


_ISO_DURATION = re.compile(r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?")
_DURATION = re.compile(r"(?:连续|为期|期限)?(\d+|[一二两三四五六七八九十百]+)(?:个)?(年|月|周|星期|天|日)(?:左右)?")
_DURATION_UNITS = {"年": "Y", "月": "M", "周": "W", "星期": "W", "天": "D", "日": "D"}
_DURATION_WORDS = {"Y": "年", "M": "个月", "W": "周", "D": "天"}


class DurationKind(Kind):
    """A length of time, ISO 8601: ``P3Y``; 三年, 18个月 and 30天 are read too."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        text = compact(as_text(raw))
        if _ISO_DURATION.fullmatch(text.upper()):
            return text.upper()
        found = _DURATION.fullmatch(text)
        if found is None and text.isdecimal() and unit in _DURATION_UNITS:
            return f"P{int(text)}{_DURATION_UNITS[unit]}"
        if found is None:
            raise ValueRefused(f"{str(raw)!r} is no length of time; write 3年, 18个月 or P3Y")
        count = int(found[1]) if found[1].isdecimal() else chinese_number(found[1])
        return f"P{count}{_DURATION_UNITS[found[2]]}"

    def format(self, prop: "Property", value: str, lang: str) -> str:
        simple = re.fullmatch(r"P(\d+)([YMWD])", value)
        if not simple or lang == "en":
            return value
        return f"{simple[1]}{_DURATION_WORDS[simple[2]]}"
