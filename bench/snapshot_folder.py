"""Writes tables straight in the layout of records.snapshot, without archive and resolution."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from ontology.model import Ontology
from records import snapshot
from records.record import short_hash
from records.schema import EVIDENCE


@dataclass
class SnapshotFolder:
    """A snapshot in the making. ``seed`` and the ontology decide its data version."""

    folder: Path
    ontology: Ontology
    source: str
    seed: str
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def data_version(self) -> str:
        return short_hash(self.source, self.seed, self.ontology.hash)

    @property
    def path(self) -> Path:
        return self.folder / self.data_version

    def nodes(self, node_type: str, table: pa.Table) -> None:
        self._write(f"nodes/{node_type}", table)

    def edges(self, edge_type: str, table: pa.Table) -> None:
        self._write(f"edges/{edge_type}", table)

    def finish(self) -> snapshot.Snapshot:
        texts = pa.string()
        source = {"id": [self.source], "kind": ["rule"], "title": ["made up by bench.generate"], "trust": [0.5]}
        names = ["id", "kind", "title", "publisher", "licence", "as_of", "trust", "url"]
        types = [texts, texts, texts, texts, texts, pa.date32(), pa.float64(), texts]
        self._write("sources", pa.table([pa.array(source.get(n, [None]), t) for n, t in zip(names, types, strict=True)], names))
        self._write("evidence", EVIDENCE.empty_table())
        self._write("redirects", pa.table({"old_id": pa.array([], texts), "id": pa.array([], texts)}))
        manifest = {
            "data_version": self.data_version,
            "ontology_hash": self.ontology.hash,
            "counts": {k: v for k, v in self.counts.items() if k[0].isupper()},
            "created": datetime.now(UTC).isoformat(),
        }
        (self.path / "manifest.json").write_text(json.dumps(manifest))
        (self.folder / "current").write_text(self.data_version)
        return snapshot.open(self.path)

    def _write(self, name: str, table: pa.Table) -> None:
        file = self.path / f"{name}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, file, compression="zstd")
        self.counts[file.stem] = table.num_rows
