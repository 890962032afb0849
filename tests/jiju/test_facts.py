"""Documents read and reviewed at the command line: what goes in, what waits, what stays as it was decided.

- What cannot be read gives a clear message, and leaves archive, readings and graph as they were.
- The same text in another format gives the same facts.
- A rejected fact stays rejected after re-reading; a dry run tells what another version would change.
"""

import json
import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from jiju.cli import app
from jiju.jobs import Workspace
from jiju.settings import Settings
from records.facts.thresholds import Threshold, Thresholds
from support.documents import FORMATS
from support.shared import shared_path

NEWS = (
    "青禾县重点项目集中签约\n"
    "8月2日，沂水启程网络科技有限公司投资3亿元建设恒越电商产业园项目，项目选址青禾经济开发区。\n"
    "青禾经济开发区由青禾城投开发有限公司负责运营。\n"
)


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("JIJU_DATA", str(tmp_path / "data"))
    (tmp_path / "签约.txt").write_text(NEWS, encoding="utf-8")
    types = dict.fromkeys(("Enterprise", "Park", "LOCATED_IN"), Threshold(20, 20, 0.8))
    Thresholds(types).write(tmp_path / "data" / "thresholds.yaml")
    return Workspace(Settings(data=tmp_path / "data", store="ladybug"))


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


def listed(*options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("review", "facts", "list", "--json", "-n", "500", *options).splitlines()]


def test_a_fact_is_listed_accepted_explained_and_undone(space: Workspace, tmp_path: Path) -> None:
    assert "proposed; see `jiju review facts list`" in run("read", str(tmp_path / "签约.txt"))
    space.build()
    assert space.snapshot().nodes("Project").num_rows == 0
    assert "青禾县重点项目集中签约" in run("review", "facts", "documents")
    [fact] = [f for f in listed("--type", "投资") if "恒越" in f["name"]]
    assert "投资3亿元" in run("review", "facts", "list", "-t", "INVESTS_IN")
    assert "amount: 300000000.00" in run("review", "facts", "show", fact["key"])

    made = run("review", "facts", "accept", fact["key"], "--by", "赵一", "--why", "核实").split()[0]
    space.build()
    assert [row["name"] for row in space.snapshot().nodes("Project").to_pylist()] == ["恒越电商产业园项目"]
    assert "赵一: 核实" in run("review", "facts", "log", "--active")
    run("review", "facts", "undo", made, "--by", "钱二", "--why", "看错了")
    space.build()
    assert space.snapshot().nodes("Project").num_rows == 0
    assert "taken back by 钱二: 看错了" in run("review", "facts", "log")
    assert run("review", "facts", "log", "--active") == ""


def test_a_rejected_and_a_corrected_fact_stay_so_after_re_reading(space: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "签约.txt"
    run("read", str(path))
    [operates] = listed("-t", "OPERATES")
    run("review", "facts", "reject", operates["key"], "--by", "赵一")
    [park] = [
        f for f in listed("-t", "Park", "--state", "proposed", "--state", "accepted") if f["name"] == "青禾经济开发区"
    ]
    run("review", "facts", "correct", park["key"], "--type", "机构", "--name", "青禾开发区管委会", "--by", "赵一")
    path.write_text("（记者 孙七）\n".join([NEWS[:12], NEWS[12:]]), encoding="utf-8")
    told = run("read", str(path), "--dry-run")
    assert "would be taken" in told
    assert {v.id for v in space.facts.readings.versions(operates["document"])} == {
        v.id for v in space.facts.readings.versions(operates["document"])[:1]
    }
    run("read", str(path))
    space.build()
    assert [f["key"] for f in listed("-t", "OPERATES", "--state", "rejected")] == [operates["key"]]
    assert space.snapshot().edges("OPERATES").num_rows == 0
    assert "青禾开发区管委会" in {row["name"] for row in space.snapshot().nodes("Organization").to_pylist()}
    assert space.snapshot().nodes("Park").num_rows == 0


def test_a_dry_run_tells_what_another_version_would_change(space: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "签约.txt"
    run("read", str(path))
    assert "no fact would change" in run("read", str(path), "--dry-run")
    path.write_text(NEWS.replace("青禾经济开发区由青禾城投开发有限公司负责运营。\n", ""), encoding="utf-8")
    told = run("read", str(path), "--dry-run")
    assert "facts gone" in told and "OPERATES" in told
    assert listed("-t", "OPERATES")  # nothing was written
    assert "facts gone" in run("read", str(path))
    assert not listed("-t", "OPERATES")


def encrypted_pdf() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt="geheim")
    canvas.drawString(80, 700, "secret")
    canvas.save()
    return out.getvalue()


def test_what_cannot_be_read_says_why_and_leaves_all_as_it_was(space: Workspace, tmp_path: Path) -> None:
    run("read", str(tmp_path / "签约.txt"))
    before = space.build().snapshot.data_version
    noise = random.Random(5).randbytes(5000)
    broken = FORMATS[".docx"](NEWS.splitlines())
    wrong = {
        "坏.docx": (broken[: len(broken) // 2], "damaged"),
        "密.pdf": (encrypted_pdf(), "password"),
        "空.txt": (b"", "empty"),
        "大.txt": (NEWS.encode() * (50 * 1024 * 1024 // len(NEWS.encode()) + 1), "50 MB"),
        "乱.txt": (noise, "UTF-8"),
        "乱.docx": (noise, "damaged"),
    }
    held = {p: p.stat().st_mtime_ns for p in space.archive.folder.rglob("*") if p.is_file()}
    for name, (data, why) in wrong.items():
        (tmp_path / name).write_bytes(data)
        told = run("read", str(tmp_path / name), code=1)
        assert name in told and why in told and "nothing of it was taken" in told and "Traceback" not in told
    assert {p: p.stat().st_mtime_ns for p in space.archive.folder.rglob("*") if p.is_file()} == held
    assert space.build().snapshot.data_version == before


@pytest.mark.shared
@pytest.mark.parametrize("name", ["linyi-ecommerce-opinion", *(f"news-{n:02}" for n in range(1, 6))])
def test_the_gold_texts_give_the_same_facts_in_every_format(space: Workspace, tmp_path: Path, name: str) -> None:
    text = shared_path(f"gold/{name}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    (tmp_path / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    for ending, make in FORMATS.items():
        (tmp_path / f"{name}{ending}").write_bytes(make(lines))
    facts = {}
    for ending in (".txt", *FORMATS):
        [taken] = space.read([tmp_path / f"{name}{ending}"])
        assert taken.source_id
        rows = space.facts.index.in_document(taken.source_id)
        facts[ending] = {(r.type, r.name, r.quote, r.start, r.state) for r in rows}
    assert len(facts[".txt"]) > 5
    assert all(found == facts[".txt"] for found in facts.values()), facts.keys()


@pytest.mark.shared
def test_thresholds_are_measured_by_a_command(space: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "data" / "thresholds.yaml"
    told = run("score", str(shared_path("gold/GUIDELINES.md").parent), "--thresholds", str(out))
    assert "Target:" in told and "nothing goes in by itself" in told
    assert Thresholds.read(out).of("Target") is not None
    assert Thresholds.read(out).measured["documents"] == 6
