"""Counts, measured numbers, shares, yes and no."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.kind import Kind
from ontology.kinds.numerals import plain, read_quantity
from ontology.names import as_text, compact

if TYPE_CHECKING:
    from ontology.declarations import Property

#: Square metres of one.
_AREAS = {
    "平方米": Decimal(1), "平米": Decimal(1), "㎡": Decimal(1), "m2": Decimal(1), "平": Decimal(1),
    "平方千米": Decimal(10**6), "平方公里": Decimal(10**6), "km2": Decimal(10**6), "公顷": Decimal(10**4),
    "亩": Decimal(2000) / Decimal(3),
}  # fmt: skip
_COUNT_WORDS = frozenset({
    "家", "户", "人", "名", "个", "处", "台", "间", "座", "条", "件", "项", "次", "人次", "人/年",
    "人次/年", "岁", "年", "村", "店", "套", "辆", "单", "公里", "吨", "级", "位", "期", "场", "口", "分",
})  # fmt: skip


def _read(raw: Any, unit: str | None, example: str) -> tuple[Decimal, str]:
    if isinstance(raw, bool):
        raise ValueRefused(f"{raw!r} is no number; write {example}")
    quantity = read_quantity(as_text(raw), example)
    if quantity is None:
        raise ValueRefused(f"{str(raw)!r} is no number; write {example}")
    if quantity.rest or not unit:
        return quantity.number, quantity.rest
    scaled = read_quantity(f"1{compact(unit).strip('()')}", example)
    return (quantity.number * scaled.number, scaled.rest) if scaled else (quantity.number, "")


class IntegerKind(Kind):
    """A count: 1200, "1,200", "1200家", 1.2万."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> int:
        number, rest = _read(raw, unit, "1200")
        if rest and rest not in _COUNT_WORDS and rest != prop.unit:
            raise ValueRefused(f"{str(raw)!r} has the unknown unit {rest!r}; write 1200")
        if number != number.to_integral_value():
            raise ValueRefused(f"{str(raw)!r} is no whole number; write 1200")
        if not -(2**63) <= number < 2**63:  # what columns of integers hold
            raise ValueRefused(f"{str(raw)!r} is beyond any amount; write 1200")
        return int(number)


class NumberKind(Kind):
    """A measured number; areas are turned into the property's unit: 300亩, 1.2万平方米, 5平方公里."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> float:
        if isinstance(raw, int | float) and not isinstance(raw, bool) and not unit:
            return float(raw)
        number, rest = _read(raw, unit, "12.5")
        if rest and prop.unit and rest.casefold() in _AREAS and prop.unit in _AREAS:
            number = number * _AREAS[rest.casefold()] / _AREAS[prop.unit]
        elif rest and rest != prop.unit and rest not in _COUNT_WORDS:
            way_out = f"12.5{prop.unit}" if prop.unit else "12.5"
            raise ValueRefused(f"{str(raw)!r} has the unknown unit {rest!r}; write {way_out}")
        return float(number)

    def format(self, prop: "Property", value: float, lang: str) -> str:
        return plain(Decimal(repr(value)))

    def normalise(self, prop: "Property", value: float) -> str:
        return plain(Decimal(repr(value)))


class ShareKind(Kind):
    """A part of a whole, 0 to 1: 30%, 0.3, or 30 under a header with %."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> float:
        number, rest = _read(raw, None, "30%")
        if rest not in ("", "%"):
            raise ValueRefused(f"{str(raw)!r} is no share; write 30%")
        percent = rest == "%" or (unit is not None and compact(unit).strip("()") in ("%", "百分比"))
        if percent:
            number /= 100
        if not 0 <= number <= 1:
            told = "is more than the whole" if percent else "is neither 0 to 1 nor has %"
            raise ValueRefused(f"{str(raw)!r} {told}; write 30% or 0.3")
        return float(number)

    def format(self, prop: "Property", value: float, lang: str) -> str:
        return f"{plain(Decimal(repr(value)) * 100)}%"

    def normalise(self, prop: "Property", value: float) -> str:
        return plain(Decimal(repr(value)))


_TRUE = frozenset({"是", "有", "对", "true", "yes", "y", "1", "√", "✓", "✔", "t", "on"})
_FALSE = frozenset({"否", "不是", "没有", "错", "false", "no", "n", "0", "×", "✗", "x", "f", "off"})


class BooleanKind(Kind):
    """是 or 否."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> bool:
        word = compact(as_text(raw)).casefold()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise ValueRefused(f"{str(raw)!r} is neither yes nor no; write 是 or 否")

    def format(self, prop: "Property", value: bool, lang: str) -> str:
        return {("zh", True): "是", ("zh", False): "否"}.get((lang, value), "yes" if value else "no")

    def normalise(self, prop: "Property", value: bool) -> str:
        return "true" if value else "false"
