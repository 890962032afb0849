"""Facts as plain data and back, so that a Doc travels between processes and rests in a DocBin.

Every object stands once, in the order in which it is met, and is referred to by its number: a relation's head is
the very mention again after reading, as it was before.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import srsly

from nlp.document import Document, Section, Sentence
from nlp.facts import Amount, Citation, Duty, Facts, Measure, Mention, Relation, Target

_CLASSES: Mapping[str, type] = {
    c.__name__: c
    for c in (
        Amount, Citation, Document, Duty, Facts, Measure, Mention, Relation, Section, Sentence, Target,
    )
}  # fmt: skip
_MARK = "__jiju_facts__"
FORMAT = 1  # of what ``pack`` returns


def pack(facts: Facts) -> dict[str, Any]:
    """Lists, dicts and plain values that tell everything of ``facts``."""
    numbers: dict[int, int] = {}
    told: list[Any] = []

    def value(thing: Any) -> Any:
        if isinstance(thing, list | tuple):
            return {"list" if isinstance(thing, list) else "tuple": [value(item) for item in thing]}
        if isinstance(thing, dict):
            return {"dict": {key: value(item) for key, item in thing.items()}}
        return {"object": number(thing)} if is_dataclass(thing) else thing

    def number(thing: Any) -> int:
        known = numbers.get(id(thing))
        if known is not None:
            return known
        numbers[id(thing)] = place = len(told)
        told.append(None)
        told[place] = [type(thing).__name__, {f.name: value(getattr(thing, f.name)) for f in fields(thing)}]
        return place

    number(facts)
    return {_MARK: FORMAT, "objects": told}


def unpack(packed: Mapping[str, Any]) -> Facts:
    """The facts again. ValueError for what another version has packed."""
    if packed.get(_MARK) != FORMAT:
        raise ValueError(f"these facts are packed in format {packed.get(_MARK)!r}, not {FORMAT}; read the text again")
    objects: list[Any] = [object.__new__(_CLASSES[name]) for name, _ in packed["objects"]]

    def value(told: Any) -> Any:
        if not isinstance(told, Mapping):
            return told
        ((kind, content),) = told.items()
        if kind == "object":
            return objects[content]
        if kind == "dict":
            return {key: value(item) for key, item in content.items()}
        items = [value(item) for item in content]
        return items if kind == "list" else tuple(items)

    for made, (_, content) in zip(objects, packed["objects"], strict=True):
        for name, told in content.items():
            object.__setattr__(made, name, value(told))  # sentences are frozen
    facts = objects[0]
    assert isinstance(facts, Facts)
    return facts


def _encode(thing: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    return pack(thing) if isinstance(thing, Facts) else chain(thing) if chain else thing


def _decode(told: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    return unpack(told) if _MARK in told else chain(told) if chain else told


def register() -> None:
    """Let spaCy write and read facts wherever it does so with a Doc's user data."""
    srsly.msgpack_encoders.register("jiju_facts", func=_encode)
    srsly.msgpack_decoders.register("jiju_facts", func=_decode)
