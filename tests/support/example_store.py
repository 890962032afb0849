"""From records to a store, the way that data really goes: archive, snapshot, bulk load."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cypher.store import Store
from ontology.model import Ontology
from records.archive import Archive
from records.record import Record, Source

if TYPE_CHECKING:
    from records.snapshot import Snapshot


def build_snapshot(
    folder: Path, ontology: Ontology, records: Iterable[Record] | Mapping[Source, Iterable[Record]]
) -> "Snapshot":
    """A snapshot of records of one source, or of several sources."""
    from records import snapshot

    archive = Archive(folder / "archive", ontology)
    by_source = records if isinstance(records, Mapping) else {Source("test", "table", "a test"): records}
    for source, said in by_source.items():
        archive.write(source, said)
    return snapshot.build(archive, ontology, folder / "snapshots")


def fill(store: Store, snapshot: "Snapshot") -> Store:
    """The store with just this snapshot in it."""
    store.ensure_schema()
    store.bulk_load(snapshot)
    return store
