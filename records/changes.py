"""The change feed: what every build changed in the graph, kept for ever.

    <snapshots>/_changes/000001.json       from and to data version, when, how many of each type
                         000001.parquet    one row a change (SCHEMA)

A thing that appears or goes is one row, with all its values as a JSON object; a thing that stays has a row for
each property whose value changed (``source_ids`` where others say it now). ``sequence`` counts on over all
builds. The first build of all lists nothing: everything was added.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ontology.model import EdgeType, NodeType, Property
from records.errors import ArchiveError
from records.files import sync, write_json
from records.json_values import as_json, as_json_object
from records.schema import TEXTS, columns

FOLDER = "_changes"
CURRENT = "current"
SCHEMA = pa.schema([
    ("sequence", pa.int64()), ("change", pa.string()), ("kind", pa.string()), ("type", pa.string()),
    ("id", pa.string()), ("property", pa.string()), ("old", pa.string()), ("new", pa.string()), ("sources", TEXTS),
    ("at", pa.string()),
])  # fmt: skip
_ENDS = ("from_id", "to_id")
_SOURCES = "source_ids"
_CHUNK = 1 << 16


class UnknownVersion(ArchiveError):  # noqa: N818 - they say what happened
    """The feed does not reach back to what was asked for."""


@dataclass(frozen=True)
class Entry:
    """What one build changed. number: of the build in the feed; sequence: of its last change.

    added, changed, retracted: how many things of each type. before: None for the first build.
    """

    number: int
    before: str | None
    after: str
    at: str
    sequence: int
    added: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    retracted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One row of the feed. old and new are JSON text; property is None where the whole thing came or went.

    sources: who says it now, or who said it last.
    """

    sequence: int
    change: Literal["added", "changed", "retracted"]
    kind: Literal["node", "edge"]
    type: str
    id: str
    property: str | None
    old: str | None
    new: str | None
    sources: tuple[str, ...]
    at: datetime


def entries(snapshots: Path) -> list[Entry]:
    """The builds of a folder of snapshots, oldest first; one that was killed before it counted is left out."""
    found = [Entry(**json.loads(path.read_text(encoding="utf-8"))) for path in _numbered(snapshots)]
    pointer = snapshots / CURRENT
    current = pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None
    return found[:-1] if found and found[-1].after != current else found


def changes(
    snapshots: Path,
    since: str | datetime | int | None = None,
    types: Sequence[str] = (),
    ids: Sequence[str] = (),
    limit: int | None = None,
) -> Iterator[Change]:
    """The changes after a data version, a moment or a sequence number, oldest first.

    types, ids: only of these; empty means all. Raises UnknownVersion for a data version that is in no feed. Memory:
    one batch at a time.
    """
    given = 0
    for entry, after in _from(snapshots, since):
        path = snapshots / FOLDER / f"{entry.number:06}.parquet"
        if not path.exists():
            continue
        for batch in pq.ParquetFile(path).iter_batches(batch_size=_CHUNK):
            frame = pl.DataFrame(pl.from_arrow(batch)).filter(pl.col("sequence") > after)
            frame = frame.filter(pl.col("type").is_in(types)) if types else frame
            frame = frame.filter(pl.col("id").is_in(ids)) if ids else frame
            for row in frame.iter_rows(named=True):
                if limit is not None and given >= limit:
                    return
                given += 1
                yield Change(**{**row, "sources": tuple(row["sources"] or ()), "at": datetime.fromisoformat(row["at"])})


def _from(snapshots: Path, since: str | datetime | int | None) -> Iterator[tuple[Entry, int]]:
    """The entries to read, each with the sequence number that was seen already."""
    kept = entries(snapshots)
    if isinstance(since, str):
        seen = [position for position, entry in enumerate(kept) if since in (entry.after, entry.before)]
        if not seen:
            known = ", ".join(entry.after for entry in kept[-5:]) or "none"
            raise UnknownVersion(f"no build gave data version {since!r}; the last ones: {known}")
        last = max(seen)
        kept = kept[last + 1 :] if kept[last].after == since else kept[last:]
    elif isinstance(since, datetime):
        kept = [entry for entry in kept if datetime.fromisoformat(entry.at) > since]
    after = since if isinstance(since, int) else 0
    yield from ((entry, after) for entry in kept if entry.sequence > after)


