"""A register of made-up enterprises, of which a fifth of the rows are other spellings of an enterprise already there.

``generate(rows, seed)`` gives the entities for ``find_candidates`` with one more column, truth: equal for rows that
mean the same enterprise. Same rows and seed give the same register. There are namesakes in other counties,
enterprises of one brand in several trades, groups with members, branches beside their parents, numbered branches.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import yaml

from records.resolution.words import regions

_GIVEN = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_PREFECTURES, _TRADES = str(_GIVEN["prefectures"]).split(), str(_GIVEN["trades"]).split()
_FREQUENT, _SELDOM = (str(_GIVEN[f"{name}_characters"]).replace(" ", "") for name in ("frequent", "seldom"))
_ENDS = (
    "有限公司",
    "有限公司",
    "有限公司",
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "厂",
    "专业合作社",
    "经营部",
)
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
            return replace(
                other,
                branch=draw.choice(["第一分公司", "第二分公司", "第三分公司", draw.choice(_PREFECTURES) + "分公司"]),
            )
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
