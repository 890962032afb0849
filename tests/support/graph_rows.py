"""Rows of a snapshot, built in a test: only what the test is about is named."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from ontology.model import Ontology
from records.schema import edge_schema, node_schema


def node_rows(ontology: Ontology, node_type: str, *rows: Mapping[str, Any]) -> pa.Table:
    """Nodes of one type; each row needs an id. Unnamed: name = id, one source "s1"."""
    full = [{"name": row["id"], "source_ids": ["s1"], **row} for row in rows]
    return pa.Table.from_pylist(full, schema=node_schema(ontology.node_types[node_type]))


def edge_rows(ontology: Ontology, edge_type: str, *rows: Mapping[str, Any]) -> pa.Table:
    """Relations of one type; each row needs from_id and to_id, whose types are told by their prefixes."""
    full = []
    for row in rows:
        head, tail = ontology.type_of_id(row["from_id"]), ontology.type_of_id(row["to_id"])
        assert head and tail, row
        made = {
            "id": f"{edge_type.lower()}:{row['from_id']}>{row['to_id']}",
            "from_type": head.name,
            "to_type": tail.name,
            "confidence": 1.0,
            "state": "accepted",
            "source_ids": ["s1"],
        }
        full.append({**made, **row})
    return pa.Table.from_pylist(full, schema=edge_schema(ontology.edge_types[edge_type]))
