"""Names by suffix grammar: what ends in 有限公司, 开发区, 平台, 专项资金, 工程 … and names one thing."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nlp.components.places import known_places
from nlp.facts import Mention
from nlp.lexicon import alternation, any_of, common_words, lexicon, short_words, words
from nlp.phrases import Phrases, led_by, leftover


@dataclass(frozen=True)
class _Suffix:
    type: str
    kind: str | None
    named: str


@cache
def _suffixes() -> Mapping[str, tuple[_Suffix, ...]]:
    table: dict[str, tuple[_Suffix, ...]] = {}
    for type_, entry in lexicon("names").items():
        for kind, endings in entry["suffixes"].items():
            for ending in endings.split():
                table[ending] = (*table.get(ending, ()), _Suffix(type_, kind or None, entry["named"]))
    return table


@cache
def _one_pattern() -> re.Pattern[str]:
    return any_of(_suffixes())


@cache
def _not_before() -> Mapping[str, re.Pattern[str]]:
    return {t: any_of(e.get("not_before", "").split()) for t, e in lexicon("names").items()}


_AFTER_LIST = r"[^，。；：]{{0,40}}等(?:{})"


@cache
def _closers() -> re.Pattern[str]:
    return re.compile(_AFTER_LIST.format(alternation(words("words", "list_closers"))))


_ADVERBS = "(?:积极|大力|加快|着力|将|要|拟|计划|下一步|同时|并|努力|抓紧|尽快|全力|继续|以|为|还|则|就)*"


@cache
def _opening_at_start(key: str) -> re.Pattern[str]:
    return re.compile(rf"{_ADVERBS}(?P<verb>{alternation(words('words', key))})")


_SEEKING = re.compile(
    r"(?:创建|争创|争取|申报|申请|申创|获评|评为|认定为|命名为|授予|荣获|获得|获批|入选|列入|确定为|被授予|蝉联|取得|通过|颁发|颁发的)"
)
_CONFERRED = re.compile(
    r"(?:[和、与及或][^，。；]{2,14})?[”》]?(?:认定|认证|资格|称号|证书|荣誉|税收政策|牌匾|奖牌|评选|资质|创建)"
)
_RANKED = re.compile(r"^(?:国家级?|全国|中国|省级|市级|省|市|(?:[\u4e00-\u9fff]{2,4})省级?)")
_JOINS = re.compile(r"[和与及]$")
_COUNT_AFTER = re.compile(r"(?!(?:19|20)\d\d年)(?:数量|总数)?(?:达到?|增至|约|近|超过?)?\d")
_HELD = re.compile(r"(?:[在于][^，。]{1,16})?(?:隆重|正式|成功)?(?:举行|开幕|举办|召开|启幕|落幕)")
_YEARLY = re.compile(
    r"年(?:产|处理|加工)\d[\d.]*[万亿]?(?:吨|台|套|件|只|辆|米|片|颗|平方米|立方米|GWh|GW|吉瓦时)(?:的)?$"
)
_INVESTED = re.compile(
    r"(?:投资(?:约|近|超)?\d[\d.]*(?:亿|万)?美?元?[^。；]{1,20}建设的?"
    r"|投资(?:约|近|超)?\d[\d.]*(?:亿|万|亿美)元?(?:建设|实施|打造|兴建)?的?|(?:签约|签署|签订|投资)(?:建设|落地|实施)|签约)$"
)
_PROJECT_KINDS = re.compile(
    r"^(?:重点|重大|招商|签约|合作|投资|建设|首批|产业|工业|民生|政府|该|上述|各类|优质|高端|[一二三四五]期)*$"
    r"|的|等|类|型企业|重大|重点|亿元以上|以上|招商引资|省级|市级|集中|多个|一批|系列|在建|新建|储备"
)


@cache
def _of_a_firm() -> re.Pattern[str]:
    return re.compile(rf"(?:公司|集团|股份|{alternation(words('industries', 'short_firms'))})的$")


_BECOMES = re.compile(
    r"(?:日前|近日|今日|昨日|正式|顺利|成功|已|也|将|全面|同步|当天|于[^，。]{2,12}|在[^，。]{2,16})*"
    r"(?:落户|落地|落子|开工|动工|奠基|投产|投运|竣工|建成|签约|坐落|位于|选址|总投资|计划总?投资|拟?投资\d|占地|由[^，。]{2,20}投资)"
)
_COMMON = {"ENTERPRISE": 2, "ORGANIZATION": 2}
#: An event begins with its year and edition: 2025年第五届中国（青禾）大蒜博览会.
_EDITION = re.compile(r"(?:(?:19|20)\d\d年?)?(?:第[\d一二三四五六七八九十百]+届|首届)[^，。；：、！？\n]*$")
#: What somebody runs, told before the name of it: 引进云图数科运营青禾“产业大脑”平台.
_RUNS = re.compile(r"(?:运营|管理|建设|开发|承建|投资|经营|打造|参建|代建|承办|主办)的?$")
_YEAR_BEFORE = re.compile(r"(?<!\d)20\d\d年?")
#: What has been set up by somebody is one thing, whatever its words.
_JOINTLY = re.compile(r"(?:共建|共同建设|共同成立|联合成立|联合组建|合作建立|合作共建|成立|组建|设立|建立)(?:了|的)$")
_OFFICE = re.compile(r"(?:第一|副)?(?:书记|主任|支书|委员)")
_KIN = re.compile(r"(?:全资|控股|参股|下属|旗下)(?:二级|三级)?(?:子公司|孙公司|公司|企业)$|[子母孙]公司$")
_LEGAL = ("有限公司", "股份公司", "有限责任公司", "合作社", "家庭农场", "株式会社")
_WITH_QUOTES = frozenset({"PROGRAMME", "ENTERPRISE", "EVENT", "PROJECT", "PLATFORM", "FUND"})


def _year_before(text: str, start: int) -> re.Match[str] | None:
    """2024 of 2024数字贸易大会; 年 of 2024年 may be part of what was cut off."""
    found = _YEAR_BEFORE.search(text, max(0, start - 5), start)
    return found if found and found.end() == start else None


class NameFinder:
    """Finds names in one text, knowing the places and public bodies in it."""

    def __init__(self, text: str, phrases: Phrases, places: list[Mention], bodies: list[Mention]) -> None:
        self.text, self.phrases = text, phrases
        self.place_starts = {p.start: p for p in places}
        self.places = sorted(places, key=lambda p: p.start)
        self._starts = [p.start for p in self.places]
        self.firm_heads = self._firm_heads()
        self.body_spans = {(b.start, b.end) for b in bodies}

    def _firm_heads(self) -> frozenset[str]:
        """The two characters that tell firms apart, of every firm with its legal form."""
        heads = set()
        for match in re.finditer("(?:集团|股份)?有限(?:责任)?公司", self.text):
            start, _ = self._strip(self.phrases.left(match.start()), match.start())
            place = self.place_starts.get(start)
            start = place.end if place else start
            head = self.text[start : start + 2]
            if match.start() - start >= 2 and led_by(head) == 2:
                heads.add(head)
        return frozenset(heads)

    def find(self) -> list[Mention]:
        return [m for m in self._candidates() if (m.start, m.end) not in self.body_spans]

    def _candidates(self) -> Iterator[Mention]:
        last = -1
        for match in _one_pattern().finditer(self.text):
            if match.start() < last:
                continue
            for suffix in _suffixes()[match[0]]:
                mention = self._name(match.start(), match.end(), suffix)
                if mention:
                    yield mention

    def _name(self, at: int, end: int, suffix: _Suffix) -> Mention | None:
        if _not_before()[suffix.type].match(self.text, end):
            return None
        if suffix.type != "FUND" and _COUNT_AFTER.match(self.text, end):
            return None
        if suffix.kind == "village_committee" and _OFFICE.match(self.text, end):
            return None  # 金竹村党支部书记: whose office it is is the village
        start, counted = self._start(at, suffix)
        if counted and suffix.type != "FUND":
            return None
        if suffix.type == "PROJECT" and (made := _YEARLY.search(self.text, max(0, start - 16), start)):
            start = made.start()
        name = self.text[start:end]
        if suffix.type == "EVENT" and name.startswith(("大会", "会议", "活动", "仪式")):
            return None
        if "\n" in name or len(name) < 3 or end - start > 40:
            return None
        if suffix.type == "ENTERPRISE" and (
            _KIN.search(name) or self.text[start:at] in words("industries", "platforms")
        ):
            return None  # 天猫旗舰店
        if suffix.type == "FACILITY" and any(p.start == start and p.end == at for p in self._places_in(start, at)):
            return None  # 青禾市中心 is no centre
        planned = self._planned(start, end, suffix, at)
        if planned is None:
            return None
        confidence = 0.9 if suffix.named != "planned" or self._inside(start, at) else 0.8
        return Mention(
            suffix.type, start, end, name, suffix.kind, planned=planned, rule="suffix", confidence=confidence
        )

    def _start(self, at: int, suffix: _Suffix) -> tuple[int, bool]:
        text = self.text
        start, counted = self._strip(self.phrases.left(at), at)
        if start > 0 and text[start - 1] == "”" and suffix.type in _WITH_QUOTES:
            opened = text.rfind("“", max(0, start - 20), start)
            if opened >= 0 and not re.search(r"[。！？，；]", text[opened:start]):
                left, _ = self._strip(self.phrases.left(opened), opened)
                return (left if left < opened else opened), counted
        if suffix.type == "EVENT":
            edition = _EDITION.search(text, max(0, start - 24), at) or _year_before(text, start)
            if edition:
                return min(start, edition.start()), counted
        if (
            start > 0
            and text[start - 1] in "）)"
            and suffix.type in ("ENTERPRISE", "ORGANIZATION", "PARK", "EVENT", "FACILITY", "PLATFORM")
        ):
            opened = max(text.rfind("（", max(0, start - 10), start), text.rfind("(", max(0, start - 10), start))
            if opened > 0 and text[opened - 1] not in "，。、；“”":
                left, _ = self._strip(self.phrases.left(opened), opened)
                if left < opened:
                    return left, counted
        return (start if suffix.type in _COMMON else self._joined(start)), counted

    def _strip(self, left: int, at: int) -> tuple[int, bool]:
        """Verbs, counts, and places that only say where: 桃林镇建设… → …"""
        start, counted = self.phrases.strip(left, at)
        place = self.place_starts.get(start)
        while place and place.end < at and place.rule != "short":
            after, more = self.phrases.strip(place.end, at)
            rest = self.text[place.end : after]
            if (
                not rest
                or rest[0] in "一二三四五六七八九十0123456789第首"
                or (
                    rest in ("农民", "企业", "投资", "建设", "市场", "发展", "开发", "创业", "服务", "交易", "商户")
                    and not (any(p.start == after for p in self.places))
                    and leftover(self.text[after:at]) < 2
                )
            ):
                break
            start, counted = after, counted or more
            place = self.place_starts.get(start)
        run = next(
            (p.start for p in self._places_in(start + 3, at) if _RUNS.search(self.text, start + 2, p.start)), None
        )
        if run is None and start not in self.phrases.anchors:
            run = next((p.start for p in self._places_in(start + 1, at) if self._only_leads(start, p.start)), None)
        return (start if run is None else run), counted

    def _only_leads(self, start: int, at: int) -> bool:
        """选举 of 选举青禾优购公司经理…: names begin with their places, unless a brand comes first."""
        lead = self.text[start:at]
        return len(lead) == 1 or (len(lead) <= 4 and lead[-2:] in short_words() and self.text[at - 1] not in "（(")

    def _places_in(self, start: int, end: int) -> list[Mention]:
        return self.places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _joined(self, start: int) -> int:
        """青禾网货和网店展销会: what stands before 和 is no name of its own and begins with a place."""
        while _JOINS.search(self.phrases.cut_before(start)):
            left, counted = self._strip(self.phrases.left(start - 1), start - 1)
            before = self.text[left : start - 1]
            place = self.place_starts.get(left)
            ends_name = any(before.endswith(s) for s in _suffixes()) or (place and place.end == start - 1)
            if counted or not place or ends_name or len(before) > 12:
                return start
            if self.place_starts.get(start):
                return start
            start = left
        return start

    def _inside(self, start: int, end: int) -> bool:
        return any(p.end <= end for p in self._places_in(start, end))

    def _planned(self, start: int, end: int, suffix: _Suffix, at: int) -> bool | None:
        """Whether it is planned; None where it is no name of one thing."""
        residue = self.text[start:at]
        if self.phrases.grouped(start):
            return None
        legal = suffix.type == "ENTERPRISE" and self.text[at:end].endswith(_LEGAL) and len(residue) >= 2
        known = suffix.type in _COMMON and residue in known_places()  # 日照银行: the word alone may be an everyday one
        own = legal or known or self._inside(start, end) or "“" in residue or self._led_by_name(residue, suffix)
        if suffix.type == "HONOR":
            return False if self._conferred(start, end) else None
        if not own and suffix.type == "PROJECT":
            return False if self._particular(start, end, residue) else None
        if suffix.type == "ORGANIZATION" and len(residue) >= 4 and _JOINTLY.search(self.text, max(0, start - 8), start):
            own = True
        if suffix.type == "EVENT" and re.match(r"(?:19|20)\d\d年?[^\d年月]|第[一二三四五六七八九十\d]+届", residue):
            own = True
        if suffix.type == "EVENT" and not own and _HELD.match(self.text, end):
            return False
        opening = self._clause_opening(start)
        if suffix.type not in _COMMON and not self._inside(start, at) and _closers().match(self.text, end):
            return None
        if own:
            led = suffix.type in ("PARK", "FACILITY", "PROJECT") and self._led_by_name(residue, suffix)
            if suffix.type not in _COMMON and not self._inside(start, end) and not led and opening == "encouraging":
                return None
            return opening == "planning" and suffix.type not in ("PROGRAMME", "FUND", *_COMMON)
        if suffix.named != "planned":
            return None
        return self._created(start, end, suffix, opening, residue)

    def _particular(self, start: int, end: int, residue: str) -> bool:
        """A project told by what it makes, of a firm or with what becomes of it: 投资6亿元的车用玻璃项目在…开工."""
        if len(residue) < 4 or _PROJECT_KINDS.search(residue):
            return False
        before = _YEARLY.sub("", self.text[max(0, start - 36) : start])
        if _INVESTED.search(before) or _of_a_firm().search(before):
            return True
        return bool(_BECOMES.match(self.text, end)) and leftover(residue) >= 1

    def _led_by_name(self, residue: str, suffix: _Suffix) -> bool:
        """Whether it begins with characters of no known word, and goes on in words of kinds: 云禾智能家电产业园."""
        residue = re.sub(r"[“”（）()]", "", residue)
        if suffix.type in ("PROGRAMME", "HONOR", "FUND"):
            return False
        if any(head in residue for head in self.firm_heads):
            return True  # 海岳 of 海岳家居集团有限公司
        run = led_by(residue)
        if residue[:2] in (common_words() if suffix.type in ("PARK", *_COMMON) else short_words()):
            return False  # 单个项目, 交流平台
        return 2 <= run <= 4 and leftover(residue[run:]) == 0

    def _created(self, start: int, end: int, suffix: _Suffix, opening: str, residue: str) -> bool | None:
        """A name of kinds only: one thing where the document's author creates it."""
        if not residue and end - start < 6:
            return None
        if suffix.type == "PROGRAMME":
            before = self.text[max(0, start - 6) : start]
            return False if re.search(r"(?:实施|启动|组织实施|推进|开展)$", before) and end - start >= 5 else None
        if suffix.type == "FUND":
            return self._fund(start, opening)
        return True if opening == "planning" and end - start >= 6 else None

    def _fund(self, start: int, opening: str) -> bool | None:
        clause = self.text[self.phrases.clause_start(start) : start]
        if re.search(r"(?:探索|研究)(?:建立|设立)", self.text[max(0, start - 40) : start]):
            return True
        made = re.search(r"(?:设立|安排|拨付|整合|列支|统筹|建立|用好|发挥)", clause)
        return False if made and opening != "encouraging" else None

    def _clause_opening(self, start: int) -> str:
        """What the clause's verb makes of its objects: planning, encouraging, building or nothing."""
        clause_start = self.phrases.clause_start(start)
        clause = self.text[clause_start:start]
        opened = {k: _opening_at_start(k).match(clause) for k in ("encouraging", "planning", "building")}
        lengths = {key: len(found[0]) for key, found in opened.items() if found}
        if lengths:  # 积极争取建设 is longer than 积极, so it is a plan
            return max(lengths, key=lambda key: lengths[key])
        if re.search(r"(?:将|要|下一步)(?:规划|筹备|启动)?(?:建设|新建|建|举办|设立|成立)[^，]*$", clause):
            return "planning"
        tail = re.search(rf"(?:{alternation(words('words', 'planning'))})(?:[^，。；的]{{0,20}}、)*$", clause)
        return "planning" if tail else ""

    def _conferred(self, start: int, end: int) -> bool:
        text = self.text
        if text[start - 1 : start] in ("《",) and text[end : end + 1] == "》":
            return True
        clause = text[self.phrases.clause_start(start) : start]
        name = text[start:end]
        quoted = text[start - 1 : start] == "“" and text[end : end + 1] == "”"
        if (
            _SEEKING.search(clause)
            and (quoted or len(name) >= 5)
            and not re.match(r"(?:的)?(?:企业|工作|活动)", text[end:])
        ):
            return True
        if _CONFERRED.match(text, end) and not re.search(r"开展", clause[-8:]):
            return bool(end - start >= 6 and not name.startswith(("诚信", "电子商务示范企业")))
        return bool(_RANKED.match(name) and leftover(name) == 0 and quoted)
