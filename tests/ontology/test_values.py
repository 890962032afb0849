"""Every kind of value: what real cells become, what is refused with a way out, and back to words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import model
from ontology.declarations import Codelist, Label, Property
from ontology.errors import ValueRefused
from ontology.values import (
    KINDS,
    Money,
    PartialDate,
    Point,
    format,  # noqa: A004 - the function under test
    normalise,
    normalise_name,
    parse,
    uscc_check_digit,
    uscc_is_valid,
)

ONTOLOGY = model.load()
STATUS = ONTOLOGY.codelists["EnterpriseStatus"]
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALID = "91371300MA30000006"


def prop(kind: str, codelist: Codelist | None = None, **more: Any) -> Property:
    return Property("x", Label("某", "x"), kind, codelist=codelist, **more)


def yuan(amount: str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("500万元", "5000000"),
        ("3005.5万人民币", "30055000"),
        ("500(万元人民币)", "5000000"),
        ("500（万元）", "5000000"),
        ("500(万)", "5000000"),
        ("3.5亿", "350000000"),
        ("约77亿元", "7700000000"),
        ("15亿元左右", "1500000000"),
        ("1,200万元", "12000000"),
        ("１２００万元", "12000000"),
        ("1.5E3万人民币", "15000000"),
        ("人民币500万元", "5000000"),
        ("伍佰万元整", "5000000"),
        ("五千二百万元", "52000000"),
        ("一亿二千万元", "120000000"),
        ("3百万元", "3000000"),
        ("1.2万亿元", "1200000000000"),
        ("￥80", "80"),
        ("12.34元", "12.34"),
        ("0", "0"),
        (0, "0"),
    ],
)
def test_amounts_of_real_spreadsheets_become_yuan(raw: object, amount: str) -> None:
    assert parse(prop("money"), raw).yuan == yuan(amount)


def test_an_amount_keeps_its_own_words() -> None:
    assert parse(prop("money"), " 约77亿元 ") == Money(yuan("7700000000"), "CNY", "约77亿元")


@pytest.mark.parametrize(("raw", "unit", "amount"), [
    ("500", "万元", "5000000"), (500, "万元", "5000000"), (500.0, "（万元）", "5000000"),
    (1.5, "亿元", "150000000"), ("80", "元", "80"), ("3亿元", "万元", "300000000"),
])  # fmt: skip
def test_a_bare_amount_takes_the_unit_of_its_header(raw: object, unit: str, amount: str) -> None:
    assert parse(prop("money"), raw, unit=unit).yuan == yuan(amount)


@pytest.mark.parametrize(("raw", "currency"), [
    ("120万美元", "USD"), ("5万日元", "JPY"), ("2000万港元", "HKD"), ("3万欧元", "EUR"), ("7万英镑", "GBP"),
    ("12万新加坡元", "SGD"), ("USD 100万", "USD"), ("100(万美元)", "USD"),
])  # fmt: skip
def test_foreign_money_keeps_words_and_invents_no_rate(raw: str, currency: str) -> None:
    value = parse(prop("money"), raw)
    assert (value.yuan, value.currency, value.words) == (None, currency, raw)


@pytest.mark.parametrize(("raw", "hint"), [
    ("500", "no unit"), ("五百", "no unit"), (12.5, "no unit"), (">5", "bound"), ("超过5亿元", "bound"),
    ("5亿元以上", "bound"), ("1-2亿元", "range"), ("数千万人民币", "no exact number"), ("ALAIN", "no amount"),
    ("500元/年", "unknown unit"), ("1e400万元", "no number|beyond"),
])  # fmt: skip
def test_an_unclear_amount_is_refused_with_a_way_out(raw: object, hint: str) -> None:
    with pytest.raises(ValueRefused, match=hint) as refused:
        parse(prop("money"), raw)
    assert "write" in str(refused.value)


@pytest.mark.parametrize("raw", ["", None, " ", "—", "-", "无", "N/A", "null", float("nan"), "未披露"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_says_unknown_is_none_for_every_kind(kind: str, raw: object) -> None:
    codelist = STATUS if kind == "enum" else None
    assert parse(prop(kind, codelist), raw) is None
    assert parse(prop(kind, codelist, multiple=True), raw) is None


def test_a_currency_without_a_number_is_unknown() -> None:
    assert parse(prop("money"), "万人民币") is None


@pytest.mark.parametrize(("raw", "told"), [
    ("2014年3月", "2014-03"), ("2014.3.1", "2014-03-01"), ("2014/3/1", "2014-03-01"),
    ("20140301", "2014-03-01"),
    (20140301, "2014-03-01"), ("2014-03", "2014-03"), ("201403", "2014-03"), ("2014", "2014"), (2014, "2014"),
    ("2014年", "2014"), (41699, "2014-03-01"), (41699.5, "2014-03-01"), ("41699", "2014-03-01"),
    (datetime(2014, 3, 1, 5), "2014-03-01"), (date(2014, 3, 1), "2014-03-01"),  # noqa: DTZ001 - as Excel gives it
    ("2014-03-01 00:00:00", "2014-03-01"), ("２０１４－０３－０１", "2014-03-01"),
    ("二〇一四年三月十二日", "2014-03-12"),
])  # fmt: skip
def test_dates_are_as_precise_as_told(raw: object, told: str) -> None:
    assert str(parse(prop("date"), raw)) == told


@pytest.mark.parametrize("raw", ["0002-12-02", "2014-13", "2014年2月30日", "14年3月", "2021-11-03至06"])
def test_an_impossible_date_is_refused_with_a_way_out(raw: str) -> None:
    with pytest.raises(ValueRefused, match="write 2014-03-01"):
        parse(prop("date"), raw)


@pytest.mark.parametrize(("raw", "told"), [
    ("2017", "2017"), ("到2017年", "2017"), ("2015年底", "2015-12-31"), ("2015年底之前", "2015-12-31"),
    ("2016年6月底", "2016-06-30"), ("2025年上半年", "2025-06-30"), ("2025-12-31", "2025-12-31"),
    (2017, "2017"),
])  # fmt: skip
def test_deadlines_keep_their_precision(raw: object, told: str) -> None:
    assert parse(prop("reduced_date"), raw) == told


@pytest.mark.parametrize(("raw", "told"), [
    ("三年", "P3Y"), ("连续三年", "P3Y"), ("18个月", "P18M"), ("30天", "P30D"), ("P3Y", "P3Y"),
    ("5年左右", "P5Y"),
])  # fmt: skip
def test_lengths_of_time_are_iso(raw: str, told: str) -> None:
    assert parse(prop("duration"), raw) == told


@pytest.mark.parametrize(("raw", "unit", "share"), [
    ("30%", None, 0.3), (0.3, None, 0.3), ("0.3", None, 0.3), ("30", "%", 0.3), ("51.5％", None, 0.515),
    ("0.3", "%", 0.003), (1, None, 1.0), ("100%", None, 1.0), ("三十%", None, 0.3),
])  # fmt: skip
def test_shares_are_parts_of_one(raw: object, unit: str | None, share: float) -> None:
    assert parse(prop("share"), raw, unit=unit) == share


@pytest.mark.parametrize("raw", ["30", 30, "130%", "-5%", "一半人"])
def test_an_unclear_share_is_refused(raw: object) -> None:
    with pytest.raises(ValueRefused, match="write 30%"):
        parse(prop("share"), raw)


@pytest.mark.parametrize(("raw", "count"), [
    ("1,200", 1200), ("1200家", 1200), ("1.2万", 12000), (1200.0, 1200), ("约300户", 300), ("三百", 300),
])  # fmt: skip
def test_counts_are_whole_numbers(raw: object, count: int) -> None:
    assert parse(prop("integer"), raw) == count


@pytest.mark.parametrize("raw", ["1.5", "abc", ">5", "1200欧姆", True, "3-5"])
def test_what_is_no_count_is_refused(raw: object) -> None:
    with pytest.raises(ValueRefused, match=r"write .*1200"):
        parse(prop("integer"), raw)


@pytest.mark.parametrize(("raw", "unit", "area"), [
    ("300亩", None, 200000), ("1.2万平方米", None, 12000), ("5平方公里", None, 5e6), (12, "亩", 8000),
    ("12㎡", None, 12), (12.5, None, 12.5), ("2公顷", None, 20000), ("1.5", "万平方米", 15000),
])  # fmt: skip
def test_areas_are_turned_into_the_unit_of_the_property(raw: object, unit: str | None, area: float) -> None:
    assert parse(prop("number", unit="平方米"), raw, unit=unit) == pytest.approx(area)


def test_an_unknown_unit_is_refused_rather_than_dropped() -> None:
    with pytest.raises(ValueRefused, match="平方英尺"):
        parse(prop("number", unit="平方米"), "8平方英尺")


@pytest.mark.parametrize(("raw", "truth"), [("是", True), ("√", True), (1, True), ("否", False)])
def test_yes_and_no(raw: object, truth: bool) -> None:
    assert parse(prop("boolean"), raw) is truth


@pytest.mark.parametrize(("raw", "hint"), [
    ("9137130MA300000B", "has 16 characters"), ("371300018001234", "registration number"),
    ("91371300MA3O000006", "perhaps 0"), ("91371300MA30000007", "call for '6'"),
])  # fmt: skip
def test_a_wrong_uscc_is_refused_in_plain_words(raw: str, hint: str) -> None:
    with pytest.raises(ValueRefused, match=hint):
        parse(prop("uscc"), raw)


def test_a_uscc_is_read_whatever_its_width_case_and_blanks() -> None:
    assert parse(prop("uscc"), " 9137 1300 ma3000 0006 ") == VALID
    assert parse(prop("uscc"), "９１371300ｍＡ30000006") == VALID


USCC_BODY = st.text(CHARACTERS, min_size=17, max_size=17)


@given(USCC_BODY)
def test_the_check_digit_makes_a_valid_code(body: str) -> None:
    assert uscc_is_valid(body + uscc_check_digit(body))


@given(USCC_BODY, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_any_one_wrong_character_is_detected(body: str, position: int, wrong: str) -> None:
    code = body + uscc_check_digit(body)
    changed = code[:position] + wrong + code[position + 1 :]
    assert uscc_is_valid(changed) == (changed == code)


@given(USCC_BODY, st.integers(0, 17), st.integers(0, 17))
def test_any_two_swapped_characters_are_detected_but_first_and_last(body: str, i: int, j: int) -> None:
    """3 is a primitive root of 31, so that all weights differ; only the first and the last are both 1."""
    code = list(body + uscc_check_digit(body))
    original = "".join(code)
    code[i], code[j] = code[j], code[i]
    swapped = "".join(code)
    if {i, j} != {0, 17}:
        assert uscc_is_valid(swapped) == (swapped == original)


@pytest.mark.parametrize(("raw", "code"), [
    ("37", "370000"), (3713, "371300"), (371302.0, "371302"), ("371302001000", "371302001"),
    ("371302000000", "371302"), ("371302001001", "371302001001"),
])  # fmt: skip
def test_every_place_has_one_division_code(raw: object, code: str) -> None:
    assert parse(prop("region_code"), raw) == code


@pytest.mark.parametrize("raw", ["37130", "临沂", "3713020010011"])
def test_what_is_no_division_code_is_refused(raw: str) -> None:
    with pytest.raises(ValueRefused, match="9 or 12 digits"):
        parse(prop("region_code"), raw)


@pytest.mark.parametrize("raw", ["600519.SH", "sh600519", 600519, 600519.0, "600519"])
def test_spellings_of_a_stock_code_are_one(raw: object) -> None:
    assert parse(prop("stock_code"), raw) == "600519"


def test_zeros_that_excel_lost_come_back() -> None:
    assert parse(prop("stock_code"), 2) == "000002"


@pytest.mark.parametrize("raw", [
    "118.3,35.1", "118.3，35.1", "POINT(118.3 35.1)", [118.3, 35.1], "东经118.3°，北纬35.1°",
    {"type": "Point", "coordinates": [118.3, 35.1]},
])  # fmt: skip
def test_points_are_longitude_and_latitude(raw: object) -> None:
    assert parse(prop("point"), raw) == Point(118.3, 35.1)


def test_a_point_with_latitude_first_is_told_so() -> None:
    with pytest.raises(ValueRefused, match=r"write 118\.3,35\.1"):
        parse(prop("point"), "35.1,118.3")


def test_a_geometry_is_compact_geojson_and_a_feature_gives_its_own() -> None:
    polygon = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    told = parse(prop("geometry"), {"type": "Feature", "geometry": polygon})
    assert told == '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}'
    with pytest.raises(ValueRefused, match="GeoJSON"):
        parse(prop("geometry"), "somewhere")


def test_a_word_of_a_codelist_is_found_by_code_label_and_synonym() -> None:
    for word in ("active", "存续", "在业", "存续（在营、开业、在册）", "存续(在营、开业、在册)", " Active "):
        assert parse(prop("enum", STATUS), word) == "active"


def test_an_unknown_word_lists_the_known_ones() -> None:
    with pytest.raises(ValueRefused, match="write one of 存续、停业"):
        parse(prop("enum", STATUS), "飞了")


def test_lists_are_split_but_not_inside_brackets() -> None:
    told = parse(prop("string", multiple=True), "柳编（筐、篮）、板材；食品,板材")
    assert told == ("柳编（筐、篮）", "板材", "食品")


def test_a_whole_number_from_excel_stays_whole_as_text() -> None:
    assert parse(prop("string"), 123.0) == "123"
    assert parse(prop("code"), 20210007.0) == "20210007"


@pytest.mark.parametrize(("one", "other"), [
    ("山东甲（集团）有限公司", "山东甲(集团)有限公司"), ("ＡＢＣ 公司", "abc公司"),
    ("“百乡千村”工程", "\"百乡千村\" 工程"),
    ("电商【示范】村", "电商[示范]村"), ("玛丽·居里", "玛丽•居里"),
])  # fmt: skip
def test_names_that_differ_only_in_writing_are_equal(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


def test_document_numbers_compare_whatever_their_brackets() -> None:
    assert normalise(prop("code"), "临政发[2014]15号") == normalise(prop("code"), "临政发〔２０１４〕15 号")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
SIMPLE: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(10**12), 10**12),
    "number": st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6),
    "boolean": st.booleans(),
    "share": st.floats(0, 1).filter(lambda x: x == 0 or x > 1e-9),
    "date": st.one_of(
        DAYS.map(PartialDate),
        DAYS.map(lambda d: PartialDate(d.replace(day=1), "month")),
        DAYS.map(lambda d: PartialDate(d.replace(day=1, month=1), "year")),
    ),
    "duration": st.tuples(st.integers(1, 999), st.sampled_from("YMWD")).map(lambda t: f"P{t[0]}{t[1]}"),
    "reduced_date": DAYS.map(lambda d: d.isoformat()),
    "region_code": st.sampled_from(["371302", "371302001", "371302001001"]),
    "stock_code": st.integers(1, 999999).map(lambda n: f"{n:06}"),
    "uscc": USCC_BODY.map(lambda body: body + uscc_check_digit(body)),
    "point": st.builds(Point, st.floats(91, 180), st.floats(-90, 90)),
    "enum": st.sampled_from(sorted(STATUS.codes)),
}


@pytest.mark.parametrize("kind", sorted(SIMPLE))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_formatted_parses_back(kind: str, lang: str) -> None:
    declared = prop(kind, STATUS if kind == "enum" else None)

    @given(SIMPLE[kind])
    def back(value: Any) -> None:
        told = parse(declared, format(declared, value, lang))
        assert told == pytest.approx(value) if kind in ("share", "number") else told == value

    back()


@given(st.decimals(-(10**13), 10**13, places=2, allow_nan=False))
def test_formatted_money_is_the_same_amount_to_the_cent(amount: Decimal) -> None:
    value = Money(amount, "CNY", "")
    for lang in ("zh", "en"):
        assert parse(prop("money"), format(prop("money"), value, lang)).yuan == amount


@given(st.one_of(st.text(), st.floats(), st.integers(), st.dates()))
def test_no_cell_raises_anything_but_a_refusal(raw: object) -> None:
    for kind in KINDS:
        for unit in (None, "万元", "%"):
            try:
                parse(prop(kind, STATUS if kind == "enum" else None), raw, unit=unit)
            except ValueRefused as refused:
                assert str(refused)


def test_every_kind_of_the_model_has_a_class() -> None:
    assert set(KINDS) == set(model.VALUE_KINDS)


@pytest.mark.parametrize("raw", [9.13713021234567e17, "9.137E+17", "9.13713021234567E+17", "9.1e17"])
@pytest.mark.parametrize("kind", ["uscc", "region_code"])
def test_code_that_excel_destroyed_is_refused(kind: str, raw: object) -> None:
    with pytest.raises(ValueRefused, match="Excel made a number of it and destroyed its last digits"):
        parse(prop(kind), raw)


def test_code_of_many_digits_is_kept_where_it_is_a_whole_number() -> None:
    assert parse(prop("region_code"), 371302001002) == "371302001002"


@pytest.mark.parametrize("raw", ["371302.0", 371302.0, "'371302", "\u200b371302\ufeff", "　371302 "])
def test_region_code_kept_as_a_number_or_with_marks_is_read(raw: object) -> None:
    assert parse(prop("region_code"), raw) == "371302"


@pytest.mark.parametrize("raw", ["#REF!", "#DIV/0!", "#value!", "#NAME?", "#####"])
def test_error_of_a_formula_is_refused(raw: str) -> None:
    with pytest.raises(ValueRefused, match=r"error of Excel|too narrow"):
        parse(prop("string"), raw)


@given(st.integers(1, 10**12))
def test_number_is_read_with_thousands_or_ten_thousands_parted(number: int) -> None:
    by_four = f"{number % 10**4:04}" if number >= 10**4 else str(number)
    rest = number // 10**4
    while rest:
        by_four = f"{rest % 10**4:04},{by_four}" if rest >= 10**4 else f"{rest},{by_four}"
        rest //= 10**4
    written = [str(number), by_four, f"{number:,}", f"{number:,}".replace(",", "，")]
    assert {parse(prop("integer"), text) for text in written} == {number}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("二○一四年元月", "2014-01"), ("二〇一四年十二月三十一日", "2014-12-31"), ("2014年3月份", "2014-03"),
        ("2014年3月1号", "2014-03-01"), ("2014-03-01（星期六）", "2014-03-01"), (2014.3, "2014-03"),
        (2014.12, "2014-12"),
    ],
)  # fmt: skip
def test_date_is_read_as_offices_write_it(raw: object, told: str) -> None:
    assert str(parse(prop("date"), raw)) == told


def test_month_kept_as_a_number_is_refused_where_it_may_be_two() -> None:
    with pytest.raises(ValueRefused, match="may be January or October; write 2014-01 or 2014-10"):
        parse(prop("date"), 2014.1)


@pytest.mark.parametrize(
    "raw", ["—", "－", "无", "N/A", "n/a", "空", "不详", "暂无", "待定", "　", "\u200b", "#N/A", "(空白)", "…", "'"]
)
def test_word_for_unknown_is_blank(raw: str) -> None:
    assert parse(prop("string"), raw) is None
