"""The archive keeps what every source said, by version, for ever.

- Saying the same again changes nothing, in whatever order it is said.
- A version appears whole or not at all, whatever kills the process.
- A record that the ontology does not allow is refused, and the message says where it stands.
- ``retract`` makes the source say nothing, and its history stays.
- ``diff`` lists what was added, changed and retracted; where it stands in the file does not count.
"""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.model import Ontology, load
from records.archive import Archive
from records.difference import Statement
from records.errors import ArchiveError, RecordRefused
from records.files import safe_name
from records.record import EntityRecord, Locator, Record
from records.schema import unflatten
from support.builders import (
    day,
    enterprise,
    entity,
    located_in,
    make_source,
    make_uscc,
    owns,
    region,
    relation,
    yuan,
)

ONTOLOGY: Ontology = load()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", ONTOLOGY)


def some_records() -> list[Record]:
    return [
        enterprise("1", "甲公司", row=2, uscc=make_uscc(1), registered_capital=yuan(5_000_000, "500万元")),
        enterprise("2", "乙公司", row=3, founded=day("2014-05"), aliases=("乙", "B")),
        region("371302", "兰山区", row=4),
        located_in("1", "371302", row=2, valid_from=day("2015")),
        owns("1", "2", 0.51, row=5),
    ]


def files(folder: Path) -> dict[str, float]:
    return {str(p): p.stat().st_mtime for p in sorted(folder.rglob("*"))}


def test_what_is_written_is_read_back(archive: Archive) -> None:
    version = archive.write(make_source("names"), some_records())
    assert version.changed
    assert (version.entities, version.relations) == (
        {"Enterprise": 2, "Region": 1},
        {"LOCATED_IN": 1, "OWNS": 1},
    )
    rows = archive.read_entities("Enterprise").to_pylist()
    properties = ONTOLOGY.node_types["Enterprise"].properties
    assert [row["_source_id"] for row in rows] == ["names", "names"]
    assert unflatten(properties["registered_capital"], rows[0]) == yuan(5_000_000, "500万元")
    assert unflatten(properties["founded"], rows[1]) == day("2014-05")
    assert unflatten(properties["aliases"], rows[1]) == ("乙", "B")
    assert rows[1]["_row"] == 3
    [edge] = archive.read_relations("OWNS").to_pylist()
    assert (edge["_head_ref"], edge["_tail_ref"], edge["share"]) == ("1", "2", 0.51)


def test_a_source_comes_back_as_it_was(archive: Archive) -> None:
    source = make_source(
        "登记/2019 年", publisher="某局", licence="CC-BY", as_of=date(2019, 1, 1), trust=0.9, url="u:x"
    )
    archive.write(source, [enterprise("1")])
    assert archive.sources() == [source]


def test_loading_twice_changes_nothing(archive: Archive) -> None:
    first = archive.write(make_source("names"), some_records())
    before = files(archive.folder)
    again = archive.write(make_source("names"), some_records())
    assert not again.changed
    assert (again.id, archive.versions("names")) == (first.id, [again])
    assert files(archive.folder) == before


