"""A snapshot's table written again with some of its rows replaced."""

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from records.digest import Digest

GROUP = 1 << 17


class TableWriter:
    """Writes one table of the snapshot; its parts have to come ordered by id."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.digest = Digest()
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def add(self, table: pa.Table) -> None:
        if table.num_rows:
            self.digest.add(table)
            self._writer.write_table(table, row_group_size=GROUP)

    def close(self) -> None:
        self._writer.close()


def splice(old: Path, rows: pa.Table, gone: pa.Array, writer: TableWriter) -> pa.Table:
    """Write the old table without the rows whose ids are in ``gone``, and with ``rows``; both stay ordered by id.

    Returns the rows that were left out. Memory: a row group at a time.
    """
    left_out = [rows.schema.empty_table()]
    ids = rows["id"].to_pylist()
    done = 0
    for group in _groups(old):
        void = pc.is_in(group["id"], value_set=gone)
        last = group["id"][-1].as_py()
        stop = bisect_right(ids, last, lo=done)
        added = rows.slice(done, stop - done)
        done = stop
        if pc.any(void).as_py():
            left_out.append(group.filter(void))
            group = group.filter(pc.invert(void))
        if added.num_rows:
            group = pa.concat_tables([group, added])
            group = group.take(pc.sort_indices(group["id"]))
        writer.add(group)
    writer.add(rows.slice(done))
    return pa.concat_tables(left_out)


def _groups(path: Path) -> Iterator[pa.Table]:
    file = pq.ParquetFile(path)
    for number in range(file.num_row_groups):
        group = file.read_row_group(number)
        if group.num_rows:
            yield group
