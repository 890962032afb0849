"""Persons' decisions are a log that is replayed by every build.

- A decision is on disk before it is acknowledged; a line that a crash cut off was none.
- The last verdict on a pair that was not undone counts. What contradicts others is refused, with the chain.
- The same joins, whatever keys say; not the same keeps apart, whatever scores and keys say.
- What was joined comes apart when its decision is undone: every id is that of its own again.
- The outcome depends on what is said and decided now, not on the order of events.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology.model import Ontology, load
from records import snapshot as snapshots
from records.appended import DamagedLog
from records.archive import Archive
from records.record import Record
from records.resolution.decisions import (
    FOLDER,
    Contradiction,
    DecisionRefused,
    Decisions,
    KeyTaken,
    OtherType,
    SameIdTwice,
    UnknownDecision,
    UnknownId,
)
from records.resolution.judgement import Registry
from records.resolution.resolver import Resolution, resolve
from support.builders import enterprise, make_source, make_uscc, owns, person, relation

ONTOLOGY: Ontology = load()
BY, WHY = "赵一", "看过营业执照"
#: Names so different that no score joins them.
UNLIKE = [
    "临沂甲乙木业有限公司",
    "青岛海天水产股份有限公司",
    "北京星光软件科技有限公司",
    "广州丙丁服装厂",
    "上海戊己航运公司",
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", ONTOLOGY)


def resolved(archive: Archive) -> Resolution:
    """Resolve and let the registry learn it, as a build does."""
    registry = Registry.open(archive.folder)
    resolution = resolve(archive, ONTOLOGY, registry)
    registry.append(resolution.news)
    return resolution


def ids_of(archive: Archive, node_type: str = "Enterprise") -> dict[str, str]:
    """The id of each ref; refs have to be unique over all sources."""
    resolution = resolved(archive)
    prefix = resolution.prefixes[node_type]
    return {ref: f"{prefix}:{id_:016x}" for _, ref, id_ in resolution.ids[node_type].rows()}


def unlike(archive: Archive, count: int) -> list[str]:
    """As many enterprises, each of a source of its own; their ids. Refs are a, b, c…"""
    for name, ref in zip(UNLIKE[:count], "abcde", strict=False):
        archive.write(make_source(f"s-{ref}"), [enterprise(ref, name, region_code="371302")])
    ids = ids_of(archive)
    return [ids[ref] for ref in "abcde"[:count]]


# the log


def test_a_decision_is_found_again_by_another_process(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    made = Decisions(archive.folder).judge(b, a, "same", BY, WHY)
    assert Decisions(archive.folder).log() == [made] == Decisions(archive.folder).active()
    assert (made.left, made.right) == tuple(sorted([a, b]))
    assert (made.by, made.why, made.type) == (BY, WHY, "Enterprise")


def test_asking_twice_decides_once(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    decisions = Decisions(archive.folder)
    made = decisions.judge(a, b, "same", BY, WHY, key="k1")
    assert decisions.judge(b, a, "same", BY, "anders", key="k1") == made
    assert decisions.judge(a, b, "same", BY, WHY) == made
    decisions.undo(made.id, BY, "doch nicht")
    assert decisions.judge(a, b, "same", BY, WHY, key="k1").undone is not None
    again = decisions.judge(a, b, "same", BY, WHY)
    assert [d.id for d in decisions.active()] == [again.id] != [made.id]
    with pytest.raises(KeyTaken, match=made.id):
        decisions.judge(a, b, "not_same", BY, WHY, key="k1")


def test_what_cannot_be_decided_is_refused(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    archive.write(make_source("people"), [person("p", "张伟")])
    someone = ids_of(archive, "Person")["p"]
    decisions = Decisions(archive.folder)
    for left, right, refusal in (
        (a, a, SameIdTwice), (a, "enterprise:00000000000000ff", UnknownId), (a, "甲公司", UnknownId),
        (a, someone, OtherType),
    ):  # fmt: skip
        with pytest.raises(refusal):
            decisions.judge(left, right, "same", BY, WHY)
    with pytest.raises(DecisionRefused, match="verdict"):
        decisions.judge(a, b, "maybe", BY, WHY)  # type: ignore[arg-type]  # what a client may send
    with pytest.raises(DecisionRefused, match="by"):
        decisions.judge(a, b, "same", " ", WHY)
    with pytest.raises(UnknownDecision, match="review log"):
        decisions.undo("0123", BY, WHY)
    assert decisions.log() == []


def test_a_contradiction_names_its_chain(archive: Archive) -> None:
    a, b, c, d = unlike(archive, 4)
    decisions = Decisions(archive.folder)
    one, two = decisions.judge(a, b, "same", BY, WHY), decisions.judge(b, c, "same", BY, WHY)
    decisions.judge(c, d, "not_same", BY, WHY)
    with pytest.raises(Contradiction, match=f"{one.id}.*{two.id}|{two.id}.*{one.id}") as refused:
        decisions.judge(a, c, "not_same", BY, WHY)
    assert set(refused.value.chain) >= {one.id, two.id}
    with pytest.raises(Contradiction):
        decisions.judge(a, d, "same", BY, WHY)
    decisions.undo(two.id, BY, WHY)
    assert decisions.judge(a, c, "not_same", BY, WHY).verdict == "not_same"


def test_undoing_may_not_bring_back_a_contradiction(archive: Archive) -> None:
    a, b, c = unlike(archive, 3)
    decisions = Decisions(archive.folder)
    decisions.judge(a, b, "same", BY, WHY)
    later = decisions.judge(a, b, "not_same", "钱二", WHY)
    decisions.judge(a, c, "same", BY, WHY)
    decisions.judge(b, c, "not_same", BY, WHY)
    with pytest.raises(Contradiction):
        decisions.undo(later.id, BY, WHY)
    assert later.id in {d.id for d in decisions.active()}


def test_the_last_verdict_on_a_pair_counts(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    decisions = Decisions(archive.folder)
    first = decisions.judge(a, b, "unsure", BY, WHY)
    second = decisions.judge(a, b, "same", BY, WHY)
    assert decisions.active() == [second]
    undone = decisions.undo(second.id, "钱二", "看错了")
    assert decisions.active() == [first]
    assert undone.undone is not None and undone.undone["by"] == "钱二"
    assert decisions.undo(second.id, "孙三", "再一次") == undone
    assert len(decisions.log()) == 2


@pytest.mark.parametrize("cut", [1, 7, 60])
def test_a_line_that_a_crash_cut_off_was_never_decided(archive: Archive, cut: int) -> None:
    a, b, c = unlike(archive, 3)
    decisions = Decisions(archive.folder)
    kept = decisions.judge(a, b, "same", BY, WHY)
    decisions.judge(a, c, "unsure", BY, WHY)
    path = archive.folder / FOLDER / "log.jsonl"
    os.truncate(path, path.stat().st_size - cut)
    assert decisions.log() == [kept]
    assert "crash" in decisions.notes[0]
    again = decisions.judge(b, c, "unsure", BY, WHY)
    assert decisions.log() == [kept, again]
    assert decisions.notes == []
    assert (archive.folder / FOLDER / "torn.jsonl").read_bytes()


def test_a_last_line_whose_bytes_never_reached_the_disk_was_never_decided(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    decisions = Decisions(archive.folder)
    decisions.judge(a, b, "same", BY, WHY)
    path = archive.folder / FOLDER / "log.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\0" * 50 + b"\n")
    assert len(decisions.log()) == 1
    assert decisions.notes


def test_a_changed_line_is_no_decision_but_damage(archive: Archive) -> None:
    a, b, c = unlike(archive, 3)
    decisions = Decisions(archive.folder)
    decisions.judge(a, b, "same", BY, WHY)
    decisions.judge(a, c, "unsure", BY, WHY)
    path = archive.folder / FOLDER / "log.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"same"', '"not_same"', 1), encoding="utf-8")
    with pytest.raises(DamagedLog, match="line 1"):
        decisions.active()


# what decisions do


def test_the_same_is_one_thing_and_undone_two_again(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    before = ids_of(archive)
    decisions = Decisions(archive.folder)
    made = decisions.judge(a, b, "same", BY, WHY)
    resolution = resolved(archive)
    ids = ids_of(archive)
    assert ids["a"] == ids["b"] in (a, b)
    [(gone, stays)] = resolution.redirects.rows()
    assert {gone, stays} == {a, b}
    [why] = resolution.why(gone)
    assert (why["reason"], why["decision"], {why["left_id"], why["right_id"]}) == ("decision", made.id, {a, b})
    decisions.undo(made.id, BY, WHY)
    assert ids_of(archive) == before
    assert resolved(archive).redirects.height == 0
    assert resolved(archive).news.height == 0


def test_a_merged_id_redirects_as_long_as_the_decision_counts(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    decisions = Decisions(archive.folder)
    made = decisions.judge(a, b, "same", BY, WHY)
    resolved(archive)
    archive.retract("s-b" if ids_of(archive)["a"] == a else "s-a")
    [(gone, stays)] = resolved(archive).redirects.rows()
    assert {gone, stays} == {a, b}
    decisions.undo(made.id, BY, WHY)
    assert resolved(archive).redirects.height == 0


def test_a_decision_rests_and_counts_again_when_its_source_is_back(archive: Archive) -> None:
    a, b = unlike(archive, 2)
    Decisions(archive.folder).judge(a, b, "same", BY, WHY)
    merged = ids_of(archive)
    said = archive.tables("s-b")
    archive.retract("s-b")
    assert ids_of(archive) == {"a": a}
    archive.write_tables(make_source("s-b"), said.entities)
    assert ids_of(archive) == merged


def test_the_same_joins_over_one_that_is_gone(archive: Archive) -> None:
    a, b, c = unlike(archive, 3)
    decisions = Decisions(archive.folder)
    decisions.judge(a, b, "same", BY, WHY)
    decisions.judge(b, c, "same", BY, WHY)
    archive.retract("s-b")
    ids = ids_of(archive)
    assert ids["a"] == ids["c"]


def test_a_person_may_join_two_codes(archive: Archive) -> None:
    for ref in "ab":
        archive.write(make_source(f"s-{ref}"), [enterprise(ref, uscc=make_uscc(ord(ref)))])
    ids = ids_of(archive)
    Decisions(archive.folder).judge(ids["a"], ids["b"], "same", BY, WHY)
    assert len(set(ids_of(archive).values())) == 1


def test_not_the_same_keeps_apart_what_scores_alike(archive: Archive) -> None:
    names = ["山东金锣新程木业有限公司", "金锣新程木业有限公司"]
    for ref, name in zip("ab", names, strict=True):
        more = {"region_code": "371302", "legal_representative": "周四海", "phone": "0539-8112233"}
        archive.write(make_source(f"s-{ref}"), [enterprise(ref, name, **more)])
    resolution = resolved(archive)
    [merge] = resolution.merges.to_dicts()
    assert merge["reason"] == "score" and merge["score"] > 0.9 and "representative" in merge["reasons"]
    decisions = Decisions(archive.folder)
    made = decisions.judge(merge["left_id"], merge["right_id"], "not_same", BY, WHY)
    ids = ids_of(archive)
    assert {ids["a"], ids["b"]} == {merge["left_id"], merge["right_id"]}
    assert resolved(archive).candidates.height == 0
    decisions.undo(made.id, BY, WHY)
    assert len(set(ids_of(archive).values())) == 1


def test_of_what_is_unsure_nothing_is_joined_by_itself(archive: Archive) -> None:
    more = {"region_code": "371302", "legal_representative": "周四海", "phone": "0539-8112233"}
    archive.write(make_source("s"), [
        enterprise("a", "山东金锣新程木业有限公司", **more), enterprise("b", "金锣新程木业有限公司", **more),
    ])  # fmt: skip
    [merge] = resolved(archive).merges.to_dicts()
    Decisions(archive.folder).judge(merge["left_id"], merge["right_id"], "unsure", BY, WHY)
    resolution = resolved(archive)
    assert resolution.merges.height == 0
    assert resolution.candidates["decision"].to_list() == ["unsure"]


def joined_by_a_third(archive: Archive) -> tuple[str, str, dict[str, str]]:
    """a by its name, b by its code; then c has both. Ids of a and b before, and all once c is there."""
    archive.write(make_source("s"), [enterprise("a", UNLIKE[0], region_code="371302")])
    archive.write(make_source("t"), [enterprise("b", UNLIKE[1], uscc=make_uscc(1))])
    before = ids_of(archive)
    archive.write(make_source("u"), [enterprise("c", UNLIKE[0], uscc=make_uscc(1), region_code="371302")])
    after = ids_of(archive)
    assert len(set(after.values())) == 1
    return before["a"], before["b"], after


def test_not_the_same_keeps_apart_even_against_keys(archive: Archive) -> None:
    a, b, joined = joined_by_a_third(archive)
    decisions = Decisions(archive.folder)
    made = decisions.judge(a, b, "not_same", BY, WHY)
    # c has a's name and b's code: the code is the stronger key
    assert ids_of(archive) == {"a": a, "b": b, "c": b}
    archive.write(make_source("v"), [
        enterprise("d", UNLIKE[0], region_code="371302"), enterprise("e", "又一个名字", uscc=make_uscc(1)),
    ])  # fmt: skip
    ids = ids_of(archive)
    assert (ids["a"], ids["b"]) == (a, b)
    decisions.undo(made.id, BY, WHY)
    archive.retract("v")
    assert ids_of(archive) == joined


def test_likeness_to_two_that_differ_joins_nothing(archive: Archive) -> None:
    """Which of the two the third is, is unknown."""
    more = {"region_code": "371302", "legal_representative": "周四海", "phone": "0539-8112233"}
    archive.write(make_source("s"), [
        enterprise("a", "山东金锣新程木业有限公司", uscc=make_uscc(1), **more),
        enterprise("b", "临沂金锣新程木业有限公司", uscc=make_uscc(2), **more),
        enterprise("c", "金锣新程木业有限公司", **more),
    ])  # fmt: skip
    resolution = resolved(archive)
    assert len(set(ids_of(archive).values())) == 3
    assert resolution.candidates.height >= 2


def test_persons_merge_by_whom_they_sit_with_and_never_by_their_name(archive: Archive) -> None:
    def board(source: str, code: int, *people: str) -> None:
        refs = [f"{source}{n}" for n, _ in enumerate(people)]
        firm = enterprise(f"{source}-firm", uscc=make_uscc(code))
        roles = [
            relation("HOLDS_ROLE", ("Person", ref), ("Enterprise", firm.ref), role="董事") for ref in refs
        ]  # fmt: skip
        archive.write(make_source(source), [firm, *map(person, refs, people), *roles])

    board("s", 1, "欧阳树森", "张伟")
    board("t", 1, "欧阳树森")
    board("u", 2, "张伟")
    ids = ids_of(archive, "Person")
    assert ids["s0"] == ids["t0"]
    assert ids["s1"] != ids["u0"]
    assert [m["reason"] for m in resolved(archive).why(ids["s0"])] == ["score"]


def test_who_has_two_numbers_in_one_list_is_two(archive: Archive) -> None:
    firm = enterprise("firm", uscc=make_uscc(1))
    for source, keys in {"s": ["RC001", "RC002"], "t": ["欧阳树森@甲", "欧阳树森@乙"]}.items():
        people = [person(f"{source}{n}", "欧阳树森", person_key=key) for n, key in enumerate(keys)]
        roles = [relation("HOLDS_ROLE", ("Person", p.ref), ("Enterprise", "firm"), role="董事") for p in people]
        archive.write(make_source(source), [firm, *people, *roles])
        ids = ids_of(archive, "Person")
        assert (ids[f"{source}0"] == ids[f"{source}1"]) == (source == "t")
        archive.retract(source)


# the order of events


def test_a_snapshot_is_what_it_was_after_merge_and_undo(archive: Archive, tmp_path: Path) -> None:
    archive.write(make_source("s"), [
        enterprise("a", UNLIKE[0], region_code="371302"), enterprise("x", UNLIKE[2]), owns("a", "x", 0.4),
    ])  # fmt: skip
    archive.write(make_source("t"), [
        enterprise("b", UNLIKE[1], uscc=make_uscc(1)), enterprise("y", UNLIKE[2]), owns("b", "y", 0.3),
    ])  # fmt: skip
    folder = tmp_path / "snapshots"
    before = snapshots.build(archive, ONTOLOGY, folder)
    ids = ids_of(archive)
    decisions = Decisions(archive.folder)
    made = decisions.judge(ids["a"], ids["b"], "same", BY, WHY)
    merged = snapshots.build(archive, ONTOLOGY, folder)
    assert merged.nodes("Enterprise").num_rows == before.nodes("Enterprise").num_rows - 1
    [goes] = {merged.redirect(ids["a"]), merged.redirect(ids["b"])}
    assert {row["from_id"] for row in merged.edges("OWNS").to_pylist()} == {goes}
    assert {row["source_id"] for row in merged.evidence([goes])[goes]} == {"s", "t"}
    decisions.undo(made.id, BY, WHY)
    after = snapshots.build(archive, ONTOLOGY, folder)
    assert after.data_version == before.data_version
    assert [r["source_id"] for r in after.evidence([ids["b"]])[ids["b"]]] == ["t"]
    fresh = snapshots.build(archive, ONTOLOGY, tmp_path / "fresh")
    assert fresh.data_version == before.data_version


_values = st.builds(
    lambda code, name, place: {"uscc": code and make_uscc(code), "name": UNLIKE[name], "region_code": place},
    st.sampled_from([None, None, 1, 2]), st.integers(0, 2), st.sampled_from([None, "371302", "371302001", "371311"]),
)  # fmt: skip
_said = st.lists(_values, min_size=1, max_size=3)
_judged = st.tuples(st.sampled_from(["same", "same", "not_same", "unsure"]), st.integers(0, 5), st.integers(0, 5))
_event = st.one_of(
    _judged,
    _judged,
    st.tuples(st.just("load"), st.integers(0, 2), _said),
    st.tuples(st.just("retract"), st.integers(0, 2), st.none()),
    st.tuples(st.just("undo"), st.integers(0, 5), st.none()),
    st.tuples(st.just("build"), st.none(), st.none()),
)
#: All sources speak, something is decided, and then anything happens.
_events = st.tuples(
    st.tuples(_said, _said, _said).map(lambda said: [("load", n, one) for n, one in enumerate(said)]),
    st.lists(_judged, min_size=1, max_size=4),
    st.lists(_event, max_size=7),
).map(lambda parts: [event for part in parts for event in part])


def _records(source: int, said: list[dict[str, Any]]) -> list[Record]:
    return [enterprise(f"{source}{n}", **values) for n, values in enumerate(said)]


def _happen(archive: Archive, events: list[tuple[str, Any, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Let events happen; what the sources say in the end."""
    decisions, said = Decisions(archive.folder), dict[int, list[dict[str, Any]]]()
    for what, one, two in events:
        if what == "load":
            archive.write(make_source(f"s{one}"), _records(one, two))
            said[one] = two
        elif what == "retract" and one in said:
            archive.retract(f"s{one}")
            del said[one]
        elif what in ("same", "not_same", "unsure"):
            ids = sorted(set(ids_of(archive).values()))
            if ids and ids[one % len(ids)] != ids[two % len(ids)]:
                try:
                    decisions.judge(ids[one % len(ids)], ids[two % len(ids)], what, BY, WHY)  # type: ignore[arg-type]
                except Contradiction:
                    continue
        elif what == "undo" and decisions.active():
            counted = decisions.active()
            try:
                decisions.undo(counted[one % len(counted)].id, BY, WHY)
            except Contradiction:
                continue
        elif what == "build":
            resolved(archive)
    return said


