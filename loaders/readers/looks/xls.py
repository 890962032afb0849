"""Looks of BIFF workbooks (xls), by xlrd."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from loaders.readers.looks import Looks, unknown
from loaders.readers.looks.formats import meaning


def looks_of(path: Path) -> Callable[[str], Looks]:
    """How a sheet looks, by its name. What xlrd cannot read is left out: calamine tells what is broken."""
    import xlrd

    try:
        book = xlrd.open_workbook(path, formatting_info=True, on_demand=True, logfile=io.StringIO())
    except Exception:  # xlrd raises whatever its parsing meets; the values come from calamine
        return unknown

    def look(name: str) -> Looks:
        try:
            return _sheet(book, book.sheet_by_name(name))
        except Exception:  # the same
            return Looks()

    return look


def _sheet(book: Any, sheet: Any) -> Looks:
    from xlrd.biffh import error_text_from_code
    from xlrd.sheet import XL_CELL_ERROR, XL_CELL_NUMBER

    looks = Looks()
    looks.hidden = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    meanings = [meaning(book.format_map[style.format_key].format_str) for style in book.xf_list]
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        for column, kind in enumerate(kinds):
            if kind == XL_CELL_ERROR:
                looks.look(row + 1, column + 1, error_text_from_code[sheet.cell_value(row, column)])
            elif kind == XL_CELL_NUMBER and (told := meanings[sheet.cell_xf_index(row, column)]):
                looks.look(row + 1, column + 1, told)
    return looks
