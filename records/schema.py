"""Arrow schemas of records and snapshot, derived from the ontology.

A property becomes one or more columns: most one of its own name; money ``x``, ``x_currency``, ``x_words``;
a date ``x``, ``x_precision``; a point ``x_longitude``, ``x_latitude``. ``multiple`` makes it a list.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from ontology.model import EdgeType, NodeType, Property
from ontology.values import Money, PartialDate, Point

MONEY = pa.decimal128(20, 2)
TEXTS = pa.list_(pa.string())

_SIMPLE = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "share": pa.float64()}

LOCATOR_FIELDS = [
    pa.field("file", pa.string()),
    pa.field("sheet", pa.string()),
    pa.field("row", pa.int64()),
    pa.field("section", pa.string()),
    pa.field("start", pa.int64()),
    pa.field("end", pa.int64()),
    pa.field("sentence_start", pa.int64()),
    pa.field("sentence_end", pa.int64()),
    pa.field("quote", pa.string()),
]
#: Columns that every record has before the properties of its type, each starting with an underscore.
_STATEMENT_FIELDS = [
    *(pa.field(f"_{f.name}", f.type) for f in LOCATOR_FIELDS),
    pa.field("_confidence", pa.float64()),
    pa.field("_state", pa.string()),
    pa.field("_extractor", pa.string()),
]


def columns(p: Property) -> list[pa.Field]:
    """The Arrow columns of one property."""
    name = p.name
    if p.kind == "money":
        return [
            pa.field(name, MONEY),
            pa.field(f"{name}_currency", pa.string()),
            pa.field(f"{name}_words", pa.string()),
        ]
    if p.kind == "date":
        return [pa.field(name, pa.date32()), pa.field(f"{name}_precision", pa.string())]
    if p.kind == "point":
        return [pa.field(f"{name}_longitude", pa.float64()), pa.field(f"{name}_latitude", pa.float64())]
    simple = _SIMPLE.get(p.kind, pa.string())
    return [pa.field(name, pa.list_(simple) if p.multiple else simple)]


def flatten(p: Property, value: Any) -> dict[str, Any]:
    """Column values of one property value; the inverse of unflatten."""
    name = p.name
    match value:
        case Money():
            return {name: value.yuan, f"{name}_currency": value.currency, f"{name}_words": value.words}
        case PartialDate():
            return {name: value.day, f"{name}_precision": value.precision}
        case Point():
            return {f"{name}_longitude": value.longitude, f"{name}_latitude": value.latitude}
        case tuple():
            return {name: list(value)}
        case _:
            return {name: value}


def unflatten(p: Property, row: Mapping[str, Any]) -> Any:
    """The property's Python value from a row's columns, or None where it is unknown."""
    name = p.name
    if p.kind == "money":
        words = row.get(f"{name}_words")
        return None if words is None else Money(row.get(name), row[f"{name}_currency"], words)
    if p.kind == "date":
        day = row.get(name)
        return None if day is None else PartialDate(day, row.get(f"{name}_precision") or "day")
    if p.kind == "point":
        longitude = row.get(f"{name}_longitude")
        return None if longitude is None else Point(longitude, row[f"{name}_latitude"])
    value = row.get(name)
    return tuple(value) if p.multiple and value is not None else value


def property_fields(properties: Iterable[Property]) -> list[pa.Field]:
    return [column for p in properties for column in columns(p)]


def entity_record_schema(node_type: NodeType) -> pa.Schema:
    """Records of entities of one type: who and where (underscored), then the type's properties."""
    head = [pa.field("_ref", pa.string(), nullable=False), pa.field("_mention", pa.bool_())]
    return pa.schema([*head, *_STATEMENT_FIELDS, *property_fields(node_type.properties.values())])


def relation_record_schema(edge_type: EdgeType) -> pa.Schema:
    """Records of relations of one type; confidence and state are the underscored ones."""
    ends = ["_head_type", "_head_ref", "_tail_type", "_tail_ref"]
    head = [pa.field(name, pa.string(), nullable=False) for name in ends]
    return pa.schema([*head, *_STATEMENT_FIELDS, *property_fields(stated(edge_type))])


def node_schema(node_type: NodeType) -> pa.Schema:
    """A node of the snapshot: id, the type's properties, the ids of its sources."""
    head = [pa.field("id", pa.string(), nullable=False)]
    tail = [pa.field("source_ids", TEXTS)]
    return pa.schema([*head, *property_fields(node_type.properties.values()), *tail])


def edge_schema(edge_type: EdgeType) -> pa.Schema:
    """An edge of the snapshot: id, both ends with their types, properties, the ids of its sources."""
    head = [pa.field(name, pa.string(), nullable=False) for name in EDGE_ENDS]
    tail = [pa.field("source_ids", TEXTS)]
    return pa.schema([*head, *property_fields(edge_type.properties.values()), *tail])


EDGE_ENDS = ("id", "from_id", "to_id", "from_type", "to_type")


def stated(edge_type: EdgeType) -> list[Property]:
    """What a source can say of a relation: its properties but for those every record has anyway."""
    return [p for p in edge_type.properties.values() if p.name not in ("confidence", "state")]


#: One row a statement: which source said what of which entity or relation, and where it stands.
EVIDENCE = pa.schema(
    [
        pa.field("subject_id", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("properties", TEXTS),
        pa.field("values", pa.string()),  # JSON object of the properties as this source states them
        *LOCATOR_FIELDS,
        pa.field("confidence", pa.float64()),
        pa.field("state", pa.string()),
        pa.field("extractor", pa.string()),
    ]
)
