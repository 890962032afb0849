"""Relations between mentions, by the patterns of lexicons/relations.yaml over sentences with masked names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from nlp.document import Sentence
from nlp.facts import Facts, Mention, Relation
from nlp.lexicon import alternation, lexicon, words
from nlp.quantities import find_money

_TYPES = (
    "ENTERPRISE",
    "ORGANIZATION",
    "PERSON",
    "PLATFORM",
    "PARK",
    "TRAINING_BASE",
    "FACILITY",
    "REGION",
    "VILLAGE",
    "INDUSTRY",
    "PRODUCT",
    "CLUSTER",
    "PROJECT",
    "FUND",
    "PROGRAMME",
    "HONOR",
    "EVENT",
    "DOCUMENT",
)
_MASK = {name: chr(0xE000 + i) for i, name in enumerate(_TYPES)}
_ANY_MENTION = "\ue000-\ue0ff"
_MONEY = r"(?P<money>\d[\d.,]*(?:多|余)?(?:万亿|千万|百万|亿|万|千)?元)"
_SHARE = r"(?P<share>\d+(?:\.\d+)?[%％])"
_SLOT = re.compile(r"(?<!P)<(\w+)(?::([A-Z_ ]+))?>(\+?)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)[%％]")


@dataclass(frozen=True)
class Rule:
    """One pattern that states a relation."""

    type: str
    pattern: re.Pattern[str]
    head: str | None
    tail: str | None
    product: str | None
    share: float | None
    year: bool


@cache
def rules() -> tuple[Rule, ...]:
    """The relation patterns in the order of the file."""
    return tuple(
        Rule(
            r["type"],
            re.compile(_compiled(r["pattern"])),
            r.get("head"),
            r.get("tail"),
            r.get("product"),
            r.get("share"),
            r.get("year", False),
        )
        for r in cast(list[dict[str, Any]], lexicon("relations"))
    )


def _compiled(pattern: str) -> str:
    seen: dict[str, int] = {}

    def slot(match: re.Match[str]) -> str:
        name, types, repeat = match[1], (match[2] or "").split(), match[3]
        seen[name] = seen.get(name, 0) + 1
        first = seen[name] == 1
        if name == "money":
            return _MONEY if first else _MONEY.replace("?P<money>", "?:")
        if name == "share":
            return _SHARE if first else _SHARE.replace("?P<share>", "?:")
        if name == "role":
            roles = alternation(words("people", "roles"))
            role = f"(?>(?P<role>{roles}))" if first else f"(?>{roles})"
            return role + "(?!会(?!长))"  # 董事长 never backs off to 董事
        one = f"[{''.join(_MASK[t] for t in types)}]"
        if name == "place":
            regions = _MASK["REGION"]
            return f"{regions}*(?P<tail>[{regions}{_MASK['VILLAGE']}{_MASK['PARK']}])(?:内|境内|的)?"
        if name == "any":
            return one + repeat
        if name == "no":
            return f"[^。；{''.join(_MASK[t] for t in types)}]{{0,40}}?"
        if name.endswith("1"):
            return f"(?P<{name[:-1]}>{one})"
        return f"(?P<{name}>{one}(?:(?:、|和|与|及|以及){one})*)"

    made = _SLOT.sub(slot, pattern)
    made = made.replace("~~?", "~~").replace("~~", "[^。；]{0,60}?")
    return made.replace("~?", f"[^。；{_ANY_MENTION}]{{0,30}}?").replace("~", f"[^。；{_ANY_MENTION}]{{0,30}}?")


@dataclass
class _Masked:
    """A sentence with every mention as one character of its type."""

    sentence: Sentence
    text: str
    mentions: dict[int, Mention] = field(default_factory=dict)

    def named(self, span: tuple[int, int]) -> list[Mention]:
        return [self.mentions[i] for i in range(*span) if i in self.mentions]

    def before(self, at: int, types: list[str]) -> list[Mention]:
        return [m for i, m in sorted(self.mentions.items()) if i < at and m.type in types]


_ALIAS_BRACKET = re.compile(r"[（(](?:以下|下)?(?:简称|称)[^）)]*[）)]")
_DEICTIC = {
    "ENTERPRISE": (
        r"(?<![子分母总限团股])(?:该公司|本公司|公司|该企业|该集团)"
        r"(?!治理|制|法|章程|名称|注册|化)|(?:该)?合作社|(?<=持有)集团"
    ),
    "PARK": r"(?:该|此)?园区(?!化|内的|管委会)",
    "ORGANIZATION": r"(?:该)?(?:联盟|协会|商会|学院|银行)",
    "PROJECT": r"(?:该|此)项目|(?<=[，。])项目(?=选址|位于|占地|计划|总投资|建成|达产|由)",
    "PERSON": r"[她他](?!们|人|家|乡)",
    "TRAINING_BASE": r"(?:该)?基地",
    "PLATFORM": r"(?:该|此)平台",
    "CLUSTER": r"(?:该|此)(?:产业)?集群",
    "VILLAGE": (
        r"(?<![\u4e00-\u9fff])(?:全村|村里|该村|我们村)|(?<![\u4e00-\u9fff])村(?=党支部|党总支|支书|主任|第一书记|委会)"
    ),
}
#: What somebody is, told before the name: it stands between no relation and its ends.
_DESCRIBED = re.compile(
    r"(?:A股|港股|国有|民营|知名|本地|当地|国内|全国|我国)?(?:上市公司|上市企业|龙头企业|骨干企业|民营企业|外资企业|国有企业|中央企业|央企|知名企业|世界500强(?:企业)?|链主企业|头部企业|行业龙头|关联方|项目公司|标的公司|新三板企业)|自然人"
)
#: What somebody has on a platform: 天猫旗舰店.
_SHOP = re.compile(r"(?:官方)?(?:旗舰店|专卖店|直播间|小店|店铺|直播平台|商城店)")
#: A sentence begins with its subject, or with words that only date or introduce it.
_SUBJECT = re.compile(
    r"(?:^|[“：，])(?:其中|近日|日前|目前|去年|今年|据了解|据介绍|据悉|同时|此外|另外|随后|如今|作为[^，]{2,20}|根据[^，]{1,12}|\d{4}年(?:\d+月)?(?:\d+日)?|\d+月\d+日)?，?$"
)
_OF_PROJECT = re.compile(r"\s*(?:项目|一期|二期|三期|该项目|建成后|达产后|全部达产|全部建成|投产后)")
_ITS = re.compile(r"其(?=于|持|股|所|提供|销售|供应|供货|采购|交付|\d|全资|控股|$)")


class RelationFinder:
    """Finds what the sentences of one document state."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.document, self.text = facts, facts.document, facts.document.text
        title = self.document.title_span[1]
        outer: list[Mention] = []
        for m in facts.mentions:
            if m.start < title or (m.type == "DOCUMENT" and m.rule == "title"):
                continue
            if outer and m.end <= outer[-1].end:
                continue
            outer.append(m)
        self.outer = outer
        self.bound = {d.text: d.anchor for d in facts.deictic}
        self.topic: Mention | None = None  # the firm that the text is about at this point

    def find(self) -> list[Relation]:
        found: list[Relation] = []
        start = 0
        for sentence in self.document.sentences:
            while start < len(self.outer) and self.outer[start].end <= sentence.start:
                start += 1
            if sentence.start >= self.document.title_span[1]:
                masked = self._mask(sentence, start)
                if masked.mentions:
                    found.extend(self._in_sentence(masked))
                self._follow(masked)
        return found

    def _follow(self, masked: _Masked) -> None:
        """The firm that a sentence begins with, or speaks of alone, is what 公司 means in the next."""
        firms = [(i, m) for i, m in sorted(masked.mentions.items()) if m.type == "ENTERPRISE"]
        if not firms:
            return
        at, first = firms[0]
        entities = {id(m.entity) for _, m in firms}
        if _SUBJECT.search(masked.text[:at]) or len(entities) == 1:
            self.topic = first.entity

    def _mask(self, sentence: Sentence, index: int) -> _Masked:
        inside = []
        while index < len(self.outer) and self.outer[index].start < sentence.end:
            inside.append(self.outer[index])
            index += 1
        inside.extend(list(self._deictic(sentence, inside)))
        spans: dict[int, tuple[int, Mention | None]] = {m.start: (m.end, m) for m in inside}
        for bracket in _ALIAS_BRACKET.finditer(self.text, sentence.start, sentence.end):
            spans = {s: v for s, v in spans.items() if not bracket.start() <= s < bracket.end()}
            spans[bracket.start()] = (bracket.end(), None)
        for described in _DESCRIBED.finditer(self.text, sentence.start, sentence.end):
            if described.end() in spans:
                spans[described.start()] = (described.end(), None)
        firms = {m.start for m in inside if m.type == "ENTERPRISE"}
        for place in (m for m in inside if m.type == "REGION" and m.end in firms):
            if not re.search(r"[位地处于在到设]$", self.text[sentence.start : place.start]):
                spans[place.start] = (place.end, None)  # 德国库尔特集团: where it comes from
        for platform in (m for m in inside if m.type == "PLATFORM"):
            if shop := _SHOP.match(self.text, platform.end):
                spans[platform.end] = (shop.end(), None)
        chars: list[str] = []
        mentions: dict[int, Mention] = {}
        at = sentence.start
        while at < sentence.end:
            end, mention = spans.get(at, (at + 1, None))
            if mention:
                mentions[len(chars)] = mention
                chars.append(_MASK[mention.type])
            elif at not in spans:
                chars.append(self.text[at])
            at = max(end, at + 1)
        return _Masked(sentence, "".join(chars), mentions)

    def _deictic(self, sentence: Sentence, inside: list[Mention]) -> Iterator[Mention]:
        taken = [(m.start, m.end) for m in inside]
        for type_, pattern in _DEICTIC.items():
            for match in re.finditer(pattern, self.text[sentence.start : sentence.end]):
                start = sentence.start + match.start()
                if any(s < start + len(match[0]) and start < e for s, e in taken):
                    continue
                anchor = (
                    self.bound.get(match[0])
                    or self._own_firm(match[0])
                    or self._spoken_of(match[0], inside, start)
                    or self._antecedent(type_, match[0], start)
                )
                if anchor:
                    yield Mention(type_, start, start + len(match[0]), match[0], anchor=anchor.entity)
        for match in _ITS.finditer(self.text, sentence.start, sentence.end):
            firms = [m for m in inside if m.type == "ENTERPRISE" and m.end <= match.start()]
            if firms and not any(s <= match.start() < e for s, e in taken):
                yield Mention("ENTERPRISE", match.start(), match.end(), match[0], anchor=firms[-1])

    def _own_firm(self, word: str) -> Mention | None:
        """Who speaks in an announcement: the firm of its title, else the first company limited by shares."""
        if self.document.kind != "announcement" or word not in ("公司", "本公司"):
            return None
        firms = [m for m in self.facts.mentions if m.type == "ENTERPRISE" and m.rule != "title"]
        titled = [m for m in firms if m.end <= self.document.title_span[1]]
        shares = [m for m in firms if m.text.endswith("股份有限公司")]
        return next(iter([*titled, *shares]), None)

    def _spoken_of(self, word: str, inside: list[Mention], before: int) -> Mention | None:
        """What 公司 means in a story: the firm that this sentence or the one before began with."""
        if word not in ("公司", "本公司", "集团"):
            return None
        line = self.text.rfind("\n", 0, before) + 1
        here = [m for m in inside if m.type == "ENTERPRISE" and m.end <= before]
        if here and not (self.topic and self.topic.start >= line):
            return here[0]
        if here and _SUBJECT.search(self.text[self.document.sentence_at(before).start : here[0].start]):
            return here[0]
        return self.topic

    def _antecedent(self, type_: str, word: str, before: int) -> Mention | None:
        ending = word.removeprefix("该").removeprefix("此") if type_ in ("ORGANIZATION",) or "合作社" in word else ""
        near = [m for m in self.outer if m.type == type_ and m.end <= before and m.text.endswith(ending)]
        return near[-1] if near else None

    def _in_sentence(self, masked: _Masked) -> Iterator[Relation]:
        found: list[Relation] = []
        for rule in rules():
            for match in rule.pattern.finditer(masked.text):
                found.extend(self._stated(rule, match, masked, found))
        yield from _once(found)

    def _stated(self, rule: Rule, match: re.Match[str], masked: _Masked, found: list[Relation]) -> Iterator[Relation]:
        heads = self._ends(rule.head, "head", match, masked, found)
        tails = self._ends(rule.tail, "tail", match, masked, found)
        told_tails = {r.tail for r in found if r.type == rule.type} if rule.head else set()
        told_heads = (
            {r.head for r in found if r.type == rule.type}
            if rule.tail and rule.type in ("INVESTS_IN", "OPERATES", "OWNS", "HOLDS_ROLE")
            else set()
        )
        properties = self._properties(rule, match, masked)
        if rule.type == "HOLDS_ROLE":  # one person may hold two offices, but the same one only once
            told_heads = {h for h in told_heads if any(r.head is h and r.properties == properties for r in found)}
        shares = [float(p) / 100 for p in _PERCENT.findall(match[0])] if rule.type == "OWNS" else []
        for i, head in enumerate(heads):
            for tail in tails:
                if head.kind == "country" and rule.type == "AWARDED":
                    continue
                if head.entity is tail.entity or head.name == tail.name or tail in told_tails or head in told_heads:
                    continue
                own = dict(properties)
                if shares and len(heads) == 1 and match.groupdict().get("share"):
                    own["share"] = round(float(match["share"].rstrip("%％")) / 100, 6)
                elif shares and len(shares) in (1, len(heads)):
                    own["share"] = round(shares[i if len(shares) > 1 else 0], 6)
                direct = not (rule.head or rule.tail) and not head.anchor and not tail.anchor
                yield Relation(
                    rule.type,
                    head.entity,
                    tail.entity,
                    masked.sentence.start,
                    masked.sentence.end,
                    own,
                    0.85 if direct else 0.7,
                )

    def _ends(
        self, where: str | None, name: str, match: re.Match[str], masked: _Masked, found: list[Relation]
    ) -> list[Mention]:
        if where is None:
            return masked.named(match.span(name))
        if where in ("borrower", "guarantor"):
            loans = [r for r in found if r.type == "LENDS_TO"]
            backers = [r for r in found if r.type == "GUARANTEES"]
            return (
                [loans[0].tail]
                if loans and where == "borrower"
                else [backers[0].head]
                if backers and where == "guarantor"
                else []
            )
        how, *types = where.split()
        if how == "every":
            return list(dict.fromkeys(m.entity for m in masked.before(match.start(), types)))
        if how == "last":
            other = "tail" if name == "head" else "head"
            ends = masked.named(match.span(other)) if other in match.re.groupindex else []
            told = {id(m.entity) for m in ends}
            return [m for m in masked.before(match.start(), types) if id(m.entity) not in told][-1:]
        for type_ in types:
            before = masked.before(match.start(), [type_])
            if before:
                return before[:1]
        return self._carried(types, masked.sentence)

    def _carried(self, types: list[str], sentence: Sentence) -> list[Mention]:
        """The topic of the sentence before, in the same line; 一期, 达产后 speak of a project."""
        line = self.text.rfind("\n", 0, sentence.start) + 1
        before = [m for m in self.outer if line <= m.start < sentence.start and m.type in types]
        if not before:
            return []
        if _OF_PROJECT.match(self.text, sentence.start):
            works = [m for m in before if m.type in ("PROJECT", "PARK", "FACILITY")]
            return works[-1:] or before[:1]
        if self.topic and self.topic.start >= line and "ENTERPRISE" in types:
            return [self.topic]
        named = [m for m in before if m.type != "REGION"]
        return (named or before)[:1]

    def _properties(self, rule: Rule, match: re.Match[str], masked: _Masked) -> dict[str, Any]:
        groups: Mapping[str, str | None] = match.groupdict()
        properties: dict[str, Any] = {}
        if groups.get("money"):
            properties["amount_yuan"] = int(find_money(groups["money"] or "")[0].minimum)
            properties["amount_words"] = groups["money"]
        elif rule.type in ("LENDS_TO", "GUARANTEES"):
            near = find_money(masked.text, match.end("tail") if rule.tail is None else match.start(), match.end() + 12)
            if near:
                properties["amount_yuan"] = int(near[0].minimum)
                properties["amount_words"] = masked.text[near[0].start : near[0].end]
        if groups.get("role") or groups.get("fixed"):
            properties["role"] = groups.get("role") or groups["fixed"]
        if rule.share:
            properties["share"] = rule.share
        if rule.product:
            named = masked.named(match.span(rule.product))
            properties["product"] = "、".join(m.text for m in named)
        if rule.year:
            year = re.search(r"(20\d\d)年[^。；]{0,20}$", masked.text[: match.end()])
            if year:
                properties["year"] = int(year[1])
        return properties


def _once(relations: list[Relation]) -> list[Relation]:
    """Of one relation told by several patterns the surest, with all that they know."""
    kept: dict[tuple[str, int, int], Relation] = {}
    for relation in relations:
        key = (relation.type, id(relation.head), id(relation.tail))
        if key in kept:
            kept[key].properties = {**relation.properties, **kept[key].properties}
        else:
            kept[key] = relation
    return list(kept.values())


def find_relations(facts: Facts) -> list[Relation]:
    return RelationFinder(facts).find()
