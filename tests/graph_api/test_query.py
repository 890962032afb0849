"""Getters and connections of every type."""

from typing import Any

import pytest

from graph_api.context import AppContext
from ontology.consistency import camel
from support.builders import make_uscc


def names(connection: dict[str, Any]) -> list[str]:
    return [node["name"] for node in connection["nodes"]]


def test_an_entity_is_found_by_id_code_and_name(ask: Any) -> None:
    by_code = ask("query($c: String) { enterprise(uscc: $c) { id name } }", c=make_uscc(1))["enterprise"]
    assert by_code["name"] == "甲木业"
    found = ask(
        """query($id: ID!) {
          one: enterprise(id: $id) { name }
          named: enterprise(name: "甲木业") { id }
          node(id: $id) { __typename id }
          nodes(ids: [$id, "enterprise:nobody", "nonsense"]) { id ... on Entity { name } }
        }""",
        id=by_code["id"],
    )
    assert found["one"] == {"name": "甲木业"}
    assert found["named"] == {"id": by_code["id"]}
    assert found["node"] == {"__typename": "Enterprise", "id": by_code["id"]}
    assert found["nodes"] == [by_code, None, None]


def test_a_code_is_found_however_it_is_spelled(ask: Any) -> None:
    spelled = f" {make_uscc(1).lower()} "
    found = ask("query($c: String) { enterprise(uscc: $c) { name } }", c=spelled)
    assert found["enterprise"] == {"name": "甲木业"}
    where = "query($c: String) { enterprises(where: {uscc: {eq: $c}}) { nodes { name } } }"
    assert names(ask(where, c=spelled)["enterprises"]) == ["甲木业"]


def test_a_getter_of_another_type_does_not_give_it(ask: Any) -> None:
    entity_id = ask('{ park(name: "费县电商园") { id } }')["park"]["id"]
    assert ask("query($id: ID) { enterprise(id: $id) { id } }", id=entity_id)["enterprise"] is None


def test_values_have_their_shape(ask: Any) -> None:
    found = ask(
        """{ enterprise(name: "乙板材") {
          type typeLabel en: typeLabel(lang: EN) aliases kind status
          registeredCapital { yuan currency words text en: text(lang: EN) }
          founded { day precision text en: text(lang: EN) }
          employees revenue { yuan } point { longitude } regionCode note
        } }"""
    )["enterprise"]
    assert found == {
        "type": "Enterprise", "typeLabel": "企业", "en": "enterprise", "aliases": [],
        "kind": ["BACKBONE"], "status": "ACTIVE",
        "registeredCapital": {
            "yuan": "12500000.50", "currency": "CNY", "words": "12500000.50元",
            "text": "1250.00005万元", "en": "12500000.5 CNY",
        },
        "founded": {"day": "2012-02-01", "precision": "month", "text": "2012年2月", "en": "2012-02"},
        "employees": None, "revenue": None, "point": None, "regionCode": None, "note": None,
    }  # fmt: skip


