"""What was said: one source's statement of one entity or one relation, and where it stands.

Loaders, the NLP extractor, hand edits and derived rules all produce Records; below Records nothing knows what
kind of source there was. Property values are the Python values of ontology.values: str, int, float, bool,
Money, PartialDate, Point, and tuples of these for ``multiple`` properties. None is never a value: what is
unknown is left out.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

State = Literal["proposed", "accepted", "rejected"]


@dataclass(frozen=True)
class Source:
    """Who said it.

    id: stable over reloads (``registration-2019``); the same id replaces what it said before.
    trust: 0 to 1; where sources disagree on a value the more trusted, then the newer (as_of) one counts.
    as_of: the day for which the source speaks. licence and publisher: as the source states them.
    """

    id: str
    kind: Literal["table", "document", "edit", "rule"]
    title: str
    publisher: str | None = None
    licence: str | None = None
    as_of: date | None = None
    trust: float = 0.5
    url: str | None = None


@dataclass(frozen=True)
class Locator:
    """Where a statement stands: file with sheet and row (1-based, as the spreadsheet shows it), or document
    with section, sentence and character offsets (end exclusive) and the quoted words."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None
    sentence_start: int | None = None
    sentence_end: int | None = None
    quote: str | None = None


@dataclass(frozen=True)
class EntityRecord:
    """One source's statement that there is an entity with these properties.

    ref: names the entity within its source; several records of a source with one ref and type are one entity.
    ``mention`` marks a record that only names an entity so that a relation can point to it.
    """

    type: str
    ref: str
    properties: Mapping[str, Any]
    locator: Locator = field(default_factory=Locator)
    confidence: float = 1.0
    state: State = "accepted"
    extractor: str = ""
    mention: bool = False


@dataclass(frozen=True)
class RelationRecord:
    """One source's statement of a relation; head and tail are (type, ref) of entity records of this
    source."""

    type: str
    head: tuple[str, str]
    tail: tuple[str, str]
    properties: Mapping[str, Any] = field(default_factory=dict)
    locator: Locator = field(default_factory=Locator)
    confidence: float = 1.0
    state: State = "accepted"
    extractor: str = ""


Record = EntityRecord | RelationRecord


def short_hash(*parts: str, length: int = 16) -> str:
    """A stable identifier of some texts: hexadecimal, ``length`` characters."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=length // 2).hexdigest()
