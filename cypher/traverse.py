"""Look-ups that every reader of the graph needs: nodes by id, relations of many nodes at once, and among some.

On Neo4j each asks one statement a level. The embedded engine, measured, finds a node by its id through an
index only where one id is given (0.2 to 3 ms with its relations, whatever the size of the graph); a list of
ids makes it scan the type (36 ms at 50,000 nodes, growing with them). So there a level is a statement an id,
unless the ids are so many that one scan is cheaper; no network lies between. A LIMIT is written as a number:
given as a parameter, it makes the embedded engine compile the statement each time (2 ms instead of nothing).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from cypher.collected import returning
from cypher.collected import rows as rows_of
from cypher.dialect import DIALECTS, alternatives
from cypher.errors import StoreError
from cypher.page import Condition, Direction, other_types, page
from cypher.schema import edge_columns, node_columns
from cypher.store import Result, Store


@dataclass(frozen=True)
class NodeRef:
    """An entity by name."""

    id: str
    type: str
    name: str


@dataclass(frozen=True)
class RelationRow:
    """A relation as seen from one of its ends. direction: "out" if the parent is its head. properties: the
    edge's known columns (without id and ends), snake_case as in the snapshot, source_ids included."""

    parent_id: str
    id: str
    type: str
    direction: Direction
    properties: Mapping[str, Any]
    other: NodeRef

    @property
    def key(self) -> tuple[str, str]:
        """What ``after`` of the next page of relations takes."""
        return (self.other.name, self.id)


@dataclass(frozen=True)
class GraphRelation:
    """A relation with both ends."""

    id: str
    type: str
    from_id: str
    to_id: str
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class RelationCount:
    node_id: str
    edge_type: str
    direction: Direction
    count: int


def nodes_by_ids(
    store: Store,
    node_type: str,
    ids: Sequence[str],
    properties: Sequence[str] | None = None,
    timeout: float | None = None,
) -> dict[str, dict[str, Any]]:
    """Nodes of one type by id, as dicts by column (all columns, or id and ``properties``). Missing ids are
    left out."""
    columns = node_columns(store.ontology.node_types[node_type])
    chosen = list(columns) if properties is None else list(dict.fromkeys(["id", *properties]))
    for name in chosen:
        if name not in columns:
            raise StoreError(f"{node_type} has no property {name!r}; it has {', '.join(columns)}")
    if not ids:
        return {}
    returned = returning(store.engine, [f"n.`{name}`" for name in chosen])
    statement = f"UNWIND $ids AS i MATCH (n:`{_by_id(store, node_type)}` {{id: i}}) {returned}"
    found = store.read(statement, {"ids": list(dict.fromkeys(ids))}, timeout=timeout)
    return {row[0]: dict(zip(chosen, row, strict=True)) for row in rows_of(store.engine, found)}


