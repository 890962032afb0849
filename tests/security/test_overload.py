"""Above the limit requests are sent away at once; the others are answered, and afterwards all are."""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from graph_api.shedding import RETRY_AFTER, Shedding, UnderWay
from jiju.jobs import Workspace
from jiju.server import Server, close_context
from jiju.settings import Settings

MOST = 4
QUERY = {"query": "{ enterprises { nodes { name } } }"}


def test_a_server_in_a_rush_answers_whom_it_can_and_then_everybody(tmp_path: Path) -> None:
    (tmp_path / "名录.csv").write_text("企业名称\n甲木业有限公司\n", encoding="utf-8")
    space = Workspace(Settings(data=tmp_path / "data", max_requests=MOST))
    (taken,) = space.load([tmp_path / "名录.csv"])
    assert not taken.refused
    space.build()
    server = Server(space)

    async def rush() -> tuple[list[httpx.Response], list[httpx.Response], httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(server), base_url="http://localhost") as client:
            at_once = await asyncio.gather(
                *(client.post("/graphql", json=QUERY) for _ in range(60)), client.get("/healthz")
            )
            return at_once[:-1], [await client.post("/graphql", json=QUERY) for _ in range(20)], at_once[-1]

    try:
        at_once, after, alive = asyncio.run(rush())
    finally:
        close_context(server.context)
        server.desk.close()
    told = Counter(answer.status_code for answer in at_once)
    assert set(told) == {200, 503}
    assert told[200] >= MOST
    assert told[503] == server.desk.under_way.sent_away
    for answer in at_once:
        if answer.status_code == 503:
            assert answer.headers["retry-after"] == str(RETRY_AFTER)
            assert answer.json()["errors"][0]["extensions"]["code"] == "OVERLOADED"
        else:
            assert answer.json()["data"]["enterprises"]["nodes"] == [{"name": "甲木业有限公司"}]
    assert alive.status_code == 200
    assert [answer.status_code for answer in after] == [200] * 20
    assert server.desk.under_way.now == 0


@pytest.mark.parametrize("fails", [False, True])
def test_just_so_many_are_under_way_and_a_failure_gives_its_place_back(fails: bool) -> None:
    under_way, most = UnderWay(), 0

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal most
        most = max(most, under_way.now)
        await asyncio.sleep(0.01)
        if fails:
            raise OSError("the disk is full")
        await PlainTextResponse("done")(scope, receive, send)

    async def rush() -> Counter[int]:
        transport = httpx.ASGITransport(Shedding(slow, MOST, under_way), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return Counter(a.status_code for a in await asyncio.gather(*(client.get("/graphql") for _ in range(10))))

    assert asyncio.run(rush()) == {500 if fails else 200: MOST, 503: 10 - MOST}
    assert (most, under_way.now) == (MOST, 0)
