"""Blocks: who is compared with whom, and how many."""

import re
from pathlib import Path

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from records.resolution import blocking
from records.resolution.rows import completed, name_rows, numbered

names = st.text("金锣鸿达临沂食品机械甲乙", min_size=1, max_size=8)


def rows_of(told: list[str], place: str = "371302") -> pl.DataFrame:
    entities = completed(pl.DataFrame({"entity": range(len(told)), "name": told, "place": [place] * len(told)}))
    return numbered(entities, name_rows(entities, "Enterprise"))


def compared(rows: pl.DataFrame) -> set[tuple[int, int]]:
    left, right = blocking.pairs(blocking.blocks(rows).sort("block", "row"))
    entity = rows["entity"].to_list()
    return {tuple(sorted((entity[one], entity[two]))) for one, two in zip(left, right, strict=True)}  # type: ignore[misc]


@given(st.lists(names, min_size=1, max_size=8))
def test_leaving_out_a_character_hashes_like_the_shorter_text(texts: list[str]) -> None:
    length = np.array([len(t) for t in texts])
    _, without, of, at = blocking.deletions(texts, length)
    shorter = [texts[o][:a] + texts[o][a + 1 :] for o, a in zip(of, at, strict=True)]
    expected, *_ = blocking.deletions(shorter, np.array([len(t) for t in shorter]))
    assert np.array_equal(without, expected)


def test_one_character_too_many_too_few_or_another_is_compared() -> None:
    rows = rows_of(
        ["翰林蓝海德装饰有限公司", "翰林蓝德装饰有限公司", "翰林蓝海得装饰有限公司", "完全两样的食品有限公司"]
    )
    assert compared(rows) == {(0, 1), (0, 2), (1, 2)}


def test_a_short_name_meets_the_full_names_that_contain_it() -> None:
    rows = rows_of(["云桦", "临沂新程云桦肉制品集团有限公司", "鹿鸣农业有限公司"])
    assert (0, 1) in compared(rows)


def test_equal_evidence_is_compared_whatever_the_names() -> None:
    entities = completed(
        pl.DataFrame({
            "entity": [0, 1], "name": ["甲食品有限公司", "乙机械厂"], "place": ["371302", ""],
            "phone": ["0539-8881234", "05398881234"],
        })
    )  # fmt: skip
    assert compared(numbered(entities, name_rows(entities, "Enterprise"))) == {(0, 1)}


def test_the_number_of_pairs_grows_with_the_names_and_not_with_their_square() -> None:
    many = rows_of([f"金锣{chr(0x4E00 + n)}{chr(0x5E00 + n)}食品有限公司" for n in range(900)])
    assert len(compared(many)) < 900 * max(map(max, blocking.CAPS.values()))


@given(st.lists(names, min_size=2, max_size=12))
def test_no_block_is_larger_than_its_cap(told: list[str]) -> None:
    blocks = blocking.blocks(rows_of(told))
    largest = max(map(max, blocking.CAPS.values()))
    assert blocks.is_empty() or int(blocks.group_by("block").len()["len"].max()) <= largest  # type: ignore[arg-type]


def test_the_caps_in_the_docs_are_those_that_hold() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "resolution.md").read_text(encoding="utf-8")
    for kind, caps in blocking.CAPS.items():
        told = " | ".join(str(cap or "–") for cap in caps)
        assert re.search(rf"^\| {kind.split('_')[0]}\b[^|]* \| {re.escape(told)} \|$", docs, re.MULTILINE), kind
