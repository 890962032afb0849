"""Resolution of made-up enterprise names: time, memory, precision and recall, beside ready-made peers.

python -m bench.resolution                     # 100,000 names
python -m bench.resolution --rows 1000000      # the goal of issue 4: at most five minutes on two cores

A fifth of the names are other spellings of an enterprise that is there already (bench/enterprise_names.py). Precision
and recall are of pairs against the generator's truth. Peers get the names only as we normalise them (width, 繁简,
blanks), each at the threshold at which its F1 is best – chosen with the truth, in their favour:

recordlinkage   sorted neighbourhood on the name and blocks of equal first three characters, Jaro-Winkler. It is not a
                dependency: it runs where ``uv run --with recordlinkage`` can install it, else it is left out
rapidfuzz       every name with every other (ratio), on a part of the names, as it grows with their square
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from bench.enterprise_names import generate
from bench.report import Report, machine, timed, versions
from records.resolution.candidates import search
from records.resolution.names import normalise_texts

PEER = Path(__file__).with_name("resolution_peer.py")
BRUTE = 10_000  # names that are compared each with each


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, help="names; default 100,000, or 1,000,000 times --scale")
    parser.add_argument("--scale", type=float, default=0.1, help="1 is a million names")
    parser.add_argument("--peer-rows", type=int, default=40_000, help="names for recordlinkage; 0 leaves peers out")
    given = parser.parse_args(arguments)
    rows = given.rows or round(1_000_000 * given.scale)
    print(f"# Resolution\n\n{machine()}; {versions('polars', 'rapidfuzz', 'opencc')}")
    ours(rows)
    if given.peer_rows:
        peers(min(rows, given.peer_rows))


def ours(rows: int) -> None:
    """A first search, and one after a hundredth of the rows have changed."""
    entities = generate(rows)
    table = Report(
        f"{rows:,} names", ["run", "seconds", "pairs", "merged", "precision", "recall", "recall shown", "peak GB"]
    )
    table.start()
    with timed() as first:
        found = search(entities, "Enterprise")
    _add(table, "first", first.seconds, found.pairs, entities)
    changed = _changed(entities)
    with timed() as again:
        renewed = search(changed, "Enterprise", previous=found.remembered)
    _add(table, "1 % changed", again.seconds, renewed.pairs, changed)
    print(f"\nThe second took {again.seconds / first.seconds:.2f} of the first's time.")


def _changed(entities: pl.DataFrame) -> pl.DataFrame:
    """A hundredth of the rows, evenly spread, have another name."""
    number = pl.col("entity") % 100 == 0
    name = pl.when(number).then(pl.col("name") + "（新）").otherwise("name")
    return entities.with_columns(name)


def _add(table: Report, run: str, seconds: float, pairs: pl.DataFrame, entities: pl.DataFrame) -> None:
    truth = entities["truth"].to_numpy()
    right = truth[pairs["left"].to_numpy()] == truth[pairs["right"].to_numpy()]
    merged = (pairs["decision"] == "same").to_numpy()
    true = true_pairs(entities)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    table.add(
        run, seconds, f"{pairs.height:,}", f"{merged.sum():,}", f"{right[merged].mean():.4f}",
        f"{right[merged].sum() / true:.3f}", f"{right.sum() / true:.3f}", f"{peak:.2f}",
    )  # fmt: skip


def true_pairs(entities: pl.DataFrame) -> int:
    """How many pairs of rows mean the same enterprise."""
    count = pl.col("len")
    return int(entities.group_by("truth").len().select((count * (count - 1) // 2).sum()).item())


def peers(rows: int) -> None:
    """The same register for others, and for us once more."""
    table = Report(
        f"Peers, {rows:,} names", ["who", "names", "seconds", "names/s", "pairs compared", "precision", "recall"]
    )
    table.start()
    entities = generate(rows)
    with timed() as timer:
        pairs = search(entities, "Enterprise").pairs.filter(pl.col("decision") == "same")
    truth = entities["truth"].to_numpy()
    right = truth[pairs["left"].to_numpy()] == truth[pairs["right"].to_numpy()]
    mine = f"{right.mean():.4f}", f"{right.sum() / true_pairs(entities):.3f}"
    table.add("ours, automatic merges", f"{rows:,}", timer.seconds, rows / timer.seconds, "", *mine)
    _recordlinkage(table, entities)
    _brute_force(table, generate(min(rows, BRUTE)))


def _recordlinkage(table: Report, entities: pl.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.csv"
        entities.select("truth", name=normalise_texts(entities["name"])).write_csv(file)
        command = [
            "uv",
            "run",
            "--no-project",
            "--python",
            sys.executable,
            "--with",
            "recordlinkage",
            "python",
            str(PEER),
        ]
        done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"recordlinkage could not run here: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return
    version, seconds, compared, precision, recall = done.stdout.split()
    rows = entities.height
    table.add(
        f"recordlinkage {version}", f"{rows:,}", float(seconds), rows / float(seconds), compared, precision, recall
    )


def _brute_force(table: Report, entities: pl.DataFrame) -> None:
    names, truth = normalise_texts(entities["name"]).to_list(), entities["truth"].to_numpy()
    with timed() as timer:
        scores = process.cdist(names, names, scorer=fuzz.ratio, workers=-1, dtype=np.uint8)
    one, two = np.nonzero(np.triu(scores >= 50, 1))
    precision, recall = best(scores[one, two], truth[one] == truth[two], true_pairs(entities))
    rows = len(names)
    table.add(
        "rapidfuzz, each with each", f"{rows:,}", timer.seconds, rows / timer.seconds, f"{rows * (rows - 1) // 2:,}",
        f"{precision:.4f}", f"{recall:.3f}",
    )  # fmt: skip


def best(score: np.ndarray, right: np.ndarray, true: int) -> tuple[float, float]:
    """Precision and recall at the threshold with the best F1."""
    order = np.argsort(-score.astype(float), kind="stable")
    hits = np.cumsum(right[order])
    last = np.append(np.flatnonzero(np.diff(score[order])), len(order) - 1)  # a threshold takes all of one score
    precision, recall = hits[last] / (last + 1), hits[last] / true
    at = int(np.argmax(2 * precision * recall / np.maximum(precision + recall, 1e-9)))
    return float(precision[at]), float(recall[at])


if __name__ == "__main__":
    main()
