"""Mutations. Each needs a role, is written to the audit log, and may be sent twice: the second time changes nothing.

What was asked wrongly is an error of the request (FORBIDDEN, BAD_USER_INPUT); what a room refuses is in ``userErrors``
of the payload. All but inspectImport and dry runs end in a build. The mutation waits for it as long as the request may
take, and until the new data version is served; where that is not enough, ``job`` is still RUNNING and
``Query.job(id)`` tells the rest.
"""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import strawberry
from strawberry.scalars import JSON

from graph_api.auth import Actor, require
from graph_api.context import RequestContext
from graph_api.desk import Desk
from graph_api.enums import make
from graph_api.errors import BadArgument, presentable
from graph_api.fields import Info, argument, list_of, make_type, read_field, resolved_field
from graph_api.imports import ImportInput, make_diff, make_proposal, make_report
from graph_api.provenance import desk_of
from graph_api.review import VERDICTS
from graph_api.tasks import Task
from graph_api.types import Types
from ontology.consistency import camel
from ontology.errors import Refusal

Done = TypeVar("Done")

#: Seconds of a request that are left for its answer when a mutation stops waiting.
_SPARE = 1.0
MOST_TEXT = 2000
STATES = make(
    "JobState",
    "任务的状态 · state of a job",
    {
        "waiting": ("WAITING", "排队 · it waits for others"),
        "running": ("RUNNING", "进行中 · it runs"),
        "done": ("DONE", "完成 · it is done"),
        "refused": ("REFUSED", "被拒 · it was refused: see userErrors"),
        "failed": ("FAILED", "出错 · it failed: the log has why"),
        "interrupted": ("INTERRUPTED", "服务器停止而中断，可重发 · the server stopped; send it again"),
    },
)
_WHY = argument(str, "理由，记入日志 · the reason in words; it is kept")
TWICE = argument(str | None, "客户端给这次调用的名字，重复调用只做一次 · a name for this call: done once", "clientKey")


class Payload:
    """What a mutation gives. told: what it is about; error: code and message of a refusal."""

    def __init__(self, task: Task | None = None, told: Any = None, error: Mapping[str, Any] | None = None) -> None:
        self.task = task
        self.told = told
        self.error = error or (task.error if task else None) or _refused((task.result or {}) if task else {})

    @property
    def result(self) -> Mapping[str, Any]:
        return (self.task.result if self.task else None) or {}


def _refused(result: Mapping[str, Any]) -> dict[str, Any] | None:
    """Why a file was refused by its report."""
    report = result.get("report") or {}
    if not report.get("refused"):
        return None
    told = report.get("error") or (
        f"{report.get('rejected', 0)} of {report.get('read', 0)} rows are wrong and nothing was loaded; mend the cells "
        "that report.problems names, or load the good rows with mode ROWS"
    )
    return {"code": "FILE_REFUSED", "message": told}


class Outcomes:
    """The types of payloads, made once a schema."""

    def __init__(self, types: Types) -> None:
        self.report, self.diff, self.proposal = make_report(), make_diff(types), make_proposal()
        self.error = make_type(
            "UserError",
            [
                read_field("code", str, "代码 · stable code", lambda e, _: e["code"]),
                read_field("message", str, "说明 · what is wrong and what to do", lambda e, _: e["message"]),
            ],
            "没有做成的原因 · why something was not done",
        )
        self.job = self._job()

    def _job(self) -> Any:
        def moment(text: str | None) -> datetime | None:
            return datetime.fromisoformat(text) if text else None

        return make_type(
            "Job",
            [
                read_field("id", strawberry.ID, "编号 · id", lambda p, _: p.task.id),
                read_field("kind", str, "importFile、build 等 · kind", lambda p, _: p.task.kind),
                read_field("state", STATES.type, "状态 · state", lambda p, _: STATES.members[p.task.state]),
                read_field("by", str, "谁发起 · who started it", lambda p, _: p.task.by),
                read_field(
                    "createdAt", datetime, "何时发起 · when it was started", lambda p, _: moment(p.task.created)
                ),
                read_field("endedAt", datetime | None, "何时结束 · when it ended", lambda p, _: moment(p.task.ended)),
                *self.outcome(),
            ],
            "一项载入或构建 · a load or a build",
        )

    def outcome(self) -> list[Any]:
        """Fields of what came of a job."""
        return [
            read_field("report", self.report | None, "文件的结果 · what became of the file", _result("report")),
            read_field("diff", self.diff | None, "图的变化 · what changes in the graph", _result("diff")),
            read_field(
                "dataVersion",
                str | None,
                "此后的数据版本；未完成则为空 · the data version after it; null until it is done",
                lambda p, _: p.result.get("data_version"),
            ),
            read_field(
                "userErrors",
                list_of(self.error),
                "没有做成的原因 · why it was not done",
                lambda p, _: [p.error] if p.error else [],
            ),
        ]

    def payload(self, name: str, text: str, *more: Any) -> Any:
        """A payload with a job and its outcome."""
        job = read_field(
            "job",
            self.job | None,
            "任务，未完成时用 job 查询 · its job, to ask for while it runs",
            lambda p, _: p if p.task else None,
        )
        return make_type(name, [job, *self.outcome(), *more], text)


