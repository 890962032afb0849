"""A TCP proxy on loopback that delays, throttles, cuts and refuses."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass, field

_BLOCK = 16_384


@dataclass
class Weather:
    """How the network is. delay: seconds before each block goes on; rate: bytes a second; refuse: nobody gets in."""

    delay: float = 0.0
    rate: float | None = None
    refuse: bool = False


@dataclass
class Proxy:
    """Listens on a port of its own and passes on to ``target`` (which may change: a server that was restarted)."""

    target: int
    port: int = 0
    weather: Weather = field(default_factory=Weather)

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._met, "127.0.0.1", self.port)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def cut(self) -> int:
        """Break every connection in the middle of what it is saying; how many there were."""

        async def break_all() -> int:
            broken = list(self._open)
            for writer in broken:
                writer.transport.abort()
            return len(broken)

        return asyncio.run_coroutine_threadsafe(break_all(), self._loop).result(10)

    def close(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.weather.refuse:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._open |= both
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._open -= both

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while block := await reader.read(_BLOCK):
                weather = self.weather
                wait = weather.delay + (len(block) / weather.rate if weather.rate else 0)
                if wait:
                    await asyncio.sleep(wait)
                writer.write(block)
                await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            writer.transport.abort()
