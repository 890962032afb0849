"""Closest paths, introductions, ranked neighbourhoods, what connects several, common neighbours, similar entities."""

from collections.abc import Iterator
from typing import Any

import pytest

from cypher.store import Store
from graph_api.context import AppContext
from ontology.model import Ontology
from support.builders import day, enterprise, entity, make_source, make_uscc, person, relation
from support.example_store import build_snapshot, fill

FIRMS = {"t": "目标公司", "a": "甲木业", "b": "乙板材", "c": "丙物流", "d": "丁电商", "e": "戊食品"}
PATHS = """query ($from: ID!, $to: ID!, $k: Int! = 3, $via: [EdgeTypeName!], $asOf: Date, $ended: Boolean! = false) {
  paths(from: $from, to: $to, k: $k, via: $via, asOf: $asOf, includeEnded: $ended) { n truncated warnings { code }
    paths { length strength zh: sentence en: sentence(lang: EN) nodes { name }
      relations { type from { name } to { name } properties evidence { quote } } } } }"""


@pytest.fixture(scope="module")
def app(engine_store: Store, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """赵一 is chairman of 甲木业 and director of 目标公司; 乙板材 holds 30 % of it; 丙物流 supplied it until 2020; all
    are in one industry."""
    ended = day("2020-01-01")
    said = [
        person("p", "赵一", person_key="赵一@甲木业"),
        entity("Industry", "i", name="木材加工", code="20", level=2, scheme="gbt4754"),
        *(
            enterprise(ref, name, uscc=make_uscc(n), **({"phone": "0539-7654321"} if ref in "de" else {}))
            for n, (ref, name) in enumerate(FIRMS.items())
        ),
        *(relation("IN_INDUSTRY", ("Enterprise", ref), ("Industry", "i")) for ref in FIRMS if ref != "e"),
        relation("HOLDS_ROLE", ("Person", "p"), ("Enterprise", "a"), role="董事长"),
        relation("HOLDS_ROLE", ("Person", "p"), ("Enterprise", "a"), role="法定代表人"),
        relation("HOLDS_ROLE", ("Person", "p"), ("Enterprise", "t"), role="董事"),
        relation("OWNS", ("Enterprise", "b"), ("Enterprise", "t"), share=0.3),
        relation("SUPPLIES", ("Enterprise", "c"), ("Enterprise", "t"), product="托盘", valid_to=ended),
        relation("SUPPLIES", ("Enterprise", "c"), ("Enterprise", "a")),
    ]
    snapshot = build_snapshot(tmp_path_factory.mktemp("paths"), ontology, {make_source("register"): said})
    context = AppContext(ontology, fill(engine_store, snapshot), snapshot)
    yield context
    context.close()


@pytest.fixture
def ids(ask: Any) -> dict[str, str]:
    found = ask("{ enterprises { nodes { id name } } people { nodes { id name } } }")
    return {node["name"]: node["id"] for part in found.values() for node in part["nodes"]}


def test_a_path_is_said_as_a_person_would(ask: Any, ids: dict[str, str]) -> None:
    ends = {"from": ids["甲木业"], "to": ids["目标公司"]}
    first, second = ask(PATHS, **ends, k=2)["paths"]["paths"]
    assert first["zh"] == "赵一同时是甲木业的董事长、法定代表人和目标公司的董事。"
    assert first["en"] == "赵一 is both 董事长 and 法定代表人 of 甲木业 and 董事 of 目标公司."
    assert [n["name"] for n in first["nodes"]] == ["甲木业", "赵一", "目标公司"]
    assert [(r["type"], r["from"]["name"], r["to"]["name"]) for r in first["relations"]] == [
        ("HOLDS_ROLE", "赵一", "甲木业"), ("HOLDS_ROLE", "赵一", "甲木业"), ("HOLDS_ROLE", "赵一", "目标公司"),
    ]  # fmt: skip
    assert all(r["evidence"] for r in first["relations"])
    assert second["zh"] == "甲木业和目标公司同属木材加工行业。"
    assert first["length"] == second["length"] == 2
    assert first["strength"] > second["strength"]


def test_a_holding_is_said_with_its_share(ask: Any, ids: dict[str, str]) -> None:
    (only,) = ask(PATHS, **{"from": ids["乙板材"], "to": ids["目标公司"]}, via=["OWNS"])["paths"]["paths"]
    assert (only["zh"], only["en"]) == ("乙板材持有目标公司 30% 的股权。", "乙板材 holds 30% of 目标公司.")


def test_ended_relations_are_walked_only_where_that_is_said(ask: Any, ids: dict[str, str]) -> None:
    asked = {"from": ids["丙物流"], "to": ids["目标公司"], "via": ["SUPPLIES"]}
    assert ask(PATHS, **asked)["paths"]["paths"] == []
    assert ask(PATHS, **asked, asOf="2019-05-01")["paths"]["paths"][0]["zh"] == "丙物流向目标公司供应托盘。"
    assert ask(PATHS, **asked, ended=True)["paths"]["n"] == 1


def test_the_best_introduction_comes_first(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($target: ID!, $ours: [ID!]!) { warmPaths(target: $target, from: $ours) { n coverage
      ways { from { name } path { length sentence } } } }"""
    ours = [ids[name] for name in ("丁电商", "赵一", "戊食品")]
    found = ask(query, target=ids["目标公司"], ours=ours)["warmPaths"]
    assert (found["n"], found["coverage"]) == (3, 1.0)
    told = [(w["from"]["name"], w["path"]["length"]) for w in found["ways"]]
    assert told == [("赵一", 1), ("丁电商", 2), ("戊食品", 3)]
    assert found["ways"][0]["path"]["sentence"] == "赵一是目标公司的董事。"


def test_a_neighbourhood_tells_the_most_relevant_and_what_was_left_out(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($id: ID!) { neighborhood(id: $id, depth: 2, limit: 3) { n truncated leftOut { type count }
      ranked { entity { name } relevance hops } nodes { name ... on Enterprise { uscc } } relations { type } } }"""
    found = ask(query, id=ids["目标公司"])["neighborhood"]
    ranked = [(one["entity"]["name"], one["hops"]) for one in found["ranked"]]
    assert ranked == [("目标公司", 0), ("赵一", 1), ("乙板材", 1)]
    assert found["ranked"][0]["relevance"] == 1.0
    assert found["nodes"][0]["uscc"] == make_uscc(0)
    assert (found["n"], found["truncated"]) == (7, True)
    assert {one["type"]: one["count"] for one in found["leftOut"]} == {"Enterprise": 3, "Industry": 1}
    assert sorted(r["type"] for r in found["relations"]) == ["HOLDS_ROLE", "OWNS"]


def test_what_connects_several_is_the_smallest_part(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($ids: [ID!]!) { betweenAll(ids: $ids) { n coverage parts warnings { code } nodes { name }
      relations { type } } }"""
    asked = [ids[name] for name in ("甲木业", "乙板材", "目标公司", "戊食品")]
    found = ask(query, ids=asked)["betweenAll"]
    assert [node["name"] for node in found["nodes"]] == ["甲木业", "乙板材", "目标公司", "戊食品", "赵一"]
    assert (found["n"], found["coverage"], found["parts"]) == (3, 0.75, 2)
    assert [w["code"] for w in found["warnings"]] == ["not_connected"]
    assert sorted(r["type"] for r in found["relations"]) == ["HOLDS_ROLE", "HOLDS_ROLE", "HOLDS_ROLE", "OWNS"]


def test_common_neighbours_and_similar_entities(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($ids: [ID!]!, $id: ID!) {
      commonNeighbors(ids: $ids) { n neighbors { entity { name } of { name } weight } }
      similar(id: $id) { n coverage entities { entity { name } score factors { name label value weight } } } }"""
    found = ask(query, ids=[ids["甲木业"], ids["目标公司"]], id=ids["目标公司"])
    assert [one["entity"]["name"] for one in found["commonNeighbors"]["neighbors"]] == ["赵一", "木材加工"]
    assert [len(one["of"]) for one in found["commonNeighbors"]["neighbors"]] == [2, 2]
    likest = found["similar"]["entities"][0]
    assert likest["entity"]["name"] == "甲木业"
    assert {f["name"]: f["value"] for f in likest["factors"]}["industry"] == 1.0
    assert likest["factors"][0]["label"] == "共同的邻居"
    assert "戊食品" not in {one["entity"]["name"] for one in found["similar"]["entities"]}


def test_a_shared_phone_is_a_tie_that_shows_no_number(raw: Any, ids: dict[str, str]) -> None:
    query = """query ($from: ID!, $to: ID!, $derived: Boolean!) { paths(from: $from, to: $to, derived: $derived) {
      paths { sentence derived { rule from { name } to { name } } relations { id } } } }"""
    ends = {"from": ids["戊食品"], "to": ids["丁电商"]}
    answer = raw(query, role="viewer", derived=True, **ends)
    (path,) = answer["data"]["paths"]["paths"]
    assert path["sentence"] in ("戊食品和丁电商登记了同一部电话。", "丁电商和戊食品登记了同一部电话。")
    assert path["derived"][0]["rule"] == "SAME_PHONE"
    assert path["relations"] == []
    assert "7654321" not in str(answer)
    assert raw(query, derived=False, **ends)["data"]["paths"]["paths"] == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('{ paths(from: "x", to: "y") { n } }', "search for it by name"),
        ('{ betweenAll(ids: ["x"]) { n } }', "name 2 to 50 different entities"),
        ('{ warmPaths(target: "x", from: []) { n } }', "0 is not between 1 and 100"),
        ('{ commonNeighbors(ids: ["x"]) { n } }', "name at least two entities"),
        ('{ similar(id: "x", first: 0) { n } }', "0 is not between 1 and 100"),
    ],
)
def test_a_wrong_question_says_what_to_do(raw: Any, query: str, words: str) -> None:
    (error,) = raw(query)["errors"]
    assert words in error["message"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
