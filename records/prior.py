"""The snapshot before, as far as a build can go on from it."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import polars as pl
import pyarrow.parquet as pq

from records.archive import Archive, Version
from records.snapshot import Snapshot


class Prior:
    """A snapshot of the same format and ontology, with the archive it was made of."""

    def __init__(self, snapshot: Snapshot, archive: Archive) -> None:
        self.folder = snapshot.folder
        self._manifest: Mapping[str, Any] = snapshot.manifest
        self._archive = archive

    @classmethod
    def open(cls, folder: Path, archive: Archive, format_: str, ontology_hash: str) -> Self | None:
        """None where a build has to begin from nothing: another format, another ontology, a file that is not there."""
        if not (folder / "manifest.json").exists():
            return None
        snapshot = Snapshot(folder)
        same = (snapshot.manifest.get("format"), snapshot.manifest.get("ontology_hash")) == (format_, ontology_hash)
        made = cls(snapshot, archive) if same else None
        return made if made and made.whole() else None

    def whole(self) -> bool:
        """Whether all that it was made of, and all that it made, is still there."""
        names = [name for name in self._manifest["digests"] if not (self.folder / f"{name}.parquet").exists()]
        return not names and all(version is not None for version in self._versions.values())

    @property
    def sources(self) -> list[str]:
        """Ids of the sources in the order in which they were believed."""
        return list(self._manifest["order"])

    def digest(self, name: str) -> str:
        return str(self._manifest["digests"][name])

    def rows(self, type_name: str) -> int:
        counts = self._manifest["counts"]
        return int({**counts["nodes"], **counts["edges"]}[type_name])

    def evidence(self, prefix: str) -> int:
        """How many statements there were of a type."""
        return int(self._manifest["evidence"][prefix])

    def resolved(self, node_type: str) -> list[Any] | None:
        """What the ids of a type depended on: a hash, and the last file of the registry."""
        found = self._manifest["resolved"].get(node_type)
        return list(found) if found else None

    def key_digest(self, content: str) -> str | None:
        """The hash of what resolution reads of a table, by the hash of the whole table."""
        found = self._manifest["keys"].get(content)
        return str(found) if found else None

    def ids(self, node_type: str, numbers: Mapping[str, int]) -> pl.DataFrame:
        """_source, _ref and id of the entities of a type; ``numbers`` of the sources."""
        table = pl.DataFrame(pl.from_arrow(pq.read_table(self.folder / "ids" / f"{node_type}.parquet")))
        number = pl.col("source_id").replace_strict(dict(numbers), return_dtype=pl.UInt32).alias("_source")
        return table.select(number, pl.col("ref").alias("_ref"), "id")

    def redirects(self, prefix: str) -> dict[int, int]:
        """Old ids of a type to those they go under."""
        table = pl.read_parquet(self.folder / "redirects.parquet")
        mine = table.filter(pl.col("id").str.starts_with(f"{prefix}:"))
        pairs = zip(mine["id"].to_list(), mine["canonical_id"].to_list(), strict=True)
        return {_number(old): _number(new) for old, new in pairs}

    def tables(self, name: str) -> dict[str, tuple[str, Path]]:
        """Hash and file of a record table ("entities/Enterprise") by source."""
        kind, _, type_name = name.partition("/")
        found = {}
        for source_id, version in self._versions.items():
            if version and type_name in (version.entities if kind == "entities" else version.relations):
                content = version.tables.get(name, f"{version.id} {name}")
                found[source_id] = (content, self._archive.file(version, name))
        return found

    @cached_property
    def _versions(self) -> dict[str, Version | None]:
        rows = pq.read_table(self.folder / "sources.parquet", columns=["id", "version"]).to_pylist()
        return {row["id"]: self._version(row["id"], row["version"]) for row in rows}

    def _version(self, source_id: str, name: str) -> Version | None:
        return next((v for v in self._archive.versions(source_id) if v.id == name), None)


def _number(id_: str) -> int:
    return int(id_.rpartition(":")[2], 16)
