"""Decisions on facts of documents: acceptFact, rejectFact, correctFact, linkFact, undoFactDecision.

A decision counts at once for the queue and the document's facts, and is in the graph when the build is over that it
starts; nobody waits for that, so that a person can go through a queue at the speed of the keyboard. Decisions made
while a build runs are built together by the next one.
"""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

import asyncio
from collections.abc import Mapping
from typing import Any

import strawberry

from graph_api.auth import Actor
from graph_api.desk import Desk
from graph_api.errors import BadArgument
from graph_api.fields import Info, argument, input_field, list_of, make_type, read_field, resolved_field
from graph_api.mutations import MOST_TEXT, TWICE, Payload, built, outcomes, said
from graph_api.types import Types
from records.facts.decisions import UnknownFact

_KEY = argument(strawberry.ID, "事实的键 · key of the fact")


def fact_mutation_fields(types: Types) -> list[Any]:
    """All of them."""
    payload = outcomes(types).payload(
        "FactPayload",
        "对一条事实的决定的结果 · what came of a decision on a fact",
        read_field(
            "fact", types.named["ExtractedFact"] | None, "事实现在的样子 · the fact as it is now", _told("fact")
        ),
        read_field("decision", types.named["FactDecision"] | None, "记下的决定 · the decision", _told("decision")),
    )
    optional = argument(str, "理由，可不填 · the reason in words, may be left out")
    correction = _correction()

    def simple(name: str, verdict: str, text: str) -> Any:
        async def resolve(
            root: Any, info: Info, key: strawberry.ID, why: str = "", client_key: str | None = None
        ) -> Any:
            return await _decide(info, name, verdict, str(key), why, None, client_key)

        return resolved_field(name, resolve, payload, text, key=_KEY, why=optional, client_key=TWICE)

    async def correct(
        root: Any, info: Info, key: strawberry.ID, to: Any, why: str = "", client_key: str | None = None
    ) -> Any:
        return await _decide(info, "correctFact", "correct", str(key), why, _change(to), client_key)

    async def link(
        root: Any, info: Info, key: strawberry.ID, entity: strawberry.ID, why: str = "", client_key: str | None = None
    ) -> Any:
        change = {"entity": info.context.snapshot.redirect(str(entity))}
        return await _decide(info, "linkFact", "link", str(key), why, change, client_key)

    async def undo(root: Any, info: Info, id: strawberry.ID, why: str = "") -> Any:  # noqa: A002
        def write(desk: Desk, actor: Actor) -> Mapping[str, Any]:
            return _with_fact(desk, desk.jobs.facts.undo(str(id), actor.name, why))

        return await _said_then_built(info, "undoFactDecision", {"decision": id, "why": why}, write)

    return [
        simple("acceptFact", "accept", "采信一条事实（reviewer 以上） · accepts a fact"),
        simple("rejectFact", "reject", "否定一条事实，重读也不再出现（reviewer 以上） · rejects a fact for good"),
        resolved_field(
            "correctFact",
            correct,
            payload,
            "更正一条事实：引文、类型、名称、两端、值（reviewer 以上） · says what a fact should be",
            key=_KEY,
            to=argument(correction, "应当是 · what it should be"),
            why=optional,
            client_key=TWICE,
        ),
        resolved_field(
            "linkFact",
            link,
            payload,
            "此提及就是图中的这个实体（reviewer 以上） · says which entity a name is",
            key=_KEY,
            entity=argument(strawberry.ID, "实体的标识 · id of the entity"),
            why=optional,
            client_key=TWICE,
        ),
        resolved_field(
            "undoFactDecision",
            undo,
            payload,
            "撤销对事实的一个决定（reviewer 以上） · takes a decision on a fact back",
            id=argument(strawberry.ID, "决定的编号 · id of the decision"),
            why=optional,
        ),
    ]


def _told(name: str) -> Any:
    return lambda payload, _info: (payload.told or {}).get(name)


def _correction() -> Any:
    end = make_type(
        "FactEndInput",
        [
            input_field("type", str, "类型 · type"),
            input_field("name", str, "文件中的名称 · name in the document"),
        ],
        "关系的一端 · an end of a relation",
        is_input=True,
    )
    value = make_type(
        "FactValueInput",
        [
            input_field("property", str, "属性 · property"),
            input_field("value", str, "值，如人所写；空则删去 · the value as a person writes it; empty takes it away"),
        ],
        "一个值 · a value",
        is_input=True,
    )
    return make_type(
        "FactCorrection",
        [
            input_field("quote", str, "正确的引文，须在文中 · the right words, which stand in the document"),
            input_field("shift", int, "引文起点移动的字符数 · by how many characters the start of the quote moves"),
            input_field("type", str, "正确的类型 · the right type"),
            input_field("name", str, "正确的名称 · the right name"),
            input_field("head", end, "关系的起点 · head of the relation"),
            input_field("tail", end, "关系的终点 · tail of the relation"),
            input_field("values", list_of(value), "正确的值 · right values"),
        ],
        "一条事实应当是什么 · what a fact should be",
        is_input=True,
    )


def _change(to: Any) -> dict[str, Any]:
    """A correction as records.facts.correction has it."""

    def given(root: Any, name: str) -> Any:
        value = getattr(root, name, None)
        return None if value is strawberry.UNSET else value

    change = {name: v for name in ("quote", "shift", "type", "name") if (v := given(to, name)) is not None}
    for name in ("head", "tail"):
        end = given(to, name)
        if end is not None:
            if not given(end, "type") or not given(end, "name"):
                raise BadArgument(name, "say type and name of this end")
            change[name] = [given(end, "type"), given(end, "name")]
    values = given(to, "values")
    if values:
        change["values"] = {_snake(given(v, "property") or ""): given(v, "value") or "" for v in values}
    return change


def _snake(name: str) -> str:
    """The ontology's name of what the API calls unitWord."""
    return "".join(f"_{letter.lower()}" if letter.isascii() and letter.isupper() else letter for letter in name)


async def _decide(
    info: Info, action: str, verdict: str, key: str, why: str, change: Mapping[str, Any] | None, client_key: str | None
) -> Any:
    def write(desk: Desk, actor: Actor) -> Mapping[str, Any]:
        return _with_fact(desk, desk.jobs.facts.decide(key, verdict, actor.name, why, change, client_key))

    detail = {"fact": key, "change": change, "why": why, "clientKey": client_key}
    return await _said_then_built(info, action, detail, write)


def _with_fact(desk: Desk, decision: Mapping[str, Any]) -> dict[str, Any]:
    """The decision, and what it made of the fact; None where no reading has it any more."""
    try:
        fact = desk.jobs.facts.one(decision["fact"])
    except UnknownFact:
        fact = None
    return {"decision": decision, "fact": fact}


async def _said_then_built(info: Info, action: str, detail: Mapping[str, Any], write: Any) -> Any:
    """A short write by a reviewer; the build that it starts is not waited for."""
    if len(str(detail.get("why", ""))) > MOST_TEXT:
        raise BadArgument("why", f"say it in up to {MOST_TEXT} characters")
    desk, told, error = await said(info, "reviewer", action, detail, write)
    if error:
        return Payload(error=error)
    info.context.personal = True
    task = await asyncio.to_thread(desk.tasks.build, info.context.actor, lambda: built(desk))
    return Payload(task, told)
