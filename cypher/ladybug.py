"""The embedded engine: Ladybug, a Cypher engine in a wheel, with its search index beside it."""

import contextlib
import fcntl
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cypher import generation, hits
from cypher.errors import ReadOnlyStore, SchemaMismatch, StatementFailed, StatementTimedOut, StoreUnavailable
from cypher.generation import Generation
from cypher.rows import conform, record_batches, require
from cypher.schema import META, count_statement, edge_columns, ladybug_schema, node_columns
from cypher.store import Engine, Hit, LoadReport, Parameters, Progress, Result
from ontology.model import Ontology
from records.record import short_hash

if TYPE_CHECKING:
    from records.snapshot import Delta, Snapshot

#: Milliseconds; the engine takes 0 for no limit.
_NO_LIMIT = 0
#: Columns by which a snapshot's relation rows name their ends.
ENDS = dict.fromkeys(["from_id", "to_id", "from_type", "to_type"], pa.string())


class LadybugStore:
    """A Store in a folder. One process may write; others may open it read-only."""

    engine: Engine = "ladybug"

    def __init__(self, folder: Path, ontology: Ontology, *, read_only: bool = False) -> None:
        self.folder = folder
        self.ontology = ontology
        self.read_only = read_only
        self._opening = threading.Lock()
        self._writing = threading.RLock()
        self._generation: Generation | None = None
        self._lock_file: IO[str] | None = None
        self._counts: dict[str, int] | None = None
        self._tables = short_hash(*ladybug_schema(ontology))
        if read_only and generation.current(folder) is None:
            raise StoreUnavailable(f"there is no store in {folder}; `jiju build` makes one")

    # statements

    def read(self, query: str, parameters: Parameters | None = None, *, timeout: float | None = None) -> Result:
        with self._open().connection() as connection:
            return _run(connection, query, parameters, timeout)

    def write(self, query: str, parameters: Parameters | None = None) -> Result:
        with self._transaction() as connection:
            return _run(connection, query, parameters)

    def stream(
        self, query: str, parameters: Parameters | None = None, batch_size: int = 10_000
    ) -> Iterator[pa.RecordBatch]:
        with self._open().connection() as connection:
            result = _execute(connection, query, parameters, None)
            try:
                yield from record_batches(result.get_column_names(), iter(result), batch_size)
            finally:
                result.close()

    # schema and whole loads

    def ensure_schema(self) -> None:
        """Tables come with the database: opening it makes them or compares them with the ontology."""
        self._open()

    def bulk_load(self, snapshot: "Snapshot", progress: Progress | None = None) -> LoadReport:
        started = time.monotonic()
        report = LoadReport(snapshot.data_version)
        with self._writer():
            made = self._fresh()
            try:
                # The engine copies outside of the interpreter: the search index is made in the meantime.
                with ThreadPoolExecutor(1) as beside, made.connection() as connection:
                    indexed = beside.submit(self._index_snapshot, made, snapshot, progress)
                    for name, file in _known(snapshot.node_files(), self.ontology.node_types):
                        report.nodes[name] = self._copy_nodes(connection, name, file)
                        _tell(progress, f"nodes {name}", report.nodes[name])
                    for name, file in _known(snapshot.edge_files(), self.ontology.edge_types):
                        report.edges[name] = self._copy_edges(connection, name, file)
                        _tell(progress, f"edges {name}", report.edges[name])
                    _set_meta(connection, "data_version", snapshot.data_version)
                    _run(connection, "CHECKPOINT")
                    indexed.result()
            except BaseException:
                made.retire(remove=True)
                raise
            self._replace(made)
        report.seconds = time.monotonic() - started
        return report

    def _copy_nodes(self, connection: Any, name: str, file: Path) -> int:
        columns = node_columns(self.ontology.node_types[name])
        chosen = ", ".join(f"`{column}`" for column in columns)
        with _readable(file, columns) as rows:
            _run(connection, f"COPY `{name}` FROM (LOAD FROM '{_quoted(rows)}' RETURN {chosen})")
        return int(pq.read_metadata(file).num_rows)

    def _copy_edges(self, connection: Any, name: str, file: Path) -> int:
        columns = edge_columns(self.ontology.edge_types[name])
        chosen = ", ".join(["from_id", "to_id", *(f"`{column}`" for column in columns)])
        pairs = pq.read_table(file, columns=["from_type", "to_type"]).group_by(["from_type", "to_type"])
        copied = 0
        with _readable(file, ENDS | columns) as source:
            for pair in pairs.aggregate([([], "count_all")]).to_pylist():
                head, tail = pair["from_type"], pair["to_type"]
                among = f"WHERE from_type = '{head}' AND to_type = '{tail}'"
                rows = f"LOAD FROM '{_quoted(source)}' {among} RETURN {chosen}"
                _run(connection, f"COPY `{name}` FROM ({rows}) (from='{head}', to='{tail}')")
                copied += pair["count_all"]
        return copied

    def _index_snapshot(self, made: Generation, snapshot: "Snapshot", progress: Progress | None) -> None:
        for name, file in _known(snapshot.node_files(), self.ontology.node_types):
            node_type = self.ontology.node_types[name]
            wanted = ["id", *hits.searchable(node_type).columns]
            parquet = pq.ParquetFile(file)
            wanted = [column for column in wanted if column in parquet.schema_arrow.names]
            batches = parquet.iter_batches(columns=wanted, batch_size=20_000)
            entries = (entry for batch in batches for entry in hits.entries(node_type, batch))
            _tell(progress, f"search {name}", made.search.add(entries, known=False))
        made.search.set_data_version(snapshot.data_version)

    # changes

    def apply(self, delta: "Delta", data_version: str, progress: Progress | None = None) -> LoadReport:
        started = time.monotonic()
        report = LoadReport(data_version)
        with self._transaction() as connection:
            for name, (rows, _) in delta.nodes.items():
                report.nodes[name] = self._upsert_nodes(connection, name, rows)
                _tell(progress, f"nodes {name}", report.nodes[name])
            for name, (rows, gone) in delta.edges.items():
                report.edges[name] = self._upsert_edges(connection, name, rows)
                report.deleted_edges[name] = self._delete_edges(connection, name, gone)
                _tell(progress, f"edges {name}", report.edges[name])
            for name, (_, gone) in delta.nodes.items():
                report.deleted_nodes[name] = self._delete_nodes(connection, name, gone)
            _set_meta(connection, "data_version", data_version)
        for name, (rows, gone) in delta.nodes.items():
            self._index(name, rows, gone)
        self._open().search.set_data_version(data_version)
        report.seconds = time.monotonic() - started
        return report

    def upsert_nodes(self, node_type: str, rows: pa.Table) -> int:
        with self._transaction() as connection:
            written = self._upsert_nodes(connection, node_type, rows)
        self._index(node_type, rows, ())
        return written

    def upsert_edges(self, edge_type: str, rows: pa.Table) -> int:
        with self._transaction() as connection:
            return self._upsert_edges(connection, edge_type, rows)

    def delete_nodes(self, node_type: str, ids: Sequence[str]) -> int:
        with self._transaction() as connection:
            deleted = self._delete_nodes(connection, node_type, ids)
        self._index(node_type, None, ids)
        return deleted

    def delete_edges(self, edge_type: str, ids: Sequence[str]) -> int:
        with self._transaction() as connection:
            return self._delete_edges(connection, edge_type, ids)

    def _upsert_nodes(self, connection: Any, name: str, rows: pa.Table) -> int:
        columns = node_columns(self.ontology.node_types[name])
        require(rows, ["id"], f"nodes {name}")
        if not rows.num_rows:
            return 0
        assigned = ", ".join(f"n.`{column}` = `{column}`" for column in columns if column != "id")
        with self._parquet(conform(rows, columns)) as file:
            statement = f"LOAD FROM '{file}' MERGE (n:`{name}` {{id: id}}) SET {assigned}"
            _run(connection, statement)
        return int(rows.num_rows)

    def _upsert_edges(self, connection: Any, name: str, rows: pa.Table) -> int:
        columns = edge_columns(self.ontology.edge_types[name])
        require(rows, ["id", *ENDS], f"edges {name}")
        written = 0
        ends = zip(*(rows.column(c).to_pylist() for c in ("from_type", "to_type")), strict=True)
        for head, tail in sorted(set(ends)):
            mine = rows.filter((pc.field("from_type") == head) & (pc.field("to_type") == tail))
            known = self._set_edges(connection, name, head, tail, conform(mine, ENDS | columns))
            new = mine.filter(pc.invert(pc.is_in(mine["id"], value_set=pa.array(known, pa.string()))))
            written += len(known) + self._add_edges(connection, name, head, tail, conform(new, ENDS | columns))
        return written

    def _set_edges(self, connection: Any, name: str, head: str, tail: str, rows: pa.Table) -> list[str]:
        """Write the edges that are there already; their ids."""
        # A name of their own keeps the rows' columns apart from those of the pattern.
        columns = edge_columns(self.ontology.edge_types[name])
        assigned = ", ".join(f"r.`{column}` = `{column}`" for column in columns if column != "id")
        with self._parquet(rows) as file:
            statement = (
                f"LOAD FROM '{file}' MATCH (a:`{head}` {{id: from_id}})-[r:`{name}`]->(b:`{tail}` {{id: to_id}}) "
                f"WHERE r.id = id SET {assigned} RETURN r.id"
            )
            return [row[0] for row in _run(connection, statement).rows]

    def _add_edges(self, connection: Any, name: str, head: str, tail: str, rows: pa.Table) -> int:
        """Copy new edges in. MERGE and CREATE would do so too, but look at every pair of nodes: a hundred edges fill
        the engine's memory (0.22.0)."""
        for end, node_type in (("from_id", head), ("to_id", tail)):
            there = pa.array(self._known(connection, node_type, rows[end]), pa.string())
            rows = rows.filter(pc.is_in(rows[end], value_set=there))
        if rows.num_rows:
            chosen = ", ".join(["from_id", "to_id", *(f"`{c}`" for c in edge_columns(self.ontology.edge_types[name]))])
            with self._parquet(rows) as file:
                copied = f"COPY `{name}` FROM (LOAD FROM '{file}' RETURN {chosen}) (from='{head}', to='{tail}')"
                _run(connection, copied)
        return int(rows.num_rows)

    def _known(self, connection: Any, node_type: str, ids: Any) -> list[str]:
        """Those of some ids that nodes of a type have."""
        if not len(ids):
            return []
        with self._parquet(pa.table({"wanted": pc.unique(ids)})) as file:
            statement = f"LOAD FROM '{file}' MATCH (n:`{node_type}` {{id: wanted}}) RETURN n.id"
            return [row[0] for row in _run(connection, statement).rows]

    def _delete_nodes(self, connection: Any, name: str, ids: Sequence[str]) -> int:
        return self._delete(connection, f"MATCH (n:`{name}` {{id: gone}}) DETACH DELETE n RETURN count(*)", ids)

    def _delete_edges(self, connection: Any, name: str, ids: Sequence[str]) -> int:
        return self._delete(connection, f"MATCH ()-[r:`{name}`]->() WHERE r.id = gone DELETE r RETURN count(*)", ids)

    def _delete(self, connection: Any, statement: str, ids: Sequence[str]) -> int:
        """Run a statement for each of some ids, called ``gone``. (``IN $ids`` is ten times as slow.)"""
        if not len(ids):
            return 0
        with self._parquet(pa.table({"gone": pa.array(list(dict.fromkeys(ids)), pa.string())})) as file:
            return int(_run(connection, f"LOAD FROM '{file}' {statement}").scalar() or 0)

    def retract(self, source_id: str) -> int:
        removed = 0
        gone: list[str] = []
        with self._transaction() as connection:
            for name in self.ontology.edge_types:
                removed += _retract_edges(connection, name, source_id)
            for name in self.ontology.node_types:
                ids = _retract_nodes(connection, name, source_id)
                removed += self._delete_nodes(connection, name, ids)
                gone += ids
        self._open().search.delete(gone)
        return removed

    def clear(self) -> None:
        with self._transaction() as connection:
            for name in self.ontology.node_types:
                if _run(connection, f"MATCH (n:`{name}`) RETURN count(*)").scalar():
                    _run(connection, f"MATCH (n:`{name}`) DETACH DELETE n")
            _run(connection, f"MATCH (m:{META} {{key: 'data_version'}}) DELETE m")
        search = self._open().search
        search.clear()
        search.set_data_version(None)

    # search and facts about the store

    def search(self, text: str, types: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        query = hits.query_of(text)
        if query is None or limit < 1:
            return []
        opened = self._open()
        return hits.explain(self, opened.search.search(query, types, limit), query)

    def counts(self) -> dict[str, int]:
        """Kept until the next write, since this process is the only one that writes."""
        if self._counts is None:
            self._counts = self._count()
        return dict(self._counts)

    def _count(self) -> dict[str, int]:
        return {name: int(rows) for name, rows in self.read(count_statement(self.ontology)).rows}

    def data_version(self) -> str | None:
        return self._meta("data_version")

    def _meta(self, key: str) -> str | None:
        value: str | None = self.read(f"MATCH (m:{META} {{key: $key}}) RETURN m.value", {"key": key}).scalar()
        return value

    def ping(self) -> None:
        self.read("RETURN 1")

    def close(self) -> None:
        with self._opening:
            if self._generation:
                self._generation.retire()
                self._generation = None
            if self._lock_file:
                self._lock_file.close()
                self._lock_file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # opening, replacing, transactions

    def _open(self) -> Generation:
        opened = self._generation
        if opened:
            return opened
        with self._opening:
            if self._generation is None:
                self._generation = self._open_current()
            return self._generation

    def _open_current(self) -> Generation:
        path = generation.current(self.folder)
        if path is None and self.read_only:
            raise StoreUnavailable(f"there is no store in {self.folder}; `jiju build` makes one")
        if not self.read_only:
            self._take_lock()
        if path is None:
            made = self._fresh()
            generation.put_in_force(made.folder)
            return made
        opened = Generation(path, read_only=self.read_only)
        try:
            self._check_tables(opened)
        except SchemaMismatch:
            opened.retire()
            raise
        self._mend_search(opened)
        return opened

    def _check_tables(self, opened: Generation) -> None:
        with opened.connection() as connection:
            rows = _run(connection, f"MATCH (m:{META} {{key: 'tables'}}) RETURN m.value")
        if rows.scalar() != self._tables:
            raise SchemaMismatch(f"the store {self.folder} was made for another ontology; `jiju build` makes it again")

    def _mend_search(self, opened: Generation) -> None:
        """Write the search index again if a killed process left it at another version than the graph."""
        with opened.connection() as connection:
            rows = _run(connection, f"MATCH (m:{META} {{key: 'data_version'}}) RETURN m.value")
            version = rows.scalar()
            if self.read_only or version == opened.search.data_version:
                return
            opened.search.clear()
            for name, node_type in self.ontology.node_types.items():
                columns = ["id", *hits.searchable(node_type).columns]
                chosen = ", ".join(f"n.`{column}` AS `{column}`" for column in columns)
                result = _execute(connection, f"MATCH (n:`{name}`) RETURN {chosen}", None, None)
                for batch in record_batches(columns, iter(result), 20_000):
                    opened.search.add(hits.entries(node_type, batch), known=False)
                result.close()
            opened.search.set_data_version(version)

    def _fresh(self) -> Generation:
        """A new generation with this ontology's tables, not yet in force."""
        made = Generation(generation.new_folder(self.folder), read_only=False)
        with made.connection() as connection:
            for statement in ladybug_schema(self.ontology):
                _run(connection, statement)
            _set_meta(connection, "tables", self._tables)
        return made

    def _replace(self, made: Generation) -> None:
        with self._opening:
            before = generation.current(self.folder)
            generation.put_in_force(made.folder)
            old, self._generation = self._generation, made
            self._counts = None
        if old:
            old.retire(remove=True)
        elif before:
            generation.remove(before)

    @contextlib.contextmanager
    def _writer(self) -> Iterator[None]:
        if self.read_only:
            raise ReadOnlyStore(f"the store {self.folder} was opened read-only")
        with self._writing:
            self._take_lock()
            yield

    def _take_lock(self) -> None:
        if self._lock_file:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            lock.close()
            raise StoreUnavailable(
                f"another process has the store {self.folder} open for writing; stop it (`jiju serve`?) first"
            ) from problem
        self._lock_file = lock

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Any]:
        with self._writer(), self._open().connection() as connection:
            _run(connection, "BEGIN TRANSACTION")
            try:
                yield connection
            except BaseException:
                with contextlib.suppress(StatementFailed):  # the engine may have rolled back by itself
                    _run(connection, "ROLLBACK")
                raise
            _run(connection, "COMMIT")
            self._counts = None

    def _index(self, name: str, rows: pa.Table | None, gone: Sequence[str]) -> None:
        search = self._open().search
        if rows is not None and rows.num_rows:
            search.add(hits.entries(self.ontology.node_types[name], rows))
        if len(gone):
            search.delete(list(gone))

    @contextlib.contextmanager
    def _parquet(self, rows: pa.Table) -> Iterator[str]:
        """The rows as a file, which the engine reads with their types, unknown values included."""
        with tempfile.TemporaryDirectory(prefix="jiju-rows-") as folder:
            file = Path(folder) / "rows.parquet"
            pq.write_table(rows, file)
            yield _quoted(file)


