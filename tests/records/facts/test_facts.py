"""Facts of documents are judged by thresholds and persons, and stay as they were judged.

- What a document says goes in from the threshold of its type on; what is only named waits.
- A rejected fact never returns, a corrected one stays corrected, an accepted one stays although a later reading misses
  it: by the same extractor or another, of the same version or the next one, as long as its words stand there.
- Whatever the order of readings, decisions and undoings, what the archive is told depends on the last reading and on
  the decisions that count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology.errors import Refusal
from ontology.model import load
from records import snapshot as snapshots
from records.appended import DamagedLog
from records.archive import Archive
from records.facts.decisions import CorrectionRefused, FactKeyTaken, FactRefused, UnknownFact, UnknownFactDecision
from records.facts.fact import facts_of, likeness
from records.facts.index import Asked, Row
from records.facts.telling import Facts
from records.facts.thresholds import SHIPPED, Threshold, Thresholds, surely, threshold
from records.record import EntityRecord, Locator, Record, RelationRecord, Source
from support.builders import enterprise, make_source, make_uscc

ONTOLOGY = load()
DOCUMENT = Source("document-0a1b", "document", "青禾县电商意见", trust=0.6)
TEXT = (
    "青禾县电商意见\n启程网络有限公司在青禾县投资建设恒越电商产业园。\n恒越电商产业园由启程网络有限公司运营。\n"
    "到2027年，建成电商园区10个。\n"
)
BY = "赵一"


def at(text: str, quote: str, nth: int = 0) -> Locator:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    line = (text.rfind("\n", 0, start) + 1, text.index("\n", start))
    return Locator("意见.txt", None, None, "一", start, start + len(quote), line[0], line[1], quote)


def mention(type_: str, name: str, confidence: float = 0.9, text: str = TEXT, nth: int = 0) -> EntityRecord:
    return EntityRecord(type_, f"{type_}:{name}", {"name": name}, at(text, name, nth), confidence, "proposed", "test@1")


def says(
    type_: str, head: tuple[str, str], tail: tuple[str, str], quote: str, confidence: float = 0.9, text: str = TEXT
) -> RelationRecord:
    ends = [(t, f"{t}:{n}" if t != "Document" else n) for t, n in (head, tail)]
    return RelationRecord(type_, ends[0], ends[1], {}, at(text, quote), confidence, "proposed", "test@1")


FIRM, PARK, COUNTY = ("Enterprise", "启程网络有限公司"), ("Park", "恒越电商产业园"), ("Region", "青禾县")
OPERATES = "恒越电商产业园由启程网络有限公司运营。"
INVESTS = "启程网络有限公司在青禾县投资建设恒越电商产业园。"


def own(text: str = TEXT) -> EntityRecord:
    values = {"name": DOCUMENT.title, "text": text, "kind": "policy", "sha256": "f" * 64}
    return EntityRecord("Document", "document", values, at(text, DOCUMENT.title), 1.0, "accepted", "test@1")


def reading(text: str = TEXT) -> list[Record]:
    """What an extractor finds: two entities and what joins them, a county in passing, a target."""
    target = EntityRecord(
        "Target", "target:园区数@2027",
        {"name": "建成电商园区10个", "metric": "电商园区数", "comparator": "ge", "minimum": 10.0, "unit_word": "个",
         "deadline": "2027", "target_key": "aaaa-1"},
        at(text, "建成电商园区10个"), 0.85, "accepted", "test@1",
    )  # fmt: skip
    return [
        own(text), mention(*COUNTY, text=text), mention(*FIRM, text=text), mention(*FIRM, text=text, nth=1),
        mention(*PARK, text=text), target,
        says("OPERATES", FIRM, PARK, OPERATES, text=text), says("INVESTS_IN", FIRM, PARK, INVESTS, 0.5, text=text),
        RelationRecord("HAS_TARGET", ("Document", "document"), ("Target", target.ref), {},
                       at(text, "到2027年，建成电商园区10个。"), 0.85, "accepted", "test@1"),
    ]  # fmt: skip


def thresholds(path: Path, least: float = 0.8) -> Path:
    types = dict.fromkeys(("Enterprise", "Park", "Region", "OPERATES", "Target"), Threshold(20, 20, least))
    Thresholds(types).write(path)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", ONTOLOGY)


@pytest.fixture
def facts(archive: Archive, tmp_path: Path) -> Facts:
    return Facts(archive, thresholds(tmp_path / "thresholds.yaml"))


def shown(facts: Facts) -> dict[tuple[str, str], Row]:
    return {(row.type, row.name): row for row in facts.index.in_document(DOCUMENT.id)}


def states(facts: Facts) -> dict[tuple[str, str], str]:
    return {name: row.state for name, row in shown(facts).items()}


def key(facts: Facts, type_: str, part: str = "") -> str:
    [found] = [row.key for (t, name), row in shown(facts).items() if t == type_ and part in name]
    return found


def said(archive: Archive) -> set[tuple[Any, ...]]:
    """What the archive's document says: types, refs, states and quotes."""
    tables = archive.tables(DOCUMENT.id)
    entities = {(n, r["_ref"], r["_state"], r["_quote"]) for n, t in tables.entities.items() for r in t.to_pylist()}
    relations = {
        (n, r["_head_ref"], r["_tail_ref"], r["_state"]) for n, t in tables.relations.items() for r in t.to_pylist()
    }
    return entities | relations


