"""The peer of bench.resolution: recordlinkage on a csv of truth and name. Runs without the project.

Prints its version, seconds, pairs compared, precision and recall at the threshold with the best F1.
"""

import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402 - its imports warn
import pandas as pd  # noqa: E402
import recordlinkage  # noqa: E402


def main(file: str) -> None:
    frame = pd.read_csv(file, dtype={"name": str}, keep_default_na=False)
    frame["start"] = frame["name"].str[:3]
    begun = time.perf_counter()
    index = recordlinkage.Index()
    index.sortedneighbourhood("name", window=9)
    index.block("start")
    pairs = index.index(frame)
    compare = recordlinkage.Compare(n_jobs=2)
    compare.string("name", "name", method="jarowinkler", label="name")
    score = compare.compute(pairs, frame)["name"].to_numpy()
    seconds = time.perf_counter() - begun
    truth = frame["truth"].to_numpy()
    right = truth[pairs.get_level_values(0)] == truth[pairs.get_level_values(1)]
    sizes = frame.groupby("truth").size().to_numpy()
    true = int((sizes * (sizes - 1) // 2).sum())
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(right[order])
    last = np.append(np.flatnonzero(np.diff(score[order])), len(order) - 1)
    precision, recall = hits[last] / (last + 1), hits[last] / true
    at = int(np.argmax(2 * precision * recall / np.maximum(precision + recall, 1e-9)))
    print(recordlinkage.__version__, f"{seconds:.1f} {len(pairs):,} {precision[at]:.4f} {recall[at]:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
