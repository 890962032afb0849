"""Files that were loaded as they are: a second load of the same bytes need not read them again.

What a file becomes depends on its bytes, the mapping, the ontology, the places that are known and the code. A hash
of all these is kept beside the version it gave; where both are as they were, nothing would change. Only loads
without any mistake are kept. The folder is a cache and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loaders.declarations import FileMapping
    from records.archive import Archive

_PACKAGES = ("loaders", "ontology", "records")


@dataclass(frozen=True)
class Loaded:
    """What a load gave: the version of the source, and what was said of the file."""

    source: str
    version: str
    lines: list[str]
    detail: dict[str, Any]


class LoadMemory:
    """A folder of such loads, by their key."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self._folder, self._archive = folder, archive

    def key(self, path: Path, mapping: FileMapping | None, *, partial: bool | str) -> str:
        """A hash of all that the load of a file depends on."""
        from loaders.places import PLACES

        digest = hashlib.blake2b(digest_size=16)
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "blake2b").digest())
        told = mapping.path if mapping else None
        mapping_text = told.read_text(encoding="utf-8") if told and told.exists() else ""
        texts = [path.name, str(mapping is None), mapping_text, str(partial), self._archive.ontology.hash, _code()]
        for version in self._archive.current_versions():
            places = {name: version.tables.get(f"entities/{name}", version.id) for name in PLACES}
            texts += [version.source_id for name in places if name in version.entities]
            texts += [told for name, told in places.items() if name in version.entities]
        digest.update("\0".join(texts).encode())
        return digest.hexdigest()

    def recall(self, key: str) -> Loaded | None:
        """The load of this key, if the archive still says what it gave."""
        try:
            told = Loaded(**json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        current = self._archive.current(told.source)
        return told if current and current.id == told.version else None

    def keep(self, key: str, loaded: Loaded) -> None:
        from records.files import write_json

        write_json(self._folder / f"{key}.json", loaded.__dict__)


@cache
def _code() -> str:
    """A hash of the code and data by which files are read, so that a newer Jiju reads them again."""
    digest = hashlib.blake2b(digest_size=16)
    root = Path(__file__).parents[1]
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(path.read_bytes())
            elif path.suffix == ".parquet":
                digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()
