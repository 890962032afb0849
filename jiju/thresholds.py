"""Thresholds measured on annotated documents: how often the extractor is right at which confidence, type by type."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ontology.errors import Refusal
from ontology.names import normalise_name
from records.facts.thresholds import Thresholds, threshold

if TYPE_CHECKING:
    from nlp.facts import Facts
    from ontology.model import Ontology

_Annotated = Mapping[str, Any]


def measure(folders: Sequence[Path], ontology: Ontology) -> Thresholds:
    """Read every NAME.txt with a NAME.json and compare what was found with what is annotated.

    An entity is right where span and type are, a target where its numbers, unit and deadline are, a measure where its
    span and kind are, a relation where its type and both ends (by type and name) are. Raises Refusal.
    """
    from nlp.pipeline import make_nlp

    paths = [p for folder in folders for p in sorted(folder.glob("*.json")) if p.with_suffix(".txt").exists()]
    if not paths:
        raise Refusal(f"there are no annotated documents (NAME.txt with NAME.json) in {', '.join(map(str, folders))}")
    nlp = make_nlp(ontology)
    found: dict[str, list[tuple[float, bool]]] = {}
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        for type_, confidence, right in findings(nlp(text)._.facts, gold, ontology):
            found.setdefault(type_, []).append((confidence, right))
    types = {type_: threshold(type_, told) for type_, told in found.items()}
    measured = {"documents": len(paths), "on": datetime.now(UTC).date().isoformat()}
    return Thresholds(types, measured)


def findings(facts: Facts, gold: _Annotated, ontology: Ontology) -> Iterator[tuple[str, float, bool]]:
    """Type, confidence and whether it is right of everything that was found in a document."""
    from nlp.predictions import as_gold

    given = as_gold(facts, "", b"")
    types = {t.nlp_label: t.name for t in ontology.node_types.values()}
    spans = {(e["type"], e["start"], e["end"]) for e in gold["entities"]}
    for mention in facts.mentions:
        if mention.rule != "title":
            right = (mention.type, mention.start, mention.end) in spans
            yield types[mention.type], mention.confidence, right
    targets = {_target(t) for t in gold["targets"]}
    for target, shown in zip(facts.targets, given["targets"], strict=True):
        yield "Target", target.confidence, _target(shown) in targets
    measures = {(m["start"], m["end"], m["kind"]) for m in gold["measures"]}
    for found in facts.measures:
        yield "Measure", getattr(found, "confidence", 0.75), (found.start, found.end, found.kind) in measures
    annotated, ours = _ends(gold), _ends(given)
    relations = {_relation(r, annotated) for r in gold["relations"]}
    by_id = {f"R{i:03}": relation for i, relation in enumerate(facts.relations, 1)}
    for one in given["relations"]:
        yield one["type"], by_id[one["id"]].confidence, _relation(one, ours) in relations


def _target(t: _Annotated) -> tuple[Any, ...]:
    return (t["comparator"], t["min"], t["max"], t["unit"], t.get("deadline"), t.get("period"))


def _ends(side: _Annotated) -> dict[str, tuple[Any, ...]]:
    """What each annotated thing is, by its id."""
    names = {e["id"]: (e["type"], normalise_name(e.get("normalized") or e["text"])) for e in side["entities"]}
    targets = {t["id"]: ("Target", *_target(t)) for t in side["targets"]}
    return {**names, **targets, **{m["id"]: ("Measure", m["start"], m["end"]) for m in side["measures"]}}


def _relation(r: _Annotated, ends: Mapping[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    return (r["type"], ends.get(r["head"]), ends.get(r["tail"]))
