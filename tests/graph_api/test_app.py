"""The server over HTTP: GraphQL over HTTP to the letter, health, static files, headers."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from graph_api.app import create_app
from graph_api.context import AppContext, Limits
from graph_api.http import NEW, OLD
from graph_api.persisted import Documents, NotKnown

QUERY = '{ enterprise(name: "甲木业") { name } }'
DATA = {"enterprise": {"name": "甲木业"}}


class Client:
    """Asks an application as a client would, each time over a connection of its own."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, **more)

        return asyncio.run(ask())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.request("POST", path, **more)


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A built frontend."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "graphiql").mkdir()
    (tmp_path / "index.html").write_text("<p>frontend")
    (tmp_path / "graphiql" / "index.html").write_text("<p>graphiql")
    (tmp_path / "assets" / "index-4f3a.js").write_text("// " + "x" * 5000)
    return tmp_path


@pytest.fixture
def http(app: AppContext, static: Path) -> Client:
    served = AppContext(app.ontology, app.store, app.snapshot, limits=Limits(max_body=3000))
    return Client(create_app(served, static))


def post(http: Client, body: Any, accept: str | None = NEW) -> Any:
    headers = {"accept": accept} if accept else {}
    return http.post("/graphql", json=body, headers=headers)


def test_a_query_is_answered_by_post_and_get(http: Client) -> None:
    posted = post(http, {"query": QUERY})
    assert (posted.status_code, posted.json()["data"]) == (200, DATA)
    assert posted.headers["content-type"] == f"{NEW}; charset=utf-8"
    got = http.get("/graphql", params={"query": QUERY}, headers={"accept": OLD})
    assert (got.status_code, got.json()["data"]) == (200, DATA)
    assert got.headers["content-type"] == f"{OLD}; charset=utf-8"


def test_variables_and_operation_are_taken_from_body_and_url(http: Client) -> None:
    document = "query A { dataVersion } query B($n: String) { enterprise(name: $n) { name } }"
    body = {"query": document, "variables": {"n": "甲木业"}, "operationName": "B", "extensions": {}}
    assert post(http, body).json()["data"] == DATA
    params = {"query": document, "variables": '{"n": "甲木业"}', "operationName": "B"}
    assert http.get("/graphql", params=params).json()["data"] == DATA
    unnamed = post(http, {"query": document})
    assert unnamed.status_code == 400
    assert unnamed.json()["errors"][0]["extensions"]["argument"] == "operationName"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, OLD), ("*/*", OLD), ("application/*", OLD), (OLD, OLD), (NEW, NEW), (f"{OLD}, {NEW}", NEW),
        (f"{NEW};q=0.1, {OLD}", OLD), (f"text/html, {NEW};charset=utf-8", NEW),
    ],
)  # fmt: skip
def test_the_answer_has_the_type_that_is_accepted(http: Client, accept: str | None, media: str) -> None:
    answer = post(http, {"query": "{ dataVersion }"}, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, f"{media}; charset=utf-8")


def test_no_other_type_is_given(http: Client) -> None:
    assert post(http, {"query": "{ dataVersion }"}, "text/html").status_code == 406


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { enterprises(first: $n) { totalCount } }", {"n": "many"}, "BAD_USER_INPUT"),
        (
            "{ enterprises(first: 1000) { nodes { shareholders(first: 1000) { nodes { id } } } } }",
            {},
            "QUERY_TOO_COSTLY",
        ),
    ],
)
def test_what_cannot_run_is_400_without_data(http: Client, query: str, variables: Any, code: str) -> None:
    answer = post(http, {"query": query, "variables": variables})
    assert answer.status_code == 400
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    # The old media type knows 200 only, since proxies answer with 400 too.
    assert post(http, {"query": query, "variables": variables}, OLD).status_code == 200


def test_a_field_that_fails_leaves_the_others(http: Client) -> None:
    answer = post(http, {"query": '{ dataVersion enterprise(uscc: "1") { id } }'})
    assert answer.status_code == 200
    assert answer.json()["data"]["enterprise"] is None
    assert answer.json()["data"]["dataVersion"]
    assert answer.json()["errors"][0]["path"] == ["enterprise"]


@pytest.mark.parametrize(
    "body",
    [[], "text", {}, {"query": 1}, {"query": " "}, {"query": "{ dataVersion }", "variables": []},
     {"query": "{ dataVersion }", "operationName": 3}, {"query": "{ dataVersion }", "extensions": "x"}],
)  # fmt: skip
def test_a_malformed_request_is_400(http: Client, body: Any) -> None:
    for accept in (NEW, OLD):
        answer = post(http, body, accept)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["message"]


def test_broken_bytes_are_400(http: Client) -> None:
    for content in (b"", b"{", b"\xff\xfe", b'{"query": "\xff"}'):
        answer = http.post("/graphql", content=content, headers={"content-type": OLD})
        assert answer.status_code == 400
    assert http.get("/graphql", params={"query": "{ dataVersion }", "variables": "{"}).status_code == 400
    assert http.get("/graphql").status_code == 400


