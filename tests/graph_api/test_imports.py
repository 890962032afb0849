"""Files over the API, from the upload to the evidence, on both stores and with the real loaders.

- A messy workbook is uploaded, looked at, corrected, tried and applied; a value's evidence names file, sheet, row.
- A changed file changes just what it changes; the feed tells it.
- Below reviewer nothing can be written, and what is personal is seen nowhere.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from jiju.jobs import Workspace
from jiju.settings import Settings
from support.builders import make_uscc
from support.site import Site, served

IN_ORDER = True  # what one test loads the next ones change
HEADERS = ["企业名称", "统一社会信用代码", "法定代表人", "联系电话", "注册资金（万元）", "人手"]
IMPORT = """mutation($input: ImportInput!) { importFile(input: $input) {
  report { refused read accepted rejected problemCount problems { sheet row column value message severity } }
  diff { added { type count } changed { type count } retracted { type count }
         changes { kind type property old new } }
  dataVersion markedUrl rejectsUrl userErrors { code message } job { id state } } }"""
EVIDENCE = """{ enterprise(name: "甲木业有限公司") { id registeredCapital { yuan } employees legalRepresentative phone
  evidence(property: "registeredCapital") { file sheet row values source { title publisher licence asOf trust } } } }"""


def workbook(*rows: list[Any]) -> bytes:
    """A table as offices make them: a merged title over the headers, a remark below, an empty row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名录"
    sheet.append(["某县企业名录（2024年）"])
    sheet.merge_cells("A1:F1")
    sheet.append(HEADERS)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def firm(number: int, name: str, capital: Any = 500, employees: Any = 20) -> list[Any]:
    return [name, make_uscc(number), f"法人{number}", f"1380000000{number}", capital, employees]


