"""Complexity against the definition computed another way, worked examples and its own laws."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.complexity import complexity, present, proximity, relatedness_density
from analysis.errors import AnalysisRefused
from analysis.opportunities import complexity_table, next_industries
from support.graphs import write_graph

HAVING = arrays(np.bool_, (7, 9))


def _reference(m):
    """ECI by the eigenvectors of M̃ as the Atlas defines it, without symmetry."""
    x = m.astype(np.float64)
    k_r, k_i = x.sum(axis=1), x.sum(axis=0)
    matrix = (x / k_r[:, None]) @ (x / k_i).T
    values, vectors = np.linalg.eig(matrix)
    order = np.argsort(-values.real)
    second = vectors[:, order[1]].real
    second = second * np.sign(np.corrcoef(second, k_r)[0, 1])
    return (second - second.mean()) / second.std(), np.sort(values.real)[::-1]


def test_eci_is_the_second_eigenvector_of_the_atlas():
    rng = np.random.default_rng(4)
    for _ in range(20):
        m = rng.random((12, 30)) < 0.4
        m[:, 0] = m[0] = True
        eci, values = _reference(m)
        if values[1] - values[2] < 1e-3:
            continue
        found = complexity(m)
        assert found.eci == pytest.approx(eci, abs=1e-9)
        x = m.astype(np.float64)
        pci = (x.T @ eci) / x.sum(axis=0)
        assert found.pci == pytest.approx((pci - pci.mean()) / pci.std(), abs=1e-9)


def test_a_nested_ladder_is_ordered_by_its_length():
    m = np.tril(np.ones((6, 6), np.bool_))
    found = complexity(m)
    assert np.all(np.diff(found.eci) > 0)
    assert np.all(np.diff(found.pci) > 0)


@pytest.mark.parametrize("m", [np.zeros((4, 4)), np.ones((4, 4)), np.eye(4), np.ones((2, 5)), np.zeros((0, 0))])
def test_complexity_is_undefined_where_nothing_tells_regions_apart(m):
    found = complexity(m.astype(np.bool_))
    assert np.isnan(found.eci).all()
    assert np.isnan(found.pci).all()


def test_regions_that_share_nothing_with_the_rest_have_none():
    m = np.zeros((6, 8), np.bool_)
    m[:4, :6] = np.tril(np.ones((4, 6)))
    m[4:, 6:] = [[True, False], [True, True]]
    found = complexity(m)
    assert np.isnan(found.eci[4:]).all()
    assert not np.isnan(found.eci[:4]).any()


@given(HAVING)
def test_proximity_is_as_defined(m):
    phi = proximity(m)
    for i in range(m.shape[1]):
        for j in range(m.shape[1]):
            most = max(m[:, i].sum(), m[:, j].sum())
            assert phi[i, j] == pytest.approx((m[:, i] & m[:, j]).sum() / most if most else 0.0, abs=1e-12)


@given(HAVING)
def test_density_is_the_share_of_what_is_near_that_the_region_has(m):
    phi = proximity(m)
    density = relatedness_density(m, phi)
    assert np.all((density >= 0) & (density <= 1 + 1e-12))
    for r in range(m.shape[0]):
        for i in range(m.shape[1]):
            near = sum(phi[i, j] for j in range(m.shape[1]))
            held = sum(phi[i, j] for j in range(m.shape[1]) if m[r, j])
            assert density[r, i] == pytest.approx(held / near if near else 0.0, abs=1e-12)


@given(HAVING, st.permutations(range(7)))
def test_the_order_of_regions_does_not_matter(m, order):
    found, shuffled = complexity(m), complexity(m[list(order)])
    values = np.linalg.eigvalsh(np.cov(m.astype(np.float64)) + 0) if m.any() else np.zeros(1)
    assume(len(values) > 1)
    both = ~np.isnan(found.eci[list(order)]) & ~np.isnan(shuffled.eci)
    eci, values = _reference_or_none(m)
    assume(eci is not None and values[1] - values[2] > 1e-6)
    assert np.abs(found.eci[list(order)][both]) == pytest.approx(np.abs(shuffled.eci[both]), abs=1e-6)


def _reference_or_none(m):
    if m.sum(axis=1).min() == 0 or m.sum(axis=0).min() == 0 or np.ptp(m.sum(axis=1)) == 0:
        return None, None
    return _reference(m)


def test_what_is_present_has_a_quotient_of_at_least_one():
    x = np.array([[3.0, 2.0, 0.0], [1.0, 4.0, 0.0]])
    assert present(x).tolist() == [[True, False, False], [False, True, False]]


@pytest.fixture
def graph(tmp_path):
    """Four counties: a has wood and furniture, b too and hardware, c furniture and hardware, d shops only."""
    mix = {"1": "C20 C21", "2": "C20 C21 C33", "3": "C21 C33", "4": "F52"}
    regions = [{"id": f"region:{k}", "name": f"{k}县", "code": f"37132{k}", "level": "county"} for k in mix]
    codes = ("C20", "C21", "C33", "F52")
    industries = [{"id": f"industry:{c}", "name": c, "code": c, "scheme": "gbt4754", "level": 2} for c in codes]
    pairs = [(k, c) for k, all_of in mix.items() for c in all_of.split()]
    enterprises = [{"id": f"enterprise:{k}{c}", "name": "x", "region_code": f"37132{k}"} for k, c in pairs]
    ties = [{"from_id": f"enterprise:{k}{c}", "to_id": f"industry:{c}"} for k, c in pairs]
    nodes = {"Enterprise": enterprises, "Region": regions, "Industry": industries}
    return write_graph(tmp_path, nodes, {"IN_INDUSTRY": ties})


def test_the_next_industry_of_a_region_is_what_its_peers_have_beside_its_own(graph):
    found = next_industries(graph, region="1县")
    assert [c.industry.code for c in found.candidates] == ["C33", "F52"]
    hardware, shops = found.candidates
    assert hardware.density > shops.density == 0.0
    assert [(g.code, phi) for g, phi in hardware.related] == [("C20", 0.5), ("C21", 0.5)]
    assert [g.name for g, _ in hardware.peers] == ["2县", "3县"]
    assert found.total == 2
    assert (found.n, found.coverage) == (8, 1.0)


def test_complexity_of_regions_stands_beside_their_diversity(graph):
    table = complexity_table(graph)
    assert {r.region.code: r.diversity for r in table.regions} == {"371321": 2, "371322": 2, "371323": 2, "371324": 1}
    assert [r.eci for r in table.regions][-1] is None
    assert "undefined" in [w.code for w in table.warnings]


def test_a_region_without_enterprises_and_an_unknown_parameter_are_refused(graph):
    with pytest.raises(AnalysisRefused, match="region: '370102'"):
        next_industries(graph, region="370102")
    with pytest.raises(AnalysisRefused, match="colour"):
        complexity_table(graph, colour="red")
