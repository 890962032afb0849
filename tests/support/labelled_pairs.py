"""The hand-made pairs of tests/records/resolution/pairs.csv as entities, and how resolution judges them.

A line: type, case, same (1 or 0), then name, place and extra of both sides. extra is ``key=value;…`` with uscc, rep
(legal representative), phone, addr, alias (a|b), and for persons ent (enterprises, numbered within the pair), birth,
gender and with (name@enterprise: who else holds a role there). The pairs are invented or publicly well-known names.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from records.resolution.candidates import find_candidates

FILE = Path(__file__).parents[1] / "records" / "resolution" / "pairs.csv"
SEED = 4


@dataclass(frozen=True)
class Pair:
    number: int
    type: str
    case: str
    same: bool
    sides: tuple[dict[str, str], dict[str, str]]
    test: bool  # of the half that weights and thresholds were not looked at with


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
    """All pairs; every second of each type and answer, shuffled with a fixed seed, is for the test."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        groups[line["type"], line["same"]].append(number)
    test: set[int] = set()
    for _, numbers in sorted(groups.items()):
        random.Random(SEED).shuffle(numbers)
        test |= set(numbers[::2])
    return [
        Pair(n, line["type"], line["case"], line["same"] == "1", (_side(line, "left"), _side(line, "right")), n in test)
        for n, line in enumerate(lines)
    ]


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


def figures(pairs: Sequence[Pair], *, test: bool | None = None) -> dict[str, Figures]:
    """By type, and of all types together under "all". ``test``: only that half (the corpus is whole all the same)."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for node_type in dict.fromkeys(p.type for p in pairs):
        mine = [p for p in pairs if p.type == node_type]
        verdicts = judged(mine)
        for pair in mine:
            if test is None or pair.test == test:
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
    """The rows of docs/resolution.md: by type, all pairs and then the half for the test."""
    pairs = read_pairs()
    whole, held_out = figures(pairs), figures(pairs, test=True)
    names = [*(name for name in whole if name != "all"), "all"]
    return [f"| {name} | {_row_of(whole[name])} | {_row_of(held_out[name])} |" for name in names]


def _row_of(told: Figures) -> str:
    return f"{told.pairs} | {told.merged} | {told.precision:.3f} | {told.recall:.3f} | {told.found:.3f}"


if __name__ == "__main__":
    print("\n".join(table()))
