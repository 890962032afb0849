"""Bytes to rows that know where they stand. One module a format; ``read_sheets`` chooses by the file's name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.errors import UnreadableFile

Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class Sheet:
    """A table of a file. rows: (row number as a person sees it, 1-based; cells). headers: given by formats that name
    their columns themselves (JSON, Parquet); else they are looked for among the first rows. total: how many rows
    there are about, if that is known."""

    name: str | None
    rows: Iterator[Row]
    headers: list[str] | None = None
    total: int | None = None


#: What each ending is read by; ``.gz`` may follow where the format is text.
FORMATS: dict[str, str] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel", ".ods": "excel",
    ".json": "json", ".geojson": "json", ".jsonl": "json", ".ndjson": "json",
    ".parquet": "parquet",
}  # fmt: skip


def is_table(path: Path) -> bool:
    """Whether the file's name says that it is a table."""
    return _ending(path) in FORMATS


def read_sheets(path: Path, encoding: str | None = None) -> Iterator[Sheet]:
    """The tables of a file. Raises UnreadableFile, which names the file and what is wrong with it."""
    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file")
    if path.stat().st_size == 0:
        raise UnreadableFile(f"{path}: the file is empty")
    ending = _ending(path)
    if ending not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise UnreadableFile(f"{path}: files ending in {ending or 'nothing'} are no tables; known endings: {known}")
    return _reader(FORMATS[ending])(path, encoding)


def _ending(path: Path) -> str:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _reader(name: str) -> Callable[[Path, str | None], Iterator[Sheet]]:
    from importlib import import_module

    read: Callable[[Path, str | None], Iterator[Sheet]] = import_module(f"loaders.readers.{name}").read
    return read
