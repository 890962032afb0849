"""More requests than can be answered: those above a limit are sent away at once, so that the others end in time.

A request that waits behind hundreds takes memory, and is given up by its asker before its turn. One that is told to
come back in a few seconds costs nothing, and the server recovers as soon as those under way have ended.
"""

from dataclasses import dataclass

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

#: Seconds after which to come back.
RETRY_AFTER = 2
#: What costs: whether the server lives, and its pages, are told however busy it is.
_COUNTED = ("/graphql", "/imports")


@dataclass
class UnderWay:
    """How many requests are being answered, of all applications of one server; it lives in one event loop."""

    now: int = 0
    sent_away: int = 0


class Shedding:
    """The middleware. most: requests under way at a time."""

    def __init__(self, app: ASGIApp, most: int, under_way: UnderWay) -> None:
        self.app = app
        self._most = most
        self._under_way = under_way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_COUNTED):
            await self.app(scope, receive, send)
            return
        if self._under_way.now >= self._most:
            self._under_way.sent_away += 1
            message = f"the server has {self._most} requests under way; try again in {RETRY_AFTER} seconds"
            body = {"errors": [{"message": message, "extensions": {"code": "OVERLOADED"}}]}
            await JSONResponse(body, 503, {"retry-after": str(RETRY_AFTER)})(scope, receive, send)
            return
        self._under_way.now += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._under_way.now -= 1
