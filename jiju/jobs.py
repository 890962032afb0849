"""The steps of the flow as jobs: load, read, build, open. The CLI, the Python API and graph_api call these.

A Workspace is a data folder:

    archive/      what every source said, by version (records.archive)
    snapshots/    the merged graph by data version (records.snapshot)
    store/        the embedded engine, unless Neo4j serves
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiju.settings import Settings
from ontology.errors import Refusal
from ontology.model import DEFAULT, EdgeType, NodeType, Ontology
from ontology.model import load as load_ontology

if TYPE_CHECKING:
    from cypher.admin_import import AdminImport
    from cypher.store import LoadReport, Progress, Store
    from jiju.plan import Plan
    from loaders.declarations import FileMapping
    from loaders.load import Partial
    from loaders.messages import Lang
    from loaders.places import Gazetteer
    from loaders.report import Report
    from records.archive import Archive, Version
    from records.changes import Change
    from records.edits import Edit, Edits
    from records.facts.telling import Facts
    from records.migration import Migrated, Rename
    from records.record import Source
    from records.resolution.decisions import Decision, Decisions, Verdict
    from records.review import Candidate, Explanation
    from records.snapshot import Snapshot
    from records.tables import Tables


#: Files of a folder that speak of the folder.
ABOUT = frozenset({"readme", "license", "changelog", "contributing", "guidelines", "source"})
#: Documents that several processes read before they go to the archive one by one.
AHEAD = 32


class NothingToDo(Refusal):
    """The named files hold nothing that this job reads."""


class SourceRepeated(Refusal):
    """Two files of one load say that they are the same source."""


class UnknownType(Refusal):
    """The ontology has no type of this name."""


@dataclass(frozen=True)
class Taken:
    """What became of one file. version: what the archive holds of it now, None where it was refused."""

    path: Path
    source_id: str | None
    version: Version | None
    lines: list[str]
    detail: Mapping[str, Any]
    dry: bool = False

    @property
    def refused(self) -> bool:
        wrong = bool(self.detail.get("refused") or self.detail.get("error"))
        return wrong if self.dry else self.version is None

    def as_text(self, lang: Lang = "en") -> str:
        from loaders.messages import say

        verdict = say(self._verdict(), lang)
        return "\n".join(
            [f"{self.path}{'：' if lang == 'zh' else ': '}{verdict}", *(f"  {line}" for line in self.lines)]
        )

    def as_json(self) -> dict[str, Any]:
        return {"file": str(self.path), "source": self.source_id, "verdict": self._verdict(), **self.detail}

    def _verdict(self) -> str:
        if self.dry and not self.refused:
            return "would be taken"
        if self.version is None:
            return "refused, nothing of it was taken"
        return "taken" if self.version.changed else "unchanged, the archive holds it already"


@dataclass(frozen=True)
class Built:
    """What a build did. published: None where the store already held this data version. offline: a new database of a
    stopped Neo4j was filled, which has to be started."""

    snapshot: Snapshot
    published: LoadReport | None
    offline: bool = False


class Workspace:
    """A data folder with its ontology, archive, snapshots and store."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def ontology(self) -> Ontology:
        extra = self.settings.ontology
        if extra is not None and not extra.is_dir():
            raise Refusal(f"JIJU_ONTOLOGY: there is no folder {extra}")
        return load_ontology(DEFAULT, *([extra] if extra else []))

    @cached_property
    def archive(self) -> Archive:
        from records.archive import Archive

        return Archive(self.settings.data / "archive", self.ontology, patience=self.settings.lock_timeout)

    @property
    def snapshots(self) -> Path:
        return self.settings.data / "snapshots"

    @property
    def mappings(self) -> Path:
        """Mappings by which files were loaded, for other files of the same shape (loaders.shapes)."""
        return self.settings.data / "mappings"

    def mapping_for(self, path: Path, mapping: Path | None = None) -> FileMapping | None:
        """The mapping that is known for a file; None where headers and values have to tell. Raises NoMapping where
        ``mapping`` names one that is not for it."""
        from loaders.load import find_mapping

        places = [mapping] if mapping else []
        places += [folder for folder in (path.parent / "mappings", self.mappings) if folder.is_dir()]
        return find_mapping(path, places, self.ontology)

    def load(
        self,
        paths: Sequence[Path],
        *,
        mapping: Path | None = None,
        partial: Partial = False,
        add: bool = False,
        dry: bool = False,
        marked: Path | None = None,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Taken]:
        """Tables to the archive, one source a file. A refused file leaves the archive as it was.

        Mappings are looked for in ``mapping`` (a file or a folder), then in a folder ``mappings`` beside the file, then
        among those that files of the same shape were loaded by; without one headers and values tell. partial: the good
        rows of a file with bad ones are taken; "cells": a bad cell that is not needed is left out instead of its row.
        add: a file adds to what its source says, instead of replacing it; so does a file of refused rows by itself.
        dry: only say what would become of the files. marked, rejects: folders for workbooks with the wrong cells
        coloured, and for files of the rows that were refused.
        """
        from loaders.load import table_files

        files = list(table_files(paths))
        if not files:
            raise NothingToDo(f"no tables in {', '.join(map(str, paths))}")
        told: dict[str, Path] = {}
        for path in files:
            outs = (marked, rejects)
            yield self._load(path, mapping, told, outs, partial=partial, add=add, dry=dry, progress=progress)

    def _load(
        self,
        path: Path,
        mapping: Path | None,
        told: dict[str, Path],
        outs: tuple[Path | None, Path | None] = (None, None),
        *,
        partial: Partial,
        add: bool = False,
        dry: bool,
        progress: Progress | None,
    ) -> Taken:
        """One file. told: the sources of the files before it, for a source that speaks twice in one load would be
        heard only once."""
        from jiju.remembered import Loaded, LoadMemory
        from loaders.load import load_file
        from loaders.messages import say
        from loaders.shapes import remember
        from records.assertions import enforce
        from records.files import unfinished
        from records.tables import Collector

        memory = LoadMemory(self.settings.data / "cache" / "loads", self.archive)
        with unfinished(self.settings.data) as spill:
            records = Collector(self.ontology, spill)
            try:
                found = self.mapping_for(path, mapping)
                key = memory.key(path, found, partial=partial) if path.is_file() else ""
                same = None if add else memory.recall(key)
                if same:
                    _speaks_once(same.source, path, told)
                    version = self.archive.current(same.source)
                    return Taken(path, same.source, version, same.lines, same.detail, dry)
                loaded = load_file(
                    path,
                    ontology=self.ontology,
                    mapping=found,
                    partial=partial,
                    gazetteer=self.gazetteer,
                    progress=progress,
                    into=records,
                )
                _speaks_once(loaded.source.id, path, told)
            except Refusal as refusal:
                told_why = say(str(refusal), self.settings.language)
                return Taken(path, None, None, [told_why], {"error": str(refusal)})
            lines, version = list(loaded.report.lines(self.settings.language)), None
            add |= loaded.mended and self.archive.current(loaded.source.id) is not None
            written = _beside(path, loaded.report, found.encoding if found else None, *outs)
            lines += [say(line, self.settings.language) for line in written]
            if not loaded.refused:
                try:
                    tables = records.tables()
                    lines += [finding.message for finding in enforce(tables, loaded.expectation, self.ontology)]
                    if not dry:
                        version = self._add(loaded.source, tables) if add else self.archive.keep(loaded.source, tables)
                except Refusal as refusal:
                    return Taken(path, loaded.source.id, None, [*lines, str(refusal)], {"error": str(refusal)}, dry)
                if version is not None:
                    if found is not None and found.path == mapping:
                        remember(found, self.mappings)
                    self._learn(loaded.report.entities)
                    if not loaded.report.problems and not add:
                        kept = Loaded(loaded.source.id, version.id, lines, loaded.report.as_json())
                        memory.keep(memory.key(path, found, partial=partial), kept)
        return Taken(path, loaded.source.id, version, lines, loaded.report.as_json(), dry)

    def _add(self, source: Source, tables: Tables) -> Version:
        """What the source says already, and these tables; as whom it speaks stays."""
        known = self.archive.current(source.id)
        if known is None:
            raise NothingToDo(f"there is no source {source.id!r} to add to; load its file first, without --add")
        before = self.archive.tables(source.id)
        parts = [
            {name: [part[name] for part in both if name in part] for name in {*both[0], *both[1]}}
            for both in ((before.entities, tables.entities), (before.relations, tables.relations))
        ]
        joined = [{name: _concatenated(found) for name, found in part.items()} for part in parts]
        return self.archive.write_tables(self.archive.source(source.id), *joined)

    def _learn(self, types: Iterable[str]) -> None:
        """After a load of places more of them are known."""
        if {"Region", "Village"} & set(types):
            for learnt in ("gazetteer", "region_codes"):
                self.__dict__.pop(learnt, None)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places that the archive knows, by which tables' places are told."""
        from loaders.places import Gazetteer

        return Gazetteer.of_archive(self.archive)

    @cached_property
    def region_codes(self) -> dict[str, str]:
        """Codes of the regions whose name the archive knows only once, by name: what a document's places mean."""
        table = self.archive.read_entities("Region")
        columns = (table.column(name).to_pylist() for name in ("code", "name"))
        known = [(name, code) for code, name in zip(*columns, strict=True) if code and name]
        codes = dict(set(known))
        told = Counter(name for name, _ in set(known))
        return {name: code for name, code in codes.items() if told[name] == 1}

    @cached_property
    def facts(self) -> Facts:
        """What documents say, fact by fact, and what persons decided about it. ``thresholds.yaml`` in the data folder,
        where there is one, stands for the thresholds that are shipped."""
        from records.facts.telling import Facts

        own = self.settings.data / "thresholds.yaml"
        return Facts(self.archive, own, patience=self.settings.lock_timeout)

    def read(
        self, paths: Sequence[Path], *, processes: int = 1, dry: bool = False, progress: Progress | None = None
    ) -> Iterator[Taken]:
        """Documents to the archive, one source a document. A refused document leaves the archive as it was.

        What was read once is kept in ``cache/``: a folder whose reading was stopped goes on where it was.
        processes: so many documents are read at a time. dry: only say which facts would be new, others or gone.
        """
        from nlp.cache import DocCache, signature
        from nlp.extract import read_ahead
        from nlp.pipeline import make_nlp

        files = list(document_files(paths))
        if not files:
            raise NothingToDo(f"no documents in {', '.join(map(str, paths))}")
        nlp = make_nlp(self.ontology)
        cache = DocCache(self.settings.data / "cache" / "documents", signature(nlp, self.ontology.hash))
        for done, path in enumerate(files):
            if progress:
                progress("documents", done, len(files))
            if processes > 1 and done % AHEAD == 0:
                read_ahead(files[done : done + AHEAD], nlp, cache, processes)
            yield self._read(path, nlp, cache, dry=dry)

    def _read(self, path: Path, nlp: Any, cache: Any, *, dry: bool) -> Taken:
        from nlp.extract import read_document

        hint = self.region_codes
        try:
            extraction = read_document(path, ontology=self.ontology, nlp=nlp, region_hint=hint, cache=cache)
        except Refusal as refusal:
            return Taken(path, None, None, [str(refusal)], {"error": str(refusal)}, dry)
        from jiju.reading import take

        return take(path, extraction.source, extraction.records, self.facts, dry=dry)

    def plan(
        self,
        paths: Sequence[Path] = (),
        *,
        mapping: Path | None = None,
        partial: Partial = False,
        retract: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> Plan:
        """What loading the files, or retracting sources, would change, down to the graph. Nothing is written."""
        from jiju.plan import plan

        return plan(self, paths, mapping=mapping, partial=partial, retract=retract, progress=progress)

    @cached_property
    def edits(self) -> Edits:
        """What persons put right by hand."""
        from records.edits import Edits

        return Edits(self.archive)

    def override(self, subject: str, name: str, value: Any, by: str, why: str) -> Edit:
        """Say by hand what a property of an entity or a relation is; believed before all sources after the next
        build. ``self.edits.undo`` takes it back. Raises EditRefused, ValueRefused."""
        edge = subject.partition(":")[0].upper()
        relation = None
        if edge in self.ontology.edge_types:
            found = self.snapshot().rows(edge, [subject])
            relation = found[0] if found else None
        return self.edits.override(subject, name, value, by, why, relation)

    @cached_property
    def decisions(self) -> Decisions:
        """What persons decided about who is who."""
        from records.resolution.decisions import Decisions

        return Decisions(self.archive.folder)

    def judge(self, left: str, right: str, verdict: Verdict, by: str, why: str, key: str | None = None) -> Decision:
        """Decide whether two entities are one: same, not_same or unsure; it counts from the next build on.
        ``key``: the client's, for asking twice. Raises DecisionRefused."""
        from records.resolution.decisions import UnknownId

        for id_ in (left, right):
            if self.ontology.type_of_id(id_) is None:
                raise UnknownId(f"{id_!r} is the id of no type; ids look like enterprise:3f2a…")
        return self.decisions.judge(left, right, verdict, by, why, key)

    def undo_judgement(self, decision_id: str, by: str, why: str) -> Decision:
        """Take a decision back; after the next build everything is with its own again. Raises DecisionRefused."""
        return self.decisions.undo(decision_id, by, why)

    def candidates(
        self, types: Sequence[str] = (), ids: Sequence[str] = (), limit: int | None = None, *, unsure: bool = False
    ) -> list[Candidate]:
        """Pairs of the current snapshot that may be one thing, the likeliest first (records.review)."""
        from records.review import candidates

        decided = self.decisions.active()
        return candidates(self.snapshot(), self.ontology, decided, types, ids, limit, unsure=unsure)

    def why(self, id_: str) -> Explanation:
        """Why an entity is one: statements, keys, decisions and scores (records.review)."""
        from records.review import why

        return why(self.snapshot(), self.ontology, id_, self.decisions.log())

    def changes(
        self,
        since: str | datetime | int | None = None,
        types: Sequence[str] = (),
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> Iterator[Change]:
        """What builds changed in the graph after a data version, a moment or a sequence number, oldest first."""
        from records.changes import changes

        return changes(self.snapshots, since, types, ids, limit)

    def conflicts(self, ids: Iterable[str]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """On what the sources of the current snapshot disagree, a thing at a time (records.conflicts)."""
        snapshot = self.snapshot()
        for some in _batches(ids, 1000):
            yield from snapshot.conflicts(some).items()

    def conflicts_of(self, type_name: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """``conflicts`` of all entities or relations of a type."""
        import pyarrow.parquet as pq

        snapshot = self.snapshot()
        file = pq.ParquetFile({**snapshot.node_files(), **snapshot.edge_files()}[type_name])
        batches = file.iter_batches(columns=["id"], batch_size=10_000)
        yield from self.conflicts(id_ for batch in batches for id_ in batch.column(0).to_pylist())

    def build(self, progress: Progress | None = None) -> Built:
        """Resolve and snapshot what the archive holds, bring the store to it, and remove old snapshots. Another
        process that builds is waited for; Busy after JIJU_LOCK_TIMEOUT seconds."""
        from records import building, migration
        from records.lock import exclusive

        patience = self.settings.lock_timeout
        with exclusive(self.settings.data / "build.lock", "`jiju build`", patience=patience, progress=progress):
            migration.finish(self.archive)  # in case a process was killed in one
            self.edits.tell()  # in case a process was killed between its log and the archive
            self.facts.tell()
            made = building.build(self.archive, self.ontology, self.snapshots, progress, patience=patience)
            self.facts.linked(made.data_version, made.folder / "ids")
            built, held = self._fill(made, progress)
            building.prune(self.snapshots, self.settings.keep_snapshots, held)
        return built

    def migrate(self, renames: Sequence[Rename] = (), *, lose: bool = False) -> list[Migrated]:
        """Bring the archive to a changed ontology (records.migration); `build` then brings the graph. Raises
        MigrationRefused, Busy."""
        from records import migration
        from records.lock import exclusive

        with exclusive(self.settings.data / "build.lock", "`jiju migrate`", patience=self.settings.lock_timeout):
            return list(migration.migrate(self.archive, renames, lose=lose))

    def fill_store(self, progress: Progress | None = None) -> Built:
        """Bring the store to the current snapshot, as ``build`` does at its end."""
        return self._fill(self.snapshot(), progress)[0]

    def _fill(self, made: Snapshot, progress: Progress | None) -> tuple[Built, list[str]]:
        """What was built, and the data versions of which the store holds anything."""
        from jiju.publish import versions_held

        importer = self.importer()
        if importer is not None and importer.is_empty():
            return Built(made, importer.load(made, progress), offline=True), [made.data_version]
        with self.open_store() as store:
            published = self.publish(store, made, progress)
            return Built(made, published), versions_held(store.data_version())

    def importer(self) -> AdminImport | None:
        """The import tool of the Neo4j of this machine, where Neo4j serves and JIJU_NEO4J_HOME names it."""
        import shlex

        from cypher.admin_import import AdminImport

        home = self.settings.neo4j_home
        if self.settings.store != "neo4j" or home is None:
            return None
        return AdminImport(home, self.ontology, shlex.split(self.settings.neo4j_admin or ""))

    def publish(self, store: Store, snapshot: Snapshot, progress: Progress | None = None) -> LoadReport | None:
        """Bring a store to a snapshot; None where it holds it already."""
        from jiju.publish import publish
        from records.lock import exclusive

        patience = self.settings.lock_timeout
        with exclusive(self.settings.data / "publish.lock", "publishing", patience=patience, progress=progress):
            return publish(store, snapshot, self.snapshots, progress)

    def snapshot(self) -> Snapshot:
        """The current snapshot; an empty one is built where there is none."""
        from records import snapshot as snapshots

        if (self.snapshots / "current").exists():
            return snapshots.open(self.snapshots)
        return snapshots.build(self.archive, self.ontology, self.snapshots)

    def published(self) -> str | None:
        """The data version of the current snapshot, without reading it."""
        pointer = self.snapshots / "current"
        return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None

    def open_store_of(self, snapshot: Snapshot) -> Store:
        """The store open for reading, holding just this snapshot: it is published first where it is not."""
        with contextlib.suppress(Refusal):  # no store yet, or one of another ontology
            store = self.open_store(read_only=True)
            if store.data_version() == snapshot.data_version:
                return store
            store.close()
        with self.open_store() as store:
            self.publish(store, snapshot)
        return self.open_store(read_only=True)

    def open_store(self, *, read_only: bool = False) -> Store:
        from cypher.open import open_store

        password = self.settings.neo4j_password
        return open_store(
            self.settings.store_url,
            self.ontology,
            read_only=read_only,
            user=self.settings.neo4j_user,
            password=password.get_secret_value() if password else None,
        )


def _batches(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    waiting = iter(ids)
    while some := list(islice(waiting, size)):
        yield some


def _concatenated(tables: Sequence[Any]) -> Any:
    import pyarrow as pa

    return pa.concat_tables(tables, promote_options="default")


def _beside(
    path: Path, report: Report, encoding: str | None, marked: Path | None, rejects: Path | None
) -> Iterator[str]:
    """Write what a person mends a file with, where it is wanted and something is wrong; says what was written."""
    if marked is not None and (report.errors or report.warned):
        from loaders.workbook import write_marked

        marked.mkdir(parents=True, exist_ok=True)
        out = marked / f"{path.stem}-检查.xlsx"
        write_marked(path, report, out, encoding)
        yield f"the cells to mend are marked in {out}"
    if rejects is not None and report.rejected:
        from loaders.rejects import rejects_name, write_rejects

        rejects.mkdir(parents=True, exist_ok=True)
        out = rejects / rejects_name(path)
        count = write_rejects(path, report, out, encoding)
        yield f"{count:,} refused rows are in {out}; mend them and load it with --add"


def _speaks_once(source_id: str, path: Path, told: dict[str, Path]) -> None:
    """Raises SourceRepeated where another file of the same load is this source."""
    other = told.setdefault(source_id, path)
    if other != path:
        raise SourceRepeated(
            f"{path}: {other} of this load is the source {source_id!r} too, and would be replaced by it; rename one of "
            "the files, or give each a mapping with a source id of its own"
        )


def document_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The named files; of a folder the documents in it, in the order of their names."""
    from nlp.readers import readers

    for path in paths:
        if path.is_dir():
            readable = (file for file in path.iterdir() if file.suffix.casefold() in readers())
            yield from sorted(file for file in readable if file.stem.casefold() not in ABOUT)
        else:
            yield path


def find_any_type(ontology: Ontology, word: str) -> NodeType | EdgeType:
    """A node or edge type by any of its names. Raises UnknownType, which lists what there is."""
    found = ontology.find_type(word)
    if found is not None:
        return found
    for edge in ontology.edge_types.values():
        if word.strip().casefold() in {edge.name.casefold(), edge.label.zh, edge.label.en.casefold()}:
            return edge
    every: list[NodeType | EdgeType] = [*ontology.node_types.values(), *ontology.edge_types.values()]
    known = "、".join(declared.label.zh for declared in every)
    raise UnknownType(f"there is no type {word!r}; known: {known}")
