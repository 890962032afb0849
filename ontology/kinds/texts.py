"""Words: names, running text, telephone, e-mail, web address, enumerations."""
# ruff: noqa: ARG002 - every kind is called alike, needed or not

import html
import re
from typing import TYPE_CHECKING, Any

from ontology.errors import ValueRefused
from ontology.kinds.kind import Kind
from ontology.names import as_text, compact, fold, normalise_name

if TYPE_CHECKING:
    from ontology.declarations import Property

#: Blanks, and what cannot be seen: control characters, soft hyphens, marks of direction and joining.
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd]+")


class StringKind(Kind):
    """A name or phrase on one line."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        text = as_text(raw)
        text = html.unescape(text) if "&" in text else text
        if not text.isprintable():  # blanks that are no spaces, and all that cannot be seen
            text = _INVISIBLE.sub("", text)
        return _BLANKS.sub(" ", text).strip()

    def normalise(self, prop: "Property", value: str) -> str:
        return normalise_name(value)


class TextKind(StringKind):
    """Running text; it is kept as it is, for offsets point into it."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        return as_text(raw)


class PhoneKind(Kind):
    """A telephone number as written, with five digits at least."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        text = fold(as_text(raw))
        if sum(c.isdigit() for c in text) < 5:
            raise ValueRefused(f"{str(raw)!r} is no telephone number; write 0539-8000000")
        return text

    def normalise(self, prop: "Property", value: str) -> str:
        return "".join(c for c in value if c.isdigit() or c == "+")


class EmailKind(Kind):
    """An e-mail address."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        text = compact(as_text(raw))
        if not re.fullmatch(r"[^@]+@[^@]+\.[^@.]+", text):
            raise ValueRefused(f"{str(raw)!r} is no e-mail address; write name@example.com")
        return text

    def normalise(self, prop: "Property", value: str) -> str:
        return value.casefold()


class UrlKind(Kind):
    """A web address, with or without http://."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        text = as_text(raw).strip()
        if not re.fullmatch(r"(?i)(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?", text):
            raise ValueRefused(f"{str(raw)!r} is no web address; write https://example.com")
        return text

    def normalise(self, prop: "Property", value: str) -> str:
        return re.sub(r"(?i)^https?://(?:www\.)?", "", value).rstrip("/").casefold()


class EnumKind(Kind):
    """A code of the property's codelist, told by code, label or synonym."""

    def parse(self, prop: "Property", raw: Any, unit: str | None) -> str:
        if prop.codelist is None:
            raise ValueRefused(f"{prop.name} has no codelist")
        code = prop.codelist.find(as_text(raw))
        if code is None:
            words = "、".join(c.label.zh for c in list(prop.codelist.codes.values())[:16])
            raise ValueRefused(f"{str(raw)!r} is no {prop.codelist.label.zh}; write one of {words}")
        return code.code

    def format(self, prop: "Property", value: str, lang: str) -> str:
        code = prop.codelist.codes.get(value) if prop.codelist else None
        if code is None:
            return value
        return code.label.en if lang == "en" else code.label.zh
