"""The steps of the flow as jobs: load, read, build, open. The CLI, the Python API and graph_api call these.

A Workspace is a data folder:

    archive/      what every source said, by version (records.archive)
    snapshots/    the merged graph by data version (records.snapshot)
    store/        the embedded engine, unless Neo4j serves
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ontology.errors import Refusal
from ontology.model import DEFAULT, Ontology
from ontology.model import load as load_ontology

from jiju.settings import Settings

if TYPE_CHECKING:
    from cypher.store import LoadReport, Progress, Store
    from loaders.load import Loaded
    from nlp.extract import Extraction
    from records.archive import Archive, Version
    from records.snapshot import Snapshot


class NothingToDo(Refusal):
    """The named files hold nothing that this job reads."""


@dataclass(frozen=True)
class Taken:
    """What became of one file: its source's version in the archive, and whether that changed anything."""

    path: Path
    source_id: str
    version: Version | None
    detail: Loaded | Extraction


@dataclass(frozen=True)
class Built:
    """What a build did. published: None where the store already held this data version."""

    snapshot: Snapshot
    published: LoadReport | None


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

        return Archive(self.settings.data / "archive", self.ontology)

    @property
    def snapshots(self) -> Path:
        return self.settings.data / "snapshots"

    def load(
        self,
        paths: Sequence[Path],
        *,
        mapping: Path | None = None,
        partial: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Taken]:
        """Tables to the archive, one source a file. A refused file leaves the archive as it was."""
        from loaders.load import load_file

        for path in table_files(paths):
            loaded = load_file(
                path, ontology=self.ontology, mapping=mapping, partial=partial, gazetteer=self.gazetteer, progress=progress
            )
            version = self.archive.write(loaded.source, loaded.records)
            yield Taken(path, loaded.source.id, version, loaded)

    def read(self, paths: Sequence[Path], *, progress: Progress | None = None) -> Iterator[Taken]:
        """Documents to the archive, one source a document."""
        from nlp.extract import read_document
        from nlp.pipeline import make_nlp

        nlp = make_nlp(self.ontology)
        files = list(document_files(paths))
        for done, path in enumerate(files):
            if progress:
                progress("documents", done, len(files))
            extraction = read_document(path, ontology=self.ontology, nlp=nlp)
            version = self.archive.write(extraction.source, extraction.records)
            yield Taken(path, extraction.source.id, version, extraction)

    def build(self, progress: Progress | None = None) -> Built:
        """Resolve and snapshot what the archive holds, and bring the store to it."""
        from records import snapshot as snapshots

        snapshot = snapshots.build(self.archive, self.ontology, self.snapshots, progress)
        with self.open_store() as store:
            return Built(snapshot, publish(store, snapshot, self.snapshots, progress))

    def snapshot(self) -> Snapshot:
        """The current snapshot; an empty one is built where there is none."""
        from records import snapshot as snapshots

        if (self.snapshots / "current").exists():
            return snapshots.open(self.snapshots)
        return snapshots.build(self.archive, self.ontology, self.snapshots)

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