def test_only_json_in_utf8_is_read(http: Client) -> None:
    for media in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""):
        answer = http.post("/graphql", content=b'{"query": "{ dataVersion }"}', headers={"content-type": media})
        assert answer.status_code == 415
    good = {"content-type": "application/json; charset=UTF-8"}
    assert http.post("/graphql", content=b'{"query": "{ dataVersion }"}', headers=good).status_code == 200


def test_other_methods_and_large_requests_are_refused(http: Client) -> None:
    refused = http.request("PUT", "/graphql", json={"query": "{ dataVersion }"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")
    assert post(http, {"query": "{ dataVersion }" + " " * 3000}).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        yield b" " * 2000
        yield b" " * 2000

    chunked = http.post("/graphql", content=chunks(), headers={"content-type": OLD})
    assert chunked.status_code == 413


def test_health_is_told(http: Client, app: AppContext) -> None:
    assert http.get("/healthz").json() == {"status": "ok"}
    ready = http.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "dataVersion": app.snapshot.data_version})


def test_a_store_of_another_version_is_not_ready(app: AppContext, static: Path) -> None:
    class Other:
        data_version = "another"

    other: Any = Other()
    answer = Client(create_app(AppContext(app.ontology, app.store, other), static)).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["store"] == app.snapshot.data_version


def test_the_frontend_reads_its_own_paths(http: Client) -> None:
    for path in ("/", "/index.html", "/entity/enterprise:1", "/clusters"):
        assert http.get(path).text == "<p>frontend"
    for path in ("/graphiql", "/graphiql/"):
        assert http.get(path).text == "<p>graphiql"
    assert http.get("/missing.png").status_code == 404
    script = http.get("/assets/index-4f3a.js", headers={"accept-encoding": "gzip"})
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "gzip"


def test_without_a_frontend_the_way_to_it_is_told(app: AppContext, tmp_path: Path) -> None:
    served = AppContext(app.ontology, app.store, app.snapshot)
    client = Client(create_app(served, tmp_path / "missing"))
    for path in ("/", "/graphiql", "/entity/x"):
        assert "make web" in client.get(path).text
    assert client.post("/graphql", json={"query": "{ dataVersion }"}).status_code == 200


def test_every_answer_has_an_id_and_security_headers(http: Client) -> None:
    for answer in (http.get("/healthz"), http.get("/"), http.get("/graphql"), http.get("/missing.png")):
        assert len(answer.headers["x-request-id"]) == 32
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert http.get("/healthz", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert http.get("/healthz", headers={"x-request-id": "a b<"}).headers["x-request-id"] != "a b<"


def test_an_answer_that_the_client_has_is_not_sent_again(http: Client) -> None:
    first = http.get("/graphql", params={"query": QUERY}, headers={"accept": NEW})
    tag = first.headers["etag"]
    assert first.json()["data"] == DATA
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = http.get("/graphql", params={"query": QUERY}, headers={"accept": NEW, "if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = http.get("/graphql", params={"query": "{ counts { type } }"}, headers={"if-none-match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag
    assert "Authorization" in other.headers["vary"]


def test_only_complete_answers_to_get_may_be_kept(http: Client) -> None:
    wrong = http.get("/graphql", params={"query": '{ enterprises(after: "x") { nodes { name } } }'})
    assert "errors" in wrong.json()
    assert "etag" not in wrong.headers
    assert "etag" not in post(http, {"query": QUERY}).headers


def named(text: str, version: int = 1) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"persistedQuery": {"version": version, "sha256Hash": digest}}


def test_a_document_is_sent_once_and_named_by_its_hash_from_then_on(http: Client) -> None:
    unknown = post(http, {"extensions": named(QUERY)})
    assert unknown.status_code == 200
    assert unknown.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert post(http, {"query": QUERY, "extensions": named(QUERY)}).json()["data"] == DATA
    assert post(http, {"extensions": named(QUERY)}).json()["data"] == DATA
    found = http.get("/graphql", params={"extensions": json.dumps(named(QUERY))}, headers={"accept": NEW})
    assert found.json()["data"] == DATA
    assert "etag" in found.headers


def test_a_wrong_hash_and_an_invalid_document_are_not_kept(http: Client) -> None:
    wrong = post(http, {"query": QUERY, "extensions": named("{ me { role } }")})
    assert (wrong.status_code, wrong.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_USER_INPUT")
    assert post(http, {"query": "{ nothing }", "extensions": named("{ nothing }")}).status_code == 400
    again = post(http, {"extensions": named("{ nothing }")})
    assert again.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert post(http, {"query": QUERY, "extensions": named(QUERY, version=2)}).status_code == 400


def test_only_the_documents_asked_for_last_are_kept() -> None:
    known = Documents(most=2)
    for text in ("{ a }", "{ b }"):
        known.keep(hashlib.sha256(text.encode()).hexdigest(), text)
    assert known.text(None, named("{ a }")) == ("{ a }", None)
    known.keep(hashlib.sha256(b"{ c }").hexdigest(), "{ c }")
    assert known.text(None, named("{ a }")) == ("{ a }", None)
    with pytest.raises(NotKnown):
        known.text(None, named("{ b }"))
