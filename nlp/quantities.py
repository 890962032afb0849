"""Numbers with their units, deadlines and periods, as Chinese documents write them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.lexicon import alternation, lexicon, words

_SCALES = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
    "十万": 10**5,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
}
_SCALE = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百)"
_DIGITS = r"\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


@dataclass(frozen=True)
class Quantity:
    """A number or a range with its unit; money in yuan. ``start`` to ``end`` is number to unit (and 以上, 左右)."""

    minimum: Decimal
    maximum: Decimal | None  # of a range
    unit: str
    start: int
    end: int
    after: str = ""

    @property
    def is_money(self) -> bool:
        return self.unit == "yuan"


_SPANS_OF_TIME = ("月", "工作日", "自然日", "小时", "学期", "季度", "年度", "星期", "批次")


@cache
def _units() -> str:
    return alternation(["元", "%", "％", "美元", *words("targets", "counters")])


@cache
def quantity_pattern() -> re.Pattern[str]:
    """A number with a unit. The comma between thousands is taken only where three digits follow."""
    after = alternation(w for group in lexicon("targets")["after"].values() for w in group.split())
    return re.compile(
        rf"(?P<low>{_DIGITS})(?P<lowscale>{_SCALE})?(?P<lowunit>元|%|％)?(?:[-–—~～至到](?P<high>{_DIGITS}))?"
        rf"(?P<more>多|余)?(?P<scale>{_SCALE})?(?P<unit>{_units()})(?P<after>{after})?"
    )


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Every number with a unit in text[start:end]; years, dates, numbers of documents are none."""
    end = len(text) if end is None else end
    found = []
    for match in quantity_pattern().finditer(text, start, end):
        if match.start() and (
            (text[match.start() - 1].isalnum() and text[match.start() - 1].isascii())
            or text[match.start() - 1] in "〔[第."
        ):
            continue
        if match["unit"] == "个" and text.startswith(_SPANS_OF_TIME, match.end("unit")):
            continue
        found.append(_quantity(match))
    return found


def _quantity(match: re.Match[str]) -> Quantity:
    scale_word = match["scale"] or match["lowscale"] or ""
    scale = _SCALES.get(scale_word, 1)
    low_scale = _SCALES.get(match["lowscale"] or "", scale) if match["high"] else scale
    if match["scale"] and match["lowscale"]:
        scale = _SCALES[match["scale"]] * (1 if match["high"] else _SCALES[match["lowscale"]])
        low_scale = low_scale if match["high"] else scale
    unit = match["unit"].replace("％", "%")
    for word in ("万", "亿"):
        if unit.startswith(word) and len(unit) > 1:
            unit, scale = unit[1:], scale * _SCALES[word]
            low_scale = scale
    after = match["after"] or ("多" if match["more"] else "")
    end = match.end("after") if match["after"] else match.end("unit")
    high = Decimal(_plain(match["high"])) * scale if match["high"] else None
    return Quantity(
        Decimal(_plain(match["low"])) * low_scale, high, "yuan" if unit == "元" else unit, match.start(), end, after
    )


def _plain(number: str) -> str:
    return number.replace(",", "").replace("，", "")


_MONEY = re.compile(rf"(?P<low>{_DIGITS})(?P<more>多|余)?(?P<scale>{_SCALE})?(?P<unit>元)(?!素|月|旦)")


