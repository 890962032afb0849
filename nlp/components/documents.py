"""Titles in 《》 with their numbers and issuers, the document's own title, and bare numbers."""

import re

from nlp.document import DOCUMENT_NUMBER, Document
from nlp.facts import Citation, Mention
from nlp.lexicon import alternation, lexicon

_TITLE = re.compile(r"《([^《》\n]{2,80}(?:《[^》\n]{2,60}》[^《》\n]{0,30})?)》")
_NUMBER_AFTER = re.compile(rf"[（(]\s*(?:以下简称[^）)]*[，,；;])?({DOCUMENT_NUMBER.pattern})[^）)]{{0,12}}[）)]")
_LICENCE = re.compile(r"(?:许可证|证书|执照|许可|资格证|登记证|批准证|牌照)$")
#: A number as a sentence has it, without words that only stand before it (按照国发〔2013〕32号).
_BEFORE_NUMBER = re.compile(r"^(?:.*?(?:按照|根据|依据|依照|贯彻|落实|执行|和|与|及|以|的|件|由))")


def _endings() -> re.Pattern[str]:
    kinds = lexicon("document")["kinds"]
    more = "法 若干措施 指南 标准 规范 准则 章程 协议 合同 公约 宣言 报告 白皮书 目录 名单 规程 制度"
    return re.compile(
        rf"(?:{alternation((' '.join(kinds.values()) + ' ' + more).split())})(?:（.{{2,8}}）|\(.{{2,8}}\))?$"
    )


def find_documents(document: Document) -> list[Mention]:
    """The title's mention first, then every document that the text names."""
    text = document.text
    start, end = document.title_span
    mentions = []
    if end > start:
        title = Mention(
            "DOCUMENT",
            start,
            end,
            text[start:end],
            document.kind,
            document.title,
            rule="title",
            number=document.number,
            confidence=1.0,
        )
        if text[start] == "《" and text[end - 1] == "》":
            title.start, title.end, title.text = start + 1, end - 1, text[start + 1 : end - 1]
        mentions.append(title)
    numbered: set[int] = set()
    endings = _endings()
    for found in _TITLE.finditer(text):
        if start <= found.start() < end or _LICENCE.search(found[1]):
            continue
        number = _NUMBER_AFTER.match(text, found.end())
        if not number and (len(found[1]) < 5 or found[1].startswith("《")):
            continue  # 《条例》: a short form that names nothing by itself
        if not number and not endings.search(found[1]):
            continue
        if number:
            numbered.add(number.start(1))
        mentions.append(
            Mention(
                "DOCUMENT",
                found.start(1),
                found.end(1),
                found[1],
                "policy",
                rule="quoted",
                number=number[1] if number else None,
                confidence=0.95,
            )
        )
    return [*mentions, *_bare_numbers(document, numbered)]


def _bare_numbers(document: Document, numbered: set[int]) -> list[Mention]:
    text, mentions = document.text, []
    for found in DOCUMENT_NUMBER.finditer(text):
        if any(found.start() <= n < found.end() for n in numbered):
            continue
        lead = _BEFORE_NUMBER.match(found[0])
        start = found.start() + (lead.end() if lead and lead.end() < len(found[0]) - 8 else 0)
        whole = text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0].strip().strip("（）()")
        if whole == text[start : found.end()] == document.number:
            continue  # the document's own number, in a line of its own
        mentions.append(
            Mention(
                "DOCUMENT",
                start,
                found.end(),
                text[start : found.end()],
                "policy",
                rule="number",
                number=text[start : found.end()],
                confidence=0.9,
            )
        )
    return mentions


def find_licences(text: str) -> list[Mention]:
    """《支付业务许可证》 is what somebody confers, not what somebody writes."""
    return [
        Mention("HONOR", m.start(1), m.end(1), m[1], "licence", rule="quoted", confidence=0.9)
        for m in _TITLE.finditer(text)
        if _LICENCE.search(m[1])
    ]


#: 国家发展改革委等七部门《…》, 省政府办公厅印发的《…》: what may stand between issuer and title.
_ISSUED = re.compile(
    r"(?:等(?:[一二三四五六七八九十两\d]+|多)个?(?:部门|部委|单位))?(?:联合)?(?:印发|发布|出台|下发|制定|公布|颁布)?(?:了|的)?(?=$)"
)


def find_citations(document: Document, mentions: list[Mention]) -> list[Citation]:
    """Every document cited, from its issuer to the end of its number."""
    by_end = {m.end: m for m in mentions if m.type == "ORGANIZATION"}
    for m in mentions:
        if m.type == "ORGANIZATION" and by_end[m.end].start > m.start:
            by_end[m.end] = m
    citations = []
    for cited in (m for m in mentions if m.type == "DOCUMENT" and m.rule in ("quoted", "number")):
        if any(o.type == "DOCUMENT" and o.covers(cited) for o in mentions):
            continue
        citations.append(_citation(document.text, cited, by_end))
    return citations


def _citation(text: str, cited: Mention, by_end: dict[int, Mention]) -> Citation:
    start, end = cited.start, cited.end
    if cited.rule == "quoted":
        start, end = start - 1, end + 1
        number = _NUMBER_AFTER.match(text, end)
        end = number.end() if number else end
    issuers: list[Mention] = []
    at = start
    while True:
        told = _ISSUED.search(text, max(0, at - 14), at) if not issuers else None
        body = by_end.get(told.start()) if told else None
        body = body or by_end.get(at) or by_end.get(at - 1 if text[at - 1 : at] in "、和与" else -1)
        if not body:
            break
        issuers.insert(0, body)
        at = body.start
    issuer = text[at:start] or None
    return Citation(cited, issuers, issuer, cited.number, at, end, text[at:end])
