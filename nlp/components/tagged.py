"""Firms without a legal form, and towns, that only the statistical layer sees."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlp.facts import Mention
from nlp.lexicon import alternation, common_words, words
from nlp.phrases import leftover

_TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}(?:镇|乡|街道)")
_OPENING, _CLOSING = "“《", "”》"


@cache
def _firm() -> re.Pattern[str]:
    """Two characters and more before a word of business."""
    endings = f"{alternation(words('industries', 'short_firms'))}|超市|碱业|万家|厂|百货|酒店|药房|客运|港务|油脂|饲料"
    return re.compile(rf"[\u4e00-\u9fff]{{2,6}}(?:{endings})")


def _sets_apart(name: str, led: bool) -> bool:
    front = name[:2]
    return led or (leftover(front) >= 1 and front not in common_words() and front[0] not in "省市县区")


def find_tagged(text: str, tagged: Iterable[tuple[int, int, str]], mentions: list[Mention]) -> Iterator[Mention]:
    """What stands where no mention is, or begins with a place: 海川碱业. Proposals all."""
    covered = {i: m for m in mentions if m.rule != "title" for i in range(m.start, m.end)}
    for start, end, tag in tagged:
        name = text[start:end]
        inside = {id(covered[i]): covered[i] for i in range(start, end) if i in covered}
        leads = [m for m in inside.values() if m.type == "REGION" and m.start == start and end - m.end >= 2]
        if len(inside) > len(leads) or (text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING):
            continue
        if tag == "ORG" and _firm().fullmatch(name) and _sets_apart(name, bool(leads)):
            yield Mention("ENTERPRISE", start, end, name, rule="tagged", confidence=0.6)
        elif tag == "LOC" and not inside and _TOWN.fullmatch(name):
            yield Mention("REGION", start, end, name, "township", rule="tagged", confidence=0.7)
