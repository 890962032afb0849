"""What the ontology's files declare, as frozen objects. ontology.model reads them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ontology.names import normalise_name

#: Every kind of value a property can have. ontology.values has one class for each.
VALUE_KINDS = (
    "string", "text", "integer", "number", "boolean", "date", "reduced_date", "duration", "money", "share",
    "uscc", "code", "stock_code", "region_code", "phone", "email", "url", "point", "geometry", "enum",
)  # fmt: skip


@dataclass(frozen=True)
class Label:
    """A text that a person sees, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Code:
    """One member of an enumeration. ``headers``: words that mean it in spreadsheets and documents."""

    code: str
    label: Label
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codelist:
    """An enumeration with its standard, if it has one."""

    name: str
    label: Label
    standard: str | None
    codes: Mapping[str, Code]

    def find(self, word: str) -> Code | None:
        """The code that ``word`` (code, label or synonym) means, or None."""
        return self._by_word.get(normalise_name(word))

    @cached_property
    def _by_word(self) -> dict[str, Code]:
        words: dict[str, Code] = {}
        for code in self.codes.values():
            for word in (code.code, code.label.zh, code.label.en, *code.words):
                words.setdefault(normalise_name(word), code)
        return words


@dataclass(frozen=True)
class Property:
    """A property of a node or edge type.

    kind: one of VALUE_KINDS. multiple: a list of values. required: a record without it is refused.
    personal: about a human being, masked below the role reviewer. searchable: in the full-text index.
    headers: how real spreadsheets head the column, besides both labels.

    What values may be, beyond their kind (loaders.checks holds tables to it). past: a date or year that has been.
    minimum, maximum: bounds of a number, of money in its unit; both within. at_most, before: properties of the same
    thing that are not less, or are more. usually_at_most: at_most, but what goes beyond is only remarked upon.
    whole: the end of a relation ("head" or "tail") at which shares sum up to at most 1.
    """

    name: str
    label: Label
    kind: str
    description: Label | None = None
    unit: str | None = None
    codelist: Codelist | None = None
    multiple: bool = False
    required: bool = False
    personal: bool = False
    searchable: bool = False
    headers: tuple[str, ...] = ()
    example: str | None = None
    past: bool = False
    minimum: float | None = None
    maximum: float | None = None
    at_most: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    usually_at_most: tuple[str, ...] = ()
    whole: str | None = None


@dataclass(frozen=True)
class NodeType:
    """A type of entity.

    keys: lists of property names, strongest first; records that agree on all properties of one key are the
    same thing. ``region`` in a key means the entity's place (``region_code``). strong_keys: how many of the
    keys, from the first, identify alone: two records that differ in one of these never merge by a weaker key.
    like: another type; wherever an edge type may start or end there, it may here (for types added in a folder
    of one's own, so that no edge file has to be edited).
    """

    name: str
    label: Label
    plural: Label
    description: Label
    field: str
    plural_field: str
    id_prefix: str
    keys: tuple[tuple[str, ...], ...]
    strong_keys: int
    properties: Mapping[str, Property]
    color: str
    icon: str
    headers: tuple[str, ...] = ()
    like: str | None = None

    @property
    def kinds(self) -> Codelist | None:
        kind = self.properties.get("kind")
        return kind.codelist if kind else None

    @property
    def nlp_label(self) -> str:
        """TrainingBase → TRAINING_BASE, as gold annotations write it."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.name).upper()

    @property
    def searchable(self) -> tuple[Property, ...]:
        return tuple(p for p in self.properties.values() if p.searchable)


@dataclass(frozen=True)
class EdgeType:
    """A type of relation, read in both directions.

    field and reverse_field: names of the relation on the head's and on the tail's GraphQL type.
    keys: properties that tell two relations between the same two entities apart.
    derived: made by a rule, never loaded or edited. symmetric: direction has no meaning.
    """

    name: str
    label: Label
    reverse_label: Label
    description: Label
    field: str
    reverse_field: str
    ends: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    properties: Mapping[str, Property]
    derived: bool = False
    symmetric: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(head for head, _ in self.ends))

    @property
    def tails(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tail for _, tail in self.ends))


@dataclass(frozen=True)
class Ontology:
    """All types by name, with one hash over all files."""

    node_types: Mapping[str, NodeType]
    edge_types: Mapping[str, EdgeType]
    codelists: Mapping[str, Codelist]
    hash: str
    files: tuple[Path, ...] = field(default=(), compare=False)

    def edges_from(self, node_type: str) -> Iterator[EdgeType]:
        return (edge for edge in self.edge_types.values() if node_type in edge.heads)

    def edges_to(self, node_type: str) -> Iterator[EdgeType]:
        return (edge for edge in self.edge_types.values() if node_type in edge.tails)

    def find_type(self, word: str) -> NodeType | None:
        """A node type by name, field, NLP label or either language's label: ``Enterprise``, ``企业``."""
        return self._by_word.get(word.strip().casefold())

    def type_of_id(self, entity_id: str) -> NodeType | None:
        """The type of a canonical id, told by its prefix: ``enterprise:3f…``."""
        return self._by_prefix.get(entity_id.partition(":")[0])

    @cached_property
    def _by_word(self) -> dict[str, NodeType]:
        words: dict[str, NodeType] = {}
        for t in self.node_types.values():
            for word in (t.name, t.field, t.plural_field, t.nlp_label, t.label.zh, t.label.en, *t.headers):
                words.setdefault(word.casefold(), t)
        return words

    @cached_property
    def _by_prefix(self) -> dict[str, NodeType]:
        return {t.id_prefix: t for t in self.node_types.values()}
