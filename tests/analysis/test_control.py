"""Control by votes against its definition on small graphs; groups against who controls whom."""

from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.control import controlled_by, held, ultimate_owners, weakest_links
from analysis.errors import AnalysisRefused
from analysis.groups import control_groups, controlled_in_groups
from analysis.holdings import Holdings
from records.snapshot import Snapshot
from support.graphs import write_graph

N = 6
ends = st.integers(0, N - 1)
shares = st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.51, 0.6])
known = st.lists(st.tuples(ends, ends, shares), max_size=16)
Stated = list[tuple[int, int, float]]


def holdings_of(stated: Stated) -> Holdings:
    return Holdings.of([(h, c, s, s) for h, c, s in stated])


def by_definition(holdings: Holdings, holder: int, threshold: float) -> set[int]:
    """All that a holder controls, gone through anew until nothing is added."""
    found = set[int]()
    while True:
        more = {
            c
            for c, owners in holdings.shares.items()
            if c not in found
            and sum(low for o, (low, _) in owners.items() if o in found | {holder}) > threshold + 1e-12
        }
        if not more:
            return found
        found |= more


@settings(max_examples=2000, deadline=None)
@given(known, st.sampled_from([0.2, 0.5]))
def test_votes_are_those_of_the_definition_and_chains_are_among_them(stated: Stated, threshold: float) -> None:
    holdings = holdings_of(stated)
    steep: nx.DiGraph[int] = nx.DiGraph()
    steep.add_nodes_from(range(N))
    for company, owners in holdings.shares.items():
        steep.add_edges_from((o, company) for o, (low, _) in owners.items() if low > threshold + 1e-12)
    for holder in range(N):
        votes = held(holdings, holder, range(N), threshold, "VOTES")
        chain = held(holdings, holder, range(N), threshold, "CHAIN")
        assert votes == by_definition(holdings, holder, threshold)
        assert chain == {c for s in steep.successors(holder) for c in {s} | nx.descendants(steep, s)}
        assert chain <= votes


@settings(max_examples=2000, deadline=None)
@given(known)
def test_groups_are_the_companies_of_those_whom_nobody_controls(stated: Stated) -> None:
    holdings = holdings_of(stated)
    triples = [(h, c, low) for c, owners in holdings.shares.items() for h, (low, _) in owners.items()]
    head = np.array([h for h, _, _ in triples], np.int32)
    tail = np.array([c for _, c, _ in triples], np.int32)
    heads, ring = controlled_in_groups(head, tail, np.array([s for _, _, s in triples], np.float64), N, 0.5)
    control = {v: by_definition(holdings, v, 0.5) for v in range(N)}
    for company in range(N):
        top = int(heads[company])
        if top == company:
            # Nobody controls it but, in a ring, its own group.
            over = {o for o in range(N) if o != company and company in control[o]}
            assert not over or ring[company] or all(o in control[company] for o in over)
        else:
            assert company in control[top]


@settings(max_examples=500, deadline=None)
@given(known)
def test_the_weakest_link_is_that_of_the_best_chain(stated: Stated) -> None:
    holdings = holdings_of(stated)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(N))
    for company, owners in holdings.shares.items():
        graph.add_edges_from((o, company, {"s": low}) for o, (low, _) in owners.items() if low > 0)
    for company in range(N):
        links = weakest_links(holdings, company)
        for holder in set(range(N)) - {company}:
            chains = nx.all_simple_edge_paths(graph, holder, company)
            widths = [min(graph.edges[e]["s"] for e in chain) for chain in chains]
            assert links.get(holder, 0.0) == pytest.approx(max(widths, default=0.0))


def _owns(head: str, tail: str, **properties: Any) -> dict[str, Any]:
    return {"from_id": head, "to_id": f"enterprise:{tail}", **properties}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """p: 60 % of a and 30 % of t; a: 30 % of t; q: unknown part of t and 5 % of u; u and v own each other; t owns u."""
    persons = [{"id": f"person:{n}", "name": n} for n in "pqr"]
    firms = [{"id": f"enterprise:{n}", "name": n, "region_code": "371300"} for n in "atuv"]
    owns = [
        _owns("person:p", "a", share=0.6),
        _owns("person:p", "t", share=0.3),
        _owns("enterprise:a", "t", share=0.3),
        _owns("person:q", "t", share_max=0.4),
        _owns("person:r", "t", share=0.9, valid_to=date(2020, 1, 1)),
        _owns("enterprise:t", "u", share=0.55),
        _owns("enterprise:v", "u", share=0.4),
        _owns("enterprise:u", "v", share=0.8),
        _owns("person:q", "u", share=0.05),
    ]
    return write_graph(tmp_path, {"Person": persons, "Enterprise": firms}, {"OWNS": owns})


