"""The queries of the benchmark are valid on our schema, and their arguments exist."""

import random
from pathlib import Path

import graphql
import pytest

from bench.generate import generate
from bench.graphql.queries import queries

SCHEMA = Path(__file__).parents[2] / "graph_api" / "schema.graphql"


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return queries(generate(tmp_path_factory.mktemp("bench"), scale=0.001))


def test_our_queries_are_valid(asked):
    schema = graphql.build_schema(SCHEMA.read_text(encoding="utf-8"))
    for query in asked:
        assert graphql.validate(schema, graphql.parse(query.ours)) == [], query.name


def test_both_sides_are_asked_with_the_same_arguments(asked):
    for query in asked:
        ours, peer = query.bodies(query.ours), query.bodies(query.peer)
        assert [body["variables"] for body in ours] == [body["variables"] for body in peer]
        assert query.arguments(random.Random(1)).keys() == ours[0]["variables"].keys()
