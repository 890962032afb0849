"""The current snapshot written out for others: Parquet, CSV, JSON lines by type; GraphML and GEXF as one graph.

Rows stream from the snapshot's Parquet files batch by batch; only the graph formats, which are for small graphs,
hold all of it in memory. Beside a folder stands CITATION.json, in it the data version.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.formulas import kept_text
from ontology.errors import Refusal
from ontology.model import EdgeType, NodeType, Ontology
from records.schema import columns
from records.snapshot import Snapshot

if TYPE_CHECKING:
    from cypher.store import Progress

TABLES = ("parquet", "csv", "jsonl")
GRAPHS = ("graphml", "gexf")
#: A graph format holds everything in memory and in one file; above this, tables are the way.
GRAPH_LIMIT = 200_000


class ExportRefused(Refusal):
    """The export cannot be written as asked."""


def export_snapshot(
    snapshot: Snapshot,
    ontology: Ontology,
    output: Path,
    format_: str,
    *,
    types: Sequence[str] = (),
    personal: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write nodes and edges; returns how many rows. Personal properties are left out unless asked for."""
    files = _files(snapshot, ontology, types)
    if format_ in GRAPHS:
        return _write_graph(snapshot, ontology, output, format_, files, personal)
    if format_ not in TABLES:
        raise ExportRefused(f"there is no export format {format_!r}; known: {', '.join((*TABLES, *GRAPHS))}")
    output.mkdir(parents=True, exist_ok=True)
    total = 0
    for done, (type_, file) in enumerate(files.items()):
        if progress:
            progress("export", done, len(files))
        batches = _batches(file, _open_columns(ontology, type_, file, personal))
        total += _write_table(batches, output / f"{type_}.{format_}", format_)
    _cite(snapshot, output, total)
    return total


def write_batches(batches: Iterator[pa.RecordBatch], out: TextIO, format_: str) -> int:
    """Rows of record batches as CSV (with a header) or JSON lines; returns how many."""
    if format_ not in ("csv", "jsonl"):
        raise ExportRefused(f"there is no row format {format_!r}; known: csv, jsonl")
    rows = 0
    writer = csv.writer(out)
    for batch in batches:
        if format_ == "csv":
            if rows == 0:
                writer.writerow(batch.schema.names)
            writer.writerows([_cell(value) for value in row.values()] for row in batch.to_pylist())
        else:
            out.writelines(json.dumps(row, ensure_ascii=False, default=_plain) + "\n" for row in batch.to_pylist())
        rows += batch.num_rows
    return rows


def _files(snapshot: Snapshot, ontology: Ontology, types: Sequence[str]) -> dict[str, Path]:
    files = {**snapshot.node_files(), **snapshot.edge_files()}
    if not types:
        return files
    wanted = {}
    for word in types:
        found = ontology.find_type(word) or ontology.edge_types.get(word)
        if found is None:
            raise ExportRefused(f"there is no type {word!r}")
        if found.name in files:
            wanted[found.name] = files[found.name]
    return wanted


def _declared(ontology: Ontology, name: str) -> NodeType | EdgeType:
    return ontology.node_types.get(name) or ontology.edge_types[name]


def _open_columns(ontology: Ontology, type_: str, file: Path, personal: bool) -> list[str]:
    """The file's columns without those of personal properties."""
    hidden: set[str] = set()
    if not personal:
        properties = _declared(ontology, type_).properties.values()
        hidden = {column.name for p in properties if p.personal for column in columns(p)}
    return [name for name in pq.read_schema(file).names if name not in hidden]


def _batches(file: Path, names: list[str]) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(file) as parquet:
        yield from parquet.iter_batches(batch_size=10_000, columns=names)


def _write_table(batches: Iterator[pa.RecordBatch], path: Path, format_: str) -> int:
    """Written beside and renamed, so that no half file is ever seen under its name."""
    part = path.with_name(path.name + ".part")
    if format_ == "parquet":
        rows = _write_parquet(batches, part)
    else:
        # The byte order mark lets Excel read the CSV as UTF-8.
        encoding = "utf-8-sig" if format_ == "csv" else "utf-8"
        with part.open("w", encoding=encoding, newline="") as out:
            rows = write_batches(batches, out, format_)
    part.replace(path)
    return rows


def _write_parquet(batches: Iterator[pa.RecordBatch], path: Path) -> int:
    rows, writer = 0, None
    try:
        for batch in batches:
            writer = writer or pq.ParquetWriter(path, batch.schema)
            writer.write_batch(batch)
            rows += batch.num_rows
    finally:
        if writer:
            writer.close()
    if writer is None:
        pq.write_table(pa.table({}), path)
    return rows


def _write_graph(
    snapshot: Snapshot, ontology: Ontology, output: Path, format_: str, files: dict[str, Path], personal: bool
) -> int:
    import networkx as nx

    size = sum(int(pq.read_metadata(file).num_rows) for file in files.values())
    if size > GRAPH_LIMIT:
        raise ExportRefused(
            f"{size:,} rows are too many for {format_} (limit {GRAPH_LIMIT:,}): choose types, or parquet"
        )
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=f"Jiju {snapshot.data_version}")
    for type_, row in _rows(ontology, files, personal):
        known = {name: _flat(value) for name, value in row.items() if value is not None}
        if type_ in ontology.node_types:
            graph.add_node(str(known.pop("id")), type=type_, **known)
        else:
            head, tail = str(known.pop("from_id")), str(known.pop("to_id"))
            graph.add_edge(head, tail, type=type_, **known)
    output.parent.mkdir(parents=True, exist_ok=True)
    if format_ == "graphml":
        nx.write_graphml(graph, output)
    else:
        nx.write_gexf(graph, output)
    return size


def _rows(ontology: Ontology, files: dict[str, Path], personal: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for type_, file in sorted(files.items(), key=lambda item: item[0] in ontology.edge_types):
        for batch in _batches(file, _open_columns(ontology, type_, file, personal)):
            yield from ((type_, row) for row in batch.to_pylist())


def _cite(snapshot: Snapshot, folder: Path, rows: int) -> None:
    citation = {
        "dataVersion": snapshot.data_version,
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": rows,
        "sources": {s.id: s.title for s in snapshot.sources().values()},
    }
    text = json.dumps(citation, ensure_ascii=False, indent=1)
    (folder / "CITATION.json").write_text(text + "\n", encoding="utf-8")


def _cell(value: Any) -> Any:
    """A CSV cell. Text that a spreadsheet would run as a formula is kept text by a leading apostrophe."""
    if isinstance(value, list):
        value = "、".join(str(item) for item in value)
    return kept_text(value) if isinstance(value, str) else value


def _flat(value: Any) -> str | int | float | bool:
    if isinstance(value, bool | int | str) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, Iterable):
        return "、".join(str(item) for item in value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
