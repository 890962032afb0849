"""Amounts of money: 500万元, 3005.5万人民币, 500(万元人民币), 120万美元, 五百万元."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.kind import Kind
from ontology.kinds.numerals import Quantity, plain, read_quantity
from ontology.names import as_text, compact

if TYPE_CHECKING:
    from ontology.declarations import Property


@dataclass(frozen=True)
class Money:
    """An amount with its words. ``yuan`` is None where the currency is not CNY: no rate is invented."""

    yuan: Decimal | None
    currency: str
    words: str


#: Currency words of registrations and announcements; longest first, so that 日元 is not read as 元.
_CURRENCIES = {
    "人民币元": "CNY", "元人民币": "CNY", "人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "元整": "CNY",
    "新加坡元": "SGD", "新币": "SGD", "SGD": "SGD", "新台币": "TWD", "台币": "TWD", "TWD": "TWD",
    "美元": "USD", "美金": "USD", "USD": "USD", "$": "USD", "日元": "JPY", "日圆": "JPY", "JPY": "JPY",
    "港元": "HKD", "港币": "HKD", "HKD": "HKD", "欧元": "EUR", "EUR": "EUR", "€": "EUR", "英镑": "GBP",
    "GBP": "GBP", "£": "GBP", "韩元": "KRW", "韩币": "KRW", "KRW": "KRW", "瑞士法郎": "CHF", "CHF": "CHF",
    "加拿大元": "CAD", "加元": "CAD", "CAD": "CAD", "澳大利亚元": "AUD", "澳元": "AUD", "AUD": "AUD",
    "澳门元": "MOP", "卢布": "RUB", "泰铢": "THB", "林吉特": "MYR", "元": "CNY", "块": "CNY", "¥": "CNY",
}  # fmt: skip
_WORDS = sorted(_CURRENCIES, key=len, reverse=True)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_EXAMPLE = "500万元"
_CENT = Decimal("0.01")


class MoneyKind(Kind):
    """Money in yuan with its words; a bare number needs a unit, from the cell or from the header."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> Money | None:
        if isinstance(raw, Money):
            return raw
        words = as_text(raw).strip()
        quantity, currency = self._read(words)
        if quantity is None:
            return None
        if currency is None and not quantity.rest and quantity.number:
            return self._with_unit(words, unit)
        if quantity.rest:
            raise ValueRefused(f"{words!r} has the unknown unit {quantity.rest!r}; write {_EXAMPLE}")
        return self._money(quantity.number, currency or "CNY", words)

    def _read(self, words: str) -> tuple[Quantity | None, str | None]:
        text = _BRACKETED.sub(r"\1", compact(words)).upper()
        currency = None
        for word in _WORDS:
            if text.startswith(word):
                text, currency = text[len(word) :], _CURRENCIES[word]
                break
        quantity = read_quantity(text, _EXAMPLE)
        if quantity is None:
            if text and _without_currency(text) not in ("", "万", "亿", "千", "百万"):
                raise ValueRefused(f"{words!r} is no amount of money; write {_EXAMPLE}")
            return None, currency
        return self._currency_after(quantity, text, currency)

    def _currency_after(self, quantity: Quantity, text: str, currency: str | None) -> tuple[Quantity, str | None]:
        scaled = "万" in text or "亿" in text or "萬" in text  # 500万 can only be money; 五百 may be 五百万元
        for word in _WORDS:
            if quantity.rest.startswith(word):
                rest = quantity.rest[len(word) :].removeprefix("人民币").removesuffix("整")
                return Quantity(quantity.number, rest), _CURRENCIES[word]
        return quantity, currency or ("CNY" if scaled else None)

    def _with_unit(self, words: str, unit: str | None) -> Money | None:
        if not unit or not compact(unit).strip("()"):
            way_out = f"write {words}万元 or {words}元, or name the unit in the header"
            raise ValueRefused(f"{words!r} has no unit; {way_out}")
        told = f"{words}{compact(unit).strip('()')}"
        quantity, currency = self._read(told)
        if quantity is None or quantity.rest or currency is None:
            one, known = self._read(f"1{compact(unit).strip('()')}")
            if one is not None and not one.rest and known is not None:
                raise ValueRefused(f"{words!r} is no amount of money; write {_EXAMPLE}")
            raise ValueRefused(f"the unit {unit!r} is none of money; write 元, 万元 or 亿元 in the header")
        return self._money(quantity.number, currency, told)

    def _money(self, number: Decimal, currency: str, words: str) -> Money:
        return Money(number.quantize(_CENT) if currency == "CNY" else None, currency, words)

    def format(self, prop: "Property", value: Money, lang: str) -> str:
        if value.yuan is None:
            return value.words
        if lang == "en":
            return f"{plain(value.yuan)} CNY"
        for word, size in (("亿元", 10**8), ("万元", 10**4)):
            if abs(value.yuan) >= size:
                return f"{plain(value.yuan / size)}{word}"
        return f"{plain(value.yuan)}元"

    def normalise(self, prop: "Property", value: Money) -> str:
        return plain(value.yuan) if value.yuan is not None else compact(value.words).upper()


def _without_currency(text: str) -> str:
    for word in _WORDS:
        text = text.replace(word, "")
    return text
