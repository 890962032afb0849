"""Codes that identify: 统一社会信用代码, division codes, stock codes, any other code."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

import re
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.kind import Kind
from ontology.names import as_text, compact

if TYPE_CHECKING:
    from ontology.declarations import Property

# GB 32100-2015: the letters I, O, S, V, Z are not used
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {c: i for i, c in enumerate(_USCC_CHARACTERS)}
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_LIKELY = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def uscc_check_digit(first17: str) -> str:
    """The 18th character of a 统一社会信用代码 by GB 32100-2015."""
    total = sum(_USCC_VALUE[c] * weight for c, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_CHARACTERS[-total % 31]


def uscc_is_valid(code: str) -> bool:
    """Whether ``code`` has 18 permitted characters and the right last one."""
    return _uscc_mistake(code) is None


def _uscc_mistake(code: str) -> str | None:
    if len(code) == 15 and code.isdecimal():
        return "has 15 digits: that is a registration number of before 2015; write the 18 characters"
    if len(code) != 18:
        return f"has {len(code)} characters instead of 18; copy it again from the licence"
    for position, c in enumerate(code, 1):
        if c not in _USCC_VALUE:
            hint = f" (perhaps {_LIKELY[c]})" if c in _LIKELY else ""
            return f"has {c!r} as character {position}, which such codes never use{hint}"
    right = uscc_check_digit(code[:17])
    if code[17] != right:
        told = f"ends in {code[17]!r}, but the first 17 characters call for {right!r}"
        return f"{told}: one character is wrong; compare it with the licence"
    return None


#: Excel keeps 15 digits of a number and shows the rest as zeros (IEEE 754: 2**53 is a little over 9e15).
_EXACT = 10**15
_EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_WHOLE = re.compile(r"(\d+)\.0+")


def code_text(raw: Any) -> str:
    """A code as text: 371302.0 is 371302. Raises ValueRefused where a spreadsheet made a number of it and lost digits:
    9.13713E+17."""
    text = as_text(raw).strip()
    if (isinstance(raw, float) and abs(raw) >= _EXACT) or _EXPONENT.fullmatch(compact(text)):
        raise ValueRefused(
            f"{str(raw)!r} is no code any more: Excel made a number of it and destroyed its last digits. Format the "
            "column as text (设置单元格格式 › 文本) and copy the codes again from their source"
        )
    whole = _WHOLE.fullmatch(compact(text))
    return whole[1] if whole else text


class UsccKind(Kind):
    """统一社会信用代码, with its check digit."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        code = compact(code_text(raw)).upper().replace("-", "")
        mistake = _uscc_mistake(code)
        if mistake:
            if len(code) == 18 and code.isdecimal() and code.endswith("000"):
                mistake += "; it may be that Excel made a number of it and destroyed its last digits"
            raise ValueRefused(f"{str(raw)!r} is no 统一社会信用代码: it {mistake}")
        return code

    def normalise(self, prop: "Property", value: str) -> str:
        return compact(value).upper()


class RegionCodeKind(Kind):
    """A division code of GB/T 2260 or of statistics in its shortest usual form.

    2 and 4 digits are filled to 6 (37 → 370000); zeros for levels below are cut (371302001000 → 371302001),
    so that every place has one code: 6 digits to the county, 9 the township, 12 the village.
    """

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        code = compact(code_text(raw))
        if not code.isdecimal() or not code.isascii() or len(code) not in (2, 4, 6, 9, 12):
            raise ValueRefused(f"{str(raw)!r} is no division code; write its 6, 9 or 12 digits like 371302")
        if len(code) < 6:
            return code.ljust(6, "0")
        while len(code) > 6 and code.endswith("000"):
            code = code[:-3]
        return code


_STOCK_CODE = re.compile(r"(?:SH|SZ|BJ|HK)?[.:]?(\d{1,6})[.:]?(?:SH|SZ|BJ|HK|SS)?")


class StockCodeKind(Kind):
    """A stock code as six digits: 600000.SH, sh600000 and 600000 are one; zeros that Excel lost come back."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        found = _STOCK_CODE.fullmatch(compact(code_text(raw)).upper())
        if not found:
            raise ValueRefused(f"{str(raw)!r} is no stock code; write its six digits like 600000")
        return found[1].zfill(6)


_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_QUOTES = str.maketrans("[]【】〔〕()", "〔〕〔〕〔〕〔〕")


class CodeKind(Kind):
    """Any other code; brackets of document numbers are made 〔〕."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        return _INVISIBLE.sub("", code_text(raw)).strip()

    def normalise(self, prop: "Property", value: str) -> str:
        return compact(value).upper().translate(_QUOTES)
