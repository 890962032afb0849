"""Small graphs as snapshots, written straight in the layout of records.snapshot.

    snapshot = write_graph(tmp_path, {"Enterprise": [{"id": "enterprise:a", "name": "甲"}]}, {"OWNS": [...]})

An edge needs from_id and to_id; its id and the types of its ends follow from them.
"""

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.arrays import ALWAYS, FOR_EVER
from analysis.projection import Projection
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


def projection(n: int, edges: Sequence[tuple[str, int, int, float | None, int | None]]) -> Projection:
    """Enterprises 0 to n − 1 with relations (type, head, tail, weight, the day since 1970 on which it ended), without
    files: for properties that are tried thousands of times."""
    types = tuple(sorted({edge[0] for edge in edges}))
    ordered = sorted(edges, key=lambda edge: edge[1:3])

    def column(kind: type[np.generic], values: Iterable[Any]) -> Any:
        return np.array(list(values), kind)

    return Projection(
        snapshot=cast("snapshot.Snapshot", None),
        node_types=("Enterprise",),
        type_offsets=column(np.int64, [0, n]),
        edge_types=types,
        head=column(np.int32, (e[1] for e in ordered)),
        tail=column(np.int32, (e[2] for e in ordered)),
        edge_type=column(np.uint8, (types.index(e[0]) for e in ordered)),
        edge_row=column(np.int32, range(len(ordered))),
        edge_id=column(np.uint64, range(len(ordered))),
        weight=column(np.float64, (np.nan if e[3] is None else e[3] for e in ordered)),
        valid_from=column(np.int32, (ALWAYS for _ in ordered)),
        valid_to=column(np.int32, (FOR_EVER if e[4] is None else e[4] for e in ordered)),
        ids=pl.Series("id", [f"enterprise:{i:04d}" for i in range(n)], pl.String),
        names=pl.Series("name", [f"企业{i}" for i in range(n)], pl.String),
    )
