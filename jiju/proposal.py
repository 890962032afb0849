"""A mapping for a file, to be looked at, edited and loaded by: the one that is known for it, or a proposed one.

What each column is read as, how sure that is, what else it may be, and the first rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loaders.declarations import EntityMapping, FileMapping, RelationMapping
    from loaders.places import Gazetteer
    from ontology.model import Ontology


def proposal_of(
    path: Path, ontology: Ontology, gazetteer: Gazetteer | None = None, mapping: FileMapping | None = None
) -> dict[str, Any]:
    """``loaders.proposal.Proposal.as_json``; by a mapping where one is given: then ``mapping`` is its text.

    Raises LoaderError where the file cannot be read, or tells nothing and no mapping is given.
    """
    from loaders.errors import NoMapping
    from loaders.proposal import propose

    try:
        told = propose(path, ontology, gazetteer).as_json()
    except NoMapping:
        if mapping is None:
            raise
        told = {"shape": "", "confidence": 1.0, "columns": [], "rows": [], "unread_sheets": []}
    if mapping is None:
        return told
    text = mapping.path.read_text(encoding="utf-8") if mapping.path else ""
    told["columns"] = _by_mapping(told["columns"], mapping)
    return {**told, "mapping": text, "confidence": 1.0}


def _by_mapping(columns: list[dict[str, Any]], mapping: FileMapping) -> list[dict[str, Any]]:
    """The columns of a proposal as a mapping reads them; the proposal's reading becomes an alternative."""
    return [_read_as(column, _uses(column["sheet"], column["column"], mapping)) for column in columns]


def _read_as(column: dict[str, Any], uses: list[tuple[str, str]]) -> dict[str, Any]:
    told = {name: column[name] for name in ("type", "property", "confidence")}
    proposed = [told] if told["property"] and (told["type"], told["property"]) not in uses else []
    others = [a for a in (*proposed, *column["alternatives"]) if (a["type"], a["property"]) not in uses]
    if not uses:
        nothing = {"type": None, "property": None, "confidence": 0.0, "reason": None}
        return {**column, **nothing, "alternatives": others}
    type_, name = uses[0]
    also = "".join(f"; also {other}.{more}" for other, more in uses[1:])
    return {
        **column, "type": type_, "property": name, "confidence": 1.0, "reason": f"the mapping says so{also}",
        "alternatives": others,
    }  # fmt: skip


def _uses(sheet: str | None, header: str, mapping: FileMapping) -> list[tuple[str, str]]:
    """What a mapping reads a column as: type and property."""
    from loaders.header import plain, split_unit

    told = mapping.for_sheet(sheet)
    if told is None:
        return []
    parts: list[EntityMapping | RelationMapping] = [*told.entities, *told.relations]
    same = {plain(header), plain(split_unit(header)[0])}
    found = []
    for part in parts:
        each = {plain(part.each.column)} if part.each else set()
        for value in part.values:
            columns = {plain(name) for name in value.columns}
            if columns & same or (each & same and any(name.startswith("each") for name in columns)):
                found.append((part.type.name, value.prop.name))
    return list(dict.fromkeys(found))
