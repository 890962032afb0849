"""The gazetteer: names and addresses to division codes, and rather nothing than the wrong place."""

import pytest

from loaders.places import Gazetteer

PLACES = {
    "370000": "山东省", "371300": "临沂市", "371302": "兰山区", "371311": "罗庄区", "371312": "河东区",
    "371321": "沂南县", "371324": "兰陵县", "371371": "临沂高新技术产业开发区", "371302001": "兰山街道",
    "371302002": "金雀山街道", "371311001": "罗庄街道", "371311002": "盛庄街道", "371324100": "兰陵镇",
    "371312100": "葛沟镇", "371321100": "葛沟镇", "371311002200": "前盛庄村民委员会",
    "371311002201": "李元村村委会", "371324100200": "东王村委会", "371324100201": "东王社区居委会",
    "320000": "江苏省", "320100": "南京市", "320102": "鼓楼区", "370100": "济南市", "370102": "鼓楼区",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(PLACES.items())


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["山东省", "临沂市", "兰山区"], "371302"),
        (["山东", "临沂", "兰山"], "371302"),
        (["山东", "济南", "鼓楼区"], "370102"),
        (["鼓楼区"], None),  # there are two
        (["山东", None, "葛沟镇"], "370000"),  # there are two within
        (["山东", "临沂", "沂南县", "葛沟镇"], "371321100"),
        (["山东", "临沂", "没有县"], "371300"),
        (["火星"], None),
        (["山东", "临沂", "罗庄区", "盛庄街道", "前盛庄村"], "371311002200"),
        (["山东", "临沂", "罗庄区", "盛庄镇", "李元村"], "371311002201"),  # 镇 has become 街道
        (["山东", "临沂", "兰陵县", "兰陵镇", "东王村"], "371324100"),  # two villages of one stem
        (["临沂市", "苍山县"], "371324"),  # renamed in 2014
        (["临沂", "高新区"], "371371"),
    ],
)
def test_names_from_large_to_small_tell_a_place(gazetteer: Gazetteer, names: list[str], code: str | None) -> None:
    assert gazetteer.find(names) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("罗庄区盛庄街道通达路211号", "371311002"),
        ("盛庄镇前盛庄村", "371311002200"),
        ("山东省临沂市兰山区沂蒙路与金雀山路交汇处", "371302"),
        ("临沂市兰山通达路36号", "371302"),
        ("临沂市沂南路5号", None),  # a road called after a county
        ("临沂市沂河东路8号", None),  # 河东 is within another word
        ("苍山县兰陵镇东王村", "371324100"),
        ("临沂高新区双月湖路", "371371"),
        ("葛沟镇沙汀村", None),  # the town is in two counties
        ("罗庄区盛庄街道、前盛庄村", "371311002200"),
        ("罗庄区盛庄街道大前盛庄村", "371311002"),  # another village
        ("县城历山路北首", None),
        ("", None),
    ],
)
def test_address_within_a_city_tells_a_place(gazetteer: Gazetteer, address: str, code: str | None) -> None:
    assert gazetteer.find_in_address(address, "371300") == code


def test_empty_gazetteer_knows_nothing() -> None:
    assert Gazetteer().find(["山东", "临沂"]) is None
