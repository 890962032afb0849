"""Where a table's header stands: under a title, over one row or two, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from loaders.readers import Row, Sheet
from ontology.names import compact

#: So many rows are looked at for the header.
SEARCHED = 20
_UNIT = re.compile(r"[(（]([^()（）]*(?:元|人|%|％|平方米|㎡|亩|公里|万|亿|个|家|年)[^()（）]*)[)）]$")


@dataclass(frozen=True)
class Table:
    """A sheet with its header found. headers: the texts as written, blank ones empty."""

    sheet: str | None
    header_row: int
    headers: list[str]
    rows: Iterator[Row]


def plain(header: object) -> str:
    """A header as it is compared: width folded, blanks and line breaks out."""
    return compact(str(header)).replace("（", "(").replace("）", ")").replace("：", ":").strip("*＊:").casefold()


def split_unit(header: str) -> tuple[str, str | None]:
    """``注册资本（万元）`` → 注册资本, 万元."""
    found = _UNIT.search(compact(header))
    return (compact(header)[: found.start()], found[1]) if found else (header, None)


def find_table(sheet: Sheet, wanted: Iterable[str], header: int | None = None) -> Table | None:
    """The table of a sheet: the header is the row that holds most of the wanted words (given as ``plain``), the first
    of equals. None where no row holds any, or the sheet is empty."""
    if sheet.headers is not None:
        return Table(sheet.name, 0, list(sheet.headers), sheet.rows)
    rows = iter(sheet.rows)
    head = list(islice(rows, max(SEARCHED, header or 0)))
    words = set(wanted)
    best = _named(head, header) if header else _best(head, words)
    if best is None:
        return None
    row, cells = head[best]
    headers = ["" if cell is None else str(cell).strip() for cell in cells]
    return Table(sheet.name, row, headers, chain(head[best + 1 :], rows))


def _named(head: list[Row], header: int) -> int | None:
    return next((n for n, (row, _) in enumerate(head) if row == header), None)


def _best(head: list[Row], wanted: set[str]) -> int | None:
    scores = [len({plain(cell) for cell in cells if _text(cell)} & wanted) for _, cells in head]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _text(cell: Any) -> bool:
    return isinstance(cell, str) and bool(cell.strip())
