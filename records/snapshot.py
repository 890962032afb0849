"""The snapshot: the merged graph as Parquet by type, with a data version.

    <folder>/current                        the data version that counts
    <folder>/<data version>/nodes/<Type>.parquet, edges/<TYPE>.parquet    ordered by id
                            evidence/<prefix of ids>/…    one row a statement (records.evidence)
                            ids/<Type>.parquet, redirects.parquet, candidates.parquet, merges.parquet
                                                          who is who (records.identities)
                            sources.parquet, manifest.json
    <folder>/_changes/      what each build changed (records.changes)

The data version is a hash of the content and the ontology; of the evidence it takes the versions of the sources
and the ids of their entities, of which the evidence is made. The same records give the same one, whatever the order
in which they were loaded, and a snapshot once written never changes. Ids that were given by earlier builds are
kept, so that builds in between can show in it.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ontology.model import Ontology
from records.archive import Archive
from records.changes import CURRENT
from records.conflicts import conflicts
from records.delta import Delta, delta
from records.errors import SnapshotMissing
from records.evidence import EvidenceReader
from records.progress import Progress
from records.record import Source

__all__ = ["Delta", "Snapshot", "build", "delta", "open"]


class Snapshot:
    """One version of the merged graph. It never changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.data_version: str = self.manifest["data_version"]

    def node_files(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self.folder.glob("nodes/*.parquet"))}

    def edge_files(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self.folder.glob("edges/*.parquet"))}

    def nodes(self, node_type: str) -> pa.Table:
        """All nodes of a type, ordered by id. KeyError for a type that the ontology did not know."""
        return pq.read_table(self.node_files()[node_type])

    def edges(self, edge_type: str) -> pa.Table:
        """All edges of a type, ordered by id. KeyError for a type that the ontology did not know."""
        return pq.read_table(self.edge_files()[edge_type])

    def rows(self, type_name: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        """The nodes or edges of a type that have these ids, ordered by id."""
        file = {**self.node_files(), **self.edge_files()}[type_name]
        return pq.read_table(file, filters=pc.field("id").isin(list(ids))).to_pylist()  # type: ignore[no-any-return]

    def sources(self) -> dict[str, Source]:
        """Who says what is in here, by id."""
        path = self.folder / "sources.parquet"
        rows = pq.read_table(path).drop_columns(["version"]).to_pylist() if path.exists() else []
        return {row["id"]: Source(**row) for row in rows}

    def redirect(self, entity_id: str) -> str:
        """The id under which an entity goes now; an id that was never merged is its own."""
        return self._redirects.get(entity_id, entity_id)

    def evidence(self, subject_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Rows of records.schema.EVIDENCE by the id of a node or edge; an empty list where there is none."""
        return self._evidence.of(subject_ids)

    def evidence_of_source(self, source_id: str) -> pa.Table:
        """Everything one source says."""
        return self._evidence.of_source(source_id)

    def conflicts(self, subject_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """On what the sources disagree, by the id of a node or edge (records.conflicts says how it is told)."""
        return {subject: conflicts(rows) for subject, rows in self.evidence(subject_ids).items()}

    def evidence_tables(self, prefix: str) -> Iterator[pa.Table]:
        """All evidence of one type, named by the prefix of its ids ("enterprise", "owns"), a part at a time."""
        return self._evidence.tables(prefix)

    @cached_property
    def _evidence(self) -> EvidenceReader:
        return EvidenceReader(self.folder)

    @cached_property
    def _redirects(self) -> dict[str, str]:
        path = self.folder / "redirects.parquet"
        if not path.exists():
            return {}
        table = pq.read_table(path)
        return dict(zip(table["id"].to_pylist(), table["canonical_id"].to_pylist(), strict=True))


def open(folder: Path) -> Snapshot:  # noqa: A001 - read as snapshot.open
    """The snapshot in a folder, or the current one of a folder of snapshots. Raises SnapshotMissing."""
    if (folder / CURRENT).exists():
        folder = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
    if not (folder / "manifest.json").exists():
        raise SnapshotMissing(f"{folder} holds no snapshot; make one with `jiju build`")
    return Snapshot(folder)


def build(archive: Archive, ontology: Ontology, folder: Path, progress: Progress | None = None) -> Snapshot:
    """Resolve and merge all that the archive's sources say now, and make it the current snapshot.

    What nothing new is said of is taken over from the current snapshot, not merged again; the result is the same.
    If nothing changed the snapshot that is there stays. If it fails midway nothing is visible of it.
    """
    from records import building

    return building.build(archive, ontology, folder, progress)
