"""Every rule of docs/checks.md, with a table that breaks it and one that does not."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from loaders.load import load_file
from loaders.mapping import parse_mapping
from loaders.messages import rule_of, say
from loaders.places import Gazetteer
from ontology.errors import Refusal
from ontology.model import DEFAULT, load
from support.builders import make_uscc

ONTOLOGY = load(DEFAULT)
PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
DOCUMENTED = dict(re.findall(r"^\| `(\w+)` \| (error|warning) \|", PAGE, re.MULTILINE))
PLACES = Gazetteer([("370000", "山东省"), ("371300", "临沂市"), ("371302", "兰山区"), ("371321", "沂南县")])
TODAY = dt.date(2024, 6, 30)
U1, U2 = make_uscc(1), make_uscc(2)

HOLDERS = """
entities:
  firm: {type: Enterprise, mention: true, properties: {name: 企业}}
  holder: {type: Person, mention: true, ref: "{股东}", properties: {name: 股东}}
relations:
  - {type: OWNS, head: holder, tail: firm, properties: {share: 比例}}
"""
OWNERS = """
entities:
  firm: {type: Enterprise, mention: true, properties: {name: 企业}}
  holder: {type: Enterprise, mention: true, properties: {name: 股东}}
relations:
  - {type: OWNS, head: holder, tail: firm, properties: {share: 比例}}
