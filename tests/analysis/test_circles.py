"""Circles against networkx on thousands of small graphs with loops and parallel ties."""

from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.circles import find_chains, find_circles

N = 8
ties = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)), max_size=30)
Pairs = list[tuple[int, int]]


def arrays(pairs: Pairs) -> tuple[Any, Any, int]:
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return ends[:, 0], ends[:, 1], N


def turned(circle: Any) -> tuple[int, ...]:
    """The same circle, its lowest member first."""
    at = list(circle).index(min(circle))
    return (*circle[at:], *circle[:at])


def peer(pairs: Pairs, longest: int) -> list[tuple[int, ...]]:
    graph = nx.DiGraph((a, b) for a, b in pairs if a != b)
    return sorted(turned(c) for c in nx.simple_cycles(graph, length_bound=longest))


@settings(max_examples=2000, deadline=None)
@given(ties, st.integers(2, 7))
def test_the_circles_are_those_that_networkx_finds(pairs: Pairs, longest: int) -> None:
    found = find_circles(*arrays(pairs), max_length=longest)
    assert sorted(turned(c) for c in found.circles) == peer(pairs, longest)
    assert not found.truncated


@settings(max_examples=1000, deadline=None)
@given(ties, st.sets(st.integers(0, N - 1)), st.integers(2, 4))
def test_circles_of_a_region_are_those_with_a_member_there(pairs: Pairs, inside: set[int], least: int) -> None:
    touching = np.isin(np.arange(N), list(inside))
    found = find_circles(*arrays(pairs), touching=touching, min_size=least, max_length=6)
    expected = [c for c in peer(pairs, 6) if len(c) >= least and inside & set(c)]
    assert sorted(turned(c) for c in found.circles) == expected


@settings(max_examples=300, deadline=None)
@given(ties)
def test_what_is_cut_short_says_so_and_invents_nothing(pairs: Pairs) -> None:
    whole = peer(pairs, 6)
    found = find_circles(*arrays(pairs), max_length=6, most=3)
    assert {turned(c) for c in found.circles} <= set(whole)
    assert (len(found.circles), found.truncated) == (min(3, len(whole)), len(whole) > 3)
    hurried = find_circles(*arrays(pairs), max_length=6, most_steps=10)
    assert hurried.truncated or sorted(turned(c) for c in hurried.circles) == whole


@settings(max_examples=1000, deadline=None)
@given(ties)
def test_chains_are_the_longest_ways_outside_of_circles(pairs: Pairs) -> None:
    graph = nx.DiGraph((a, b) for a, b in pairs if a != b)
    graph.remove_nodes_from({v for c in nx.strongly_connected_components(graph) if len(c) > 1 for v in c})
    ends = [(a, b) for a in graph for b in graph if not graph.in_degree(a) and not graph.out_degree(b) and a != b]
    expected = sorted(tuple(p) for a, b in ends for p in nx.all_simple_paths(graph, a, b) if len(p) >= 3)
    assert sorted(find_chains(*arrays(pairs), max_length=N).circles) == expected