def _run(connection: Any, query: str, parameters: Parameters | None = None, timeout: float | None = None) -> Result:
    result = _execute(connection, query, parameters, timeout)
    try:
        return Result(result.get_column_names(), result.get_all())
    finally:
        result.close()


def _execute(connection: Any, query: str, parameters: Parameters | None, timeout: float | None) -> Any:
    connection.set_query_timeout(_NO_LIMIT if timeout is None else max(1, int(timeout * 1000)))
    try:
        return connection.execute(query, dict(parameters or {}))
    except RuntimeError as problem:
        reason = str(problem).strip()
        if reason.startswith("Interrupted"):
            raise StatementTimedOut(query, f"it took longer than {timeout} s") from problem
        raise StatementFailed(query, reason) from problem


def _retract_edges(connection: Any, name: str, source_id: str) -> int:
    among = f"MATCH ()-[r:`{name}`]->() WHERE list_contains(r.source_ids, $source)"
    only = f"{among} AND size(r.source_ids) = 1 DELETE r RETURN count(*)"
    removed = int(_run(connection, only, {"source": source_id}).scalar() or 0)
    for (sources,) in _run(connection, f"{among} RETURN DISTINCT r.source_ids", {"source": source_id}).rows:
        left = [s for s in sources if s != source_id]
        statement = f"MATCH ()-[r:`{name}`]->() WHERE r.source_ids = $sources SET r.source_ids = $left"
        _run(connection, statement, {"sources": sources, "left": left})
    return removed


