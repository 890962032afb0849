"""The ontology as shipped, and every mistake in a file named with its place."""

import json
from pathlib import Path

import pytest

from ontology import model
from ontology.consistency import camel
from ontology.errors import OntologyError
from support.shared import shared_path

LABORATORY = """\
name: Laboratory
label: {zh: 实验室, en: laboratory}
field: laboratory
plural_field: laboratories
color: "#123456"
keys: [name]
properties:
  rank:
    label: {zh: 等级, en: rank}
    kind: integer
"""
VISITS = """\
name: VISITS
label: {zh: 参观, en: visits}
reverse_label: {zh: 被参观, en: visited by}
field: visits
reverse_field: visitedBy
ends:
  - {from: Person, to: Laboratory}
properties:
  day:
    label: {zh: 日期, en: day}
    kind: date
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("types", "edges", "codelists"):
        (tmp_path / part).mkdir()
    (tmp_path / "types" / "Laboratory.yaml").write_text(LABORATORY, encoding="utf-8")
    (tmp_path / "edges" / "VISITS.yaml").write_text(VISITS, encoding="utf-8")
    return tmp_path


def load_with(folder: Path) -> model.Ontology:
    return model.load(model.DEFAULT, folder)


def change(folder: Path, name: str, old: str, new: str) -> Path:
    file = folder / ("types" if name == "Laboratory" else "edges") / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


NODE_TYPES = """
    Enterprise Organization Person Platform Park TrainingBase Facility Region Village Industry Product Cluster
    Project Fund Programme Target Measure Honor Event Document
"""
EDGE_TYPES = """
    LOCATED_IN PART_OF IN_INDUSTRY PRODUCES UPSTREAM_OF MEMBER_OF OPERATES USES_PLATFORM SERVES OWNS INVESTS_IN
    FUNDS GUARANTEES LENDS_TO SUPPLIES COOPERATES_WITH HOLDS_ROLE TRAINED_AT ISSUED_BY ADDRESSED_TO CITES
    SUPERSEDES HAS_TARGET HAS_MEASURE APPLIES_TO RESPONSIBLE_FOR AWARDED SEEKS ORGANIZES COUNTS_TOWARD SAME_AS
    NOT_SAME_AS POSSIBLE_SAME_AS
