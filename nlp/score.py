"""Strict scores against gold annotations: python -m nlp.score GOLD_DIR [--predictions DIR] [--no-misses]

An entity counts where span and type are exact. A relation counts end to end where its type and both ends
(spans and types of mentions, targets, measures) are exact; "by name" lets another mention of the same entity
stand for an end. A target counts where value, unit, comparator and deadline or period are exact and its span
overlaps the gold's.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language

from nlp.document import read_structure, split_sentences
from nlp.errors import DocumentError
from nlp.facts import Facts, Mention
from nlp.marked import read_marked
from nlp.pipeline import make_nlp
from nlp.predictions import as_gold, write
from ontology.model import Ontology, load
from ontology.names import normalise_name


@dataclass
class Count:
    """Found rightly, found wrongly, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: Iterable[Hashable], found: Iterable[Hashable]) -> tuple[list[Any], list[Any]]:
        """Compare as bags; returns what was missed and what was wrong."""
        g, f = Counter(gold), Counter(found)
        self.right += (g & f).total()
        missed, wrong = list((g - f).elements()), list((f - g).elements())
        self.missed += len(missed)
        self.wrong += len(wrong)
        return missed, wrong

    @property
    def precision(self) -> float | None:
        told = self.right + self.wrong
        return self.right / told if told else None

    @property
    def recall(self) -> float | None:
        known = self.right + self.missed
        return self.right / known if known else None

    @property
    def f1(self) -> float | None:
        """Undefined where there is neither gold nor a finding."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None

    def plus(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True)
class Miss:
    """One error: missed or wrong, what, and the sentence it stands in."""

    document: str
    error: str
    what: str
    text: str
    start: int
    sentence: str


@dataclass
class Score:
    """Counts by name (an entity type, ``relations``, ``targets`` …) and every error."""

    counts: dict[str, Count] = field(default_factory=dict)
    entity_types: list[str] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    quotes: Count = field(default_factory=Count)
    near_misses: Count = field(default_factory=Count)  # notAnnotated: right where nothing was found

    def count(self, name: str) -> Count:
        return self.counts.setdefault(name, Count())

    def micro(self, without: Iterable[str] = ()) -> Count:
        """All entity types together, but for those left out."""
        left_out = set(without)
        total = Count()
        for name in self.entity_types:
            if name not in left_out:
                total = total.plus(self.counts[name])
        return total


def score(gold_dir: Path, predictions_dir: Path | None = None, *, ontology: Ontology | None = None) -> Score:
    """Read every gold document of the folder and compare; predictions are written if asked for.

    Raises DocumentError if there is no gold document in the folder, or a marked one is wrong.
    """
    nlp = make_nlp(ontology or load())
    result = Score()
    for name, text, gold in gold_documents(gold_dir):
        data = text.encode("utf-8")
        facts: Facts = nlp(text)._.facts
        found = as_gold(facts, f"{name}.txt", data)
        given = as_gold(_with_gold_mentions(nlp, text, gold), f"{name}.txt", data)
        _Judge(result, name, text, gold, given).given_relations()
        if predictions_dir:
            write(Path(predictions_dir), name, found)
        compare(result, name, text, gold, found)
    result.entity_types.sort()
    return result


def gold_documents(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and annotation of every NAME.txt with a NAME.json, and of every NAME.marked (nlp.marked).

    Raises DocumentError if there is none.
    """
    paths = sorted(p for p in Path(folder).glob("*.json") if p.with_suffix(".txt").exists())
    marked = sorted(Path(folder).glob("*.marked"))
    if not paths and not marked:
        raise DocumentError(str(folder), "there are no gold documents in it (NAME.txt with NAME.json, or NAME.marked)")
    for path in paths:
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        yield path.stem, text, json.loads(path.read_text(encoding="utf-8"))
    for path in marked:
        yield path.stem, *read_marked(path)


