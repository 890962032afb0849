"""What the pipeline finds in one document: mentions and the facts between them, with character offsets.

These are the working objects of the components, kept in ``doc._.facts``; nlp.extract makes Records of them.
"""

from dataclasses import dataclass, field
from typing import Any

from nlp.document import Document


@dataclass(eq=False)
class Mention:
    """A place in the text that names an entity.

    type: as gold annotations write it (ENTERPRISE). normalized: the full name of a short one.
    anchor: where a deictic word (该公司) points; such a mention is no entity, it only carries relations.
    """

    type: str
    start: int
    end: int
    text: str
    kind: str | None = None
    normalized: str | None = None
    planned: bool = False
    number: str | None = None
    confidence: float = 0.8
    rule: str = ""
    anchor: "Mention | None" = None

    @property
    def name(self) -> str:
        return self.normalized or self.text

    @property
    def entity(self) -> "Mention":
        return self.anchor.entity if self.anchor else self

    def covers(self, other: "Mention") -> bool:
        return self.start <= other.start and other.end <= self.end and self is not other


@dataclass(eq=False)
class Target:
    """A quantified promise; ``start`` to ``end`` reaches from verb or metric to unit."""

    metric: str
    comparator: str
    minimum: float | None
    maximum: float | None
    unit: str
    approximate: bool
    start: int
    end: int
    text: str
    deadline: str | None = None
    period: str | None = None
    period_approximate: bool = False
    scope: str | None = None
    per_place: str | None = None
    programme: Mention | None = None
    holder: Mention | None = None
    key: str = ""
    confidence: float = 0.85


@dataclass(eq=False)
class Amount:
    """Money of a fund in one year."""

    fund: Mention
    yuan: int
    year: int | None
    recurring: bool
    start: int
    end: int
    text: str


@dataclass(eq=False)
class Citation:
    """A document that this one refers to, from its issuer to the end of its number."""

    document: Mention
    issuers: list[Mention]
    issuer: str | None
    number: str | None
    start: int
    end: int
    text: str


@dataclass(eq=False)
class Duty:
    """Who must do what."""

    who: str
    body: Mention | None
    role: str
    what: str
    start: int
    end: int
    text: str
    scope: str | None = None
    deadline: str | None = None


@dataclass(eq=False)
class Measure:
    """A clause with an instrument of policy."""

    kind: str
    conditions: list[str]
    start: int
    end: int
    text: str
    applies_to: list[Mention] = field(default_factory=list)


@dataclass(eq=False)
class Relation:
    """A stated relation; head and tail are mentions, targets or measures."""

    type: str
    head: Any
    tail: Any
    start: int
    end: int
    properties: dict[str, Any] = field(default_factory=dict)
    confidence: float = 0.75


@dataclass(eq=False)
class Facts:
    """Everything found in one document."""

    document: Document
    own: Mention | None = None  # the document itself; its title's mention, where there is a title
    mentions: list[Mention] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    deictic: list[Mention] = field(default_factory=list)
