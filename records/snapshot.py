"""The snapshot: the merged graph as Parquet by type, with a data version.

    <folder>/current                        the data version that counts
    <folder>/<data version>/nodes/<Type>.parquet, edges/<TYPE>.parquet    ordered by id
                            evidence.parquet    one row a statement, ordered by subject_id
                            sources.parquet, redirects.parquet, manifest.json

The data version is a hash of the content (evidence and redirects included) and the ontology: the same records
give the same one, whatever the order in which they were loaded, and a snapshot once written never changes. Ids
that were given by earlier builds are kept, so that builds in between can show in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ontology.model import EdgeType, NodeType, Ontology
from records.archive import Archive
from records.delta import Delta, delta
from records.digest import Digest, digest, digest_texts
from records.errors import SnapshotMissing
from records.evidence import EvidenceReader, EvidenceWriter, evidence_rows, forget_lookups
from records.files import publish, unfinished, write_json, write_parquet, write_text
from records.merge import merge_entities, merge_relations
from records.progress import Progress, silent
from records.record import Source
from records.resolution.judgement import Registry
from records.resolution.resolver import Resolution, resolve
from records.schema import edge_schema, node_schema
from records.statements import Statements, entity_statements, relation_statements
from records.tables import aligned

__all__ = ["Delta", "Snapshot", "build", "delta", "open"]

_CURRENT = "current"
_FORMAT = "1"  # of the files; a change makes every data version new
_REDIRECT = pa.schema([("id", pa.string()), ("canonical_id", pa.string())])
_SOURCE = pa.schema([
    ("id", pa.string()), ("kind", pa.string()), ("title", pa.string()), ("publisher", pa.string()),
    ("licence", pa.string()), ("as_of", pa.date32()), ("trust", pa.float64()), ("url", pa.string()),
    ("version", pa.string()),
])  # fmt: skip


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
    if (folder / _CURRENT).exists():
        folder = folder / (folder / _CURRENT).read_text(encoding="utf-8").strip()
    if not (folder / "manifest.json").exists():
        raise SnapshotMissing(f"{folder} holds no snapshot; make one with `jiju build`")
    return Snapshot(folder)


def build(archive: Archive, ontology: Ontology, folder: Path, progress: Progress | None = None) -> Snapshot:
    """Resolve and merge all that the archive's sources say now, and make it the current snapshot.

    If nothing changed the snapshot that is there stays. If it fails midway nothing is visible of it.
    """
    tell = progress or silent
    tell("resolve", 0)
    registry = Registry.open(archive.folder)
    resolution = resolve(archive, ontology, registry)
    with unfinished(folder) as part:
        manifest = _Writer(archive, ontology, resolution, part).write(tell)
        write_json(part / "manifest.json", manifest)
        publish(part, folder / manifest["data_version"])
    # Ids have to be known for ever before anybody sees them.
    registry.append(resolution.news)
    write_text(folder / _CURRENT, manifest["data_version"] + "\n")
    forget_lookups(folder, keep=manifest["data_version"])
    return Snapshot(folder / manifest["data_version"])


class _Writer:
    """Merges type by type, in the order of their ids' prefixes, so that evidence comes ordered."""

    def __init__(self, archive: Archive, ontology: Ontology, resolution: Resolution, part: Path) -> None:
        self._archive, self._ontology, self._resolution, self._part = archive, ontology, resolution, part
        self._sources = [source.id for source in resolution.sources]
        self._numbers = {source_id: number for number, source_id in enumerate(self._sources)}
        self._digests: dict[str, str] = {}
        self._rows: dict[str, int] = {}

    def write(self, tell: Progress) -> dict[str, Any]:
        """Write all files but the manifest, which is returned."""
        entities, relations = self._archive.files("entities"), self._archive.files("relations")
        types: list[NodeType | EdgeType] = [
            *self._ontology.node_types.values(),
            *self._ontology.edge_types.values(),
        ]
        with EvidenceWriter(self._part) as evidence:
            for done, declared in enumerate(sorted(types, key=_prefix)):
                tell(f"merge {declared.name}", done, len(types))
                named = (entities if isinstance(declared, NodeType) else relations).get(declared.name, {})
                self._write_type(declared, {self._numbers[s]: path for s, path in named.items()}, evidence)
        self._digests["evidence"] = evidence.digest()
        self._write_table("sources", _source_table(self._archive, self._resolution.sources))
        self._write_table("redirects", aligned(self._resolution.redirects.to_arrow(), _REDIRECT))
        return self._manifest(evidence.rows)

    def _write_type(self, declared: NodeType | EdgeType, files: Mapping[int, Path], evidence: EvidenceWriter) -> None:
        statements = self._statements(declared, files)
        schema = node_schema(declared) if isinstance(declared, NodeType) else edge_schema(declared)
        name = f"{'nodes' if isinstance(declared, NodeType) else 'edges'}/{declared.name}"
        path = self._part / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        running = Digest()
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for chunk in statements.chunks():
                table = self._merged(chunk, statements, declared)
                running.add(table)
                writer.write_table(table, row_group_size=1 << 17)
                evidence.add(evidence_rows(chunk, _prefix(declared)[:-1], statements.properties, self._sources))
        self._digests[name], self._rows[declared.name] = running.hexdigest(), running.rows

    def _statements(self, declared: NodeType | EdgeType, files: Mapping[int, Path]) -> Statements:
        if isinstance(declared, NodeType):
            return entity_statements(declared, files, self._resolution)
        return relation_statements(declared, files, self._resolution)

    def _merged(self, chunk: pl.DataFrame, statements: Statements, declared: NodeType | EdgeType) -> pa.Table:
        if isinstance(declared, NodeType):
            return merge_entities(chunk, statements.properties, declared, self._sources)
        prefixes = self._resolution.prefixes
        return merge_relations(chunk, statements.properties, declared, self._sources, prefixes)

    def _write_table(self, name: str, table: pa.Table) -> None:
        write_parquet(self._part / f"{name}.parquet", table)
        self._digests[name] = digest(table)

    def _manifest(self, evidence_rows: int) -> dict[str, Any]:
        content = [text for name in sorted(self._digests) for text in (name, self._digests[name])]
        counted = {
            "nodes": {name: self._rows[name] for name in self._ontology.node_types},
            "edges": {name: self._rows[name] for name in self._ontology.edge_types},
            "evidence": evidence_rows,
            "sources": len(self._sources),
            "redirects": self._resolution.redirects.height,
        }
        return {
            "data_version": digest_texts(_FORMAT, self._ontology.hash, *content),
            "ontology_hash": self._ontology.hash,
            "format": _FORMAT,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "counts": counted,
            "digests": self._digests,
        }


def _prefix(declared: NodeType | EdgeType) -> str:
    return f"{declared.id_prefix if isinstance(declared, NodeType) else declared.name.lower()}:"


def _source_table(archive: Archive, sources: Sequence[Source]) -> pa.Table:
    rows = []
    for source in sorted(sources, key=lambda s: s.id):
        current = archive.current(source.id)
        rows.append({**asdict(source), "version": current.id if current else None})
    return pa.Table.from_pylist(rows, schema=_SOURCE)
