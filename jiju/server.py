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
from graph_api.desk import Desk
from ontology.errors import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from jiju.jobs import Workspace

log = logging.getLogger("jiju.server")

#: Seconds between two looks whether there is a new snapshot.
LOOK_EVERY = 2.0
#: Seconds that requests of the version before are given to end.
GRACE = 60.0


def open_desk(space: Workspace) -> Desk:
    """Where a server of this workspace takes writes."""
    from jiju.api_jobs import ApiJobs

    return Desk.open(space.settings.data, ApiJobs(space), space.settings.max_upload, space.settings.keep_uploads)


def open_context(space: Workspace, desk: Desk | None = None) -> AppContext:
    """What a server of this workspace serves now; builds where the store does not hold the current snapshot."""
    snapshot = space.snapshot()
    store = space.open_store_of(snapshot)
    settings = space.settings
    limits = Limits(
        max_cost=settings.max_cost,
        max_depth=settings.max_depth,
        timeout=settings.query_timeout,
        max_requests=settings.max_requests,
    )
    return AppContext(
        space.ontology, store, snapshot, role=settings.role, desk=desk, limits=limits, hosts=settings.names
    )


def close_context(context: AppContext) -> None:
    """End what open_context began."""
    context.close()
    context.store.close()


class Server:
    """The ASGI application: hands every request to the application of the newest published data version."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self.desk = open_desk(space)
        self.context = open_context(space, self.desk)
        self.desk.served = self.context.snapshot.data_version
        self.app: ASGIApp = create_app(self.context)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        wake = asyncio.Event()
        self.desk.wake = wake.set
        watcher = asyncio.create_task(self._watch(wake))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
        close_context(self.context)
        await asyncio.to_thread(self.desk.close)
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self, wake: asyncio.Event) -> None:
        retiring: set[asyncio.Task[None]] = set()
        try:
            await self._renew(wake, retiring)
        finally:
            for task in retiring:
                task.cancel()
            await asyncio.gather(*retiring, return_exceptions=True)

    async def _renew(self, wake: asyncio.Event, retiring: set[asyncio.Task[None]]) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), LOOK_EVERY)
            wake.clear()
            try:
                newer = await asyncio.to_thread(self._newer)
            except Refusal as refusal:
                log.warning("the new snapshot cannot be served yet: %s", refusal)
                continue
            if newer is not None:
                before, self.context, self.app = self.context, newer, create_app(newer)
                self.desk.served = newer.snapshot.data_version
                log.info("now serving %s", newer.snapshot.data_version)
                task = asyncio.create_task(_retire(before))
                retiring.add(task)
                task.add_done_callback(retiring.discard)

    def _newer(self) -> AppContext | None:
        """The context of a snapshot that was published since, if the store holds it already."""
        if self.space.published() in (None, self.context.snapshot.data_version):
            return None
        return open_context(self.space, self.desk)


async def _retire(context: AppContext) -> None:
    try:
        await asyncio.sleep(GRACE)
    finally:
        close_context(context)


def run(space: Workspace) -> None:
    """Serve until stopped."""
    settings = space.settings
    server = Server(space)
    version = server.context.snapshot.data_version
    print(f"Jiju serves {version} on http://{settings.host}:{settings.port}", flush=True)
    options: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
    uvicorn.run(server, host=settings.host, port=settings.port, **options)
