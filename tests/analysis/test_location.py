"""Location quotient and HHI on worked examples, by every weight, level and way of knowing a place."""

from datetime import date
from decimal import Decimal

import pytest

from analysis.errors import AnalysisRefused
from analysis.location import hhi, location_quotient
from analysis.placement import gbt4754_at
from analysis.projection import Projection
from support.graphs import write_graph

REGIONS = [
    {"id": "region:l", "name": "临沂市", "code": "371300000000"},
    {"id": "region:a", "name": "甲县", "code": "371325"},
    {"id": "region:b", "name": "乙县", "code": "371326000000"},
    {"id": "region:t", "name": "丙镇", "code": "371325101"},
]
INDUSTRIES = [
    {"id": "industry:c20", "name": "木材加工业", "code": "C20", "scheme": "gbt4754", "level": 2},
    {"id": "industry:c2021", "name": "胶合板制造", "code": "C2021", "scheme": "gbt4754", "level": 4},
    {"id": "industry:c2029", "name": "其他人造板", "code": "C2029", "scheme": "gbt4754", "level": 4},
    {"id": "industry:f52", "name": "零售业", "code": "F52", "scheme": "gbt4754", "level": 2},
    {"id": "industry:chain", "name": "板材", "scheme": "chain", "level": 1},
]


def _enterprise(number, region, **properties):
    return {"id": f"enterprise:{number:02d}", "name": f"企业{number}", "region_code": region, **properties}


def _in(number, industry, **properties):
    return {"from_id": f"enterprise:{number:02d}", "to_id": f"industry:{industry}", **properties}


def _graph(folder, enterprises, industries, located=(), more=()):
    nodes = {"Enterprise": enterprises, "Region": REGIONS, "Industry": INDUSTRIES, **dict(more)}
    return write_graph(folder, nodes, {"IN_INDUSTRY": industries, "LOCATED_IN": list(located)})


@pytest.fixture
def worked(tmp_path):
    """Of county a's five enterprises three saw wood, of b's five one does."""
    enterprises = [
        _enterprise(i, "371325" if i < 5 else "371326", employees=10 * (i + 1), registered_capital=Decimal(i))
        for i in range(10)
    ]
    industries = [_in(i, "c2021" if i in (0, 1, 2, 9) else "f52") for i in range(10)]
    return _graph(tmp_path, enterprises, industries)


def _values(table):
    return {(r.region and r.region.code, r.industry and r.industry.code): r.value for r in table.rows}


def test_location_quotient_of_the_worked_example(worked):
    table = location_quotient(worked)
    assert _values(table) == pytest.approx({
        ("371325", "C20"): (3 / 5) / (4 / 10),
        ("371325", "F52"): (2 / 5) / (6 / 10),
        ("371326", "C20"): (1 / 5) / (4 / 10),
        ("371326", "F52"): (4 / 5) / (6 / 10),
    })  # fmt: skip
    first = table.rows[0]
    assert (first.region.name, first.region.id, first.industry.name) == ("甲县", "region:a", "木材加工业")
    assert (first.n, first.weight, type(first.value), type(first.n)) == (3, 3.0, float, int)
    assert (table.n, table.coverage) == (10, 1.0)


def test_rows_of_few_enterprises_and_small_samples_are_marked(worked):
    table = location_quotient(worked)
    assert [w.code for w in table.warnings] == ["few"]
    assert table.rows[0].warnings[0].zh == "样本很少：企业 n = 3"


def test_location_quotient_weighs_by_employees(worked):
    value = _values(location_quotient(worked, weight="employees"))[("371325", "C20")]
    assert value == pytest.approx((60 / 150) / (160 / 550))


def test_hhi_of_the_worked_example(worked):
    assert _values(hhi(worked)) == pytest.approx({("371325", None): 0.52, ("371326", None): 0.68})
    by_industry = hhi(worked, by="industry")
    assert _values(by_industry) == pytest.approx({
        (None, "C20"): (3 / 4) ** 2 + (1 / 4) ** 2,
        (None, "F52"): (2 / 6) ** 2 + (4 / 6) ** 2,
    })  # fmt: skip
    assert [r.n for r in by_industry.rows] == [4, 6]


def test_location_quotient_at_the_level_of_the_whole_is_one(worked):
    table = location_quotient(worked, region_level="prefecture", industry_level=1)
    assert _values(table) == pytest.approx({("3713", "C"): 1.0, ("3713", "F"): 1.0})
    assert table.rows[0].region.name == "临沂市"
    assert {r.region.code for r in location_quotient(worked, region_level="country").rows} == {""}


def test_a_projection_gives_what_its_snapshot_gives(worked):
    assert location_quotient(Projection.from_snapshot(worked)) == location_quotient(worked)


def test_unknown_weights_lower_coverage_and_are_not_zero(tmp_path):
    enterprises = [_enterprise(i, "371325", employees=[10, None, 0][i]) for i in range(3)]
    table = location_quotient(_graph(tmp_path, enterprises, [_in(i, "c20") for i in range(3)]), weight="employees")
    assert (table.n, table.coverage, table.rows[0].n) == (2, 2 / 3, 2)
    assert [w.code for w in table.warnings] == ["few", "coverage"]
    assert table.warnings[1].zh == "所在地、行业和从业人数：仅 67% 已知"


