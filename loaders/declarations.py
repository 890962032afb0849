"""Mappings: which column of which file becomes which property of which type.

A mapping is data, read from YAML by loaders.mapping, which says how it is written; loaders.guess makes one
from headers alone.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ontology.model import EdgeType, NodeType, Property
from records.assertions import Expectation
from records.record import Source

#: The part of a cell that ``each`` stands for; its fields and the named groups of its pattern are ``each.name``.
EACH = "each"
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Condition:
    """When something counts: the column's text is among the words or not, matches, is blank, differs from another
    column's, looks like the name of one of some node types (loaders.naming) or of none. All that is said must hold.
    """

    column: str
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    matches: re.Pattern[str] | None = None
    unlike: re.Pattern[str] | None = None
    blank: bool | None = None
    differs: str | None = None
    names: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, self.differs) if self.differs else (self.column,)


@dataclass(frozen=True)
class Value:
    """How one property gets its value from a row.

    Exactly one of column, constant, template and place is given. lenient: a cell that cannot be read is unknown and
    noted, where else it refuses the row. level: the place counts only if it is known to that level; finest: it is
    cut to that level if it is known better.
    """

    prop: Property
    column: str | None = None
    constant: Any = None
    template: str | None = None
    place: tuple[str, ...] = ()
    within: str | None = None
    level: str | None = None
    finest: str | None = None
    unit: str | None = None
    pattern: re.Pattern[str] | None = None
    lookup: Mapping[str, str] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    lenient: bool = False
    optional: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        named = PLACEHOLDER.findall(self.template or "")
        return tuple(c for c in (self.column, *named, *self.place) if c)


@dataclass(frozen=True)
class Each:
    """A cell that tells several things: a text to split, or a JSON list or object.

    shares: each part is a name with a share or amount, ``each.name``, ``each.share``, ``each.amount`` (loaders.shares).
    """

    column: str
    split: str
    pattern: re.Pattern[str] | None = None
    shares: bool = False


@dataclass(frozen=True)
class EntityMapping:
    """One entity a row, or one a part of a cell. values: the first of several for a property that tells it counts."""

    name: str
    type: NodeType
    ref: str | None
    values: tuple[Value, ...]
    conditions: tuple[Condition, ...] = ()
    each: Each | None = None
    mention: bool = False
    confidence: float = 1.0

    @property
    def columns(self) -> set[str]:
        return _columns(self.values, self.conditions, self.each, PLACEHOLDER.findall(self.ref or ""))


@dataclass(frozen=True)
class RelationMapping:
    """A relation between entities of the same row."""

    type: EdgeType
    head: str
    tail: str
    values: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    each: Each | None = None
    confidence: float = 1.0

    @property
    def columns(self) -> set[str]:
        return _columns(self.values, self.conditions, self.each)


@dataclass(frozen=True)
class SheetMapping:
    """What becomes of the rows of one table. conditions: of which rows; the others are skipped."""

    sheet: str | None
    header: int | None
    entities: tuple[EntityMapping, ...]
    relations: tuple[RelationMapping, ...]
    ignore: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def all_columns(self) -> set[str]:
        """Every column that the mapping names."""
        named = _columns((), self.conditions, None) | set(self.ignore)
        return named.union(*(e.columns for e in self.entities), *(r.columns for r in self.relations))

    def required_columns(self) -> set[str]:
        """The columns without which the table is not what the mapping is for."""
        values = [v for e in self.entities for v in e.values] + [v for r in self.relations for v in r.values]
        optional = {c for v in values if v.optional for c in v.columns}
        return self.all_columns() - optional - set(self.ignore)

    def columns_of(self, kind: str) -> set[str]:
        """The columns whose values are of a kind: money, date."""
        values = [v for e in self.entities for v in e.values] + [v for r in self.relations for v in r.values]
        return {c for v in values if v.prop.kind == kind for c in v.columns}


@dataclass(frozen=True)
class FileMapping:
    """What becomes of a file. path: of the mapping itself; None where it was guessed from headers. shape: of the files
    that it is for besides those that are called so (loaders.shapes)."""

    path: Path | None
    source: Source
    files: tuple[str, ...]
    encoding: str | None
    sheets: tuple[SheetMapping, ...]
    expectation: Expectation = field(default_factory=Expectation)
    shape: str | None = None

    @property
    def told(self) -> str:
        return self.path.name if self.path else "by its headers"

    def fits(self, path: Path) -> bool:
        """Whether the file is called as the mapping says: ``linyi*.csv``, or with its folder ``parks/zones.csv``."""
        whole = path.absolute().as_posix()
        return any(fnmatch.fnmatch(path.name, name) or fnmatch.fnmatch(whole, f"*/{name}") for name in self.files)

    def for_sheet(self, name: str | None) -> SheetMapping | None:
        """The entry for a sheet of that name; one without a name takes all that no other takes."""
        named = [s for s in self.sheets if s.sheet is not None]
        for sheet in named:
            if fnmatch.fnmatch(name or "", sheet.sheet or ""):
                return sheet
        return next((s for s in self.sheets if s.sheet is None), None)


def _columns(
    values: Sequence[Value], conditions: Sequence[Condition], each: Each | None, more: Iterable[str] = ()
) -> set[str]:
    stated = [*conditions, *(c for v in values for c in v.conditions)]
    named = {c for v in values for c in v.columns} | {c for condition in stated for c in condition.columns}
    named |= {each.column, *more} if each else {*more}
    return {c for c in named if c != EACH and not c.startswith(f"{EACH}.")}
