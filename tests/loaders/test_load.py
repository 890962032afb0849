"""A table to records: what is taken, what is refused and where, and what nobody reads."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from loaders.errors import HeaderMismatch
from loaders.load import Loaded, load_file, table_files
from loaders.mapping import read_mapping
from loaders.places import Gazetteer
from ontology.model import Ontology
from ontology.values import Money
from records.archive import Archive
from records.record import EntityRecord, Locator, RelationRecord
from records.tables import collect
from support.builders import make_uscc

SOURCE = "source: {id: firms, title: 名录}\n"


@pytest.fixture
def load(tmp_path: Path, ontology: Ontology) -> Any:
    """``load(mapping, table)``: table is text of a csv or rows of a workbook's sheet."""

    def _load(mapping: str, table: str | list[list[Any]], **options: Any) -> Loaded:
        yaml = tmp_path / "mapping.yaml"
        yaml.write_text(f'{SOURCE}file: "*"\n{mapping}', encoding="utf-8")
        path = tmp_path / ("名录.csv" if isinstance(table, str) else "名录.xlsx")
        if isinstance(table, str):
            path.write_text(table, encoding="utf-8")
        else:
            _save(path, table)
        loaded = load_file(path, ontology=ontology, mapping=read_mapping(yaml, ontology), **options)
        collect(loaded.records, ontology)  # the archive takes it
        return loaded

    return _load


