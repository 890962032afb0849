"""The trial: a new type is one YAML file, and can be queried over GraphQL with no other change."""

from pathlib import Path
from typing import Any

import pytest

from cypher.open import open_store
from graph_api.context import AppContext
from graph_api.execute import execute_once
from graph_api.schema import make_schema
from ontology.errors import Refusal
from ontology.model import DEFAULT, load
from support.builders import entity, region, relation, yuan
from support.example_store import build_snapshot, fill
from support.neo4j_server import Neo4jServer

LABORATORY = """
name: Laboratory
label: {zh: 实验室, en: laboratory}
field: laboratory
plural_field: laboratories
like: Park
color: "#123456"
keys: [code]
properties:
  code: {label: {zh: 编号, en: code}, kind: code, searchable: true}
  budget: {label: {zh: 经费, en: budget}, kind: money, unit: 元}
  level: {label: {zh: 级别, en: level}, kind: enum, codelist: LaboratoryLevel}
  director: {label: {zh: 主任, en: director}, personal: true}
"""
LEVELS = """
name: LaboratoryLevel
label: {zh: 实验室级别, en: level of laboratory}
codes:
  national: {zh: 国家级, en: national}
  provincial: {zh: 省级, en: provincial}
"""
QUERY = """{
  laboratory(code: "L1") { type typeLabel name level director budget { yuan } locatedIn { nodes { name } } }
  laboratories(where: {level: {eq: PROVINCIAL}}, orderBy: [{field: BUDGET, direction: DESC}]) {
    totalCount nodes { name }
  }
  search(text: "L1") { entity { ... on Laboratory { code } } }
  regions(where: {locationOf: {laboratory: {code: {eq: "L2"}}}}) {
    nodes { locationOf { nodes { __typename name } } }
  }
  enterprises(where: {locatedIn: {laboratory: {}}}) { nodes { name } }
}"""


@pytest.fixture(params=["ladybug", "neo4j"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Where a store of another ontology may be."""
    if request.param == "ladybug":
        return tmp_path / "store"
    server: Neo4jServer = request.getfixturevalue("neo4j_session")
    request.getfixturevalue("neo4j_store").clear()
    return server


def test_a_type_added_in_one_file_is_queried(where: Any, tmp_path: Path) -> None:
    for folder, name, text in (("types", "Laboratory", LABORATORY), ("codelists", "LaboratoryLevel", LEVELS)):
        (tmp_path / "more" / folder).mkdir(parents=True)
        (tmp_path / "more" / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    ontology = load(DEFAULT, tmp_path / "more")
    place = ("Region", "371302")
    snapshot = build_snapshot(tmp_path, ontology, [
        region("371302", "兰山区"),
        entity("Laboratory", "1", name="甲实验室", code="L1", level="provincial", budget=yuan("1000"), director="张三"),
        entity("Laboratory", "2", name="乙实验室", code="L2", level="provincial", budget=yuan("2000")),
        entity("Enterprise", "e", name="丙公司"),
        relation("LOCATED_IN", ("Laboratory", "1"), place),
        relation("LOCATED_IN", ("Laboratory", "2"), place),
        relation("LOCATED_IN", ("Enterprise", "e"), ("Laboratory", "1")),
    ])  # fmt: skip
    url, user, password = (where, None, None) if isinstance(where, Path) else (where.uri, where.user, where.password)
    with open_store(url, ontology, user=user, password=password) as store:
        app = AppContext(ontology, fill(store, snapshot), snapshot)
        body = execute_once(app, QUERY)
        app.close()
        store.clear()
    assert "errors" not in body, body
    assert body["data"] == {
        "laboratory": {
            "type": "Laboratory", "typeLabel": "实验室", "name": "甲实验室", "level": "PROVINCIAL", "director": None,
            "budget": {"yuan": "1000.00"}, "locatedIn": {"nodes": [{"name": "兰山区"}]},
        },
        "laboratories": {"totalCount": 2, "nodes": [{"name": "乙实验室"}, {"name": "甲实验室"}]},
        "search": [{"entity": {"code": "L1"}}],
        "regions": {"nodes": [{"locationOf": {"nodes": [
            {"__typename": "Laboratory", "name": "乙实验室"}, {"__typename": "Laboratory", "name": "甲实验室"},
        ]}}]},
        "enterprises": {"nodes": [{"name": "丙公司"}]},
    }  # fmt: skip


def test_a_type_that_takes_a_name_of_the_api_is_refused(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    text = LABORATORY.replace("plural_field: laboratories", "plural_field: search").replace(
        "LaboratoryLevel", "ParkLevel"
    )
    (tmp_path / "types" / "Laboratory.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match="'search'"):
        make_schema(load(DEFAULT, tmp_path))
