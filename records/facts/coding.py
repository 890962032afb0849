"""Records as JSON and back, values in the columns of records.schema."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from ontology.model import Ontology, Property
from records.record import EntityRecord, Locator, Record, RelationRecord
from records.schema import columns, flatten, unflatten

_LOCATOR = tuple(f.name for f in fields(Locator))


def encode(record: Record, ontology: Ontology) -> dict[str, Any]:
    """A record as JSON values; what is unknown is left out."""
    made: dict[str, Any] = {"type": record.type}
    if isinstance(record, EntityRecord):
        made["ref"] = record.ref
        if record.mention:
            made["mention"] = True
    else:
        made |= {"head": list(record.head), "tail": list(record.tail)}
    declared = _declared(record.type, ontology)
    values: dict[str, Any] = {}
    for name, value in record.properties.items():
        values |= {k: _plain(v) for k, v in flatten(declared[name], value).items() if v is not None}
    place = {k: v for k, v in asdict(record.locator).items() if v is not None}
    return made | {
        "values": values,
        "place": place,
        "confidence": record.confidence,
        "state": record.state,
        "extractor": record.extractor,
    }


def decode(
    told: Mapping[str, Any], ontology: Ontology, names: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Record | None:
    """The record; None where the ontology has its type no more. Properties that it has no more are left out.

    names: of properties that were renamed (records.migration).
    """
    declared = _declared(told["type"], ontology)
    if not declared:
        return None
    values = {}
    then = {new: old for (type_, old), new in names.items() if type_ == told["type"]}
    for name, p in declared.items():
        old = then.get(name, name)
        row = {c.name: _value(p, c.name, told["values"].get(old + c.name.removeprefix(name))) for c in columns(p)}
        value = unflatten(p, row)
        if value is not None:
            values[name] = value
    place = Locator(**{k: v for k, v in told["place"].items() if k in _LOCATOR})
    rest = (values, place, told["confidence"], told["state"], told["extractor"])
    if "ref" in told:
        return EntityRecord(told["type"], told["ref"], *rest, mention=bool(told.get("mention")))
    return RelationRecord(told["type"], (told["head"][0], told["head"][1]), (told["tail"][0], told["tail"][1]), *rest)


def _declared(type_: str, ontology: Ontology) -> Mapping[str, Property]:
    found = ontology.node_types.get(type_) or ontology.edge_types.get(type_)
    return found.properties if found else {}


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _value(p: Property, column: str, value: Any) -> Any:
    if value is None:
        return None
    if p.kind == "money" and column == p.name:
        return Decimal(value)
    if p.kind == "date" and column == p.name:
        return date.fromisoformat(value)
    return value
