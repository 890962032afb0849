"""The timeline of an entity over GraphQL: thin over analysis.timeline; changes of the feed beside it."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import strawberry

from analysis.timeline import KINDS, Happening, Timeline, timeline
from graph_api.changes import ChangePages
from graph_api.connections import check_first
from graph_api.enums import Lang, make
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import computed, result_fields
from graph_api.ledger import FIRST, entity_field
from graph_api.types import LANG, Types
from ontology.consistency import camel

_KIND_TEXT = {
    "OWN": "自身的日期 · a date of its own",
    "BEGAN": "关系开始 · a relation began",
    "ENDED": "关系结束 · a relation ended",
    "OTHER": "相关项目、活动、文件、荣誉的日期 · a date of a project, event, document or honour it is tied to",
}
_KIND = make("HappeningKind", "发生了什么 · kind of event", {k: (k, _KIND_TEXT[k]) for k in KINDS})


def timeline_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    """Query.timeline. Needs the type Change, which is made after: it is asked for by name."""

    async def resolve(
        root: Any, info: Info, id_: strawberry.ID, since: date | None = None, until: date | None = None
    ) -> Timeline:
        entity_id = info.context.snapshot.redirect(str(id_))
        asked = {"ontology": types.ontology, "since": since, "until": until}
        found: Timeline = await computed(info, partial(timeline, entity_id=entity_id), **asked)
        return found

    return [
        resolved_field(
            "timeline",
            resolve,
            _timeline(types, shared),
            "时间线：何时成立、何时起止、何时签约 · what happened to an entity, by date",
            id_=argument(strawberry.ID, "实体的标识 · id of the entity", "id"),
            since=argument(date | None, "自此日起 · from this day on"),
            until=argument(date | None, "至此日止，如同站在这一天看 · up to this day, as seen then"),
        )
    ]


def _timeline(types: Types, shared: dict[str, Any]) -> Any:
    def text(root: Happening, info: Info, lang: Lang = Lang.ZH) -> str:
        return sentence(types, root, zh=lang is Lang.ZH)

    happening = make_type(
        "Happening",
        [
            attribute_field("on", date, "日期 · when"),
            read_field("kind", _KIND.type, "发生了什么 · what happened", lambda h, _: _KIND.members[h.kind]),
            resolved_field("text", text, str, "一句话 · in words", lang=LANG),
            read_field(
                "property",
                str | None,
                "日期所属的属性 · the property that is the date",
                lambda h, _: camel(h.property) if h.property else None,
            ),
            attribute_field("relation", strawberry.ID | None, "关系的标识，证据由此查 · id of the relation"),
            attribute_field("relationType", str | None, "关系类型 · type of the relation", "edge_type"),
            entity_field(types, "other", "关系的另一端 · its other end", lambda h: h.other),
        ],
        "时间线上的一件事 · one event of a timeline",
    )

    def listed(
        root: Timeline, info: Info, first: int = 100, kinds: Sequence[Any] | None = None, latest: bool = False
    ) -> list[Happening]:
        wanted = [h for h in root.happenings if kinds is None or h.kind in {k.value for k in kinds}]
        return (wanted[::-1] if latest else wanted)[: check_first("first", first)]

    async def changes(root: Timeline, info: Info, first: int = 20) -> list[Any]:
        pages = ChangePages(None, (), [root.entity])
        page = await info.context.ask(pages.read, info.context, check_first("first", first), None)
        return [edge.node for edge in page.edges]

    return make_type(
        "Timeline",
        [
            *result_fields(shared),
            entity_field(types, "entity", "谁的 · whose", lambda t: t.entity),
            resolved_field(
                "happenings",
                listed,
                list_of(happening),
                "先发生者在前 · the earliest first",
                first=FIRST,
                kinds=argument(list_of(_KIND.type) | None, "只要这些 · of these kinds only"),
                latest=argument(bool, "后发生者在前 · the latest first"),
            ),
            resolved_field(
                "changes",
                changes,
                "list[Change]",
                "图谱中关于它的记录何时改变 · when what is said of it changed in the graph",
                types.named,
                first=FIRST,
            ),
            attribute_field("truncated", bool, "关系过多，未全部看到 · it has more relations than were looked at"),
        ],
        "一个实体的时间线 · timeline of an entity",
    )


def sentence(types: Types, happening: Happening, *, zh: bool) -> str:
    """What a person would say of it, without the day: ``某项目：签约日期``, ``开始持股：某公司``."""
    ontology, other = types.ontology, happening.other_name
    if happening.property and happening.of:
        label = ontology.node_types[happening.of].properties[happening.property].label
        said = label.zh if zh else label.en
        return said if other is None else f"{other}：{said}" if zh else f"{other}: {said}"
    edge_type = ontology.edge_types[str(happening.edge_type)]
    label = edge_type.label if happening.outward else edge_type.reverse_label
    began = happening.kind == "BEGAN"
    if zh:
        return f"{'开始' if began else '结束'}{label.zh}：{other}"
    return f"{'began' if began else 'ended'}: {label.en} {other}"