def _save(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名录"
    for row in rows:
        sheet.append(row)
    book.save(path)


def entities(loaded: Loaded, node_type: str) -> list[EntityRecord]:
    return [r for r in loaded.records if isinstance(r, EntityRecord) and r.type == node_type]


def relations(loaded: Loaded) -> list[tuple[str, str, str, dict[str, Any]]]:
    found = [r for r in loaded.records if isinstance(r, RelationRecord)]
    return [(r.type, r.head[1], r.tail[1], dict(r.properties)) for r in found]


FIRM = """
entities:
  firm:
    type: Enterprise
    properties: {name: 企业名称, uscc: 信用代码, registered_capital: 注册资本, employees: 人数}
"""


def test_row_becomes_a_record_that_knows_where_it_stands(load: Any) -> None:
    title = [["企业名录", None, None, None], ["（截至2024年）"]]
    head = ["企业名称", "信用代码", "注册资本（万元）", "人数"]
    loaded = load(FIRM, [*title, head, ["甲公司", make_uscc(1), 500, 12.0]])
    (record,) = loaded.records
    assert record.locator == Locator("名录.xlsx", "名录", 4)
    assert record.properties == {
        "name": "甲公司", "uscc": make_uscc(1), "employees": 12,
        "registered_capital": Money(Decimal("5000000.00"), "CNY", "500万元"),
    }  # fmt: skip


def test_same_key_gives_the_same_ref_whatever_its_spelling(load: Any) -> None:
    mapping = "entities: {firm: {type: Enterprise, properties: {name: 名称, stock_code: 代码}}}"
    loaded = load(mapping, "名称,代码\n甲,600000.SH\n甲股份,600000\n")
    assert len({record.ref for record in loaded.records}) == 1
    assert loaded.report.entities == {"Enterprise": 1}
    assert loaded.report.merged == 1


WRONG = f"{make_uscc(2)[:-1]}?"
BAD = f"企业名称,信用代码,注册资本,人数\n甲,{make_uscc(1)},500万元,5\n乙,{WRONG},五百,若干\n,{make_uscc(3)},,\n"


def test_file_with_wrong_cells_is_refused_whole_with_every_place(load: Any) -> None:
    loaded = load(FIRM, BAD)
    assert loaded.refused
    assert loaded.records == []
    told = [(p.row, p.column, p.value) for p in loaded.report.problems]
    assert told == [
        (3, "信用代码", WRONG), (3, "注册资本", "五百"), (3, "人数", "若干"), (4, "企业名称", None),
    ]  # fmt: skip
    assert "名录.csv, row 3, column 注册资本: '五百' has no unit; write 五百万元" in str(loaded.report.problems[1])
    assert any("nothing was loaded" in line for line in loaded.report.lines())


def test_partial_load_keeps_the_good_rows_and_reports_the_others(load: Any) -> None:
    loaded = load(FIRM, BAD, partial=True)
    assert not loaded.refused
    assert [record.properties["name"] for record in loaded.records] == ["甲"]
    assert (loaded.report.read, loaded.report.accepted, loaded.report.rejected) == (3, 1, 2)
    assert loaded.report.as_json()["problems"][0]["row"] == 3


def test_missing_column_names_the_ones_that_are_there(load: Any) -> None:
    told = r"名录\.csv, row 1: the column 信用代码、注册资本 is missing.*企业名称、人数"
    with pytest.raises(HeaderMismatch, match=told):
        load(FIRM, "企业名称,人数\n甲,5\n")


def test_file_without_any_known_header_is_refused(load: Any) -> None:
    with pytest.raises(HeaderMismatch, match="no row holds the headers that are needed: 人数、企业名称"):
        load(FIRM, "甲,乙\n1,2\n")


def test_columns_that_nobody_reads_are_named_if_they_tell_something(load: Any) -> None:
    loaded = load(FIRM, "企业名称,信用代码,注册资本,人数,备用,网址\n甲,,,,,www.a.cn\n")
    assert loaded.report.sheets[0].unread == ["网址"]
    assert "columns that nobody reads: 网址" in "\n".join(loaded.report.lines())


def test_row_longer_than_the_header_is_noted(load: Any) -> None:
    loaded = load(FIRM, "企业名称,信用代码,注册资本,人数\n甲,,,5,多了\n")
    assert "more cells than there are headers" in str(loaded.report.notes[0])


def test_blank_rows_and_unknown_words_say_nothing(load: Any) -> None:
    loaded = load(FIRM, "企业名称,信用代码,注册资本,人数\n,,,\n甲,N/A,—,无\n")
    assert [record.properties for record in loaded.records] == [{"name": "甲"}]
    assert loaded.report.read == 1


SHARES = """
entities:
  firm: {type: Enterprise, properties: {name: 企业}}
  person:
    type: Person
    each: {column: 股东, split: "；", pattern: "^(?P<name>[^(（]+)[(（](?P<share>[^)）]+)"}
    when: {each.name: {unlike: 公司$}}
    properties: {name: each.name, person_key: {template: "{each.name}@{企业}"}}
  holder:
    type: Enterprise
    each: {column: 股东, split: "；", pattern: "^(?P<name>[^(（]+)[(（](?P<share>[^)）]+)"}
    when: {each.name: {matches: 公司$}}
    mention: true
    properties: {name: each.name}
relations:
  - {type: OWNS, head: person, tail: firm, properties: {share: each.share}}
  - {type: OWNS, head: holder, tail: firm, properties: {share: each.share}}
"""


def test_one_cell_becomes_several_entities_with_their_relations(load: Any) -> None:
    loaded = load(SHARES, "企业,股东\n甲公司,张三(30%)；乙公司（70%）\n")
    assert [r.properties["person_key"] for r in entities(loaded, "Person")] == ["张三@甲公司"]
    told = [(head, tail, properties) for _, head, tail, properties in relations(loaded)]
    assert told == [
        ("person_key=张三@甲公司", "name=甲公司", {"share": 0.3}), ("name=乙公司", "name=甲公司", {"share": 0.7}),
    ]  # fmt: skip


def test_one_cell_becomes_several_relations(load: Any) -> None:
    mapping = """
entities:
  person: {type: Person, properties: {name: 姓名, person_key: 编号}}
  firm: {type: Enterprise, properties: {name: 企业}}
relations:
  - {type: HOLDS_ROLE, head: person, tail: firm, each: {column: 职务, split: "/"}, properties: {role: each}}
"""
    loaded = load(mapping, "编号,姓名,企业,职务\nP1,张三,甲公司,董事长/总经理\n")
    assert [properties for *_, properties in relations(loaded)] == [{"role": "董事长"}, {"role": "总经理"}]


def test_values_by_pattern_lookup_template_condition_and_alternative(load: Any) -> None:
    mapping = """
when: {名称: {unlike: 合计}}
entities:
  project:
    type: Project
    properties:
      name: 名称
      planned_amount: [{column: 金额, unit: 亿元, pattern: '^约?([0-9.]+)$'}, {column: 备用金额}]
      stage: {column: 阶段, lookup: {开挖: 开工, "": 线索}}
      signed_on: {column: 日期, when: {阶段: {not: [开挖]}}}
      note: {template: "{日期}，{金额}"}
      event: {value: 进博会}
"""
    table = "名称,金额,备用金额,阶段,日期\n甲,约77,,开挖,2021-11\n乙,>5,6亿元,,2021年\n两项合计,80,,,\n"
    loaded = load(mapping, table)
    first, second = (dict(record.properties) for record in loaded.records)
    assert (first["planned_amount"].yuan, second["planned_amount"].yuan) == (7_700_000_000, 600_000_000)
    assert (first["stage"], second["stage"]) == ("started", "lead")
    assert ("signed_on" in first, str(second["signed_on"])) == (False, "2021")
    assert (first["note"], first["event"]) == ("2021-11，约77", "进博会")
    assert loaded.report.sheets[0].skipped == 1


def test_lenient_value_is_left_unknown_and_noted(load: Any) -> None:
    mapping = "entities: {firm: {type: Enterprise, properties: {name: 名称, employees: {column: 人数, lenient: true}}}}"
    loaded = load(mapping, "名称,人数\n甲,若干\n乙,若干\n丙,7\n")
    assert [r.properties.get("employees") for r in loaded.records] == [None, None, 7]
    assert str(loaded.report.notes[0]).startswith("column 人数, 2 rows, the first 2 ('若干')")


def test_relation_of_a_thing_to_itself_is_left_out_and_noted(load: Any) -> None:
    mapping = """
entities:
  one: {type: Product, properties: {name: 上游}}
  other: {type: Product, properties: {name: 下游}}
relations:
  - {type: UPSTREAM_OF, head: one, tail: other}
"""
    loaded = load(mapping, "上游,下游\n木材,木材\n木材,板材\n")
    assert [(head, tail) for _, head, tail, _ in relations(loaded)] == [("name=木材", "name=板材")]
    assert "leads from a thing to itself" in str(loaded.report.notes[0])


PLACED = """
entities:
  firm:
    type: Enterprise
    properties:
      name: 名称
      region_code: [{place: [市, 地址], level: county, finest: township}, {place: [市]}]
  county: {type: Region, mention: true, properties: {code: {place: [市, 地址], level: county, finest: county}}}
relations:
  - {type: LOCATED_IN, head: firm, tail: county}
"""


def test_places_are_told_by_the_gazetteer(load: Any) -> None:
    gazetteer = Gazetteer([("371300", "临沂市"), ("371311", "罗庄区"), ("371311002", "盛庄街道")])
    table = "名称,市,地址\n甲,临沂,罗庄区盛庄街道1号\n乙,临沂,罗庄盛庄镇\n丙,临沂,县城\n"
    loaded = load(PLACED, table, gazetteer=gazetteer)
    codes = [record.properties["region_code"] for record in entities(loaded, "Enterprise")]
    assert codes == ["371311002", "371311002", "371300"]
    assert [record.properties for record in entities(loaded, "Region")] == [{"code": "371311", "name": "罗庄区"}]
    assert len(relations(loaded)) == 2
    assert "column 市 + 地址, 1 rows, the first 4 ('临沂 县城'): no county found" in str(loaded.report.notes[0])


def test_places_without_divisions_are_noted_with_the_way_out(load: Any) -> None:
    loaded = load(PLACED, "名称,市,地址\n甲,临沂,罗庄区\n")
    assert "no divisions are loaded; load them first" in str(loaded.report.notes[0])


def test_json_objects_and_lists_are_read_by_field_and_by_part(tmp_path: Path, ontology: Ontology) -> None:
    yaml = tmp_path / "mapping.yaml"
    yaml.write_text(
        SOURCE
        + """
file: "*.jsonl"
entities:
  lower: {type: Industry, properties: {name: industry.name}}
  upper: {type: Industry, each: {column: ups}, properties: {name: each}}
relations:
  - {type: UPSTREAM_OF, head: upper, tail: lower, properties: {weight: each.value}}
""",
        encoding="utf-8",
    )
    path = tmp_path / "a.jsonl"
    path.write_text('{"industry": {"name": "出版"}, "ups": {"造纸": 4, "港口": 2}}\n', encoding="utf-8")
    loaded = load_file(path, ontology=ontology, mapping=yaml)
    assert [(head, tail, properties) for _, head, tail, properties in relations(loaded)] == [
        ("name=造纸", "name=出版", {"weight": 4.0}),
        ("name=港口", "name=出版", {"weight": 2.0}),
    ]


def test_mention_is_made_once(load: Any) -> None:
    mapping = """
entities:
  firm: {type: Enterprise, properties: {name: 名称}}
  place: {type: Region, mention: true, properties: {code: 区划}}
relations: [{type: LOCATED_IN, head: firm, tail: place}]
"""
    loaded = load(mapping, "名称,区划\n甲,371302\n乙,371302\n")
    assert len(entities(loaded, "Region")) == 1
    assert len(relations(loaded)) == 2


def test_loading_a_file_twice_changes_nothing_in_the_archive(load: Any, tmp_path: Path, ontology: Ontology) -> None:
    archive = Archive(tmp_path / "archive", ontology)
    table = f"企业名称,信用代码,注册资本,人数\n甲,{make_uscc(1)},500万元,5\n"
    twice = [load(FIRM, table), load(FIRM, table)]
    changed = [archive.write(loaded.source, loaded.records).changed for loaded in twice]
    assert changed == [True, False]
    assert "370199" not in Gazetteer.of_archive(archive)


def test_gazetteer_knows_what_the_archive_knows(load: Any, tmp_path: Path, ontology: Ontology) -> None:
    archive = Archive(tmp_path / "archive", ontology)
    loaded = load("entities: {r: {type: Region, properties: {name: 名称, code: 代码}}}", "名称,代码\n兰山区,371302\n")
    archive.write(loaded.source, loaded.records)
    assert Gazetteer.of_archive(archive).find(["兰山"]) == "371302"


def test_progress_tells_rows_done_and_about_how_many_there_are(load: Any) -> None:
    told: list[tuple[str, int, int | None]] = []
    rows = "".join(f"企业{n},\n" for n in range(4_500))
    mapping = "entities: {firm: {type: Enterprise, properties: {name: 名称, address: 地址}}}"
    load(mapping, f"名称,地址\n{rows}", progress=lambda what, done, total=None: told.append((what, done, total)))
    assert told == [("名录.csv", 2_000, 4_501), ("名录.csv", 4_000, 4_501)]


def test_tables_of_a_folder_leave_out_documents_and_lock_files(tmp_path: Path) -> None:
    files = {"a.csv": "x", "~$a.xlsx": "x", "b.txt": "一则新闻。", "c.txt": "名称\t地址\n", "d.docx": "x"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [path.name for path in table_files([tmp_path])] == ["a.csv", "c.txt"]
