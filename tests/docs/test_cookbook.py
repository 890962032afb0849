"""Every query of the cookbook, as it stands there, over the example region."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_api.context import AppContext
from graph_api.execute import execute_once
from jiju.demo import load_example
from jiju.jobs import Workspace
from jiju.server import close_context, open_context, open_desk
from jiju.settings import Settings

ROOT = Path(__file__).parents[2]
QUERIES = re.findall(r"```graphql\n(.*?)```", (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    space = Workspace(Settings.model_validate({"data": tmp_path_factory.mktemp("yimeng"), "store": "ladybug"}))
    for _ in load_example(space, ROOT / "examples" / "yimeng"):
        pass
    context = replace(open_context(space, open_desk(space)), role="reviewer")
    yield context
    close_context(context)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: re.search(r"\w+", query)[0])
def test_it_is_answered_without_an_error_and_not_with_nothing(app: AppContext, query: str) -> None:
    answer = execute_once(app, query)
    assert "errors" not in answer
    for name, told in answer["data"].items():
        assert any(True for _ in lists(told)), f"{name} has nothing to tell"


def test_there_are_eight_questions() -> None:
    assert len(QUERIES) == 8


def lists(value: Any) -> Iterator[Any]:
    """The items of lists, at any depth, but for warnings."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "warnings":
                yield from lists(inner)
    elif isinstance(value, list):
        yield from value
