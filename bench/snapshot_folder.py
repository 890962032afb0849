"""Writes tables straight in the layout of records.snapshot, past archive and resolution."""

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
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: {"nodes": {}, "edges": {}})

    @property
    def data_version(self) -> str:
        return short_hash(self.source, self.seed, self.ontology.hash)

    @property
    def path(self) -> Path:
        return self.folder / self.data_version

    def nodes(self, node_type: str, table: pa.Table) -> None:
        self._write(f"nodes/{node_type}", table)
        self.counts["nodes"][node_type] = table.num_rows

    def edges(self, edge_type: str, table: pa.Table) -> None:
        self._write(f"edges/{edge_type}", table)
        self.counts["edges"][edge_type] = table.num_rows

    def finish(self) -> snapshot.Snapshot:
        self._write("sources", _sources(self.source))
        self._write("evidence", EVIDENCE.empty_table())
        none = pa.nulls(0, pa.string())
        self._write("redirects", pa.table({"id": none, "canonical_id": none}))
        manifest = {
            "data_version": self.data_version,
            "ontology_hash": self.ontology.hash,
            "counts": {**self.counts, "evidence": 0},
            "created": datetime.now(UTC).isoformat(),
        }
        (self.path / "manifest.json").write_text(json.dumps(manifest))
        (self.folder / "current").write_text(self.data_version)
        return snapshot.open(self.path)

    def _write(self, name: str, table: pa.Table) -> None:
        file = self.path / f"{name}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, file, compression="zstd", row_group_size=1 << 17)


def _sources(source: str) -> pa.Table:
    names = ["id", "kind", "title", "publisher", "licence", "as_of", "trust", "url", "version"]
    kinds = {"as_of": pa.date32(), "trust": pa.float64()}
    said = {"id": source, "kind": "rule", "title": "made up by bench.generate", "trust": 0.5}
    return pa.table({name: pa.array([said.get(name)], kinds.get(name, pa.string())) for name in names})
