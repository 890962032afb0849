"""What staff mend a file with: the workbook with its wrong cells marked, and the refused rows."""

import csv
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from jiju.jobs import Workspace
from jiju.settings import Settings
from loaders.load import load_file
from loaders.rejects import PROBLEM, rejects_name, write_rejects
from loaders.workbook import RESULT, write_marked
from ontology.model import Ontology

HEADERS = ["企业名称", "统一社会信用代码", "注册资本（万元）", "成立日期"]
ROWS: list[list[Any]] = [
    ["青禾食品有限公司", "91371302MA3C0XYZ1A", 500, "2014年3月"],
    ["恒越家居有限公司", None, "一千", "2015.13.1"],
    ["云禾物流有限公司", None, 800, "2016/5/1"],
    [None, None, 300, "2017-01-01"],
]


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A workbook with a merged title, a formula on another sheet, and three rows that are wrong."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "企业名录"
    sheet["A1"] = "2026年企业名录"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells("A1:D1")
    for row in (HEADERS, *ROWS):
        sheet.append(row)
    other = book.create_sheet("备注")
    other["B2"] = "=1+1"
    path = tmp_path / "名录.xlsx"
    book.save(path)
    return path


def test_the_workbook_comes_back_with_its_wrong_cells_marked(messy: Path, ontology: Ontology, tmp_path: Path) -> None:
    report = load_file(messy, ontology=ontology, partial=True).report
    out = tmp_path / "marked.xlsx"
    assert write_marked(messy, report, out) == 3
    book = load_workbook(out)
    assert book.sheetnames == [RESULT, "企业名录", "备注"]
    sheet = book["企业名录"]
    marked = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert marked.keys() == {"B3", "D4", "A6"}
    assert "2015.13.1" in marked["D4"]
    assert all(sheet[place].fill.start_color.rgb == "FFFFC7CE" for place in marked)
    assert sheet["A3"].fill.start_color.rgb != "FFFFC7CE"
    assert sheet["A1"].font.size == 16 and "A1:D1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert book["备注"]["B2"].value == "=1+1"
    listed = list(book[RESULT].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in listed] == [
        ("企业名录", 3, "统一社会信用代码"), ("企业名录", 4, "成立日期"), ("企业名录", 6, "企业名称"),
    ]  # fmt: skip
    assert book[RESULT]["B2"].hyperlink.location == "'企业名录'!B3"


def test_a_text_file_comes_back_as_a_workbook_and_formulas_stay_text(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_text(
        "企业名称,注册资本,成立日期\n=cmd|' /C calc'!A0,1万元,2015.13.1\n乙厂,2万元,2015\n", encoding="gb18030"
    )
    report = load_file(path, ontology=ontology, partial=True).report
    write_marked(path, report, tmp_path / "marked.xlsx")
    sheet = load_workbook(tmp_path / "marked.xlsx")["名录"]
    assert sheet["C2"].comment and not sheet["C3"].comment
    assert sheet["A2"].value == "=cmd|' /C calc'!A0" and sheet["A2"].data_type == "s"


def test_columns_of_a_json_file_stand_in_the_first_row(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "名录.jsonl"
    path.write_text(
        '{"企业名称": "甲厂", "成立日期": "2015.13.1"}\n{"企业名称": "乙厂", "成立日期": "2015"}\n', encoding="utf-8"
    )
    report = load_file(path, ontology=ontology, partial=True).report
    write_marked(path, report, tmp_path / "marked.xlsx")
    sheet = load_workbook(tmp_path / "marked.xlsx").worksheets[1]
    assert [cell.value for cell in sheet[1]] == ["企业名称", "成立日期"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["B2"]


def test_refused_rows_are_mended_and_added_and_nothing_is_lost(messy: Path, tmp_path: Path) -> None:
    space = Workspace(Settings(data=tmp_path / "data"))
    rejects = tmp_path / "rejects"
    (first,) = space.load([messy], partial=True, rejects=rejects)
    assert not first.refused
    path = rejects / messy.name
    book = load_workbook(path)
    sheet = book["企业名录"]
    assert [cell.value for cell in sheet[1]] == [*HEADERS, PROBLEM]
    assert sheet.max_row - 1 + first.detail["accepted"] == first.detail["read"] == 4
    sheet["B2"], sheet["D3"], sheet["A4"] = None, "2015-03-01", "费北建材有限公司"
    book.save(path)
    (added,) = space.load([path], add=True)
    assert not added.refused
    names = set(space.archive.read_entities("Enterprise").column("name").to_pylist())
    assert names == {row[0] for row in ROWS if row[0]} | {"费北建材有限公司"}
    (again,) = space.load([path], add=True)
    assert again.version and not again.version.changed


def test_rejects_of_text_are_text_and_keep_their_mapping(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_text("企业名称,成立日期\n甲厂,2015.13.1\n乙厂,2015\n丙厂,昨天\n", encoding="utf-8")
    report = load_file(path, ontology=ontology, partial=True).report
    out = tmp_path / "out.csv"
    assert write_rejects(path, report, out) == 2
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["企业名称", "成立日期", PROBLEM]
    assert [row[0] for row in rows[1:]] == ["甲厂", "丙厂"]
    assert rejects_name(path) == "名录.csv" and rejects_name(Path("名录.xls")) == "名录.xlsx"


def test_there_must_be_a_source_to_add_to(messy: Path, tmp_path: Path) -> None:
    space = Workspace(Settings(data=tmp_path / "data"))
    (taken,) = space.load([messy], partial=True, add=True)
    assert taken.refused and "without --add" in taken.as_text()


def test_libreoffice_opens_the_marked_workbook(messy: Path, ontology: Ontology, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        reason = "needs LibreOffice (libreoffice-calc-nogui)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    out = tmp_path / "marked.xlsx"
    write_marked(messy, load_file(messy, ontology=ontology, partial=True).report, out)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    from python_calamine import CalamineWorkbook

    opened = CalamineWorkbook.from_path(str(tmp_path / "marked.ods"))
    assert opened.sheet_names == [RESULT, "企业名录", "备注"]
    assert opened.get_sheet_by_name(RESULT).to_python()[1][:3] == ["企业名录", 3.0, "统一社会信用代码"]
