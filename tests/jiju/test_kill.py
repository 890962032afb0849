"""Kill -9 at random moments of `jiju load … && jiju build`.

A batch is a transaction of the store: the whole publication on the embedded engine, some thousand rows of one type on
Neo4j. Whatever the moment:

- the store can be read, and each thing in it is as the old snapshot has it or as the new one does, never a mixture;
- if the store names a data version as its own, it holds just that version;
- running the same again finishes, with the data version of a run that nobody disturbed.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cypher.errors import StoreError
from cypher.store import UNDER_WAY
from jiju.jobs import Workspace
from jiju.settings import Settings
from records import snapshot as snapshots
from support.builders import make_uscc
from support.neo4j_server import Neo4jServer

ROOT = Path(__file__).parents[2]
KILLS, SEED = 20, 20261123
ENTERPRISES = 400
Rows = dict[str, tuple[Any, ...]]

_MAPPINGS = {
    "企业.yaml": """\
source: {id: names, title: 企业名录}
file: 企业.csv
entities:
  firm:
    type: 企业
    properties: {name: 企业名称, uscc: 信用代码, employees: 从业人数}
""",
    "持股.yaml": """\
source: {id: shares, title: 持股}
file: 持股.csv
entities:
  owner:
    type: 企业
    mention: true
    properties: {uscc: 股东代码}
  owned:
    type: 企业
    mention: true
    properties: {uscc: 企业代码}
relations:
  - {type: OWNS, head: owner, tail: owned, properties: {share: 比例}}
""",
}


def write_tables(folder: Path, edition: int) -> list[Path]:
    """Enterprises and their shares; the second edition changes, adds and drops some of both."""
    (folder / "mappings").mkdir(parents=True, exist_ok=True)
    for name, text in _MAPPINGS.items():
        (folder / "mappings" / name).write_text(text, encoding="utf-8")
    names, shares = folder / "企业.csv", folder / "持股.csv"
    first = 5 * edition
    rows = [
        f"企业{i},{make_uscc(i)},{i + (1000 if edition and i % 20 == 0 else 0)}"
        for i in range(first, ENTERPRISES + first)
    ]
    names.write_text("\n".join(["企业名称,信用代码,从业人数", *rows, ""]), encoding="utf-8")
    pairs = [(i, (i * 7 + 1) % ENTERPRISES) for i in range(first, ENTERPRISES) if i != (i * 7 + 1) % ENTERPRISES]
    pairs = [(a, b) for a, b in pairs if b >= first]
    lines = [f"{make_uscc(a)},{make_uscc(b)},{10 + (edition if a % 20 == 0 else 0)}%" for a, b in pairs]
    shares.write_text("\n".join(["股东代码,企业代码,比例", *lines, ""]), encoding="utf-8")
    return [names, shares]


class Flow:
    """One workspace, its two editions of tables, and what an undisturbed run makes of them."""

    def __init__(self, folder: Path, store: dict[str, str]) -> None:
        self.folder = folder
        self.environment = {"JIJU_DATA": str(folder / "data"), **store}
        self.tables = [write_tables(folder / f"edition-{n}", n) for n in (0, 1)]

    def space(self) -> Workspace:
        told = {name.removeprefix("JIJU_").lower(): value for name, value in self.environment.items()}
        return Workspace(Settings(**told))  # type: ignore[arg-type]  # checked by pydantic

    def finish(self, edition: int) -> str:
        """Load and build without being disturbed; the data version."""
        space = self.space()
        for taken in space.load(self.tables[edition]):
            assert not taken.refused, taken.as_text()
        return space.build().snapshot.data_version

    def start(self, edition: int) -> subprocess.Popen[bytes]:
        """The same as a real process of the shell, in a group of its own."""
        files = " ".join(f"'{path}'" for path in self.tables[edition])
        jiju = f"'{sys.executable}' -m jiju"
        return subprocess.Popen(
            ["sh", "-c", f"{jiju} load {files} && {jiju} build"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def held(self) -> tuple[str | None, Rows]:
        """What the store says it holds, and what is in it."""
        with self.space().open_store(read_only=True) as store:
            rows: Rows = {}
            for id_, name, employees in store.read("MATCH (n:Enterprise) RETURN n.id, n.name, n.employees").rows:
                rows[id_] = (name, employees)
            for id_, head, tail, share in store.read(
                "MATCH (a:Enterprise)-[r:OWNS]->(b:Enterprise) RETURN r.id, a.id, b.id, r.share"
            ).rows:
                rows[id_] = (head, tail, share)
            return store.data_version(), rows

    def expected(self, version: str) -> Rows:
        made = snapshots.open(self.folder / "data" / "snapshots" / version)
        rows: Rows = {row["id"]: (row["name"], row["employees"]) for row in made.nodes("Enterprise").to_pylist()}
        owned = made.edges("OWNS").to_pylist()
        return rows | {row["id"]: (row["from_id"], row["to_id"], row["share"]) for row in owned}


@pytest.fixture(params=["ladybug", "neo4j"])
def flow(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flow]:
    for name in [name for name in os.environ if name.startswith("JIJU_")]:
        monkeypatch.delenv(name)
    store = {"JIJU_STORE": request.param}
    if request.param == "neo4j":
        server: Neo4jServer = request.getfixturevalue("neo4j_session")
        request.getfixturevalue("neo4j_store").clear()
        store |= {"JIJU_NEO4J_URI": server.uri}
        if server.password:
            store |= {"JIJU_NEO4J_USER": server.user or "neo4j", "JIJU_NEO4J_PASSWORD": server.password}
    yield Flow(tmp_path, store)


@pytest.mark.slow
def test_killed_at_any_moment_it_is_whole_and_can_be_finished(flow: Flow) -> None:
    versions = [flow.finish(0), flow.finish(1)]
    expected = [flow.expected(version) for version in versions]
    assert len(expected[0]) > ENTERPRISES
    assert expected[0] != expected[1]
    moments = random.Random(SEED)
    longest, killed, runs = _undisturbed_seconds(flow, versions), 0, 0
    while killed < KILLS:
        edition = runs % 2
        if runs % 4 >= 2:  # from nothing, so that whole loads are killed as well as small changes
            _drop_store(flow)
        runs += 1
        assert runs <= 3 * KILLS, f"{runs - killed} of {runs} runs were over before they were to be killed"
        started = time.monotonic()
        process = flow.start(edition)
        try:
            process.wait(moments.uniform(0.2, 1.0) * longest)
            longest = time.monotonic() - started  # the machine is less busy than it was
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        _check(flow, versions, expected)
        assert flow.finish(edition) == versions[edition], f"kill {killed}"
        assert flow.held() == (versions[edition], expected[edition])


def _undisturbed_seconds(flow: Flow, versions: list[str]) -> float:
    started = time.monotonic()
    assert flow.start(0).wait() == 0
    took = time.monotonic() - started
    assert flow.held()[0] == versions[0]
    flow.finish(1)
    return took


def _drop_store(flow: Flow) -> None:
    if flow.environment["JIJU_STORE"] == "ladybug":
        shutil.rmtree(flow.folder / "data" / "store")
        return
    with flow.space().open_store() as store:
        store.clear()


def _check(flow: Flow, versions: list[str], expected: list[Rows]) -> None:
    try:
        version, rows = flow.held()
    except StoreError as problem:  # the embedded engine before it was ever published
        assert "there is no store" in str(problem)
        return
    if version in versions:
        assert rows == expected[versions.index(version)]
        return
    assert version is None or UNDER_WAY in version
    for id_, row in rows.items():
        assert row in [known[id_] for known in expected if id_ in known], (version, id_)
