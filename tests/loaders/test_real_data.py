"""The real data beside the project loads by the mappings of examples/mappings, with the counts its sources state.

No row, name or address of it stands here: only counts and codes.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from loaders.load import Loaded, find_mapping, load_file
from loaders.places import Gazetteer
from ontology.model import DEFAULT, Ontology, load
from records.assertions import enforce
from records.record import EntityRecord, RelationRecord
from records.tables import collect
from support.shared import shared_data

pytestmark = pytest.mark.shared
MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"
DIVISIONS = ["provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages_linyi.csv"]


def load_shared(name: str, ontology: Ontology, gazetteer: Gazetteer | None = None) -> Loaded:
    path = shared_data(name)
    mapping = find_mapping(path, [MAPPINGS], ontology)
    assert mapping is not None
    loaded = load_file(path, ontology=ontology, mapping=mapping, gazetteer=gazetteer)
    assert loaded.report.problems == []
    enforce(collect(loaded.records, ontology), loaded.expectation, ontology)
    return loaded


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    ontology = load(DEFAULT)
    places = Gazetteer()
    for name in DIVISIONS:
        places.learn(load_shared(f"admin-divisions/{name}", ontology).records)
    return places


def properties(loaded: Loaded, node_type: str) -> Sequence[Any]:
    return [r.properties for r in loaded.records if isinstance(r, EntityRecord) and r.type == node_type]


def relations(loaded: Loaded, edge_type: str) -> list[RelationRecord]:
    return [r for r in loaded.records if isinstance(r, RelationRecord) and r.type == edge_type]


@pytest.mark.parametrize(
    ("name", "rows", "entities", "relations"),
    [
        ("admin-divisions/provinces.csv", 31, {"Region": 31}, {}),
        ("admin-divisions/cities.csv", 342, {"Region": 373}, {"PART_OF": 342}),
        ("admin-divisions/areas.csv", 2978, {"Region": 3320}, {"PART_OF": 2978}),
        ("admin-divisions/villages_linyi.csv", 4186, {"Region": 156, "Village": 4186}, {"PART_OF": 4186}),
        ("industry-codes/gbt4754_tree.csv", 1424, {"Industry": 1424}, {"PART_OF": 1404}),
        ("parks/parks_from_nbs_divisions_2023.csv", 991, {"Park": 991, "Region": 991}, {"LOCATED_IN": 991}),
        ("linyi-geojson/linyi_371300.json", 12, {"Region": 13}, {"PART_OF": 12}),
        ("linyi-geojson/shandong_370000.json", 16, {"Region": 17}, {"PART_OF": 16}),
        ("chain-kg/company.jsonl", 4654, {"Enterprise": 4586}, {}),
        ("chain-kg/industry.jsonl", 511, {"Industry": 511}, {}),
        ("chain-kg/industry_industry.jsonl", 480, {"Industry": 511}, {"PART_OF": 480}),
        ("chain-kg/company_industry.jsonl", 4430, {"Enterprise": 4430, "Industry": 335}, {"IN_INDUSTRY": 4430}),
        ("stock-kg/stock_industry_prep.csv", 2908, {"Enterprise": 2903, "Industry": 49}, {"IN_INDUSTRY": 2908}),
        ("stock-kg/stock_concept_prep.csv", 9442, {"Enterprise": 2716, "Industry": 163}, {"IN_INDUSTRY": 9442}),
        ("chain-kg/industry_up.jsonl", 335, None, {"UPSTREAM_OF": 5256}),
        ("chain-kg/industry_industry_up.jsonl", 5256, None, {"UPSTREAM_OF": 5256}),
    ],
)
def test_table_loads_whole(
    ontology: Ontology, name: str, rows: int, entities: dict[str, int] | None, relations: dict[str, int]
) -> None:
    loaded = load_shared(name, ontology)
    assert (loaded.report.read, loaded.report.accepted) == (rows, rows)
    assert entities is None or loaded.report.entities == entities
    assert loaded.report.relations == relations
    assert not loaded.report.sheets[0].unread


@pytest.mark.parametrize(
    ("name", "rows", "relations"),
    [
        # 108 pairs of a product with itself are left out
        ("chain-kg/product_product.jsonl", 110_153, {"UPSTREAM_OF": 57_109, "PART_OF": 52_936}),
        ("chain-kg/company_product.jsonl", 53_773, {"PRODUCES": 53_773}),
        ("chain-kg/product.jsonl", 95_559, {}),
    ],
)
def test_products_load_whole(ontology: Ontology, name: str, rows: int, relations: dict[str, int]) -> None:
    loaded = load_shared(name, ontology)
    assert (loaded.report.read, loaded.report.accepted) == (rows, rows)
    assert loaded.report.relations == relations


def test_registrations_are_placed_in_counties_where_the_address_tells(ontology: Ontology, gazetteer: Gazetteer) -> None:
    loaded = load_shared("enterprise-registration-sd/linyi.csv", ontology, gazetteer)
    firms = properties(loaded, "Enterprise")
    assert len(firms) == loaded.report.entities["Enterprise"] == 13_312
    counties = Counter(firm["region_code"][:6] for firm in firms)
    assert set(counties) <= {"371300", *(code for code in counties if code.startswith("3713"))}
    assert 1_100 < counties["371300"] < 1_250  # told no county
    assert counties["371324"] > 200  # 兰陵, also where it is still called 苍山
    assert sum("registered_capital" in firm for firm in firms) == 13_312 - 1_501  # N/A
    assert {firm["registered_capital"].currency for firm in firms if "registered_capital" in firm} == {
        "CNY", "USD", "JPY", "HKD", "SGD",
    }  # fmt: skip
    assert len(relations(loaded, "LOCATED_IN")) == 13_312
    named = [("电子商务" in firm.get("scope", ""), "电子商务" in firm["name"]) for firm in firms]
    assert (sum(scope for scope, _ in named), sum(map(any, named))) == (92, 122)


@pytest.mark.parametrize(
    ("name", "rows", "year"),
    [
        ("taobao-village-list-2014.txt", 212, 2014),
        ("taobao-village-list-2014.xlsx", 212, 2014),
        ("taobao_village_list_2016.csv", 1312, 2016),
    ],
)
def test_taobao_villages_are_awarded_and_placed(
    ontology: Ontology, gazetteer: Gazetteer, name: str, rows: int, year: int
) -> None:
    loaded = load_shared(f"taobao-villages/{name}", ontology, gazetteer)
    assert loaded.report.read - loaded.report.sheets[0].skipped == rows
    assert {r.properties["year"] for r in relations(loaded, "AWARDED")} == {year}
    assert len(relations(loaded, "AWARDED")) == loaded.report.entities["Village"]
    villages = properties(loaded, "Village")
    assert all(re.fullmatch(r"37\d{10}", v["code"]) for v in villages if "code" in v)
    assert sum("region_code" in v for v in villages) > 0.98 * rows
    assert all(v["designations"] == ("taobao_village",) for v in villages)
    assert (sum("products" in v for v in villages) > 200) == (year == 2014)


def test_signed_projects_are_not_the_totals(ontology: Ontology, gazetteer: Gazetteer) -> None:
    loaded = load_shared("linyi-investment-facts/linyi_investment_facts.csv", ontology, gazetteer)
    projects = properties(loaded, "Project")
    assert (loaded.report.read, len(projects)) == (19, 12)
    large = [p for p in projects if "planned_amount" in p and p["planned_amount"].yuan > 10**9]
    assert Counter(p["region_code"][:6] for p in large) == {"371302": 3, "371371": 2, "371326": 1}
    assert Counter(p["stage"] for p in projects) == {"signed": 8, "started": 3, "negotiation": 1}
    assert len(relations(loaded, "INVESTS_IN")) == 9


def test_executives_of_several_companies_are_one_person_only_on_evidence(ontology: Ontology) -> None:
    loaded = load_shared("stock-kg/executive_prep.csv", ontology)
    companies: dict[str, set[str]] = {}
    for relation in relations(loaded, "HOLDS_ROLE"):
        companies.setdefault(relation.head[1], set()).add(relation.tail[1])
    several = [ref for ref, held in companies.items() if len(held) > 1]
    assert len(several) in range(2_600, 2_731)
    assert all(ref.count("|") == 2 for ref in several)  # name, gender and age
    assert {relation.confidence for relation in relations(loaded, "HOLDS_ROLE")} == {0.8}
    assert len(relations(loaded, "HOLDS_ROLE")) == 29_073
