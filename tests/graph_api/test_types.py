"""Relations both ways with their properties, sources and evidence."""

from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from graph_api.schema import core, schema_of
from ontology.model import load


def test_relations_read_both_ways(ask: Any) -> None:
    found = ask(
        """{ enterprise(name: "乙板材") {
          shareholders { totalCount edges {
            direction label node { name __typename } relation { type label properties } } }
          holdings { edges {
            direction label(lang: EN) node { ... on Enterprise { uscc name } } relation { properties } } }
        } }"""
    )["enterprise"]
    owners = found["shareholders"]
    assert owners["totalCount"] == 2
    assert owners["edges"][1] == {
        "direction": "IN", "label": "被持股", "node": {"name": "甲木业", "__typename": "Enterprise"},
        "relation": {"type": "OWNS", "label": "持股", "properties": {"share": 0.6}},
    }  # fmt: skip
    (holding,) = found["holdings"]["edges"]
    assert (holding["direction"], holding["label"], holding["node"]["name"]) == ("OUT", "owns", "丁电商")
    assert holding["relation"]["properties"] == {}


def test_other_ends_can_be_of_several_types(ask: Any) -> None:
    document = """query($types: [NodeTypeName!]) { enterprise(name: "甲木业") { locatedIn(types: $types) {
      totalCount nodes { __typename name ... on Region { code } ... on Park { area kind } } } } }"""
    region = {"__typename": "Region", "name": "费县", "code": "371325"}
    park = {"__typename": "Park", "name": "费县电商园", "area": 12000.5, "kind": "E_COMMERCE"}
    assert ask(document)["enterprise"]["locatedIn"] == {"totalCount": 2, "nodes": [region, park]}
    assert ask(document, types=["Park"])["enterprise"]["locatedIn"] == {"totalCount": 1, "nodes": [park]}


def test_all_relations_come_in_one_connection(ask: Any) -> None:
    document = """query($t: EdgeTypeName, $d: Direction) { enterprise(name: "甲木业") {
      relationCounts { relation direction label count }
      relations(relation: $t, direction: $d) { totalCount edges { relation { type } direction node { name } } } } }"""
    found = ask(document)["enterprise"]
    counts = {(c["relation"], c["direction"]): c["count"] for c in found["relationCounts"]}
    assert counts == {
        ("LOCATED_IN", "OUT"): 2, ("IN_INDUSTRY", "OUT"): 1, ("OWNS", "OUT"): 1, ("GUARANTEES", "OUT"): 1,
        ("HOLDS_ROLE", "IN"): 1,
    }  # fmt: skip
    assert found["relations"]["totalCount"] == 6
    assert len(found["relations"]["edges"]) == 6
    owns = ask(document, t="OWNS")["enterprise"]["relations"]
    assert [e["node"]["name"] for e in owns["edges"]] == ["乙板材"]
    incoming = ask(document, d="IN")["enterprise"]["relations"]
    assert [(e["relation"]["type"], e["direction"]) for e in incoming["edges"]] == [("HOLDS_ROLE", "IN")]


def test_relation_properties_are_json_in_camel_case(ask: Any) -> None:
    found = ask(
        '{ enterprise(name: "甲木业") { guarantees { edges { relation { properties validFrom state confidence } } } } }'
    )
    (edge,) = found["enterprise"]["guarantees"]["edges"]
    assert edge["relation"] == {
        "properties": {"amount": {"yuan": "3000000.00", "currency": "CNY", "words": "300万元"}},
        "validFrom": None, "state": "ACCEPTED", "confidence": 1.0,
    }  # fmt: skip


def test_a_proposed_relation_says_so_with_its_quote(ask: Any) -> None:
    found = ask(
        """{ document(number: "某政发〔2014〕15号") { targets { edges {
          node { ... on Target { metric comparator minimum } }
          relation { state confidence sources { id } evidence { quote start end section document { name } } }
        } } } }"""
    )
    (edge,) = found["document"]["targets"]["edges"]
    assert edge["node"] == {"metric": "电商园区", "comparator": "GE", "minimum": 1.0}
    assert (edge["relation"]["state"], edge["relation"]["confidence"]) == ("PROPOSED", 0.7)
    assert edge["relation"]["sources"] == [{"id": "policy"}]
    assert edge["relation"]["evidence"] == [
        {
            "quote": "各县区至少建成1个电商园区。",
            "start": 0,
            "end": 14,
            "section": "一",
            "document": {"name": "关于电商的意见"},
        }
    ]


def test_evidence_says_where_and_what(ask: Any) -> None:
    document = """query($p: String) { enterprise(name: "甲木业") { sources { id }
      evidence(property: $p) { source { id publisher licence } file row properties values document { id } } } }"""
    found = ask(document)["enterprise"]
    assert {s["id"] for s in found["sources"]} == {"register", "policy"}
    assert len(found["evidence"]) == 2
    (row,) = ask(document, p="registeredCapital")["enterprise"]["evidence"]
    assert row["source"] == {"id": "register", "publisher": "某局", "licence": "CC0"}
    assert (row["file"], row["row"], row["document"]) == ("rows.csv", 2, None)
    assert row["values"]["registeredCapital"]["yuan"] == "5000000.00"
    assert row["values"]["status"] == "ACTIVE"


def test_every_type_field_and_argument_is_described() -> None:
    missing = []
    for made in core(schema_of(load())).type_map.values():
        if made.name.startswith("__"):
            continue
        if not made.description:
            missing.append(made.name)
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in made.fields.items():
                arguments = getattr(field, "args", {})
                missing += [f"{made.name}.{name}"] if not field.description else []
                missing += [f"{made.name}.{name}({a})" for a, given in arguments.items() if not given.description]
        if isinstance(made, GraphQLEnumType):
            missing += [f"{made.name}.{n}" for n, value in made.values.items() if not value.description]
    assert missing == []
