"""The hand-made pairs of tests/records/resolution/*.csv as entities, and how resolution judges them.

A line: type, case, same (1 or 0), then name, place and extra of both sides. extra is ``key=value;…`` with uscc, rep
(legal representative), phone, addr, alias (a|b), and for persons ent (enterprises, numbered within the pair), birth,
gender and with (name@enterprise: who else holds a role there). The pairs are invented or publicly well-known names.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from records.resolution.candidates import find_candidates

TRIED = Path(__file__).parents[1] / "records" / "resolution" / "pairs.csv"
HELD_OUT = TRIED.with_name("pairs_held_out.csv")


@dataclass(frozen=True)
class Pair:
    number: int
    type: str
    case: str
    same: bool
    sides: tuple[dict[str, str], dict[str, str]]
    held_out: bool  # written after words, weights and thresholds, and only measured


@dataclass(frozen=True)
class Figures:
    """Of automatic merges, and of everything that is at least shown to a person."""

    pairs: int
    same: int
    merged: int
    right: int
    shown: int

    @property
    def precision(self) -> float:
        return self.right / self.merged if self.merged else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.same

    @property
    def found(self) -> float:
        return self.shown / self.same


def read_pairs() -> list[Pair]:
    """All pairs, those that were held out last."""
    pairs: list[Pair] = []
    for file, held_out in ((TRIED, False), (HELD_OUT, True)):
        with file.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                sides = _side(line, "left"), _side(line, "right")
                pairs.append(Pair(len(pairs), line["type"], line["case"], line["same"] == "1", sides, held_out))
    return pairs


def _side(line: dict[str, str], side: str) -> dict[str, str]:
    extra = dict(part.split("=", 1) for part in line[f"{side}_extra"].split(";") if part)
    return {"name": line[f"{side}_name"], "place": line[f"{side}_place"], **extra}


def entities(pairs: Sequence[Pair]) -> pl.DataFrame:
    """Two entities a pair (2n and 2n + 1), after them those who hold roles beside persons."""
    rows = []
    companions: dict[tuple[int, str], set[int]] = defaultdict(set)
    for at, pair in enumerate(pairs):
        for side, told in enumerate(pair.sides):
            rows.append(_row(2 * at + side, told, at))
            for companion in told.get("with", "").split("|"):
                if companion:
                    name, _, enterprise = companion.partition("@")
                    companions[at, name].add(at * 100 + int(enterprise))
    for (_, name), held in sorted(companions.items()):
        rows.append({**_row(len(rows), {"name": name, "place": ""}, 0), "enterprises": sorted(held)})
    schema = {
        "entity": pl.UInt32, "name": pl.String, "aliases": pl.List(pl.String), "place": pl.String, "uscc": pl.String,
        "legal_representative": pl.String, "address": pl.String, "phone": pl.String,
        "enterprises": pl.List(pl.UInt64), "birth_year": pl.Int32, "gender": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _row(entity: int, told: dict[str, str], pair: int) -> dict[str, object]:
    held = [pair * 100 + int(n) for n in told.get("ent", "").split("|") if n]
    birth = told.get("birth")
    return {
        "entity": entity, "name": told["name"], "aliases": told["alias"].split("|") if "alias" in told else None,
        "place": told["place"], "uscc": told.get("uscc"), "legal_representative": told.get("rep"),
        "address": told.get("addr"), "phone": told.get("phone"), "enterprises": held or None,
        "birth_year": int(birth) if birth else None, "gender": told.get("gender"),
    }  # fmt: skip


def judged(pairs: Sequence[Pair]) -> dict[int, tuple[str, float, str]]:
    """decision, score and reasons of each pair (of one type) that is found, by its number; each type is one corpus."""
    found = find_candidates(entities(pairs), pairs[0].type)
    mine = found.filter((pl.col("left") % 2 == 0) & (pl.col("right") == pl.col("left") + 1))
    mine = mine.filter(pl.col("left") < 2 * len(pairs))
    return {
        pairs[left // 2].number: (decision, score, reasons)
        for left, decision, score, reasons in mine.select("left", "decision", "score", "reasons").iter_rows()
    }


def figures(pairs: Sequence[Pair], *, held_out: bool | None = None) -> dict[str, Figures]:
    """By type, and of all types together under "all". ``held_out``: only those, or only the others
    (the corpus is whole all the same)."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for node_type in dict.fromkeys(p.type for p in pairs):
        mine = [p for p in pairs if p.type == node_type]
        verdicts = judged(mine)
        for pair in mine:
            if held_out is None or pair.held_out == held_out:
                decision = verdicts.get(pair.number, ("", 0.0, ""))[0]
                values = (
                    1,
                    pair.same,
                    decision == "same",
                    pair.same and decision == "same",
                    pair.same and bool(decision),
                )
                for name in (node_type, "all"):
                    counts[name] = [a + b for a, b in zip(counts[name], values, strict=True)]
    return {name: Figures(*values) for name, values in counts.items()}


def table() -> list[str]:
    """The rows of docs/resolution.md: by type, all pairs and then those that were held out."""
    pairs = read_pairs()
    whole, unseen = figures(pairs), figures(pairs, held_out=True)
    names = [*(name for name in whole if name != "all"), "all"]
    return [f"| {name} | {_row_of(whole[name])} | {_row_of(unseen[name])} |" for name in names]


def _row_of(told: Figures) -> str:
    return f"{told.pairs} | {told.merged} | {told.precision:.3f} | {told.recall:.3f} | {told.found:.3f}"


if __name__ == "__main__":
    print("\n".join(table()))
