"""Which facts of a reading hold: by what persons decided, else by thresholds. A function of its arguments alone.

| fact | accepted without a person where |
| --- | --- |
| the document itself | always |
| target, measure, relation | its confidence reaches the threshold of its type |
| a relation of the document to its target or measure | that is accepted |
| entity | its confidence reaches the threshold, and an accepted relation says something of it |

So a name that a document drops in passing is no entity by itself: it is *proposed*, and counts only as a mention of an
entity that is known otherwise (records.facts.unlinked). A person who accepts a relation accepts its ends with it, but
for those that somebody rejected.

A decision holds for the fact of its key; where a reading has none of it, for the one that is most like it; where there
is none such either and it was an acceptance, a correction or a link, and its words still stand in the document, the
fact is told as it was when it was decided on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ontology.model import Ontology
from records.facts.coding import decode
from records.facts.correction import corrected
from records.facts.decisions import FactDecision
from records.facts.fact import ALIKE, DOCUMENT, Fact, Ref, facts_of, likeness
from records.facts.readings import Reading
from records.facts.thresholds import Thresholds
from records.record import EntityRecord, Locator, Record, RelationRecord, State

Because = Literal["document", "person", "threshold", "relation", "below", "unrelated", "end"]


@dataclass(frozen=True)
class Judged:
    """A fact with its state, and why it has it. found: as it was extracted, where a person corrected it.

    because: a person decided; its type's threshold; ``relation`` (an entity: a person accepted a relation of it);
    below (the threshold), unrelated (no accepted relation says anything of it) or end (a relation that reaches the
    threshold, to an entity that does not): it waits. entity: the id to which a person linked it.
    """

    fact: Fact
    state: State
    because: Because
    decision: FactDecision | None = None
    found: Fact | None = None
    entity: str | None = None


def judge(
    reading: Reading, decisions: Sequence[FactDecision], thresholds: Thresholds, ontology: Ontology
) -> list[Judged]:
    """All facts of a reading, in the order of the text. decisions: those on this document that count, oldest first."""
    return _Judging(reading, decisions, thresholds, ontology).all()


def told(judged: Iterable[Judged], ontology: Ontology) -> list[Record]:
    """The records that the archive is told of judged facts.

    Entities that wait are told as proposed mentions, all else that waits or was rejected is not told.
    """
    judged = list(judged)
    renamed = {
        j.found.ref: j.fact.ref for j in judged if j.found and j.found.kind == "entity" and j.state == "accepted"
    }
    kept = {j.fact.ref for j in judged if j.fact.kind == "entity" and j.state != "rejected" and not j.found}
    renamed = {old: new for old, new in renamed.items() if old not in kept}
    linked = {j.fact.ref: (j.fact.type, j.entity) for j in judged if j.entity}
    records: list[Record] = []
    for one in judged:
        for record in one.fact.records:
            if isinstance(record, EntityRecord):
                records += _entity(record, one, linked)
            elif one.state == "accepted" or one.because == "end":  # in the graph if resolution knows the end
                records += _relation(record, renamed, linked, ontology)
    there = {(r.type, r.ref) for r in records if isinstance(r, EntityRecord)}
    # What a person rejected is nobody that a relation could lead to, whoever accepted the relation.
    return [r for r in records if isinstance(r, EntityRecord) or {r.head, r.tail} <= there]


def _entity(record: EntityRecord, one: Judged, linked: Mapping[Ref, Ref]) -> list[Record]:
    if one.state == "rejected" or (one.state == "proposed" and one.fact.kind != "entity"):
        return []
    ref = linked.get((record.type, record.ref), (record.type, record.ref))[1]
    if one.state == "proposed":
        return [replace(record, ref=ref, state="proposed", mention=True)]
    return [replace(record, ref=ref, state="accepted", mention=record.mention or one.entity is not None)]


def _relation(
    record: RelationRecord, renamed: Mapping[Ref, Ref], linked: Mapping[Ref, Ref], ontology: Ontology
) -> list[Record]:
    head, tail = (renamed.get(end, end) for end in (record.head, record.tail))
    edge = ontology.edge_types.get(record.type)
    if edge is None or (head[0], tail[0]) not in edge.ends or head == tail:
        return []
    head, tail = linked.get(head, head), linked.get(tail, tail)
    return [replace(record, head=head, tail=tail, state="accepted")]


class _Judging:
    def __init__(
        self, reading: Reading, decisions: Sequence[FactDecision], thresholds: Thresholds, ontology: Ontology
    ) -> None:
        self._reading, self._thresholds, self._ontology = reading, thresholds, ontology
        self._decisions = decisions
        self._order = {decision.id: number for number, decision in enumerate(decisions)}
        self._exact = {decision.fact: decision for decision in decisions}
        self._facts = {fact.key: fact for fact in reading.facts}
        self._like = self._likenesses()

    def all(self) -> list[Judged]:
        made = [self._decided(fact) for fact in self._facts.values()]
        made += self._retold({one.decision.id for one in made if one.decision})
        made = self._joined(made)
        made = self._waiting(made)
        return sorted(made, key=lambda one: (one.fact.start, one.fact.kind == "relation", one.fact.key))

    # decisions

    def _likenesses(self) -> dict[str, FactDecision]:
        """By the key of a fact the decision on one that this reading does not have, but words differently."""
        found: dict[str, FactDecision] = {}
        for decision in self._decisions:
            if decision.fact in self._facts:
                continue
            scores = {
                fact.key: likeness(fact.quote, decision.quote)
                for fact in self._facts.values()
                if fact.core == decision.core and fact.kind in ("relation", "target", "measure")
            }
            best = max(scores.values(), default=0.0)
            if best >= ALIKE:
                found |= {key: decision for key, score in scores.items() if score == best}
        return found

    def _decided(self, fact: Fact) -> Judged:
        """With its decision, followed where a correction was itself decided on later."""
        decision = self._exact.get(fact.key) or self._like.get(fact.key)
        return self._apply(fact, decision) if decision else Judged(fact, "proposed", "below")

    def _apply(self, fact: Fact, decision: FactDecision) -> Judged:
        if decision.verdict == "reject":
            return Judged(fact, "rejected", "person", decision)
        if decision.verdict == "link":
            return Judged(fact, "accepted", "person", decision, entity=str(decision.change["entity"]))
        if decision.verdict == "accept":
            return Judged(fact, "accepted", "person", decision)
        new = corrected(fact, decision.change, self._reading, self._ontology)
        later = self._exact.get(new.key)
        if later and new.key != fact.key and self._order[later.id] > self._order[decision.id]:
            return replace(self._apply(new, later), found=fact)
        return Judged(new, "accepted", "person", decision, found=fact)

    def _retold(self, used: set[str]) -> list[Judged]:
        """Facts that a person holds to be so and that this reading misses, as far as their words still stand there."""
        made: list[Judged] = []
        results = {self._apply(f, d).fact.key for f in self._facts.values() if (d := self._exact.get(f.key))}
        for decision in self._decisions:
            if decision.id in used or decision.verdict == "reject":
                continue
            if decision.fact in results:  # a decision on what another one made of a fact
                continue
            made += self._again(decision)
        return made

    def _again(self, decision: FactDecision) -> list[Judged]:
        records = [r for one in decision.records if (r := decode(one, self._ontology)) is not None]
        moved = [found for record in records if (found := _found_again(record, self._reading.text)) is not None]
        facts = facts_of(self._reading.version.document, moved, self._ontology)
        own = next((f for f in facts if f.key == decision.fact), None)
        if own is None:
            return []
        ends = [f for f in facts if f.kind != "relation" and f is not own and f.key not in self._facts]
        return [self._apply(own, decision), *(Judged(f, "accepted", "relation", decision) for f in ends)]

    def _joined(self, made: Sequence[Judged]) -> list[Judged]:
        """One for each fact: where a correction gives what was found as well, the one that a person decided on."""
        best: dict[str, Judged] = {}
        for one in made:
            there = best.get(one.fact.key)
            if there is None or (there.decision is None and one.decision is not None):
                best[one.fact.key] = one
        return list(best.values())

    # without a decision

    def _waiting(self, made: Sequence[Judged]) -> list[Judged]:
        """The states of what nobody decided on."""
        passed = [self._by_threshold(one) if one.decision is None else one for one in made]
        own = _best_states(passed)
        refused = self._refused(passed)
        passed = [self._of_own(one, own, refused) for one in passed]
        named: set[Ref] = set()
        believed: set[Ref] = set()
        for one in passed:
            if one.fact.kind == "relation" and one.state == "accepted":
                named.update(one.fact.ends)
                if one.because == "person":
                    believed.update(one.fact.ends)
        made = [self._entity(one, named, believed) for one in passed]
        sure = {one.fact.ref for one in made if one.fact.kind != "relation" and one.state == "accepted"}
        return [self._held(one, sure) for one in made]

    def _by_threshold(self, one: Judged) -> Judged:
        if one.fact.kind == "document":
            return replace(one, state="accepted", because="document")
        if self._thresholds.passes(one.fact.type, one.fact.confidence):
            return replace(one, state="accepted", because="threshold")
        return replace(one, state="proposed", because="below")

    def _held(self, one: Judged, sure: set[Ref]) -> Judged:
        """A relation waits with its ends, unless a person accepted it."""
        by_threshold = one.fact.kind == "relation" and one.state == "accepted" and one.decision is None
        if by_threshold and not sure.issuperset(one.fact.ends):
            return replace(one, state="proposed", because="end")
        return one

    def _refused(self, made: Sequence[Judged]) -> set[Ref]:
        """Entities of which every mention was rejected."""
        rejected = {one.fact.ref for one in made if one.fact.kind == "entity" and one.state == "rejected"}
        return rejected - {one.fact.ref for one in made if one.fact.kind == "entity" and one.state != "rejected"}

    def _of_own(self, one: Judged, own: Mapping[Ref, State], refused: set[Ref]) -> Judged:
        """A relation follows the target or measure that it leads to, and does not lead to what was rejected."""
        if one.fact.kind != "relation" or one.decision is not None:
            return one
        states = [own[end] for end in one.fact.ends if end in own]
        if refused.intersection(one.fact.ends) or "rejected" in states:
            return replace(one, state="rejected", because="person")
        document = DOCUMENT in one.fact.ends
        if states and document:
            return replace(one, state=states[0], because="threshold" if states[0] == "accepted" else "below")
        if "proposed" in states:
            return replace(one, state="proposed", because="below")
        return one

    def _entity(self, one: Judged, named: set[Ref], believed: set[Ref]) -> Judged:
        if one.fact.kind != "entity" or one.decision is not None:
            return one
        if one.fact.ref in believed:
            return replace(one, state="accepted", because="relation")
        if one.state == "accepted" and one.fact.ref not in named:
            return replace(one, state="proposed", because="unrelated")
        return one


def _best_states(made: Iterable[Judged]) -> dict[Ref, State]:
    """The state of each target and measure: of one that is told twice the better one."""
    found: dict[Ref, State] = {}
    for one in made:
        if one.fact.kind in ("target", "measure") and found.get(one.fact.ref) != "accepted":
            better = one.state == "accepted" or found.get(one.fact.ref) in (None, "rejected")
            found[one.fact.ref] = one.state if better else found[one.fact.ref]
    return found


def _found_again(record: Record, text: str) -> Record | None:
    """The record where its words stand now: the place nearest to where they stood."""
    quote, start = record.locator.quote or "", record.locator.start or 0
    if not quote:
        return record
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        return None
    new = min(places, key=lambda place: abs(place - start))
    return replace(record, locator=_moved(record.locator, new - start))


def _moved(place: Locator, by: int) -> Locator:
    def at(offset: int | None) -> int | None:
        return None if offset is None else max(offset + by, 0)

    return replace(
        place,
        start=at(place.start), end=at(place.end),
        sentence_start=at(place.sentence_start), sentence_end=at(place.sentence_end),
    )  # fmt: skip
