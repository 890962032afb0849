"""The registry of canonical ids: which keys an id was given for. An id never dies.

It is a log: every build appends a file of what is new, nothing is ever rewritten. Each line binds a key (its
hash) to an id, or tells that an id now redirects to another. From it the resolver sees which id a cluster of
entities already had:

- a cluster with a key that an id was given for keeps that id; of several ids the oldest stays and the others
  redirect to it;
- where an id's keys are spread over several clusters (a merge was undone), the cluster with the id's oldest,
  then strongest, key keeps it, and so every id returns to where it was before the merge.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from records.files import sync

SCHEMA = pl.Schema({
    "type": pl.String, "key": pl.UInt64, "rank": pl.UInt8, "id": pl.UInt64, "redirect": pl.UInt64,
})  # fmt: skip
FOLDER = "_registry"


@dataclass(frozen=True)
class Registry:
    """All that was ever bound, with ``seq``: the number of the file that says so."""

    folder: Path
    log: pl.DataFrame

    @classmethod
    def open(cls, archive_folder: Path) -> "Registry":
        """The registry of an archive; empty where nothing was ever built."""
        folder = archive_folder / FOLDER
        parts = [pl.DataFrame(schema={**SCHEMA, "seq": pl.UInt32})]
        for file in sorted(folder.glob("[0-9]*.parquet")):
            seq = pl.lit(int(file.stem), pl.UInt32).alias("seq")
            frame = pl.DataFrame(pl.from_arrow(pq.read_table(file)))
            parts.append(frame.select(*(pl.col(n).cast(t) for n, t in SCHEMA.items()), seq))
        return cls(folder, pl.concat(parts))

    def keys(self, node_type: str) -> pl.DataFrame:
        """key, rank, id, seq: what the ids of a type were given for."""
        mine = self.log.filter((pl.col("type") == node_type) & pl.col("key").is_not_null())
        return mine.select("key", "rank", "id", "seq")

    def last(self, node_type: str) -> int:
        """The number of the last file that tells anything of a type; 0 where none does."""
        return int(self.log.filter(pl.col("type") == node_type)["seq"].max() or 0)  # type: ignore[arg-type]

    def redirects(self, node_type: str) -> dict[int, int]:
        """The last redirect of each id that has one."""
        mine = self.log.filter((pl.col("type") == node_type) & pl.col("redirect").is_not_null()).sort("seq")
        latest = dict(zip(mine["id"].to_list(), mine["redirect"].to_list(), strict=True))
        return {old: new for old, new in latest.items() if old != new}

    def append(self, new: pl.DataFrame) -> "Registry":
        """Log what is new; nothing where there is nothing."""
        if not new.height:
            return self
        number = int(self.log["seq"].max() or 0) + 1  # type: ignore[arg-type]  # a column of numbers
        new = new.select(SCHEMA.names()).sort(SCHEMA.names())
        self.folder.mkdir(parents=True, exist_ok=True)
        path, part = self.folder / f"{number:06}.parquet", self.folder / f".part-{number:06}"
        pq.write_table(new.to_arrow(), part, compression="zstd")
        sync(part)
        part.replace(path)
        sync(self.folder)
        seq = pl.lit(number, pl.UInt32).alias("seq")
        return Registry(self.folder, pl.concat([self.log, new.with_columns(seq)]))
