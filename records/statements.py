"""All current statements about the entities or relations of one type, each with the id of its subject.

A Statements frame has ``id`` (the subject as a number), ``_source`` (number of the source in the order of
belief), the columns of the records, and for relations the numbers of both ends. Rejected statements are
left out. Columns that no source fills are left out too, which is what keeps ten million relations in
memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ontology.model import EdgeType, NodeType, Property
from records.ids import hash_text, hash_texts, mix
from records.schema import columns, entity_record_schema, property_fields, relation_record_schema, stated

#: Texts of which a table has few: kept as numbers in memory.
_FEW = ("_file", "_sheet", "_extractor")


@dataclass(frozen=True)
class Statements:
    """The statements of one type, ordered by subject, then by how much they are believed.

    properties: those that any source tells, with all their columns in ``frame``.
    """

    frame: pl.DataFrame
    order: npt.NDArray[np.uint32]
    properties: Sequence[Property]

    def chunks(self, size: int = 1 << 19) -> Iterator[pl.DataFrame]:
        """The frame in order, cut only between subjects."""
        ids = self.frame["id"].to_numpy()
        start, end = 0, len(self.order)
        while start < end:
            stop = min(start + size, end)
            while stop < end and ids[self.order[stop]] == ids[self.order[stop - 1]]:
                stop += 1
            chunk = self.frame[self.order[start:stop]]
            yield chunk.with_columns(pl.col(c).cast(pl.String) for c in _FEW if c in chunk.columns)
            start = stop


def entity_statements(
    node_type: NodeType, files: Mapping[int, Path], ids: pl.DataFrame, only: pl.Series | None = None
) -> Statements:
    """What is said of the entities of a type.

    files: record tables by the number of their source. ids: _source, _ref and the id as a number. only: the ids
    of the entities that are asked for; None for all.
    """
    schema = entity_record_schema(node_type)
    properties = list(node_type.properties.values())
    if only is not None:
        ids = ids.filter(pl.col("id").is_in(only.implode()))
    parts = []
    for number, path in sorted(files.items()):
        mine = ids.filter(pl.col("_source") == number).select("_ref", "id")
        among = None if only is None else pl.col("_ref").is_in(mine["_ref"].implode())
        frame = _read(path, schema, properties, number, among)
        parts.append(frame.join(mine, on="_ref", how="inner", maintain_order="left").drop("_ref"))
    return _ordered(parts, properties)


def relation_statements(
    edge_type: EdgeType, files: Mapping[int, Path], ids: Mapping[str, pl.DataFrame], only: pl.DataFrame | None = None
) -> Statements:
    """What is said of the relations of a type; the frame has from, to and the types of both ends besides.

    ids: by node type, as in entity_statements. only: ids of relations with those of their ends (id, from, to);
    None for all.
    """
    schema = relation_record_schema(edge_type)
    properties = stated(edge_type)
    parts = []
    for number, path in sorted(files.items()):
        among = None if only is None else _either_end(edge_type, only, number, ids)
        frame = with_ids(_read(path, schema, properties, number, among), edge_type, number, ids)
        parts.append(frame if only is None else frame.filter(pl.col("id").is_in(only["id"].implode())))
    return _ordered(parts, properties)


def with_ids(frame: pl.DataFrame, edge_type: EdgeType, number: int, ids: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Relation records of one source with id, from, to and their types instead of refs. Those whose ends are not
    there (any more) are left out."""
    for end, name in (("head", "from"), ("tail", "to")):
        frame = _end(frame, end, name, number, ids)
    return _with_id(_undirected(frame, edge_type) if edge_type.symmetric else frame, edge_type)


def _either_end(edge_type: EdgeType, only: pl.DataFrame, number: int, ids: Mapping[str, pl.DataFrame]) -> pl.Expr:
    """Records among which are all that speak of some relations."""
    both = pl.concat([only["from"], only["to"]]).unique() if edge_type.symmetric else None
    conditions = []
    for end, column in (("head", "from"), ("tail", "to")):
        wanted = (both if both is not None else only[column].unique()).implode()
        refs = [
            ids[name].filter((pl.col("_source") == number) & pl.col("id").is_in(wanted))["_ref"]
            for name in sorted({pair[end == "tail"] for pair in edge_type.ends})
            if name in ids
        ]
        conditions.append(pl.col(f"_{end}_ref").is_in(pl.concat([pl.Series("_ref", [], pl.String), *refs]).implode()))
    return conditions[0] & conditions[1]


