"""A document becomes Records: every entity and relation with section, sentence, offsets, quote, confidence, state."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlp import readers
from nlp.cache import DocCache
from nlp.document import Document
from nlp.errors import DocumentError
from nlp.facts import Facts, Measure, Mention, Relation, Target
from nlp.pipeline import make_nlp
from ontology.errors import ValueRefused
from ontology.model import Ontology
from ontology.values import Money, PartialDate, normalise_name, parse
from records.record import EntityRecord, Locator, Record, RelationRecord, Source, State, short_hash

EXTRACTOR = "jiju-nlp@1"
#: From this confidence on a fact is accepted at once; below it waits for review as proposed.
ACCEPTED = 0.8
#: Longer texts are read in parts of about so many characters, cut between lines.
PART = 200_000


@dataclass(frozen=True)
class Extraction:
    """What one document says. ``document`` holds the text to which all offsets refer."""

    source: Source
    records: list[Record]
    document: Document
    facts: list[Facts]


_PIPELINES: dict[str, Language] = {}


def pipeline(ontology: Ontology) -> Language:
    """The default pipeline of an ontology, made once."""
    if ontology.hash not in _PIPELINES:
        _PIPELINES[ontology.hash] = make_nlp(ontology)
    return _PIPELINES[ontology.hash]


def read_document(
    path: Path | str | bytes,
    *,
    ontology: Ontology,
    nlp: Language | None = None,
    region_hint: Mapping[str, str] | None = None,
    kind: str | None = None,
    file: str | None = None,
    cache: DocCache | None = None,
) -> Extraction:
    """Read a file (or its bytes, then ``file`` names it) and extract its facts.

    region_hint: names of places to their division codes; a code is set only on what the hint names.
    kind: policy, news or announcement, where the title does not tell. cache: where what was read once is kept.
    Raises DocumentError.
    """
    name = file or ("document.txt" if isinstance(path, bytes) else Path(path).name)
    data = path if isinstance(path, bytes) else Path(path).read_bytes()
    text, media_type = readers.read(data, name)
    digest = sha256(data).hexdigest()
    facts = list(_read_parts(text, nlp or pipeline(ontology), kind, cache))
    document = facts[0].document
    source = Source(
        f"document-{short_hash(name, document.title, length=12)}",
        "document",
        document.title or name,
        as_of=date.fromisoformat(document.issued_on) if document.issued_on else None,
        trust=0.6,
    )
    writer = _Writer(ontology, document, name, digest, media_type, region_hint or {})
    records = [record for part in facts for record in writer.records(part)]
    return Extraction(source, records, document, facts)


def read_ahead(paths: Iterable[Path], nlp: Language, cache: DocCache, processes: int) -> None:
    """Read documents into the cache, several at a time; ``read_document`` then finds them there.

    What cannot be read is passed over: ``read_document`` says why. A document's first part only, where it is long.
    """
    docs = (doc for path in paths if (doc := _unread(path, nlp, cache)) is not None)
    for doc in nlp.pipe(docs, n_process=processes, batch_size=4):
        cache.put(doc.text, doc._.kind, doc)


def _unread(path: Path, nlp: Language, cache: DocCache) -> Doc | None:
    try:
        text, _ = readers.read(path.read_bytes(), path.name)
    except (DocumentError, OSError):
        return None
    _, part = next(_parts(text))
    return None if cache.get(nlp, part, None) else nlp.make_doc(part)


def _read_parts(text: str, nlp: Language, kind: str | None, cache: DocCache | None) -> Iterator[Facts]:
    """Parts of a long text, one after the other; offsets always count from the beginning of the whole."""
    first: Facts | None = None
    for start, part in _parts(text):
        facts = _read_part(part, nlp, kind or (first.document.kind if first else None), cache)
        if first is None:
            first = facts
        else:
            _shift(facts, start, first)
        yield facts
    if first is not None and first.document.text is not text:
        first.document.text = text


def _read_part(text: str, nlp: Language, kind: str | None, cache: DocCache | None) -> Facts:
    doc = cache.get(nlp, text, kind) if cache else None
    if doc is None:
        doc = nlp.make_doc(text)
        doc._.kind = kind
        doc = nlp(doc)
        if cache:
            cache.put(text, kind, doc)
    facts: Facts = doc._.facts
    return facts


def _parts(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(text):
        end = len(text) if len(text) - at <= PART * 1.2 else text.rfind("\n", at + PART // 2, at + PART) + 1
        if end <= at:  # a line without end: cut after a full stop, or hard
            end = text.rfind("。", at, at + PART) + 1 or at + PART
        end = end if end > at else at + PART
        yield at, text[at:end]
        at = end


def _shift(facts: Facts, by: int, first: Facts) -> None:
    """Move a part's offsets to the whole text; its first line is no title of its own."""
    title, whole = facts.own, first.own
    facts.mentions = [m for m in facts.mentions if m is not title]
    for found in (
        facts.mentions,
        facts.targets,
        facts.amounts,
        facts.citations,
        facts.duties,
        facts.measures,
        facts.relations,
    ):
        for item in found:
            item.start += by
            item.end += by
    if title is not None and whole is not None:
        for relation in facts.relations:
            relation.head = whole if relation.head is title else relation.head
            relation.tail = whole if relation.tail is title else relation.tail
    for section in facts.document.sections:
        section.start, section.end = section.start + by, section.end + by
    sentences = [type(s)(s.start + by, s.end + by, s.heading) for s in facts.document.sentences]
    first.document.sections.extend(facts.document.sections)
    first.document.sentences.extend(sentences)
    for cached in ("_starts", "_section_starts"):
        first.document.__dict__.pop(cached, None)


