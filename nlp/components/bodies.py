"""Public bodies: 市商务局, 县供销合作社, 国务院, 市委市政府, 人民银行; and what their short names stand for."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from nlp.facts import Mention
from nlp.lexicon import any_of, lexicon, words
from nlp.phrases import Phrases

#: 市财政 is a body where it pays, not in 市财政收入.
_PAYS = re.compile(
    r"(?:部门)?(?:每年|拿出|投入|筹措|落实|专项|设立|安排|给予|按|统筹|拨付|出资|对|承担|列支|预算安排|筹集|补助|奖励|负责|自)"
)
_BRANCH = re.compile(r"[\u4e00-\u9fff]{0,8}?(?:中心支行|分行营业部|分行|支行|营业部)")
#: 中国石油大学, 顺丰镇: what goes on is another name.
_MORE_OF_A_NAME = re.compile(r"大学|学院|镇|村|县|路|街|学会|协会|天然气|化工股份")
_COMMITTEE_GOES_ON = re.compile(r"[托派任屈婉]")


@cache
def _bodies() -> re.Pattern[str]:
    data = lexicon("organizations")
    made = [d + h for d in data["departments"].split() for h in data["department_heads"].split()]
    return any_of([*made, *data["bodies"].split()])


@cache
def _central() -> Mapping[str, str]:
    data = lexicon("organizations")
    names = {
        name: name
        for name in (
            *words("organizations", "central"),
            *words("organizations", "others"),
            *words("organizations", "companies"),
        )
    }
    for full, shorts in data["banks"].items():
        names |= dict.fromkeys([full, *shorts.split()], full)
    return names


@cache
def _central_pattern() -> re.Pattern[str]:
    return any_of(_central())


def find_bodies(text: str, phrases: Phrases, places: list[Mention]) -> list[Mention]:
    found = [*_central_bodies(text, phrases), *_youth_leagues(text), *_local_bodies(text, phrases, places)]
    return sorted(found, key=lambda m: (m.start, -m.end))


def _central_bodies(text: str, phrases: Phrases) -> Iterator[Mention]:
    for match in _central_pattern().finditer(text):
        full = _central()[match[0]]
        branch = _BRANCH.match(text, match.end())
        if branch and full in lexicon("organizations")["banks"]:
            span = (match.start(), branch.end())
            yield Mention("ORGANIZATION", *span, text[slice(*span)], "bank", rule="central", confidence=0.95)
            continue
        if branch or (len(match[0]) <= 2 and not phrases.begins(match.start())):
            continue  # 工行 in 施工行业
        if full in words("organizations", "companies"):
            if not _MORE_OF_A_NAME.match(text, match.end()):
                yield Mention("ENTERPRISE", match.start(), match.end(), match[0], rule="known", confidence=0.9)
            continue
        kind = "bank" if full in lexicon("organizations")["banks"] and "人民" not in full else "government"
        yield Mention("ORGANIZATION", match.start(), match.end(), match[0], kind, full, rule="central", confidence=0.95)


def _youth_leagues(text: str) -> Iterator[Mention]:
    """团市委, 团县委: the level stands inside."""
    for match in re.finditer(r"(?<![集社全方])团(?:中央|[省市县区州]委|工委)(?![托派任屈婉员会])", text):
        yield Mention("ORGANIZATION", *match.span(), match[0], "association", rule="central", confidence=0.9)


def _local_bodies(text: str, phrases: Phrases, places: list[Mention]) -> Iterator[Mention]:
    place_at = {p.end: p for p in places}
    levels = words("organizations", "levels")
    taken: dict[int, str] = {}  # where a body ends: the place or level that it began with
    for match in _bodies().finditer(text):
        word, at = match[0], match.start()
        if word in ("委", "党委") and _COMMITTEE_GOES_ON.match(text, match.end()):
            continue
        if word == "财政" and not _PAYS.match(text, match.end()):
            continue
        place, given = place_at.get(at), None
        level = next((v for v in levels if text.endswith(v, 0, at)), None)
        if place:
            start = place.start
            if word.startswith("委") and text.endswith("中共", 0, start):
                start -= 2
        elif level and _short_begins(phrases, at - len(level), taken):
            start = at - len(level)
        elif _listed(text, word, at, taken):
            start, given = at, taken[at - 1]  # 市发展改革委、财政局: the first names the level for all
        else:
            continue
        taken[match.end()] = given or text[start:at]
        if level and text[start - 1 : start] == "各":
            continue  # 各镇人民政府
        firm = word.endswith("公司")
        if firm and text.endswith(("国网", "南网", "中国"), 0, start):
            start -= 2
        yield Mention(
            "ENTERPRISE" if firm else "ORGANIZATION",
            start,
            match.end(),
            text[start : match.end()],
            None if firm else "government",
            given + word if given else None,
            rule="body" if place else "short body",
            confidence=0.95 if place else 0.9,
        )


def _listed(text: str, word: str, at: int, taken: dict[int, str]) -> bool:
    """Whether a body ends just before, in a list: only words that can be nothing but a body follow so."""
    return len(word) >= 3 and word[-1] in "局委办院厅社会联" and at - 1 in taken and text[at - 1] in "、和与及"


def _short_begins(phrases: Phrases, at: int, taken: dict[int, str]) -> bool:
    return at in taken or phrases.begins(at)


_RANKS = {
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}


def full_name(short: str, regions: Mapping[str, str]) -> str | None:
    """市商务局 → 临沂市商务局, where the document's own city is known."""
    level = next((v for v in sorted(_RANKS, key=len, reverse=True) if short.startswith(v)), None)
    region = regions.get(_RANKS.get(level or "", ""))
    if level is None or region is None:
        return None
    rest = short[len(level) :]
    if rest == "委":
        return f"中共{region}委员会"
    return region + ("人民政府" + rest.removeprefix("政府") if rest.startswith("政府") else rest)
