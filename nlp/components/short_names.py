"""Firms told by a part of their name that nobody has introduced: 绿野饲料 after 山东绿野饲料有限公司."""

import re
from collections.abc import Iterator

from nlp.facts import Mention
from nlp.phrases import leftover

_FORM = re.compile(r"(?:(?:集团)?(?:股份)?有限(?:责任)?公司|股份公司|集团公司|集团|公司|(?:农民)?专业合作社|合作社)$")
#: What follows a firm of three characters; longer parts of a name need no witness.
_FOLLOWS = re.compile(r"[，。；、：）)”\s]|$|[与和及在将已向为由拟是有的持出投总董创负签等生研通参成介宣表入落计]")
_LEAST = 3
#: A trade mark is no firm.
_BRAND = re.compile(r"”(?:牌|商标|品牌|系列)")


def find_derived_shorts(text: str, mentions: list[Mention]) -> list[Mention]:
    """The longest beginnings, of three characters and more, of what stands between place and legal form."""
    found: dict[int, Mention] = {}
    taken = {i for m in mentions if m.rule != "title" for i in range(m.start, m.end)}
    places = {m.text for m in mentions if m.type in ("REGION", "VILLAGE")}
    places_at = {m.start: set(range(m.start, m.end)) for m in mentions if m.type == "REGION"}
    for firm in mentions:
        if firm.type != "ENTERPRISE" or firm.normalized or not _FORM.search(firm.text):
            continue
        for core in _cores(firm, mentions):
            for start, end in _occurrences(text, core):
                if text[start:end] in places or (text[start - 1] == "“" and _BRAND.match(text, end)):
                    continue
                known = found.get(start)
                free = set(range(start, end)) - places_at.get(start, set())
                if not taken & free and (known is None or known.end < end):
                    found[start] = Mention(
                        "ENTERPRISE", start, end, text[start:end], None, firm.text, rule="derived", confidence=0.8
                    )
    return [m for m in found.values() if not any(o.covers(m) for o in found.values())]


def _cores(firm: Mention, mentions: list[Mention]) -> Iterator[str]:
    """The name without its legal form, with and without the place it begins with."""
    bare = _FORM.sub("", re.sub(r"[（(][^）)]*[）)]", "", firm.text))
    place = next((m for m in mentions if m.start == firm.start and m.end < firm.end and m.type == "REGION"), None)
    for core in (bare[len(place.text) :], bare) if place else (bare,):
        if leftover(core[:2]) == 2 or place:
            yield core


def _occurrences(text: str, core: str) -> Iterator[tuple[int, int]]:
    if len(core) < _LEAST:
        return
    for match in re.finditer(re.escape(core[:_LEAST]), text):
        start, end = match.span()
        while end - start < len(core) and text[end : end + 1] == core[end - start]:
            end += 1
        length = end - start
        if (length >= _LEAST + 1 or _FOLLOWS.match(text, end)) and not _FORM.match(text[end : end + 6]):
            yield start, end
