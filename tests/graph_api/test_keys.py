"""Keys, the audit log, and tasks, without a server."""

import asyncio
import json
import os
import stat
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.audit import Audit
from graph_api.auth import Actor
from graph_api.keys import KeyRefused, Keys
from graph_api.tasks import KeyTaken, Tasks
from graph_api.uploads import UnknownUpload, UploadRefused, Uploads, _file_name

SOMEBODY = Actor("王", "reviewer")


def test_a_key_is_known_by_its_secret_alone_which_is_kept_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    secret = Keys(path).add("王", "reviewer")
    other = Keys(path).add("李", "admin")
    assert secret != other
    assert secret not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    keys = Keys(path)
    assert keys.actor(secret) == SOMEBODY
    assert keys.actor(other) == Actor("李", "admin")
    for wrong in ("", secret[:-1], secret + "x", keys.known()[0].hash):
        assert keys.actor(wrong) is None


def test_a_revoked_key_counts_no_longer_though_another_process_did_it(tmp_path: Path) -> None:
    serving = Keys(tmp_path / "keys.json")
    secret = serving.add("王", "reviewer")
    assert serving.actor(secret)
    Keys(tmp_path / "keys.json").revoke("王")
    assert serving.actor(secret) is None
    again = serving.add("王", "viewer")
    assert serving.actor(again) == Actor("王", "viewer")
    assert [key.revoked is None for key in serving.known()] == [False, True]


def test_keys_are_refused_in_words(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    keys.add("王", "viewer")
    for name, role, word in (("王", "admin", "already"), ("李", "root", "no role"), (" ", "admin", "printable")):
        with pytest.raises(KeyRefused, match=word):
            keys.add(name, role)
    with pytest.raises(KeyRefused, match="no key"):
        keys.revoke("赵")


def test_the_audit_log_only_grows(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.jsonl")
    threads = [
        threading.Thread(target=lambda n=n: [audit.write(SOMEBODY, f"{n}", {"i": i}) for i in range(20)])  # type: ignore[misc]
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = audit.lines()
    assert len(lines) == 80
    for n in range(4):
        assert [line["detail"]["i"] for line in lines if line["action"] == str(n)] == list(range(20))
    audit.write(SOMEBODY, "long", {"text": "x" * 100_000})
    assert len(json.dumps(audit.lines()[-1])) < 10_000


def over(tasks: Tasks, task_id: str) -> Any:
    for _ in range(500):
        found = tasks.find(task_id)
        assert found
        if found.over:
            return found
        time.sleep(0.01)
    raise AssertionError("the task does not end")


def test_a_named_task_is_done_once_and_its_end_is_kept(tmp_path: Path) -> None:
    done: list[int] = []

    def work() -> dict[str, Any]:
        done.append(1)
        return {"data_version": "v"}

    tasks = Tasks(tmp_path)
    first = tasks.start("load", SOMEBODY, work, "key", {"a": 1})
    assert over(tasks, first.id).data_version == "v"
    assert tasks.start("load", SOMEBODY, work, "key", {"a": 1}).id == first.id
    with pytest.raises(KeyTaken):
        tasks.start("load", SOMEBODY, work, "key", {"a": 2})
    other = tasks.start("load", Actor("李", "reviewer"), work, "key", {"a": 2})
    assert other.id != first.id
    assert over(tasks, other.id).by == "李"
    tasks.close()
    assert Tasks(tmp_path).find(first.id) == over(tasks, first.id)
    assert done == [1, 1]


def test_builds_that_wait_are_one_and_failures_keep_their_words_in_the_log(tmp_path: Path) -> None:
    tasks, gate, builds = Tasks(tmp_path), threading.Event(), []
    tasks.start("load", SOMEBODY, lambda: {"waited": gate.wait(10)})
    asked = [tasks.build(SOMEBODY, lambda: builds.append(1) or {}) for _ in range(3)]  # type: ignore[func-returns-value]
    gate.set()
    assert len({task.id for task in asked}) == 1
    assert over(tasks, asked[0].id).state == "done"
    assert builds == [1]

    def broken() -> dict[str, Any]:
        raise ValueError("a secret of the machine")

    failed = over(tasks, tasks.start("load", SOMEBODY, broken).id)
    assert failed.state == "failed"
    assert "secret" not in str(failed)
    tasks.close()


@given(st.text(max_size=400))
def test_the_name_of_an_upload_is_harmless(name: str) -> None:
    try:
        safe = _file_name(name)
    except UploadRefused:
        return
    assert safe == Path(safe).name
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('\x00/\\:*?"<>|\n')


def test_old_uploads_go_and_new_ones_and_jobs_stay(tmp_path: Path) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"a,b\n"

    uploads = Uploads(tmp_path, 100, days=2)
    old, new = (asyncio.run(uploads.take(f"{name}.csv", parts(), "王")) for name in "甲乙")
    (tmp_path / "jobs").mkdir()
    for folder in (uploads.folder(old), tmp_path / "jobs"):
        os.utime(folder, (0, 0))
    third = asyncio.run(uploads.take("丙.csv", parts(), "王"))
    assert uploads.find(new.id) == new and uploads.find(third.id) == third
    assert (tmp_path / "jobs").is_dir() and not uploads.folder(old).exists()
    with pytest.raises(UnknownUpload):
        uploads.find(old.id)
