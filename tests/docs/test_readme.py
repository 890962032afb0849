"""The README's queries run as they stand there, against the example region."""

import re
from pathlib import Path

import pytest

from jiju.demo import load_example
from jiju.graph import Graph
from jiju.jobs import Workspace
from jiju.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```graphql\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    space = Workspace(Settings(data=tmp_path_factory.mktemp("readme") / "data", store="ladybug"))
    list(load_example(space, ROOT / "examples" / "yimeng"))
    return Graph(space)


def test_there_are_three_queries_to_try() -> None:
    assert len(QUERIES) == 3


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_readme_answers_with_something(graph: Graph, query: str) -> None:
    answer = graph.query(query)
    assert "errors" not in answer, answer
    (field,) = answer["data"].values()
    assert field.get("edges") or field.get("communities")


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