def _retract_nodes(connection: Any, name: str, source_id: str) -> list[str]:
    """Take the source from the nodes that others said too; the ids of those that only it said."""
    among = f"MATCH (n:`{name}`) WHERE list_contains(n.source_ids, $source)"
    only = _run(connection, f"{among} AND size(n.source_ids) = 1 RETURN n.id", {"source": source_id})
    shared = f"{among} AND size(n.source_ids) > 1 RETURN DISTINCT n.source_ids"
    for (sources,) in _run(connection, shared, {"source": source_id}).rows:
        left = [s for s in sources if s != source_id]
        statement = f"MATCH (n:`{name}`) WHERE n.source_ids = $sources SET n.source_ids = $left"
        _run(connection, statement, {"sources": sources, "left": left})
    return [str(row[0]) for row in only.rows]


def _set_meta(connection: Any, key: str, value: str) -> None:
    statement = f"MERGE (m:{META} {{key: $key}}) SET m.value = $value"
    _run(connection, statement, {"key": key, "value": value})


@contextlib.contextmanager
def _readable(file: Path, columns: Mapping[str, pa.DataType]) -> Iterator[Path]:
    """A snapshot file as the engine can read it: it refuses decimals ("Unsupported converted type")."""
    there = pq.read_schema(file)
    as_it_should = all(name in there.names and there.field(name).type == kind for name, kind in columns.items())
    if as_it_should and not any(pa.types.is_decimal(kind) for kind in there.types):
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="jiju-rows-") as folder:
        path = Path(folder) / file.name
        schema = pa.schema(list(columns.items()))
        with pq.ParquetWriter(path, schema) as writer:
            for batch in pq.ParquetFile(file).iter_batches(batch_size=100_000):
                writer.write_table(conform(pa.Table.from_batches([batch]), columns))
        yield path


def _known(files: Any, types: Any) -> list[tuple[str, Path]]:
    """Files of the types that the ontology has, in its order, the empty ones left out."""
    return [(name, files[name]) for name in types if name in files and pq.read_metadata(files[name]).num_rows]


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("\\", "\\\\").replace("'", "\\'")


def _tell(progress: Progress | None, what: str, done: int) -> None:
    if progress:
        progress(what, done, done)
