"""Evidence: one row a statement, with what it says and where it stands.

    evidence/<prefix of the ids>/0.parquet    all statements about the things of one type, ordered by subject
                                 1.parquet    those about the things that a later build touched, and so on
                                 1.touched.parquet    which those are: of them no earlier file counts any more
                                 0.arrow      the same rows uncompressed

So a build writes the evidence of what changed and links the rest. The uncompressed files are there for look-ups,
which read only what they return, straight from the mapped file, whatever its size; only the current snapshot
keeps them, in older ones a look-up takes longer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ontology.model import Property
from records.files import link
from records.ids import id_texts
from records.json_values import as_json_object, known
from records.schema import EVIDENCE, columns
from records.tables import aligned

FOLDER = "evidence"
#: Files of one type after which they are written as one again, and the share of rows that are void by then.
MOST_SEGMENTS = 8
_BATCH = 1 << 14
_GROUP = 1 << 17
_TOUCHED = pa.schema([("subject_id", pa.string())])


def evidence_rows(chunk: pl.DataFrame, prefix: str, properties: Sequence[Property], sources: Sequence[str]) -> pa.Table:
    """The evidence of statements (a chunk of records.statements), in their order."""
    ids = pl.Series(sources, dtype=pl.String)
    own = [c for c in chunk.columns if c.removeprefix("_") in EVIDENCE.names and c.startswith("_")]
    frame = chunk.select(
        id_texts(prefix, chunk["id"]).alias("subject_id"),
        ids.gather(chunk["_source"]).alias("source_id"),
        *_told(chunk, properties),
        *(pl.col(c).alias(c.removeprefix("_")) for c in own),
    )
    return aligned(frame.to_arrow(), EVIDENCE)


def _told(chunk: pl.DataFrame, properties: Sequence[Property]) -> list[pl.Series]:
    """properties and values of each statement."""
    rows = chunk.with_row_index("_at")
    # Most statements are mentions, which tell a key or two of the many properties.
    parts = rows.partition_by("_mention") if "_mention" in rows.columns else [rows]
    told = [part.select("_at", *_values(part, properties)) for part in parts]
    return pl.concat(told).sort("_at").drop("_at").get_columns()


def _values(rows: pl.DataFrame, properties: Sequence[Property]) -> list[pl.Expr]:
    properties = [p for p in properties if any(rows[c.name].null_count() < rows.height for c in columns(p))]
    told = [pl.when(known(p)).then(pl.lit(p.name)) for p in properties]
    names = pl.concat_list(told).list.drop_nulls() if told else pl.lit([], pl.List(pl.String))
    return [names.alias("properties"), as_json_object(properties).alias("values")]


class EvidenceWriter:
    """Writes the evidence of one type into a snapshot; rows have to come ordered by subject. No rows, no file.

    ``touched``: the subjects that these rows are all evidence of, where the rest is linked already.
    """

    def __init__(self, snapshot: Path, prefix: str, touched: Sequence[str] | None = None) -> None:
        self._folder = snapshot / FOLDER / prefix
        self._number = len(_numbers(self._folder))
        self.rows = 0
        self._parquet: pq.ParquetWriter | None = None
        self._arrow: Any = None
        if touched is not None:
            self._open()
            table = pa.table([pa.array(sorted(touched), pa.string())], schema=_TOUCHED)
            pq.write_table(table, self._folder / f"{self._number}.touched.parquet", compression="zstd")

    def add(self, table: pa.Table) -> None:
        if not table.num_rows:
            return
        parquet = self._parquet or self._open()
        self.rows += table.num_rows
        parquet.write_table(table, row_group_size=_GROUP)
        self._arrow.write_table(table.combine_chunks(), max_chunksize=_BATCH)

    def _open(self) -> pq.ParquetWriter:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._parquet = pq.ParquetWriter(self._folder / f"{self._number}.parquet", EVIDENCE, compression="zstd")
        self._arrow = pa.ipc.new_file(str(self._folder / f"{self._number}.arrow"), EVIDENCE)
        return self._parquet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._parquet:
            self._parquet.close()
            self._arrow.close()


def link_evidence(old: Path, new: Path, prefix: str) -> None:
    """The evidence of one type as an older snapshot has it, without writing it again."""
    for path in sorted((old / FOLDER / prefix).glob("*")):
        link(path, new / FOLDER / prefix / path.name)


def segments(snapshot: Path, prefix: str) -> int:
    """How many files hold the evidence of a type."""
    return len(_numbers(snapshot / FOLDER / prefix))


class EvidenceReader:
    """Point look-ups by subject, and everything of one source."""

    def __init__(self, snapshot: Path) -> None:
        self._folder = snapshot / FOLDER
        self._types: dict[str, list[_Segment]] = {}

    def of(self, subject_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Rows by subject; a subject of which nobody says anything has an empty list."""
        found: dict[str, list[dict[str, Any]]] = {subject: [] for subject in subject_ids}
        open_: dict[str, set[str]] = {}
        for subject in found:
            open_.setdefault(subject.partition(":")[0], set()).add(subject)
        for prefix, wanted in open_.items():
            for segment in reversed(self._segments(prefix)):
                mine = wanted if segment.touched is None else wanted & segment.touched
                found |= segment.rows(sorted(mine))
                wanted -= mine
        return found

    def of_source(self, source_id: str) -> pa.Table:
        """Everything one source says."""
        condition = pc.field("source_id") == source_id
        tables = [table for prefix in self._prefixes() for table in self._tables(prefix, condition)]
        return pa.concat_tables([EVIDENCE.empty_table(), *tables])

    def tables(self, prefix: str) -> Iterator[pa.Table]:
        """All that counts of one type, a part at a time; within a part ordered by subject."""
        yield from self._tables(prefix, None)

    def count(self, prefix: str, subject_ids: Sequence[str]) -> int:
        """How many statements there are about some things of one type."""
        wanted, rows = set(subject_ids), 0
        for segment in reversed(self._segments(prefix)):
            mine = wanted if segment.touched is None else wanted & segment.touched
            rows += segment.count(mine)
            wanted -= mine
        return rows

    def _tables(self, prefix: str, condition: Any) -> Iterator[pa.Table]:
        void: set[str] = set()
        for segment in reversed(self._segments(prefix)):
            yield from segment.tables(condition, void)
            void |= segment.touched or set()

    def _prefixes(self) -> list[str]:
        return sorted(path.name for path in self._folder.glob("*") if path.is_dir())

    def _segments(self, prefix: str) -> list["_Segment"]:
        if prefix not in self._types:
            folder = self._folder / prefix
            self._types[prefix] = [_Segment(folder, number) for number in _numbers(folder)]
        return self._types[prefix]


