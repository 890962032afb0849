"""Workbooks by calamine: values as they are stored, rows counted as the spreadsheet shows them.

What calamine leaves out is added by ``loaders.readers.looks``: errors of formulas, what a number format shows (30% of
0.3, 000001 of 1), what is hidden.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from loaders.errors import UnreadableFile
from loaders.readers import Remark, Row, Sheet
from loaders.readers.looks import Looks, looks_of
from loaders.readers.looks.formats import shown

_AGAIN = "Open it in Excel or LibreOffice and save it again"


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    del encoding  # a workbook knows its own
    try:
        # by content: a workbook of today is often called .xls
        workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        sheets = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    except PasswordError as error:
        raise UnreadableFile(f"{path}: the workbook is protected by a password; save it without one") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{path}: the workbook cannot be opened ({error}); it may be cut short, protected by a password or no "
            f"workbook at all. {_AGAIN}"
        ) from error
    if not sheets:
        raise UnreadableFile(f"{path}: the workbook has no sheet with cells; put the table on a sheet")
    with_looks = looks_of(path, [meta.name for meta in sheets])
    for meta in sheets:
        yield _sheet(path, workbook, meta, with_looks(meta.name))


def _sheet(path: Path, workbook: CalamineWorkbook, meta: SheetMetadata, looks: Looks) -> Sheet:
    try:
        sheet = workbook.get_sheet_by_name(meta.name)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(f"{path}, sheet {meta.name}: cannot be read ({error}); {_AGAIN}") from error
    remarks = list(looks.remarks)
    if meta.visible != SheetVisibleEnum.Visible:
        remarks.append(Remark("the sheet is hidden; it was read like the others"))
    merges = [(r + 1, c + 1, last + 1, end + 1) for (r, c), (last, end) in sheet.merged_cell_ranges or looks.merges]
    return Sheet(meta.name, _rows(sheet, looks, remarks), total=sheet.height, merges=merges, remarks=remarks)


def _rows(sheet: CalamineSheet, looks: Looks, remarks: list[Remark]) -> Iterator[Row]:
    if sheet.start is None:
        return
    left = sheet.start[1]
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        whole: list[Any] = [None] * left + [_clean(cell) for cell in cells]
        for column, look in looks.cells.get(row, {}).items():
            if column <= len(whole):
                whole[column - 1] = shown(whole[column - 1], look)
        if row in looks.hidden and any(cell is not None for cell in whole):
            remarks.append(Remark("the row is hidden; it was read like the others", row))
        yield row, whole


def _clean(cell: Any) -> Any:
    """Nothing is None; what Excel writes for a carriage return goes."""
    if cell.__class__ is not str:
        return cell
    return (cell.replace("_x000D_", "").replace("\r\n", "\n") if "\r" in cell or "_x" in cell else cell) or None
