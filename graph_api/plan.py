"""From a selection set to statements: which columns a level needs, and one question a level for all parents.

Every level of a query is asked once per (type, relation, direction): fields of one level register their parent
in a batch of the request; when all of them have, the batch is asked in a thread and hands each its page. The
batch reads the relations and, where more than the name is selected, the entities at their other ends.
"""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode
from strawberry.dataloader import DataLoader

from cypher import traverse
from cypher.page import Direction
from cypher.store import Store
from graph_api.context import RequestContext
from graph_api.fields import RawInfo
from graph_api.rows import Edge, EntityRow, Page, RelationRow

Path = tuple[str, ...]
#: Where a connection's entities are selected.
NODES: tuple[Path, ...] = (("edges", "node"), ("nodes",))
HERE: tuple[Path, ...] = ((),)
_ABSTRACT = ("Entity", "Node")


@dataclass(frozen=True)
class RelationsAsked:
    """A page of relations, the same for all parents of a level. edge_types: empty for all; direction: None
    for both."""

    edge_types: tuple[str, ...]
    direction: Direction | None
    types: tuple[str, ...]
    first: int
    after: tuple[str, str] | None
    backward: bool


class Plan:
    """Reads selections. columns: by node type and field, the columns that the field is made of."""

    def __init__(self, columns: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._columns = columns

    def columns(
        self, context: RequestContext, info: RawInfo, node_type: str, paths: Sequence[Path] = HERE
    ) -> tuple[str, ...]:
        """Columns of a node type that are selected below the field, id and name always."""
        key = (*map(id, info.field_nodes), node_type, paths)
        found = context.selections.get(key)
        if found is None:
            fields: dict[str, None] = {}
            for path in paths:
                for selected in _below(info, [n.selection_set for n in info.field_nodes], path):
                    _collect(info, selected, (node_type, *_ABSTRACT), fields)
            own = self._columns[node_type]
            wanted = [column for field in fields for column in own.get(field, ())]
            found = context.selections[key] = tuple(dict.fromkeys(["id", "name", *wanted]))
        return tuple(found)

    def columns_by_type(
        self, context: RequestContext, info: RawInfo, paths: Sequence[Path]
    ) -> dict[str, tuple[str, ...]]:
        return {name: self.columns(context, info, name, paths) for name in self._columns}

    async def entities(
        self,
        context: RequestContext,
        info: RawInfo,
        ids: Iterable[str],
        paths: Sequence[Path] = HERE,
    ) -> dict[str, EntityRow]:
        """Entities by id with what is selected of them; ids that are not there are left out."""
        columns = self.columns_by_type(context, info, paths)
        wanted = list(dict.fromkeys(ids))
        return (
            await context.ask(read_entities, context.store, wanted, columns, context.seconds_left()) if wanted else {}
        )

    async def entity(self, context: RequestContext, info: RawInfo, entity_id: str) -> Any:
        """One entity, asked together with those of all parents of the level; None if it is not there."""
        key = ("entity", *map(id, info.field_nodes))

        async def load(ids: list[str]) -> list[EntityRow | None]:
            found = await self.entities(context, info, ids)
            return [found.get(i) for i in ids]

        return await batch(context, key, load).load(entity_id)

    async def relations(self, context: RequestContext, info: RawInfo, parent: EntityRow, asked: RelationsAsked) -> Page:
        """A parent's page of relations, asked together with those of all parents of its type."""
        columns = self.columns_by_type(context, info, NODES)
        # Columns belong to the place in the document; the same arguments elsewhere are another question.
        key = ("relations", *map(id, info.field_nodes), parent.type, asked)

        async def load(ids: list[str]) -> list[Page]:
            seconds = context.seconds_left()
            return await context.ask(read_relations, context.store, ids, parent.type, asked, columns, seconds)

        page: Page = await batch(context, key, load).load(parent.id)
        return page


def batch(
    context: RequestContext, key: Hashable, load: Callable[[list[Any]], Awaitable[Sequence[Any]]]
) -> "DataLoader[Any, Any]":
    """The request's batch of this key, made with ``load`` the first time."""
    loader = context.batches.get(key)
    if loader is None:
        loader = context.batches[key] = DataLoader(load_fn=load)
    return loader


def read_entities(
    store: Store, ids: Sequence[str], columns: Mapping[str, Sequence[str]], timeout: float
) -> dict[str, EntityRow]:
    """Entities by id, one statement a type. timeout: of each statement, in seconds."""
    by_type: dict[str, list[str]] = {}
    for entity_id in ids:
        node_type = store.ontology.type_of_id(entity_id)
        if node_type:
            by_type.setdefault(node_type.name, []).append(entity_id)
    found: dict[str, EntityRow] = {}
    for name, own in by_type.items():
        rows = traverse.nodes_by_ids(store, name, own, columns[name], timeout)
        found |= {entity_id: EntityRow(name, entity_id, row) for entity_id, row in rows.items()}
    return found


def read_relations(
    store: Store,
    ids: Sequence[str],
    parent_type: str,
    asked: RelationsAsked,
    columns: Mapping[str, Sequence[str]],
    timeout: float,
) -> list[Page]:
    """One page for each parent, in their order."""
    more: dict[str, Any] = {
        "first": asked.first + 1,
        "after": asked.after,
        "backward": asked.backward,
        "timeout": timeout,
    }
    if len(asked.edge_types) == 1 and asked.direction:
        found = traverse.relations(
            store,
            ids,
            parent_type=parent_type,
            edge_type=asked.edge_types[0],
            direction=asked.direction,
            types=asked.types,
            **more,
        )
    else:
        found = traverse.all_relations(
            store,
            ids,
            parent_type=parent_type,
            edge_types=asked.edge_types,
            direction=asked.direction,
            types=asked.types,
            **more,
        )
    cut = {i: _cut(rows, asked) for i, rows in found.items()}
    nodes = _other_ends(store, cut, columns, timeout)
    return [_page(cut[i], nodes, len(found[i]) > asked.first, asked, (parent_type, i)) for i in ids]


def _cut(rows: list[traverse.RelationRow], asked: RelationsAsked) -> list[traverse.RelationRow]:
    if len(rows) <= asked.first:
        return rows
    return rows[1:] if asked.backward else rows[: asked.first]


def _other_ends(
    store: Store, rows: Mapping[str, list[traverse.RelationRow]], columns: Mapping[str, Sequence[str]], timeout: float
) -> dict[str, EntityRow]:
    others = {row.other.id: row.other for own in rows.values() for row in own}
    known = {
        i: EntityRow(other.type, i, {"id": i, "name": other.name})
        for i, other in others.items()
        if len(columns[other.type]) <= 2
    }
    return known | read_entities(store, [i for i in others if i not in known], columns, timeout)


def _page(
    rows: Sequence[traverse.RelationRow],
    nodes: Mapping[str, EntityRow],
    more: bool,
    asked: RelationsAsked,
    parent: tuple[str, str],
) -> Page:
    edges = []
    for row in rows:
        node = nodes.get(row.other.id)
        if node:
            ends = (row.parent_id, node.id) if row.direction == "out" else (node.id, row.parent_id)
            relation = RelationRow(row.type, row.id, row.properties, *ends)
            edges.append(Edge(node, relation, row.key, row.direction))
    return Page(edges, more, asked.backward, asked.after is not None, (parent, asked))


def _below(info: RawInfo, sets: Iterable[SelectionSetNode | None], path: Path) -> list[SelectionSetNode]:
    """The selection sets at the end of a path of fields."""
    found = [s for s in sets if s is not None]
    for name in path:
        found = [inner for s in found for inner in _named(info, s, name)]
    return found


def _named(info: RawInfo, selected: SelectionSetNode, name: str) -> Iterable[SelectionSetNode]:
    for selection in selected.selections:
        match selection:
            case FieldNode() if selection.name.value == name and selection.selection_set:
                yield selection.selection_set
            case InlineFragmentNode():
                yield from _named(info, selection.selection_set, name)
            case FragmentSpreadNode():
                yield from _named(info, info.fragments[selection.name.value].selection_set, name)


def _collect(info: RawInfo, selected: SelectionSetNode, types: Sequence[str], fields: dict[str, None]) -> None:
    """Names of the fields selected for these types."""
    for selection in selected.selections:
        match selection:
            case FieldNode():
                fields[selection.name.value] = None
            case InlineFragmentNode(type_condition=condition):
                if condition is None or condition.name.value in types:
                    _collect(info, selection.selection_set, types, fields)
            case FragmentSpreadNode():
                fragment = info.fragments[selection.name.value]
                if fragment.type_condition.name.value in types:
                    _collect(info, fragment.selection_set, types, fields)
