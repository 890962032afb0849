"""A build goes on from the snapshot before, and nobody can tell by its result.

- Whatever was loaded, reloaded, retracted or edited between builds: tables, evidence, redirects and data version
  equal those of a build from nothing.
- Types of which nothing else is said are linked, not written; of the others only what is touched is merged again.
- The change feed tells the difference of every build from the one before, and old + changes = new.
- A build that is killed leaves the current snapshot, and its feed entry does not count.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.model import load
from records import building, changes, snapshot
from records.archive import Archive
from records.record import EntityRecord, Record
from records.snapshot import Snapshot
from support.builders import enterprise, entity, located_in, make_source, make_uscc, owns, region, relation

ONTOLOGY = load()
SOURCES = ("a", "b", "c")


def build(archive: Archive, name: str = "snapshots") -> Snapshot:
    return snapshot.build(archive, ONTOLOGY, archive.folder.parent / name)


def everything(made: Snapshot) -> dict[str, Any]:
    """All that a snapshot tells, in a form that does not show how it is filed."""
    tables = {name: made.nodes(name).to_pylist() for name in made.node_files()}
    tables |= {name: made.edges(name).to_pylist() for name in made.edge_files()}
    ids = [row["id"] for rows in tables.values() for row in rows]
    by_source = {
        source: sorted(map(repr, made.evidence_of_source(source).to_pylist())) for source in sorted(made.sources())
    }
    counts = made.manifest["counts"]
    return {
        "version": made.data_version,
        "tables": tables,
        "evidence": made.evidence(ids),
        "by source": by_source,
        "counts": counts,
        "sources": made.sources(),
    }


_numbers = st.integers(0, 3)
_entities = st.dictionaries(
    st.sampled_from("pqrs"),
    st.fixed_dictionaries({
        "name": st.sampled_from(["甲公司", "乙公司", "丙公司"]),
        "uscc": st.sampled_from([None, None, make_uscc(1), make_uscc(2)]),
        "region_code": st.sampled_from([None, "371302", "371302001"]),
        "employees": st.sampled_from([None, 1, 2]),
        "aliases": st.sampled_from([None, ("甲",), ("甲", "乙")]),
    }),
    max_size=4,
)  # fmt: skip
_links = st.lists(st.tuples(_numbers, _numbers, st.sampled_from([None, 0.1, 0.5])), max_size=3)
_steps = st.lists(
    st.tuples(
        st.sampled_from(SOURCES), st.one_of(st.none(), st.tuples(_entities, _links)), st.sampled_from([0.5, 0.9])
    ),
    min_size=1,
    max_size=5,
)


def records(told: tuple[dict[str, dict[str, Any]], list[tuple[int, int, float | None]]]) -> list[Record]:
    entities, links = told
    refs = list(entities)
    made: list[Record] = [EntityRecord("Enterprise", ref, values) for ref, values in entities.items()]
    for head, tail, share in links:
        if head < len(refs) and tail < len(refs):
            made.append(owns(refs[head], refs[tail], share))
            ends = (("Enterprise", refs[head]), ("Enterprise", refs[tail]))
            made.append(relation("COOPERATES_WITH", *ends))
    return made


def take(archive: Archive, source: str, told: Any, trust: float) -> None:
    if told is not None:
        archive.write(make_source(source, trust=trust), records(told))
    elif archive.versions(source):
        archive.retract(source)


@settings(max_examples=8, deadline=None)
@given(_steps)
def test_going_on_and_beginning_anew_end_in_the_same(steps: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive", ONTOLOGY)
        for number, (source, told, trust) in enumerate(steps):
            take(archive, source, told, trust)
            made = build(archive)
            assert everything(made) == everything(build(archive, f"anew-{number}"))


@settings(max_examples=6, deadline=None)
@given(_steps)
def test_the_feed_tells_the_difference(steps: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive", ONTOLOGY)
        snapshots = archive.folder.parent / "snapshots"
        archive.write(make_source("first"), [enterprise("z", "丁公司", employees=7)])
        old = build(archive)
        for source, told, trust in steps:
            take(archive, source, told, trust)
            new = build(archive)
            if new.data_version != old.data_version:
                told_changes = list(changes.changes(snapshots, since=old.data_version))
                assert _values(new) == _applied(_values(old), told_changes)
            old = new
        sequence = [change.sequence for change in changes.changes(snapshots)]
        assert sequence == list(range(1, len(sequence) + 1))


def _values(made: Snapshot) -> dict[str, dict[str, Any]]:
    """Employees, share and sources by id: enough of each thing to see whether changes told all."""
    rows = [*made.nodes("Enterprise").to_pylist(), *made.edges("OWNS").to_pylist()]
    names = ("employees", "share", "uscc", "region_code", "source_ids")
    return {row["id"]: {name: row[name] for name in names if row.get(name) is not None} for row in rows}


def _applied(values: dict[str, dict[str, Any]], told: list[changes.Change]) -> dict[str, dict[str, Any]]:
    result = {id_: dict(row) for id_, row in values.items()}
    names = ("employees", "share", "uscc", "region_code", "source_ids")
    for change in told:
        if change.type not in ("Enterprise", "OWNS"):
            continue
        if change.change == "added":
            assert change.id not in result
            assert change.new
            whole = json.loads(change.new)
            result[change.id] = {name: whole[name] for name in names if name in whole}
            result[change.id]["source_ids"] = list(change.sources)
        elif change.change == "retracted":
            del result[change.id]
        elif change.property in names:
            assert change.old != change.new
            if change.new is None:
                del result[change.id][change.property]
            else:
                result[change.id][change.property] = json.loads(change.new)
    return result


def large(number: int = 2000, changed: int = 0) -> list[Record]:
    made: list[Record] = [
        enterprise(str(i), uscc=make_uscc(i), row=i, employees=i + (1000 if i < changed else 0)) for i in range(number)
    ]
    return [*made, region("371302"), *(located_in(str(i), "371302") for i in range(0, number, 7))]


def test_only_what_is_touched_is_written(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", ONTOLOGY)
    archive.write(make_source("s"), large())
    old = build(archive)
    archive.write(make_source("s"), large(changed=3))
    new = build(archive)
    linked = {name for name, path in {**old.node_files(), **old.edge_files()}.items() if path.stat().st_nlink > 1}
    assert "Enterprise" not in linked
    assert {"LOCATED_IN", "Region", "OWNS"} <= linked
    assert (new.folder / "evidence/enterprise/0.parquet").stat().st_ino == (
        old.folder / "evidence/enterprise/0.parquet"
    ).stat().st_ino
    assert len(list((new.folder / "evidence/enterprise").glob("1.*"))) == 3
    told = list(changes.changes(tmp_path / "snapshots", since=old.data_version))
    assert sorted((c.change, c.property, c.old, c.new) for c in told) == [
        ("changed", "employees", str(i), str(i + 1000)) for i in range(3)
    ]
    assert {c.sources for c in told} == {("s",)}


def test_evidence_is_written_as_one_file_again_when_there_are_many(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", ONTOLOGY)
    archive.write(make_source("s"), large())
    build(archive)
    most = 0
    for number in range(1, building.MOST_SEGMENTS + 4):
        archive.write(make_source("s"), large(changed=number))
        made = build(archive)
        most = max(most, len([p for p in (made.folder / "evidence/enterprise").glob("*.parquet") if p.stem.isdigit()]))
        assert everything(made) == everything(build(archive, f"anew-{number}"))
    assert most == building.MOST_SEGMENTS


def test_back_to_an_earlier_version_look_ups_are_fast_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", ONTOLOGY)
    archive.write(make_source("s"), large(20))
    old = build(archive)
    archive.write(make_source("s"), large(20, changed=1))
    build(archive)
    archive.write(make_source("s"), large(20))
    again = build(archive)
    assert again.data_version == old.data_version
    assert list(again.folder.rglob("*.arrow"))
    [subject] = again.nodes("Region")["id"].to_pylist()
    assert len(again.evidence([subject])[subject]) == 1
    entries = changes.entries(tmp_path / "snapshots")
    assert [(e.before, e.after) for e in entries][2] == (entries[1].after, old.data_version)


def test_a_killed_build_does_not_count_in_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path / "archive", ONTOLOGY)
    archive.write(make_source("s"), large(5))
    old = build(archive)
    archive.write(make_source("s"), large(5, changed=2))

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "write_text", die)
        with pytest.raises(KeyboardInterrupt):
            build(archive)
    assert snapshot.open(tmp_path / "snapshots").data_version == old.data_version
    assert list(changes.changes(tmp_path / "snapshots")) == []
    build(archive)
    told = list(changes.changes(tmp_path / "snapshots", since=old.data_version))
    assert [(c.sequence, c.property) for c in told] == [(1, "employees"), (2, "employees")]


def test_the_feed_can_be_asked_by_type_id_and_limit(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", ONTOLOGY)
    archive.write(make_source("s"), large(5))
    old = build(archive)
    archive.write(make_source("s"), [*large(5, changed=2), entity("Region", "371303", name="罗庄区", code="371303")])
    build(archive)
    folder = tmp_path / "snapshots"
    [came] = changes.changes(folder, types=["Region"])
    assert (came.change, came.kind, came.old, came.property) == ("added", "node", None, None)
    assert came.new
    assert json.loads(came.new)["code"] == "371303"
    [one] = changes.changes(folder, since=old.data_version, limit=1)
    assert [c.id for c in changes.changes(folder, ids=[one.id])] == [one.id]
    assert list(changes.changes(folder, since=one.sequence + 2)) == []
    with pytest.raises(changes.UnknownVersion, match=old.data_version):
        list(changes.changes(folder, since="0123456789abcdef"))
