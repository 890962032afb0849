"""The table of China's divisions: made at install time, complete, and a base of every gazetteer."""

import csv
from pathlib import Path

import pytest

from loaders.division_records import DivisionUnknown, division_records, division_source
from loaders.places import Gazetteer, national
from ontology.model import Ontology
from records import snapshot
from records.archive import Archive
from records.divisions import Divisions, divisions, make
from records.record import EntityRecord, RelationRecord


def test_the_installed_table_is_whole() -> None:
    levels = {6: 0, 9: 0}
    for code, _ in divisions().upper():
        levels[len(code)] += 1
    assert levels[9] > 41_000 and levels[6] > 3_300
    assert len(divisions()) > 660_000
    linyi = dict(divisions().within("371300"))
    assert linyi["371302"] == "兰山区" and linyi["371302001"] == "兰山街道" and len(linyi) > 4_000
    assert dict(divisions().exactly("810000")) == {"810000": "香港特别行政区"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("浙江省杭州市西湖区文三路90号", "330106"),
        ("义乌市北苑街道", "330782004"),
        ("曹县大集镇丁楼村", "371721121227"),
        ("广东省东莞市虎门镇龙眼社区", "441900121015"),  # a city without counties
        ("湖北省仙桃市", "429004"),  # a county without a prefecture
        ("鼓楼区中山路1号", None),  # four cities have one
    ],
)
def test_addresses_of_all_china_are_placed(address: str, code: str | None) -> None:
    assert national().find_in_address(address) == code


def test_what_the_archive_knows_comes_first() -> None:
    gazetteer = Gazetteer([("371312", "河东区")], base=national())
    assert gazetteer.find(["河东区"]) == "371312"
    assert gazetteer.find(["天津市", "河东区"]) == "120102"
    assert national().find(["河东区"]) is None
    assert gazetteer.full_name("371302001") == "山东省临沂市兰山区兰山街道"


def test_a_county_becomes_regions_and_villages_that_lie_in_one_another(ontology: Ontology, tmp_path: Path) -> None:
    records = list(division_records(divisions(), "371302"))
    entities = {r.ref: r for r in records if isinstance(r, EntityRecord)}
    parents = {r.head[1]: r.tail[1] for r in records if isinstance(r, RelationRecord)}
    assert parents["371302001"] == "371302" and parents["371302"] == "371300" and parents["371300"] == "370000"
    assert set(entities) - set(parents) == {"370000"}
    assert all(entities[child].properties["region_code"] == parent for child, parent in parents.items())
    archive = Archive(tmp_path / "archive", ontology)
    assert archive.write(division_source("371302", "兰山区"), records).changed
    built = snapshot.build(archive, ontology, tmp_path / "snapshots")
    assert built.nodes("Village").num_rows == sum(r.type == "Village" for r in entities.values())


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(DivisionUnknown, match="379999"):
        list(division_records(divisions(), "379999"))


def test_without_the_table_nothing_is_known(tmp_path: Path) -> None:
    absent = Divisions(tmp_path / "none.parquet")
    assert (len(absent), list(absent.upper()), list(absent.within("371300"))) == (0, [], [])
    with pytest.raises(DivisionUnknown, match="make install"):
        list(division_records(absent, "371300"))


def test_the_table_is_made_from_the_package_s_files(tmp_path: Path) -> None:
    rows = {"provinces": [("37", "山东省")], "cities": [("3713", "临沂市")], "areas": [("371302", "兰山区")],
            "streets": [("371302001", "兰山街道")], "villages": [("371302001001", "甲村")]}  # fmt: skip
    (tmp_path / "dist").mkdir()
    for name, told in rows.items():
        with (tmp_path / "dist" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("code", "name", "more"), *((*row, "x") for row in told)])
    assert make(tmp_path, tmp_path / "made.parquet") == 5 + 3
    table = Divisions(tmp_path / "made.parquet")
    assert list(table.within("371300")) == [
        ("371300", "临沂市"), ("371302", "兰山区"), ("371302001", "兰山街道"), ("371302001001", "甲村"),
    ]  # fmt: skip
