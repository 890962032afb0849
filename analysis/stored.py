"""A projection kept as files that processes map into memory, so that several of them share one copy.

    <snapshots>/_memory/projection/<data version>/  nodes.arrow, a .npy a column of edges, about.json

It is a cache: made once a data version, from the one before where little changed (analysis.updating), and it may be
deleted at any time. Where nothing can be written the projection is made in the process's own memory.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.arrays import EDGE_COLUMNS, WEIGHT_OF
from analysis.projection import Projection
from analysis.updating import updated
from records.delta import delta
from records.errors import SnapshotMissing
from records.files import publish, unfinished
from records.snapshot import Snapshot
from records.snapshot import open as open_snapshot

FOLDER = Path("_memory") / "projection"
#: Where more than this share of the relations stands in tables that changed, all is read anew.
_LARGE = 0.5
_ORDERS = ("in_order", "in_offsets", "out_offsets")
_NODES, _ABOUT = "nodes.arrow", "about.json"
_FORMAT = {"columns": {name: np.dtype(kind).str for name, kind in EDGE_COLUMNS.items()}, "weights": WEIGHT_OF}


def stored(snapshot: Snapshot) -> Projection:
    """The projection of a snapshot, of all edge types and days, mapped from its files; they are made where missing."""
    folder = snapshot.folder.parent / FOLDER
    mine = folder / snapshot.data_version
    found = _open(mine, snapshot)
    if found is not None:
        return found
    made = _made(folder, snapshot)
    try:
        save(made, mine)
    except OSError:
        return made
    _forget(folder, snapshot.data_version)
    return _open(mine, snapshot) or made


def save(projection: Projection, folder: Path) -> None:
    """Write a projection's files; whole or not at all."""
    with unfinished(folder.parent) as part:
        nodes = pl.DataFrame({"id": projection.ids, "name": projection.names})
        nodes.write_ipc(part / _NODES, compression="uncompressed", compat_level=pl.CompatLevel.newest())
        for name in (*EDGE_COLUMNS, *_ORDERS):
            np.save(part / f"{name}.npy", getattr(projection, name))
        about = {
            "format": _FORMAT,
            "node_types": projection.node_types,
            "type_offsets": projection.type_offsets.tolist(),
            "edge_types": projection.edge_types,
            "dangling": projection.dangling,
        }
        (part / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        publish(part, folder, again=True)


def _open(folder: Path, snapshot: Snapshot) -> Projection | None:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        if about["format"] != _FORMAT:
            return None
        arrays: dict[str, Any] = {name: _mapped(folder / f"{name}.npy") for name in EDGE_COLUMNS}
        orders = {name: _mapped(folder / f"{name}.npy") for name in _ORDERS}
        nodes = pl.read_ipc(folder / _NODES)
    except (OSError, EOFError, ValueError, KeyError, pl.exceptions.PolarsError):
        return None
    built = Projection(
        snapshot=snapshot,
        node_types=tuple(about["node_types"]),
        type_offsets=np.array(about["type_offsets"], np.int64),
        edge_types=tuple(about["edge_types"]),
        ids=nodes["id"],
        names=nodes["name"],
        dangling=about["dangling"],
        **arrays,
    )
    # A cached property keeps what it is given under its name.
    built.__dict__.update(orders)
    return built


def _mapped(file: Path) -> npt.NDArray[Any]:
    # As a plain array: numpy's class for mapped ones makes every slice several times as slow.
    return np.asarray(np.load(file, mmap_mode="r"))


def _made(folder: Path, snapshot: Snapshot) -> Projection:
    for about in sorted(folder.glob(f"*/{_ABOUT}"), key=lambda path: path.stat().st_mtime, reverse=True):
        try:
            before = open_snapshot(folder.parent.parent / about.parent.name)
        except SnapshotMissing:
            continue
        old = _open(about.parent, before)
        if old is not None and _share_changed(before, snapshot) <= _LARGE:
            return updated(old, snapshot, delta(before, snapshot))
    return Projection.from_snapshot(snapshot)


def _share_changed(old: Snapshot, new: Snapshot) -> float:
    """The share of the relations that stand in tables which differ."""
    before, after = (snapshot.manifest.get("digests", {}) for snapshot in (old, new))
    rows = new.manifest["counts"]["edges"]
    changed = sum(n for name, n in rows.items() if before.get(f"edges/{name}") != after.get(f"edges/{name}", ""))
    share: float = changed / max(sum(rows.values()), 1)
    return share


def _forget(folder: Path, keep: str) -> None:
    """Remove those of other data versions but the newest; who has one open goes on reading it."""
    others = [path.parent for path in folder.glob(f"*/{_ABOUT}") if path.parent.name != keep]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-1]:
        shutil.rmtree(path, ignore_errors=True)
