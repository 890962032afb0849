"""Conflicts and overrides.

- Where three sources disagree all values are shown, the believed one first: trust, then recency, then id.
- A person's value is believed before all sources, also the fully trusted and newer one; undoing it brings theirs back.
- Edits are a log: an edit repeated is one edit, an undo repeated is one undo, a half-written line never counted.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ontology.model import load
from ontology.values import Money, ValueRefused
from records import snapshot
from records.archive import Archive
from records.edits import EditRefused, Edits
from records.snapshot import Snapshot
from support.builders import day, enterprise, make_source, make_uscc, owns, person, relation, yuan

ONTOLOGY = load()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", ONTOLOGY)


def build(archive: Archive) -> Snapshot:
    return snapshot.build(archive, ONTOLOGY, archive.folder.parent / "snapshots")


def three_sources(archive: Archive) -> str:
    """Three that disagree about one enterprise; its id."""
    told: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"trust": 0.6, "as_of": date(2019, 1, 1)}, {"employees": 10, "status": "active"}),
        ({"trust": 0.6, "as_of": date(2021, 1, 1)}, {"employees": 20}),
        ({"trust": 0.9, "as_of": date(2015, 1, 1)}, {"employees": 30, "status": "active"}),
    ]
    for name, (source, values) in zip("abc", told, strict=True):
        archive.write(make_source(name, **source), [enterprise("1", "甲公司", uscc=make_uscc(1), **values)])
    [row] = build(archive).nodes("Enterprise").to_pylist()
    return str(row["id"])


def employees(made: Snapshot, subject: str) -> int | None:
    [row] = [row for row in made.nodes("Enterprise").to_pylist() if row["id"] == subject]
    return int(row["employees"])


def test_three_sources_in_the_order_of_trust_then_recency(archive: Archive) -> None:
    subject = three_sources(archive)
    made = build(archive)
    assert made.conflicts([subject, "enterprise:0000000000000000"]) == {
        subject: [
            {
                "property": "employees",
                "values": [
                    {"value": 30, "sources": ["c"], "believed": True},
                    {"value": 20, "sources": ["b"], "believed": False},
                    {"value": 10, "sources": ["a"], "believed": False},
                ],
            }
        ],
        "enterprise:0000000000000000": [],
    }
    assert employees(made, subject) == 30
    archive.retract("c")
    assert employees(build(archive), subject) == 20


@pytest.mark.parametrize(("one", "other", "differ"), [
    ({"founded": day("2014")}, {"founded": day("2014-05")}, False),
    ({"founded": day("2014")}, {"founded": day("2015-05")}, True),
    ({"registered_capital": yuan(5_000_000, "500万元")}, {"registered_capital": yuan(5_000_000, "五百万元")}, False),
    ({"registered_capital": yuan(5_000_000)}, {"registered_capital": yuan(6_000_000)}, True),
    ({"registered_capital": yuan(5)}, {"registered_capital": Money(None, "USD", "1亿美元")}, True),
    ({"aliases": ("甲",)}, {"aliases": ("乙",)}, False),
    ({"region_code": "371302"}, {"region_code": "371303"}, True),
    ({"scope": "板材"}, {}, False),
])  # fmt: skip
def test_what_is_a_conflict(archive: Archive, one: dict[str, Any], other: dict[str, Any], differ: bool) -> None:
    for name, values in (("a", one), ("b", other)):
        archive.write(make_source(name), [enterprise("1", "甲公司", uscc=make_uscc(1), **values)])
    made = build(archive)
    [subject] = made.nodes("Enterprise")["id"].to_pylist()
    assert [c["property"] for c in made.conflicts([subject])[subject]] == (list(one) if differ else [])


def test_the_value_of_a_table_fact_leads_to_all_that_is_known_of_its_source(archive: Archive) -> None:
    source = make_source("a", publisher="某局", licence="CC BY", as_of=date(2020, 5, 1), trust=0.8, url="http://x")
    archive.write(source, [enterprise("1", employees=5, row=7)])
    made = build(archive)
    [subject] = made.nodes("Enterprise")["id"].to_pylist()
    [row] = made.evidence([subject])[subject]
    assert "employees" in row["properties"]
    assert (row["file"], row["row"]) == ("rows.csv", 7)
    assert made.sources()[row["source_id"]] == source


def test_a_person_is_believed_before_all_sources_until_it_is_undone(archive: Archive) -> None:
    subject = three_sources(archive)
    archive.write(
        make_source("z", trust=1.0, as_of=date(2099, 1, 1)), [enterprise("1", uscc=make_uscc(1), employees=99)]
    )
    before = build(archive)
    assert employees(before, subject) == 99
    edits = Edits(archive)
    edit = edits.override(subject, "从业人数" if _labelled("从业人数") else "employees", "1,200人", "王", "电话核实")
    made = build(archive)
    assert employees(made, subject) == 1200
    first = made.conflicts([subject])[subject][0]["values"][0]
    assert first == {"value": 1200, "sources": ["edits"], "believed": True}
    [said] = [row for row in made.evidence([subject])[subject] if row["source_id"] == "edits"]
    assert (said["section"], said["quote"]) == (edit.id, "王: 电话核实")
    assert edits.override(subject, "employees", "1,200人", "王", "again") == edit
    undone = edits.undo(edit.id, "李", "错了")
    assert undone.undone is not None
    assert edits.undo(edit.id, "李", "错了") == undone
    after = build(archive)
    assert after.data_version == before.data_version
    assert [(e.id, e.undone is not None) for e in edits.log()] == [(edit.id, True)]


def _labelled(word: str) -> bool:
    return any(p.label.zh == word for p in ONTOLOGY.node_types["Enterprise"].properties.values())


def test_the_last_edit_of_a_value_counts_and_edits_survive_a_reload(archive: Archive) -> None:
    subject = three_sources(archive)
    edits = Edits(archive)
    first = edits.override(subject, "employees", 1, "王", "")
    second = edits.override(subject, "employees", 2, "李", "")
    edits.override(subject, "scope", "板材", "李", "")
    archive.write(make_source("c", trust=0.9), [enterprise("9", "甲公司", uscc=make_uscc(1), employees=77)])
    assert employees(build(archive), subject) == 2
    edits.undo(second.id, "王", "")
    assert employees(build(archive), subject) == 1
    edits.undo(first.id, "王", "")
    assert employees(build(archive), subject) == 77
    [row] = build(archive).nodes("Enterprise").to_pylist()
    assert row["scope"] == "板材"


def test_a_relation_can_be_put_right_too(archive: Archive) -> None:
    archive.write(make_source("a"), [
        enterprise("1", uscc=make_uscc(1)), enterprise("2", uscc=make_uscc(2)), owns("1", "2", 0.3),
        person("p", person_key="k"), relation("HOLDS_ROLE", ("Person", "p"), ("Enterprise", "1"), role="董事"),
    ])  # fmt: skip
    made = build(archive)
    [row] = made.edges("OWNS").to_pylist()
    edits = Edits(archive)
    edit = edits.override(row["id"], "share", "45%", "王", "章程", relation=row)
    [held] = made.edges("HOLDS_ROLE").to_pylist()
    edits.override(held["id"], "valid_from", "2014-05", "王", "", relation=held)
    again = build(archive)
    [after] = again.edges("OWNS").to_pylist()
    assert (after["id"], after["share"], after["source_ids"]) == (row["id"], 0.45, ["a", "edits"])
    [role] = again.edges("HOLDS_ROLE").to_pylist()
    assert (role["id"], role["role"], role["valid_from"]) == (held["id"], "董事", date(2014, 5, 1))
    assert len(again.nodes("Enterprise")) == 2
    with pytest.raises(EditRefused, match="tells"):
        edits.override(held["id"], "role", "经理", "王", "", relation=held)
    edits.undo(edit.id, "王", "")
    assert [r["share"] for r in build(archive).edges("OWNS").to_pylist()] == [0.3]


def test_what_cannot_be_edited_is_refused_and_leaves_no_trace(archive: Archive) -> None:
    subject = three_sources(archive)
    edits = Edits(archive)
    for name, value, error in (
        ("nonsense", 1, EditRefused), ("employees", "许多", ValueRefused), ("employees", "—", EditRefused),
    ):  # fmt: skip
        with pytest.raises(error):
            edits.override(subject, name, value, "王", "")
    with pytest.raises(EditRefused, match="no type"):
        edits.override("nobody:1", "name", "甲", "王", "")
    with pytest.raises(EditRefused, match="no relation"):
        edits.override("owns:0000000000000000", "share", "1%", "王", "")
    with pytest.raises(EditRefused, match="no edit"):
        edits.undo("0000", "王", "")
    assert edits.log() == []
    assert archive.versions("edits") == []


def test_a_half_written_line_never_counted(archive: Archive) -> None:
    subject = three_sources(archive)
    edits = Edits(archive)
    edit = edits.override(subject, "employees", 5, "王", "")
    with (archive.folder / "_edits.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"undo": "' + edit.id)
    assert edits.log() == [edit]
    edits.undo(edit.id, "王", "")
    assert [e.undone is not None for e in edits.log()] == [True]
