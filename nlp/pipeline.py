"""The spaCy pipeline: a character tokenizer and components in order, each a factory named jiju_*.

    nlp = make_nlp(ontology)
    doc = nlp(text)
    doc._.facts                      everything found, as nlp.facts objects
    doc.spans["entities"]            mentions as spaCy spans, nested ones too; span.label_ is the type
    doc.spans["targets"], ["amounts"], ["citations"], ["duties"], ["measures"], ["sentences"]

A component is added as in any spaCy pipeline: ``nlp.add_pipe("mine", after="jiju_entities")``; it reads and
extends ``doc._.facts``. An installed package adds one to every pipeline by two entry points of the factory's name: in
spaCy's group ``spacy_factories``, and in ``jiju_components`` a dict of where it goes (``{"after": "jiju_entities"}``).
"""
# ruff: noqa: ARG001 - spaCy calls every factory with nlp and name

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from nlp.components.documents import find_citations
from nlp.components.entities import Tagger, find_entities
from nlp.components.links import find_links
from nlp.components.policy import find_amounts, find_duties, find_measures
from nlp.components.relations import find_relations
from nlp.components.targets import find_targets
from nlp.document import read_structure
from nlp.facts import Facts, Mention
from nlp.gazetteer import Gazetteer
from nlp.serial import register
from nlp.tagger import tag_names
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


def make_nlp(ontology: Ontology, gazetteer: Mapping[str, str] | None = None, *, statistical: bool = True) -> Language:
    """The pipeline for an ontology.

    gazetteer: names that the graph knows already, each with its type as gold writes it ({"启程网络": "ENTERPRISE"}).
    statistical: with the tagger (nlp.tagger), which finds more people and takes most of the time.
    Raises ValueError if the gazetteer has a type that the ontology lacks.
    """
    labels = {t.nlp_label for t in ontology.node_types.values()}
    known = Gazetteer(gazetteer or {})
    unknown = sorted(known.types - labels)
    if unknown:
        raise ValueError(f"the gazetteer has types that the ontology lacks: {', '.join(unknown)}")
    nlp = spacy.blank("zh")
    nlp.max_length = 100_000_000  # sections are processed one by one; readers bound what comes in
    for name in COMPONENTS:
        nlp.add_pipe(name)
    for point in entry_points(group="jiju_components"):
        nlp.add_pipe(point.name, **point.load())
    recogniser = nlp.get_pipe("jiju_entities")
    assert isinstance(recogniser, Recogniser)
    recogniser.tag = tag_names if statistical else None
    recogniser.gazetteer = known  # no setting of the component: spaCy would copy and hash all names
    return nlp


def _fact(span: Span) -> Any:
    """The object that a span shows: its list among the facts and its place there are the span's id."""
    kind, _, place = span.id_.partition(":")
    if kind == "sentences":
        return span.doc._.facts.document.sentences[int(place)]
    return getattr(span.doc._.facts, kind)[int(place)] if place else None


def _told_by_fact(name: str) -> Callable[[Span], Any]:
    return lambda span: getattr(_fact(span), name, None)


def _extensions() -> None:
    for name in ("facts", "kind", "given"):  # given: mentions that somebody else has found, to be used instead
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Span.has_extension("fact"):
        Span.set_extension("fact", getter=_fact)
        for name in ("normalized", "planned", "number", "kind", "confidence"):
            Span.set_extension(name, getter=_told_by_fact(name))


_extensions()
register()
_Component = Callable[[Doc], Doc]


def _spans(doc: Doc, key: str, kind: str, facts: Sequence[Any], label: str | None = None) -> None:
    """A SpanGroup that shows a list of facts."""
    spans = []
    for place, fact in enumerate(facts):
        shown: dict[str, Any] = {"label": label or fact.type, "span_id": f"{kind}:{place}"}
        span = doc.char_span(fact.start, fact.end, alignment_mode="expand", **shown)
        if span is not None:
            spans.append(span)
    doc.spans[key] = SpanGroup(doc, name=key, spans=spans)


@Language.factory("jiju_segmenter", assigns=["doc._.facts"])
def make_segmenter(nlp: Language, name: str) -> _Component:
    """Title, number, date, addressees, sections, sentences."""

    def segment(doc: Doc) -> Doc:
        doc._.facts = Facts(read_structure(doc.text, doc._.kind))
        _spans(doc, "sentences", "sentences", doc._.facts.document.sentences, "SENTENCE")
        return doc

    return segment


class Recogniser:
    """Mentions of all types, nested ones too.

    gazetteer: names that are known already; it may be exchanged. tag: the statistical layer, None to go without.
    """

    def __init__(self, gazetteer: Gazetteer, tag: Tagger | None = tag_names) -> None:
        self.gazetteer = gazetteer
        self.tag = tag

    def __call__(self, doc: Doc) -> Doc:
        facts = doc._.facts
        facts.mentions, facts.deictic = find_entities(facts.document, self.gazetteer, self.tag)
        if doc._.given is not None:
            ours = {(m.type, m.start, m.end): m for m in facts.mentions}
            facts.mentions = [ours.get((m.type, m.start, m.end), m) for m in doc._.given]
        titled = next((m for m in facts.mentions if m.rule == "title"), None)
        facts.own = titled or Mention("DOCUMENT", 0, 0, "", facts.document.kind, rule="title")
        _spans(doc, "entities", "mentions", facts.mentions)
        return doc


@Language.factory("jiju_entities", requires=["doc._.facts"])
def make_entities(nlp: Language, name: str) -> _Component:
    """Mentions of all types; knows no names beforehand."""
    return Recogniser(Gazetteer({}))


@Language.factory("jiju_citations", requires=["doc._.facts"])
def make_citations(nlp: Language, name: str) -> _Component:
    """Documents cited, from issuer to the end of the number."""

    def cite(doc: Doc) -> Doc:
        facts = doc._.facts
        facts.citations = find_citations(facts.document, facts.mentions)
        _spans(doc, "citations", "citations", facts.citations, "CITATION")
        return doc

    return cite


@Language.factory("jiju_targets", requires=["doc._.facts"])
def make_targets(nlp: Language, name: str) -> _Component:
    """Quantified promises."""

    def aim(doc: Doc) -> Doc:
        doc._.facts.targets = find_targets(doc._.facts)
        _spans(doc, "targets", "targets", doc._.facts.targets, "TARGET")
        return doc

    return aim


@Language.factory("jiju_amounts", requires=["doc._.facts"])
def make_amounts(nlp: Language, name: str) -> _Component:
    """Money of funds, by year."""

    def count(doc: Doc) -> Doc:
        doc._.facts.amounts = find_amounts(doc._.facts)
        _spans(doc, "amounts", "amounts", doc._.facts.amounts, "AMOUNT")
        return doc

    return count


@Language.factory("jiju_duties", requires=["doc._.facts"])
def make_duties(nlp: Language, name: str) -> _Component:
    """Who leads, supports, decides."""

    def charge(doc: Doc) -> Doc:
        doc._.facts.duties = find_duties(doc._.facts)
        _spans(doc, "duties", "duties", doc._.facts.duties, "DUTY")
        return doc

    return charge


@Language.factory("jiju_measures", requires=["doc._.facts"])
def make_measures(nlp: Language, name: str) -> _Component:
    """Clauses with an instrument."""

    def measure(doc: Doc) -> Doc:
        doc._.facts.measures = find_measures(doc._.facts)
        _spans(doc, "measures", "measures", doc._.facts.measures, "MEASURE")
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