_TARGET, _MEASURE = "Target", "Measure"


class _Writer:
    """Makes the records of one document."""

    def __init__(
        self,
        ontology: Ontology,
        document: Document,
        file: str,
        digest: str,
        media_type: str,
        regions: Mapping[str, str],
    ) -> None:
        self.ontology, self.document, self.file = ontology, document, file
        self.digest, self.media_type, self.regions = digest, media_type, regions
        self.types = {t.nlp_label: t.name for t in ontology.node_types.values()}
        self.employers: dict[str, str] = {}
        self.written_document = False
        self.targets: dict[str, Target] = {}  # the first telling of each key

    def records(self, facts: Facts) -> Iterator[Record]:
        for relation in facts.relations:
            if relation.type == "HOLDS_ROLE":
                self.employers.setdefault(relation.head.name, relation.tail.name)
        if not self.written_document:
            yield self._own_document(facts)
            self.written_document = True
        for mention in facts.mentions:
            yield self._entity(mention)
        for target in facts.targets:
            yield self._target(target)
        for measure in facts.measures:
            yield self._measure(measure)
        for relation in facts.relations:
            yield from self._relation(relation, facts)

    def _locator(self, start: int, end: int) -> Locator:
        sentence = self.document.sentence_at(start)
        section = self.document.section_at(start)
        return Locator(
            self.file,
            section=section.path if section else None,
            start=start,
            end=end,
            sentence_start=sentence.start,
            sentence_end=max(sentence.end, end),
            quote=self.document.text[start:end],
        )

    def _ref(self, thing: Any) -> tuple[str, str]:
        """(type, ref): a mention's type and normalised name; a target's key."""
        if isinstance(thing, Target):
            return _TARGET, f"target:{thing.key}"
        if isinstance(thing, Measure):
            return _MEASURE, f"measure:{short_hash(thing.text)}"
        mention: Mention = thing.entity
        if mention.rule == "title":
            return "Document", "document"
        type_ = self.types[mention.type]
        return type_, f"{type_}:{normalise_name(mention.number or mention.name)}"

    def _own_document(self, facts: Facts) -> EntityRecord:
        d = self.document
        issuers = [r.tail.name for r in facts.relations if r.type == "ISSUED_BY" and r.head is facts.own]
        start, end = d.title_span
        values: dict[str, Any] = {
            "name": d.title or self.file,
            "kind": d.kind,
            "number": d.number,
            "issuer": "、".join(issuers) or None,
            "sha256": self.digest,
            "issued_on": PartialDate(date.fromisoformat(d.issued_on)) if d.issued_on else None,
            "text": d.text,
            "media_type": self.media_type,
        }
        return EntityRecord(
            "Document",
            "document",
            self._valid("Document", values),
            self._locator(start, end),
            1.0,
            "accepted",
            EXTRACTOR,
        )

    def _valid(self, type_: str, values: Mapping[str, Any], edge: bool = False) -> dict[str, Any]:
        """Values as the ontology's kinds read them; what it does not know or refuses is left out."""
        declared = (self.ontology.edge_types if edge else self.ontology.node_types)[type_].properties
        valid = {}
        for name, raw in values.items():
            prop = declared.get(name)
            if prop is None or raw is None or raw == () or raw == []:
                continue
            try:
                value = raw if isinstance(raw, Money | PartialDate) else parse(prop, raw)
            except ValueRefused:
                continue
            if value is not None:
                valid[name] = value
        return valid

    def _entity(self, mention: Mention) -> EntityRecord:
        type_, ref = self._ref(mention)
        name = mention.name
        values: dict[str, Any] = {"name": name}
        if mention.text != name and mention.type != "REGION":
            values["aliases"] = (mention.text,)
        prop = self.ontology.node_types[type_].properties.get("kind")
        if mention.kind and prop and prop.codelist and prop.codelist.find(mention.kind):
            values["kind"] = (mention.kind,) if prop.multiple else mention.kind
        if mention.type == "REGION":
            values["level"] = mention.kind
        if mention.number:
            values["number"] = mention.number
        if type_ == "Person":
            values["person_key"] = f"{name}@{self.employers.get(name, self.document.title or self.file)}"
        code = self.regions.get(name)
        if code and type_ in ("Region", "Village"):
            values["code"] = code
        own = ref == "document"
        return EntityRecord(
            type_,
            ref,
            {} if own else self._valid(type_, values),
            self._locator(mention.start, mention.end),
            mention.confidence,
            _state(mention.confidence),
            EXTRACTOR,
            mention=own,
        )

    def _target(self, target: Target) -> EntityRecord:
        first = self.targets.setdefault(target.key, target)
        due = first.deadline or first.period
        told = re.sub(r"^(?:全[国省市县区镇乡村])", "", first.text)
        name = f"{first.scope or ''} {told}".strip() + (f" ({due})" if due else "")
        values = {
            "name": name,
            "metric": target.metric,
            "comparator": target.comparator,
            "minimum": target.minimum,
            "maximum": target.maximum,
            "approximate": target.approximate,
            "unit_word": target.unit,
            "deadline": target.deadline,
            "period": target.period,
            "scope": target.scope,
            "per_place": target.per_place,
            "period_approximate": target.period_approximate if target.period else None,
            "target_key": f"{self.digest[:12]}-{short_hash(target.key, length=12)}",
        }
        type_, ref = self._ref(target)
        return EntityRecord(
            type_,
            ref,
            self._valid(type_, values),
            self._locator(target.start, target.end),
            target.confidence,
            _state(target.confidence),
            EXTRACTOR,
        )

    def _measure(self, measure: Measure) -> EntityRecord:
        short = measure.text if len(measure.text) <= 30 else measure.text[:29] + "…"
        values = {
            "name": short,
            "kind": measure.kind,
            "text": measure.text,
            "conditions": tuple(measure.conditions),
            "measure_key": f"{self.digest[:12]}-{short_hash(measure.text, length=12)}",
        }
        type_, ref = self._ref(measure)
        valid = self._valid(type_, {k: v for k, v in values.items() if k != "conditions"})
        if measure.conditions:
            valid["conditions"] = tuple(measure.conditions)  # verbatim: 、 inside a condition parts nothing
        return EntityRecord(type_, ref, valid, self._locator(measure.start, measure.end), 0.75, _state(0.75), EXTRACTOR)

    def _relation(self, relation: Relation, facts: Facts) -> Iterator[RelationRecord]:
        head, tail = self._ref(relation.head), self._ref(relation.tail)
        edge = self.ontology.edge_types.get(relation.type)
        if edge is None or (head[0], tail[0]) not in edge.ends or head == tail:
            return
        locator = self._evidence(relation)
        for more in _by_year(relation.properties):
            values = self._edge_values(more)
            if relation.type == "CITES":
                values["quote"] = next((c.text for c in facts.citations if c.document is relation.tail), None)
            yield RelationRecord(
                relation.type,
                head,
                tail,
                self._valid(relation.type, values, edge=True),
                locator,
                relation.confidence,
                _state(relation.confidence),
                EXTRACTOR,
            )

    def _evidence(self, relation: Relation) -> Locator:
        """The whole sentence is the quote of a relation."""
        start, end = relation.start, relation.end
        section = self.document.section_at(start)
        return Locator(
            self.file,
            section=section.path if section else None,
            start=start,
            end=end,
            sentence_start=start,
            sentence_end=end,
            quote=self.document.text[start:end],
        )

    def _edge_values(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        values = {k: v for k, v in properties.items() if k in ("role", "share", "product", "year")}
        if "amount_yuan" in properties:
            words_ = str(properties.get("amount_words", properties["amount_yuan"]))
            values["amount"] = Money(Decimal(properties["amount_yuan"]).quantize(Decimal("0.01")), "CNY", words_)
        if properties.get("per") == "year":
            values["recurring"] = True
        return values


def _by_year(properties: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """连续三年每年1亿元: one relation a year."""
    years = properties.get("years")
    if not years:
        yield dict(properties)
        return
    for year in years:
        yield {**{k: v for k, v in properties.items() if k != "years"}, "year": year}


def _state(confidence: float) -> State:
    return "accepted" if confidence >= ACCEPTED else "proposed"
