"""One request from document to answer: parse and validate once per document, price, run, present errors.

The step that runs a valid operation stands alone (``_run``), so that a compiled plan can take its place.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    execute,
    get_operation_ast,
    parse,
    validate,
)

from graph_api.context import AppContext, RequestContext
from graph_api.errors import ApiError, TimedOut, presentable
from graph_api.limits import Cost, Depth
from graph_api.schema import core, schema_of

_LOG = logging.getLogger("graph_api")
_DOCUMENTS = 512


@dataclass(frozen=True)
class Request:
    """What a client asks."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


@dataclass(frozen=True)
class Answer:
    """The body of a response. executed: whether the operation ran at all; data is only there if it did."""

    body: dict[str, Any]
    executed: bool


@dataclass(frozen=True)
class _Document:
    """A document that was parsed and validated."""

    node: DocumentNode | None
    errors: tuple[dict[str, Any], ...] = ()


class Api:
    """The schema of an ontology, ready to answer for what an AppContext serves."""

    def __init__(self, app: AppContext) -> None:
        self.app = app
        self.schema = core(schema_of(app.ontology))
        self._documents: OrderedDict[str, _Document] = OrderedDict()
        self._cost = Cost(self.schema, app.limits.max_cost)
        self._depth = Depth(app.limits.max_depth)

    def valid(self, query: str) -> bool:
        """Whether a document can be asked at all."""
        return self._document(query).node is not None

    def operation(self, request: Request) -> OperationDefinitionNode | None:
        """The operation asked for, if the document is valid and has it."""
        document = self._document(request.query).node
        return get_operation_ast(document, request.operation_name) if document else None

    async def answer(self, request: Request, context: RequestContext) -> Answer:
        """Never raises: whatever goes wrong is in the answer's errors."""
        document = self._document(request.query)
        if document.node is None:
            return Answer({"errors": list(document.errors)}, False)
        operation = get_operation_ast(document.node, request.operation_name)
        if operation is None:
            return _refused(_unknown_operation(request))
        try:
            self._depth.check(document.node, operation)
            cost = self._cost.check(document.node, operation, request.variables)
        except ApiError as error:
            return _refused(_plain(error))
        extensions = {"cost": cost, "dataVersion": self.app.snapshot.data_version}
        result = await self._within_time(document.node, request, context)
        return self._answer(result, context, extensions)

    async def _within_time(self, document: DocumentNode, request: Request, context: RequestContext) -> ExecutionResult:
        seconds = self.app.limits.timeout
        try:
            return await asyncio.wait_for(self._run(document, request, context), seconds)
        except TimeoutError:
            late = TimedOut(f"not answered within {seconds:g} s; ask for less")
            return ExecutionResult(data={}, errors=[GraphQLError(str(late), original_error=late)])

    async def _run(self, document: DocumentNode, request: Request, context: RequestContext) -> ExecutionResult:
        result = execute(
            self.schema,
            document,
            context_value=context,
            variable_values=dict(request.variables),
            operation_name=request.operation_name,
        )
        return await result if isinstance(result, Awaitable) else result

    def _answer(self, result: ExecutionResult, context: RequestContext, extensions: dict[str, Any]) -> Answer:
        errors = [_present(error, context) for error in result.errors or ()]
        # Without data and path it was the variables that were refused: nothing ran.
        executed = result.data is not None or any(error.path for error in result.errors or ())
        body: dict[str, Any] = {"errors": errors} if errors else {}
        if executed:
            body["data"] = result.data if result.data != {} else None
        return Answer(body | {"extensions": extensions}, executed)

    def _document(self, query: str) -> _Document:
        known = self._documents.get(query)
        if known is None:
            known = self._documents[query] = self._read(query)
            if len(self._documents) > _DOCUMENTS:
                self._documents.popitem(last=False)
        else:
            self._documents.move_to_end(query)
        return known

    def _read(self, query: str) -> _Document:
        try:
            node = parse(query, max_tokens=self.app.limits.max_tokens)
        except GraphQLSyntaxError as error:
            return _Document(None, (_with_code(error, "GRAPHQL_PARSE_FAILED"),))
        except RecursionError:
            message = "the document is nested too deep to read; split it"
            return _Document(None, ({"message": message, "extensions": {"code": "GRAPHQL_PARSE_FAILED"}},))
        errors = validate(self.schema, node)
        if errors:
            return _Document(None, tuple(_with_code(e, "GRAPHQL_VALIDATION_FAILED") for e in errors))
        return _Document(node)


def execute_once(
    app: AppContext, query: str, variables: Mapping[str, Any] | None = None, operation_name: str | None = None
) -> dict[str, Any]:
    """Ask without a server, as an HTTP client would: the body of the response. Also where an event loop runs
    already, as in a notebook."""
    api, request = Api(app), Request(query, variables or {}, operation_name)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(lambda: asyncio.run(api.answer(request, RequestContext(app)))).result()
    return answer.body


def _with_code(error: GraphQLError, code: str) -> dict[str, Any]:
    return {**error.formatted, "extensions": {"code": code}}


def _refused(error: dict[str, Any]) -> Answer:
    return Answer({"errors": [error]}, False)


def _plain(error: ApiError) -> dict[str, Any]:
    return {"message": str(error), "extensions": error.extensions}


def _unknown_operation(request: Request) -> dict[str, Any]:
    name = request.operation_name
    message = f"operationName: the document has no operation {name!r}" if name else "operationName: name one operation"
    return {"message": message, "extensions": {"code": "BAD_USER_INPUT", "argument": "operationName"}}


def _present(error: GraphQLError, context: RequestContext) -> dict[str, Any]:
    """An error as the client sees it; what it must not see goes to the log."""
    told: Mapping[str, Any] = error.formatted
    original = _original(error)
    if original is None and not error.message.startswith("Cannot return null"):
        return {**told, "extensions": {"code": "BAD_USER_INPUT"}}
    shown = presentable(original)
    if shown is None:
        _LOG.error("request %s failed at %s", context.request_id, _place(error.path), exc_info=original or error)
        message = f"something failed here; the log has it under the request {context.request_id}"
        shown = (message, {"code": "INTERNAL_SERVER_ERROR"})
    return {**told, "message": shown[0], "extensions": shown[1]}


def _original(error: GraphQLError) -> BaseException | None:
    """The error that was raised, below those that graphql-core put around it."""
    found: BaseException | None = error.original_error
    while isinstance(found, GraphQLError) and found.original_error is not None:
        found = found.original_error
    return None if isinstance(found, GraphQLError) else found


def _place(path: Sequence[str | int] | None) -> str:
    return ".".join(map(str, path or ())) or "the request"
