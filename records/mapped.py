"""Large tables in little memory: Arrow files mapped instead of read, and any table looked at a part at a time.

The pages of a mapped file belong to the process from when they are first looked at, as long as the system has memory
to spare. ``parts`` gives them back after each part, so that a pass over a table of any size holds one part of it.
"""

import mmap
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa

#: Rows of a part.
PART = 1 << 18
_MAPPED: "weakref.WeakSet[_Mapped]" = weakref.WeakSet()


class _Mapped(mmap.mmap):
    """A mapping that can be referred to weakly."""


def map_table(file: Path) -> pa.Table:
    """The table of an Arrow file, as long as it is in use also after the file was removed."""
    with file.open("rb") as opened:
        mapped = _Mapped(opened.fileno(), 0, access=mmap.ACCESS_READ)
    _MAPPED.add(mapped)
    return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()


def slices(table: pa.Table, rows: int = PART) -> Iterator[pa.Table]:
    """The table's rows a part at a time."""
    for start in range(0, table.num_rows, rows):
        yield table.slice(start, rows)
        for mapped in list(_MAPPED):
            mapped.madvise(mmap.MADV_DONTNEED)


def parts(table: pa.Table, names: Sequence[str] | None = None, rows: int = PART) -> Iterator[pl.DataFrame]:
    """``slices`` of some columns as frames; ``names`` None for all."""
    for part in slices(table if names is None else table.select(names), rows):
        yield pl.DataFrame(pl.from_arrow(part))
