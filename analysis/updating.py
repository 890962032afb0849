"""A projection brought up to another data version by what changed (records.delta), without reading the rest again.

The result is that of ``Projection.from_snapshot`` of the new snapshot, array by array. What did not change is copied in
whole runs.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from analysis.arrays import EDGE_COLUMNS, NodeColumns, edge_arrays, frozen, numbers_of
from analysis.memory import Memory
from analysis.projection import Index, Projection

if TYPE_CHECKING:
    from records.delta import Delta
    from records.snapshot import Snapshot

_Columns = dict[str, npt.NDArray[Any]]
_Positions = npt.NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


def updated(old: Projection, snapshot: "Snapshot", delta: "Delta") -> Projection:
    """``old``, of all edge types and days, as of ``snapshot``. delta: from its snapshot to this one.

    Where edges were left out or have no numbers, which are needed to tell edges apart, all is read anew.
    """
    if old.dangling or not old.edge_id.all():
        return Projection.from_snapshot(snapshot)
    nodes = _nodes(old, snapshot, delta)
    types = tuple(sorted(snapshot.edge_files()))
    arrays = _renumbered(old, nodes, types)
    gone, parts, dangling = [_NONE], [], 0
    rows = arrays["edge_row"].copy()
    for name, (table, ids) in delta.edges.items():
        position = types.index(name) if name in types else len(types)
        columns, lost = _new(name, position, table, nodes)
        gone.append(_retell(arrays, rows, position, columns, ids))
        parts.append(columns)
        dangling += lost
    arrays["edge_row"] = rows
    left_out = np.sort(np.concatenate(gone))
    lost_ends = np.flatnonzero((arrays["head"] < 0) | (arrays["tail"] < 0))
    if dangling or not np.isin(lost_ends, left_out).all():
        return Projection.from_snapshot(snapshot)
    fresh = _sorted(parts)
    places = _places(arrays, fresh)
    splice = _Splice(old.m, left_out, places)
    made: dict[str, Any] = {name: frozen(splice.of(arrays[name], fresh[name])) for name in EDGE_COLUMNS}
    built = replace(
        old,
        snapshot=snapshot,
        node_types=nodes.types,
        type_offsets=nodes.offsets,
        ids=nodes.ids,
        names=nodes.names,
        edge_types=types,
        memory=Memory(),
        **made,
    )
    # A cached property keeps what it is given under its name.
    built.__dict__["in_order"] = frozen(_in_order(old, left_out, places, built))
    return built


def _nodes(old: Projection, snapshot: "Snapshot", delta: "Delta") -> NodeColumns:
    if delta.nodes or set(old.node_types) != set(snapshot.node_files()):
        return NodeColumns.read(snapshot)
    return NodeColumns(old.node_types, old.type_offsets, old.ids, old.names)


def _renumbered(old: Projection, nodes: NodeColumns, types: tuple[str, ...]) -> _Columns:
    """The old arrays with the new numbers of nodes and edge types; −1 for nodes that are not there any more. Both keep
    their order, so edges do."""
    arrays = {name: getattr(old, name) for name in EDGE_COLUMNS}
    if nodes.ids is not old.ids and not nodes.ids.equals(old.ids):
        now = nodes.find(old.ids).cast(pl.Int32).fill_null(-1).to_numpy()
        arrays |= {end: now[arrays[end]] for end in ("head", "tail")}
    if types != old.edge_types:
        known = [types.index(name) if name in types else len(types) for name in old.edge_types]
        arrays["edge_type"] = np.array(known, np.uint8)[arrays["edge_type"]]
    return arrays


def _new(name: str, position: int, table: pa.Table, nodes: NodeColumns) -> tuple[_Columns, int]:
    frame = pl.DataFrame(pl.from_arrow(table))
    head, tail = (nodes.find(frame[end]) for end in ("from_id", "to_id"))
    columns, lost = edge_arrays(name, position, head, tail, numbers_of(frame["id"]), frame)
    order = np.argsort(columns["edge_id"], kind="stable")
    return {name: column[order] for name, column in columns.items()}, lost


def _retell(arrays: _Columns, rows: Index, position: int, new: _Columns, ids: list[str]) -> _Positions:
    """Which edges of a type are replaced or gone. Writes the rows at which the others and the new ones (ordered by id,
    as files are) stand now."""
    mine = np.flatnonzero(arrays["edge_type"] == position)
    at_row = np.empty(len(mine), np.int64)
    at_row[arrays["edge_row"][mine]] = mine
    number = arrays["edge_id"][at_row]
    void = np.concatenate([new["edge_id"], numbers_of(pl.Series("id", ids, pl.String)).to_numpy()])
    void = _found(number, np.unique(void))
    before = np.searchsorted(number, new["edge_id"])
    moved = np.zeros(len(mine) + 1, np.int64)
    np.add.at(moved, before, 1)
    np.subtract.at(moved, void + 1, 1)
    rows[mine] = arrays["edge_row"][mine] + np.cumsum(moved)[arrays["edge_row"][mine]]
    new["edge_row"] = (before - np.searchsorted(void, before) + np.arange(len(before))).astype(np.int32)
    return at_row[void]


def _found(ordered: npt.NDArray[np.uint64], wanted: npt.NDArray[np.uint64]) -> _Positions:
    """Where in an ordered column those values stand that are in it."""
    if not len(ordered):
        return _NONE
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    found: _Positions = at[ordered[at] == wanted]
    return found


def _sorted(parts: list[_Columns]) -> _Columns:
    """All new edges ordered by head, tail, type and id."""
    joined = {n: np.concatenate([np.empty(0, EDGE_COLUMNS[n]), *(p[n] for p in parts)]) for n in EDGE_COLUMNS}
    order = np.lexsort((joined["edge_id"], joined["edge_type"], joined["tail"], joined["head"]))
    return {name: column[order] for name, column in joined.items()}


def _places(arrays: _Columns, fresh: _Columns) -> _Positions:
    """Before which of the old edges each of the new ones belongs: by head, tail, type and id."""
    key, wanted = _key(arrays), _key(fresh)
    # Edges that lost an end are out of order; they are gone, and where something stands among them does not matter.
    key = np.maximum.accumulate(key) if (arrays["head"] < 0).any() or (arrays["tail"] < 0).any() else key
    low = np.searchsorted(key, wanted, "left")
    high = np.searchsorted(key, wanted, "right")
    for at in np.flatnonzero(low < high).tolist():
        mine = (int(fresh["edge_type"][at]), int(fresh["edge_id"][at]))
        others = slice(low[at], high[at])
        pairs = zip(arrays["edge_type"][others].tolist(), arrays["edge_id"][others].tolist(), strict=True)
        low[at] += sum(pair < mine for pair in pairs)
    return low


def _key(columns: _Columns) -> _Positions:
    key: _Positions = columns["head"].astype(np.int64)
    key <<= 32
    key |= columns["tail"]
    return key


class _Splice:
    """How columns change: what stands at ``gone`` leaves, and each new value comes before the old one at its place.
    Both are ascending."""

    def __init__(self, length: int, gone: _Positions, places: _Positions) -> None:
        cuts = np.unique(np.concatenate([gone, gone + 1, places, [0, length]]))
        stays = np.ones(len(cuts), np.bool_)
        stays[np.searchsorted(cuts, gone)] = False
        stays[-1] = False
        first, last = (np.searchsorted(places, cuts, side) for side in ("left", "right"))
        told = zip(
            cuts.tolist(), [*cuts[1:].tolist(), length], stays.tolist(), first.tolist(), last.tolist(), strict=True
        )
        #: Runs of new values and of old ones, by turns, most of which are not empty.
        self._runs = [(low, high, start, end if stay else start) for start, end, stay, low, high in told]

    def of(self, column: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
        runs = []
        for low, high, start, end in self._runs:
            if low < high:
                runs.append(new[low:high])
            if start < end:
                runs.append(column[start:end])
        return np.concatenate(runs) if runs else column[:0]


def _in_order(old: Projection, gone: _Positions, places: _Positions, built: Projection) -> Index:
    """All edges ordered by tail, from the order before."""
    shift = np.zeros(old.m + 1, np.int32)
    np.add.at(shift, places, 1)
    np.subtract.at(shift, gone + 1, 1)
    np.cumsum(shift, out=shift)
    shift[:-1] += np.arange(old.m, dtype=np.int32)
    moved = shift[old.in_order]
    added = places - np.searchsorted(gone, places) + np.arange(len(places))
    order = np.lexsort((added, built.tail[added]))
    added = added[order].astype(np.int32)
    void = np.sort(_standing(old, gone))
    # Before which edge that stays each belongs: the first that leads to the same node or a later one, from later on.
    kept = _Splice(old.m, void, _NONE).of(moved, moved[:0])
    tails = built.tail[added]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(built.tail, minlength=built.n))])
    news = np.concatenate([[0], np.cumsum(np.bincount(tails, minlength=built.n))])
    low, high = offsets[tails] - news[tails], offsets[tails + 1] - news[tails + 1]
    at = np.array(
        [
            a + np.searchsorted(kept[a:b], edge)
            for a, b, edge in zip(low.tolist(), high.tolist(), added.tolist(), strict=True)
        ],
        np.int64,
    )
    made: Index = _Splice(len(kept), _NONE, at).of(kept, added).astype(np.int32, copy=False)
    return made


def _standing(old: Projection, edges: _Positions) -> _Positions:
    """Where some edges stand in the order by tail: among those to the same node they are ordered."""
    found = [
        int(start) + int(np.searchsorted(old.in_order[start:end], edge))
        for edge, start, end in zip(
            edges.tolist(), old.in_offsets[old.tail[edges]], old.in_offsets[old.tail[edges] + 1], strict=True
        )
    ]
    return np.array(found, np.int64)
