"""Awful files, as offices send them: each loads cell by cell, or is refused with the right words at the right place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import LoaderError
from loaders.load import Loaded, load_file
from loaders.mapping import read_mapping
from ontology.model import Ontology
from ontology.values import Money
from records.record import EntityRecord
from support import awful
from support.builders import make_uscc

Rows = dict[int, dict[str, str]]
A, B, C = (make_uscc(n) for n in (1, 2, 3))
FIRM = """
source: {id: firms, title: 名录}
file: "*"
entities:
  firm:
    type: Enterprise
    properties:
      name: 企业名称
      uscc: {column: 统一社会信用代码, optional: true}
      registered_capital: {column: 注册资本, optional: true}
      founded: {column: 成立日期, optional: true}
      employees: {column: 从业人数, optional: true}
      legal_representative: {column: 法定代表人, optional: true}
      address: {column: 住所, optional: true}
      stock_code: {column: 证券代码, optional: true}
      region_code: {column: 区划代码, optional: true}
"""


@dataclass
class Case:
    """An awful file. rows: row → property → what a person would read; told: words of the report's notes.
    wrong: (row, column, words of the refusal) of every cell that is refused. refused: the words that refuse the file.
    """

    name: str
    make: Callable[[Path], Any]
    rows: Rows = field(default_factory=dict)
    told: tuple[str, ...] = ()
    wrong: tuple[tuple[int, str | None, str], ...] = ()
    refused: str | None = None
    encoding: str | None = None


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], Any]:
    return lambda path: path.write_bytes(content.encode(encoding))


def raw(content: bytes) -> Callable[[Path], Any]:
    return lambda path: path.write_bytes(content)


def xlsx(rows: awful.Rows, **options: Any) -> Callable[[Path], Any]:
    return lambda path: awful.workbook(path, rows, **options)


PLAIN: Rows = {2: {"name": "甲公司", "registered_capital": "5000000元"}, 3: {"name": "乙公司"}}
TABLE = "企业名称,注册资本\n甲公司,500万元\n乙公司,—\n"
LONG = "企业名称,住所\n" + "".join(f"沂蒙第{n}板材有限公司,山东省临沂市兰山区义堂镇工业园{n}号\n" for n in range(3))
LONG_ROWS: Rows = {
    n + 2: {"name": f"沂蒙第{n}板材有限公司", "address": f"山东省临沂市兰山区义堂镇工业园{n}号"} for n in range(3)
}
TRADITIONAL = (
    "企業名稱,地址\n臺灣精密機械製造股份有限公司,臺北市信義區市府路一號\n高雄國際貿易有限公司,高雄市前鎮區中山路\n"
)

TEXTS = [
    Case("utf8.csv", text(TABLE), PLAIN),
    Case("bom.csv", text(TABLE, "utf-8-sig"), PLAIN),
    Case("gb.csv", text(LONG, "gb18030"), LONG_ROWS),
    Case("utf16le.csv", text(LONG.replace(",", "\t"), "utf-16-le"), LONG_ROWS),
    Case("utf16be.txt", text(LONG.replace(",", "\t"), "utf-16-be"), LONG_ROWS),
    Case("utf16.csv", text(LONG, "utf-16"), LONG_ROWS),
    Case("semicolon.csv", text(TABLE.replace(",", ";")), PLAIN),
    Case("pipe.txt", text(TABLE.replace(",", "|")), PLAIN),
    Case("told.csv", text("sep=;\n" + TABLE.replace(",", ";")), {n + 1: row for n, row in PLAIN.items()}),
    Case("mac.csv", text(TABLE.replace("\n", "\r")), PLAIN),
    Case(
        "breaks.csv",
        text('企业名称,住所\n"甲\n公司","临沂市\n兰山区"\n乙公司,"费县, 城关"\n'),
        {2: {"name": "甲 公司", "address": "临沂市 兰山区"}, 5: {"name": "乙公司", "address": "费县, 城关"}},
    ),
    Case(
        "quote.csv",
        text('企业名称,住所\n甲公司,"临沂\n乙公司,费县\n'),
        refused=r"quote\.csv, row 2: a quotation mark is opened",
    ),
    Case("cut.csv", raw(LONG.encode()[:-2]), refused=r"cut\.csv: UTF-8 text, but broken at byte \d+ \(line 4\)"),
    Case(
        "joined.csv",
        raw(LONG.encode() + LONG.encode("gb18030")),
        refused=rf"joined\.csv: UTF-8 text, but broken at byte {len(LONG.encode())} \(line 5\)",
    ),
    Case(
        "wrong.csv",
        text(LONG, "gb18030"),
        refused=r"wrong\.csv: not utf-8 at byte 0 \(line 1\): .*encoding: gb18030",
        encoding="utf-8",
    ),
    Case(
        "noise.csv",
        raw(bytes((n * 37 + n // 7) % 256 for n in range(4000))),
        refused=r"noise\.csv: this is no text in any",
    ),
    Case("empty.csv", raw(b""), refused=r"empty\.csv: the file is empty"),
    Case("blank.csv", raw(b"\xef\xbb\xbf\r\n \r\n"), refused=r"blank\.csv: the file is empty"),
    Case("headers.csv", text("企业名称,注册资本\n"), refused=r"headers\.csv: no row of data stands below the header"),
    Case("strange.csv", text("甲,乙\n一,二\n"), refused=r"strange\.csv: no row holds the headers that are needed"),
    Case(
        "secret.csv",
        lambda path: awful.workbook(path, [["企业名称"], ["甲公司"]]),
        {2: {"name": "甲公司"}},
        ("the file is a workbook, whatever its name says",),
    ),
]

CELLS = [
    Case(
        "invisible.csv",
        text(
            "\ufeff企业\u200b名称,注册\u3000资本,住所\n"
            "\u3000甲公司\u200b \ufeff,５００\u00a0万元,临沂市\u3000兰山区\t\n"
        ),
        {2: {"name": "甲公司", "registered_capital": "5000000元", "address": "临沂市 兰山区"}},
    ),
    Case(
        "blanks.csv",
        text(
            "企业名称,注册资本,成立日期,住所\n"
            + "".join(
                f"公司{n},{word},{word},{word}\n"
                for n, word in enumerate(
                    ["—", "无", "N/A", "空", "不详", "暂无", "待定", "－", "/", "#N/A", "　", "null"]
                )
            )
        ),
        {n + 2: {"name": f"公司{n}"} for n in range(12)},
    ),
    Case(
        "money.csv",
        text(
            '企业名称,注册资本（万元）\n甲,５００\n乙,"1,234.5"\n丙,1.2亿元\n丁,5000000元\n'
            '戊,3 000\n己,12万美元\n庚,"1，200"\n'
            '辛,五百万元\n壬,"123,4567元"\n'
        ),
        {
            2: {"name": "甲", "registered_capital": "5000000元"},
            3: {"name": "乙", "registered_capital": "12345000元"},
            4: {"name": "丙", "registered_capital": "120000000元"},
            5: {"name": "丁", "registered_capital": "5000000元"},
            6: {"name": "戊", "registered_capital": "30000000元"},
            7: {"name": "己", "registered_capital": "12万美元"},
            8: {"name": "庚", "registered_capital": "12000000元"},
            9: {"name": "辛", "registered_capital": "5000000元"},
            10: {"name": "壬", "registered_capital": "1234567元"},
        },
    ),
    Case(
        "unclear.csv",
        text("企业名称,注册资本\n甲,500\n乙,约五百\n丙,500万元以上\n丁,100-200万元\n戊,#REF!\n己,####\n"),
        wrong=(
            (2, "注册资本", "'500' has no unit; write 500万元 or 500元, or name the unit in the header"),
            (3, "注册资本", "has no unit"),
            (4, "注册资本", "is a bound, not a number"),
            (5, "注册资本", "is a range; write one number"),
            (6, "注册资本", "'#REF!' is an error of Excel; correct the formula or leave the cell empty"),
            (7, "注册资本", "column is too narrow"),
        ),
    ),
    Case(
        "dates.csv",
        text(
            "企业名称,成立日期\n"
            + "".join(
                f"公司{n},{word}\n"
                for n, word in enumerate(
                    [
                        "2014年3月",
                        "2014.3.1",
                        "2014/3",
                        "20140301",
                        "二〇一四年三月",
                        "二○一四年十二月三十一日",
                        "41699",
                        "2014-03-01 00:00:00",
                        "2014年3月1日 星期六",
                        "２０１４－０３",
                        "2014年",
                        "'2014-03-01",
                    ]
                )
            )
        ),
        {
            n + 2: {"name": f"公司{n}", "founded": day}
            for n, day in enumerate(
                [
                    "2014-03",
                    "2014-03-01",
                    "2014-03",
                    "2014-03-01",
                    "2014-03",
                    "2014-12-31",
                    "2014-03-01",
                    "2014-03-01",
                    "2014-03-01",
                    "2014-03",
                    "2014",
                    "2014-03-01",
                ]
            )
        },
    ),
    Case(
        "nodates.csv",
        text("企业名称,成立日期\n甲,2014-02-30\n乙,上个月\n丙,14年3月\n丁,0214-03-01\n"),
        wrong=(
            (2, "成立日期", "is no day of the calendar"),
            (3, "成立日期", "'上个月' is no date; write 2014-03-01, 2014年3月 or 2014"),
            (4, "成立日期", "is no date"),
            (5, "成立日期", "the year 214 cannot be meant"),
        ),
    ),
    Case(
        "codes.csv",
        text(
            f"企业名称,统一社会信用代码,区划代码,证券代码\n甲,'{A},371302.0,600519.0\n"
            f"乙,{B.lower()},'371302,SH600519\n"
            f"丙, {C[:9]} {C[9:]}\t,37,519\n"
        ),
        {
            2: {"name": "甲", "uscc": A, "region_code": "371302", "stock_code": "600519"},
            3: {"name": "乙", "uscc": B, "region_code": "371302", "stock_code": "600519"},
            4: {"name": "丙", "uscc": C, "region_code": "370000", "stock_code": "000519"},
        },
    ),
    Case(
        "destroyed.csv",
        text(
            "企业名称,统一社会信用代码\n甲,9.137E+17\n乙,913713021234567000\n丙,91371302MA3D12345\n丁,371302000000123\n"
        ),
        wrong=(
            (
                2,
                "统一社会信用代码",
                "'9.137E+17' is no code any more: Excel made a number of it and destroyed its last digits",
            ),
            (3, "统一社会信用代码", "it may be that Excel made a number of it"),
            (4, "统一社会信用代码", "has 17 characters instead of 18"),
            (5, "统一社会信用代码", "15 digits: that is a registration number of before 2015"),
        ),
    ),
]

HEAD = ["企业名称", "注册资本（万元）", "成立日期"]
JIA: dict[str, str] = {"name": "甲公司", "registered_capital": "5000000元", "founded": "2014-03-01"}
DAY = dt.date(2014, 3, 1)

WORKBOOKS = [
    Case(
        "title.xlsx",
        xlsx(
            [["2024年企业名录"], ["填报单位：沂蒙街道", None, "2024年12月"], [], HEAD, ["甲公司", 500, DAY]],
            merge=["A1:C1"],
        ),
        {5: JIA},
    ),
    Case(
        "unit_above.xlsx",
        xlsx(
            [["企业名录"], [None, None, "单位：万元"], ["企业名称", "注册资本", "从业人数"], ["甲公司", 500, 12]],
            merge=["A1:C1"],
        ),
        {4: {"name": "甲公司", "registered_capital": "5000000元", "employees": "12"}},
    ),
    Case(
        "two_rows.xlsx",
        xlsx(
            [
                ["企业名录"],
                ["序号", "企业名称", "注册资本", None, "法定代表人", None],
                [None, None, "金额（万元）", "币种", "姓名", "电话"],
                [1, "甲公司", 500, "人民币", "张三", "0539-8000000"],
            ],
            merge=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"],
        ),
        {4: {"name": "甲公司", "registered_capital": "5000000元", "legal_representative": "张三"}},
    ),
    Case(
        "three_rows.xlsx",
        xlsx(
            [
                ["基本情况", None, None, "经营情况", None],
                ["企业名称", "注册", None, "人员", None],
                [None, "注册资本（万元）", "成立日期", "从业人数", "研发人数"],
                ["甲公司", 500, DAY, 12, 3],
            ],
            merge=["A1:C1", "D1:E1", "A2:A3", "B2:C2", "D2:E2"],
        ),
        {4: {**JIA, "employees": "12"}},
    ),
    Case(
        "two_rows.csv",
        text(
            "序号,企业名称,注册资本,,法定代表人,\n,,金额（万元）,币种,姓名,电话\n1,甲公司,500,人民币,张三,0539-8000000\n"
        ),
        {3: {"name": "甲公司", "registered_capital": "5000000元", "legal_representative": "张三"}},
    ),
    Case(
        "merged_data.xlsx",
        xlsx(
            [
                ["住所", "企业名称", "从业人数"],
                ["义堂镇", "甲公司", 1],
                [None, "乙公司", 2],
                [None, "丙公司", 3],
                ["费县", "丁公司", 4],
            ],
            merge=["A2:A4"],
        ),
        {
            2: {"address": "义堂镇", "name": "甲公司", "employees": "1"},
            3: {"address": "义堂镇", "name": "乙公司", "employees": "2"},
            4: {"address": "义堂镇", "name": "丙公司", "employees": "3"},
            5: {"address": "费县", "name": "丁公司", "employees": "4"},
        },
    ),
    Case(
        "tall_rows.xlsx",
        xlsx(
            [["企业名称", "从业人数"], ["甲公司", 1], [None, None], ["乙公司", 2], [None, None]],
            merge=["A2:A3", "B2:B3", "A4:A5", "B4:B5"],
        ),
        {2: {"name": "甲公司", "employees": "1"}, 4: {"name": "乙公司", "employees": "2"}},
    ),
    Case(
        "printed.xlsx",
        xlsx(
            [
                ["企业名录"],
                HEAD,
                ["甲公司", 500, DAY],
                ["本页小计", 500, None],
                ["第1页 共2页"],
                ["企业名录"],
                HEAD,
                ["乙公司", 80, "2014.3"],
                ["合计", 580, None],
                [],
                ["注：注册资本以营业执照为准。"],
                ["填表人：张三", "审核人：李四", "日期：2024年1月"],
            ],
            merge=["A1:C1", "A6:C6"],
        ),
        {3: JIA, 8: {"name": "乙公司", "registered_capital": "800000元", "founded": "2014-03"}},
        ("a row of totals is left out", "the header comes again", "a note below the table", "the title comes again"),
    ),
    Case(
        "sections.xlsx",
        xlsx(
            [
                HEAD,
                ["甲", 1, 2],
                ["一、规模以上企业"],
                ["甲公司", 500, DAY],
                ["二、规模以下企业"],
                ["乙公司", 80, None],
            ],
            merge=["A3:C3"],
        ),
        {4: JIA, 6: {"name": "乙公司", "registered_capital": "800000元"}},
        ("the row numbers the columns", "a line across the table is left out"),
    ),
    Case(
        "two_tables.xlsx",
        xlsx(
            [
                HEAD,
                ["甲公司", 500, DAY],
                [],
                ["项目情况表"],
                ["项目名称", "投资额（万元）", "建设地址"],
                ["板材扩建", 900, "义堂镇"],
            ]
        ),
        {2: JIA},
        ("a second table begins here and is not read (项目名称、投资额（万元）、建设地址)",),
    ),
    Case(
        "beside.xlsx",
        xlsx(
            [
                [*HEAD, None, "企业名称", "合作项目"],
                ["甲公司", 500, DAY, None, "丙公司", "物流"],
                [None, None, None, None, "丁公司", "仓储"],
            ]
        ),
        {2: JIA},
        ("a second table stands beside the first and is not read (企业名称、合作项目)",),
    ),
    Case(
        "holes.xlsx",
        xlsx([[], [None, "企业名称", None, "从业人数"], [], [None, "甲公司", None, 12], [], [None, "乙公司", None, 7]]),
        {4: {"name": "甲公司", "employees": "12"}, 6: {"name": "乙公司", "employees": "7"}},
    ),
    Case(
        "hidden.xlsx",
        xlsx([HEAD, ["甲公司", 500, DAY]], hidden=True, hidden_rows=[2], hidden_columns=["B"]),
        {2: JIA},
        ("the sheet is hidden", "the row is hidden", "column B is hidden"),
    ),
    Case(
        "formats.xlsx",
        xlsx(
            [["企业名称", "注册资本", "证券代码", "从业人数"], ["甲公司", 500, 519, 12], ["乙公司", 80.5, 2, 1200]],
            formats={"B2": '0"万元"', "B3": '#,##0.00"万元"', "C2": "000000", "C3": "000000", "D3": "#,##0"},
        ),
        {
            2: {"name": "甲公司", "registered_capital": "5000000元", "stock_code": "000519", "employees": "12"},
            3: {"name": "乙公司", "registered_capital": "805000元", "stock_code": "000002", "employees": "1200"},
        },
    ),
    Case(
        "errors.xlsx",
        xlsx(
            [["企业名称", "从业人数", "住所"], ["甲公司", None, None], ["乙公司", None, None]],
            errors={"B2": "#REF!", "C2": "#N/A", "B3": "#DIV/0!"},
        ),
        wrong=((2, "从业人数", "'#REF!' is an error of Excel"), (3, "从业人数", "'#DIV/0!' is an error of Excel")),
    ),
    Case(
        "destroyed.xlsx",
        xlsx([["企业名称", "统一社会信用代码", "区划代码"], ["甲公司", 913713021234567890, 371302.0]]),
        wrong=((2, "统一社会信用代码", "is no code any more: Excel made a number of it"),),
    ),
    Case(
        "days.xlsx",
        xlsx(
            [
                ["企业名称", "成立日期"],
                ["甲", 41699],
                ["乙", DAY],
                ["丙", "41699"],
                ["丁", 2014],
                ["戊", 2014.3],
                ["己", 20140301],
            ]
        ),
        {
            n: {"name": name, "founded": told}
            for n, name, told in [
                (2, "甲", "2014-03-01"),
                (3, "乙", "2014-03-01"),
                (4, "丙", "2014-03-01"),
                (5, "丁", "2014"),
                (6, "戊", "2014-03"),
                (7, "己", "2014-03-01"),
            ]
        },
    ),
    Case(
        "month.xlsx",
        xlsx([["企业名称", "成立日期"], ["甲", 2014.1]]),
        wrong=((2, "成立日期", "2014.1 as a number may be January or October"),),
    ),
    Case("from1904.xlsx", xlsx([HEAD, ["甲公司", 500, DAY]], since_1904=True), {2: JIA}, ("counts days from 1904",)),
    Case(
        "ditto.xlsx",
        xlsx([["企业名称", "住所"], ["甲公司", "义堂镇"], ["乙公司", "同上"], ["丙公司", "〃"]]),
        {
            2: {"name": "甲公司", "address": "义堂镇"},
            3: {"name": "乙公司", "address": "义堂镇"},
            4: {"name": "丙公司", "address": "义堂镇"},
        },
    ),
    Case(
        "old.xls",
        lambda path: awful.old_workbook(
            path,
            [["企业名录", None, None], HEAD, ["甲公司", 500, DAY], [None, 80, None], ["合计", 580, None]],
            merge=[(0, 0, 0, 2), (2, 3, 0, 0)],
            hidden_rows=[3],
            formats={(3, 1): "0%"},
        ),
        wrong=((4, "注册资本", "'8000%' has the unknown unit '%'"),),
        told=("a row of totals", "the row is hidden"),
    ),
    Case(
        "open.ods",
        lambda path: awful.ods(
            path, [["住所", *HEAD], ["义堂镇", "甲公司", 500, DAY], [None, "乙公司", 80, None]], down={(1, 0): 2}
        ),
        {2: {**JIA, "address": "义堂镇"}, 3: {"name": "乙公司", "registered_capital": "800000元", "address": "义堂镇"}},
    ),
    Case("new.xls", xlsx([HEAD, ["甲公司", 500, DAY]]), {2: JIA}),
    Case(
        "page.xls",
        lambda path: awful.page(
            path,
            "<tr><th colspan=3>企业名录</th></tr>"
            "<tr><th>企业名称</th><th>注册资本<br>（万元）</th><th>成立日期</th></tr>"
            "<tr><td rowspan=2>甲公司&nbsp;</td><td>500</td><td>2014-03-01</td></tr><tr><td>600</td><td></td></tr>",
            encoding="gb18030",
        ),
        {3: JIA, 4: {"name": "甲公司", "registered_capital": "6000000元"}},
        ("the file is a web page, whatever its name says",),
    ),
    Case(
        "login.xls",
        lambda path: path.write_text("<html><body>登录已过期，请重新登录。</body></html>", encoding="utf-8"),
        refused=r"login\.xls: a web page without a table",
    ),
    Case(
        "text.xlsx",
        text(TABLE),
        PLAIN,
        ("the file is text, whatever its name says, and was read as such; call it .csv",),
    ),
    Case(
        "locked.xlsx",
        lambda path: awful.container(path, ["EncryptionInfo", "EncryptedPackage"]),
        refused=r"locked\.xlsx: the workbook is protected by a password; save it without",
    ),
    Case(
        "letter.xls",
        lambda path: awful.container(path, ["WordDocument"]),
        refused=r"letter\.xls: .* an old Word document",
    ),
    Case(
        "noise.xlsx",
        raw(bytes((n * 37 + n // 7) % 256 for n in range(4000))),
        refused=r"noise\.xlsx: this is no text in any",
    ),
    Case(
        "cut.xlsx",
        lambda path: _cut(awful.workbook(path, [HEAD, ["甲公司", 500, DAY]])),
        refused=r"cut\.xlsx: the workbook cannot be",
    ),
    Case("report.xlsx", raw(b"%PDF-1.7\n"), refused=r"report\.xlsx: this is no table but a PDF"),
    Case(
        "headers.xlsx",
        xlsx([["企业名录"], HEAD]),
        refused=r"headers\.xlsx, sheet 名录: no row of data stands below the header",
    ),
    Case("nothing.xlsx", xlsx([]), refused=r"nothing\.xlsx, sheet 名录: no row holds the headers"),
    Case(
        "wide.xlsx",
        xlsx([HEAD, ["甲公司", 500, DAY, "多出的", "两格"]]),
        {2: JIA},
        ("the row has more cells than there are headers",),
    ),
    Case("unsure.csv", text(TRADITIONAL, "big5"), refused=r"unsure\.csv: no row holds the headers that are needed"),
]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-400])


def load(path: Path, ontology: Ontology, encoding: str | None = None, mapping: str = FIRM) -> Loaded:
    place = path.parent / "mapping.yaml"
    told = f"{mapping}encoding: {encoding}\n" if encoding else mapping
    place.write_text(told, encoding="utf-8")
    return load_file(path, ontology=ontology, mapping=read_mapping(place, ontology), partial=True)


def told(value: Any) -> str:
    """A value as the table above tells it."""
    if isinstance(value, Money):
        return f"{value.yuan.normalize():f}元" if value.yuan is not None else value.words
    return str(value)


def rows_of(loaded: Loaded) -> Rows:
    found: Rows = {}
    for record in loaded.records:
        assert isinstance(record, EntityRecord)
        assert record.locator.row is not None
        found[record.locator.row] = {name: told(value) for name, value in record.properties.items()}
    return found


@pytest.mark.parametrize("case", [*TEXTS, *CELLS, *WORKBOOKS], ids=lambda case: case.name)
def test_awful_file_loads_or_is_refused_in_the_right_words(case: Case, tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / case.name
    case.make(path)
    if case.refused:
        with pytest.raises(LoaderError) as refused:
            load(path, ontology, case.encoding)
        assert re.search(case.refused, str(refused.value), re.DOTALL), refused.value
        return
    loaded = load(path, ontology, case.encoding)
    problems = [(problem.row, problem.column) for problem in loaded.report.problems]
    assert problems == [(row, column) for row, column, _ in case.wrong], loaded.report.problems
    for problem, (_, _, words) in zip(loaded.report.problems, case.wrong, strict=True):
        assert words in problem.message
    if case.rows or not case.wrong:
        assert rows_of(loaded) == case.rows
    notes = "\n".join(map(str, loaded.report.notes))
    assert [words for words in case.told if words not in notes] == [], notes


def test_there_are_more_than_thirty() -> None:
    assert len({case.name for case in (*TEXTS, *CELLS, *WORKBOOKS)}) > 60
