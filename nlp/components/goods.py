"""Industries, products and platforms known by name: told by their surroundings and small lexicons."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from nlp.document import Document
from nlp.facts import Mention
from nlp.lexicon import alternation, any_of, short_words, words
from nlp.phrases import Phrases, led_by, leftover

_SECTOR = re.compile(r"[\u4e00-\u9fff]{1,10}?业")
_HEAD_AFTER = (
    r"(?=[，。；、）)”\n]|$|的|中|内|发展|转型|里|等|上|与|和|集聚|升级|合作|提供|应用|推广|深度|示范|入手|着手)"
)
_ITEM = r"(?:(?!等)[\u4e00-\u9fffA-Za-z0-9]){2,10}"


@cache
def _headed() -> re.Pattern[str]:
    heads = alternation(words("industries", "heads"))
    return re.compile(
        rf"(?P<list>{_ITEM}(?:[、和与及]{_ITEM})*)(?P<etc>(?:等|(?:等)?[两二三四五六七八九\d]+(?:大|个))(?:重点|主要|多个|特色|优势|传统|支柱|主导|新兴|千亿级|百亿级|战略性)*)?(?P<head>领域|(?:{heads}){_HEAD_AFTER}|(?(etc)产业(?!园|带|集|链|基|项|体|工)|(?!)))"
    )


@cache
def _activity() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('industries', 'activity_endings'))})$")


@cache
def _not_sector() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('industries', 'not_a_sector'))})$")


@cache
def _known_sectors() -> re.Pattern[str]:
    return any_of(words("industries", "sectors"))


def find_industries(document: Document, phrases: Phrases) -> list[Mention]:
    """Sectors in 业, and the words before 产业, 行业, 领域, 环节 that end their phrase; none in headings."""
    text = document.text
    found: dict[tuple[int, int], Mention] = {}
    for mention in [*_sectors(text, phrases), *_headed_words(text, phrases)]:
        if not document.in_heading(mention.start, mention.end):
            found.setdefault((mention.start, mention.end), mention)
    return list(found.values())


def _industry(text: str, start: int, end: int, kind: str = "sector", confidence: float = 0.8) -> Mention:
    return Mention("INDUSTRY", start, end, text[start:end], kind, rule="industry", confidence=confidence)


def _sectors(text: str, phrases: Phrases) -> Iterator[Mention]:
    for match in re.finditer("业", text):
        at = match.end()
        if text[at : at + 1] in tuple("互品基厂务者主态余绩园户界内农链带集体部厅局城"):
            continue
        start, counted = phrases.strip(phrases.left(at - 1), at - 1)
        word = text[start:at]
        known = next(
            (
                text[i:at]
                for i in range(max(phrases.left(at - 1), at - 10), at)
                if _known_sectors().fullmatch(text, i, at)
            ),
            None,
        )
        word = re.sub(r"^(?:规上|限上|规模以上|限额以上)", "", word)
        whole = known and known[0] in "加制养种服" and leftover(word[: -len(known)]) in (1, 2) and len(word) <= 6
        if (
            known
            and not whole
            and (len(known) > len(word) or leftover(word[: -len(known)] or "大") > 0 or len(word) > len(known) + 5)
        ):
            word = known
        if counted or _not_sector().search(word) or not 2 <= len(word) <= 10:
            continue
        if not re.fullmatch(r"[\u4e00-\u9fff]+", word) or phrases.grouped(at - len(word)):
            continue
        if (not known and leftover(word[:-1]) > 2) or word == "工业":
            continue
        yield _industry(text, at - len(word), at, confidence=0.85 if known else 0.7)
        yield from _listed_before(text, phrases, at - len(word))


def _listed_before(text: str, phrases: Phrases, at: int) -> Iterator[Mention]:
    """仓储、配送和包装等物流服务业: the kinds that make up the sector."""
    clause_start = max(text.rfind(mark, 0, at) for mark in "，。；：\n") + 1
    clause = text[clause_start:at]
    listed = re.search(
        rf"(?:发展|培育|壮大|推动|推进|引导|提升|促进|做强|包括|加快|支持|聚焦|围绕|在)?(?P<list>{_ITEM}(?:、{_ITEM})+(?:和{_ITEM})?)等$",
        clause,
    )
    if listed:
        begin = clause_start + listed.start("list")
        first = max(begin, _list_start(text, phrases, begin))
        yield from _members(text, first, text[first : clause_start + listed.end("list")], "chain_segment", strict=False)


#: 新材料两大主导 before 产业.
_HOW_MANY = re.compile(r"(?:(?:等)?[两二三四五六七八九\d]+(?:大|个)[\u4e00-\u9fff]*)?$")


def _members(text: str, at: int, listed: str, kind: str, strict: bool = True) -> Iterator[Mention]:
    for item in re.finditer(r"[^、和与及]+", listed):
        start, end = at + item.start(), at + item.end()
        end -= len(_HOW_MANY.search(text[start:end])[0])  # type: ignore[index] # it may be empty, but is found
        if strict and not _is_class(text[start:end]):
            continue
        if text[start:end] not in words("industries", "not_a_class"):
            yield _industry(text, start, end, kind, 0.7)


_ONLY_IN_LISTS = (
    "管理",
    "建设",
    "资源",
    "开发",
    "保障",
    "卫生",
    "推广",
    "运营",
    "设计",
    "研发",
    "服务",
    "商务",
    "培训",
    "检测",
)


def _is_class(word: str, alone: bool = False) -> bool:
    if alone and word.endswith(_ONLY_IN_LISTS) and word not in words("industries", "sectors"):
        return False
    if word in words("industries", "not_a_class") or (word.endswith("业") and _not_sector().search(word)):
        return False
    return bool(_activity().search(word) or _known_sectors().fullmatch(word))


def _headed_words(text: str, phrases: Phrases) -> Iterator[Mention]:
    for match in _headed().finditer(text):
        start, end = match.span("list")
        left = phrases.left(end)
        listed = match["list"]
        if "、" in listed and (match["etc"] or _HOW_MANY.search(listed)[0]):  # type: ignore[index] # as above
            first = max(start, _list_start(text, phrases, start))
            kind = "chain_segment" if match["head"] == "环节" else "sector"
            yield from _members(text, first, text[first:end], kind)
            continue
        begin, counted = phrases.strip(max(start, left), end)
        word = text[begin:end]
        word = re.sub(r"^(?:完整的?|整个|从事)", "", word)
        begin = end - len(word)
        if counted or len(word) < 2 or len(word) > 8 or phrases.grouped(begin):
            continue
        if begin in phrases.anchors:  # 宁川汽车零部件产业链: the place is no part of the class
            rest = next((word[k:] for k in (2, 3, 4) if len(word) - k >= 2 and _is_class(word[k:], alone=True)), word)
            begin, word = end - len(rest), rest
        if _is_class(word, alone=True) and not _administers(text, begin):
            kind = "chain_segment" if match["head"] == "环节" else "sector"
            yield _industry(text, begin, end, kind, 0.75)


def _administers(text: str, at: int) -> bool:
    return text[at - 2 : at] in ("特色",)


def _list_start(text: str, phrases: Phrases, start: int) -> int:
    """The first member without the verb or preposition in front of it: 在板材、建材 → 板材."""
    stop = min(i for i in (text.find(c, start) for c in "、和") if i >= 0)
    left = phrases.left(stop)
    return phrases.strip(max(left, start), stop)[0]


_MADE = (
    r"(?:的)?(?:\d[\d.]*[万亿]?(?:吨|台|套|件|平方米|立方米|米|只|个|辆)的?)?(?:以)?"
    rf"(?P<list>{_ITEM}?(?:[、和与及]{_ITEM}?)*)(?P<etc>等)?"
    r"(?=[，。；）)\n]|$|等(?!方面|领域|环节|业务|服务|工作|活动|功能)|为主|的(?:企业|公司|厂家|生产|主要)|出口|远销|畅销|销往|热销|行销|供不应求|共计|合计)"
)
_SURELY = re.compile(
    r"(?:主营|主产|盛产|主要生产|专业生产|专业从事|主打|主要产品(?:为|有|包括)|主导产品(?:为|有)|产品包括|产品有|产品为|年产|研发生产|生产销售|主要经营|供应)"
    + _MADE
)
#: 主要从事诊断试剂的研发、生产和销售
_ENGAGED = re.compile(
    rf"(?:主要从事|专业从事|专注于?|从事)(?P<list>{_ITEM}?(?:[、和与及]{_ITEM}?)*)(?P<etc>等)?"
    r"(?=(?:的(?:研发|研制|生产|加工|制造|种植|养殖|出口)|(?:研发|研制|生产|制造))(?:[、和与及]|，|。|；))"
)
#: 公司研发的载人无人机已…
_OF_OWN_MAKE = re.compile(
    r"(?:研发|研制|开发|生产|酿造|出产|推出|制造|培育|种植|加工|制作)的(?P<list>(?:(?![的了在和与])[\u4e00-\u9fffA-Za-z0-9-]){2,14}?)(?P<etc>等)?"
    r"(?=已|成功|获得?评|入选|通过|畅销|远销|销往|热销|摘得|荣获|完成|出口|主要用于|广泛|被|走红|俏销|供不应求)"
)
#: In a policy these verbs take kinds of work as often as goods.
_MAYBE = re.compile(
    r"(?:生产|推广|销售|加工|种植|养殖|出口|采购|编织|织造|制作|酿造)(?!性|力|者|线|基地|企业|商|额|量|收入|总额|渠道|网络)"
    + _MADE
)
_QUANTITY_END = re.compile(
    r"(?:约|近|超)?\d[\d.]*[万亿千百]*(?:吨|台|套|件|平方米|立方米|米|只|个|辆|头|斤|公斤|千克|箱|瓶|亩)?$"
)
_SUPPLIER = re.compile(
    r"(?:公司|企业|其|的|是|为)(?P<list>(?:(?!公司|企业|[是为的其])[\u4e00-\u9fff]){2,10})的(?:主要|重要|核心|唯一|第一大)?(?:供应商|供货商|生产商|制造商|生产企业|生产厂家|产地)"
)
_NOT_GOODS = re.compile(
    r"(?:业务|服务|工作|活动|项目|平台|企业|基地|园区|方式|模式|能力|水平|产业|行业|市场|体系|技术|经验|做法|额|人|量|线|力|法|化|展|管理|计划|政策|应用|电子商务|电商|网店|业|工程|措施|机制|理念|文化|知识|成果|标准|改革|渠道|中心|公司|贷款|资金|支付|方案|区|县|市|镇|村|省|作物|经济|直播|带货|总额|规模|数量|销售|经营|生产|条件|要素|环境|保障)$"
)


def find_products(document: Document, taken: set[int], makers: list[int]) -> list[Mention]:
    """What is made, sold or supplied, where the sentence says so and the word is no umbrella."""
    text, found = document.text, {}
    patterns = (
        (_SURELY, _SUPPLIER) if document.kind == "policy" else (_SURELY, _ENGAGED, _SUPPLIER, _OF_OWN_MAKE, _MAYBE)
    )
    for pattern in patterns:
        for match in pattern.finditer(text):
            if pattern is not _SUPPLIER and not _has_maker(document, makers, match.start()):
                continue
            goods = list(_goods(text, *match.span("list")))
            if match[0].startswith("供应") and taken & set(range(*match.span("list"))):
                continue  # whom it supplies
            for start, end in goods:
                if taken & set(range(start, end)) or document.in_heading(start, end):
                    continue
                found[start] = Mention("PRODUCT", start, end, text[start:end], rule="product", confidence=0.75)
    return list(found.values())


_NEAR = 120


def _has_maker(document: Document, makers: list[int], at: int) -> bool:
    """Whether a firm, village or project stands before, in the same line."""
    line = max(document.text.rfind("\n", 0, at) + 1, at - _NEAR)
    return any(line <= maker < at for maker in makers)


def _goods(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for item in re.finditer(r"[^、和与及]+", text[start:end]):
        at, stop = start + item.start(), start + item.end()
        word = _QUANTITY_END.sub("", text[at:stop].removesuffix("等"))
        if word in words("industries", "umbrella_products") or _NOT_GOODS.search(word) or len(word) < 2:
            continue
        if re.search(r"[的了在是为从对向由将被到用以与\d]", word) or word.startswith(
            ("各类", "一批", "特色", "优质", "本地", "当地", "给", "至", "到")
        ):
            continue
        yield at, at + len(word)


_VIA = re.compile(
    r"(?:通过|入驻|登陆|借助|利用|依托|在)(?P<list>[\u4e00-\u9fffA-Za-z0-9]{2,8}(?:[、和与及][\u4e00-\u9fffA-Za-z0-9]{2,8}?)*)(?=(?:两个|三个|两大|三大)平台|等?(?:电商|网络|线上)?(?:平台)?(?:上)?(?:销往|销售|开店|卖|开设|直播|，))"
)


@cache
def _platform_names() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('industries', 'platforms'))})(?![村镇县特大产])")


def find_platforms(text: str) -> list[Mention]:
    """Well-known platforms, and what is coordinated with one: 通过乐购优品和淘宝销往全国."""
    found = {
        m.start(): Mention("PLATFORM", *m.span(), m[0], "general", rule="known", confidence=0.9)
        for m in _platform_names().finditer(text)
    }
    for match in _VIA.finditer(text):
        members = list(re.finditer(r"[^、和与及]+", match["list"]))
        at = match.start("list")
        known = any(_platform_names().fullmatch(m[0]) for m in members)
        if known or (all(leftover(m[0]) >= 2 for m in members) and "平台" in text[match.end() : match.end() + 5]):
            for m in members:
                found.setdefault(
                    at + m.start(),
                    Mention("PLATFORM", at + m.start(), at + m.end(), m[0], rule="coordinated", confidence=0.7),
                )
    return list(found.values())


@cache
def _short_firm_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('industries', 'short_firms'))})(?:股份|控股|集团)?")


#: What follows a firm told by a short name; 新能 of 新能源产业 goes on otherwise.
_FIRM_FOLLOWS = re.compile(
    r"$|[，。；：、）（”\s与和向及将已在拟是为由被从对把还也现曾获获]|等(?!级|距|值)|每天|董事长|总经理|总裁|创始人|负责人|首席|高管|成立|签|投资|出资|占股|持股|控股|参股|入股|领投|跟投|承建|生产|研发|总部|作为|入驻|落户"
    r"|旗下|全资|控股子|参股|有关|相关负责人|宣布|计划|参与|自主|集团|运营|建设|于\d|去年|今年|\d{4}年|联合|携手|牵头|主营|专注|(?:的)?\d[\d.]*[%％]|的(?:控股|全资|参股)?(?:子|孙)?公司|的(?=[\u4e00-\u9fff\w]{2,24}项目)"
)


_STRONG = re.compile(r"拟(?:在|投资|以)|宣布|董事长|总裁|总经理|创始人|领投|持股|控股集团|旗下")


def find_short_firms(
    text: str, phrases: Phrases, taken: set[int], heads: AbstractSet[str] = frozenset()
) -> list[Mention]:
    """禾生农科与…, 捷程物流每天…: a word of business after characters that make no word of kinds.

    heads: the two characters that firms of this text are known to begin with.
    """
    found: list[Mention] = []
    for match in _short_firm_end().finditer(text):
        at, end = match.span()
        start = phrases.strip(phrases.left(at), at)[0]
        proper, name = text[start:at], text[start:end]
        if not 2 <= len(proper) <= 4 or taken & set(range(start, end)) or not _FIRM_FOLLOWS.match(text, end):
            continue
        if (
            led_by(proper) >= 2
            and leftover(proper) >= 2
            and (proper in heads or _STRONG.match(text, end) or not {proper[:2], proper[-2:]} & short_words())
            and re.fullmatch(r"[\u4e00-\u9fff]+", name)
            and not re.search(r"[的了在和与及为各该本我全市县镇村等区园占册]", proper)
        ):
            found.append(Mention("ENTERPRISE", start, end, name, rule="short", confidence=0.6))
    return found
