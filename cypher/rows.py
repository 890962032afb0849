"""Rows on their way into and out of a store."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from cypher.errors import SchemaMismatch


def conform(table: pa.Table, columns: Mapping[str, pa.DataType]) -> pa.Table:
    """The table with just these columns in this order and type; those it lacks are unknown."""
    arrays = [
        table.column(name).cast(kind) if name in table.column_names else pa.nulls(table.num_rows, kind)
        for name, kind in columns.items()
    ]
    return pa.table(arrays, names=list(columns))


def known(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what is unknown."""
    return {name: value for name, value in row.items() if value is not None}


def require(table: pa.Table, columns: Sequence[str], what: str) -> None:
    """Raise unless the table has these columns."""
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise SchemaMismatch(f"{what}: the rows lack the columns {', '.join(missing)}")


def slices(table: pa.Table, size: int) -> Iterator[pa.Table]:
    return (table.slice(start, size) for start in range(0, table.num_rows, size))


def record_batches(columns: Sequence[str], rows: Iterator[Sequence[Any]], size: int) -> Iterator[pa.RecordBatch]:
    """Batches of a stream of rows. The first batch decides the columns' types (text where all is unknown)."""
    schema: pa.Schema | None = None
    while batch := list(itertools.islice(rows, size)):
        values = [list(column) for column in zip(*batch, strict=True)]
        if schema is None:
            schema = pa.schema([(n, _type(pa.array(v))) for n, v in zip(columns, values, strict=True)])
        arrays = [_array(v, field) for v, field in zip(values, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _type(array: pa.Array) -> pa.DataType:
    if pa.types.is_null(array.type):
        return pa.string()
    if pa.types.is_list(array.type) and pa.types.is_null(array.type.value_type):
        return pa.list_(pa.string())
    return array.type


def _array(values: list[Any], field: pa.Field) -> pa.Array:
    try:
        return pa.array(values, field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as problem:
        raise SchemaMismatch(
            f"column {field.name} was {field.type} at first and then something else ({problem}); "
            "return one type a column"
        ) from problem