def _result(name: str) -> Any:
    return lambda payload, _info: payload.result.get(name)


def job_field(types: Types) -> Any:
    """Query.job."""
    made = outcomes(types)

    async def resolve(root: Any, info: Info, id: strawberry.ID) -> Payload | None:  # noqa: A002
        require(info.context.role, "reviewer", "job")
        task = await asyncio.to_thread(desk_of(info.context.app).tasks.find, str(id))
        info.context.personal |= task is not None
        return Payload(task) if task else None

    given = argument(strawberry.ID, "任务的编号 · id of the job")
    text = "一项载入或构建的进展（reviewer 以上） · how a load or build goes; from the role reviewer on"
    return resolved_field("job", resolve, made.job | None, text, id=given)


def mutation_fields(types: Types) -> list[Any]:
    """All of Mutation."""
    made = outcomes(types)
    return [
        _inspect(made),
        _import(made),
        _retract(made),
        *_judgements(types, made),
        *_overrides(types, made),
    ]


def outcomes(types: Types) -> Outcomes:
    """The payload types of a schema."""
    if "Job" not in types.named:
        types.named["Job"] = Outcomes(types)
    found: Outcomes = types.named["Job"]
    return found


# How all of them work


async def said(
    info: Info, needed: Any, action: str, detail: Mapping[str, Any], write: Callable[[Desk, Actor], Done]
) -> tuple[Desk, Done | None, dict[str, Any] | None]:
    """Check the role, note it in the audit log, and do a short write in a thread: its result, or why it was refused."""
    context = info.context
    require(context.role, needed, action)
    desk: Desk = desk_of(context.app)
    context.seconds_left()

    def run() -> Done:
        desk.audit.write(context.actor, action, detail, context.request_id)
        return write(desk, context.actor)

    try:
        return desk, await asyncio.to_thread(run), None
    except Refusal as refusal:
        shown = presentable(refusal)
        if shown is None:
            raise
        return desk, None, {"code": shown[1]["code"], "message": shown[0]}


async def waited(desk: Desk, context: RequestContext, task: Task) -> Task:
    """The task when it is over, or as it stands when the request has no more time."""
    return await desk.finished(task, context.seconds_left() - _SPARE)


async def _then_build(
    info: Info, action: str, detail: Mapping[str, Any], write: Callable[[Desk, Actor], Any]
) -> Payload:
    """A short write by a reviewer, then a build."""
    desk, told, error = await said(info, "reviewer", action, detail, write)
    if error:
        return Payload(error=error)
    actor = info.context.actor
    task = await asyncio.to_thread(desk.tasks.build, actor, lambda: built(desk))
    return Payload(await waited(desk, info.context, task), told)


def built(desk: Desk) -> Mapping[str, Any]:
    return {"data_version": desk.jobs.build()}


def _text(name: str, value: str) -> str:
    if not value.strip() or len(value) > MOST_TEXT:
        raise BadArgument(name, f"say something, in up to {MOST_TEXT} characters")
    return value


# Imports


