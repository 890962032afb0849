"""Files of one shape: tables with the same headers, whatever the files are called. A mapping that was made for one is
found again for the others.

The shape of a table is a hash of the set of its headers, as they are compared (width, blanks and case do not count,
units do); that of a file, of its tables' shapes. Sheets without headers do not count. One header alone makes no shape:
tables with nothing but a name are not of one kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from loaders.declarations import FileMapping
from loaders.errors import NoMapping
from loaders.guess import GUIDE_SHEETS
from loaders.header import find_table, plain, split_unit
from loaders.mapping import read_mapping, read_mappings
from loaders.readers import read_sheets
from loaders.readers.archive import shown_name
from loaders.vocabulary import known_headers
from ontology.model import Ontology
from records.record import Source


def shape_of(path: Path, ontology: Ontology) -> str:
    """The shape of a file; empty where it has no table with headers."""
    return _Headers(path, ontology).shape


def shape_of_headers(tables: Iterable[Iterable[str]]) -> str:
    """The shape of a file with tables of these headers."""
    sets = [sorted({plain(header) for header in headers if header}) for headers in tables]
    shapes = sorted("\0".join(headers) for headers in sets if headers)
    if max(map(len, sets), default=0) < 2:
        return ""
    return hashlib.blake2b("\1".join(shapes).encode(), digest_size=6).hexdigest()


def find_mapping(path: Path, places: Iterable[Path], ontology: Ontology) -> FileMapping | None:
    """The mapping for a file, looked for in mapping files or folders of them.

    In a folder the first that is for files called so counts, else the first for files of this shape. One for a shape is
    for files called so only if they have the columns that it needs. One that was found by its shape alone speaks for
    another file, so it is another source: its id and title are the file's name, and as of when it speaks is not known.

    Raises NoMapping if a mapping file itself was named and is not for this file.
    """
    for place in places:
        if not place.exists():
            raise NoMapping(f"there is no mapping {place}")
        headers = _Headers(path, ontology)
        if place.is_file():
            named = read_mapping(place, ontology)
            found = named if named.fits(path) else _of_shape([named], headers)
            if found is None:
                raise NoMapping(f"{path}: the mapping {place} is for files called {' or '.join(named.files)}")
            return found
        known = list(read_mappings(place, ontology))
        called = (m for m in known if m.fits(path) and (m.shape is None or headers.hold(m)))
        found = next(called, None) or _of_shape(known, headers)
        if found:
            return found
    return None


def _of_shape(known: Sequence[FileMapping], headers: _Headers) -> FileMapping | None:
    """The mapping for files with these headers."""
    same = next((mapping for mapping in known if mapping.shape and mapping.shape == headers.shape), None)
    return replace(same, source=source_of(headers.path, same.source)) if same else None


@dataclass(frozen=True)
class _Headers:
    """The headers of a file, read when they are asked for."""

    path: Path
    ontology: Ontology

    @cached_property
    def tables(self) -> list[list[str]]:
        known = known_headers(self.ontology)
        sheets = (sheet for sheet in read_sheets(self.path) if sheet.name not in GUIDE_SHEETS)
        return [table.headers for sheet in sheets if (table := find_table(sheet, known))]

    @cached_property
    def shape(self) -> str:
        return shape_of_headers(self.tables)

    def hold(self, mapping: FileMapping) -> bool:
        """Whether the columns that a mapping needs are there."""
        there = {plain(part) for table in self.tables for header in table for part in (header, split_unit(header)[0])}
        needed = {column for sheet in mapping.sheets for column in sheet.required_columns()}
        return all(plain(column) in there or plain(column.split(".")[0]) in there for column in needed)


def source_of(path: Path, like: Source | None = None) -> Source:
    """The source that a file is by its name, published like another one."""
    shown = shown_name(path)
    name = shown.removesuffix(path.suffix)
    return replace(like, id=name, title=shown, as_of=None) if like else Source(name, "table", shown)


def remember(mapping: FileMapping, folder: Path) -> Path | None:
    """Keep a mapping file that is for a shape, so that ``find_mapping`` finds it in ``folder``; where it is kept now.

    One that was kept for the same shape is replaced. None where the mapping is for no shape, or was found there.
    """
    if mapping.shape is None or mapping.path is None or mapping.path.parent.absolute() == folder.absolute():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    text = mapping.path.read_text(encoding="utf-8")
    path = folder / f"{mapping.shape}.yaml"
    part = folder / f".{mapping.shape}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path
