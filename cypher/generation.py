"""The embedded engine's files. A store's folder holds one generation at a time:

    current                 names the generation
    <generation>/graph.lbug   the database, with graph.lbug.wal while it is written
    <generation>/search.sqlite

A bulk load writes a new generation beside the old one and then replaces ``current``: who reads, reads on in
the old one until done; a load that dies leaves the old one in force.
"""

import contextlib
import os
import shutil
import threading
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ladybug

from cypher.errors import StoreUnavailable
from cypher.search_index import SearchIndex

POINTER = "current"
DATABASE = "graph.lbug"
SEARCH_FILE = "search.sqlite"

#: Connections that read at once; each is used by one thread at a time.
READERS = 8
#: Address space a database may map. The engine's default of 8 TB lets a process open only a few.
_MAX_SIZE = 1 << 38
#: What the engine says of a file in which a checkpoint was broken off.
_PENDING = "recovery is pending"


class Generation:
    """One database with its search index and a pool of connections."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self.folder = folder
        self.database = open_database(folder / DATABASE, read_only=read_only)
        self.search = SearchIndex(folder / SEARCH_FILE, read_only=read_only)
        self._idle: list[Any] = []
        self._free = threading.Semaphore(READERS)
        self._lock = threading.Lock()
        self._users = 0
        self._retired = False
        self._remove = False

    @contextlib.contextmanager
    def connection(self) -> Iterator[Any]:
        """A connection for one statement, of one thread."""
        with self._lock:
            self._users += 1
        try:
            with self._free:
                with self._lock:
                    connection = self._idle.pop() if self._idle else None
                connection = connection or ladybug.Connection(self.database)
                try:
                    yield connection
                finally:
                    with self._lock:
                        self._idle.append(connection)
        finally:
            self._leave()

    def retire(self, *, remove: bool = False) -> None:
        """Close as soon as nobody reads here any more; remove: and delete the files."""
        with self._lock:
            self._users += 1
            self._retired, self._remove = True, remove
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            last = self._retired and self._users == 0
        if last:
            self._close()

    def _close(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()
        self.search.close()
        self.database.close()
        if self._remove:
            shutil.rmtree(self.folder, ignore_errors=True)


def open_database(path: Path, *, read_only: bool) -> Any:
    """Open a database file; a write-ahead log that a killed process left half written is replayed to its last
    whole transaction (the data version then tells whether that is where it should be).

    A process that is killed while the engine writes its log into the file leaves that to be finished by who writes
    next, and nobody may read before. So a reader has it finished first; while the writer lives the engine refuses.
    """
    try:
        return _opened(path, read_only=read_only)
    except RuntimeError as problem:
        reason = problem
    if read_only and _PENDING in str(reason):
        try:
            _opened(path, read_only=False).close()
            return _opened(path, read_only=True)
        except RuntimeError as problem:
            reason = problem
    raise StoreUnavailable(f"cannot open the store {path.parent}: {_way_out(str(reason))}") from reason


def _opened(path: Path, *, read_only: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return ladybug.Database(
            path,
            read_only=read_only,
            throw_on_wal_replay_failure=False,
            max_db_size=_MAX_SIZE,
            buffer_pool_size=_buffer_pool(),
        )


def _way_out(reason: str) -> str:
    reason = reason.strip()
    if "lock" in reason.lower():
        return f"another process has it open for writing; stop that one or open it read-only ({reason})"
    return f"{reason}; if the file is damaged, `jiju build` makes it again from the snapshot"


def _buffer_pool() -> int:
    """At most half of the memory, and no more than 8 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(min(memory // 2, 8 << 30))


def current(folder: Path) -> Path | None:
    """The generation in force, or None in a folder without a store."""
    pointer = folder / POINTER
    return folder / pointer.read_text().strip() if pointer.exists() else None


def new_folder(folder: Path) -> Path:
    """An empty folder for a generation, not yet in force."""
    made = folder / uuid.uuid4().hex[:12]
    made.mkdir(parents=True)
    return made


def put_in_force(generation: Path) -> None:
    """From now on, who opens the store opens this generation."""
    part = generation.parent / f"{POINTER}.{generation.name}"
    part.write_text(generation.name)
    part.replace(generation.parent / POINTER)


def remove(generation: Path) -> None:
    """Delete a generation that nobody here has open (readers in other processes keep their open files)."""
    shutil.rmtree(generation, ignore_errors=True)
