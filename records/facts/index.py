"""The facts of all documents with their states, to be asked for: a cache that can be removed.

<archive>/_readings/index.db      SQLite; made of readings and decisions by records.facts.telling
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ontology.model import NodeType
from records.errors import ArchiveError
from records.facts.readings import Reading
from records.record import EntityRecord, Record

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (document TEXT PRIMARY KEY, title TEXT, region TEXT, stamp TEXT);
CREATE TABLE IF NOT EXISTS facts (
    document TEXT, key TEXT, found_key TEXT, kind TEXT, type TEXT, state TEXT, confidence REAL, name TEXT, ref TEXT,
    entity TEXT, start INTEGER, body TEXT, PRIMARY KEY (document, key));
CREATE INDEX IF NOT EXISTS facts_open ON facts (state, confidence DESC, key);
CREATE INDEX IF NOT EXISTS facts_key ON facts (key);
CREATE INDEX IF NOT EXISTS facts_found ON facts (found_key);
CREATE TABLE IF NOT EXISTS places (document TEXT, type TEXT, ref TEXT, region TEXT, PRIMARY KEY (document, type, ref));
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT);
"""
_BODY = (
    "because", "linked", "decision", "ends", "section", "end", "sentence_start", "sentence_end", "quote", "sentence",
    "places", "extractor",
)  # fmt: skip


class IndexUnavailable(ArchiveError):  # noqa: N818 - they say what happened
    """The index of facts cannot be written or read now: a full disk, or another process for a minute."""


@dataclass(frozen=True)
class Row:
    """A fact as it is shown. found_key: under which it was extracted, where a person corrected it.

    ref: of an entity, target or measure in its source; ends: (type, ref) of a relation's. entity: the id of what it
    is in the graph that was built last, None where it is not there. linked: the id that a person gave. start, end,
    sentence_…: offsets in the document's text; places: start and end of each place with these words. because: as
    records.facts.judging has it. decision: id of the one that counts.
    """

    key: str
    document: str
    kind: str
    type: str
    name: str
    state: str
    because: str
    confidence: float
    quote: str
    found_key: str | None = None
    ref: str | None = None
    entity: str | None = None
    linked: str | None = None
    decision: str | None = None
    ends: Sequence[Sequence[str]] = ()
    section: str | None = None
    start: int | None = None
    end: int | None = None
    sentence_start: int | None = None
    sentence_end: int | None = None
    sentence: str | None = None
    places: Sequence[Sequence[int | None]] = ()
    extractor: str = ""


@dataclass(frozen=True)
class Asked:
    """Which facts are wanted. documents, types, kinds, states: of one of these; nothing: of all."""

    documents: Sequence[str] = ()
    types: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    min_confidence: float = 0.0
    max_confidence: float = 1.0
    text: str = field(default="")


