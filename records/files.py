"""Files that appear whole or not at all, also when the machine stops midway."""

import contextlib
import fcntl
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from records.mapped import slices
from records.record import short_hash

_UNSAFE = re.compile(r"[^\w.\-（）〔〕]")


@contextmanager
def unfinished(parent: Path) -> Iterator[Path]:
    """A new folder in ``parent`` that vanishes when the block ends, unless it was published.

    What killed processes left there goes first. A folder is its process's as long as the kernel holds its lock: no
    clock tells, for clocks jump.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(parent):
        _sweep(parent)
        part = parent / f".part-{uuid.uuid4().hex}"
        part.mkdir()
        held = os.open(part, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
        os.close(held)


def publish(part: Path, folder: Path, *, again: bool = False) -> None:
    """Give an unfinished folder its name, in one step and for good.

    Where ``folder`` is there already it stays as it is: equal names mean equal content here. ``again``: put the new
    one in its place all the same, as it has what helps readers and the old one has not any more.
    """
    sync_tree(part)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if again and folder.exists():
        folder.rename(part.with_name(f"{part.name}-old"))
    if not folder.exists():
        part.rename(folder)
        sync(folder.parent)
    shutil.rmtree(part.with_name(f"{part.name}-old"), ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Replace a small file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        part.write_text(text, encoding="utf-8")
        sync(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync(path.parent)


def write_json(path: Path, value: Any) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_parquet(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
        for part in slices(table):
            writer.write_table(part)


def link(old: Path, new: Path) -> None:
    """The same file under a second name; a copy where the file system has no such names."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)


def safe_name(text: str) -> str:
    """A file name for any text, different for different texts: Chinese stays readable, the rest is %XX."""
    escaped = _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text)
    if escaped[:1] in (".", "_", ""):
        escaped = f"%{escaped}"
    return escaped if len(escaped.encode()) <= 200 else _shortened(escaped)


def _shortened(name: str) -> str:
    return f"{name.encode()[:150].decode(errors='ignore')}%%{short_hash(name, length=32)}"


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Nobody looks for what is left in the folder between another's making a part and locking it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what killed processes left unfinished: what nobody holds the lock of."""
    for part in folder.glob(".part-*"):
        with contextlib.suppress(OSError):  # another has removed it, or holds it
            descriptor = os.open(part, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(part, ignore_errors=True)
            finally:
                os.close(descriptor)
