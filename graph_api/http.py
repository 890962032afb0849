"""GraphQL over HTTP, to the letter of the specification (graphql.github.io/graphql-over-http).

``application/graphql-response+json`` tells by the status whether the operation ran (400 if it did not);
``application/json``, which also goes to clients that name no type, is 200 for every well-formed request.

An answer to GET carries an ETag, so that a client that has it already is told so (304) without its rows being sent
again. It is a hash of the answer, data version included, not of the question: imports and reviews change answers
between two versions of the data.

A document can be named by its hash (graph_api.persisted), which keeps a GET short.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from graphql import OperationType
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from graph_api.auth import ANONYMOUS, Actor
from graph_api.context import AppContext, RequestContext
from graph_api.errors import ApiError
from graph_api.execute import Answer, Api, Request
from graph_api.persisted import Documents, NotKnown

NEW, OLD = "application/graphql-response+json", "application/json"


class Refused(Exception):  # noqa: N818
    """The HTTP request itself cannot be answered."""

    def __init__(self, status: int, message: str, code: str = "BAD_REQUEST", **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"errors": [{"message": message, "extensions": {"code": code}}]}
        self.headers = headers


class Endpoint:
    """/graphql."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._documents = Documents()

    async def __call__(self, http: HttpRequest) -> Response:
        media = OLD
        try:
            media = _accepted(http.headers.get("accept"))
            actor = actor_of(http, self.api.app)
            asked = await self._read(http)
            context = RequestContext(self.api.app, request_id=request_id(http), actor=actor)
            answer = await self.api.answer(asked, context)
            await self._audit(asked, context)
            response = _response(answer, media)
            return _tagged(http, response) if http.method == "GET" and _complete(answer) else response
        except Refused as refused:
            return _json(refused.body, media, refused.status, refused.headers)
        except ClientDisconnect:
            return Response(status_code=499)

    async def _audit(self, asked: Request, context: RequestContext) -> None:
        """What showed personal data is written down before it goes out."""
        desk = self.api.app.desk
        if context.personal and desk:
            detail = {"query": asked.query, "variables": orjson.dumps(dict(asked.variables), default=str).decode()}
            await asyncio.to_thread(desk.audit.write, context.actor, "read personal", detail, context.request_id)

    async def _read(self, http: HttpRequest) -> Request:
        if http.method == "GET":
            asked = self._request(_from_url(http.query_params))
            operation = self.api.operation(asked)
            if operation and operation.operation is not OperationType.QUERY:
                raise Refused(405, "a mutation goes by POST", allow="POST")
            return asked
        if http.method != "POST":
            raise Refused(405, "ask by GET or POST", allow="GET, POST")
        _check_content_type(http.headers.get("content-type"))
        return self._request(_parsed(await _body(http, self.api.app.limits.max_body)))

    def _request(self, asked: Any) -> Request:
        """The request with its document, which may be named by its hash (graph_api.persisted)."""
        told = _members(asked)
        try:
            query, name = self._documents.text(told.get("query"), told.get("extensions") or {})
        except ApiError as error:
            raise Refused(200 if isinstance(error, NotKnown) else 400, str(error), error.code) from error
        if not isinstance(query, str) or not query.strip():
            raise Refused(400, "query: give a GraphQL document as text")
        request = Request(query, told.get("variables") or {}, told.get("operationName") or None)
        if name and self.api.valid(query):
            self._documents.keep(name, query)
        return request


def actor_of(http: HttpRequest, app: AppContext) -> Actor:
    """Who asks, by the key that the request carries. Raises Refused (401) for one that does not count."""
    given = http.headers.get("authorization")
    if given is None:
        return Actor(ANONYMOUS, app.role)
    scheme, _, secret = given.partition(" ")
    actor = app.desk.keys.actor(secret.strip()) if app.desk and scheme.lower() == "bearer" else None
    if actor is None:
        message = "the key is unknown or was revoked; send Authorization: Bearer <key>, or nothing to ask anonymously"
        raise Refused(401, message, "UNAUTHENTICATED", **{"www-authenticate": "Bearer"})
    return actor


def request_id(http: HttpRequest) -> str:
    return str(getattr(http.state, "request_id", ""))


def _accepted(header: str | None) -> str:
    """The media type to answer with: of those accepted, the one that tells more."""
    if not header:
        return OLD
    wanted: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        wanted[name.lower()] = _quality(parameters)
    for media in (NEW, OLD):
        if wanted.get(media, 0) > 0:
            return OLD if media == NEW and wanted.get(OLD, 0) > wanted[NEW] else media
    if wanted.get("application/*", 0) > 0 or wanted.get("*/*", 0) > 0:
        return OLD
    raise Refused(406, f"answers are {NEW} or {OLD}; accept one of them", "NOT_ACCEPTABLE")


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _check_content_type(header: str | None) -> None:
    media, *parameters = (p.strip().lower() for p in (header or "").split(";"))
    charsets = [p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset")]
    if media != OLD or any(c not in ("utf-8", "utf8") for c in charsets):
        raise Refused(415, "send the request as application/json in UTF-8", "UNSUPPORTED_MEDIA_TYPE")


async def _body(http: HttpRequest, most: int) -> bytes:
    told = http.headers.get("content-length", "")
    if told.isdecimal() and int(told) > most:
        raise Refused(413, f"the request is larger than {most} bytes", "REQUEST_TOO_LARGE")
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > most:
            raise Refused(413, f"the request is larger than {most} bytes", "REQUEST_TOO_LARGE")
        parts.append(part)
    return b"".join(parts)


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"the request is no JSON: {error}") from error


def _from_url(parameters: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if name in found:
            try:
                found[name] = orjson.loads(found[name]) if found[name] else None
            except orjson.JSONDecodeError as error:
                raise Refused(400, f"{name}: no JSON: {error}") from error
    return found


def _members(asked: Any) -> dict[str, Any]:
    if not isinstance(asked, dict):
        raise Refused(400, "the request must be one JSON object with the member query")
    for member in ("query", "operationName"):
        if asked.get(member) is not None and not isinstance(asked[member], str):
            wanted = "give a GraphQL document as text" if member == "query" else "must be a text"
            raise Refused(400, f"{member}: {wanted}")
    for member in ("variables", "extensions"):
        if asked.get(member) is not None and not isinstance(asked[member], dict):
            raise Refused(400, f"{member}: must be a JSON object")
    return asked


def _response(answer: Answer, media: str) -> Response:
    status = 200 if answer.executed or media == OLD else 400
    return _json(answer.body, media, status)


def _complete(answer: Answer) -> bool:
    """Whether it may be kept: what failed once may succeed the next time."""
    return answer.executed and "errors" not in answer.body


def _tagged(http: HttpRequest, response: Response) -> Response:
    """The response with its ETag, or 304 for a client that names it (RFC 9110, section 13.1.2)."""
    # Weak, since the same answer goes out compressed or not.
    tag = hashlib.blake2b(bytes(response.body), digest_size=16).hexdigest()
    headers = {"etag": f'W/"{tag}"', "cache-control": "private, no-cache", "vary": "Accept, Authorization"}
    known = [name.strip().removeprefix("W/") for name in http.headers.get("if-none-match", "").split(",")]
    if "*" in known or f'"{tag}"' in known:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def _json(body: dict[str, Any], media: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    content_type = f"{media}; charset=utf-8"
    return Response(orjson.dumps(body, default=str), status, dict(headers or {}), content_type)