class FactIndex:
    """The index at a path. It is made where it is not there; a damaged one is made anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, reading: Reading, rows: Iterable[Row], stamp: str) -> None:
        """Put a document's facts in the place of those that were there."""
        document = reading.version.document
        with self._open() as db:
            known = dict(db.execute("SELECT type || ' ' || ref, entity FROM facts WHERE document = ?", (document,)))
            db.execute("DELETE FROM facts WHERE document = ?", (document,))
            db.executemany(
                "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_values(row, known.get(f"{row.type} {row.ref}")) for row in rows),
            )
            told = (document, reading.title, region_of(reading), stamp)
            db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", told)
            _settle_held(db, document)

    def clear(self, document: str) -> None:
        """Forget the facts of a document that says nothing any more."""
        with self._open() as db:
            db.execute("DELETE FROM facts WHERE document = ?", (document,))

    def documents(self) -> set[str]:
        """Those that it knows."""
        with self._open() as db:
            return {row[0] for row in db.execute("SELECT document FROM documents")}

    def titles(self) -> dict[str, str]:
        """Documents with their titles."""
        with self._open() as db:
            return dict(db.execute("SELECT document, title FROM documents ORDER BY title, document"))

    def own_entities(self) -> dict[str, str]:
        """The ids of documents in the graph, by the ids of their sources."""
        with self._open() as db:
            found = db.execute("SELECT document, entity FROM facts WHERE kind = 'document' AND entity IS NOT NULL")
            return dict(found)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many facts by document and state."""
        with self._open() as db:
            found = db.execute("SELECT document, state, count(*) FROM facts WHERE kind != 'document' GROUP BY 1, 2")
            return {(document, state): number for document, state, number in found}

    def stamps(self) -> dict[str, str]:
        """What ``write`` was given last for each document."""
        with self._open() as db:
            return dict(db.execute("SELECT document, stamp FROM documents ORDER BY document"))

    def documents_of(self, key: str) -> list[str]:
        """Documents with a fact of this key."""
        with self._open() as db:
            found = db.execute("SELECT DISTINCT document FROM facts WHERE key = ? OR found_key = ?", (key, key))
            return [row[0] for row in found]

    def facts(self, asked: Asked, limit: int | None = None, after: tuple[float, str] | None = None) -> list[Row]:
        """The surest first, then by key. after: confidence and key of the last one seen."""
        where, values = _where(asked)
        if after is not None:
            where.append("(confidence < ? OR (confidence = ? AND key > ?))")
            values += [after[0], after[0], after[1]]
        order = "ORDER BY confidence DESC, key LIMIT ?"
        with self._open() as db:
            found = db.execute(
                f"{_SELECT} WHERE {' AND '.join(where)} {order}", (*values, -1 if limit is None else limit)
            )
            return [_row(one) for one in found]

    def in_document(self, document: str) -> list[Row]:
        """All facts of a document, in the order of the text."""
        with self._open() as db:
            order = "ORDER BY start, kind = 'relation', key"
            found = db.execute(f"{_SELECT} WHERE document = ? AND kind != 'document' {order}", (document,))
            return [_row(one) for one in found]

    def count(self, asked: Asked) -> int:
        where, values = _where(asked)
        with self._open() as db:
            # Of values there are only marks in the text.
            return int(db.execute(f"SELECT count(*) FROM facts WHERE {' AND '.join(where)}", values).fetchone()[0])  # noqa: S608

    def set_entities(self, version: str, found: Iterable[tuple[str, str, str, str]]) -> None:
        """Note which entities of the graph of a data version the facts are: document, type, ref, id."""
        with self._open() as db:
            db.execute("UPDATE facts SET entity = NULL WHERE entity IS NOT NULL")
            db.execute("CREATE TEMP TABLE known (document TEXT, type TEXT, ref TEXT, id TEXT)")
            db.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", found)
            db.execute("CREATE INDEX temp.known_ref ON known (document, type, ref)")
            db.execute(
                "UPDATE facts SET entity = (SELECT id FROM known k WHERE k.document = facts.document AND "
                "k.type = facts.type AND k.ref = coalesce(json_extract(facts.body, '$.linked'), facts.ref))"
            )
            db.execute("DROP TABLE known")
            _settle_held(db)
            db.execute("INSERT OR REPLACE INTO notes VALUES ('entities', ?)", (version,))

    def note(self, name: str, value: str | None = None) -> str | None:
        """A remark of an earlier time; ``value`` replaces it."""
        with self._open() as db:
            if value is not None:
                db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))
            found = db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    # places

    def unplaced(self, types: Iterable[NodeType]) -> list[tuple[str, str, str, str, str]]:
        """document, type, ref, name and the document's region of the names of some types."""
        names = [t.name for t in types]
        marks = ", ".join("?" * len(names))
        asked = f"kind = 'entity' AND type IN ({marks}) AND region != ''"
        columns = "facts.document, type, ref, name, region"
        # Of values there are only marks in the text.
        query = f"SELECT {columns} FROM facts JOIN documents USING (document) WHERE {asked}"  # noqa: S608
        with self._open() as db:
            return list(db.execute(query, names))

    def set_places(self, places: Mapping[tuple[str, str, str], str]) -> set[str]:
        """Note where named entities are (document, type, ref to division code); the documents for which it is news."""
        with self._open() as db:
            old = {(d, t, r): region for d, t, r, region in db.execute("SELECT * FROM places")}
            db.execute("DELETE FROM places")
            db.executemany("INSERT INTO places VALUES (?, ?, ?, ?)", ((*key, code) for key, code in places.items()))
        return {key[0] for key in {*old, *places} if old.get(key) != places.get(key)}

    def placed(self, document: str, records: Sequence[Record]) -> list[Record]:
        """Records, those of names that ``set_places`` knows with their place."""
        with self._open() as db:
            found = db.execute("SELECT type, ref, region FROM places WHERE document = ?", (document,))
            codes = {(type_, ref): code for type_, ref, code in found}
        return [
            replace(r, properties={**r.properties, "region_code": codes[r.type, r.ref]})
            if isinstance(r, EntityRecord) and (r.type, r.ref) in codes and "region_code" not in r.properties
            else r
            for r in records
        ]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(_connected(self._path)) as db, db:
                yield db
        except sqlite3.OperationalError as error:
            raise IndexUnavailable(f"{self._path}: {error}; make room on the disk and do it again") from error


