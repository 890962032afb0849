"""The archive: what every source said, by version, kept for ever.

    <folder>/<source id>/versions.json            its versions, oldest first; the last one is current
    <folder>/<source id>/<version>/source.json    who said it
    <folder>/<source id>/<version>/entities/<Type>.parquet, relations/<TYPE>.parquet

A version's name is the hash of its content, so saying the same thing again changes nothing. A version appears
whole or not at all. Nothing is ever deleted: ``retract`` adds an empty version.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ontology.model import Ontology
from records.difference import Diff, difference
from records.digest import digest, digest_texts
from records.errors import ArchiveError
from records.files import link, publish, safe_name, unfinished, write_json, write_parquet
from records.lock import PATIENCE, exclusive
from records.progress import Progress
from records.record import Record, Source
from records.schema import entity_record_schema, relation_record_schema
from records.tables import Tables, aligned, collect, prepared

_HISTORY = "versions.json"


@dataclass(frozen=True)
class Version:
    """One version of what a source said. entities, relations: how many records of each type.

    tables: hash of each record table by its name ("entities/Enterprise"); empty where an older Jiju wrote it.
    changed: whether the call that returned it made it current; False where it was already.
    """

    source_id: str
    id: str
    written: str
    retracted: bool
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    tables: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False


class Archive:
    """All that was ever said, in a folder. Several processes may read while one writes."""

    def __init__(self, folder: Path, ontology: Ontology, *, patience: float = PATIENCE) -> None:
        """patience: seconds that a write waits while another process writes, then Busy."""
        self.folder = folder
        self.ontology = ontology
        self._patience = patience
        self._fixed: list[Version] | None = None

    def fixed(self) -> "Archive":
        """The archive as it is now, whatever others write meanwhile; to be read only."""
        view = Archive(self.folder, self.ontology)
        view._fixed = list(self._last_versions())
        return view

    def write(self, source: Source, records: Iterable[Record], progress: Progress | None = None) -> Version:
        """Make these records what the source says now; the same again changes nothing.

        Raises RecordRefused for a record that the ontology does not allow. If it fails in any way, also by an
        error in ``records`` itself, the archive stays as it was.
        """
        return self._write(source, collect(records, self.ontology, progress))

    def write_tables(
        self,
        source: Source,
        entities: Mapping[str, pa.Table],
        relations: Mapping[str, pa.Table] | None = None,
    ) -> Version:
        """``write`` for tables in the columns of records.schema; columns may be missing, none may be
        added."""
        return self._write(source, prepared(entities, relations or {}, self.ontology))

    def keep(self, source: Source, tables: Tables) -> Version:
        """``write`` for what records.tables made: it is valid and canonical already, and not looked at again."""
        return self._write(source, tables)

    def retract(self, source_id: str) -> Version:
        """From now on the source says nothing. What it said before stays in its history."""
        current = self._known(source_id)[-1]
        if current.retracted:
            return current
        return self._write(self.source(source_id), Tables(), retracted=True)

    def sources(self) -> list[Source]:
        """The sources that say something now, by id."""
        return [self.source(v.source_id, v.id) for v in self.current_versions()]

    def source(self, source_id: str, version: str | None = None) -> Source:
        """Who spoke in a version of a source, by default the current one."""
        known = self._known(source_id)
        path = self._version_folder(source_id, version or known[-1].id) / "source.json"
        stated = json.loads(path.read_text(encoding="utf-8"))
        return Source(**{**stated, "as_of": stated["as_of"] and date.fromisoformat(stated["as_of"])})

    def current(self, source_id: str) -> Version | None:
        """The version that counts; None where the source is unknown or retracted."""
        versions = self.versions(source_id)
        return versions[-1] if versions and not versions[-1].retracted else None

    def versions(self, source_id: str) -> list[Version]:
        """All versions of a source, oldest first; empty where it is unknown."""
        return _history(self._source_folder(source_id) / _HISTORY)

    def tables(self, source_id: str, version: str | None = None) -> Tables:
        """What a source said in a version, by default the current one."""
        version = version or self._known(source_id)[-1].id
        node_types, edge_types = self.ontology.node_types, self.ontology.edge_types
        files = self._version_folder(source_id, version)
        if not files.exists():
            known = ", ".join(v.id for v in self._known(source_id))
            raise ArchiveError(f"{source_id!r} has no version {version!r}; known: {known}")
        entities = {f.stem: f for f in sorted(files.glob("entities/*.parquet")) if f.stem in node_types}
        relations = {f.stem: f for f in sorted(files.glob("relations/*.parquet")) if f.stem in edge_types}
        return Tables(
            {n: aligned(pq.read_table(f), entity_record_schema(node_types[n])) for n, f in entities.items()},
            {n: aligned(pq.read_table(f), relation_record_schema(edge_types[n])) for n, f in relations.items()},
        )

    def read_entities(self, node_type: str) -> pa.Table:
        """All current entity records of a type, with the source's id as _source_id."""
        schema = entity_record_schema(self.ontology.node_types[node_type])
        return self._read("entities", node_type, schema)

    def read_relations(self, edge_type: str) -> pa.Table:
        """All current relation records of a type, with the source's id as _source_id."""
        schema = relation_record_schema(self.ontology.edge_types[edge_type])
        return self._read("relations", edge_type, schema)

    def files(self, kind: str) -> dict[str, dict[str, Path]]:
        """Files of current record tables by type and source id; kind is "entities" or "relations"."""
        found: dict[str, dict[str, Path]] = {}
        for version in self.current_versions():
            for name in version.entities if kind == "entities" else version.relations:
                found.setdefault(name, {})[version.source_id] = self.file(version, f"{kind}/{name}")
        return found

    def file(self, version: Version, table: str) -> Path:
        """Where a version keeps one of its tables ("entities/Enterprise")."""
        return self._version_folder(version.source_id, version.id) / f"{table}.parquet"

    def current_versions(self) -> list[Version]:
        """The version that counts of each source that says something now, by source id."""
        return [v for v in self._last_versions() if not v.retracted]

    def diff(self, source_id: str, old: str | None, new: str | None = None) -> Diff:
        """What the source says in version ``new`` (default: the current) that it did not in ``old``.

        ``old`` None compares with nothing. Where a statement stands in the source does not count.
        """
        before = self.tables(source_id, old) if old else Tables()
        return difference(before, self.tables(source_id, new), self.ontology)

    def _write(self, source: Source, tables: Tables, retracted: bool = False) -> Version:
        if not source.id:
            raise ArchiveError("a source needs an id that stays the same over reloads")
        stated = _stated(source)
        named = tables.named()
        digests = {path: digest(named[path]) for path in sorted(named)}
        said = json.dumps([stated, retracted], ensure_ascii=False, sort_keys=True)
        name = digest_texts(said, *(text for one in digests.items() for text in one))
        history = self.versions(source.id)
        if history and history[-1].id == name:
            return history[-1]
        with exclusive(self.folder / "_lock", f"writing {source.id}", patience=self._patience):
            return self._keep(source, tables, retracted, name, digests)

    def _keep(self, source: Source, tables: Tables, retracted: bool, name: str, digests: Mapping[str, str]) -> Version:
        history = self.versions(source.id)
        if history and history[-1].id == name:
            return history[-1]
        before = history[-1] if history else None
        named = tables.named()
        with unfinished(self._source_folder(source.id)) as part:
            for path, table in named.items():
                if before and before.tables.get(path) == digests[path]:
                    link(self._version_folder(source.id, before.id) / f"{path}.parquet", part / f"{path}.parquet")
                else:
                    write_parquet(part / f"{path}.parquet", table)
            write_json(part / "source.json", _stated(source))
            publish(part, self._version_folder(source.id, name))
        version = replace(_version(source.id, name, tables, retracted), tables=digests)
        entries = [_entry(v) for v in (*history, version)]
        write_json(self._source_folder(source.id) / _HISTORY, {"source_id": source.id, "versions": entries})
        return replace(version, changed=True)

    def _read(self, kind: str, name: str, schema: pa.Schema) -> pa.Table:
        full = pa.schema([pa.field("_source_id", pa.string()), *schema])
        parts = [full.empty_table()]
        for source_id, path in self.files(kind).get(name, {}).items():
            table = aligned(pq.read_table(path), schema)
            ids = pa.array([source_id], pa.string()).take(pa.array([0] * table.num_rows, pa.int32()))
            parts.append(table.add_column(0, full.field(0), ids))
        return pa.concat_tables(parts)

    def _last_versions(self) -> Iterator[Version]:
        if self._fixed is not None:
            yield from self._fixed
            return
        histories = (_history(path) for path in self.folder.glob(f"[!._]*/{_HISTORY}"))
        yield from sorted((h[-1] for h in histories if h), key=lambda v: v.source_id)

    def _known(self, source_id: str) -> list[Version]:
        versions = self.versions(source_id)
        if not versions:
            ids = sorted(v.source_id for v in self._last_versions())
            raise ArchiveError(f"there is no source {source_id!r}; known: {', '.join(ids[:20]) or 'none'}")
        return versions

    def _source_folder(self, source_id: str) -> Path:
        return self.folder / safe_name(source_id)

    def _version_folder(self, source_id: str, version: str) -> Path:
        return self._source_folder(source_id) / safe_name(version)


def _stated(source: Source) -> dict[str, Any]:
    return {**asdict(source), "as_of": source.as_of and source.as_of.isoformat()}


def _version(source_id: str, name: str, tables: Tables, retracted: bool) -> Version:
    entities = {name: table.num_rows for name, table in tables.entities.items()}
    relations = {name: table.num_rows for name, table in tables.relations.items()}
    written = datetime.now(UTC).isoformat(timespec="seconds")
    return Version(source_id, name, written, retracted, entities, relations)


def _entry(version: Version) -> dict[str, Any]:
    names = [f.name for f in fields(version) if f.name not in ("source_id", "changed")]
    return {name: getattr(version, name) for name in names}


def _history(path: Path) -> list[Version]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [Version(source_id=told["source_id"], **entry) for entry in told["versions"]]
