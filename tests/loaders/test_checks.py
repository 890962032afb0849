"""What a table must not say: each rule with the sentence that staff read, row by row and over all rows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.checks import RowChecks
from loaders.load import Loaded, load_file
from loaders.mapping import read_mapping
from loaders.places import Gazetteer
from loaders.report import KEPT, Problem, Report
from ontology.model import Ontology, load
from ontology.values import PartialDate
from records.record import EntityRecord, RelationRecord
from records.tables import Collector, collect
from support.builders import make_uscc

ONTOLOGY = load()
TODAY = date(2024, 6, 30)
PLACES = Gazetteer([("370000", "山东省"), ("371300", "临沂市"), ("371302", "兰山区"), ("371321", "沂南县")])

FIRMS = """
entities:
  firm:
    type: Enterprise
    properties:
      name: 名称
      uscc: {column: 代码, optional: true}
      founded: {column: 成立, optional: true}
      listed_on: {column: 上市, optional: true}
      employees: {column: 人数, optional: true}
      region_code: [{column: 区划, optional: true}, {place: [县], within: "371300", optional: true}]
"""
HOLDERS = """
entities:
  firm: {type: Enterprise, properties: {name: 企业}}
  holder: {type: Person, mention: true, ref: "{股东}", properties: {name: 股东}}
relations:
  - {type: OWNS, head: holder, tail: firm, properties: {share: 比例, valid_to: {column: 截止, optional: true}}}
"""
PROJECTS = """
entities:
  project:
    type: Project
    properties:
      name: 名称
      signed_on: {column: 签约, optional: true}
      started_on: {column: 开工, optional: true}
      planned_amount: {column: 计划, optional: true}
      paid_in_amount: {column: 到位, optional: true}
