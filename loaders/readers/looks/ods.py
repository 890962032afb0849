"""Looks of OpenDocument spreadsheets: merged cells, percentages, hidden rows (OpenDocument 1.3, part 3, 9)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

from loaders.readers.looks import Looks, unknown
from loaders.readers.looks.formats import PERCENT

#: Empty cells are repeated to the edge of the sheet; what is repeated oftener says nothing.
_REPEATED = 10_000


def looks_of(path: Path, names: Sequence[str]) -> Callable[[str], Looks]:
    """How a sheet looks, by its name."""
    search = _Search(names)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            search.parser.ParseFile(stream)
    except (expat.ExpatError, zipfile.BadZipFile, OSError, KeyError, ValueError):
        return unknown  # calamine tells what is broken
    return lambda name: search.found.get(name, Looks())


class _Search:
    """One pass through the content; prefixes are those that every writer uses."""

    def __init__(self, names: Sequence[str]) -> None:
        self.found = {name: Looks() for name in names}
        self.looks = Looks()
        self.row = self.column = self.rows = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def start(self, tag: str, told: dict[str, Any]) -> None:
        if tag == "table:table":
            self.looks = self.found.get(told.get("table:name", ""), Looks())
            self.row, self.rows = 0, 1
        elif tag == "table:table-row":
            self.row += self.rows if self.row else 1
            self.rows = int(told.get("table:number-rows-repeated", 1))
            self.column = 0
            if told.get("table:visibility") in ("collapse", "filter") and self.rows < _REPEATED:
                self.looks.hidden |= set(range(self.row, self.row + self.rows))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(told)

    def _cell(self, told: dict[str, Any]) -> None:
        first = self.column + 1
        times = int(told.get("table:number-columns-repeated", 1))
        self.column += times
        down = int(told.get("table:number-rows-spanned", 1))
        across = int(told.get("table:number-columns-spanned", 1))
        if down > 1 or across > 1:
            begin = (self.row - 1, first - 1)
            self.looks.merges.append((begin, (self.row + down - 2, first + across - 2)))
        if told.get("office:value-type") == "percentage" and times * self.rows < _REPEATED:
            for row in range(self.row, self.row + self.rows):
                for column in range(first, first + times):
                    self.looks.look(row, column, PERCENT)
