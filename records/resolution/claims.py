"""By what a cluster of entities can be known again, and which id it therefore keeps or is given.

A cluster is known by the keys of its entities, and by their refs where it has no key of its own. The id that was
given for a key stays with the cluster that has the id's oldest, then strongest, key; a cluster without an id gets
the hash of its strongest key.
"""

from collections.abc import Sequence

import polars as pl

from records.ids import hash_text, hash_texts
from records.record import Source
from records.resolution.keys import PLACE, SEPARATOR, Key, Kind

BY_REF = 99  # rank of "this ref of this source", the last resort
BY_ID = 98  # rank of "whoever has this id"


def claims_of(
    entities: pl.DataFrame,
    keys: Sequence[Key],
    sources: Sequence[Source],
    type_name: str,
    known: pl.DataFrame,
) -> pl.DataFrame:
    """By what each cluster can be known again: cluster, first (its first entity), key (hash), rank and text.

    A cluster that has no key of its own is known by its refs; refs that ids were given for stay known.
    """
    first = entities.with_row_index("first").group_by("cluster").agg(pl.col("first").min())
    parts = [_by_key(entities, key, rank, keys) for rank, key in enumerate(keys)]
    claims = pl.concat([_no_claims(), *parts]).unique()
    own = claims.filter(~pl.struct("rank", "text").is_duplicated())["cluster"].unique()
    nameless = ~pl.col("cluster").is_in(own.implode())
    refs = known.filter(pl.col("rank") == BY_REF)["key"]
    by_ref = _by_ref(entities if len(refs) else entities.filter(nameless), sources)
    hashed = pl.concat(
        [_hashed(claims, type_name), _hashed(by_ref, type_name).filter(nameless | pl.col("key").is_in(refs.implode()))]
    )
    return hashed.join(first, on="cluster")


def _hashed(claims: pl.DataFrame, type_name: str) -> pl.DataFrame:
    texts = claims.select(pl.concat_str(pl.lit(type_name), "names", "text", separator=SEPARATOR))
    return claims.with_columns(hash_texts(texts.to_series()).alias("key"))


def _no_claims() -> pl.DataFrame:
    return pl.DataFrame(schema={"cluster": pl.UInt32, "rank": pl.UInt8, "names": pl.String, "text": pl.String})


def _by_key(entities: pl.DataFrame, key: Key, rank: int, keys: Sequence[Key]) -> pl.DataFrame:
    text = pl.col(f"={key.column}")
    if key.kind is not Kind.PLAIN:
        text = pl.concat_str("name", PLACE, separator=SEPARATOR)
    if key.kind is Kind.PLACED:
        entities = entities.filter(pl.col(PLACE) != "")
    elif key.kind is Kind.NAME and any(k.kind is Kind.PLACED for k in keys):
        entities = entities.filter(pl.col(PLACE) == "")
    told = entities.select(
        "cluster", pl.lit(rank, pl.UInt8).alias("rank"), pl.lit(key.column).alias("names"), text.alias("text")
    )
    return told.drop_nulls("text")


def _by_ref(entities: pl.DataFrame, sources: Sequence[Source]) -> pl.DataFrame:
    names = pl.DataFrame(
        {"_source": range(len(sources)), "source": [s.id for s in sources]},
        schema_overrides={"_source": pl.UInt32},
    )
    text = pl.concat_str("source", "_ref", pl.col("name").fill_null(""), separator=SEPARATOR).alias("text")
    rank = pl.lit(BY_REF, pl.UInt8).alias("rank")
    return entities.join(names, on="_source").select("cluster", rank, pl.lit("ref").alias("names"), text)


def keep(claims: pl.DataFrame, known: pl.DataFrame, strong: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """cluster and id: the ids that clusters keep, and those that they had besides (now redirected).

    Of several ids the oldest stays: ``strong`` as in ``holders``.
    """
    ranked = oldest(holders(claims, known, strong), known)
    won = ranked.unique("cluster", keep="first", maintain_order=True).select("cluster", "id")
    return won, ranked.select("cluster", "id").join(won, on=["cluster", "id"], how="anti")


def oldest(clusters: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``clusters`` (with id), those whose id was given first before others; as old: the stronger key, then the id."""
    founded = known.sort("seq", "rank").unique("id", keep="first", maintain_order=True)
    founded = founded.select("id", pl.col("seq").alias("founded"), pl.col("rank").alias("founding"))
    return clusters.join(founded, on="id").sort("founded", "founding", "id")


def holders(claims: pl.DataFrame, known: pl.DataFrame, strong: int) -> pl.DataFrame:
    """cluster and id: which cluster has each id of ``known`` (key, rank, id, seq), one at most.

    ``strong``: how many ranks, from 0, identify alone. A cluster has no claim by a weaker key to an id that
    was given for another value of such a key.
    """
    matches = claims.join(known.select("key", "id", "seq"), on="key")
    matches = matches.group_by("cluster", "id", "first", "seq").agg(pl.col("rank").min(), pl.len())
    matches = matches.join(_contradicted(matches, claims, known, strong), on=["cluster", "id"], how="anti")
    ordered = matches.sort("seq", "rank", "len", "first", descending=[False, False, True, False])
    return ordered.unique("id", keep="first", maintain_order=True).select("cluster", "id")


def _contradicted(matches: pl.DataFrame, claims: pl.DataFrame, known: pl.DataFrame, strong: int) -> pl.DataFrame:
    """Pairs of cluster and id that differ in a stronger key than the best on which they agree."""
    best = matches.group_by("cluster", "id").agg(pl.col("rank").min().alias("best"))
    of_id = known.filter(pl.col("rank") < strong).select("id", "rank").unique()
    of_cluster = claims.filter(pl.col("rank") < strong).select("cluster", "rank").unique()
    both = best.join(of_id, on="id").join(of_cluster, on=["cluster", "rank"])
    return both.filter(pl.col("rank") < pl.col("best")).select("cluster", "id").unique()


def mint(claims: pl.DataFrame, won: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """cluster and id for the clusters that have none: the hash of the strongest key that no other one has."""
    new = claims.join(won, on="cluster", how="anti")
    best = new.sort("rank", "text").unique("cluster", keep="first", maintain_order=True).select("cluster", "key")
    taken = best["key"].is_duplicated() | best["key"].is_in(known["id"].unique().implode())
    fine, doubled = best.filter(~taken), best.filter(taken)
    if not doubled.height:
        return fine.rename({"key": "id"})
    last = new.sort("rank", "text").unique("cluster", keep="last", maintain_order=True)
    last = last.join(doubled.select("cluster"), on="cluster", how="semi").sort("cluster")
    used = set(known["id"].to_list()) | set(fine["key"].to_list())
    salted = []
    for key, text in zip(last["key"].to_list(), last["text"].to_list(), strict=True):
        number, salt = key, 0
        while number in used:
            salt += 1
            number = hash_text(SEPARATOR.join([str(key), text, str(salt)]))
        used.add(number)
        salted.append(number)
    more = last.select("cluster").with_columns(pl.Series("id", salted, dtype=pl.UInt64))
    return pl.concat([fine.rename({"key": "id"}), more])
