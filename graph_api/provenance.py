"""Who says what: sources with their loads, conflicts between them, and which of their statements make up an entity."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import strawberry
from strawberry.scalars import JSON

from graph_api.connections import check_first
from graph_api.context import AppContext, RequestContext
from graph_api.enums import Lang, make
from graph_api.errors import ApiError
from graph_api.evidence import shown, sources_of
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.plan import batch
from ontology.consistency import camel
from ontology.model import Property
from records.conflicts import conflicts
from records.record import Source

_LANG = argument(Lang, "语言 · language")
REASONS = make(
    "BeliefReason",
    "为何采信 · why a value is believed",
    {
        "hand": ("BY_HAND", "人工改正 · a person put it right"),
        "state": ("REVIEWED", "已审核，另一个未审核 · it was accepted, the other only proposed"),
        "trust": ("MORE_TRUSTED", "来源更可信 · its source has more trust"),
        "date": ("NEWER", "来源更新 · its source speaks for a later day"),
        "order": (
            "ORDER",
            "其余相等，按来源顺序 · all else equal: full records before mentions, then by the source's id",
        ),
    },
)


class NotServed(ApiError):  # noqa: N818
    """NOT_SERVED: what is asked needs the data folder, and this server has a snapshot only."""

    code = "NOT_SERVED"


def desk_of(app: AppContext) -> Any:
    """The desk. Raises NotServed."""
    if app.desk is None:
        raise NotServed("nothing is written here: this serves a snapshot only; ask a server started by `jiju serve`")
    return app.desk


# Conflicts


class ConflictRow:
    """Values of one property that exclude each other, most believed first."""

    __slots__ = ("declared", "property", "reason", "values")

    def __init__(self, told: Mapping[str, Any], declared: Property | None, reason: str) -> None:
        self.property = camel(told["property"])
        self.declared = declared
        self.values = [{**one, "value": shown(declared, one["value"])} for one in told["values"]]
        self.reason = reason


async def conflicts_of(context: RequestContext, subject_id: str, declared: Mapping[str, Property]) -> list[ConflictRow]:
    """On what the sources disagree about one thing, without what the request may not see."""

    async def load(ids: list[str]) -> list[Any]:
        found = await context.ask(context.snapshot.evidence, ids)
        return [found.get(i, []) for i in ids]

    rows = await batch(context, "evidence", load).load(subject_id)
    shown_rows = []
    for told in conflicts(rows):
        p = declared.get(told["property"])
        if p is None or not p.personal or context.sees_personal:
            shown_rows.append(ConflictRow(told, p, _reason(told, rows, context.app.sources)))
    return shown_rows


def _reason(told: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]) -> str:
    """Why the first value goes before the second (records.merge says in which order)."""
    first, second = (
        next(row for row in rows if row["source_id"] in one["sources"] and _tells(row, told["property"], one["value"]))
        for one in told["values"][:2]
    )
    one, other = sources[first["source_id"]], sources[second["source_id"]]
    if one.kind == "edit" and other.kind != "edit":
        return "hand"
    if (first["state"] == "accepted") != (second["state"] == "accepted"):
        return "state"
    if one.trust != other.trust:
        return "trust" if one.trust > other.trust else "order"
    newer = one.as_of is not None and (other.as_of is None or one.as_of > other.as_of)
    return "date" if newer else "order"


def _tells(row: Mapping[str, Any], name: str, value: Any) -> bool:
    return bool(row["values"]) and name in (told := orjson.loads(row["values"])) and told[name] == value


def make_conflict(source: Any) -> Any:
    """The type Conflict."""

    def label(root: ConflictRow, info: Info, lang: Lang = Lang.ZH) -> str:
        if root.declared is None:
            return root.property
        return root.declared.label.en if lang is Lang.EN else root.declared.label.zh

    def said_by(root: Mapping[str, Any], info: Info) -> list[Source]:
        return sources_of(info.context, root["sources"])

    value = make_type(
        "ConflictValue",
        [
            read_field("value", JSON, "值 · the value", lambda v, _: v["value"]),
            read_field("believed", bool, "是否采信 · whether it is the one that counts", lambda v, _: v["believed"]),
            resolved_field("sources", said_by, list_of(source), "谁这样说 · who says so"),
        ],
        "互相矛盾的值之一 · one of several values that exclude each other",
    )
    return make_type(
        "Conflict",
        [
            attribute_field("property", str, "属性 · property, as the API calls it"),
            resolved_field("label", label, str, "属性名称 · the property in words", lang=_LANG),
            attribute_field("values", list_of(value), "各值，采信者在前 · values, the believed one first"),
            read_field("reason", REASONS.type, "为何采信 · why it is believed", lambda c, _: REASONS.members[c.reason]),
        ],
        "来源说法不一 · sources disagree on a value",
    )


CONFLICTS = "来源说法不一之处 · on what its sources disagree, and what is believed"


# Sources


class VersionRow:
    """A version of what a source said."""

    def __init__(self, source_id: str, told: Mapping[str, Any]) -> None:
        self.source_id = source_id
        self.id: str = told["id"]
        self.at = datetime.fromisoformat(told["written"])
        self.retracted: bool = told["retracted"]
        self.counts: dict[str, int] = {**told["entities"], **told["relations"]}


def source_version_fields() -> list[Any]:
    """Fields of Source that tell its loads."""

    async def difference(root: VersionRow, info: Info) -> Any:
        jobs = desk_of(info.context.app).jobs
        return await info.context.ask(jobs.difference, root.source_id, root.id)

    async def versions(root: Source, info: Info, first: int = 10) -> list[VersionRow]:
        count = check_first("first", first)
        told = await info.context.ask(desk_of(info.context.app).jobs.history, root.id)
        return [VersionRow(root.id, one) for one in told[:count]]

    numbers = ("added", "增加的陈述 · statements added"), ("changed", "改变的陈述 · changed"), (
        "retracted", "撤回的陈述 · retracted")  # fmt: skip
    diff = make_type(
        "SourceDiff",
        [read_field(name, int, text, _item(name)) for name, text in numbers],
        "一次载入与前一次之差，以陈述计 · how one load differs from the one before, in statements",
    )
    version = make_type(
        "SourceVersion",
        [
            attribute_field("id", strawberry.ID, "版本，内容之哈希 · version: a hash of what it says"),
            attribute_field("at", datetime, "载入时间 · when it was loaded"),
            attribute_field("retracted", bool, "是否撤回 · whether the source was withdrawn by it"),
            attribute_field("counts", JSON, "各类型陈述数 · statements by type"),
            resolved_field("diff", difference, diff, "与前一版本之差 · against the version before"),
        ],
        "来源的一个版本 · one load of a source",
    )
    most = argument(int, "至多几个 · at most so many")
    text = "各次载入，由新到旧 · its loads, newest first"
    return [resolved_field("versions", versions, list_of(version), text, first=most)]


def _item(name: str) -> Any:
    return lambda told, _info: told[name]


def source_fields(source: Any) -> list[Any]:
    """Query.source and Query.sources."""

    def one(root: Any, info: Info, id: strawberry.ID) -> Source | None:  # noqa: A002
        return info.context.app.sources.get(str(id))

    def every(root: Any, info: Info) -> list[Source]:
        return list(info.context.app.sources.values())

    given = argument(strawberry.ID, "来源的标识 · id of the source")
    return [
        resolved_field("source", one, source | None, "按标识取来源 · a source by id", id=given),
        resolved_field("sources", every, list_of(source), "所有来源 · all sources that say something now"),
    ]


__all__ = ["CONFLICTS", "conflicts_of", "desk_of", "make_conflict", "source_fields", "source_version_fields"]
