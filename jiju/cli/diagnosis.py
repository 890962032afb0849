"""What `jiju doctor` looks at."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.errors import Refusal

if TYPE_CHECKING:
    from jiju.jobs import Workspace

PACKAGES = ("strawberry-graphql", "neo4j", "ladybug", "spacy", "pyarrow", "polars", "networkit")
#: Programs that only some uses need, with the use.
PROGRAMS = {
    "node": "builds the web frontend",
    "java": "runs Neo4j for the tests",
    "mvn": "fetches Neo4j for the tests",
    "chromium": "runs the browser tests",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. needed: without it the server does not serve."""

    good: bool
    text: str
    needed: bool = True


def diagnose(space: Workspace) -> list[Finding]:
    return [*_installed(), *_programs(), *_data(space), *_store(space)]


def _installed() -> Iterator[Finding]:
    yield Finding(sys.version_info >= (3, 11), f"Python {platform.python_version()}")
    for package in PACKAGES:
        try:
            yield Finding(True, f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, f"{package} is not installed: run `make install`")


def _programs() -> Iterator[Finding]:
    for program, use in PROGRAMS.items():
        path = shutil.which(program)
        if path is None:
            yield Finding(False, f"{program} is not on the path ({use})", needed=False)
            continue
        flag = "-version" if program == "java" else "--version"
        run = subprocess.run([path, flag], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603
        first = (run.stdout or run.stderr).strip().splitlines()[:1]
        yield Finding(True, f"{program}: {first[0] if first else path} ({use})", needed=False)


def _data(space: Workspace) -> Iterator[Finding]:
    from importlib.resources import files

    folder = space.settings.data
    yield Finding(True, f"data folder {folder.resolve()}" + ("" if folder.exists() else " (not there yet)"))
    try:
        types = len(space.ontology.node_types), len(space.ontology.edge_types)
        yield Finding(True, f"ontology {space.ontology.hash}: {types[0]} node types, {types[1]} edge types")
        yield Finding(True, f"archive: {len(space.archive.sources())} sources")
    except Refusal as refusal:
        yield Finding(False, str(refusal))
    page = files("graph_api") / "static" / "index.html"
    yield Finding(
        page.is_file(),
        "web frontend is built" if page.is_file() else "web frontend is not built: `make web`",
        False,
    )


def _store(space: Workspace) -> Iterator[Finding]:
    url = space.settings.store_url
    try:
        with space.open_store(read_only=True) as store:
            store.ping()
            version = store.data_version()
            yield Finding(True, f"store {store.engine} at {url} answers, data version {version or 'none'}")
    except Refusal as refusal:
        empty = space.settings.store == "ladybug" and not (space.settings.data / "store").exists()
        yield Finding(False, f"store {space.settings.store} at {url}: {refusal}", needed=not empty)
