"""A register of made-up enterprises, of which a fifth of the rows are other spellings of an enterprise already there.

``generate(rows, seed)`` gives the entities for ``find_candidates`` with one more column, truth: equal for rows that
mean the same enterprise. Same rows and seed give the same register. There are namesakes in other counties,
enterprises of one brand in several trades, groups with members, branches beside their parents, numbered branches.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl
from records.resolution.words import regions

_PREFECTURES = (
    "石家庄 唐山 邯郸 保定 太原 大同 沈阳 大连 长春 哈尔滨 南京 无锡 徐州 常州 苏州 南通 杭州 宁波 温州 嘉兴 绍兴 金华 合肥 芜湖 福州 厦门 泉州 南昌 "
    "赣州 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 洛阳 南阳 武汉 宜昌 襄阳 长沙 株洲 广州 深圳 佛山 东莞 "
    "南宁 柳州 海口 成都 绵阳 贵阳 昆明 西安 宝鸡 兰州 西宁 银川"
).split()
_FREQUENT = (
    "华盛鑫宏达金瑞泰恒丰兴旺隆昌顺发利源通和安康宇天海中东方新大正信诚德美佳嘉亿万福祥龙凤明光辉伟业永久长远博亚洲环球合力成创联益宝富荣腾飞鹏翔润泽凯"
)
_SELDOM = (
    "蓝铭岚沐垚澜翊楚尧禹淼森岳峰岩松柏桐枫荷莲菊兰梅竹雅韵墨书画琴棋诗酒茶禅悦乐怡静雨雪霜露云霞虹晨曦朝夕暮星辰月阳春夏秋冬青紫红白黑玄朗逸尚品臻卓越锐"
    "奇妙思维智慧聪颖敏捷健壮勇毅坚刚柔善良仁义礼忠孝廉耻勤俭朴实真理想梦幻境界域疆土地川河江湖泊溪泉池潭渊沧浪潮汐帆舟舰航轮轩辕炎黄尊爵御王侯将相帝皇后妃宫殿"
    "楼阁亭台榭苑圃园林野草花果蔬谷粟麦稻米粮仓廪库房屋宅院门窗户牖墙壁瓦砖石玉珠翡翠玛瑙琥珀珊瑚贝壳银铜铁锡铝钢钛锂硅碳磷硫氢氧氮氟氯溴碘"
)
_TRADES = (
    "科技 信息技术 网络科技 电子商务 食品 餐饮管理 酒业 粮油 农业科技 农产品 养殖 果蔬 机械 机械制造 工程机械 重工 电气 电子 光电 新能源 化工 新材料 塑料制品 "
    "橡胶 建材 建筑工程 装饰工程 房地产开发 物业管理 园林绿化 商贸 贸易 进出口 百货 物流 运输 供应链管理 汽车销售 汽车配件 纺织 服装 家具 木业 板材 包装 印刷 纸业 "
    "医药 医疗器械 生物科技 药业 文化传媒 广告 教育咨询 企业管理咨询 人力资源 投资 环保科技 五金制品 模具 钢结构 石材 玻璃制品 陶瓷 宠物用品 健身器材 婚庆策划 无人机 "
    "羽绒制品 编织袋 土特产 活性炭"
).split()
_ENDS = ("有限公司", "有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "厂", "专业合作社", "经营部")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_TRADITIONAL = str.maketrans(
    "华鑫达兴发东龙凤业长远亚环联宝荣腾飞鹏润凯机电气车医药纸饰园绿贸运应链装颜语线农产饮团际临济宁烟台阳苏广东贸",
    "華鑫達興發東龍鳳業長遠亞環聯寶榮騰飛鵬潤凱機電氣車醫藥紙飾園綠貿運應鏈裝顏語線農產飲團際臨濟寧煙臺陽蘇廣東貿",
)


@dataclass(frozen=True)
class Enterprise:
    truth: int
    city: str
    brand: str
    trade: str
    end: str
    branch: str
    place: str
    representative: str
    phone: str
    address: str

    @property
    def name(self) -> str:
        return f"{self.city}{self.brand}{self.trade}{self.end}{self.branch}"


def generate(rows: int, seed: int = 1, variants: float = 0.2) -> pl.DataFrame:
    """``rows`` entities, of which the share ``variants`` are other spellings of one of the others."""
    draw = random.Random(seed)
    own = round(rows * (1 - variants))
    register: list[Enterprise] = []
    taken: set[tuple[str, str]] = set()
    while len(register) < own:
        made = _next(draw, register)
        if (made.name, made.place[:4]) not in taken:  # a registrar enters a name once
            taken.add((made.name, made.place[:4]))
            register.append(made)
    told = [(e.truth, e.name, e) for e in register]
    for _ in range(rows - own):
        meant = draw.choice(register)
        told.append((meant.truth, _spelled(draw, meant), _poorer(draw, meant)))
    draw.shuffle(told)
    return pl.DataFrame({
        "entity": pl.Series(range(len(told)), dtype=pl.UInt32),
        "truth": [truth for truth, _, _ in told],
        "name": [name for _, name, _ in told],
        "place": [e.place for _, _, e in told],
        "legal_representative": [e.representative or None for _, _, e in told],
        "phone": [e.phone or None for _, _, e in told],
        "address": [e.address or None for _, _, e in told],
    })  # fmt: skip


def _next(draw: random.Random, register: Sequence[Enterprise]) -> Enterprise:
    """A new enterprise, now and then one that is easily taken for another."""
    truth, kind = len(register), draw.random()
    if register and kind < 0.16:
        other = replace(draw.choice(register), truth=truth, branch="", **_evidence(draw))
        if kind < 0.04:  # a branch of it
            return replace(other, branch=draw.choice(["第一分公司", "第二分公司", "第三分公司", draw.choice(_PREFECTURES) + "分公司"]))
        if kind < 0.08:  # the same brand in another trade
            return replace(other, trade=draw.choice(_TRADES))
        if kind < 0.12:  # a namesake elsewhere
            city, place = _where(draw)
            return replace(other, city=city and draw.choice([city, ""]), place=place)
        return replace(other, brand=_slip(draw, other.brand))  # one character is another one
    city, place = _where(draw)
    end = draw.choice(_ENDS)
    return Enterprise(truth, city, _brand(draw), draw.choice(_TRADES), end, "", place, **_evidence(draw))


def _where(draw: random.Random) -> tuple[str, str]:
    """What the name begins with, and the code of a township."""
    city = draw.choice(_PREFECTURES)
    county = f"{regions().codes[city]}{1 + draw.randrange(8):02}"
    return draw.choice([city, city + "市"]), f"{county}{1 + draw.randrange(12):03}"


def _brand(draw: random.Random) -> str:
    size = draw.choices([2, 3, 4], [0.62, 0.25, 0.13])[0]
    return "".join(draw.choice(_FREQUENT if draw.random() < 0.55 else _SELDOM) for _ in range(size))


def _evidence(draw: random.Random) -> dict[str, str]:
    person = draw.choice(_SURNAMES) + "".join(draw.choice(_SELDOM) for _ in range(draw.choice([1, 2, 2])))
    phone = f"1{draw.choice('3578')}{draw.randrange(10**9):09}"
    street = f"{_brand(draw)}{draw.choice(['路', '街', '大道'])}{draw.randrange(1, 400)}号"
    return {"representative": person, "phone": phone, "address": street}


def _slip(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(_SELDOM) + text[at + 1 :]


def _spelled(draw: random.Random, e: Enterprise) -> str:
    """The name as another file has it."""
    kind = draw.random()
    if kind < 0.2:  # the place in brackets, in the middle
        city = e.city.removesuffix("市")
        return f"{e.brand}（{city}）{e.trade}{e.end}{e.branch}" if city else f" {e.name}"
    if kind < 0.35:
        return e.name.translate(_TRADITIONAL)
    if kind < 0.5:  # no place
        return f"{e.brand}{e.trade}{e.end}{e.branch}"
    if kind < 0.62:  # no form
        return f"{e.city}{e.brand}{e.trade}{e.branch}"
    if kind < 0.7:
        return f"{e.brand}{'集团' if '集团' in e.end else ''}{e.branch}"
    if kind < 0.8:
        return _slip(draw, e.name) if len(e.brand) > 2 else e.name[:-1]
    if kind < 0.9:
        return f"{e.name}（原{_brand(draw)}{e.trade}厂）" if not e.branch else e.name + " "
    return " ".join(e.name).replace("(", "（")


def _poorer(draw: random.Random, e: Enterprise) -> Enterprise:
    """What the other file tells beside the name: less, and some of it older."""
    place = draw.choices([e.place, e.place[:6], e.place[:4], ""], [0.35, 0.35, 0.2, 0.1])[0]
    fresh = _evidence(draw)
    told = {
        field: draw.choices([getattr(e, field), "", fresh[field]], [0.35, 0.58, 0.07])[0]
        for field in ("representative", "phone", "address")
    }
    return replace(e, place=place, **told)
