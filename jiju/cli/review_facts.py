"""jiju review facts: documents, list, show, accept, reject, correct, link, undo, log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiju.cli.review import By, Json, Why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jiju.fact_desk import FactDesk
    from records.facts.decisions import FactVerdict

group = typer.Typer(no_args_is_help=True, help="Judge what was read in documents, fact by fact.", rich_markup_mode=None)
Key = Annotated[str, typer.Argument(metavar="FACT", help="key of a fact, from `jiju review facts list`")]


@group.command()
def documents(json_out: Json = False) -> None:
    """List the documents that were read, with the number of their facts by state."""
    for one in _desk().documents():
        counts = ", ".join(f"{one[state]:,} {state}" for state in ("accepted", "proposed", "rejected"))
        print(_json(one) if json_out else f"{one['document']}  {one['title']}  {counts}")


@group.command("list")
def list_(
    document: Annotated[list[str] | None, typer.Option("--document", "-d", help="only of this document")] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", "-t", help="only of this type; may be repeated")] = None,
    state: Annotated[list[str] | None, typer.Option("--state", help="proposed (default), accepted, rejected")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="least confidence")] = 0.0,
    contains: Annotated[str, typer.Option("--contains", help="with these words in name or sentence")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", help="at most so many")] = 20,
    json_out: Json = False,
) -> None:
    """Show facts that wait for a person, the surest first, each in its sentence."""
    from jiju.cli.workspace import workspace
    from jiju.jobs import find_any_type

    space = workspace()
    asked = {
        "documents": list(document or ()),
        "types": [find_any_type(space.ontology, word).name for word in type_ or ()],
        "states": list(state or ["proposed"]),
        "min_confidence": min_confidence,
        "text": contains,
    }
    desk = _desk()
    for one in desk.queue(asked, limit):
        print(_json(one) if json_out else _sentence(one))
    left = desk.total(asked) - limit
    if left > 0 and not json_out:
        print(f"{left:,} more; -n shows more of them")


@group.command()
def show(key: Key, json_out: Json = False) -> None:
    """Tell all of a fact: what it says, who says otherwise, and which entities it may name."""
    desk = _desk()
    told = {
        **desk.one(key),
        "values": desk.values(key),
        "conflicts": desk.conflicts(key),
        "suggestions": desk.suggestions(key),
    }
    print(_json(told) if json_out else "\n".join(_lines(told)))


@group.command()
def accept(key: Key, why: Why = "", by: By = None) -> None:
    """Say that a fact holds, and with a relation its two ends."""
    _decide(key, "accept", by, why)


@group.command()
def reject(key: Key, why: Why = "", by: By = None) -> None:
    """Say that a fact does not hold; it never returns, however often the document is read again."""
    _decide(key, "reject", by, why)


@group.command()
def correct(
    key: Key,
    quote: Annotated[str | None, typer.Option(help="the right words, as they stand in the document")] = None,
    type_: Annotated[str | None, typer.Option("--type", "-t", help="the right type")] = None,
    name: Annotated[str | None, typer.Option(help="the right name")] = None,
    head: Annotated[str | None, typer.Option(help="the right head of a relation: TYPE:NAME")] = None,
    tail: Annotated[str | None, typer.Option(help="the right tail of a relation: TYPE:NAME")] = None,
    value: Annotated[list[str] | None, typer.Option(help="a right value: PROPERTY=VALUE; may be repeated")] = None,
    why: Why = "",
    by: By = None,
) -> None:
    """Say what a fact should be; it stays so, however often the document is read again."""
    from jiju.cli.workspace import workspace
    from jiju.jobs import find_any_type

    change: dict[str, Any] = {k: v for k, v in (("quote", quote), ("name", name)) if v is not None}
    if type_:
        change["type"] = find_any_type(workspace().ontology, type_).name
    for which, told in (("head", head), ("tail", tail)):
        if told:
            word, _, its_name = told.partition(":")
            change[which] = [find_any_type(workspace().ontology, word).name, its_name]
    values = dict(one.partition("=")[::2] for one in value or ())
    _decide(key, "correct", by, why, change | ({"values": values} if values else {}))


@group.command()
def link(
    key: Key,
    entity: Annotated[str, typer.Argument(metavar="ID", help="id of the entity, from `jiju review facts show`")],
    why: Why = "",
    by: By = None,
) -> None:
    """Say which entity of the graph a name is."""
    _decide(key, "link", by, why, {"entity": entity})


@group.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="id of a decision, from `jiju review facts log`")],
    why: Why = "",
    by: By = None,
) -> None:
    """Take a decision back; what counted before it counts again."""
    from jiju.cli.review import user

    print(f"{_decided(_desk().undo(decision, by or user(), why))}; run `jiju build`")


@group.command()
def log(
    active: Annotated[bool, typer.Option("--active", help="only decisions that count")] = False, json_out: Json = False
) -> None:
    """List decisions on facts, oldest first, with who made them, when and why."""
    for one in _desk().decisions(active):
        print(_json(one) if json_out else _decided(one))


def _desk() -> FactDesk:
    from jiju.cli.workspace import workspace
    from jiju.fact_desk import FactDesk

    return FactDesk(workspace())


def _decide(key: str, verdict: FactVerdict, by: str | None, why: str, change: Mapping[str, Any] | None = None) -> None:
    from jiju.cli.review import user

    print(f"{_decided(_desk().decide(key, verdict, by or user(), why, change))}; run `jiju build`")


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=str)


def _sentence(one: Mapping[str, Any]) -> str:
    """A fact on two lines, its words marked in the sentence."""
    head = f"{one['key']}  {one['confidence']:.2f} {one['state']}  {one['type']}  {one['name']}"
    sentence, start, end = one["sentence"] or one["quote"], one["start"], one["end"]
    at = one["sentence_start"]
    if at is not None and start is not None and (end - start) < len(sentence):
        marked = f"{sentence[: start - at]}【{sentence[start - at : end - at]}】{sentence[end - at :]}"
    else:
        marked = sentence
    return f"{head}\n  {one['title']}{' · ' + one['section'] if one['section'] else ''}: {marked.strip()}"


def _lines(one: Mapping[str, Any]) -> list[str]:
    lines = [_sentence(one)]
    lines += [f"  {name}: {value}" for name, value in one["values"].items()]
    decision = one["decision"]
    if decision:
        lines.append(f"  {_decided(decision)}")
    if one["conflicts"]:
        lines.append("otherwise said")
        lines += [
            f"  {c['property']}: {_json(c['other'])} [{', '.join(c['sources'])}], here {_json(c['mine'])}"
            for c in one["conflicts"]
        ]
    if one["suggestions"]:
        lines.append("may be")
        lines += [f"  {s['id']}  {s['name']}  {_score(s['score'])}" for s in one["suggestions"]]
    return lines


def _score(score: float | None) -> str:
    return "the same name" if score is None else f"{score:.3f}"


def _decided(one: Mapping[str, Any]) -> str:
    change = f" {_json(one['change'])}" if one["change"] else ""
    what = f"{one['verdict']}{change}  {one['type']} {one['name']}"
    told = f"{one['id']}  {one['at'][:16]}  {what}  {one['by']}: {one['why']}"
    gone = one.get("undone")
    return f"{told}  taken back by {gone['by']}: {gone['why']}" if gone else told
