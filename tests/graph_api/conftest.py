"""A small region over GraphQL, on both stores: five enterprises, their owners and places, a person, a policy."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from cypher.store import Store
from graph_api.context import AppContext, RequestContext
from graph_api.execute import Api, Request
from ontology.model import Ontology
from records.record import Locator, Source
from support.builders import (
    day,
    enterprise,
    entity,
    located_in,
    make_source,
    make_uscc,
    owns,
    person,
    region,
    relation,
    yuan,
)
from support.example_store import build_snapshot, fill

Ask = Callable[..., dict[str, Any]]

TEXT = "各县区至少建成1个电商园区。甲木业牵头。"


def said() -> dict[Source, list[Any]]:
    """What a table and a document say."""
    capital = {"1": "5000000", "2": "12500000.50", "3": "800000", "4": None, "5": None}
    names = {"1": "甲木业", "2": "乙板材", "3": "丙物流", "4": "丁电商", "5": "戊食品"}
    table: list[Any] = [
        region("371302", "兰山区"),
        region("371325", "费县"),
        entity("Village", "v1", name="某村", region_code="371325001001", products=("柳编", "板材")),
        entity("Park", "p1", name="费县电商园", region_code="371325", area=12000.5, kind="e_commerce"),
        entity("Industry", "20", name="木材加工", code="20", level=2, scheme="gbt4754"),
    ]
    for number, name in names.items():
        amount = capital[number]
        more: dict[str, Any] = {"registered_capital": yuan(amount, f"{amount}元")} if amount else {}
        if number in "12":
            more |= {"status": "active", "founded": day(f"201{number}-0{number}"), "kind": ("backbone",)}
        table.append(
            enterprise(
                number,
                name,
                row=int(number) + 1,
                uscc=make_uscc(int(number)),
                legal_representative=f"法人{number}",
                **more,
            )
        )
        table.append(located_in(number, "371325" if number in "123" else "371302", row=int(number) + 1))
        table.append(relation("IN_INDUSTRY", ("Enterprise", number), ("Industry", "20"), primary=True))
    table += [
        owns("1", "2", 0.6, row=20),
        owns("3", "2", 0.4),
        relation("OWNS", ("Enterprise", "2"), ("Enterprise", "4")),
        relation("LOCATED_IN", ("Enterprise", "1"), ("Park", "p1")),
        relation("PART_OF", ("Village", "v1"), ("Region", "371325")),
        person("k1", "赵一", person_key="赵一@甲木业", birth_year=1980, phone="13800000000", title="工程师"),
        relation("HOLDS_ROLE", ("Person", "k1"), ("Enterprise", "1"), role="董事长"),
        relation("HOLDS_ROLE", ("Person", "k1"), ("Enterprise", "4"), role="董事"),
        relation("GUARANTEES", ("Enterprise", "1"), ("Enterprise", "5"), amount=yuan("3000000", "300万元")),
    ]
    place = Locator(section="一", start=0, end=14, sentence_start=0, sentence_end=14, quote=TEXT[:14])
    name_place = Locator(section="一", start=14, end=17, sentence_start=14, sentence_end=20, quote="甲木业")
    document: list[Any] = [
        entity(
            "Document",
            "d",
            name="关于电商的意见",
            number="某政发〔2014〕15号",
            text=TEXT,
            kind="policy",
            _locator=Locator(),
        ),
        entity("Document", "other", name="另一文件", number="某政发〔2013〕1号", _locator=name_place, _mention=True),
        entity(
            "Target",
            "t",
            name="建成电商园区",
            metric="电商园区",
            comparator="ge",
            minimum=1.0,
            target_key="k",
            _locator=place,
        ),
        relation("HAS_TARGET", ("Document", "d"), ("Target", "t"), _locator=place, _state="proposed", _confidence=0.7),
        enterprise("e", "甲木业", uscc=make_uscc(1), _locator=name_place, _mention=True),
        person(
            "m",
            "赵一",
            person_key="赵一@甲木业",
            _locator=replace(name_place, quote="赵一，13800000000"),
            _mention=True,
        ),
    ]
    as_table = make_source("register", publisher="某局", licence="CC0")
    return {as_table: table, make_source("policy", kind="document"): document}


@pytest.fixture(scope="module")
def app(engine_store: Store, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """The region on each store in turn."""
    snapshot = build_snapshot(tmp_path_factory.mktemp("region"), ontology, said())
    context = AppContext(ontology, fill(engine_store, snapshot), snapshot)
    yield context
    context.close()


def asking(app: AppContext) -> Ask:
    """Answers a query as the endpoint would, as whatever role is named."""
    api = Api(app)

    def ask(query: str, role: Any = None, **variables: Any) -> dict[str, Any]:
        context = RequestContext(app, role)
        return asyncio.run(api.answer(Request(query, variables), context)).body

    return ask


@pytest.fixture
def raw(app: AppContext) -> Ask:
    """Asks and gives the whole body."""
    return asking(app)


@pytest.fixture
def ask(raw: Ask) -> Ask:
    """Asks, expects no error, and gives the data."""

    def data(query: str, **more: Any) -> dict[str, Any]:
        body = raw(query, **more)
        assert "errors" not in body, body["errors"]
        found: dict[str, Any] = body["data"]
        return found

    return data
