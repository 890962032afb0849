"""Proposed mappings of invented tables of many kinds: types, columns, relations, and how sure they are."""

import random
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.errors import NoMapping
from loaders.load import load_file
from loaders.mapping import parse_mapping, read_mapping
from loaders.proposal import Proposal, propose
from loaders.shapes import find_mapping, remember, shape_of
from ontology.model import DEFAULT, Ontology, load
from support.builders import make_uscc
from support.same_records import said

ONTOLOGY = load(DEFAULT)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def read_as(proposal: Proposal) -> dict[str, str]:
    """Header → type.property."""
    columns = proposal.as_json()["columns"]
    return {c["column"]: f"{c['type']}.{c['property']}" for c in columns if c["property"]}


@dataclass(frozen=True)
class Kind:
    """A kind of table: its file and rows; what each column is read as; how many entities and relations it gives."""

    file: str
    rows: list[str]
    columns: dict[str, str]
    entities: dict[str, int]
    relations: dict[str, int]


KINDS = [
    Kind(
        "企业花名册.csv",
        [
            "序号,单位,信用代码,法人,注册资本(万),注册日期,联系方式",
            f"1,甲木业有限公司,{make_uscc(1)},张三,500,2014-03-01,0539-8000001",
            f"2,乙板材有限公司,{make_uscc(2)},李四,300,2015-04-01,0539-8000002",
        ],
        {
            "单位": "Enterprise.name", "信用代码": "Enterprise.uscc", "法人": "Enterprise.legal_representative",
            "注册资本(万)": "Enterprise.registered_capital", "注册日期": "Enterprise.founded",
            "联系方式": "Enterprise.phone",
        },
        {"Enterprise": 2, "Person": 2},
        {"HOLDS_ROLE": 2},
    ),
    Kind(
        "companies.csv",
        [
            "company_name,credit_code,legal_person,setup_date,phone",
            f"甲木业有限公司,{make_uscc(1)},张三,2014-03-01,0539-8000001",
            f"乙板材有限公司,{make_uscc(2)},李四,2015-04-01,0539-8000002",
        ],
        {
            "company_name": "Enterprise.name", "credit_code": "Enterprise.uscc", "setup_date": "Enterprise.founded",
            "legal_person": "Enterprise.legal_representative", "phone": "Enterprise.phone",
        },
        {"Enterprise": 2, "Person": 2},
        {"HOLDS_ROLE": 2},
    ),
    Kind(
        "导出.csv",
        ["A列,B列,C列", f"甲木业有限公司,{make_uscc(1)},2014-03-01", f"乙板材有限公司,{make_uscc(2)},2015-03-01"],
        {"A列": "Enterprise.name", "B列": "Enterprise.uscc", "C列": "Enterprise.founded"},
        {"Enterprise": 2},
        {},
    ),
    Kind(
        "高管.csv",
        ["姓名,性别,任职企业,职务", "张三,男,甲木业有限公司,董事长", "李四,女,乙板材有限公司,总经理、董事"],
        {
            "姓名": "Person.name", "性别": "Person.gender", "任职企业": "Enterprise.name", "职务": "HOLDS_ROLE.role",
        },
        {"Enterprise": 2, "Person": 2},
        {"HOLDS_ROLE": 3},
    ),
    Kind(
        "园区.csv",
        ["园区名称,级别,占地面积（亩）,入驻企业数,负责人", "义堂工业园,省级,1200,30,张三"],
        {
            "园区名称": "Park.name", "级别": "Park.level", "占地面积（亩）": "Park.area",
            "入驻企业数": "Park.tenants_count", "负责人": "Person.name",
        },
        {"Park": 1, "Person": 1},
        {"HOLDS_ROLE": 1},
    ),
    Kind(
        "往来.csv",
        ["from,to,rel", "甲木业有限公司,乙板材有限公司,供应", "乙板材有限公司,丙家居有限公司,担保"],
        {"from": "Enterprise.name", "to": "Enterprise.name"},
        {"Enterprise": 3},
        {"SUPPLIES": 1, "GUARANTEES": 1},
    ),
    Kind(
        "股东.csv",
        ["企业名称,股东名称,持股比例", "甲木业有限公司,张三,60%", "甲木业有限公司,乙投资有限公司,40%"],
        {"企业名称": "Enterprise.name", "股东名称": "Enterprise.name", "持股比例": "OWNS.share"},
        {"Enterprise": 2, "Person": 1},
        {"OWNS": 2},
    ),
    Kind(
        "名录.csv",
        [
            "企业名称,统一社会信用代码,投资方及持股",
            f"甲木业有限公司,{make_uscc(1)},股东：张三(30%)；乙投资有限公司(70%)",
            f"丙木业有限公司,{make_uscc(2)},李四(100%)",
        ],
        {
            "企业名称": "Enterprise.name", "统一社会信用代码": "Enterprise.uscc", "投资方及持股": "Enterprise.name",
        },
        {"Enterprise": 3, "Person": 2},
        {"OWNS": 3},
    ),
    Kind(
        "项目.csv",
        ["项目名称,投资方,总投资（亿元）,开工时间,项目进展", "年产10万吨板材项目,甲木业有限公司,5,2021年11月,签约"],
        {
            "项目名称": "Project.name", "投资方": "Project.investor_words", "总投资（亿元）": "Project.planned_amount",
            "开工时间": "Project.started_on", "项目进展": "Project.stage",
        },
        {"Enterprise": 1, "Project": 1},
        {"INVESTS_IN": 1},
    ),
    Kind(
        "人才.csv",
        ["姓名,性别,学历,职称,工作单位", "张三,男,本科,工程师,甲木业有限公司", "李四,女,硕士,讲师,乙板材有限公司"],
        {
            "姓名": "Person.name", "性别": "Person.gender", "学历": "Person.education", "职称": "Person.title",
            "工作单位": "Enterprise.name",
        },
        {"Enterprise": 2, "Person": 2},
        {"HOLDS_ROLE": 2},
    ),
    Kind(
        "学员.csv",
        ["姓名,培训基地,年份", "张三,兰山电商培训基地,2023", "李四,费县电商培训基地,2024"],
        {"姓名": "Person.name", "培训基地": "TrainingBase.name", "年份": "TRAINED_AT.year"},
        {"Person": 2, "TrainingBase": 2},
        {"TRAINED_AT": 2},
    ),
    Kind(
        "担保.csv",
        ["担保企业,被担保企业,担保金额（万元）", "甲木业有限公司,乙板材有限公司,500"],
        {
            "担保企业": "Enterprise.name", "被担保企业": "Enterprise.name", "担保金额（万元）": "GUARANTEES.amount",
        },
        {"Enterprise": 2},
        {"GUARANTEES": 1},
    ),
    Kind(
        "产品.csv",
        ["产品名称,生产企业", "胶合板,甲木业有限公司", "刨花板,乙板材有限公司"],
        {"产品名称": "Product.name", "生产企业": "Enterprise.name"},
        {"Enterprise": 2, "Product": 2},
        {"PRODUCES": 2},
    ),
    Kind(
        "村.csv",
        ["乡镇,村名,户数,人口", "义堂镇,前十村,300,1000", "义堂镇,后十村,200,800"],
        {"乡镇": "Region.name", "村名": "Village.name", "户数": "Village.households", "人口": "Village.population"},
        {"Region": 1, "Village": 2},
        {"PART_OF": 2},
    ),
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file)
def test_kinds_of_tables_are_told(kind: Kind, tmp_path: Path) -> None:
    path = write(tmp_path / kind.file, *kind.rows)
    proposal = propose(path, ONTOLOGY)
    told = read_as(proposal)
    assert {header: told.get(header) for header in kind.columns} == kind.columns
    loaded = load_file(path, ontology=ONTOLOGY, mapping=proposal.sure_mapping())
    assert loaded.report.problems == []
    assert (loaded.report.entities, loaded.report.relations) == (kind.entities, kind.relations)


