"""Relay connections: cursors, pages, and the types around them.

A cursor is opaque: the values of the ordered properties and the id of its row (of relations: the other end's
name and the relation's id). It means "behind this row" however the data changes in between, even if the row
itself is gone.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from cypher.page import Filter, Order, count, keyset, page
from graph_api.context import RequestContext
from graph_api.errors import BadArgument, BadCursor
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.rows import Edge, EntityRow, Page
from ontology.model import NodeType, Property

MOST = 1000
_RELATION = "r"

FIRST = argument(int, f"至多几条，不超过 {MOST} · at most so many from the start, up to {MOST}")
AFTER = argument(str | None, "在此游标之后 · behind this cursor")
LAST = argument(int | None, "从末尾起至多几条 · at most so many from the end")
BEFORE = argument(str | None, "在此游标之前，与 last 同用 · before this cursor, together with last")


def check_first(argument: str, value: int) -> int:
    """Raises BadArgument unless the number of rows asked for is possible."""
    if not 0 <= value <= MOST:
        raise BadArgument(argument, f"{value} is not between 0 and {MOST}; page with after")
    return value


def paging(first: int, after: str | None, last: int | None, before: str | None) -> tuple[int, str | None, str, bool]:
    """How many rows, from which cursor, given as which argument, and whether backwards."""
    if last is not None:
        if after is not None:
            raise BadArgument("after", "goes with first; with last, give before")
        return check_first("last", last), before, "before", True
    if before is not None:
        raise BadArgument("before", "goes with last; with first, give after")
    return check_first("first", first), after, "after", False


def cursor_of(order: str, values: Sequence[Any]) -> str:
    """order: what the values are, so that a cursor of another order is refused."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return urlsafe_b64encode(orjson.dumps([order, *plain])).decode().rstrip("=")


def read_cursor(order: str, cursor: str, argument: str) -> list[Any]:
    """The values of a cursor. Raises BadCursor, naming the argument."""
    try:
        values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor(argument) from error
    expected = 2 if order == _RELATION else order.count(",") + 1
    if not isinstance(values, list) or len(values) != expected + 1 or values[0] != order:
        raise BadCursor(argument)
    if not isinstance(values[-1], str):
        raise BadCursor(argument)
    return values[1:]


def relation_cursor(cursor: str | None, argument: str) -> tuple[str, str] | None:
    """The key of the relation behind which a page starts."""
    if cursor is None:
        return None
    name, relation_id = read_cursor(_RELATION, cursor, argument)
    if not isinstance(name, str):
        raise BadCursor(argument)
    return name, relation_id


class EntityPages:
    """The pages of one connection: type, filter, order, and the columns to read."""

    def __init__(
        self, node_type: NodeType, where: Filter | None, order: tuple[Order, ...], columns: Sequence[str]
    ) -> None:
        self.node_type = node_type
        self.where = where
        self.order = order
        self.columns = list(dict.fromkeys([*columns, *(o.property for o in order)]))
        self.signature = ",".join([*(f"{o.property}{'-' if o.descending else '+'}" for o in order), "id"])

    def read(self, context: RequestContext, count: int, cursor: str | None, argument: str, backward: bool) -> Page:
        """A page. It waits for the store: call it in a thread."""
        after = None if cursor is None else self._after(cursor, argument)
        rows = page(
            context.store,
            self.node_type,
            where=self.where,
            order=self.order,
            after=after,
            backward=backward,
            limit=count + 1,
            properties=self.columns,
            timeout=context.seconds_left(),
        )
        more = len(rows) > count
        if more:
            rows = rows[1:] if backward else rows[:-1]
        name = self.node_type.name
        edges = [Edge(EntityRow(name, row["id"], row), None, self) for row in rows]
        return Page(edges, more, backward, cursor is not None, self)

    def total(self, context: RequestContext) -> int:
        """How many there are in all. It waits for the store."""
        return count(context.store, self.node_type, self.where, timeout=context.seconds_left())

    def cursor(self, edge: Edge) -> str:
        return cursor_of(self.signature, keyset(edge.node.values, self.order))

    def _after(self, cursor: str, argument: str) -> list[Any]:
        values = read_cursor(self.signature, cursor, argument)
        for order, value in zip(self.order, values, strict=False):
            if not _fits(self.node_type.properties.get(order.property), value):
                raise BadCursor(argument)
        return values


_PLAIN: dict[str, tuple[type, ...]] = {
    "money": (int, float), "number": (int, float), "share": (int, float), "integer": (int,), "boolean": (bool,),
}  # fmt: skip


def _fits(declared: Property | None, value: Any) -> bool:
    """Whether a cursor's value can be one of the property: clients could have made it up."""
    if value is None or declared is None:
        return True
    if declared.kind == "date":
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            return False
    return isinstance(value, _PLAIN.get(declared.kind, (str,)))


def cursor(edge: Edge) -> str:
    """The cursor of a row of either kind of connection."""
    if edge.relation is None:
        pages: EntityPages = edge.key
        return pages.cursor(edge)
    return cursor_of(_RELATION, edge.key)


def make_page_info() -> Any:
    """PageInfo, read from the Page itself."""
    return make_type(
        "PageInfo",
        [
            read_field("hasNextPage", bool, "后面还有 · there is more", lambda p, _: _beyond(p, False)),
            read_field("hasPreviousPage", bool, "前面还有 · there is more before", lambda p, _: _beyond(p, True)),
            read_field("startCursor", str | None, "首条的游标 · cursor of the first row", lambda p, _: _end(p, 0)),
            read_field("endCursor", str | None, "末条的游标 · cursor of the last row", lambda p, _: _end(p, -1)),
        ],
        "分页信息 · where a page stands",
    )


def _beyond(page: Page, backward: bool) -> bool:
    """In the direction of paging it was looked; in the other there was at least the cursor's row."""
    return page.more if page.backward == backward else page.started


def _end(page: Page, position: int) -> str | None:
    return cursor(page.edges[position]) if page.edges else None


def make_connection(
    name: str,
    node: Any,
    page_info: Any,
    description: str,
    namespace: dict[str, Any] | None = None,
    edge_fields: Sequence[Any] = (),
    total: Any = None,
) -> Any:
    """``<name>Connection`` and ``<name>Edge`` around a node type. total: resolver of totalCount."""
    edge = make_type(
        f"{name}Edge",
        [
            read_field("cursor", str, "游标 · cursor", lambda e, _: cursor(e)),
            attribute_field("node", node, "实体 · entity", namespace=namespace),
            *edge_fields,
        ],
        f"{description}：一条 · one row",
    )
    listed = f"list[{node}]" if isinstance(node, str) else list_of(node)
    return make_type(
        f"{name}Connection",
        [
            attribute_field("edges", list_of(edge), "各条 · rows"),
            read_field("nodes", listed, "各实体 · entities", lambda p, _: [e.node for e in p.edges], namespace),
            read_field("pageInfo", page_info, "分页信息 · where the page stands", lambda p, _: p),
            resolved_field(
                "totalCount", total or _total, int, "总数，问到才数 · how many in all; counted only when asked"
            ),
        ],
        description,
    )


async def _total(root: Page, info: Info) -> int:
    return await info.context.ask(root.source.total, info.context)
