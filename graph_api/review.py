"""Who is who: pairs to review, and what persons decided. For reviewers: the reasons compare personal data."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import strawberry
from strawberry.scalars import JSON

from graph_api.auth import require
from graph_api.connections import AFTER, FIRST, check_first, cursor_of, make_connection, read_cursor
from graph_api.context import RequestContext
from graph_api.enums import make
from graph_api.errors import BadCursor
from graph_api.fields import Info, argument, list_of, make_type, read_field, resolved_field
from graph_api.provenance import desk_of
from graph_api.rows import Edge, EntityRow, Page
from graph_api.types import Types

_DECISIONS = "decisions"
_CANDIDATES = "score-,left,right"

VERDICTS = make(
    "Verdict",
    "判断 · a person's verdict on two entities",
    {
        "same": ("SAME", "同一个 · they are one"),
        "not_same": ("NOT_SAME", "不是同一个 · they are two"),
        "unsure": ("UNSURE", "说不准 · cannot be told"),
    },
)
# Candidates


class CandidatePages:
    """The pages of the pairs left for review, likeliest first."""

    def __init__(self, node_type: str | None, least: float) -> None:
        self.node_type, self.least = node_type, least

    def read(self, context: RequestContext, first: int, after: tuple[float, str, str] | None) -> Page:
        """A page. It waits for a file: call it in a thread."""
        table = self._table(context)
        if after is not None:
            table = table.filter(_behind(table, after))
        rows: list[Any] = table.slice(0, first + 1).to_pylist()
        edges = [Edge(row, None, self) for row in rows[:first]]
        return Page(edges, len(rows) > first, False, after is not None, self)

    def total(self, context: RequestContext) -> int:
        return int(self._table(context).num_rows)

    def cursor(self, edge: Edge) -> str:
        row: Any = edge.node
        return cursor_of(_CANDIDATES, [row["score"], row["left_id"], row["right_id"]])

    def _table(self, context: RequestContext) -> pa.Table:
        table = _candidates(context.snapshot.folder)
        wanted = pc.greater_equal(table["score"], self.least)
        if self.node_type:
            wanted = pc.and_(wanted, pc.equal(table["type"], self.node_type))
        return table.filter(wanted)


@lru_cache(maxsize=2)
def _candidates(snapshot: Path) -> pa.Table:
    """The pairs of a snapshot, which never change, likeliest first."""
    table = pq.read_table(snapshot / "candidates.parquet")
    return table.sort_by([("score", "descending"), ("left_id", "ascending"), ("right_id", "ascending")])


def _behind(table: pa.Table, after: tuple[float, str, str]) -> Any:
    score, left, right = after
    same_left = pc.and_(pc.equal(table["left_id"], left), pc.greater(table["right_id"], right))
    tied = pc.and_(pc.equal(table["score"], score), pc.or_(pc.greater(table["left_id"], left), same_left))
    return pc.or_(pc.less(table["score"], score), tied)


def _after(cursor: str | None) -> tuple[float, str, str] | None:
    if cursor is None:
        return None
    score, left, right = read_cursor(_CANDIDATES, cursor, "after")
    if not isinstance(score, int | float) or not isinstance(left, str) or not isinstance(right, str):
        raise BadCursor("after")
    return float(score), left, right


def _candidate_type(types: Types) -> Any:
    def end(column: str) -> Any:
        async def resolve(root: Mapping[str, Any], info: Info) -> EntityRow | None:
            found: EntityRow | None = await types.plan.entity(info.context, info.raw, root[column])
            return found

        return resolve

    def ends(name: str, text: str) -> list[Any]:
        return [
            read_field(f"{name}Id", strawberry.ID, f"{text}的标识 · its id", lambda c, _: c[f"{name}_id"]),
            resolved_field(name, end(f"{name}_id"), "Entity | None", f"{text} · one of the two", types.named),
        ]

    member = types.enums.node_types.members
    return make_type(
        "MergeCandidate",
        [
            *ends("left", "甲"),
            *ends("right", "乙"),
            read_field("type", types.enums.node_types.type, "类型 · type of both", lambda c, _: member[c["type"]]),
            read_field("score", float, "相似度，0 到 1 · likeness, 0 to 1", lambda c, _: c["score"]),
            read_field(
                "reasons",
                JSON,
                "理由：各特征的贡献 · reasons: what each feature adds or takes away",
                lambda c, _: orjson.loads(c["reasons"]) if c["reasons"] else {},
            ),
            read_field(
                "unsure",
                bool,
                "有人看过但说不准 · whether a person could not tell",
                lambda c, _: c["decision"] == "unsure",
            ),
        ],
        "可能是同一个的两个实体 · two entities that may be one",
    )


def _candidates_field(types: Types) -> Any:
    candidate = types.named["MergeCandidate"] = _candidate_type(types)
    text = "一页待审的对 · a page of pairs to review"
    connection = make_connection("MergeCandidate", candidate, types.named["PageInfo"], text)

    async def resolve(
        root: Any, info: Info, type_: Any = None, min_score: float = 0.0, first: int = 20, after: str | None = None
    ) -> Page:
        context = info.context
        require(context.role, "reviewer", "mergeCandidates")
        context.personal = True  # reasons and names of persons
        pages = CandidatePages(type_.value if type_ else None, min_score)
        return await context.ask(pages.read, context, check_first("first", first), _after(after))

    return resolved_field(
        "mergeCandidates",
        resolve,
        connection,
        "待审：可能是同一个的实体，最像的在前（reviewer 以上） · pairs to review, likeliest first",
        type_=argument(types.enums.node_types.type | None, "只要此类型 · only of this type", "type"),
        min_score=argument(float, "最低相似度 · least likeness", "minScore"),
        first=FIRST,
        after=AFTER,
    )


# Decisions


def decision_type(types: Types) -> Any:
    """The type Decision, over the mappings that Jobs.decisions gives."""

    def end(side: str) -> Any:
        async def resolve(root: Mapping[str, Any], info: Info) -> EntityRow | None:
            now = info.context.snapshot.redirect(root[side])
            found: EntityRow | None = await types.plan.entity(info.context, info.raw, now)
            return found

        return resolve

    def undone(name: str) -> Any:
        return lambda d, _: (d.get("undone") or {}).get(name)

    def moment(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    return make_type(
        "Decision",
        [
            read_field("id", strawberry.ID, "编号 · id", lambda d, _: d["id"]),
            read_field("verdict", VERDICTS.type, "判断 · verdict", lambda d, _: VERDICTS.members[d["verdict"]]),
            read_field("leftId", strawberry.ID, "甲在判断时的标识 · id as judged", lambda d, _: d["left"]),
            read_field("rightId", strawberry.ID, "乙在判断时的标识 · id as judged", lambda d, _: d["right"]),
            resolved_field("left", end("left"), "Entity | None", "甲现在所属的实体 · what it is now", types.named),
            resolved_field("right", end("right"), "Entity | None", "乙现在所属的实体 · what it is now", types.named),
            read_field("by", str, "谁判断的 · who decided", lambda d, _: d["by"]),
            read_field("why", str, "理由 · the reason in words", lambda d, _: d["why"]),
            read_field("at", datetime, "何时 · when", lambda d, _: moment(d["at"])),
            read_field(
                "undoneBy", str | None, "谁撤销的；有效则为空 · who took it back; null while it counts", undone("by")
            ),
            read_field("undoneWhy", str | None, "撤销的理由 · why it was taken back", undone("why")),
            read_field(
                "undoneAt",
                datetime | None,
                "何时撤销 · when it was taken back",
                lambda d, _: moment((d.get("undone") or {}).get("at")),
            ),
        ],
        "人对两个实体是否同一个的判断 · a person's decision whether two entities are one",
    )


class DecisionPages:
    """The pages of a log of decisions, newest first. log: which, as cursors name it."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], log: str) -> None:
        self.rows = sorted(rows, key=lambda row: (row["at"], row["id"]), reverse=True)
        self._log = log

    def read(self, first: int, after: str | None) -> Page:
        rows: list[Any] = self.rows
        if after is not None:
            [told] = read_cursor(self._log, after, "after")
            rows = [row for row in rows if _place(row) < told]
        edges = [Edge(row, None, self) for row in rows[:first]]
        return Page(edges, len(rows) > first, False, after is not None, self)

    def total(self, _context: RequestContext) -> int:
        return len(self.rows)

    def cursor(self, edge: Edge) -> str:
        row: Any = edge.node
        return cursor_of(self._log, [_place(row)])


