"""What the API may do to the data, end to end on a small workspace."""

import json
from pathlib import Path

import pytest

from jiju.api_jobs import ApiJobs
from jiju.jobs import Workspace
from jiju.settings import Settings
from records.errors import ArchiveError
from support.builders import make_uscc

MAPPING = """\
source: {id: list, title: 名录}
file: "*.csv"
entities:
  firm: {type: 企业, properties: {name: 名, uscc: 码, employees: 人}}
"""


@pytest.fixture
def jobs(tmp_path: Path) -> ApiJobs:
    return ApiJobs(Workspace(Settings(data=tmp_path / "data")))


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "表.csv"
    path.write_text("\n".join(["名,码,人", *rows, ""]), encoding="utf-8")
    return path


def test_from_a_file_to_a_correction_and_back(jobs: ApiJobs, tmp_path: Path) -> None:
    path = table(tmp_path, f"甲公司,{make_uscc(1)},5")
    told = jobs.inspect(path, MAPPING)
    assert told["graph"]["added"] == {"Enterprise": 1}
    assert jobs.sources() == []
    done = jobs.load(path, MAPPING)
    assert (done["refused"], done["source"]) == (False, "list")
    first = jobs.build()
    assert [source["id"] for source in jobs.sources()] == ["list"]
    table(tmp_path, f"甲公司,{make_uscc(1)},6")
    jobs.load(path, MAPPING)
    jobs.build()
    [change] = jobs.changes(since=first)
    assert (change["property"], change["old"], change["new"]) == ("employees", "5", "6")
    subject = change["id"]
    edit = jobs.override(subject, "employees", "7人", "王", "电话")
    jobs.build()
    [conflict] = jobs.conflicts([subject])[subject]
    assert [(one["value"], one["believed"]) for one in conflict["values"]] == [(7, True), (6, False)]
    jobs.undo_override(edit["id"], "王", "错了")
    jobs.build()
    assert jobs.conflicts([subject])[subject] == []
    assert [one["undone"]["by"] for one in jobs.overrides()] == ["王"]
    assert jobs.retract("list", dry=True)["graph"]["retracted"] == {"Enterprise": 1}
    assert jobs.retract("list")["changed"]
    jobs.build()
    assert jobs.sources() == []
    assert [c["change"] for c in jobs.changes(since=change["sequence"])][-1] == "retracted"
    json.dumps([jobs.changes(), jobs.overrides()], default=str)
    assert not [path for path in (tmp_path / "data").iterdir() if path.name.startswith(".")]


def test_bad_rows_by_mode(jobs: ApiJobs, tmp_path: Path) -> None:
    path = table(tmp_path, f"甲公司,{make_uscc(1)},5", f"乙公司,{make_uscc(2)},许多")
    assert jobs.load(path, MAPPING)["refused"]
    assert jobs.sources() == []
    assert not jobs.load(path, MAPPING, "partial")["refused"]
    with pytest.raises(ArchiveError, match="nobody"):
        jobs.retract("nobody")
