"""Graphs of the real data of ../shared, loaded once a test run and held by both stores."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cypher.store import Store
from graph_api.context import AppContext, Limits
from jiju.jobs import Taken, Workspace
from jiju.settings import Settings
from records.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "examples" / "mappings"
LIMITS = Limits(max_cost=1_000_000, timeout=300)


@dataclass(frozen=True)
class RealGraph:
    """A workspace with a built snapshot, its tables and documents."""

    space: Workspace
    snapshot: Snapshot
    tables: Sequence[Path]
    documents: Sequence[Path]

    def take(self) -> list[bool]:
        """Load and read everything (again); for each file whether that changed the archive."""
        return [one.version.changed for one in _take(self.space, self.tables, self.documents) if one.version]

    @contextmanager
    def served_by(self, store: Store) -> Iterator[AppContext]:
        """What a server over this store would serve."""
        context = AppContext(self.space.ontology, store, self.snapshot, role="admin", limits=LIMITS)
        yield context
        context.close()


def build(folder: Path, tables: Sequence[Path], documents: Sequence[Path] = ()) -> RealGraph:
    """Load, read and build into the embedded store of a fresh data folder."""
    space = Workspace(Settings(data=folder, store="ladybug"))
    _take(space, tables, documents)
    return RealGraph(space, space.build().snapshot, tables, documents)


def _take(space: Workspace, tables: Sequence[Path], documents: Sequence[Path]) -> list[Taken]:
    taken = list(space.load(tables, mapping=MAPPINGS))
    taken += space.read(documents) if documents else []
    assert [one.as_text() for one in taken if one.refused] == []
    return taken
