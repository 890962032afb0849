"""The search for candidates: deterministic, the same with a memory as without."""

import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.resolution.candidates import PAIRS, find_candidates, search
from records.resolution.memory import Remembered

cities = ["", "临沂", "临沂市", "沂水县", "山东省临沂市"]
brands = ["云桦", "新程云桦", "鹿鸣", "宏达", "鸿达", "瀚蓝海德"]
trades = ["", "食品", "肉制品", "农业开发", "机械"]
forms = ["", "有限公司", "集团有限公司", "厂", "有限公司第一分公司", "有限公司沂水分公司"]
enterprise = st.fixed_dictionaries({
    "name": st.builds("".join, st.tuples(*map(st.sampled_from, (cities, brands, trades, forms)))),
    "place": st.sampled_from(["", "37", "3713", "371302", "371302001", "371323"]),
    "phone": st.sampled_from([None, "05398881234", "05397775678"]),
    "legal_representative": st.sampled_from([None, "公方强", "张伟"]),
    "aliases": st.sampled_from([None, ["云桦集团"]]),
})  # fmt: skip
corpora = st.lists(enterprise, max_size=8)
SCHEMA = {"name": pl.String, "place": pl.String, "phone": pl.String, "legal_representative": pl.String,
          "aliases": pl.List(pl.String)}  # fmt: skip


def frame(told: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(told, schema=SCHEMA, orient="row").with_row_index("entity")


@given(corpora, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_without_effect(told: list[dict[str, object]], chance: random.Random) -> None:
    entities = frame(told)
    order = list(range(entities.height))
    chance.shuffle(order)
    assert find_candidates(entities[order], "Enterprise").equals(find_candidates(entities, "Enterprise"))


@given(corpora, corpora, st.integers(0, 8))
@settings(max_examples=60)
def test_a_search_with_a_memory_finds_what_one_without_finds(
    before: list[dict[str, object]], added: list[dict[str, object]], kept: int
) -> None:
    remembered = search(frame(before), "Enterprise").remembered
    now = frame(added[:3] + before[:kept] + added[3:])
    again = search(now, "Enterprise", previous=remembered)
    fresh = search(now, "Enterprise")
    assert again.pairs.equals(fresh.pairs)
    third = search(now, "Enterprise", previous=again.remembered)
    assert third.pairs.equals(fresh.pairs)


@given(corpora)
def test_pairs_are_ordered_and_within_the_scores_range(told: list[dict[str, object]]) -> None:
    found = find_candidates(frame(told), "Enterprise")
    assert found.schema == PAIRS
    assert (found["left"] < found["right"]).all()
    assert found.select(pl.col("score").is_between(0, 1).all()).item()
    assert set(found["decision"]) <= {"same", "candidate"}
    assert not found.select(pl.struct("left", "right").is_duplicated().any()).item()


def test_a_memory_is_kept_in_a_folder_and_is_void_under_other_rules(tmp_path: Path) -> None:
    entities = frame([{"name": "临沂云桦食品有限公司", "place": "3713"}, {"name": "云桦食品", "place": "371302"}])
    found = search(entities, "Enterprise")
    assert found.remembered is not None
    assert Remembered.open(tmp_path / "memory") is None
    for _ in range(2):
        found.remembered.save(tmp_path / "memory")
    opened = Remembered.open(tmp_path / "memory")
    assert opened is not None
    assert search(entities, "Enterprise", previous=opened).pairs.equals(found.pairs)
    (tmp_path / "memory" / "rules").write_text("older")
    assert Remembered.open(tmp_path / "memory") is None


def test_a_broken_memory_is_no_memory(tmp_path: Path) -> None:
    found = search(frame([{"name": "甲食品", "place": ""}, {"name": "乙食品", "place": ""}]), "Enterprise")
    assert found.remembered is not None
    found.remembered.save(tmp_path / "memory")
    (tmp_path / "memory" / "pairs.parquet").write_bytes(b"PAR1")
    assert Remembered.open(tmp_path / "memory") is None


@pytest.mark.parametrize("node_type", ["Enterprise", "Person", "Park", "Honor"])
@pytest.mark.parametrize("count", [0, 1])
def test_nobody_to_compare_with_is_no_candidate(node_type: str, count: int) -> None:
    entities = pl.DataFrame({"entity": list(range(count)), "name": ["甲"] * count})
    assert find_candidates(entities, node_type).equals(pl.DataFrame(schema=PAIRS))


@pytest.mark.parametrize("node_type", ["Enterprise", "Person", "Village"])
def test_names_that_are_not_told_are_not_compared(node_type: str) -> None:
    entities = pl.DataFrame({"entity": [0, 1, 2], "name": [None, "", " "]}, schema_overrides={"name": pl.String})
    assert find_candidates(entities, node_type).is_empty()


def test_a_short_name_that_fits_two_is_left_to_a_person() -> None:
    full = [{"name": "临沂云桦食品有限公司", "place": "371302"}, {"name": "云桦", "place": "371302"}]
    assert find_candidates(frame(full), "Enterprise")["decision"].to_list() == ["same"]
    two = [*full, {"name": "临沂云桦机械有限公司", "place": "371302"}]
    found = find_candidates(frame(two), "Enterprise")
    assert "same" not in found["decision"].to_list()


def test_a_name_known_in_two_cities_is_not_merged_without_a_place() -> None:
    told = [
        {"name": "瀚蓝海德食品有限公司", "place": "371302"},
        {"name": "瀚蓝海德食品有限公司", "place": ""},
    ]
    assert find_candidates(frame(told), "Enterprise")["decision"].to_list() == ["same"]
    found = find_candidates(frame([*told, {"name": "瀚蓝海德食品有限公司", "place": "370102"}]), "Enterprise")
    assert "same" not in found["decision"].to_list()
