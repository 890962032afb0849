"""What one snapshot has that another has not: old + delta = new."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from records.touched import differing_rows

if TYPE_CHECKING:
    from records.snapshot import Snapshot

Changes = tuple[pa.Table, list[str]]


@dataclass(frozen=True)
class Delta:
    """By type the rows that are new or changed, entire, and the ids that are gone. Types without a change are
    left out. An edge can stay while an end of it changes; an edge whose end is gone is gone too."""

    nodes: Mapping[str, Changes]
    edges: Mapping[str, Changes]

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges)


def delta(old: "Snapshot | None", new: "Snapshot") -> Delta:
    """What has to be written to and deleted from a store that holds ``old`` (None: nothing) to hold
    ``new``."""
    old_nodes, old_edges = (old.node_files(), old.edge_files()) if old else ({}, {})
    unchanged = _unchanged(old, new)
    return Delta(
        _changes(old_nodes, new.node_files(), {n for kind, n in unchanged if kind == "nodes"}),
        _changes(old_edges, new.edge_files(), {n for kind, n in unchanged if kind == "edges"}),
    )


def _unchanged(old: "Snapshot | None", new: "Snapshot") -> set[tuple[str, str]]:
    """Tables with equal digests in both manifests, which need not be read."""
    before = old.manifest.get("digests", {}) if old else {}
    after = new.manifest.get("digests", {})
    equal = (name.partition("/") for name in after if before.get(name) == after[name])
    return {(kind, name) for kind, _, name in equal}


def _changes(old: Mapping[str, Path], new: Mapping[str, Path], unchanged: set[str]) -> dict[str, Changes]:
    changes = {}
    for name in sorted({*old, *new} - unchanged):
        before, after = old.get(name), new.get(name)
        if after is None:
            table = pq.read_table(before)
            found: Changes = (table.schema.empty_table(), table["id"].to_pylist())
        elif before is None:
            found = (pq.read_table(after), [])
        else:
            found = _compare(pq.read_table(before), pq.read_table(after))
        if found[0].num_rows or found[1]:
            changes[name] = found
    return changes


def _compare(before: pa.Table, after: pa.Table) -> Changes:
    old, new = pl.DataFrame(pl.from_arrow(before)), pl.DataFrame(pl.from_arrow(after))
    went, came = differing_rows(old, new)
    gone = went.join(came if before.schema == after.schema else new, on="id", how="anti", maintain_order="left")
    if before.schema != after.schema:
        return after, gone["id"].to_list()
    return came.to_arrow().cast(after.schema), gone["id"].to_list()
