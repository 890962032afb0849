"""Names told by what a sentence does: programmes carried out, honours conferred, loans in quotes, firms' projects."""

import re
from collections.abc import Iterator

from nlp.facts import Mention

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
        if (
            m[0].startswith(("评为", "获评", "授予", "命名为", "认定为", "荣获"))
            or _HONOR_WORDS.search(m[1])
            or text.startswith(("称号", "荣誉称号"), m.end())
        )
        and not m[0].startswith(("被誉为", "冠以"))
    ]


_CONFERS = re.compile(
    r"(?:认定为|评为|评定为|命名为|确定为|授予|获评|荣获|获批|入选|当选|列入|纳入|跻身|获得|取得|申报|申创|申建|争创|创建|创成|争取|成功创建|摘得|荣膺|成为|是|获)"
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
    """获批国家外贸转型升级基地、省级特色产业园区等称号: after such a verb, and with a level before it, a title."""
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


_FIRM_PROJECT = re.compile(
    r"(?:年产\d[\d.]*[万亿]?(?:吨|台|套|件|只|辆|米|片|颗|平方米|GWh|GW|吉瓦时)|(?!投资|建设|承建|签约|打造|申报|负责|实施|参与|中标|推进|等)[^的在与和将拟已为由就对向，。；：、（）“”\s]){2,28}?项目(?!部|经理|组|公司)"
)


def find_firm_projects(text: str, mentions: list[Mention]) -> list[Mention]:
    """康源药业年产5000吨饮片项目: what begins with a firm's name, and no verb between."""
    found = []
    for firm in (m for m in mentions if m.type == "ENTERPRISE" and m.rule != "title"):
        match = _FIRM_PROJECT.match(text, firm.end)
        if match:
            name = text[firm.start : match.end()]
            found.append(Mention("PROJECT", firm.start, match.end(), name, rule="firm's", confidence=0.75))
    return found


_BRANCH = re.compile(r"[\u4e00-\u9fff]{0,8}?(?:分行|支行|营业部)")
_BRANCH_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,10}?分公司")
_PARTNERSHIP = re.compile(r"[（(](?:有限合伙|普通合伙|特殊普通合伙)[）)]")


def with_branches(text: str, mentions: list[Mention]) -> list[Mention]:
    """A bank with its branch is one organization, a firm with its branch or form one firm.

    某某银行股份有限公司青岛分行, 某某集团有限公司青禾县分公司, 某某合伙企业（有限合伙）.
    """
    for mention in mentions:
        goes_on = _PARTNERSHIP.match(text, mention.end) or _BRANCH_OFFICE.match(text, mention.end)
        if goes_on and goes_on.re is _PARTNERSHIP:
            mention.type, mention.kind = "ENTERPRISE", None
            mention.end = goes_on.end()
            mention.text = text[mention.start : mention.end]
        elif goes_on and mention.type == "ENTERPRISE" and mention.text.endswith(("公司", "集团", "企业")):
            mention.end = goes_on.end()
            mention.text = text[mention.start : mention.end]
        if "银行" in mention.text and mention.type in ("ORGANIZATION", "ENTERPRISE"):
            mention.type, mention.kind = "ORGANIZATION", "bank"
            branch = _BRANCH.match(text, mention.end)
            if branch:
                mention.end = branch.end()
                mention.text = text[mention.start : mention.end]
    return mentions
