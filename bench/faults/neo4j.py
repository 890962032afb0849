"""A Neo4j of our own behind a proxy, that can be killed and comes again with its data."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.faults.proxy import Proxy

ROOT = Path(__file__).parents[2]


class Neo4jUnderFault:
    """The server of tests/support, its data in ``home``; ``proxy`` leads to it whatever its port is."""

    def __init__(self, home: Path) -> None:
        sys.path.insert(0, str(ROOT / "tests"))
        from support.neo4j_server import Neo4jServer

        self._start = lambda: Neo4jServer.start(home=home, heap="384m", pagecache="64m")
        self._server: Any = self._start()
        self.proxy = Proxy(_port(self._server.uri))

    @property
    def pid(self) -> int:
        return int(self._server.process.pid)

    def restart(self) -> None:
        """kill -9, and start again on the same data."""
        self._server.process.kill()
        self._server.process.wait()
        self._server.stop()
        self._server = self._start()
        self.proxy.target = _port(self._server.uri)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.process.kill()
        self._server.stop()


def _port(uri: str) -> int:
    return int(uri.rpartition(":")[2])