def _read(
    path: Path, schema: pa.Schema, properties: Sequence[Property], number: int, among: pl.Expr | None = None
) -> pl.DataFrame:
    """The columns that tell anything (the archive keeps no others), of a property all or none."""
    present = set(pq.read_schema(path).names)
    wanted = [f for f in schema if f.name.startswith("_") and f.name in present]
    wanted += property_fields(p for p in properties if any(c.name in present for c in columns(p)))
    names = [f.name for f in wanted if f.name in present]
    if among is None:
        frame = pl.DataFrame(pl.from_arrow(pq.read_table(path, columns=names)))
    else:
        frame = pl.scan_parquet(path).select(names).filter(among).collect()
    frame = frame.with_columns(pl.lit(number, pl.UInt32).alias("_source"))
    empty = pl.DataFrame(pl.from_arrow(pa.schema(wanted).empty_table()))
    absent = [pl.lit(None, empty.schema[f.name]).alias(f.name) for f in wanted if f.name not in present]
    frame = frame.with_columns(absent).filter(pl.col("_state") != "rejected")
    return frame.with_columns(pl.col(c).cast(pl.Categorical) for c in _FEW if c in frame.columns)


def _end(frame: pl.DataFrame, end: str, name: str, number: int, known: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Replace an end's ref by the id, dropping relations whose end is not there (any more)."""
    parts = []
    for type_name in frame[f"_{end}_type"].unique().sort().to_list():
        if type_name not in known:
            continue
        ids = known[type_name].filter(pl.col("_source") == number)
        ids = ids.select(pl.col("_ref").alias(f"_{end}_ref"), pl.col("id").alias(name))
        rows = frame.filter(pl.col(f"_{end}_type") == type_name)
        parts.append(rows.join(ids, on=f"_{end}_ref", how="inner", maintain_order="left"))
    if not parts:
        parts = [frame.clear().with_columns(pl.lit(None, pl.UInt64).alias(name))]
    joined = pl.concat(parts).drop(f"_{end}_ref")
    kind = pl.col(f"_{end}_type").cast(pl.Categorical).alias(f"{name}_type")
    return joined.with_columns(kind).drop(f"_{end}_type")


def _undirected(frame: pl.DataFrame, edge_type: EdgeType) -> pl.DataFrame:
    """Write a symmetric relation the same way round whoever tells it, and drop what leads to itself."""
    frame = frame.with_columns(pl.col("from_type", "to_type").cast(pl.String))
    ends = pl.DataFrame(list(edge_type.ends), schema=["to_type", "from_type"], orient="row")
    turnable = ends.with_columns(pl.lit(True).alias("turnable"))
    frame = frame.filter(pl.col("from") != pl.col("to")).join(
        turnable, on=["from_type", "to_type"], how="left", maintain_order="left"
    )
    turned = pl.col("turnable").fill_null(False) & (pl.col("from") > pl.col("to"))
    swap = {"from": "to", "to": "from", "from_type": "to_type", "to_type": "from_type"}
    expressions = [pl.when(turned).then(pl.col(b)).otherwise(pl.col(a)).alias(a) for a, b in swap.items()]
    frame = frame.with_columns(expressions).drop("turnable")
    return frame.with_columns(pl.col("from_type", "to_type").cast(pl.Categorical))


def _with_id(frame: pl.DataFrame, edge_type: EdgeType) -> pl.DataFrame:
    """The relation's id, made of its type, its ends and its key values."""
    kind = np.full(frame.height, hash_text(edge_type.name), dtype=np.uint64)
    parts = [kind, frame["from"].to_numpy(), frame["to"].to_numpy()]
    for key in edge_type.keys:
        column = (
            frame[key].cast(pl.String) if key in frame.columns else pl.Series([None] * frame.height, dtype=pl.String)
        )
        parts.append(hash_texts(column).to_numpy())
    return frame.with_columns(pl.Series("id", mix(*parts)))


def _ordered(parts: Sequence[pl.DataFrame], properties: Sequence[Property]) -> Statements:
    if not parts:
        return Statements(pl.DataFrame(schema={"id": pl.UInt64}), np.zeros(0, np.uint32), [])
    frame = pl.concat(parts, how="diagonal_relaxed", rechunk=True)
    told = [p for p in properties if any(c.name in frame.columns for c in columns(p))]
    belief = [pl.col("_state") != "accepted"]
    if "_mention" in frame.columns:
        belief.append(pl.col("_mention"))
    order = frame.select(pl.arg_sort_by([pl.col("id"), *belief, pl.col("_source")], maintain_order=True))
    return Statements(frame, order.to_series().to_numpy(), told)
