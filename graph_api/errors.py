"""Errors of the API. Each becomes a GraphQL error with its code in ``extensions.code``.

Refusal
└── ApiError
    ├── BadArgument          BAD_USER_INPUT: an argument is out of range; names it (``extensions.argument``)
    │   └── BadCursor        BAD_CURSOR: a cursor that this connection did not give
    ├── Forbidden            FORBIDDEN: the role may not see or use this
    ├── QueryTooCostly       QUERY_TOO_COSTLY: the price is above the limit; no statement was sent
    ├── QueryTooDeep         QUERY_TOO_DEEP: nested deeper than the limit; no statement was sent
    └── TimedOut             TIMED_OUT: not answered within the time allowed

What other rooms refuse comes out as BAD_USER_INPUT (analysis, values), STORE_UNAVAILABLE or TIMED_OUT with its
own words. All else is INTERNAL_SERVER_ERROR: its text stays in the log, under the request's id.
"""

from typing import Any

from cypher.errors import StatementTimedOut, StoreError, StoreUnavailable
from ontology.errors import Refusal


class ApiError(Refusal):
    """An error with a stable code."""

    code = "REFUSED"

    def __init__(self, message: str, **extensions: Any) -> None:
        super().__init__(message)
        self.extensions = {"code": self.code, **extensions}


class BadArgument(ApiError):  # noqa: N818 - the family name of all our errors
    code = "BAD_USER_INPUT"

    def __init__(self, argument: str, message: str) -> None:
        super().__init__(f"{argument}: {message}", argument=argument)


class BadCursor(BadArgument):
    code = "BAD_CURSOR"

    def __init__(self, argument: str) -> None:
        super().__init__(
            argument, "not a cursor of this connection in this order; leave it out to start from the beginning"
        )


class Forbidden(ApiError):  # noqa: N818
    code = "FORBIDDEN"


class QueryTooCostly(ApiError):  # noqa: N818
    code = "QUERY_TOO_COSTLY"


class QueryTooDeep(ApiError):  # noqa: N818
    code = "QUERY_TOO_DEEP"


class TimedOut(ApiError):  # noqa: N818
    code = "TIMED_OUT"


def presentable(error: BaseException | None) -> tuple[str, dict[str, Any]] | None:
    """Message and extensions of an error that a client may read; None for an internal one."""
    match error:
        case ApiError():
            return str(error), error.extensions
        case StatementTimedOut():
            return "the store took too long; ask for less", {"code": TimedOut.code}
        case StoreUnavailable():
            return "the store cannot be reached; try again", {"code": "STORE_UNAVAILABLE"}
        case StoreError():
            return None  # quotes statements
        case Refusal():
            return str(error), {"code": BadArgument.code}
        case _:
            return None
