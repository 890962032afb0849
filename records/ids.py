"""Canonical ids: ``<prefix>:<16 hexadecimal digits>``. Between the columns they travel as 64-bit numbers."""

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

_U64 = npt.NDArray[np.uint64]


def hash_text(text: str) -> int:
    """A stable 64-bit hash, the same everywhere and for ever: canonical ids are made of it."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def hash_texts(texts: pl.Series) -> pl.Series:
    """``hash_text`` of a column; null hashes like an empty text."""
    known = texts.unique()
    hashes = pl.Series("hash", [hash_text(t or "") for t in known.to_list()], dtype=pl.UInt64)
    frame = pl.DataFrame({"text": texts})
    table = pl.DataFrame({"text": known, "hash": hashes})
    return frame.join(table, on="text", how="left", nulls_equal=True, maintain_order="left")["hash"]


def id_texts(prefix: str, numbers: pl.Series) -> pl.Series:
    """Numbers as ids, null as null."""
    raw = numbers.fill_null(0).to_numpy().astype(">u8").tobytes()
    binary: Any = pa.Array.from_buffers(pa.binary(8), len(numbers), [None, pa.py_buffer(raw)])
    digits = pl.Series(pl.from_arrow(binary)).bin.encode("hex")
    frame = pl.DataFrame({"number": numbers, "digits": digits})
    text = pl.lit(f"{prefix}:") + pl.col("digits")
    return frame.select(pl.when(pl.col("number").is_not_null()).then(text).alias("id"))["id"]


def id_text(prefix: str, number: int) -> str:
    return f"{prefix}:{number:016x}"


def mix(*columns: _U64) -> _U64:
    """One hash of several, depending on their order: splitmix64 over and over (Steele, Lea, Flood 2014)."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed = mixed ^ (mixed >> np.uint64(31))
    return mixed
