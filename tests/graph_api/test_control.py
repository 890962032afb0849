"""Control, interlocks, shared values and timelines over GraphQL, on both stores."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cypher.store import Store
from graph_api.context import AppContext
from ontology.model import Ontology
from ontology.values import PartialDate
from support.builders import enterprise, make_source, make_uscc, person, relation
from support.example_store import build_snapshot, fill

FIRMS = {"t": "目标公司", "u": "中间公司", "v": "回持公司", "w": "旁支公司"}
DAY = date(2018, 3, 4)


@pytest.fixture(scope="module")
def app(engine_store: Store, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """A person holds 60 % of one firm and 30 % of a second, of which the first has 30 % too; the second and a third own
    each other in part; the person sits in the fourth as well. Two firms share a phone."""
    phone = {"phone": "05391234567"}
    said = [
        person("p", "赵一", person_key="赵一@目标", phone="13800000000"),
        *(
            enterprise(ref, name, uscc=make_uscc(n), **(phone if ref in "tw" else {}))
            for n, (ref, name) in enumerate(FIRMS.items())
        ),
        relation("OWNS", ("Person", "p"), ("Enterprise", "u"), share=0.6),
        relation("OWNS", ("Person", "p"), ("Enterprise", "t"), share=0.3),
        relation("OWNS", ("Enterprise", "u"), ("Enterprise", "t"), share=0.3),
        relation("OWNS", ("Enterprise", "t"), ("Enterprise", "v"), share=0.7),
        relation("OWNS", ("Enterprise", "v"), ("Enterprise", "t"), share=0.1),
        relation("HOLDS_ROLE", ("Person", "p"), ("Enterprise", "w"), role="董事", valid_from=PartialDate(DAY, "day")),
    ]
    folder = tmp_path_factory.mktemp("control")
    # The feed tells of what came after the first build.
    build_snapshot(folder, ontology, {make_source("register"): said[1:2]})
    snapshot = build_snapshot(folder, ontology, {make_source("register"): said})
    context = AppContext(ontology, fill(engine_store, snapshot), snapshot)
    yield context
    context.close()


@pytest.fixture
def ids(ask: Any) -> dict[str, str]:
    found = ask("{ enterprises { nodes { id name } } people { nodes { id name } } }")
    return {node["name"]: node["id"] for part in found.values() for node in part["nodes"]}


def test_ultimate_owners_are_told_with_control_and_rings(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($id: ID!) { ultimateOwners(id: $id) { n coverage truncated evidenceIds unexplained
      rings { name } owners { entity { name } lower upper weakest controls beneficial steps } } }"""
    found = ask(query, id=ids["目标公司"])["ultimateOwners"]
    (owner,) = found["owners"]
    assert (owner["entity"]["name"], owner["controls"], owner["beneficial"], owner["steps"]) == ("赵一", True, True, 1)
    # By hand: of t's yuan 7 % come back through v.
    assert owner["lower"] == owner["upper"] == pytest.approx((0.3 + 0.3 * 0.6) / 0.93)
    assert {e["name"] for e in found["rings"][0]} == {"目标公司", "回持公司"}
    assert (found["n"], found["coverage"], len(found["evidenceIds"])) == (4, 1.0, 5)


def test_controllers_are_told_by_rule(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($id: ID!, $rule: ControlRule!) { controlledBy(id: $id, rule: $rule) { n truncated
      controllers { entity { name } sure direct votes weakest ultimate } } }"""
    found = ask(query, id=ids["目标公司"], rule="VOTES")["controlledBy"]
    (controller,) = found["controllers"]
    assert (controller["entity"]["name"], controller["direct"], controller["ultimate"]) == ("赵一", 0.3, True)
    assert controller["votes"] == pytest.approx(0.7)
    assert not ask(query, id=ids["目标公司"], rule="CHAIN")["controlledBy"]["controllers"]


def test_groups_are_told_with_their_head(ask: Any) -> None:
    found = ask("{ controlGroups { total n groups { size ring head { name } members { name } } } }")["controlGroups"]
    (group,) = found["groups"]
    assert (found["total"], group["size"], group["ring"], group["head"]["name"]) == (1, 3, False, "赵一")
    assert {m["name"] for m in group["members"]} == {"目标公司", "中间公司", "回持公司"}


def test_what_is_shared_is_for_everybody_and_the_phone_is_not(ask: Any) -> None:
    query = """{ interlocks { n total sharedTotal leftOut
      persons { person { name } degree bridging enterprises { name } evidenceIds }
      shared { rule value size members { name } } } }"""
    for role, phone in (("viewer", None), ("reviewer", "05391234567")):
        found = ask(query, role=role)["interlocks"]
        (shared,) = found["shared"]
        assert (shared["rule"], shared["size"]) == ("SAME_PHONE", 2)
        assert {m["name"] for m in shared["members"]} == {"目标公司", "旁支公司"}
        assert shared["value"] == phone
    (tied,) = found["persons"]
    assert (tied["person"]["name"], tied["degree"], tied["bridging"]) == ("赵一", 3, 3)
    assert len(tied["evidenceIds"]) == 3


def test_a_timeline_is_told_in_words(ask: Any, ids: dict[str, str]) -> None:
    query = """query ($id: ID!, $until: Date) { timeline(id: $id, until: $until) { n truncated entity { name }
      happenings { on kind relationType other { name } zh: text en: text(lang: EN) } changes { kind property } } }"""
    found = ask(query, id=ids["赵一"])["timeline"]
    (event,) = found["happenings"]
    assert (event["on"], event["kind"], event["relationType"]) == ("2018-03-04", "BEGAN", "HOLDS_ROLE")
    assert (event["zh"], event["en"]) == ("开始任职：旁支公司", "began: holds role 旁支公司")
    assert {"kind": "ADDED", "property": None} in found["changes"]
    assert not ask(query, id=ids["赵一"], until="2017-01-01")["timeline"]["happenings"]


def test_bounds_are_refused_in_words(raw: Any, ids: dict[str, str]) -> None:
    for asked, said in (
        ("ultimateOwners(id: $id, most: 501) { n }", "between 1 and 500"),
        ("controlledBy(id: $id, threshold: 1.5) { n }", "threshold"),
        ("interlocks(ids: [$id], largest: 1) { n }", "from 2 to 1,000"),
    ):
        (error,) = raw("query ($id: ID!) { " + asked + " }", id=ids["目标公司"])["errors"]
        assert said in error["message"]
