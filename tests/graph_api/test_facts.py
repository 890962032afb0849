"""Facts of documents over the API: a queue, decisions, what they make of the graph; read by the real extractor.

- The queue shows a fact with its sentence, its words in it, who says otherwise, and whom it may name.
- A decision shows at once, and is in the graph after the build that it starts; undone, all is as before.
- Below reviewer nobody sees the queue or decides; every decision is in the audit log.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jiju.jobs import Workspace
from jiju.settings import Settings
from records.facts.thresholds import Threshold, Thresholds
from records.record import EntityRecord, RelationRecord
from support.builders import make_source, make_uscc, yuan
from support.site import Site, served

IN_ORDER = True  # what one test decides the next ones find
FIRM = "沂水启程网络科技有限公司"
NEWS = (
    "青禾县重点项目集中签约\n"
    f"8月2日，{FIRM}投资3亿元建设恒越电商产业园项目，项目选址青禾经济开发区。\n"
    "青禾经济开发区由青禾城投开发有限公司负责运营。\n"
)
TABLE = f"企业名称,统一社会信用代码,从业人数\n{FIRM},{make_uscc(1)},20\n"
QUEUE = """query($where: FactWhere, $first: Int! = 50, $after: String) {
  factQueue(where: $where, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
    key kind type name state reason confidence threshold sentence quote quoteStart quoteEnd section documentTitle
    document { id } entity { id } ends { type name start end entity { id } } values
    conflicts { property mine other sources { id } } suggestions { id name score } decision { id verdict by } } } }"""
DECIDED = """fact { key type name state reason quote entity { id } decision { id verdict by why } }
  decision { id verdict } userErrors { code message } job { id state }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("facts")
    (folder / "签约.txt").write_text(NEWS, encoding="utf-8")
    (folder / "名录.csv").write_text(TABLE, encoding="utf-8")
    types = dict.fromkeys(("Enterprise", "Park", "Region", "LOCATED_IN"), Threshold(20, 20, 0.8))
    Thresholds(types).write(folder / "data" / "thresholds.yaml")
    space = Workspace(Settings(data=folder / "data", store="ladybug"))
    for taken in [*space.load([folder / "名录.csv"]), *space.read([folder / "签约.txt"])]:
        assert not taken.refused, taken.as_text()
    space.build()
    with served(space) as site:
        yield site


def queue(site: Site, **where: Any) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = site.ask(QUEUE, where=where)["factQueue"]["nodes"]
    return nodes


def one(site: Site, type_: str, name: str, **where: Any) -> dict[str, Any]:
    [found] = [
        f for f in queue(site, type=[type_], state=["PROPOSED", "ACCEPTED", "REJECTED"], **where) if name in f["name"]
    ]
    return found


def decide(site: Site, mutation: str, given: str, **variables: Any) -> Any:
    """A decision, and the end of the build that it starts."""
    names = {
        "key": "ID!",
        "why": "String",
        "clientKey": "String",
        "to": "FactCorrection!",
        "entity": "ID!",
        "id": "ID!",
    }
    declared = ", ".join(f"${name}: {names[name]}" for name in variables)
    passed = ", ".join(f"{name}: ${name}" for name in variables)
    made = site.ask(f"mutation({declared}) {{ {mutation}({passed}) {{ {given} }} }}", **variables)[mutation]
    if made.get("job"):
        wait(site, made["job"]["id"])
    return made


def wait(site: Site, job: str) -> None:
    """Until a build is over, and what it made is served."""
    for _ in range(600):
        body = site.raw("query($id: ID!) { job(id: $id) { state dataVersion } }", id=job)
        told = body["data"]["job"]
        if told["state"] == "DONE" and body["extensions"]["dataVersion"] == told["dataVersion"]:
            return
        assert told["state"] in ("WAITING", "RUNNING", "DONE")
        time.sleep(0.05)
    pytest.fail(f"job {job} did not end")


def names(site: Site, field: str) -> set[str]:
    return {node["name"] for node in site.ask(f"{{ {field}(first: 100) {{ nodes {{ name }} }} }}")[field]["nodes"]}


