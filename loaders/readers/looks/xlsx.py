"""Looks of OOXML workbooks. Sheets are searched, not parsed: a start tag holds no ``<`` (XML 1.0, 2.4 and 3.1), so that
a pattern over bytes finds what a parser would find, at ten times its speed and in bounded memory."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from loaders.readers import Remark
from loaders.readers.looks import Looks, unknown
from loaders.readers.looks.formats import meaning

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: ECMA-376 18.8.30: the built-in formats that matter here.
_BUILT_IN = {9: "0%", 10: "0.00%"}
_CHUNK = 1 << 22
#: A row longer than this is no row; what it looks like is not told.
_LONGEST = 1 << 26
_BAD = (ET.ParseError, KeyError, ValueError, OSError, zipfile.BadZipFile)


def looks_of(path: Path) -> Callable[[str], Looks]:
    """How a sheet looks, by its name. What cannot be read is left out: calamine tells what is broken."""
    with zipfile.ZipFile(path) as archive:
        try:
            parts, since_1904 = _parts(archive)
            styles = _styles(archive)
        except _BAD:
            return unknown

    def look(name: str) -> Looks:
        looks = Looks()
        if since_1904:
            told = "the workbook counts days from 1904; days kept as bare numbers would be read as counted from 1900"
            looks.remarks.append(Remark(f"{told}: format them as dates"))
        try:
            with zipfile.ZipFile(path) as archive, archive.open(parts[name]) as stream:
                _search(stream, styles, looks)
        except _BAD:
            return Looks()
        return looks

    return look


def _parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Where each sheet lies, and whether days are counted from 1904."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - expat limits entities by itself
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    parts, since_1904 = {}, False
    for element in book.iter():
        kind = _local(element.tag)
        if kind == "sheet":
            target = targets.get(element.get(_RELATION), "")
            parts[element.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        elif kind == "workbookPr":
            since_1904 = element.get("date1904") in ("1", "true")
    return parts, since_1904


def _styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """Style → what matters of its number format."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    sheet = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    formats = dict(_BUILT_IN)
    found: dict[bytes, str] = {}
    for element in sheet.iter():
        if _local(element.tag) == "numFmt":
            formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    cells = next((e for e in sheet.iter() if _local(e.tag) == "cellXfs"), None)
    for n, style in enumerate(cells if cells is not None else ()):
        told = meaning(formats.get(int(style.get("numFmtId", "0")), ""))
        if told:
            found[str(n).encode()] = told
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _search(stream: IO[bytes], styles: dict[bytes, str], looks: Looks) -> None:
    any_style = b"|".join(styles) or b"none"
    cell = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bs=[\"'](" + any_style + rb")[\"'])[^>]*?\br=[\"']([A-Z]+)(\d+)[\"']")
    for block in _blocks(stream):
        for style, letters, row in cell.findall(block) if styles else ():
            looks.look(int(row), _number(letters), styles[style])
        for match in _ERROR.finditer(block) if b'"e"' in block or b"'e'" in block else ():
            looks.look(int(match[2]), _number(match[1]), match[3].decode())
        for tag in _HIDDEN.findall(block) if b"hidden=" in block else ():
            _hide(tag, looks)


_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]+)(\d+)[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_HIDDEN = re.compile(rb"<(?:\w+:)?((?:row|col)\s(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*)>")
_NUMBERS = re.compile(rb"\b(r|min|max)=[\"'](\d+)[\"']")


def _hide(tag: bytes, looks: Looks) -> None:
    numbers = {name: int(value) for name, value in _NUMBERS.findall(tag)}
    if tag.startswith(b"row") and b"r" in numbers:
        looks.hidden.add(numbers[b"r"])
    elif tag.startswith(b"col") and b"min" in numbers:
        first, last = letters(numbers[b"min"]), letters(numbers.get(b"max", numbers[b"min"]))
        named = f"column {first} is" if first == last else f"columns {first} to {last} are"
        looks.remarks.append(Remark(f"{named} hidden; they are read like the others"))


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in parts that end with a row."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        block = rest + chunk
        end = block.rfind(b"row>") + 4
        if end < 4 and len(block) < _LONGEST:
            rest = block
            continue
        yield block[:end]
        rest = block[end:]
    yield rest


def _number(column: bytes) -> int:
    """``AB`` → 28."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def letters(column: int) -> str:
    """28 → ``AB``."""
    told = ""
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(65 + rest) + told
    return told
