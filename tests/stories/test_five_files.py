"""Five files of five offices name one enterprise in five ways: the graph has it once, each value with its source.

Nobody writes a mapping. What the score alone does not carry stays two until a person says so, and comes apart again
when that is taken back.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from jiju.jobs import Workspace
from jiju.settings import Settings
from support.site import Site, served

CODE, OTHER = "91371312MA3D5KQ7XD", "91371312MA3ABCDE1K"
NAME, SHORT = "临沂蒙泉食品集团有限公司", "蒙泉食品集团"
ENTERPRISES = "{ enterprises { nodes { id name aliases uscc employees legalRepresentative } } }"


def workbook(path: Path, title: str, *rows: list[object]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if len(rows) > 1 and rows[0][1:] == []:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[1]))
    book.save(path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("five")
    workbook(
        folder / "规上企业.xlsx", "规上企业", ["2025年河东区规模以上工业企业名单"],
        ["序号", "企业名称", "统一社会信用代码", "法定代表人", "注册资本（万元）", "住所"],
        [1, NAME, CODE, "孟凡泉", "5,000", "山东省临沂市河东区汤头街道工业园路18号"],
        [2, "临沂河东区华盛塑料厂", OTHER, "张一", "300", "河东区九曲街道"],
        ["合计", None, None, None, "5,300", None],
    )  # fmt: skip
    workbook(
        folder / "纳税百强.xlsx", "纳税", ["纳税人名称", "社会信用代码（纳税人识别号）", "行业"],
        [f"{NAME}（原蒙泉食品厂）", CODE, "食品制造业"],
    )  # fmt: skip
    workbook(
        folder / "重点项目.xlsx", "Sheet", ["项目名称", "投资单位", "计划投资", "开工时间"],
        ["蒙泉预制菜中央厨房", "臨沂蒙泉食品集團有限公司", "1.2亿元", "2025年3月"],
    )  # fmt: skip
    rows = "企业,法人代表,所属乡镇,职工人数\n临沂市蒙泉食品集团有限责任公司,孟凡泉,汤头街道,420\n"
    rows += "蒙泉面粉有限公司,王二,八湖镇,30\n"
    (folder / "龙头企业.csv").write_text(rows, encoding="gb18030")
    (folder / "电商.csv").write_text(f"公司名称\t联系电话\n{SHORT}\t0539-8880018\n", encoding="utf-8-sig")
    space = Workspace(Settings(data=folder / "data"))
    taken = list(space.load(sorted(folder.glob("*.*"))))
    assert [one.as_text() for one in taken if one.refused] == []
    space.build()
    with served(space) as opened:
        yield opened


def by_name(site: Site) -> dict[str, dict[str, object]]:
    return {one["name"]: one for one in site.ask(ENTERPRISES)["enterprises"]["nodes"]}


def test_what_the_names_carry_is_one_and_what_they_do_not_is_asked(site: Site) -> None:
    found = by_name(site)
    assert set(found) == {NAME, SHORT, "临沂河东区华盛塑料厂", "蒙泉面粉有限公司"}
    one = found[NAME]
    assert (one["uscc"], one["employees"], one["legalRepresentative"]) == (CODE, 420, "孟凡泉")
    assert len(one["aliases"]) == 3  # type: ignore[arg-type]  # a list
    pairs = site.ask("{ mergeCandidates { nodes { left { name } right { name } score } } }")["mergeCandidates"]["nodes"]
    assert [{pair["left"]["name"], pair["right"]["name"]} for pair in pairs] == [{NAME, SHORT}]


def test_each_value_has_its_source(site: Site) -> None:
    query = """query($id: ID!) { node(id: $id) { ... on Enterprise {
      evidence { source { id } sheet row values } mergedFrom { by score } } } }"""
    node = site.ask(query, id=by_name(site)[NAME]["id"])["node"]
    said = {one["source"]["id"]: one for one in node["evidence"]}
    assert set(said) >= {"规上企业", "纳税百强", "龙头企业", "重点项目"}
    assert (said["规上企业"]["sheet"], said["规上企业"]["row"]) == ("规上企业", 3)
    assert said["龙头企业"]["values"]["employees"] == 420
    assert "employees" not in said["规上企业"]["values"]
    assert sorted(one["by"] for one in node["mergedFrom"]) == ["KEY", "SCORE", "SCORE"]


def test_a_person_joins_the_fifth_and_takes_it_back(site: Site) -> None:
    before = by_name(site)
    judge = """mutation($l: ID!, $r: ID!) { judge(left: $l, right: $r, verdict: SAME, why: "同一法人") {
      decision { id } userErrors { message } } }"""
    done = site.ask(judge, l=before[NAME]["id"], r=before[SHORT]["id"])["judge"]
    assert done["userErrors"] == []
    merged = by_name(site)
    [one] = [one for one in merged.values() if one["uscc"] == CODE]
    assert len(merged) == len(before) - 1
    assert {NAME, SHORT} < {one["name"], *one["aliases"]}  # type: ignore[misc]  # a list
    old = site.ask("query($id: ID!) { node(id: $id) { id ... on Entity { name } } }", id=before[SHORT]["id"])["node"]
    assert old == {"id": one["id"], "name": one["name"]}
    undo = 'mutation($id: ID!) { undoJudgement(id: $id, why: "不是一家") { userErrors { message } } }'
    assert site.ask(undo, id=done["decision"]["id"])["undoJudgement"]["userErrors"] == []
    assert by_name(site) == before
