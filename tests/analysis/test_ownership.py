"""Effective shares against a dense linear solve, and intervals against every corner of what is possible."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisRefused
from analysis.holdings import Holdings
from analysis.ownership import ownership
from records.snapshot import Snapshot
from support.graphs import write_graph

Stated = list[tuple[int, int, float, float]]
N = 5
ends = st.integers(0, N - 1)
shares = st.sampled_from([0.0, 0.05, 0.1, 0.25, 0.3, 0.5])
known = st.lists(st.tuples(ends, ends, shares), max_size=14).map(lambda e: [(h, c, s, s) for h, c, s in e])


def matrix(holdings: Holdings) -> np.ndarray:  # type: ignore[type-arg]
    made = np.zeros((N, N))
    for company, holders in holdings.shares.items():
        for holder, (low, _) in holders.items():
            made[holder, company] = low
    return made


def dense(a: np.ndarray, holder: int, company: int) -> float:  # type: ignore[type-arg]
    """[A V](h,t) / V(h,h), V = (I − A)⁻¹."""
    v = np.linalg.inv(np.eye(N) - a)
    return float((a @ v)[holder, company] / v[holder, holder])


@settings(max_examples=2000, deadline=None)
@given(known)
def test_loops_and_parallel_shares_are_solved_exactly(stated: Stated) -> None:
    holdings = Holdings.of(stated)
    a = matrix(holdings)
    if max(abs(np.linalg.eigvals(a))) > 0.99:
        return  # rings that own themselves entirely: the inverse does not exist; tested by hand below
    for holder in range(N):
        found = holdings.lower(holder, range(N))
        for company in set(range(N)) - {holder}:
            assert found.get(company, 0.0) == pytest.approx(dense(a, holder, company), abs=1e-9)
            assert 0 <= found.get(company, 0.0) <= 1


@settings(max_examples=300, deadline=None)
@given(known, st.lists(st.tuples(ends, ends), min_size=1, max_size=3, unique=True))
def test_the_upper_end_is_the_best_corner_of_what_is_possible(stated: Stated, unknown: list[tuple[int, int]]) -> None:
    damped = [(h, c, s / 2, s / 2) for h, c, s, _ in stated]
    holdings = Holdings.of([*damped, *((h, c, 0.0, 0.45) for h, c in unknown)])
    steps = {
        company: [(h, low, high) for h, (low, high) in holders.items()] for company, holders in holdings.shares.items()
    }
    best = np.zeros((N, N))
    free = [(c, h, low, high) for c, holders in steps.items() for h, low, high in holders if high > low]
    for filling in product([0.0, 0.5, 1.0], repeat=len(free)):
        a = matrix(holdings)
        for (company, holder, low, high), part in zip(free, filling, strict=True):
            a[holder, company] = low + part * (high - low)
        if a.sum(axis=0).max() > 1 or max(abs(np.linalg.eigvals(a))) > 0.99:
            continue
        for holder, company in product(range(N), range(N)):
            if holder != company:
                best[holder, company] = max(best[holder, company], dense(a, holder, company))
    for holder in range(N):
        low, high = holdings.lower(holder, range(N)), holdings.upper(holder, range(N))
        for company in set(range(N)) - {holder}:
            assert low.get(company, 0.0) <= high[company] <= 1
            assert best[holder, company] <= high[company] + 1e-9


def risen(holdings: Holdings, holder: int) -> dict[int, float]:
    """The greatest shares by value iteration, which creeps up to them."""
    worth = dict.fromkeys(range(N), 0.0) | {holder: 1.0}
    for _ in range(3000):
        for company in set(range(N)) - {holder}:
            holders = holdings.shares.get(company, {})
            left = max(0.0, 1.0 - sum(low for low, _ in holders.values()))
            total = sum(low * worth[h] for h, (low, _) in holders.items())
            for owner in sorted(holders, key=lambda h: -worth[h]):
                more = min(left, holders[owner][1] - holders[owner][0])
                total += more * worth[owner]
                left -= more
            worth[company] = min(1.0, total)
    return worth


ranges = st.tuples(ends, ends, st.sampled_from([0.0, 0.1, 0.3]), st.sampled_from([0.0, 0.2, 1.0]))


@settings(max_examples=60, deadline=None)
@given(st.lists(ranges, max_size=12).map(lambda e: [(h, c, low, min(1.0, low + more)) for h, c, low, more in e]))
def test_the_upper_end_is_where_value_iteration_rises_to(stated: Stated) -> None:
    holdings = Holdings.of(stated)
    for holder in range(N):
        high, slow = holdings.upper(holder, range(N)), risen(holdings, holder)
        assert {c: high[c] for c in range(N)} == pytest.approx({c: slow[c] for c in range(N)}, abs=1e-6)


@settings(max_examples=1000, deadline=None)
@given(known, st.lists(ranges, max_size=4))
def test_owners_all_at_once_are_those_one_by_one(stated: Stated, open_: list[tuple[int, int, float, float]]) -> None:
    holdings = Holdings.of([*stated, *((h, c, low, min(1.0, low + more)) for h, c, low, more in open_)])
    for company in range(N):
        holders = set(range(N)) - {company}
        spans = holdings.effective(company, holders)
        for holder in holders:
            alone = (
                holdings.lower(holder, range(N)).get(company, 0.0),
                holdings.upper(holder, range(N))[company],
            )
            assert spans[holder] == pytest.approx(alone, abs=1e-9)


def test_an_unknown_share_is_at_most_what_others_leave() -> None:
    holdings = Holdings.of([(0, 2, 0.6, 0.6), (1, 2, 0.0, 1.0)])
    assert holdings.lower(1, range(3)).get(2, 0.0) == 0
    assert holdings.upper(1, range(3))[2] == pytest.approx(0.4)


def test_two_companies_that_hold_half_of_each_other_leave_all_to_the_only_other_owner() -> None:
    holdings = Holdings.of([(0, 1, 0.5, 0.5), (2, 1, 0.5, 0.5), (1, 2, 1.0, 1.0)])
    assert holdings.lower(0, range(3))[1] == pytest.approx(1.0)
    assert holdings.circular == {1, 2}


def test_a_ring_that_owns_itself_entirely_has_no_other_owner() -> None:
    holdings = Holdings.of([(0, 1, 1.0, 1.0), (1, 0, 1.0, 1.0), (2, 2, 1.0, 1.0), (3, 4, 0.2, 0.2)])
    assert holdings.lower(3, range(N)) == {3: 1.0, 4: 0.2}
    assert holdings.lower(0, range(N)) == {0: 1.0, 1: 1.0}


def test_shares_of_more_than_all_are_scaled_and_named() -> None:
    holdings = Holdings.of([(0, 2, 0.9, 0.9), (1, 2, 0.9, 0.9)])
    assert holdings.overfull == {2}
    assert holdings.lower(0, range(3))[2] == pytest.approx(0.5)


def _owns(head: str, tail: str, **properties: Any) -> dict[str, Any]:
    return {"from_id": head, "to_id": f"enterprise:{tail}", **properties}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """p holds a: 60 %, q between 10 % and 30 %; a and b hold parts of each other; r held a once."""
    persons = [{"id": f"person:{n}", "name": n} for n in "pqr"]
    enterprises = [{"id": f"enterprise:{n}", "name": n} for n in "abc"]
    owns = [
        _owns("person:p", "a", share=0.6),
        _owns("person:q", "a", share_min=0.1, share_max=0.3),
        _owns("enterprise:b", "a", share=0.1),
        _owns("enterprise:a", "b", share=0.5),
        _owns("person:r", "a", share=0.2, valid_to=date(2020, 1, 1)),
        _owns("enterprise:b", "c", share=0.8),
    ]
    return write_graph(tmp_path, {"Person": persons, "Enterprise": enterprises}, {"OWNS": owns})


def test_owners_on_a_day_with_an_interval_where_the_share_is_not_known(snapshot: Snapshot) -> None:
    found = ownership(snapshot, "enterprise:c", as_of=date(2024, 1, 1))
    stakes = {s.id: s for s in found.stakes}
    # By hand: c is b's to 80 %, b is a's to 50 %, and of a's yuan 5 % come back through b.
    assert stakes["person:p"].lower == pytest.approx(0.8 * 0.5 * 0.6 / 0.95)
    assert stakes["person:q"].lower == pytest.approx(0.8 * 0.5 * 0.1 / 0.95)
    assert stakes["person:q"].upper == pytest.approx(0.8 * 0.5 * 0.3 / 0.95)
    assert (stakes["enterprise:a"].circular, stakes["person:p"].circular) == (True, False)
    assert {s.id for s in found.stakes if s.ultimate} == {"person:p", "person:q"}
    assert (found.n, found.coverage, found.truncated) == (5, 4 / 5, False)
    assert len(found.relations) == 5


def test_an_ended_holding_counts_only_in_its_time(snapshot: Snapshot) -> None:
    assert "person:r" in {s.id for s in ownership(snapshot, "enterprise:a", as_of=date(2019, 1, 1)).stakes}
    assert "person:r" not in {s.id for s in ownership(snapshot, "enterprise:a", as_of=date(2021, 1, 1)).stakes}


def test_holdings_and_owners_are_two_views_of_the_same_shares(snapshot: Snapshot) -> None:
    day = date(2024, 1, 1)
    for person in ("person:p", "person:q"):
        for stake in ownership(snapshot, person, direction="holdings", as_of=day).stakes:
            seen = {s.id: s for s in ownership(snapshot, stake.id, as_of=day).stakes}[person]
            assert (seen.lower, seen.upper) == pytest.approx((stake.lower, stake.upper))


def test_what_is_left_out_is_said(snapshot: Snapshot) -> None:
    found = ownership(snapshot, "enterprise:c", most=1)
    assert found.truncated and [s.id for s in found.stakes] == ["enterprise:b"]
    assert {s.id for s in ownership(snapshot, "enterprise:c", min_share=0.5).stakes} == {"enterprise:b"}


@pytest.mark.parametrize("wrong", [{"direction": "up"}, {"min_share": 2.0}, {"most": 0}, {"entity_id": "person:none"}])
def test_a_refusal_names_the_parameter(snapshot: Snapshot, wrong: dict[str, Any]) -> None:
    named = {"entity_id": "id"}.get(next(iter(wrong)), next(iter(wrong)))
    with pytest.raises(AnalysisRefused, match=f"^{named}:"):
        ownership(snapshot, **{"entity_id": "enterprise:a", **wrong})
