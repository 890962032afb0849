"""Names of organisations taken apart, by columns."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.resolution.names import normalise_addresses, normalise_texts, parse_names
from records.resolution.words import regions, words

SPELLED = [
    ("山东ABC（集团）有限公司", "山东ＡＢＣ (集团)　有限公司"),
    ("臨沂鴻達機械有限公司", "临沂鸿达机械有限公司"),
    ("临沂【晨露】乳业", "临沂(晨露)乳业"),
    ("“云岫”茶业", "云岫茶业"),
    ("云海软件园Ⅱ期", "云海软件园2期"),
]


def parts(name: str, node_type: str = "Enterprise") -> dict[str, object]:
    return parse_names(pl.Series([name]), node_type).row(0, named=True)


@pytest.mark.parametrize(("one", "other"), SPELLED)
def test_width_brackets_and_traditional_characters_tell_no_names_apart(one: str, other: str) -> None:
    both = normalise_texts(pl.Series([one, other]))
    assert both[0] == both[1]


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=6))
def test_each_name_is_read_by_itself(names: list[str | None]) -> None:
    series = pl.Series(names, dtype=pl.String)
    whole = normalise_texts(series)
    assert [normalise_texts(pl.Series([n], dtype=pl.String))[0] for n in names] == whole.to_list()
    parsed = parse_names(series, "Enterprise")
    assert parsed.height == len(names)
    assert parsed.equals(parse_names(series.reverse(), "Enterprise").reverse())


@pytest.mark.parametrize(
    ("name", "region", "brand", "business", "form"),
    [
        ("金锣（临沂）肉制品有限公司", "3713", "金锣", "肉制品", "limited"),
        ("临沂新程金锣肉制品集团有限公司", "3713", "新程金锣", "肉制品", "limited"),
        ("山东省临沂市兰山区义堂镇华盛板材厂", "371302", "华盛", "板材厂", "undertaking"),
        ("史丹利农业集团股份有限公司", "", "史丹利", "农业", "joint_stock"),
        ("沂南县孙祖香椿农民专业合作社", "371321", "孙祖香椿", "", "cooperative"),
        ("腾讯", "", "腾讯", "", ""),
        ("临沂农村商业银行", "3713", "临沂", "农村商业银行", ""),
        ("泓信会计师事务所（普通合伙）", "", "泓信", "会计师事务所", "partnership"),
        ("兴业饲料有限公司", "", "兴业", "饲料", "limited"),  # and not of 兴业县
        ("临沂沃野农机有限责任公", "3713", "沃野", "农机", "limited"),  # cut off by a column's width
    ],
)
def test_an_enterprise_is_a_place_a_brand_a_trade_and_a_form(
    name: str, region: str, brand: str, business: str, form: str
) -> None:
    read = parts(name)
    assert (read["region"], read["brand"], read["business"], read["form"]) == (region, brand, business, form)


@pytest.mark.parametrize(
    ("name", "core", "tail", "branch", "numbers"),
    [
        ("史丹利农业集团股份有限公司第二分公司", "史丹利农业", "第2分公司", True, "2"),
        ("荣飞客运有限公司四分公司", "荣飞客运", "第4分公司", True, "4"),
        ("中国建设银行股份有限公司临沂分行", "中国建设银行", "临沂分行", True, ""),
        ("中国建设银行临沂市分行", "中国建设银行", "临沂分行", True, ""),
        ("永兴超市（解放路店）", "永兴超市", "解放路店", True, ""),
        ("昌盛板材厂苏州分公司", "昌盛板材厂", "苏州分公司", True, ""),
        ("鲁南制药集团贝特制药有限公司", "鲁南制药", "贝特制药", False, ""),
        ("鲁南制药集团股份有限公司", "鲁南制药", "", False, ""),
        ("山东大学出版社有限公司", "大学出版社", "", False, ""),
        ("临沂市第一中学", "第1中学", "", False, "1"),
        ("临沂一中", "第1中学", "", False, "1"),
        ("三元食品有限公司", "三元食品", "", False, ""),  # 三元 counts nothing
    ],
)
def test_branches_members_and_numbers_are_kept_apart(
    name: str, core: str, tail: str, branch: bool, numbers: str
) -> None:
    read = parts(name)
    assert (read["core"], read["tail"], read["branch"], read["numbers"]) == (core, tail, branch, numbers)


def test_former_names_are_told_beside_the_name() -> None:
    read = parts("山东临工有限公司（原：临沂机械厂）（曾用名：山东拖拉机厂）")
    assert read["former"] == ["临沂机械厂", "山东拖拉机厂"]
    assert read["text"] == "山东临工有限公司"


@pytest.mark.parametrize(
    ("node_type", "one", "other"),
    [
        ("Organization", "临沂市科技局", "临沂市科学技术局"),
        ("Organization", "沂水县卫健委", "沂水县卫生健康委员会"),
        ("Park", "临沂高新区", "临沂高新技术产业开发区"),
        ("Park", "庐山工业园区二期", "庐山工业园（2期）"),
        ("Village", "高庄村居委会", "高庄社区"),
        ("Region", "山东省临沂市兰山区", "兰山区"),
        ("Project", "临沂奥体中心建设项目", "临沂市奥体中心项目"),
    ],
)
def test_short_and_long_words_of_other_types_are_one(node_type: str, one: str, other: str) -> None:
    read = [parts(name, node_type) for name in (one, other)]
    assert [(r["brand"], r["form"], r["numbers"], r["tail"]) for r in read] == 2 * [
        (read[0]["brand"], read[0]["form"], read[0]["numbers"], read[0]["tail"])
    ]


def test_addresses_are_read_from_the_township_on() -> None:
    given_ = pl.Series(["山东省临沂市兰山区通达路88号", "兰山区通达路８８号", None])
    assert normalise_addresses(given_).to_list() == ["通达路88号", "通达路88号", None]


def test_a_name_of_several_places_means_where_all_of_them_lie() -> None:
    assert regions().codes["临沂"] == "3713"
    assert regions().codes["山东沂水县"] == "371323"
    assert regions().codes["鼓楼区"] == ""  # in several provinces
    assert "新华" not in regions().codes


def test_no_business_word_is_a_form() -> None:
    assert not set(words().forms) & set(words().business.split("|"))
