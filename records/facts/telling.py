"""From readings to the archive: what a document says is what was found, judged by thresholds and persons.

The archive's source of a document is made anew whenever one of these changed: its reading, the decisions on it, the
thresholds, or where the entities that it names can be (records.facts.places). ``tell`` does so for all documents, and
is called by every build; so the graph is a function of readings and log, whatever happened in between.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from ontology.model import Ontology
from records.archive import Archive, Version
from records.digest import digest_texts
from records.facts.coding import encode
from records.facts.correction import check
from records.facts.decisions import About, FactDecision, FactDecisions, FactRefused, FactVerdict, UnknownFact
from records.facts.fact import Fact
from records.facts.index import FactIndex, Row
from records.facts.judging import Judged, judge, told
from records.facts.places import Places
from records.facts.readings import FOLDER, FactDiff, Reading, Readings
from records.facts.thresholds import SHIPPED, Thresholds
from records.ids import id_text
from records.lock import PATIENCE, exclusive
from records.record import EntityRecord, Record, RelationRecord, Source

#: Changes when the way from a reading to records does, so that every document is told anew.
_RULES = "1"
#: Documents whose judged facts are kept in memory, as a person looks at one after the other.
_KEPT = 16


@dataclass(frozen=True)
class Taken:
    """What became of a reading. version: what the archive holds of the document now. diff: against the one before."""

    version: Version
    changed: bool
    diff: FactDiff
    states: Mapping[str, int]


class Facts:
    """The facts of an archive's documents: readings, decisions, states."""

    def __init__(self, archive: Archive, thresholds: Path | None = None, *, patience: float = PATIENCE) -> None:
        """thresholds: a file of one's own; the shipped one where there is none."""
        self._archive, self._ontology, self._patience = archive, archive.ontology, patience
        self._folder = archive.folder / FOLDER
        self._thresholds_file = thresholds if thresholds and thresholds.exists() else SHIPPED
        self.readings = Readings(archive.folder, archive.ontology)
        self.decisions = FactDecisions(archive.folder)
        self.index = FactIndex(self._folder / "index.db")

        self._judged_last: dict[str, tuple[str, list[Judged]]] = {}
        self._thresholds: tuple[int, Thresholds] | None = None

    @property
    def thresholds(self) -> Thresholds:
        """As the file has them now."""
        stamp = self._thresholds_file.stat().st_mtime_ns
        if self._thresholds is None or self._thresholds[0] != stamp:
            self._thresholds = stamp, Thresholds.read(self._thresholds_file)
        return self._thresholds[1]

    def take(self, source: Source, records: Iterable[Record]) -> Taken:
        """Keep what an extractor found in a document, and tell the archive what of it holds.

        Raises RecordRefused; then the archive and the readings stay as they were.
        """
        records = [_of_document(record, source.id) for record in records]
        with self._writing(f"reading {source.id}"):
            diff = self.readings.difference(source, records)
            version = self.readings.write(source, records)
            made = self._tell(self.readings.reading(source.id), self.thresholds)
            counts: dict[str, int] = {}
            for one in self.judged(source.id):
                if one.fact.kind != "document":
                    counts[one.state] = counts.get(one.state, 0) + 1
            return Taken(made, version.changed or made.changed, diff, counts)

    def difference(self, source: Source, records: Iterable[Record]) -> FactDiff:
        """What ``take`` would change in the document's facts. Nothing is written."""
        return self.readings.difference(source, [_of_document(record, source.id) for record in records])

    def tell(self) -> list[str]:
        """Bring the archive to what readings, decisions and thresholds say; the documents that changed.

        Nothing is read of a document of which nothing changed. One that was withdrawn from the archive stays so until
        it is read again.
        """
        if not self._folder.exists():
            return []
        thresholds, changed = self.thresholds, []
        placed = Places(self._archive, self.index).renewed()
        stamps = self.index.stamps()
        for document in self.readings.documents():
            if document not in placed and stamps.get(document) == self._stamp(document, thresholds):
                continue
            versions = self._archive.versions(document)
            if versions and versions[-1].retracted:
                self.index.clear(document)
                continue
            with self._writing(f"telling {document}"):  # one at a time, so that decisions need not wait for all
                if self._tell(self.readings.reading(document), thresholds).changed:
                    changed.append(document)
        return changed

    def judged(self, document: str) -> list[Judged]:
        """The facts of a document with their states. Raises UnknownDocument."""
        thresholds = self.thresholds
        stamp = self._stamp(document, thresholds)
        known = self._judged_last.get(document)
        if known is None or known[0] != stamp:
            if len(self._judged_last) >= _KEPT:
                self._judged_last.clear()
            known = stamp, self._judged(self.readings.reading(document), thresholds)
            self._judged_last[document] = known
        return known[1]

    def linked(self, version: str, ids: Path) -> None:
        """Note which entities the facts are in the graph of a data version. ids: the snapshot's folder of them."""
        if not self._folder.exists() or self.index.note("entities") == version:
            return
        self._ready()
        self.index.set_entities(version, _entities(ids, self.index.documents(), self._ontology))

    def find(self, key: str) -> Judged:
        """A fact by its key, also one that a person corrected by the key that it had. Raises UnknownFact."""
        for document in self.index.documents_of(key):
            for one in self.judged(document):
                if key in (one.fact.key, one.found.key if one.found else None):
                    return one
        for decision in self.decisions.active():
            if decision.fact == key:
                for one in self.judged(decision.document):
                    if one.decision and one.decision.id == decision.id:
                        return one
        raise UnknownFact(f"there is no fact {key!r}; `jiju review facts list` gives the keys of facts")

    def decide(
        self,
        key: str,
        verdict: FactVerdict,
        by: str,
        why: str = "",
        change: Mapping[str, Any] | None = None,
        client_key: str | None = None,
    ) -> FactDecision:
        """Decide on a fact; it counts from the next ``tell`` (a build) on. Raises FactRefused.

        change: what it should be (records.facts.correction), or the entity that it is (``{"entity": id}``).
        """
        self._ready()
        one = self.find(key)
        reading = self.readings.reading(one.fact.document)
        change = dict(change or {})
        fact = one.found if one.found and one.found.key == key else one.fact
        if fact.kind == "document":
            raise FactRefused("the document itself is no fact to judge; withdraw its source instead")
        if verdict == "correct":
            check(fact, change, reading, self._ontology)
        elif verdict == "link":
            self._check_link(fact, change)
        elif change:
            raise FactRefused(f"{verdict} takes no change")
        records = [encode(r, self._ontology) for r in (*fact.records, *_ends(fact, reading))]
        about = About(fact.document, fact.key, fact.core, fact.quote, fact.name, fact.type, change, records)
        made, new = self.decisions.decide(verdict, about, by, why, client_key)
        if new:
            self._reindex(fact.document)
        return made

    def undo(self, decision_id: str, by: str, why: str = "") -> FactDecision:
        """Take a decision back; what counted before it counts again. Raises UnknownFactDecision."""
        made = self.decisions.undo(decision_id, by, why)
        self._reindex(made.document)
        return made

    # telling

    def _tell(self, reading: Reading, thresholds: Thresholds) -> Version:
        stamp = self._stamp(reading.version.document, thresholds)  # before: what is decided meanwhile is told next time
        judged = self._judged(reading, thresholds)
        records = self.index.placed(reading.version.document, told(judged, self._ontology))
        version = self._archive.write(reading.source, records)
        self._keep(reading, judged, stamp)
        return version

    def _reindex(self, document: str) -> None:
        """The states of a document's facts, before the archive is told."""
        with self._writing("a decision"):
            reading = self.readings.reading(document)
            self._keep(reading, self._judged(reading, self.thresholds), "")

    def _keep(self, reading: Reading, judged: Sequence[Judged], stamp: str) -> None:
        self.index.write(reading, [_row(one, reading) for one in judged], stamp)

    def _judged(self, reading: Reading, thresholds: Thresholds) -> list[Judged]:
        document = reading.version.document
        return judge(reading, self.decisions.active(document), thresholds, self._ontology)

    def _stamp(self, document: str, thresholds: Thresholds) -> str:
        """A hash of all that a document's records are made of, but for places."""
        versions = self.readings.versions(document)
        active = [d.id for d in self.decisions.active(document)]
        last = versions[-1].id if versions else ""
        return digest_texts(_RULES, self._ontology.hash, last, thresholds.digest, *active)

    def _ready(self) -> None:
        """Index what the index does not know, as after it was removed."""
        known = self.index.documents()
        for document in set(self.readings.documents()) - known:
            self._reindex(document)

    def _check_link(self, fact: Fact, change: Mapping[str, Any]) -> None:
        id_ = change.get("entity")
        type_ = self._ontology.type_of_id(id_) if isinstance(id_, str) else None
        if fact.kind != "entity" or type_ is None or set(change) != {"entity"}:
            raise FactRefused(f"{id_!r} is no entity that {fact.name} can be; ids look like enterprise:3f2a…")
        if type_.name != fact.type:
            raise FactRefused(
                f"{fact.name} is read as {fact.type} and {id_} is of {type_.name}; correct its type first"
            )

    def _writing(self, what: str) -> Any:
        return exclusive(self._folder / ".lock", what, patience=self._patience)


