"""A snapshot into the store, beside each engine's own bulk load of the same rows.

    python -m bench.store_load --scale 0.1              # Ladybug at 0.1, Neo4j at 0.1
    python -m bench.store_load --scale 1 --engine ladybug

Ours: ``Store.bulk_load``, and for a new Neo4j ``AdminImport``; files, indexes and search terms are counted. Peers:
bare ``COPY`` of the same Parquet files into the same tables on Ladybug, without search index; ``neo4j-admin database
import full`` of the same rows as CSV on Neo4j, without index and search terms (writing the CSV is timed apart).
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from bench.generate import generate
from bench.report import Report, machine, neo4j_server, ratio, timed, versions
from cypher.admin_import import AdminImport
from cypher.open import open_store
from cypher.schema import edge_columns, ladybug_schema, node_columns
from cypher.store import LoadReport
from ontology.model import Ontology, load
from records.snapshot import Snapshot

server = neo4j_server()

COLUMNS = ("load", "rows", "seconds", "rows/s", "disk MB", "ours / peer")


def size_of(folder: Path) -> float:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def rows_of(snapshot: Snapshot) -> int:
    files = [*snapshot.node_files().values(), *snapshot.edge_files().values()]
    return sum(pq.read_metadata(file).num_rows for file in files)


def load_ladybug(snapshot: Snapshot, ontology: Ontology, folder: Path) -> LoadReport:
    store = open_store(folder, ontology)
    try:
        return store.bulk_load(snapshot)
    finally:
        store.close()


def without_decimals(snapshot: Snapshot, folder: Path) -> dict[str, dict[str, Path]]:
    """The snapshot's files with money as DOUBLE: COPY refuses decimals. Not counted as the peer's time."""
    made: dict[str, dict[str, Path]] = {"nodes": {}, "edges": {}}
    for part, files in (("nodes", snapshot.node_files()), ("edges", snapshot.edge_files())):
        (folder / part).mkdir(parents=True)
        for name, file in files.items():
            table = pq.read_table(file)
            kinds = [pa.float64() if pa.types.is_decimal(f.type) else f.type for f in table.schema]
            schema = pa.schema(list(zip(table.column_names, kinds, strict=True)))
            made[part][name] = folder / part / file.name
            pq.write_table(table.cast(schema), made[part][name], compression="zstd", row_group_size=1 << 17)
    return made


def copy_ladybug(files: dict[str, dict[str, Path]], ontology: Ontology, folder: Path) -> None:
    """What a Ladybug user would write by hand."""
    import ladybug

    folder.mkdir(parents=True)
    database = ladybug.Database(folder / "bare.lbug")
    connection = ladybug.Connection(database)
    for statement in ladybug_schema(ontology):
        connection.execute(statement)
    for name, file in files["nodes"].items():
        columns = ", ".join(f"`{c}`" for c in node_columns(ontology.node_types[name]))
        connection.execute(f"COPY `{name}` FROM (LOAD FROM '{file}' RETURN {columns})")
    for name, file in files["edges"].items():
        columns = ", ".join(f"`{c}`" for c in edge_columns(ontology.edge_types[name]))
        for head, tail in _pairs(file):
            among = f"WHERE from_type = '{head}' AND to_type = '{tail}'"
            rows = f"LOAD FROM '{file}' {among} RETURN from_id, to_id, {columns}"
            connection.execute(f"COPY `{name}` FROM ({rows}) (from='{head}', to='{tail}')")
    connection.execute("CHECKPOINT")
    connection.close()
    database.close()


def _pairs(file: Path) -> list[tuple[str, str]]:
    ends = pl.read_parquet(file, columns=["from_type", "to_type"]).unique().sort("from_type", "to_type")
    return [(head, tail) for head, tail in ends.iter_rows()]


def load_neo4j(snapshot: Snapshot, ontology: Ontology, uri: str) -> LoadReport:
    with open_store(uri, ontology) as store:
        return store.bulk_load(snapshot)


def index_neo4j(ontology: Ontology, uri: str) -> None:
    with open_store(uri, ontology) as store:
        store.ensure_schema()


def import_neo4j(snapshot: Snapshot, home: Path) -> tuple[float, float]:
    """Seconds for writing the CSV files and for the import, into the home of a stopped server."""
    csv = home / "csv"
    csv.mkdir(parents=True)
    with timed() as writing:
        arguments = [*_node_csvs(snapshot, csv), *_edge_csvs(snapshot, csv)]
    with timed() as importing:
        server.admin(home, "database", "import", "full", "neo4j", "--overwrite-destination", *arguments)
    shutil.rmtree(csv)
    return writing.seconds, importing.seconds


def _node_csvs(snapshot: Snapshot, folder: Path) -> Iterator[str]:
    for name, file in snapshot.node_files().items():
        header = {"id": "id:ID"} | _headers(file)
        _write_csv(file, folder / f"{name}.csv", header)
        yield f"--nodes=Entity:{name}={folder / name}.csv"


def _edge_csvs(snapshot: Snapshot, folder: Path) -> Iterator[str]:
    ends = {"from_id": ":START_ID", "to_id": ":END_ID", "id": "id:string"}
    for name, file in snapshot.edge_files().items():
        header = ends | {k: v for k, v in _headers(file).items() if k not in ("from_type", "to_type", *ends)}
        _write_csv(file, folder / f"{name}.csv", header)
        yield f"--relationships={name}={folder / name}.csv"


def _headers(file: Path) -> dict[str, str]:
    schema = pq.read_schema(file)
    return {field.name: f"{field.name}:{_csv_type(field.type)}" for field in schema if field.name != "id"}


def _csv_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return "string[]"
    named = {pa.int64(): "long", pa.float64(): "double", pa.bool_(): "boolean", pa.date32(): "date"}
    return "double" if pa.types.is_decimal(kind) else named.get(kind, "string")


def _write_csv(file: Path, to: Path, header: dict[str, str]) -> None:
    frame = pl.scan_parquet(file).select(list(header))
    lists = [n for n, t in frame.collect_schema().items() if isinstance(t, pl.List)]
    frame = frame.with_columns(pl.col(n).list.join(";") for n in lists)
    frame.rename(header).sink_csv(to)


@contextmanager
def neo4j_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="jiju-bench-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run_ladybug(snapshot: Snapshot, ontology: Ontology) -> Report:
    report = Report(f"Snapshot to Ladybug: {rows_of(snapshot):,} rows", COLUMNS)
    report.start()
    rows = rows_of(snapshot)
    with neo4j_home() as folder:
        files = without_decimals(snapshot, folder / "files")
        with timed() as bare:
            copy_ladybug(files, ontology, folder / "bare")
        report.add("bare COPY", f"{rows:,}", bare.seconds, rows / bare.seconds, size_of(folder / "bare"), "")
        shutil.rmtree(folder / "bare")
        with timed() as ours:
            load_ladybug(snapshot, ontology, folder / "store")
        times = ratio(ours.seconds, bare.seconds)
        report.add(
            "Store.bulk_load",
            f"{rows:,}",
            ours.seconds,
            rows / ours.seconds,
            size_of(folder / "store"),
            times,
        )
    return report


def run_neo4j(snapshot: Snapshot, ontology: Ontology) -> Report:
    report = Report(f"Snapshot to Neo4j: {rows_of(snapshot):,} rows", COLUMNS)
    report.start()
    rows = rows_of(snapshot)
    with neo4j_home() as home:
        server.configure(home, 0, "1g", "512m", auth=False)
        writing, importing = import_neo4j(snapshot, home)
        disk = size_of(home / "data" / "databases")
        report.add("writing CSV", f"{rows:,}", writing, rows / writing, "", "")
        report.add("neo4j-admin import", f"{rows:,}", importing, rows / importing, disk, "")
    with neo4j_home() as home:
        server.configure(home, 0, "1g", "512m", auth=False)
        with timed() as offline:
            AdminImport(home, ontology, server.admin_command()).load(snapshot)
        with server.Neo4jServer.start(home=home, heap="1g", pagecache="512m") as running, timed() as indexing:
            index_neo4j(ontology, running.uri)
        disk = size_of(home / "data" / "databases")
        whole = offline.seconds + indexing.seconds
        report.add("AdminImport.load", f"{rows:,}", offline.seconds, rows / offline.seconds, "", "")
        report.add("its indexes and search", f"{rows:,}", indexing.seconds, rows / indexing.seconds, disk, "")
        report.add("both", f"{rows:,}", whole, rows / whole, "", ratio(whole, importing))
    with neo4j_home() as home, server.Neo4jServer.start(home=home, heap="1g", pagecache="512m") as running:
        with timed() as ours:
            load_neo4j(snapshot, ontology, running.uri)
        disk = size_of(home / "data" / "databases")
        times = ratio(ours.seconds, importing)
        report.add("Store.bulk_load over Bolt", f"{rows:,}", ours.seconds, rows / ours.seconds, disk, times)
    return report


def run(scale: float, neo4j_scale: float, engines: list[str]) -> None:
    ontology = load()
    print("\n# Snapshot to store\n")
    print(machine())
    print(versions("ladybug", "neo4j", "pyarrow", "polars"), f"Neo4j server {server.version()}")
    for engine, size, runner in (("ladybug", scale, run_ladybug), ("neo4j", neo4j_scale, run_neo4j)):
        if engine not in engines:
            continue
        with tempfile.TemporaryDirectory(prefix="jiju-bench-") as folder:
            runner(generate(Path(folder), size), ontology)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--neo4j-scale", type=float, help="default: --scale, at most 0.1")
    parser.add_argument("--engine", action="append", choices=["ladybug", "neo4j"], help="default: both")
    given = parser.parse_args(arguments)
    smaller = given.neo4j_scale if given.neo4j_scale is not None else min(given.scale, 0.1)
    run(given.scale, smaller, given.engine or ["ladybug", "neo4j"])


if __name__ == "__main__":
    main()