def test_holders_have_their_shares_on_the_edge(tmp_path: Path) -> None:
    """One entity a holder, by what its name looks like; the share, and the amount where there is one."""
    rows = f"甲木业有限公司,{make_uscc(1)},张三(30%)；乙投资有限公司(出资700万元，占70%)"
    path = write(tmp_path / "名录.csv", "企业名称,统一社会信用代码,股东情况", rows)
    told = said(load_file(path, ontology=ONTOLOGY, mapping=propose(path, ONTOLOGY).mapping).records, ONTOLOGY)
    shares = {(head.split(" ", 1)[0], value) for edge, head, _, name, value in told.relations if name == "share"}
    assert shares == {("Person", "0.3"), ("Enterprise", "0.7")}


def test_own_words_are_surer_than_others_and_values(tmp_path: Path) -> None:
    """The same values: the ontology's word, a word of other tables, no word at all."""
    sure = []
    for header in ("统一社会信用代码", "credit_code", "B列"):
        rows = [f"甲{n}木业有限公司,{make_uscc(n)}" for n in range(1, 6)]
        proposal = propose(write(tmp_path / "表.csv", f"企业名称,{header}", *rows), ONTOLOGY)
        (column,) = [c for c in proposal.as_json()["columns"] if c["column"] == header]
        assert (column["type"], column["property"]) == ("Enterprise", "uscc")
        sure.append(column["confidence"])
    assert sure[0] > sure[1] >= sure[2] > 0.5


