"""The archive follows a changed ontology: what would happen is told first, and nothing is lost in silence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from jiju.cli import app
from jiju.jobs import Workspace
from jiju.keeping import damage
from jiju.settings import Settings
from records.appended import AppendedLog
from records.migration import MigrationRefused, Rename, plan, renamed

TYPE = """\
name: Orchard
label: {{zh: 果园, en: orchard}}
plural: {{zh: 果园, en: orchards}}
description: {{zh: 成片的果园, en: fields of fruit trees}}
field: orchard
plural_field: orchards
color: "#3f7f3f"
icon: home
headers: [果园]
keys: [name]
properties:
{properties}
"""
THEN = {"trees": "", "since": "", "worth": "kind: money", "kinds": "multiple: true"}
TABLE = "果园名称,trees,since,worth,kinds\n东山果园,1200,2011-05,3万元,苹果、桃\n西山果园,很多,2012,5万元,梨\n"


def ontology(folder: Path, properties: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "types").mkdir(exist_ok=True)
    lines = [
        f"  {name}:\n    label: {{zh: {name}的, en: {name}}}\n    headers: [{name}]\n"
        + (f"    {told}\n" if told else "")
        for name, told in properties.items()
    ]
    (folder / "types" / "Orchard.yaml").write_text(TYPE.format(properties="".join(lines)), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = ontology(tmp_path / "ontology", THEN)
    (tmp_path / "果园.csv").write_text(TABLE, encoding="utf-8")
    space = Workspace(Settings(data=tmp_path / "data", ontology=made))
    for taken in space.load([tmp_path / "果园.csv"]):
        assert not taken.refused, taken.as_text()
    space.build()
    id_ = space.snapshot().nodes("Orchard")["id"][0].as_py()
    space.override(id_, "trees", "1300", "王", "数过")
    space.build()
    return tmp_path


def changed(folder: Path, properties: dict[str, str]) -> Workspace:
    return Workspace(Settings(data=folder / "data", ontology=ontology(folder / "ontology", properties)))


def rows(space: Workspace) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in space.build().snapshot.nodes("Orchard").to_pylist()}


def test_without_a_change_there_is_nothing_to_do(folder: Path) -> None:
    assert plan(changed(folder, THEN).archive) == []


def test_a_property_more_needs_nothing(folder: Path) -> None:
    space = changed(folder, {**THEN, "owner": ""})
    assert {(step.change, step.property) for step in plan(space.archive, (), space.snapshot())} == {("added", "owner")}
    assert space.migrate() == []
    assert [row["owner"] for row in rows(space).values()] == [None, None]


def test_a_renamed_property_keeps_its_values_and_what_was_edited_by_hand(folder: Path) -> None:
    now = {("number" if name == "trees" else name): told for name, told in THEN.items()}
    space = changed(folder, now)
    assert {(s.change, s.property, s.lost) for s in plan(space.archive)} >= {("gone", "trees", 3)}
    with pytest.raises(MigrationRefused, match=r"Orchard\.trees"):
        space.migrate()
    renames = [Rename("Orchard", "trees", "number")]
    assert {(s.change, s.to, s.values, s.lost) for s in plan(space.archive, renames)} == {("renamed", "number", 3, 0)}
    assert {one.source_id for one in space.migrate(renames)} == {"果园", "edits"}
    assert sorted(str(row["number"]) for row in rows(space).values()) in (["1300", "很多"], ["1200", "1300"])
    assert [edit.property for edit in space.edits.active()] == ["number"]
    assert list(damage(space)) == []
    assert space.migrate(renames) == []


def test_a_property_of_another_kind_is_read_anew_and_losses_are_told(folder: Path) -> None:
    now = {"trees": "kind: integer", "since": "kind: date", "worth": "", "kinds": ""}
    space = changed(folder, now)
    steps = {step.property: step for step in plan(space.archive)}
    assert (steps["trees"].lost, steps["trees"].examples) == (1, ["很多"])
    assert {name: step.lost for name, step in steps.items() if name != "trees"} == {"since": 0, "worth": 0, "kinds": 0}
    with pytest.raises(MigrationRefused, match="很多"):
        space.migrate()
    space.migrate(lose=True)
    made = rows(space)
    assert {str(row["since"]): row["since_precision"] for row in made.values()} == {
        "2011-05-01": "month",
        "2012-01-01": "year",
    }
    assert {name: (row["worth"], row["kinds"]) for name, row in made.items()} == {
        "东山果园": ("3万元", "苹果、桃"),
        "西山果园": ("5万元", "梨"),
    }
    assert list(damage(space)) == []


def test_a_migration_that_was_killed_after_its_log_is_finished_by_the_next_build(folder: Path) -> None:
    now = {("number" if name == "trees" else name): told for name, told in THEN.items()}
    space = changed(folder, now)
    line = {"at": "2026-11-23T00:00:00+00:00", "renames": [["Orchard", "trees", "number"]], "retyped": []}
    AppendedLog(space.archive.folder / "_migrations" / "log.jsonl").append({**line, "ontology": ""})
    assert all(row["number"] for row in rows(space).values())
    assert plan(space.archive) == []


def test_renames_chain_and_come_back(folder: Path) -> None:
    there = {("number" if name == "trees" else name): told for name, told in THEN.items()}
    space = changed(folder, there)
    space.migrate([Rename("Orchard", "trees", "number")])
    space = changed(folder, THEN)
    space.migrate([Rename("Orchard", "number", "trees")])
    assert all(row["trees"] for row in rows(space).values())
    assert renamed(space.archive.folder) == {("Orchard", "trees"): "trees", ("Orchard", "number"): "trees"}
    space = changed(folder, there)
    with pytest.raises(MigrationRefused, match="LOST"):
        space.migrate()  # what was called back has to be told once more
    space.migrate([Rename("Orchard", "trees", "number")])
    assert all(row["number"] for row in rows(space).values())


@pytest.mark.parametrize("wrong", ["trees=number", "Orchard.trees=nothing", "Nowhere.a=b", "Orchard.trees=since"])
def test_a_rename_that_means_nothing_is_refused(folder: Path, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIJU_DATA", str(folder / "data"))
    monkeypatch.setenv("JIJU_ONTOLOGY", str(ontology(folder / "ontology", THEN)))
    assert isinstance(CliRunner().invoke(app, ["migrate", "--rename", wrong]).exception, MigrationRefused)


def test_the_command_shows_the_plan_and_applies_it_when_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = {("number" if name == "trees" else name): told for name, told in THEN.items()}
    monkeypatch.setenv("JIJU_DATA", str(folder / "data"))
    monkeypatch.setenv("JIJU_ONTOLOGY", str(ontology(folder / "ontology", now)))
    shown = CliRunner().invoke(app, ["migrate", "--rename", "Orchard.trees=number"]).stdout
    assert shown == "renamed: Orchard.trees → number; 3 values of 2 sources\n"
    done = CliRunner().invoke(app, ["migrate", "--rename", "Orchard.trees=number", "--apply"]).stdout
    assert "2 sources brought to the ontology" in done
    assert "nothing to do" in CliRunner().invoke(app, ["migrate"]).stdout
