"""Starts one GraphQL server at a time, and asks it."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.report import free_port

PEER = Path(__file__).parent / "peer"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Figures:
    """p50 and p99 in ms, answers a second, CPU in ms a request, and what went wrong."""

    p50: float
    p99: float
    throughput: float
    cpu: float
    wrong: int
    example: str | None = None


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"content-type": "application/json", "accept": "application/json"}
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return dict(json.load(answer))

    def measure(self, bodies: Sequence[dict[str, Any]], connections: int, seconds: float) -> Figures:
        asked = {"url": self.url, "bodies": bodies, "connections": connections, "seconds": seconds}
        before = self._cpu()
        done = subprocess.run(
            ["node", "load.mjs"], cwd=PEER, input=json.dumps(asked), capture_output=True, text=True, check=True
        )
        seen = json.loads(done.stdout)
        cpu = 1000 * (self._cpu() - before) / max(seen["answers"], 1)
        return Figures(seen["p50"], seen["p99"], seen["throughput"], cpu, seen["wrong"], seen.get("example"))

    def _cpu(self) -> float:
        """Seconds of CPU the process has used."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def ours(store: str, snapshot: Path) -> AbstractContextManager[Server]:
    return _running([sys.executable, "-m", "bench.graphql.ours", store, str(snapshot)], ROOT, "/graphql")


def peer(host: str, uri: str) -> AbstractContextManager[Server]:
    """@neo4j/graphql on ``graphql-http`` or ``yoga``."""
    if not (PEER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PEER, check=True)
    return _running(["node", "server.mjs", host, uri], PEER, "/graphql")


@contextmanager
def _running(command: list[str], folder: Path, path: str) -> Iterator[Server]:
    port = free_port()
    process = subprocess.Popen([*command, str(port)], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        server = Server(f"http://127.0.0.1:{port}{path}", process)
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(server: Server, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended at once: {server.process.args!r}")
        try:
            server.ask({"query": "{ __typename }"})
        except urllib.error.HTTPError as wrong:
            raise RuntimeError(f"the server answers {wrong}: {wrong.read()[:500]!r}") from wrong
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not answer within {seconds} s: {server.process.args!r}")


def peer_versions() -> str:
    lock = json.loads((PEER / "package-lock.json").read_text())["packages"]
    names = ("@neo4j/graphql", "graphql-http", "graphql-yoga", "graphql", "neo4j-driver")
    return ", ".join(f"{name} {lock[f'node_modules/{name}']['version']}" for name in names)
