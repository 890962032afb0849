"""jiju migrate: the archive follows a changed ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from records.migration import Rename


def register(app: typer.Typer) -> None:
    app.command()(migrate)


def migrate(
    rename: Annotated[
        list[str] | None, typer.Option("--rename", help="a property that has another name now: Enterprise.old=new")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="do it; without, the plan is only shown")] = False,
    lose: Annotated[bool, typer.Option("--lose", help="also where values are lost; older versions keep them")] = False,
) -> None:
    """Show what a changed ontology asks of the archive, and with --apply do it. `jiju build` then brings the graph."""
    from jiju.cli.workspace import workspace
    from records import migration

    space, renames = workspace(), [_rename(one) for one in rename or ()]
    steps = migration.plan(space.archive, renames, space.snapshot() if space.published() else None)
    for step in steps:
        print(step.as_text())
    if not steps:
        print("the archive is as the ontology has it: nothing to do")
    if not apply:
        return
    migrated = space.migrate(renames, lose=lose)
    for one in migrated:
        print(f"{one.source_id}: version {one.before} → {one.after}")
    print(f"{len(migrated)} sources brought to the ontology; run `jiju build`")


def _rename(text: str) -> Rename:
    from records.migration import MigrationRefused, Rename

    head, _, new = text.partition("=")
    type_, _, old = head.partition(".")
    if not (type_ and old and new):
        raise MigrationRefused(f"{text!r} is no rename; write Type.old=new, such as Enterprise.staff=employees")
    return Rename(type_, old, new)
