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
    the change is small, else as a whole. None where the store holds it already.

    A change that was broken off is finished first, so that nothing of it is left behind.
    """
    from cypher.errors import SchemaMismatch
    from cypher.store import UNDER_WAY

    held = None
    with contextlib.suppress(SchemaMismatch):  # of another ontology: it is made again
        held = store.data_version()
    if held and UNDER_WAY in held:
        old, _, new = held.partition(UNDER_WAY)
        middle = _opened(snapshots, new)
        if middle is None or _applied(store, _opened(snapshots, old), middle, progress) is None:
            return store.bulk_load(snapshot, progress)
        held = new
    if held == snapshot.data_version:
        return None
    return _applied(store, _opened(snapshots, held), snapshot, progress) or store.bulk_load(snapshot, progress)


def versions_held(told: str | None) -> list[str]:
    """The data versions of which a store holds anything."""
    from cypher.store import UNDER_WAY

    return [version for version in (told or "").split(UNDER_WAY) if version]


def _opened(snapshots: Path, version: str | None) -> Snapshot | None:
    from records import snapshot as opening

    there = version and (snapshots / version / "manifest.json").exists()
    return opening.open(snapshots / version) if version and there else None


def _applied(store: Store, old: Snapshot | None, new: Snapshot, progress: Progress | None) -> LoadReport | None:
    """The change from one to the other applied; None where it is too large, or somebody reads the store."""
    from cypher.errors import StoreUnavailable
    from records.delta import delta

    if old is None or old.manifest["ontology_hash"] != new.manifest["ontology_hash"]:
        return None
    change = delta(old, new)
    if _rows(change) * SMALL_CHANGE >= _size(new):
        return None
    with contextlib.suppress(StoreUnavailable):  # another process reads it: make a new one beside it
        return store.apply(change, new.data_version, progress)
    return None


def _rows(change: Delta) -> int:
    return sum(rows.num_rows + len(gone) for part in (change.nodes, change.edges) for rows, gone in part.values())


def _size(snapshot: Snapshot) -> int:
    return sum(sum(snapshot.manifest["counts"][part].values()) for part in ("nodes", "edges"))
