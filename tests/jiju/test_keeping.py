"""Verify, backup, restore, rebuild: what was written is found again, and what is damaged is told by its path."""

import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from jiju.cli import app
from jiju.jobs import Workspace
from jiju.keeping import BackupRefused, backup, damage, rebuild, restore
from jiju.settings import Settings
from records.archive import Archive
from records.verifying import archive_damage, snapshot_damage

TABLE = "企业名称,所在地代码,从业人数,法定代表人\n甲木业有限公司,371323,10,赵一\n乙食品有限公司,371302,20,钱二\n"


@pytest.fixture
def space(made: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(made, tmp_path / "data")
    return Workspace(Settings(data=tmp_path / "data"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keeping")
    (folder / "files").mkdir()
    (folder / "files" / "名录.csv").write_text(TABLE, encoding="utf-8")
    made = Workspace(Settings(data=folder / "data"))
    assert not [taken for taken in made.load([folder / "files"]) if taken.refused]
    made.build()
    id_ = made.snapshot().nodes("Enterprise")["id"][0].as_py()
    made.override(id_, "employees", "11", "王", "电话核实")
    made.build()
    return made.settings.data


def told(space: Workspace) -> list[str]:
    return [str(one) for one in damage(space)]


def in_files(space: Workspace) -> list[str]:
    return [str(one) for one in (*archive_damage(space.archive), *snapshot_damage(space.snapshot()))]


def tables(space: Workspace) -> Iterator[Path]:
    """Every Parquet file that a hash was written down for."""
    for version in Archive(space.archive.folder, space.ontology).current_versions():
        yield from (space.archive.file(version, name) for name in version.tables)
    folder = space.snapshot().folder
    yield from (path for name in space.snapshot().manifest["digests"] if (path := folder / f"{name}.parquet").exists())


def test_what_was_written_is_sound(space: Workspace) -> None:
    assert told(space) == []


def test_any_table_that_changed_on_the_disk_is_named(space: Workspace) -> None:
    for path in tables(space):
        kept, table = path.read_bytes(), pq.read_table(path)
        if not table.num_rows:
            continue
        path.unlink()  # a file may have two names: it is broken under this one
        pq.write_table(table.slice(1), path)
        assert [f"{path}: is not what was written" in line for line in in_files(space)] == [True]
        path.write_bytes(kept[:-9])
        assert [f"{path}: cannot be read" in line for line in in_files(space)] == [True]
        path.write_bytes(kept)
    assert told(space) == []


def test_a_file_that_is_gone_and_one_that_was_put_in_its_place_are_named(space: Workspace) -> None:
    version = next(v for v in space.archive.current_versions() if v.source_id == "名录")
    path = space.archive.file(version, "entities/Enterprise")
    aside = path.with_suffix(".aside")
    path.rename(aside)
    assert [line.startswith(f"{path}: cannot be read") for line in told(space)] == [True]
    shutil.copy(space.snapshot().node_files()["Person"], path)
    assert [line.startswith(f"{path}: is not what was written") for line in told(space)] == [True]
    aside.replace(path)
    source = path.parents[1] / "source.json"
    source.write_text(source.read_text(encoding="utf-8").replace("名录", "别的"), encoding="utf-8")
    assert any(f"{source}: is not what the version" in line for line in told(space))


def test_a_store_that_somebody_wrote_into_is_told(space: Workspace) -> None:
    with space.open_store() as store:
        store.write("MATCH (n:Enterprise) WHERE n.name STARTS WITH '甲' SET n.name = '改'")
    [line] = told(space)
    assert "Enterprise is not what the snapshot has: 2 rows" in line


def test_a_backup_put_back_gives_the_same_graph_and_history(space: Workspace, tmp_path: Path) -> None:
    made = backup(space, tmp_path / "out" / "jiju.tar")
    assert not any(name.startswith(("store", "cache")) for name in made["files"])
    other = Workspace(Settings(data=tmp_path / "other"))
    restore(tmp_path / "out" / "jiju.tar", other.settings.data)
    built = other.build()
    assert built.snapshot.data_version == space.snapshot().data_version
    assert told(other) == []
    assert [edit.why for edit in other.edits.log()] == ["电话核实"]
    assert list(other.changes()) == list(space.changes()) != []
    rows = other.snapshot().nodes("Enterprise").to_pylist()
    assert rows == space.snapshot().nodes("Enterprise").to_pylist()


def test_a_backup_is_of_the_moment_when_it_began(space: Workspace, tmp_path: Path) -> None:
    backup(space, tmp_path / "jiju.tar")
    id_ = space.snapshot().nodes("Enterprise")["id"][1].as_py()
    space.override(id_, "employees", "21", "王", "后来")
    other = Workspace(Settings(data=tmp_path / "other"))
    restore(tmp_path / "jiju.tar", other.settings.data)
    assert [edit.why for edit in other.edits.log()] == ["电话核实"]


def test_a_damaged_or_foreign_backup_is_refused_and_leaves_nothing(space: Workspace, tmp_path: Path) -> None:
    good = tmp_path / "jiju.tar"
    backup(space, good)
    content = good.read_bytes()
    at = content.index(b"PAR1") + 40
    (tmp_path / "bit.tar").write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    (tmp_path / "cut.tar").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.tar").write_text("no tar", encoding="utf-8")
    with tarfile.open(tmp_path / "outside.tar", "w") as tar:
        tar.add(good, "../outside")
    for name in ("bit", "cut", "text", "outside"):
        with pytest.raises(BackupRefused, match=name):
            restore(tmp_path / f"{name}.tar", tmp_path / "other")
        assert not (tmp_path / "other").exists()
    with pytest.raises(BackupRefused, match="holds something already"):
        restore(good, space.settings.data)
    with pytest.raises(BackupRefused, match="is there already"):
        backup(space, good)
    assert not list(tmp_path.glob(".part-*")) and not list(space.settings.data.glob(".part-*"))


def test_rebuild_gives_the_same_data_version_also_after_damage(space: Workspace) -> None:
    before = space.snapshot().data_version
    made = rebuild(space)
    assert (made.before, made.after, made.damaged) == (before, before, False)
    path = space.snapshot().node_files()["Enterprise"]
    path.unlink()
    path.write_bytes(b"PAR1")
    assert any(line.startswith(f"{path}: ") for line in told(space))
    made = rebuild(space)
    assert (made.before, made.after, made.damaged) == (before, before, True)
    assert told(space) == []


def test_the_verbs_say_what_they_did(space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIJU_DATA", str(space.settings.data))
    run = CliRunner().invoke
    assert "all is well" in run(app, ["verify"]).output
    assert "files" in run(app, ["backup", str(tmp_path / "a.tar")]).output
    assert "store:" in run(app, ["rebuild"]).output
    path = next(tables(space))
    path.unlink()
    done = run(app, ["verify"])
    assert done.exit_code == 1 and str(path) in done.output
    monkeypatch.setenv("JIJU_DATA", str(tmp_path / "new"))
    assert "run `jiju build`" in run(app, ["restore", str(tmp_path / "a.tar")]).output
    assert run(app, ["build"]).exit_code == 0
    assert "all is well" in run(app, ["verify"]).output
