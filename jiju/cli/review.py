"""jiju review: list, same, not-same, unsure, undo, log, why; facts are in jiju.cli.review_facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.resolution.decisions import Decision, Verdict
    from records.review import Candidate, Explanation, Side

group = typer.Typer(
    no_args_is_help=True, help="Decide who is who, and which facts of documents hold.", rich_markup_mode=None
)
Left = Annotated[str, typer.Argument(metavar="A", help="id of an entity")]
Right = Annotated[str, typer.Argument(metavar="B", help="id of another entity")]
Why = Annotated[str, typer.Option("--why", help="the reason, for those who come later")]
By = Annotated[str | None, typer.Option("--by", help="who decides; default the user of this computer")]
Json = Annotated[bool, typer.Option("--json", help="as JSON, a line each")]


@group.command("list")
def list_(
    type_: Annotated[list[str] | None, typer.Option("--type", "-t", help="only of this type; may be repeated")] = None,
    ids: Annotated[list[str] | None, typer.Option("--id", help="only pairs with this entity; may be repeated")] = None,
    unsure: Annotated[bool, typer.Option("--unsure", help="also those that a person could not tell")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", help="at most so many")] = 20,
    json_out: Json = False,
) -> None:
    """Show pairs that may be one thing, the likeliest first, with what speaks for and against it."""
    from dataclasses import asdict

    from jiju.cli.workspace import workspace
    from jiju.jobs import find_any_type

    space = workspace()
    types = [find_any_type(space.ontology, word).name for word in type_ or ()]
    for pair in space.candidates(types, ids or (), limit, unsure=unsure):
        print(_json(asdict(pair)) if json_out else _pair(pair))


@group.command()
def same(left: Left, right: Right, why: Why = "", by: By = None) -> None:
    """Say that two entities are one; the next `jiju build` merges them."""
    _judge(left, right, "same", why, by)


@group.command("not-same")
def not_same(left: Left, right: Right, why: Why = "", by: By = None) -> None:
    """Say that two entities are two; no build merges them any more, and merged ones come apart."""
    _judge(left, right, "not_same", why, by)


@group.command()
def unsure(left: Left, right: Right, why: Why = "", by: By = None) -> None:
    """Say that it cannot be told; the pair is not merged by itself and not asked about again."""
    _judge(left, right, "unsure", why, by)


@group.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="id of a decision, from `jiju review log`")],
    why: Why = "",
    by: By = None,
) -> None:
    """Take a decision back; the next `jiju build` gives everything back to its own."""
    from jiju.cli.workspace import workspace

    found = workspace().undo_judgement(decision, by or user(), why)
    print(f"{_sentence(found)}; run `jiju build`")


@group.command()
def log(
    active: Annotated[bool, typer.Option("--active", help="only decisions that count")] = False, json_out: Json = False
) -> None:
    """List decisions, oldest first, with who made them, when and why."""
    import sys
    from dataclasses import asdict

    from jiju.cli.workspace import workspace

    decisions = workspace().decisions
    for decision in decisions.active() if active else decisions.log():
        print(_json(asdict(decision)) if json_out else _sentence(decision))
    for note in decisions.notes:
        print(note, file=sys.stderr)


@group.command()
def why(
    id_: Annotated[str, typer.Argument(metavar="ID", help="id of an entity, also one that was merged")],
    json_out: Json = False,
) -> None:
    """Tell why an entity is one: who speaks of it, on which keys they agree, what was joined by whom or what score."""
    from jiju.cli.workspace import workspace

    found = workspace().why(id_)
    print(_json(_as_json(found)) if json_out else "\n".join(_explained(found)))


def _judge(left: str, right: str, verdict: Verdict, why: str, by: str | None) -> None:
    from jiju.cli.workspace import workspace

    made = workspace().judge(left, right, verdict, by or user(), why)
    print(f"{_sentence(made)}; run `jiju build`")


def user() -> str:
    """Who sits at this computer."""
    import getpass

    return getpass.getuser()


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=str)


def _sentence(decision: Decision) -> str:
    verdict = {"same": "same as", "not_same": "not the same as", "unsure": "perhaps"}[decision.verdict]
    told = f"{decision.id}  {decision.at[:16]}  {decision.left} {verdict} {decision.right}"
    said = f"{told}  {decision.by}: {decision.why}"
    gone = decision.undone
    return f"{said}  taken back by {gone['by']}: {gone['why']}" if gone else said


def _pair(pair: Candidate) -> str:
    state = " (unsure)" if pair.state == "unsure" else ""
    lines = [f"{pair.score:.3f} {pair.type}{state}  {_reasons(pair.reasons)}"]
    return "\n".join([*lines, *(f"  {_side(side)}" for side in (pair.left, pair.right))])


def _side(side: Side) -> str:
    name, *more = (f"{'、'.join(v) if isinstance(v, list) else v}" for v in side.facts.values())
    return f"{side.id}  {name}  {' · '.join(more)}  [{', '.join(side.source_ids)}]"


def _reasons(reasons: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {weight:+g}" for name, weight in reasons.items())


def _explained(found: Explanation) -> list[str]:
    lines = [f"{found.id}  {found.name}", "said by"]
    lines += [f"  {number + 1}. {place}" for number, place in enumerate(found.statements)]
    if found.keys:
        lines.append("one by keys")
        for (key, value), numbers in found.keys.items():
            lines.append(f"  {key} = {value}: {', '.join(str(number + 1) for number in numbers)}")
    if found.merges:
        lines.append("joined")
        for merge in found.merges:
            reason = f"score {merge['score']:.3f}: {_reasons(merge['reasons'])}" if merge["score"] is not None else ""
            decision = found.decisions.get(merge["decision"] or "")
            if decision:
                reason = f"decision {decision.id} of {decision.by}: {decision.why}"
            lines.append(f"  {merge['left_id']} and {merge['right_id']} by {reason}")
    if found.old_ids:
        lines.append(f"also known as {', '.join(found.old_ids)}")
    return lines


def _as_json(found: Explanation) -> dict[str, Any]:
    keys = [{"key": key, "value": value, "statements": list(n)} for (key, value), n in found.keys.items()]
    return {
        "id": found.id,
        "name": found.name,
        "statements": list(found.statements),
        "keys": keys,
        "merges": list(found.merges),
        "old_ids": list(found.old_ids),
    }
