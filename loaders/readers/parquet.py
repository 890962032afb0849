"""Parquet, batch by batch."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.errors import UnreadableFile
from loaders.readers import Row, Sheet

#: So many rows are in memory at once.
_BATCH = 16_384


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    del encoding  # Parquet is UTF-8
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{path}: no readable Parquet file: {error}") from error
    yield Sheet(None, _rows(path, file), list(file.schema_arrow.names), file.metadata.num_rows)


def _rows(path: Path, file: pq.ParquetFile) -> Iterator[Row]:
    row = 0
    try:
        for batch in file.iter_batches(_BATCH):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                row += 1
                yield row, list(cells)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}, row {row + 1}: the Parquet file is broken: {error}; copy it again") from error
