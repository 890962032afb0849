"""Mapping files: a mistake names file, line and key."""

from pathlib import Path

import pytest

from loaders.errors import NoMapping
from loaders.load import find_mapping
from loaders.mapping import read_mapping, read_mappings
from ontology.errors import OntologyError
from ontology.model import Ontology

GOOD = """\
source: {id: firms, title: 名录, publisher: 统计局, licence: CC0-1.0, as_of: 2024-12-31, trust: 0.9}
file: "名录*.xlsx"
entities:
  firm:
    type: 企业
    properties:
      name: 企业名称
      registered_capital: {column: 注册资本, unit: 万元}
  product:
    type: Product
    each: {column: 主营产品}
    properties: {name: each}
relations:
  - {type: 经营, head: firm, tail: product}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "名录.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_mapping_is_read_with_its_source(tmp_path: Path, ontology: Ontology) -> None:
    mapping = read_mapping(write(tmp_path, GOOD), ontology)
    (sheet,) = mapping.sheets
    assert (mapping.source.id, mapping.source.trust, str(mapping.source.as_of)) == ("firms", 0.9, "2024-12-31")
    assert [entity.type.name for entity in sheet.entities] == ["Enterprise", "Product"]
    assert [relation.type.name for relation in sheet.relations] == ["PRODUCES"]
    assert sheet.required_columns() == {"企业名称", "注册资本", "主营产品"}


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("type: 企业", "type: 企叶", 5, "there is no node type '企叶'"),
        ("type: 经营", "type: 经赢", 14, "there is no edge type '经赢'"),
        ("registered_capital:", "registered_kapital:", 8, "Enterprise has no property 'registered_kapital'"),
        ("unit: 万元", "untit: 万元", 8, "unknown key 'untit'"),
        ("column: 注册资本, unit", "unit", 8, "exactly one of column, value, template and place"),
        ("head: firm", "head: frim", 14, "there is no entity 'frim' here; known: firm, product"),
        ("head: firm, tail: product", "head: product, tail: firm", 14, "PRODUCES does not join Product to Enterprise"),
        ("trust: 0.9", "trust: 9", 1, "must be between 0 and 1"),
        ("as_of: 2024-12-31", "as_of: 去年", 1, "must be a date like 2019-04-30"),
        ("properties: {name: each}", "properties: {name: {column: each, pattern: '('}}", 12, "no valid pattern"),
        ("title: 名录, ", "", 1, "the key 'title' is missing"),
        ("file:", "fiel:", 1, "the key 'file' is missing"),
        ("relations:\n  -", "relations:\n  - 1\n  -", 13, "each relation has a type, a head and a tail"),
        ("{column: 注册资本, unit: 万元}", "{place: [注册资本], finest: street}", 8, "must be one of province"),
        ("entities:", "expect: {minimum: {Firm: 3}}\nentities:", 3, "there is no type 'Firm'"),
        ("      name: 企业名称", "      name: 企业名称\n      name: 全称", 8, "stands here twice"),
        ("  firm:", "\tfirm:", 4, "not valid YAML"),
    ],
)
def test_mistake_names_file_line_and_reason(
    tmp_path: Path, ontology: Ontology, old: str, new: str, line: int, told: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(OntologyError) as mistake:
        read_mapping(path, ontology)
    assert str(mistake.value).startswith(f"{path}, line {line}: ")
    assert told in str(mistake.value)


def test_mapping_is_found_by_the_files_name(tmp_path: Path, ontology: Ontology) -> None:
    write(tmp_path, GOOD)
    found = find_mapping(Path("somewhere/名录2024.xlsx"), [tmp_path], ontology)
    assert found is not None
    assert found.source.id == "firms"
    assert find_mapping(Path("somewhere/项目.xlsx"), [tmp_path], ontology) is None


def test_mapping_for_other_files_is_refused_when_it_was_named(tmp_path: Path, ontology: Ontology) -> None:
    path = write(tmp_path, GOOD)
    with pytest.raises(NoMapping, match=r"项目\.xlsx: the mapping .* is for files called 名录"):
        find_mapping(Path("项目.xlsx"), [path], ontology)
    with pytest.raises(NoMapping, match="there is no mapping"):
        find_mapping(Path("项目.xlsx"), [tmp_path / "none.yaml"], ontology)


def test_changed_mapping_is_read_again(tmp_path: Path, ontology: Ontology) -> None:
    path = write(tmp_path, GOOD)
    before = read_mapping(path, ontology)
    path.write_text(GOOD.replace("id: firms", "id: enterprises"), encoding="utf-8")
    assert (before.source.id, read_mapping(path, ontology).source.id) == ("firms", "enterprises")


MAPPINGS = sorted((Path(__file__).parents[2] / "examples").rglob("mappings/*.yaml"))


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_every_mapping_of_the_examples_is_valid(path: Path, ontology: Ontology) -> None:
    assert read_mapping(path, ontology).sheets


def test_no_two_mappings_of_the_examples_speak_for_one_source(ontology: Ontology) -> None:
    for folder in {path.parent for path in MAPPINGS}:
        ids = [mapping.source.id for mapping in read_mappings(folder, ontology)]
        assert len(set(ids)) == len(ids)
