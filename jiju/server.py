"""The server: GraphQL and web over a workspace, brought up to date when a build publishes a new snapshot.

The application of one data version is never changed: a new one is made beside it and takes the next requests, so that
a request sees one version from beginning to end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any

import uvicorn

from graph_api.app import create_app
from graph_api.context import AppContext, Limits
from ontology.errors import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from jiju.jobs import Workspace

log = logging.getLogger("jiju.server")

#: Seconds between two looks whether there is a new snapshot.
LOOK_EVERY = 2.0
#: Seconds that requests of the version before are given to end.
GRACE = 60.0


def open_context(space: Workspace) -> AppContext:
    """What a server of this workspace serves now; builds where the store does not hold the current snapshot."""
    snapshot = space.snapshot()
    store = space.open_store_of(snapshot)
    limits = Limits(
        max_cost=space.settings.max_cost, max_depth=space.settings.max_depth, timeout=space.settings.query_timeout
    )
    return AppContext(space.ontology, store, snapshot, role=space.settings.role, limits=limits)


def close_context(context: AppContext) -> None:
    """End what open_context began."""
    context.close()
    context.store.close()


class Server:
    """The ASGI application: hands every request to the application of the newest published data version."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self.context = open_context(space)
        self.app: ASGIApp = create_app(self.context)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watcher = asyncio.create_task(self._watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
        close_context(self.context)
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        retiring: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                newer = await asyncio.to_thread(self._newer)
            except Refusal as refusal:
                log.warning("the new snapshot cannot be served yet: %s", refusal)
                continue
            if newer is not None:
                before, self.context, self.app = self.context, newer, create_app(newer)
                log.info("now serving %s", newer.snapshot.data_version)
                task = asyncio.create_task(_retire(before))
                retiring.add(task)
                task.add_done_callback(retiring.discard)

    def _newer(self) -> AppContext | None:
        """The context of a snapshot that was published since, if the store holds it already."""
        if self.space.published() in (None, self.context.snapshot.data_version):
            return None
        return open_context(self.space)


async def _retire(context: AppContext) -> None:
    await asyncio.sleep(GRACE)
    close_context(context)


def run(space: Workspace) -> None:
    """Serve until stopped."""
    settings = space.settings
    server = Server(space)
    version = server.context.snapshot.data_version
    print(f"Jiju serves {version} on http://{settings.host}:{settings.port}", flush=True)
    options: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
    uvicorn.run(server, host=settings.host, port=settings.port, **options)
