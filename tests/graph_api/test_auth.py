"""Personal properties are shown from the role reviewer on, by whatever way they are asked for."""

from typing import Any

import pytest

from graph_api.auth import ROLES, at_least, sees_personal

PERSON = """{ people { nodes { name title personKey birthYear phone evidence { properties values quote } } }
  enterprise(name: "甲木业") { legalRepresentative evidence(property: "legalRepresentative") { values } } }"""


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_personal_properties_are_masked(ask: Any, role: str) -> None:
    found = ask(PERSON, role=role)
    (person,) = found["people"]["nodes"]
    assert (person["personKey"], person["birthYear"], person["phone"]) == (None, None, None)
    assert (person["name"], person["title"]) == ("赵一", "工程师")
    told = str([(e["values"], e["quote"]) for e in person["evidence"]])
    assert "1380000" not in told
    assert "1980" not in told
    assert "@" not in told
    assert found["enterprise"]["legalRepresentative"] is None
    assert "法人1" not in str(found["enterprise"]["evidence"])


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_a_reviewer_sees_them(ask: Any, role: str) -> None:
    found = ask(PERSON, role=role)
    (person,) = found["people"]["nodes"]
    assert (person["personKey"], person["birthYear"], person["phone"]) == ("赵一@甲木业", 1980, "13800000000")
    assert found["enterprise"]["legalRepresentative"] == "法人1"
    assert {e["quote"] for e in person["evidence"]} == {None, "赵一，13800000000"}


@pytest.mark.parametrize(
    "query",
    [
        "{ people(where: {birthYear: {gte: 1980}}) { totalCount } }",
        '{ people(where: {or: [{phone: {startsWith: "138"}}]}) { totalCount } }',
        "{ people(orderBy: [{field: BIRTH_YEAR}]) { nodes { name } } }",
        '{ person(personKey: "赵一@甲木业") { name } }',
        "{ enterprises(where: {officers: {person: {birthYear: {eq: 1980}}}}) { totalCount } }",
    ],
)
def test_what_may_not_be_seen_cannot_be_found_out(raw: Any, query: str) -> None:
    (error,) = raw(query)["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert "errors" not in raw(query, role="reviewer")


def test_quotes_with_personal_values_are_masked_among_facts(ask: Any) -> None:
    document = """{ document(name: "关于电商的意见") { id } }"""
    document_id = ask(document)["document"]["id"]
    facts = "query($id: ID!) { documentFacts(id: $id) { quote values } }"
    assert "1380000" not in str(ask(facts, id=document_id))
    assert "1380000" in str(ask(facts, id=document_id, role="reviewer"))


def test_roles_are_ordered() -> None:
    assert [sees_personal(role) for role in ROLES] == [False, False, True, True]
    assert at_least("admin", "viewer")
    assert not at_least("viewer", "analyst")
