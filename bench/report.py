"""What a benchmark says: the machine, versions, and figures side by side, as Markdown."""

import importlib.metadata
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Report:
    """A table in the making; lines go out as they come, so that a broken run shows what it had."""

    title: str
    columns: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)

    def start(self) -> None:
        print(f"\n## {self.title}\n")
        print("| " + " | ".join(self.columns) + " |")
        print("|" + " --- |" * len(self.columns), flush=True)

    def add(self, *cells: str | float) -> None:
        row = [cell if isinstance(cell, str) else f"{cell:,.1f}" for cell in cells]
        self.rows.append(row)
        print("| " + " | ".join(row) + " |", flush=True)


@dataclass
class Timer:
    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Timer]:
    timer = Timer()
    started = time.perf_counter()
    try:
        yield timer
    finally:
        timer.seconds = time.perf_counter() - started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def neo4j_server() -> Any:
    """The tests' way to start a real Neo4j."""
    tests = str(Path(__file__).parents[1] / "tests")
    if tests not in sys.path:
        sys.path.append(tests)
    from support import neo4j_server

    return neo4j_server


def machine() -> str:
    """Cores, memory, load before the run."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"load average at the start {load:.1f}, Python {platform.python_version()}"
    )


def versions(*packages: str) -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)


def ratio(ours: float, peer: float) -> str:
    """How many times the peer's figure ours is."""
    return f"{ours / peer:.2f}" if peer else "–"


def measured(module: str, *arguments: object) -> tuple[float, float]:
    """Seconds and peak megabytes of a module that runs in a process of its own; SystemExit where it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command[2:])} failed")
    return time.perf_counter() - started, used.ru_maxrss / 1e3
