"""Files of one shape: tables with the same headers, whatever the files are called. A mapping that was made for one is
found again for the others.

The shape of a table is a hash of the set of its headers, as they are compared (width, blanks and case do not count,
units do); that of a file, of its tables' shapes. Sheets without headers do not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from loaders.declarations import FileMapping
from loaders.guess import GUIDE_SHEETS
from loaders.header import find_table, plain
from loaders.mapping import read_mappings
from loaders.readers import read_sheets
from loaders.readers.archive import shown_name
from loaders.vocabulary import known_headers
from ontology.model import Ontology
from records.record import Source


def shape_of(path: Path, ontology: Ontology) -> str:
    """The shape of a file; empty where it has no table with headers."""
    known = known_headers(ontology)
    tables = (find_table(sheet, known) for sheet in read_sheets(path) if sheet.name not in GUIDE_SHEETS)
    return shape_of_headers(table.headers for table in tables if table)


def shape_of_headers(tables: Iterable[Iterable[str]]) -> str:
    """The shape of a file with tables of these headers."""
    shapes = sorted("\0".join(sorted({plain(header) for header in headers if header})) for headers in tables)
    shapes = [shape for shape in shapes if shape]
    return hashlib.blake2b("\1".join(shapes).encode(), digest_size=6).hexdigest() if shapes else ""


def find_by_shape(path: Path, folder: Path, ontology: Ontology) -> FileMapping | None:
    """The mapping of a folder that was made for files of this shape, or that is for files called so.

    One that was found by its shape alone speaks for another file, so it is another source: its id and title are the
    file's name, and as of when it speaks is not known.
    """
    if not folder.is_dir():
        return None
    known = list(read_mappings(folder, ontology))
    called = next((mapping for mapping in known if mapping.fits(path)), None)
    if called or not any(mapping.shape for mapping in known):
        return called
    shape = shape_of(path, ontology)
    same = next((mapping for mapping in known if mapping.shape and mapping.shape == shape), None)
    return replace(same, source=source_of(path, same.source)) if same else None


def source_of(path: Path, like: Source | None = None) -> Source:
    """The source that a file is by its name, published like another one."""
    shown = shown_name(path)
    name = shown.removesuffix(path.suffix)
    return replace(like, id=name, title=shown, as_of=None) if like else Source(name, "table", shown)


def remember(text: str, shape: str, name: str, folder: Path) -> Path:
    """Keep the text of a mapping for files of a shape; the file that it stands in. One made before is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{shape}.yaml"
    for older in folder.glob(f"*-{shape}.yaml"):
        if older != path:
            older.unlink()
    lines = [line for line in text.splitlines() if not line.startswith("shape:")]
    path.write_text("\n".join([f"shape: {shape}", *lines]) + "\n", encoding="utf-8")
    return path
