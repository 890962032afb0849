"""What policies are made of: money of funds, duties of bodies, measures with instruments."""

import re
from collections.abc import Iterator
from functools import cache

from nlp.document import Sentence
from nlp.facts import Amount, Duty, Facts, Measure, Mention
from nlp.lexicon import alternation, lexicon, words
from nlp.quantities import find_deadlines, find_money, find_years

_YEAR_BEFORE = re.compile(r"(20\d\d)年(?!起)")
_EACH_YEAR = re.compile(r"每年|逐年|年均")


def find_amounts(facts: Facts) -> list[Amount]:
    """Money before or after a fund in one clause, one entry a year."""
    found: list[Amount] = []
    for fund in (m for m in facts.mentions if m.type == "FUND"):
        sentence = facts.document.sentence_at(fund.start)
        found.extend(_amounts_of(facts, fund, sentence))
    return found


def _amounts_of(facts: Facts, fund: Mention, sentence: Sentence) -> Iterator[Amount]:
    text = facts.document.text
    clause = max(text.rfind(mark, sentence.start, fund.start) for mark in "，；。") + 1
    clause = max(clause, sentence.start)
    stop = re.compile(r"[，；。]").search(text, fund.end)
    after = find_money(text, fund.end, stop.start() if stop else sentence.end)
    money = find_money(text, clause, fund.start)[-1:] or after[:1]
    if not money:
        return
    recurring = bool(_EACH_YEAR.search(text[clause : fund.end]))
    run = find_years(text, sentence.start, fund.start)
    year = _YEAR_BEFORE.findall(text[sentence.start : fund.start])
    years: list[int | None] = [int(year[-1])] if year else [None]
    if run and recurring and run[0]:
        years = [run[0] + i for i in range(run[1])]
    for y in years:
        yield Amount(
            fund, int(money[0].minimum), y, recurring, money[0].start, money[0].end, text[money[0].start : money[0].end]
        )


_GROUP = (
    r"各县区人民政府|各县区政府|各县区(?:[（(]开发区[）)])?|各有关部门|各部门|各级各部门|有关部门|相关部门"
    r"|各乡镇(?:人民政府)?|各镇街|各级政府|各级|各单位|各镇"
)
_MUST = re.compile(r"(?:要|应当|应|须|必须|负责|牵头|配合|协助|每年|设立|安排|及时|会同|承担|具体负责|统筹|建立|做好)")
_DECIDES = re.compile(r"研究(?:解决|决定|部署)|决定|审定|协调解决")
_SUPPORTS = re.compile(r"配合|协助|各司其职|分工合作|参与")
_CHAINED = re.compile(
    r"由(?P<lead>[^，。；]+?)牵头(?:负责)?(?:，(?P<help>[^。；]+?)(?:等部门|等单位)?(?:配合|协助|参与))?"
)


#: （市科技局牵头，市财政局、市工信局按职责分工负责）
_BRACKETED = re.compile(
    r"[（(](?P<lead>[^由，。；（）：]+?)牵头(?:负责|落实)?(?:，(?P<help>[^。；（）]+?)(?:等)?(?:配合|参与|协助|按职责分工(?:负责|落实)))?[）)]"
)


#: The line of those in charge that ends a task.
_CHARGED = re.compile(
    r"(?P<word>(?:牵头|责任|配合|主办|协办|参与|参加|协同|负责|落实|实施)(?:单位|部门|领导单位))(?:为)?[：:](?P<list>[^。；：:\n]{2,300}?)(?=[。；）)\n]|$)"
)


def find_duties(facts: Facts) -> list[Duty]:
    """Clauses with a public body as their explicit subject, in policies."""
    if facts.document.kind not in ("policy", "report"):
        return []
    found: list[Duty] = []
    bodies = {m.start: m for m in facts.mentions if m.type == "ORGANIZATION"}
    for sentence in facts.document.sentences:
        if not sentence.heading and sentence.start >= facts.document.title_span[1] and not _addressed(facts, sentence):
            found.extend(_duties_in(facts, sentence, bodies))
    return found


def after_marker(facts: Facts, sentence: Sentence) -> int:
    """Where the sentence's own words begin, after （一） or 1."""
    section = facts.document.section_at(sentence.start)
    return section.heading_start if section and section.start == sentence.start else sentence.start


def _addressed(facts: Facts, sentence: Sentence) -> bool:
    to = facts.document.addressees
    return bool(to and to[0] <= sentence.start < to[1])


def _subject(text: str, at: int, bodies: dict[int, Mention]) -> tuple[str, Mention | None] | None:
    body = bodies.get(at)
    if body:
        return body.text, body
    group = re.compile(_GROUP).match(text, at)
    return (group[0], None) if group else None


