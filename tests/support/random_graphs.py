"""Random graphs with loops, parallel relations and ended ones, for properties that are compared with networkx."""

from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

from analysis.projection import Projection
from analysis.ties import Ties

N = 8
TODAY = date(2026, 11, 1)
ENDED = (TODAY - timedelta(days=1) - date(1970, 1, 1)).days
types = st.sampled_from(["OWNS", "HOLDS_ROLE", "SUPPLIES", "GUARANTEES", "SAME_AS"])
weights = st.sampled_from([None, 0.0, 0.3, 1.0])
relations = st.lists(
    st.tuples(types, st.integers(0, N - 1), st.integers(0, N - 1), weights, st.sampled_from([None, None, ENDED])),
    max_size=22,
)


def steps(graph: Projection, ties: Ties) -> list[tuple[int, int, float]]:
    at, others, cost = ties.around(np.arange(graph.n))
    return [(int(a), int(b), float(c)) for a, b, c in zip(at, others, cost, strict=True)]