def test_the_queue_shows_a_fact_in_its_sentence_with_what_it_would_be(site: Site) -> None:
    fact = one(site, "INVESTS_IN", FIRM)
    assert fact["state"] == "PROPOSED" and fact["reason"] == "BELOW" and fact["threshold"] is None
    assert fact["sentence"][fact["quoteStart"] : fact["quoteEnd"]] == fact["quote"]
    head, tail = fact["ends"]
    assert (head["type"], head["name"], NEWS[head["start"] : head["end"]]) == ("Enterprise", FIRM, FIRM)
    assert tail["entity"] is None and tail["type"] == "Project"
    assert fact["document"]["id"].startswith("document:") and fact["documentTitle"] == "青禾县重点项目集中签约"
    assert fact["values"]["amount"] == "300000000.00"


def test_what_is_linked_is_not_asked_about_and_what_waits_is_not_in_the_graph(site: Site) -> None:
    assert FIRM not in {f["name"] for f in queue(site)}
    linked = one(site, "Enterprise", FIRM)
    assert linked["entity"]["id"].startswith("enterprise:")
    assert names(site, "enterprises") == {FIRM} and names(site, "projects") == set()
    found = site.ask('{ search(text: "恒越电商产业园", first: 5) { entity { name } } }')
    assert {hit["entity"]["name"] for hit in found["search"]} <= {"青禾县重点项目集中签约"}  # its text has the name


def test_the_queue_is_filtered_and_paged(site: Site) -> None:
    every = site.ask(QUEUE)["factQueue"]
    assert every["totalCount"] == len(every["nodes"]) > 3
    first = site.ask(QUEUE, first=2)["factQueue"]
    rest = site.ask(QUEUE, after=first["pageInfo"]["endCursor"])["factQueue"]["nodes"]
    assert [f["key"] for f in first["nodes"] + rest] == [f["key"] for f in every["nodes"]]
    sure = queue(site, minConfidence=0.85)
    assert sure and all(f["confidence"] >= 0.85 for f in sure)
    document = every["nodes"][0]["document"]["id"]
    assert len(queue(site, document=document)) == every["totalCount"]
    assert {f["kind"] for f in queue(site, kind=["RELATION"])} == {"RELATION"}


def test_an_accepted_relation_brings_its_ends_into_the_graph(site: Site) -> None:
    fact = one(site, "INVESTS_IN", FIRM)
    made = decide(site, "acceptFact", DECIDED, key=fact["key"], why="核实", clientKey="c1")
    assert made["userErrors"] == [] and made["fact"]["state"] == "ACCEPTED"
    assert made["fact"]["decision"]["by"] == "reviewer key"
    assert "恒越电商产业园项目" in next(iter(names(site, "projects")))
    again = decide(site, "acceptFact", DECIDED, key=fact["key"], why="核实", clientKey="c1")
    assert again["decision"]["id"] == made["decision"]["id"]
    other = one(site, "OPERATES", "青禾城投")
    refused = decide(site, "rejectFact", DECIDED, key=other["key"], clientKey="c1")
    assert "c1" in refused["userErrors"][0]["message"]


def test_a_rejected_fact_leaves_and_stays_away_when_the_document_is_read_again(site: Site) -> None:
    fact = one(site, "INVESTS_IN", FIRM)
    made = decide(site, "rejectFact", DECIDED, key=fact["key"], why="项目已终止")
    assert made["fact"]["state"] == "REJECTED"
    assert names(site, "projects") == set()
    space = site.server.desk.jobs._space  # type: ignore[attr-defined]
    folder = Path(space.settings.data).parent
    (folder / "签约.txt").write_text(NEWS + "会后参观了园区。\n", encoding="utf-8")
    assert [taken.refused for taken in space.read([folder / "签约.txt"])] == [False]
    assert one(site, "INVESTS_IN", FIRM)["state"] == "REJECTED"
    undone = decide(site, "undoFactDecision", DECIDED, id=made["decision"]["id"], why="弄错了")
    assert undone["fact"]["state"] == "ACCEPTED"  # by the decision before
    assert len(names(site, "projects")) == 1


