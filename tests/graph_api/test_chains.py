"""Chains and leads over GraphQL, on both stores."""

from typing import Any


def test_a_chain_shows_what_a_region_has_of_it(ask: Any) -> None:
    found = ask(
        """{ industryChain(root: "木材加工", region: "兰山区") { n coverage warnings { code } region { code }
          segments(first: 5) { name tier local total quotient gaps entity { type } members { name } }
          links { id } } }"""
    )["industryChain"]
    assert (found["n"], found["coverage"], found["region"]["code"]) == (5, 1.0, "371302")
    (segment,) = found["segments"]
    assert (segment["local"], segment["total"], segment["quotient"], segment["gaps"]) == (2, 5, 1.0, [])
    assert sorted(m["name"] for m in segment["members"]) == ["丁电商", "戊食品"]
    assert segment["entity"] == {"type": "Industry"}


def test_leads_show_every_factor_with_weight_and_evidence(ask: Any) -> None:
    industry = ask("{ industries { nodes { id } } }")["industries"]["nodes"][0]["id"]
    query = """query ($r: String!, $s: ID!, $pin: [ID!]) { chainLeads(root: $r, region: "兰山区", segment: $s, first: 2,
      pin: $pin, weights: {recent: 0, fit: 1}) { total n coverage leads { score pinned segment { name }
        enterprise { id name } factors { name text value weight evidenceIds } } } }"""
    found = ask(query, r=industry, s=industry)["chainLeads"]
    assert (found["total"], found["n"], len(found["leads"])) == (3, 3, 2)
    first = found["leads"][0]
    factors = {f["name"]: f for f in first["factors"]}
    assert list(factors) == ["fit", "warm", "related", "capacity", "recent"]
    assert (factors["fit"]["weight"], factors["recent"]["weight"], factors["warm"]["weight"]) == (1.0, 0.0, 3.0)
    assert factors["warm"]["value"] == 1.0
    assert factors["warm"]["evidenceIds"]
    last = ask(query, r=industry, s=industry, pin=[found["leads"][1]["enterprise"]["id"]])["chainLeads"]["leads"][0]
    assert last["pinned"]
    assert last["enterprise"] == found["leads"][1]["enterprise"]


def test_an_unknown_root_is_refused(raw: Any) -> None:
    (error,) = raw('{ industryChain(root: "无此行业", region: "兰山区") { n } }')["errors"]
    assert error["message"].startswith("root")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