def _entities(folder: Path, documents: set[str], ontology: Ontology) -> Iterator[tuple[str, str, str, str]]:
    """document, type, ref and id of what documents name."""
    for name, node_type in ontology.node_types.items():
        path = folder / f"{name}.parquet"
        if path.exists():
            scan = pl.scan_parquet(path).filter(pl.col("source_id").is_in(sorted(documents)))
            for document, ref, number in scan.select("source_id", "ref", "id").collect().iter_rows():
                yield document, name, ref, id_text(node_type.id_prefix, number)


def _ends(fact: Fact, reading: Reading) -> list[EntityRecord]:
    """A record of each end of a relation."""
    found: dict[tuple[str, str], EntityRecord] = {}
    for record in reading.records:
        if isinstance(record, EntityRecord) and (record.type, record.ref) in fact.ends and record.ref != "document":
            found.setdefault((record.type, record.ref), record)
    return list(found.values())


def _of_document(record: Record, document: str) -> Record:
    """Keys of a document's targets and measures hold for all its versions, not for one file's bytes."""
    for name in ("target_key", "measure_key"):
        key = record.properties.get(name)
        if isinstance(key, str) and isinstance(record, EntityRecord):
            own = document.rpartition("-")[2]
            return replace(record, properties={**record.properties, name: f"{own}-{key.partition('-')[2] or key}"})
    return record


def _row(one: Judged, reading: Reading) -> Row:
    first = one.fact.records[0]
    place = first.locator
    relation = isinstance(first, RelationRecord)
    ref = None if relation else one.fact.ref[1]
    return Row(
        key=one.fact.key, found_key=one.found.key if one.found else None, document=one.fact.document,
        kind=one.fact.kind, type=one.fact.type, name=one.fact.name, state=one.state, because=one.because,
        confidence=one.fact.confidence, ref=ref, linked=one.entity, decision=one.decision.id if one.decision else None,
        ends=[list(end) for end in one.fact.ends], section=place.section, start=place.start, end=place.end,
        sentence_start=place.sentence_start, sentence_end=place.sentence_end, quote=one.fact.quote,
        sentence=reading.text[place.sentence_start : place.sentence_end] if place.sentence_start is not None else None,
        places=[[r.locator.start, r.locator.end] for r in one.fact.records],
        extractor=first.extractor,
    )  # fmt: skip
