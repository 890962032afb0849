"""The archive brought to a changed ontology: properties added, renamed, or of another kind.

A plan is made of what the archive's tables hold and what the ontology declares now; only renames have to be told. What
is applied is written to a log first, then every source gets a version of its own; the versions before stay. A process
that is killed midway leaves sources of both kinds: ``finish`` does the rest, and a build begins with it.

    <archive>/_migrations/log.jsonl   a line a migration: renames, and properties of another kind
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ontology.errors import ValueRefused
from ontology.model import EdgeType, NodeType, Ontology, Property
from ontology.values import parse
from records.appended import AppendedLog
from records.archive import Archive, Version
from records.errors import ArchiveError
from records.lock import exclusive
from records.schema import columns, entity_record_schema, flatten, relation_record_schema
from records.tables import Tables, prepared

if TYPE_CHECKING:
    from records.snapshot import Snapshot

#: Endings of the columns that one property has beside the column of its own name.
_SUFFIXES = ("", "_currency", "_words", "_precision", "_longitude", "_latitude")
_EXAMPLES = 3


class MigrationRefused(ArchiveError):  # noqa: N818 - they say what happened
    """A migration that would lose something, or cannot be understood."""


@dataclass(frozen=True)
class Rename:
    """A property of a type (node or edge) that has another name now."""

    type: str
    old: str
    new: str


@dataclass
class Step:
    """What happens to one property. values: how many are stated; lost: how many of them would be stated no more, with
    examples. change: added, renamed, retyped, gone."""

    change: str
    type: str
    property: str
    to: str | None = None
    values: int = 0
    lost: int = 0
    sources: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        name = f"{self.type}.{self.property}" + (f" → {self.to}" if self.to else "")
        if self.change == "added":
            return f"added: {name}; nothing to do"
        told = f"{self.change}: {name}; {self.values:,} values of {len(self.sources)} sources"
        if not self.lost:
            return told
        shown = f" ({'、'.join(self.examples)})" if self.examples else ""
        return f"{told}, {self.lost:,} of them LOST{shown}"


@dataclass(frozen=True)
class Migrated:
    """A source that speaks in the new ontology now. before, after: its versions."""

    source_id: str
    before: str
    after: str


def plan(archive: Archive, renames: Sequence[Rename] = (), snapshot: Snapshot | None = None) -> list[Step]:
    """What the ontology of the archive asks for, the losses first. Writes nothing. Raises MigrationRefused.

    snapshot: the current one, whose columns tell which properties are new.
    """
    _check_renames(archive.ontology, renames)
    known = [*_logged(archive.folder)[0], *renames]
    steps: dict[tuple[str, str, str], Step] = {}
    for version, name, path in _tables(archive):
        declared = _declared(archive.ontology, name)
        if declared is None:
            step = steps.setdefault(("gone", name, "*"), Step("gone", name, "*"))
            step.values += (rows := pq.read_metadata(path).num_rows)
            step.lost += rows
            step.sources.add(version.source_id)
            continue
        for step in _steps(path, declared, _now(known, declared)):
            kept = steps.setdefault((step.change, name, step.property), step)
            if kept is not step:
                kept.values, kept.lost = kept.values + step.values, kept.lost + step.lost
                kept.examples = (kept.examples + step.examples)[:_EXAMPLES]
            kept.sources.add(version.source_id)
    steps |= _added(archive.ontology, snapshot, steps) if snapshot else {}
    return sorted(steps.values(), key=lambda s: (-s.lost, s.change, s.type, s.property))


def migrate(archive: Archive, renames: Sequence[Rename] = (), *, lose: bool = False) -> Iterator[Migrated]:
    """Apply the plan, durably: it is logged before the first source is written. lose: also where values are lost.

    The caller keeps builds away meanwhile. Raises MigrationRefused.
    """
    steps = [step for step in plan(archive, renames) if step.change != "added"]
    if (losses := [step for step in steps if step.lost]) and not lose:
        raise MigrationRefused(
            f"{losses[0].as_text()}. Rename it (--rename {losses[0].type}.{losses[0].property}=NEW), mend the sources, "
            "or say --lose; the versions before keep what is lost"
        )
    if not steps:
        return
    retyped = sorted((step.type, step.property) for step in steps if step.change == "retyped")
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "renames": [[r.type, r.old, r.new] for r in renames],
        "retyped": [list(one) for one in retyped],
        "ontology": archive.ontology.hash,
    }
    with exclusive(archive.folder / "_migrations" / ".lock", "a migration"):
        _log(archive.folder).append(entry)
        yield from _finish(archive)


def finish(archive: Archive) -> list[Migrated]:
    """Bring what an earlier migration did not reach to its end; costs nothing where there never was one."""
    if not (archive.folder / "_migrations").exists():
        return []
    with exclusive(archive.folder / "_migrations" / ".lock", "a migration"):
        return list(_finish(archive))


def renamed(archive_folder: Path) -> dict[tuple[str, str], str]:
    """Names of now by type and name of then, over all migrations, for logs that are never rewritten."""
    return _chained(_logged(archive_folder)[0])


def _chained(renames: Sequence[Rename]) -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for rename in renames:
        for key, name in names.items():
            if key[0] == rename.type and name == rename.old:
                names[key] = rename.new
        names[rename.type, rename.old] = rename.new
    return names


def _finish(archive: Archive) -> Iterator[Migrated]:
    renames, retyped = _logged(archive.folder)
    waiting: dict[str, Version] = {}
    for version, name, path in _tables(archive):
        declared = _declared(archive.ontology, name)
        steps = _steps(path, declared, _now(renames, declared), look=False) if declared else ()
        if any(s.change == "renamed" or (s.change == "retyped" and (name, s.property) in retyped) for s in steps):
            waiting[version.source_id] = version
    for source_id, version in sorted(waiting.items()):
        made: dict[str, dict[str, pa.Table]] = {"entities": {}, "relations": {}}
        for kind, names in (("entities", version.entities), ("relations", version.relations)):
            for name in names:
                declared = _declared(archive.ontology, name)
                if declared is not None:
                    table = pq.read_table(archive.file(version, f"{kind}/{name}"))
                    made[kind][name] = _converted(table, declared, _now(renames, declared))
        tables: Tables = prepared(made["entities"], made["relations"], archive.ontology)
        yield Migrated(source_id, version.id, archive.keep(archive.source(source_id), tables).id)


def _now(renames: Sequence[Rename], declared: NodeType | EdgeType) -> list[Rename]:
    """The renames that lead to a property of a type as it is now."""
    chained = [Rename(type_, old, new) for (type_, old), new in _chained(renames).items() if type_ == declared.name]
    return [r for r in chained if r.new in declared.properties and r.old not in declared.properties]


def _log(folder: Path) -> AppendedLog:
    return AppendedLog(folder / "_migrations" / "log.jsonl")


def _logged(folder: Path) -> tuple[list[Rename], set[tuple[str, str]]]:
    lines = list(_log(folder).lines()) if (folder / "_migrations" / "log.jsonl").exists() else []
    renames = [Rename(*one) for line in lines for one in line["renames"]]
    return renames, {(type_, name) for line in lines for type_, name in line["retyped"]}


def _tables(archive: Archive) -> Iterator[tuple[Version, str, Path]]:
    for version in archive.current_versions():
        for kind, names in (("entities", version.entities), ("relations", version.relations)):
            for name in names:
                yield version, name, archive.file(version, f"{kind}/{name}")


def _declared(ontology: Ontology, name: str) -> NodeType | EdgeType | None:
    return ontology.node_types.get(name) or ontology.edge_types.get(name)


def _check_renames(ontology: Ontology, renames: Sequence[Rename]) -> None:
    for rename in renames:
        declared = _declared(ontology, rename.type)
        if declared is None:
            raise MigrationRefused(f"there is no type {rename.type!r}; types are named as in docs/reference")
        if rename.new not in declared.properties:
            raise MigrationRefused(f"{rename.type} has no property {rename.new!r}; write it into the ontology first")
        if rename.old in declared.properties:
            raise MigrationRefused(
                f"{rename.type}.{rename.old} is still there; a rename needs it gone from the ontology"
            )


def _steps(path: Path, declared: NodeType | EdgeType, renames: Sequence[Rename], *, look: bool = True) -> list[Step]:
    """What one table asks for. look: count values and losses; without, only the file's head is read."""
    held = {f.name: f.type for f in pq.read_schema(path) if not f.name.startswith("_")}
    schema = _schema(declared)
    new = {rename.old: rename.new for rename in renames}
    steps, explained = [], set()
    for old, name in new.items():
        own = [old + suffix for suffix in _SUFFIXES if old + suffix in held]
        explained |= set(own)
        if own:
            p = declared.properties[name]
            steps.append(_counted(Step("renamed", declared.name, old, name), path, own, p, look=look))
    for name, p in declared.properties.items():
        own = [name + suffix for suffix in _SUFFIXES if name + suffix in held and _owns(declared, name, suffix)]
        wanted = {c.name: c.type for c in columns(p) if c.name in schema.names}
        explained |= set(own)
        if own and wanted and {one: held[one] for one in own} != wanted:
            steps.append(_counted(Step("retyped", declared.name, name, p.kind), path, own, p, look=look))
    for name in sorted(set(held) - explained):
        step = _counted(Step("gone", declared.name, name), path, [name], None, look=look)
        steps += [step] if step.values or not look else []
    return steps


