"""Relations: what a connection of them is asked for, their counts, and their properties as JSON."""

from collections.abc import Sequence
from typing import Any

from cypher import traverse
from cypher.page import Direction as Way
from graph_api.connections import paging, relation_cursor
from graph_api.context import RequestContext
from graph_api.enums import code_of
from graph_api.plan import RelationsAsked
from graph_api.rows import RelationRow
from graph_api.values import Shape
from ontology.consistency import camel


def plain_properties(relation: RelationRow, shapes: Sequence[Shape], context: RequestContext) -> dict[str, Any]:
    """A relation's own known properties as JSON values."""
    row = {column: relation.values.get(column) for s in shapes for column in s.columns}
    found = {}
    for s in shapes:
        if s.property.personal and not context.sees_personal:
            continue
        value = s.read(row)
        if value is not None:
            found[camel(s.property.name)] = s.plain(value)
    return found


def relations_asked(
    edge_types: tuple[str, ...],
    direction: Way | None,
    types: Sequence[Any] | None,
    first: int,
    after: str | None,
    last: int | None,
    before: str | None,
) -> RelationsAsked:
    count, cursor, name, backward = paging(first, after, last, before)
    chosen = tuple(code_of(t) for t in types or ())
    return RelationsAsked(edge_types, direction, chosen, count, relation_cursor(cursor, name), backward)


def relation_totals(context: RequestContext, ids: Sequence[str], parent_type: str, asked: RelationsAsked) -> list[int]:
    found = dict.fromkeys(ids, 0)
    counts = traverse.relation_counts(
        context.store,
        ids,
        parent_type=parent_type,
        edge_types=asked.edge_types,
        types=asked.types,
        timeout=context.seconds_left(),
    )
    for counted in counts:
        if asked.direction in (None, counted.direction):
            found[counted.node_id] += counted.count
    return [found[i] for i in ids]


def relation_counts(
    context: RequestContext, ids: Sequence[str], parent_type: str
) -> list[list[traverse.RelationCount]]:
    found: dict[str, list[traverse.RelationCount]] = {i: [] for i in ids}
    counts = traverse.relation_counts(context.store, ids, parent_type=parent_type, timeout=context.seconds_left())
    for counted in counts:
        found[counted.node_id].append(counted)
    return [found[i] for i in ids]
