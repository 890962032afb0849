"""A real graph of listed companies: two sources joined on the stock code in spite of its spellings."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from cypher.queries import query
from cypher.store import Store
from graph_api.context import AppContext
from support.asking import every_relation
from support.real_graphs import RealGraph, build
from support.shared import shared_data

pytestmark = [pytest.mark.shared, pytest.mark.slow]

CHAIN = ["company", "industry", "industry_industry", "industry_industry_up", "company_industry", "company_product",
         "product", "product_product"]  # fmt: skip
STOCK = ["executive_prep", "stock_industry_prep", "stock_concept_prep"]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> RealGraph:
    tables = [shared_data(f"chain-kg/{name}.jsonl") for name in CHAIN]
    tables += [shared_data(f"stock-kg/{name}.csv") for name in STOCK]
    return build(tmp_path_factory.mktemp("listed") / "data", tables)


@pytest.fixture(scope="module")
def app(listed: RealGraph, engine_store: Store) -> Iterator[AppContext]:
    """The graph of listed companies, served by each engine in turn."""
    engine_store.bulk_load(listed.snapshot)
    with listed.served_by(engine_store) as context:
        yield context


def lines(name: str) -> list[dict[str, str]]:
    text = shared_data(f"chain-kg/{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def digits(code: str) -> str:
    found = re.search(r"\d{6}", code)
    assert found, code
    return found[0]


def test_a_company_is_one_however_its_code_is_spelled(listed: RealGraph) -> None:
    raw = {digits(row["code"]) for row in lines("company")}
    held = [row["stock_code"] for row in listed.snapshot.nodes("Enterprise").select(["stock_code"]).to_pylist()]
    codes = [code for code in held if code]
    assert len(codes) == len(set(codes))
    assert raw <= set(codes)
    assert len(raw) == 4_586


def test_persons_who_sit_in_several_companies_and_what_they_connect(app: AppContext) -> None:
    companies: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    with shared_data("stock-kg/executive_prep.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["jobs"].strip() and row["age"].isdigit() and row["gender"].strip():
                companies[row["name"].strip(), row["gender"].strip(), row["age"]].add(row["code"].zfill(6))
    raw = {who: codes for who, codes in companies.items() if len(codes) > 1}
    found = app.store.read(query("persons_in_companies"), {"least": 2}).dicts()
    # The same evidence rule, applied here by hand: one name, gender and age is one person.
    assert abs(len(found) - len(raw)) <= 0.01 * len(raw)
    best = max(len(codes) for codes in raw.values())
    assert found[0]["companies"] == best
    connected = app.store.read(query("companies_connected")).dicts()
    assert {row["person_id"] for row in connected} == {row["id"] for row in found}
    _same_on_every_store("persons", [(row["id"], row["companies"]) for row in found])
    _same_on_every_store("connected", [(r["person_id"], r["first_id"], r["second_id"]) for r in connected])


def test_what_lies_upstream_of_compound_fertiliser(app: AppContext) -> None:
    raw = {r["to_entity"] for r in lines("product_product") if r["from_entity"] == "复合肥" and r["rel"] == "上游材料"}
    raw |= {r["from_entity"] for r in lines("product_product") if r["to_entity"] == "复合肥" and r["rel"] == "下游产品"}
    assert raw
    selection = "node { name } relation { id properties }"
    edges = list(every_relation(app, 'product(name: "复合肥")', "upstream", selection))
    assert {edge["node"]["name"] for edge in edges} == raw - {"复合肥"}
    _same_on_every_store("upstream", sorted(edge["relation"]["id"] for edge in edges))


def test_loading_all_of_it_again_changes_nothing(listed: RealGraph) -> None:
    assert not any(listed.take())
    built = listed.space.build()
    assert built.snapshot.data_version == listed.snapshot.data_version
    assert built.published is None


_answers: dict[str, object] = {}


def _same_on_every_store(question: str, answer: object) -> None:
    """The first store's answer is kept; the second's has to be the same."""
    assert _answers.setdefault(question, answer) == answer
