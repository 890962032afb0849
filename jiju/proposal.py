"""A mapping for a file, as its headers tell it, as a mapping file says it: to be looked at, edited and loaded by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from loaders.declarations import Condition, EntityMapping, FileMapping, RelationMapping, SheetMapping, Value
    from ontology.model import Ontology, Property

#: So many rows are shown.
SAMPLES = 5
#: A header that is one of the ontology's words for the property, and one that only looks like a name.
_SURE, _LIKELY = 1.0, 0.6


def propose(path: Path, ontology: Ontology, mapping: FileMapping | None = None) -> dict[str, Any]:
    """The mapping's text, what it reads each column as, and the first rows by header.

    mapping: one to look by; without it the headers tell. Raises LoaderError where they tell nothing.
    """
    from loaders.guess import guess_mapping

    found = mapping or guess_mapping(path, ontology)
    columns: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for sheet, told, samples in _sheets(path, found):
        columns += _columns(sheet, told, samples)
        rows += [{"sheet": sheet, "cells": sample} for sample in samples]
    text = yaml.safe_dump(as_yaml(found), allow_unicode=True, sort_keys=False, width=120)
    return {"mapping": text, "columns": columns, "rows": rows[:SAMPLES]}


def as_yaml(mapping: FileMapping) -> dict[str, Any]:
    """A guessed mapping as docs/mapping.md writes it."""
    source = {"id": mapping.source.id, "title": mapping.source.title}
    return {"source": source, "file": list(mapping.files), "sheets": [_sheet(sheet) for sheet in mapping.sheets]}


def _sheet(sheet: SheetMapping) -> dict[str, Any]:
    told: dict[str, Any] = {"sheet": sheet.sheet, "header": sheet.header, "ignore": list(sheet.ignore)}
    told |= {"when": _conditions(sheet.conditions)}
    told["entities"] = {entity.name: _entity(entity) for entity in sheet.entities}
    told["relations"] = [_relation(relation) for relation in sheet.relations]
    return {name: value for name, value in told.items() if value}


def _entity(entity: EntityMapping) -> dict[str, Any]:
    told = {
        "type": entity.type.name,
        "mention": entity.mention,
        "when": _conditions(entity.conditions),
        "properties": {value.prop.name: _value(value) for value in entity.values},
    }
    return {name: value for name, value in told.items() if value}


def _relation(relation: RelationMapping) -> dict[str, Any]:
    told: dict[str, Any] = {"type": relation.type.name, "head": relation.head, "tail": relation.tail}
    properties = {value.prop.name: _value(value) for value in relation.values}
    return told | ({"properties": properties} if properties else {})


def _value(value: Value) -> Any:
    return {"column": value.column, "optional": True} if value.optional else value.column


def _conditions(conditions: tuple[Condition, ...]) -> dict[str, Any]:
    return {one.column: {"not": list(one.unless)} if one.unless else list(one.words) for one in conditions}


def _sheets(path: Path, mapping: FileMapping) -> Iterator[tuple[str | None, SheetMapping, list[dict[str, str]]]]:
    """The sheets that the mapping reads, with their first rows."""
    from loaders.header import find_table, plain
    from loaders.readers import read_sheets

    for sheet in read_sheets(path, mapping.encoding):
        told = mapping.for_sheet(sheet.name)
        table = find_table(sheet, {plain(c) for c in told.all_columns()}, told.header) if told else None
        if told and table:
            rows = [_row(table.headers, cells) for _, cells in islice(table.rows, SAMPLES)]
            yield sheet.name, told, rows


def _row(headers: list[str], cells: Any) -> dict[str, str]:
    named = zip(headers, cells, strict=False)
    return {header: "" if cell is None else str(cell) for header, cell in named if header}


def _columns(sheet: str | None, told: SheetMapping, samples: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    from loaders.guess import words
    from loaders.header import plain, split_unit

    read: dict[str, tuple[str, Property]] = {}
    parts: list[EntityMapping | RelationMapping] = [*told.entities, *told.relations]
    for part in parts:
        for value in part.values:
            for column in value.columns:
                read.setdefault(plain(column), (part.type.name, value.prop))
    for header in samples[0] if samples else sorted(told.all_columns()):
        found = read.get(plain(header)) or read.get(plain(split_unit(header)[0]))
        known = {plain(word) for word in words(found[1])} if found else set()
        sure = bool(known & {plain(header), plain(split_unit(header)[0])})
        yield {
            "sheet": sheet,
            "column": header,
            "type": found[0] if found else None,
            "property": found[1].name if found else None,
            "confidence": (_SURE if sure else _LIKELY) if found else 0.0,
            "reason": None if not found else "header" if sure else "position or mapping",
            "samples": [text for sample in samples if (text := sample.get(header, ""))],
            "alternatives": [],
        }
