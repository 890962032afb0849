"""One source again with 1 % of its rows changed, beside the first load of all: files to store.

    python -m bench.reload --scale 0.25

First load: all CSV files of the made-up prefecture (bench.csv_sources) by `Workspace.load`, resolved, snapshotted
and written into the embedded store by `Workspace.build`. Reload: one of the files in which one row in a hundred
says something else, loaded, built and published in the same way. Every step is a process of its own, so that peak
memory is that of the step. Afterwards the result is held against a build from nothing of the same archive.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from bench.csv_sources import write_sources
from bench.generate import generate
from bench.report import Report, machine, versions
from jiju.jobs import Workspace
from jiju.settings import Settings
from ontology.model import load
from records import building

COLUMNS = ("step", "rows read", "load s", "build and publish s", "all s", "of the first", "peak MB")
#: One row in so many is changed.
ONE_IN = 100
#: Files that are loaded again, and what changes in them.
CHANGED: dict[str, tuple[str, Callable[[pl.Expr], pl.Expr]]] = {
    "Enterprise": ("employees", lambda column: column + 1),
    "SUPPLIES-Enterprise-Enterprise": ("头uscc", lambda column: column),
    "OWNS-Enterprise-Enterprise": ("share", lambda column: (column * 0.99).round(4)),
}


def change(path: Path) -> int:
    """Change one row in a hundred of a file; how many rows there are. A file without values to change loses them."""
    frame = pl.read_csv(path, infer_schema=False)
    column, how = CHANGED[path.stem]
    chosen = pl.int_range(pl.len()) % ONE_IN == 7
    if column.startswith("头"):
        frame = frame.filter(~chosen)
    else:
        number = pl.Float64 if column == "share" else pl.Int64
        new = how(pl.col(column).cast(number)).cast(pl.String)
        frame = frame.with_columns(pl.when(chosen).then(new).otherwise(pl.col(column)).alias(column))
    frame.write_csv(path)
    return frame.height


def step(data: Path, files: Sequence[Path]) -> dict[str, Any]:
    """Load files and build, in this process."""
    space = Workspace(Settings(data=data))
    started = time.perf_counter()
    for taken in space.load(files):
        assert not taken.refused, taken.as_text()
    loaded = time.perf_counter()
    built = space.build()
    ended = time.perf_counter()
    written = built.published.written if built.published else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "load": loaded - started,
        "build": ended - loaded,
        "peak": peak,
        "written": written,
        "version": built.snapshot.data_version,
    }


def _in_a_process(data: Path, files: Sequence[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.reload", "--step", str(data), *map(str, files)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def run(scale: float, check: bool) -> None:
    ontology = load()
    print("\n# Reload of one source\n")
    print(machine())
    print(versions("ladybug", "polars", "pyarrow"))
    with tempfile.TemporaryDirectory(prefix="jiju-bench-") as name:
        folder = Path(name)
        files = write_sources(generate(folder / "made", scale), folder / "files", ontology)
        rows = {path: sum(1 for _ in path.open("rb")) - 1 for path in files}
        report = Report(f"Reload, {sum(rows.values()):,} rows in {len(files)} files", COLUMNS)
        report.start()
        first = _in_a_process(folder / "data", files)
        whole = first["load"] + first["build"]
        report.add("first load", f"{sum(rows.values()):,}", first["load"], first["build"], whole, "", first["peak"])
        for path in (path for path in files if path.stem in CHANGED):
            height = change(path)
            again = _in_a_process(folder / "data", [path])
            took = again["load"] + again["build"]
            told = f"{path.stem}: {again['written']:,} written"
            report.add(
                told, f"{height:,}", again["load"], again["build"], took, f"1 / {whole / took:.1f}", again["peak"]
            )
        if check:
            space = Workspace(Settings(data=folder / "data"))
            anew = building.build(space.archive, ontology, folder / "anew")
            assert anew.data_version == space.published(), "going on ended elsewhere than beginning anew"
            print("\nA build from nothing of the same archive has the same data version.")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.1, help="1 is 1.4 million nodes and 10 million edges")
    parser.add_argument("--check", action="store_true", help="hold the result against a build from nothing")
    parser.add_argument("--step", nargs="+", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.step:
        print(json.dumps(step(given.step[0], given.step[1:])))
    else:
        run(given.scale, given.check)


if __name__ == "__main__":
    main()