def test_unknown_values_come_last_in_either_direction(ask: Any) -> None:
    order = "[{field: REGISTERED_CAPITAL, direction: $d}]"
    document = f"query($d: OrderDirection) {{ enterprises(orderBy: {order}) {{ nodes {{ name }} }} }}"
    up, down = (names(ask(document, d=d)["enterprises"]) for d in ("ASC", "DESC"))
    assert up[:3] == ["丙物流", "甲木业", "乙板材"]
    assert down[:3] == ["乙板材", "甲木业", "丙物流"]
    assert up[3:] == down[3:]  # by id


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('{name: {contains: "木"}}', "甲"),
        ('{name: {startsWith: "乙"}}', "乙"),
        ('{name: {in: ["甲木业", "丙物流"]}}', "甲丙"),
        ("{status: {eq: ACTIVE}}", "甲乙"),
        ("{status: {isNull: true}}", "丙丁戊"),
        ("{kind: {in: [BACKBONE, LEADING]}}", "甲乙"),
        ('{registeredCapital: {gte: "5000000"}}', "甲乙"),
        ('{registeredCapital: {gt: "5000000"}}', "乙"),
        ("{registeredCapital: {isNull: true}}", "丁戊"),
        ('{founded: {eq: "2011"}}', "甲"),
        ('{founded: {gte: "2012-02"}}', "乙"),
        ('{founded: {lte: "2012"}}', "甲乙"),
        ('{founded: {lt: "2012-02-01"}}', "甲"),
        ('{founded: {in: ["2011-01", "2012-02"]}}', "甲乙"),
        ('{or: [{name: {eq: "甲木业"}}, {name: {eq: "戊食品"}}]}', "甲戊"),
        ('{and: [{status: {eq: ACTIVE}}, {not: {name: {eq: "甲木业"}}}]}', "乙"),
        ('{not: {name: {in: ["甲木业", "乙板材"]}}}', "丙丁戊"),
        ("{}", "甲乙丙丁戊"),
        ('{locatedIn: {region: {code: {startsWith: "371325"}}}}', "甲乙丙"),
        ("{locatedIn: {park: {kind: {eq: E_COMMERCE}}}}", "甲"),
        ('{locatedIn: {entity: {name: {contains: "兰山"}}}}', "丁戊"),
        ("{shareholders: {}}", "乙丁"),
        ("{shareholders: {exists: false}}", "甲丙戊"),
        ('{shareholders: {enterprise: {locatedIn: {park: {name: {eq: "费县电商园"}}}}}}', "乙"),
        ('{officers: {person: {name: {eq: "赵一"}}}}', "甲丁"),
    ],
)  # fmt: skip
def test_where_lets_through(ask: Any, where: str, expected: str) -> None:
    found = ask(f"{{ enterprises(where: {where}) {{ totalCount nodes {{ name }} }} }}")["enterprises"]
    assert {name[0] for name in names(found)} == set(expected)
    assert found["totalCount"] == len(expected)


def test_several_texts_are_asked_whether_any_matches(ask: Any) -> None:
    document = '{ villages(where: {products: {contains: "柳"}}) { nodes { name products } } }'
    assert ask(document)["villages"]["nodes"] == [{"name": "某村", "products": ["柳编", "板材"]}]


def test_every_type_can_be_asked_for_everything_it_has(ask: Any, app: AppContext) -> None:
    """All fields without arguments and with plain values of every type, in one query a type."""
    for node_type in app.ontology.node_types.values():
        inner = {"money": "{ yuan }", "date": "{ day }", "point": "{ longitude }"}
        fields = " ".join(f"{camel(p.name)} {inner.get(p.kind, '')}" for p in node_type.properties.values())
        found = ask(
            f"{{ {node_type.plural_field}(first: 2) {{ totalCount nodes {{ id {fields} sources {{ id }} }} }} }}"
        )
        assert found[node_type.plural_field]["totalCount"] >= len(found[node_type.plural_field]["nodes"])


def test_counts_sources_version_and_legend_are_told(ask: Any, app: AppContext) -> None:
    found = ask(
        "{ dataVersion ontology sources { id title licence asOf } counts { type label(lang: EN) count isRelation } }"
    )
    assert found["dataVersion"] == app.snapshot.data_version
    assert {t["name"] for t in found["ontology"]["nodeTypes"]} == set(app.ontology.node_types)
    assert [s["id"] for s in found["sources"]] == ["policy", "register"]
    counts = {c["type"]: c for c in found["counts"]}
    assert counts["Enterprise"] == {"type": "Enterprise", "label": "enterprise", "count": 5, "isRelation": False}
    assert counts["OWNS"]["count"] == 3
    assert counts["OWNS"]["isRelation"]


def test_fragments_and_aliases_select_what_is_read(ask: Any) -> None:
    found = ask(
        """{ enterprises(where: {name: {eq: "甲木业"}}) { edges { ...one node { ... on Entity { title: name } } } } }
        fragment one on EnterpriseEdge { node { ...more } }
        fragment more on Enterprise { code: uscc ... @include(if: true) { status } }"""
    )
    assert found["enterprises"]["edges"] == [{"node": {"title": "甲木业", "code": make_uscc(1), "status": "ACTIVE"}}]
