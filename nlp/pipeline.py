"""The spaCy pipeline: a character tokenizer and components in order, each a factory named jiju_*.

    nlp = make_nlp(ontology)
    doc = nlp(text)
    doc._.facts                      everything found, as nlp.facts objects
    doc.spans["entities"]            mentions as spaCy spans, nested ones too; span.label_ is the type
    doc.spans["targets"], ["amounts"], ["citations"], ["duties"], ["measures"], ["sentences"]

A component is added as in any spaCy pipeline: ``nlp.add_pipe("mine", after="jiju_entities")``; it reads and
extends ``doc._.facts``.
"""
# ruff: noqa: ARG001 - spaCy calls every factory with nlp and name

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from nlp.components.documents import find_citations
from nlp.components.entities import find_entities
from nlp.components.links import find_links
from nlp.components.policy import find_amounts, find_duties, find_measures
from nlp.components.relations import find_relations
from nlp.components.targets import find_targets
from nlp.document import read_structure
from nlp.facts import Facts, Mention
from ontology.model import Ontology

#: The components in the order in which they need each other.
COMPONENTS = (
    "jiju_segmenter",
    "jiju_entities",
    "jiju_citations",
    "jiju_targets",
    "jiju_amounts",
    "jiju_duties",
    "jiju_measures",
    "jiju_relations",
)


def make_nlp(ontology: Ontology, gazetteer: Mapping[str, str] | None = None) -> Language:
    """The pipeline for an ontology.

    gazetteer: names that the graph knows already, each with its type as gold writes it ({"启程网络": "ENTERPRISE"}).
    Raises ValueError if the gazetteer has a type that the ontology lacks.
    """
    labels = {t.nlp_label for t in ontology.node_types.values()}
    unknown = sorted(set((gazetteer or {}).values()) - labels)
    if unknown:
        raise ValueError(f"the gazetteer has types that the ontology lacks: {', '.join(unknown)}")
    nlp = spacy.blank("zh")
    nlp.max_length = 100_000_000  # sections are processed one by one; readers bound what comes in
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"gazetteer": dict(gazetteer or {})} if name == "jiju_entities" else {})
    return nlp


def _extensions() -> None:
    for name in ("facts", "kind"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name in ("normalized", "planned", "number", "kind", "confidence", "fact"):
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)


_extensions()
_Component = Callable[[Doc], Doc]


def _spans(doc: Doc, key: str, found: Iterable[tuple[int, int, str, Any]]) -> None:
    spans = []
    for start, end, label, fact in found:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            span._.fact = fact
            spans.append(span)
    doc.spans[key] = SpanGroup(doc, name=key, spans=spans)


@Language.factory("jiju_segmenter", assigns=["doc._.facts"])
def make_segmenter(nlp: Language, name: str) -> _Component:
    """Title, number, date, addressees, sections, sentences."""

    def segment(doc: Doc) -> Doc:
        doc._.facts = Facts(read_structure(doc.text, doc._.kind))
        _spans(doc, "sentences", ((s.start, s.end, "SENTENCE", s) for s in doc._.facts.document.sentences))
        return doc

    return segment


@Language.factory("jiju_entities", default_config={"gazetteer": {}}, requires=["doc._.facts"])
def make_entities(nlp: Language, name: str, gazetteer: dict[str, str]) -> _Component:
    """Mentions of all types, nested ones too."""

    def recognise(doc: Doc) -> Doc:
        facts = doc._.facts
        facts.mentions, facts.deictic = find_entities(facts.document, gazetteer)
        titled = next((m for m in facts.mentions if m.rule == "title"), None)
        facts.own = titled or Mention("DOCUMENT", 0, 0, "", facts.document.kind, rule="title")
        _spans(doc, "entities", ((m.start, m.end, m.type, m) for m in facts.mentions))
        for span in doc.spans["entities"]:
            mention = span._.fact
            for key in ("normalized", "planned", "number", "kind", "confidence"):
                span._.set(key, getattr(mention, key))
        return doc

    return recognise


@Language.factory("jiju_citations", requires=["doc._.facts"])
def make_citations(nlp: Language, name: str) -> _Component:
    """Documents cited, from issuer to the end of the number."""

    def cite(doc: Doc) -> Doc:
        facts = doc._.facts
        facts.citations = find_citations(facts.document, facts.mentions)
        _spans(doc, "citations", ((c.start, c.end, "CITATION", c) for c in facts.citations))
        return doc

    return cite


@Language.factory("jiju_targets", requires=["doc._.facts"])
def make_targets(nlp: Language, name: str) -> _Component:
    """Quantified promises."""

    def aim(doc: Doc) -> Doc:
        doc._.facts.targets = find_targets(doc._.facts)
        _spans(doc, "targets", ((t.start, t.end, "TARGET", t) for t in doc._.facts.targets))
        return doc

    return aim


@Language.factory("jiju_amounts", requires=["doc._.facts"])
def make_amounts(nlp: Language, name: str) -> _Component:
    """Money of funds, by year."""

    def count(doc: Doc) -> Doc:
        doc._.facts.amounts = find_amounts(doc._.facts)
        _spans(doc, "amounts", ((a.start, a.end, "AMOUNT", a) for a in doc._.facts.amounts))
        return doc

    return count


@Language.factory("jiju_duties", requires=["doc._.facts"])
def make_duties(nlp: Language, name: str) -> _Component:
    """Who leads, supports, decides."""

    def charge(doc: Doc) -> Doc:
        doc._.facts.duties = find_duties(doc._.facts)
        _spans(doc, "duties", ((d.start, d.end, "DUTY", d) for d in doc._.facts.duties))
        return doc

    return charge


@Language.factory("jiju_measures", requires=["doc._.facts"])
def make_measures(nlp: Language, name: str) -> _Component:
    """Clauses with an instrument."""

    def measure(doc: Doc) -> Doc:
        doc._.facts.measures = find_measures(doc._.facts)
        _spans(doc, "measures", ((m.start, m.end, "MEASURE", m) for m in doc._.facts.measures))
        return doc

    return measure


@Language.factory("jiju_relations", requires=["doc._.facts"])
def make_relations(nlp: Language, name: str) -> _Component:
    """What sentences state, and what follows from the document's structure."""

    def relate(doc: Doc) -> Doc:
        facts = doc._.facts
        facts.relations = [*find_links(facts), *find_relations(facts)]
        return doc

    return relate
