"""A hash of what tables say, the same on every machine and with every version of Arrow.

It covers names, types and values of the columns that hold any value, in the order of the rows; how the rows
are cut into chunks, the order of the columns and columns that are all unknown do not count. (So a property
that the ontology gains changes no hash of what was said before.)
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from records.mapped import slices


def digest_texts(*texts: str) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


def digest(table: pa.Table) -> str:
    """The hash of one table."""
    running = Digest()
    running.add(table)
    return running.hexdigest()


class Digest:
    """The hash of a table that comes in parts: equal to that of the parts put together."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, Any]] = {}
        self.rows = 0
        self._types: dict[str, str] = {}
        self._told: set[str] = set()

    def add(self, table: pa.Table) -> None:
        for field, column in zip(table.schema, table.columns, strict=True):
            self._types[field.name] = _kind(field.type)
            if column.null_count < len(column):
                self._told.add(field.name)
        for part in slices(table):
            for name, column in zip(part.column_names, part.columns, strict=True):
                for chunk in column.chunks:
                    self._feed(name, chunk)
        self.rows += table.num_rows

    def hexdigest(self) -> str:
        texts = [str(self.rows)]
        for name in sorted(self._told):
            texts += [name, self._types[name]]
            for part, hasher in sorted(self._columns[name].items()):
                texts += [part, hasher.hexdigest()]
        return digest_texts(*texts)

    def _feed(self, name: str, array: pa.Array) -> None:
        hashers = self._columns.setdefault(name, {})
        for part, data in _parts(array, ""):
            hashers.setdefault(part, hashlib.blake2b(digest_size=16)).update(data)


def _kind(type_: pa.DataType) -> str:
    """The type by what it can say: how long a text or list may be does not count."""
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return f"list<{_kind(type_.value_type)}>"
    texts = pa.types.is_large_string(type_) or pa.types.is_string_view(type_)
    return "string" if texts else str(type_)


def _parts(array: pa.Array, prefix: str) -> Iterator[tuple[str, Any]]:
    """The array's content as named runs of bytes: what is known, lengths, values."""
    yield f"{prefix}known", _bytes(pc.is_valid(array).cast(pa.uint8()))
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        yield f"{prefix}lengths", _bytes(pc.fill_null(pc.list_value_length(array).cast(pa.int64()), -1))
        yield from _parts(pc.list_flatten(array), f"{prefix}item.")
        return
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.uint8())
    elif pa.types.is_date32(array.type):
        array = array.cast(pa.int32())
    elif pa.types.is_decimal(array.type) or _kind(array.type) == "string":
        array = array.cast(pa.large_string())
    if not pa.types.is_large_string(array.type):
        yield f"{prefix}values", _bytes(pc.fill_null(array, 0))
        return
    texts = pc.fill_null(array, "")
    yield f"{prefix}lengths", _bytes(pc.binary_length(texts).cast(pa.int64()))
    yield f"{prefix}values", _text_bytes(texts)


def _bytes(array: pa.Array) -> Any:
    return np.ascontiguousarray(array.to_numpy(zero_copy_only=False)).view(np.uint8)


def _text_bytes(texts: pa.Array) -> Any:
    _, offsets, data = texts.buffers()
    if data is None or not len(texts):
        return b""
    ends = np.frombuffer(offsets, dtype=np.int64)
    return memoryview(data)[ends[texts.offset] : ends[texts.offset + len(texts)]]
