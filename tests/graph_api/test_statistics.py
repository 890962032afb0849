"""Location statistics, growth and complexity over GraphQL, on both stores."""

from typing import Any


def test_quotients_of_counts_have_an_interval(ask: Any) -> None:
    (row,) = ask('{ locationQuotient(within: "371325") { rows { value low high p } } }')["locationQuotient"]["rows"]
    assert row["value"] == 1.0
    assert row["low"] <= 1 <= row["high"]
    assert row["p"] is None


def test_concentration_has_every_measure_with_its_definition(ask: Any) -> None:
    query = """query ($m: ConcentrationMeasure!) { concentration(measure: $m) { n coverage warnings { code }
      indicator { id formula source label } parameters rows { value n region { name } industry { name } } } }"""
    gini = ask(query, m="GINI")["concentration"]
    assert (gini["indicator"]["id"], gini["n"]) == ("gini", 5)
    assert round(gini["rows"][0]["value"], 12) == 0.1
    assert gini["rows"][0]["industry"] == {"name": "木材加工"}
    krugman = ask(query, m="KRUGMAN")["concentration"]
    assert {r["region"]["name"]: r["value"] for r in krugman["rows"]} == {"兰山区": 0.0, "费县": 0.0}
    assert ask(query, m="MORAN")["concentration"]["rows"] == []
    assert ask(query, m="ELLISON_GLAESER")["concentration"]["rows"][0]["n"] == 5


def test_growth_is_of_those_whose_founding_is_known(ask: Any) -> None:
    found = ask(
        """{ growth(since: "2011-06-01", until: "2013-01-01") { n coverage warnings { code }
          rows { before after growth national mix regional region { name } } } }"""
    )["growth"]
    assert (found["n"], found["coverage"]) == (2, 0.4)
    assert {w["code"] for w in found["warnings"]} == {"few", "coverage", "survivors"}
    (row,) = found["rows"]
    assert (row["before"], row["after"], row["growth"]) == (1.0, 2.0, 1.0)
    assert row["national"] + row["mix"] + row["regional"] == 1.0


def test_complexity_is_null_where_it_is_undefined(ask: Any) -> None:
    found = ask("{ complexity { regions { eci diversity region { name } } industries { pci ubiquity } } }")[
        "complexity"
    ]
    assert [r["eci"] for r in found["regions"]] == [None, None]
    assert found["industries"] == [{"pci": None, "ubiquity": 2}]


def test_next_industries_tell_the_region_and_how_many_there_are(ask: Any, raw: Any) -> None:
    found = ask(
        """{ nextIndustries(region: "费县", first: 3) { total region { code name } indicator { id }
          candidates { density pci industry { name } related { value group { name } }
            peers { value group { name } } } } }"""
    )["nextIndustries"]
    assert (found["total"], found["candidates"], found["region"]["code"]) == (0, [], "371325")
    (error,) = raw('{ nextIndustries(region: "某村") { total } }')["errors"]
    assert error["message"].startswith("region")
