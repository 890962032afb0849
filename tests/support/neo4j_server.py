"""Real Neo4j Community as a plain Java process, from its Maven Central artifacts. No container, no mock.

    with Neo4jServer.start() as server:      # about 7 s once the artifacts are in .cache/
        driver = GraphDatabase.driver(server.uri)

``python -m support.neo4j_server`` from tests/ starts one, prints its address and stays until killed.
Needs Java 17 or 21 and, the first time, Maven (some 115 MB). JIJU_STORE=neo4j with JIJU_NEO4J_URI (_USER,
_PASSWORD) names a running server instead, whose data the tests then REPLACE.
"""

import argparse
import atexit
import contextlib
import ctypes
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

POM = Path(__file__).parent / "neo4j" / "pom.xml"
CHECKOUT = Path(__file__).parents[2]
MAIN = "org.neo4j.server.CommunityEntryPoint"
ADMIN = "org.neo4j.cli.AdminTool"
OPENS = ["java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent"]


class Neo4jUnavailable(RuntimeError):  # noqa: N818
    """Neo4j could not be started; the text says what is missing and how to get it."""


def version() -> str:
    """Of the Neo4j that the pom names."""
    name = {"m": "http://maven.apache.org/POM/4.0.0"}
    found = ET.parse(POM).findtext("m:properties/m:neo4j.version", namespaces=name)
    assert found
    return found


def java() -> str:
    """The Java to run Neo4j with: JAVA_HOME's or the one on the path, version 17 or newer."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not program or not Path(program).exists():
        raise Neo4jUnavailable(
            "Java is missing. Neo4j needs Java 17 or 21: apt-get install openjdk-17-jre-headless, "
            "or set JIJU_NEO4J_URI to a running server."
        )
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) < 17:
        raise Neo4jUnavailable(f"Neo4j needs Java 17 or 21, and {program} is: {said.splitlines()[:1]}")
    return program


def jars() -> Path:
    """The folder with Neo4j's jars, resolved with Maven the first time (other processes wait)."""
    folder = CHECKOUT / ".cache" / f"neo4j-{version()}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "lib").exists():
            _resolve(folder)
    return folder / "lib"


