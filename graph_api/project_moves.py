"""A project moved to another stage by a person: the stage, and the day on which it got there, as edits by hand."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Mapping
from datetime import date
from typing import Any

import strawberry

from graph_api.auth import Actor
from graph_api.context import RequestContext
from graph_api.desk import Desk
from graph_api.enums import code_of
from graph_api.errors import BadArgument
from graph_api.fields import Info, argument, resolved_field
from graph_api.mutations import MOST_TEXT, TWICE, Payload, built, outcomes, said, waited
from graph_api.tasks import Task
from graph_api.types import Types

#: The property that says when a project reached a stage, in the order of the stages. Others have no day of their own.
REACHED = {"signed": "signed_on", "started": "started_on", "operating": "operated_on"}


def move_field(types: Types) -> Any:
    """Mutation.moveProject."""
    stages = types.enums.codelists["ProjectStage"]
    payload = outcomes(types).payload("MoveProjectPayload", "项目推进的结果 · what came of a move")

    async def resolve(
        root: Any,
        info: Info,
        project: strawberry.ID,
        to: Any,
        on: date | None = None,
        why: str = "",
        key: str | None = None,
    ) -> Payload:
        if len(why) > MOST_TEXT:
            raise BadArgument("why", f"say it in up to {MOST_TEXT} characters")
        context = info.context
        subject, stage = context.snapshot.redirect(str(project)), code_of(to)
        detail = {"project": subject, "to": stage, "on": on and on.isoformat(), "why": why, "clientKey": key}

        def start(desk: Desk, actor: Actor) -> Task:
            def work() -> Mapping[str, Any]:
                # Here and not before: a call that comes twice must not be judged by what it did the first time.
                for name, value in edits_of(_row(context, subject), stage, on).items():
                    desk.jobs.override(subject, name, value, actor.name, why)
                return built(desk)

            return desk.tasks.start("moveProject", actor, work, key, detail)

        desk, task, error = await said(info, "reviewer", "moveProject", detail, start)
        if task is None:
            return Payload(error=error)
        return Payload(await waited(desk, context, task), subject)

    return resolved_field(
        "moveProject",
        resolve,
        payload,
        "把项目推进到一个阶段，并记下日期（reviewer 以上） · moves a project to a stage and notes the day",
        project=argument(strawberry.ID, "项目的标识 · id of the project"),
        to=argument(stages.type, "到哪个阶段 · the stage it is at now"),
        on=argument(
            date | None,
            "签约、开工、投产的日期，不在将来；不给则不记 · when it was signed, started or put into operation",
        ),
        why=argument(str, "依据，记入日志 · on what grounds; it is kept"),
        key=TWICE,
    )


def edits_of(row: Mapping[str, Any], stage: str, on: date | None) -> dict[str, str]:
    """What to put right in a project's row for it to be at a stage since a day. Raises BadArgument for a day that is
    in the future or before an earlier step of the same project.

    >>> edits_of({"signed_on": None}, "signed", date(2024, 5, 1))
    {'stage': 'signed', 'signed_on': '2024-05-01'}
    """
    edits = {"stage": stage}
    if on is None:
        return edits
    if stage not in REACHED:
        raise BadArgument("on", f"the stage {stage} has no day of its own; leave it out")
    if on > date.today():  # noqa: DTZ011 - a day of the calendar, wherever the server stands
        raise BadArgument("on", f"{on} has not come yet; say when it happened")
    steps = list(REACHED.values())
    for earlier in steps[: steps.index(REACHED[stage])]:
        before = row.get(earlier)
        if before is not None and before > on:
            raise BadArgument(
                "on", f"the project was {earlier.removesuffix('_on')} on {before}, which is later than {on}"
            )
    return {**edits, REACHED[stage]: on.isoformat()}


def _row(context: RequestContext, subject: str) -> Mapping[str, Any]:
    found = context.snapshot.rows("Project", [subject]) if subject.startswith("project:") else []
    if not found:
        raise BadArgument("project", f"{subject!r} is the id of no project")
    return found[0]
