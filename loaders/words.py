"""Words of tables: how headers are compared, units in them, what totals and notes begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ontology.names import compact

_UNIT_WORDS = r"元|人|%|平方米|㎡|m2|亩|公顷|公里|万|亿|个|家|户|年|月|日|吨|台|套|件|千瓦|度|岁|次|项|处"
_BRACKETED = re.compile(rf"[(\[]((?:单位:)?[^()\[\]]*(?:{_UNIT_WORDS})[^()\[\]]*)[)\]]$")
#: 注册资本:万元, 占地面积/亩, 持股比例%
_TRAILING = re.compile(
    r"(?<=[^\d/:,_-])(?:[/:,_-](?:单位:?)?((?:百|千|万|百万|千万|亿)?(?:元|美元|人|亩|平方米|㎡|公顷|吨|家|个|户)|%)|(%))$"
)
_UNIT = re.compile(
    r"(?:人民币)?(?:十|百|千|万|百万|千万|亿|万亿)?(?:元|美元|人民币|人|亩|平方米|㎡|公顷|吨|家|个|户|%)(?:人民币)?"
)
_ABOVE = re.compile(r"(?:金额|货币|计量)?单位:([^\s;,，；)\]]+)")

_TOTAL = re.compile(r"(?:本页|全部|总|累计)?(?:合计|总计|小计|共计)(?:数|[:(\d].*)?|(?:sub|grand)?total:?")
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|注释|填表说明|填报说明|编制说明|指标解释|填表人|填报人|经办人|制表人?|制表单位|填报单位|审核人?|复核人?|"
    r"审批人?|单位负责人|统计负责人|填表负责人|负责人|联系人|联系电话|填表日期|填报日期|制表日期|报出日期|数据来源|资料来源|来源|"
    r"打印日期|打印时间|导出日期|导出时间|单位盖章|单位\(盖章\)|盖章|日期|note|notes|source)\d*[:.、]|第\d+页|共\d+页|\*+注"
)
#: What no total and no note begins with, so that most rows need no closer look: digits, and other Chinese characters.
_BEGINNINGS = frozenset("本全总累合小共注备说附填编指经制审复单统负联报数资来打导盖日第")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)).{1,40}")
_HEADER = re.compile(
    r".{0,12}(?:名称|姓名|编号|代码|序号|日期|时间|年份|年度|金额|总额|投资额|产值|收入|地址|地点|电话|手机|邮箱|备注|类型|类别|种类|单位|数量|面积|人数|比例|"
    r"占比|负责人|法人|法定代表人|联系人|注册资本|职务|性别|职称|行业|性质|状态|等级|级别|所在地|规模|产品|内容|来源|网址|项目|指标|"
    r"name|code|date|address|phone|type)"
)
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"


def plain(header: object) -> str:
    """A header as it is compared: width folded, blanks and line breaks out."""
    text = compact(str(header)).replace("【", "(").replace("】", ")").replace("[", "(").replace("]", ")")
    return text.strip("*:").casefold()


def split_unit(header: str) -> tuple[str, str | None]:
    """``注册资本（万元）`` → 注册资本, 万元; so ``注册资本:万元``, ``占地面积/亩`` and ``持股比例%``."""
    text = compact(header).replace("【", "[").replace("】", "]").rstrip("*")
    found = _BRACKETED.search(text) or _TRAILING.search(text)
    if not found or not found.start():
        return header, None
    unit = next(group for group in found.groups() if group)
    return text[: found.start()], unit.removeprefix("单位:")


def is_unit(text: str) -> bool:
    """Whether a text is nothing but a unit: 万元, （万元）, %."""
    return bool(_UNIT.fullmatch(compact(text).strip("()[]").removeprefix("单位:")))


def unit_above(rows: Iterable[tuple[int, Sequence[Any]]]) -> str | None:
    """The unit that a line above the table gives: 单位：万元."""
    for _, cells in rows:
        for cell in cells:
            if isinstance(cell, str) and (found := _ABOVE.search(compact(cell))) and is_unit(found[1]):
                return found[1]
    return None


def is_total(text: str) -> bool:
    """Whether a row that begins so is a total: 合计, 本页小计, 总计：25家."""
    return bool(_TOTAL.fullmatch(compact(text).casefold()))


def is_note(text: str) -> bool:
    """Whether a row that begins so is a note or a signature: 注：…, 填表人：张三, 第2页."""
    return bool(_NOTE.match(compact(text).casefold()))


def is_ordinary(text: str) -> bool:
    """Whether a text surely begins neither a total nor a note, by its first character."""
    first = text[:1]
    return "0" <= first <= "9" or ("一" <= first <= "龥" and first not in _BEGINNINGS)


def is_section(text: str) -> bool:
    """Whether a row of this text alone is a heading within the table: 一、规模以上企业."""
    return bool(_SECTION.fullmatch(compact(text)))


def is_header(text: str) -> bool:
    """Whether a text is what columns are called."""
    return bool(_HEADER.fullmatch(plain(split_unit(text)[0])))


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns, as forms of statistics do: 甲 乙 1 2 3."""
    bare = [compact(text).strip("()") for text in texts]
    numbers = [int(text) for text in bare if text.isascii() and text.isdecimal()]
    others = [text for text in bare if not (text.isascii() and text.isdecimal())]
    letters = [text for text in others if len(text) == 1 and text in _ORDINALS]
    if len(bare) < 3 or len(letters) != len(others) or not numbers:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1, len(letters) + 1)
