"""Statements about one thing merged into one row of the snapshot.

Of a property with one value the statement that is believed most counts: accepted before proposed, full
records before mentions, then the more trusted source, the newer one, the source with the smaller id, and
within a source the first. The columns of one value (an amount with its currency and words) always come from
one statement. Lists are united. Names that differ become aliases.
"""

from collections.abc import Mapping, Sequence

import polars as pl
import pyarrow as pa

from ontology.model import EdgeType, NodeType, Property
from ontology.values import normalise_name
from records.ids import id_texts
from records.json_values import known
from records.schema import columns, edge_schema, node_schema
from records.tables import aligned

_ENDS = ("from", "to", "from_type", "to_type")
_Columns = Sequence[pl.Expr]


def merge_entities(
    chunk: pl.DataFrame, properties: Sequence[Property], node_type: NodeType, sources: Sequence[str]
) -> pa.Table:
    """A row an entity, ordered by id. ``chunk`` is one of ``Statements.chunks()``."""
    if "name" not in chunk.columns:
        chunk = chunk.with_columns(pl.lit(None, pl.String).alias("name"))
    one = [pl.concat_list("name").alias("_names")]
    several = [pl.col("name").drop_nulls().unique(maintain_order=True).alias("_names")]
    whole = _merged(chunk, properties, sources, one, several)
    whole = whole.with_columns(id_texts(node_type.id_prefix, whole["id"]).alias("id"))
    if "name" not in whole.columns:
        whole = whole.with_columns(pl.lit(None, pl.String).alias("name"))
    whole = whole.with_columns(_name(whole, node_type))
    return aligned(_with_aliases(whole).to_arrow(), node_schema(node_type))


def merge_relations(
    chunk: pl.DataFrame,
    properties: Sequence[Property],
    edge_type: EdgeType,
    sources: Sequence[str],
    prefixes: Mapping[str, str],
) -> pa.Table:
    """A row a relation, ordered by id; accepted if any statement is, with the highest confidence of all."""
    accepted = pl.when((pl.col("_state") == "accepted").any())
    one = [*map(pl.col, _ENDS), pl.col("_confidence").alias("confidence"), pl.col("_state").alias("state")]
    several = [pl.col(name).first() for name in _ENDS]
    several += [pl.col("_confidence").max().alias("confidence")]
    several += [accepted.then(pl.lit("accepted")).otherwise(pl.lit("proposed")).alias("state")]
    whole = _merged(chunk, properties, sources, one, several)
    whole = whole.with_columns(
        pl.col("from_type", "to_type").cast(pl.String),
        id_texts(edge_type.name.lower(), whole["id"]).alias("id"),
    )
    whole = whole.with_columns(_end_ids(whole, end, prefixes) for end in ("from", "to"))
    return aligned(whole.to_arrow(), edge_schema(edge_type))


def _merged(
    chunk: pl.DataFrame,
    properties: Sequence[Property],
    sources: Sequence[str],
    one: _Columns,
    several: _Columns,
) -> pl.DataFrame:
    """A row a thing: its values, its source_ids, and the columns ``one`` of things that a single statement
    speaks of, ``several`` of the others."""
    repeated = chunk["id"].is_duplicated()
    source = pl.concat_list("_source")
    alone = chunk.filter(~repeated).select("id", *map(_only, _columns_of(properties)), source, *one)
    grouped = chunk.filter(repeated).group_by("id", maintain_order=True)
    merged = grouped.agg(*map(_best, properties), pl.col("_source").unique(), *several)
    merged = merged.unnest([p.name for p in properties if len(columns(p)) > 1])
    whole = pl.concat([alone, merged.select(alone.columns)]).sort("id")
    lists = pl.col(pl.List(pl.String))
    whole = whole.with_columns(pl.when(lists.list.len() > 0).then(lists))
    return whole.drop("_source").with_columns(_source_ids(whole, sources))


def _columns_of(properties: Sequence[Property]) -> list[tuple[str, bool]]:
    return [(column.name, p.multiple) for p in properties for column in columns(p)]


def _only(column: tuple[str, bool]) -> pl.Expr:
    name, multiple = column
    return pl.col(name).list.drop_nulls().list.unique(maintain_order=True) if multiple else pl.col(name)


def _best(p: Property) -> pl.Expr:
    if p.multiple:
        return pl.col(p.name).explode().drop_nulls().unique(maintain_order=True)
    names = [column.name for column in columns(p)]
    if len(names) == 1:
        return pl.col(p.name).drop_nulls().first()
    return pl.struct(names).filter(known(p)).first().alias(p.name)


def _source_ids(whole: pl.DataFrame, sources: Sequence[str]) -> pl.Series:
    """Ids of the sources for the lists of their numbers, in the order of ids."""
    ids = pl.Series(sources, dtype=pl.String)
    flat = whole.select("id", "_source").explode("_source")
    named = flat.select("id", ids.gather(flat["_source"]).alias("source_ids"))
    return named.group_by("id", maintain_order=True).agg(pl.col("source_ids").sort())["source_ids"]


def _end_ids(whole: pl.DataFrame, end: str, prefixes: Mapping[str, str]) -> pl.Series:
    """The ids of one end, whose prefix depends on its type."""
    digits = id_texts("", whole[end])
    prefix = whole[f"{end}_type"].replace_strict(prefixes, return_dtype=pl.String)
    return (prefix + digits).alias(f"{end}_id")


def _name(whole: pl.DataFrame, node_type: NodeType) -> pl.Expr:
    """The name; where nobody tells it, a key that identifies, or the id."""
    single = (names[0] for names in node_type.keys if len(names) == 1)
    told = [pl.col(name).cast(pl.String) for name in single if name in whole.columns]
    return pl.coalesce("name", *told, "id").alias("name")


def _with_aliases(whole: pl.DataFrame) -> pl.DataFrame:
    """Add the names that were not chosen to the aliases, unless they only look different."""
    if "aliases" not in whole.columns:
        whole = whole.with_columns(pl.lit(None, pl.List(pl.String)).alias("aliases"))
    touched = (pl.col("_names").list.len() > 1) | pl.col("aliases").is_not_null()
    rows = whole.with_row_index("row").filter(touched).select("row", "name", "aliases", "_names")
    if not rows.height:
        return whole
    told = [_other_names(name, [*(names or []), *(aliases or [])]) for _, name, aliases, names in rows.iter_rows()]
    texts = pl.Series("new", [names or None for names in told], dtype=pl.List(pl.String))
    table = rows.select("row", texts, touched=pl.lit(True))
    joined = whole.with_row_index("row").join(table, on="row", how="left", maintain_order="left")
    chosen = pl.when(pl.col("touched").is_not_null()).then("new").otherwise("aliases").alias("aliases")
    return joined.with_columns(chosen).drop("row", "new", "touched")


def _other_names(name: str, names: Sequence[str]) -> list[str]:
    seen = {normalise_name(name): name}
    for other in names:
        if other:
            seen.setdefault(normalise_name(other), other)
    return list(seen.values())[1:]
