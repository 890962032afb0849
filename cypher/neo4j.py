"""Neo4j over Bolt, with the official driver. ``neo4j://`` addresses route reads to a cluster's replicas."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, LiteralString, NoReturn, Self, TypeVar

import neo4j
import neo4j.exceptions as driver_errors
import neo4j.time
import pyarrow as pa
import pyarrow.parquet as pq

from cypher import hits
from cypher.errors import ReadOnlyStore, StatementFailed, StatementTimedOut, StoreError, StoreUnavailable
from cypher.ranking import Query
from cypher.rows import conform, known, record_batches, require, slices
from cypher.schema import (
    META,
    SEARCH,
    SEARCH_INDEX,
    SEARCH_TEXT,
    count_statement,
    edge_columns,
    neo4j_schema,
    node_columns,
)
from cypher.store import Engine, Hit, LoadReport, Parameters, Progress, Result, under_way
from ontology.model import Ontology

if TYPE_CHECKING:
    from records.snapshot import Delta, Snapshot

#: Rows a transaction writes. Measured: 10,000 write about 13,000 relations a second, larger ones no more.
BATCH = 10_000
#: Sessions that write at a time: one prepares its rows while the server writes those of another.
SESSIONS = 3
_INDEX_WAIT = 3600
_CONSTRAINTS = ("entity_id", "meta_key")

_T = TypeVar("_T")

_SEARCH = f"""
CALL db.index.fulltext.queryNodes('{SEARCH_INDEX}', $match) YIELD node
WITH node, CASE
    WHEN any(t IN node.`{SEARCH}` WHERE t = $whole OR t = $code) THEN 0
    WHEN any(t IN node.`{SEARCH}` WHERE t STARTS WITH $phrase OR t STARTS WITH $code) THEN 1
    WHEN any(t IN node.`{SEARCH}` WHERE t CONTAINS $phrase) THEN 2
    WHEN node.`{SEARCH_TEXT}` CONTAINS $phrase THEN 3 END AS class
