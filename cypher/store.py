"""The store: one interface, two engines. docs/store.md is the contract in prose, tests/contract/store in
tests.

Graph shape on both engines: a node's label is its type, a relation's type its edge type; properties are the
columns of the snapshot (records.schema), unknown ones absent; money is DOUBLE yuan, dates are dates, lists
are lists of strings. Column names are snake_case as in the snapshot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

import pyarrow as pa

from ontology.model import Ontology
from records.progress import Progress

if TYPE_CHECKING:
    from records.snapshot import Delta, Snapshot

__all__ = ["Engine", "Hit", "LoadReport", "Parameters", "Progress", "Result", "Store"]

Engine = Literal["ladybug", "neo4j"]
Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """Rows of a statement: native Python values (str, int, float, bool, date, list, dict, None)."""

    columns: list[str]
    rows: list[list[Any]]

    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Any]:
        position = self.columns.index(name)
        return [row[position] for row in self.rows]

    def scalar(self) -> Any:
        """The first value of the first row, or None where there is no row."""
        return self.rows[0][0] if self.rows else None


@dataclass(frozen=True)
class Hit:
    """An entity found by search. matched: the property in which the text stands; score: 1 is an exact
    match."""

    id: str
    type: str
    name: str
    matched: str
    score: float


@dataclass
class LoadReport:
    """What a load or an apply wrote: rows by type, and seconds."""

    data_version: str | None = None
    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    deleted_nodes: dict[str, int] = field(default_factory=dict)
    deleted_edges: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def written(self) -> int:
        return sum(self.nodes.values()) + sum(self.edges.values())

    @property
    def deleted(self) -> int:
        return sum(self.deleted_nodes.values()) + sum(self.deleted_edges.values())


#: Between two data versions: what a store holds while a change of many transactions is applied to it.
UNDER_WAY = "→"


def under_way(held: str | None, wanted: str) -> str:
    """What a store says it holds while it is brought from one data version to another: ``old→new``."""
    return f"{(held or '').partition(UNDER_WAY)[0]}{UNDER_WAY}{wanted}"


class Store(Protocol):
    """A graph store. Safe to use from several threads; ``close`` it when done (it is a context manager
    too)."""

    engine: Engine
    ontology: Ontology
    read_only: bool

    def read(self, query: str, parameters: Parameters | None = None, *, timeout: float | None = None) -> Result:
        """Run a reading statement. timeout: seconds, then StatementTimedOut."""
        ...

    def write(self, query: str, parameters: Parameters | None = None) -> Result:
        """Run a writing statement in a transaction of its own. It does not touch the search index."""
        ...

    def ensure_schema(self) -> None:
        """Create what is missing of constraints, indexes and tables. Repeating it changes nothing."""
        ...

    def bulk_load(self, snapshot: "Snapshot", progress: Progress | None = None) -> LoadReport:
        """Replace everything by the snapshot and set its data version."""
        ...

    def apply(self, delta: "Delta", data_version: str, progress: Progress | None = None) -> LoadReport:
        """Upsert and delete what changed, then set the data version. Applying it twice changes nothing
        more."""
        ...

    def upsert_nodes(self, node_type: str, rows: pa.Table) -> int:
        """Write nodes given as snapshot rows: those with a known id are replaced entirely."""
        ...

    def upsert_edges(self, edge_type: str, rows: pa.Table) -> int:
        """Write relations given as snapshot rows. An edge whose ends are not there is left out, uncounted."""
        ...

    def delete_nodes(self, node_type: str, ids: Sequence[str]) -> int:
        """Delete nodes with their relations."""
        ...

    def delete_edges(self, edge_type: str, ids: Sequence[str]) -> int: ...

    def retract(self, source_id: str) -> int:
        """Remove nodes and relations that only this source said; returns how many. Values that it gave to
        what others said too stay until the snapshot is built anew."""
        ...

    def search(self, text: str, types: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Entities whose name, alias, code or other searchable property holds the text: exact first, then
        prefix, then inside; shorter names first, then by id. Equal on both engines."""
        ...

    def stream(
        self, query: str, parameters: Parameters | None = None, batch_size: int = 10_000
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a reading statement in batches, at constant memory."""
        ...

    def counts(self) -> dict[str, int]:
        """Rows of every node and edge type of the ontology, zero included."""
        ...

    def data_version(self) -> str | None:
        """Of the snapshot the store holds; None for an empty one or one that is being loaded. ``old→new`` while a
        change is applied in several transactions, and after that was broken off."""
        ...

    def clear(self) -> None:
        """Remove all data; the schema stays."""
        ...

    def ping(self) -> None:
        """Raise StoreUnavailable unless the store answers."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