def _inspect(made: Outcomes) -> Any:
    payload = make_type(
        "InspectImportPayload",
        [
            read_field("proposal", made.proposal | None, "建议的映射 · the proposed mapping", lambda p, _: p.told),
            *[field for field in made.outcome() if field.graphql_name == "userErrors"],
        ],
        "看一个文件的结果 · what was seen in a file",
    )

    async def resolve(root: Any, info: Info, upload: strawberry.ID, mapping: str | None = None) -> Payload:
        def propose(desk: Desk, _actor: Actor) -> Mapping[str, Any]:
            return desk.jobs.propose(desk.uploads.path(desk.uploads.find(str(upload))), mapping)

        _, told, error = await said(info, "reviewer", "inspectImport", {"upload": upload}, propose)
        return Payload(told=told, error=error)

    return resolved_field(
        "inspectImport",
        resolve,
        payload,
        "看一个已上传的文件，建议映射，不写任何东西（reviewer 起） · proposes a mapping for an upload; writes nothing",
        upload=argument(strawberry.ID, "POST /imports 给出的编号 · id that POST /imports gave"),
        mapping=argument(str | None, "改过的映射，按它再看 · an edited mapping (YAML) to look by"),
    )


def _import(made: Outcomes) -> Any:
    def link(end: str) -> Any:
        def read(payload: Payload, _info: Any) -> str | None:
            report = payload.result.get("report") or {}
            return (
                f"/imports/{payload.told}/{end}?job={payload.task.id}"
                if report.get("problems") and payload.task
                else None
            )

        return read

    payload = made.payload(
        "ImportFilePayload",
        "载入的结果 · what came of an import",
        read_field(
            "markedUrl",
            str | None,
            "标出错处的工作簿，无错为空 · the workbook with its wrong cells marked",
            link("marked.xlsx"),
        ),
        read_field(
            "rejectsUrl", str | None, "被拒的行，改好可再载入 · the rows refused, to be mended", link("rejects")
        ),
    )

    async def resolve(root: Any, info: Info, input: ImportInput) -> Payload:  # noqa: A002
        source = input.source.told() if input.source else {}
        mode = input.mode.value
        asked = {
            "upload": str(input.upload), "mapping": input.mapping, "mode": mode, "dryRun": input.dry_run,
            "source": source,
        }  # fmt: skip

        def start(desk: Desk, actor: Actor) -> Task:
            path = desk.uploads.path(desk.uploads.find(str(input.upload)))

            def work() -> Mapping[str, Any]:
                return desk.jobs.import_(path, input.mapping, mode, dry=input.dry_run, source=source)

            return desk.tasks.start("importFile", actor, work, input.client_key, asked)

        detail = {**asked, "clientKey": input.client_key}
        desk, task, error = await said(info, "reviewer", "importFile", detail, start)
        if task is None:
            return Payload(told=input.upload, error=error)
        info.context.personal = True
        return Payload(await waited(desk, info.context, task), input.upload)

    given = argument(ImportInput, "要载入什么、怎么载 · what to load, and how")
    text = "载入一个已上传的文件并构建，或试一试（reviewer 以上） · loads an upload and builds; dryRun only tells"
    return resolved_field("importFile", resolve, payload, text, input=given)


def _retract(made: Outcomes) -> Any:
    payload = made.payload("RetractSourcePayload", "撤回的结果 · what came of a retraction")

    async def resolve(root: Any, info: Info, id: strawberry.ID, why: str) -> Payload:  # noqa: A002
        detail = {"source": str(id), "why": _text("why", why)}
        return await _then_build(info, "retractSource", detail, lambda desk, _: desk.jobs.retract(str(id)))

    given = argument(strawberry.ID, "来源的标识 · id of the source")
    text = (
        "撤回一个来源所说的一切，档案仍保留（reviewer 以上） · withdraws all that a source says; the archive keeps it"
    )
    return resolved_field("retractSource", resolve, payload, text, id=given, why=_WHY)


# Judgements and overrides


