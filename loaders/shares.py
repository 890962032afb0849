"""Cells that list who holds which share: ``股东：张三(30%)；李四(70%)``, ``甲公司 认缴300万元 占60%``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology.names import fold

_LEAD = re.compile(r"^(?:股东|投资人|投资方|出资人|出资方|持股人|股东名称|股东姓名|股权结构)\s*[:：]\s*")
_SHARE = re.compile(r"\d+(?:\.\d+)?\s*%")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万|亿|百万|千万)?(?:元|美元|人民币|万|亿)(?:人民币|美元)?")
#: Where the name ends: a bracket with a number in it, or a number behind a blank, a colon, a word like 持股.
_BEHIND = re.compile(
    r"\s*[([][^()\[\]]*\d[^()\[\]]*[)\]]|\s*[:\s]\s*\D{0,6}\d.*|[,\s]*(?:持股|占股|占比|占|出资|认缴|投资)\D{0,4}\d.*|\d+(?:\.\d+)?\s*%.*"
)
_SEPARATORS = "；;、,，/|\n"


def split_outside_brackets(text: str, separators: str) -> list[str]:
    """The parts of a text, not split within brackets: 甲(筐、篮)、乙 are two."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "(（[【") - (character in ")）]】" and depth > 0)
        if character in separators and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def holders(text: str, separators: str = _SEPARATORS) -> Iterator[tuple[str, dict[str, str]]]:
    """Each holder as it is written, with its ``name``, and ``share`` and ``amount`` where they are told."""
    for part in split_outside_brackets(_LEAD.sub("", fold(text)), separators):
        bare = _LEAD.sub("", part)
        end = _BEHIND.search(bare)
        name = bare[: end.start()].strip() if end else bare
        if not name:
            continue
        fields = {"name": name}
        rest = bare[len(name) :]
        fields |= {"share": found[0]} if (found := _SHARE.search(rest)) else {}
        fields |= {"amount": found[0]} if (found := _AMOUNT.search(_SHARE.sub("", rest))) else {}
        yield part, fields


def has_shares(text: str) -> bool:
    """Whether a cell lists names with shares."""
    return any("share" in fields for _, fields in holders(text))
