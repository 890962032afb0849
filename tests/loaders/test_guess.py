"""Without a mapping the headers tell, where they do; where not, nothing is guessed."""

from pathlib import Path

import openpyxl
import pytest

from loaders.errors import NoMapping
from loaders.load import load_file
from ontology.model import Ontology
from records.record import EntityRecord
from support.builders import make_uscc


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("header", "row", "node_type"),
    [
        ("企业名称,统一社会信用代码,注册资金(万元),法人代表", f"甲公司,{make_uscc(1)},500,张三", "Enterprise"),
        ("单位名称,信用代码,住所", f"甲公司,{make_uscc(1)},某路1号", "Enterprise"),
        ("合作社名称,统一社会信用代码,登记日期", f"甲合作社,{make_uscc(1)},2012-11-19", "Enterprise"),
        ("项目名称,总投资（亿元）,项目进展,签约时间", "甲项目,5,签约,2021年11月", "Project"),
        ("园区名称,园区类别,占地面积（亩）", "甲园区,物流园,300", "Park"),
        ("姓名,性别,人才编号,职称", "张三,男,RC01,工程师", "Person"),
        ("行政区划代码,名称,级别,常住人口", "371302,兰山区,区,1000000", "Region"),
        ("村名,村级代码,户数", "前十社区,371302001001,300", "Village"),
    ],
)
def test_headers_tell_the_type(tmp_path: Path, ontology: Ontology, header: str, row: str, node_type: str) -> None:
    loaded = load_file(write(tmp_path / "表.csv", header, row), ontology=ontology)
    record = next(r for r in loaded.records if isinstance(r, EntityRecord) and r.type == node_type)
    assert len(record.properties) == header.count(",") + 1


@pytest.mark.parametrize("header", ["甲,乙,丙", "企业", "今天天气很好"])
def test_headers_that_tell_nothing_are_refused_with_the_way_out(
    tmp_path: Path, ontology: Ontology, header: str
) -> None:
    with pytest.raises(NoMapping, match="--mapping, or fill in a template: jiju template"):
        load_file(write(tmp_path / "表.csv", header, "1,2,3"), ontology=ontology)


def test_sheets_that_nobody_can_read_are_named(tmp_path: Path, ontology: Ontology) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["企业名称", "法人代表"], ["甲公司", "张三"]):
        sheet.append(row)
    other = book.create_sheet("往来")
    other.append(["甲方", "乙方"])
    book.save(tmp_path / "表.xlsx")
    loaded = load_file(tmp_path / "表.xlsx", ontology=ontology)
    assert loaded.report.unread_sheets == ["往来"]
    assert any("sheets that nobody reads: 往来" in line for line in loaded.report.lines())
