"""Guarantee circles and cascades over GraphQL, on both stores."""

from collections.abc import Iterator
from typing import Any

import pytest

from cypher.store import Store
from graph_api.context import AppContext
from ontology.model import Ontology
from support.builders import enterprise, make_source, make_uscc, relation, yuan
from support.example_store import build_snapshot, fill

CIRCLES = """query ($kinds: [GuaranteeCircleKind!], $min: Int! = 2) { guaranteeCircles(kinds: $kinds, minSize: $min) {
  n coverage total truncated dataVersion warnings { code text } bySize { size count }
  circles { kind size amount known n evidenceIds members { name } alliance { name } }
  exposures { entity { name } circles given givenKnown givenN received capital ratio } } }"""
FALLS = """query ($id: ID!, $threshold: Float! = 1, $sure: Boolean! = false) {
  knockOn(id: $id, threshold: $threshold) { n coverage rounds truncated start { name }
    fallen(sure: $sure) { entity { name } state round atWorst loss capital evidenceIds } } }"""
FIRMS = {"a": "甲公司", "b": "乙公司", "c": "丙公司", "d": "丁公司"}


@pytest.fixture(scope="module")
def app(engine_store: Store, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Three firms around, two of them mutually too; the fourth guarantees one of them with an amount nobody tells."""
    said = [
        *(
            enterprise(ref, name, uscc=make_uscc(n), registered_capital=yuan(100))
            for n, (ref, name) in enumerate(FIRMS.items())
        ),
        *(
            relation("GUARANTEES", ("Enterprise", head), ("Enterprise", tail), **told)
            for head, tail, told in (
                ("a", "b", {"amount": yuan(120)}),
                ("b", "c", {"amount": yuan(100)}),
                ("c", "a", {"amount": yuan(40)}),
                ("b", "a", {"amount": yuan(10)}),
                ("d", "a", {}),
            )
        ),
    ]
    snapshot = build_snapshot(tmp_path_factory.mktemp("circles"), ontology, {make_source("register"): said})
    context = AppContext(ontology, fill(engine_store, snapshot), snapshot)
    yield context
    context.close()


@pytest.fixture
def ids(ask: Any) -> dict[str, str]:
    nodes = ask("{ enterprises { nodes { id name } } }")["enterprises"]["nodes"]
    return {node["name"]: node["id"] for node in nodes}


def test_circles_come_with_members_money_and_evidence(ask: Any) -> None:
    found = ask(CIRCLES)["guaranteeCircles"]
    assert (found["n"], found["total"], found["coverage"], found["truncated"]) == (3, 2, 1.0, False)
    assert found["bySize"] == [{"size": 2, "count": 1}, {"size": 3, "count": 1}]
    around, mutual = found["circles"]
    assert (around["kind"], around["amount"], around["known"], around["n"]) == ("CYCLE", 260.0, 3, 3)
    assert {m["name"] for m in around["members"]} == {"甲公司", "乙公司", "丙公司"}
    assert (mutual["kind"], mutual["size"], len(mutual["evidenceIds"])) == ("MUTUAL", 2, 2)
    first = found["exposures"][0]
    assert (first["entity"]["name"], first["circles"], first["given"], first["ratio"]) == ("甲公司", 2, 120.0, 1.2)


def test_circles_can_be_asked_by_kind_and_size(ask: Any) -> None:
    assert [c["kind"] for c in ask(CIRCLES, min=3)["guaranteeCircles"]["circles"]] == ["CYCLE"]
    assert [c["kind"] for c in ask(CIRCLES, kinds=["MUTUAL"])["guaranteeCircles"]["circles"]] == ["MUTUAL"]


def test_a_cascade_tells_rounds_and_what_is_not_known(ask: Any, ids: dict[str, str]) -> None:
    found = ask(FALLS, id=ids["丙公司"])["knockOn"]
    told = [(f["entity"]["name"], f["state"], f["round"], f["atWorst"]) for f in found["fallen"]]
    assert told == [
        ("乙公司", "FALLS", 1, 1),
        ("甲公司", "FALLS", 2, 2),
        ("丁公司", "MAY_FALL", None, 3),
    ]
    assert (found["start"]["name"], found["rounds"]) == ("丙公司", 3)
    assert len(ask(FALLS, id=ids["丙公司"], sure=True)["knockOn"]["fallen"]) == 2


def test_bounds_are_refused_in_words(raw: Any, ids: dict[str, str]) -> None:
    (error,) = raw(CIRCLES, min=1)["errors"]
    assert "from 2 to 8" in error["message"]
    (error,) = raw(FALLS, id=ids["甲公司"], threshold=0.0)["errors"]
    assert "threshold" in error["message"]
