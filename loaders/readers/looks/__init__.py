"""What a workbook shows and calamine does not tell: number formats that change the meaning, errors, what is hidden."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loaders.readers import Remark


@dataclass
class Looks:
    """Of one sheet. cells: row → column → a format of ``formats``, or the error that stands there (``#REF!``), both
    1-based. merges: only where calamine does not know them, 0-based ((row, column), (row, column)). hidden: rows."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def look(self, row: int, column: int, told: str) -> None:
        self.cells.setdefault(row, {})[column] = told


def unknown(name: str) -> Looks:
    """Of a workbook whose looks cannot be read."""
    del name
    return Looks()


def looks_of(path: Path, names: Sequence[str]) -> Callable[[str], Looks]:
    """How the sheets of a workbook look; a sheet is looked at when it is asked for."""
    from loaders.readers.looks import ods, xls, xlsx

    if not zipfile.is_zipfile(path):
        return xls.looks_of(path)
    with zipfile.ZipFile(path) as archive:
        inside = set(archive.namelist())
    if "xl/workbook.xml" in inside:
        return xlsx.looks_of(path)
    return ods.looks_of(path, names) if "content.xml" in inside else unknown
