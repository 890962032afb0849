"""Workbooks by calamine: values as they are stored, rows counted as the spreadsheet shows them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from loaders.errors import UnreadableFile
from loaders.readers import Sheet


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    del encoding  # a workbook knows its own
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{path}: the workbook cannot be opened ({error}); it may be cut short, protected by a password or no "
            "workbook at all. Open it in Excel or LibreOffice and save it again"
        ) from error
    for meta in workbook.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            yield _sheet(path, workbook, meta.name)


def _sheet(path: Path, workbook: CalamineWorkbook, name: str) -> Sheet:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{path}, sheet {name}: cannot be read ({error}); open it in Excel or LibreOffice and save it again"
        ) from error
    first = sheet.start[0] if sheet.start else 0
    rows = sheet.to_python(skip_empty_area=True)
    return Sheet(name, enumerate(rows, start=first + 1), total=len(rows))
