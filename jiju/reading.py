"""What becomes of one document: its facts kept and told to the archive, or only compared with those that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiju.jobs import Taken

if TYPE_CHECKING:
    from records.facts.fact import Fact
    from records.facts.readings import FactDiff
    from records.facts.telling import Facts
    from records.record import Record, Source

#: Facts that a diff lists one by one; all are counted.
LISTED = 50


def take(path: Path, source: Source, records: Sequence[Record], facts: Facts, *, dry: bool) -> Taken:
    """Keep a document's facts. dry: only say what would be new, otherwise or gone."""
    kinds = Counter(record.type for record in records)
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(kinds.items()))
    detail: dict[str, Any] = {"statements": dict(sorted(kinds.items()))}
    lines = [f"statements: {told}"]
    if dry:
        diff = facts.difference(source, records)
        return Taken(path, source.id, None, [*lines, *_diff(diff)], detail | {"facts": _as_json(diff)}, dry=True)
    known = bool(facts.readings.versions(source.id))
    taken = facts.take(source, records)
    detail |= {"states": dict(sorted(taken.states.items())), "facts": _as_json(taken.diff)}
    lines.append(_states(taken.states))
    if known and taken.diff:
        lines += _diff(taken.diff)
    return Taken(path, source.id, replace(taken.version, changed=taken.changed), lines, detail)


def _states(states: Mapping[str, int]) -> str:
    told = ", ".join(f"{states[s]:,} {s}" for s in ("accepted", "proposed", "rejected") if states.get(s))
    return f"facts: {told or 'none'}" + ("; see `jiju review facts list`" if states.get("proposed") else "")


def _diff(diff: FactDiff) -> Iterator[str]:
    for verb, facts in (("new", diff.added), ("otherwise", diff.changed), ("gone", diff.gone)):
        if facts:
            yield f"{len(facts):,} facts {verb}"
            yield from (f"  {fact.type} {fact.name}「{_short(fact)}」" for fact in facts[:LISTED])
    if not diff:
        yield "no fact would change"


def _short(fact: Fact) -> str:
    return fact.quote if len(fact.quote) <= 40 else f"{fact.quote[:39]}…"


def _as_json(diff: FactDiff) -> dict[str, Any]:
    found = {"added": diff.added, "changed": diff.changed, "gone": diff.gone}
    return {
        verb: [{"key": f.key, "type": f.type, "name": f.name, "quote": f.quote} for f in facts]
        for verb, facts in found.items()
    }