def _with_gold_mentions(nlp: Language, text: str, gold: dict[str, Any]) -> Facts:
    """What the reader finds where the entities are the annotators': how good its relations are by themselves."""
    doc = nlp.make_doc(text)
    title = read_structure(text).title_span
    doc._.given = [
        Mention(
            e["type"], e["start"], e["end"], e["text"], e.get("kind"), e.get("normalized"), bool(e.get("planned")),
            e.get("number"), 1.0, "title" if (e["start"], e["end"]) == title else "gold",
        )
        for e in sorted(gold["entities"], key=lambda e: (e["start"], -e["end"]))
    ]  # fmt: skip
    facts: Facts = nlp(doc)._.facts
    return facts


def compare(result: Score, name: str, text: str, gold: dict[str, Any], found: dict[str, Any]) -> None:
    """Add one document, both sides in the gold's format."""
    judge = _Judge(result, name, text, gold, found)
    judge.entities()
    judge.relations()
    judge.listed("targets", _target_key)
    judge.listed("target spans", lambda t: (t["start"], t["end"]), "targets")
    judge.listed("citations", lambda c: (c["start"], c["end"], c.get("number")))
    judge.listed("amounts", lambda a: (a["start"], a["end"], a["value_yuan"], a.get("year")))
    judge.listed("duties", lambda d: (d["start"], d["end"], d["role"]))
    judge.listed("measures", lambda m: (m["start"], m["end"], m["kind"]))
    judge.quotes()


def _target_key(t: dict[str, Any]) -> tuple[Any, ...]:
    return (t["comparator"], t["min"], t["max"], t["unit"], t.get("deadline"), t.get("period"))


@dataclass
class _Judge:
    result: Score
    name: str
    text: str
    gold: dict[str, Any]
    found: dict[str, Any]

    def entities(self) -> None:
        types = {e["type"] for side in (self.gold, self.found) for e in side["entities"]}
        for type_ in sorted(types):
            if type_ not in self.result.entity_types:
                self.result.entity_types.append(type_)
            sides = [
                [(e["start"], e["end"]) for e in side["entities"] if e["type"] == type_]
                for side in (self.gold, self.found)
            ]
            self._errors(type_, *self.result.count(type_).add(*sides))
        spans = [[(e["start"], e["end"]) for e in side["entities"]] for side in (self.gold, self.found)]
        self.result.count("spans only").add(*spans)
        annotated = {(e["start"], e["end"]) for e in self.found["entities"]}
        for near in self.gold.get("notAnnotated", []):
            taken = (near["start"], near["end"]) in annotated
            self.result.near_misses.right += not taken
            self.result.near_misses.wrong += taken

    def relations(self) -> None:
        strict = [[self._relation(r, side) for r in side["relations"]] for side in (self.gold, self.found)]
        missed, wrong = self.result.count("relations").add(*strict)
        self._errors("", missed, wrong, relation=True)
        named = [list({self._named(r, side) for r in side["relations"]}) for side in (self.gold, self.found)]
        self.result.count("relations by name").add(*named)
        for type_ in {r["type"] for side in (self.gold, self.found) for r in side["relations"]}:
            sides = [[k for k in keys if k[0] == type_] for keys in strict]
            self.result.count(f"relation {type_}").add(*sides)

    def given_relations(self) -> None:
        sides = [[self._relation(r, side) for r in side["relations"]] for side in (self.gold, self.found)]
        self.result.count("relations given gold entities").add(*sides)

    def listed(self, name: str, key: Any, part: str | None = None) -> None:
        sides = [[(key(x)) for x in side.get(part or name, [])] for side in (self.gold, self.found)]
        missed, wrong = self.result.count(name).add(*sides)
        for error, keys in (("missed", missed), ("wrong", wrong)):
            side = self.gold if error == "missed" else self.found
            for k in keys:
                item = next(x for x in side[part or name] if key(x) == k)
                self._miss(error, name, item["start"], item["end"])

    def quotes(self) -> None:
        for part in ("entities", "targets", "amounts", "citations", "duties", "measures"):
            for x in self.found[part]:
                right = self.text[x["start"] : x["end"]] == x["text"]
                self.result.quotes.right += right
                self.result.quotes.wrong += not right

    def _ends(self, side: dict[str, Any]) -> dict[str, dict[str, Any]]:
        parts = (("entities", None), ("targets", "TARGET"), ("measures", "MEASURE"))
        return {x["id"]: {**x, "type": x.get("type", label)} for part, label in parts for x in side[part]}

    def _relation(self, r: dict[str, Any], side: dict[str, Any]) -> tuple[Any, ...]:
        ends = self._ends(side)
        return (r["type"], *((e["type"], e["start"], e["end"]) for e in (ends[r["head"]], ends[r["tail"]])))

    def _named(self, r: dict[str, Any], side: dict[str, Any]) -> tuple[Any, ...]:
        ends = self._ends(side)
        told = []
        for e in (ends[r["head"]], ends[r["tail"]]):
            span = (
                (e["start"], e["end"])
                if e["type"] in ("TARGET", "MEASURE")
                else normalise_name(e.get("normalized") or e["text"])
            )
            told.append((e["type"], span))
        return (r["type"], *told)

    def _errors(self, what: str, missed: list[Any], wrong: list[Any], relation: bool = False) -> None:
        for error, keys in (("missed", missed), ("wrong", wrong)):
            for key in keys:
                if relation:
                    type_, head, tail = key
                    words = " → ".join(self.text[e[1] : e[2]] for e in (head, tail))
                    self._miss(error, type_, tail[1], tail[2], words)
                else:
                    self._miss(error, what, *key)

    def _miss(self, error: str, what: str, start: int, end: int, words: str | None = None) -> None:
        line = (self.text.rfind("\n", 0, start) + 1, self.text.find("\n", start))
        spans = split_sentences(self.text, line[0], line[1] if line[1] >= 0 else len(self.text))
        sentence = next((self.text[a:b] for a, b in spans if a <= start < b), "")
        self.result.misses.append(Miss(self.name, error, what, words or self.text[start:end], start, sentence.strip()))


