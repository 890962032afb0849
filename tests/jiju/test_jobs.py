"""Workspace: plan, override, changes, locks, old snapshots.

- A plan lists what a load would change, in the source and in the graph, and is just what the load then does; it leaves
  no trace.
- Two processes do not build at once: the second waits, or is told who builds and since when; a lock of a process that
  is gone blocks nobody.
- Old snapshots go, never the current one or the one that the store holds.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from jiju.jobs import Workspace
from jiju.settings import Settings
from records import changes as feed
from records import snapshot as snapshots
from records.archive import Archive
from records.building import build, prune
from records.lock import Busy, exclusive
from support.builders import enterprise, make_source, make_uscc

ROOT = Path(__file__).parents[2]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(Settings(data=tmp_path / "data"))


def table(folder: Path, *rows: str, name: str = "企业.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(["企业名称,统一社会信用代码,从业人数", *rows, ""]), encoding="utf-8")
    return path


def firm(number: int, employees: int | str = 5) -> str:
    return f"企业{number},{make_uscc(number)},{employees}"


def load(space: Workspace, *paths: Path) -> None:
    for taken in space.load(paths):
        assert not taken.refused, taken.as_text()


def files_of(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_plan_is_what_the_load_then_does_and_leaves_no_trace(space: Workspace, tmp_path: Path) -> None:
    load(space, table(tmp_path, firm(1), firm(2), firm(3)))
    first = space.build().snapshot
    path = table(tmp_path, firm(1), firm(2, 9), firm(4))
    before = files_of(space.settings.data)
    plan = space.plan([path])
    assert files_of(space.settings.data) == before
    assert not plan.refused
    [source] = plan.sources
    assert (source.new, source.added, source.changed, source.retracted) == (False, 1, 1, 1)
    assert (plan.added, plan.changed, plan.retracted) == ({"Enterprise": 1}, {"Enterprise": 1}, {"Enterprise": 1})
    load(space, path)
    made = space.build().snapshot
    assert made.data_version == plan.data_version
    done = [(c.change, c.id, c.property, c.old, c.new) for c in space.changes(since=first.data_version)]
    assert done == [(c.change, c.id, c.property, c.old, c.new) for c in plan.changes]
    text = plan.as_text()
    assert "1 statements added, 1 changed, 1 retracted" in text
    assert "employees: 5 → 9" in text
    told = plan.as_json()
    assert [s["properties"] for s in told["sources"][0]["statements"]["changed"]] == [("employees",)]
    again = space.plan([path])
    assert (again.added, again.changes, again.sources) == ({}, (), [])
    assert "the graph would stay as it is" in again.as_text()


def test_a_plan_of_an_empty_workspace_and_of_a_retraction(space: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, firm(1), firm(2))
    plan = space.plan([path])
    assert plan.added == {"Enterprise": 2}
    assert [source.new for source in plan.sources] == [True]
    assert not list(space.settings.data.rglob("*.parquet"))
    load(space, path)
    space.build()
    [source_id] = [source.id for source in space.archive.sources()]
    gone = space.plan(retract=[source_id])
    assert gone.retracted == {"Enterprise": 2}
    assert [source.retracted for source in gone.sources] == [2]
    assert space.archive.current(source_id) is not None


def test_a_plan_of_a_bad_file_says_what_is_wrong(space: Workspace, tmp_path: Path) -> None:
    plan = space.plan([table(tmp_path, firm(1), firm(2, "许多"))])
    assert plan.refused
    assert "许多" in plan.as_text()
    assert (plan.added, plan.sources) == ({}, [])


def test_what_a_killed_plan_left_is_removed(space: Workspace, tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    left = space.settings.data / f".plan-{process.pid}"
    left.mkdir(parents=True)
    space.plan([table(tmp_path, firm(1))])
    assert not left.exists()


def test_an_override_wins_and_can_be_undone(space: Workspace, tmp_path: Path) -> None:
    load(space, table(tmp_path, firm(1)))
    first = space.build().snapshot
    [subject] = first.nodes("Enterprise")["id"].to_pylist()
    edit = space.override(subject, "从业人数", "12", "王", "电话核实")
    space.build()
    with space.open_store(read_only=True) as store:
        assert store.read("MATCH (n:Enterprise) RETURN n.employees").scalar() == 12
    space.edits.undo(edit.id, "王", "")
    assert space.build().snapshot.data_version == first.data_version


def test_old_snapshots_go_but_not_those_in_use(tmp_path: Path) -> None:
    space = Workspace(Settings(data=tmp_path / "data", keep_snapshots=2))
    versions = []
    for employees in range(5):
        load(space, table(tmp_path, firm(1, employees)))
        versions.append(space.build().snapshot.data_version)
        time.sleep(1.1)  # snapshots are told apart by the second
    there = {path.parent.name for path in space.snapshots.glob("[!._]*/manifest.json")}
    assert there == set(versions[-2:])
    assert len(feed.entries(space.snapshots)) == 5
    archive = Archive(tmp_path / "archive", space.ontology)
    folder = tmp_path / "others"
    made = []
    for number in range(4):
        archive.write(make_source("s"), [enterprise("1", uscc=make_uscc(1), employees=number)])
        made.append(build(archive, space.ontology, folder).data_version)
    gone = prune(folder, 1, held=[made[0]])
    assert made[0] not in gone
    assert made[-1] not in gone
    assert len(gone) in (1, 2)
    assert snapshots.open(folder).data_version == made[-1]


def test_the_second_builder_waits_or_is_told_who_builds(space: Workspace, tmp_path: Path) -> None:
    load(space, table(tmp_path, firm(1)))
    lock = space.settings.data / "build.lock"
    holder = _holder(lock)
    try:
        impatient = Workspace(space.settings.model_copy(update={"lock_timeout": 0.3}))
        heard: list[str] = []
        with pytest.raises(Busy, match=rf"process {holder.pid} .*since 20\d\d-"):
            impatient.build(lambda what, done, total=None: heard.append(what))
        assert any(f"waiting: process {holder.pid}" in what for what in heard)
        waiting = threading.Timer(1.0, holder.kill)
        waiting.start()
        assert space.build().snapshot.manifest["counts"]["nodes"]["Enterprise"] == 1
        waiting.join()
    finally:
        holder.kill()
        holder.join()


def _holder(lock: Path) -> Any:
    """Another process that holds a lock until it is killed."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold, args=(lock, ready))
    process.start()
    assert ready.wait(60)
    return process


