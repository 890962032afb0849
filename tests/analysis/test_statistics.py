"""Location statistics against worked examples, slow references and their own laws."""

import math
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.errors import AnalysisRefused
from analysis.location import location_quotient
from analysis.regional import MEASURES, concentration, growth
from analysis.statistics import (
    Z_95,
    ellison_glaeser,
    gini,
    great_circle,
    krugman,
    morans_i,
    nearest_neighbours,
    quotient_interval,
    shift_share,
)
from support.graphs import write_graph

TABLE = arrays(np.float64, (4, 3), elements=st.integers(0, 50).map(float))


def test_the_interval_of_a_quotient_is_that_of_the_delta_method():
    cell, region, industry, whole = 30.0, 50.0, 40.0, 100.0

    def log_quotient(p):
        return math.log(p[0]) - math.log(p[0] + p[1]) - math.log(p[0] + p[2])

    p = np.array([cell, region - cell, industry - cell, whole - region - industry + cell]) / whole
    step = 1e-6
    gradient = np.array([
        (log_quotient(p + step * np.eye(4)[k]) - log_quotient(p - step * np.eye(4)[k])) / (2 * step) for k in range(4)
    ])  # fmt: skip
    variance = gradient @ (np.diag(p) - np.outer(p, p)) @ gradient / whole
    low, high = quotient_interval(*(np.array([v]) for v in (cell, region, industry, whole)))
    quotient = (cell / region) / (industry / whole)
    assert low[0] == pytest.approx(quotient * math.exp(-Z_95 * math.sqrt(variance)), rel=1e-6)
    assert high[0] == pytest.approx(quotient * math.exp(Z_95 * math.sqrt(variance)), rel=1e-6)


def test_the_interval_holds_the_true_quotient_in_about_nineteen_of_twenty_samples():
    rng = np.random.default_rng(7)
    p = np.array([0.15, 0.25, 0.2, 0.4])
    truth = p[0] / ((p[0] + p[1]) * (p[0] + p[2]))
    drawn = rng.multinomial(400, p, 2000).astype(np.float64)
    low, high = quotient_interval(
        drawn[:, 0], drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2], np.full(2000, 400.0)
    )
    assert 0.93 < np.mean((low <= truth) & (truth <= high)) < 0.97


def test_gini_of_worked_examples():
    assert gini(np.array([1.0, 2, 3, 4])) == pytest.approx(0.25, abs=1e-12)
    assert gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75, abs=1e-12)
    assert math.isnan(gini(np.zeros(3)))
    assert math.isnan(gini(np.array([])))


@given(arrays(np.float64, st.integers(1, 12), elements=st.integers(0, 100).map(float)))
def test_gini_is_half_the_mean_difference_over_the_mean(values):
    assume(values.sum() > 0)
    slow = sum(abs(a - b) for a, b in product(values, values)) / (2 * len(values) ** 2 * values.mean())
    assert gini(values) == pytest.approx(slow, abs=1e-9)


def test_krugman_of_the_worked_example():
    assert krugman(np.array([[3.0, 2.0], [1.0, 4.0]])) == pytest.approx([0.4, 0.4], abs=1e-12)
    assert krugman(np.array([[5.0, 0.0], [0.0, 5.0]])) == pytest.approx([1.0, 1.0], abs=1e-12)


@given(TABLE)
def test_krugman_lies_between_none_and_two(x):
    found = krugman(x)
    known = found[~np.isnan(found)]
    assert np.all((known >= 0) & (known <= 2 + 1e-12))


@given(TABLE)
def test_ellison_glaeser_is_as_in_the_paper(x):
    assume(np.all(x.sum(axis=0) > 0))
    plants = np.array([0.3, 0.05, 0.5])
    whole = x.sum(axis=1) / x.sum()
    assume(1 - (whole**2).sum() > 1e-6)
    for k, found in enumerate(ellison_glaeser(x, plants)):
        s = x[:, k] / x[:, k].sum()
        raw = sum((s[r] - whole[r]) ** 2 for r in range(len(s)))
        room = 1 - sum(v * v for v in whole)
        assert found == pytest.approx((raw / room - plants[k]) / (1 - plants[k]), abs=1e-9)