def table(result: Score) -> str:
    """The scores as a Markdown table."""
    rows = [(name, result.counts[name]) for name in result.entity_types]
    rows.append(("entities without INDUSTRY and PRODUCT", result.micro(("INDUSTRY", "PRODUCT"))))
    rows.append(("entities, all (micro)", result.micro()))
    parts = (
        "spans only",
        "targets",
        "target spans",
        "citations",
        "amounts",
        "duties",
        "measures",
        "relations",
        "relations by name",
        "relations given gold entities",
    )
    rows += [(name, result.count(name)) for name in parts]
    rows += [(name, count) for name, count in sorted(result.counts.items()) if name.startswith("relation ")]
    rows += [("quotes that are their text", result.quotes), ("near misses left alone", result.near_misses)]
    lines = ["| what | P | R | F1 | right | wrong | missed |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, c in rows:
        figures = ["–" if v is None else f"{v:.3f}" for v in (c.precision, c.recall, c.f1)]
        lines.append(f"| {name} | {' | '.join(figures)} | {c.right} | {c.wrong} | {c.missed} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m nlp.score", description="Score the extractor against gold documents."
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predictions", type=Path, help="write what was found here, in the gold's format")
    parser.add_argument(
        "--misses", action=argparse.BooleanOptionalAction, default=True, help="list every error with its sentence"
    )
    options = parser.parse_args(arguments)
    try:
        result = score(options.gold, options.predictions)
    except DocumentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    out = [table(result)]
    if options.misses:
        out += [f"{m.document} {m.error} {m.what}: {m.text} @{m.start}  「{m.sentence}」" for m in result.misses]
    sys.stdout.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
