"""Paging: forwards and backwards, and over changes in between."""

from typing import Any

import pytest

from graph_api.connections import MOST, cursor_of, read_cursor
from graph_api.context import AppContext
from graph_api.errors import BadCursor
from graph_api.execute import execute_once
from support.builders import enterprise, owns

PAGE = """query($first: Int = 20, $after: String, $last: Int, $before: String, $order: [EnterpriseOrder!]) {
  enterprises(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { name } }
  }
}"""
BY_NAME = [{"field": "NAME"}]


@pytest.fixture
def seven(open_example_store: Any) -> Any:
    """Seven enterprises, e1 to e7; e1 owns all others."""
    more = [enterprise(str(i), f"e{i}") for i in range(1, 8)]
    store, snapshot = open_example_store([*more, *(owns("1", str(i), 0.1) for i in range(2, 8))])
    context = AppContext(store.ontology, store, snapshot)
    yield asked_of(context), store
    context.close()


def asked_of(context: AppContext) -> Any:
    def ask(query: str, **variables: Any) -> dict[str, Any]:
        return execute_once(context, query, variables)

    return ask


def page_of(ask: Any, **more: Any) -> tuple[list[str], dict[str, Any]]:
    body = ask(PAGE, **{"order": BY_NAME, **more})
    assert "errors" not in body, body
    found = body["data"]["enterprises"]
    return [e["node"]["name"] for e in found["edges"]], found["pageInfo"]


def test_pages_forwards_meet_without_gap_or_repetition(seven: Any) -> None:
    ask, _ = seven
    first, info = page_of(ask, first=3)
    second, more = page_of(ask, first=3, after=info["endCursor"])
    third, last = page_of(ask, first=3, after=more["endCursor"])
    assert [first, second, third] == [["e1", "e2", "e3"], ["e4", "e5", "e6"], ["e7"]]
    assert (info["hasNextPage"], info["hasPreviousPage"]) == (True, False)
    assert (more["hasNextPage"], more["hasPreviousPage"]) == (True, True)
    assert (last["hasNextPage"], last["hasPreviousPage"]) == (False, True)


def test_pages_backwards_keep_the_order(seven: Any) -> None:
    ask, _ = seven
    end, info = page_of(ask, last=3)
    middle, more = page_of(ask, last=3, before=info["startCursor"])
    assert [end, middle] == [["e5", "e6", "e7"], ["e2", "e3", "e4"]]
    assert (info["hasNextPage"], info["hasPreviousPage"]) == (False, True)
    assert (more["hasNextPage"], more["hasPreviousPage"]) == (True, True)


def test_a_cursor_stays_right_while_data_changes(seven: Any) -> None:
    ask, store = seven
    _, info = page_of(ask, first=3)
    body = ask("{ enterprises(first: 20, orderBy: [{field: NAME}]) { nodes { id name } } }")
    ids = {n["name"]: n["id"] for n in body["data"]["enterprises"]["nodes"]}
    store.delete_nodes("Enterprise", [ids["e2"], ids["e3"], ids["e5"]])  # e3 was the cursor's row
    assert page_of(ask, first=3, after=info["endCursor"])[0] == ["e4", "e6", "e7"]


def test_relations_are_paged_both_ways(seven: Any) -> None:
    ask, _ = seven
    document = """query($first: Int = 20, $after: String, $last: Int, $before: String) { enterprise(name: "e1") {
      holdings(first: $first, after: $after, last: $last, before: $before) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor } nodes { name } } } }"""

    def page(**more: Any) -> Any:
        found = ask(document, **more)["data"]["enterprise"]["holdings"]
        return [n["name"] for n in found["nodes"]], found["pageInfo"], found["totalCount"]

    first, info, total = page(first=4)
    rest, end, _ = page(first=4, after=info["endCursor"])
    assert (first, rest, total) == (["e2", "e3", "e4", "e5"], ["e6", "e7"], 6)
    assert info["hasNextPage"]
    assert not end["hasNextPage"]
    back, before, _ = page(last=2, before=end["startCursor"])
    assert back == ["e4", "e5"]
    assert before["hasPreviousPage"]


def test_no_rows_can_be_asked_for(seven: Any) -> None:
    ask, _ = seven
    rows, info = page_of(ask, first=0)
    assert rows == []
    assert info == {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None}


@pytest.mark.parametrize(
    ("more", "argument"),
    [
        ({"first": -1}, "first"),
        ({"first": MOST + 1}, "first"),
        ({"last": MOST + 1}, "last"),
        ({"last": 1, "after": "x"}, "after"),
        ({"before": "x"}, "before"),
        ({"after": "nonsense"}, "after"),
        ({"after": cursor_of("id", ["e"])}, "after"),  # of another order
        ({"after": cursor_of("name+,id", [3, "e"])}, "after"),  # a name that is no text
        ({"after": cursor_of("founded+,id", ["never", "e"]), "order": [{"field": "FOUNDED"}]}, "after"),
        ({"after": cursor_of("employees+,id", ["much", "e"]), "order": [{"field": "EMPLOYEES"}]}, "after"),
        ({"order": [{"field": "NAME"}, {"field": "NAME"}]}, "orderBy[1]"),
    ],
)  # fmt: skip
def test_a_bad_argument_names_itself(seven: Any, more: dict[str, Any], argument: str) -> None:
    body = seven[0](PAGE, **{"order": BY_NAME, **more})
    (error,) = body["errors"]
    assert error["extensions"]["argument"] == argument
    assert error["extensions"]["code"] in ("BAD_USER_INPUT", "BAD_CURSOR")
    assert error["message"].startswith(argument)


def test_cursors_give_back_what_they_were_made_of() -> None:
    assert read_cursor("name+,id", cursor_of("name+,id", ["甲", "e:1"]), "after") == ["甲", "e:1"]
    for broken in ("", "%%%", "aGVsbG8", cursor_of("name+,id", ["甲"]), cursor_of("name+,id", ["甲", 1])):
        with pytest.raises(BadCursor):
            read_cursor("name+,id", broken, "after")