def test_ellison_glaeser_is_nil_on_average_where_plants_are_thrown_like_darts():
    rng = np.random.default_rng(3)
    room = np.array([0.5, 0.3, 0.2])
    sizes = np.array([0.4, 0.3, 0.2, 0.1])
    others = room * 1e9
    found = []
    for _ in range(4000):
        thrown = np.zeros(3)
        np.add.at(thrown, rng.choice(3, 4, p=room), sizes)
        found.append(ellison_glaeser(np.column_stack([thrown, others]), np.array([(sizes**2).sum(), 0.0]))[0])
    assert abs(np.mean(found)) < 0.02


def test_ellison_glaeser_is_undefined_for_one_plant_and_for_one_region():
    assert math.isnan(ellison_glaeser(np.array([[1.0, 2], [0, 2]]), np.array([1.0, 0.5]))[0])
    assert math.isnan(ellison_glaeser(np.array([[1.0, 2.0]]), np.array([0.5, 0.5]))[0])


def _slow_moran(values, weights):
    n, mean = len(values), sum(values) / len(values)
    z = [v - mean for v in values]
    s0 = sum(weights[i][j] for i in range(n) for j in range(n))
    top = sum(weights[i][j] * z[i] * z[j] for i in range(n) for j in range(n))
    return n / s0 * top / sum(v * v for v in z)


@given(arrays(np.float64, 6, elements=st.integers(0, 30).map(float)), st.integers(1, 5))
def test_morans_i_is_as_defined(values, k):
    weights = nearest_neighbours(np.arange(6.0), np.zeros(6), k)
    found = morans_i(values, weights)
    assume(found is not None)
    assert found.i == pytest.approx(_slow_moran(values.tolist(), weights.tolist()), abs=1e-9)
    assert found.expected == pytest.approx(-1 / 5)


def test_morans_i_has_under_all_orders_the_mean_it_expects():
    from itertools import permutations

    weights = nearest_neighbours(np.arange(6.0), np.zeros(6), 2)
    every = [morans_i(np.array(order, np.float64), weights).i for order in permutations([1, 2, 4, 8, 9, 12])]
    assert np.mean(every) == pytest.approx(-1 / 5, abs=1e-12)


def test_like_neighbours_give_a_high_i_and_alternating_ones_a_low_one():
    line = np.zeros((8, 8))
    for k in range(7):
        line[k, k + 1] = line[k + 1, k] = 1
    rising, alternating = morans_i(np.arange(8.0), line), morans_i(np.array([0.0, 1] * 4), line)
    assert rising.i > 0.5
    assert rising.p < 0.05
    assert alternating.i == pytest.approx(-1.0 * 8 * 7 * 2 * 0.25 / (14 * 8 * 0.25), abs=1e-12)
    assert morans_i(np.ones(8), line) is None
    assert morans_i(np.arange(8.0), np.zeros((8, 8))) is None


def test_a_degree_of_the_equator_is_a_hundred_and_eleven_kilometres():
    assert great_circle(np.array([0.0, 1.0]), np.zeros(2))[0, 1] == pytest.approx(111.195, abs=1e-3)


def test_shift_share_of_the_worked_example():
    before, after = np.array([[100.0, 900.0], [100.0, 900.0]]), np.array([[120.0, 935.0], [100.0, 945.0]])
    national, mix, regional = shift_share(before, after)
    assert (national[0, 0], mix[0, 0], regional[0, 0]) == pytest.approx((5.0, 5.0, 10.0), abs=1e-9)


@given(TABLE, TABLE)
def test_the_parts_of_shift_share_add_up_to_the_change(before, after):
    assert sum(shift_share(before, after)) == pytest.approx(after - before, abs=1e-9)


