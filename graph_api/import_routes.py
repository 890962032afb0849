"""POST /imports and what can be fetched of an import. The rest of an import goes by GraphQL (graph_api.mutations).

A file comes as the body, its name percent-encoded in the header ``X-Filename``. That header is also what keeps other
sites from sending files here through somebody's browser: no form can set it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from graph_api.auth import Actor, require
from graph_api.context import AppContext
from graph_api.desk import Desk
from graph_api.errors import ApiError, Forbidden, presentable
from graph_api.http import Refused, actor_of, request_id
from graph_api.provenance import NotServed, desk_of
from graph_api.tasks import Task
from graph_api.uploads import UnknownUpload, Upload, UploadTooLarge
from ontology.errors import Refusal

_STATUS: dict[type[ApiError], int] = {Forbidden: 403, UploadTooLarge: 413, UnknownUpload: 404, NotServed: 404}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Handler = Callable[[Request, Desk, Actor], Awaitable[Response]]


def import_routes(app: AppContext) -> list[Route]:
    """The routes of imports."""
    return [
        Route("/imports", _answered(app, _take), methods=["POST"]),
        Route("/imports/{id}/marked.xlsx", _answered(app, _marked), methods=["GET"]),
        Route("/imports/{id}/rejects", _answered(app, _rejects), methods=["GET"]),
    ]


def _answered(app: AppContext, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The handler for reviewers, its refusals as JSON."""

    async def answer(http: Request) -> Response:
        try:
            actor = actor_of(http, app)
            require(actor.role, "reviewer", "imports")
            return await handler(http, desk_of(app), actor)
        except Refused as refused:
            return JSONResponse(refused.body, refused.status, refused.headers)
        except ClientDisconnect:
            return Response(status_code=499)
        except Refusal as refusal:
            shown = presentable(refusal)
            if shown is None:
                raise
            body = {"errors": [{"message": shown[0], "extensions": shown[1]}]}
            return JSONResponse(body, _STATUS.get(type(refusal), 400) if isinstance(refusal, ApiError) else 400)

    return answer


async def _take(http: Request, desk: Desk, actor: Actor) -> Response:
    name = http.headers.get("x-filename")
    if not name:
        raise Refused(400, "X-Filename: give the file's name, percent-encoded; the file itself is the body")
    told = http.headers.get("content-length", "")
    if told.isdecimal() and int(told) > desk.uploads.most:
        raise UploadTooLarge(f"the file is larger than {desk.uploads.most:,} bytes (JIJU_MAX_UPLOAD)")
    upload = await desk.uploads.take(unquote(name), http.stream(), actor.name)
    await asyncio.to_thread(desk.audit.write, actor, "upload", asdict(upload), request_id(http))
    return JSONResponse(asdict(upload), 201, {"location": f"/imports/{upload.id}"})


async def _marked(http: Request, desk: Desk, actor: Actor) -> Response:
    def make(upload: Upload, given: Any) -> Path:
        out = desk.uploads.folder(upload) / "marked.xlsx"
        desk.jobs.marked(desk.uploads.path(upload), out, given.get("mapping"))
        return out

    return await _made(http, desk, actor, make, lambda upload: f"{Path(upload.name).stem}-marked.xlsx", _XLSX)


async def _rejects(http: Request, desk: Desk, actor: Actor) -> Response:
    def make(upload: Upload, given: Any) -> Path:
        folder = desk.uploads.folder(upload) / "rejects"
        folder.mkdir(exist_ok=True)
        return desk.jobs.rejects(desk.uploads.path(upload), folder, given.get("mapping"))

    return await _made(http, desk, actor, make, lambda upload: f"{Path(upload.name).stem}-rejects")


async def _made(
    http: Request,
    desk: Desk,
    actor: Actor,
    make: Callable[[Upload, Any], Path],
    name: Callable[[Upload], str],
    media: str | None = None,
) -> Response:
    """A file made of an upload, by the mapping that a job used."""
    upload = desk.uploads.find(http.path_params["id"])

    def run() -> Path:
        desk.audit.write(actor, "read personal", {"import": upload.id, "path": http.url.path}, request_id(http))
        return make(upload, _given(desk.tasks.find(http.query_params.get("job", "")), upload))

    path = await asyncio.to_thread(run)
    shown = name(upload)
    shown = shown if Path(shown).suffix == path.suffix else f"{shown}{path.suffix}"
    disposition = f"attachment; filename*=UTF-8''{quote(shown)}"
    return FileResponse(
        path, media_type=media, headers={"content-disposition": disposition, "cache-control": "no-store"}
    )


def _given(task: Task | None, upload: Upload) -> Any:
    """What the job was given, if it was about this upload."""
    given = task.given if task else None
    return given if given and given.get("upload") == upload.id else {}
