"""The change feed as a connection: what every build added, changed and retracted. Personal values are masked below
the role reviewer; that they changed is told."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
import strawberry
from strawberry.scalars import JSON

from graph_api.connections import AFTER, FIRST, check_first, cursor_of, make_connection, read_cursor
from graph_api.context import RequestContext
from graph_api.enums import make
from graph_api.errors import BadArgument, BadCursor
from graph_api.evidence import properties_of, shown, sources_of
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.rows import Edge, EntityRow, Page
from graph_api.types import Types
from ontology.consistency import camel
from ontology.model import Property
from records import changes as feed
from records.record import Source

_ORDER = "changes"
_COUNT_EVERY = 5_000
KINDS = make(
    "ChangeKind",
    "变化的种类 · kind of change",
    {
        "added": ("ADDED", "新增 · it was not there before"),
        "changed": ("CHANGED", "改变 · a value of it is another now"),
        "retracted": ("RETRACTED", "撤回 · nobody says it any more"),
    },
)


class ChangeRow:
    """One change, masked for whoever asks. told: a row of the feed, as a mapping."""

    __slots__ = ("at", "id", "kind", "masked", "new", "old", "property", "sequence", "sources", "type")

    def __init__(self, told: Mapping[str, Any], context: RequestContext) -> None:
        declared = properties_of(context.ontology, told["id"])
        self.sequence: int = told["sequence"]
        self.kind: str = told["change"]
        self.type: str = told["type"]
        self.id: str = told["id"]
        self.property = camel(told["property"]) if told["property"] else None
        self.sources: Sequence[str] = told["sources"]
        at = told["at"]
        self.at = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        old, new = (orjson.loads(text) if text else None for text in (told["old"], told["new"]))
        parts = [part for part in (old, new) if isinstance(part, dict)] if told["property"] is None else []
        names = [told["property"]] if told["property"] else [name for part in parts for name in part]
        personal = {name for name in names if name in declared and declared[name].personal}
        hidden = set() if not personal or context.sees_personal else personal
        self.masked = bool(hidden)
        if told["property"]:
            declaration = declared.get(told["property"])
            self.old, self.new = (None if hidden or v is None else shown(declaration, v) for v in (old, new))
        else:
            self.old, self.new = (_whole(part, declared, hidden) for part in (old, new))


def _whole(part: Any, declared: Mapping[str, Property], hidden: set[str]) -> Any:
    if not isinstance(part, dict):
        return part
    return {
        camel(name): None if value is None else shown(declared.get(name), value)
        for name, value in part.items()
        if name not in hidden
    }


class ChangePages:
    """The pages of the feed after a point, of some types and things."""

    def __init__(self, since: str | datetime | int | None, types: Sequence[str], ids: Sequence[str]) -> None:
        self.since, self.types, self.ids = since, types, ids

    def read(self, context: RequestContext, first: int, after: int | None) -> Page:
        """A page. It waits for files: call it in a thread."""
        since = self.since if after is None else max(after, self.since if isinstance(self.since, int) else 0)
        found = feed.changes(context.snapshot.folder.parent, since, self.types, self.ids, first + 1)
        rows = list(found)
        shown_rows: list[Any] = [ChangeRow(change_row(row), context) for row in rows[:first]]
        edges = [Edge(row, None, self) for row in shown_rows]
        return Page(edges, len(rows) > first, False, after is not None, self)

    def total(self, context: RequestContext) -> int:
        """How many there are in all."""
        rows = feed.changes(context.snapshot.folder.parent, self.since, self.types, self.ids)
        counted = 0
        while some := sum(1 for _ in islice(rows, _COUNT_EVERY)):
            counted += some
            context.seconds_left()
        return counted

    def cursor(self, edge: Edge) -> str:
        node: Any = edge.node
        return cursor_of(_ORDER, [str(node.sequence)])


def change_row(change: feed.Change) -> dict[str, Any]:
    """A change as ChangeRow takes it."""
    names = ("sequence", "change", "type", "id", "property", "old", "new", "sources", "at")
    return {name: getattr(change, name) for name in names}


def make_change(types: Types) -> Any:
    """The type Change."""
    ontology, plan = types.ontology, types.plan

    async def entity(root: ChangeRow, info: Info) -> EntityRow | None:
        if ontology.type_of_id(root.id) is None:
            return None
        found: EntityRow | None = await plan.entity(info.context, info.raw, info.context.snapshot.redirect(root.id))
        return found

    def sources(root: ChangeRow, info: Info) -> list[Source]:
        return sources_of(info.context, root.sources)

    return make_type(
        "Change",
        [
            read_field(
                "sequence", str, "序号，只增不减 · number in the feed, ever growing", lambda c, _: str(c.sequence)
            ),
            read_field("kind", KINDS.type, "新增、改变或撤回 · what happened", lambda c, _: KINDS.members[c.kind]),
            attribute_field("type", str, "实体或关系类型 · type of entity or relation"),
            attribute_field("id", strawberry.ID, "实体或关系的标识 · id of the entity or relation"),
            resolved_field(
                "entity",
                entity,
                "Entity | None",
                "现在的实体；关系和已不存在者为空 · the entity now; null for relations and what is gone",
                types.named,
            ),
            attribute_field(
                "property", str | None, "改变的属性；整体增减时为空 · the property; null where all of it came or went"
            ),
            attribute_field("old", JSON | None, "旧值 · before"),
            attribute_field("new", JSON | None, "新值 · after"),
            attribute_field(
                "masked", bool, "是否隐去了个人信息 · whether personal values are left out, for the request's role"
            ),
            resolved_field(
                "sources", sources, list_of(types.named["Source"]), "谁这样说 · who says it, or said it last"
            ),
            attribute_field("at", datetime, "构建时间 · when the build was made"),
        ],
        "一处变化 · one change of the graph",
    )


def change_fields(types: Types) -> list[Any]:
    """Query.changes. Makes the types Change and ChangeConnection."""
    types.named["Change"] = make_change(types)
    connection = make_connection(
        "Change", types.named["Change"], types.named["PageInfo"], "一页变化 · a page of changes"
    )
    known = {*types.ontology.node_types, *types.ontology.edge_types}

    async def resolve(
        root: Any,
        info: Info,
        since: str | None = None,
        types_: list[str] | None = None,
        ids: list[strawberry.ID] | None = None,
        first: int = 100,
        after: str | None = None,
    ) -> Page:
        for name in types_ or ():
            if name not in known:
                raise BadArgument("types", f"there is no type {name!r}")
        pages = ChangePages(read_since(since), types_ or (), [str(i) for i in ids or ()])
        return await info.context.ask(pages.read, info.context, check_first("first", first), _position(after))

    return [
        resolved_field(
            "changes",
            resolve,
            connection,
            "变化记录，由旧到新 · the change feed, oldest first: what every build changed in the graph",
            since=argument(
                str | None,
                "自此之后：数据版本、时刻（2026-11-23T08:00:00+08:00）或序号 · a data version, a moment or a number",
            ),
            types_=argument(list_of(str) | None, "只要这些类型（如 Enterprise、OWNS） · only of these types", "types"),
            ids=argument(list_of(strawberry.ID) | None, "只要这些实体或关系 · only of these entities or relations"),
            first=FIRST,
            after=AFTER,
        )
    ]


def read_since(since: str | None) -> str | datetime | int | None:
    """What ``since`` means: a number, a moment, or else a data version. Raises BadArgument."""
    if not since:
        return None
    if since.isdecimal() and len(since) < 16:
        return int(since)
    if "-" not in since:
        return since
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise BadArgument("since", f"{since!r} is neither a data version nor a moment nor a number") from None
    if moment.tzinfo is None:
        raise BadArgument("since", f"{since!r}: say the time zone too, as in 2026-11-23T08:00:00+08:00")
    return moment


def _position(after: str | None) -> int | None:
    if after is None:
        return None
    [number] = read_cursor(_ORDER, after, "after")
    if not number.isdecimal():
        raise BadCursor("after")
    return int(number)
