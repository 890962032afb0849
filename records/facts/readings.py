"""Readings: everything that an extractor found in each version of a document, kept as it was found.

    <archive>/_readings/<document>/versions.json      its versions, oldest first; the last one counts
    <archive>/_readings/<document>/<version>.json.gz  who speaks, and the records

The archive's source of a document is made of its reading, of thresholds and of decisions (records.facts.telling). A
reading is never changed, so a decision can always be taken back.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ontology.model import Ontology
from records.digest import digest_texts
from records.errors import ArchiveError
from records.facts.coding import decode, encode
from records.facts.fact import DOCUMENT, Fact, facts_of
from records.files import safe_name, sync, write_json
from records.migration import renamed
from records.record import EntityRecord, Record, Source

FOLDER = "_readings"
_HISTORY = "versions.json"


class UnknownDocument(ArchiveError):  # noqa: N818 - they say what happened
    """No document of this name was read."""


@dataclass(frozen=True)
class ReadingVersion:
    """One reading of a document. written: when (ISO 8601, UTC). changed: whether the call that gave it made it."""

    document: str
    id: str
    written: str
    facts: int
    changed: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Reading:
    """What was found in a document. source: as whom it speaks in the archive."""

    version: ReadingVersion
    source: Source
    records: Sequence[Record]
    facts: Sequence[Fact]

    @property
    def own(self) -> EntityRecord | None:
        """The record of the document itself."""
        mine = (r for r in self.records if isinstance(r, EntityRecord) and (r.type, r.ref) == DOCUMENT)
        return next((r for r in mine if not r.mention), None)

    @property
    def text(self) -> str:
        """That to which all offsets refer."""
        return str(self.own.properties.get("text", "")) if self.own else ""

    @property
    def title(self) -> str:
        return self.source.title


@dataclass(frozen=True)
class FactDiff:
    """Facts that another reading has more, has otherwise (confidence, values), or has no more."""

    added: Sequence[Fact]
    changed: Sequence[Fact]
    gone: Sequence[Fact]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


class Readings:
    """The readings of an archive. Several processes may read while one writes."""

    def __init__(self, archive_folder: Path, ontology: Ontology) -> None:
        self.folder = archive_folder / FOLDER
        self._ontology = ontology

    def documents(self) -> list[str]:
        """The ids of all documents that were read."""
        return sorted(json.loads(p.read_text(encoding="utf-8"))["document"] for p in self.folder.glob(f"*/{_HISTORY}"))

    def versions(self, document: str) -> list[ReadingVersion]:
        """Oldest first; empty where the document was never read."""
        try:
            told = json.loads((self._folder(document) / _HISTORY).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        return [ReadingVersion(document, **entry) for entry in told["versions"]]

    def write(self, source: Source, records: Iterable[Record]) -> ReadingVersion:
        """Keep a reading; the same again as the last one changes nothing."""
        records = list(records)
        body = json.dumps(self._told(source, records), ensure_ascii=False, sort_keys=True)
        name = digest_texts(body)
        history = self.versions(source.id)
        if history and history[-1].id == name:
            return history[-1]
        path = self._folder(source.id) / f"{name}.json.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}")
        part.write_bytes(gzip.compress(body.encode(), 6, mtime=0))
        sync(part)
        part.replace(path)
        written = datetime.now(UTC).isoformat(timespec="milliseconds")
        count = len(facts_of(source.id, records, self._ontology))
        made = ReadingVersion(source.id, name, written, count, changed=True)
        entries = [{"id": v.id, "written": v.written, "facts": v.facts} for v in (*history, made)]
        write_json(path.parent / _HISTORY, {"document": source.id, "versions": entries})
        return made

    def reading(self, document: str, version: str | None = None) -> Reading:
        """A version's reading, by default the last one. Raises UnknownDocument."""
        found = [v for v in self.versions(document) if version in (None, v.id)]
        if not found:
            raise UnknownDocument(f"no document {document!r} was read; `jiju review facts documents` lists them")
        data = gzip.decompress((self._folder(document) / f"{found[-1].id}.json.gz").read_bytes())
        told = json.loads(data)
        stated = told["source"]
        source = Source(**{**stated, "as_of": stated["as_of"] and date.fromisoformat(stated["as_of"])})
        names = renamed(self.folder.parent)
        records = [r for one in told["records"] if (r := decode(one, self._ontology, names)) is not None]
        return Reading(found[-1], source, records, facts_of(document, records, self._ontology))

    def readings(self) -> Iterator[Reading]:
        """The last reading of every document, one at a time."""
        for document in self.documents():
            yield self.reading(document)

    def difference(self, source: Source, records: Iterable[Record]) -> FactDiff:
        """What a reading would change against the last one of the document."""
        new = facts_of(source.id, records, self._ontology)
        old = self.reading(source.id).facts if self.versions(source.id) else []
        return self.compared(old, new)

    def compared(self, old: Sequence[Fact], new: Sequence[Fact]) -> FactDiff:
        """What facts differ in, where they stand left aside."""
        before, after = ({fact.key: fact for fact in facts} for facts in (old, new))
        return FactDiff(
            [fact for fact in new if fact.key not in before],
            [fact for fact in new if fact.key in before and self._says(fact) != self._says(before[fact.key])],
            [fact for fact in old if fact.key not in after],
        )

    def _says(self, fact: Fact) -> Any:
        if fact.kind == "document":
            return None
        told = [encode(record, self._ontology) for record in fact.records]
        return sorted(json.dumps([t["values"], t["confidence"]], sort_keys=True) for t in told)

    def _told(self, source: Source, records: Sequence[Record]) -> dict[str, Any]:
        stated = {**asdict(source), "as_of": source.as_of and source.as_of.isoformat()}
        return {"source": stated, "records": [encode(record, self._ontology) for record in records]}

    def _folder(self, document: str) -> Path:
        return self.folder / safe_name(document)
