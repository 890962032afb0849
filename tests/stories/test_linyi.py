"""A real graph of Linyi: files and a policy in, the same answers from both stores out.

Every answer is held against what the raw files say, read here with nothing of ours.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cypher.store import Store
from graph_api.context import AppContext
from support.asking import ask, every_node, every_relation
from support.real_graphs import RealGraph, build
from support.shared import shared_data, shared_path

pytestmark = [pytest.mark.shared, pytest.mark.slow]

TABLES = [
    *(f"admin-divisions/{name}.csv" for name in ("provinces", "cities", "areas", "streets", "villages_linyi")),
    "enterprise-registration-sd/linyi.csv", "parks/national_etdz_shandong.csv",
    "parks/parks_from_nbs_divisions_2023.csv", "taobao-villages/taobao-village-list-2014.txt",
    "taobao-villages/taobao_village_list_2016.csv", "industry-codes/gbt4754_tree.csv",
    "linyi-geojson/linyi_371300.json", "linyi-geojson/shandong_370000.json",
    "linyi-investment-facts/linyi_investment_facts.csv",
]  # fmt: skip


@pytest.fixture(scope="module")
def linyi(tmp_path_factory: pytest.TempPathFactory) -> RealGraph:
    tables = [shared_data(name) for name in TABLES]
    policy = shared_path("gold/linyi-ecommerce-opinion.txt")
    return build(tmp_path_factory.mktemp("linyi") / "data", tables, [policy])


@pytest.fixture(scope="module")
def app(linyi: RealGraph, engine_store: Store) -> Iterator[AppContext]:
    """The graph of Linyi, served by each engine in turn."""
    engine_store.bulk_load(linyi.snapshot)
    with linyi.served_by(engine_store) as context:
        yield context


def rows(name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    with shared_data(name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_all_13312_registrations_are_in_the_graph(app: AppContext) -> None:
    raw = {row["统一社会信用代码"] for row in rows("enterprise-registration-sd/linyi.csv")}
    assert len(raw) == 13_312
    held = {row["uscc"] for row in app.snapshot.nodes("Enterprise").select(["uscc"]).to_pylist()}
    assert raw <= held


def test_enterprises_whose_scope_names_electronic_commerce_by_county(app: AppContext) -> None:
    raw = {
        row["统一社会信用代码"]: row["注册地址"]
        for row in rows("enterprise-registration-sd/linyi.csv")
        if "电子商务" in row["经营范围"]
    }
    answered = {
        node["uscc"]: node["regionCode"]
        for node in every_node(app, "enterprises", "uscc regionCode", 'scope: {contains: "电子商务"}')
    }
    assert answered.keys() == raw.keys()
    counties = {row["name"]: row["code"] for row in rows("admin-divisions/areas.csv") if row["cityCode"] == "3713"}
    unplaced = 0
    for uscc, address in raw.items():
        code = answered[uscc]
        named = {counties[name] for name in counties if name in address}
        if len(named) == 1 and code is not None:
            assert {code[:6]} == named, address
        unplaced += code is None or code.endswith("00")
    # What could not be placed names no county, and none of its townships: few, and counted.
    assert unplaced < len(raw) / 5
    by_county = Counter(code[:6] for code in answered.values() if code and not code.endswith("00"))
    assert by_county["371302"] == max(by_county.values())
    assert sum(by_county.values()) + unplaced == 92


def test_villages_that_were_taobao_villages_in_both_years_with_their_products(app: AppContext) -> None:
    years: dict[str, set[int]] = {}
    products: dict[str, list[str] | None] = {}
    selection = "node { id name ... on Village { products } } relation { properties }"
    for edge in every_relation(app, 'honor(name: "淘宝村")', "awardees", selection):
        years.setdefault(edge["node"]["id"], set()).add(edge["relation"]["properties"]["year"])
        products[edge["node"]["id"]] = edge["node"].get("products")
    both = {village for village, told in years.items() if told == {2014, 2016}}
    text = shared_data("taobao-villages/taobao-village-list-2014.txt").read_text(encoding="utf-16")
    first = {(line.split("\t")[2], line.split("\t")[4]) for line in text.splitlines()[1:] if line.count("\t") >= 5}
    second = {(r["县（市、区）"], r["村"]) for r in rows("taobao-villages/taobao_village_list_2016.csv", "utf-8-sig")}
    shared = {pair for pair in first & second if all(pair)}
    assert len(shared) == 190
    # The graph knows more: fourteen villages whose county has another name in the second list, for it was made a
    # district (增城市, 增城区) or is written as a dash in the first (白沟新城); their division codes are the same.
    assert len(shared) < len(both) <= len(shared) + 14
    assert sum(bool(products[village]) for village in both) >= 0.95 * len(both)


def test_the_targets_of_the_policy_with_their_quoted_words(app: AppContext) -> None:
    gold = json.loads(shared_path("gold/linyi-ecommerce-opinion.json").read_text(encoding="utf-8"))
    # A target that is told twice is one; what is told only once of it (a deadline) holds for both.
    by_key = {target["targetKey"]: target for target in sorted(gold["targets"], key=lambda t: "deadline" in t)}
    wanted = {(t["comparator"], t["min"], t["max"], t["unit"], t.get("deadline")) for t in by_key.values()}
    selection = (
        "id targetKey metric comparator minimum maximum unitWord deadline "
        "evidence { quote start end section document { id text } }"
    )
    targets = list(every_node(app, "targets", selection))
    answered = {(t["comparator"].lower(), t["minimum"], t["maximum"], t["unitWord"], t["deadline"]) for t in targets}
    assert answered == wanted
    assert len(by_key) == len(targets) == 16
    for target in targets:
        assert target["evidence"]
        for told in target["evidence"]:
            assert told["document"]["text"][told["start"] : told["end"]] == told["quote"]
            assert told["quote"]


def test_projects_above_a_billion_yuan_by_county(app: AppContext) -> None:
    raw = {
        row["project_or_total"]
        for row in rows("linyi-investment-facts/linyi_investment_facts.csv")
        if "合计" not in row["project_or_total"] and _plain_number(row["amount_yi_yuan"]) > 10
    }
    where = 'plannedAmount: {gt: "1000000000"}'
    answered = list(every_node(app, "projects", "name regionCode plannedAmount { yuan }", where))
    assert {project["name"] for project in answered} == raw
    by_county = Counter(project["regionCode"][:6] for project in answered)
    assert sum(by_county.values()) == len(raw)
    assert by_county["371302"] == 3


def _plain_number(text: str) -> float:
    """What is a number; >5 is a bound and no amount."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def test_boundaries_of_the_counties_are_there(app: AppContext) -> None:
    region = ask(app, '{ region(code: "371302") { name boundary } }')["region"]
    assert region["name"] == "兰山区"
    assert "MultiPolygon" in json.dumps(region["boundary"])


def test_loading_all_of_it_again_changes_nothing(linyi: RealGraph) -> None:
    assert not any(linyi.take())
    built = linyi.space.build()
    assert built.snapshot.data_version == linyi.snapshot.data_version
    assert built.published is None


def test_nothing_of_the_data_lies_in_the_project() -> None:
    root = Path(__file__).parents[2]
    assert not list(root.glob("examples/**/linyi.csv"))
