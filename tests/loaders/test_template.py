"""Templates: what is written for a type is read back without refusal, and says what to fill in."""

from pathlib import Path

import openpyxl
import pytest

from loaders.guess import EXAMPLE, GUIDE_SHEETS, NUMBER
from loaders.load import Loaded, load_file
from loaders.template import write_template
from ontology.model import DEFAULT, EdgeType, NodeType, Ontology, load
from records.record import EntityRecord, RelationRecord
from records.tables import collect

ONTOLOGY = load(DEFAULT)


def fill_in_the_example(path: Path) -> None:
    """The template as someone leaves it who changed the example row into a row of data."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:-2]:
        assert (sheet.cell(1, 1).value, sheet.cell(2, 1).value) == (NUMBER, EXAMPLE)
        sheet.cell(2, 1).value = 1
    book.save(path)


def load_filled(declared: NodeType | EdgeType, path: Path, ontology: Ontology) -> Loaded:
    write_template(declared, path, types=dict(ontology.node_types))
    fill_in_the_example(path)
    return load_file(path, ontology=ontology)


@pytest.mark.parametrize("node_type", ONTOLOGY.node_types.values(), ids=lambda t: t.name)
def test_filled_template_of_a_node_type_loads_with_all_its_properties(node_type: NodeType, tmp_path: Path) -> None:
    loaded = load_filled(node_type, tmp_path / "填好.xlsx", ONTOLOGY)
    assert (loaded.report.problems, loaded.report.warnings, loaded.report.notes) == ([], [], [])
    (record,) = loaded.records
    assert isinstance(record, EntityRecord)
    assert record.type == node_type.name
    assert set(record.properties) == set(node_type.properties)
    collect(loaded.records, ONTOLOGY)


@pytest.mark.parametrize("edge_type", [e for e in ONTOLOGY.edge_types.values() if not e.derived], ids=lambda t: t.name)
def test_filled_template_of_an_edge_type_loads_as_a_relation(edge_type: EdgeType, tmp_path: Path) -> None:
    loaded = load_filled(edge_type, tmp_path / "填好.xlsx", ONTOLOGY)
    assert (loaded.report.problems, loaded.report.warnings, loaded.report.notes) == ([], [], [])
    (record,) = [r for r in loaded.records if isinstance(r, RelationRecord)]
    assert record.type == edge_type.name
    assert set(record.properties) == set(edge_type.properties) - {"confidence", "state"}
    collect(loaded.records, ONTOLOGY)


def test_example_row_that_was_left_in_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "企业.xlsx"
    write_template(ONTOLOGY.node_types["Enterprise"], path, types=ONTOLOGY.node_types)
    loaded = load_file(path, ontology=ONTOLOGY)
    assert (loaded.records, loaded.report.problems) == ([], [])


def test_template_has_drop_downs_comments_and_a_guide(tmp_path: Path) -> None:
    path = tmp_path / "企业.xlsx"
    write_template(ONTOLOGY.node_types["Enterprise"], path, types=ONTOLOGY.node_types)
    book = openpyxl.load_workbook(path)
    sheet = book["企业"]
    headers = {cell.value: cell for cell in sheet[1]}
    assert "统一社会信用代码" in headers
    assert "必填" in str(headers["名称"].comment)
    assert len(sheet.data_validations.dataValidation) == 2  # kind and status
    assert set(GUIDE_SHEETS) <= set(book.sheetnames)


def test_all_types_in_one_workbook_load_with_no_warnings(tmp_path: Path) -> None:
    """As written, but with every example row made a row of data: each type gives its entity or relation."""
    path = tmp_path / "全部.xlsx"
    edges = [e for e in ONTOLOGY.edge_types.values() if not e.derived]
    every = [*ONTOLOGY.node_types.values(), *edges]
    write_template(every, path, types=ONTOLOGY.node_types)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[-2:] == list(reversed(GUIDE_SHEETS))
    assert len(book.sheetnames) == len(every) + 2
    fill_in_the_example(path)
    loaded = load_file(path, ontology=ONTOLOGY)
    assert loaded.report.problems == []
    assert {record.type for record in loaded.records} == {one.name for one in every}
    assert loaded.report.unread_sheets == []
    assert all(sheet.unread == [] for sheet in loaded.report.sheets)


def test_code_lists_and_yes_or_no_have_drop_downs_of_their_own_words(tmp_path: Path) -> None:
    """Of two sheets each list is that of its column."""
    path = tmp_path / "项目.xlsx"
    types = [ONTOLOGY.node_types["Project"], ONTOLOGY.node_types["Enterprise"]]
    write_template(types, path, types=ONTOLOGY.node_types)
    book = openpyxl.load_workbook(path)
    for declared, sheet in zip(types, book.worksheets, strict=False):
        offered = {}
        for rule in sheet.data_validations.dataValidation:
            column = str(rule.sqref).split(":")[0].rstrip("0123456789")
            cells = book[GUIDE_SHEETS[1]][rule.formula1.split("!")[1].replace("$", "")]
            cells = cells if isinstance(cells, tuple) else ((cells,),)
            offered[sheet[f"{column}1"].value] = [cell.value for row in cells for cell in row]
        wanted = {p.label.zh: [c.label.zh for c in p.codelist.codes.values()] for p in declared.properties.values()
                  if p.codelist}  # fmt: skip
        wanted |= {p.label.zh: ["是", "否"] for p in declared.properties.values() if p.kind == "boolean"}
        assert offered == wanted and wanted


def test_new_type_has_a_template_with_no_other_edit(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "Laboratory.yaml").write_text(
        """
name: Laboratory
label: {zh: 实验室, en: laboratory}
field: laboratory
plural_field: laboratories
color: "#123456"
like: Organization
keys: [[name, region_code]]
properties:
  benches: {label: {zh: 工位数, en: benches}, kind: integer}
""",
        encoding="utf-8",
    )
    ontology = load(DEFAULT, tmp_path)
    loaded = load_filled(ontology.node_types["Laboratory"], tmp_path / "实验室.xlsx", ontology)
    assert [record.properties["benches"] for record in loaded.records if isinstance(record, EntityRecord)] == [12]
