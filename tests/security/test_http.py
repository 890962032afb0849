"""Strangers at the door: other names, other sites, guessed keys, statements in values, and what the log tells.

On a real server over a workspace, asked over HTTP; the embedded store (statements are injected in the same way on both:
values go as parameters, which tests/cypher proves of each).
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypher.open import open_store
from graph_api.auth import Actor
from graph_api.context import RequestContext
from graph_api.execute import Api, Request
from graph_api.guard import MOST_WRONG, WITHIN, Guesses
from jiju.jobs import Workspace
from jiju.settings import Settings
from support.site import Site, served

QUERY = {"query": "{ enterprises { totalCount } }"}
NAMES = [
    "甲' OR 1=1 //",
    '甲"}) DETACH DELETE n //',
    "甲`) MATCH (n) DELETE n",
    "<script>alert(1)</script>",
    "甲\\",
    "$name",
]
PHONE = "13812345678"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("door")
    lines = "".join(f'"{name.replace(chr(34), chr(34) * 2)}",{PHONE}\n' for name in NAMES)
    (folder / "名录.csv").write_text(f"企业名称,联系电话\n{lines}", encoding="utf-8")
    space = Workspace(Settings(data=folder / "data", store="ladybug"))
    (taken,) = space.load([folder / "名录.csv"])
    assert not taken.refused
    space.build()
    with served(space) as site:
        yield site


@pytest.fixture(autouse=True)
def nobody_guessed(site: Site) -> None:
    site.server.desk.guesses._tried.clear()


def post(site: Site, **more: Any) -> httpx.Response:
    return site.request("POST", "/graphql", **{"json": QUERY, **more})


# names of the server


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", ""]
)
def test_a_name_that_is_not_the_servers_is_refused(site: Site, host: str) -> None:
    answer = post(site, headers={"host": host})
    assert answer.status_code == 421
    assert "enterprises" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_its_own_names_are_answered(site: Site, host: str) -> None:
    assert post(site, headers={"host": host}).json()["data"]["enterprises"]["totalCount"] == len(NAMES)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whether_it_lives_is_told_under_any_name(site: Site, path: str) -> None:
    assert site.request("GET", path, headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("given", "host", "names"),
    [
        (None, "127.0.0.1", ("localhost", "127.0.0.1", "[::1]")),
        (None, "0.0.0.0", ()),
        ("jiju.example, localhost", "0.0.0.0", ("jiju.example", "localhost")),
        ("*", "127.0.0.1", ()),
    ],
)
def test_names_are_those_of_the_setting(given: str | None, host: str, names: tuple[str, ...]) -> None:
    assert Settings(hosts=given, host=host).names == names


# other sites


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""]
)
def test_what_a_form_of_another_site_can_send_is_refused(site: Site, media: str) -> None:
    body = '{"query": "mutation { __typename }"}'
    headers = {"content-type": media, "origin": "http://evil.example"}
    assert site.request("POST", "/graphql", "admin", content=body, headers=headers).status_code == 415


def test_a_mutation_does_not_go_by_get(site: Site) -> None:
    assert site.request("GET", "/graphql", "admin", params={"query": "mutation { __typename }"}).status_code == 405


def test_a_file_of_another_sites_form_is_refused(site: Site) -> None:
    answer = site.request("POST", "/imports", "reviewer", files={"file": ("a.csv", b"x")})
    assert answer.status_code == 400
    assert "X-Filename" in answer.text


@pytest.mark.parametrize("path", ["/graphql", "/imports", "/"])
def test_no_other_site_is_allowed_to_read(site: Site, path: str) -> None:
    asked = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    for method in ("OPTIONS", "GET", "POST"):
        answer = site.request(method, path, headers=asked)
        assert [name for name in answer.headers if name.startswith("access-control-")] == []


def test_nothing_of_a_request_becomes_a_header(site: Site) -> None:
    answer = post(site, headers={"x-request-id": "a\tb", "x-forwarded-host": "evil.example"})
    assert "\t" not in answer.headers["x-request-id"]
    assert "evil.example" not in str(answer.headers)


# keys


def test_guessing_keys_is_slowed_and_nobody_else_is_kept_out(site: Site) -> None:
    assert post(site, role="reviewer").status_code == 200
    wrong = {"authorization": "Bearer jiju_wrong"}
    assert [post(site, headers=wrong).status_code for _ in range(MOST_WRONG)] == [401] * MOST_WRONG
    late = post(site, headers=wrong)
    assert late.status_code == 429
    assert 0 < int(late.headers["retry-after"]) <= WITHIN
    assert post(site, role="admin").status_code == 429  # right, but new here: may be the guess that hit
    assert post(site, role="reviewer").status_code == 200
    assert post(site).status_code == 200
    assert site.request("POST", "/imports", headers=wrong, content=b"x").status_code == 429


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_address_may_try_again_when_its_time_is_over() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    assert [guesses.wait("10.0.0.1", None) for _ in range(MOST_WRONG)] == [0.0] * MOST_WRONG
    assert guesses.wait("10.0.0.1", None) == WITHIN
    assert guesses.wait("10.0.0.2", None) == 0.0
    clock.now = WITHIN
    assert guesses.wait("10.0.0.1", Actor("王", "admin")) == 0.0


def test_a_network_of_ipv6_is_one_address() -> None:
    guesses = Guesses(Clock())
    waits = [guesses.wait(f"2001:db8::{n:x}", None) for n in range(MOST_WRONG + 1)]
    assert [wait > 0 for wait in waits] == [False] * MOST_WRONG + [True]
    assert guesses.wait("2001:db8:0:1::1", None) == 0.0


@given(st.lists(st.tuples(st.floats(0, 30), st.booleans()), max_size=80))
def test_never_more_wrong_keys_than_the_limit_in_any_window(steps: list[tuple[float, bool]]) -> None:
    clock, taken = Clock(), []
    guesses = Guesses(clock)
    for pause, right in steps:
        clock.now += pause
        waits = guesses.wait("a", Actor("王", "viewer") if right else None)
        if not waits and not right:
            taken.append(clock.now)
    assert all(sum(start <= at < start + WITHIN for at in taken) <= MOST_WRONG for start in taken)


# statements in values


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name(site: Site, name: str) -> None:
    query = "query($n: String!) { enterprises(where: {name: {eq: $n}}) { nodes { name } } }"
    assert site.ask(query, n=name)["enterprises"]["nodes"] == [{"name": name}]
    assert site.ask(QUERY["query"])["enterprises"]["totalCount"] == len(NAMES)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.sampled_from(["eq", "contains", "startsWith"]),
)
def test_no_text_changes_or_breaks_a_statement(site: Site, text: str, operator: str) -> None:
    query = f"query($n: String!) {{ enterprises(where: {{name: {{{operator}: $n}}}}) {{ nodes {{ name }} }} }}"
    body = site.raw(query, n=text)
    codes = {error["extensions"]["code"] for error in body.get("errors", [])}
    assert codes <= {"BAD_USER_INPUT"}, body
    if body.get("data"):
        found = {node["name"] for node in body["data"]["enterprises"]["nodes"]}
        test = {"eq": str.__eq__, "contains": str.__contains__, "startsWith": str.startswith}[operator]
        assert {name for name in NAMES if test(name, text)} <= found


@pytest.mark.parametrize(
    "query",
    [
        "{ enterprises { nodes { name } } } " * 2,
        "{" + " enterprises { nodes { region " * 40 + "{ name }" + "} }" * 40 + "}",
        "{ " + " ".join(f"a{n}: enterprises(first: 1000) {{ nodes {{ name }} }}" for n in range(400)) + " }",
        "fragment F on Query { ...F } { ...F }",
        "{ enterprises { nodes { " + "name " * 20_000 + "} } }",
        "query($a: [[[[String]]]]) { __typename }" + " " * 100 + "#" * 5_000 + "\n{",
    ],
    ids=["two", "deep", "wide", "circle", "long", "broken"],
)
def test_a_document_that_would_cost_much_is_refused_before_it_runs(site: Site, query: str) -> None:
    body = site.raw(query)
    assert body["errors"]
    assert not body.get("data")


# the log


def test_the_log_tells_no_key_and_nothing_personal(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = site.keys["reviewer"]
    asked = "query($p: String) { enterprises(where: {phone: {eq: $p}}) { nodes { phone } } }"
    assert site.ask(asked, p=PHONE)["enterprises"]["nodes"][0] == {"phone": PHONE}
    for _ in range(MOST_WRONG + 1):
        post(site, headers={"authorization": f"Bearer {secret}x"})
    assert f"{MOST_WRONG} wrong keys" in caplog.text
    for word in (secret, PHONE):
        assert word not in caplog.text


def test_what_fails_inside_is_logged_without_the_values_asked_for(
    site: Site, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    served = site.server.context
    store = open_store(str(tmp_path / "other"), served.ontology)
    store.write("ALTER TABLE Enterprise DROP phone")  # so that the statement fails in the engine
    context = replace(served, store=store, desk=None)
    query = "query($p: String) { enterprises(where: {phone: {eq: $p}}) { nodes { name phone } } }"
    answer = asyncio.run(
        Api(context).answer(Request(query, {"p": PHONE}), RequestContext(context, "reviewer", request_id="r1"))
    )
    context.close()
    store.close()
    assert answer.body["errors"]
    assert "request r1 failed" in caplog.text
    assert PHONE not in caplog.text
    assert PHONE not in str(answer.body)