def _added(
    ontology: Ontology, snapshot: Snapshot, known: Mapping[tuple[str, str, str], Step]
) -> dict[tuple[str, str, str], Step]:
    """Properties that the snapshot's tables, which have a column for every property, do not have."""
    targets = {(step.type, step.to) for step in known.values()}
    steps = {}
    for name, path in {**snapshot.node_files(), **snapshot.edge_files()}.items():
        held, declared = set(pq.read_schema(path).names), _declared(ontology, name)
        for p in declared.properties.values() if declared else ():
            if not held & {c.name for c in columns(p)} and (name, p.name) not in targets:
                steps["added", name, p.name] = Step("added", name, p.name)
    return steps


def _owns(declared: NodeType | EdgeType, name: str, suffix: str) -> bool:
    """Whether a column is of this property, and not one of its own that is called like it."""
    return not suffix or name + suffix not in declared.properties


def _counted(step: Step, path: Path, own: Sequence[str], p: Property | None, *, look: bool) -> Step:
    if look:
        rows = pq.read_table(path, columns=list(own)).to_pylist()
        texts = [text for row in rows if (text := _text(row, own[0])) is not None]
        step.values = len(texts)
        wrong = texts if p is None else [text for text in texts if _parsed(p, text) is None]
        step.lost = len(wrong)
        step.examples = [str(text) for text in wrong[:_EXAMPLES]]
    return step


