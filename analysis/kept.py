"""What many questions stand on, made once for a projection and kept as long as it lives."""

from collections.abc import Hashable
from datetime import date

import numpy as np
import polars as pl

from analysis.arrays import frozen, read_frame
from analysis.projection import Floats, Graph, Projection, projected, snapshot_of


def ties_of(graph: Graph, edge_types: tuple[str, ...], as_of: date | None = None) -> Projection:
    """The ties of these types on a day. Without a day they are kept."""
    if not isinstance(graph, Projection):
        return projected(graph, edge_types, as_of=as_of)
    key: Hashable = ("ties", edge_types)
    whole = graph.memory.recall(key, lambda: projected(graph, edge_types), keep=True)
    return whole if as_of is None else whole.select(as_of=as_of)


def capital_of(graph: Graph, ties: Projection) -> Floats:
    """Registered capital in yuan by node of ``ties``, NaN where unknown. ``graph``: where it is kept."""

    def read() -> Floats:
        capital = np.full(ties.n, np.nan)
        file = snapshot_of(graph).node_files().get("Enterprise")
        if file is None:
            return frozen(capital)
        frame = read_frame(file, ["id", "registered_capital"])
        if "registered_capital" in frame.columns:
            frame = frame if frame["id"].is_sorted() else frame.sort("id")
            start = int(ties.type_offsets[ties.node_types.index("Enterprise")])
            known = frame["registered_capital"].cast(pl.Float64).fill_null(np.nan).to_numpy()
            capital[start : start + len(known)] = known
        return frozen(capital)

    return graph.memory.recall(("capital",), read, keep=True) if isinstance(graph, Projection) else read()
