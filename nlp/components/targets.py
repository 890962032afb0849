"""Targets: quantified promises with metric, comparator, value, unit, deadline or period, and scope."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.components.entities import own_regions
from nlp.document import Sentence
from nlp.facts import Facts, Mention, Target
from nlp.lexicon import alternation, lexicon, words
from nlp.quantities import Deadline, Quantity, find_deadlines, find_period, find_quantities

_SEGMENT = re.compile(
    r"[，；。：！？\n]|[、和](?=约?\d)|(?<=[）)”])[、和](?=[建培打引新])|(?<=[\d个家处人次元%上右内])、"
)
_FUTURE = re.compile(r"力争|争取|确保|目标|计划|预计|预期|将|要|规划|至少|努力|实现|达到|不低于|不少于")
_PROMISED_IN_NEWS = re.compile(r"提出到|提出，到|力争|争取|确保|目标|将|计划|预计|要|规划")
_PAST = re.compile(r"已(?!有)|先后|现有|共有|截至|同比|去年|上年|今年以来|目前|曾|上半年|一季度|前三季度|了(?!解)")
_LEAD = re.compile(
    r"(?:每年|力争|争取到?|确保|努力|计划|预计|预期|目标(?:为|是)?|要|将|在|到|至(?!少)|用|每年要|全面|积极|大力|加快|重点|再|总共|共|另|并|同时|着力|支持|推动|实现(?=.{2,12}(?:突破|超过|达到?))|其中|使|让|其|，|\s)"
)
_ABOUT = re.compile(r"(?:约为?|大约|近|达)$")
_COUNTED = frozenset({"人", "人次", "名", "个", "家", "处", "座", "项", "户", "所"})
_COUNTED_NOUN = re.compile(
    r"(?:以上|以下|以内|级)?的?[\u4e00-\u9fff“”]{0,8}?(?:企业|项目|平台|园区|公司|商户|网商|主播|店铺|村|镇)"
)
#: Money spent is no promise, but investment may be what is measured.
_INVESTMENT = re.compile(
    r"(?:完成|实现|突破|达到|超过).{0,12}投资|投资(?:额|总额|总量|规模)?(?:年均|累计|力争|达到?|突破|超过|超|增长|完成|不低于|不少于)|直接投资|到位资金"
)
_RAISED = re.compile(r"(?:完成|实现|引进|招引|争取|利用|新增|带动|撬动|达成|签约|吸引|新签|招商引资|实际利用)+")
_GIVES = re.compile(
    r"(?:对|对于|凡)[^。；]*(?:给予|奖励|补助|补贴|贴息|奖补|资助)|的，?(?:一次性|分别|每年|每月|最高|按)*(?:给予|奖励|补助|补贴|发放)"
)
#: Where a report turns from the year that has passed to the year that comes.
_AHEAD = re.compile(
    r"(?:20\d\d年|今年|明年|今后五年|下一步|下半年)的?[^，。\n]{0,8}(?:目标|总体要求|工作安排|工作思路|重点|任务|预期|打算)|(?:主要)?预期目标|(?:工作|发展)目标[是为：]"
)
_CLAUSE_END = re.compile(r"[；。\n]|$")
_YIELDS = re.compile(r"产值|销售|营收|收入|税收|利润|产量|产能|就业|年产")
_RUNNING = re.compile(r"达产|投产|建成后|投用后|项目建成|满产|全部建成")
_NOUN_END = re.compile(r"(?:等|以上|左右)$")
_BARE_METRIC = re.compile(
    r"^(?:交易额|销售额|零售额|产值|营业收入|收入|总量|规模|占比|占|增速|数量|总额|面积|产量|进出口)"
)
_TOPIC = re.compile(
    r"^([\u4e00-\u9fff]{2,10}?)(?:快速|加快|跨越|稳步|健康|持续|进一步|发展|实现|明显|不断|能力|水平|规模|取得|得到|全面|，)"
)


@cache
def _comparators() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{k}>{alternation(v.split())})" for k, v in lexicon("targets")["comparators"].items())
    return re.compile(rf"(?:{groups})(?:到|了)?(?:约|近|大约)?$")


@cache
def _after() -> dict[str, str]:
    return {word: k for k, ws in lexicon("targets")["after"].items() for word in ws.split()}


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<least>至少|最少|不少于)?(?P<verb>(?:{alternation(words('targets', 'verbs'))})+)"
        r"(?P<least2>至少|不少于|不低于|约)?"
    )


@cache
def _not_targets() -> re.Pattern[str]:
    return re.compile(rf"{alternation(words('targets', 'not_targets'))}|占地(?!区)")


@cache
def _scopes() -> re.Pattern[str]:
    each, every = alternation(words("targets", "each")), alternation(lexicon("targets")["scopes"])
    return re.compile(rf"(?P<each>(?:{each})(?:[（(][^）)，。]{{1,12}}[）)])?)|(?P<all>{every})")


@dataclass
class _Told:
    """One quantity as told: what stands before and after it in its segment."""

    comparator: str
    start: int
    end: int
    metric: str
    verb_first: bool


class TargetFinder:
    """Finds the targets of one document."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.document, self.text = facts, facts.document, facts.document.text
        self.regions = own_regions(facts.mentions)
        self.covering = False  # in a list that began 在全市100个…
        ahead = _AHEAD.search(self.text)
        self.ahead = ahead.start() if ahead else 0  # a report looks back first
        self.own = next((m for m in facts.mentions if m.type == "REGION"), None)
        self.programmes = [m for m in facts.mentions if m.type == "PROGRAMME"]
        self.masked = [(m.start, m.end) for m in facts.mentions if m.type == "DOCUMENT" and m.rule != "title"]

    def find(self) -> list[Target]:
        found = [t for s in self.document.sentences if not s.heading for t in self._in_sentence(s)]
        _assign_keys(found)
        return found

    def _in_sentence(self, sentence: Sentence) -> Iterator[Target]:
        text, start, end = self.text, sentence.start, sentence.end
        if not any(c.isdigit() for c in text[start:end]) or sentence.start < self.document.title_span[1]:
            return
        quantities = [q for q in find_quantities(text, start, end) if not self._is_masked(q)]
        if not quantities:
            return
        deadlines = find_deadlines(text, start, end)
        if not self._promises(text[start:end], start, deadlines):
            return
        previous = ""
        for a, b in _segments(text, start, end):
            inside = [q for q in quantities if a <= q.start < b]
            for quantity in (q for n, q in enumerate(inside) if not self._qualifies(q, inside[n + 1 :])):
                dated = (
                    bool(deadlines)
                    or self.document.kind == "report"
                    or find_period(text, start, quantity.start) is not None
                )
                told = self._told(a, b, quantity, previous, dated)
                if told:
                    previous = told.metric if not told.verb_first else previous
                    yield self._target(sentence, told, quantity, deadlines)
                    break

    def _qualifies(self, q: Quantity, following: list[Quantity]) -> bool:
        """年营收超10亿元企业2家: the first number says what is counted."""
        return bool(following) and bool(_COUNTED_NOUN.fullmatch(self.text, q.end, following[0].start))

    def _is_masked(self, q: Quantity) -> bool:
        return any(s <= q.start < e for s, e in self.masked)

    def _promises(self, sentence: str, start: int, deadlines: list[Deadline]) -> bool:
        explicit = any(d.explicit for d in deadlines)
        if self.document.kind == "report":
            return explicit or (start >= self.ahead and not _PAST.search(sentence))
        if self.document.kind == "policy":
            return explicit or not re.search(r"截至|同比|去年|上年|已建成|已有|现有", sentence)
        if self.document.kind == "announcement":
            return False
        return bool(_PROMISED_IN_NEWS.search(sentence)) and (explicit or "力争" in sentence or "目标" in sentence)

    def _told(self, a: int, b: int, q: Quantity, previous: str, dated: bool) -> _Told | None:
        text = self.text
        begin = self._strip(a, q.start)
        pre, post = text[begin : q.start], text[q.end : b]
        whole = text[a:b]
        if q.is_money and re.search(r"连续.{1,3}年|每年", text[a : q.start]):
            return None  # money of a fund
        if _PAST.search(text[a : q.start]) or self._rewarded(a, b) or self._once_running(a, pre):
            return None
        if _not_targets().search(whole) and not _INVESTMENT.search(whole):
            return None
        found = _comparators().search(pre)
        verb = _verb().match(pre)
        if verb and verb.end() == len(pre):
            return self._verb_first(begin, b, q, verb)
        if found and found.start() > 0:
            return self._metric_first(begin, q, pre, post, found, previous, verb, dated)
        if not pre and (a == 0 or text[a - 1] in "、和" or text[begin - 1] in "在市县省镇乡区"):
            return self._verb_first(begin, b, q, None)
        if verb and not post.startswith("的") and not q.is_money and len(pre) - verb.end() >= 2:
            return _Told(
                self._compared(q, None, verb), begin, q.end, _verb_metric(verb["verb"], pre[verb.end() :]), True
            )
        if verb and q.is_money and _RAISED.fullmatch(verb["verb"]) and not post.startswith("的"):
            if len(pre) - verb.end() >= 2 and not re.search(r"基金|专项资金|[给予向为]", pre):
                return _Told(self._compared(q, None, verb), begin, q.end, pre[verb.end() :], True)
            return None
        if dated and len(pre) >= 3 and not post and not q.is_money and self.document.kind in ("policy", "report"):
            counted = "数" if q.unit in _COUNTED else ""
            return _Told(self._compared(q, None, None), begin, q.end, _without_scope(pre) + counted, False)
        return None

    def _rewarded(self, a: int, b: int) -> bool:
        """对年产量突破10万辆的企业，给予…奖励: the numbers of a clause that gives are its conditions."""
        text = self.text
        begin = max(text.rfind(mark, 0, a) for mark in "；。\n") + 1
        stop = _CLAUSE_END.search(text, b)
        clause = text[begin : stop.start() if stop else len(text)]
        return bool(_GIVES.search(clause)) and not re.search(r"(?:到|至)20\d\d年|年底前", clause)

    def _once_running(self, a: int, pre: str) -> bool:
        """达产后年产值20亿元: what a project will yield is nobody's promise."""
        begin = max(self.text.rfind(mark, 0, a) for mark in "；。\n") + 1
        return bool(_YIELDS.search(pre)) and bool(_RUNNING.search(self.text, begin, a + len(pre)))

    def _strip(self, start: int, end: int) -> int:
        """Without deadlines, periods and the words that only introduce a promise."""
        text = self.text
        for d in find_deadlines(text, start, end):
            start = max(start, d.end)
        found = re.search(r"(?:的?时间|的?努力|年内|之内|个月内|年左右|以内)", text[start:end])
        if (
            found
            and re.search(r"[\d一二两三四五六七八九十]", text[start : start + found.start()])
            and found.end() < end - start
        ):
            start += found.end()
        while start < end:
            lead = _LEAD.match(text, start, end)
            each = _scopes().match(text, start, end)
            if lead:
                start = lead.end()
            elif each and (each["each"] or each.end() == end):
                start = each.end()
            else:
                return start
        return start

    def _verb_first(self, begin: int, b: int, q: Quantity, verb: re.Match[str] | None) -> _Told | None:
        noun = self.text[q.end : b]
        noun = _NOUN_END.sub("", noun.split("\n")[0]).rstrip()
        if q.is_money or q.unit == "%" or len(noun.lstrip("的")) < 1:
            return None
        if not noun.lstrip("的") or len(noun) > 60:
            return None
        end = q.end + len(noun)
        word = verb["verb"] if verb else ""
        metric = _verb_metric(word, noun.lstrip("的"))
        covering = not verb and (
            self.text[begin - 1] in "在市县省" or (self.covering and self.text[begin - 1] in "、和")
        )
        self.covering = covering
        return _Told(self._compared(q, None, verb), begin, end, ("覆盖" if covering else "") + metric, True)

    def _metric_first(
        self,
        begin: int,
        q: Quantity,
        pre: str,
        post: str,
        found: re.Match[str],
        previous: str,
        verb: re.Match[str] | None,
        dated: bool,
    ) -> _Told | None:
        if post.startswith("的") or re.search(r"(?:对|对于|凡|为|给|按)", pre[:2]):
            return None
        comparator = self._compared(q, found.lastgroup, None)
        if comparator == "eq" and not dated and not _FUTURE.search(self.text[begin - 12 : q.start]):
            return None
        words_ = pre[: found.start()]
        word = found[0]
        metric = _without_scope(words_)
        if verb and verb.end() < len(words_):
            metric = words_
            if not verb["verb"].startswith(("年", "培训", "培养", "累计")):
                rest = words_[verb.end() :]
                metric = words_ if _BARE_METRIC.fullmatch(rest) or rest.startswith("业") else rest
        if (
            word.startswith(("增长", "下降", "提高", "降低"))
            and q.unit == "%"
            and "到" not in word
            and "至" not in word
        ):
            metric = (
                (metric if len(metric) > 3 and not metric.startswith("年均") else previous + metric) + word[:2] + "率"
            )
        elif _BARE_METRIC.match(metric):
            metric = self._topic(begin) + metric
        metric = re.sub(r"(?:力争|争取|预计|将|要|确保|努力)$", "", metric)
        if not metric:
            return None
        if q.unit in _COUNTED and not metric.endswith(("数", "量", "额")):
            metric += "数"
        return _Told(comparator, begin, q.end, metric, False)

    def _topic(self, begin: int) -> str:
        """What the clause before speaks of: 跨境电子商务快速起步，交易额 …"""
        sentence = self.document.sentence_at(begin)
        clauses = self.text[sentence.start : begin].rstrip("，；").split("，")
        topic = _TOPIC.match(re.split(r"[；。]", clauses[-1])[-1]) if clauses else None
        return topic[1] if topic else ""

    def _compared(self, q: Quantity, before: str | None, verb: re.Match[str] | None) -> str:
        if q.maximum is not None:
            return "range"
        after = _after().get(q.after)
        if after == "approx":
            return "approx"
        if verb and (verb["least"] or (verb["least2"] or "约") != "约"):
            return "ge"
        if before in (None, "eq") and after:
            return after
        if before in (None, "eq") and _ABOUT.search(self.text[max(0, q.start - 2) : q.start].replace("达", "")):
            return "approx"
        return before or "eq"

    def _target(self, sentence: Sentence, told: _Told, q: Quantity, deadlines: list[Deadline]) -> Target:
        low: Decimal | None = q.minimum
        high: Decimal | None = q.maximum if q.maximum is not None else q.minimum
        if told.comparator in ("gt", "ge"):
            high = None
        elif told.comparator == "le":
            low = None
        before = [d for d in deadlines if d.end <= q.start]
        deadline = before[-1].value if before else None
        period = None if deadline else find_period(self.text, sentence.start, q.start)
        scope, per_place, holder = self._scope(sentence, q)
        return Target(
            told.metric,
            told.comparator,
            _number(low),
            _number(high),
            q.unit,
            told.comparator == "approx" or q.after == "左右",
            told.start,
            told.end,
            self.text[told.start : told.end],
            deadline,
            period[0] if period else None,
            bool(period and period[1]),
            scope,
            per_place,
            self._programme(sentence, told.start),
            holder,
        )

    def _scope(self, sentence: Sentence, q: Quantity) -> tuple[str | None, str | None, Mention | None]:
        found = list(_scopes().finditer(self.text, sentence.start, q.end))
        level = "county" if self.own is None else None
        if found and found[-1]["each"]:
            word = found[-1]["each"]
            return (
                "each township" if "乡" in word or "镇" in word else "each village" if "村" in word else "each county",
                word,
                None,
            )
        if found:
            level = lexicon("targets")["scopes"][found[-1]["all"]]
        region = self._region(level, q.start)
        name = region.name if region else self.own.name if self.own else None
        return name, None, region if self.document.kind == "news" else None

    def _region(self, level: str | None, before: int) -> Mention | None:
        """The latest place of that level named before."""
        if level is None:
            return None
        types = ("VILLAGE",) if level == "village" else ("REGION",)
        named = [
            m
            for m in self.facts.mentions
            if m.type in types and m.start < before and m.entity is m and (level == "village" or m.kind == level)
        ]
        outer = [m for m in named if not any(o.covers(m) for o in self.facts.mentions if o.rule != "title")]
        near = outer or named
        return near[-1] if near else None

    def _programme(self, sentence: Sentence, start: int) -> Mention | None:
        inside = [p for p in self.programmes if sentence.start <= p.start and p.end <= start]
        if inside:
            return inside[-1]
        section = self.document.section_at(start)
        while section:
            headed = [p for p in self.programmes if section.heading_start <= p.start < section.heading_end]
            if headed:
                return headed[0]
            section = section.parent
        return None


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for cut in _SEGMENT.finditer(text, start, end):
        yield at, cut.start()
        at = cut.end()
    if at < end:
        yield at, end


