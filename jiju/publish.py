"""Bringing a store to a snapshot."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cypher.store import LoadReport, Progress, Store
    from records.delta import Delta
    from records.snapshot import Snapshot

#: A change of less than a tenth of the graph is applied row by row; a larger one is loaded as a whole.
SMALL_CHANGE = 10


def publish(store: Store, snapshot: Snapshot, snapshots: Path, progress: Progress | None = None) -> LoadReport | None:
    """Bring a store to a snapshot: by what changed where the snapshot that it holds is still among ``snapshots`` and
    the change is small, else as a whole. None where the store holds it already."""
    from cypher.errors import StoreUnavailable
    from records import snapshot as opening
    from records.delta import delta

    held = store.data_version()
    if held == snapshot.data_version:
        return None
    before = snapshots / held if held else None
    if before is not None and (before / "manifest.json").exists():
        old = opening.open(before)
        change = delta(old, snapshot)
        small = _rows(change) * SMALL_CHANGE < _size(snapshot)
        if small and old.manifest["ontology_hash"] == snapshot.manifest["ontology_hash"]:
            with contextlib.suppress(StoreUnavailable):  # another process reads it: make a new one beside it
                return store.apply(change, snapshot.data_version, progress)
    return store.bulk_load(snapshot, progress)


def _rows(change: Delta) -> int:
    return sum(rows.num_rows + len(gone) for part in (change.nodes, change.edges) for rows, gone in part.values())


def _size(snapshot: Snapshot) -> int:
    return sum(sum(snapshot.manifest["counts"][part].values()) for part in ("nodes", "edges"))
