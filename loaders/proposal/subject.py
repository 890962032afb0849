"""What the rows of a table are about: the type of which most columns speak."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from loaders.naming import PERSON
from loaders.proposal.profile import Column
from loaders.proposal.readings import Reading, assign
from loaders.vocabulary import Vocabulary, tokens, told, type_words, whole
from loaders.words import plain
from ontology.model import NodeType, Property

#: What a type needs to be what the rows are about.
_ENOUGH = 2.5
#: What share of a column without a telling header must look like names.
_NEARLY_ALL = 0.8
#: Properties that every type has say little about the type.
_COMMON = frozenset({"note", "region_code", "point", "address", "phone", "kind", "level", "area", "year", "amount"})
_GENERIC = frozenset({"名称", "全称", "名字", "name", "名", "title", "fullname", "full_name", "全名"})


@dataclass(frozen=True)
class Subject:
    """A type with the columns that are read as its properties. name: the column that names it."""

    type: NodeType
    name: Column
    readings: Mapping[int, Reading]
    score: float
    reason: str

    @property
    def confidence(self) -> float:
        return round(min(0.98, 0.4 + self.score / 12), 2)

    @property
    def own(self) -> int:
        """Columns besides the name that speak of this type and of few others."""
        return sum(r.header and r.prop.name not in _COMMON and r.prop.name != "name" for r in self.readings.values())


def find_subject(columns: list[Column], hints: Mapping[str, float], words: Vocabulary) -> Subject | None:
    """The type that the rows are about. hints: what the names of file and sheet say, by type."""
    every = [
        found
        for node_type in words.ontology.node_types.values()
        if (found := _as(node_type, columns, hints.get(node_type.name, 0.0), words))
    ]
    best = max(every, key=lambda subject: subject.score, default=None)
    return best if best and best.score >= _ENOUGH else None


def _as(node_type: NodeType, columns: list[Column], hint: float, words: Vocabulary) -> Subject | None:
    found = assign(node_type, columns)
    name, worth, why = _name(node_type, columns, found, words)
    if name is None:
        return None
    by_position = {column.position: column for column in columns}
    others = {
        n
        for n, r in found.items()
        if r.prop.name in _strong(node_type) and not r.header and not _goes_with(by_position[n], name)
    }
    if others:  # one thing with many keys, or many with one: they are those of others
        found = assign(node_type, columns, without={(n, found[n].prop.name) for n in others})
    readings = {n: reading for n, reading in found.items() if reading.prop.name != "name" and n != name.position}
    if not readings and not hint and words.header(name.header).part != "name" and _looks(node_type, name) <= 0:
        return None  # a lone word over cells that look like nothing
    reasons = [why]
    score = worth + 2 * hint
    if hint:
        reasons.append("file or sheet is called so")
    for reading in readings.values():
        score += reading.confidence * (0.3 if reading.prop.name in _COMMON else 1.0)
    key = next((r for r in readings.values() if r.prop.name in _strong(node_type)), None)
    if key:
        score += 2 * key.confidence
        reasons.append(f"{key.prop.label.zh} is there")
    if readings:
        reasons.append(f"{len(readings)} more columns are its properties")
    return Subject(node_type, name, readings, score, "; ".join(reasons))


def _goes_with(key: Column, name: Column) -> bool:
    """Whether there are about as many keys as names, where keys are told."""
    pairs = [(k, n) for k, n in zip(key.cells, name.cells, strict=True) if k is not None and n is not None]
    keys, names = ({str(pair[side]) for pair in pairs} for side in (0, 1))
    return not pairs or 0.5 <= len(keys) / len(names) <= 2


def _strong(node_type: NodeType) -> Collection[str]:
    return {part for key in node_type.keys[: node_type.strong_keys] for part in key if part not in ("name", "scheme")}


def _name(
    node_type: NodeType, columns: list[Column], found: Mapping[int, Reading], words: Vocabulary
) -> tuple[Column | None, float, str]:
    """The column that names the thing, what it is worth and why."""
    own = {plain(word + end) for word in type_words(node_type) for end in ("名称", "全称", "名", "姓名", "")}
    own |= {plain(h) for h in node_type.properties["name"].headers} - _GENERIC
    fullest = [c for c in columns if whole(c.header) in map(plain, told()["names"]["full"])]
    best: tuple[Column | None, float, str] = (None, 0.0, "")
    for column in columns:
        reading = found.get(column.position)
        if reading and reading.header and reading.prop.name != "name":
            continue
        header = words.header(column.header)
        looks = _looks(node_type, column)
        if column.texts and column.matches(r"[\d.,%]+") > 0.5:
            continue
        if words.roles(header.base) and whole(column.header) not in own:
            continue
        if header.part != "key" and (whole(column.header) in own or header.noun == node_type.name):
            ended = 0.5 if header.part == "name" else 0.0
            told_by = (column, 3.0 + ended + max(looks, 0.0), f"{column.header} names it")
        elif whole(column.header) in _GENERIC:
            more = 0.3 if column in fullest else 0.0
            told_by = (column, 1.0 + more + looks, f"{column.header} names it" + _why(node_type, column))
        elif header.part == "name" and header.noun is None and not header.base.isascii() and looks > 1:
            told_by = (column, 2.0 + looks, f"{column.header} is headed like a name" + _why(node_type, column))
        else:
            continue
        if told_by[1] > best[1]:
            best = told_by
    return best if best[0] or not found else _beside_key(node_type, columns, found)


def _beside_key(
    node_type: NodeType, columns: list[Column], found: Mapping[int, Reading]
) -> tuple[Column | None, float, str]:
    """Where a key is there but no name, the column left of it, if it is headed like one; or that of which nearly all
    values look like names of the type."""
    for left, right in pairwise(columns):
        reading = found.get(right.position)
        key = reading is not None and reading.prop.name in _strong(node_type) and reading.prop.kind == "uscc"
        if key and left.position not in found and whole(left.header).endswith(("名称", "姓名", "全称")):
            return left, 2.0, f"{left.header} stands before its key"
    if any(reading.prop.kind == "uscc" for reading in found.values()):
        likely = max(columns, key=lambda column: column.names.get(node_type.name, 0.0))
        share = likely.names.get(node_type.name, 0.0)
        if share >= _NEARLY_ALL:
            return likely, 1.0 + share, f"{share:.0%} of {likely.header} look like names of {node_type.label.zh}"
    return None, 0.0, ""


def _looks(node_type: NodeType, column: Column) -> float:
    """What the words of names tell for a type (up to 2), or against it."""
    share = column.names.get(node_type.name, 0.0)
    other = max((s for name, s in column.names.items() if name != node_type.name), default=0.0)
    if share >= other:
        return 2 * share
    return -2 * other if other > 0.6 else 0.0


def _why(node_type: NodeType, column: Column) -> str:
    share = column.names.get(node_type.name, 0.0)
    return f", {share:.0%} look like names of {node_type.label.zh}" if share > 0.3 else ""


def name_hints(file: str, sheet: str | None, words: Vocabulary) -> dict[str, float]:
    """What the names of file and sheet say about the types of their rows: the last word counts most."""
    found: dict[str, float] = {}
    for text, worth in ((sheet or "", 1.0), (file, 0.8)):
        types = [name for token in tokens(text) if (name := _noun_in(token, words))]
        for n, name in enumerate(types):
            found[name] = max(found.get(name, 0.0), worth if n == 0 else 0.6 * worth)
    return found


def _noun_in(token: str, words: Vocabulary) -> str | None:
    """The type that a word of a file's name names, the last noun of a Chinese one: 规上企业名录 → 企业."""
    if token.isascii():
        return words.noun(token)
    best: tuple[int, int, str] | None = None
    for node_type in words.ontology.node_types.values():
        for word in map(plain, type_words(node_type)):
            at = token.rfind(word) if len(word) > 1 else -1
            if at >= 0 and (best is None or (at + len(word), len(word)) > best[:2]):
                best = (at + len(word), len(word), node_type.name)
    return best[2] if best else None


def key_of(node_type: NodeType, column: Column) -> Property | None:
    """The property that a key column of a type tells, by its values: uscc or stock code."""
    keys = [key[-1] for key in node_type.keys if key[-1] not in ("name", "region_code")]
    props = [node_type.properties[name] for name in dict.fromkeys(keys)]
    if node_type.name == PERSON or len(props) < 2:
        return props[0] if props else None
    return max(props, key=column.fits)
