"""One large csv file to the archive, beside polars that reads the same file into a Parquet file.

    python -m bench.large_csv --gigabytes 2

Each step runs in a process of its own, so that its peak memory is its own. Ours validates every cell, looks at all rows
together (shares, contradictions) and writes the records with their places; the peer only parses. What is to be seen is
that memory does not grow with the file.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from bench.generate import usccs
from bench.report import Report, machine, measured, ratio, versions
from jiju.jobs import Workspace
from jiju.settings import Settings

COLUMNS = ("step", "rows", "seconds", "MB/s", "peak MB", "of the peer")
_ROWS = 1_000_000
_MAPPING = {
    "source": {"id": "large", "title": "large"},
    "file": "large.csv",
    "entities": {
        "firm": {
            "type": "Enterprise",
            "properties": {
                "uscc": "统一社会信用代码", "name": "企业名称", "founded": "成立日期", "employees": "从业人数",
                "registered_capital": "注册资本", "scope": "经营范围", "phone": "电话",
            },
        }
    },
}  # fmt: skip


def write(path: Path, size: int) -> None:
    """A csv file of so many bytes, at least, and the number of its rows beside it. No two rows speak of one firm."""
    rng = np.random.default_rng(20261123)
    codes = usccs(rng, max(_ROWS, size // 100))
    rows = 0
    with path.open("wb") as file:
        while file.tell() < size:
            part = codes.slice(rows, _ROWS)
            n = len(part)
            number = pl.Series(np.arange(rows, rows + n)).cast(pl.String)
            founded = [f"{1990 + year}-0{1 + year % 9}-15" for year in rng.integers(0, 34, n)]
            columns = {
                "统一社会信用代码": pl.Series(part),
                "企业名称": "沂蒙" + number + "号木业有限公司",
                "成立日期": pl.Series(founded),
                "从业人数": pl.Series(rng.integers(1, 900, n)),
                "注册资本": pl.Series(rng.integers(10, 9000, n)).cast(pl.String) + "万元",
                "经营范围": "人造板、胶合板、家具的生产、销售；" + number + "项许可经营",
                "电话": "0539-8" + number.str.pad_start(6, "0").str.slice(0, 6),
            }
            pl.DataFrame(columns).write_csv(file, include_header=rows == 0)
            rows += n
    (path.parent / "mapping.yaml").write_text(yaml.safe_dump(_MAPPING, allow_unicode=True), encoding="utf-8")
    (path.parent / "rows").write_text(str(rows))


def parse(folder: Path) -> None:
    pl.scan_csv(folder / "large.csv").sink_parquet(folder / "peer.parquet")


def load(folder: Path) -> None:
    space = Workspace(Settings.model_validate({"data": folder / "data"}))
    for taken in space.load([folder / "large.csv"], mapping=folder / "mapping.yaml"):
        if taken.refused:
            sys.exit(taken.as_text())


STEPS: dict[str, Callable[[Path], None]] = {"polars": parse, "jiju load": load}


def run(gigabytes: float, folder: Path) -> None:
    print("\n# A large csv file\n")
    print(machine())
    print(versions("polars", "pyarrow"))
    # In a process of its own too: a child's peak memory is at least what its parent had.
    measured("bench.large_csv", "--write", "--gigabytes", gigabytes, "--folder", folder)
    rows = int((folder / "rows").read_text())
    megabytes = (folder / "large.csv").stat().st_size / 1e6
    report = Report(f"{megabytes:,.0f} MB", COLUMNS)
    report.start()
    first = 0.0
    for step in STEPS:
        seconds, peak = measured("bench.large_csv", "--step", step, "--folder", folder)
        first = first or seconds
        report.add(step, f"{rows:,}", seconds, megabytes / seconds, peak, ratio(seconds, first))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=0.2)
    parser.add_argument("--step", choices=list(STEPS), help="one step on a file that is there; needs --folder")
    parser.add_argument("--write", action="store_true", help="only make the file; needs --folder")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(arguments)
    if given.write:
        write(given.folder / "large.csv", int(given.gigabytes * 1e9))
        return
    if given.step:
        STEPS[given.step](given.folder)
        return
    with tempfile.TemporaryDirectory(prefix="jiju-bench-") as folder:
        run(given.gigabytes, Path(folder))


if __name__ == "__main__":
    main()