def _judgements(types: Types, made: Outcomes) -> list[Any]:
    told = read_field("decision", types.named["Decision"] | None, "记下的判断 · the decision", lambda p, _: p.told)
    payload = made.payload("JudgePayload", "判断的结果 · what came of a judgement", told)

    async def judge(
        root: Any, info: Info, left: strawberry.ID, right: strawberry.ID, verdict: Any, why: str, key: str | None = None
    ) -> Payload:
        reason = _text("why", why)
        detail = {"left": left, "right": right, "verdict": verdict.value, "why": reason, "clientKey": key}

        def write(desk: Desk, actor: Actor) -> Mapping[str, Any]:
            return desk.jobs.judge(str(left), str(right), verdict.value, actor.name, reason, key)

        return await _then_build(info, "judge", detail, write)

    async def undo(root: Any, info: Info, id: strawberry.ID, why: str) -> Payload:  # noqa: A002
        reason = _text("why", why)

        def write(desk: Desk, actor: Actor) -> Mapping[str, Any]:
            return desk.jobs.undo_judgement(str(id), actor.name, reason)

        return await _then_build(info, "undoJudgement", {"decision": id, "why": reason}, write)

    return [
        resolved_field(
            "judge",
            judge,
            payload,
            "判断两个实体是否同一个（reviewer 以上） · decides whether two entities are one",
            left=argument(strawberry.ID, "一个实体 · one entity"),
            right=argument(strawberry.ID, "另一个实体 · the other"),
            verdict=argument(VERDICTS.type, "判断 · the verdict"),
            why=_WHY,
            key=TWICE,
        ),
        resolved_field(
            "undoJudgement",
            undo,
            payload,
            "撤销一个判断，一切复原（reviewer 以上） · takes a decision back; all returns to its own",
            id=argument(strawberry.ID, "判断的编号 · id of the decision"),
            why=_WHY,
        ),
    ]


def _overrides(types: Types, made: Outcomes) -> list[Any]:
    edit = make_type(
        "Edit",
        [
            read_field("id", strawberry.ID, "编号 · id", lambda e, _: e["id"]),
            read_field("subject", strawberry.ID, "实体或关系 · entity or relation", lambda e, _: e["subject"]),
            read_field("property", str, "属性 · property", lambda e, _: camel(e["property"])),
            read_field("value", JSON, "值，如人所写 · the value, as a person wrote it", lambda e, _: e["value"]),
            read_field("by", str, "谁改的 · who", lambda e, _: e["by"]),
            read_field("why", str, "理由 · why", lambda e, _: e["why"]),
        ],
        "人工改正的一个值 · a value that a person put right",
    )
    told = read_field("edit", edit | None, "记下的改正 · the edit", lambda p, _: p.told)
    payload = made.payload("OverrideValuePayload", "改正的结果 · what came of an edit", told)

    async def override(root: Any, info: Info, entity: strawberry.ID, property_: str, value: str, why: str) -> Payload:
        reason = _text("why", why)
        subject = info.context.snapshot.redirect(str(entity))
        detail = {"entity": subject, "property": property_, "value": value, "why": reason}

        def write(desk: Desk, actor: Actor) -> Mapping[str, Any]:
            return desk.jobs.override(subject, _property(property_), value, actor.name, reason)

        return await _then_build(info, "overrideValue", detail, write)

    async def undo(root: Any, info: Info, id: strawberry.ID, why: str) -> Payload:  # noqa: A002
        reason = _text("why", why)

        def write(desk: Desk, actor: Actor) -> Mapping[str, Any]:
            return desk.jobs.undo_override(str(id), actor.name, reason)

        return await _then_build(info, "undoOverride", {"edit": id, "why": reason}, write)

    return [
        resolved_field(
            "overrideValue",
            override,
            payload,
            "改正一个值，优先于一切来源（reviewer 以上） · puts a value right, before all sources",
            entity=argument(strawberry.ID, "实体或关系的标识 · id of an entity or relation"),
            property_=argument(str, "属性（registeredCapital 或 注册资本） · the property", "property"),
            value=argument(str, "值，如人所写（500万元、2014-05） · the value, as a person writes it"),
            why=_WHY,
        ),
        resolved_field(
            "undoOverride",
            undo,
            payload,
            "撤销一次改正（reviewer 以上） · takes an edit back",
            id=argument(strawberry.ID, "改正的编号 · id of the edit"),
            why=_WHY,
        ),
    ]


def _property(name: str) -> str:
    """The ontology's name of what the API calls registeredCapital."""
    return "".join(f"_{letter.lower()}" if letter.isascii() and letter.isupper() else letter for letter in name)