REGIONS = [
    {"id": f"region:{k}", "name": f"{k}县", "code": f"37132{k}", "level": "county"}
    | {"point_longitude": 118 + k * k / 10, "point_latitude": 35.0}
    for k in range(1, 7)
]
INDUSTRIES = [
    {"id": f"industry:{c}", "name": c, "code": c, "scheme": "gbt4754", "level": 2} for c in ("C20", "C21", "F52")
]


@pytest.fixture
def graph(tmp_path):
    enterprises = [
        {"id": f"enterprise:{n:02d}", "name": f"企业{n}", "region_code": f"37132{1 + n % 6}", "employees": 5 + n}
        | {"founded": date(2010 + n // 4, 1, 1), "status": "cancelled" if n == 7 else None}
        for n in range(24)
    ]
    industries = [
        {"from_id": e["id"], "to_id": f"industry:{('C20', 'C21', 'F52')[(k * k + k // 5) % 3]}"}
        for k, e in enumerate(enterprises)
    ]
    nodes = {"Enterprise": enterprises, "Region": REGIONS, "Industry": INDUSTRIES}
    return write_graph(tmp_path, nodes, {"IN_INDUSTRY": industries})


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_says_what_it_stands_on(graph, measure):
    table = concentration(graph, measure=measure)
    assert table.rows
    assert (table.n, table.coverage) == (24, 1.0)
    assert [w.code for w in table.warnings] == ["few"]
    assert all((row.region is None) != (row.industry is None) for row in table.rows)
    assert [row.value for row in table.rows] == sorted((row.value for row in table.rows), reverse=True)
    assert table == concentration(graph, measure=measure)


def test_moran_has_a_chance_and_leaves_out_regions_without_coordinates(tmp_path):
    enterprises = [{"id": f"enterprise:{n}", "name": "x", "region_code": f"37132{n}"} for n in range(1, 8)]
    industries = [{"from_id": f"enterprise:{n}", "to_id": f"industry:{'C20' if n < 3 else 'C21'}"} for n in range(1, 8)]
    nodes = {"Enterprise": enterprises, "Region": REGIONS, "Industry": INDUSTRIES}
    table = concentration(write_graph(tmp_path, nodes, {"IN_INDUSTRY": industries}), measure="moran")
    assert "no_point" in [w.code for w in table.warnings]
    assert all(0 <= row.p <= 1 for row in table.rows)


def test_an_unknown_measure_is_refused(graph):
    with pytest.raises(AnalysisRefused, match="'theil' is not one of gini"):
        concentration(graph, measure="theil")


def test_growth_counts_who_is_still_there_and_says_so(graph):
    table = growth(graph, since=date(2012, 6, 1), until=date(2016, 1, 1))
    assert table.n == 23
    assert "survivors" in [w.code for w in table.warnings]
    assert sum(r.after for r in table.rows) == 23
    assert sum(r.before for r in table.rows) == sum(n // 4 <= 2 and n != 7 for n in range(24))
    for row in table.rows:
        assert row.national + row.mix + row.regional == pytest.approx(row.after - row.before, abs=1e-9)
    with pytest.raises(AnalysisRefused, match="since"):
        growth(graph, since=date(2016, 1, 1), until=date(2016, 1, 1))


def test_quotients_of_counts_have_an_interval_and_those_of_sums_have_none(graph):
    assert all(row.low < row.value < row.high for row in location_quotient(graph).rows)
    assert all(row.low is None for row in location_quotient(graph, weight="employees").rows)


def test_a_prefecture_whose_code_ends_in_nought_is_not_taken_for_its_neighbours(tmp_path):
    enterprises = [{"id": f"enterprise:{c}", "name": "x", "region_code": c} for c in ("371002", "371102")]
    industries = [{"from_id": e["id"], "to_id": "industry:C20"} for e in enterprises]
    snapshot = write_graph(tmp_path, {"Enterprise": enterprises, "Industry": INDUSTRIES}, {"IN_INDUSTRY": industries})
    assert location_quotient(snapshot, within="371000").n == 1
