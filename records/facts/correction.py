"""What a fact should be, by a person: other words, another type, another name, another end of a relation.

A change is JSON, so that the log can keep it, and it survives another reading: words are told as words with how far
they stood from the old ones, not as offsets.

    {"quote": "沂蒙电商产业园", "shift": -2, "type": "Park", "name": "沂蒙电商产业园"}
    {"head": ["Enterprise", "启程网络"], "type": "OPERATES", "values": {"year": 2024}}
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.model import Ontology, Property
from ontology.values import parse
from records.facts.decisions import CorrectionRefused
from records.facts.fact import DOCUMENT, Fact, Ref, entity_ref, facts_of
from records.record import EntityRecord, Locator, Record, RelationRecord

if TYPE_CHECKING:
    from records.facts.readings import Reading

_ENTITY = frozenset({"quote", "shift", "type", "name", "values"})
_RELATION = frozenset({"type", "head", "tail", "values"})


def check(fact: Fact, change: Mapping[str, Any], reading: "Reading", ontology: Ontology) -> None:
    """Raises CorrectionRefused where a change is none, or one that the document or the ontology does not allow."""
    allowed = _RELATION if fact.kind == "relation" else _ENTITY
    if not change or not set(change) <= allowed:
        raise CorrectionRefused(f"say what it should be: {'、'.join(sorted(allowed - {'shift'}))}")
    if fact.kind == "document":
        raise CorrectionRefused("the document itself is no fact to correct; put its values right with an override")
    quote = change.get("quote")
    if quote is not None and _near(reading.text, quote, fact.start) is None:
        raise CorrectionRefused(f"「{quote}」 does not stand in {reading.title}")
    _check_type(fact, change.get("type", fact.type), ontology)
    declared = _properties(change.get("type", fact.type), ontology)
    for name, raw in change.get("values", {}).items():
        _value(declared, name, raw)
    if fact.kind == "relation":
        _check_ends(fact, change, reading, ontology)


def corrected(fact: Fact, change: Mapping[str, Any], reading: "Reading", ontology: Ontology) -> Fact:
    """The fact as it should be. ``change`` was checked when it was made; what does not fit any more is left as it
    is.
    """
    made = [_record(record, fact, change, reading, ontology) for record in fact.records]
    beside = [r for r in reading.records if isinstance(r, EntityRecord)] if fact.kind == "relation" else []
    facts = facts_of(fact.document, [*beside, *made], ontology)
    mine = [f for f in facts if f.records[-1] in made]
    return mine[0] if mine else fact


def _record(
    record: Record, fact: Fact, change: Mapping[str, Any], reading: "Reading", ontology: Ontology
) -> EntityRecord | RelationRecord:
    if isinstance(record, RelationRecord):
        ends = [_end(change.get(which), old) for which, old in (("head", record.head), ("tail", record.tail))]
        type_ = change.get("type", record.type)
        values = _values(record.properties, change, _properties(type_, ontology))
        return replace(record, type=type_, head=ends[0], tail=ends[1], properties=values)
    type_ = change.get("type", record.type)
    place = _placed(record.locator, change, reading.text)
    properties = dict(record.properties)
    if fact.kind != "entity":
        return replace(record, locator=place, properties=_values(properties, change, _properties(type_, ontology)))
    old_name = str(properties.get("name", ""))
    name = str(change.get("name") or (change.get("quote") or old_name))
    if type_ != record.type:
        properties = {}
    elif name != old_name:
        properties.pop("aliases", None)
    properties["name"] = name
    if type_ == "Person":
        employer = str(record.properties.get("person_key", "")).partition("@")[2] or reading.title
        properties["person_key"] = f"{name}@{employer}"
    ref = entity_ref(type_, name)[1] if (type_, name) != (record.type, old_name) else record.ref
    values = _values(properties, change, _properties(type_, ontology))
    return replace(record, type=type_, ref=ref, locator=place, properties=values)


def _placed(place: Locator, change: Mapping[str, Any], text: str) -> Locator:
    quote = change.get("quote")
    if quote is None or place.start is None:
        return place
    start = _near(text, quote, place.start + int(change.get("shift", 0)))
    if start is None:
        return place
    end = start + len(quote)
    around = (min(start, place.sentence_start or start), max(end, place.sentence_end or end))
    return replace(place, start=start, end=end, quote=quote, sentence_start=around[0], sentence_end=around[1])


def _near(text: str, quote: str, at: int) -> int | None:
    """Where words stand nearest to an offset."""
    if not quote:
        return None
    found = [text.rfind(quote, 0, at + len(quote)), text.find(quote, max(at, 0))]
    return min((start for start in found if start >= 0), key=lambda start: abs(start - at), default=None)


def _values(old: Mapping[str, Any], change: Mapping[str, Any], declared: Mapping[str, Property]) -> dict[str, Any]:
    made = {name: value for name, value in old.items() if name in declared}
    for name, raw in change.get("values", {}).items():
        try:
            value = _value(declared, name, raw)
        except CorrectionRefused:  # of an ontology that has changed since
            continue
        if value is None:
            made.pop(name, None)
        else:
            made[name] = value
    return made


def _value(declared: Mapping[str, Property], name: str, raw: Any) -> Any:
    if name not in declared:
        raise CorrectionRefused(f"there is no property {name!r}; there are {'、'.join(declared)}")
    try:
        return parse(declared[name], raw)
    except ValueRefused as refusal:
        raise CorrectionRefused(str(refusal)) from refusal


def _end(told: Sequence[str] | None, old: Ref) -> Ref:
    if told is None:
        return old
    return DOCUMENT if list(told) == list(DOCUMENT) else entity_ref(told[0], told[1])


def _properties(type_: str, ontology: Ontology) -> Mapping[str, Property]:
    found = ontology.node_types.get(type_) or ontology.edge_types.get(type_)
    return found.properties if found else {}


def _check_type(fact: Fact, type_: str, ontology: Ontology) -> None:
    known = ontology.edge_types if fact.kind == "relation" else ontology.node_types
    if type_ not in known:
        raise CorrectionRefused(f"there is no type {type_!r} of {fact.kind}; known: {'、'.join(known)}")
    if fact.kind in ("target", "measure") and type_ != fact.type:
        raise CorrectionRefused(f"a {fact.kind} stays one; reject it if it is none")


def _check_ends(fact: Fact, change: Mapping[str, Any], reading: "Reading", ontology: Ontology) -> None:
    known = {f.ref for f in reading.facts if f.kind != "relation"}
    ends = [_end(change.get(which), old) for which, old in zip(("head", "tail"), fact.ends, strict=True)]
    for end in ends:
        if end not in known:
            raise CorrectionRefused(
                f"{reading.title} names no {end[0]} {end[1].partition(':')[2]!r}; correct the name itself first"
            )
    edge = ontology.edge_types[change.get("type", fact.type)]
    if (ends[0][0], ends[1][0]) not in edge.ends:
        fitting = "、".join(f"{a}→{b}" for a, b in edge.ends)
        raise CorrectionRefused(f"{edge.name} never leads from {ends[0][0]} to {ends[1][0]}; it leads {fitting}")
