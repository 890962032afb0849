"""Blocking: which names are worth comparing at all.

Every name gives keys; names that share a key stand in one block and are compared pair by pair. A key has up to
three grains: by itself, within a prefecture, within a county. A name goes into the coarsest block that is no
larger than its cap (``CAPS``); where even the county's block is larger, the key says too little and gives no
pair. So the number of pairs grows with the number of names and not with its square.

core        the name without place, form and branch
brand       the trade name
near        the core with any one character left out: finds a character too many, too few or another one
            (the deletion neighbourhood of Mor and Fraenkel 1982). In a brand of two or three characters another
            character mostly means another enterprise, so there the key only counts within a county.
part        names told short (金锣) with all names whose brand contains them (新程金锣)
start       the first three characters of the core, within a prefecture
uscc, phone, address, representative   equal evidence; address and
representative only within a prefecture

All keys are 64-bit hashes: two different keys that hash alike only cost a needless comparison.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from records.ids import mix

U64 = npt.NDArray[np.uint64]

#: The largest block, by key and grain: alone, within a prefecture, within a county. 0: not at this grain.
CAPS: Mapping[str, tuple[int, int, int]] = {
    "core": (40, 40, 60),
    "brand": (8, 12, 16),
    "near": (4, 8, 10),
    "near_short": (0, 0, 6),
    "part": (12, 20, 20),
    "start": (0, 6, 8),
    "uscc": (100, 0, 0),
    "phone": (10, 0, 0),
    "address": (0, 10, 10),
    "representative": (0, 6, 10),
}
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so it can be divided by modulo 2^64
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_HALF = np.uint64(32)
_BUCKET = np.uint64(64 - 23)  # the highest 23 bits: eight million buckets
_LONG_BRAND = 4  # characters from which on one other character is rather a slip


def blocks(rows: pl.DataFrame) -> pl.DataFrame:
    """row and block: every row in every block that is small enough, without blocks of one.

    ``rows`` are names (records.resolution.names) with row, place, uscc, phone, address and representative.
    """
    seeded = rows.select(
        "row",
        city=pl.when(pl.col("place").str.len_chars() >= 4).then(pl.col("place").str.head(4).hash(1)),
        county=pl.when(pl.col("place").str.len_chars() >= 6).then(pl.col("place").str.head(6).hash(2)),
    )
    found = [_fitting(keys, seeded, kind) for kind, keys in _keys(rows)]
    return pl.concat(found)


def _keys(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Kind, and a frame of row and key."""
    told = rows.filter(pl.col("brand") != "")
    yield "core", told.select("row", key=pl.concat_str("core", "tail", "numbers", separator="\x1f").hash(3))
    yield "brand", told.select("row", key=pl.col("brand").hash(5))
    yield from _near(told)
    yield "part", _parts(told)
    long = told.filter(pl.col("core").str.len_chars() >= 4)
    yield "start", long.select("row", key=pl.col("core").str.head(3).hash(12))
    for number, kind in enumerate(("uscc", "phone", "address", "representative")):
        known = rows.filter(pl.col(kind).is_not_null())
        yield kind, known.select("row", key=pl.col(kind).hash(6 + number))


