"""Who is who, decided at the command line: found, judged, told, undone. Files, snapshot and store follow."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jiju.cli import app
from jiju.jobs import Workspace
from jiju.settings import Settings
from records.resolution.decisions import UnknownId

FIRST = "企业名称,所在地代码,从业人数\n沂水金锣木业有限公司,371323,10\n临沂海天食品有限公司,371302,20\n"
SECOND = "企业名称,统一社会信用代码\n山东沂水金锣木业股份公司,91371300MA30000006\n"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("JIJU_DATA", str(tmp_path / "data"))
    for name, text in (("名录.csv", FIRST), ("登记.csv", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    space = Workspace(Settings(data=tmp_path / "data"))
    assert not [taken for taken in space.load([tmp_path]) if taken.refused]
    space.build()
    return space


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["review", *arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def ids(space: Workspace) -> dict[str, str]:
    rows = space.snapshot().nodes("Enterprise").to_pylist()
    return {row["name"]: row["id"] for row in rows}


def in_store(space: Workspace) -> list[str]:
    with space.open_store(read_only=True) as store:
        found = list(store.stream("MATCH (e:Enterprise) RETURN e.id AS id ORDER BY id", {}))
    return [row["id"] for batch in found for row in batch.to_pylist()]


def test_a_candidate_is_shown_judged_merged_explained_and_undone(space: Workspace) -> None:
    before, version = ids(space), space.snapshot().data_version
    assert in_store(space) == sorted(before.values())
    [pair] = [json.loads(line) for line in run("list", "--type", "企业", "--json").splitlines()]
    left, right = pair["left"]["id"], pair["right"]["id"]
    assert {left, right} < set(before.values())
    assert pair["score"] < 0.95 and pair["reasons"]["brand same"] > 0
    shown = run("list", "-t", "Enterprise")
    assert "沂水金锣木业有限公司" in shown and "91371300MA30000006" in shown and left in shown

    made = run("same", left, right, "--why", "同一营业执照", "--by", "赵一").split()[0]
    assert run("list") == ""
    space.build()
    snapshot = space.snapshot()
    goes = snapshot.redirect(left)
    assert goes == snapshot.redirect(right) in (left, right)
    assert in_store(space) == sorted({*before.values()} - {left, right} | {goes})
    told = run("why", right)
    assert made in told and "赵一: 同一营业执照" in told and "also known as" in told
    assert f"{left} and {right}" in told or f"{right} and {left}" in told

    assert made in run("undo", made, "--why", "看错了", "--by", "钱二")
    space.build()
    assert ids(space) == before and space.snapshot().data_version == version
    assert in_store(space) == sorted(before.values())
    assert "taken back by 钱二: 看错了" in run("log")
    assert run("log", "--active") == ""


def test_what_is_not_the_same_or_unsure_is_not_asked_again(space: Workspace) -> None:
    [pair] = [json.loads(line) for line in run("list", "--json").splitlines()]
    left, right = pair["left"]["id"], pair["right"]["id"]
    run("unsure", left, right, "--by", "赵一")
    space.build()
    assert run("list") == ""
    assert "(unsure)" in run("list", "--unsure")
    run("not-same", left, right, "--by", "赵一")
    space.build()
    assert run("list", "--unsure") == ""


def test_an_entity_by_keys_tells_on_what_its_records_agree(space: Workspace, tmp_path: Path) -> None:
    (tmp_path / "增补.csv").write_text("企业名称,所在地代码\n临沂海天食品有限公司,371302\n", encoding="utf-8")
    list(space.load([tmp_path / "增补.csv"]))
    space.build()
    told = run("why", ids(space)["临沂海天食品有限公司"])
    assert "name + region_code = 临沂海天食品有限公司 371302: 1, 2" in told
    assert "名录.csv" in told and "row 3" in told


def test_an_id_that_never_was_is_refused(space: Workspace) -> None:
    known = next(iter(ids(space).values()))
    with pytest.raises(UnknownId, match="jiju build"):
        space.judge(known, "enterprise:00000000000000ff", "same", "赵一", "")
    with pytest.raises(UnknownId, match="no type"):
        space.judge(known, "firm:00000000000000ff", "same", "赵一", "")
