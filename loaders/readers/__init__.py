"""Bytes to rows that know where they stand. One module a format; ``read_sheets`` chooses by the file's content.

The ending says that a file is a table; what is in it says how it is read: systems export pages called .xls and
workbooks called .csv. A name that lies is remarked upon, not refused, as long as the table can be read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from loaders.errors import UnreadableFile

Row = tuple[int, list[Any]]
#: First row, first column, last row, last column of merged cells: 1-based, both ends within.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Remark:
    """Something a person should know about a table that does not refuse it. row: None where all of it is meant."""

    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A table of a file.

    rows: (row number as a person sees it, 1-based; cells from the sheet's first column on), read as they are asked
    for, once. headers: given by formats that name their columns themselves (JSON, Parquet); else they are looked for
    among the first rows. total: how many rows there are about, if that is known. merges: cells that are one cell to
    the eye. remarks: more may come while rows are read. file: what the file is called where a part of an archive is
    meant: ``archive.zip/inner.xlsx``.
    """

    name: str | None
    rows: Iterator[Row]
    headers: list[str] | None = None
    total: int | None = None
    merges: Sequence[Merge] = ()
    remarks: list[Remark] = field(default_factory=list)
    file: str | None = None


#: What each ending is read by; ``.gz`` may follow where the format is text.
FORMATS: dict[str, str] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".xlsx": "excel", ".xlsm": "excel", ".xltx": "excel", ".xlsb": "excel", ".xls": "excel", ".et": "excel",
    ".ods": "excel",
    ".json": "json", ".geojson": "json", ".jsonl": "json", ".ndjson": "json",
    ".parquet": "parquet",
    ".zip": "archive",
}  # fmt: skip


def is_table(path: Path) -> bool:
    """Whether the file's name says that it is a table, or an archive of tables."""
    return ending(path) in FORMATS


def read_sheets(path: Path, encoding: str | None = None) -> Iterator[Sheet]:
    """The tables of a file. Raises UnreadableFile, which names the file and what is wrong with it.

    ``encoding`` overrides what would be detected. Of an archive of several tables the sheets are called
    ``inner.xlsx/名录``; ``loaders.readers.archive.unpacked`` gives the files one by one.
    """
    from loaders.readers.sniff import sniff

    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file")
    if path.stat().st_size == 0:
        raise UnreadableFile(f"{path}: the file is empty")
    if ending(path) not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UnreadableFile(f"{path}: files ending in {ending(path) or 'nothing'} are no tables; known: {known}")
    found = sniff(path, FORMATS[ending(path)])
    sheets = _reader(found.format)(path, encoding)
    if found.remark is None:
        return sheets
    remark = Remark(found.remark)
    return (replace(sheet, remarks=[remark, *sheet.remarks]) for sheet in sheets)


def ending(path: Path) -> str:
    """The ending that says the format: ``.csv`` of ``A.CSV.gz``."""
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _reader(name: str) -> Callable[[Path, str | None], Iterator[Sheet]]:
    from importlib import import_module

    read: Callable[[Path, str | None], Iterator[Sheet]] = import_module(f"loaders.readers.{name}").read
    return read