class _Segment:
    """One file of a type's evidence. touched: the subjects it is about; None for the first, which has them all."""

    def __init__(self, folder: Path, number: int) -> None:
        self._parquet = folder / f"{number}.parquet"
        self._arrow = folder / f"{number}.arrow"
        touched = folder / f"{number}.touched.parquet"
        self.touched = set(pq.read_table(touched)["subject_id"].to_pylist()) if touched.exists() else None

    @cached_property
    def _batches(self) -> list[pa.RecordBatch] | None:
        try:
            reader = pa.ipc.open_file(pa.memory_map(str(self._arrow)))
        except FileNotFoundError:  # dropped, as this snapshot is not the current one
            return None
        return [reader.get_batch(i) for i in range(reader.num_record_batches)]

    @cached_property
    def _firsts(self) -> list[str]:
        return [batch.column(0)[0].as_py() for batch in self._batches or ()]

    def rows(self, subjects: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        if not subjects:
            return {}
        if self._batches is not None:
            return {subject: self._look_up(subject, self._batches) for subject in subjects}
        found: dict[str, list[dict[str, Any]]] = {subject: [] for subject in subjects}
        wanted = pc.field("subject_id").isin(list(subjects))
        for row in pq.read_table(self._parquet, filters=wanted).to_pylist():
            found[row["subject_id"]].append(row)
        return found

    def count(self, subjects: set[str]) -> int:
        if not subjects:
            return 0
        wanted = pa.array(sorted(subjects), pa.string())
        columns = (batch.column(0) for batch in self._batches) if self._batches is not None else self._subjects()
        return sum(int(pc.sum(pc.is_in(ids, value_set=wanted)).as_py() or 0) for ids in columns)

    def tables(self, condition: Any, void: set[str]) -> Iterator[pa.Table]:
        without = pa.array(sorted(void), pa.string())
        for batch in pq.ParquetFile(self._parquet).iter_batches(batch_size=_GROUP):
            table = pa.Table.from_batches([batch], schema=EVIDENCE)
            if condition is not None:
                table = table.filter(condition)
            if void and table.num_rows:
                table = table.filter(pc.invert(pc.is_in(table["subject_id"], value_set=without)))
            if table.num_rows:
                yield table

    def _subjects(self) -> Iterator[pa.Array]:
        for batch in pq.ParquetFile(self._parquet).iter_batches(batch_size=_GROUP, columns=["subject_id"]):
            yield batch.column(0)

    def _look_up(self, subject: str, batches: Sequence[pa.RecordBatch]) -> list[dict[str, Any]]:
        # A subject's rows may begin in the batch before the first one that starts with it.
        first = max(bisect_left(self._firsts, subject) - 1, 0)
        last = bisect_right(self._firsts, subject)
        rows: list[dict[str, Any]] = []
        for batch in batches[first:last]:
            ids = batch.column(0)
            low = bisect_left(_Texts(ids), subject)
            high = bisect_right(_Texts(ids), subject, lo=low)
            if low < high:
                rows += batch.slice(low, high - low).to_pylist()
        return rows


def forget_lookups(snapshots: Path, keep: str) -> None:
    """Drop the big look-up files of all snapshots but one; nothing is lost by that."""
    for path in snapshots.glob(f"[!._]*/{FOLDER}/*/*.arrow"):
        if path.parents[2].name != keep:
            path.unlink(missing_ok=True)


def _numbers(folder: Path) -> list[int]:
    return sorted(int(path.stem) for path in folder.glob("*.parquet") if path.stem.isdigit())


class _Texts(Sequence[str]):
    """An Arrow array of texts as a sequence, for bisect."""

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, index: Any) -> Any:
        return self._array[index].as_py()
