"""Phrases: where in a text a name can begin, and whether what stands before its last word names one thing."""

import re
from bisect import bisect_right
from functools import cache

from nlp.lexicon import alternation, any_of, generic_words, short_words, words

HARD = '，。；：！？、（）()《》“”‘’「」【】〔〕\\[\\]"\\s,;:!?…|／/—'
_UNITS = "年底?|月份?|日|个|家|处|座|所|项|名|位|人|条|款|种|批|只|支|台|期"
_LEADING_COUNT = re.compile(
    rf"第[\d一二三四五六七八九十]+(?:批|期)"
    rf"|\d[\d.．]*(?:[多余来])?(?:[万亿]?元|[万亿千百]?(?:{_UNITS}))?(?:左右|以上|以内)?"
    rf"|[一二两三四五六七八九十百千万几数]+(?:[多余来])?(?:[万亿]?元|{_UNITS})(?:左右|以上|以内)?"
)


@cache
def _cuts() -> re.Pattern[str]:
    protected, cut = words("words", "protected"), words("words", "boundaries")
    return re.compile(rf"(?P<keep>{alternation(protected)})|(?P<cut>[{HARD}]|{alternation(cut)})")


@cache
def _leading() -> re.Pattern[str]:
    return any_of(words("words", "leading"))


@cache
def _generic() -> re.Pattern[str]:
    return any_of(generic_words())


@cache
def _groups() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('words', 'groups'))})$")


class Phrases:
    """The cuts of one text. Positions are character offsets into it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.anchors: set[int] = set()  # where places begin: nothing is stripped from there on
        self._ends: list[int] = []
        self._starts: list[int] = []
        for found in _cuts().finditer(text):
            if found.lastgroup == "cut":
                self._starts.append(found.start())
                self._ends.append(found.end())

    def left(self, at: int) -> int:
        """Where the phrase that holds the character before ``at`` begins, at the earliest."""
        index = bisect_right(self._ends, at) - 1
        return self._ends[index] if index >= 0 else 0

    def cut_before(self, start: int) -> str:
        """The cut that ends at ``start``: a mark of punctuation or a word."""
        index = bisect_right(self._ends, start) - 1
        return self.text[self._starts[index] : start] if index >= 0 and self._ends[index] == start else ""

    def strip(self, start: int, stop: int) -> tuple[int, bool]:
        """The phrase's start without verbs, adverbs and counts at its front; whether things were counted."""
        counted = False
        while start < stop and start not in self.anchors:
            count = _LEADING_COUNT.match(self.text, start, stop)
            if count:
                counted = counted or count[0][-1] in "个家处座所项名位人条款种批只支台右上内"
                start = count.end()
                continue
            verb = _leading().match(self.text, start, stop)
            if not verb or verb.end() > stop or not verb[0]:
                return start, counted
            if self.text[verb.end() : verb.end() + 1] == "业":
                return start, counted  # 服务 of 服务业
            if len(verb[0]) == 1 and self.text[start : start + 2] in short_words():
                return start, counted  # 可 of 可视化, 办 of 办公
            start = verb.end()
        return start, counted

    def clause_start(self, at: int) -> int:
        """After the last ，。；： or line end before ``at``: a list with 、 is one clause."""
        return max(self.text.rfind(mark, 0, at) for mark in "，。；：！？\n") + 1

    def begins(self, at: int) -> bool:
        """Whether a phrase begins at ``at``: after a cut, or after words that only lead."""
        left = self.left(at)
        return left == at or self.strip(left, at)[0] >= at

    def grouped(self, start: int) -> bool:
        """Whether 各, 一批, 有关 … stand just before."""
        return bool(_groups().search(self.text[max(0, start - 6) : start]))


def leftover(residue: str) -> int:
    """The longest run of characters in no word that names kinds: 恒越定制家居 → 2."""
    longest = at = run = 0
    while at < len(residue):
        found = _generic().match(residue, at)
        # a single character sets nothing apart, but inside a name it is part of it (沂水湾, 大新)
        if found and (found.end() > at + 1 or run == 0):
            at, run = found.end(), 0
            continue
        at, run = at + 1, run + 1
        longest = max(longest, run)
    return longest


def led_by(residue: str) -> int:
    """How many characters at its front are in no word that names kinds."""
    at = 0
    while at < len(residue):
        found = _generic().match(residue, at)
        if found and (found.end() > at + 1 or at == 0):
            return at
        at += 1
    return at