def test_values_that_cannot_be_read_make_less_sure_but_the_ontologys_own_word_stands(tmp_path: Path) -> None:
    sure = []
    for bad in range(4):
        codes = ["什么" if n < bad else make_uscc(n + 1) for n in range(4)]
        rows = [f"甲{n}木业有限公司,{code}" for n, code in enumerate(codes)]
        path = write(tmp_path / "表.csv", "企业名称,统一社会信用代码", *rows)
        (column,) = [c for c in propose(path, ONTOLOGY).as_json()["columns"] if c["column"] == "统一社会信用代码"]
        assert column["property"] == "uscc"
        sure.append(column["confidence"])
        report = load_file(path, ontology=ONTOLOGY, partial=True).report
        assert [p.row for p in report.problems] == list(range(2, 2 + bad))
    assert sure == sorted(sure, reverse=True) and sure[0] > sure[-1]


def test_alternatives_are_less_sure_than_what_was_chosen(tmp_path: Path) -> None:
    rows = ["园区名称,占地面积（亩）,面积2,级别", "义堂工业园,1200,1300,省级"]
    for column in propose(write(tmp_path / "园区.csv", *rows), ONTOLOGY).as_json()["columns"]:
        assert all(other["confidence"] <= max(column["confidence"], 0.6) for other in column["alternatives"])
        assert (column["type"], column["property"]) not in {(o["type"], o["property"]) for o in column["alternatives"]}


@pytest.mark.parametrize("rows", [["甲,乙,丙", "1,2,3"], ["今天天气很好"], ["x,y", "0.1,0.2"]])
def test_tables_that_tell_nothing_are_refused(rows: list[str], tmp_path: Path) -> None:
    with pytest.raises(NoMapping, match="jiju template"):
        propose(write(tmp_path / "表.csv", *rows), ONTOLOGY)


def test_what_is_not_sure_is_not_loaded_unseen(tmp_path: Path) -> None:
    """One column of twelve is understood: a person has to look."""
    headers = ["名称", *(f"指标{n}" for n in range(11))]
    path = write(tmp_path / "企业.csv", ",".join(headers), ",".join(["甲公司", *(str(n * n) for n in range(11))]))
    proposal = propose(path, ONTOLOGY)
    assert proposal.confidence < 0.5
    with pytest.raises(NoMapping, match=r"--write mapping\.yaml"):
        load_file(path, ontology=ONTOLOGY)
    assert load_file(path, ontology=ONTOLOGY, mapping=proposal.mapping).report.entities == {"Enterprise": 1}


