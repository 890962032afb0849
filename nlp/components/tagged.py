"""Firms without a legal form, and towns, that only the statistical layer sees."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlp.facts import Mention
from nlp.lexicon import alternation, common_words, short_words, words
from nlp.phrases import Phrases, leftover

_TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}(?:镇|乡|街道)")
_OPENING, _CLOSING = "“《", "”》"
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
#: A firm whose name ends in no word of business says by what follows, or by what stands before, that it is one.
_ACTS = re.compile(
    r"(?:的)?(?:创始人|联合创始人|董事长|总裁|总经理|首席|高管|旗下|领投|跟投|控股|持股|入股|参股|投资|收购|宣布|签约|联合|牵头|生产|研发|供货|落户|入驻|中国区)"
    r"|等(?:龙头|骨干|知名|重点|头部|上下游|链主|本地|行业|国内|国际|世界|一批|多家|\d+家|\d+余家)*(?:企业|公司|客户|厂商)"
)
_BEFORE = re.compile(
    r"(?:引进|客户包括|客户有|任职于|就职于|供职于|工作于|领投方|投资方|控股股东|上市公司|龙头企业|供应商|母公司|由|与|携手|牵手|收购|入股|参股)$"
)
_NO_FIRM = re.compile(
    r"(?:产业|行业|市场|企业|项目|园|基地|集群|制造|经济|平台|系统|工程|计划|战略|车|部|委|局|政|发|办)$"
)


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternation(words('industries', 'short_firms'))}|碱业|万家|厂|客运|油脂)(?:股份|控股|集团)?"
    )


@cache
def _firm() -> re.Pattern[str]:
    """Two characters and more before a word of business."""
    return re.compile(rf"[\u4e00-\u9fff]{{2,6}}?{_ending().pattern}")


def _sets_apart(name: str, led: bool) -> bool:
    front = name[:2]
    known = _ending().search(name, 2)
    proper = name[: known.start()] if known else name
    return led or (leftover(proper) >= 1 and front not in short_words() and front[0] not in "省市县区")


def find_tagged(
    text: str, tagged: Iterable[tuple[int, int, str]], mentions: list[Mention], phrases: Phrases
) -> Iterator[Mention]:
    """What stands where no mention is, or begins with a place: 海川碱业. Proposals all."""
    covered = {i: m for m in mentions if m.rule != "title" for i in range(m.start, m.end)}
    for first, last, tag in tagged:
        start, end = _trimmed(text, first, last, phrases)
        if end - start < 2:
            continue
        if tag in ("ORG", "PER"):
            end = _goes_on(text, start, end, covered)
        name = text[start:end]
        inside = {id(covered[i]): covered[i] for i in range(start, end) if i in covered}
        leads = [m for m in inside.values() if m.type == "REGION" and m.start == start and end - m.end >= 2]
        if len(inside) > len(leads) or (text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING):
            continue
        if tag in ("ORG", "PER") and _firm().fullmatch(name) and _sets_apart(name, bool(leads)) and _whole(text, end):
            yield Mention("ENTERPRISE", start, end, name, rule="tagged", confidence=0.6)
        elif tag == "ORG" and not leads and _known_by_company(text, start, end):
            yield Mention("ENTERPRISE", start, end, name, rule="tagged", confidence=0.5)
        elif tag == "LOC" and not inside and _TOWN.fullmatch(name):
            yield Mention("REGION", start, end, name, "township", rule="tagged", confidence=0.7)


def _trimmed(text: str, start: int, end: int, phrases: Phrases) -> tuple[int, int]:
    """Without blanks at its edges and words at its front that only lead to a name (关联方)."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    left = phrases.left(end)
    return (left if start < left < end else start), end


def _goes_on(text: str, start: int, end: int, covered: dict[int, Mention]) -> int:
    """骏泽 | 汽车: the tagger stops before the word of business."""
    if _firm().fullmatch(text, start, end):
        return end
    more = _ending().match(text, end)
    if more and 2 <= end - start <= 4 and end not in covered and leftover(text[start:end]) == end - start:
        return more.end()
    return end


def _whole(text: str, end: int) -> bool:
    """Whether the word ends here: not 新能 of 新能源汽车产业."""
    return not re.match(
        r"零部件|配件|整车|产量|销量|消费|贸易|展|博览|工业|城|产业|行业|市场|企业|制造|项目|园|基地|领域|技术|集群|业|化|经济|系统|设备",
        text[end:],
    )


def _known_by_company(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if not 3 <= len(name) <= 6 or not _HAN.fullmatch(name) or _NO_FIRM.search(name) or name in common_words():
        return False
    if leftover(name) < 2 or name[0] in "省市县区各本该我" or not _whole(text, end):
        return False
    return bool(_ACTS.match(text, end) or _BEFORE.search(text[max(0, start - 8) : start]))
