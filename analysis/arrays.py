"""Reads a snapshot's Parquet files into the arrays of a projection, one edge type at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from records.snapshot import Snapshot

#: The property of an edge type that says how strong a tie is. Other types have none: their weight is unknown
#: (NaN).
WEIGHT_OF = {
    "OWNS": "share",
    "INVESTS_IN": "amount",
    "FUNDS": "amount",
    "GUARANTEES": "amount",
    "LENDS_TO": "amount",
    "SUPPLIES": "amount",
    "PRODUCES": "revenue_share",
    "UPSTREAM_OF": "weight",
}
#: Days that stand for an unknown beginning and end.
ALWAYS = int(np.iinfo(np.int32).min)
FOR_EVER = int(np.iinfo(np.int32).max)

EDGE_COLUMNS: dict[str, type[np.generic]] = {
    "head": np.int32,
    "tail": np.int32,
    "edge_type": np.uint8,
    "edge_row": np.int32,
    "edge_id": np.uint64,
    "weight": np.float64,
    "valid_from": np.int32,
    "valid_to": np.int32,
}


def read_frame(file: Path, columns: Collection[str]) -> pl.DataFrame:
    """Those of the columns that the file has."""
    known = pq.read_schema(file).names
    frame = pl.from_arrow(pq.read_table(file, columns=[c for c in columns if c in known]))
    assert isinstance(frame, pl.DataFrame)
    return frame


@dataclass(frozen=True)
class NodeColumns:
    """All nodes ordered by type name, then id."""

    types: tuple[str, ...]
    offsets: npt.NDArray[np.int64]
    ids: pl.Series
    names: pl.Series

    @classmethod
    def read(cls, snapshot: "Snapshot") -> "NodeColumns":
        files = snapshot.node_files()
        types = tuple(sorted(files))
        frames = [read_frame(files[name], ["id", "name"]) for name in types]
        frames = [f if f["id"].is_sorted() else f.sort("id") for f in frames]
        sizes = [f.height for f in frames]
        empty = pl.DataFrame(schema={"id": pl.String, "name": pl.String})
        table = pl.concat([empty, *frames], rechunk=True)
        return cls(types, np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]), table["id"], table["name"])

    @cached_property
    def by_id(self) -> pl.DataFrame:
        return pl.DataFrame({"id": self.ids}).with_row_index("node")

    def find(self, ids: pl.Series) -> pl.Series:
        """The node of each id; null where there is none."""
        asked = pl.DataFrame({"id": ids})
        return asked.join(self.by_id, on="id", how="left", maintain_order="left")["node"]


@dataclass(frozen=True)
class EdgeColumns:
    """All edges ordered by head, then tail. dangling: edges left out because an end is not in the
    snapshot."""

    types: tuple[str, ...]
    arrays: dict[str, npt.NDArray[Any]]
    dangling: int

    @classmethod
    def read(cls, snapshot: "Snapshot", nodes: NodeColumns, edge_types: Collection[str] | None) -> "EdgeColumns":
        files = snapshot.edge_files()
        types = tuple(sorted(t for t in files if edge_types is None or t in edge_types))
        parts = [_columns(files[name], name, position, nodes) for position, name in enumerate(types)]
        joined = {name: _joined(parts, name) for name in EDGE_COLUMNS}
        order = np.argsort(joined["head"].astype(np.int64) << 32 | joined["tail"], kind="stable")
        arrays = {name: frozen(joined.pop(name)[order]) for name in EDGE_COLUMNS}
        return cls(types, arrays, sum(lost for _, lost in parts))


def _columns(file: Path, name: str, position: int, nodes: NodeColumns) -> tuple[dict[str, npt.NDArray[Any]], int]:
    # One end after the other: the ids of both at once would be the peak of memory.
    head = nodes.find(read_frame(file, ["from_id"])["from_id"])
    tail = nodes.find(read_frame(file, ["to_id"])["to_id"])
    number = numbers_of(read_frame(file, ["id"])["id"])
    rest = read_frame(file, [WEIGHT_OF.get(name, ""), "valid_from", "valid_to"])
    return edge_arrays(name, position, head, tail, number, rest)


def edge_arrays(
    name: str, position: int, head: pl.Series, tail: pl.Series, number: pl.Series, rest: pl.DataFrame
) -> tuple[dict[str, npt.NDArray[Any]], int]:
    """The columns of edges of one type whose ends are nodes (null: not in the snapshot), and how many were left out.

    edge_row is the row in what was given. rest: weight, valid_from and valid_to as far as there are such columns."""
    keep = (head.is_not_null() & tail.is_not_null()).to_numpy()
    rows = np.flatnonzero(keep)
    columns = {
        "head": head.fill_null(0).to_numpy()[rows],
        "tail": tail.fill_null(0).to_numpy()[rows],
        "edge_type": np.full(len(rows), position),
        "edge_row": rows,
        "edge_id": number.to_numpy()[rows],
        "weight": _weights(rest, WEIGHT_OF.get(name, ""))[rows],
        "valid_from": _days(rest, "valid_from", ALWAYS)[rows],
        "valid_to": _days(rest, "valid_to", FOR_EVER)[rows],
    }
    return {k: v.astype(EDGE_COLUMNS[k]) for k, v in columns.items()}, len(head) - len(rows)


def numbers_of(ids: pl.Series) -> pl.Series:
    """The numbers of which ids were made (records.ids); 0 for an id that was not made so."""
    return ids.str.tail(16).str.to_integer(base=16, dtype=pl.UInt64, strict=False).fill_null(0)


def _weights(frame: pl.DataFrame, name: str) -> npt.NDArray[Any]:
    if name not in frame.columns:
        return np.full(frame.height, np.nan)
    return frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _days(frame: pl.DataFrame, name: str, unknown: int) -> npt.NDArray[Any]:
    return frame[name].cast(pl.Int32).fill_null(unknown).to_numpy()


def _joined(parts: list[tuple[dict[str, npt.NDArray[Any]], int]], name: str) -> npt.NDArray[Any]:
    """One column of all parts; taken out of them, so that it is not held twice."""
    columns = [np.empty(0, EDGE_COLUMNS[name]), *(part.pop(name) for part, _ in parts)]
    return np.concatenate(columns)


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.flags.writeable = False
    return array
