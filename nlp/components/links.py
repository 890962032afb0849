"""Relations that follow from a document's structure: issuer, addressees, citations, targets, measures, duties."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.components.policy import chained_bodies
from nlp.document import Sentence
from nlp.facts import Facts, Mention, Relation

_SEEKS = re.compile(r"(?:创建|争创|争取建设|争取设立|争取|申报|申创|申建|申办)[^，。；、]{0,8}$")
_STRIVES = re.compile(r"创建|争创|争取|申报|申创|申建|申办")
_OBJECT_PLACE = re.compile(r"将(?P<place>[\u4e00-\u9fff]{2,8}?)(?:打造成|建设成|建成|打造为|建设为)")
_HOLDS = re.compile(r"(?:组织举办|组织|举办|主办|承办|筹办)[^，。；]{0,4}$")


def find_links(facts: Facts) -> list[Relation]:
    title = facts.own
    found: list[Relation] = []
    if title:
        for part in (_issuers, _addressees, _citations, _targets, _measures, _responsible):
            found.extend(part(facts, title))
    for unbound in (_cited_issuers, _funds, _seeks, _organizes, _addresses, _segments):
        found.extend(unbound(facts))
    return found


def _at(facts: Facts, offset: int) -> Sentence:
    return facts.document.sentence_at(offset)


def _relation(
    facts: Facts, type_: str, head: object, tail: object, at: int, confidence: float = 0.9, **properties: object
) -> Relation:
    sentence = _at(facts, at)
    return Relation(type_, head, tail, sentence.start, sentence.end, properties, confidence)


def _outer(facts: Facts, start: int, end: int, *types: str) -> list[Mention]:
    inside = [m for m in facts.mentions if start <= m.start and m.end <= end and m.type in types]
    return [m for m in inside if not any(o.covers(m) and o.rule != "title" for o in facts.mentions)]


def _issuers(facts: Facts, title: Mention) -> Iterator[Relation]:
    """The bodies before 关于 in the title, or in the line above it."""
    text = facts.document.text
    about = text.find("关于", title.start, title.end)
    line = text.rfind("\n", 0, max(0, title.start - 1)) + 1 if title.start else title.start
    bodies = _outer(facts, title.start, about, "ORGANIZATION") if about > title.start else []
    bodies = bodies or (_outer(facts, line, title.start, "ORGANIZATION") if title.start else [])
    for body in bodies:
        if facts.document.kind != "news":
            yield _relation(facts, "ISSUED_BY", title, body, title.start, 0.97)


def _addressees(facts: Facts, title: Mention) -> Iterator[Relation]:
    span = facts.document.addressees
    if not span:
        return
    text = facts.document.text
    for m in _outer(facts, *span, "ORGANIZATION", "PARK", "REGION", "ENTERPRISE"):
        if not re.match(r"各|有关|直属|所属", text[m.end : m.end + 2]):
            yield _relation(facts, "ADDRESSED_TO", title, m, m.start)


def _citations(facts: Facts, title: Mention) -> Iterator[Relation]:
    told: set[str] = set()
    for citation in facts.citations:
        key = citation.number or citation.document.text
        if key in told:
            continue
        told.add(key)
        after = facts.document.text[citation.end : citation.end + 14]
        type_ = "SUPERSEDES" if re.match(r"[^，。]{0,6}(?:同时)?(?:废止|停止执行|予以废止)", after) else "CITES"
        yield _relation(facts, type_, title, citation.document, citation.start, 0.95)


def _cited_issuers(facts: Facts) -> Iterator[Relation]:
    for citation in facts.citations:
        bodies = citation.issuers
        about = facts.document.text.find("关于", citation.document.start, citation.document.end)
        if not bodies and about > citation.document.start:
            inside = [m for m in facts.mentions if citation.document.start <= m.start and m.end <= about]
            bodies = [m for m in inside if m.type == "ORGANIZATION" and m.end == about]
        for body in bodies:
            yield _relation(facts, "ISSUED_BY", citation.document, body, citation.start, 0.95)


def _targets(facts: Facts, title: Mention) -> Iterator[Relation]:
    for target in facts.targets:
        head = target.programme or target.holder or title
        yield _relation(facts, "HAS_TARGET", head, target, target.start, target.confidence)


def _measures(facts: Facts, title: Mention) -> Iterator[Relation]:
    for measure in facts.measures:
        yield _relation(facts, "HAS_MEASURE", title, measure, measure.start, 0.75)
        for mention in measure.applies_to:
            yield _relation(facts, "APPLIES_TO", measure, mention, mention.start, 0.7)


def _responsible(facts: Facts, title: Mention) -> Iterator[Relation]:
    for at, role, body in chained_bodies(facts):
        sentence = _at(facts, at)
        things = _outer(
            facts, sentence.start, max(at, sentence.start), "PROGRAMME", "EVENT", "PLATFORM", "PARK", "PROJECT"
        )
        if not things and facts.document.kind == "news":
            things = _outer(facts, body.end, sentence.end, "PROGRAMME", "EVENT", "PLATFORM", "PARK", "PROJECT")[:1]
            if not things:
                continue
        if not things:
            section = facts.document.section_at(sentence.start)
            things = _outer(facts, section.heading_start, section.heading_end, "PROGRAMME") if section else []
        yield _relation(facts, "RESPONSIBLE_FOR", body, things[-1] if things else title, body.start, 0.85, role=role)
    for duty in facts.duties:
        general = re.search(r"牵头|负责|统筹|研究解决|协调", duty.what)
        if duty.body and general and not re.search(r"\d+(?:万|亿)?元", duty.text):
            yield _relation(facts, "RESPONSIBLE_FOR", duty.body, title, duty.start, 0.8, role=duty.role)


def _funds(facts: Facts) -> Iterator[Relation]:
    """The payer before a fund with its money: 市财政每年设立1亿元的…专项资金."""
    done: set[int] = set()
    for amount in facts.amounts:
        if id(amount.fund) in done:
            continue
        done.add(id(amount.fund))
        if amount.fund.kind == "loan_product":
            continue  # what a bank lends, it does not give
        sentence = _at(facts, amount.fund.start)
        clause = max(sentence.start, facts.document.text.rfind("；", 0, amount.fund.start))
        payers = _outer(facts, clause, amount.fund.start, "ORGANIZATION", "ENTERPRISE")
        if not payers or re.search(r"牵头|负责|配合", facts.document.text[payers[-1].end : amount.fund.start]):
            continue
        years = [a.year for a in facts.amounts if a.fund is amount.fund and a.year]
        more: dict[str, object] = {"per": "year"} if amount.recurring else {}
        if years:
            more |= {"years": years} if amount.recurring else {"year": years[0]}
        yield _relation(
            facts,
            "FUNDS",
            payers[0] if "会同" in facts.document.text[payers[0].end : amount.fund.start] else payers[-1],
            amount.fund,
            amount.fund.start,
            0.85,
            amount_yuan=amount.yuan,
            amount_words=amount.text,
            **more,
        )


def _own_region(facts: Facts) -> Mention | None:
    return next((m for m in facts.mentions if m.type == "REGION"), None)


def _seeks(facts: Facts) -> Iterator[Relation]:
    """What the document's own place strives for; in policies the seeker is mostly left out."""
    text, own = facts.document.text, _own_region(facts)
    told: set[tuple[str, int]] = set()
    for m in facts.mentions:
        if m.type not in ("HONOR", "FACILITY", "PROJECT") or m.start < facts.document.title_span[1]:
            continue
        sentence = _at(facts, m.start)
        clause_start = max(text.rfind(mark, sentence.start, m.start) for mark in "，。；：") + 1
        clause = text[max(clause_start, sentence.start) : m.start]
        listed = _SEEKS.search(re.sub(r"[“《]$", "", clause)) or re.search(r"(?:创建|争创)[^，。；]*[和、]$", clause)
        if not listed or facts.document.kind == "announcement":
            continue
        heads, implicit = _seekers(facts, sentence, m, own)
        if heads and (m.name, sentence.start) not in told:
            told.add((m.name, sentence.start))
            more = {"implicitHead": True} if implicit else {}
            for head in heads:
                yield _relation(facts, "SEEKS", head, m, m.start, 0.75, **more)


