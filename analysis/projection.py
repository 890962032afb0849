"""A snapshot as arrays: typed nodes and edges by index, neighbours in compressed sparse rows.

Nodes are ordered by type name, then id, so that a type is one range and an id is found by bisection. Edges
are ordered by head, then tail. An edge whose end is not in the snapshot is left out and counted
(``dangling``).
"""

import bisect
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from analysis.arrays import EDGE_COLUMNS, EdgeColumns, NodeColumns, frozen, read_frame
from analysis.memory import Memory
from records.ids import id_text

if TYPE_CHECKING:
    from records.snapshot import Snapshot

Index: TypeAlias = npt.NDArray[np.int32]
Offsets: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]

#: Statements about identity, not ties between two things.
NOT_TIES = frozenset({"SAME_AS", "NOT_SAME_AS", "POSSIBLE_SAME_AS"})

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Projection:
    """A snapshot's graph by index.

    node_types and type_offsets: nodes of ``node_types[k]`` are ``type_offsets[k]`` up to ``type_offsets[k +
    1]``. head, tail: node indices by edge. edge_type: position in ``edge_types``. edge_row: the edge's row
    in its type's Parquet file. edge_id: the number in its id, 0 where it has none. weight: see arrays.WEIGHT_OF, NaN
    where unknown. valid_from, valid_to: days since 1970, half-open, the widest where unknown. as_of: the day filtered
    for, if any. Arrays are read-only and shared between selections.
    """

    snapshot: "Snapshot"
    node_types: tuple[str, ...]
    type_offsets: Offsets
    edge_types: tuple[str, ...]
    head: Index
    tail: Index
    edge_type: npt.NDArray[np.uint8]
    edge_row: Index
    edge_id: npt.NDArray[np.uint64]
    weight: Floats
    valid_from: Index
    valid_to: Index
    ids: pl.Series = field(repr=False)
    names: pl.Series = field(repr=False)
    as_of: date | None = None
    dangling: int = 0
    memory: Memory = field(default_factory=Memory, repr=False)

    @classmethod
    def from_snapshot(
        cls,
        snapshot: "Snapshot",
        edge_types: Collection[str] | None = None,
        as_of: date | None = None,
    ) -> "Projection":
        """Read the nodes of all types and the edges of these types (default: all) that hold on ``as_of``
        (default: whenever they held)."""
        nodes = NodeColumns.read(snapshot)
        edges = EdgeColumns.read(snapshot, nodes, edge_types)
        arrays: dict[str, Any] = dict(edges.arrays)
        built = cls(
            snapshot=snapshot,
            node_types=nodes.types,
            type_offsets=nodes.offsets,
            edge_types=edges.types,
            ids=nodes.ids,
            names=nodes.names,
            dangling=edges.dangling,
            **arrays,
        )
        return built if as_of is None else built.select(as_of=as_of)

    @property
    def data_version(self) -> str:
        return str(self.snapshot.data_version)

    @property
    def n(self) -> int:
        """How many nodes."""
        return len(self.ids)

    @property
    def m(self) -> int:
        """How many edges."""
        return len(self.head)

    def index_of(self, entity_id: str) -> int | None:
        """The node with this id, or None."""
        ids: Any = self.ids
        for start, end in zip(self.type_offsets[:-1].tolist(), self.type_offsets[1:].tolist(), strict=True):
            at = bisect.bisect_left(ids, entity_id, start, end)
            if at < end and ids[at] == entity_id:
                return at
        return None

    def id_of(self, node: int) -> str:
        return str(self.ids[int(node)])

    def name_of(self, node: int) -> str:
        name: str | None = self.names[int(node)]
        return name or self.id_of(node)

    def type_of(self, node: int) -> str:
        return self.node_types[int(np.searchsorted(self.type_offsets, node, "right")) - 1]

    def nodes_of(self, types: Collection[str] | None) -> Mask:
        """Which nodes are of one of these types (None: all)."""
        mask = np.zeros(self.n, np.bool_)
        for position, name in enumerate(self.node_types):
            if types is None or name in types:
                mask[self.type_offsets[position] : self.type_offsets[position + 1]] = True
        return mask

    def ids_of(self, nodes: npt.ArrayLike) -> list[str]:
        return self.ids.gather(np.asarray(nodes, np.uint32)).to_list()

    def edge_ids(self, edges: npt.ArrayLike) -> list[str]:
        """The ids of some edges; those that no number tells are read from the snapshot."""
        wanted = np.asarray(edges, np.int64)
        if self.edge_id[wanted].all():
            pairs = zip(self.edge_type[wanted].tolist(), self.edge_id[wanted].tolist(), strict=True)
            return [id_text(self.edge_types[kind].lower(), number) for kind, number in pairs]
        ids: dict[int, str] = {}
        for position in np.unique(self.edge_type[wanted]).tolist():
            of_type = wanted[self.edge_type[wanted] == position]
            column = read_frame(self.snapshot.edge_files()[self.edge_types[position]], ["id"])["id"]
            found = column.gather(self.edge_row[of_type].astype(np.uint32))
            ids.update(zip(of_type.tolist(), found.to_list(), strict=True))
        return [ids[edge] for edge in wanted.tolist()]

    def select(
        self,
        edge_types: Collection[str] | None = None,
        node_types: Collection[str] | None = None,
        as_of: date | None = None,
    ) -> "Projection":
        """The same nodes with fewer edges: of these types, between nodes of these types, on this day."""
        masks = list(self._masks(edge_types, node_types, as_of))
        if not masks:
            return self
        keep = np.logical_and.reduce(masks)
        arrays: dict[str, Any] = {name: frozen(getattr(self, name)[keep]) for name in EDGE_COLUMNS}
        return replace(self, **arrays, as_of=as_of or self.as_of, memory=Memory())

    def _masks(
        self, edge_types: Collection[str] | None, node_types: Collection[str] | None, as_of: date | None
    ) -> list[Mask]:
        masks: list[Mask] = []
        if edge_types is not None:
            wanted = [k for k, t in enumerate(self.edge_types) if t in edge_types]
            masks.append(np.isin(self.edge_type, wanted))
        if node_types is not None:
            among = self.nodes_of(node_types)
            masks.append(among[self.head] & among[self.tail])
        if as_of is not None:
            day = (as_of - _EPOCH).days
            masks.append((self.valid_from <= day) & (day < self.valid_to))
        return masks

    @cached_property
    def out_offsets(self) -> Offsets:
        """Edges out of node i are ``out_offsets[i]`` up to ``out_offsets[i + 1]``."""
        return _offsets(self.head, self.n)

    @cached_property
    def in_offsets(self) -> Offsets:
        """Edges into node i are ``in_order[in_offsets[i]:in_offsets[i + 1]]``."""
        return _offsets(self.tail, self.n)

    @cached_property
    def in_order(self) -> Index:
        """All edges ordered by tail."""
        return frozen(np.argsort(self.tail, kind="stable").astype(np.int32))

    def edges_out(self, node: int) -> Offsets:
        return np.arange(self.out_offsets[node], self.out_offsets[node + 1])

    def edges_in(self, node: int) -> Index:
        return self.in_order[self.in_offsets[node] : self.in_offsets[node + 1]]

    @cached_property
    def degree(self) -> Offsets:
        """Edges in and out by node; a loop counts twice."""
        counted: Offsets = np.diff(self.out_offsets) + np.diff(self.in_offsets)
        return counted

    def matrix(self) -> sparse.csr_array:
        """How many edges lead from row to column."""
        ones = np.ones(self.m, np.float64)
        built = sparse.csr_array((ones, self.tail.copy(), self.out_offsets.copy()), shape=(self.n, self.n))
        built.sum_duplicates()
        return built

    def symmetric_matrix(self) -> sparse.csr_array:
        """How many edges there are between row and column, whichever way they point. A loop stands twice on
        the diagonal, so that a row's sum is the node's degree."""
        out = self.matrix()
        return sparse.csr_array(out + out.T)

    def __reduce__(self) -> Any:
        raise TypeError("a projection is not pickled: build it from the snapshot where it is needed")