def _duties_in(facts: Facts, sentence: Sentence, bodies: dict[int, Mention]) -> Iterator[Duty]:
    text = facts.document.text
    starts = [
        after_marker(facts, sentence),
        *(m.end() for m in re.finditer("[；，]", text[sentence.start : sentence.end])),
    ]
    starts = [starts[0], *(s + sentence.start for s in starts[1:])]
    clauses: list[tuple[int, int, str, Mention | None]] = []
    for at in starts:
        lead = re.compile(r"(?:自|从)?\d{4}年(?:起|底|末)?(?:之前|以前|前)?，?").match(text, at)
        begin = lead.end() if lead else at
        told = _subject(text, begin, bodies)
        if (told and _MUST.match(text[begin + len(told[0]) :][:6].lstrip("每年"))) or (
            told and _MUST.match(text, begin + len(told[0]))
        ):
            clauses.append((at, begin, *told))
    clauses = list({begin: (at, begin, who, body) for at, begin, who, body in reversed(clauses)}.values())[::-1]
    begun = [_dated_start(text, sentence, at) for at, *_ in clauses]
    for i, (_, begin, who, body) in enumerate(clauses):
        end = begun[i + 1] if i + 1 < len(clauses) else sentence.end
        stop = text.find("；", begin, end)
        other = re.compile(r"，(?=[^，；。]{0,10}由)").search(text, begin, end)
        stop = other.start() if other and (stop < 0 or other.start() < stop) else stop
        end = stop if stop >= 0 else end
        end -= text[end - 1] in "。；，"
        yield _duty(facts, begun[i], begin, end, who, body)


def _dated_start(text: str, sentence: Sentence, at: int) -> int:
    """With the words that date the duty: 自2015年起连续三年，市财政…"""
    dated = re.search(r"(?:自|从)?\d{4}年[^，；。]{0,12}，$", text[sentence.start : at])
    return at - len(dated[0]) if dated else at


def _duty(facts: Facts, start: int, begin: int, end: int, who: str, body: Mention | None) -> Duty:
    text = facts.document.text
    what = re.sub(r"^(?:要|应当|应|须|必须|及时)", "", text[begin + len(who) : end])
    role = (
        "decide"
        if _DECIDES.search(what)
        else "support"
        if _SUPPORTS.search(what[:20]) and "牵头" not in what
        else "lead"
    )
    if body is None and ("部门" in who or "单位" in who):
        role = "support"
    deadlines = find_deadlines(text, start, begin)
    scope = "each county" if "县区" in who else "each township" if "镇" in who else None
    return Duty(who, body, role, what, start, end, text[start:end], scope, deadlines[0].value if deadlines else None)


def chained_bodies(facts: Facts) -> Iterator[tuple[int, str, Mention]]:
    """由甲牵头，乙、丙配合; （牵头单位：甲；配合单位：乙、丙）: where the line begins, role and body."""
    text = facts.document.text
    bodies = [m for m in facts.mentions if m.type in ("ORGANIZATION", "ENTERPRISE")]
    for match in (*_CHAINED.finditer(text), *_BRACKETED.finditer(text)):
        for role, group in (("lead", "lead"), ("support", "help")):
            a, b = match.span(group)
            for body in (m for m in bodies if a <= m.start and m.end <= b and a >= 0):
                if not any(o.covers(body) for o in bodies):
                    yield match.start(), role, body
    for match in _CHARGED.finditer(text):
        role = "support" if match["word"].startswith(("配合", "参与", "参加", "协办", "协同")) else "lead"
        a, b = match.span("list")
        for body in (m for m in bodies if a <= m.start and m.end <= b):
            if not any(o.covers(body) for o in bodies):
                yield max(0, match.start() - 1), role, body


@cache
def _instruments() -> list[tuple[str, re.Pattern[str]]]:
    return [(k, re.compile(alternation(v.split()))) for k, v in lexicon("measures")["kinds"].items()]


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(alternation(words("measures", "acts")))


@cache
def _heading_kinds() -> list[tuple[str, re.Pattern[str]]]:
    kinds = lexicon("measures")["headings"]
    return [(k, re.compile(alternation(v.split()))) for k, v in kinds.items()]


def find_measures(facts: Facts) -> list[Measure]:
    """Sentences of a policy that put an instrument to work, each with its kind and conditions."""
    document = facts.document
    if document.kind != "policy":
        return []
    found: list[Measure] = []
    for sentence in document.sentences:
        if sentence.heading or sentence.start < document.title_span[1] or _addressed(facts, sentence):
            continue
        for start, end in _clauses(document.text, sentence, after_marker(facts, sentence)):
            measure = _measure(facts, start, end)
            if measure:
                found.append(measure)
    return found


def _clauses(text: str, sentence: Sentence, marked: int | None) -> Iterator[tuple[int, int]]:
    """Parts with an act of their own: after ；, and where 鼓励 or 支持 begins anew."""
    at = marked if marked is not None else sentence.start
    end = sentence.end - (text[sentence.end - 1] in "。！？")
    for cut in re.compile("；").finditer(text, at, end):
        yield _led_in(text, at, cut.start()), cut.start()
        at = cut.end()
    yield _led_in(text, at, end), end


