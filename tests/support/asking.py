"""Questions over GraphQL, in process: whole connections, page by page."""

from collections.abc import Iterator
from typing import Any

from graph_api.context import AppContext
from graph_api.execute import execute_once

PAGE = 500


def ask(app: AppContext, query: str, **variables: Any) -> dict[str, Any]:
    """The data of an answer without errors."""
    body = execute_once(app, query, variables)
    assert "errors" not in body, body["errors"]
    data: dict[str, Any] = body["data"]
    return data


def every_node(app: AppContext, field: str, selection: str, where: str = "") -> Iterator[dict[str, Any]]:
    """All nodes of a connection at the root: ``every_node(app, "villages", "name", "name: {contains: \\"村\\"}")``."""
    told = f", where: {{{where}}}" if where else ""
    page = _page(f"node {{ {selection} }}")
    query = f"query($after: String) {{ {field}(first: {PAGE}, after: $after{told}) {{ {page} }} }}"
    after = None
    while True:
        found = ask(app, query, after=after)[field]
        yield from (edge["node"] for edge in found["edges"])
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]


def every_relation(app: AppContext, owner: str, field: str, selection: str) -> Iterator[dict[str, Any]]:
    """All edges of a relation of one entity: ``every_relation(app, 'honor(name: "…")', "awardees", "node { id }")``."""
    name = owner.split("(", maxsplit=1)[0]
    query = f"query($after: String) {{ {owner} {{ {field}(first: {PAGE}, after: $after) {{ {_page(selection)} }} }} }}"
    after = None
    while True:
        page = ask(app, query, after=after)[name][field]
        yield from page["edges"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _page(selection: str) -> str:
    return f"edges {{ {selection} }} pageInfo {{ hasNextPage endCursor }}"
