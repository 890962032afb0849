"""Regions and villages: names known beforehand, and names told by 市, 县, 镇, 街道, 村 …"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from nlp.facts import Mention
from nlp.lexicon import alternation, any_of, generic_words, lexicon, words
from nlp.phrases import Phrases, leftover

_GRAMMAR = re.compile(r"自治县|自治州|街道|社区|[省市县区镇乡旗村]")
_LEVELS = {
    "省": "province",
    "市": "prefecture",
    "县": "county",
    "自治县": "county",
    "区": "county",
    "旗": "county",
    "自治州": "prefecture",
    "镇": "township",
    "乡": "township",
    "街道": "township",
    "村": "village",
    "社区": "community",
}
VILLAGES = ("村", "社区")
_LONGEST = {"县": 4, "市": 4, "区": 4, "省": 3}


@cache
def known_places() -> Mapping[str, tuple[str, str]]:
    """Short name → (full name, level), of what the lexicon knows."""
    places: dict[str, tuple[str, str]] = {}
    for ending, names in lexicon("places")["provinces"].items():
        places |= {name: (name + ending, "province") for name in names.split()}
    for key, ending, level in (
        ("prefectures", "市", "prefecture"),
        ("autonomous_prefectures", "州", "prefecture"),
        ("county_cities", "市", "county"),
    ):
        for name in words("places", key):
            places.setdefault(name, (name + ending, level))
    for key, level in (("countries", "country"), ("foreign_cities", "prefecture")):
        for name in words("places", key):
            places.setdefault(name, (name, level))
    return places


@cache
def _known_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{alternation(known_places())})(?P<end>自治区|特别行政区|自治州|地区|省|市|州)?")


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(words("places", "ambiguous"))


@cache
def _not_places() -> tuple[frozenset[str], re.Pattern[str]]:
    names = words("places", "not_a_place")
    return frozenset(names), re.compile(rf"(?:{alternation(n for n in names if len(n) > 1)})$")


@cache
def _not_before() -> Mapping[str, re.Pattern[str]]:
    return {end: any_of(following.split()) for end, following in lexicon("places")["not_before"].items()}


def _continues(text: str, ending: str, at: int) -> bool:
    """Whether the word goes on: 市 of 市场, 村 of 村民."""
    pattern = _not_before().get(ending)
    return bool(pattern and pattern.match(text, at))


def find_places(text: str, phrases: Phrases) -> list[Mention]:
    """Regions and villages by name, the longest where names overlap."""
    found: dict[int, Mention] = {}
    for mention in _known(text):
        found[mention.start] = mention
    ends = {m.end for m in found.values()}
    for mention in _by_grammar(text, phrases, found, ends):
        found[mention.start] = mention
        ends.add(mention.end)
    mentions = _without_overlaps(found.values())
    return _without_overlaps([*mentions, *_shortened(text, mentions)])


def _known(text: str) -> Iterator[Mention]:
    for found in _known_pattern().finditer(text):
        name, ending = found["name"], found["end"]
        full, level = known_places()[name]
        if ending and ending != "省" and _continues(text, ending, found.end()):
            ending = None
        if not ending and (name in _ambiguous() or _bad_neighbour(text, found.start(), found.end("name"))):
            continue
        end = found.end() if ending else found.end("name")
        yield Mention(
            "REGION", found.start(), end, text[found.start() : end], level, full, rule="gazetteer", confidence=0.95
        )


def _bad_neighbour(text: str, start: int, end: int) -> bool:
    """A short name that goes on as a road, a county or another name (临沂路; 海南 of 上海南站)."""
    if start and (text[start - 1 : start + 1] in generic_words() or text[end - 1 : end + 1] in generic_words()):
        return True  # 广水 in 推广水溶肥
    return text[end : end + 1] in {"路", "街", "县", "区", "镇", "乡", "村", "道", "话", "菜", "籍"} and end - start < 4


def _by_grammar(text: str, phrases: Phrases, known: Mapping[int, Mention], ends: set[int]) -> Iterator[Mention]:
    last_end = -1
    for found in _GRAMMAR.finditer(text):
        ending, at = found[0], found.start()
        if _continues(text, ending, found.end()):
            continue
        left = phrases.left(at)
        left = max([left, *(e for e in range(left + 1, at) if e in ends or e == last_end)])
        start, _ = phrases.strip(left, at) if at - left > 1 else (left, False)
        name = text[start:at]
        if start in known and known[start].end >= found.end():
            continue
        if not _is_name(name, ending) or phrases.grouped(start):
            continue
        if (
            ending == "区"
            and left not in ends
            and left != last_end
            and not _stands_alone(text, phrases, start, found.end())
        ):
            continue
        inner = next((p for p in range(start + 1, at) if p in known and known[p].end == found.end()), None)
        if inner is not None:
            continue  # 竞得临江市: the place is known
        last_end = found.end()
        kind = "VILLAGE" if ending in VILLAGES else "REGION"
        yield Mention(
            kind, start, found.end(), text[start : found.end()], _LEVELS[ending], rule="grammar", confidence=0.85
        )


def _stands_alone(text: str, phrases: Phrases, start: int, end: int) -> bool:
    """区 ends many words; a district says so by its government, or by a plain cut before it."""
    if re.match(r"(?:人民政府|政府|委|人大|政协|[\u4e00-\u9fff]{2,6}(?:局|街道|镇))", text[end:]):
        return True
    return end - start == 3 and phrases.cut_before(start) in {
        "在",
        "于",
        "由",
        "与",
        "到",
        "至",
        "从",
        "和",
        "、",
        "，",
        "（",
        "位于",
    }


#: 县城, 新城, 古城: what is a town, not the name of one.
_TOWNS = "县新老古主本全东西南北中大小商水影食美卫科省省产智"


def _is_name(name: str, ending: str) -> bool:
    if ending == "县" and name in words("places", "short_counties"):
        return True
    if not 2 <= len(name) <= _LONGEST.get(ending, 4) or not re.fullmatch(r"[\u4e00-\u9fff]+", name):
        return False
    whole, endings = _not_places()
    if name in whole or endings.search(name) or set(name) & set("省市县镇乡各全该本我"):
        return False
    if name[-1] in "强" or (ending == "市" and name[-1] in "超都夜早集股楼上入菜门"):
        return False
    if (
        name[-1] in "地农乡新"
        or (name[-1] == "城" and (ending not in "市县" or len(name) > 2 or name[0] in _TOWNS))
        or (name.endswith(("专", "库", "园", "景", "牧", "厂", "矿")) and ending == "区")
    ):
        return False
    return leftover(name) >= (2 if len(name) == 2 or ending in "区村旗" else 1)


def _shortened(text: str, mentions: list[Mention]) -> list[Mention]:
    """Short forms, elsewhere, of the places that the text names in full: 青禾 of 青禾县."""
    shorts: dict[str, Mention] = {}
    for mention in mentions:
        short = re.sub(r"(?:自治县|街道|社区|[省市县区镇乡旗村])$", "", mention.text)
        if mention.rule == "grammar" and len(mention.text) >= 3:
            shorts.setdefault(mention.text, mention)  # in full, where no cut stands before it (…银行青禾县支行)
        if mention.rule == "grammar" and len(short) >= 2 and short not in _ambiguous() and leftover(short) >= 2:
            shorts.setdefault(short, mention)
    if not shorts:
        return []
    found = []
    for match in any_of(shorts).finditer(text):
        full = shorts[match[0]]
        after = text[match.end() : match.end() + 1]
        if after not in {"省", "市", "县", "区", "镇", "乡", "村", "路", "街"} or _continues(
            text, after, match.end() + 1
        ):
            whole = match[0] == full.text
            found.append(
                Mention(
                    full.type,
                    match.start(),
                    match.end(),
                    match[0],
                    full.kind,
                    None if whole else full.text,
                    rule="grammar" if whole else "short",
                    confidence=0.85,
                )
            )
    return found


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """The longer of two that overlap."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept
