"""Names by suffix grammar: what ends in 有限公司, 开发区, 平台, 专项资金, 工程 … and names one thing."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from nlp.components.places import known_places
from nlp.facts import Mention
from nlp.lexicon import alternation, any_of, lexicon, short_words, words
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
_INVESTED = re.compile(r"(?:投资(?:约|近|超)?\d[\d.]*(?:亿|万|亿美)元?(?:建设|实施|打造|兴建)?的?|(?:签约|签署|签订|投资)(?:建设|落地|实施)|签约)$")
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
_KIN = re.compile(r"(?:全资|控股|参股|下属|旗下)(?:二级|三级)?(?:子公司|孙公司|公司|企业)$|[子母孙]公司$")
_LEGAL = ("有限公司", "股份公司", "有限责任公司", "合作社")
_WITH_QUOTES = frozenset({"PROGRAMME", "ENTERPRISE", "EVENT", "PROJECT", "PLATFORM", "FUND"})


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
        start, counted = self._start(at, suffix)
        if counted and suffix.type != "FUND":
            return None
        name = self.text[start:end]
        if "\n" in name or len(name) < 3 or end - start > 40:
            return None
        if suffix.type == "ENTERPRISE" and (
            _KIN.search(name) or self.text[start:at] in words("industries", "platforms")
        ):
            return None  # 天猫旗舰店
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
            edition = _EDITION.search(text, max(0, start - 24), at)
            if edition:
                return min(start, edition.start()), counted
        if start > 0 and text[start - 1] in "）)" and suffix.type in ("ENTERPRISE", "ORGANIZATION"):
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
        run = next((p.start for p in self._places_in(start + 3, at) if _RUNS.search(self.text, start + 2, p.start)), None)
        return (start if run is None else run), counted

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
        before = self.text[max(0, start - 14) : start]
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
        if residue[:2] in short_words():
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


_CARRIED_OUT = re.compile(
    r"(?:实施|启动)(?P<name>[\u4e00-\u9fff“”]{3,20}?(?:工程|行动计划|专项行动|行动|计划))(?=[，。；（(\n]|$)"
)


#: 入选国家重点人才计划: what takes people and firms in, and has a level.
_ENTERED = re.compile(
    r"(?:入选|列入|纳入|获批|承担|申报)(?:了|首批|\d{4}年度?)*(?P<name>(?:国家级?|全国|省级?|市级?|[\u4e00-\u9fff]{2,3}省)[\u4e00-\u9fff“”]{2,16}?(?:计划|工程|行动))(?=[，。；、]|$|的|和)"
)


def find_carried_out(text: str) -> list[Mention]:
    """实施龙头企业培育行动: what is carried out in so many words, whatever words they are."""
    listed = [
        Mention("PROGRAMME", m.start("name"), m.end("name"), m["name"], rule="carried out", confidence=0.7)
        for m in _ENTERED.finditer(text)
        if not re.search(r"[的等了在由]", m["name"])
    ]
    return listed + [
        Mention("PROGRAMME", m.start("name"), m.end("name"), m["name"], rule="carried out", confidence=0.75)
        for m in _CARRIED_OUT.finditer(text)
        if not re.search(r"[的等]|以上|一批|系列|各类", m["name"]) and m["name"].count("“") == m["name"].count("”")
    ]


_AWARD_QUOTE = re.compile(
    r"(?:认定为|评为|获评|命名为|授予|荣获|获得|获批|入选|摘得|冠以|被誉为|争创|创建|获)(?:全国|国家级|省级|市级|首批|中国|第[一二三四五六七八九十]批)?“([^”\n]{2,24})”"
)
_HONOR_WORDS = re.compile(
    r"(?:[村镇县市区]|企业|单位|园区|基地|称号|奖|个人|品牌|城市|集体|试点|示范.*|之乡|商标|产品|先锋|标兵|能手|达人|人物)$"
)


def find_quoted_honors(text: str) -> list[Mention]:
    """获评“淘宝村”: what is conferred in quotes is an honour whatever it ends in."""
    return [
        Mention("HONOR", m.start(1), m.end(1), m[1], "title", rule="quoted", confidence=0.9)
        for m in _AWARD_QUOTE.finditer(text)
        if _HONOR_WORDS.search(m[1]) and not m[0].startswith(("被誉为", "冠以"))
    ]


_CONFERS = re.compile(
    r"(?:认定为|评为|评定为|命名为|确定为|授予|获评|荣获|获批|入选|列入|纳入|跻身|获得|取得|申报|申创|申建|争创|创建|创成|争取|成功创建|摘得|荣膺|成为|获)"
    r"(?:了|过|首批|第[一二三四五六七八九十]+批|\d{4}年度?)*(?=[“]?(?:国家|全国|中国|省|市|部|世界|[\u4e00-\u9fff]{2,4}省|“))"
)
_TITLES = (
    r"(?:基地|集群|园区|企业|单位|试点|示范[县市区镇村乡点户社店]|先行区|先导区|试验区|示范区|[县市区镇村乡]|名录|品牌|产品|平台|中心|社|奖|奖项|金奖"
    r"|之乡|产业园|孵化器|众创空间|工厂|车间|示范工程|实验室|集体|标兵|模范|先锋|之星|带头人|能手|人物|个人|商标|街区|景区|学校|名单|百强|十强|名片)"
)
_LEVEL = r"(?:国家级?|全国|中国|省级?|市级?|部级|世界|[\u4e00-\u9fff]{2,4}(?<![的了和在由])[省市](?!场|民))"
_HONOR = re.compile(
    rf"(?:{_LEVEL}[\u4e00-\u9fff]{{0,16}}“[^”\n]{{2,16}}”[\u4e00-\u9fff]{{0,14}}?|{_LEVEL}[\u4e00-\u9fff（）]{{2,24}}?)"
    rf"{_TITLES}"
    r"(?=称号|名单|荣誉|[，。；、”（\n]|$|和|与|及|并|等|的)"
)
_NOT_HONORS = re.compile(r"[了由在]|重点项目|工程项目|建设用地|收入|企业库|政府采购")


def find_conferred(text: str) -> list[Mention]:
    """获批国家外贸转型升级基地、省级特色产业园区等称号: after such a verb, and with a level before it, it is a title."""
    found = []
    for verb in _CONFERS.finditer(text):
        at = verb.end()
        while match := _HONOR.match(text, at + (text[at : at + 1] == "“" and not _CLOSED_QUOTE.match(text, at))):
            if _NOT_HONORS.search(match[0]) or len(match[0]) < 5:
                break
            found.append(Mention("HONOR", *match.span(), match[0], "title", rule="conferred", confidence=0.8))
            more = re.compile(r"(?:称号|名单|荣誉)?”?[、和与及]“?").match(text, match.end())
            if not more:
                break
            at = more.end()
    return [*found, *_named_so(text)]


_CLOSED_QUOTE = re.compile(r"“[^”\n]{2,8}”[\u4e00-\u9fff]{2,}")
#: 认定甲、乙为省电子商务示范企业; 授予丙“青禾工匠”称号: what stands after 为 or before 称号.
_NAMED_SO = re.compile(
    r"(?:认定|命名|确定|评定|评选|公布|表彰|授予)(?P<who>[^。；\n]{2,200}?)(?:等\d*[家个名人]?[\u4e00-\u9fff]{0,6})?"
    r"(?:为(?:\d{4}年度?|第[一二三四五六七八九十]+批|首批)?“?(?P<as>(?:国家级?|全国|全省|全市|省级?|市级?|[\u4e00-\u9fff]{2,4}[省市县])[\u4e00-\u9fff“”（）]{1,20}?"
    rf"{_TITLES})”?(?=称号|[，。；\n]|$)"
    r"|“(?P<title>[^”\n]{3,20})”(?:荣誉)?称号)"
)


def _named_so(text: str) -> Iterator[Mention]:
    for match in _NAMED_SO.finditer(text):
        for group in ("as", "title"):
            if match[group] and not re.search(r"[的了在由]", match[group]):
                yield Mention("HONOR", *match.span(group), match[group], "title", rule="conferred", confidence=0.8)


_LOAN = re.compile(r"“([^”，。\n]{2,8}贷)”")


def find_loan_products(text: str) -> list[Mention]:
    """“柳编贷”: banks give their products such names."""
    return [
        Mention("FUND", m.start(1), m.end(1), m[1], "loan_product", rule="quoted", confidence=0.8)
        for m in _LOAN.finditer(text)
    ]


_BRANCH = re.compile(r"[\u4e00-\u9fff]{0,8}?(?:分行|支行|营业部)")
_BRANCH_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,10}?分公司")
_PARTNERSHIP = re.compile(r"[（(](?:有限合伙|普通合伙|特殊普通合伙)[）)]")


def with_branches(text: str, mentions: list[Mention]) -> list[Mention]:
    """A bank with its branch is one organization, a firm with its branch or form one firm.

    某某银行股份有限公司青岛分行, 某某集团有限公司青禾县分公司, 某某合伙企业（有限合伙）.
    """
    for mention in mentions:
        goes_on = _PARTNERSHIP.match(text, mention.end) or _BRANCH_OFFICE.match(text, mention.end)
        if goes_on and mention.type == "ENTERPRISE" and mention.text.endswith(("公司", "集团", "企业")):
            mention.end = goes_on.end()
            mention.text = text[mention.start : mention.end]
        if "银行" in mention.text and mention.type in ("ORGANIZATION", "ENTERPRISE"):
            mention.type, mention.kind = "ORGANIZATION", "bank"
            branch = _BRANCH.match(text, mention.end)
            if branch:
                mention.end = branch.end()
                mention.text = text[mention.start : mention.end]
    return mentions
