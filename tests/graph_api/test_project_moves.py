"""A project moved by a person: what is written, what is refused, and that a call may come twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.errors import BadArgument
from graph_api.project_moves import REACHED, edits_of
from jiju.jobs import Workspace
from jiju.settings import Settings
from support.site import Site, served

IN_ORDER = True  # one project goes from stage to stage
MOVE = """mutation($p: ID!, $to: ProjectStage!, $on: Date, $key: String) {
  moveProject(project: $p, to: $to, on: $on, why: "现场核实", clientKey: $key) {
    dataVersion job { id state } userErrors { code message } } }"""
STATE = """{ projects { nodes { id name stage signedOn { day } startedOn { day }
  evidence(property: "stage") { quote } } } }"""
TABLE = "项目名称,项目阶段,签约时间\n甲智能工厂项目,签约,2024-03-01\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(Workspace(Settings(data=tmp_path_factory.mktemp("moves") / "data"))) as site:
        upload = site.upload("项目台账.csv", TABLE.encode())
        done = site.ask(
            """mutation($u: ID!) { importFile(input: {upload: $u}) { userErrors { message } job { state } } }""",
            u=upload,
        )["importFile"]
        assert done["userErrors"] == []
        yield site


def project(site: Site) -> Any:
    (found,) = site.ask(STATE)["projects"]["nodes"]
    return found


def test_a_move_is_written_with_its_day_and_who_said_so(site: Site) -> None:
    before = project(site)
    assert before["stage"] == "SIGNED"
    done = site.ask(MOVE, p=before["id"], to="STARTED", on="2024-09-01", key="a")["moveProject"]
    assert (done["userErrors"], done["job"]["state"]) == ([], "DONE")
    after = project(site)
    assert (after["stage"], after["startedOn"]["day"]) == ("STARTED", "2024-09-01")
    assert after["signedOn"] == before["signedOn"]
    assert any("reviewer key: 现场核实" in (e["quote"] or "") for e in after["evidence"])


def test_a_call_that_comes_twice_does_not_undo_what_came_between(site: Site) -> None:
    id_ = project(site)["id"]
    assert site.ask(MOVE, p=id_, to="SIGNED", key="b")["moveProject"]["userErrors"] == []
    again = site.ask(MOVE, p=id_, to="STARTED", on="2024-09-01", key="a")["moveProject"]
    assert (again["userErrors"], again["job"]["state"]) == ([], "DONE")
    assert project(site)["stage"] == "SIGNED"
    [error] = site.raw(MOVE, p=id_, to="OPERATING", key="a")["data"]["moveProject"]["userErrors"]
    assert "clientKey" in error["message"]


def test_what_cannot_be_is_refused_and_changes_nothing(site: Site) -> None:
    before = project(site)
    tomorrow = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011
    for wrong in (
        {"p": "project:nobody", "to": "SIGNED"},
        {"p": before["id"], "to": "STARTED", "on": tomorrow},
        {"p": before["id"], "to": "STARTED", "on": "2024-01-01"},
        {"p": before["id"], "to": "LEAD", "on": "2024-01-01"},
    ):
        [error] = site.ask(MOVE, **wrong)["moveProject"]["userErrors"]
        assert error["code"] == "BAD_USER_INPUT"
    assert project(site) == before


@given(
    stage=st.sampled_from([*REACHED, "lead", "terminated"]),
    days=st.lists(st.dates(date(2000, 1, 1), date(2025, 1, 1)), min_size=3, max_size=3),
    on=st.dates(date(2000, 1, 1), date(2025, 1, 1)),
)
def test_what_is_written_keeps_the_steps_in_their_order(stage: str, days: list[date], on: date) -> None:
    row: dict[str, Any] = dict(zip(REACHED.values(), sorted(days), strict=True))
    try:
        edits = edits_of(row, stage, on)
    except BadArgument:
        earlier = list(REACHED).index(stage) if stage in REACHED else 0
        assert stage not in REACHED or any(day > on for day in sorted(days)[:earlier])
        return
    told = {**row, **{k: date.fromisoformat(v) for k, v in edits.items() if k != "stage"}}
    reached = [told[name] for name in list(REACHED.values())[: list(REACHED).index(stage) + 1]]
    assert reached == sorted(reached)
