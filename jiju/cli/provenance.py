"""jiju changes, conflicts, override."""

from datetime import datetime
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="as JSON")]


def register(app: typer.Typer) -> None:
    app.command()(changes)
    app.command()(conflicts)
    app.command()(override)


def changes(
    since: Annotated[
        str | None, typer.Option("--since", help="a data version, a moment (2026-11-23T08:00) or a sequence number")
    ] = None,
    type_: Annotated[list[str] | None, typer.Option("--type", "-t", help="only of this type; may be repeated")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="at most so many")] = 100,
    json_out: Json = False,
) -> None:
    """List what builds changed in the graph, oldest first: added, changed and retracted things with old and new
    values."""
    import json
    from dataclasses import asdict

    from jiju.cli.workspace import workspace
    from jiju.jobs import find_any_type
    from jiju.plan import sentence

    space = workspace()
    types = [find_any_type(space.ontology, word).name for word in type_ or ()]
    for change in space.changes(_moment(since), types, limit=limit):
        if json_out:
            print(json.dumps({**asdict(change), "at": change.at.isoformat()}, ensure_ascii=False))
        else:
            print(f"{change.sequence}  {change.at:%Y-%m-%d %H:%M}  {sentence(change)}  [{', '.join(change.sources)}]")


def conflicts(
    ids: Annotated[list[str] | None, typer.Argument(help="ids of entities or relations; none means all")] = None,
    type_: Annotated[str, typer.Option("--type", "-t", help="where no ids are given: of this type")] = "Enterprise",
    limit: Annotated[int, typer.Option("--limit", "-n", help="at most so many things")] = 100,
    json_out: Json = False,
) -> None:
    """Show where sources disagree, and which value is believed (*)."""
    import json
    from itertools import islice

    from jiju.cli.workspace import workspace
    from jiju.jobs import find_any_type

    space = workspace()
    found = space.conflicts(ids) if ids else space.conflicts_of(find_any_type(space.ontology, type_).name)
    for subject, told in islice(((subject, told) for subject, told in found if told), limit):
        if json_out:
            print(json.dumps({"id": subject, "conflicts": told}, ensure_ascii=False))
            continue
        print(subject)
        for conflict in told:
            values = (
                f"{'*' if one['believed'] else ' '}{json.dumps(one['value'], ensure_ascii=False)}"
                f" ({', '.join(one['sources'])})"
                for one in conflict["values"]
            )
            print(f"  {conflict['property']}: {'; '.join(values)}")


def override(
    subject: Annotated[str | None, typer.Argument(metavar="ID", help="id of an entity or a relation")] = None,
    property_: Annotated[str | None, typer.Argument(metavar="PROPERTY", help="从业人数, employees")] = None,
    value: Annotated[str | None, typer.Argument(help="as a person writes it: 500万元, 2014-05, 30%")] = None,
    by: Annotated[str, typer.Option("--by", help="who says so")] = "",
    why: Annotated[str, typer.Option("--why", help="and why")] = "",
    undo: Annotated[str | None, typer.Option("--undo", metavar="EDIT", help="take back the edit of this id")] = None,
) -> None:
    """Put a value right by hand, before all sources; without arguments list what was put right. `jiju build` updates
    graph and store."""
    from jiju.cli.workspace import workspace

    space = workspace()
    if undo:
        edit = space.edits.undo(undo, by, why)
        print(f"{edit.id} is taken back; run `jiju build`")
    elif subject is None:
        for edit in space.edits.log():
            gone = f"  taken back by {edit.undone['by']}: {edit.undone['why']}" if edit.undone else ""
            print(f"{edit.id}  {edit.at}  {edit.subject} {edit.property} = {edit.value}  {edit.by}: {edit.why}{gone}")
    elif property_ is None or value is None:
        raise typer.BadParameter("name the property and its value too")
    else:
        edit = space.override(subject, property_, value, by, why)
        print(f"{edit.id}: {subject} {edit.property} = {edit.value}; run `jiju build`")


def _moment(since: str | None) -> str | datetime | int | None:
    """What --since means: a number, a moment, or else a data version."""
    if since is None or not since:
        return None
    if since.isdigit() and len(since) < 16:
        return int(since)
    try:
        moment = datetime.fromisoformat(since) if "-" in since else None
    except ValueError as error:
        raise typer.BadParameter(f"{since!r} is neither a data version nor a moment: {error}") from error
    return moment.astimezone() if moment else since
