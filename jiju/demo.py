"""What is made of a whole workspace at once: the example region, and indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.indicator import Result
    from analysis.projection import Projection
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


def compute_indicator(space: Workspace, indicator: str) -> Result:
    """An indicator over the current snapshot with its default parameters: one of analysis.indicator.INDICATORS."""
    from analysis.centrality import pagerank
    from analysis.communities import communities
    from analysis.location import hhi, location_quotient
    from analysis.projection import Projection

    projection = Projection.from_snapshot(space.snapshot())
    functions: dict[str, Callable[[Projection], Result]] = {
        "location_quotient": location_quotient,
        "hhi": hhi,
        "modularity": communities,
        "pagerank": pagerank,
    }
    return functions[indicator](projection)