def built(archive: Archive, facts: Facts) -> snapshots.Snapshot:
    facts.tell()
    return snapshots.build(archive, ONTOLOGY, archive.folder.parent / "snapshots")


def names(archive: Archive, facts: Facts, type_: str) -> set[str]:
    return {row["name"] for row in built(archive, facts).nodes(type_).to_pylist()}


# states


def test_facts_above_the_threshold_go_in_and_what_is_named_in_passing_waits(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    assert states(facts) == {
        FIRM: "accepted", PARK: "accepted", COUNTY: "proposed", ("Target", "建成电商园区10个"): "accepted",
        ("OPERATES", "启程网络有限公司 → 恒越电商产业园"): "accepted",
        ("INVESTS_IN", "启程网络有限公司 → 恒越电商产业园"): "proposed",
        ("HAS_TARGET", "青禾县电商意见 → 建成电商园区10个"): "accepted",
    }  # fmt: skip
    assert shown(facts)[COUNTY].because == "unrelated"
    assert shown(facts)[FIRM].places == [[8, 16], [41, 49]]
    snapshot = built(archive, facts)
    assert [r["name"] for r in snapshot.nodes("Park").to_pylist()] == ["恒越电商产业园"]
    assert snapshot.nodes("Region").num_rows == 0 == snapshot.edges("INVESTS_IN").num_rows


def test_a_type_without_measured_precision_waits(archive: Archive, tmp_path: Path) -> None:
    Thresholds({}).write(tmp_path / "none.yaml")
    facts = Facts(archive, tmp_path / "none.yaml")
    facts.take(DOCUMENT, reading())
    assert set(states(facts).values()) == {"proposed"}
    assert [(n, ref) for n, ref, state, *_ in said(archive) if state == "accepted"] == [("Document", "document")]


def test_other_thresholds_count_at_the_next_build(archive: Archive, facts: Facts, tmp_path: Path) -> None:
    facts.take(DOCUMENT, reading())
    assert facts.tell() == []
    thresholds(tmp_path / "thresholds.yaml", 0.95)
    assert facts.tell() == [DOCUMENT.id]
    assert states(facts)[FIRM] == "proposed"


def test_a_name_that_tables_know_is_a_mention_of_it_and_no_proposal(archive: Archive, facts: Facts) -> None:
    archive.write(
        make_source("divisions"), [EntityRecord("Region", "r", {"name": "青禾县", "code": "371399", "level": "county"})]
    )
    facts.take(DOCUMENT, reading())
    snapshot = built(archive, facts)
    facts.linked(snapshot.data_version, snapshot.folder / "ids")
    [county] = snapshot.nodes("Region").to_pylist()
    assert {e["source_id"] for e in snapshot.evidence([county["id"]])[county["id"]]} == {"divisions", DOCUMENT.id}
    assert shown(facts)[COUNTY].entity == county["id"]
    waiting = facts.index.facts(Asked(states=["proposed"]))
    assert [row.type for row in waiting] == ["INVESTS_IN"]


def test_of_two_namesakes_the_one_in_the_documents_region_is_meant(archive: Archive, facts: Facts) -> None:
    firms = [
        enterprise("a", FIRM[1], uscc=make_uscc(1), region_code="371399"),
        enterprise("b", FIRM[1], uscc=make_uscc(2), region_code="440106"),
    ]
    archive.write(make_source("firms"), firms)
    county = EntityRecord(
        "Region", "Region:青禾县", {"name": "青禾县", "code": "371399"}, at(TEXT, "青禾县"), 0.9, "proposed", "test@1"
    )
    found = [r for r in reading() if (r.type, getattr(r, "ref", "")) != ("Region", "Region:青禾县")]
    facts.take(DOCUMENT, [*found, county])
    snapshot = built(archive, facts)
    by_code = {row["region_code"]: row["id"] for row in snapshot.nodes("Enterprise").to_pylist()}
    assert set(by_code) == {"371399", "440106"}
    told = snapshot.evidence(list(by_code.values()))
    assert DOCUMENT.id in {e["source_id"] for e in told[by_code["371399"]]}
    assert DOCUMENT.id not in {e["source_id"] for e in told[by_code["440106"]]}


def test_a_build_after_a_decision_is_that_from_nothing(archive: Archive, facts: Facts, tmp_path: Path) -> None:
    archive.write(make_source("firms"), [enterprise("a", "临沂海天食品有限公司", uscc=make_uscc(1))])
    facts.take(DOCUMENT, reading())
    built(archive, facts)
    made = facts.decide(key(facts, "Region"), "accept", BY)
    stepwise = built(archive, facts)
    assert [r["name"] for r in stepwise.nodes("Region").to_pylist()] == ["青禾县"]
    again = snapshots.build(archive, ONTOLOGY, tmp_path / "anew")
    assert again.data_version == stepwise.data_version
    facts.undo(made.id, BY)
    back = built(archive, facts)
    assert back.nodes("Region").num_rows == 0
    assert snapshots.build(archive, ONTOLOGY, tmp_path / "anew2").data_version == back.data_version


def test_a_relation_waits_with_its_end_unless_the_graph_knows_that(archive: Archive, facts: Facts) -> None:
    unsure = [replace(r, confidence=0.6) if r.type == "Park" else r for r in reading()]
    facts.take(DOCUMENT, unsure)
    operates = ("OPERATES", "启程网络有限公司 → 恒越电商产业园")
    assert (shown(facts)[operates].state, shown(facts)[operates].because) == ("proposed", "end")
    assert built(archive, facts).edges("OPERATES").num_rows == 0
    archive.write(make_source("parks"), [EntityRecord("Park", "p", {"name": PARK[1]})])
    snapshot = built(archive, facts)
    facts.linked(snapshot.data_version, snapshot.folder / "ids")
    assert snapshot.edges("OPERATES").num_rows == 1
    assert shown(facts)[operates].state == "accepted"
    archive.retract("parks")
    snapshot = built(archive, facts)
    facts.linked(snapshot.data_version, snapshot.folder / "ids")
    assert snapshot.edges("OPERATES").num_rows == 0 and shown(facts)[operates].state == "proposed"


# decisions


def test_a_rejected_fact_never_returns(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    facts.decide(key(facts, "OPERATES"), "reject", BY, "看错了")
    facts.decide(key(facts, "Enterprise"), "reject", BY)
    for text in (TEXT, "前言\n" + TEXT, TEXT + "附则。\n"):
        facts.take(DOCUMENT, reading(text))
        assert states(facts)[FIRM] == "rejected"
        assert names(archive, facts, "Enterprise") == set()
        assert not [one for one in said(archive) if one[0] == "OPERATES"]


def test_a_rejected_relation_stays_rejected_where_another_extractor_cuts_the_sentence_elsewhere(facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    facts.decide(key(facts, "OPERATES"), "reject", BY)
    cut = [r for r in reading() if r.type != "OPERATES"] + [says("OPERATES", FIRM, PARK, OPERATES[:-3], 0.99)]
    facts.take(DOCUMENT, cut)
    assert states(facts)["OPERATES", "启程网络有限公司 → 恒越电商产业园"] == "rejected"


def test_a_corrected_span_and_type_stay_corrected(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    change = {"quote": "电商产业园", "shift": 2, "type": "Platform", "name": "恒越电商平台"}
    facts.decide(key(facts, "Park"), "correct", BY, change=change)
    for text in (TEXT, "前言\n" + TEXT):
        facts.take(DOCUMENT, reading(text))
        row = shown(facts)["Platform", "恒越电商平台"]
        assert (row.state, row.quote, text[row.start : row.end]) == ("accepted", "电商产业园", "电商产业园")
        assert names(archive, facts, "Park") == set() and names(archive, facts, "Platform") == {"恒越电商平台"}
        # The relation follows its end: an enterprise operates a platform, too.
        assert [one[2] for one in said(archive) if one[0] == "OPERATES"] == ["Platform:恒越电商平台"]


def test_a_corrected_end_of_a_relation_stays_corrected(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    change = {"type": "LOCATED_IN", "tail": list(COUNTY)}
    facts.decide(key(facts, "INVESTS_IN"), "correct", BY, change=change)
    facts.take(DOCUMENT, reading("前言\n" + TEXT))
    facts.tell()
    assert ("LOCATED_IN", "Enterprise:启程网络有限公司", "Region:青禾县", "accepted") in said(archive)
    assert names(archive, facts, "Region") == {"青禾县"}


def test_what_a_person_accepted_stays_where_a_later_reading_misses_it(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    facts.decide(key(facts, "INVESTS_IN"), "accept", BY)
    moved = "前言\n" + TEXT
    facts.take(DOCUMENT, [own(moved)])
    told = said(archive)
    assert ("INVESTS_IN", "Enterprise:启程网络有限公司", "Park:恒越电商产业园", "accepted") in told
    row = shown(facts)["INVESTS_IN", "启程网络有限公司 → 恒越电商产业园"]
    assert moved[row.start : row.end] == row.quote
    gone = TEXT.replace(INVESTS, "启程网络有限公司没有来。")
    facts.take(DOCUMENT, [own(gone)])
    assert not [one for one in said(archive) if one[0] == "INVESTS_IN"]


def test_a_link_makes_a_mention_that_entity(archive: Archive, facts: Facts) -> None:
    archive.write(make_source("firms"), [enterprise("a", "启程（青禾）网络科技股份公司", uscc=make_uscc(1))])
    facts.take(DOCUMENT, reading())
    snapshot = built(archive, facts)
    [id_] = [r["id"] for r in snapshot.nodes("Enterprise").to_pylist() if r["uscc"]]
    made = facts.decide(key(facts, "Enterprise"), "link", BY, change={"entity": id_})
    linked = built(archive, facts)
    [firm] = linked.nodes("Enterprise").to_pylist()
    assert firm["id"] == id_ and "启程网络有限公司" in firm["aliases"]
    facts.linked(linked.data_version, linked.folder / "ids")
    assert shown(facts)[FIRM].entity == id_
    facts.undo(made.id, BY)
    assert built(archive, facts).data_version == snapshot.data_version


def test_the_last_decision_counts_and_undoing_brings_back_the_one_before(facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    firm = key(facts, "Enterprise")
    first = facts.decide(firm, "reject", BY)
    second = facts.decide(firm, "accept", "钱二")
    assert states(facts)[FIRM] == "accepted"
    facts.undo(second.id, BY, "还是不对")
    assert states(facts)[FIRM] == "rejected"
    undone = facts.undo(first.id, BY)
    assert states(facts)[FIRM] == "accepted" and facts.undo(first.id, "别人") == undone
    assert [(d.verdict, bool(d.undone)) for d in facts.decisions.log()] == [("reject", True), ("accept", True)]


def test_the_same_call_twice_is_one_decision(facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    firm, park = key(facts, "Enterprise"), key(facts, "Park")
    made = facts.decide(firm, "reject", BY, client_key="k1")
    assert facts.decide(firm, "reject", BY, client_key="k1") == made == facts.decide(firm, "reject", BY)
    with pytest.raises(FactKeyTaken, match=made.id):
        facts.decide(park, "reject", BY, client_key="k1")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "say what it should be"),
        ({"quote": "不在文中"}, "does not stand in"),
        ({"type": "Firma"}, "no type"),
        ({"values": {"colour": "red"}}, "no property"),
        ({"head": ["Enterprise", "启程"]}, "say what"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(facts: Facts, change: Mapping[str, Any], told: str) -> None:
    facts.take(DOCUMENT, reading())
    with pytest.raises(CorrectionRefused, match=told):
        facts.decide(key(facts, "Park"), "correct", BY, change=change)
    assert facts.decisions.log() == []


def test_a_relation_is_not_corrected_to_what_the_ontology_or_the_document_lacks(facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    operates = key(facts, "OPERATES")
    with pytest.raises(CorrectionRefused, match="never leads from"):
        facts.decide(operates, "correct", BY, change={"type": "GUARANTEES"})
    with pytest.raises(CorrectionRefused, match="names no Park"):
        facts.decide(operates, "correct", BY, change={"tail": ["Park", "别的产业园"]})


def test_what_is_not_there_is_refused_in_words(facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    firm = key(facts, "Enterprise")
    for error, call in (
        (UnknownFact, lambda: facts.decide("nothing", "accept", BY)),
        (UnknownFactDecision, lambda: facts.undo("nothing", BY)),
        (FactRefused, lambda: facts.decide(firm, "accept", " ")),
        (FactRefused, lambda: facts.decide(firm, "link", BY, change={"entity": "park:0000000000000001"})),
    ):
        with pytest.raises(error):
            call()


def test_a_log_that_was_changed_is_refused(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    facts.decide(key(facts, "Enterprise"), "reject", BY)
    facts.decide(key(facts, "Park"), "reject", BY)
    log = archive.folder / "_facts" / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace(BY, "钱二", 1), "utf-8")
    with pytest.raises(DamagedLog, match="line 1"):
        Facts(archive).decisions.log()


def test_the_index_is_made_anew_where_it_is_gone(archive: Archive, facts: Facts, tmp_path: Path) -> None:
    facts.take(DOCUMENT, reading())
    facts.decide(key(facts, "Enterprise"), "reject", BY)
    before = states(facts)
    index = archive.folder / "_readings" / "index.db"
    for spoil in (index.unlink, lambda: index.write_bytes(b"no database" * 500)):
        spoil()
        again = Facts(archive, tmp_path / "thresholds.yaml")
        again.tell()
        assert states(again) == before


def test_a_withdrawn_document_stays_away_until_it_is_read_again(archive: Archive, facts: Facts) -> None:
    facts.take(DOCUMENT, reading())
    archive.retract(DOCUMENT.id)
    facts.decide(key(facts, "Region"), "accept", BY)
    facts.tell()
    assert archive.current(DOCUMENT.id) is None and facts.index.count(Asked()) == 0
    facts.take(DOCUMENT, reading())
    assert archive.current(DOCUMENT.id)


# versions


def test_another_version_gives_a_diff(facts: Facts) -> None:
    first = facts.take(DOCUMENT, reading())
    assert first.changed and len(first.diff.added) == 8
    assert not facts.take(DOCUMENT, reading()).changed
    text = TEXT.replace("10个", "12个") + "青禾县。\n"
    found = [r for r in reading() if r.type not in ("Target", "HAS_TARGET")]
    diff = facts.difference(DOCUMENT, [own(text), *found[1:]])
    assert (diff.added, sorted(f.type for f in diff.gone), diff.changed) == ([], ["HAS_TARGET", "Target"], [])


# keys and thresholds


def test_keys_do_not_depend_on_offsets_blanks_or_confidence() -> None:
    one = {f.key for f in facts_of("d", reading(), ONTOLOGY)}
    other = {f.key for f in facts_of("d", reading("前言\n\n" + TEXT), ONTOLOGY)}
    assert one == other
    assert one.isdisjoint(f.key for f in facts_of("e", reading(), ONTOLOGY))


def test_quotes_are_alike_where_they_are_cut_or_set_differently() -> None:
    assert likeness("到2017年， 建成 10 个", "到２０１７年,建成10个。") == 1
    assert likeness("建成10个园区", "培训人才三千人") < 0.3


@given(
    st.lists(st.tuples(st.sampled_from([0.5, 0.7, 0.9]), st.booleans()), max_size=60),
    st.sampled_from(["Park", "Target"]),
)
def test_a_threshold_is_only_where_enough_was_right(findings: list[tuple[float, bool]], type_: str) -> None:
    found = threshold(type_, findings)
    if found.threshold is not None:
        above = [right for confidence, right in findings if confidence >= found.threshold]
        assert (len(above), sum(above)) == (found.cases, found.right)
        assert surely(found.right, found.cases) >= (0.6 if type_ == "Target" else 0.8)
    assert threshold(type_, list(reversed(findings))) == found


def test_the_interval_is_wilsons() -> None:
    # Worked by hand: 7 of 7 gives n/(n+z²) = 7/8.6425.
    assert surely(7, 7) == pytest.approx(0.80996, abs=1e-4)
    assert surely(0, 5) == pytest.approx(0) and surely(0, 0) == 0


def test_the_shipped_thresholds_say_on_how_many_cases_they_stand() -> None:
    shipped = Thresholds.read()
    assert shipped.measured["documents"] >= 6
    for name, one in shipped.types.items():
        assert name in ONTOLOGY.node_types or name in ONTOLOGY.edge_types
        assert one.threshold is None or surely(one.right, one.cases) >= 0.6
    with pytest.raises(Refusal, match="jiju score"):
        Thresholds.read(SHIPPED.with_name("fact.py"))


# any order

_TEXTS = [TEXT, "前言\n" + TEXT, TEXT.replace("在青禾县投资", "在青禾县 投资")]


def _without(type_: str) -> Callable[[str], list[Record]]:
    return lambda text: [
        r for r in reading(text) if r.type not in (type_, *(("HAS_TARGET",) if type_ == "Target" else ()))
    ]


_EXTRACTORS: Sequence[Callable[[str], list[Record]]] = [reading, _without("OPERATES"), _without("Target")]
_STEPS = st.one_of(
    st.tuples(st.just("read"), st.integers(0, 1), st.integers(0, 2)),
    st.tuples(st.sampled_from(["accept", "reject", "correct"]), st.integers(0, 7), st.just(0)),
    st.tuples(st.just("undo"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("tell"), st.just(0), st.just(0)),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_STEPS, min_size=1, max_size=10), st.integers(0, 1), st.integers(0, 2))
def test_what_is_told_depends_on_the_last_reading_and_the_active_decisions(
    steps: list[tuple[str, int, int]], text: int, extractor: int
) -> None:
    with TemporaryDirectory() as folder:
        path = thresholds(Path(folder) / "t.yaml")
        archive = Archive(Path(folder) / "a", ONTOLOGY)
        facts = Facts(archive, path)
        facts.take(DOCUMENT, reading())
        for verb, one, two in steps:
            if verb == "read":
                facts.take(DOCUMENT, _EXTRACTORS[two](_TEXTS[one]))
            elif verb == "tell":
                facts.tell()
            elif verb == "undo":
                log = facts.decisions.log()
                if one < len(log):
                    facts.undo(log[one].id, BY)
            else:
                rows = [r for r in facts.index.in_document(DOCUMENT.id) if verb != "correct" or r.type == "Park"]
                if one < len(rows):
                    change = {"name": "恒越产业园"} if verb == "correct" else None
                    facts.decide(rows[one].key, verb, BY, change=change)  # type: ignore[arg-type]  # drawn from these
        facts.take(DOCUMENT, _EXTRACTORS[extractor](_TEXTS[text]))
        facts.tell()

        # The same log, and only the last reading.
        other = Archive(Path(folder) / "b", ONTOLOGY)
        (other.folder / "_facts").mkdir(parents=True)
        kept = archive.folder / "_facts" / "log.jsonl"
        if kept.exists():
            (other.folder / "_facts" / "log.jsonl").write_bytes(kept.read_bytes())
        anew = Facts(other, path)
        anew.take(DOCUMENT, _EXTRACTORS[extractor](_TEXTS[text]))
        anew.tell()
        assert said(other) == said(archive)
        assert states(anew) == states(facts)
        # What counts is what is told.
        told = {row.key: row.state for row in facts.index.in_document(DOCUMENT.id)}
        for decision in facts.decisions.active(DOCUMENT.id):
            if decision.verdict == "reject" and decision.fact in told:
                assert told[decision.fact] == "rejected"
            if decision.verdict == "accept":
                assert told.get(decision.fact) == "accepted"
