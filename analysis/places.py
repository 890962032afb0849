"""A region as a caller names it: by id, code or name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.placement import DIGITS

if TYPE_CHECKING:
    from records.snapshot import Snapshot

_FINEST_FIRST = sorted((digits for digits in DIGITS.values() if digits), reverse=True)


@dataclass(frozen=True)
class Place:
    """A region: the digits of its code that its members' codes start with, its node's id where there is one."""

    code: str
    id: str | None
    name: str


def prefix_of(code: str) -> str:
    """What the codes of all that lies in a region start with.

    >>> prefix_of("371300"), prefix_of("371000000000"), prefix_of("371302001"), prefix_of("37")
    ('3713', '3710', '371302001', '37')
    """
    padded = code[:12].ljust(12, "0")
    for digits in _FINEST_FIRST:
        before = max((d for d in _FINEST_FIRST if d < digits), default=0)
        if padded[before:digits].strip("0"):
            return padded[:digits]
    return ""


def regions(snapshot: "Snapshot") -> pl.DataFrame:
    """All regions with a code: ``id``, ``name``, ``code`` (its prefix), ``level``."""
    file = snapshot.node_files().get("Region")
    if file is None:
        return pl.DataFrame(schema=dict.fromkeys(("id", "name", "code", "level"), pl.String))
    frame = read_frame(file, ["id", "name", "code", "level"]).drop_nulls("code")
    code = pl.col("code").map_elements(prefix_of, pl.String)
    return frame.select("id", "name", code, "level").sort("code", "id")


def find_region(snapshot: "Snapshot", asked: str) -> Place:
    """The region of this id, code or name. Raises AnalysisRefused for none, and for several of a name."""
    known = regions(snapshot)
    if asked.isascii() and asked.isdigit():
        code = prefix_of(asked)
        found = known.filter(pl.col("code") == code).head(1)
        return Place(code, None, asked) if found.is_empty() else _place(found)
    found = known.filter((pl.col("id") == asked) | (pl.col("name") == asked))
    if found.height > 1:
        codes = ", ".join(found["code"].to_list())
        raise AnalysisRefused(f"region: several are called {asked!r}; give a code: {codes}")
    if found.is_empty():
        raise AnalysisRefused(f"region: {asked!r} is no id, code or name of a region with a code")
    return _place(found)


def _place(found: pl.DataFrame) -> Place:
    id_, name, code = found.select("id", "name", "code").row(0)
    return Place(code, id_, name or code)
