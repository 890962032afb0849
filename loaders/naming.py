"""What a name is the name of, as far as its words tell: 某某有限公司 an enterprise, 张三 a person, 义堂镇 a region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ontology.names import compact

PERSON = "Person"
_CHINESE = re.compile("[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+")
#: What stands behind a name and is no part of it: （存续）, （筹）.
_REMARK = re.compile(r"\((?:[^()]{0,3}|已?注销|已?吊销|原.*|曾用名.*)\)$")


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "naming.yaml").read_text(encoding="utf-8"))
    return words


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """Ending → node type, the longest first."""
    told = ((compact(e).casefold(), name) for name, ends in _words()["endings"].items() for e in ends)
    return tuple(sorted(told, key=lambda pair: -len(pair[0])))


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(compact(_words()["surnames"])), frozenset(_words()["compound_surnames"])


#: The node types that names can be told to be of.
TOLD_TYPES = (*_words()["endings"], PERSON)


@lru_cache(maxsize=50_000)
def named_type(text: str) -> str | None:
    """The node type of which a text looks like a name; None where its words do not tell."""
    name = _REMARK.sub("", compact(text).casefold()) or compact(text).casefold()
    for ending, node_type in _endings():
        if name.endswith(ending) and len(name) > len(ending):
            return node_type
    return PERSON if _is_person(name) else None


def _is_person(name: str) -> bool:
    if not _CHINESE.fullmatch(name) or name in _words()["not_people"]:
        return False
    single, compound = _surnames()
    return "·" in name or name[:2] in compound or (name[0] in single and len(name) <= 3)
