"""Precision and recall on hand-made pairs: measured here, claimed in docs/resolution.md and weights.yaml."""

from collections import Counter
from pathlib import Path

import pytest

from records.resolution.scoring import read_weights
from support.labelled_pairs import Figures, figures, read_pairs, table

PAIRS = read_pairs()
DOCS = Path(__file__).parents[3] / "docs" / "resolution.md"
HARD = {
    "branch and parent", "branch numbers", "two counties", "two townships", "abbreviation", "one character", "slip",
    "traditional", "width", "brackets", "former", "group and member", "numbers", "phase", "namesake", "co-directors",
    "same enterprise", "uscc",
}  # fmt: skip


@pytest.fixture(scope="module")
def measured() -> dict[str, Figures]:
    return figures(PAIRS)


def test_the_pairs_are_many_and_hold_the_hard_cases() -> None:
    assert len(PAIRS) >= 400
    assert {p.case for p in PAIRS} >= HARD
    assert {p.type for p in PAIRS} == set(read_weights())
    same = Counter(p.same for p in PAIRS)
    assert 0.4 < same[True] / len(PAIRS) < 0.6


def test_no_pair_is_told_twice() -> None:
    told = Counter((p.type, *(tuple(sorted(side.items())) for side in p.sides)) for p in PAIRS)
    assert [pair for pair, count in told.items() if count > 1] == []


def test_automatic_merges_are_right_and_find_most(measured: dict[str, Figures]) -> None:
    assert measured["all"].precision >= 0.99
    assert measured["all"].recall >= 0.85
    assert measured["Enterprise"].precision >= 0.99
    assert measured["Enterprise"].recall >= 0.85


def test_so_they_are_on_pairs_that_were_held_out() -> None:
    held_out = figures(PAIRS, held_out=True)["all"]
    assert held_out.pairs >= 100
    assert held_out.precision >= 0.99
    assert held_out.recall >= 0.85


@pytest.mark.parametrize("node_type", list(read_weights()))
def test_the_figures_beside_the_thresholds_are_those_measured(node_type: str, measured: dict[str, Figures]) -> None:
    claimed, found = read_weights()[node_type]["measured"], measured[node_type]
    assert (claimed["pairs"], claimed["precision"], claimed["recall"]) == (
        found.pairs, round(found.precision, 3), round(found.recall, 3),
    )  # fmt: skip


def test_the_table_in_the_docs_is_what_is_measured() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [row for row in table() if row not in text] == []
