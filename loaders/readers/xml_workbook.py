"""Workbooks of Excel 2003 in one XML file (SpreadsheetML), which systems call .xls."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from loaders.errors import UnreadableFile
from loaders.readers import Remark, Sheet
from loaders.readers.grid import Grid
from loaders.readers.looks.formats import meaning, shown
from loaders.readers.text import TextFile

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED = {"Percent": "0.00%"}


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    text = TextFile(path, encoding).read()
    try:
        # the text is decoded already: what its declaration says of the encoding would confuse the parser
        book = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - expat limits entities
    except ET.ParseError as error:
        line, column = error.position
        raise UnreadableFile(
            f"{path}, line {line}, column {column}: the XML workbook is broken ({error.msg}); open it in Excel or "
            "LibreOffice and save it as .xlsx"
        ) from error
    looks = {}
    for style in book.iter(f"{_SS}Style"):
        code = next((f.get(f"{_SS}Format", "") for f in style.iter(f"{_SS}NumberFormat")), "")
        looks[style.get(f"{_SS}ID", "")] = meaning(_NAMED.get(code, code))
    for sheet in book.iter(f"{_SS}Worksheet"):
        yield _sheet(sheet, looks)


def _sheet(sheet: ET.Element, looks: dict[str, str | None]) -> Sheet:
    grid = Grid()
    remarks = []
    for line in sheet.iter(f"{_SS}Row"):
        row = grid.begin_row(_number(line, "Index"))
        if line.get(f"{_SS}Hidden") == "1":
            remarks.append(Remark("the row is hidden; it was read like the others", row))
        for cell in line.iter(f"{_SS}Cell"):
            down, across = (_number(cell, side) or 0 for side in ("MergeDown", "MergeAcross"))
            look = looks.get(cell.get(f"{_SS}StyleID", ""))
            value = _value(cell.find(f"{_SS}Data"))
            grid.add(shown(value, look) if look else value, down + 1, across + 1, _number(cell, "Index"))
    return Sheet(sheet.get(f"{_SS}Name"), iter(grid.rows), total=len(grid.rows), merges=grid.merges, remarks=remarks)


def _number(element: ET.Element, name: str) -> int | None:
    told = element.get(f"{_SS}{name}", "")
    return int(told) if told.isascii() and told.isdecimal() else None


def _value(data: ET.Element | None) -> Any:
    text = "" if data is None else "".join(data.itertext())
    kind = "" if data is None else data.get(f"{_SS}Type", "String")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text or None
