"""Before a request is read: by which name the server is called, and how often wrong keys are tried.

A browser can be made to call a server of its own network by a name of the attacker's choice (DNS rebinding); its pages
then read what the server says to anonymous requests. So a server knows its names. What only says that it lives
(/healthz, /readyz) is told under any name, since orchestrators ask by address.

Wrong keys are counted by address. Who was let in from there before is not kept out because a neighbour guesses.
"""

import ipaddress
import logging
import math
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_api.auth import Actor

_LOG = logging.getLogger("graph_api")
#: So many wrong keys in so many seconds from one address; then it waits.
MOST_WRONG, WITHIN = 10, 60.0
#: Addresses that are remembered; the one that was longest silent goes first.
_MOST_ADDRESSES = 10_000
_OPEN_TO_ALL = ("/healthz", "/readyz")


@dataclass
class _Tried:
    """wrong: when keys failed. proven: names of keys that were right."""

    wrong: deque[float] = field(default_factory=deque)
    proven: set[str] = field(default_factory=set)


class Guesses:
    """How often each address tried a wrong key. clock: seconds, never set back."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._tried: OrderedDict[str, _Tried] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str, actor: Actor | None) -> float:
        """Seconds that this address has to wait before it may show a key; 0: it may now, and this one is counted.

        actor: whose key it showed, None for a wrong one."""
        place, now = _network(address), self._clock()
        with self._lock:
            tried = self._tried.setdefault(place, _Tried())
            self._tried.move_to_end(place)
            if len(self._tried) > _MOST_ADDRESSES:
                self._tried.popitem(last=False)
            while tried.wrong and tried.wrong[0] <= now - WITHIN:
                tried.wrong.popleft()
            if len(tried.wrong) >= MOST_WRONG and (actor is None or actor.name not in tried.proven):
                return tried.wrong[0] + WITHIN - now
            if actor:
                tried.proven.add(actor.name)
                return 0.0
            tried.wrong.append(now)
            if len(tried.wrong) == MOST_WRONG:
                _LOG.warning("%d wrong keys from %s within %.0f s", MOST_WRONG, place, WITHIN)
            return 0.0


class Guard:
    """The middleware. hosts: names that the server answers to, without port; none: any. who: whose key it is."""

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str], who: Callable[[str], Actor | None] | None, guesses: Guesses
    ) -> None:
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._who = who
        self._guesses = guesses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            refused = self._misdirected(scope, headers) or self._waits(scope, headers)
            if refused:
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _misdirected(self, scope: Scope, headers: Headers) -> JSONResponse | None:
        if not self._hosts or scope["path"] in _OPEN_TO_ALL:
            return None
        if len(headers.getlist("host")) == 1 and _without_port(headers["host"]) in self._hosts:
            return None
        return _refusal(421, "MISDIRECTED", "the server does not answer to this name; add it to JIJU_HOSTS")

    def _waits(self, scope: Scope, headers: Headers) -> JSONResponse | None:
        given = headers.get("authorization")
        if given is None or self._who is None:
            return None
        actor = self._who(given.partition(" ")[2].strip())
        wait = self._guesses.wait((scope.get("client") or ("",))[0], actor)
        if not wait:
            return None
        told = f"too many wrong keys from this address; try again in {math.ceil(wait)} seconds"
        return _refusal(429, "TOO_MANY_KEYS", told, {"retry-after": str(math.ceil(wait))})


def _without_port(host: str) -> str:
    """``[::1]:8000`` → ``[::1]``, ``Localhost:8000`` → ``localhost``."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def _network(address: str) -> str:
    """An address of IPv6 by its /64, since whoever has one has all of them."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))


def _refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status, headers)
