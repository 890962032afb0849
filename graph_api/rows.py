"""What the API holds of entities and relations while it answers: plain rows, no object per property."""

from collections.abc import Mapping
from typing import Any

from cypher.traverse import GraphRelation

Values = Mapping[str, Any]


class EntityRow:
    """An entity: its type, its id and those columns that the query asks for."""

    __slots__ = ("id", "type", "values")

    def __init__(self, node_type: str, entity_id: str, values: Values) -> None:
        self.type = node_type
        self.id = entity_id
        self.values = values


class RelationRow:
    """A relation with its known columns; ends where they are known."""

    __slots__ = ("from_id", "id", "to_id", "type", "values")

    def __init__(self, edge_type: str, relation_id: str, values: Values, from_id: str, to_id: str) -> None:
        self.type = edge_type
        self.id = relation_id
        self.values = values
        self.from_id = from_id
        self.to_id = to_id


def relation_row(relation: GraphRelation) -> RelationRow:
    return RelationRow(relation.type, relation.id, relation.properties, relation.from_id, relation.to_id)


class Edge:
    """A row of a page: an entity, and on a page of relations the relation that leads to it. key: what its cursor
    is made of."""

    __slots__ = ("direction", "key", "node", "relation")

    def __init__(self, node: EntityRow, relation: RelationRow | None, key: Any, direction: str = "") -> None:
        self.node = node
        self.relation = relation
        self.key = key
        self.direction = direction


class Page:
    """Rows of a connection. more: whether there are rows beyond, in the direction of paging. source: what
    totalCount and the other direction are asked of."""

    __slots__ = ("backward", "edges", "more", "source", "started")

    def __init__(self, edges: list[Edge], more: bool, backward: bool, started: bool, source: Any) -> None:
        self.edges = edges
        self.more = more
        self.backward = backward
        self.started = started
        self.source = source
