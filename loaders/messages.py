"""What loaders say of a table, by rule and in both languages: messages.yaml.

Rooms below write a message once, in English, where the mistake is found. The catalogue knows each of them by its
wording with gaps: from the wording follow the rule's id, and the same sentence in Chinese with the same gaps filled.
A message that the catalogue does not know is of the rule ``other`` and stays English; tests/loaders/test_messages.py
holds every message in the code against the catalogue.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml

Lang = Literal["zh", "en"]
OTHER = "other"
#: {name}: any text. {name|say}: a text that is itself a message.
_GAP = re.compile(r"\{(\w+)(\|say)?\}")


@dataclass(frozen=True)
class Entry:
    """One message. ``en`` and ``zh`` have the same gaps."""

    rule: str
    en: str
    zh: str
    pattern: re.Pattern[str]

    def told(self, gaps: Mapping[str, str]) -> str:
        """The message in Chinese."""

        def filled(gap: re.Match[str]) -> str:
            text = gaps[gap[1]]
            return say(text, "zh") if gap[2] else _unquoted(text)

        return _GAP.sub(filled, self.zh)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every message, in the order in which they are tried."""
    file = Path(__file__).parent / "messages.yaml"
    stated = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(_entry(rule, **one) for rule, some in stated.items() for one in some)


def rule_of(message: str) -> str:
    """The id of the rule that a message in English speaks of."""
    found = _find(message)
    return found[0].rule if found else OTHER


def say(message: str, lang: Lang) -> str:
    """A message in English in the language that is wanted."""
    found = _find(message) if lang == "zh" else None
    return found[0].told(found[1]) if found else message


def _entry(rule: str, en: str, zh: str) -> Entry:
    parts: list[str] = []
    seen: set[str] = set()
    at = 0
    for gap in _GAP.finditer(en):
        parts += [re.escape(en[at : gap.start()])]
        parts += [f"(?P={gap[1]})" if gap[1] in seen else f"(?P<{gap[1]}>.+?)"]
        seen.add(gap[1])
        at = gap.end()
    return Entry(rule, en, zh, re.compile("".join([*parts, re.escape(en[at:])]), re.DOTALL))


@lru_cache(maxsize=20_000)
def _find(message: str) -> tuple[Entry, Mapping[str, str]] | None:
    for entry in catalogue():
        match = entry.pattern.fullmatch(message)
        if match:
            return entry, match.groupdict()
    return None


def _unquoted(text: str) -> str:
    """A value as Python writes it, as a Chinese reader expects it: 'abc' → “abc”."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        try:
            return f"“{ast.literal_eval(text)}”"
        except (SyntaxError, ValueError):
            return text
    return text