def _hold(lock: Path, ready: Any) -> None:
    with exclusive(lock, "`jiju build`"):
        ready.set()
        signal.pause()


def test_a_stale_lock_blocks_nobody(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text('{"pid": 1, "what": "building", "since": "2020-01-01T00:00:00"}', encoding="utf-8")
    with exclusive(lock, "building", patience=0):
        assert f'"pid": {os.getpid()}' in lock.read_text(encoding="utf-8")


def test_two_processes_load_into_one_archive_without_loss(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JIJU_DATA": str(tmp_path / "data")}
    processes = []
    for number in range(3):
        path = table(tmp_path, firm(number), name=f"企业{number}.csv")
        command = [sys.executable, "-m", "jiju", "load", str(path)]
        processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL))
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert len(Workspace(Settings(data=tmp_path / "data")).archive.sources()) == 3


def test_the_same_bytes_are_not_read_again_unless_something_else_changed(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path, firm(1), firm(2))
    [first] = space.load([path])
    reads = []
    import loaders.load

    real = loaders.load.load_file
    monkeypatch.setattr(loaders.load, "load_file", lambda *a, **k: reads.append(a) or real(*a, **k))
    [again] = space.load([path])
    assert reads == []
    assert (again.version, again.detail) == (space.archive.current(first.source_id or ""), first.detail)
    assert again.lines == first.lines
    assert "unchanged" in again.as_text()
    space.archive.retract(first.source_id or "")
    assert [taken.version is not None and taken.version.changed for taken in space.load([path])] == [True]
    table(tmp_path, firm(1), firm(3))
    assert [taken.version is not None and taken.version.changed for taken in space.load([path])] == [True]
    assert len(reads) == 2
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "source: {id: other, title: x}\nfile: 企业.csv\nentities:\n  e: {type: 企业, properties: {name: 企业名称}}\n",
        encoding="utf-8",
    )
    assert [taken.source_id for taken in space.load([path], mapping=mapping)] == ["other"]
    assert len(reads) == 3
    bad = table(tmp_path, firm(1), firm(2, "许多"), name="坏.csv")
    for _ in range(2):
        assert not next(space.load([bad], partial=True)).refused
    assert len(reads) == 5


def test_the_command_line_tells_a_plan(space: Workspace, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JIJU_DATA": str(space.settings.data)}
    path = table(tmp_path, firm(1), firm(2))
    command = [sys.executable, "-m", "jiju", "load", str(path), "--dry-run"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "2 Enterprise added" in done.stdout
    assert space.archive.sources() == []


def test_two_files_of_one_source_in_one_load_are_not_one_after_the_other(tmp_path: Path) -> None:
    for folder in ("东", "西"):
        (tmp_path / "files" / folder).mkdir(parents=True)
        (tmp_path / "files" / folder / "名录.csv").write_text(
            f"企业名称,注册资本\n{folder}厂,3万元\n", encoding="utf-8"
        )
    space = Workspace(Settings(data=tmp_path / "data"))
    first, second = space.load([tmp_path / "files"])
    assert not first.refused and second.refused
    assert "source id" in second.as_text()
    assert space.archive.read_entities("Enterprise").num_rows == 1


def test_reading_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for n in range(4):
        told = f"青禾县见闻{n}\n{'恒云鼎盛'[n]}禾食品有限公司落户青禾县经济开发区。\n"
        (folder / f"{n}.txt").write_text(told, encoding="utf-8")
    (folder / "README.md").write_text("# about the folder\n", encoding="utf-8")
    space = Workspace(Settings(data=tmp_path / "data"))
    reading = space.read([folder], processes=2)
    stopped = [next(reading), next(reading)]
    reading.close()
    kept = set((tmp_path / "data" / "cache" / "documents").rglob("*.spacy"))
    again = list(space.read([folder]))
    assert [taken.version.changed for taken in again if taken.version] == [False, False, True, True]
    assert len(stopped) + 2 == len(again) == len(kept) == 4
