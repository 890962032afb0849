"""Building a snapshot: resolve, merge what changed since the snapshot before, take over the rest.

A type of which nothing else is said than before is linked from the current snapshot. In a type of which little
else is said only those things are merged again (records.touched) and put among the others (records.splice). The
result is the same as that of a build from nothing, data version included.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from ontology.model import EdgeType, NodeType, Ontology
from records.archive import Archive
from records.behind import WriteBehind
from records.changes import CURRENT, ChangesWriter
from records.digest import digest, digest_texts
from records.evidence import (
    MOST_SEGMENTS,
    EvidenceReader,
    EvidenceWriter,
    evidence_rows,
    forget_lookups,
    link_evidence,
    segments,
)
from records.files import link, publish, unfinished, write_json, write_parquet, write_text
from records.identities import MEMORY, Identities
from records.ids import id_texts
from records.lock import PATIENCE, exclusive
from records.merge import merge_entities, merge_relations
from records.prior import Prior
from records.progress import Progress, silent
from records.record import Source
from records.resolution.judgement import Registry
from records.resolution.resolver import believed
from records.schema import edge_schema, node_schema
from records.snapshot import Snapshot
from records.splice import TableWriter, splice
from records.statements import Statements, entity_statements, relation_statements
from records.touched import Said, differing_rows, touched_entities, touched_relations, types_of

#: Of the files and of what merging makes of statements; a change makes every data version new.
FORMAT = "3"
#: A type in which more than this share of the things, and more than this number, changed is merged as a whole.
LARGE_SHARE, LARGE_NUMBER = 0.25, 1000

_Declared = NodeType | EdgeType
_SOURCE = pa.schema([
    ("id", pa.string()), ("kind", pa.string()), ("title", pa.string()), ("publisher", pa.string()),
    ("licence", pa.string()), ("as_of", pa.date32()), ("trust", pa.float64()), ("url", pa.string()),
    ("version", pa.string()),
])  # fmt: skip


def build(
    archive: Archive,
    ontology: Ontology,
    folder: Path,
    progress: Progress | None = None,
    *,
    prior: Path | None = None,
    patience: float = PATIENCE,
) -> Snapshot:
    """As records.snapshot.build says.

    prior: the snapshot to go on from, by default the current one of the folder. patience: seconds to wait for another
    process that builds here. Raises Busy.
    """
    with exclusive(folder / "_lock", "building a snapshot", patience=patience, progress=progress):
        return _build(archive.fixed(), ontology, folder, progress or silent, prior)


def _build(archive: Archive, ontology: Ontology, folder: Path, tell: Progress, start: Path | None) -> Snapshot:
    tell("resolve", 0)
    current = folder / CURRENT
    if start is None and current.exists():
        start = folder / current.read_text(encoding="utf-8").strip()
    before = start.name if start else None
    prior = Prior.open(start, archive, FORMAT, ontology.hash) if start else None
    registry = Registry.open(archive.folder)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    feed = ChangesWriter(folder, before, created)
    try:
        with unfinished(folder) as part:
            work = _Build(archive, ontology, registry, part, prior, feed, folder / MEMORY, tell)
            manifest = {**work.write(), "created": created}
            version = manifest["data_version"]
            if version != before:
                write_json(part / "manifest.json", manifest)
                publish(part, folder / version, again=True)
    finally:
        feed.close()
    # Ids have to be known for ever before anybody sees them.
    registry.append(work.resolution.news)
    work.identities.remember()
    if start is not None and version == before:
        return Snapshot(start)
    feed.finish(version)
    write_text(current, version + "\n")
    forget_lookups(folder, keep=version)
    return Snapshot(folder / version)


def prune(folder: Path, keep: int, held: Sequence[str] = ()) -> list[str]:
    """Remove all snapshots but the current one, the ``keep`` newest and those ``held``; the data versions removed.

    The change feed keeps what they differed in. A snapshot that another process has open stays readable to it as far
    as it has opened its files.
    """
    with exclusive(folder / "_lock", "removing old snapshots"):
        current = folder / CURRENT
        held = [*held, current.read_text(encoding="utf-8").strip()] if current.exists() else list(held)
        made = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("[!._]*/manifest.json")]
        newest = sorted(made, key=lambda m: (m["created"], m["data_version"]), reverse=True)
        old = [m["data_version"] for m in newest[max(keep, 1) :] if m["data_version"] not in held]
        for version in old:
            gone = folder / f".part-{version}"
            (folder / version).rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
    return old


@dataclass
class _Made:
    """What the manifest says of the tables. digests count for the data version, inputs for the next build."""

    digests: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)


class _Build:
    """One build into an unfinished folder."""

    def __init__(
        self,
        archive: Archive,
        ontology: Ontology,
        registry: Registry,
        part: Path,
        prior: Prior | None,
        feed: ChangesWriter,
        memory: Path,
        tell: Progress,
    ) -> None:
        self._archive, self._ontology, self._part, self._prior, self._feed = archive, ontology, part, prior, feed
        self._versions = {version.source_id: version for version in archive.current_versions()}
        self._sources = [source.id for source in believed(archive.sources())]
        self._old_sources = prior.sources if prior else []
        gone = [source_id for source_id in self._old_sources if source_id not in self._versions]
        self._numbers = {source_id: number for number, source_id in enumerate([*self._sources, *gone])}
        self._made = _Made()
        self.identities = Identities(
            archive, ontology, registry, prior, self._sources, self._numbers, memory=memory, progress=tell
        )
        self.resolution = self.identities.resolution
        self._ids = self.identities.ids
        self._tell = tell

    def write(self) -> dict[str, Any]:
        """Write all files but the manifest, which is returned."""
        types: list[_Declared] = [*self._ontology.node_types.values(), *self._ontology.edge_types.values()]
        self._tell("ids", 0)
        self._made.digests |= self.identities.write(self._part)
        with WriteBehind() as self._behind:
            for done, declared in enumerate(types):
                self._tell(f"merge {declared.name}", done, len(types))
                self._write_type(declared)
        self._write_table("sources", self._source_table(self.resolution.sources))
        return self._manifest()

    # types

    def _write_type(self, declared: _Declared) -> None:
        tables = self._tables(declared)
        prior = self._prior
        if prior is None or self._reordered(tables):
            self._merge_all(declared, tables)
            return
        touched = self._touched(declared, tables)
        known = prior.rows(declared.name)
        if not touched.height:
            self._take_over(declared, prior)
        elif touched.height > max(LARGE_NUMBER, LARGE_SHARE * known) or self._scattered(declared, prior, known):
            self._merge_all(declared, tables)
        else:
            self._behind(self._merge_some, declared, tables, touched, prior)

    def _tables(self, declared: _Declared) -> list[Said]:
        """The tables of the type in the archive, before and now."""
        name, old = _table(declared), self._prior.tables(_table(declared)) if self._prior else {}
        new = {}
        for source_id, version in self._versions.items():
            if declared.name in (version.entities if isinstance(declared, NodeType) else version.relations):
                content = version.tables.get(name, f"{version.id} {name}")
                new[source_id] = (content, self._archive.file(version, name))
        said = []
        for source_id in sorted({*old, *new}, key=self._numbers.__getitem__):
            before, now = old.get(source_id), new.get(source_id)
            changed = not (before and now and before[0] == now[0])
            paths = (before[1] if before else None, now[1] if now else None)
            said.append(Said(self._numbers[source_id], *paths, changed))
        return said

    def _reordered(self, tables: Sequence[Said]) -> bool:
        """Whether sources that said something before and do so now are believed in another order."""
        names = list(self._numbers)
        both = [names[said.number] for said in tables if said.old and said.new]
        return sorted(both, key=self._old_sources.index) != sorted(both, key=self._sources.index)

    def _touched(self, declared: _Declared, tables: Sequence[Said]) -> pl.DataFrame:
        if isinstance(declared, NodeType):
            return touched_entities(tables, self._ids[declared.name]).alias("id").to_frame()
        return touched_relations(declared, tables, {name: self._ids[name] for name in types_of(declared)})

    def _scattered(self, declared: _Declared, prior: Prior, known: int) -> bool:
        """Whether the evidence stands in so many files that it is better written as one again."""
        prefix = _prefix(declared)
        many = segments(prior.folder, prefix) >= MOST_SEGMENTS
        return many and known > LARGE_NUMBER

    def _take_over(self, declared: _Declared, prior: Prior) -> None:
        name = _file(declared)
        link(prior.folder / f"{name}.parquet", self._part / f"{name}.parquet")
        link_evidence(prior.folder, self._part, _prefix(declared))
        self._note(declared, prior.digest(name), prior.rows(declared.name), prior.evidence(_prefix(declared)))

    def _merge_some(self, declared: _Declared, tables: Sequence[Said], touched: pl.DataFrame, prior: Prior) -> None:
        statements = self._statements(declared, tables, touched)
        prefix, name = _prefix(declared), _file(declared)
        subjects = id_texts(prefix, touched["id"])
        link_evidence(prior.folder, self._part, prefix)
        rows = [self._schema(declared).empty_table()]
        with EvidenceWriter(self._part, prefix, subjects.to_list()) as evidence:
            for chunk in statements.chunks():
                rows.append(self._merged(chunk, statements, declared))
                evidence.add(evidence_rows(chunk, prefix, statements.properties, self._sources))
        merged = pa.concat_tables(rows)
        writer = TableWriter(self._part / f"{name}.parquet", self._schema(declared))
        old = splice(prior.folder / f"{name}.parquet", merged, subjects.to_arrow().cast(pa.string()), writer)
        writer.close()
        self._feed.add(declared, old, merged)
        void = EvidenceReader(prior.folder).count(prefix, subjects.to_list())
        told = prior.evidence(prefix) - void + evidence.rows
        self._note(declared, writer.digest.hexdigest(), writer.digest.rows, told)

    def _merge_all(self, declared: _Declared, tables: Sequence[Said]) -> None:
        statements = self._statements(declared, tables, None)
        prefix, name = _prefix(declared), _file(declared)
        writer = TableWriter(self._part / f"{name}.parquet", self._schema(declared))
        evidence = EvidenceWriter(self._part, prefix)
        for chunk in statements.chunks():
            self._behind(writer.add, self._merged(chunk, statements, declared))
            self._behind(evidence.add, evidence_rows(chunk, prefix, statements.properties, self._sources))
        self._behind(self._close, declared, writer, evidence)

    def _close(self, declared: _Declared, writer: TableWriter, evidence: EvidenceWriter) -> None:
        writer.close()
        evidence.close()
        self._note(declared, writer.digest.hexdigest(), writer.digest.rows, evidence.rows)
        self._tell_changes(declared)

    def _tell_changes(self, declared: _Declared) -> None:
        name = _file(declared)
        before = self._prior_file(f"{name}.parquet")
        if before is None:
            self._feed.count_all(declared, self._made.rows[declared.name])
            return
        old, new = (pl.read_parquet(path) for path in (before, self._part / f"{name}.parquet"))
        gone, come = differing_rows(old, new)
        self._feed.add(declared, gone.to_arrow(), come.to_arrow())

    def _prior_file(self, name: str) -> Path | None:
        path = self._prior.folder / name if self._prior else None
        return path if path and path.exists() else None

    def _note(self, declared: _Declared, told: str, rows: int, evidence: int) -> None:
        self._made.digests[_file(declared)] = told
        self._made.rows[declared.name] = rows
        self._made.evidence[_prefix(declared)] = evidence

    def _schema(self, declared: _Declared) -> pa.Schema:
        return node_schema(declared) if isinstance(declared, NodeType) else edge_schema(declared)

    def _statements(self, declared: _Declared, tables: Sequence[Said], only: pl.DataFrame | None) -> Statements:
        files = {said.number: said.new for said in tables if said.new}
        if isinstance(declared, NodeType):
            wanted = None if only is None else only["id"]
            return entity_statements(declared, files, self.resolution.ids[declared.name], wanted)
        return relation_statements(declared, files, self.resolution.ids, only)

    def _merged(self, chunk: pl.DataFrame, statements: Statements, declared: _Declared) -> pa.Table:
        if isinstance(declared, NodeType):
            return merge_entities(chunk, statements.properties, declared, self._sources)
        prefixes = self.resolution.prefixes
        return merge_relations(chunk, statements.properties, declared, self._sources, prefixes)

    # small tables and the manifest

    def _write_table(self, name: str, table: pa.Table) -> None:
        write_parquet(self._part / f"{name}.parquet", table)
        self._made.digests[name] = digest(table)

    def _source_table(self, sources: Sequence[Source]) -> pa.Table:
        rows = [
            {**asdict(source), "version": self._versions[source.id].id}
            for source in sorted(sources, key=lambda s: s.id)
        ]
        return pa.Table.from_pylist(rows, schema=_SOURCE)

    def _manifest(self) -> dict[str, Any]:
        made = self._made
        content = [text for name in sorted(made.digests) for text in (name, made.digests[name])]
        counted = {
            "nodes": {name: made.rows[name] for name in self._ontology.node_types},
            "edges": {name: made.rows[name] for name in self._ontology.edge_types},
            "evidence": sum(made.evidence.values()),
            "sources": len(self._sources),
            "redirects": self.resolution.redirects.height,
            "candidates": self.resolution.candidates.height,
        }
        return {
            "data_version": digest_texts(FORMAT, self._ontology.hash, *content),
            "ontology_hash": self._ontology.hash,
            "format": FORMAT,
            "counts": counted,
            "digests": dict(sorted(made.digests.items())),
            # What the next build needs in order to see what changed.
            "order": self._sources,
            "evidence": made.evidence,
            **self.identities.manifest(),
        }


def _prefix(declared: _Declared) -> str:
    return declared.id_prefix if isinstance(declared, NodeType) else declared.name.lower()


def _file(declared: _Declared) -> str:
    return f"{'nodes' if isinstance(declared, NodeType) else 'edges'}/{declared.name}"


def _table(declared: _Declared) -> str:
    return f"{'entities' if isinstance(declared, NodeType) else 'relations'}/{declared.name}"


__all__ = ["FORMAT", "build", "prune"]