Graph: TypeAlias = "Projection | Snapshot"


def projected(
    graph: Graph,
    edge_types: Collection[str] | None = None,
    node_types: Collection[str] | None = None,
    as_of: date | None = None,
) -> Projection:
    """The ties of a graph among these types: a snapshot is read, a projection narrowed. Statements about
    identity (NOT_TIES) are left out unless they are asked for."""
    known = graph.edge_types if isinstance(graph, Projection) else graph.edge_files().keys()
    wanted = [t for t in known if t not in NOT_TIES] if edge_types is None else edge_types
    whole = graph if isinstance(graph, Projection) else Projection.from_snapshot(graph, wanted)
    return whole.select(wanted if set(whole.edge_types) - set(wanted) else None, node_types, as_of)


def whole(graph: Graph) -> Projection:
    """A graph with all its relations, none of them copied: who walks it chooses (analysis.ties)."""
    return graph if isinstance(graph, Projection) else Projection.from_snapshot(graph)


def as_key(types: Collection[str] | None) -> tuple[str, ...] | None:
    return None if types is None else tuple(sorted(set(types)))


def snapshot_of(graph: Graph) -> "Snapshot":
    return graph.snapshot if isinstance(graph, Projection) else graph


def _offsets(ends: Index, n: int) -> Offsets:
    counts = np.bincount(ends, minlength=n)
    return frozen(np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))