_FOLLOWS_ON = re.compile(r"给予|按|分别|最高|由|每|并|且|用于|对其|为其|予以|给|一次性|单|总|同时|如|若|符合")
_GIVEN = re.compile(r"给予|可享受|享受|予以|补贴|奖励|贴息|优先")


def _led_in(text: str, at: int, end: int) -> int:
    """Where the measure itself begins: clauses before it that name no instrument only lead to it."""
    begin = at
    for comma in re.compile("，").finditer(text, at, end):
        head, rest = text[begin : comma.start()], text[comma.end() : end]
        idle = head.startswith(("发挥", "坚持"))
        named = any(pattern.search(head) for _, pattern in _instruments())
        if (named and not idle) or head.startswith(("对", "凡", "自", "以", "在", "探索建立以")) or head.endswith("的"):
            return begin
        aimed = re.match(r"对于?[^，]{2,}", rest)
        whose = re.match(r"[^，]{4,}(?:的，|的(?=给予|可)|可享受|给予)", rest) and not _FOLLOWS_ON.match(rest)
        if aimed or (whose and _GIVEN.search(rest)) or (idle and not _GIVEN.search(head)):
            begin = comma.end()
    return begin


def _measure(facts: Facts, start: int, end: int) -> Measure | None:
    text = facts.document.text[start:end]
    kind = next((k for k, pattern in _instruments() if pattern.search(text)), None)
    if kind is None or not _acts().search(text) or len(text) < 10:
        return None
    heading = _heading_kind(facts, start)
    if heading is None and kind not in ("reward", "tax", "land") and not _strong().search(text):
        return None
    body = next((m for m in facts.mentions if m.start == start and m.type == "ORGANIZATION"), None)
    if body and _CHARGE.match(text, len(body.text)):
        return None  # what a body must do is its duty
    if re.match(_GROUP, text) or (kind == "talent" and not _FOR_TALENT.search(text)):
        return None
    if "专项资金" in text and "用于" not in text and _PROVIDED.match(text) and not _GIVEN.search(text):
        return None  # money set aside by a body is its duty
    if heading and kind not in ("reward", "tax", "land"):
        kind = heading
    if kind == "reward" and _FOR_PEOPLE.search(text[: text.find("给予") if "给予" in text else len(text)]):
        kind = "talent"
    target_only = [t for t in facts.targets if start <= t.start < end]
    cut = min((t.start for t in target_only), default=end)
    if target_only:
        comma = max(facts.document.text.rfind(mark, start, cut) for mark in "，；")
        head = facts.document.text[start:comma] if comma > start else ""
        lead = re.search(r"，(?:争取|力争|到|用|计划)[^，]*$", head)
        end = start + lead.start() if lead else comma
        if end - start < 10:
            return None
    return Measure(
        kind,
        _conditions(facts.document.text[start:end]),
        start,
        end,
        facts.document.text[start:end],
        _applied(facts, start, end),
    )


#: What is done for people; to wish for them is no measure.
_FOR_TALENT = re.compile(
    r"培训|大赛|补贴|资助|奖励|给予|享受|执行|职称|住房|津贴|工作站|学徒|实训|认定|落户补|发放|编制"
)
_FOR_PEOPLE = re.compile(r"人才|毕业生|博士|硕士|研究生|专家|团队|技能大师|首席技师")
_CHARGE = re.compile(r"(?:要|应|负责|牵头|须|会同)")
_PROVIDED = re.compile(r"[^，。]{0,30}(?:财政|财政局|政府)[^。]{0,40}(?:安排|设立|列支|统筹|筹集)")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(alternation(words("measures", "strong")))


def _heading_kind(facts: Facts, at: int) -> str | None:
    section = facts.document.section_at(at)
    while section:
        for kind, pattern in _heading_kinds():
            if pattern.search(section.heading):
                return kind
        section = section.parent
    return None


@cache
def _condition_patterns() -> list[re.Pattern[str]]:
    return [re.compile(p) for p in lexicon("measures")["conditions"]]


def _conditions(text: str) -> list[str]:
    found: list[str] = []
    for pattern in _condition_patterns():
        match = pattern.search(text)
        if match:
            parts = re.split(r"，且|，并|，|且|、(?=不)", re.sub(r"的(?:企业|项目|园区|单位)$", "", match[1]))
            found.extend(p for p in parts if 2 <= len(p) <= 60)
    return list(dict.fromkeys(found))


def _applied(facts: Facts, start: int, end: int) -> list[Mention]:
    inside = [
        m
        for m in facts.mentions
        if start <= m.start and m.end <= end and m.type in ("HONOR", "PROGRAMME", "REGION") and m.kind != "country"
    ]
    outer = [m for m in inside if not any(o.covers(m) for o in facts.mentions)]
    by_name: dict[tuple[str, str], Mention] = {}
    for m in outer:
        by_name.setdefault((m.type, m.name), m)
    return list(by_name.values())
