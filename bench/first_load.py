"""The whole way from csv files to the embedded store, beside the engine's own COPY of ready Parquet files.

    python -m bench.first_load --scale 0.1

Every step runs in a process of its own, so that its peak memory is its own: load (csv, validated, to the archive),
build (resolved, merged, snapshotted with evidence), store (bulk load with search index). The peer copies the same
nodes and edges, ready as Parquet without decimals, into the same tables. Making the files is not counted.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.csv_files import write_csvs
from bench.generate import generate
from bench.report import Report, machine, measured, ratio, versions
from bench.store_load import copy_ladybug, rows_of, without_decimals
from jiju.jobs import Workspace
from jiju.settings import Settings
from ontology.model import load
from records import building
from records import snapshot as snapshots

COLUMNS = ("step", "rows", "seconds", "rows/s", "peak MB", "of COPY")


def prepare(folder: Path, scale: float) -> None:
    """Make the snapshot, the peer's Parquet files, and the csv files that the way begins with."""
    ontology = load()
    made = generate(folder / "generated", scale)
    without_decimals(made, folder / "parquet")
    write_csvs(made, ontology, folder / "csv")


def copy(folder: Path) -> None:
    files = {
        part: {file.stem: file for file in sorted((folder / "parquet" / part).glob("*.parquet"))}
        for part in ("nodes", "edges")
    }
    copy_ladybug(files, load(), folder / "bare")


def load_csv(folder: Path) -> None:
    space = _space(folder)
    for taken in space.load(sorted((folder / "csv").glob("*.csv"))):
        if taken.refused:
            sys.exit(taken.as_text())


def build(folder: Path) -> None:
    space = _space(folder)
    building.build(space.archive, space.ontology, space.snapshots)


def store(folder: Path) -> None:
    space = _space(folder)
    with space.open_store() as opened:
        opened.bulk_load(space.snapshot())


STEPS: dict[str, Callable[[Path], None]] = {"copy": copy, "load": load_csv, "build": build, "store": store}


def _space(folder: Path) -> Workspace:
    return Workspace(Settings.model_validate({"data": folder / "data"}))


def check(folder: Path) -> None:
    """What came out is what went in: as many nodes and edges of each type."""
    wanted = snapshots.open(folder / "generated").manifest["counts"]
    made = snapshots.open(folder / "data" / "snapshots").manifest["counts"]
    for part in ("nodes", "edges"):
        told = {name: count for name, count in made[part].items() if count}
        if told != wanted[part]:
            raise SystemExit(f"{part}: {told} instead of {wanted[part]}")


def run(scale: float, folder: Path) -> None:
    print("\n# First load\n")
    print(machine())
    print(versions("ladybug", "pyarrow", "polars"))
    # In a process of its own too: a child's peak memory is at least what its parent had.
    measured("bench.first_load", "--prepare", "--scale", scale, "--folder", folder)
    rows = rows_of(snapshots.open(folder / "generated"))
    report = Report(f"CSV to store at scale {scale}: {rows:,} rows", COLUMNS)
    report.start()
    seconds = {}
    for step in STEPS:
        seconds[step], peak = measured("bench.first_load", "--step", step, "--folder", folder)
        report.add(step, f"{rows:,}", seconds[step], rows / seconds[step], peak, ratio(seconds[step], seconds["copy"]))
    check(folder)
    ours = sum(seconds.values()) - seconds["copy"]
    report.add("csv to store", f"{rows:,}", ours, rows / ours, "", ratio(ours, seconds["copy"]))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--step", choices=list(STEPS), help="one step on files that are there; needs --folder")
    parser.add_argument("--prepare", action="store_true", help="only make the files; needs --folder")
    parser.add_argument("--folder", type=Path, help="where the files are made (default: a temporary folder)")
    given = parser.parse_args(arguments)
    if given.prepare:
        prepare(given.folder, given.scale)
    elif given.step:
        STEPS[given.step](given.folder)
    elif given.folder:
        run(given.scale, given.folder)
    else:
        with tempfile.TemporaryDirectory(prefix="jiju-bench-") as folder:
            run(given.scale, Path(folder))


if __name__ == "__main__":
    main()