@pytest.fixture(scope="module", params=["ladybug", "neo4j"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over an empty workspace, on each store in turn."""
    data = tmp_path_factory.mktemp(f"site-{request.param}") / "data"
    more: dict[str, Any] = {}
    if request.param == "neo4j":
        request.getfixturevalue("neo4j_store").clear()
        server = request.getfixturevalue("neo4j_session")
        more = {"neo4j_uri": server.uri, "neo4j_user": server.user, "neo4j_password": server.password}
    with served(Workspace(Settings(data=data, store=request.param, **more))) as site:
        yield site


def imported(site: Site, upload: str, **more: Any) -> Any:
    return site.ask(IMPORT, input={"upload": upload, **more})["importFile"]


@pytest.fixture(scope="module")
def mapping(site: Site) -> str:
    """The proposed mapping, corrected: what is called 人手 are the employees."""
    upload = site.upload("名录.xlsx", workbook(firm(1, "甲木业有限公司"), firm(2, "乙板材有限公司")))
    query = """mutation($u: ID!) { inspectImport(upload: $u) { userErrors { message }
      proposal { mapping rows columns { column type property confidence samples } } } }"""
    proposal = site.ask(query, u=upload)["inspectImport"]["proposal"]
    read = {c["column"]: (c["type"], c["property"]) for c in proposal["columns"]}
    assert read["企业名称"] == ("Enterprise", "name")
    assert read["统一社会信用代码"] == ("Enterprise", "uscc")
    text: str = proposal["mapping"]
    assert read["人手"] == (None, None)
    return text.replace("      properties:\n", "      properties:\n        employees: 人手\n", 1)


@pytest.fixture(scope="module")
def loaded(site: Site, mapping: str) -> str:
    """Three enterprises, loaded through the API; the data version."""
    rows = [firm(1, "甲木业有限公司"), firm(2, "乙板材有限公司"), firm(3, "丙物流有限公司")]
    upload = site.upload("名录.xlsx", workbook(*rows))
    source = {"title": "企业名录", "publisher": "某局", "licence": "CC0", "asOf": "2024-05-01", "trust": 0.8}
    tried = imported(site, upload, mapping=mapping, source=source, dryRun=True)
    assert tried["userErrors"] == []
    assert {"type": "Enterprise", "count": 3} in tried["diff"]["added"]
    assert site.ask("{ enterprises { totalCount } }")["enterprises"]["totalCount"] == 0
    done = imported(site, upload, mapping=mapping, source=source, clientKey="first")
    assert (done["report"]["read"], done["report"]["rejected"]) == (3, 0)
    assert done["dataVersion"] == site.ask("{ dataVersion }")["dataVersion"]
    again = imported(site, upload, mapping=mapping, source=source, clientKey="first")
    assert again["job"]["id"] == done["job"]["id"]
    other = imported(site, upload, mapping=mapping, clientKey="first")
    assert [e["code"] for e in other["userErrors"]] == ["CLIENT_KEY_TAKEN"]
    return str(done["dataVersion"])


def test_evidence_of_a_value_names_file_sheet_and_row(site: Site, loaded: str) -> None:
    found = site.ask(EVIDENCE)["enterprise"]
    assert (found["registeredCapital"]["yuan"], found["employees"]) == ("5000000.00", 20)
    [evidence] = found["evidence"]
    assert (evidence["file"], evidence["sheet"], evidence["row"]) == ("名录.xlsx", "名录", 3)
    assert evidence["source"] == {
        "title": "企业名录", "publisher": "某局", "licence": "CC0", "asOf": "2024-05-01", "trust": 0.8,
    }  # fmt: skip


def test_wrong_cells_are_told_with_their_place_and_nothing_is_loaded(site: Site, mapping: str, loaded: str) -> None:
    rows = [
        firm(1, "甲木业有限公司"),
        firm(4, "丁电商有限公司", employees="许多"),
        ["戊食品有限公司", "91371300X", "", "", 1, 2],
    ]
    upload = site.upload("名录.xlsx", workbook(*rows))
    done = imported(site, upload, mapping=mapping)
    assert [e["code"] for e in done["userErrors"]] == ["FILE_REFUSED"]
    assert (done["report"]["refused"], done["diff"], done["dataVersion"]) == (True, None, None)
    places = [(p["sheet"], p["row"], p["column"], p["value"]) for p in done["report"]["problems"]]
    assert ("名录", 4, "人手", "许多") in places
    assert ("名录", 5, "统一社会信用代码", "91371300X") in places
    assert site.ask("{ dataVersion }")["dataVersion"] == loaded


def test_reload_changes_just_what_it_changes_and_the_feed_tells(site: Site, mapping: str, loaded: str) -> None:
    rows = [firm(1, "甲木业有限公司", employees=25), firm(2, "乙板材有限公司"), firm(4, "丁电商有限公司")]
    upload = site.upload("名录.xlsx", workbook(*rows))
    source = {"title": "企业名录", "publisher": "某局", "licence": "CC0", "asOf": "2024-05-01", "trust": 0.8}
    done = imported(site, upload, mapping=mapping, source=source)
    assert done["userErrors"] == []
    feed = """query($since: String, $first: Int!, $after: String) {
      changes(since: $since, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { kind type property old new masked entity { name } sources { id } } } }"""
    found = site.ask(feed, since=loaded, first=100)["changes"]
    told = {(c["kind"], c["property"], str(c["old"]), str(c["new"])) for c in found["nodes"] if c["property"]}
    assert told == {("CHANGED", "employees", "20", "25")}
    assert sorted(c["kind"] for c in found["nodes"]) == ["ADDED", "CHANGED", "RETRACTED"]
    assert found["totalCount"] == 3
    pages, after = [], None
    while True:
        page = site.ask(feed, since=loaded, first=1, after=after)["changes"]
        pages += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert pages == found["nodes"]
    history = site.ask('{ source(id: "名录") { publisher versions { at diff { added changed retracted } } } }')[
        "source"
    ]
    assert history["versions"][0]["diff"] == {"added": 1, "changed": 1, "retracted": 1}


def test_a_viewer_sees_nothing_personal(site: Site, loaded: str) -> None:
    query = """{ enterprises { nodes { legalRepresentative phone evidence { values quote }
      conflicts { property values { value } } mergedFrom { values reasons } } }
      changes { nodes { old new property } } }"""
    for role in (None, "analyst"):
        text = str(site.raw(query, role))
        assert "1380000000" not in text
        assert "法人" not in text
        for field in ("mergeCandidates { totalCount }", "decisions { totalCount }", 'job(id: "1") { id }'):
            [error] = site.raw(f"{{ {field} }}", role)["errors"]
            assert error["extensions"]["code"] == "FORBIDDEN"
    before = len(site.server.desk.audit.lines())
    assert "法人" in str(site.ask(query, "reviewer"))
    [line] = site.server.desk.audit.lines()[before:]
    assert (line["actor"], line["action"]) == ("reviewer key", "read personal")


MUTATIONS = {
    "inspectImport": 'inspectImport(upload: "x") { userErrors { code } }',
    "importFile": 'importFile(input: {upload: "x"}) { userErrors { code } }',
    "retractSource": 'retractSource(id: "nobody", why: "x") { userErrors { code } }',
    "judge": 'judge(left: "a", right: "b", verdict: SAME, why: "x") { userErrors { code } }',
    "undoJudgement": 'undoJudgement(id: "a", why: "x") { userErrors { code } }',
    "overrideValue": 'overrideValue(entity: "a", property: "name", value: "x", why: "x") { userErrors { code } }',
    "undoOverride": 'undoOverride(id: "a", why: "x") { userErrors { code } }',
    "acceptFact": 'acceptFact(key: "x") { userErrors { code } }',
    "rejectFact": 'rejectFact(key: "x") { userErrors { code } }',
    "correctFact": 'correctFact(key: "x", to: {name: "x"}) { userErrors { code } }',
    "linkFact": 'linkFact(key: "x", entity: "x") { userErrors { code } }',
    "moveProject": 'moveProject(project: "x", to: SIGNED) { userErrors { code } }',
    "undoFactDecision": 'undoFactDecision(id: "x") { userErrors { code } }',
}


def test_every_mutation_needs_a_reviewer(site: Site) -> None:
    schema = site.ask("{ __schema { mutationType { fields { name } } } }", None)["__schema"]
    assert {f["name"] for f in schema["mutationType"]["fields"]} == set(MUTATIONS)
    for name, text in MUTATIONS.items():
        for role in (None, "analyst"):
            [error] = site.raw(f"mutation {{ {text} }}", role)["errors"]
            assert (error["extensions"]["code"], error["extensions"]["needed"]) == ("FORBIDDEN", "reviewer")
        told = site.ask(f"mutation {{ {text} }}")
        assert told[name]["userErrors"], name


JUDGE = """mutation($l: ID!, $r: ID!, $k: String) {
  judge(left: $l, right: $r, verdict: SAME, why: "同一法人", clientKey: $k) {
    decision { id by left { id } right { id } } dataVersion userErrors { code message } } }"""
UNDO = """mutation($id: ID!) { undoJudgement(id: $id, why: "看错了") {
  decision { undoneBy } userErrors { code message } } }"""
TWO = """query($a: ID!, $b: ID!) { a: node(id: $a) { ...N } b: node(id: $b) { ...N } }
  fragment N on Entity { id name mergedFrom { by ids decision } }"""


def ids(site: Site) -> dict[str, str]:
    found = site.ask("{ enterprises { nodes { id name } } }")["enterprises"]["nodes"]
    return {one["name"]: one["id"] for one in found}


def test_two_are_merged_and_come_apart_again(site: Site, loaded: str) -> None:
    known = ids(site)
    left, right = (known[name] for name in ("甲木业有限公司", "乙板材有限公司"))
    before = site.ask(TWO, a=left, b=right)
    done = site.ask(JUDGE, l=left, r=right, k="one")["judge"]
    assert done["userErrors"] == []
    assert done["decision"]["by"] == "reviewer key"
    assert site.ask(JUDGE, l=left, r=right, k="one")["judge"]["decision"]["id"] == done["decision"]["id"]
    merged = site.ask(TWO, a=left, b=right)
    assert merged["a"] == merged["b"]
    assert [m["decision"] for m in merged["a"]["mergedFrom"] if m["by"] == "DECISION"] == [done["decision"]["id"]]
    log = site.ask("{ decisions(active: true) { totalCount nodes { id verdict why left { id } } } }")["decisions"]
    assert [(d["verdict"], d["why"]) for d in log["nodes"]] == [("SAME", "同一法人")]
    [error] = site.ask(JUDGE, l=left, r=left, k=None)["judge"]["userErrors"]
    assert "twice" in error["message"]
    undone = site.ask(UNDO, id=done["decision"]["id"])["undoJudgement"]
    assert (undone["decision"]["undoneBy"], undone["userErrors"]) == ("reviewer key", [])
    assert site.ask(TWO, a=left, b=right) == before
    assert site.ask("{ decisions(active: true) { totalCount } }")["decisions"]["totalCount"] == 0


def test_a_value_put_right_by_hand_is_believed_and_can_be_taken_back(site: Site, loaded: str) -> None:
    subject = ids(site)["乙板材有限公司"]
    override = """mutation($e: ID!, $p: String!, $v: String!) { overrideValue(entity: $e, property: $p, value: $v,
      why: "电话核实") { edit { id property by } userErrors { code message } } }"""
    query = """query($id: ID!) { node(id: $id) { ... on Enterprise { employees
      conflicts { property label(lang: EN) reason values { value believed sources { kind } } } } } }"""
    done = site.ask(override, e=subject, p="employees", v="31")["overrideValue"]
    assert done["userErrors"] == []
    found = site.ask(query, id=subject)["node"]
    assert found["employees"] == 31
    [conflict] = found["conflicts"]
    assert (conflict["property"], conflict["reason"]) == ("employees", "BY_HAND")
    assert [(v["value"], v["believed"], v["sources"][0]["kind"]) for v in conflict["values"]] == [
        (31, True, "edit"), (20, False, "table"),
    ]  # fmt: skip
    [error] = site.ask(override, e=subject, p="nothing", v="31")["overrideValue"]["userErrors"]
    assert "nothing" in error["message"]
    done_undo = site.ask('mutation($id: ID!) { undoOverride(id: $id, why: "x") { userErrors { code } } }',
                         id=done["edit"]["id"])["undoOverride"]  # fmt: skip
    assert done_undo["userErrors"] == []
    assert site.ask(query, id=subject)["node"] == {"employees": 20, "conflicts": []}
    phone = site.ask(override, e=subject, p="phone", v="13900000009")["overrideValue"]
    assert phone["userErrors"] == []
    assert "13900000009" in str(site.ask("{ changes(first: 1000) { nodes { new } } }"))
    hidden = site.ask(
        "query($id: ID!) { changes(first: 1000) { nodes { property new masked } } node(id: $id) { ... on Enterprise {"
        " conflicts { values { value } } evidence { values quote } } } }", None, id=subject,
    )  # fmt: skip
    assert "13900000009" not in str(hidden)
    assert "电话核实" not in str(hidden)  # the editor's own words
    assert any(c["masked"] and c["property"] == "phone" for c in hidden["changes"]["nodes"])


def test_a_retracted_source_is_gone_and_all_of_it_is_in_the_audit_log(site: Site, loaded: str) -> None:
    upload = site.upload("短名单.csv", f"企业名称,统一社会信用代码\n己矿业有限公司,{make_uscc(6)}\n".encode())
    assert imported(site, upload)["userErrors"] == []
    assert "己矿业有限公司" in ids(site)
    retract = 'mutation { retractSource(id: "短名单", why: "过时") { dataVersion userErrors { code message } } }'
    assert site.ask(retract)["retractSource"]["userErrors"] == []
    assert "己矿业有限公司" not in ids(site)
    done = [(line["actor"], line["action"]) for line in site.server.desk.audit.lines()]
    assert done.count(("reviewer key", "retractSource")) >= 1
    assert ("reviewer key", "importFile") in done
    assert ("reviewer key", "upload") in done


def test_the_feed_refuses_what_it_does_not_know(site: Site) -> None:
    for argument in ('since: "no-such"', 'since: "2026-01-01T00:00:00"', 'since: "0" types: ["Nothing"]', 'after: "x"'):
        [error] = site.raw(f"{{ changes({argument}) {{ totalCount }} }}")["errors"]
        assert error["extensions"]["code"] in ("BAD_USER_INPUT", "BAD_CURSOR")


def test_uploads_are_refused_in_words(site: Site) -> None:
    def sent(role: str | None = "reviewer", content: bytes = b"a", **headers: str) -> Any:
        answer = site.request("POST", "/imports", role, content=content, headers=headers)
        return answer.status_code, answer.json()["errors"][0]["message"]

    assert sent(None)[0] == 403
    assert sent("analyst", **{"x-filename": "a.csv"})[0] == 403
    assert sent()[0] == 400
    for name in ("..%2F..%2Fetc%2F", "%00", "noending", ".csv"):
        assert sent(**{"x-filename": name})[0] == 400
    assert "empty" in sent(content=b"", **{"x-filename": "a.csv"})[1]
    answer = site.request("POST", "/imports", None, content=b"a", headers={"authorization": "Bearer wrong"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    kept = {path.name for path in (site.server.space.settings.data / "imports").iterdir()}
    upload = site.upload("../../../../tmp/逃.csv", b"a,b\n")
    assert {path.name for path in (site.server.space.settings.data / "imports").iterdir()} == {*kept, upload}
    [error] = site.ask('mutation { inspectImport(upload: "../x") { userErrors { code } } }')["inspectImport"][
        "userErrors"
    ]
    assert error["code"] == "UNKNOWN_UPLOAD"


def test_the_marked_workbook_and_the_rejects_are_fetched(site: Site) -> None:
    bad = ["丁石材有限公司", "91371302MA3C0XYZ1A", "法人9", "13800000009", 500, 3]
    upload = site.upload("石材.xlsx", workbook(firm(8, "丙石材有限公司"), bad))
    told = imported(site, upload, mode="REFUSE", dryRun=True)
    assert told["report"]["problemCount"] == 1
    marked = site.request("GET", told["markedUrl"], "reviewer")
    book = openpyxl.load_workbook(BytesIO(marked.content))
    assert [cell.coordinate for row in book["名录"].iter_rows() for cell in row if cell.comment] == ["B4"]
    rejects = site.request("GET", told["rejectsUrl"], "reviewer")
    (rows,) = [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(BytesIO(rejects.content))]
    assert [row[0] for row in rows] == ["企业名称", "丁石材有限公司"]
    assert site.request("GET", told["markedUrl"]).status_code == 403
