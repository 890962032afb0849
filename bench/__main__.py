"""All benchmarks at sizes that take some minutes: ``make bench``. Each module takes larger ones.

python -m bench                                # store_load at 0.1, graphql at 0.06, the others at 0.1
python -m bench --only store_load --scale 1    # one of them, any size
"""

import argparse

from bench import analysis, circles, first_load, large_csv, reading, reload, resolution, store_load
from bench.graphql import __main__ as graphql

BENCHMARKS = {
    "store_load": store_load.main,
    "graphql": graphql.main,
    "analysis": analysis.main,
    "circles": circles.main,
    "reading": reading.main,
    "resolution": resolution.main,
    "first_load": first_load.main,
    "reload": reload.main,
    "large_csv": large_csv.main,
}
#: Those that have no scale, but sizes of their own.
UNSCALED = ("reading", "large_csv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="default: all")
    parser.add_argument("--scale", type=float, help="1 is 1.4 million nodes and 10 million edges")
    given = parser.parse_args()
    for name in given.only or BENCHMARKS:
        scaled = given.scale is not None and name not in UNSCALED
        BENCHMARKS[name](["--scale", str(given.scale)] if scaled else [])


if __name__ == "__main__":
    main()