def nodes_of_any_type(
    store: Store, ids: Sequence[str], properties: Sequence[str] | None = None
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Nodes of several types, their types told by their ids' prefixes: id → (type, columns). One statement a
    type. ``properties`` names columns; a type that lacks one leaves it out."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for node_type, own in _by_type(store, ids).items():
        columns = node_columns(store.ontology.node_types[node_type])
        chosen = None if properties is None else [name for name in properties if name in columns]
        rows = nodes_by_ids(store, node_type, own, chosen)
        found |= {node_id: (node_type, row) for node_id, row in rows.items()}
    return found


def names(store: Store, ids: Sequence[str]) -> dict[str, NodeRef]:
    """Type and name of entities by id."""
    found = nodes_of_any_type(store, ids, ["name"])
    return {i: NodeRef(i, node_type, row["name"] or "") for i, (node_type, row) in found.items()}


def find_by(store: Store, node_type: str, column: str, value: Any, limit: int = 2) -> list[dict[str, Any]]:
    """Nodes of a type whose property equals the value (key look-up by index on Neo4j), ordered by id."""
    where = Condition(column, "eq", value)
    return page(store, store.ontology.node_types[node_type], where=where, limit=limit)


def relations(
    store: Store,
    ids: Sequence[str],
    *,
    parent_type: str,
    edge_type: str,
    direction: Direction,
    types: Sequence[str] = (),
    first: int = 20,
    after: tuple[str, str] | None = None,
    backward: bool = False,
    timeout: float | None = None,
) -> dict[str, list[RelationRow]]:
    """Relations of one type and direction of many parents of one type: id → at most ``first`` rows each,
    ordered by (other's name, relation id). types: of the other end, empty means any. after: RelationRow.key
    behind which to start (the same for all parents). backward: the last ``first`` rows before ``after``,
    still in ascending order. Ask ``first + 1`` to know whether there are more. Parents without relations
    have an empty list."""
    asked = _Asked(store, parent_type, (edge_type,), (direction,), tuple(types), first, after, backward, timeout)
    return asked.rows(ids)


def all_relations(
    store: Store,
    ids: Sequence[str],
    *,
    parent_type: str,
    edge_types: Sequence[str] = (),
    direction: Direction | None = None,
    types: Sequence[str] = (),
    first: int = 20,
    after: tuple[str, str] | None = None,
    backward: bool = False,
    timeout: float | None = None,
) -> dict[str, list[RelationRow]]:
    """As ``relations``, over several edge types (empty: all) and, unless direction says otherwise, both
    directions. A relation from a node to itself is told once, as going out, unless ``direction`` is "in"."""
    chosen = tuple(edge_types or store.ontology.edge_types)
    directions: tuple[Direction, ...] = (direction,) if direction else ("out", "in")
    asked = _Asked(store, parent_type, chosen, directions, tuple(types), first, after, backward, timeout)
    return asked.rows(ids)


@dataclass(frozen=True)
class _Asked:
    """What ``relations`` and ``all_relations`` have in common: statements and how to read their rows."""

    store: Store
    parent_type: str
    edge_types: tuple[str, ...]
    directions: tuple[Direction, ...]
    types: tuple[str, ...]
    first: int
    after: tuple[str, str] | None
    backward: bool
    timeout: float | None

    def rows(self, ids: Sequence[str]) -> dict[str, list[RelationRow]]:
        found: dict[str, list[RelationRow]] = {node_id: [] for node_id in ids}
        for direction in self.directions:
            edge_types, others = _reachable(self.store, self.parent_type, self.edge_types, direction, self.types)
            if not edge_types or not found:
                continue
            columns = EdgeColumns(self.store, edge_types)
            statement = self.statement(direction, edge_types, others, columns)
            for result in self.results(statement, list(found)):
                for row in rows_of(self.store.engine, result):
                    self.take(found, row, direction, columns)
        return {node_id: self.cut(rows) for node_id, rows in found.items()}

    def cut(self, rows: list[RelationRow]) -> list[RelationRow]:
        rows = sorted(rows, key=lambda row: row.key)
        return rows[max(0, len(rows) - self.first) :] if self.backward else rows[: self.first]

    def take(self, found: dict[str, list[RelationRow]], row: list[Any], direction: Direction, columns: Any) -> None:
        parent, edge_type, other_id, other_name, other_type, *values = row
        if direction == "in" and "out" in self.directions and parent == other_id:
            return
        properties = columns.read(edge_type, values)
        other = NodeRef(other_id, other_type, other_name or "")
        found[parent].append(RelationRow(parent, properties.pop("id"), edge_type, direction, properties, other))

    def statement(self, direction: Direction, edge_types: list[str], others: list[str], columns: Any) -> str:
        dialect = DIALECTS[self.store.engine]
        arrow = f"-[r{alternatives(edge_types)}]-"
        arrow = f"{arrow}>" if direction == "out" else f"<{arrow}"
        sign = "<" if self.backward else ">"
        test = f" WHERE b.name {sign} $name OR (b.name = $name AND r.id {sign} $edge)" if self.after else ""
        down = " DESC" if self.backward else ""
        pattern = f"MATCH (a){arrow}(b{alternatives(others)}){test}"
        returned = f"{dialect.edge_type('r')}, b.id, b.name, {dialect.node_type('b')}, {columns.returned}"
        order = f"ORDER BY b.name{down}, r.id{down} LIMIT {int(self.first)}"
        if self.store.engine == "neo4j":
            return (
                f"UNWIND $ids AS i MATCH (a:Entity {{id: i}}) CALL (a) {{ {pattern} RETURN r, b {order} }} "
                f"{returning(self.store.engine, ['a.id', returned])}"
            )
        pattern = pattern.replace("(a)", f"(a:`{self.parent_type}` {{id: $id}})", 1)
        return f"{pattern} RETURN a.id, {returned} {order}"

    def results(self, statement: str, ids: list[str]) -> Iterable[Result]:
        parameters: dict[str, Any] = {}
        if self.after:
            parameters |= {"name": self.after[0], "edge": self.after[1]}
        if self.store.engine == "neo4j":
            return [self.store.read(statement, parameters | {"ids": ids}, timeout=self.timeout)]
        if _scan_is_cheaper(self.store, self.parent_type, ids):
            # One scan for all parents; what is too much for a parent is cut when it has come.
            statement = "UNWIND $ids AS i " + statement.replace("{id: $id}", "{id: i}")
            statement = statement[: statement.rindex(" ORDER BY ")]
            return [self.store.read(statement, parameters | {"ids": ids}, timeout=self.timeout)]
        return (self.store.read(statement, parameters | {"id": i}, timeout=self.timeout) for i in ids)


class EdgeColumns:
    """The columns of relations of several types, as they are returned from a pattern that matches all of
    them."""

    def __init__(self, store: Store, edge_types: Sequence[str]) -> None:
        self._own = {name: edge_columns(store.ontology.edge_types[name]) for name in edge_types}
        self.names = list(dict.fromkeys(column for own in self._own.values() for column in own))
        self.returned = ", ".join(f"r.`{name}`" for name in self.names)

    def read(self, edge_type: str, values: Sequence[Any]) -> dict[str, Any]:
        """The known columns of one relation."""
        own = self._own[edge_type]
        pairs = zip(self.names, values, strict=True)
        return {name: _restored(value, own[name]) for name, value in pairs if value is not None and name in own}


def _restored(value: Any, kind: pa.DataType) -> Any:
    """Where types share a column's name but not its type, the embedded engine gives texts."""
    if not isinstance(value, str) or pa.types.is_string(kind):
        return value
    if pa.types.is_date(kind):
        return date.fromisoformat(value)
    if pa.types.is_boolean(kind):
        return value.lower() == "true"
    return int(value) if pa.types.is_integer(kind) else float(value)


def relation_counts(
    store: Store,
    ids: Sequence[str],
    *,
    parent_type: str,
    edge_types: Sequence[str] = (),
    types: Sequence[str] = (),
    timeout: float | None = None,
) -> list[RelationCount]:
    """How many relations of each type and direction each node has (zero is left out). This is totalCount of a
    relation connection, too. types: of the other end."""
    counted: list[RelationCount] = []
    chosen = tuple(edge_types or store.ontology.edge_types)
    directions: tuple[Direction, ...] = ("out", "in")
    for direction in directions if ids else ():
        own, others = _reachable(store, parent_type, chosen, direction, types)
        if own:
            each = store.engine == "neo4j" or len(own) <= _FEW_TYPES
            count = _counts_each if each else _counts_grouped
            counted += count(
                store,
                list(dict.fromkeys(ids)),
                _by_id(store, parent_type),
                own,
                others if types else [],
                direction,
                timeout,
            )
    return counted


def _counts_each(
    store: Store,
    ids: list[str],
    label: str,
    edge_types: list[str],
    types: list[str],
    direction: Direction,
    timeout: float | None,
) -> list[RelationCount]:
    """A COUNT {} a type, which both engines answer without visiting the other ends (Neo4j from the node's own
    statistics). The embedded engine takes 2 ms to compile each, so this is for a few types there."""
    arrows = [f"-[:`{name}`]->" if direction == "out" else f"<-[:`{name}`]-" for name in edge_types]
    counts = ", ".join(f"COUNT {{ MATCH (a){arrow}({alternatives(types)}) }}" for arrow in arrows)
    statement = f"UNWIND $ids AS i MATCH (a:`{label}` {{id: i}}) RETURN a.id, {counts}"
    found = store.read(statement, {"ids": ids}, timeout=timeout)
    return [
        RelationCount(row[0], edge_type, direction, int(n))
        for row in found.rows
        for edge_type, n in zip(edge_types, row[1:], strict=True)
        if n
    ]


def _counts_grouped(
    store: Store,
    ids: list[str],
    label: str,
    edge_types: list[str],
    types: list[str],
    direction: Direction,
    timeout: float | None,
) -> list[RelationCount]:
    arrow = f"-[r{alternatives(edge_types)}]-"
    arrow = f"{arrow}>" if direction == "out" else f"<{arrow}"
    rest = f"{arrow}(b{alternatives(types)}) RETURN a.id, label(r), count(*)"
    if _scan_is_cheaper(store, label, ids):
        statement = f"UNWIND $ids AS i MATCH (a:`{label}` {{id: i}}){rest}"
        results = [store.read(statement, {"ids": ids}, timeout=timeout)]
    else:
        statement = f"MATCH (a:`{label}` {{id: $id}}){rest}"
        results = [store.read(statement, {"id": i}, timeout=timeout) for i in ids]
    return [RelationCount(i, name, direction, int(n)) for result in results for i, name, n in result.rows]


def degree(store: Store, ids: Sequence[str]) -> dict[str, int]:
    """Relations of each node, of all types, both directions (a loop counts twice); 0 for unknown ids."""
    found = dict.fromkeys(ids, 0)
    for node_type, own in _by_type(store, ids).items():
        for counted in relation_counts(store, own, parent_type=node_type):
            found[counted.node_id] += counted.count
    return found


def relation_by_ids(store: Store, edge_type: str, ids: Sequence[str]) -> dict[str, GraphRelation]:
    """Relations of one type by id (indexed on Neo4j; a scan of the type on the embedded engine)."""
    if not ids:
        return {}
    columns = EdgeColumns(store, [edge_type])
    statement = (
        f"MATCH (a)-[r:`{edge_type}`]->(b) WHERE r.id IN $ids "
        f"RETURN a.id, {DIALECTS[store.engine].edge_type('r')}, b.id, {columns.returned}"
    )
    return {r.id: r for r in _graph_relations(store.read(statement, {"ids": list(ids)}), columns)}


def _graph_relations(result: Result, columns: EdgeColumns) -> Iterable[GraphRelation]:
    for from_id, edge_type, to_id, *values in result.rows:
        properties = columns.read(edge_type, values)
        yield GraphRelation(properties.pop("id"), edge_type, from_id, to_id, properties)


def relations_between(
    store: Store, pairs: Mapping[str, Sequence[tuple[str, str]]], timeout: float | None = None
) -> list[GraphRelation]:
    """All relations that lead from the first to the second of some pairs of entities, by edge type: for a few pairs,
    whatever else their ends are tied to. Ordered by id."""
    found: list[GraphRelation] = []
    for edge_type, ends in pairs.items():
        columns = EdgeColumns(store, [edge_type])
        returned = f"RETURN a.id, '{edge_type}', b.id, {columns.returned}"
        if store.engine == "neo4j":
            statement = (
                "UNWIND $pairs AS pair MATCH (a:Entity {id: pair[0]}), (b:Entity {id: pair[1]}) "
                f"MATCH (a)-[r:`{edge_type}`]->(b) {returned}"
            )
            asked = [list(pair) for pair in dict.fromkeys(ends)]
            results = [store.read(statement, {"pairs": asked}, timeout=timeout)]
        else:
            results = [_between(store, edge_type, pair, returned, timeout) for pair in dict.fromkeys(ends)]
        found += [relation for result in results for relation in _graph_relations(result, columns)]
    return sorted(found, key=lambda r: r.id)


def _between(store: Store, edge_type: str, ends: tuple[str, str], returned: str, timeout: float | None) -> Result:
    head, tail = (store.ontology.type_of_id(end) for end in ends)
    assert head is not None
    assert tail is not None
    pattern = f"(a:`{head.name}` {{id: $from}})-[r:`{edge_type}`]->(b:`{tail.name}` {{id: $to}})"
    return store.read(f"MATCH {pattern} {returned}", {"from": ends[0], "to": ends[1]}, timeout=timeout)


def relations_among(
    store: Store, ids: Sequence[str], *, edge_types: Sequence[str] = (), timeout: float | None = None
) -> list[GraphRelation]:
    """All relations between these entities, ordered by id."""
    found: list[GraphRelation] = []
    chosen = tuple(edge_types or store.ontology.edge_types)
    columns = EdgeColumns(store, chosen)
    dialect = DIALECTS[store.engine]
    ends = f"RETURN a.id, {dialect.edge_type('r')}, b.id, {columns.returned}"
    if store.engine == "neo4j":
        pattern = f"(a:Entity)-[r{alternatives(edge_types)}]->(b:Entity)"
        statement = f"MATCH {pattern} WHERE a.id IN $ids AND b.id IN $ids {ends}"
        found = list(_graph_relations(store.read(statement, {"ids": list(ids)}, timeout=timeout), columns))
        return sorted(found, key=lambda r: r.id)
    by_type = _by_type(store, ids)
    for node_type, own in by_type.items():
        own_edges, others = _reachable(store, node_type, chosen, "out", tuple(by_type))
        if not own_edges:
            continue
        own_columns = EdgeColumns(store, own_edges)
        statement = (
            f"MATCH (a:`{node_type}`)-[r{alternatives(own_edges)}]->(b{alternatives(others)}) "
            f"WHERE a.id = $id AND b.id IN $ids RETURN a.id, label(r), b.id, {own_columns.returned}"
        )
        for node_id in own:
            result = store.read(statement, {"id": node_id, "ids": list(ids)}, timeout=timeout)
            found += _graph_relations(result, own_columns)
    return sorted(found, key=lambda r: r.id)


_FEW_TYPES = 4
_DIRECTIONS: tuple[Direction, ...] = ("out", "in")


def _by_id(store: Store, node_type: str) -> str:
    """The label under which a node of the type is found by id through an index."""
    return DIALECTS[store.engine].by_id_label or node_type


def _scan_is_cheaper(store: Store, parent_type: str, ids: Sequence[str]) -> bool:
    """Embedded engine, measured: one statement a parent costs as much as scanning 400 of the type."""
    return len(ids) > max(5, store.counts()[parent_type] // 400)


def _by_type(store: Store, ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids by the type that their prefix tells; those of no type are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for node_id in dict.fromkeys(ids):
        node_type = store.ontology.type_of_id(node_id)
        if node_type:
            found[node_type.name].append(node_id)
    return found


def _reachable(
    store: Store, node_type: str, edge_types: Sequence[str], direction: Direction, types: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Edge types that lead from the type to one of ``types`` (empty: any), and the types that they reach."""
    ends = {e: other_types(store.ontology, node_type, e, direction, types) for e in edge_types}
    if store.engine == "ladybug":
        # Every table in a pattern costs, and most are empty: what holds nothing is not asked.
        rows = store.counts()
        ends = {e: [other for other in others if rows[other]] for e, others in ends.items() if rows[e]}
    chosen = [edge_type for edge_type, others in ends.items() if others]
    return chosen, list(dict.fromkeys(other for others in ends.values() for other in others))