"""
REGIONS = "entities: {region: {type: Region, properties: {code: 代码, name: 名称}}}"


@pytest.fixture
def load_table(tmp_path: Path, ontology: Ontology) -> Any:
    """``load_table(mapping, text, **options)``: a csv loaded by a mapping; ``columns=True`` in columns."""

    def _load(mapping: str, text: str, *, columns: bool = False, **options: Any) -> Loaded:
        return load_text(tmp_path, ontology, mapping, text, columns=columns, **options)

    return _load


def load_text(
    folder: Path, ontology: Ontology, mapping: str, text: str, *, columns: bool = False, **options: Any
) -> Loaded:
    yaml = folder / "mapping.yaml"
    yaml.write_text(f'source: {{id: s, title: 名录}}\nfile: "*"\n{mapping}', encoding="utf-8")
    path = folder / "名录.csv"
    path.write_text(text, encoding="utf-8")
    into = Collector(ontology) if columns else None
    loaded = load_file(
        path,
        ontology=ontology,
        mapping=read_mapping(yaml, ontology),
        gazetteer=PLACES,
        today=TODAY,
        into=into,
        **options,
    )
    if into is not None and not loaded.refused:
        into.tables()  # the archive would take it
    return loaded


def told(loaded: Loaded) -> list[tuple[int | None, str | None, str, str]]:
    found = [*loaded.report.problems, *loaded.report.warnings]
    return [(p.row, p.column, p.rule, p.severity) for p in found]


ROW_CASES: dict[str, tuple[str, str, tuple[int, str, str, str], str]] = {
    "a date to come": (FIRMS, "名称,成立\n甲,2024-07-01\n乙,2024\n", (2, "成立", "future", "error"), "晚于今天"),
    "less than none": (FIRMS, "名称,人数\n甲,-5\n乙,0\n", (2, "人数", "minimum", "error"), "不可能小于 0"),
    "listed before founded": (
        FIRMS, "名称,成立,上市\n甲,2012-06-01,2010-01-01\n乙,2012,2012-01-05\n", (2, "成立 + 上市", "order", "error"),
        "请改正其中一个",
    ),
    "another county": (
        FIRMS, "名称,区划,县\n甲,371302,沂南县\n乙,371302,兰山区\n", (2, "区划 + 县", "place", "error"),
        "“沂南县”是山东省临沂市沂南县（371321）",
    ),
    "code of another region": (
        REGIONS, "代码,名称\n371302,沂南县\n371302,兰山\n", (2, "代码 + 名称", "place", "error"),
        "不是沂南县 (371321)",
    ),
    "name that nobody knows": (
        REGIONS, "代码,名称\n371302,罗庄新城\n", (2, "代码 + 名称", "place_name", "warning"), "请再核对",
    ),
    "work before the contract": (
        PROJECTS, "名称,签约,开工\n甲,2023-05-01,2023-04-01\n乙,2023,2023-01-01\n",
        (2, "签约 + 开工", "order", "error"), "签约日期 2023年5月1日 晚于开工日期 2023年4月1日",
    ),
    "paid more than planned": (
        PROJECTS, "名称,计划,到位\n甲,500万元,800万元\n乙,500万元,500万元\n", (2, "到位 + 计划", "unusual", "warning"),
        "这很少见",
    ),
    "ended before it began": (
        HOLDERS.replace("{share: 比例,", "{share: 比例, valid_from: 起始,"),
        "企业,股东,比例,起始,截止\n甲,张,30%,2020-01-01,2019-01-01\n", (2, "起始 + 截止", "order", "error"), "应早于",
    ),
}  # fmt: skip


@pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
@pytest.mark.parametrize("case", ROW_CASES)
def test_a_row_that_cannot_be_is_told_with_its_cells(load_table: Any, case: str, columns: bool) -> None:
    mapping, text, expected, chinese = ROW_CASES[case]
    loaded = load_table(mapping, text, columns=columns)
    assert told(loaded) == [expected]
    (problem,) = [*loaded.report.problems, *loaded.report.warnings]
    assert chinese.replace(" (371321)", "（371321）") in problem.text("zh")
    assert loaded.refused == (expected[3] == "error")


def test_cells_are_named_as_the_spreadsheet_names_them(load_table: Any) -> None:
    loaded = load_table(FIRMS, "名称,备注,成立,上市\n甲,,2012-06-01,2010-01-01\n")
    assert loaded.report.problems[0].cell == "C2 D2"
    assert "（C2 D2）" in loaded.report.problems[0].text("zh")


TOO_MUCH = "企业,股东,比例\n甲厂,张三,60%\n甲厂,李四,50%\n乙厂,张三,40%\n乙厂,王五,60%\n"


@pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
def test_shares_of_more_than_the_whole_refuse_the_file(load_table: Any, columns: bool) -> None:
    loaded = load_table(HOLDERS, TOO_MUCH, columns=columns)
    assert loaded.refused
    assert told(loaded) == [(2, "比例", "shares", "error"), (3, "比例", "shares", "error")]
    assert "甲厂的持股比例合计 110%，超过 100%（第 2, 3 行）" in loaded.report.problems[0].text("zh")
    assert (loaded.report.read, loaded.report.accepted, loaded.report.rejected) == (4, 2, 2)


@pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
def test_in_part_only_the_rows_with_too_many_shares_are_left_out(load_table: Any, columns: bool) -> None:
    loaded = load_table(HOLDERS, TOO_MUCH, columns=columns, partial=True)
    assert not loaded.refused
    assert (loaded.report.accepted, loaded.report.rejected) == (2, 2)
    assert loaded.report.relations == {"OWNS": 2}
    if not columns:
        assert len({r.tail for r in loaded.records if isinstance(r, RelationRecord)}) == 1
        collect(loaded.records, ONTOLOGY)  # nothing that is left points to what was left out


@pytest.mark.parametrize(
    "text",
    [
        "企业,股东,比例\n甲,张,33.4%\n甲,李,33.4%\n甲,王,33.4%\n",
        "企业,股东,比例\n甲,张,60%\n甲,张,60%\n",
        "企业,股东,比例,截止\n甲,张,60%,2020-01-01\n甲,李,60%,\n",
    ],
    ids=["rounded", "said twice", "sold"],
)
def test_shares_that_only_look_too_many(load_table: Any, text: str) -> None:
    assert told(load_table(HOLDERS, text)) == []


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("张王李赵"), st.integers(0, 100)), max_size=12))
def test_a_firm_is_refused_just_when_its_shares_are_too_many(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("shares")
    text = "企业,股东,比例\n" + "".join(
        f"{firm},{holder},{share}%\n" for firm, holder, share in [*rows, ("丁", "孙", 1)]
    )
    least: dict[tuple[str, str], int] = {}
    for firm, holder, share in rows:
        least[firm, holder] = min(share, least.get((firm, holder), 100))
    wrong = {f for f in "甲乙丙" if sum(s for (firm, _), s in least.items() if firm == f) > 100}
    loaded = load_text(folder, ONTOLOGY, HOLDERS, text, partial=True)
    expected = [n for n, (firm, _, _) in enumerate(rows, start=2) if firm in wrong]
    assert list(loaded.report.sheets[0].refused) == expected
    assert loaded.report.accepted + loaded.report.rejected == loaded.report.read == len(rows) + 1


@pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
def test_one_code_with_two_names_and_one_name_with_two_codes_are_remarked_upon(load_table: Any, columns: bool) -> None:
    one, two = make_uscc(1), make_uscc(2)
    text = (
        f"名称,代码,人数\n甲公司,{one},5\n甲股份公司,{one},5\n乙公司,{two},7\n甲公司,{make_uscc(3)},5\n乙公司,{two},9\n"
    )
    loaded = load_table(FIRMS, text, columns=columns)
    assert not loaded.refused
    assert sorted(told(loaded)) == [
        (3, "名称", "uscc_two_names", "warning"), (5, "代码", "name_two_usccs", "warning"),
        (6, "人数", "contradiction", "warning"),
    ]  # fmt: skip
    said = {p.rule: p.text("zh") for p in loaded.report.warnings}
    assert "第 2 行是“甲公司”，这里是“甲股份公司”" in said["uscc_two_names"]
    assert "如是分公司，请把分公司写进名称" in said["name_two_usccs"]


def test_the_same_said_in_other_words_contradicts_nothing(load_table: Any) -> None:
    code = make_uscc(1)
    loaded = load_table(FIRMS, f"名称,代码,成立\n甲（集团）公司,{code},2014年3月1日\n甲(集团)公司,{code},2014-03-01\n")
    assert told(loaded) == []


BAD_CELLS = f"名称,代码,成立,人数\n甲,{make_uscc(1)},2030-01-01,5\n,{make_uscc(2)},2012,5\n丙,123,昨天,-1\n丁,,,7\n"


def test_a_bad_cell_is_left_out_where_the_row_can_do_without(load_table: Any) -> None:
    loaded = load_table(FIRMS, BAD_CELLS, partial="cells")
    firms = [r.properties for r in loaded.records if isinstance(r, EntityRecord)]
    assert [sorted(firm) for firm in firms] == [["employees", "name", "uscc"], ["name"], ["employees", "name"]]
    assert (loaded.report.accepted, loaded.report.rejected) == (3, 1)
    assert [(p.row, p.rule) for p in loaded.report.problems] == [(3, "required")]
    left_out = [(p.row, p.column) for p in loaded.report.warnings]
    assert left_out == [(2, "成立"), (4, "代码"), (4, "成立"), (4, "人数")]
    assert "这一格没有采用" in loaded.report.warnings[0].text("zh")


def test_cells_that_name_a_thing_are_not_left_out(load_table: Any) -> None:
    mapping = 'entities: {firm: {type: Enterprise, ref: "{代码}", properties: {name: 名称, uscc: 代码}}}'
    loaded = load_table(mapping, f"名称,代码\n甲,123\n乙,{make_uscc(1)}\n", partial="cells")
    assert [(p.row, p.rule) for p in loaded.report.problems] == [(2, "uscc")]
    assert list(loaded.report.sheets[0].refused) == [2]


_CELLS = st.one_of(
    st.none(), st.sampled_from(["2014", "2014-02-30", "2099-01-01", "-3", "5", "约5", "无", "甲", "371302"])
)


@given(
    rows=st.lists(st.lists(_CELLS, min_size=7, max_size=7), min_size=1, max_size=12),
    partial=st.sampled_from([True, "cells"]),
    columns=st.booleans(),
)
def test_no_row_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str | None]], partial: Any, columns: bool
) -> None:
    text = "\n".join(",".join(cell or "" for cell in row) for row in [["戊", *[None] * 6], *rows])
    text = f"名称,代码,成立,上市,人数,区划,县\n{text}\n"
    folder = tmp_path_factory.mktemp("rows")
    loaded = load_text(folder, ONTOLOGY, FIRMS, text, partial=partial, columns=columns)
    report = loaded.report
    told_of = 1 + sum(any(cell not in (None, "无") for cell in row) for row in rows)
    assert report.read == report.accepted + report.rejected == told_of
    assert report.rejected == len(set(report.sheets[0].refused))
    assert {p.row for p in report.problems} == set(report.sheets[0].refused)


def test_a_report_stays_small_and_counts_all() -> None:
    report = Report("f.csv", "m")
    for row in range(KEPT + 5):
        report.add(Problem("f.csv", None, row, "a", "x", f"{row!r} is no date; write 2014"))
        report.add(Problem("f.csv", None, row, "a", str(row), f"{str(row)!r} is no date; write 2014", "warning"))
    assert (len(report.problems), report.errors) == (KEPT, KEPT + 5)
    assert (len(report.warnings), report.warned) == (KEPT, KEPT + 5)
    assert len(report.notes) == 1
    assert report.notes[0].count == KEPT + 5
    assert any(f"还有 {KEPT + 5 - 20:,} 处错误" in line for line in report.lines("zh"))


@given(day=st.dates(date(2024, 1, 1), date(2024, 12, 31)), precision=st.sampled_from(["day", "month", "year"]))
def test_a_date_is_in_the_future_only_if_all_of_it_is(day: date, precision: str) -> None:
    first = day.replace(day=1) if precision != "day" else day
    first = first.replace(month=1) if precision == "year" else first
    told_date = PartialDate(first, precision)
    found = list(RowChecks(PLACES, TODAY).find(ONTOLOGY.node_types["Enterprise"], {"founded": told_date}))
    assert bool(found) == (first > TODAY)