def _resolve(folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise Neo4jUnavailable(
            "Maven is missing; it fetches Neo4j's artifacts the first time: apt-get install maven, "
            "or set JIJU_NEO4J_URI to a running server."
        )
    part = folder / f"lib.part-{os.getpid()}"
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    command += ["-DincludeScope=runtime", f"-DoutputDirectory={part}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not part.exists():
        shutil.rmtree(part, ignore_errors=True)
        wrong = [line for line in done.stdout.splitlines() if "ERROR" in line][:3]
        raise Neo4jUnavailable(
            f"Maven could not resolve Neo4j {version()} ({POM}); is Maven Central or a mirror reachable "
            "(~/.m2/settings.xml)?\n" + "\n".join(wrong)
        )
    part.rename(folder / "lib")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Neo4jServer:
    """One running server; uri, user and password (None: authentication is off) say how to reach it."""

    def __init__(self, uri: str, user: str | None = None, password: str | None = None) -> None:
        self.uri = uri
        self.user = user
        self.password = password
        self.home: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._owns_home = False

    @classmethod
    def start(
        cls,
        *,
        password: str | None = None,
        home: Path | None = None,
        heap: str = "512m",
        pagecache: str = "256m",
        timeout: float = 120,
        settings: dict[str, str] | None = None,
    ) -> Self:
        """Start a server on free ports and wait for Bolt.

        home: where its data lies (a temporary folder, removed at the end, unless given). password: turns
        authentication on (at least eight characters). settings: further lines of neo4j.conf.
        """
        program, lib = java(), jars()
        bolt = free_port()
        user = "neo4j" if password else None
        server = cls(f"bolt://127.0.0.1:{bolt}", user, password)
        server._owns_home = home is None
        server.home = home or Path(tempfile.mkdtemp(prefix="jiju-neo4j-"))
        configure(server.home, bolt, heap, pagecache, auth=password is not None, settings=settings)
        if password:
            admin(server.home, "dbms", "set-initial-password", password)
        server._run([program, *_options(heap), "-cp", f"{lib}/*", MAIN, *_folders(server.home)])
        atexit.register(server.stop)
        server._wait(bolt, timeout)
        return server

    def _run(self, command: list[str]) -> None:
        assert self.home
        self._log = (self.home / "logs" / "console.log").open("wb")
        self.process = subprocess.Popen(
            command,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - calls one system function
        )

    def _wait(self, port: int, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise Neo4jUnavailable(f"Neo4j ended at once:\n{self._tail()}")
            if _answers_bolt(port):
                return
            time.sleep(0.1)
        said = self._tail()
        self.stop()
        raise Neo4jUnavailable(f"Neo4j did not answer Bolt within {timeout:.0f} s:\n{said}")

    def _tail(self) -> str:
        assert self.home
        lines = (self.home / "logs" / "console.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-15:])

    def stop(self) -> None:
        """End the process (nothing happens to a server that was not started here)."""
        atexit.unregister(self.stop)
        if self.process and self.process.poll() is None:
            # Its data is thrown away with the folder: there is nothing to flush.
            self.process.send_signal(signal.SIGKILL if self._owns_home else signal.SIGTERM)
            self.process.wait(timeout=60)
        if self._log:
            self._log.close()
        if self.home and self._owns_home:
            shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


def configure(
    home: Path, bolt: int, heap: str, pagecache: str, *, auth: bool, settings: dict[str, str] | None = None
) -> None:
    """Write conf/neo4j.conf of a server's home."""
    for name in ("conf", "data", "logs", "import", "plugins", "run"):
        (home / name).mkdir(parents=True, exist_ok=True)
    lines = {
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.heap.max_size": heap,
        "server.memory.pagecache.size": pagecache,
        "dbms.security.auth_enabled": "true" if auth else "false",
        "dbms.usage_report.enabled": "false",
        "db.tx_log.rotation.retention_policy": "keep_none",
        **(settings or {}),
    }
    (home / "conf" / "neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in lines.items()))


def admin(home: Path, *arguments: str) -> str:
    """Run neo4j-admin on a stopped server's home: ``admin(home, "database", "import", "full", …)``."""
    command = [*admin_command(), *arguments]
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise Neo4jUnavailable(f"neo4j-admin {' '.join(arguments[:3])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def admin_command() -> list[str]:
    """How neo4j-admin is called here: the artifacts of Maven Central have no bin folder."""
    return [java(), *_options("1g"), "-cp", f"{jars()}/*", ADMIN]


def _options(heap: str) -> list[str]:
    opens = [f"--add-opens={module}=ALL-UNNAMED" for module in OPENS]
    return [f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseG1GC", "-Dfile.encoding=UTF-8", *opens]


def _folders(home: Path) -> list[str]:
    return [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]


def _answers_bolt(port: int) -> bool:
    """Whether the port takes part in a Bolt handshake; an open port alone may come before the server is
    ready."""
    hello = bytes.fromhex("6060b017") + bytes.fromhex("00000405") + bytes(12)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as bolt:
            bolt.sendall(hello)
            return bolt.recv(4) not in (b"", b"\0\0\0\0")
    except OSError:
        return False


def _die_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


@contextlib.contextmanager
def neo4j_server() -> Iterator[Neo4jServer]:
    """The server that tests use: that of JIJU_NEO4J_URI (one process at a time), or one started now."""
    uri = os.environ.get("JIJU_NEO4J_URI") if os.environ.get("JIJU_STORE") == "neo4j" else None
    if not uri:
        with Neo4jServer.start() as server:
            yield server
        return
    with (Path(tempfile.gettempdir()) / "jiju-neo4j-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Neo4jServer(uri, os.environ.get("JIJU_NEO4J_USER"), os.environ.get("JIJU_NEO4J_PASSWORD"))


def main() -> None:
    parser = argparse.ArgumentParser(description="start Neo4j Community, print its address, stay until killed")
    parser.add_argument("--home", type=Path, help="where its data stays (default: a temporary folder)")
    parser.add_argument("--password", help="turn authentication on (user neo4j)")
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--pagecache", default="256m")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    started = time.monotonic()
    try:
        server = Neo4jServer.start(password=given.password, home=given.home, heap=given.heap, pagecache=given.pagecache)
    except Neo4jUnavailable as problem:
        sys.exit(str(problem))
    with server:
        print(server.uri, flush=True)
        print(f"Neo4j {version()} answered after {time.monotonic() - started:.1f} s", file=sys.stderr)
        assert server.process
        sys.exit(server.process.wait())


if __name__ == "__main__":
    main()
