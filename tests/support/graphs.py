"""Small graphs as snapshots, written straight in the layout of records.snapshot.

    snapshot = write_graph(tmp_path, {"Enterprise": [{"id": "enterprise:a", "name": "甲"}]}, {"OWNS": [...]})

An edge needs from_id and to_id; its id and the types of its ends follow from them.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ontology.model import Ontology, load
from records import snapshot
from records.schema import EVIDENCE, edge_schema, node_schema

Rows = Sequence[Mapping[str, Any]]

_shipped = functools.cache(load)


def write_graph(
    folder: Path,
    nodes: Mapping[str, Rows],
    edges: Mapping[str, Rows] | None = None,
    ontology: Ontology | None = None,
    data_version: str = "0123456789abcdef",
) -> snapshot.Snapshot:
    ontology = ontology or _shipped()
    version = folder / data_version
    version.mkdir(parents=True, exist_ok=True)
    for name, rows in nodes.items():
        table = pa.Table.from_pylist([dict(r) for r in rows], schema=node_schema(ontology.node_types[name]))
        _write(version / "nodes" / f"{name}.parquet", table)
    types = {row["id"]: name for name, rows in nodes.items() for row in rows}
    for name, rows in (edges or {}).items():
        filled = [_filled(name, number, row, types) for number, row in enumerate(rows)]
        _write(
            version / "edges" / f"{name}.parquet",
            pa.Table.from_pylist(filled, schema=edge_schema(ontology.edge_types[name])),
        )
    _write(version / "evidence.parquet", EVIDENCE.empty_table())
    counts = {
        part: {name: len(rows) for name, rows in tables.items()}
        for part, tables in (("nodes", nodes), ("edges", edges or {}))
    }
    manifest = {"data_version": data_version, "ontology_hash": ontology.hash, "counts": counts}
    (version / "manifest.json").write_text(json.dumps(manifest))
    return snapshot.open(version)


def _filled(name: str, number: int, row: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    ends = {
        "from_type": types.get(row["from_id"], "Enterprise"),
        "to_type": types.get(row["to_id"], "Enterprise"),
    }
    return {"id": f"{name.lower()}:{number:08d}", **ends, **row}


def _write(file: Path, table: pa.Table) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = [(c, "ascending") for c in ("id",) if c in table.column_names]
    pq.write_table(table.sort_by(keys) if keys else table, file)
