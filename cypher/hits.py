"""From what an engine found to hits: which property matched, and how well. The same for both engines."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from cypher.ranking import SCORES, Query, Searchable, fold
from cypher.store import Hit, Store
from ontology.model import NodeType

Found = tuple[str, str, str, int]  # id, type, name, class of match


# NodeType holds mappings and cannot be hashed; its identity is enough within one process.
_BY_IDENTITY: dict[int, tuple[NodeType, Searchable]] = {}


def searchable(node_type: NodeType) -> Searchable:
    """How a type is searched, worked out once."""
    known = _BY_IDENTITY.get(id(node_type))
    if known is None or known[0] is not node_type:
        known = _BY_IDENTITY[id(node_type)] = (node_type, Searchable.of(node_type))
    return known[1]


def query_of(text: str) -> Query | None:
    """The query of a text, or None where nothing searchable is left of it."""
    folded = fold(text)
    return Query(folded) if folded else None


def explain(store: Store, found: Sequence[Found], query: Query) -> list[Hit]:
    """Hits in the order found, each with the property in which the text stands. One statement a type."""
    matched: dict[str, str] = {}
    for type_name in dict.fromkeys(f[1] for f in found):
        how = searchable(store.ontology.node_types[type_name])
        columns = ", ".join(f"n.`{name}`" for name in how.columns)
        ids = [f[0] for f in found if f[1] == type_name]
        rows = store.read(f"MATCH (n:`{type_name}`) WHERE n.id IN $ids RETURN n.id, {columns}", {"ids": ids})
        for row in rows.rows:
            matched[row[0]] = how.best(dict(zip(how.columns, row[1:], strict=True)), query)[1]
    return [Hit(i, t, name, matched.get(i, "name"), SCORES[rank]) for i, t, name, rank in found]


def entries(
    node_type: NodeType, rows: pa.Table | pa.RecordBatch
) -> Iterator[tuple[str, str, str, list[str], str | None]]:
    """What the search index keeps of snapshot rows: id, type, name, pieces of short and of long texts."""
    how = searchable(node_type)
    columns = [name for name in how.columns if name in rows.schema.names]
    values: dict[str, list[Any]] = {name: rows.column(name).to_pylist() for name in ["id", *columns]}
    for position, entity_id in enumerate(values["id"]):
        row = {name: values[name][position] for name in columns}
        yield entity_id, node_type.name, row.get("name") or "", how.short(row), how.long(row)
