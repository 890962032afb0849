"""What the server tells Prometheus at /metrics: requests, seconds, who was sent away, and what is served.

docs/operate.md lists the names; deploy/ has a dashboard and alerts of them. Nothing here names a person or a key.
Each process tells for itself.
"""

from collections.abc import Callable
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Seconds within which a request was answered.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PLACES = ("/graphql", "/imports", "/healthz", "/readyz", "/metrics", "/graphiql")


class Metrics:
    """The counters of one server; they outlive its applications, of which each serves one data version."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter(
            "jiju_requests", "requests answered, by place and status", ["place", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "jiju_request_seconds", "seconds to answer a request", ["place"], buckets=BUCKETS, registry=self.registry
        )
        self._under_way = Gauge("jiju_requests_under_way", "requests under way", registry=self.registry)
        self._sent_away = Gauge("jiju_requests_sent_away", "requests sent away since the start", registry=self.registry)
        self._served = Gauge("jiju_served", "1 for the data version served", ["data_version"], registry=self.registry)

    def text(self, under_way: int, sent_away: int, version: str) -> bytes:
        """All of them in Prometheus' format."""
        self._under_way.set(under_way)
        self._sent_away.set(sent_away)
        self._served.clear()
        self._served.labels(version).set(1)
        return generate_latest(self.registry)


class Measuring:
    """The middleware: counts every request and its seconds, by the part of the server that it is for."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        place = next((one for one in _PLACES if scope["path"].startswith(one)), "pages")
        started, status = perf_counter(), 500

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            self._metrics.requests.labels(place, str(status)).inc()
            self._metrics.seconds.labels(place).observe(perf_counter() - started)


def metrics_route(metrics: Metrics, now: Callable[[], tuple[int, int, str]]) -> Callable[[Request], Response]:
    """The endpoint. now: requests under way, sent away so far, and the data version served."""

    def tell(_request: Request) -> Response:
        return Response(metrics.text(*now()), media_type=CONTENT_TYPE_LATEST)

    return tell