"""


def test_all_types_of_the_design_are_there() -> None:
    ontology = model.load()
    assert set(ontology.node_types) == set(NODE_TYPES.split())
    assert set(ontology.edge_types) == set(EDGE_TYPES.split())


def test_every_type_has_the_common_properties() -> None:
    ontology = model.load()
    for node_type in ontology.node_types.values():
        assert {"name", "aliases", "region_code", "note"} <= set(node_type.properties)
    for edge_type in ontology.edge_types.values():
        assert {"valid_from", "valid_to", "confidence", "state"} <= set(edge_type.properties)


def test_every_codelist_is_used() -> None:
    ontology = model.load()
    types = [*ontology.node_types.values(), *ontology.edge_types.values()]
    used = {p.codelist.name for t in types for p in t.properties.values() if p.codelist}
    assert used == set(ontology.codelists)


def test_a_person_is_never_known_by_the_name_alone() -> None:
    assert model.load().node_types["Person"].keys == (("person_key",),)


def test_every_type_is_found_by_its_words() -> None:
    ontology = model.load()
    words = {"企业": "Enterprise", "TRAINING_BASE": "TrainingBase", "园区": "Park", "honour": "Honor"}
    words |= {"regions": "Region", "乡镇": "Region", "电商平台": "Platform"}
    for word, name in words.items():
        found = ontology.find_type(word)
        assert found is not None
        assert found.name == name


def test_an_id_tells_its_type() -> None:
    found = model.load().type_of_id("trainingbase:00ff")
    assert found is not None
    assert found.name == "TrainingBase"


def test_name_columns_are_known_by_the_words_of_the_type() -> None:
    headers = model.load().node_types["Enterprise"].properties["name"].headers
    assert {"企业名称", "公司名称", "单位名称", "市场主体名称"} <= set(headers)


def test_a_further_folder_adds_a_type_and_an_edge(folder: Path) -> None:
    ontology = load_with(folder)
    assert ontology.node_types["Laboratory"].properties["rank"].kind == "integer"
    assert ontology.edge_types["VISITS"].ends == (("Person", "Laboratory"),)
    assert ontology.hash != model.load().hash


def test_a_star_of_ends_covers_added_types_too(folder: Path) -> None:
    assert ("Laboratory", "Laboratory") in load_with(folder).edge_types["SAME_AS"].ends


def test_a_type_like_another_may_stand_where_that_may(folder: Path) -> None:
    change(folder, "Laboratory", "keys:", "like: Organization\nkeys:")
    ontology = load_with(folder)
    assert ("Laboratory", "Region") in ontology.edge_types["LOCATED_IN"].ends
    assert ("Document", "Laboratory") in ontology.edge_types["ISSUED_BY"].ends
    assert ("Organization", "Region") in ontology.edge_types["LOCATED_IN"].ends


def test_the_hash_does_not_depend_on_where_the_files_lie(folder: Path) -> None:
    other = folder / "elsewhere"
    for file in list(folder.rglob("*.yaml")):
        (other / file.parent.name).mkdir(parents=True, exist_ok=True)
        (other / file.parent.name / file.name).write_bytes(file.read_bytes())
    assert load_with(folder).hash == load_with(other).hash


MISTAKES = [
    ("Laboratory", "kind: integer", "kind: whole", 10, "'whole' is no kind of value"),
    ("Laboratory", "kind: integer", "kind: enum", 10, "kind enum and codelist go together"),
    ("Laboratory", "kind: integer", "kind: enum\n    codelist: Nowhere", 11, "no codelist 'Nowhere'"),
    ("Laboratory", "kind: integer", "kind: integer\n    requierd: true", 11, "unknown key 'requierd'"),
    ("Laboratory", "kind: integer", "kind: integer\n    kind: string", 11, "stands here twice"),
    ("Laboratory", "kind: integer", "kind: money\n    multiple: true", 8, "cannot be multiple"),
    ("Laboratory", "rank:", "Rank:", 8, "snake_case"),
    ("Laboratory", "rank:", "relation_counts:", 8, "every entity has already"),
    ("Laboratory", "rank:", "regionCode:", 8, "snake_case"),
    ("Laboratory", "{zh: 等级, en: rank}", "{zh: 等级}", 9, "'en' is missing"),
    ("Laboratory", "{zh: 等级, en: rank}", "等级", 9, "must be a mapping"),
    ("Laboratory", "name: Laboratory", "name: Lab", 1, "the file is called Laboratory.yaml"),
    ("Laboratory", 'color: "#123456"', "color: blue", 5, "must look like"),
    ("Laboratory", "keys: [name]", "keys: [code]", 6, "'code' is not declared"),
    ("Laboratory", "keys: [name]", "keys: [note]", 6, "cannot identify"),
    ("Laboratory", "keys: [name]", "keys: [name]\nstrong_keys: 3", 7, "must be 0 to 1"),
    ("Laboratory", "keys: [name]", "keys: [name]\nlike: Nowhere", 7, "there is no node type 'Nowhere'"),
    ("Laboratory", "plural_field: laboratories", "plural_field: regions", 4, "'regions' is already used by"),
    ("Laboratory", "field: laboratory", "field: Laboratory", 3, "camelCase"),
    ("Laboratory", "field: laboratory", "field: laboratory: x", 3, "not valid YAML"),
    ("Laboratory", LABORATORY, "- a list", 1, "must hold a mapping"),
    ("VISITS", "to: Laboratory", "to: Nowhere", 7, "there is no node type 'Nowhere'"),
    ("VISITS", "field: visits", "field: birthYear", 4, "already the property 'birth_year'"),
    ("VISITS", "reverse_field: visitedBy", "reverse_field: rank", 5, "already the property 'rank'"),
    ("VISITS", "field: visits", "field: roles", 4, "'roles' on Person is already field of HOLDS_ROLE"),
    ("VISITS", "field: visits", "field: evidence", 4, "every entity has already"),
    ("VISITS", "date", "date\n  day_precision:\n    label: {zh: 精度, en: precision}", 12, "its column"),
    ("VISITS", "name: VISITS", "name: visits", 1, "but the file is called"),
    ("VISITS", "properties:", "keys: [hour]\nproperties:", 8, "'hour' is not declared"),
    ("VISITS", "reverse_label: {zh: 被参观, en: visited by}\n", "", 1, "'reverse_label' is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "line", "message"), MISTAKES)
def test_a_mistake_names_file_and_line(folder: Path, name: str, old: str, new: str, line: int, message: str) -> None:
    file = change(folder, name, old, new)
    with pytest.raises(OntologyError, match=message) as caught:
        load_with(folder)
    assert caught.value.file == file
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{file}, line {line}: ")


def test_a_type_declared_twice_is_refused(folder: Path) -> None:
    (folder / "types" / "Region.yaml").write_text("name: Region\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"Region\.yaml, line 1"):
        load_with(folder)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no such folder"):
        model.load(model.DEFAULT, tmp_path / "none")


def test_no_relation_field_hides_a_property() -> None:
    ontology = model.load()
    for t in ontology.node_types.values():
        fields = [e.field for e in ontology.edges_from(t.name)]
        fields += [e.reverse_field for e in ontology.edges_to(t.name)]
        names = fields + [camel(p) for p in t.properties]
        assert len(names) == len(set(names))


def test_every_label_and_signature_of_the_gold_documents_exists() -> None:
    ontology = model.load()
    labels = {t.nlp_label: t.name for t in ontology.node_types.values()}
    for file in sorted(shared_path("gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        types = {e["id"]: labels[e["type"]] for e in gold["entities"]}
        types |= {t["id"]: "Target" for t in gold["targets"]} | {m["id"]: "Measure" for m in gold["measures"]}
        for relation in gold["relations"]:
            ends = (types[relation["head"]], types[relation["tail"]])
            assert ends in ontology.edge_types[relation["type"]].ends
