"""What persons put right by hand: a log of edits, told to the archive as the source ``edits``.

    <archive>/_edits.jsonl      one line an edit or the undoing of one; appended, never rewritten

The log is the truth; the source is made of what stands in it and was not undone, so an undo brings back what the
sources say. An edit is believed before every other source (records.resolution.resolver.believed).
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from ontology.model import EdgeType, NodeType, Ontology, Property
from ontology.values import parse
from records.appended import replayed
from records.archive import Archive, Version
from records.errors import ArchiveError
from records.files import sync
from records.lock import exclusive
from records.migration import renamed
from records.record import EntityRecord, Locator, Record, RelationRecord, Source, short_hash
from records.schema import stated

SOURCE = "edits"
_LOG = "_edits.jsonl"


class EditRefused(ArchiveError):  # noqa: N818 - they say what happened
    """An edit that cannot be made: the text says why."""


@dataclass(frozen=True)
class Edit:
    """One edit. subject: id of a node or edge. value: as a person writes it (``500万元``, ``2014-05``).

    at: when (ISO 8601, UTC). relation: ends and key values of an edge. undone: by whom and why, where it was.
    """

    id: str
    subject: str
    property: str
    value: Any
    by: str
    why: str
    at: str
    relation: Mapping[str, Any] | None = None
    undone: Mapping[str, str] | None = None


class Edits:
    """The edits of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._path = archive.folder / _LOG

    def log(self) -> list[Edit]:
        """All edits, oldest first, undone ones included."""
        names = renamed(self._archive.folder)
        told = [Edit(**line) for line in replayed(self._lines())]
        return [replace(edit, property=_name_now(names, self._archive.ontology, edit)) for edit in told]

    def active(self) -> list[Edit]:
        """The edits that count: of several of one value the last that was not undone."""
        last = {(edit.subject, edit.property): edit for edit in self.log() if edit.undone is None}
        return list(last.values())

    def override(
        self, subject: str, name: str, value: Any, by: str, why: str, relation: Mapping[str, Any] | None = None
    ) -> Edit:
        """Say what a property is. relation: of an edge its snapshot row. Raises EditRefused, ValueRefused.

        The same again by the same person is the edit that is there.
        """
        declared = self._archive.ontology.type_of_id(subject) or _edge_type(self._archive.ontology, subject)
        if declared is None:
            raise EditRefused(f"{subject!r} is the id of no type; ids look like enterprise:3f2a…")
        p = _editable(declared, name)
        if _value(p, value) is None:
            raise EditRefused(f"{value!r} says nothing of {p.label.zh}; undo an edit to take it back")
        if isinstance(declared, EdgeType) and relation is None:
            raise EditRefused(f"there is no relation {subject}")
        ends = _ends(declared, relation) if isinstance(declared, EdgeType) and relation else None
        with exclusive(self._path.with_suffix(".lock"), "an edit"):
            there = next((e for e in self.active() if (e.subject, e.property) == (subject, p.name)), None)
            if there and (there.value, there.by) == (value, by):
                return there
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            edit = Edit(short_hash(subject, p.name, str(value), by, at), subject, p.name, value, by, why, at, ends)
            self._append({k: v for k, v in asdict(edit).items() if k != "undone"})
            self.tell()
        return edit

    def undo(self, edit_id: str, by: str, why: str) -> Edit:
        """Take an edit back; taking it back twice changes nothing. Raises EditRefused."""
        with exclusive(self._path.with_suffix(".lock"), "an edit"):
            edit = next((e for e in self.log() if e.id == edit_id), None)
            if edit is None:
                raise EditRefused(f"there is no edit {edit_id!r}")
            if edit.undone is None:
                at = datetime.now(UTC).isoformat(timespec="milliseconds")
                self._append({"undo": edit_id, "by": by, "why": why, "at": at})
                self.tell()
        return next(e for e in self.log() if e.id == edit_id)

    def tell(self) -> Version | None:
        """Make the archive's source say what the log says; nothing where it does already."""
        records = [record for edit in self.active() for record in self._records(edit)]
        if records:
            newest = max(edit.at for edit in self.active())
            title = "人工修改 · edits by hand"
            source = Source(SOURCE, "edit", title, trust=1.0, as_of=date.fromisoformat(newest[:10]))
            return self._archive.write(source, records)
        return self._archive.retract(SOURCE) if self._archive.current(SOURCE) else None

    def _records(self, edit: Edit) -> list[Record]:
        ontology = self._archive.ontology
        place = Locator(section=edit.id, quote=f"{edit.by}: {edit.why}")
        node_type = ontology.type_of_id(edit.subject)
        if node_type is not None:
            value = _value(node_type.properties[edit.property], edit.value)
            return [EntityRecord(node_type.name, edit.subject, {edit.property: value}, place)]
        edge_type = _edge_type(ontology, edit.subject)
        assert edge_type is not None, "override refuses what has no type"
        assert edit.relation is not None, "override refuses a relation without ends"
        head, tail = ((edit.relation[f"{end}_type"], edit.relation[f"{end}_id"]) for end in ("from", "to"))
        properties = {key: _value(edge_type.properties[key], v) for key, v in edit.relation["keys"].items()}
        properties[edit.property] = _value(edge_type.properties[edit.property], edit.value)
        ends = [EntityRecord(type_, ref, {}, place, mention=True) for type_, ref in dict.fromkeys([head, tail])]
        return [*ends, RelationRecord(edge_type.name, head, tail, properties, place)]

    def _lines(self) -> list[dict[str, Any]]:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        # A line without its end was never acknowledged: the process was killed while it wrote.
        whole = text[: text.rfind("\n") + 1]
        return [json.loads(line) for line in whole.splitlines() if line]

    def _append(self, line: Mapping[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab+") as file:
            data = self._path.read_bytes()
            file.truncate(data.rfind(b"\n") + 1)
            file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
        sync(self._path.parent)


def _name_now(names: Mapping[tuple[str, str], str], ontology: Ontology, edit: Edit) -> str:
    """What the edited property is called since the last migration."""
    declared = ontology.type_of_id(edit.subject) or _edge_type(ontology, edit.subject)
    return names.get((declared.name, edit.property), edit.property) if declared and names else edit.property


def _edge_type(ontology: Ontology, subject: str) -> EdgeType | None:
    return ontology.edge_types.get(subject.partition(":")[0].upper())


def _editable(declared: NodeType | EdgeType, name: str) -> Property:
    """The property of this name, in English or Chinese."""
    known = list(declared.properties.values()) if isinstance(declared, NodeType) else stated(declared)
    keys = declared.keys if isinstance(declared, EdgeType) else ()
    for p in known:
        if name in (p.name, p.label.zh):
            if p.name in keys:
                raise EditRefused(f"{p.label.zh} tells {declared.label.zh} apart and cannot be changed by hand")
            return p
    names = "、".join(p.label.zh for p in known)
    raise EditRefused(f"{declared.label.zh} has no property {name!r}; it has {names}")


def _value(p: Property, raw: Any) -> Any:
    return parse(p, raw)


def _ends(edge_type: EdgeType, row: Mapping[str, Any]) -> dict[str, Any]:
    keys = {key: row.get(key) for key in edge_type.keys if row.get(key) is not None}
    told = {name: row[name] for name in ("from_type", "from_id", "to_type", "to_id")}
    return {**told, "keys": {key: str(value) for key, value in keys.items()}}
