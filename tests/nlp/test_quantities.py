"""Numbers, units, deadlines and periods."""

from decimal import Decimal

import pytest

from nlp.quantities import find_deadlines, find_money, find_period, find_quantities, find_years, number


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        ("2000亿元", 200_000_000_000, None, "yuan"),
        ("1,234.5万元", 12_345_000, None, "yuan"),
        ("4万人", 40_000, None, "人"),
        ("50%", 50, None, "%"),
        ("1-2个", 1, 2, "个"),
        ("10—20万元", 100_000, 200_000, "yuan"),
        ("3.2万平方米", 32_000, None, "平方米"),
        ("3000人次", 3000, None, "人次"),
        ("6000万件", 60_000_000, None, "件"),
    ],
)
def test_numbers_are_read_with_scale_range_and_unit(words: str, low: int, high: int | None, unit: str) -> None:
    (found,) = find_quantities(f"达到{words}，")
    assert (found.minimum, found.maximum, found.unit) == (Decimal(low), None if high is None else Decimal(high), unit)


def test_months_years_and_stages_are_no_quantities() -> None:
    assert find_quantities("用3个月时间，于2021年5月6日完成第2期") == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("到2017年", "2017"),
        ("2015年底之前", "2015-12-31"),
        ("到2026年底", "2026-12-31"),
        ("2024年6月底前", "2024-06-30"),
        ("至2030年", "2030"),
        ("2025年上半年", "2025-06-30"),
    ],
)
def test_deadlines_are_as_precise_as_the_words(words: str, value: str) -> None:
    assert [d.value for d in find_deadlines(f"{words}，建成", 0, 20)] == [value]


def test_periods_and_runs_of_years() -> None:
    assert find_period("力争用5年左右的时间", 0, 12) == ("P5Y", True)
    assert find_period("三年内建成", 0, 6) == ("P3Y", False)
    assert find_years("自2015年起连续三年", 0, 12) == (2015, 3)
    assert number("十二") == 12


def test_money_is_not_read_from_other_words_with_yuan() -> None:
    assert [int(m.minimum) for m in find_money("投资12亿元，元旦，5元素，奖励5万元")] == [1_200_000_000, 50_000]
