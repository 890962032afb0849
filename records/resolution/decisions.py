"""What persons decided about who is who: a log that is replayed by every build.

    <archive>/_decisions/log.jsonl       one line a verdict or the undoing of one; appended, never rewritten
    <archive>/_decisions/torn.jsonl      last lines that a crash cut off, as far as they were written

A verdict is about two ids. Beside them the log keeps the keys by which these were known on that day (the registry's,
oldest first), and by these the two are found again: after they were merged, split, reloaded in another order, or given
other ids by an archive that was built anew. What a build makes is a function of what the sources say now and of the
decisions that are active now, not of the way there (records.resolution.judged).

Of several verdicts on one pair the last that was not undone counts. Undoing a verdict brings back what counted
before it; to undo an undoing, judge again. What would contradict other decisions is refused, with the chain named.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import polars as pl

from records.appended import AppendedLog, replayed
from records.errors import ArchiveError
from records.lock import exclusive
from records.record import short_hash
from records.resolution.judgement import Registry

Verdict = Literal["same", "not_same", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FOLDER = "_decisions"


class DecisionRefused(ArchiveError):  # noqa: N818 - they say what happened
    """A verdict or an undoing that cannot be taken: the text says why.

    ├── UnknownId           no build ever gave this id
    ├── SameIdTwice         a thing is the same as itself
    ├── OtherType           an enterprise is no person
    ├── UnknownDecision     there is no decision of this id
    ├── KeyTaken            the client's key was used for another verdict
    └── Contradiction       other decisions that count say otherwise: ``chain`` are they
    """


class UnknownId(DecisionRefused):
    """No build ever gave this id."""


class SameIdTwice(DecisionRefused):
    """A thing is the same as itself."""


class OtherType(DecisionRefused):
    """Things of two types are never one."""


class UnknownDecision(DecisionRefused):
    """There is no decision of this id."""


class KeyTaken(DecisionRefused):
    """The client's key was used for another verdict."""


class Contradiction(DecisionRefused):
    """Other decisions that count say otherwise; ``chain``: their ids, in order."""

    def __init__(self, message: str, chain: Sequence["Decision"]) -> None:
        super().__init__(message)
        self.chain = tuple(decision.id for decision in chain)


@dataclass(frozen=True)
class Anchor:
    """A key by which an id was known when it was judged. seq: the build that bound it (older ones count before)."""

    key: int
    rank: int
    seq: int


@dataclass(frozen=True)
class Decision:
    """One verdict. left, right: ids as judged (left < right). by, why: who said so, and the reason in words.

    at: when (ISO 8601, UTC). key: the client's, for asking twice. undone: by, why and at, where it was undone.
    """

    id: str
    type: str
    left: str
    right: str
    verdict: Verdict
    by: str
    why: str
    at: str
    key: str | None = None
    left_anchors: tuple[Anchor, ...] = ()
    right_anchors: tuple[Anchor, ...] = ()
    undone: Mapping[str, str] | None = None

    @property
    def pair(self) -> tuple[str, str]:
        return self.left, self.right


class Decisions:
    """The decisions of an archive. Several processes may read while one writes.

    notes: what was found wrong with the log and mended (a last line that a crash cut off).
    """

    def __init__(self, archive_folder: Path) -> None:
        self._archive = archive_folder
        self._folder = archive_folder / FOLDER
        self._log = AppendedLog(self._folder / "log.jsonl")

    @property
    def notes(self) -> list[str]:
        return self._log.notes

    def log(self) -> list[Decision]:
        """All verdicts, oldest first, undone ones included."""
        return [_decision(line) for line in replayed(self._log.lines())]

    def active(self) -> list[Decision]:
        """The verdicts that count: of each pair the last that was not undone, oldest first."""
        return _active(self.log())

    def judge(
        self, left_id: str, right_id: str, verdict: Verdict, by: str, why: str, key: str | None = None
    ) -> Decision:
        """Say whether two ids are one thing. It counts from the next build on.

        key: a name for this call that the client chooses; the same call again gives the decision that is there. So
        does the same verdict of the same person where it counts already. Raises DecisionRefused (see its family).
        """
        if verdict not in VERDICTS:
            raise DecisionRefused(f"{verdict!r} is no verdict; say {', '.join(VERDICTS)}")
        if not by.strip():
            raise DecisionRefused("a decision needs somebody who made it (by)")
        if left_id == right_id:
            raise SameIdTwice(f"{left_id} was named twice; a decision is about two things")
        left, right = sorted([left_id, right_id])
        with exclusive(self._folder / ".lock", "a decision"):
            log = self.log()
            there = _again(log, (left, right, verdict, by), key)
            if there:
                return there
            known = {id_: _anchors(self._archive, id_) for id_ in (left, right)}
            types = {id_: found[0] for id_, found in known.items()}
            if types[left] != types[right]:
                raise OtherType(f"{left} is of {types[left]}, {right} of {types[right]}: they are never one thing")
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            made = Decision(
                short_hash(left, right, verdict, by, at, str(len(log))), types[left], left, right, verdict, by, why, at,
                key, known[left][1], known[right][1],
            )  # fmt: skip
            _refuse_contradiction(_active([*log, made]), f"{verdict} {left} {right}")
            self._log.append({k: v for k, v in asdict(made).items() if k != "undone"})
        return made

    def undo(self, decision_id: str, by: str, why: str) -> Decision:
        """Take one verdict back; taking it back twice changes nothing. It counts from the next build on.

        Raises UnknownDecision, and Contradiction where an older verdict on the pair would come back that contradicts
        what was decided since.
        """
        with exclusive(self._folder / ".lock", "a decision"):
            log = self.log()
            found = next((d for d in log if d.id == decision_id), None)
            if found is None:
                raise UnknownDecision(f"there is no decision {decision_id!r}; `jiju review log` lists them")
            if found.undone is None:
                at = datetime.now(UTC).isoformat(timespec="milliseconds")
                undone = replace(found, undone={"by": by, "why": why, "at": at})
                rest = [undone if d.id == decision_id else d for d in log]
                _refuse_contradiction(_active(rest), f"undo {decision_id}")
                self._log.append({"undo": decision_id, "by": by, "why": why, "at": at})
                return undone
        return found


