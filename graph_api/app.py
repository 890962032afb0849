"""The server: /graphql, /imports, /graphiql, /healthz, /readyz, /metrics, and the web frontend at /."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.context import AppContext
from graph_api.execute import Api
from graph_api.guard import Guard, Guesses
from graph_api.http import Endpoint
from graph_api.import_routes import import_routes
from graph_api.metrics import Measuring, Metrics, metrics_route
from graph_api.shedding import Shedding, UnderWay

__all__ = ["AppContext", "create_app"]

STATIC = Path(__file__).with_name("static")
_LOG = logging.getLogger("graph_api")
_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
_NOT_BUILT = "网页尚未构建：请运行 make web\nThe web frontend is not built: run `make web`\n\nGraphQL: POST /graphql\n"
_HEADERS = {
    # GraphiQL's editor and the map set styles and start workers by themselves; no script is inline.
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def create_app(context: AppContext, static: Path = STATIC) -> Starlette:
    """The ASGI application. It closes its threads at the end; the store stays its opener's to close."""
    api = Api(context)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        context.close()

    desk = context.desk
    metrics, under_way = (desk.metrics, desk.under_way) if desk else (Metrics(), UnderWay())
    version = context.snapshot.data_version
    routes = [
        # With all methods, so that the endpoint itself refuses others in the form clients expect.
        Route("/graphql", Endpoint(api).__call__, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
        *import_routes(context),
        Route("/healthz", _alive),
        Route("/readyz", _ready(context)),
        Route("/metrics", metrics_route(metrics, lambda: (under_way.now, under_way.sent_away, version))),
        Route("/graphiql", _page(static / "graphiql" / "index.html")),
        Route("/graphiql/", _page(static / "graphiql" / "index.html")),
        Mount("/", _Web(static)),
    ]
    middleware = [
        Middleware(Measuring, metrics=metrics),
        Middleware(RequestHead),
        _guard(context),
        Middleware(Shedding, most=context.limits.max_requests, under_way=under_way),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]
    app = Starlette(routes=routes, middleware=middleware, lifespan=lifespan)
    app.state.api = api
    return app


def _guard(context: AppContext) -> Middleware:
    """What keeps strangers out. Wrong keys are counted by the desk, which outlives this application."""
    desk = context.desk
    who = desk.keys.actor if desk else None
    return Middleware(Guard, hosts=context.hosts, who=who, guesses=desk.guesses if desk else Guesses())


async def _alive(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _ready(context: AppContext) -> Callable[[Request], Awaitable[Response]]:
    def look() -> str | None:
        context.store.ping()
        return context.store.data_version()

    async def ready(_request: Request) -> Response:
        wanted = context.snapshot.data_version
        try:
            held = await asyncio.get_running_loop().run_in_executor(context.statements, look)
        except Exception as error:
            _LOG.warning("the store does not answer: %s", error)
            return JSONResponse({"status": "store unavailable", "dataVersion": wanted}, 503)
        if held != wanted:
            told = {
                "status": "store holds another data version; run `jiju build`",
                "dataVersion": wanted,
                "store": held,
            }
            return JSONResponse(told, 503)
        return JSONResponse({"status": "ready", "dataVersion": wanted})

    return ready


def _page(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        return _file(file)

    return page


def _file(file: Path) -> Response:
    if not file.is_file():
        return PlainTextResponse(_NOT_BUILT, 503)
    return FileResponse(file, headers={"cache-control": "no-cache"})


class _Web(StaticFiles):
    """The built frontend. Its pages are one file: a path that is no file is the frontend's to read."""

    def __init__(self, static: Path) -> None:
        super().__init__(directory=static, check_dir=False)
        self._static = static

    async def check_config(self) -> None:
        """A frontend that is not built yet is no mistake: get_response says how to build it."""
        if self._static.is_dir():
            await super().check_config()

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path in (".", "", "index.html"):
            return _file(self._static / "index.html")
        if not self._static.is_dir():
            return _file(self._static / "index.html")
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code == 404 and "." not in path.rpartition("/")[2]:
                return _file(self._static / "index.html")
            raise
        if "/assets/" in f"/{path}":
            # Vite puts a hash of the content into these names.
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


class RequestHead:
    """Gives every request an id and every response its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        try:
            await self.app(scope, receive, partial(_send_with_head, send, request_id))
        except Exception:
            _LOG.exception("request %s failed", request_id)
            told = {"errors": [{"message": f"something failed; the log has it under the request {request_id}"}]}
            await JSONResponse(told, 500)(scope, receive, partial(_send_with_head, send, request_id))


async def _send_with_head(send: Send, request_id: str, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        headers["x-request-id"] = request_id
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
    await send(message)


def _request_id(scope: Scope) -> str:
    """The client's, if it is a plain word that can stand in a log."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            if 0 < len(given) <= 64 and _ID_LETTERS.issuperset(given):
                return str(given)
    return uuid4().hex