DAY = date(2024, 1, 1)


def test_votes_of_a_group_count_together(snapshot: Snapshot) -> None:
    found = controlled_by(snapshot, "enterprise:t", as_of=DAY)
    (person,) = found.controllers
    assert (person.id, person.sure, person.ultimate) == ("person:p", True, True)
    assert (person.direct, person.votes, person.weakest) == (0.3, 0.6, 0.3)
    assert not controlled_by(snapshot, "enterprise:t", rule="CHAIN", as_of=DAY).controllers
    assert (found.n, found.coverage, len(found.relations)) == (4, 3 / 4, 4)


def test_who_may_control_is_told_apart(snapshot: Snapshot) -> None:
    found = controlled_by(snapshot, "enterprise:t", threshold=0.35, as_of=DAY)
    assert [(c.id, c.sure) for c in found.controllers] == [("person:p", True), ("person:q", False)]


def test_rings_are_shown_and_the_controller_above_them_is_found(snapshot: Snapshot) -> None:
    found = controlled_by(snapshot, "enterprise:v", as_of=DAY)
    assert found.rings == (("enterprise:u", "enterprise:v"),)
    told = {c.id: c.ultimate for c in found.controllers}
    assert told == {"person:p": True, "enterprise:t": False, "enterprise:u": False}


def test_ultimate_owners_have_shares_links_and_control(snapshot: Snapshot) -> None:
    found = ultimate_owners(snapshot, "enterprise:t", as_of=DAY)
    p, q = found.owners
    assert (p.id, p.lower, p.upper) == ("person:p", pytest.approx(0.48), pytest.approx(0.48))
    assert (p.weakest, p.controls, p.beneficial, p.steps) == (0.3, True, True, 1)
    assert (q.id, q.lower, q.upper, q.controls, q.beneficial) == ("person:q", 0.0, pytest.approx(0.4), False, False)
    assert found.unexplained == pytest.approx(0.52)
    assert [o.id for o in ultimate_owners(snapshot, "enterprise:t", min_share=0.45, as_of=DAY).owners] == ["person:p"]


def test_a_group_is_told_with_its_head(snapshot: Snapshot) -> None:
    found = control_groups(snapshot, as_of=DAY)
    assert [(g.head, g.members, g.ring) for g in found.groups] == [
        ("person:p", tuple(f"enterprise:{n}" for n in "atuv"), False)
    ]
    assert (found.total, found.n, found.coverage) == (1, 4, pytest.approx(7 / 8))
    assert control_groups(snapshot, region="370100", as_of=DAY).total == 0
    assert [g.head for g in control_groups(snapshot, as_of=date(2019, 1, 1)).groups] == ["person:r"]


def test_a_ring_that_controls_itself_is_marked(tmp_path: Path) -> None:
    firms = [{"id": f"enterprise:{n}", "name": n} for n in "abc"]
    owns = [_owns(f"enterprise:{h}", t, share=0.6) for h, t in ("ab", "bc", "ca")]
    found = control_groups(write_graph(tmp_path, {"Enterprise": firms}, {"OWNS": owns}))
    assert [(g.head, len(g.members), g.ring) for g in found.groups] == [("enterprise:a", 2, True)]


@pytest.mark.parametrize(
    ("ask", "wrong"),
    [
        (controlled_by, {"rule": "LOUD"}),
        (controlled_by, {"threshold": 1.0}),
        (controlled_by, {"most": 0}),
        (ultimate_owners, {"threshold": 2.0}),
        (ultimate_owners, {"min_share": -1.0}),
        (control_groups, {"threshold": 0.4}),
        (control_groups, {"most": 0}),
        (control_groups, {"min_size": 0}),
    ],
)
def test_a_refusal_names_the_parameter(snapshot: Snapshot, ask: Any, wrong: dict[str, Any]) -> None:
    given_ = [] if ask is control_groups else ["enterprise:t"]
    with pytest.raises(AnalysisRefused, match=f"^{next(iter(wrong))}:"):
        ask(snapshot, *given_, **wrong)
