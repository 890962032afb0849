"""The proposal of a file: its sheets' drafts, as a mapping, as YAML and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from loaders.declarations import FileMapping
from loaders.errors import NoMapping
from loaders.guess import GUIDE_SHEETS, guess_template, template_text
from loaders.header import SEARCHED, Table, find_table, plain
from loaders.mapping import parse_mapping
from loaders.places import Gazetteer, national
from loaders.proposal.draft import Draft, Link, Thing
from loaders.proposal.profile import Column, profile
from loaders.proposal.readings import alternatives
from loaders.proposal.sheet import draft_sheet
from loaders.proposal.text import flow, lines_of
from loaders.readers import Sheet, read_sheets
from loaders.shapes import shape_of_headers, source_of
from loaders.vocabulary import Vocabulary, known_headers
from ontology.model import EdgeType, NodeType, Ontology
from ontology.names import as_text

#: What a proposal must be worth to be loaded by unseen.
SURE = 0.5
#: So many rows are shown.
_SHOWN = 5
#: Keys that values tell without any header.
_TELLING = frozenset({"uscc"})


@dataclass
class SheetProposal:
    """What is proposed for one table. text: the lines of its part of the mapping. draft: None for our own template."""

    name: str | None
    header: int
    columns: list[Column]
    text: list[str]
    draft: Draft | None

    @property
    def unread(self) -> list[str]:
        """The filled columns that nobody reads."""
        if self.draft is None:
            return []
        used = {plain(name) for name in self.draft.used() | set(self.draft.ignored)}
        return [c.header for c in self.columns if c.distinct and plain(c.header) not in used]

    @property
    def confidence(self) -> float:
        """How sure the proposal is as a whole: what the rows are about, by how much of the table is read."""
        if self.draft is None:
            return 1.0
        filled = [column for column in self.columns if column.distinct or not self.columns[0].cells]
        read = 1 - len(self.unread) / len(filled) if filled else 1.0
        sure = max((thing.confidence for thing in self.draft.things.values()), default=0.0)
        return round(sure * (0.5 + 0.5 * read), 2)

    def uses(self, column: Column) -> list[tuple[Thing | Link, str, float, str]]:
        """What a column tells: whose property, how sure, why; what it tells together with others last."""
        found: list[tuple[Thing | Link, str, float, str]] = []
        parts: list[Thing | Link] = [*self.draft.things.values(), *self.draft.links] if self.draft else []
        for part in parts:
            for name, spec in part.specs.items():
                each = part.each["column"] if part.each else None
                if column.header in spec.columns or (each == column.header and str(spec.told).startswith("each")):
                    found.append((part, name, spec.confidence, spec.reason))
        return sorted(found, key=lambda use: isinstance(told := use[0].specs[use[1]].told, dict) and "template" in told)


@dataclass
class Proposal:
    """A proposed mapping of a file. unread: sheets that it reads nothing from."""

    path: Path
    ontology: Ontology
    sheets: list[SheetProposal]
    unread: list[str] = field(default_factory=list)

    @property
    def shape(self) -> str:
        """By which the mapping is found again for other files (loaders.shapes)."""
        return shape_of_headers([column.header for column in sheet.columns] for sheet in self.sheets)

    @property
    def confidence(self) -> float:
        return min((sheet.confidence for sheet in self.sheets), default=0.0)

    def yaml(self) -> str:
        """A mapping file (docs/mapping.md) with confidences and reasons as comments."""
        source = source_of(self.path)
        lines = [
            f"# Proposed for {self.path.name}. Numbers are confidences, 0 to 1: look at the low ones first.",
            f"source: {flow({'id': source.id, 'title': source.title})}",
            f"file: {flow(_glob(self.path.name))}",
        ]
        if self.shape:
            lines.append(f"shape: {flow(self.shape)}  # files with the same headers are read by this mapping, too")
        if len(self.sheets) == 1 and not self.sheets[0].name:
            return "\n".join([*lines, *self.sheets[0].text]) + "\n"
        lines.append("sheets:")
        for sheet in self.sheets:
            lines.append(f"- sheet: {flow(_glob(sheet.name))}" if sheet.name else "- header: " + str(sheet.header or 1))
            lines += ["  " + line for line in sheet.text]
        if self.unread:
            lines.append(f"# Sheets that nobody reads: {'、'.join(self.unread)}")
        return "\n".join(lines) + "\n"

    @cached_property
    def mapping(self) -> FileMapping:
        """What the YAML says, to load by."""
        return parse_mapping(self.yaml(), self.ontology)

    def sure_mapping(self) -> FileMapping:
        """``mapping``, if it may be loaded by unseen. Raises NoMapping with the way out."""
        if self.confidence >= SURE:
            return self.mapping
        raise NoMapping(
            f"{self.path}: what its rows mean is not sure enough ({self.confidence:.0%}) to load it unseen; look at "
            "the proposal with jiju inspect, write it down with --write mapping.yaml, correct it, and give it with "
            "--mapping"
        )

    def as_json(self) -> dict[str, Any]:
        """The mapping's text; per column its reading with confidence, reason, samples and alternatives; first rows."""
        return {
            "mapping": self.yaml(),
            "shape": self.shape,
            "confidence": self.confidence,
            "columns": [column for sheet in self.sheets for column in _columns_of(sheet, self.ontology)],
            "rows": list(islice(_rows_of(self.sheets), _SHOWN)),
            "unread_sheets": self.unread,
        }


