"""One question a level, never one a row."""

import asyncio
from collections.abc import Callable
from typing import Any

from graph_api.context import AppContext, RequestContext, Result
from graph_api.execute import Api, Request

THREE_LEVELS = """{ enterprises(first: 5) { totalCount nodes { name status
  locatedIn(first: 5) { totalCount edges {
    relation { evidence(first: 3) { row } sources { id } } node { name ... on Region { code } ... on Park { area } } } }
  shareholders(first: 5) { nodes { name ... on Enterprise { uscc
    holdings(first: 5) { nodes { ... on Enterprise { status
      officers(first: 5) { nodes { name ... on Person { title } } } } } } } } }
  relationCounts { count }
} } }"""


class Counting(RequestContext):
    """Counts what is asked of store and snapshot."""

    asked = 0

    async def ask(self, question: Callable[..., Result], *args: Any) -> Result:
        self.asked += 1
        return await super().ask(question, *args)


class CountingStore:
    """A store that counts its statements."""

    def __init__(self, store: Any) -> None:
        self.store = store
        self.statements = 0

    def read(self, *args: Any, **more: Any) -> Any:
        self.statements += 1
        return self.store.read(*args, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def test_a_query_of_several_levels_sends_a_handful_of_statements(app: AppContext) -> None:
    store: Any = CountingStore(app.store)
    counted = AppContext(app.ontology, store, app.snapshot)
    context = Counting(counted)
    body = asyncio.run(Api(counted).answer(Request(THREE_LEVELS), context)).body
    counted.close()
    assert "errors" not in body, body
    enterprises = {e["name"]: e for e in body["data"]["enterprises"]["nodes"]}
    (holding,) = enterprises["乙板材"]["shareholders"]["nodes"][0]["holdings"]["nodes"]
    assert holding["status"] == "ACTIVE"
    # page, its total, places and their total, owners, holdings, officers, counts, evidence: nine questions.
    assert context.asked == 9
    if app.store.engine == "neo4j":  # the embedded engine finds by one id at a time; no network lies between
        assert store.statements <= 16


def test_the_number_of_questions_does_not_grow_with_rows(app: AppContext) -> None:
    def asked(first: int) -> int:
        context = Counting(app)
        document = (
            "query($n: Int!) { enterprises(first: $n) { nodes { locatedIn { nodes { ... on Region { code } } } } } }"
        )
        body = asyncio.run(Api(app).answer(Request(document, {"n": first}), context)).body
        assert "errors" not in body
        return context.asked

    assert asked(1) == asked(5) == 2


def test_names_at_the_other_end_need_no_look_up(app: AppContext) -> None:
    store: Any = CountingStore(app.store)
    counted = AppContext(app.ontology, store, app.snapshot)
    query = "{ enterprises(first: 1) { nodes { locatedIn { nodes { id type name } } } } }"
    asyncio.run(Api(counted).answer(Request(query), RequestContext(counted)))
    counted.close()
    assert store.statements == 2


class TimedStore(CountingStore):
    """A store that remembers how long each statement may take."""

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        self.timeouts: list[tuple[str, float | None]] = []

    def read(self, *args: Any, **more: Any) -> Any:
        self.timeouts.append((args[0], more.get("timeout")))
        return super().read(*args, **more)


def test_every_statement_of_a_query_ends_with_the_time_of_its_request(app: AppContext) -> None:
    store: Any = TimedStore(app.store)
    timed = AppContext(app.ontology, store, app.snapshot)
    body = asyncio.run(Api(timed).answer(Request(THREE_LEVELS), RequestContext(timed))).body
    timed.close()
    assert "errors" not in body, body
    assert len(store.timeouts) > 5
    assert [text for text, seconds in store.timeouts if not seconds or seconds > timed.limits.timeout] == []
