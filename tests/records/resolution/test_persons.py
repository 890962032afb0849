"""Persons of one name merge only on evidence."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from records.resolution.candidates import find_candidates

SCHEMA = {"name": pl.String, "place": pl.String, "enterprises": pl.List(pl.UInt64), "birth_year": pl.Int32,
          "gender": pl.String, "phone": pl.String}  # fmt: skip


def frame(told: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(told, schema=SCHEMA, orient="row").with_row_index("entity")


def merged(told: list[dict[str, object]]) -> set[tuple[int, int]]:
    found = find_candidates(frame(told), "Person").filter(pl.col("decision") == "same")
    return set(found.select("left", "right").iter_rows())


namesakes = st.lists(
    st.fixed_dictionaries({
        "name": st.sampled_from(["张伟", "诸葛青云", "公丕勇"]),
        "place": st.sampled_from(["", "371302", "371302001"]),
        "birth_year": st.sampled_from([None, 1970]),
        "gender": st.sampled_from([None, "male"]),
    }),
    max_size=8,
)  # fmt: skip


@given(namesakes)
def test_a_name_a_place_and_a_year_of_birth_are_never_enough(told: list[dict[str, object]]) -> None:
    assert not merged([{**person, "enterprises": [number]} for number, person in enumerate(told)])
    assert not merged(told)


def test_one_enterprise_makes_one_person() -> None:
    assert merged([{"name": "張 偉", "enterprises": [1, 2]}, {"name": "张伟", "enterprises": [2]}]) == {(0, 1)}


def test_the_same_company_on_boards_makes_one_person() -> None:
    board = ["张磊", "公茂森", "逄锦聚"]
    told = [{"name": name, "enterprises": [enterprise]} for enterprise in (1, 2) for name in board]
    assert merged(told) == {(0, 3), (1, 4), (2, 5)}


def test_one_director_of_a_common_name_is_too_little() -> None:
    told = [{"name": name, "enterprises": [enterprise]} for enterprise in (1, 2) for name in ("陈杰", "王伟")]
    assert not merged(told)


def test_born_in_other_years_or_of_another_sex_are_two_persons() -> None:
    told = [{"name": "高大山", "enterprises": [1], "birth_year": year} for year in (1951, 1988)]
    assert find_candidates(frame(told), "Person").is_empty()
    told = [{"name": "高大山", "enterprises": [1], "gender": gender} for gender in ("male", "female")]
    assert find_candidates(frame(told), "Person").is_empty()


def test_one_character_in_one_enterprise_is_asked_and_not_merged() -> None:
    told = [{"name": "张晓明", "enterprises": [1, 2]}, {"name": "张晓敏", "enterprises": [1, 2]}]
    found = find_candidates(frame(told), "Person")
    assert found["decision"].to_list() == ["candidate"]
