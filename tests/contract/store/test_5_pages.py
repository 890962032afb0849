"""docs/store.md §5: pages of one type."""

from datetime import date
from decimal import Decimal

import pytest

from cypher.errors import StoreError
from cypher.page import All, AnyOf, Condition, Filter, Not, Order, Related, count, keyset, page
from cypher.store import Store
from ontology.model import NodeType, Ontology
from support.graph_rows import edge_rows, node_rows

COMPANIES = [
    {"id": "enterprise:1", "name": "甲", "employees": 10, "aliases": ["红石", "red"], "registered_capital": Decimal(5)},
    {"id": "enterprise:2", "name": "乙", "employees": 30, "founded": date(2015, 6, 1)},
    {"id": "enterprise:3", "name": "丙", "employees": 20, "aliases": ["蓝石"], "founded": date(2010, 1, 1)},
    {"id": "enterprise:4", "name": "丁"},
    {"id": "enterprise:5", "name": "戊", "employees": 20},
]


@pytest.fixture
def enterprise(ontology: Ontology) -> NodeType:
    return ontology.node_types["Enterprise"]


@pytest.fixture
def filled(store: Store, ontology: Ontology) -> Store:
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *COMPANIES))
    regions = [{"id": "region:1", "code": "371302"}, {"id": "region:2", "code": "370100"}]
    store.upsert_nodes("Region", node_rows(ontology, "Region", *regions))
    places = [("enterprise:1", "region:1"), ("enterprise:2", "region:2"), ("enterprise:3", "region:1")]
    edges = edge_rows(ontology, "LOCATED_IN", *({"from_id": head, "to_id": tail} for head, tail in places))
    store.upsert_edges("LOCATED_IN", edges)
    return store


IN_LINYI = Related("LOCATED_IN", "out", ("Region",), Condition("code", "starts_with", "3713"))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Condition("name", "eq", "甲"), "1"),
        (Condition("name", "ne", "甲"), "2345"),
        (Condition("name", "in", ["甲", "戊", "x"]), "15"),
        (Condition("name", "in", []), ""),
        (Condition("employees", "gte", 20), "235"),
        (Condition("employees", "gt", 20), "2"),
        (Condition("employees", "lte", 20), "135"),
        (Condition("employees", "lt", 20), "1"),
        (Condition("employees", "is_null", True), "4"),
        (Condition("employees", "is_null", False), "1235"),
        (Condition("registered_capital", "eq", Decimal("5.00")), "1"),
        (Condition("founded", "gte", "2012-01-01"), "2"),
        (Condition("founded", "lt", date(2012, 1, 1)), "3"),
        (Condition("aliases", "eq", "红石"), "1"),
        (Condition("aliases", "ne", "红石"), "3"),
        (Condition("aliases", "in", ["red", "蓝石"]), "13"),
        (Condition("aliases", "contains", "石"), "13"),
        (Condition("aliases", "starts_with", "蓝"), "3"),
        (Not(Condition("employees", "lt", 20)), "235"),
        (All(()), "12345"),
        (AnyOf(()), ""),
        (All((Condition("employees", "eq", 20), Not(Condition("name", "eq", "丙")))), "5"),
        (AnyOf((Condition("name", "contains", "丁"), Condition("employees", "eq", 10))), "14"),
        (IN_LINYI, "13"),
        (Not(IN_LINYI), "245"),
        (Related("LOCATED_IN", "out"), "123"),
        (Related("LOCATED_IN", "in"), ""),
        (All((IN_LINYI, Condition("employees", "gt", 10))), "3"),
    ],
    ids=str,
)
def test_filter(filled: Store, enterprise: NodeType, where: Filter, expected: str) -> None:
    found = page(filled, enterprise, where=where, properties=[])
    assert "".join(row["id"][-1] for row in found) == expected
    assert count(filled, enterprise, where) == len(expected)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((), "12345"),
        ((Order("employees"),), "13524"),
        ((Order("employees", descending=True),), "23514"),
        ((Order("id", descending=True),), "54321"),
        ((Order("employees"), Order("id", descending=True)), "15324"),
        ((Order("founded"), Order("employees", descending=True)), "32514"),
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_follow_one_another(
    filled: Store, enterprise: NodeType, order: tuple[Order, ...], expected: str, size: int
) -> None:
    columns = [o.property for o in order]
    seen = page(filled, enterprise, order=order, limit=size, properties=columns)
    while more := page(filled, enterprise, order=order, after=keyset(seen[-1], order), limit=size, properties=columns):
        back = page(
            filled,
            enterprise,
            order=order,
            after=keyset(more[0], order),
            limit=size,
            properties=columns,
            backward=True,
        )
        assert back == seen[-len(back) :]
        seen += more
    assert "".join(row["id"][-1] for row in seen) == expected


def test_a_row_added_behind_is_on_the_next_page_and_none_comes_twice(
    filled: Store, enterprise: NodeType, ontology: Ontology
) -> None:
    first = page(filled, enterprise, limit=2)
    rows = node_rows(ontology, "Enterprise", {"id": "enterprise:0"}, {"id": "enterprise:25"})
    filled.upsert_nodes("Enterprise", rows)
    filled.delete_nodes("Enterprise", ["enterprise:2"])
    rest = page(filled, enterprise, after=keyset(first[-1], ()), limit=9)
    assert [row["id"] for row in rest] == ["enterprise:25", "enterprise:3", "enterprise:4", "enterprise:5"]


def test_columns_are_all_or_those_named(filled: Store, enterprise: NodeType) -> None:
    assert page(filled, enterprise, limit=1, properties=["name"]) == [{"id": "enterprise:1", "name": "甲"}]
    assert page(filled, enterprise, limit=1)[0]["registered_capital"] == 5.0


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (Condition("nmae", "eq", "x"), "has no property 'nmae'"),
        (Condition("employees", "contains", "x"), "is no text"),
        (Condition("aliases", "gt", "x"), "has several values"),
        (Condition("name", "eq", None), "is_null"),
        (Related("LOCATED_IN", "out", (), Condition("code", "eq", "x")), "has no property 'code'"),
    ],
    ids=str,
)
def test_a_wrong_filter_says_so(filled: Store, enterprise: NodeType, where: Filter, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        page(filled, enterprise, where=where)