@settings(max_examples=20, deadline=None)
@given(st.permutations(some_records()))
def test_the_order_of_records_does_not_count(records: list[Record]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        assert archive.write(make_source("names"), some_records()).id == archive.write(make_source("names"), records).id


def test_records_said_twice_count_once(archive: Archive) -> None:
    once = archive.write(make_source("names"), some_records())
    assert archive.write(make_source("names"), some_records() * 2).id == once.id


def test_a_new_version_replaces_and_keeps_the_old_one(archive: Archive) -> None:
    old = archive.write(make_source("names"), some_records())
    new = archive.write(make_source("names"), some_records()[:1])
    assert [v.id for v in archive.versions("names")] == [old.id, new.id]
    assert archive.read_entities("Enterprise").num_rows == 1
    assert archive.tables("names", old.id).entities["Enterprise"].num_rows == 2


def test_going_back_to_an_old_version_is_news(archive: Archive) -> None:
    old = archive.write(make_source("names"), some_records())
    archive.write(make_source("names"), [])
    back = archive.write(make_source("names"), some_records())
    assert back.changed
    assert (back.id, len(archive.versions("names"))) == (old.id, 3)


def test_a_retracted_source_says_nothing_and_keeps_its_history(archive: Archive) -> None:
    old = archive.write(make_source("names"), some_records())
    gone = archive.retract("names")
    assert gone.retracted
    assert (archive.sources(), archive.current("names")) == ([], None)
    assert archive.read_entities("Enterprise").num_rows == 0
    assert archive.tables("names", old.id).entities["Enterprise"].num_rows == 2
    assert not archive.retract("names").changed
    assert archive.write(make_source("names"), some_records()).changed


def test_an_unknown_source_is_named_with_those_known(archive: Archive) -> None:
    archive.write(make_source("names"), [])
    with pytest.raises(ArchiveError, match="no source 'nams'; known: names"):
        archive.retract("nams")
    with pytest.raises(ArchiveError, match="no version 'abc'"):
        archive.tables("names", "abc")


def test_diff_lists_added_changed_and_retracted(archive: Archive) -> None:
    old = archive.write(make_source("names"), some_records())
    new = archive.write(make_source("names"), [
        enterprise("1", "甲公司", row=20, uscc=make_uscc(1), registered_capital=yuan(6_000_000, "600万元")),
        enterprise("3", "丙公司", row=3),
        region("371302", "兰山区", row=40),
        located_in("1", "371302", row=20, valid_from=day("2015")),
    ])  # fmt: skip
    diff = archive.diff("names", old.id, new.id)
    assert diff.added == [Statement("entity", "Enterprise", ("3",))]
    assert diff.changed == [Statement("entity", "Enterprise", ("1",), ("registered_capital",))]
    assert diff.retracted == [
        Statement("entity", "Enterprise", ("2",)),
        Statement("relation", "OWNS", ("Enterprise", "1", "Enterprise", "2")),
    ]
    assert not archive.diff("names", new.id, new.id)
    assert len(archive.diff("names", None, old.id).added) == 5


def test_relations_are_told_apart_by_their_keys(archive: Archive) -> None:
    people = [entity("Person", "p", name="张三"), enterprise("1")]
    roles = [
        relation("HOLDS_ROLE", ("Person", "p"), ("Enterprise", "1"), role=role) for role in ("董事", "经理", "监事")
    ]
    old = archive.write(make_source("roles"), [*people, *roles[:2]])
    new = archive.write(make_source("roles"), [*people, *roles[1:]])
    diff = archive.diff("roles", old.id, new.id)
    assert [s.identity[-1] for s in diff.added] == ["监事"]
    assert [s.identity[-1] for s in diff.retracted] == ["董事"]


UNKNOWN_STATE: Any = "sure"
PLACE = Locator(file="企业.xlsx", sheet="名录", row=17)


@pytest.mark.parametrize(("record", "message"), [
    (EntityRecord("Factory", "1", {}, PLACE), "no node type 'Factory'"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "colour": "red"}, PLACE), "no property of Enterprise 'colour'"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "employees": "many"}, PLACE), "employees is 'many', which is no"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "employees": True}, PLACE), "employees is True, which"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "revenue": 5}, PLACE), "revenue is 5, which is no money"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "aliases": "乙"}, PLACE), "aliases is '乙'; it takes a tuple"),
    (EntityRecord("Enterprise", "1", {"name": ("甲",)}, PLACE), "it takes one value"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "status": "asleep"}, PLACE), "no code of EnterpriseStatus"),
    (EntityRecord("Enterprise", "1", {"name": "甲", "kind": ("asleep",)}, PLACE), "no code of EnterpriseKind"),
    (EntityRecord("Enterprise", "1", {"scope": "板材"}, PLACE), "Enterprise '1' has no name"),
    (EntityRecord("Enterprise", "", {"name": "甲"}, PLACE), "the ref is empty"),
    (EntityRecord("Enterprise", "1", {"name": "甲"}, PLACE, confidence=1.5), "confidence 1.5"),
    (EntityRecord("Enterprise", "1", {"name": "甲"}, PLACE, state=UNKNOWN_STATE), "state 'sure'"),
    (relation("HATES", ("Enterprise", "1"), ("Enterprise", "2"), _locator=PLACE), "no edge type 'HATES'"),
    (relation("OWNS", ("Village", "1"), ("Enterprise", "e"), _locator=PLACE), "does not lead from Village"),
    (owns("e", "nobody", _locator=PLACE), "the tail of OWNS is Enterprise 'nobody', but"),
    (owns("e", "e", 0.5, _locator=PLACE, colour="red"), "no property of OWNS 'colour'"),
])  # fmt: skip
def test_an_invalid_record_is_refused_with_its_place(archive: Archive, record: Record, message: str) -> None:
    village = entity("Village", "1", name="村")
    with pytest.raises(RecordRefused) as refusal:
        archive.write(make_source("bad"), [enterprise("e"), village, record])
    assert message in str(refusal.value)
    assert "企业.xlsx, sheet 名录, row 17" in str(refusal.value)
    assert archive.sources() == []


def test_a_mention_need_not_have_what_is_required(archive: Archive) -> None:
    assert archive.write(make_source("m"), [entity("Enterprise", "1", uscc=make_uscc(1), _mention=True)]).changed


