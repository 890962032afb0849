"""A digest covers what a table says, not how Arrow keeps it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from records.digest import Digest, digest

SCHEMA = pa.schema([
    ("text", pa.string()), ("number", pa.float64()), ("count", pa.int64()), ("yes", pa.bool_()), ("day", pa.date32()),
    ("money", pa.decimal128(20, 2)), ("texts", pa.list_(pa.string())),
])  # fmt: skip
_row = st.fixed_dictionaries({
    "text": st.none() | st.text(max_size=4),
    "number": st.none() | st.floats(allow_nan=False),
    "count": st.none() | st.integers(-9, 9),
    "yes": st.none() | st.booleans(),
    "day": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    "money": st.none() | st.decimals(-999, 999, places=2),
    "texts": st.none() | st.lists(st.none() | st.text(max_size=2), max_size=3),
})  # fmt: skip
_rows = st.lists(_row, max_size=8)


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SCHEMA)


@given(_rows, st.integers(0, 8), st.integers(0, 3))
def test_chunks_and_slices_do_not_count(rows: list[dict[str, Any]], cut: int, before: int) -> None:
    whole = table(rows)
    padded = table([*rows[:before], *rows]).slice(min(before, len(rows)))
    pieces = pa.concat_tables([padded.slice(0, cut), padded.slice(cut)])
    running = Digest()
    running.add(padded.slice(0, cut))
    running.add(padded.slice(cut))
    assert digest(whole) == digest(pieces) == running.hexdigest()


@given(_rows, _rows)
def test_only_equal_tables_have_equal_digests(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    assert (digest(table(one)) == digest(table(other))) == (table(one) == table(other))


def test_unknown_columns_and_their_order_do_not_count() -> None:
    plain = pa.table({"a": ["x"], "b": [1]})
    more = pa.table({"b": [1], "c": pa.nulls(1, pa.string()), "a": ["x"]})
    assert digest(plain) == digest(more)
    assert digest(pa.table({"a": pa.array(["x"], pa.large_string()), "b": [1]})) == digest(plain)


def test_the_digest_is_the_same_for_ever() -> None:
    """Data versions are cited: a change of this value makes every one of them new."""
    row = {"text": "集聚", "number": 0.5, "count": 3, "yes": True, "day": date(2016, 5, 17)}
    more = {"money": Decimal("1.50"), "texts": ["a", None]}
    assert digest(table([{**row, **more}, {}])) == "f0ff6b80fbc2a3be"