def _near(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    rows = rows.filter(pl.col("core").str.len_chars() >= 3)
    length = rows["core"].str.len_chars().to_numpy().astype(np.int64)
    brand = rows["brand"].str.len_chars().to_numpy().astype(np.int64)
    whole, without, of, at = deletions(rows["core"].to_list(), length)
    row = rows["row"].to_numpy()
    in_brand = (brand < _LONG_BRAND)[of] & (at < brand[of])
    itself = pl.DataFrame({"row": row, "key": whole})
    left_out = pl.DataFrame({"row": row[of], "key": without})
    yield "near", pl.concat([itself, left_out.filter(pl.Series(~in_brand))])
    few = pl.Series(brand < _LONG_BRAND)
    yield "near_short", pl.concat([itself.filter(few), left_out.filter(pl.Series(in_brand))])


def deletions(
    texts: list[str], length: npt.NDArray[np.int64]
) -> tuple[U64, U64, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Hashes of texts, and of each text without each of its characters (with whose it is and which was left out).

    The hash is Σ m(c_i)·B^i modulo 2^64; without character j it is Σ_{i<j} m(c_i)·B^i + B^-1·Σ_{i>j} m(c_i)·B^i,
    so that cumulated sums give all of them at once.
    """
    points = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    start = np.concatenate([[0], np.cumsum(length)])
    of = np.repeat(np.arange(len(texts)), length)
    at = np.arange(len(points)) - start[of]
    powers = np.cumprod(np.full(int(length.max(initial=0)) + 1, _BASE, dtype=np.uint64))
    terms = mix(points) * powers[at]
    cumulated = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(terms, dtype=np.uint64)])
    before = cumulated[:-1] - cumulated[start[of]]
    after = cumulated[start[of + 1]] - cumulated[1:]
    whole = cumulated[start[1:]] - cumulated[start[:-1]]
    return whole, before + after * _INVERSE, of, at


def _parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Names told short by their brand, and every name by all parts of its brand that some short name is."""
    short = rows.filter(is_short()).select("row", key=pl.col("brand").hash(10))
    wanted = short["key"].unique().implode()
    found = [short]
    length = pl.col("brand").str.len_chars()
    for size in range(2, 7):
        for offset in range(6):
            fits = rows.filter((length >= offset + size) & (length > size))
            if fits.height:
                part = fits.select("row", key=pl.col("brand").str.slice(offset, size).hash(10))
                found.append(part.filter(pl.col("key").is_in(wanted)))
    return pl.concat(found).unique()


def is_short() -> pl.Expr:
    """Whether a name has nothing but its brand: neither trade nor form."""
    return (pl.col("form") == "") & (pl.col("business") == "") & (pl.col("tail") == "")


def _fitting(keys: pl.DataFrame, seeded: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Each row's block at the coarsest grain whose block fits its cap."""
    salt = np.uint64(list(CAPS).index(kind))  # the same key of another kind is another block
    found = [pl.DataFrame(schema={"row": pl.UInt32, "block": pl.UInt64})]
    for grain, cap in zip(("", "city", "county"), CAPS[kind], strict=True):
        if not cap or not keys.height:
            continue
        seeds = [np.full(keys.height, salt)]
        if grain:
            keys = keys.with_columns(seed=seeded[grain].gather(keys["row"])).drop_nulls("seed")
            seeds = [np.full(keys.height, salt), keys["seed"].to_numpy()]
        block = mix(keys["key"].to_numpy(), *seeds)
        frame = keys.select("row", "key", block=pl.Series(block)).filter(pl.Series(_maybe_shared(block)))
        frame = frame.with_columns(size=pl.len().over("block"))
        found.append(frame.filter(pl.col("size").is_between(2, cap)).select("row", "block"))
        keys = frame.filter(pl.col("size") > cap).select("row", "key")
    return pl.concat(found)


def _maybe_shared(block: U64) -> npt.NDArray[np.bool_]:
    """False where a block surely has one row: no other falls into its bucket. Most do, and counting is cheap."""
    bucket = (block >> _BUCKET).astype(np.int64)
    shared: npt.NDArray[np.bool_] = np.take(np.bincount(bucket, minlength=1) > 1, bucket)
    return shared


def pairs(blocked: pl.DataFrame) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """All pairs of rows that stand in one block, each once, the smaller first. ``blocked`` is sorted by block."""
    row = blocked["row"].to_numpy().astype(np.uint64)
    block = blocked["block"].to_numpy()
    found = []
    at = np.arange(len(row) - 1) if len(row) else np.zeros(0, dtype=np.int64)
    distance = 1
    while len(at):
        at = at[block[at] == block[at + distance]]
        one, two = row[at], row[at + distance]
        found.append(np.unique((np.minimum(one, two) << _HALF) | np.maximum(one, two)))
        distance += 1
        at = at[at + distance < len(row)]
    packed = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.uint64)
    left, right = (packed >> _HALF).astype(np.uint32), packed.astype(np.uint32)
    return left[left != right], right[left != right]
