"""All mentions of a document: every finder's, their aliases, told again elsewhere, nested but never crossing."""

import re
from collections.abc import Callable, Iterable, Iterator

from nlp.components.bodies import find_bodies, full_name
from nlp.components.documents import find_documents, find_licences
from nlp.components.goods import find_industries, find_platforms, find_products, find_short_firms
from nlp.components.names import NameFinder
from nlp.components.people import find_people
from nlp.components.places import find_places
from nlp.components.short_names import find_derived_shorts
from nlp.components.tagged import find_tagged
from nlp.components.titles import (
    find_carried_out,
    find_conferred,
    find_firm_projects,
    find_loan_products,
    find_quoted_honors,
    with_branches,
)
from nlp.document import DOCUMENT_NUMBER, Document
from nlp.facts import Mention
from nlp.gazetteer import Gazetteer
from nlp.lexicon import any_of
from nlp.phrases import Phrases

#: What may stand inside another name.
NESTED = frozenset({"REGION", "VILLAGE", "ORGANIZATION", "ENTERPRISE", "PARK", "PROGRAMME", "HONOR"})
#: Of two mentions with the same span the type first listed stays.
_ORDER = (
    "DOCUMENT",
    "ORGANIZATION",
    "HONOR",
    "PROGRAMME",
    "FUND",
    "PROJECT",
    "EVENT",
    "ENTERPRISE",
    "TRAINING_BASE",
    "FACILITY",
    "PARK",
    "PLATFORM",
    "CLUSTER",
    "VILLAGE",
    "REGION",
    "PERSON",
    "INDUSTRY",
    "PRODUCT",
)
_PROPER = frozenset(_ORDER) - {"INDUSTRY", "PRODUCT", "DOCUMENT", "PERSON", "HONOR"}
_DEICTIC_ALIASES = frozenset(
    {"公司", "本公司", "集团", "园区", "协会", "甲方", "乙方", "本集团", "发行人", "联盟", "中心", "基地"}
)
_ALIAS = re.compile(
    r"[（(](?:以下|下)?(?:简称|称)(?:为|：|:)?((?:[“\"「][^”\"」]{1,20}[”\"」](?:或|、|及|和)?)+|[^“”（）()，]{2,12})[）)]"
)
_LEGAL_REST = re.compile(r"(?:集团)?(?:股份)?有限(?:责任)?公司")
_QUOTED = re.compile(r"[“\"「]([^”\"」]+)[”\"」]")


#: start, end and tag of the names in a part of a text (nlp.tagger).
Tagger = Callable[[str, int, int], Iterator[tuple[int, int, str]]]


def find_entities(
    document: Document, gazetteer: Gazetteer | None = None, tag: Tagger | None = None
) -> tuple[list[Mention], list[Mention]]:
    """Mentions in order of the text, and what （以下简称“公司”） makes deictic words point to."""
    text = document.text
    numbers = {i for m in DOCUMENT_NUMBER.finditer(text) for i in range(*m.span())}
    names_seen = (name for s in document.sentences for name in tag(text, s.start, s.end)) if tag else ()
    tagged = [name for name in names_seen if name[0] not in numbers]
    phrases = Phrases(text)
    places = [p for p in find_places(text, phrases) if p.start not in numbers or p.end - 1 not in numbers]
    phrases.anchors = {p.start for p in places}
    bodies = find_bodies(text, phrases, places)
    names = with_branches(text, NameFinder(text, phrases, places, bodies).find())
    documents = find_documents(document)
    written = {(d.start, d.end) for d in documents}
    names = [n for n in names if n.type != "DOCUMENT" or (n.start, n.end) not in written]
    titled = [*documents, *find_licences(text), *find_quoted_honors(text), *find_loan_products(text)]
    ends = {n.end for n in names if n.type == "HONOR"}
    titled += [m for m in find_conferred(text) if m.end not in ends]
    names += [m for m in find_carried_out(text) if not any(n.type == m.type and n.end == m.end for n in names)]
    mentions = _merge([*places, *bodies, *names, *titled, *_listed(text, gazetteer), *find_platforms(text)])
    aliases, deictic = _aliases(text, mentions)
    mentions = _merge([*mentions, *aliases])
    mentions = _merge([*mentions, *find_derived_shorts(text, mentions)])
    mentions = _merge([*mentions, *find_tagged(text, tagged, mentions, phrases)])
    known = _taken(m for m in mentions if m.rule != "title")
    heads = {m.text[:2] for m in mentions if m.type == "ENTERPRISE"}
    mentions = _merge([*mentions, *find_short_firms(text, phrases, known, heads)])
    mentions = _merge([*mentions, *find_firm_projects(text, mentions)])
    taken = _taken(m for m in mentions if m.rule != "title")
    mentions = _merge([*mentions, *find_people(text, taken, tagged)])
    taken = _taken(m for m in mentions if m.rule != "title")
    makers = [
        m.start
        for m in mentions
        if m.type in ("ENTERPRISE", "VILLAGE", "PROJECT", "PERSON") or (m.type == "REGION" and m.kind == "township")
    ]
    classes = [*find_products(document, taken, makers), *find_industries(document, phrases)]
    mentions = _merge([*mentions, *(m for m in classes if not taken & set(range(m.start, m.end)))])
    mentions = _merge([*mentions, *_told_again(text, mentions)])
    _normalise(mentions)
    return mentions, deictic