def test_a_fact_is_corrected_by_other_words_and_another_type(site: Site) -> None:
    fact = one(site, "Park", "青禾经济开发区")
    to = {"quote": "青禾经济开发", "shift": 0, "type": "Organization", "name": "青禾开发区管委会"}
    made = decide(site, "correctFact", DECIDED, key=fact["key"], to=to)
    assert made["userErrors"] == []
    assert (made["fact"]["type"], made["fact"]["name"], made["fact"]["quote"]) == (
        "Organization", "青禾开发区管委会", "青禾经济开发",
    )  # fmt: skip
    assert "青禾开发区管委会" in names(site, "organizations")
    wrong = decide(site, "correctFact", DECIDED, key=fact["key"], to={"quote": "不在文中"})
    assert "does not stand in" in wrong["userErrors"][0]["message"]
    bad = site.raw(
        "mutation($key: ID!, $to: FactCorrection!) { correctFact(key: $key, to: $to) { job { id } } }",
        key=fact["key"], to={"head": {"name": "甲"}},
    )  # fmt: skip
    assert bad["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "head"}


def test_a_name_is_linked_to_an_entity(site: Site) -> None:
    fact = one(site, "Enterprise", "青禾城投")
    target = one(site, "Enterprise", FIRM)["entity"]["id"]
    made = decide(site, "linkFact", DECIDED, key=fact["key"], entity=target)
    assert made["userErrors"] == [] and made["fact"]["decision"]["verdict"] == "LINK"
    [firm] = site.ask("{ enterprises(first: 9) { nodes { id aliases } } }")["enterprises"]["nodes"]
    assert firm["id"] == target and "青禾城投开发有限公司" in firm["aliases"]
    refused = decide(site, "linkFact", DECIDED, key=fact["key"], entity="park:00000000000000ff")
    assert refused["userErrors"]


def test_conflicts_tell_who_says_otherwise(site: Site) -> None:
    space = site.server.desk.jobs._space  # type: ignore[attr-defined]
    [project] = site.ask("{ projects(first: 3) { nodes { id name } } }")["projects"]["nodes"]
    firm = EntityRecord("Enterprise", "f", {"name": FIRM, "uscc": make_uscc(1)})
    ends = (firm, EntityRecord("Project", "p", {"name": project["name"]}))
    told = RelationRecord("INVESTS_IN", ("Enterprise", "f"), ("Project", "p"), {"amount": yuan("200000000", "2亿元")})
    space.archive.write(make_source("ledger"), [*ends, told])
    fact = one(site, "INVESTS_IN", FIRM)
    decide(site, "acceptFact", DECIDED, key=fact["key"], why="再核")
    [conflict] = one(site, "INVESTS_IN", FIRM)["conflicts"]
    assert conflict["property"] == "amount" and conflict["mine"] == "300000000.00"
    assert conflict["other"]["words"] == "2亿元" and conflict["sources"] == [{"id": "ledger"}]


def test_a_documents_facts_are_told_with_their_states(site: Site) -> None:
    document = queue(site, state=["ACCEPTED"])[0]["document"]["id"]
    facts = site.ask(
        "query($id: ID!) { extractedFacts(id: $id) { type state start end quote places { start end } } }", id=document
    )["extractedFacts"]
    text = site.ask("query($id: ID!) { node(id: $id) { ... on Document { text } } }", id=document)["node"]["text"]
    assert {f["state"] for f in facts} >= {"ACCEPTED", "PROPOSED"}
    for fact in facts:
        assert text[fact["start"] : fact["end"]] == fact["quote"]


def test_below_reviewer_nothing_is_shown_or_decided(site: Site) -> None:
    for query in (
        "{ factQueue { totalCount } }",
        "{ factDecisions { totalCount } }",
        '{ extractedFacts(id: "document:1") { key } }',
        'mutation { acceptFact(key: "k") { userErrors { code } } }',
        'mutation { undoFactDecision(id: "k") { userErrors { code } } }',
    ):
        for role in (None, "analyst"):
            assert site.raw(query, role)["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_decisions_are_logged_and_audited(site: Site) -> None:
    log = site.ask("{ factDecisions(first: 50) { nodes { verdict fact by undoneBy undoneWhy } } }")["factDecisions"][
        "nodes"
    ]
    assert {d["verdict"] for d in log} == {"ACCEPT", "REJECT", "CORRECT", "LINK"}
    assert [d["undoneWhy"] for d in log if d["undoneBy"]] == ["弄错了"]
    actions = {line["action"] for line in site.server.desk.audit.lines()}
    assert {"acceptFact", "rejectFact", "correctFact", "linkFact", "undoFactDecision"} <= actions
    unknown = decide(site, "acceptFact", "userErrors { code message }", key="nothing")
    assert "no fact" in unknown["userErrors"][0]["message"]
