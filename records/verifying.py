"""Whether archive and snapshot still are what was written: every table is hashed anew and held against its name.

A version of a source is named by the hash of what it says, a snapshot by the hash of its tables; both write down the
hash of each table (records.digest). So a value that changed on the disk, a file that is gone or cannot be read, or one
that somebody put in its place is found, and told by its path.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ontology.errors import Refusal
from records.appended import AppendedLog
from records.archive import Archive, Version
from records.digest import Digest, digest_texts
from records.progress import Progress, silent
from records.snapshot import Snapshot

_ROWS = 1 << 18


@dataclass(frozen=True)
class Damage:
    """Something that is not as it was written. path: the file; text: what is wrong with it."""

    path: Path
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def archive_damage(archive: Archive, progress: Progress | None = None) -> Iterator[Damage]:
    """What is wrong with the versions of all sources, and with the logs of what persons decided."""
    tell = progress or silent
    folders = sorted(path.parent for path in archive.folder.glob("[!._]*/versions.json"))
    for done, folder in enumerate(folders):
        tell("sources", done, len(folders))
        try:
            told = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
            versions = archive.versions(told["source_id"])
        except (ValueError, KeyError, TypeError) as error:
            yield Damage(folder / "versions.json", f"cannot be read ({error}); put it back from a backup")
            continue
        for version in versions:
            yield from _version_damage(archive, version)
    for path in sorted(archive.folder.glob("_*/log.jsonl")):
        yield from _log_damage(path)


def _version_damage(archive: Archive, version: Version) -> Iterator[Damage]:
    source = archive.file(version, "source").with_suffix(".json")
    try:
        stated = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield Damage(source, f"cannot be read ({error}); put it back from a backup")
        return
    said = json.dumps([stated, version.retracted], ensure_ascii=False, sort_keys=True)
    parts = (text for one in sorted(version.tables.items()) for text in one)
    if version.tables and digest_texts(said, *parts) != version.id:
        yield Damage(source, f"is not what the version {version.id} was named by; put the folder back from a backup")
    for name, expected in version.tables.items():
        yield from _table_damage(archive.file(version, name), expected)


def snapshot_damage(snapshot: Snapshot, progress: Progress | None = None) -> Iterator[Damage]:
    """What is wrong with a snapshot. It can always be made again: ``jiju rebuild``."""
    tell = progress or silent
    manifest = snapshot.manifest
    digests: dict[str, str] = manifest["digests"]
    content = [text for name in sorted(digests) for text in (name, digests[name])]
    if digest_texts(manifest["format"], manifest["ontology_hash"], *content) != snapshot.data_version:
        yield Damage(snapshot.folder / "manifest.json", "does not give the data version that it names: jiju rebuild")
    for done, (name, expected) in enumerate(sorted(digests.items())):
        tell("tables", done, len(digests))
        path = snapshot.folder / f"{name}.parquet"
        if path.exists() or not name.startswith("evidence"):
            yield from _table_damage(path, expected)


def _table_damage(path: Path, expected: str) -> Iterator[Damage]:
    try:
        found = _digest_of(path)
    except (OSError, pa.ArrowException) as error:
        yield Damage(path, f"cannot be read ({str(error).splitlines()[0]}); put it back from a backup")
        return
    if found != expected:
        yield Damage(path, f"is not what was written (hash {found}, not {expected}); put it back from a backup")


def _digest_of(path: Path) -> str:
    running = Digest()
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_ROWS):
            running.add(pa.Table.from_batches([batch]))
        if not running.rows:
            running.add(file.schema_arrow.empty_table())
    return running.hexdigest()


def _log_damage(path: Path) -> Iterator[Damage]:
    try:
        for _ in AppendedLog(path).lines():
            pass
    except Refusal as damage:
        yield Damage(path, str(damage).removeprefix(f"{path}, "))
