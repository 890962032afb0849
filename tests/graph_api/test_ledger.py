"""The ledger of a policy over GraphQL, on both stores."""

from typing import Any

from graph_api.context import AppContext


def _policy(ask: Any) -> str:
    found: str = ask('{ document(number: "某政发〔2014〕15号") { id } }')["document"]["id"]
    return found


def test_a_ledger_shows_status_what_counted_and_where_it_stands(ask: Any, app: AppContext) -> None:
    found = ask(
        """query ($policy: ID!) { policyLedger(policy: $policy, region: "371325", asOf: "2016-01-01") {
          dataVersion n coverage asOf begun warnings { code } policy { name }
          rows { metric goal goalText status value valueText gap deadline region { name code } target { id name }
            warnings { code en: text(lang: EN) }
            definitions { metric rule ruleLabel en: ruleLabel(lang: EN) bound value status countedTotal quote
              counted(first: 5) { type name } }
            places { place { name } } conflicts { kind } }
          derived { kind } } }""",
        policy=_policy(ask),
    )["policyLedger"]
    assert (found["dataVersion"], found["n"], found["coverage"]) == (app.snapshot.data_version, 1, 1.0)
    assert (found["begun"], found["asOf"], found["policy"]["name"]) == ("2014-01-01", "2016-01-01", "关于电商的意见")
    (row,) = found["rows"]
    assert (row["metric"], row["goalText"], row["status"], row["value"]) == ("电商园区", "≥1", "MET", 1.0)
    assert row["region"] == {"name": "费县", "code": "371325"}
    (definition,) = row["definitions"]
    assert (definition["rule"], definition["countedTotal"], definition["bound"]) == ("e_commerce_parks", 1, "exact")
    assert definition["counted"] == [{"type": "Park", "name": "费县电商园"}]
    assert definition["en"].startswith("e-commerce parks")
    assert {w["code"] for w in row["warnings"]} == {"undated", "no_deadline"}


def test_rows_can_be_asked_by_status(ask: Any) -> None:
    query = """query ($policy: ID!, $s: [TargetStatus!]) {
      policyLedger(policy: $policy, region: "兰山区", asOf: "2016-01-01") { rows(statuses: $s) { status value } } }"""
    policy = _policy(ask)
    assert ask(query, policy=policy, s=["MET"])["policyLedger"]["rows"] == []
    assert ask(query, policy=policy)["policyLedger"]["rows"] == [{"status": "NO_DATA", "value": 0.0}]


def test_an_unknown_policy_and_region_are_refused(raw: Any, ask: Any) -> None:
    (error,) = raw('{ policyLedger(policy: "document:none") { n } }')["errors"]
    assert error["message"].startswith("policy")
    query = 'query ($policy: ID!) { policyLedger(policy: $policy, region: "无此县") { n } }'
    (error,) = raw(query, policy=_policy(ask))["errors"]
    assert error["message"].startswith("region")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
