"""jiju inspect as a person uses it: the proposal is read, written down, corrected, loaded by, and found again."""

import io
import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import openpyxl
import pytest

from jiju.cli import main
from jiju.jobs import Workspace
from jiju.settings import Settings
from support.builders import make_uscc

Run = Callable[..., tuple[int, str]]
HEADERS = ["企业名称", "统一社会信用代码", "投资方及持股", "人手"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``jiju`` in a fresh working folder; its exit status and what it says."""
    for name in [name for name in os.environ if name.startswith("JIJU_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str | Path, **settings: str) -> tuple[int, str]:
        out, code = io.StringIO(), 0
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(out):
            for name, value in {"JIJU_DATA": "data", "JIJU_LANG": "en", **settings}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["jiju", *map(str, arguments)])
            try:
                main()
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else 0
        return code, out.getvalue()

    return command


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2026年重点企业情况"])
    sheet.merge_cells("A1:D1")
    for row in (HEADERS, *rows):
        sheet.append(row)
    book.save(path)
    return path


def firm(number: int, holders: str = "张三(30%)；李四(70%)", hands: object = 20) -> list[object]:
    return [f"甲{number}木业有限公司", make_uscc(number), holders, hands]


def archive(tmp_path: Path) -> Workspace:
    return Workspace(Settings(data=tmp_path / "data"))


def test_columns_are_shown_with_what_they_are_read_as(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "名录.xlsx", firm(1), firm(2))
    code, told = run("inspect", "名录.xlsx")
    assert code == 0
    line = next(line for line in told.splitlines() if "统一社会信用代码" in line)
    assert "Enterprise.uscc" in line and "1.00" in line and make_uscc(1) in line
    assert "nobody reads it" in next(line for line in told.splitlines() if line.startswith("  人手"))
    assert "2 rows read, 2 accepted" in told
    assert not (tmp_path / "data" / "archive" / "sources").exists()
    _, zh = run("inspect", "名录.xlsx", JIJU_LANG="zh")
    assert "企业.统一社会信用代码" in zh and "没有用到" in zh and "把握" in zh


def test_as_json_it_has_columns_mapping_and_report(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "名录.xlsx", firm(1))
    code, told = run("inspect", "名录.xlsx", "--json")
    found = json.loads(told[told.index("{") :])
    assert code == 0
    assert {c["column"] for c in found["columns"]} == set(HEADERS)
    assert {"confidence", "alternatives", "samples", "reason"} <= found["columns"][0].keys()
    assert found["mapping"].startswith("# Proposed for 名录.xlsx")
    assert found["report"]["accepted"] == 1


def test_an_edited_mapping_is_found_again_for_files_of_the_same_shape(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "名录2025.xlsx", firm(1), firm(2))
    assert run("inspect", "名录2025.xlsx", "--write", "mapping.yaml")[0] == 0
    code, told = run("inspect", "名录2025.xlsx", "--write", "mapping.yaml")
    assert code == 1 and "is there already" in told
    mapping = tmp_path / "mapping.yaml"
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("      properties:\n", "      properties:\n        employees: 人手\n", 1), "utf-8")
    assert run("load", "名录2025.xlsx", "--mapping", "mapping.yaml")[0] == 0
    assert len(list((tmp_path / "data" / "mappings").glob("*.yaml"))) == 1
    mapping.unlink()
    workbook(tmp_path / "新名录.xlsx", firm(3, hands=33))
    code, told = run("load", "新名录.xlsx", "--dry-run")
    assert code == 0, told
    code, told = run("load", "新名录.xlsx")
    assert code == 0, told
    firms = archive(tmp_path).archive.read_entities("Enterprise").to_pylist()
    assert {(one["name"], one["employees"]) for one in firms if one["employees"]} == {
        ("甲1木业有限公司", 20), ("甲2木业有限公司", 20), ("甲3木业有限公司", 33),
    }  # fmt: skip
    assert {source.id for source in archive(tmp_path).archive.sources()} == {"名录2025", "新名录"}
    _, told = run("inspect", "新名录.xlsx")
    assert "read by the mapping" in told and "the mapping says so" in told


def test_what_a_person_wrote_by_hand_for_one_file_is_not_kept_for_others(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "名录.xlsx", firm(1))
    (tmp_path / "own.yaml").write_text(
        "source: {id: a, title: a}\nfile: 名录.xlsx\nentities: {e: {type: 企业, properties: {name: 企业名称}}}\n",
        "utf-8",
    )
    assert run("load", "名录.xlsx", "--mapping", "own.yaml")[0] == 0
    assert not (tmp_path / "data" / "mappings").exists()


def test_what_is_not_sure_is_refused_with_the_way_out(run: Run, tmp_path: Path) -> None:
    headers = ",".join(["名称", *(f"指标{n}" for n in range(11))])
    (tmp_path / "企业.csv").write_text(f"{headers}\n{','.join(['甲厂', *(str(n * n) for n in range(11))])}\n", "utf-8")
    code, told = run("load", "企业.csv")
    assert code == 1 and "--write mapping.yaml" in told
    _, told = run("load", "企业.csv", JIJU_LANG="zh")
    assert "把握" in told and "--write mapping.yaml" in told
    assert run("inspect", "企业.csv", "--write", "mapping.yaml")[0] == 0
    assert run("load", "企业.csv", "--mapping", "mapping.yaml")[0] == 0


def test_a_template_of_several_types_is_one_workbook(run: Run, tmp_path: Path) -> None:
    assert run("template", "企业", "园区", "LOCATED_IN", "-o", "模板.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "模板.xlsx")
    assert book.sheetnames[:2] == ["企业", "园区"] and len(book.sheetnames) == 5
    assert run("template", "--all", "-o", "全部.xlsx")[0] == 0
    code, told = run("template")
    assert code == 1 and "--all" in told