def _shape(ids: Mapping[str, str]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for ref, id_ in ids.items():
        found.setdefault(id_, set()).add(ref)
    return {frozenset(refs) for refs in found.values()}


def _elsewhere(archive: Archive, said: Mapping[int, list[dict[str, Any]]], copied: list[str]) -> dict[str, str]:
    """Ids in another archive, told the same in another order, with some folders of the first one."""
    with TemporaryDirectory() as folder:
        other = Archive(Path(folder), ONTOLOGY)
        for name in copied:
            for file in (archive.folder / name).glob("[0-9a-z]*"):
                target = other.folder / name / file.name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(file.read_bytes())
        for source in sorted(said, reverse=True):
            other.write(make_source(f"s{source}"), _records(source, said[source]))
        return ids_of(other)


_many = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_many
@given(_events)
def test_the_same_said_and_decided_is_the_same_graph(events: list[tuple[str, Any, Any]]) -> None:
    """Whatever happened before: loads, other versions, retractions, decisions, undoing, builds."""
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        said = _happen(archive, events)
        ids = ids_of(archive)
        assert ids_of(archive) == ids
        assert _elsewhere(archive, said, ["_registry", FOLDER]) == ids
        assert _shape(_elsewhere(archive, said, [FOLDER])) == _shape(ids)


@_many
@given(_said, _said, st.lists(_event, min_size=3, max_size=10))
def test_when_all_is_undone_every_id_is_its_own_again(
    one: list[dict[str, Any]], two: list[dict[str, Any]], events: list[tuple[str, Any, Any]]
) -> None:
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        archive.write(make_source("s0"), _records(0, one))
        archive.write(make_source("s1"), _records(1, two))
        before = ids_of(archive)
        _happen(archive, events)
        decisions = Decisions(archive.folder)
        # newest first: then no older verdict comes back that contradicts one made since
        for decision in reversed(decisions.log()):
            if decision.undone is None:
                decisions.undo(decision.id, BY, WHY)
        archive.write(make_source("s0"), _records(0, one))
        archive.write(make_source("s1"), _records(1, two))
        if archive.current("s2"):
            archive.retract("s2")
        assert ids_of(archive) == before
        assert "decision" not in resolved(archive).merges["reason"].to_list()


@_many
@given(_events)
def test_decisions_hold(events: list[tuple[str, Any, Any]]) -> None:
    """Of two ids that both are there, the same are one and those that are not are two."""
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder), ONTOLOGY)
        _happen(archive, events)
        resolution = resolved(archive)
        redirects, live = dict(resolution.redirects.rows()), set(ids_of(archive).values())
        for decision in Decisions(archive.folder).active():
            left, right = (redirects.get(id_, id_) for id_ in decision.pair)
            if {left, right} <= live and decision.verdict == "same":
                assert left == right
