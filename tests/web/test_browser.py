"""The web frontend in a real Chromium, over a real server with the example region."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server that ``jiju demo`` started on a free port: its address and a reviewer's key, as stories take them."""
    if not (ROOT / "graph_api/static/index.html").is_file():
        pytest.fail("the web frontend is not built: run `make web`")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("browser")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("JIJU_")}
    environment |= {"JIJU_DATA": str(folder / "data")}
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jiju", "demo", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=out, stderr=out,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(url, process, log)
            add = [sys.executable, "-m", "jiju", "keys", "add", "测试", "--role", "reviewer"]
            key = subprocess.run(add, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
            yield {"JIJU_URL": url, "JIJU_KEY": key.split()[0]}
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
    pytest.fail(f"the server did not come up: {log.read_text(encoding='utf-8', errors='replace')}")


def test_the_walk_of_a_person_through_all_pages(server: dict[str, str]) -> None:
    npm = shutil.which("npm")
    assert npm, "npm is needed for the browser tests"
    run = subprocess.run(
        [npm, "run", "--silent", "e2e"], cwd=ROOT / "web", env=os.environ | server,
        capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-4000:]
