"""The embedded engine's search: an SQLite FTS5 file beside the database, because the engine's own full-text
extension is a download. Texts come cut into pieces (cypher.ranking), so that any substring is a phrase.

It is a projection like the store itself: it carries the data version and is rebuilt where that differs.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cypher.ranking import CODE_MARK, INSIDE, PREFIX, Query

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS entry(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, type TEXT, name TEXT,
texts TEXT); CREATE INDEX IF NOT EXISTS entry_id ON entry(id);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(short, long, content='', columnsize=0,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Cn' tokenchars '#'");
"""

# Texts stand in entry.texts each between two marks, so that whole and beginning can be told by instr.
_MARK = "\x1f"
#: A word between two texts that no phrase can cross.
_GAP = " ## "

_SEARCH = """
SELECT id, type, name,
  CASE WHEN instr(texts, :whole) OR instr(texts, :whole_code) THEN 0
       WHEN instr(texts, :start) OR instr(texts, :start_code) THEN 1
       WHEN instr(texts, :inside) THEN 2 ELSE 3 END AS class
FROM words JOIN entry ON entry.number = words.rowid
WHERE words MATCH :match {types}
ORDER BY class, length(name), id LIMIT :limit
"""

Entry = tuple[str, str, str | None, list[str], str | None]  # id, type, name, short pieces, long pieces


class SearchIndex:
    """One file. Reads from any thread (they take turns); writes come from the store's one writer."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        address = f"file:{path}?mode=ro" if read_only else str(path)
        self._connection = sqlite3.connect(address, uri=read_only, check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        if not read_only:
            self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)

    @property
    def data_version(self) -> str | None:
        row = self._one("SELECT value FROM meta WHERE key = 'data_version'")
        return row[0] if row else None

    def set_data_version(self, version: str | None) -> None:
        with self._lock:
            self._connection.execute("DELETE FROM meta WHERE key = 'data_version'")
            self._connection.execute("INSERT INTO meta VALUES ('data_version', ?)", (version,))

    def add(self, entries: Iterable[Entry], *, known: bool = True) -> int:
        """Write entries; known: some may be there already and are replaced."""
        written = 0
        with self._lock, self._connection:
            self._connection.execute("BEGIN")
            # A deleted entry leaves its words behind; AUTOINCREMENT sees that its number is not used again.
            last = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
            number = last[0] if last else 0
            for batch in _batches(entries, 2_000):
                if known:
                    self._connection.executemany("DELETE FROM entry WHERE id = ?", ((e[0],) for e in batch))
                rows = [(number + i, *entry) for i, entry in enumerate(batch, 1)]
                number += len(rows)
                written += len(rows)
                self._connection.executemany(
                    "INSERT INTO entry VALUES (?,?,?,?,?)",
                    ((n, i, t, name, _texts(s)) for n, i, t, name, s, _ in rows),
                )
                self._connection.executemany(
                    "INSERT INTO words(rowid, short, long) VALUES (?,?,?)",
                    ((n, _GAP.join(short), long) for n, _, _, _, short, long in rows),
                )
        return written

    def delete(self, ids: Sequence[str]) -> None:
        with self._lock, self._connection:
            self._connection.execute("BEGIN")
            self._connection.executemany("DELETE FROM entry WHERE id = ?", ((i,) for i in ids))

    def clear(self) -> None:
        with self._lock, self._connection:
            self._connection.execute("BEGIN")
            self._connection.execute("DELETE FROM entry")
            self._connection.execute("INSERT INTO words(words) VALUES ('delete-all')")

    def search(self, query: Query, types: Sequence[str], limit: int) -> list[tuple[str, str, str, int]]:
        """Best entries as (id, type, name, class of match)."""
        start, whole = _MARK + query.phrase, _MARK + query.whole + _MARK
        parameters: dict[str, Any] = {
            "whole": whole,
            "whole_code": _MARK + query.code + _MARK,
            "start": start,
            "start_code": _MARK + query.code,
            "inside": query.phrase,
            "match": _match(query),
            "limit": limit,
        }
        parameters |= {f"t{i}": name for i, name in enumerate(types)}
        marks = ", ".join(f":t{i}" for i in range(len(types)))
        sql = _SEARCH.format(types=f"AND type IN ({marks})" if types else "")
        return self._all(sql, parameters)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _one(self, sql: str) -> Any:
        with self._lock:
            return self._connection.execute(sql).fetchone()

    def _all(self, sql: str, parameters: Mapping[str, Any]) -> list[Any]:
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()


def _match(query: Query) -> str:
    """The FTS5 expression: the pieces in a row, or a code that begins so."""
    one = len(query.folded) < 2
    phrase = f'"{query.phrase}"*' if one else f'"{query.phrase}"'
    return f'{phrase} OR "{query.code}"*'


def _texts(short: Sequence[str]) -> str:
    return _MARK + _MARK.join(short) + _MARK


def _batches(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


assert (PREFIX, INSIDE, CODE_MARK) == (1, 2, "#")  # as _SEARCH and its tokenizer spell them out
