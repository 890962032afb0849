"""Evidence: one row a statement, with what it says and where it stands.

evidence.parquet is for everybody, ordered by subject. evidence.arrow holds the same rows uncompressed so
that a look-up reads only what it returns, straight from the mapped file, whatever its size; only the
current snapshot keeps it, in older ones a look-up takes longer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ontology.model import Property
from records.digest import Digest
from records.ids import id_texts
from records.json_values import as_json_object, known
from records.schema import EVIDENCE
from records.tables import aligned

PARQUET, ARROW = "evidence.parquet", "evidence.arrow"
_BATCH = 1 << 14


def evidence_rows(chunk: pl.DataFrame, prefix: str, properties: Sequence[Property], sources: Sequence[str]) -> pa.Table:
    """The evidence of statements (a chunk of records.statements), in their order."""
    ids = pl.Series(sources, dtype=pl.String)
    told = [pl.when(known(p)).then(pl.lit(p.name)) for p in properties]
    names = pl.concat_list(told).list.drop_nulls() if told else pl.lit([], pl.List(pl.String))
    own = [c for c in chunk.columns if c.removeprefix("_") in EVIDENCE.names and c.startswith("_")]
    frame = chunk.select(
        id_texts(prefix, chunk["id"]).alias("subject_id"),
        ids.gather(chunk["_source"]).alias("source_id"),
        names.alias("properties"),
        as_json_object(properties).alias("values"),
        *(pl.col(c).alias(c.removeprefix("_")) for c in own),
    )
    return aligned(frame.to_arrow(), EVIDENCE)


class EvidenceWriter:
    """Writes both files; rows have to come ordered by subject."""

    def __init__(self, folder: Path) -> None:
        self._digest = Digest()
        self.rows = 0
        self._parquet = pq.ParquetWriter(folder / PARQUET, EVIDENCE, compression="zstd")
        self._arrow = pa.ipc.new_file(str(folder / ARROW), EVIDENCE)

    def add(self, table: pa.Table) -> None:
        if not table.num_rows:
            return
        self._digest.add(table)
        self.rows += table.num_rows
        self._parquet.write_table(table, row_group_size=1 << 17)
        self._arrow.write_table(table.combine_chunks(), max_chunksize=_BATCH)

    def digest(self) -> str:
        return self._digest.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parquet.close()
        self._arrow.close()


class EvidenceReader:
    """Point look-ups by subject."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._batches: list[pa.RecordBatch] = []
        if (folder / ARROW).exists():
            reader = pa.ipc.open_file(pa.memory_map(str(folder / ARROW)))
            self._batches = [reader.get_batch(i) for i in range(reader.num_record_batches)]
        self._firsts = [batch.column(0)[0].as_py() for batch in self._batches]

    def of(self, subject_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Rows by subject; a subject of which nobody says anything has an empty list."""
        if (self._folder / ARROW).exists() or self._batches:
            return {subject: self._rows(subject) for subject in subject_ids}
        found: dict[str, list[dict[str, Any]]] = {subject: [] for subject in subject_ids}
        for row in self._filtered(pc.field("subject_id").isin(list(subject_ids))).to_pylist():
            found[row["subject_id"]].append(row)
        return found

    def of_source(self, source_id: str) -> pa.Table:
        """Everything one source says."""
        return self._filtered(pc.field("source_id") == source_id)

    def _filtered(self, condition: Any) -> pa.Table:
        path = self._folder / PARQUET
        return pq.read_table(path, filters=condition) if path.exists() else EVIDENCE.empty_table()

    def _rows(self, subject: str) -> list[dict[str, Any]]:
        # A subject's rows may begin in the batch before the first one that starts with it.
        first = max(bisect_left(self._firsts, subject) - 1, 0)
        last = bisect_right(self._firsts, subject)
        rows: list[dict[str, Any]] = []
        for batch in self._batches[first:last]:
            ids = batch.column(0)
            low = bisect_left(_Texts(ids), subject)
            high = bisect_right(_Texts(ids), subject, lo=low)
            if low < high:
                rows += batch.slice(low, high - low).to_pylist()
        return rows


def forget_lookups(snapshots: Path, keep: str) -> None:
    """Drop the big look-up files of all snapshots but one; nothing is lost by that."""
    for path in snapshots.glob(f"[!.]*/{ARROW}"):
        if path.parent.name != keep:
            path.unlink(missing_ok=True)


class _Texts(Sequence[str]):
    """An Arrow array of texts as a sequence, for bisect."""

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, index: Any) -> Any:
        return self._array[index].as_py()
