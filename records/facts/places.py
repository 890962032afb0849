"""Where the entities that documents name are: the document's own region tells namesakes apart.

A name without a place that several places know is nobody's by itself (records.resolution.clusters). Where just one of
these lies in the region for which the document speaks, that one is meant: the mention is told with its place, and is
then resolved as a row of a table would be.
"""

from collections.abc import Mapping

import polars as pl
import pyarrow.parquet as pq

from records.archive import Archive
from records.digest import digest_texts
from records.facts.index import FactIndex, trimmed

_KEY = {"name", "region_code"}


class Places:
    """The places of the names in an archive's documents."""

    def __init__(self, archive: Archive, index: FactIndex) -> None:
        self._archive, self._index = archive, index

    def renewed(self) -> set[str]:
        """Find them out again where tables or documents changed; the documents for which anything is new."""
        stamps = self._index.stamps()
        tables = [v for v in self._archive.current_versions() if v.source_id not in stamps]
        inputs = digest_texts(*(v.id for v in tables), *(f"{d} {stamp}" for d, stamp in stamps.items()))
        if self._index.note("places") == inputs:
            return set()
        changed = self._index.set_places(self._found({v.source_id for v in tables}))
        self._index.note("places", inputs)
        return changed

    def _found(self, tables: set[str]) -> dict[tuple[str, str, str], str]:
        placed = [t for t in self._archive.ontology.node_types.values() if any(set(key) == _KEY for key in t.keys)]
        wanted: dict[str, list[tuple[str, str, str, str]]] = {}
        for document, type_, ref, name, region in self._index.unplaced(placed):
            wanted.setdefault(type_, []).append((document, ref, name, region))
        files = self._archive.files("entities")
        found = {}
        for type_, asked in wanted.items():
            paths = [path for source, path in files.get(type_, {}).items() if source in tables]
            known = _known([str(p) for p in paths], {name for _, _, name, _ in asked})
            for document, ref, name, region in asked:
                code = meant(known.get(name, ()), region)
                if code:
                    found[document, type_, ref] = code
        return found


def meant(codes: "Mapping[str, None] | set[str] | tuple[str, ...]", region: str) -> str | None:
    """Of several places with one name the only one in a region; None where there is no doubt, or no such."""
    finest = {code for code in codes if not any(other != code and other.startswith(trimmed(code)) for other in codes)}
    inside = [code for code in finest if code.startswith(trimmed(region))]
    return inside[0] if len(finest) > 1 and len(inside) == 1 else None


def _known(paths: list[str], names: set[str]) -> dict[str, set[str]]:
    """Division codes by name, of the names that are asked for."""
    found: dict[str, set[str]] = {}
    for path in paths:
        if not {"name", "region_code"} <= set(pq.read_schema(path).names):
            continue
        scan = pl.scan_parquet(path).select("name", "region_code").drop_nulls()
        for name, code in scan.filter(pl.col("name").is_in(list(names))).unique().collect().rows():
            found.setdefault(name, set()).add(code)
    return found
