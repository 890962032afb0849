"""What persons decided about facts of documents: a log that is replayed whenever a document is told to the archive.

    <archive>/_facts/log.jsonl       one line a decision or the undoing of one; appended, never rewritten

Of several decisions on one fact the last that was not undone counts; undoing it brings back the one before. A decision
keeps what it was about (the records), so it holds although a later reading words the fact differently or misses it
(records.facts.judging says how).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from records.appended import AppendedLog, replayed
from records.errors import ArchiveError
from records.lock import exclusive
from records.record import short_hash

FactVerdict = Literal["accept", "reject", "correct", "link"]
VERDICTS: tuple[FactVerdict, ...] = get_args(FactVerdict)
FOLDER = "_facts"


class FactRefused(ArchiveError):  # noqa: N818 - they say what happened
    """A decision on a fact that cannot be taken: the text says why.

    ├── UnknownFact              no reading of a document has this fact
    ├── UnknownFactDecision      there is no decision of this id
    ├── FactKeyTaken             the client's key was used for another decision
    └── CorrectionRefused        what it should be is nothing that the document or the ontology allows
    """


class UnknownFact(FactRefused):
    """No reading of a document has this fact."""


class UnknownFactDecision(FactRefused):
    """There is no decision of this id."""


class FactKeyTaken(FactRefused):
    """The client's key was used for another decision."""


class CorrectionRefused(FactRefused):
    """What a fact should be is nothing that the document or the ontology allows."""


@dataclass(frozen=True)
class FactDecision:
    """One decision. document, fact, core, quote: as records.facts.fact.Fact has them.

    change: of a correction what it should be, of a link the entity's id (``{"entity": …}``). records: what the fact
    says with it, with the entities at a relation's ends. at: when (ISO 8601, UTC). key: the client's, for asking
    twice. undone: by, why and at, where it was undone.
    """

    id: str
    document: str
    fact: str
    core: str
    quote: str
    name: str
    type: str
    verdict: FactVerdict
    by: str
    why: str
    at: str
    change: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]]
    key: str | None = None
    undone: Mapping[str, str] | None = None


@dataclass(frozen=True)
class About:
    """What is decided on, with what is decided."""

    document: str
    fact: str
    core: str
    quote: str
    name: str
    type: str
    change: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]]


class FactDecisions:
    """The decisions on facts of an archive. Several processes may read while one writes."""

    def __init__(self, archive_folder: Path) -> None:
        self._folder = archive_folder / FOLDER
        self._log = AppendedLog(self._folder / "log.jsonl")
        self._read: tuple[tuple[int, int], list[FactDecision]] | None = None
        self._counting: tuple[tuple[int, int], dict[str, list[FactDecision]]] | None = None

    @property
    def notes(self) -> list[str]:
        """What was found wrong with the log and mended."""
        return self._log.notes

    def log(self) -> list[FactDecision]:
        """All decisions, oldest first, undone ones included."""
        stamp = self._log.stamp()
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, [FactDecision(**line) for line in replayed(self._log.lines())]
        return list(self._read[1])

    def active(self, document: str | None = None) -> list[FactDecision]:
        """Those that count, oldest first: of each fact the last that was not undone."""
        stamp = self._log.stamp()
        if self._counting is None or self._counting[0] != stamp:
            log = [d for d in self.log() if d.undone is None]
            last = {(d.document, d.fact): d.id for d in log}
            by_document: dict[str, list[FactDecision]] = {}
            for decision in log:
                if last[decision.document, decision.fact] == decision.id:
                    by_document.setdefault(decision.document, []).append(decision)
            self._counting = stamp, by_document
        counting = self._counting[1]
        if document is not None:
            return list(counting.get(document, ()))
        return sorted((d for found in counting.values() for d in found), key=lambda d: (d.at, d.id))

    def decide(
        self, verdict: FactVerdict, about: About, by: str, why: str, key: str | None = None
    ) -> tuple[FactDecision, bool]:
        """Note a decision, and whether it is new.

        key: a name for this call that the client chooses; the same call again gives the decision that is there, and so
        does the same decision of the same person where it counts already. Raises FactRefused.
        """
        if verdict not in VERDICTS:
            raise FactRefused(f"{verdict!r} is no decision; say {', '.join(VERDICTS)}")
        if not by.strip():
            raise FactRefused("a decision needs somebody who made it (by)")
        with exclusive(self._folder / ".lock", "a decision on a fact"):
            log = self.log()
            there = _again(log, self.active(about.document), (about, verdict, by), key)
            if there:
                return there, False
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            id_ = short_hash(about.fact, verdict, by, at, str(len(log)))
            made = FactDecision(id_, verdict=verdict, by=by, why=why, at=at, key=key, **vars(about))
            self._log.append({k: v for k, v in asdict(made).items() if k != "undone"})
        return made, True

    def undo(self, decision_id: str, by: str, why: str) -> FactDecision:
        """Take a decision back; taking it back twice changes nothing. Raises UnknownFactDecision."""
        if not by.strip():
            raise FactRefused("an undoing needs somebody who does it (by)")
        with exclusive(self._folder / ".lock", "a decision on a fact"):
            found = next((d for d in self.log() if d.id == decision_id), None)
            if found is None:
                raise UnknownFactDecision(f"there is no decision {decision_id!r}; `jiju review facts log` lists them")
            if found.undone is not None:
                return found
            told = {"by": by, "why": why, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}
            self._log.append({"undo": decision_id, **told})
        return replace(found, undone=told)


def _again(
    log: Sequence[FactDecision],
    active: Sequence[FactDecision],
    asked: tuple[About, FactVerdict, str],
    key: str | None,
) -> FactDecision | None:
    about, verdict, by = asked
    said = (about.document, about.fact, verdict, by, dict(about.change))
    for decision in log if key is not None else ():
        if decision.key == key:
            if _said(decision) != said:
                raise FactKeyTaken(f"the key {key!r} was used for decision {decision.id}, which says something else")
            return decision
    return next((d for d in active if _said(d) == said), None)


def _said(d: FactDecision) -> tuple[Any, ...]:
    return (d.document, d.fact, d.verdict, d.by, dict(d.change))