class ChangesWriter:
    """Writes the next entry of the feed. It counts once the new version is the current one."""

    def __init__(self, snapshots: Path, before: str | None, at: str) -> None:
        kept = entries(snapshots)
        self._folder = snapshots / FOLDER
        self._number = (kept[-1].number if kept else 0) + 1
        self._sequence = kept[-1].sequence if kept else 0
        self._before, self._at = before, at
        self._counts: dict[str, dict[str, int]] = {"added": {}, "changed": {}, "retracted": {}}
        self._writer: pq.ParquetWriter | None = None

    def add(self, declared: NodeType | EdgeType, old: pa.Table, new: pa.Table) -> None:
        """The rows of a type that are not as they were, before and now."""
        before, after = (pl.DataFrame(pl.from_arrow(table)) for table in (old, new))
        came = after.join(before, on="id", how="anti", maintain_order="left")
        went = before.join(after, on="id", how="anti", maintain_order="left")
        properties = list(declared.properties.values())
        values = _properties_changed(before, after, properties)
        self._count("added", declared, came.height)
        self._count("retracted", declared, went.height)
        self._count("changed", declared, values["id"].n_unique())
        whole = _whole(declared)
        parts = [
            came.select("id", change=pl.lit("added"), new=whole, sources="source_ids"),
            went.select("id", change=pl.lit("retracted"), old=whole, sources="source_ids"),
            values,
        ]
        rows = pl.concat(parts, how="diagonal_relaxed").sort("id", "property", nulls_last=False)
        kind = "node" if isinstance(declared, NodeType) else "edge"
        self._write(rows.with_columns(kind=pl.lit(kind), type=pl.lit(declared.name), at=pl.lit(self._at)))

    def count_all(self, declared: NodeType | EdgeType, rows: int) -> None:
        """All of a type is new: the first build."""
        self._count("added", declared, rows)

    def finish(self, after: str) -> Entry:
        """Make the entry known."""
        self.close()
        name = self._folder / f"{self._number:06}"
        part = self._folder / f".part-{self._number:06}.parquet"
        if part.exists():
            sync(part)
            part.replace(name.with_suffix(".parquet"))
        else:  # what a killed build left
            name.with_suffix(".parquet").unlink(missing_ok=True)
        counts = {change: {k: n for k, n in told.items() if n} for change, told in self._counts.items()}
        entry = Entry(self._number, self._before, after, self._at, self._sequence, **counts)
        write_json(name.with_suffix(".json"), asdict(entry))
        return entry

    def close(self) -> None:
        if self._writer:
            self._writer.close()
            self._writer = None

    def _count(self, change: str, declared: NodeType | EdgeType, rows: int) -> None:
        self._counts[change][declared.name] = self._counts[change].get(declared.name, 0) + rows

    def _write(self, rows: pl.DataFrame) -> None:
        if not rows.height:
            return
        if self._writer is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                self._folder / f".part-{self._number:06}.parquet", SCHEMA, compression="zstd"
            )
        numbers = pl.int_range(self._sequence + 1, self._sequence + rows.height + 1, dtype=pl.Int64, eager=True)
        self._sequence += rows.height
        absent = [
            pl.lit(None, pl.String).alias(name) for name in ("property", "old", "new") if name not in rows.columns
        ]
        rows = rows.with_columns(numbers.alias("sequence"), *absent).select(SCHEMA.names)
        self._writer.write_table(rows.to_arrow().cast(SCHEMA))


def _properties_changed(before: pl.DataFrame, after: pl.DataFrame, properties: Sequence[Property]) -> pl.DataFrame:
    """id, change, property, old, new, sources: a row a property that two rows of one id differ in."""
    told = [p for p in properties if all(c.name in before.columns and c.name in after.columns for c in columns(p))]
    empty = pl.DataFrame(schema={"id": pl.String, "change": pl.String, "property": pl.String, "old": pl.String,
                                 "new": pl.String, "sources": pl.List(pl.String)})  # fmt: skip
    rows = after.select("id", pl.col("source_ids").alias("sources"), *_texts(told))
    names = [*(p.name for p in told), _SOURCES]
    joined = rows.join(
        before.select("id", *_texts(told)), on="id", how="inner", suffix=" before", maintain_order="left"
    )
    parts = [empty]
    for name in names:
        old, new = pl.col(f"{name} before"), pl.col(name)
        differing = joined.filter(old.ne_missing(new))
        parts.append(differing.select(
            "id", change=pl.lit("changed"), property=pl.lit(name), old=old, new=new, sources="sources",
        ))  # fmt: skip
    return pl.concat(parts)


def _texts(properties: Sequence[Property]) -> list[pl.Expr]:
    sources = pl.struct(pl.col(_SOURCES).alias("v")).struct.json_encode().str.slice(5).str.strip_suffix("}")
    return [*(as_json(p).alias(p.name) for p in properties), sources.alias(_SOURCES)]


def _whole(declared: NodeType | EdgeType) -> pl.Expr:
    """A thing as one JSON object: an edge with its ends."""
    told = as_json_object(list(declared.properties.values()))
    if isinstance(declared, NodeType):
        return told
    ends = [pl.format('"{}":"{}"', pl.lit(name), pl.col(name)) for name in _ENDS]
    inner = told.str.strip_prefix("{").str.strip_suffix("}")
    members = [*ends, pl.when(inner != "").then(inner)]
    return pl.concat_str([pl.lit("{"), pl.concat_str(members, separator=",", ignore_nulls=True), pl.lit("}")])


def _numbered(snapshots: Path) -> list[Path]:
    return sorted((snapshots / FOLDER).glob("[0-9]*.json"))
