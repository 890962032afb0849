"""Makers of the files that offices really send: every byte of them is made here, nothing is committed.

``workbook`` (xlsx), ``old_workbook`` (xls), ``ods``, ``page`` (HTML), ``container`` (an OLE file of named streams) and
``archive`` (zip with names in any encoding) write one file each.
"""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]
_ODS = 'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"'


def workbook(
    path: Path,
    rows: Rows,
    *,
    merge: Iterable[str] = (),
    formats: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
    hidden: bool = False,
    since_1904: bool = False,
    title: str = "名录",
    more: Mapping[str, Rows] | None = None,
) -> Path:
    """An xlsx. formats: number formats by cell (``C4``); errors: what formulas failed with; more: other sheets."""
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - Excel knows no zones
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, told in (errors or {}).items():
        sheet[cell] = told
        sheet[cell].data_type = "e"
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    for merged in merge:
        sheet.merge_cells(merged)
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    for name, others in (more or {}).items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    if hidden:
        book.create_sheet("封面")
        sheet.sheet_state = "hidden"
    book.save(path)
    return path


def old_workbook(
    path: Path,
    rows: Rows,
    *,
    merge: Iterable[tuple[int, int, int, int]] = (),
    formats: Mapping[tuple[int, int], str] | None = None,
    hidden_rows: Iterable[int] = (),
) -> Path:
    """An xls. merge: first row, last row, first column, last column; formats by (row, column); all from 0."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名录", cell_overwrite_ok=True)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            code = (formats or {}).get((r, c), "yyyy-mm-dd" if isinstance(value, dt.date) else "General")
            if value is not None:
                sheet.write(r, c, value, xlwt.easyxf(num_format_str=code))
    for first, last, left, right in merge:
        sheet.merge(first, last, left, right)
    for number in hidden_rows:
        sheet.row(number).hidden = True
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows, *, down: Mapping[tuple[int, int], int] | None = None) -> Path:
    """An ods. A text ending in % is a percentage cell; down: over how many rows the cell at (row, column) is merged,
    from 0; what it covers is empty."""
    lines = []
    for r, row in enumerate(rows):
        cells = "".join(_ods_cell(value, (down or {}).get((r, c), 1)) for c, value in enumerate(row))
        lines.append(f"<table:table-row>{cells}</table:table-row>")
    spaces = " ".join(_ODS % (name, name) for name in ("office", "table", "text"))
    table = f'<table:table table:name="名录">{"".join(lines)}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{body}</office:document-content>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        entry = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {_ODS % ('manifest', 'manifest')}>{entry}</manifest:manifest>"
        )
        archive.writestr("content.xml", content)
    return path


def _ods_cell(value: Any, down: int) -> str:
    span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="1"' if down > 1 else ""
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, dt.date):
        told = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        told = f'office:value-type="float" office:value="{value}"'
    elif str(value).endswith("%"):
        told = f'office:value-type="percentage" office:value="{float(value[:-1]) / 100}"'
    else:
        told = 'office:value-type="string"'
    return f"<table:table-cell{span} {told}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def page(path: Path, rows: str, *, encoding: str = "utf-8", around: str = "") -> Path:
    """A web page with a table of these ``<tr>``."""
    head = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{encoding}"></head><body>'
    path.write_bytes(f"{head}{around}<table border=1>{rows}</table></body></html>".encode(encoding))
    return path


def container(path: Path, streams: Sequence[str]) -> Path:
    """An OLE compound file ([MS-CFB]) of empty streams: what a workbook with a password is from outside."""
    free, end, of_table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *([free] * 108), 0)[-4:] + struct.pack("<108I", *([free] * 108))
    table = struct.pack("<128I", of_table, end, *([free] * 126))
    directory = b"".join(_entry(name, 5 if n == 0 else 2) for n, name in enumerate(["Root Entry", *streams]))
    path.write_bytes(header[:512].ljust(512, b"\xff") + table + directory.ljust(512, b"\0")[:512])
    return path


def _entry(name: str, kind: int) -> bytes:
    told = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return (
        told.ljust(64, b"\0") + struct.pack("<HBB", len(told), kind, 1) + links + bytes(36) + struct.pack("<IQ", 0, 0)
    )


def archive(path: Path, files: Mapping[str, bytes], *, encoding: str = "utf-8", told: bool = True) -> Path:
    """A zip whose names are in ``encoding`` (APPNOTE 4.3); told: whether it says so, as only names in UTF-8 can."""
    flags = 0x800 if told else 0
    body = directory = b""
    for name, content in files.items():
        raw = name.encode(encoding)
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        sizes = (zlib.crc32(content), len(packed), len(content), len(raw), 0)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 0x21, *sizes)
        directory += b"PK\x01\x02\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\x03\x04" + common + raw + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path
