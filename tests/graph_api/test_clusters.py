"""Fields of the room analysis."""

from typing import Any

from graph_api.context import AppContext


def test_communities_have_members_anchors_and_what_they_stand_on(ask: Any, app: AppContext) -> None:
    found = ask(
        """{ communities(minSize: 2) { dataVersion n coverage modularity total warnings { code text en: text(lang: EN) }
          communities { id label en: label(lang: EN) size tiesInside members(first: 1) { name } anchors { name }
            industries { name share } regions { name count } } } }"""
    )["communities"]
    assert found["dataVersion"] == app.snapshot.data_version
    assert sum(c["size"] for c in found["communities"]) == found["n"] == 6
    assert all(len(c["members"]) == 1 and c["anchors"] for c in found["communities"])


def test_the_network_places_entities_between_minus_one_and_one(ask: Any) -> None:
    found = ask(
        """{ communityNetwork(minSize: 2, relations: [OWNS]) { total nodes { x y pagerank community entity { id name } }
          relations { id type label fromId toId } } }"""
    )["communityNetwork"]
    assert {n["entity"]["name"] for n in found["nodes"]} == {"甲木业", "乙板材", "丙物流", "丁电商"}
    assert all(-1 <= n["x"] <= 1 and -1 <= n["y"] <= 1 for n in found["nodes"])
    ids = {n["entity"]["id"] for n in found["nodes"]}
    assert {e for r in found["relations"] for e in (r["fromId"], r["toId"])} <= ids
    assert {r["type"] for r in found["relations"]} == {"OWNS"}


def test_pagerank_ranks_entities(ask: Any) -> None:
    found = ask("{ pagerank(relations: [OWNS], first: 2) { rank score entity { name } } }")["pagerank"]
    assert [(r["rank"], r["entity"]["name"]) for r in found] == [(1, "丁电商"), (2, "乙板材")]


def test_location_statistics_carry_definition_and_coverage(ask: Any) -> None:
    found = ask(
        """{ locationQuotient { indicator { id label unit formula source undefined } parameters n coverage
            warnings { code }
            rows(first: 1) { value n weight region { code name } industry { code name } } }
          hhi(by: INDUSTRY, weight: CAPITAL) { n rows { value industry { name } region { name } } } }"""
    )
    quotient = found["locationQuotient"]
    assert (quotient["indicator"]["id"], quotient["n"], quotient["coverage"]) == ("location_quotient", 5, 1.0)
    assert quotient["parameters"]["regionLevel"] == "county"
    assert quotient["rows"][0]["value"] == 1.0
    assert quotient["rows"][0]["industry"] == {"code": "20", "name": "木材加工"}
    assert found["hhi"]["rows"] == [{"value": 1.0, "industry": {"name": "木材加工"}, "region": None}]
    assert found["hhi"]["n"] == 3


def test_a_refused_parameter_names_itself(raw: Any) -> None:
    (error,) = raw("{ locationQuotient(industryLevel: 9) { n } }")["errors"]
    assert error["message"].startswith("industry_level")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
