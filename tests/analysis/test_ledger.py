"""The ledger of a policy: status, pace, boards, bounds, wordings, official figures, and the policy of the gold set."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import AnalysisRefused
from analysis.ledger import STATUSES, policy_ledger
from analysis.places import prefix_of
from analysis.target_rules import load_rules, rule_for, shipped_rules
from analysis.targets import Target, Wording
from ontology.errors import OntologyError
from support.builders import day, enterprise, entity, make_source, region, relation, yuan
from support.example_store import build_snapshot
from support.graphs import write_graph
from support.shared import shared_path

REGIONS = [
    {"id": "region:p", "name": "临沂市", "code": "371300", "level": "prefecture"},
    {"id": "region:a", "name": "甲县", "code": "371325", "level": "county"},
    {"id": "region:b", "name": "乙县", "code": "371326", "level": "county"},
    {"id": "region:x", "name": "外县", "code": "370102", "level": "county"},
]
POLICY = [{"id": "document:d", "name": "意见", "issued_on": date(2014, 1, 1)}]


def _target(number, metric, minimum, **more):
    given = {"comparator": "eq", "unit_word": "个", "deadline": "2018-01-01", "scope": "临沂市", **more}
    return {"id": f"target:{number}", "name": metric, "metric": metric, "minimum": float(minimum), **given}


def _park(number, place="371325", **more):
    return {"id": f"park:{number}", "name": f"园{number}", "region_code": place, "kind": "e_commerce", **more}


def _ledger(folder, targets, nodes, edges=None, **asked):
    has = [{"from_id": "document:d", "to_id": t["id"]} for t in targets]
    all_nodes = {"Document": POLICY, "Region": REGIONS, "Target": targets, **nodes}
    snapshot = write_graph(folder, all_nodes, {"HAS_TARGET": has, **(edges or {})})
    return policy_ledger(snapshot, policy="document:d", **asked)


def _codes(row):
    return [w.code for w in row.warnings]


def test_four_of_ten_parks_at_half_time_are_behind_and_need_three_a_year(tmp_path):
    parks = [_park(n, built_on=date(2015, 1, n + 1)) for n in range(4)] + [_park(9, "370102")]
    (row,) = _ledger(tmp_path, [_target(1, "电商产业园区数", 10)], {"Park": parks}, as_of=date(2016, 1, 1)).rows
    assert (row.status, row.value, row.gap) == ("BEHIND", 4.0, 6.0)
    assert row.expected == pytest.approx(5, abs=0.01)
    assert row.required_pace == pytest.approx(3, abs=0.01)
    assert row.definitions[0].counted == ("park:0", "park:1", "park:2", "park:3")
    assert (row.n, row.coverage) == (4, 1.0)


def test_only_what_had_begun_counts_and_what_has_no_date_is_told(tmp_path):
    parks = [_park(1, built_on=date(2015, 1, 1)), _park(2, built_on=date(2017, 1, 1)), _park(3)]
    (row,) = _ledger(tmp_path, [_target(1, "电商产业园区数", 2)], {"Park": parks}, as_of=date(2016, 1, 1)).rows
    assert row.definitions[0].counted == ("park:1", "park:3")
    assert (row.status, row.definitions[0].undated, row.coverage) == ("MET", 1, 0.5)
    assert "undated" in _codes(row)


def test_a_promise_kept_after_its_deadline_says_so(tmp_path):
    parks = [_park(n, built_on=date(2015 + 4 * n, 1, 1)) for n in range(2)]
    (row,) = _ledger(tmp_path, [_target(1, "电商产业园区数", 2)], {"Park": parks}, as_of=date(2020, 1, 1)).rows
    assert row.status == "MET"
    assert "late" in _codes(row)


def test_an_honour_counts_from_the_year_it_was_given(tmp_path):
    parks = [_park(1, built_on=date(2012, 1, 1)), _park(2, built_on=date(2012, 1, 1))]
    honors = [{"id": "honor:h", "name": "省级电商示范基地"}, {"id": "honor:o", "name": "先进集体"}]
    awards = [
        {"from_id": "park:1", "to_id": "honor:h", "year": 2016},
        {"from_id": "park:2", "to_id": "honor:o", "year": 2014},
    ]
    asked = ([_target(1, "示范性电商产业园区数", 1)], {"Park": parks, "Honor": honors}, {"AWARDED": awards})
    assert _ledger(tmp_path / "1", *asked, as_of=date(2015, 6, 1)).rows[0].value == 0.0
    assert _ledger(tmp_path / "2", *asked, as_of=date(2016, 6, 1)).rows[0].definitions[0].counted == ("park:1",)


def test_nothing_of_a_kind_in_the_data_is_no_zero(tmp_path):
    targets = [_target(1, "电商产业园区数", 1), _target(2, "村民满意度", 90)]
    rows = _ledger(tmp_path, targets, {"Park": [_park(1, kind="logistics")]}, as_of=date(2016, 1, 1)).rows
    assert {r.target.id: (r.status, r.value, _codes(r)) for r in rows} == {
        "target:1": ("NO_DATA", None, ["none_known"]),
        "target:2": ("NO_DATA", None, ["no_rule"]),
    }


def test_a_lower_bound_shows_that_a_target_is_met_but_never_that_it_is_missed(tmp_path):
    platforms = [{"id": "platform:1", "name": "汇", "region_code": "371325", "transaction_volume": 150}]
    targets = [_target(1, "电子商务交易额", 100, unit_word="yuan"), _target(2, "电子商务交易额", 200, unit_word="yuan")]
    rows = _ledger(tmp_path, targets, {"Platform": platforms}, as_of=date(2019, 1, 1)).rows
    assert {r.target.id: r.status for r in rows} == {"target:1": "MET", "target:2": "NO_DATA"}
    assert all("lower" in _codes(r) for r in rows)


def test_an_upper_bound_shows_that_a_target_is_missed_but_never_that_it_is_met(tmp_path):
    platforms = [{"id": "platform:1", "name": "汇", "region_code": "371325", "kind": ["general"]}]
    targets = [_target(1, "有影响力的电商平台数", 1), _target(2, "有影响力的电商平台数", 2)]
    rows = _ledger(tmp_path, targets, {"Platform": platforms}, as_of=date(2019, 1, 1)).rows
    assert {r.target.id: r.status for r in rows} == {"target:1": "NO_DATA", "target:2": "BEHIND"}


def test_things_whose_place_is_unknown_keep_a_target_from_being_called_missed(tmp_path):
    parks = [_park(1), _park(2, None)]
    targets = [_target(1, "电商产业园区数", 2), _target(2, "电商产业园区数", 3)]
    rows = _ledger(tmp_path, targets, {"Park": parks}, as_of=date(2019, 1, 1)).rows
    assert {r.target.id: r.status for r in rows} == {"target:1": "NO_DATA", "target:2": "BEHIND"}
    assert all("unplaced" in _codes(r) for r in rows)


def test_a_target_for_every_county_is_a_board_of_counties(tmp_path):
    target = _target(1, "电子商务产业园区数", 1, comparator="ge", scope="each county", per_place="各县区(开发区)")
    (row,) = _ledger(tmp_path, [target], {"Park": [_park(1)]}, region="临沂市", as_of=date(2017, 1, 1)).rows
    assert [(c.place.name, c.value, c.met, c.counted) for c in row.places] == [
        ("甲县", 1.0, True, ("park:1",)),
        ("乙县", 0.0, False, ()),
    ]
    assert (row.value, row.gap, row.status) == (1.0, 1.0, "BEHIND")
    assert "zones" in _codes(row)


def test_an_official_figure_of_the_region_counts_before_any_rule(tmp_path):
    figures = [
        {"from_id": "region:p", "to_id": "target:1", "counted_value": 40.0, "valid_from": date(2015, 1, 1)},
        {"from_id": "region:p", "to_id": "target:1", "counted_value": 52.0, "valid_from": date(2016, 1, 1)},
        {"from_id": "region:p", "to_id": "target:1", "counted_value": 99.0, "valid_from": date(2018, 1, 1)},
    ]
    target = _target(1, "电子商务交易额年均增长率", 50, unit_word="%", comparator="approx")
    (row,) = _ledger(tmp_path, [target], {}, {"COUNTS_TOWARD": figures}, as_of=date(2017, 1, 1)).rows
    assert (row.value, row.status, row.observation.day) == (52.0, "MET", date(2016, 1, 1))


def test_a_thing_that_somebody_declares_to_count_counts_once(tmp_path):
    parks = [_park(1), _park(2, kind="logistics")]
    declared = [{"from_id": f"park:{n}", "to_id": "target:1"} for n in (1, 2)]
    row = _ledger(
        tmp_path,
        [_target(1, "电商产业园区数", 2)],
        {"Park": parks},
        {"COUNTS_TOWARD": declared},
        as_of=date(2016, 1, 1),
    ).rows[0]
    assert (row.value, row.definitions[0].counted) == (2.0, ("park:1", "park:2"))


def test_two_levels_of_one_metric_give_the_growth_between_them(tmp_path):
    targets = [
        _target(1, "电子商务交易额", 2000e8, comparator="gt", unit_word="yuan", deadline="2017"),
        _target(2, "电子商务交易额", 5000e8, comparator="gt", unit_word="yuan", deadline="2020"),
        _target(3, "电子商务交易额年均增长率", 50, comparator="approx", unit_word="%", deadline="2017"),
    ]
    derived = {d.kind: d for d in _ledger(tmp_path, targets, {}, as_of=date(2016, 1, 1)).derived}
    assert derived["growth_between"].value == pytest.approx(2.5 ** (1 / 3) - 1, rel=1e-12)
    assert "35.7%" in derived["growth_between"].label.zh
    assert derived["level_before"].value == pytest.approx(2000e8 / 1.5**3, rel=1e-12)


def test_targets_of_another_document_for_the_same_place_and_year_are_held_beside(tmp_path):
    mine, theirs = _target(1, "电商村数", 20), _target(2, "特色电商村数", 60)
    other = {"id": "document:o", "name": "另一意见"}
    nodes = {"Document": [*POLICY, other], "Region": REGIONS, "Target": [mine, theirs]}
    has = [{"from_id": "document:d", "to_id": "target:1"}, {"from_id": "document:o", "to_id": "target:2"}]
    (row,) = policy_ledger(write_graph(tmp_path, nodes, {"HAS_TARGET": has}), policy="document:d").rows
    assert [(c.kind, c.values) for c in row.conflicts] == [("document", ("20个", "60个"))]


def test_unknown_policies_and_regions_are_refused(tmp_path):
    with pytest.raises(AnalysisRefused, match="policy: 'document:z'"):
        policy_ledger(write_graph(tmp_path / "1", {"Document": POLICY}), policy="document:z")
    with pytest.raises(AnalysisRefused, match="region: '无此县'"):
        _ledger(tmp_path / "2", [_target(1, "电商村数", 1)], {}, region="无此县")


def test_a_rule_with_a_spelling_mistake_is_refused_with_its_line(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text("a:\n  label: {zh: 甲, en: a}\n  metric: x\n  measure: count\n  off: Park\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="unknown key 'off'"):
        load_rules(file)
    file.write_text("a:\n  label: {zh: 甲, en: a}\n  metric: x\n  measure: tally\n", encoding="utf-8")
    with pytest.raises(AnalysisRefused, match="'tally' is not one of count"):
        load_rules(file)


def test_rules_name_only_what_the_ontology_has(ontology):
    for rule in shipped_rules():
        if rule.of is None:
            continue
        known = ontology.node_types[rule.of].properties
        for conditions in rule.where:
            for name, asked in conditions.items():
                if name in ("like", "at_least"):
                    assert set(asked) <= set(known)
                elif name == "tied":
                    assert asked in ontology.edge_types
                elif name != "honor":
                    declared = known[name.removeprefix("all_")]
                    assert set(asked) <= set(declared.codelist.codes)
        assert {p for p in (rule.property, rule.since) if p} <= set(known)
        assert set(rule.place_by) <= set(ontology.edge_types)


@given(st.sampled_from(["gt", "ge", "eq", "approx", "range", "le"]), st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_target_that_is_reached_misses_nothing(comparator, goal, value):
    bounds = (None, float(goal)) if comparator == "le" else (float(goal), None)
    target = Target("t", (Wording("x"),), comparator, *bounds, False, "个", None, None, None, None, None, ())
    assert target.missing(value) >= 0
    assert (target.missing(value) > 0) == (not target.reached(value)) or (comparator == "gt" and value == goal)


@given(st.text("0123456789", min_size=2, max_size=12))
def test_a_prefix_starts_the_padded_code_and_is_its_own_prefix(code):
    prefix = prefix_of(code)
    assert code.ljust(12, "0").startswith(prefix)
    assert prefix_of(prefix) == prefix


VOLUME = yuan("3000000000")


def example_region():
    """A prefecture with two counties and something of most kinds that the policy of the gold set counts."""
    said = [
        entity("Region", "3799", name="沂东市", code="379900", level="prefecture"),
        region("379921", "蒙川县"),
        region("379922", "河东县"),
        entity("Region", "t", name="柳织镇", code="379921105", level="township"),
        entity("Park", "p", name="蒙川电商园", region_code="379921", kind="e_commerce", built_on=day("2015-05-01")),
        entity("Honor", "h", name="省级电商示范基地"),
        relation("AWARDED", ("Park", "p"), ("Honor", "h"), year=2016),
        entity("Platform", "g", name="优选", region_code="379921", kind=("general",), transaction_volume=VOLUME),
        entity("Village", "v", name="柳村", region_code="379921105001", designations=("e_commerce_village",)),
        entity("Facility", "f", name="柳村站", region_code="379921105001", kind="service_station"),
        entity("TrainingBase", "b", name="基地", region_code="379921", trained_per_year=12000, founded=day("2014")),
        entity("Person", "m", name="赵一", person_key="赵一@甲", title="高级职业经理人"),
        enterprise("1", "甲", region_code="379921", kind=("backbone", "net_merchant")),
        enterprise("2", "乙", region_code="379922", kind=("service_provider",)),
        relation("HOLDS_ROLE", ("Person", "m"), ("Enterprise", "1"), role="总经理"),
    ]  # fmt: skip
    return {make_source("example"): said}


@pytest.mark.shared
def test_the_ledger_of_the_linyi_policy_has_its_sixteen_targets(tmp_path, ontology):
    from nlp.extract import read_document
    from records import snapshot
    from records.archive import Archive

    read = read_document(shared_path("gold/linyi-ecommerce-opinion.txt"), ontology=ontology)
    archive = Archive(tmp_path / "archive", ontology)
    archive.write(read.source, read.records)
    for source, said in example_region().items():
        archive.write(source, said)
    built = snapshot.build(archive, ontology, tmp_path / "snapshots")
    documents = built.nodes("Document").to_pylist()
    (policy,) = [d["id"] for d in documents if d["name"] == "临沂市人民政府关于加快电子商务发展的意见"]
    found = policy_ledger(built, policy=policy, region="沂东市", as_of=date(2016, 9, 1), begun=date(2014, 1, 1))
    assert len(found.rows) == 16
    assert all(row.status in STATUSES for row in found.rows)
    by_metric = {row.target.wordings[0].metric: row for row in found.rows if row.target.goal != 5000e8}
    told = {metric: (row.status, row.value, row.n) for metric, row in by_metric.items()}
    assert told == {
        "电子商务交易额": ("NO_DATA", 3e9, 1),
        "电子商务交易额年均增长率": ("NO_DATA", None, 0),
        "跨境电子商务交易额占外贸进出口比重": ("NO_DATA", None, 0),
        "国内外有影响力的电子商务平台数": ("BEHIND", 1.0, 1),
        "骨干电商企业数": ("DEFINITIONS_CONFLICT", 1.0, 1),
        "网商企业数": ("BEHIND", 1.0, 1),
        "示范性电商产业园区数": ("BEHIND", 1.0, 1),
        "电商村数": ("BEHIND", 1.0, 1),
        "综合性电子商务平台数": ("NO_DATA", 1.0, 1),
        "电子商务产业园区(集聚区)数": ("BEHIND", 1.0, 1),
        "覆盖乡镇(街道)数": ("BEHIND", 1.0, 1),
        "覆盖村(社区)数": ("BEHIND", 1.0, 1),
        "电子商务服务站点数": ("BEHIND", 1.0, 1),
        "培训电子商务专业人才数": ("BEHIND", pytest.approx(12000 * 974 / 365.2425), 1),
        "培养高级电子商务职业经理人数": ("NO_DATA", 1.0, 1),
    }
    backbone = by_metric["骨干电商企业数"]
    assert [(d.wording.metric, d.value) for d in backbone.definitions] == [
        ("骨干电商企业数", 1.0),
        ("重点电子商务应用企业和电商服务企业数", 1.0),
    ]
    assert backbone.definitions[0].counted != backbone.definitions[1].counted
    assert all(d.wording.quote for d in backbone.definitions)
    assert [(c.place.name, c.met) for c in by_metric["电子商务产业园区(集聚区)数"].places] == [
        ("蒙川县", True),
        ("河东县", False),
    ]
    assert round(found.derived[0].value, 3) == 0.357


def test_every_metric_of_the_rules_finds_its_own_rule():
    said = {
        "示范性电商产业园区数": "demonstration_parks",
        "年交易额过亿元的电商平台数": "large_platforms",
        "重点电子商务应用企业和电商服务企业数": "application_and_service_enterprises",
    }
    for metric, rule in said.items():
        assert rule_for(metric, shipped_rules()).id == rule


def test_a_snapshot_read_twice_gives_the_same_ledger(tmp_path, ontology):
    said = example_region()
    (source,) = said
    said[source] += [
        entity("Document", "d", name="意见", issued_on=day("2014-01-01")),
        entity(
            "Target",
            "t",
            name="电商村",
            target_key="k",
            metric="电商村数",
            comparator="ge",
            minimum=2.0,
            deadline="2017",
        ),
        relation("HAS_TARGET", ("Document", "d"), ("Target", "t")),
    ]
    built = build_snapshot(tmp_path, ontology, said)
    policy = built.nodes("Document").to_pylist()[0]["id"]
    first, second = (policy_ledger(built, policy=policy, region="3799", as_of=date(2016, 1, 1)) for _ in range(2))
    assert first == second
    assert (first.rows[0].value, first.rows[0].gap) == (1.0, 1.0)
