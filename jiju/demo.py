"""The example region, loaded, read and built at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cypher.store import Progress
    from jiju.jobs import Workspace


def load_example(space: Workspace, folder: Path, progress: Progress | None = None) -> Iterator[str]:
    """Load and read all of the example region and build; says what it does. Unchanged files change nothing."""
    from jiju.jobs import document_files
    from loaders.load import table_files

    tables = [file for file in table_files([folder]) if file.suffix != ".txt"]
    yield f"loading {len(tables)} tables of {folder.name}"
    for taken in space.load(tables, partial=True, progress=progress):
        if taken.refused:
            yield taken.as_text()
    documents = list(document_files([folder]))
    yield f"reading {len(documents)} documents"
    for taken in space.read(documents, progress=progress):
        if taken.refused:
            yield taken.as_text()
    built = space.build(progress)
    counts = built.snapshot.manifest["counts"]
    nodes, edges = (sum(counts[part].values()) for part in ("nodes", "edges"))
    yield f"built {built.snapshot.data_version}: {nodes:,} entities, {edges:,} relations"