def _place(row: Mapping[str, Any]) -> str:
    """Where a decision stands in its log; texts of one length before the blank, so that they compare as their parts."""
    return f"{row['at']} {row['id']}"


def _decisions_field(types: Types) -> Any:
    decision = types.named["Decision"] = decision_type(types)
    text = "一页判断 · a page of decisions"
    connection = make_connection("Decision", decision, types.named["PageInfo"], text)

    async def resolve(
        root: Any, info: Info, active: bool = False, ids: Any = None, first: int = 20, after: str | None = None
    ) -> Page:
        context = info.context
        require(context.role, "reviewer", "decisions")
        told = await context.ask(desk_of(context.app).jobs.decisions)
        asked = set(ids or ())
        if asked:
            now = context.snapshot.redirect
            asked = {*asked, *map(now, asked)}
            told = [d for d in told if asked & {d["left"], d["right"], now(d["left"]), now(d["right"])}]
        rows = [d for d in told if not (active and d.get("undone"))]
        return DecisionPages(rows, _DECISIONS).read(check_first("first", first), after)

    return resolved_field(
        "decisions",
        resolve,
        connection,
        "判断记录，由新到旧（reviewer 以上） · what persons decided, newest first; from the role reviewer on",
        active=argument(bool, "只要未撤销的 · only those that were not undone"),
        ids=argument(list_of(strawberry.ID) | None, "只要关于这些实体的 · only about these entities"),
        first=FIRST,
        after=AFTER,
    )


def review_fields(types: Types) -> list[Any]:
    """Query.mergeCandidates and Query.decisions; makes the types MergeCandidate and Decision."""
    return [_candidates_field(types), _decisions_field(types)]