def _taken(mentions: Iterable[Mention]) -> set[int]:
    return {i for m in mentions for i in range(m.start, m.end)}


def _listed(text: str, gazetteer: Gazetteer | None) -> list[Mention]:
    """Names that the caller knows, each with its type."""
    found = gazetteer.find(text) if gazetteer else ()
    return [
        Mention(type_, start, end, text[start:end], rule="gazetteer", confidence=0.95) for start, end, type_ in found
    ]


def _merge(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a span; none crosses another; inside another only what GUIDELINES allow."""
    by_span: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        span = (mention.start, mention.end)
        other = by_span.get(span)
        if other is None or _ORDER.index(mention.type) < _ORDER.index(other.type):
            by_span[span] = mention
    kept: list[Mention] = []
    open_: list[Mention] = []
    for mention in sorted(by_span.values(), key=lambda m: (m.start, -m.end)):
        while open_ and open_[-1].end <= mention.start:
            open_.pop()
        if not all(_fits(mention, outer) for outer in open_):
            continue
        kept.append(mention)
        open_.append(mention)
    return kept


def _fits(inner: Mention, outer: Mention) -> bool:
    if outer.rule == "title" or inner.start >= outer.end:
        return inner.end <= outer.end and inner.type in NESTED
    if inner.end > outer.end:
        return False
    if inner.type == outer.type == "ORGANIZATION" and _LEGAL_REST.fullmatch(outer.text[inner.end - outer.start :]):
        return False  # 银行 of 银行股份有限公司 is no full name
    if (inner.type == "ENTERPRISE" and outer.type == "ORGANIZATION") or inner.type == outer.type == "ORGANIZATION":
        return not outer.text.endswith(("行", "营业部", "办公室")) and inner.rule != "short body"
    if outer.type == "ENTERPRISE" and (inner.rule == "central" or inner.type == "ENTERPRISE"):
        return False  # 中国邮政 in 中国邮政集团有限公司 is no full name
    if inner.type == outer.type == "PARK" or inner.type == outer.type == "PROGRAMME":
        return False
    return inner.type in NESTED or (inner.type == "INDUSTRY" and outer.type == "CLUSTER")


def _aliases(text: str, mentions: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Short names given in brackets, wherever they occur; and deictic words bound to what they stand for."""
    by_end = {m.end: m for m in sorted(mentions, key=lambda m: -m.start)}
    shorts: dict[str, Mention] = {}
    deictic = []
    for match in _ALIAS.finditer(text):
        named = by_end.get(match.start()) or by_end.get(match.start() - 1)
        if not named:
            continue
        for word in _QUOTED.findall(match[1]) or [match[1]]:
            if word in _DEICTIC_ALIASES:
                deictic.append(Mention(named.type, match.start(), match.end(), word, anchor=named))
            else:
                shorts[word] = named
    if not shorts:
        return [], deictic
    found = [
        Mention(
            shorts[m[0]].type,
            m.start(),
            m.end(),
            m[0],
            shorts[m[0]].kind,
            shorts[m[0]].name,
            rule="alias",
            confidence=0.95,
        )
        for m in any_of(shorts).finditer(text)
    ]
    fulls = [m for m in mentions if m.type != "DOCUMENT" and m.rule != "alias"]
    return [f for f in found if not any(m.start <= f.start and f.end <= m.end for m in fulls)], deictic


def _told_again(text: str, mentions: list[Mention]) -> list[Mention]:
    """A proper name annotated once is a mention wherever it stands."""
    proper: dict[str, Mention] = {}
    for m in mentions:
        if m.type in _PROPER and len(m.text) >= 4 and m.rule not in ("short", "short body", "derived"):
            proper.setdefault(m.text, m)
    if not proper:
        return []
    return [
        Mention(p.type, m.start(), m.end(), m[0], p.kind, p.normalized, p.planned, rule="again", confidence=0.75)
        for m in any_of(proper).finditer(text)
        for p in [proper[m[0]]]
    ]


def own_regions(mentions: Iterable[Mention]) -> dict[str, str]:
    """The document's own place at each level: the first that it names."""
    regions: dict[str, str] = {}
    for m in mentions:
        if m.type == "REGION" and m.kind:
            name = m.name
            regions.setdefault(m.kind, name)
            if m.kind == "county" and name.endswith("市"):
                regions.setdefault("prefecture", name)
    return regions


def _normalise(mentions: list[Mention]) -> None:
    regions = own_regions(mentions)
    for mention in mentions:
        if mention.type == "ORGANIZATION" and mention.rule == "short body":
            mention.normalized = full_name(mention.name, regions) or mention.normalized
        elif mention.type == "PROGRAMME":
            mention.normalized = _programme(mention, mentions)
        elif mention.type == "REGION" and mention.rule == "gazetteer" and mention.normalized == mention.text:
            mention.normalized = None


def _programme(mention: Mention, mentions: list[Mention]) -> str | None:
    """“百乡千村”工程 and 电子商务“百乡千村”工程 share what stands in quotes: the longest name counts."""
    quoted = _QUOTED.search(mention.text)
    if not quoted:
        return mention.normalized
    same = [m.text for m in mentions if m.type == "PROGRAMME" and quoted[0] in m.text]
    return max(same, key=lambda name: (name.index(quoted[0]), len(name)))
