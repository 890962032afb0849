"""What a number format makes of a number, as far as it changes what a person reads."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

#: A percentage is stored as 0.3 and read as 30%.
PERCENT = "%"
_TEXTS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
#: 0"万元" or #,##0.00"家": the unit stands in the format and not in the cell. A comma after the last digit would
#: divide by a thousand; such formats are left alone.
_UNIT = re.compile(r'^(?:#,##)?[#0]*0?(?:\.[0#]+)?(?:_ )?["\\ ]*([^"\\;,#0-9?@_*\[\]]{1,6})"?(?:;.*)?$')
_ZEROS = re.compile(r"^0{2,}(?:;.*)?$")
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


@lru_cache(4096)
def meaning(code: str) -> str | None:
    """What matters of a number format: ``%``, ``000000`` (zeros in front), ``"万元`` (a unit); None for all else."""
    bare = _TEXTS.sub("", code.split(";", maxsplit=1)[0])
    if "%" in bare:
        return PERCENT
    if _ZEROS.match(code):
        return code.split(";", maxsplit=1)[0]
    unit = _UNIT.match(code)
    if unit and any("\u4e00" <= c <= "\u9fff" for c in unit[1]) and not re.search("[年月日时分秒]", unit[1]):
        return f'"{unit[1].strip()}'
    return None


def shown(cell: Any, look: str) -> Any:
    """A cell as a person reads it. ``look``: a ``meaning``, or an error of a formula."""
    if look in ERRORS:
        return look
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return cell
    if look == PERCENT:
        return f"{_plain(Decimal(repr(cell)) * 100)}%"
    if look.startswith('"'):
        return f"{_plain(Decimal(repr(cell)))}{look[1:]}"
    return str(int(cell)).zfill(len(look)) if cell == int(cell) >= 0 else cell


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