def test_empty_columns_are_no_lists_of_holders(tmp_path: Path) -> None:
    header = f"企业名称,统一社会信用代码,{','.join(f'指标{n}' for n in range(3))}"
    proposal = propose(write(tmp_path / "企业.csv", header, f"甲公司,{make_uscc(1)},,,"), ONTOLOGY)
    assert set(read_as(proposal)) == {"企业名称", "统一社会信用代码"}


def test_a_workbook_of_several_sheets_titles_and_headers_of_two_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "企业*名录".replace("*", "")
    sheet.append(["2026年企业情况表（单位：万元）"])
    sheet.merge_cells("A1:D1")
    sheet.append(["企业名称", "统一社会信用代码", "注册资本", None])
    sheet.append([None, None, "金额", "币种"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:D2")
    sheet.append(["甲木业有限公司", make_uscc(1), 500, "人民币"])
    sheet.append(["合计", None, 500])
    parks = book.create_sheet("园区")
    parks.append(["园区名称", "园区类别"])
    parks.append(["义堂工业园", "工业园"])
    book.create_sheet("说明").append(["请于月底前报送"])
    book.save(tmp_path / "情况.xlsx")
    proposal = propose(tmp_path / "情况.xlsx", ONTOLOGY)
    assert [sheet.name for sheet in proposal.sheets] == ["企业名录", "园区"]
    assert proposal.unread == ["说明"]
    loaded = load_file(tmp_path / "情况.xlsx", ontology=ONTOLOGY)
    assert loaded.report.entities == {"Enterprise": 1, "Park": 1}
    (firm,) = [r for r in loaded.records if r.type == "Enterprise"]
    assert str(firm.properties["registered_capital"].yuan).startswith("5000000")


@pytest.mark.parametrize("name", ["名录[1].csv", "名录[a-z].csv", "[名录].csv", "名?录.csv", "名*录.csv"])
def test_names_with_brackets_stars_and_marks_stand_for_themselves(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, "企业名称,统一社会信用代码", f"甲木业有限公司,{make_uscc(1)}")
    mapping = propose(path, ONTOLOGY).mapping
    assert mapping.fits(path)
    assert not mapping.fits(tmp_path / "名录1.csv")


def test_sheets_with_brackets_in_their_names(tmp_path: Path) -> None:
    """Excel forbids them, LibreOffice does not."""
    from loaders.declarations import FileMapping

    text = """
source: {id: a, title: a}
file: a.ods
sheets:
- sheet: "名录[[]1]"
  entities: {firm: {type: Enterprise, properties: {name: 企业名称}}}
"""
    mapping: FileMapping = parse_mapping(text, ONTOLOGY)
    assert mapping.for_sheet("名录[1]") is not None
    assert mapping.for_sheet("名录1") is None


# written down, edited and found again


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file)
def test_a_proposal_written_down_loads_what_the_proposal_loads(kind: Kind, tmp_path: Path) -> None:
    path = write(tmp_path / kind.file, *kind.rows)
    proposal = propose(path, ONTOLOGY)
    (tmp_path / "mapping.yaml").write_text(proposal.yaml(), encoding="utf-8")
    read = read_mapping(tmp_path / "mapping.yaml", ONTOLOGY)
    by_file = load_file(path, ontology=ONTOLOGY, mapping=read)
    by_proposal = load_file(path, ontology=ONTOLOGY, mapping=proposal.mapping)
    assert by_file.records == by_proposal.records


HEADERS = st.lists(
    st.sampled_from(
        ["企业名称", "统一社会信用代码", "法定代表人", "注册资本（万元）", "成立日期", "所属乡镇", "入驻园区",
         "主营产品", "股东情况", "联系电话", "备注", "指标：一", "a: b", "{x}", "#号", "人数/人", "'引'", "列 名"]
    ),
    min_size=1, max_size=10, unique=True,
)  # fmt: skip
CELLS = st.sampled_from(
    ["", "无", "500", "2014年3月", "张三", "李四、王五", "甲木业有限公司", "张三(30%)；李四(70%)", "义堂镇",
     "胶合板、木条", make_uscc(1), make_uscc(2), "x", "义堂工业园", "0539-8000001"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), headers=HEADERS)
def test_whatever_is_proposed_is_a_mapping_that_reads_back(
    data: st.DataObject, headers: list[str], tmp_path: Path
) -> None:
    rows = [data.draw(st.lists(CELLS, min_size=len(headers), max_size=len(headers))) for _ in range(4)]
    others = [header for header in headers if header != "企业名称"]
    lines = [[f"甲{n}木业有限公司", *row[: len(others)]] for n, row in enumerate(rows)]
    path = write(tmp_path / "表.csv", *map(",".join, [["企业名称", *others], *lines]))
    proposal = propose(path, ONTOLOGY)
    (tmp_path / "mapping.yaml").write_text(proposal.yaml(), encoding="utf-8")
    read = read_mapping(tmp_path / "mapping.yaml", ONTOLOGY)
    loads = [load_file(path, ontology=ONTOLOGY, mapping=m, partial=True) for m in (read, proposal.mapping)]
    assert loads[0].records == loads[1].records
    assert all(0 <= column["confidence"] <= 1 for column in proposal.as_json()["columns"])


def test_the_shape_of_a_file_is_that_of_its_headers(tmp_path: Path) -> None:
    headers = ["企业名称", "统一社会信用代码", "注册资本（万元）", "成立日期"]
    cells = ["甲木业有限公司", make_uscc(1), "500", "2014-03-01"]
    shapes = set()
    for seed in range(5):
        order = random.Random(seed).sample(range(4), 4)
        rows = [",".join(part[n] for n in order) for part in (headers, cells)]
        shapes.add(shape_of(write(tmp_path / f"表{seed}.csv", *rows), ONTOLOGY))
    wide = [" 企业 名称", "统一社会信用代码", "注册资本(万元)", "成立日期"]  # width and blanks do not count
    shapes.add(shape_of(write(tmp_path / "宽.csv", ",".join(wide), ",".join(cells)), ONTOLOGY))
    assert len(shapes) == 1
    other = shape_of(write(tmp_path / "别.csv", ",".join([*headers[:2], "注册资本（元）"]), "a,b,1"), ONTOLOGY)
    assert other not in shapes


def test_a_mapping_is_found_again_for_files_of_its_shape_and_for_no_others(ontology: Ontology, tmp_path: Path) -> None:
    header, folder = "企业名称,统一社会信用代码,人手", tmp_path / "kept"
    first = write(tmp_path / "名录2025.csv", header, f"甲木业有限公司,{make_uscc(1)},20")
    edited = tmp_path / "edited.yaml"
    text = propose(first, ontology).yaml().replace("    properties:\n", "    properties:\n      employees: 人手\n", 1)
    edited.write_text(text, encoding="utf-8")
    kept = remember(read_mapping(edited, ontology), folder)
    assert kept is not None and remember(read_mapping(kept, ontology), folder) is None
    second = write(tmp_path / "另一份.csv", "人手,企业名称,统一社会信用代码", f"30,乙板材有限公司,{make_uscc(2)}")
    found = find_mapping(second, [folder], ontology)
    assert found is not None and found.source.id == "另一份"
    (record,) = load_file(second, ontology=ontology, mapping=found).records
    assert record.properties["employees"] == 30
    same = find_mapping(first, [folder], ontology)
    assert same is not None and same.source.id == "名录2025"
    other = write(tmp_path / "别的.csv", "企业名称,成立日期", "丙家居有限公司,2014")
    assert find_mapping(other, [folder], ontology) is None
    # A file that is called so, with a further column, is still read as the person said …
    write(first, header + ",备注", f"甲木业有限公司,{make_uscc(1)},20,无")
    assert find_mapping(first, [folder], ontology) is not None
    # … and one that only happens to be called so is not.
    write(first, "园区名称,园区类别", "义堂工业园,工业园")
    assert find_mapping(first, [folder], ontology) is None