def _decision(line: Mapping[str, Any]) -> Decision:
    anchors = {name: tuple(Anchor(**a) for a in line[name]) for name in ("left_anchors", "right_anchors")}
    return Decision(**{**line, **anchors})


def _active(log: Sequence[Decision]) -> list[Decision]:
    last = {decision.pair: decision for decision in log if decision.undone is None}
    return [decision for decision in log if last.get(decision.pair) is decision]


def _again(log: Sequence[Decision], asked: tuple[str, str, Verdict, str], key: str | None) -> Decision | None:
    """The decision that this call made before, or that says the same already."""
    for decision in log:
        if key is not None and decision.key == key:
            if (*decision.pair, decision.verdict, decision.by) != asked:
                raise KeyTaken(f"the key {key!r} was used for decision {decision.id}, which says something else")
            return decision
    return next((d for d in _active(log) if (*d.pair, d.verdict, d.by) == asked), None)


def _anchors(archive_folder: Path, id_: str) -> tuple[str, tuple[Anchor, ...]]:
    """Type and keys of an id by the registry, oldest first. Raises UnknownId."""
    _, _, digits = id_.rpartition(":")
    try:
        number = int(digits, 16)
    except ValueError:
        raise UnknownId(f"{id_!r} is no id; ids look like enterprise:3f2a…") from None
    bound = Registry.open(archive_folder).log.filter((pl.col("id") == number) & pl.col("key").is_not_null())
    if not bound.height:
        raise UnknownId(f"no build ever gave the id {id_}; `jiju build` gives ids to what was loaded")
    ordered = bound.select("type", "key", "rank", "seq").sort("seq", "rank", "key")
    rows = ordered.unique("key", keep="first", maintain_order=True).rows()
    return str(rows[0][0]), tuple(Anchor(key, rank, seq) for _, key, rank, seq in rows)


def _refuse_contradiction(active: Sequence[Decision], asked: str) -> None:
    """Refuse what makes two things one by some decisions and two by another."""
    neighbours: dict[str, list[tuple[str, Decision]]] = {}
    for decision in active:
        if decision.verdict == "same":
            neighbours.setdefault(decision.left, []).append((decision.right, decision))
            neighbours.setdefault(decision.right, []).append((decision.left, decision))
    for decision in active:
        chain = _chain(neighbours, *decision.pair) if decision.verdict == "not_same" else None
        if chain:
            links = ", ".join(f"{d.left} same as {d.right} (decision {d.id}, {d.by})" for d in chain)
            raise Contradiction(
                f"{asked}: refused, as {links}, but {decision.left} not the same as {decision.right} "
                f"(decision {decision.id}, {decision.by}); undo one of them first",
                [*chain, decision],
            )


def _chain(neighbours: Mapping[str, Sequence[tuple[str, Decision]]], start: str, end: str) -> list[Decision] | None:
    """The shortest way from one id to another over verdicts "same"."""
    came: dict[str, list[Decision]] = {start: []}
    todo = deque([start])
    while todo:
        at = todo.popleft()
        if at == end:
            return came[at]
        for other, decision in neighbours.get(at, ()):
            if other not in came:
                came[other] = [*came[at], decision]
                todo.append(other)
    return None