"""


@dataclass(frozen=True)
class Case:
    """A mapping, a table that breaks the rule and one that does not. name: of the file."""

    mapping: str
    bad: str
    good: str
    name: str = "表.csv"
    partial: str | bool = True


def cell(node_type: str, prop: str, bad: str, good: str, header: str = "值") -> Case:
    """One cell of a property."""
    mapping = f'entities: {{e: {{type: {node_type}, ref: "{{号}}", properties: {{name: 名称, {prop}: "{header}"}}}}}}'
    return Case(mapping, *(f'号,名称,"{header}"\n1,甲,"{text}"\n' for text in (bad, good)))


FIRMS = "entities: {e: {type: Enterprise, properties: {name: 名称, uscc: {column: 代码, optional: true}}}}"
CASES = {
    "uscc": cell("Enterprise", "uscc", U1[:-1], U1),
    "code_lost": cell("Enterprise", "uscc", "9.1371E+17", U1),
    "region_code": cell("Enterprise", "region_code", "37130", "371302"),
    "stock_code": cell("Enterprise", "stock_code", "abc", "600000"),
    "money_unit": cell("Enterprise", "registered_capital", "500", "500万元"),
    "money": cell("Enterprise", "registered_capital", "很多", "500万元"),
    "unit": cell("Park", "area", "500斤", "500亩"),
    "number": cell("Park", "area", "很大", "500"),
    "number_unclear": cell("Enterprise", "employees", "100人以上", "100"),
    "share": Case(HOLDERS, "企业,股东,比例\n甲,张,300\n", "企业,股东,比例\n甲,张,30%\n"),
    "boolean": cell("Project", "key_project", "也许", "是"),
    "date": cell("Enterprise", "founded", "2014-02-30", "2014-02-28"),
    "duration": Case(
        'entities: {e: {type: Target, ref: "{号}", properties: {name: 名, target_key: 号, period: 值}}}',
        "号,名,值\nA1,甲,很久\n", "号,名,值\nA1,甲,3年\n",
    ),
    "phone": cell("Enterprise", "phone", "找老王", "0539-8000000"),
    "email": cell("Enterprise", "email", "没有@", "a@example.com"),
    "url": cell("Enterprise", "website", "官网", "https://example.com"),
    "codelist": cell("Enterprise", "status", "很好", "存续"),
    "point": cell("Enterprise", "point", "35.05,118.35", "118.35,35.05"),
    "geometry": cell("Region", "boundary", "{}", '{""type"":""Point"",""coordinates"":[118.35,35.05]}'),
    "formula": cell("Enterprise", "employees", "#REF!", "5"),
    "required": Case(
        "entities: {e: {type: Enterprise, properties: {name: 名称, employees: 人数}}}", "名称,人数\n,5\n乙,5\n",
        "名称,人数\n甲,5\n",
    ),
    "future": cell("Enterprise", "founded", "2035-01-01", "2014-01-01"),
    "minimum": cell("Enterprise", "employees", "-5", "0"),
    "maximum": cell("Person", "age", "200", "50"),
    "order": Case(
        "entities: {e: {type: Enterprise, properties: {name: 名称, founded: 成立, listed_on: 上市}}}",
        "名称,成立,上市\n甲,2012-01-01,2010-01-01\n", "名称,成立,上市\n甲,2010-01-01,2012-01-01\n",
    ),
    "unusual": Case(
        "entities: {e: {type: Project, properties: {name: 名称, planned_amount: 计划, paid_in_amount: 到位}}}",
        "名称,计划,到位\n甲,500万元,800万元\n", "名称,计划,到位\n甲,500万元,300万元\n",
    ),
    "place": Case(
        "entities: {e: {type: Region, properties: {code: 代码, name: 名称}}}", "代码,名称\n371302,沂南县\n",
        "代码,名称\n371302,兰山区\n",
    ),
    "place_name": Case(
        "entities: {e: {type: Region, properties: {code: 代码, name: 名称}}}", "代码,名称\n371302,罗庄新城\n",
        "代码,名称\n371302,兰山\n",
    ),
    "place_unknown": Case(
        'entities: {e: {type: Enterprise, properties: {name: 名称, region_code: {place: [县], within: "371300"}}}}',
        "名称,县\n甲,不知县\n", "名称,县\n甲,沂南县\n",
    ),
    "to_itself": Case(OWNERS, "企业,股东,比例\n甲,甲,30%\n", "企业,股东,比例\n甲,乙,30%\n"),
    "row_too_long": Case(FIRMS, f"名称,代码\n甲,{U1},多\n", f"名称,代码\n甲,{U1}\n"),
    "shares": Case(HOLDERS, "企业,股东,比例\n甲,张,60%\n甲,李,50%\n", "企业,股东,比例\n甲,张,60%\n甲,李,40%\n"),
    "uscc_two_names": Case(FIRMS, f"名称,代码\n甲,{U1}\n乙,{U1}\n", f"名称,代码\n甲,{U1}\n乙,{U2}\n"),
    "name_two_usccs": Case(FIRMS, f"名称,代码\n甲,{U1}\n甲,{U2}\n", f"名称,代码\n甲,{U1}\n甲,{U1}\n"),
    "contradiction": Case(
        "entities: {e: {type: Enterprise, properties: {name: 名称, employees: 人数}}}", "名称,人数\n甲,5\n甲,6\n",
        "名称,人数\n甲,5\n甲,5\n",
    ),
    "left_out": Case(FIRMS, "名称,代码\n甲,x\n", f"名称,代码\n甲,{U1}\n", partial="cells"),
    "not_a_row": Case(FIRMS, f"名称,代码\n甲,{U1}\n合计,\n", f"名称,代码\n甲,{U1}\n"),
    "second_table": Case(FIRMS, f"名称,代码\n甲,{U1}\n\n项目名称,投资额\n乙,5\n", f"名称,代码\n甲,{U1}\n"),
    "late_field": Case(
        FIRMS, '{"名称": "甲"}\n' * 1000 + '{"名称": "乙", "别的": 1}\n', '{"名称": "甲", "别的": 1}\n' * 3, "表.jsonl"
    ),
    "file": Case(FIRMS, "园区,面积\n甲,5\n", f"名称,代码\n甲,{U1}\n"),
}  # fmt: skip


def hidden(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def since_1904(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


WORKBOOKS: dict[str, Callable[[openpyxl.worksheet.worksheet.Worksheet], None]] = {
    "hidden": hidden, "since_1904": since_1904,
}  # fmt: skip


def rules(path: Path, mapping: str, partial: str | bool = True) -> Iterator[tuple[str, str]]:
    """The rules that a file breaks, each with its severity."""
    text = f'source: {{id: s, title: s}}\nfile: "*"\n{mapping}'
    taken = "cells" if partial == "cells" else bool(partial)
    try:
        report = load_file(
            path, ontology=ONTOLOGY, mapping=parse_mapping(text, ONTOLOGY), partial=taken, gazetteer=PLACES, today=TODAY
        ).report
    except Refusal as refusal:
        yield rule_of(str(refusal)), "error"
        assert re.search("[\u4e00-\u9fff]", say(str(refusal), "zh"))
        return
    for problem in [*report.problems, *report.warnings]:
        yield problem.rule, problem.severity
        assert say(problem.message, "zh") != problem.message, "it is told in Chinese, too"
    for note in report.notes:
        yield rule_of(note.message), "warning"


def test_each_documented_rule_has_a_case() -> None:
    assert DOCUMENTED.keys() == CASES.keys() | WORKBOOKS.keys()


@pytest.mark.parametrize("rule", CASES)
def test_what_breaks_a_rule_is_told_and_what_does_not_is_not(rule: str, tmp_path: Path) -> None:
    case, path = CASES[rule], tmp_path / CASES[rule].name
    path.write_text(case.bad, encoding="utf-8")
    assert (rule, DOCUMENTED[rule]) in set(rules(path, case.mapping, case.partial))
    path.write_text(case.good, encoding="utf-8")
    assert list(rules(path, case.mapping, case.partial)) == []


@pytest.mark.parametrize("rule", WORKBOOKS)
def test_rules_of_workbooks(rule: str, tmp_path: Path) -> None:
    for broken in (True, False):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(["名称", "成立"])
        sheet.append(["甲", 40000])
        if broken:
            WORKBOOKS[rule](sheet)
        book.save(tmp_path / "表.xlsx")
        mapping = "entities: {e: {type: Enterprise, properties: {name: 名称, founded: 成立}}}"
        told = set(rules(tmp_path / "表.xlsx", mapping))
        assert ((rule, DOCUMENTED[rule]) in told) == broken


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
@pytest.mark.parametrize("prop", ["employees", "revenue", "uscc", "name", "founded"])
def test_numbers_of_json_beyond_64_bits_are_told_as_cells(number: int, prop: str, tmp_path: Path) -> None:
    """No traceback, whatever property they stand for; also where records become columns."""
    from records.tables import Collector

    path = tmp_path / "表.jsonl"
    path.write_text(f'{{"号": 1, "名": "甲", "值": {number}}}\n{{"号": 2, "名": "乙", "值": 5}}\n', encoding="utf-8")
    properties = f"{{name: 名, {prop}: 值}}" if prop != "name" else "{name: 值}"
    text = f'source: {{id: s, title: s}}\nfile: "*"\nentities: {{e: {{type: Enterprise, properties: {properties}}}}}'
    for into in (None, Collector(ONTOLOGY)):
        loaded = load_file(path, ontology=ONTOLOGY, mapping=parse_mapping(text, ONTOLOGY), partial=True, into=into)
        if prop == "name":
            assert loaded.report.problems == []
        else:
            assert loaded.report.problems[0].row == 1
            assert loaded.report.problems[0].rule != "other"
        if into is not None:
            into.tables()