WITH node, class, [l IN labels(node) WHERE l <> 'Entity'][0] AS type
WHERE class IS NOT NULL AND ($types = [] OR type IN $types)
RETURN node.id AS id, type, node.name AS name, class ORDER BY class, size(name), id LIMIT $limit
"""


class Neo4jStore:
    """A Store on a server. Safe for threads; the driver keeps the connections."""

    engine: Engine = "neo4j"

    def __init__(
        self,
        uri: str,
        ontology: Ontology,
        *,
        read_only: bool = False,
        user: str | None = None,
        password: str | None = None,
    ) -> None:
        self.uri = uri
        self.ontology = ontology
        self.read_only = read_only
        auth = (user or "neo4j", password) if password else None
        try:
            # Warnings of the server ("this label does not exist yet") are no news: the ontology says what
            # exists.
            self._driver = neo4j.GraphDatabase.driver(uri, auth=auth, notifications_min_severity="OFF")
        except (ValueError, driver_errors.DriverError) as problem:
            raise StoreUnavailable(f"{uri} is no address of a Neo4j server: {problem}") from problem

    # statements

    def read(self, query: str, parameters: Parameters | None = None, *, timeout: float | None = None) -> Result:
        try:
            return self._read_once(query, parameters, timeout)
        except (
            driver_errors.SessionExpired,
            driver_errors.ServiceUnavailable,
            driver_errors.TransientError,
        ) as first:
            # Auto-commit reads are fast but not retried by the driver; a read can be repeated without harm.
            if _timed_out(first):
                self._refuse(query, first, timeout)
            return self._guarded(query, lambda: self._read_once(query, parameters, timeout), timeout)
        except driver_errors.Neo4jError as problem:
            self._refuse(query, problem, timeout)
        except driver_errors.DriverError as problem:
            self._refuse(query, problem, timeout)

    def _read_once(self, query: str, parameters: Parameters | None, timeout: float | None) -> Result:
        with self._driver.session(default_access_mode=neo4j.READ_ACCESS, fetch_size=-1) as session:
            result = session.run(_query(query, timeout), dict(parameters or {}))
            columns = list(result.keys())
            return Result(columns, [[native(value) for value in row] for row in result.values()])

    def write(self, query: str, parameters: Parameters | None = None) -> Result:
        self._check_writable()

        def work(transaction: neo4j.ManagedTransaction) -> Result:
            result = transaction.run(_text(query), dict(parameters or {}))
            columns = list(result.keys())
            return Result(columns, [[native(value) for value in row] for row in result.values()])

        with self._driver.session() as session:
            return self._guarded(query, lambda: session.execute_write(work))

    def stream(
        self, query: str, parameters: Parameters | None = None, batch_size: int = 10_000
    ) -> Iterator[pa.RecordBatch]:
        with self._driver.session(default_access_mode=neo4j.READ_ACCESS, fetch_size=batch_size) as session:
            try:
                result = session.run(_text(query), dict(parameters or {}))
                rows = ([native(value) for value in record.values()] for record in result)
                yield from record_batches(list(result.keys()), rows, batch_size)
            except (driver_errors.Neo4jError, driver_errors.DriverError) as problem:
                self._refuse(query, problem)

    # schema and whole loads

    def ensure_schema(self) -> None:
        self._check_writable()
        self._make(neo4j_schema(self.ontology))

    def _make(self, names: Iterable[str]) -> None:
        """Make those constraints and indexes that are not there, and wait until they are filled."""
        # A constraint has an index of its name.
        made = self.read("SHOW INDEXES YIELD name RETURN name").column("name")
        schema = neo4j_schema(self.ontology)
        self._change_schema([schema[name] for name in names if name not in made])
        self.read(f"CALL db.awaitIndexes({_INDEX_WAIT})")

    def _change_schema(self, statements: Sequence[str]) -> None:
        def work(transaction: neo4j.ManagedTransaction) -> None:
            # One transaction for all: a commit each makes 150 indexes take ten times as long.
            for statement in statements:
                transaction.run(_text(statement)).consume()

        if statements:
            with self._driver.session() as session:
                self._guarded(statements[0], lambda: session.execute_write(work))

    def bulk_load(self, snapshot: "Snapshot", progress: Progress | None = None) -> LoadReport:
        started = time.monotonic()
        self.clear()
        report = LoadReport(snapshot.data_version)
        node_files, edge_files = snapshot.node_files(), snapshot.edge_files()
        if sum(pq.read_metadata(file).num_rows for file in (*node_files.values(), *edge_files.values())) > BATCH:
            self._drop_indexes()  # filling them at the end is faster than keeping them up to date
            self._make(_CONSTRAINTS)
        else:
            self.ensure_schema()
        for name in (n for n in self.ontology.node_types if n in node_files):
            file = pq.ParquetFile(node_files[name])
            if file.metadata.num_rows:
                report.nodes[name] = self._load(file, f"nodes {name}", progress, self._node_writer(name, new=True))
        for name in (n for n in self.ontology.edge_types if n in edge_files):
            file = pq.ParquetFile(edge_files[name])
            if file.metadata.num_rows:
                report.edges[name] = self._load(file, f"edges {name}", progress, self._edge_writer(name, new=True))
        self.ensure_schema()
        self._set_data_version(snapshot.data_version)
        report.seconds = time.monotonic() - started
        return report

    def _drop_indexes(self) -> None:
        there = self.read("SHOW INDEXES YIELD name RETURN name").column("name")
        ours = [name for name in neo4j_schema(self.ontology) if name in there and name not in _CONSTRAINTS]
        self._change_schema([f"DROP INDEX {name} IF EXISTS" for name in ours])

    def _load(
        self, file: pq.ParquetFile, what: str, progress: Progress | None, write: Callable[[pa.Table], int]
    ) -> int:
        """Write a file with some sessions at a time. Where two of them want the same nodes the server may refuse one,
        and the driver repeats it."""
        total, done, written = file.metadata.num_rows, 0, 0
        under_way: deque[tuple[Future[int], int]] = deque()
        batches = (pa.Table.from_batches([batch]) for batch in file.iter_batches(batch_size=BATCH))
        with ThreadPoolExecutor(SESSIONS) as pool:
            try:
                while True:
                    for rows in islice(batches, SESSIONS + 1 - len(under_way)):
                        under_way.append((pool.submit(write, rows), rows.num_rows))
                    if not under_way:
                        return written
                    first, size = under_way.popleft()
                    written += first.result()
                    done += size
                    if progress:
                        progress(what, done, total)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    # changes

    def apply(self, delta: "Delta", data_version: str, progress: Progress | None = None) -> LoadReport:
        started = time.monotonic()
        report = LoadReport(data_version)
        # Many transactions: until the last one the store holds neither version, and says so.
        self._set_data_version(under_way(self.data_version(), data_version))
        for name, (rows, _) in delta.nodes.items():
            report.nodes[name] = self.upsert_nodes(name, rows)
            if progress:
                progress(f"nodes {name}", rows.num_rows, rows.num_rows)
        for name, (rows, gone) in delta.edges.items():
            report.edges[name] = self.upsert_edges(name, rows)
            report.deleted_edges[name] = self.delete_edges(name, gone)
            if progress:
                progress(f"edges {name}", rows.num_rows, rows.num_rows)
        for name, (_, gone) in delta.nodes.items():
            report.deleted_nodes[name] = self.delete_nodes(name, gone)
        # Last, so that an apply that broke off is seen, and finished: it writes the same again.
        self._set_data_version(data_version)
        report.seconds = time.monotonic() - started
        return report

    def upsert_nodes(self, node_type: str, rows: pa.Table) -> int:
        require(rows, ["id"], f"nodes {node_type}")
        write = self._node_writer(node_type, new=False)
        return sum(write(part) for part in slices(rows, BATCH))

    def upsert_edges(self, edge_type: str, rows: pa.Table) -> int:
        require(rows, ["id", "from_id", "to_id"], f"edges {edge_type}")
        write = self._edge_writer(edge_type, new=False)
        return sum(write(part) for part in slices(rows, BATCH))

    def _node_writer(self, name: str, *, new: bool) -> Callable[[pa.Table], int]:
        node_type = self.ontology.node_types[name]
        columns = node_columns(node_type)
        verb = "CREATE" if new else "MERGE"
        statement = (
            f"UNWIND $rows AS row {verb} (n:Entity {{id: row.id}}) SET n:`{name}`, n = row RETURN count(*) AS written"
        )

        def write(table: pa.Table) -> int:
            rows = [known(row) for row in conform(table, columns).to_pylist()]
            for row, (_, _, _, short, long) in zip(rows, hits.entries(node_type, table), strict=True):
                row[SEARCH] = short
                if long:
                    row[SEARCH_TEXT] = long
            return int(self.write(statement, {"rows": rows}).scalar() or 0)

        return write

    def _edge_writer(self, name: str, *, new: bool) -> Callable[[pa.Table], int]:
        columns = edge_columns(self.ontology.edge_types[name])
        verb = f"CREATE (a)-[r:`{name}`]->(b)" if new else f"MERGE (a)-[r:`{name}` {{id: row.own.id}}]->(b)"
        statement = (
            "UNWIND $rows AS row MATCH (a:Entity {id: row.from_id}) MATCH (b:Entity {id: row.to_id}) "
            f"{verb} SET r = row.own RETURN count(*) AS written"
        )

        def write(table: pa.Table) -> int:
            own = conform(table, columns).to_pylist()
            ends = zip(table.column("from_id").to_pylist(), table.column("to_id").to_pylist(), strict=True)
            rows = [
                {"from_id": head, "to_id": tail, "own": known(row)} for row, (head, tail) in zip(own, ends, strict=True)
            ]
            return int(self.write(statement, {"rows": rows}).scalar() or 0)

        return write

    def delete_nodes(self, node_type: str, ids: Sequence[str]) -> int:
        statement = f"MATCH (n:Entity) WHERE n.id IN $ids AND n:`{node_type}` DETACH DELETE n RETURN count(*)"
        return self._delete(statement, ids)

    def delete_edges(self, edge_type: str, ids: Sequence[str]) -> int:
        return self._delete(f"MATCH ()-[r:`{edge_type}`]->() WHERE r.id IN $ids DELETE r RETURN count(*)", ids)

    def _delete(self, statement: str, ids: Sequence[str]) -> int:
        parts = [list(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
        return sum(int(self.write(statement, {"ids": part}).scalar() or 0) for part in parts)

    def retract(self, source_id: str) -> int:
        removed = 0
        for pattern, item, delete in (
            ("()-[r]->()", "r", "DELETE r"),
            ("(r:Entity)", "r", "DETACH DELETE r"),
        ):
            among = f"MATCH {pattern} WHERE $source IN {item}.source_ids"
            statement = f"{among} WITH {item} LIMIT {BATCH} "
            only = f"{among} AND size(r.source_ids) = 1 WITH r LIMIT {BATCH} {delete} RETURN count(*)"
            removed += self._repeat(only, {"source": source_id})
            shared = f"{statement} SET r.source_ids = [s IN r.source_ids WHERE s <> $source] RETURN count(*)"
            self._repeat(shared, {"source": source_id})
        return removed

    def _repeat(self, statement: str, parameters: Parameters | None = None) -> int:
        """Run a statement that changes at most a batch, until nothing is left to change."""
        total = 0
        while changed := int(self.write(statement, parameters).scalar() or 0):
            total += changed
        return total

    def clear(self) -> None:
        # The data version goes before the data, so that a store that was left half-empty does not claim to hold it.
        self._repeat(f"MATCH (n:{META}) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*)")
        # Relations first: nodes that take thousands of them along do not fit a transaction's memory.
        for name, rows in self.counts().items():
            if rows and name in self.ontology.edge_types:
                self._repeat(f"MATCH ()-[r:`{name}`]->() WITH r LIMIT {2 * BATCH} DELETE r RETURN count(*)")
        self._repeat(f"MATCH (n:Entity) WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*)")

    # search and facts about the store

    def search(self, text: str, types: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        query = hits.query_of(text)
        if query is None or limit < 1:
            return []
        parameters = {
            "match": _match(query),
            "whole": query.whole,
            "phrase": query.phrase,
            "code": query.code,
            "types": list(types),
            "limit": limit,
        }
        found = self.read(_SEARCH, parameters)
        return hits.explain(self, [(row[0], row[1], row[2], row[3]) for row in found.rows], query)

    def counts(self) -> dict[str, int]:
        return {name: int(rows) for name, rows in self.read(count_statement(self.ontology)).rows}

    def data_version(self) -> str | None:
        value: str | None = self.read(f"MATCH (m:{META} {{key: 'data_version'}}) RETURN m.value").scalar()
        return value

    def _set_data_version(self, version: str) -> None:
        self.write(f"MERGE (m:{META} {{key: 'data_version'}}) SET m.value = $version", {"version": version})

    def ping(self) -> None:
        self._guarded("", self._driver.verify_connectivity)

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # errors

    def _check_writable(self) -> None:
        if self.read_only:
            raise ReadOnlyStore(f"the store {self.uri} was opened read-only")

    def _guarded(self, query: str, work: Callable[[], _T], timeout: float | None = None) -> _T:
        try:
            return work()
        except (driver_errors.Neo4jError, driver_errors.DriverError) as problem:
            self._refuse(query, problem, timeout)

    def _refuse(self, query: str, problem: Exception, timeout: float | None = None) -> NoReturn:
        """Raise our error for the driver's. No text of it holds a password: the driver's own do not
        either."""
        if isinstance(problem, driver_errors.AuthError):
            raise StoreUnavailable(
                f"{self.uri} refused user and password; set JIJU_NEO4J_USER and JIJU_NEO4J_PASSWORD"
            ) from problem
        if isinstance(problem, (driver_errors.ServiceUnavailable, driver_errors.SessionExpired)):
            raise StoreUnavailable(
                f"no Neo4j answers at {self.uri}; is it running, and is the address right? ({problem})"
            ) from problem
        if _timed_out(problem):
            raise StatementTimedOut(query, f"it took longer than {timeout} s") from problem
        if isinstance(problem, driver_errors.Neo4jError):
            raise StatementFailed(query, f"{problem.code}: {problem.message}") from problem
        raise StoreError(f"{self.uri}: {problem}") from problem


def _timed_out(problem: Exception) -> bool:
    return isinstance(problem, driver_errors.Neo4jError) and "TransactionTimedOut" in (problem.code or "")


def _match(query: Query) -> str:
    """The full-text index's expression: the pieces in a row, or a code that begins so."""
    one = len(query.folded) < 2
    phrase = f"{query.phrase}*" if one else f'"{query.phrase}"'
    return f"{phrase} OR {query.code}*"


def _text(query: str) -> "LiteralString":
    # The driver wants literals, to keep values out of statements; ours hold only names from the ontology.
    return query


def _query(query: str, timeout: float | None) -> neo4j.Query:
    return neo4j.Query(_text(query), timeout=timeout)


def native(value: Any) -> Any:
    """The driver's value as plain Python: dates as date, nodes and relations as dicts of their properties."""
    match value:
        case None | str() | int() | float() | bool():
            return value
        case list():
            return [native(item) for item in value]
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time():
            return value.to_native()
        case neo4j.graph.Node() | neo4j.graph.Relationship():
            return {name: native(item) for name, item in value.items() if not name.startswith("_")}
        case Mapping():
            return {name: native(item) for name, item in value.items()}
        case _:
            return value
