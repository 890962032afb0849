"""What two loads of one file say, made comparable: entities by their strongest known key, relations by their ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ontology.model import Ontology
from ontology.values import normalise
from records.record import EntityRecord, Record

Fact = tuple[Any, ...]


@dataclass(frozen=True)
class Said:
    """Facts: (type, entity, property, value) and (edge, head, tail, property or None, value)."""

    values: frozenset[Fact]
    relations: frozenset[Fact]


def said(records: Iterable[Record], ontology: Ontology) -> Said:
    """What records say, whatever their refs are."""
    records = list(records)
    known: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for record in records:
        if isinstance(record, EntityRecord):
            known[record.type, record.ref] |= record.properties
    names = {ref: _identity(ontology, ref[0], properties) for ref, properties in known.items()}
    values: set[Fact] = set()
    relations: set[Fact] = set()
    for (node_type, ref), properties in known.items():
        for name, value in properties.items():
            values.add((node_type, names[node_type, ref], name, str(value)))
    for record in records:
        if not isinstance(record, EntityRecord):
            ends = (names[record.head], names[record.tail])
            pair = (f"{record.head[0]} {ends[0]}", f"{record.tail[0]} {ends[1]}")
            relations.add((record.type, *pair, None, None))
            relations |= {(record.type, *pair, name, str(value)) for name, value in record.properties.items()}
    return Said(frozenset(values), frozenset(relations))


def _identity(ontology: Ontology, node_type: str, properties: dict[str, Any]) -> str:
    declared = ontology.node_types[node_type]
    for key in declared.keys:
        if all(name in properties for name in key) and "region_code" not in key:
            told = [normalise(declared.properties[name], properties[name]) for name in key]
            return f"{'+'.join(key)}={'|'.join(told)}"
    return str(sorted(properties.items()))