_OTHERS_SEEK = re.compile(
    r"(?:鼓励|支持|引导|推动|指导|帮助|组织)[^，。；]{0,12}(?:企业|单位|机构|园区|基地|合作社|商户|学校|高校|院校)[^，。；]{0,6}$"
)
_AND_THE_LIKE = re.compile(
    r"(?:等\d*[家个]?)?(?:龙头|骨干|重点|优势|本地)*(?:企业|公司|园区|单位|县区)?(?:积极|加快|成功)*$"
)


def _seekers(facts: Facts, sentence: Sentence, m: Mention, own: Mention | None) -> tuple[list[Mention], bool]:
    """Who strives for an honour, and whether the text leaves that out."""
    text = facts.document.text
    place = _OBJECT_PLACE.search(text, sentence.start, sentence.end)
    if place:
        named = _outer(facts, *place.span("place"), "REGION")
        if named:
            return named[:1], False
    verbs = list(_STRIVES.finditer(text, sentence.start, m.start))
    at = verbs[-1].start() if verbs else m.start
    clause = max(sentence.start, *(text.rfind(mark, sentence.start, at) + 1 for mark in "，。；"))
    near = _outer(facts, clause, at, "PARK", "ENTERPRISE", "REGION", "ORGANIZATION", "VILLAGE")
    if near and _AND_THE_LIKE.fullmatch(text, near[-1].end, at):
        return [o for o in near if o.type == near[-1].type], False  # 支持青禾高新区创建…, 支持甲、乙等企业创建…
    if _OTHERS_SEEK.search(text, clause, at):
        return [], False
    others = () if facts.document.kind == "policy" else ("ENTERPRISE", "PARK", "VILLAGE")
    before = _outer(facts, sentence.start, m.start, "REGION", *others)
    before = [b for b in before if b.kind != "country"]
    return (before[:1], False) if before else ([own] if own else [], True)


