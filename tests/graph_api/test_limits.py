"""Prices and depths, told from the document alone."""

import asyncio
from typing import Any

import pytest
from graphql import get_operation_ast, parse

from graph_api.context import AppContext, Limits, RequestContext
from graph_api.errors import QueryTooCostly, QueryTooDeep
from graph_api.execute import Api, Request
from graph_api.limits import Cost, Depth
from graph_api.schema import core, schema_of
from ontology.model import Ontology


def price(ontology: Ontology, query: str, **variables: Any) -> int:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation
    return Cost(core(schema_of(ontology)), 10**9).check(document, operation, variables)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ dataVersion }", 0),
        ('{ enterprise(id: "x") { name } }', 1),
        ("{ enterprises { nodes { name } } }", 20),
        ("{ enterprises(first: 3) { edges { node { name } } pageInfo { endCursor } } }", 3),
        ("{ enterprises(last: 4) { nodes { name } } }", 4),
        ("{ enterprises(first: 3) { nodes { holdings(first: 5) { nodes { name } } } } }", 3 * (1 + 5)),
        ("{ enterprises(first: 3) { nodes { holdings(first: 5) { edges { node { name } relation { id } } } } } }", 33),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', 3),
        ('{ neighborhood(id: "x", limit: 50) { nodes { name } relations { id } } }', 150),
        ("{ a: enterprises(first: 3) { nodes { name } } b: enterprises(first: 4) { nodes { name } } }", 7),
        ("{ __schema { types { fields { type { name } } } } }", 0),
        (
            # an entity is of one type only
            "{ pagerank(first: 10) { entity { ... on Park { sources { id } } ... on Fund { sources { id } } } } }",
            10 * (1 + 1 + 5),
        ),
        (
            "{ ...f } fragment f on Query { parks(first: 7) { ...g } } fragment g on ParkConnection { nodes { id } }",
            7,
        ),
    ],
)
def test_first_multiplies(ontology: Ontology, query: str, expected: int) -> None:
    assert price(ontology, query) == expected


def test_variables_and_their_defaults_count(ontology: Ontology) -> None:
    query = "query($n: Int = 9, $ids: [ID!]!) { enterprises(first: $n) { nodes { id } } nodes(ids: $ids) { id } }"
    assert price(ontology, query, ids=["a"]) == 10
    assert price(ontology, query, n=100, ids=["a", "b"]) == 102


def test_a_bomb_of_fragments_is_priced_at_once(ontology: Ontology) -> None:
    bomb = "{ enterprises { nodes { ...f0 } } }" + "".join(
        f"fragment f{i} on Enterprise {{ a: holdings {{ nodes {{ ...f{i + 1} }} }} "
        f"b: lenders {{ nodes {{ ...f{i + 1} }} }} }}"
        for i in range(60)
    )
    bomb += "fragment f60 on Entity { id }"
    document = parse(bomb)
    operation = get_operation_ast(document)
    assert operation
    with pytest.raises(QueryTooCostly) as caught:
        Cost(core(schema_of(ontology)), 100_000).check(document, operation, {})
    assert caught.value.extensions["code"] == "QUERY_TOO_COSTLY"
    with pytest.raises(QueryTooDeep, match="123 fields deep") as deep:
        Depth(15).check(document, operation)
    assert deep.value.extensions["limit"] == 15


def test_a_costly_query_is_refused_before_any_statement(ontology: Ontology) -> None:
    class Untouchable:
        data_version = "v"

        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"{name} was asked for")

    nothing: Any = Untouchable()
    app = AppContext(ontology, nothing, nothing, limits=Limits(max_cost=100, max_depth=4))
    api = Api(app)
    body = _answer(api, app, "{ enterprises(first: 101) { nodes { id } } }")
    (error,) = body["errors"]
    assert error["extensions"] == {"code": "QUERY_TOO_COSTLY", "cost": 101, "limit": 100}
    assert "data" not in body
    deep = "{ enterprises(first: 1) { nodes { holdings(first: 1) { nodes { id } } } } }"
    assert _answer(api, app, deep)["errors"][0]["extensions"]["code"] == "QUERY_TOO_DEEP"


def test_a_document_too_long_is_not_read(ontology: Ontology) -> None:
    nothing: Any = object()
    app = AppContext(ontology, nothing, nothing, limits=Limits(max_tokens=50))
    body = _answer(Api(app), app, "{ " + "dataVersion " * 60 + "}")
    assert body["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
    body = _answer(Api(AppContext(ontology, nothing, nothing)), app, "{ " + "a { " * 2400)
    assert body["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


def _answer(api: Api, app: AppContext, query: str) -> dict[str, Any]:
    return asyncio.run(api.answer(Request(query), RequestContext(app))).body


def test_cost_and_data_version_come_with_the_answer(raw: Any, app: AppContext) -> None:
    body = raw("{ enterprises(first: 2) { nodes { id } } }")
    assert body["extensions"] == {"cost": 2, "dataVersion": app.snapshot.data_version}
