"""Spreadsheets and Word files whose bytes depend on their content alone."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]
_DAY = (2024, 12, 31, 0, 0, 0)
_STAMP = b"2024-12-31T00:00:00Z"


def write_workbook(path: Path, sheets: Mapping[str, Rows], title: str | None = None) -> None:
    """One sheet a key: the first row heads the columns; ``title`` stands above them, as staff write it."""
    workbook = Workbook()
    workbook.remove(workbook["Sheet"])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        if title:
            sheet.append([title])
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        for row in rows:
            sheet.append(list(row))
        for column, head in enumerate(rows[0], 1):
            sheet.cell(2 if title else 1, column).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(column)].width = max(10, 2 * len(str(head)) + 4)
    workbook.save(path)
    _freeze(path)


def write_document(path: Path, text: str) -> None:
    """A Word file, one paragraph a line; the first line is the title, 一、… lines are headings."""
    document = docx.Document()
    for index, line in enumerate(text.strip().splitlines()):
        if index == 0:
            document.add_heading(line, level=0)
        elif re.match(r"[一二三四五六七八九十]+、", line):
            document.add_heading(line, level=1)
        else:
            document.add_paragraph(line)
    document.save(str(path))
    _freeze(path)


def _freeze(path: Path) -> None:
    """Write the archive again with fixed times, so that the same content gives the same bytes."""
    with zipfile.ZipFile(path) as archive:
        entries = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + _STAMP, content)
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