def _without_scope(words_: str) -> str:
    return re.sub(rf"^(?:{alternation(lexicon('targets')['scopes'])})|的$", "", words_)


def _verb_metric(verb: str, noun: str) -> str:
    """What is counted: the noun, its quoted word, or its head after a list of qualities."""
    quoted = re.search(r"“([^”]+)”$", noun)
    if quoted:
        noun = quoted[1]
    elif noun.startswith("在") or ("、" in noun and "的" in noun):
        noun = noun.rsplit("的", 1)[1]
    keep = verb if verb.startswith(("培训", "培养", "年", "累计")) else ""
    return f"{keep}{noun}数"


def _number(value: Decimal | None) -> float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _assign_keys(targets: list[Target]) -> None:
    """One key for a target told twice: equal value, and the same thing counted, by dates that agree."""
    told: list[Target] = []
    for target in targets:
        same = next((t for t in told if _same(t, target)), None)
        if same:
            target.key = same.key
            continue
        due = target.deadline or target.period or ""
        key = f"{target.metric}@{due}" if due else target.metric
        taken = {t.key for t in told}
        target.key = key if key not in taken else f"{key}#{len(told)}"
        told.append(target)


def _same(a: Target, b: Target) -> bool:
    if (a.comparator, a.minimum, a.maximum, a.unit) != (b.comparator, b.minimum, b.maximum, b.unit):
        return False
    agree = a.deadline == b.deadline or a.deadline is None or b.deadline is None
    head = _head(a.metric) == _head(b.metric)
    return agree and head and (a.metric == b.metric or a.unit != "yuan") and a.scope == b.scope


def _head(metric: str) -> str:
    return re.sub(r"[（(].*?[）)]", "", metric).removesuffix("数")[-2:]


def find_targets(facts: Facts) -> list[Target]:
    return TargetFinder(facts).find()