def _organizes(facts: Facts) -> Iterator[Relation]:
    """Events that the issuer itself is to hold."""
    if facts.document.kind != "policy":
        return
    issuers = _outer(facts, *facts.document.title_span, "ORGANIZATION")
    for event in (m for m in facts.mentions if m.type == "EVENT" and m.planned):
        clause = facts.document.text[_at(facts, event.start).start : event.start]
        if not _HOLDS.search(clause):
            continue
        for issuer in issuers:
            yield _relation(facts, "ORGANIZES", issuer, event, event.start, 0.75, implicitHead=True)


def _addresses(facts: Facts) -> Iterator[Relation]:
    """青禾县柳河镇东沟村: each place is part of the one before."""
    ranks = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4, "village": 5, "community": 5}
    title = facts.document.title_span[1]
    places = [m for m in facts.mentions if m.type in ("REGION", "VILLAGE")]
    outer = {id(m) for m in _outer(facts, title, len(facts.document.text), "REGION", "VILLAGE")}
    told: set[tuple[str, str]] = set()
    for whole, part in pairwise(places):
        if whole.end != part.start or id(whole) not in outer or id(part) not in outer:
            continue
        if ranks.get(whole.kind or "", 9) < ranks.get(part.kind or "", 9) and (part.name, whole.name) not in told:
            told.add((part.name, whole.name))
            yield _relation(facts, "PART_OF", part, whole, part.start, 0.9)


def _segments(facts: Facts) -> Iterator[Relation]:
    """仓储、配送…等物流服务业: the segments are parts of the sector."""
    text = facts.document.text
    industries = [m for m in facts.mentions if m.type == "INDUSTRY"]
    for sector in industries:
        if not sector.text.endswith("业") or text[sector.start - 1] != "等":
            continue
        at = sector.start - 1
        for part in reversed([m for m in industries if m.end <= at]):
            if part.end != at:
                break
            yield _relation(facts, "PART_OF", part, sector, part.start, 0.75)
            at = part.start - 1 if text[part.start - 1] in "、和与及" else -1