def _converted(table: pa.Table, declared: NodeType | EdgeType, renames: Sequence[Rename]) -> pa.Table:
    """The table in the columns of the ontology; what cannot be read as its kind now is unknown."""
    schema = _schema(declared)
    old = {rename.new: rename.old for rename in renames if rename.old in _bases(table)}
    arrays: dict[str, Any] = {n: table.column(n) for n in table.column_names if n.startswith("_")}
    for name, p in declared.properties.items():
        wanted = [c for c in columns(p) if c.name in schema.names]
        if not wanted:
            continue
        source = old.get(name, name)
        own = [source + suffix for suffix in _SUFFIXES if source + suffix in table.column_names]
        fits = [source + c.name.removeprefix(name) for c in wanted]
        if all(f in own and table.schema.field(f).type == c.type for f, c in zip(fits, wanted, strict=True)):
            arrays |= {c.name: table.column(f) for f, c in zip(fits, wanted, strict=True)}
        elif own:
            texts = [_text(row, own[0]) for row in table.select(own).to_pylist()]
            values = [None if text is None else _parsed(p, text) for text in texts]
            flat = [{} if value is None else flatten(p, value) for value in values]
            arrays |= {c.name: pa.array([row.get(c.name) for row in flat], c.type) for c in wanted}
    return pa.table(arrays)


def _bases(table: pa.Table) -> set[str]:
    return {name.removesuffix(suffix) for name in table.column_names for suffix in _SUFFIXES if name.endswith(suffix)}


def _schema(declared: NodeType | EdgeType) -> pa.Schema:
    return entity_record_schema(declared) if isinstance(declared, NodeType) else relation_record_schema(declared)


def _text(row: Mapping[str, Any], first: str) -> Any:
    """What a source said, as words that can be read as another kind: of money its words, of a date its precision."""
    value = row.get(first)
    base = first.removesuffix("_longitude") if first.endswith("_longitude") else first
    if first != base:
        return None if value is None else f"{value},{row.get(f'{base}_latitude')}"
    if (words := row.get(f"{base}_words")) is not None:
        return words
    if value is None or value == []:
        return None
    if isinstance(value, date):
        length = {"year": 4, "month": 7}.get(row.get(f"{base}_precision") or "day", 10)
        return value.isoformat()[:length]
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value)


def _parsed(p: Property, text: Any) -> Any:
    try:
        return parse(p, "、".join(text) if isinstance(text, list) and not p.multiple else text)
    except ValueRefused:
        return None