def find_money(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Amounts of yuan in text[start:end]."""
    end = len(text) if end is None else end
    return [
        Quantity(Decimal(_plain(m["low"])) * _SCALES.get(m["scale"] or "", 1), None, "yuan", m.start(), m.end())
        for m in _MONEY.finditer(text, start, end)
    ]


_YEAR = r"(?:20\d\d|19\d\d)"
_DEADLINE = re.compile(
    rf"(?:(?P<lead>到|至|截至|截止|力争|争取到?|确保|在|于)?)(?P<year>{_YEAR})\s?年"
    r"(?:(?P<month>\d{1,2})\s?月)?(?P<end>年?底|年?末|上半年|中|初)?(?P<before>之?前|以前|前后)?"
)
_WITHIN = re.compile(
    r"(?:用|在|争取用|力争用|通过|经过)?(?P<n>\d+|[一二两三四五六七八九十]{1,2})(?:至\d+|-\d+)?\s?(?P<unit>年|个月)(?P<about>左右)?(?P<end>的?时间|的?努力|内|之内|以内)"
)
_CONSECUTIVE = re.compile(
    rf"(?:自|从)?(?:(?P<year>{_YEAR})年)?起?[，,]?连续(?P<n>\d+|[一二两三四五六七八九十]{{1,2}})年"
)


_FROM_TO = re.compile(rf"(?P<year>{_YEAR})年?\s?(?:至|到|—|－|-|–|~|～)\s?(?P<to>{_YEAR})年")


@dataclass(frozen=True)
class Deadline:
    value: str
    start: int
    end: int
    explicit: bool  # 到…年, …年底前: a deadline by its own words


def find_deadlines(text: str, start: int, end: int) -> list[Deadline]:
    found = []
    for m in _DEADLINE.finditer(text, start, end):
        value = _deadline(m)
        explicit = bool(m["lead"] in ("到", "至", "争取到") or m["before"] or m["end"] in ("底", "年底", "末", "年末"))
        if text[m.start() - 1 : m.start()] in ("较", "比", "自", "从", "以"):
            continue  # 较2020年下降: what is compared with
        if value and not re.match(r"起|以来|度|全?国|第|版|印发|出台|发布|\d", text[m.end() : m.end() + 2]):
            found.append(Deadline(value, m.start(), m.end(), explicit))
    plans = _PLAN.finditer(text, start, end)
    found.extend(Deadline(_PLAN_ENDS[m["plan"]], m.start(), m.end(), True) for m in plans)
    return sorted(found, key=lambda d: d.start)


#: The five-year plans end with these years.
_PLAN_ENDS = {"十二五": "2015", "十三五": "2020", "十四五": "2025", "十五五": "2030"}
_PLAN = re.compile(r"(?:到|至)[“\"]?(?P<plan>十[二三四五]五)[”\"]?(?:规划)?(?:时期|期)?末")


def _deadline(m: re.Match[str]) -> str | None:
    year, month, ending = m["year"], m["month"], m["end"]
    if month:
        if not 1 <= int(month) <= 12:
            return None
        last = f"-{monthrange(int(year), int(month))[1]}" if ending in ("底", "末") or m["before"] else ""
        return f"{year}-{int(month):02}{last}"
    if ending in ("底", "年底", "末", "年末"):
        return f"{year}-12-31"
    if ending == "上半年":
        return f"{year}-06-30"
    return str(year)


def find_period(text: str, start: int, end: int) -> tuple[str, bool] | None:
    """用5年左右的时间 → (P5Y, True); 三年内 → (P3Y, False)."""
    m = _WITHIN.search(text, start, end)
    if not m:
        return None
    return f"P{number(m['n'])}{'Y' if m['unit'] == '年' else 'M'}", bool(m["about"])


def find_years(text: str, start: int, end: int) -> tuple[int | None, int] | None:
    """自2015年起连续三年 → (2015, 3); 2024年至2026年 → (2024, 3)."""
    span = _FROM_TO.search(text, start, end)
    if span and int(span["to"]) > int(span["year"]):
        return int(span["year"]), int(span["to"]) - int(span["year"]) + 1
    m = _CONSECUTIVE.search(text, start, end)
    return (int(m["year"]) if m["year"] else None, number(m["n"])) if m else None


def number(word: str) -> int:
    """A small number in digits or characters: 3, 三, 十二."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + (_HAN_DIGITS.get(ones, 0) if ones else 0)
