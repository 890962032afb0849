"""What goes wrong inside is told by a code; its words stay in the log."""

import asyncio
import logging
import time
from typing import Any

import pytest

from cypher.errors import StatementFailed, StatementTimedOut, StoreUnavailable
from graph_api.context import AppContext, Limits, RequestContext
from graph_api.errors import BadArgument, TimedOut, presentable
from graph_api.execute import Api, Request
from ontology.errors import Refusal
from ontology.model import Ontology


class Failing:
    """A store of which every question fails in the same way."""

    engine = "ladybug"
    data_version = "v"

    def __init__(self, ontology: Ontology, error: Exception | None = None, seconds: float = 0) -> None:
        self.ontology = ontology
        self.error = error
        self.seconds = seconds

    def read(self, *_args: Any, **_more: Any) -> Any:
        time.sleep(self.seconds)
        raise self.error or AssertionError("asked too late")

    def redirect(self, entity_id: str) -> str:
        return entity_id


def answer(store: Any, **limits: Any) -> dict[str, Any]:
    app = AppContext(store.ontology, store, store, limits=Limits(**limits))
    context = RequestContext(app, request_id="r1")
    body = asyncio.run(Api(app).answer(Request("{ enterprises { nodes { id } } dataVersion }"), context)).body
    app.close()
    return body


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreUnavailable("bolt://secret:7687 refused"), "STORE_UNAVAILABLE"),
        (StatementTimedOut("MATCH (secret)", "late"), "TIMED_OUT"),
        (StatementFailed("MATCH (secret)", "bad"), "INTERNAL_SERVER_ERROR"),
        (ZeroDivisionError("secret"), "INTERNAL_SERVER_ERROR"),
        (Refusal("choose another"), "BAD_USER_INPUT"),
    ],
)
def test_an_error_has_a_code_and_shows_nothing_inside(
    ontology: Ontology, caplog: pytest.LogCaptureFixture, error: Exception, code: str
) -> None:
    with caplog.at_level(logging.ERROR, "graph_api"):
        body = answer(Failing(ontology, error))
    (told,) = body["errors"]
    assert told["extensions"]["code"] == code
    assert "secret" not in str(body)
    assert told["path"] == ["enterprises"]
    internal = code == "INTERNAL_SERVER_ERROR"
    assert ("r1" in told["message"]) is internal
    assert ("secret" in caplog.text or "bad" in caplog.text) is internal


def test_a_request_that_takes_too_long_is_given_up(ontology: Ontology) -> None:
    body = answer(Failing(ontology, seconds=0.4), timeout=0.1)
    (told,) = body["errors"]
    assert told["extensions"]["code"] == "TIMED_OUT"
    assert body["data"] is None


def test_only_refusals_are_presentable() -> None:
    assert presentable(BadArgument("first", "no")) == ("first: no", {"code": "BAD_USER_INPUT", "argument": "first"})
    late = presentable(TimedOut("late"))
    assert late == ("late", {"code": "TIMED_OUT"})
    assert presentable(ValueError("x")) is None
    assert presentable(None) is None
