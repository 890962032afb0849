"""What a search for candidates remembers, so that the next one does only what has changed.

A pair's score depends on what both entities tell and on their surroundings: who else stands in their blocks, and how
many have their brand. ``contexts`` is a hash of all that for each entity. Where both ends of a pair have the
signature and the context that they had, the pair is what it was; all others are found and scored anew. So a
search with a memory gives exactly what one without gives.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from records.files import publish, unfinished
from records.ids import mix

_U64 = npt.NDArray[np.uint64]
_PARTS = ("names", "contexts", "pairs")


@dataclass(frozen=True)
class Remembered:
    """names: rows by signature. contexts: signature, context. pairs: by the signatures of both ends."""

    names: pl.DataFrame
    contexts: pl.DataFrame
    pairs: pl.DataFrame

    def save(self, folder: Path) -> None:
        """Keep it in a folder (a cache: it may be deleted at any time). An older one is replaced."""
        with unfinished(folder.parent) as part:
            for name in _PARTS:
                frame: pl.DataFrame = getattr(self, name)
                frame.write_parquet(part / f"{name}.parquet", compression="lz4")
            (part / "rules").write_text(rules(), encoding="utf-8")
            publish(part, folder, again=True)

    @classmethod
    def open(cls, folder: Path) -> "Remembered | None":
        """What was saved; None where nothing was, or by other rules (words, weights, versions)."""
        try:
            if (folder / "rules").read_text(encoding="utf-8") != rules():
                return None
            return cls(*(pl.read_parquet(folder / f"{name}.parquet") for name in _PARTS))
        except (OSError, pl.exceptions.PolarsError):
            return None


@cache
def rules() -> str:
    """A hash of the code and data of this package and the version of Polars: other rules, other results."""
    digest = hashlib.sha256(pl.__version__.encode())
    package = Path(__file__).parent
    for file in sorted(package.rglob("*")):
        if file.suffix in {".py", ".yaml", ".txt"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def contexts(rows: pl.DataFrame, blocked: pl.DataFrame) -> pl.DataFrame:
    """entity, signature and context. ``blocked`` (row, block) is sorted by block."""
    own = mix(
        rows["signature"].to_numpy(), rows["text"].hash(0).to_numpy(),
        (rows["rarity"].cast(pl.UInt64) * 65536 + rows["cities"].cast(pl.UInt64)).to_numpy(),
    )  # fmt: skip
    row, block = blocked["row"].to_numpy(), blocked["block"].to_numpy()
    seen = np.zeros(rows.height, dtype=np.uint64)
    if len(row):
        first = np.flatnonzero(np.concatenate([[True], block[1:] != block[:-1]]))
        digest = np.add.reduceat(own[row], first)
        size = np.diff(np.append(first, len(block)))
        around = mix(np.repeat(digest, size), block)
        order = np.argsort(row, kind="stable")
        begins = np.flatnonzero(np.concatenate([[True], np.diff(row[order]) != 0]))
        seen[row[order][begins]] = np.add.reduceat(around[order], begins)
    frame = rows.select("entity", "signature", context=pl.Series(mix(own, seen)))
    # addition modulo 2^64 does not depend on the order of an entity's names
    return frame.group_by("entity").agg(pl.col("signature").first(), _wrapping_sum()).sort("entity")


def _wrapping_sum() -> pl.Expr:
    """The sum modulo 2^64 in two halves, as Polars leaves open what overflow does."""
    low = (pl.col("context") & 0xFFFFFFFF).sum()
    high = (pl.col("context") // 2**32).sum()
    return pl.struct(low, high.alias("high")).hash(0).alias("context")
