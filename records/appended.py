"""A log in a file: a line an event, appended and never rewritten, each with its checksum.

A line is on disk before ``append`` returns. What a crash cut off was never acknowledged: it is left out with a note,
and kept beside the log as ``torn.jsonl`` when the next line is written. A line that was changed afterwards is refused.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from records.errors import ArchiveError
from records.files import sync

_SUM = "sum"


class DamagedLog(ArchiveError):  # noqa: N818 - the family name of all our errors
    """A line of a log other than the last cannot be read, or is not what was written."""


class AppendedLog:
    """The log at a path. Several processes may read while one, which holds its caller's lock, appends.

    notes: what was found wrong with the file when it was last read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []

    def stamp(self) -> tuple[int, int]:
        """Changes whenever a line is appended."""
        try:
            told = self.path.stat()
        except FileNotFoundError:
            return 0, 0
        return told.st_size, told.st_mtime_ns

    def lines(self) -> Iterator[dict[str, Any]]:
        """All lines, oldest first. Raises DamagedLog."""
        whole, torn = self._read()
        self.notes = [_torn_note(self.path, torn)] if torn else []
        for number, line in enumerate(whole.splitlines(), 1):
            read = _checked(line)
            if read is None:
                raise DamagedLog(
                    f"{self.path}, line {number}: not what was written (checksum); put the file back from a backup"
                )
            yield read

    def append(self, line: Mapping[str, Any]) -> None:
        """On disk before it returns."""
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        whole, torn = self._read()
        if torn:
            with (folder / "torn.jsonl").open("ab") as file:
                file.write(torn + b"\n")
                file.flush()
                os.fsync(file.fileno())
        with self.path.open("ab") as file:
            file.truncate(len(whole))
            file.write(_written(line))
            file.flush()
            os.fsync(file.fileno())
        sync(folder)

    def _read(self) -> tuple[bytes, bytes]:
        """The lines that were acknowledged, and what a crash left of one that was not.

        A line without its end was never acknowledged. Nor was a last line whose bytes are not all there: a machine that
        stops may have made the file longer before it wrote.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return b"", b""
        end = data.rfind(b"\n") + 1
        if end:
            start = data.rfind(b"\n", 0, end - 1) + 1
            if _checked(data[start:end]) is None:
                end = start
        return data[:end], data[end:]


def replayed(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The events of a log in which a line ``undo`` takes back the event of that id: each with ``undone`` (by, why and
    at) where it was, oldest first."""
    made: dict[str, dict[str, Any]] = {}
    for line in lines:
        if "undo" in line:
            made[line["undo"]]["undone"] = {name: line[name] for name in ("by", "why", "at")}
        else:
            made[line["id"]] = dict(line)
    return list(made.values())


def _written(line: Mapping[str, Any]) -> bytes:
    body = json.dumps(line, ensure_ascii=False)
    return (json.dumps({**line, _SUM: _checksum(body)}, ensure_ascii=False) + "\n").encode()


def _checked(line: bytes) -> dict[str, Any] | None:
    """A line as it was written; None where it is not."""
    try:
        read: dict[str, Any] = json.loads(line)
        told = read.pop(_SUM)
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    return read if told == _checksum(json.dumps(read, ensure_ascii=False)) else None


def _checksum(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _torn_note(path: Path, torn: bytes) -> str:
    return (
        f"{path}: its last {len(torn)} bytes are a line that a crash cut off; it was not acknowledged and is left out"
    )
