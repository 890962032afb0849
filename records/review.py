"""What a person needs who decides who is who: pairs left open with both sides' facts, and why a thing is one.

Everything comes from a snapshot and the log of decisions.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ontology.errors import ValueRefused
from ontology.model import NodeType, Ontology
from ontology.values import normalise, normalise_name, parse
from records.errors import ArchiveError, describe
from records.record import Locator
from records.resolution.decisions import Decision
from records.schema import LOCATOR_FIELDS
from records.snapshot import Snapshot

#: What tells things apart at a glance, where they have it.
FACTS = (
    "name", "aliases", "uscc", "stock_code", "code", "project_code", "person_key", "region_code", "address",
    "legal_representative", "phone", "birth_year",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of two: its id, its main facts by property (as the snapshot holds them), and who speaks of it."""

    id: str
    facts: Mapping[str, Any]
    source_ids: Sequence[str]


@dataclass(frozen=True)
class Candidate:
    """A pair that may be one thing. reasons: what each feature adds to the score's logit, most telling first.

    state: candidate, or unsure where a person could not tell.
    """

    left: Side
    right: Side
    type: str
    score: float
    reasons: Mapping[str, float]
    state: str


@dataclass(frozen=True)
class Explanation:
    """Why a thing is one. statements: source and place of all that was said of it, in the order of belief.

    keys: by key and value the numbers of the statements (from 0) that agree on it, at least two. merges: what was
    joined beyond keys, as records.resolution.identity.MERGES. old_ids: those that lead to it. decisions: by id.
    """

    id: str
    name: str
    statements: Sequence[str]
    keys: Mapping[tuple[str, str], Sequence[int]]
    merges: Sequence[Mapping[str, Any]]
    old_ids: Sequence[str]
    decisions: Mapping[str, Decision] = field(default_factory=dict)


def candidates(
    snapshot: Snapshot,
    ontology: Ontology,
    decided: Sequence[Decision] = (),
    types: Sequence[str] = (),
    ids: Sequence[str] = (),
    limit: int | None = None,
    *,
    unsure: bool = False,
) -> list[Candidate]:
    """Pairs left for a person, the likeliest first.

    decided: decisions that count; pairs that were decided since the snapshot was made are left out. types, ids: only
    pairs of these types, with one of these things. unsure: those that a person looked at in vain, too.
    """
    path = snapshot.folder / "candidates.parquet"
    if not path.exists():
        return []
    found = pl.read_parquet(path)
    if types:
        found = found.filter(pl.col("type").is_in(list(types)))
    if ids:
        now = [snapshot.redirect(id_) for id_ in ids]
        found = found.filter(pl.col("left_id").is_in(now) | pl.col("right_id").is_in(now))
    if not unsure:
        found = found.filter(pl.col("decision") != "unsure")
    settled = {frozenset(map(snapshot.redirect, d.pair)) for d in decided if unsure is False or d.verdict != "unsure"}
    found = found.sort("score", "left_id", "right_id", descending=[True, False, False])
    rows = [row for row in found.to_dicts() if frozenset((row["left_id"], row["right_id"])) not in settled]
    rows = rows[:limit]
    sides = _sides(snapshot, ontology, rows)
    return [
        Candidate(
            sides[row["left_id"]], sides[row["right_id"]], row["type"], row["score"], _telling(row["reasons"]),
            row["decision"],
        )
        for row in rows
    ]  # fmt: skip


def why(snapshot: Snapshot, ontology: Ontology, id_: str, log: Sequence[Decision] = ()) -> Explanation:
    """Why an entity of a snapshot is one. Raises ArchiveError where there is none of this id."""
    id_ = snapshot.redirect(id_)
    node_type = ontology.type_of_id(id_)
    rows = snapshot.rows(node_type.name, [id_]) if node_type else []
    if node_type is None or not rows:
        raise ArchiveError(f"there is no entity {id_}; ids look like enterprise:3f2a…, `jiju query` finds them")
    evidence = snapshot.evidence([id_])[id_]
    merges = pl.read_parquet(snapshot.folder / "merges.parquet").filter(pl.col("id") == id_).to_dicts()
    redirects = pl.read_parquet(snapshot.folder / "redirects.parquet").filter(pl.col("canonical_id") == id_)
    return Explanation(
        id_,
        rows[0].get("name") or "",
        [f"{row['source_id']}: {_place(row)}" for row in evidence],
        _agreeing(node_type, evidence),
        [{**merge, "reasons": _telling(merge["reasons"])} for merge in merges],
        redirects["id"].sort().to_list(),
        {decision.id: decision for decision in log},
    )


def _sides(snapshot: Snapshot, ontology: Ontology, rows: Sequence[Mapping[str, Any]]) -> dict[str, Side]:
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row["type"], set()).update((row["left_id"], row["right_id"]))
    sides = {}
    for name, ids in wanted.items():
        shown = [fact for fact in FACTS if fact in ontology.node_types[name].properties]
        for node in snapshot.rows(name, sorted(ids)):
            facts = {fact: node[fact] for fact in shown if node.get(fact) not in (None, [])}
            sides[node["id"]] = Side(node["id"], facts, node["source_ids"] or [])
    return sides


def _telling(reasons: str | None) -> dict[str, float]:
    told: dict[str, float] = json.loads(reasons or "{}")
    return dict(sorted(told.items(), key=lambda item: -abs(item[1])))


def _place(row: Mapping[str, Any]) -> str:
    return describe(Locator(**{f.name: row[f.name] for f in LOCATOR_FIELDS})) or "no place given"


def _agreeing(node_type: NodeType, evidence: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(evidence):
        values = json.loads(row["values"] or "{}")
        for key in node_type.keys:
            texts = [_text(node_type, name, values.get(name)) for name in key]
            if all(texts):
                found.setdefault((" + ".join(key), " ".join(texts)), []).append(number)
    return {key: numbers for key, numbers in found.items() if len(numbers) > 1}


def _text(node_type: NodeType, name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name == "name":
        return normalise_name(str(value))
    declared = node_type.properties[name]
    try:
        return normalise(declared, parse(declared, value))
    except ValueRefused:
        return str(value)
