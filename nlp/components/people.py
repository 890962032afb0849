"""People: a surname and one or two more characters where the sentence speaks of a person."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlp.facts import Mention
from nlp.lexicon import alternation, any_of, common_words, lexicon, words

_HAN = r"[\u4e00-\u9fff]"


@cache
def _surname() -> str:
    data = lexicon("people")
    return f"(?:{alternation(data['compound_surnames'].split())}|[{''.join(data['surnames'].split())}])"


@cache
def _given() -> frozenset[str]:
    return frozenset("".join(lexicon("people")["given"].split()))


@cache
def _not_names() -> re.Pattern[str]:
    return any_of(words("people", "not_names"))


_STOP = (
    r"(?=[，。；：！？、）)”\s]|$|[的说等和与在为是从也任又将把被曾便就于对向出先女担介表认告同持分联算带正共收受控认现系率赴宣致父夫兄姐母之]"
    r"|[一今去自因种养做开办靠用每到给让过拿卖买还都刚]|创办|回到|主持|当选|兼任|返乡)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = rf"(?P<name>{_surname()}{_HAN}{{1,2}}?)"
    sure = f"[{''.join(sorted(_given()))}]"  # characters of given names: three of a name need nothing behind them
    full = rf"(?P<name>{_surname()}{sure}{{2}})"
    role = alternation(words("people", "roles"))
    caller = alternation(words("people", "callers"))
    verbs = alternation(words("people", "verbs"))
    return (
        re.compile(rf"(?:{role})(?:为|是|由|：|:)?{name}{_STOP}"),
        re.compile(rf"(?:{caller}){name}{_STOP}"),
        re.compile(rf"(?:{role}){full}(?!{sure}?(?:公司|集团|村|镇|县|市|路))"),
        re.compile(
            rf"(?:由|聘请|聘任|选举|推选|任命|委派){name}(?=(?:同志|先生|女士)?(?:出?任|担任|为|兼任|、|和|与|分别|持股|出资|控股))"
        ),
        re.compile(rf"(?<=[，。；：“\n]){name}(?=(?:{verbs}))"),
        re.compile(rf"(?<=[，。；：“”\n、]){name}(?=[，、]?(?:[男女]|{role}[，。、]))"),
    )


@cache
def _apposed() -> re.Pattern[str]:
    """张伟，青禾县物流协会会长: a name that opens a sentence, before the name of where he works."""
    return re.compile(rf"(?:(?<=[。\n])|^)(?P<name>{_surname()}{_HAN}{{1,2}}?)(?=，)")


_MORE = re.compile(r"[、和与及]")
#: 的, 在, 是 … follow many words; a name before them must look like one in every character.
_STRICT = 4


def find_people(text: str, taken: set[int], tagged: Iterable[tuple[int, int, str]] = ()) -> list[Mention]:
    """Names in telling places and what the statistical layer takes for people, then the same names elsewhere."""
    found: dict[int, Mention] = {}
    for index, pattern in enumerate(_patterns()):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if _plausible(match["name"], strict=index >= _STRICT) and not taken & set(range(start, end)):
                found.setdefault(start, _person(text, start, end))
                found |= {m.start: m for m in _coordinated(text, end)}
    for match in _apposed().finditer(text):
        if match.end() + 1 in taken and _plausible(match["name"], strict=True):
            found.setdefault(match.start(), _person(text, *match.span()))
    tagged = list(tagged)
    _lengthen(text, found, tagged, taken)
    _again(text, found, taken)
    for start, end, tag in tagged:
        told = set(range(start, end)) & (taken | {i for m in found.values() for i in range(m.start, m.end)})
        if tag == "PER" and not told and _looks_like_a_person(text[start:end]):
            found[start] = Mention("PERSON", start, end, text[start:end], rule="tagged", confidence=0.75)
    _again(text, found, taken)
    return sorted(found.values(), key=lambda m: m.start)


def _lengthen(text: str, found: dict[int, Mention], tagged: Iterable[tuple[int, int, str]], taken: set[int]) -> None:
    """殷志 | 刚同时: the third character may be an adverb; the tagger knows."""
    for start, end, tag in tagged:
        short = found.get(start)
        if tag == "PER" and short and end == short.end + 1 and text[end - 1] in _given() and end - 1 not in taken:
            found[start] = _person(text, start, end)


def _looks_like_a_person(name: str) -> bool:
    rare = "".join(words("people", "rare_surnames"))
    whole = re.fullmatch(rf"(?:{_surname()}|[{rare}]){_HAN}{{1,2}}", name) is not None
    foreign = re.fullmatch(rf"{_HAN}{{2,6}}[·•]{_HAN}{{2,6}}", name) is not None
    return foreign or (whole and not _not_names().fullmatch(name) and name not in common_words())


def _again(text: str, found: dict[int, Mention], taken: set[int]) -> None:
    """The names that were found, wherever else they stand."""
    names = {m.text for m in found.values()}
    told = taken | {i for m in found.values() for i in range(m.start, m.end)}
    for match in any_of(names).finditer(text) if names else ():
        if not told & set(range(match.start(), match.end())):
            found[match.start()] = _person(text, *match.span())


def _person(text: str, start: int, end: int) -> Mention:
    return Mention("PERSON", start, end, text[start:end], rule="person", confidence=0.85)


def _coordinated(text: str, at: int) -> Iterator[Mention]:
    """赵安民、钱远: what stands in a list with a person is a person, if it looks like one."""
    one = re.compile(rf"{_surname()}{_HAN}{{1,2}}?{_STOP}")
    while _MORE.match(text, at):
        match = one.match(text, at + 1)
        if not match or not _plausible(match[0], strict=True):
            return
        yield _person(text, *match.span())
        at = match.end()


def _plausible(name: str, strict: bool) -> bool:
    if _not_names().match(name):
        return False
    given = name[2:] if name[:2] in words("people", "compound_surnames") else name[1:]
    likely = sum(c in _given() for c in given)
    return likely == len(given) if strict else likely >= 1