def test_a_region_whose_weight_is_all_zero_is_not_listed(tmp_path):
    enterprises = [_enterprise(0, "371325", employees=0), _enterprise(1, "371326", employees=5)]
    snapshot = _graph(tmp_path, enterprises, [_in(0, "c20"), _in(1, "c20")])
    assert set(_values(location_quotient(snapshot, weight="employees"))) == {("371326", "C20")}
    assert set(_values(hhi(snapshot, weight="employees"))) == {("371326", None)}


def test_a_code_that_stops_at_the_prefecture_has_no_county(tmp_path):
    enterprises = [_enterprise(0, "371300"), _enterprise(1, "371325101000")]
    snapshot = _graph(tmp_path, enterprises, [_in(0, "c20"), _in(1, "c20")])
    assert location_quotient(snapshot).coverage == 0.5
    assert location_quotient(snapshot, region_level="prefecture").coverage == 1.0
    assert location_quotient(snapshot, region_level="township").rows[0].region.name == "丙镇"


def test_a_place_is_inherited_from_what_a_thing_is_in(tmp_path):
    enterprises = [_enterprise(i, None) for i in range(3)]
    parks = {"Park": [{"id": "park:p", "name": "某园"}]}
    located = [
        {"from_id": "enterprise:00", "to_id": "park:p"},
        {"from_id": "park:p", "to_id": "region:t"},
        {"from_id": "enterprise:01", "to_id": "region:l"},
        {"from_id": "enterprise:01", "to_id": "region:b"},
        {"from_id": "enterprise:02", "to_id": "park:p", "valid_to": date(2020, 1, 1)},
    ]
    snapshot = _graph(tmp_path, enterprises, [_in(i, "c20") for i in range(3)], located, parks.items())
    table = location_quotient(snapshot, as_of=date(2024, 1, 1))
    assert {(r.region.code, r.n) for r in table.rows} == {("371325", 1), ("371326", 1)}
    assert {(r.region.code, r.n) for r in location_quotient(snapshot).rows} == {("371325", 2), ("371326", 1)}


def test_the_primary_industry_counts_alone_and_others_share(tmp_path):
    enterprises = [_enterprise(0, "371325"), _enterprise(1, "371325")]
    industries = [_in(0, "c20", primary=True), _in(0, "f52"), _in(1, "c2021"), _in(1, "c2029"), _in(1, "f52")]
    table = location_quotient(_graph(tmp_path, enterprises, industries))
    assert {(r.industry.code, round(r.weight, 6), r.n) for r in table.rows} == {
        ("C20", round(5 / 3, 6), 2), ("F52", round(1 / 3, 6), 1),
    }  # fmt: skip


def test_within_restricts_the_whole(tmp_path):
    enterprises = [_enterprise(0, "371325"), _enterprise(1, "370102")]
    snapshot = _graph(tmp_path, enterprises, [_in(0, "c20"), _in(1, "f52")])
    table = location_quotient(snapshot, within="371300")
    assert (_values(table), table.n, table.coverage) == ({("371325", "C20"): 1.0}, 1, 1.0)


def test_a_chain_segment_counts_in_its_own_scheme_only(tmp_path):
    snapshot = _graph(tmp_path, [_enterprise(0, "371325")], [_in(0, "chain")])
    assert location_quotient(snapshot).rows == ()
    row = location_quotient(snapshot, scheme="chain", industry_level=1).rows[0]
    assert (row.industry.name, row.value) == ("板材", 1.0)


def test_an_empty_graph_has_no_rows_and_no_coverage(tmp_path):
    snapshot = write_graph(tmp_path, {})
    for table in (location_quotient(snapshot), hhi(snapshot), hhi(snapshot, by="industry")):
        assert (table.rows, table.n, table.coverage) == ((), 0, None)


@pytest.mark.parametrize(
    "parameters",
    [{"region_level": "street"}, {"industry_level": 5}, {"weight": "tax"}],
)
def test_an_unknown_parameter_is_refused_by_its_name(worked, parameters):
    with pytest.raises(AnalysisRefused, match=next(iter(parameters))):
        location_quotient(worked, **parameters)
    with pytest.raises(AnalysisRefused, match="by"):
        hhi(worked, by="person")


def test_an_industry_without_a_node_of_its_own_goes_by_those_below_it(worked):
    names = {r.industry.code: r.industry for r in location_quotient(worked, industry_level=1).rows}
    assert (names["C"].id, names["C"].name) == (None, "木材加工业等")
    three = {r.industry.code: r.industry.name for r in location_quotient(worked, industry_level=3).rows}
    assert three == {"C202": "胶合板制造等"}


def test_gbt4754_codes_are_cut_at_a_level():
    assert [gbt4754_at("C2021", level) for level in (1, 2, 3, 4)] == ["C", "C20", "C202", "C2021"]
    assert [gbt4754_at("2021", level) for level in (1, 4)] == [None, "2021"]
    assert gbt4754_at("C20", 3) is None
