"""Keeping what is there: verified, backed up, put back, and made anew from the records.

A backup is one tar file with the archive, the decisions, the current snapshot, keys, audit log and jobs, and last a
list of its files with size and SHA-256. The store and the caches are not in it: they are made of the rest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ontology.errors import Refusal
from ontology.model import NodeType
from records.files import link, publish, sync, unfinished, write_text
from records.lock import exclusive
from records.progress import Progress, silent
from records.verifying import Damage, archive_damage, snapshot_damage

if TYPE_CHECKING:
    from cypher.store import Store
    from jiju.jobs import Built, Workspace
    from records.snapshot import Snapshot

MANIFEST = "manifest.json"
FORMAT = 1
#: Of a data folder, what a backup leaves out: what is made of the rest, and uploads, which are sent again.
_MADE = ("store", "cache", "imports")
_JOBS = "imports/jobs"
#: Logs grow in place, so that a second name would show what came later; everything else is replaced as a whole.
_GROWING = (".jsonl", ".db", ".db-wal")
_SEED = 20_261_123
_BLOCK = 1 << 20


class BackupRefused(Refusal):
    """A backup that cannot be made or put back: the text says why."""


class BuildsDiffer(Refusal):
    """The records give another snapshot from nothing than step by step."""


# verify


def damage(space: Workspace, progress: Progress | None = None) -> Iterator[Damage]:
    """What is not as it was written: of the archive, the snapshot, and the store, which a sound snapshot judges."""
    yield from archive_damage(space.archive, progress)
    if space.published() is None:
        return
    snapshot = space.snapshot()
    found = list(snapshot_damage(snapshot, progress))
    yield from found
    if found:
        return
    with space.open_store(read_only=True) as store:
        yield from store_damage(store, snapshot, progress)


def store_damage(store: Store, snapshot: Snapshot, progress: Progress | None = None) -> Iterator[Damage]:
    """Where a store does not hold just the snapshot: its data version, then ids, names and ends by a hash a type."""
    tell = progress or silent
    place = Path(f"store ({store.engine})")
    held = store.data_version()
    if held != snapshot.data_version:
        yield Damage(place, f"holds {held or 'nothing'}, the snapshot is {snapshot.data_version}: jiju build")
        return
    files = {**snapshot.node_files(), **snapshot.edge_files()}
    for done, (name, path) in enumerate(files.items()):
        tell("types of the store", done, len(files))
        declared = store.ontology.node_types.get(name) or store.ontology.edge_types[name]
        columns = ["id", "name"] if isinstance(declared, NodeType) else ["id", "from_id", "to_id"]
        expected = _sum(pq.ParquetFile(path).iter_batches(columns=columns))
        pattern = f"(n:{name}) RETURN n.id AS id, n.name AS name"
        if not isinstance(declared, NodeType):
            pattern = f"(a)-[r:{name}]->(b) RETURN r.id AS id, a.id AS from_id, b.id AS to_id"
        found = _sum(store.stream(f"MATCH {pattern}"))
        if found != expected:
            wanted, there = (f"{rows:,} rows, hash {value:016x}" for rows, value in (expected, found))
            yield Damage(place, f"{name} is not what the snapshot has: {there}, not {wanted}: jiju rebuild")


def _sum(batches: Any) -> tuple[int, int]:
    """How many rows, and the sum of their hashes: the same in whatever order they come."""
    rows, total = 0, np.uint64(0)
    for batch in batches:
        frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
        text = pl.concat_str(pl.all().cast(pl.String).fill_null("\1"), separator="\0")
        with np.errstate(over="ignore"):
            total += frame.select(text.hash(_SEED)).to_series().to_numpy().sum(dtype=np.uint64)
        rows += frame.height
    return rows, int(total)


# backup and restore


def backup(space: Workspace, target: Path, progress: Progress | None = None) -> Mapping[str, Any]:
    """Everything that cannot be made again, as one tar file; gives its list. Others may load and ask meanwhile: the
    backup is of the moment when it began. Raises BackupRefused, Busy."""
    data = space.settings.data
    if target.exists():
        raise BackupRefused(f"{target}: is there already; give the backup another name")
    if not (data / "archive").is_dir():
        raise BackupRefused(f"{data}: has no archive, so there is nothing to back up")
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(data) as staged:
        patience = space.settings.lock_timeout
        with (
            exclusive(data / "build.lock", "`jiju backup`", patience=patience, progress=progress),
            exclusive(data / "archive" / "_lock", "`jiju backup`", patience=patience, progress=progress),
        ):
            _stage(data, staged)
        return _pack(staged, target, progress or silent)


def _stage(data: Path, staged: Path) -> None:
    """The files as they are now, under second names; logs are copied."""
    for path in _kept(data):
        into = staged / path.relative_to(data)
        if path.name.endswith(_GROWING):
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, into)
        else:
            link(path, into)


def _kept(data: Path) -> Iterator[Path]:
    pointer = data / "snapshots" / "current"
    current = pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        hidden = any(part.startswith(".part-") for part in inside.parts)
        locked = path.suffix == ".lock" or path.name in ("_lock", "lock")
        made = inside.parts[0] in _MADE and not inside.is_relative_to(_JOBS)
        old = inside.parts[0] == "snapshots" and len(inside.parts) > 2 and inside.parts[1] not in (current, "_changes")
        if path.is_file() and not (hidden or locked or made or old):
            yield path


def _pack(staged: Path, target: Path, tell: Progress) -> Mapping[str, Any]:
    files = sorted(path for path in staged.rglob("*") if path.is_file())
    part = target.with_name(f".{target.name}.part")
    listed: dict[str, Any] = {}
    try:
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
            for done, path in enumerate(files):
                tell("files", done, len(files))
                name = path.relative_to(staged).as_posix()
                listed[name] = [path.stat().st_size, _sha256(path)]
                tar.add(path, name)
            made = {"format": FORMAT, "made": datetime.now(UTC).isoformat(timespec="seconds"), "files": listed}
            listing = staged / MANIFEST
            listing.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
            tar.add(listing, MANIFEST)
        sync(part)
        part.rename(target)
        sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return made


def restore(source: Path, data: Path, progress: Progress | None = None) -> Mapping[str, Any]:
    """Put a backup into a data folder that is not there yet, or empty; gives its list. Each file is held against the
    list first: a backup that is damaged is refused and leaves nothing. Raises BackupRefused."""
    tell = progress or silent
    if data.exists() and any(data.iterdir()):
        raise BackupRefused(f"{data}: holds something already; name an empty folder with JIJU_DATA, or move it away")
    data.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(data.parent) as part:
        made = _unpack(source, part)
        _check_listed(source, part, made["files"])
        for done, (name, (size, expected)) in enumerate(made["files"].items()):
            tell("files", done, len(made["files"]))
            path = part / name
            if not path.is_file() or path.stat().st_size != size or _sha256(path) != expected:
                raise BackupRefused(f"{source}: {name} is damaged or missing in it; take another backup")
        for path in sorted(part.rglob("*")):
            sync(path)
        (part / MANIFEST).unlink()
        if data.exists():
            data.rmdir()
        part.rename(data)
        sync(data.parent)
    return made


def _unpack(source: Path, part: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                plain = PurePosixPath(member.name)
                if not (member.isreg() or member.islnk()) or plain.is_absolute() or ".." in plain.parts:
                    raise BackupRefused(f"{source}: {member.name!r} is no file that a backup holds")
            tar.extractall(part, filter="data")
        made: dict[str, Any] = json.loads((part / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupRefused(f"{source}: is no whole backup of Jiju ({error})") from None
    if made.get("format") != FORMAT:
        raise BackupRefused(f"{source}: is a backup of format {made.get('format')}, this Jiju reads {FORMAT}")
    return made


def _check_listed(source: Path, part: Path, listed: Mapping[str, Any]) -> None:
    """Nothing is put in place that the list does not vouch for, such as keys that somebody added."""
    held = {path.relative_to(part).as_posix() for path in part.rglob("*") if path.is_file()}
    if more := sorted(held - {*listed, MANIFEST}):
        raise BackupRefused(f"{source}: holds {more[0]!r}, which is not in its list; take another backup")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        hasher = hashlib.sha256()
        while block := file.read(_BLOCK):
            hasher.update(block)
    return hasher.hexdigest()


# rebuild


@dataclass(frozen=True)
class Rebuilt:
    """before, after: data versions; equal unless the archive has changed since. damaged: whether the snapshot that was
    there had to be replaced."""

    before: str | None
    after: str
    damaged: bool
    built: Built


def rebuild(space: Workspace, progress: Progress | None = None) -> Rebuilt:
    """The snapshot anew from the records alone, and the store anew from the snapshot. A snapshot that is there and
    sound stays, and has to be the same."""
    from records import snapshot as snapshots

    before = space.published()
    with unfinished(space.settings.data) as part:
        fresh = snapshots.build(space.archive, space.ontology, part, progress)
        damaged = before is not None and _is_damaged(space.snapshots / before)
        if damaged:
            _replace(space, fresh)
        elif space.build(progress).snapshot.data_version != fresh.data_version:
            raise BuildsDiffer(
                f"the archive gives {fresh.data_version} from nothing, but {space.published()} step by step; "
                "was something loaded meanwhile? Run it again, and tell us if it stays"
            )
    with space.open_store() as store:
        store.clear()
    return Rebuilt(before, fresh.data_version, damaged, space.fill_store(progress))


def _is_damaged(folder: Path) -> bool:
    from records import snapshot as snapshots

    try:
        return any(snapshot_damage(snapshots.open(folder)))
    except (Refusal, OSError, ValueError, KeyError):
        return True


def _replace(space: Workspace, fresh: Snapshot) -> None:
    """Put a whole snapshot in the place of a damaged one, and make it the current one."""
    publish(fresh.folder, space.snapshots / fresh.data_version, again=True)
    write_text(space.snapshots / "current", fresh.data_version)
