"""What takes longer than a request: loads and builds, one after another in a thread of their own.

A mutation starts a task and waits for it as long as its request may take; what is not done by then goes on, and
``Query.job`` tells what became of it.

    <data>/imports/jobs/<id>.json      what was asked and what became of it

A task that the client named (clientKey) is done once: asked again it gives what became of it. One that a stopping
server broke off is ``INTERRUPTED`` and starts anew when asked again; loads and builds may be repeated.
"""

import asyncio
import json
import logging
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from graph_api.auth import Actor
from graph_api.errors import ApiError, presentable
from records.files import write_json
from records.record import short_hash

State = Literal["waiting", "running", "done", "refused", "failed", "interrupted"]

_LOG = logging.getLogger("graph_api")
_ID = re.compile(r"[0-9a-f]{32}")
_OVER = ("done", "refused", "failed")


class KeyTaken(ApiError):  # noqa: N818
    code = "CLIENT_KEY_TAKEN"


@dataclass(frozen=True)
class Task:
    """One task.

    given: its input; asked: the hash of it. result: what its work returned. error: code and message, where it was
    refused. data_version: of the graph afterwards.
    """

    id: str
    kind: str
    by: str
    state: State
    created: str
    given: Mapping[str, Any] | None = None
    asked: str = ""
    ended: str | None = None
    result: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None
    data_version: str | None = None

    @property
    def over(self) -> bool:
        return self.state in _OVER


class Tasks:
    """The tasks of a data folder, for the life of a server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="task")
        self._running: dict[str, tuple[Task, Future[None]]] = {}
        self._build: str | None = None
        self._starting = threading.Lock()

    def start(
        self,
        kind: str,
        actor: Actor,
        work: Callable[[], Mapping[str, Any]],
        key: str | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> Task:
        """Start work, or give what the same key started before. work: returns a result that is plain JSON, with
        ``data_version`` where the graph may have changed. Raises KeyTaken."""
        with self._starting:
            return self._start(kind, actor, work, key, asked)

    def _start(
        self,
        kind: str,
        actor: Actor,
        work: Callable[[], Mapping[str, Any]],
        key: str | None,
        asked: Mapping[str, Any] | None,
    ) -> Task:
        told = short_hash(kind, json.dumps(asked or {}, sort_keys=True, default=str), length=32)
        task_id = short_hash("task", actor.name, key, length=32) if key else secrets.token_hex(16)
        before = self.find(task_id)
        if before and before.asked != told:
            raise KeyTaken(f"clientKey: {key!r} was used for another {before.kind}; choose a new one")
        if before and before.state != "interrupted":
            return before
        task = Task(task_id, kind, actor.name, "waiting", _now(), asked, told)
        self._keep(task)
        self._submit(task, work)
        return task

    def build(self, actor: Actor, work: Callable[[], Mapping[str, Any]]) -> Task:
        """Start a build; one that waits already will do, as it will see what was written until it begins."""
        with self._starting:
            waiting = self.find(self._build) if self._build else None
            if waiting and waiting.state == "waiting":
                return waiting
            task = self._start("build", actor, work, None, None)
            self._build = task.id
            return task

    def find(self, task_id: str) -> Task | None:
        """A task as it stands."""
        running = self._running.get(task_id)
        if running:
            return running[0]
        if not _ID.fullmatch(task_id):
            return None
        try:
            told = Task(**json.loads((self._folder / f"{task_id}.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        return told if told.over else replace(told, state="interrupted")

    async def wait(self, task: Task, seconds: float) -> Task:
        """The task when it is over, or as it stands after some seconds."""
        running = self._running.get(task.id)
        if running:
            await asyncio.wait([asyncio.wrap_future(running[1])], timeout=max(seconds, 0))
        return self.find(task.id) or task

    def close(self) -> None:
        """Let what runs end; what waits stays undone."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _submit(self, task: Task, work: Callable[[], Mapping[str, Any]]) -> None:
        def run() -> None:
            self._running[task.id] = (replace(task, state="running"), self._running[task.id][1])
            over = replace(_run(task, work), ended=_now())
            try:
                self._keep(over)
            finally:
                del self._running[task.id]

        ready: Future[None] = Future()
        self._running[task.id] = (task, ready)
        future = self._thread.submit(run)
        future.add_done_callback(lambda done: ready.cancel() if done.cancelled() else ready.set_result(None))

    def _keep(self, task: Task) -> None:
        write_json(self._folder / f"{task.id}.json", json.loads(json.dumps(asdict(task), default=str)))


def _run(task: Task, work: Callable[[], Mapping[str, Any]]) -> Task:
    try:
        result = work()
    except Exception as error:
        shown = presentable(error)
        if shown is None:
            _LOG.exception("task %s (%s) failed", task.id, task.kind)
            told = {"code": "INTERNAL_SERVER_ERROR", "message": f"something failed; the log has it under {task.id}"}
            return replace(task, state="failed", error=told)
        return replace(task, state="refused", error={"code": shown[1]["code"], "message": shown[0]})
    return replace(task, state="done", result=result, data_version=result.get("data_version"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
