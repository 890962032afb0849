"""Search is the same on both engines because what is indexed, what matches and what comes first is decided
here.

A text is folded (width, case, all but letters and digits left out) and cut into overlapping two-character
pieces, so that any substring is a phrase of pieces: 沂蒙商贸 → 沂蒙 蒙商 商贸 贸, and 蒙商 is found inside.
Codes are kept whole, after a mark, and found by their beginning.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ontology.model import NodeType, Property

#: Scores of a match, best first: the whole text, its beginning, its inside, or only within a long text.
EXACT, PREFIX, INSIDE, IN_TEXT = 0, 1, 2, 3
SCORES = (1.0, 0.8, 0.6, 0.3)
#: Of a long text (a scope of business, a document) so many characters are searched.
LONGEST = 10_000

_CODES = ("uscc", "code", "stock_code", "region_code")
CODE_MARK = "#"


def fold(text: str) -> str:
    """What is compared: width, case, blanks and punctuation make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def pieces(folded: str) -> str:
    """Two-character pieces with blanks between, and the last character alone."""
    if len(folded) < 2:
        return folded
    return " ".join(map("".join, pairwise(folded))) + " " + folded[-1]


@dataclass(frozen=True)
class Query:
    """A searched text as both engines need it."""

    folded: str

    @property
    def whole(self) -> str:
        """Pieces of a text that is just this."""
        return pieces(self.folded)

    @property
    def phrase(self) -> str:
        """Pieces of any text that has this inside."""
        return self.whole if len(self.folded) < 2 else self.whole[:-2]

    @property
    def code(self) -> str:
        return CODE_MARK + self.folded


@dataclass(frozen=True)
class Searchable:
    """How a node type is searched, worked out once: name first, then the properties said to be searchable."""

    names: tuple[Property, ...]
    codes: tuple[Property, ...]
    texts: tuple[Property, ...]

    @classmethod
    def of(cls, node_type: NodeType) -> "Searchable":
        found = [p for p in node_type.searchable if p.name != "name"]
        codes = tuple(p for p in found if p.kind in _CODES)
        texts = tuple(p for p in found if p.kind == "text")
        names = tuple(p for p in found if p not in codes and p not in texts)
        return cls((node_type.properties["name"], *names), codes, texts)

    @property
    def columns(self) -> list[str]:
        return [p.name for p in (*self.names, *self.codes, *self.texts)]

    def short(self, row: Mapping[str, Any]) -> list[str]:
        """Pieces of each name, and the codes: the list that is indexed."""
        names = [pieces(text) for p in self.names for text in _folded(row.get(p.name))]
        codes = [CODE_MARK + text for p in self.codes for text in _folded(row.get(p.name))]
        return list(dict.fromkeys(names + codes))

    def long(self, row: Mapping[str, Any]) -> str | None:
        """Pieces of the long texts, or None where there are none."""
        texts = [pieces(text[:LONGEST]) for p in self.texts for text in _folded(row.get(p.name))]
        return " | ".join(texts) or None

    def best(self, row: Mapping[str, Any], query: Query) -> tuple[int, str]:
        """Class of the best match and the property in which it stands."""
        found = [(IN_TEXT, p.name) for p in self.texts]
        for p in self.names:
            found += [(_class(text, query.folded), p.name) for text in _folded(row.get(p.name))]
        for p in self.codes:
            found += [(_class(text, query.folded), p.name) for text in _folded(row.get(p.name))]
        return min((f for f in found if f[0] <= IN_TEXT), key=lambda f: f[0], default=(IN_TEXT, "name"))


def _class(text: str, folded: str) -> int:
    if text == folded:
        return EXACT
    if text.startswith(folded):
        return PREFIX
    return INSIDE if folded in text else IN_TEXT + 1


def _folded(value: Any) -> Iterable[str]:
    values = value if isinstance(value, (list, tuple)) else (value,)
    return (folded for v in values if v is not None and (folded := fold(str(v))))
