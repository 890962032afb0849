"""A server over a workspace, as `jiju serve` runs it, asked over HTTP without a socket."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any
from urllib.parse import quote

import httpx

from jiju.jobs import Workspace
from jiju.server import Server


class Site:
    """Asks a running server. keys: by role; without one a request is anonymous."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        self.server = server
        self._loop = loop
        self.keys = {role: server.desk.keys.add(f"{role} key", role) for role in ("analyst", "reviewer", "admin")}

    def request(self, method: str, path: str, role: str | None = None, **more: Any) -> httpx.Response:
        headers = {**more.pop("headers", {}), **self._key(role)}

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.server, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=120) as client:
                return await client.request(method, path, headers=headers, **more)

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(120)

    def raw(self, query: str, role: str | None = "reviewer", **variables: Any) -> dict[str, Any]:
        """The body of the answer to a query."""
        body: dict[str, Any] = self.request(
            "POST", "/graphql", role, json={"query": query, "variables": variables}
        ).json()
        return body

    def ask(self, query: str, role: str | None = "reviewer", **variables: Any) -> Any:
        """The data of the answer, which must have no error."""
        body = self.raw(query, role, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    def upload(self, name: str, content: bytes, role: str = "reviewer") -> str:
        """Send a file; its id."""
        answer = self.request("POST", "/imports", role, content=content, headers={"x-filename": quote(name)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def _key(self, role: str | None) -> dict[str, str]:
        return {"authorization": f"Bearer {self.keys[role]}"} if role else {}


@contextlib.contextmanager
def served(space: Workspace) -> Iterator[Site]:
    """A server that lives in a thread of its own for the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Server(space)
    begun: Future[None] = Future()
    incoming: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def send(message: Any) -> None:
        if message["type"] == "lifespan.startup.complete":
            begun.set_result(None)

    living = asyncio.run_coroutine_threadsafe(server({"type": "lifespan"}, incoming.get, send), loop)
    loop.call_soon_threadsafe(incoming.put_nowait, {"type": "lifespan.startup"})
    begun.result(60)
    try:
        yield Site(server, loop)
    finally:
        loop.call_soon_threadsafe(incoming.put_nowait, {"type": "lifespan.shutdown"})
        living.result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