def propose(path: Path, ontology: Ontology, gazetteer: Gazetteer | None = None) -> Proposal:
    """What a file's headers and values tell.

    gazetteer: the places that are known; all of China's if left out. Raises NoMapping where nothing is told,
    UnreadableFile where the file cannot be read.
    """
    words, known = Vocabulary(ontology), known_headers(ontology)
    places = gazetteer if gazetteer is not None and len(gazetteer) else national()
    proposal = Proposal(path, ontology, [])
    for number, sheet in enumerate(read_sheets(path)):
        if sheet.name in GUIDE_SHEETS:
            continue
        found = _sheet(path, sheet, known, words, places) or _by_values(path, number, words, places)
        if found:
            proposal.sheets.append(found)
        elif sheet.name and sheet.total:
            proposal.unread.append(sheet.name)
    if not proposal.sheets:
        raise NoMapping(
            f"{path}: its headers name no type of the ontology; write a mapping file (docs/mapping.md) and give it "
            "with --mapping, or fill in a template: jiju template 企业 -o 企业.xlsx"
        )
    return proposal


def _sheet(path: Path, sheet: Sheet, known: set[str], words: Vocabulary, gazetteer: Gazetteer) -> SheetProposal | None:
    table = find_table(sheet, known)
    return _proposed(path, sheet, table, words, gazetteer) if table and any(table.headers) else None


def _by_values(path: Path, number: int, words: Vocabulary, gazetteer: Gazetteer) -> SheetProposal | None:
    """A table whose headers no list knows, if its values tell what its rows are: names of enterprises with codes. The
    header is the first row of several short texts. The sheet is read anew, for it was read to look for headers."""
    sheet = next(islice(read_sheets(path), number, None))
    if sheet.headers is not None:
        return None  # its headers were seen: the format names them
    first = next((row for row, cells in islice(sheet.rows, SEARCHED) if _may_be_header(cells)), None)
    again = next(islice(read_sheets(path), number, None))
    table = find_table(again, (), first) if first else None
    made = _proposed(path, again, table, words, gazetteer) if table else None
    if (
        made is None
        or made.draft is None
        or not any(thing.specs.keys() & _TELLING for thing in made.draft.things.values())
    ):
        return None
    return made


def _may_be_header(cells: Sequence[Any]) -> bool:
    filled = [cell for cell in cells if cell not in (None, "")]
    return len(filled) > 1 and all(isinstance(cell, str) and len(cell) <= 20 for cell in filled)


def _proposed(path: Path, sheet: Sheet, table: Table, words: Vocabulary, gazetteer: Gazetteer) -> SheetProposal | None:
    template = guess_template(sheet.name, table, words.ontology)
    columns = profile(table)
    if template is not None:
        return SheetProposal(sheet.name, table.header_row, columns, list(template_text(template)), None)
    draft = draft_sheet(columns, source_of(path).id, sheet.name, words, gazetteer)
    if draft is None:
        return None
    made = SheetProposal(sheet.name, table.header_row, columns, [], draft)
    made.text = list(lines_of(draft, made.unread))
    return made


def _glob(name: str) -> str:
    """A name as a pattern that only this name fits: brackets, stars and question marks stand for themselves."""
    return re.sub(r"[\[*?]", r"[\g<0>]", name)


def _rows_of(sheets: list[SheetProposal]) -> Iterator[dict[str, Any]]:
    for sheet in sheets:
        for cells in islice(zip(*(column.cells for column in sheet.columns), strict=True), _SHOWN):
            told = {c.header: "" if v is None else as_text(v) for c, v in zip(sheet.columns, cells, strict=True)}
            yield {"sheet": sheet.name, "cells": told}


def _columns_of(sheet: SheetProposal, ontology: Ontology) -> Iterator[dict[str, Any]]:
    types: list[NodeType | EdgeType] = []
    if sheet.draft:
        types += {thing.type.name: thing.type for thing in sheet.draft.things.values()}.values()
        types += {link.edge.name: link.edge for link in sheet.draft.links}.values()
    for column in sheet.columns:
        uses = sheet.uses(column)
        chosen = {(_type_of(part), name) for part, name, _, _ in uses}
        part, name, sure, reason = uses[0] if uses else (None, None, 0.0, None)
        more = [f"{_type_of(p)}.{n}" for p, n, _, _ in uses[1:]]
        others = alternatives(types or list(ontology.node_types.values()), column, chosen)
        yield {
            "sheet": sheet.name,
            "column": column.header,
            "type": _type_of(part) if part else None,
            "property": name,
            "confidence": sure,
            "reason": reason and reason + (f"; also {', '.join(more)}" if more else ""),
            "samples": column.samples,
            "alternatives": [{"type": r.type, "property": r.prop.name, "confidence": r.confidence} for r in others],
        }


def _type_of(part: Thing | Link) -> str:
    return part.type.name if isinstance(part, Thing) else part.edge.name
