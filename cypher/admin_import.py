"""A snapshot into an empty Neo4j with ``neo4j-admin database import full``, which fills a stopped server's database
many times as fast as statements over Bolt can.

The rows go to CSV files with all that ``Neo4jStore.bulk_load`` writes: search terms and data version too. The tool
makes no indexes: ``ensure_schema`` makes them when the server has been started.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from cypher import hits
from cypher.errors import ImportFailed
from cypher.rows import conform
from cypher.schema import META, SEARCH, SEARCH_TEXT, edge_columns, node_columns
from cypher.store import LoadReport, Progress
from ontology.model import NodeType, Ontology
from records.snapshot import Snapshot

DATABASE = "neo4j"
#: Between the values of a list; no text holds it, as loaders refuse control characters.
_BETWEEN = "\x1f"
_BATCH = 50_000
_TYPES = {pa.int64(): "long", pa.float64(): "double", pa.bool_(): "boolean", pa.date32(): "date"}
#: So many lines of what the tool said are told when it fails.
_TOLD = 15


class AdminImport:
    """The import tool of one server's home.

    command: how the tool is called; by default ``bin/neo4j-admin`` of the home. NEO4J_HOME is set for it.
    """

    def __init__(self, home: Path, ontology: Ontology, command: Sequence[str] = ()) -> None:
        self.home = home
        self.ontology = ontology
        self.command = list(command) or [str(home / "bin" / "neo4j-admin")]

    def is_empty(self) -> bool:
        """Whether the database was never made: the server was not started in this home before."""
        folder = self.home / "data" / "databases" / DATABASE
        return not folder.exists() or not any(folder.iterdir())

    def load(self, snapshot: Snapshot, progress: Progress | None = None, *, overwrite: bool = False) -> LoadReport:
        """Fill the database of the stopped server. overwrite: also one that is there, which is lost.

        Raises ImportFailed: the server runs, the database is there already, the tool is missing or fails.
        """
        if not overwrite and not self.is_empty():
            raise ImportFailed(
                f"{self.home} has a database already; import only into a new one, or say that it is to be replaced"
            )
        started = time.monotonic()
        report = LoadReport(snapshot.data_version)
        with tempfile.TemporaryDirectory(prefix="jiju-import-", dir=self._folder()) as folder:
            files = _Files(Path(folder), self.ontology)
            arguments = [*files.nodes(snapshot, report, progress), *files.edges(snapshot, report, progress)]
            arguments.append(files.meta(snapshot.data_version))
            if progress:
                progress("neo4j-admin import", 0)
            arguments.append(f"--multiline-fields={'true' if files.multiline else 'false'}")
            arguments.append(f"--report-file={Path(folder) / 'import.report'}")
            self._run(arguments, overwrite)
        report.seconds = time.monotonic() - started
        return report

    def _folder(self) -> Path:
        """Where there is room for the files: beside the database."""
        folder = self.home / "import"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _run(self, arguments: Sequence[str], overwrite: bool) -> None:
        call = [*self.command, "database", "import", "full", DATABASE, "--array-delimiter=U+001F", *arguments]
        call += ["--overwrite-destination"] * overwrite
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        try:
            # The command is the operator's own.
            done = subprocess.run(call, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
        except OSError as problem:
            raise ImportFailed(
                f"{self.command[0]} cannot be run: {problem.strerror}; set JIJU_NEO4J_HOME to the server's folder"
            ) from problem
        if done.returncode:
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()][-_TOLD:]
            raise ImportFailed("neo4j-admin refused the import; is the server stopped?\n" + "\n".join(said))


class _Files:
    """The CSV files of a snapshot. multiline: whether any text has a line break, which the tool has to be told."""

    def __init__(self, folder: Path, ontology: Ontology) -> None:
        self._folder = folder
        self._ontology = ontology
        self.multiline = False

    def nodes(self, snapshot: Snapshot, report: LoadReport, progress: Progress | None) -> Iterator[str]:
        for name, file in snapshot.node_files().items():
            node_type = self._ontology.node_types.get(name)
            if node_type is None or not pq.read_metadata(file).num_rows:
                continue
            columns = node_columns(node_type)
            kinds = {**columns, SEARCH: pa.list_(pa.string()), SEARCH_TEXT: pa.string()}
            header = {"id": "id:ID", **{c: f"{c}:{_kind(kind)}" for c, kind in kinds.items() if c != "id"}}
            batches = (_searchable(node_type, batch, columns) for batch in _batches(file))
            report.nodes[name] = self._write(name, header, batches)
            if progress:
                progress(f"file {name}", report.nodes[name], report.nodes[name])
            yield f"--nodes=Entity:{name}={self._folder / name}.csv"

    def edges(self, snapshot: Snapshot, report: LoadReport, progress: Progress | None) -> Iterator[str]:
        for name, file in snapshot.edge_files().items():
            edge_type = self._ontology.edge_types.get(name)
            if edge_type is None or not pq.read_metadata(file).num_rows:
                continue
            columns = {"from_id": pa.string(), "to_id": pa.string(), **edge_columns(edge_type)}
            header = {c: f"{c}:{_kind(kind)}" for c, kind in columns.items()}
            header |= {"from_id": ":START_ID", "to_id": ":END_ID"}
            report.edges[name] = self._write(name, header, (conform(batch, columns) for batch in _batches(file)))
            if progress:
                progress(f"file {name}", report.edges[name], report.edges[name])
            yield f"--relationships={name}={self._folder / name}.csv"

    def meta(self, data_version: str) -> str:
        table = pa.table({"key": ["data_version"], "value": [data_version]})
        self._write(META, {"key": "key:string", "value": "value:string"}, [table])
        return f"--nodes={META}={self._folder / META}.csv"

    def _write(self, name: str, header: Mapping[str, str], tables: Iterable[pa.Table]) -> int:
        rows = 0
        with pa.OSFile(str(self._folder / f"{name}.csv"), "wb") as sink:
            sink.write((",".join(header.values()) + "\n").encode())
            for table in tables:
                plain = pa.table([_written(column) for column in table.columns], names=table.column_names)
                self.multiline = self.multiline or any(_has_breaks(column) for column in plain.columns)
                pv.write_csv(plain.select(list(header)), sink, pv.WriteOptions(include_header=False))
                rows += table.num_rows
        return rows


def _batches(file: Path) -> Iterator[pa.Table]:
    for batch in pq.ParquetFile(file).iter_batches(batch_size=_BATCH):
        yield pa.Table.from_batches([batch])


def _searchable(node_type: NodeType, rows: pa.Table, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """The node's columns with its search terms, as Neo4jStore writes them."""
    short, long = [], []
    for _, _, _, pieces, text in hits.entries(node_type, rows):
        short.append(pieces)
        long.append(text or None)
    table = conform(rows, columns).append_column(SEARCH, pa.array(short, pa.list_(pa.string())))
    return table.append_column(SEARCH_TEXT, pa.array(long, pa.string()))


def _kind(kind: pa.DataType) -> str:
    return "string[]" if pa.types.is_list(kind) else _TYPES.get(kind, "string")


def _written(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join(column, _BETWEEN) if pa.types.is_list(column.type) else column


def _has_breaks(column: pa.ChunkedArray) -> bool:
    if not pa.types.is_string(column.type) or not column.length():
        return False
    return bool(pc.any(pc.match_substring_regex(column, "[\r\n]")).as_py())
