"""Search, neighbourhoods, paths, and what a document says."""

from typing import Any

import pytest

TOO_DEEP = "{shareholders: {enterprise: {shareholders: {enterprise: {shareholders: {}}}}}}"


def id_of(ask: Any, field: str, name: str) -> str:
    found = ask(f"query($n: String) {{ {field}(name: $n) {{ id }} }}", n=name)[field]["id"]
    return str(found)


def test_search_finds_names_and_texts_best_first(ask: Any) -> None:
    document = """query($t: String!, $types: [NodeTypeName!]) { search(text: $t, types: $types) {
      matched score entity { __typename name ... on Enterprise { status } } } }"""
    hits = ask(document, t="甲木业")["search"]
    assert hits[0] == {
        "matched": "name", "score": 1.0, "entity": {"__typename": "Enterprise", "name": "甲木业", "status": "ACTIVE"},
    }  # fmt: skip
    assert [(h["entity"]["__typename"], h["matched"]) for h in hits[1:]] == [("Document", "text")]
    assert [h["entity"]["name"] for h in ask(document, t="电商", types=["Park"])["search"]] == ["费县电商园"]
    assert ask(document, t="没有这样的名称")["search"] == []


def test_a_neighbourhood_has_the_relations_between_its_entities(ask: Any) -> None:
    document = """query($id: ID!, $relations: [EdgeTypeName!], $limit: Int!) {
      neighborhood(id: $id, relations: $relations, limit: $limit) { truncated
        nodes { id name ... on Enterprise { status } }
        relations { type label fromId toId from { name } to { name } properties } } }"""
    start = id_of(ask, "enterprise", "甲木业")
    found = ask(document, id=start, relations=["OWNS", "GUARANTEES"], limit=10)["neighborhood"]
    assert found["nodes"][0] == {"id": start, "name": "甲木业", "status": "ACTIVE"}
    assert {n["name"] for n in found["nodes"]} == {"甲木业", "乙板材", "戊食品"}
    relations = {(r["type"], r["from"]["name"], r["to"]["name"]) for r in found["relations"]}
    assert relations == {("OWNS", "甲木业", "乙板材"), ("GUARANTEES", "甲木业", "戊食品")}
    assert not found["truncated"]
    assert ask(document, id=start, relations=None, limit=3)["neighborhood"]["truncated"]
    assert ask(document, id="enterprise:nobody", relations=None, limit=3)["neighborhood"]["nodes"] == []


def test_a_shortest_path_names_each_step(ask: Any) -> None:
    document = """query($from: ID!, $to: ID!, $hops: Int!) { shortestPath(from: $from, to: $to, maxHops: $hops) {
      length nodes { name } relations { type fromId toId } } }"""
    ends = {"from": id_of(ask, "enterprise", "丙物流"), "to": id_of(ask, "person", "赵一")}
    found = ask(document, hops=6, **ends)["shortestPath"]
    assert found["length"] == len(found["relations"]) == len(found["nodes"]) - 1 == 3
    assert (found["nodes"][0]["name"], found["nodes"][-1]["name"]) == ("丙物流", "赵一")
    assert ask(document, hops=2, **ends)["shortestPath"] is None


def test_a_document_tells_its_facts_in_the_order_of_its_text(ask: Any) -> None:
    document_id = id_of(ask, "document", "关于电商的意见")
    found = ask(
        """query($id: ID!) { document(id: $id) { text } documentFacts(id: $id) {
          type label start end sentenceStart quote state properties values
          entity { name } relation { type from { name } to { name } } } }""",
        id=document_id,
    )
    text, facts = found["document"]["text"], found["documentFacts"]
    assert [f["type"] for f in facts] == ["HAS_TARGET", "Target", "Document", "Enterprise", "Person"]
    assert facts[0]["relation"] == {
        "type": "HAS_TARGET",
        "from": {"name": "关于电商的意见"},
        "to": {"name": "建成电商园区"},
    }
    assert facts[1]["label"] == "目标"
    assert facts[1]["values"]["comparator"] == "GE"
    assert facts[3]["entity"] == {"name": "甲木业"}
    shown = [f for f in facts if f["quote"]]
    assert [text[f["start"] : f["end"]] for f in shown] == [f["quote"] for f in shown]


@pytest.mark.parametrize(
    ("query", "argument"),
    [
        ('{ search(text: " ") { score } }', "text"),
        ('{ search(text: "x", first: 2000) { score } }', "first"),
        ('{ neighborhood(id: "x", depth: 99) { truncated } }', "depth"),
        ('{ neighborhood(id: "x", limit: 0) { truncated } }', "limit"),
        ('{ shortestPath(from: "a", to: "b", maxHops: 50) { length } }', "maxHops"),
        ('{ documentFacts(id: "enterprise:x") { type } }', "id"),
        ("{ enterprise { id } }", "id"),
        ('{ enterprise(id: "x", name: "y") { id } }', "id"),
        ('{ enterprise(uscc: "123") { id } }', "uscc"),
        ('{ enterprises(where: {founded: {eq: "soon"}}) { totalCount } }', "where.founded.eq"),
        ("{ enterprises(where: {locatedIn: {enterprise: {}}}) { totalCount } }", "where.locatedIn.enterprise"),
        (
            f"{{ enterprises(where: {{not: {TOO_DEEP}}}) {{ totalCount }} }}",
            "where.not.shareholders.enterprise.shareholders.enterprise.shareholders",
        ),
    ],
)
def test_a_bad_argument_names_itself(raw: Any, query: str, argument: str) -> None:
    (error,) = raw(query)["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}
    assert error["message"].startswith(f"{argument}: ")
