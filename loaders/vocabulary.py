"""vocabulary.yaml, made ready: what headers and cells say beyond the ontology's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from loaders.words import plain, split_unit
from ontology.model import EdgeType, NodeType, Ontology

Side = Literal["head", "tail"]
#: Parts of vocabulary.yaml that are no words of headers.
_NO_HEADERS = ("shapes", "schemes", "scheme_names", "of_scheme", "usual")
_TOKENS = re.compile(r"[_\s\-.]+|(?<=[a-z0-9])(?=[A-Z])")


@cache
def told() -> Mapping[str, Any]:
    """vocabulary.yaml as it stands."""
    words: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "vocabulary.yaml").read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True)
class Role:
    """What a column's thing is to another thing. side: which end of the edge it is. noun: the type that the header
    names besides."""

    edge: str
    side: Side
    noun: str | None
    entry: Mapping[str, Any]

    @property
    def usual_type(self) -> str | None:
        return self.entry.get(f"{self.side}_type") or self.entry.get("type")


@dataclass(frozen=True)
class Header:
    """A header taken apart. base: what it speaks of, without ending and unit (被投资企业信用代码 → 被投资企业).
    part: key or name, as its ending says. noun: the type that the base names, ``""`` where it names none."""

    text: str
    base: str
    part: Literal["key", "name", ""]
    noun: str | None


def whole(header: str) -> str:
    """A header without its unit, as it is compared."""
    return plain(split_unit(header)[0])


def tokens(text: str) -> list[str]:
    """``company_code`` and ``companyCode`` → company, code; a Chinese header is one word."""
    return [part.casefold() for part in _TOKENS.split(text) if part]


class Vocabulary:
    """The words of headers for one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._nouns: dict[str, str] = {}
        for node_type in ontology.node_types.values():
            for word in type_words(node_type):
                self._nouns.setdefault(plain(word), node_type.name)
        self._anything = {plain(word) for word in told()["anything"]}
        self._parts = sorted(
            ((plain(word), part) for part, words in told()["parts"].items() for word in words),
            key=lambda pair: -len(pair[0]),
        )

    def noun(self, text: str) -> str | None:
        """The type that a word names."""
        word = plain(text)
        singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
        found = self._nouns.get(word) or (self._nouns.get(singular) if word.isascii() else None)
        return found if found in self.ontology.node_types else None

    def header(self, text: str) -> Header:
        """A header taken apart."""
        bare = whole(text)
        parts = tokens(split_unit(text)[0])
        if len(parts) > 1 and bare.isascii():
            last = next((part for word, part in self._parts if parts[-1] == word), "")
            base = "_".join(parts[:-1] if last else parts)
            return Header(text, base, last, self.noun(base))  # type: ignore[arg-type]  # key or name
        for word, part in self._parts:
            if bare == word or (bare.endswith(word) and not bare.isascii()):
                base = bare.removesuffix(word)
                if part == "key" and base.endswith("统一社会信用"):
                    continue
                return Header(text, base, part, self.noun(base))
        return Header(text, bare, "", self.noun(bare))

    def roles(self, base: str) -> list[Role]:
        """What a column of this base may be to the row's thing: the longest words that fit, in the file's order."""
        found: list[tuple[int, Role]] = []
        for entry in told()["roles"]:
            if entry["edge"] not in self.ontology.edge_types:
                continue
            for side in ("head", "tail"):
                for word in entry.get(side, ()):
                    fit = self._follows(base, plain(word))
                    if fit is not None:
                        found.append((len(word), Role(entry["edge"], side, fit or None, entry)))
        longest = max((length for length, _ in found), default=0)
        return [role for length, role in found if length == longest]

    def _follows(self, base: str, word: str) -> str | None:
        """The noun behind a role's word, ``""`` where it names no type; None where something else stands there."""
        if base == word:
            return ""
        if not base.startswith(word):
            return None
        rest = base[len(word) :].strip("_的")
        if rest in self._anything:
            return ""
        return self.noun(rest)


def type_words(node_type: NodeType) -> Sequence[str]:
    """All words that name a type."""
    more = told()["types"].get(node_type.name, ())
    return [node_type.label.zh, node_type.label.en, node_type.name, *node_type.headers, *more]


def more_headers(node_type: str, name: str) -> Sequence[str]:
    """Headers of a property beyond the ontology's."""
    listed = told()["properties"]
    return [*listed.get(f"{node_type}.{name}", ()), *listed.get(f"*.{name}", ())]


def office_of(header: str) -> str | None:
    """The office whose holder a column names: 法人代表 → 法定代表人."""
    bare = whole(header)
    return next((group[0] for group in told()["offices"] if bare in _plain(tuple(group))), None)


def level_of(header: str) -> str | None:
    """The level of places that a column names: 所属乡镇 → township, 住所 → address."""
    for bare in (plain(header), whole(header), re.sub(r"\(.*?\)", "", plain(header))):
        for level, words in told()["places"].items():
            if bare in _plain(tuple(words)):
                return str(level)
    return None


def is_one_of(header: str, group: str) -> bool:
    """Whether a header is one of a list of vocabulary.yaml."""
    return plain(header) in _plain(tuple(told()[group]))


@cache
def _plain(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain, words))


def known_headers(ontology: Ontology) -> set[str]:
    """All words that headers may be, as they are compared: by them the row of headers is found."""
    types: list[NodeType | EdgeType] = [*ontology.node_types.values(), *ontology.edge_types.values()]
    known = {
        word for t in types for p in t.properties.values() for word in (p.label.zh, p.label.en, p.name, *p.headers)
    }
    known |= {word for t in ontology.node_types.values() for word in type_words(t)}
    known |= set(_all_words({name: part for name, part in told().items() if name not in _NO_HEADERS}))
    for column in [word for t in ontology.node_types.values() for word in type_words(t)]:
        known |= {column + end for end in ("名称", "代码", "编号")}
    return {plain(word) for word in known if word} | {whole(word) for word in known if word}


def _all_words(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _all_words(one)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _all_words(value)