def _connected(path: Path) -> sqlite3.Connection:
    """A connection to the index; one that is not there, or damaged, is begun anew."""
    db = sqlite3.connect(path, timeout=60)
    try:
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'notes'").fetchone() is None:
            db.executescript(_SCHEMA)
    except sqlite3.OperationalError:  # it is locked, or cannot be written: that is no damage
        db.close()
        raise
    except sqlite3.DatabaseError:
        db.close()
        path.unlink()
        return _connected(path)
    return db


_SELECT = "SELECT document, key, found_key, kind, type, state, confidence, name, ref, entity, start, body FROM facts"


def _settle_held(db: sqlite3.Connection, only: str | None = None) -> None:
    """Relations that wait for an end only: they hold where the graph knows both."""
    asked = (
        "SELECT document, key, body FROM facts WHERE ? IN (document, '') AND json_extract(body, '$.because') = 'end'"
    )
    held = db.execute(asked, (only or "",)).fetchall()
    known = set(db.execute("SELECT document, type, ref FROM facts WHERE entity IS NOT NULL")) if held else set()
    states = []
    for document, key, body in held:
        there = all((document, type_, ref) in known for type_, ref in json.loads(body)["ends"])
        states.append(("accepted" if there else "proposed", document, key))
    db.executemany("UPDATE facts SET state = ? WHERE document = ? AND key = ?", states)


def region_of(reading: Reading) -> str:
    """The division that a document speaks for: the finest that its title or issuer names, else the one that it names
    most often; "" where it names none whose code is known."""
    regions = [
        r for r in reading.records if isinstance(r, EntityRecord) and r.type == "Region" and r.properties.get("code")
    ]
    own = reading.own
    heads = [str(own.properties.get(name, "")) for name in ("issuer", "name")] if own else []
    named = [r for r in regions if any(str(r.properties.get("name")) in head for head in heads)]
    if named:
        return str(max(named, key=lambda r: len(trimmed(str(r.properties["code"])))).properties["code"])
    codes = [str(r.properties["code"]) for r in regions]
    return max(sorted(set(codes)), key=codes.count, default="")


def trimmed(code: str) -> str:
    """A division code without the zeros of the levels that it does not tell: 371300 → 3713."""
    if len(code) > 6:
        head, rest = code[:6], code[6:]
        while rest.endswith("000"):
            rest = rest[:-3]
        code = head + rest
    while len(code) <= 6 and code.endswith("00"):
        code = code[:-2]
    return code


def _where(asked: Asked) -> tuple[list[str], list[Any]]:
    where = ["kind != 'document'", "confidence >= ?", "confidence <= ?"]
    values: list[Any] = [asked.min_confidence, asked.max_confidence]
    listed: dict[str, Sequence[str]] = {
        "document": asked.documents, "type": asked.types, "kind": asked.kinds, "state": asked.states,
    }  # fmt: skip
    for column, wanted in listed.items():
        if wanted:
            where.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if list(asked.states) == ["proposed"]:
        where.append("entity IS NULL")  # a name that is somebody's whom the graph knows needs nobody's eyes
    if asked.text:
        where.append("(instr(name, ?) OR instr(body, ?))")
        values += [asked.text, asked.text]
    return where, values


def _values(row: Row, entity: str | None) -> tuple[Any, ...]:
    told = asdict(row)
    body = json.dumps({name: told[name] for name in _BODY}, ensure_ascii=False)
    return (
        row.document, row.key, row.found_key, row.kind, row.type, row.state, row.confidence, row.name, row.ref,
        row.entity or entity, row.start, body,
    )  # fmt: skip


def _row(found: Sequence[Any]) -> Row:
    document, key, found_key, kind, type_, state, confidence, name, ref, entity, start, body = found
    return Row(
        key=key, document=document, kind=kind, type=type_, name=name, state=state, confidence=confidence,
        found_key=found_key, ref=ref, entity=entity, start=start, **json.loads(body),
    )  # fmt: skip
