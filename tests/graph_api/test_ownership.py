"""Ownership through loops over GraphQL, on both stores."""

from collections.abc import Iterator
from typing import Any

import pytest

from cypher.store import Store
from graph_api.context import AppContext
from ontology.model import Ontology
from support.builders import enterprise, make_source, make_uscc, person, relation
from support.example_store import build_snapshot, fill

OWNERS = """query ($id: ID!, $ultimate: Boolean, $min: Float! = 0, $most: Int! = 50) {
  ownership(id: $id, minShare: $min, most: $most) { n coverage truncated evidenceIds dataVersion
    stakes(ultimate: $ultimate) { entity { type name } lower upper ultimate circular } } }"""


@pytest.fixture(scope="module")
def app(engine_store: Store, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """A person holds half of one firm, a second firm the other half, and the first firm all of the second. A third
    firm has a share in the second firm's subsidiary that nobody tells."""
    said = [
        person("p", "赵一", person_key="赵一@目标", phone="13800000000"),
        *(enterprise(ref, name, uscc=make_uscc(n)) for n, (ref, name) in enumerate(FIRMS.items())),
        relation("OWNS", ("Person", "p"), ("Enterprise", "t"), share=0.5),
        relation("OWNS", ("Enterprise", "u"), ("Enterprise", "t"), share=0.5),
        relation("OWNS", ("Enterprise", "t"), ("Enterprise", "u"), share=1.0),
        relation("OWNS", ("Enterprise", "u"), ("Enterprise", "s"), share=0.6),
        relation("OWNS", ("Enterprise", "x"), ("Enterprise", "s")),
    ]
    snapshot = build_snapshot(tmp_path_factory.mktemp("owners"), ontology, {make_source("register"): said})
    context = AppContext(ontology, fill(engine_store, snapshot), snapshot)
    yield context
    context.close()


FIRMS = {"t": "目标公司", "u": "回持公司", "s": "子公司", "x": "不明股东"}


@pytest.fixture
def ids(ask: Any) -> dict[str, str]:
    nodes = ask("{ enterprises { nodes { id name } } }")["enterprises"]["nodes"]
    return {node["name"]: node["id"] for node in nodes}


def test_a_share_through_a_loop_is_exact(ask: Any, ids: dict[str, str]) -> None:
    found = ask(OWNERS, id=ids["目标公司"], role="admin")["ownership"]
    assert (found["n"], found["coverage"], found["truncated"], len(found["evidenceIds"])) == (3, 1.0, False, 3)
    person_, firm = found["stakes"]
    assert person_["entity"] == {"type": "Person", "name": "赵一"}
    assert (person_["lower"], person_["upper"], person_["ultimate"], person_["circular"]) == (1.0, 1.0, True, False)
    assert firm["entity"]["name"] == "回持公司"
    assert (firm["lower"], firm["ultimate"], firm["circular"]) == (0.5, False, True)


def test_an_unknown_share_is_an_interval(ask: Any, ids: dict[str, str]) -> None:
    found = ask(OWNERS, id=ids["子公司"], ultimate=True)["ownership"]
    assert found["coverage"] == 0.8
    spans = {stake["entity"]["type"]: (stake["lower"], stake["upper"]) for stake in found["stakes"]}
    assert spans == {"Person": (0.6, 0.6), "Enterprise": (0.0, pytest.approx(0.4))}
    assert not ask(OWNERS, id=ids["子公司"], ultimate=True, min=0.7)["ownership"]["stakes"]


def test_what_a_firm_owns_is_found_downward(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($id: ID!) { ownership(id: $id, direction: HOLDINGS) { stakes { entity { name } lower } } }"""
    found = ask(query, id=ids["目标公司"])["ownership"]["stakes"]
    assert {s["entity"]["name"]: s["lower"] for s in found} == {"回持公司": 1.0, "子公司": 0.6}


def test_personal_data_of_owners_is_masked(ask: Any, ids: dict[str, str]) -> None:
    query = (
        """query ($id: ID!) { ownership(id: $id) { stakes(ultimate: true) { entity { ... on Person { phone } } } } }"""
    )
    told = [
        ask(query, id=ids["目标公司"], role=role)["ownership"]["stakes"][0]["entity"]["phone"]
        for role in ("viewer", "reviewer")
    ]
    assert told == [None, "13800000000"]


def test_bounds_are_refused_with_their_range(raw: Any, ids: dict[str, str]) -> None:
    (error,) = raw(OWNERS, id=ids["目标公司"], most=301)["errors"]
    assert "between 1 and 300" in error["message"]
    (error,) = raw(OWNERS, id="enterprise:0000000000000000")["errors"]
    assert "search for it by name" in error["message"]
