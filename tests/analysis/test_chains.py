"""Chains, their gaps and leads on a small chain: log → board → furniture, two counties."""

from datetime import date
from decimal import Decimal

import pytest

from analysis.chains import industry_chain
from analysis.errors import AnalysisRefused
from analysis.leads import WEIGHTS, chain_leads
from support.graphs import write_graph

REGIONS = [{"id": f"region:{k}", "name": f"{k}县", "code": code} for k, code in (("甲", "371325"), ("乙", "371326"))]
INDUSTRIES = [
    {"id": f"industry:{k}", "name": k, "scheme": "chain"} for k in ("log", "board", "furniture", "glue", "toy")
]
PRODUCTS = [{"id": "product:door", "name": "门"}]
LINKS = [("log", "board"), ("glue", "board"), ("board", "furniture")]
#: Enterprise: county, industry, registered capital.
ENTERPRISES = {
    "a1": ("371325", "board", 10), "a2": ("371325", "board", 20), "a3": ("371325", "furniture", None),
    "b1": ("371326", "log", 50), "b2": ("371326", "log", 5), "b3": ("371326", "furniture", 7),
    "b4": ("371326", "toy", 9),
}  # fmt: skip


def _e(name):
    return f"enterprise:{name}"


@pytest.fixture
def graph(tmp_path):
    enterprises = [
        {"id": _e(k), "name": k, "region_code": place, "registered_capital": None if c is None else Decimal(c)}
        for k, (place, _, c) in ENTERPRISES.items()
    ]
    edges = {
        "UPSTREAM_OF": [
            {"from_id": f"industry:{a}", "to_id": f"industry:{b}", "from_type": "Industry", "to_type": "Industry"}
            for a, b in LINKS
        ]
        + [{"from_id": "industry:furniture", "to_id": "product:door"}],
        "IN_INDUSTRY": [{"from_id": _e(k), "to_id": f"industry:{i}"} for k, (_, i, _) in ENTERPRISES.items()]
        + [{"from_id": _e("b2"), "to_id": "industry:toy"}],
        "SUPPLIES": [{"from_id": _e("b1"), "to_id": _e("a1")}, {"from_id": _e("a2"), "to_id": _e("a3")}],
        "INVESTS_IN": [{"from_id": _e("b2"), "to_id": _e("b4"), "invested_on": date(2020, 1, 1)}],
    }
    nodes = {"Enterprise": enterprises, "Region": REGIONS, "Industry": INDUSTRIES, "Product": PRODUCTS}
    return write_graph(tmp_path, nodes, edges)


def _segments(chain):
    return {s.name: s for s in chain.segments}


def test_a_chain_has_its_segments_upstream_first(graph):
    chain = industry_chain(graph, root="board", region="甲县")
    assert [(s.tier, s.name) for s in chain.segments] == [
        (-1, "glue"), (-1, "log"), (0, "board"), (1, "furniture"), (2, "门"),
    ]  # fmt: skip
    assert {(link.head, link.tail) for link in chain.links} >= {("industry:log", "industry:board")}
    assert (chain.n, chain.coverage) == (6, 1.0)
    assert [s.name for s in industry_chain(graph, root="board", region="甲县", depth=1).segments][-1] == "furniture"


def test_a_region_lacks_what_others_have_and_what_it_buys_elsewhere(graph):
    found = _segments(industry_chain(graph, root="board", region="甲县"))
    assert {name: s.gaps for name, s in found.items()} == {
        "glue": ("UNKNOWN",),
        "log": ("MISSING", "LEAVING"),
        "board": (),
        "furniture": ("SINGLE",),
        "门": ("UNKNOWN",),
    }
    assert (found["log"].supplied, found["log"].from_outside) == (1, 1)
    board = found["board"]
    assert (board.local, board.total, board.capital, board.capital_known) == (2, 2, 30.0, 2)
    assert board.quotient == pytest.approx((2 / 2) / (3 / 7), rel=1e-12)
    assert found["furniture"].capital is None


def test_a_segment_below_the_threshold_is_thin(graph):
    found = _segments(industry_chain(graph, root="board", region="甲县", thin_below=1.5))
    assert found["furniture"].gaps == ("THIN", "SINGLE")


def test_leads_are_ranked_by_factors_that_are_shown(graph):
    found = chain_leads(graph, root="board", region="甲县", segment="industry:log", as_of=date(2021, 1, 1))
    assert [lead.enterprise for lead in found.leads] == [_e("b1"), _e("b2")]
    factors = {lead.enterprise: {f.name: f.value for f in lead.factors} for lead in found.leads}
    assert factors[_e("b1")] == {"fit": 1.0, "warm": 1.0, "related": 1.0, "capacity": 1.0, "recent": None}
    assert factors[_e("b2")] == {"fit": 0.5, "warm": 0.0, "related": 1.0, "capacity": 0.5, "recent": 1.0}
    assert found.leads[0].score == 1.0
    assert found.leads[1].score == pytest.approx((3 * 0.5 + 2 * 1 + 1 * 0.5 + 1 * 1) / 10, rel=1e-12)
    assert found.leads[0].factors[1].evidence == ("supplies:00000000",)


def test_weights_pins_and_exclusions_are_the_callers(graph):
    asked = {"root": "board", "region": "甲县", "segment": "industry:log", "as_of": date(2021, 1, 1)}
    only_moves = chain_leads(graph, **asked, weights={**dict.fromkeys(WEIGHTS, 0.0), "recent": 1.0})
    assert [(lead.enterprise, lead.score) for lead in only_moves.leads] == [(_e("b2"), 1.0), (_e("b1"), 0.0)]
    assert [lead.enterprise for lead in chain_leads(graph, **asked, pin=[_e("b2")]).leads] == [_e("b2"), _e("b1")]
    assert [lead.enterprise for lead in chain_leads(graph, **asked, exclude=[_e("b1")]).leads] == [_e("b2")]


def test_leads_of_all_gaps_name_each_enterprise_once(graph):
    found = chain_leads(graph, root="board", region="甲县")
    assert sorted(lead.enterprise for lead in found.leads) == [_e("b1"), _e("b2"), _e("b3")]
    assert found.total == 3
    assert [s.name for s in found.segments] == ["log", "furniture"]


def test_a_chain_counts_the_classes_below_an_industry(tmp_path):
    nodes = {
        "Enterprise": [{"id": _e("x"), "name": "x", "region_code": "371325"}],
        "Region": REGIONS,
        "Industry": [{"id": "industry:whole", "name": "whole"}, {"id": "industry:part", "name": "part"}],
    }
    edges = {
        "IN_INDUSTRY": [{"from_id": _e("x"), "to_id": "industry:part"}],
        "PART_OF": [{"from_id": "industry:part", "to_id": "industry:whole"}],
    }
    chain = industry_chain(write_graph(tmp_path, nodes, edges), root="whole", region="甲县")
    assert [(s.name, s.local) for s in chain.segments] == [("whole", 1)]
    assert "no_links" in [w.code for w in chain.warnings]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"root": "gold"}, "root: 'gold'"),
        ({"root": "board", "depth": 7}, "depth: 7"),
        ({"root": "board", "weights": {"luck": 1.0}}, "weights: luck"),
        ({"root": "board", "weights": {"fit": -1.0}}, "negative"),
        ({"root": "board", "segment": "industry:toy"}, "segment: 'industry:toy'"),
    ],
)
def test_what_cannot_be_is_refused(graph, asked, told):
    with pytest.raises(AnalysisRefused, match=told):
        chain_leads(graph, region="甲县", **asked)
