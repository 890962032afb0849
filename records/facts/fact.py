"""Facts: what one document says, each under a key that survives another reading of it.

A fact is what a person can judge: that a name stands for an entity of a type, that a relation, a target or a measure
is stated. Its key is a hash of

- the **document**: its source, not its version, so that a decision holds for the next version too;
- the **type**, and by it the kind: entity, relation, target, measure;
- **what it says**, normalised: an entity's name; a relation's ends and key values (role, year); a target's comparator,
  numbers and unit. What extractors word differently (a target's metric, a kind, an amount's words) is no part of it;
- the **quoted words**, without blanks and punctuation, in one width. Not their offsets: these move with every line that
  is added.

All but the quote are its ``core``. Another extractor may cut a sentence elsewhere, so the quote of a relation, target
or measure is another; a decision on a fact that is not found any more therefore holds for the one of the same core
whose words are most alike (``likeness``, at least ``ALIKE``). Names are exact: 临沂金锣 and 金锣 are two facts, and
one of them may be wrong.

An entity's fact has as many records as there are places with these words.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ontology.model import Ontology
from ontology.values import normalise_name
from records.record import EntityRecord, Record, RelationRecord, short_hash

Kind = Literal["document", "entity", "target", "measure", "relation"]
Ref = tuple[str, str]
#: The document itself among the refs of its source.
DOCUMENT: Ref = ("Document", "document")
TARGET, MEASURE = "Target", "Measure"
_TOLD = ("comparator", "minimum", "maximum", "unit_word", "unit")
#: Likeness from which two quotes are one sentence cut differently.
ALIKE = 0.6


@dataclass(frozen=True)
class Fact:
    """One fact. name: in words (a relation: ``A → B``). quote: the words of its first place. ends: of a relation.

    confidence: the highest of its records. records: at least one.
    """

    document: str
    kind: Kind
    type: str
    core: str
    key: str
    name: str
    quote: str
    confidence: float
    records: tuple[Record, ...]

    @property
    def ref(self) -> Ref:
        """Of an entity, target or measure."""
        record = self.records[0]
        assert isinstance(record, EntityRecord)
        return record.type, record.ref

    @property
    def ends(self) -> tuple[Ref, ...]:
        """Head and tail of a relation; nothing for others."""
        record = self.records[0]
        return (record.head, record.tail) if isinstance(record, RelationRecord) else ()

    @property
    def start(self) -> int:
        return self.records[0].locator.start or 0


def facts_of(document: str, records: Iterable[Record], ontology: Ontology) -> list[Fact]:
    """The facts of a document's records, in the order of the text."""
    records = list(records)
    names = _names(records)
    cores = {
        (r.type, r.ref): _core(r, ontology, {}) for r in records if isinstance(r, EntityRecord) and r.type == TARGET
    }
    grouped: dict[str, list[Record]] = {}
    made: dict[str, str] = {}
    for record in records:
        core = _core(record, ontology, cores)
        key = short_hash(document, core, plain(record.locator.quote or ""))
        grouped.setdefault(key, []).append(record)
        made[key] = core
    facts = [_fact(document, made[key], key, tuple(found), names) for key, found in grouped.items()]
    return sorted(facts, key=lambda fact: (fact.start, fact.kind == "relation", fact.key))


def plain(text: str) -> str:
    """Words without what another reading may change: blanks, punctuation, width, case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def likeness(one: str, other: str) -> float:
    """How far two quotes are the same words, cut or set differently: 1 where one holds the other, else the Dice
    coefficient of their pairs of neighbouring characters (0 to 1)."""
    one, other = plain(one), plain(other)
    if one == other or (one and other and (one in other or other in one)):
        return 1.0
    first, second = Counter(pairwise(one)), Counter(pairwise(other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def kind_of(record: Record) -> Kind:
    if isinstance(record, RelationRecord):
        return "relation"
    if (record.type, record.ref) == DOCUMENT:
        return "document"
    if record.type == TARGET:
        return "target"
    return "measure" if record.type == MEASURE else "entity"


def entity_ref(type_: str, name: str) -> Ref:
    """The ref of an entity that a document names."""
    return type_, f"{type_}:{normalise_name(name)}"


def _core(record: Record, ontology: Ontology, cores: Mapping[Ref, str]) -> str:
    match kind_of(record), record:
        case "relation", RelationRecord():
            ends = (cores.get(end, f"{end[0]} {end[1]}") for end in (record.head, record.tail))
            edge = ontology.edge_types.get(record.type)
            keys = [f"{k}={record.properties.get(k)}" for k in (edge.keys if edge else ())]
            return short_hash(record.type, *ends, *keys)
        case "target", EntityRecord():
            return short_hash(record.type, *(f"{k}={record.properties.get(k)}" for k in _TOLD))
        case "measure", _:
            return short_hash(record.type)
        case _, EntityRecord():
            return short_hash(record.type, record.ref)
    raise AssertionError(record)


def _names(records: Sequence[Record]) -> dict[Ref, str]:
    names: dict[Ref, str] = {}
    for record in records:
        if isinstance(record, EntityRecord) and record.properties.get("name"):
            names.setdefault((record.type, record.ref), str(record.properties["name"]))
    return names


def _fact(document: str, core: str, key: str, records: tuple[Record, ...], names: Mapping[Ref, str]) -> Fact:
    first = records[0]
    if isinstance(first, RelationRecord):
        name = " → ".join(names.get(end, end[1].partition(":")[2]) for end in (first.head, first.tail))
    else:
        name = names.get((first.type, first.ref), first.ref)
    quote = first.locator.quote or ""
    confidence = max(record.confidence for record in records)
    return Fact(document, kind_of(first), first.type, core, key, name, quote, confidence, records)