def test_tables_are_the_same_as_records(archive: Archive) -> None:
    by_records = archive.write(
        make_source("a"), [enterprise("1", "甲", row=1), enterprise("2", "乙", row=2), owns("1", "2")]
    )
    enterprises = pa.table({"_ref": ["2", "1"], "name": ["乙", "甲"], "_row": [2, 1], "_file": ["rows.csv"] * 2})
    ends = {"_head_type": ["Enterprise"], "_head_ref": ["1"], "_tail_type": ["Enterprise"], "_tail_ref": ["2"]}
    owned = pa.table({**ends, "_file": ["rows.csv"]})
    by_tables = archive.write_tables(make_source("a"), {"Enterprise": enterprises}, {"OWNS": owned})
    assert (by_tables.id, by_tables.changed) == (by_records.id, False)


@pytest.mark.parametrize(("table", "message"), [
    ({"_ref": ["1"], "name": ["甲"], "colour": ["red"]}, "no column of Enterprise 'colour'"),
    ({"_ref": ["1"], "name": ["甲"], "employees": ["many"]}, "the column employees has the wrong type"),
    ({"name": ["甲"]}, "the column _ref is missing"),
])  # fmt: skip
def test_an_invalid_table_is_refused(archive: Archive, table: dict[str, list[str]], message: str) -> None:
    with pytest.raises(RecordRefused, match=message):
        archive.write_tables(make_source("a"), {"Enterprise": pa.table(table)})


def test_an_error_midway_leaves_nothing(archive: Archive) -> None:
    archive.write(make_source("names"), some_records())
    before = files(archive.folder)

    def broken() -> Iterator[Record]:
        yield from some_records()[:2]
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        archive.write(make_source("names"), broken())
    assert files(archive.folder) == before


def test_a_killed_write_leaves_nothing_visible(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        import records.archive as a
        from ontology.model import load
        from records.record import EntityRecord, Source
        real = a.write_json
        def slow(path, value):  # the tables are written, the version not yet published
            print("midway", flush=True)
            time.sleep(60)
        a.write_json = slow
        archive = a.Archive(Path(sys.argv[1]), load())
        archive.write(Source("names", "table", "t"), [EntityRecord("Enterprise", "1", {"name": "new"})])
    """)
    archive = Archive(tmp_path / "archive", ONTOLOGY)
    archive.write(make_source("names"), some_records())
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script, str(archive.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "midway\n"
        os.kill(run.pid, signal.SIGKILL)
    assert len(archive.versions("names")) == 1
    assert archive.read_entities("Enterprise").num_rows == 2
    [rest] = (archive.folder / "names").glob(".part-*")
    os.utime(rest, (time.time() - 7200,) * 2)
    assert archive.write(make_source("names"), []).changed
    assert not list((archive.folder / "names").glob(".part-*"))


@given(st.text(max_size=300), st.text(max_size=300))
def test_source_ids_make_safe_and_different_folder_names(one: str, other: str) -> None:
    for name in (safe_name(one), safe_name(other)):
        assert len(name.encode()) <= 255
        assert not set(name) & set("/\\\0")
        assert name[0] not in "._"
    assert (safe_name(one) == safe_name(other)) == (one == other)


def test_a_property_that_the_ontology_gained_changes_no_version(tmp_path: Path) -> None:
    extra = tmp_path / "mine" / "types"
    extra.mkdir(parents=True)
    declared = textwrap.dedent("""\
        name: Laboratory
        label: {zh: 实验室, en: laboratory}
        field: laboratory
        plural_field: laboratories
        color: "#123456"
        keys: [[name, region_code], name]
        properties:
          MORE
    """)
    old_property = "benches: {label: {zh: 台数, en: benches}, kind: integer}"
    new_property = "floor: {label: {zh: 楼层, en: floor}, kind: integer}"
    records = [entity("Laboratory", "1", name="甲", benches=3)]
    (extra / "Laboratory.yaml").write_text(declared.replace("MORE", old_property))
    first = Archive(tmp_path / "archive", load(Path(ontology_folder()), tmp_path / "mine"))
    old = first.write(make_source("labs"), records)
    (extra / "Laboratory.yaml").write_text(declared.replace("MORE", f"{old_property}\n  {new_property}"))
    second = Archive(tmp_path / "archive", load(Path(ontology_folder()), tmp_path / "mine"))
    assert (second.write(make_source("labs"), records).id, second.versions("labs")) == (old.id, first.versions("labs"))
    assert second.read_entities("Laboratory")["floor"].to_pylist() == [None]


def ontology_folder() -> str:
    from ontology.model import DEFAULT

    return str(DEFAULT)
