"""Resolution: every entity of every source gets the canonical id of the thing it is.

A new id is the hash of the strongest key of the thing, so that an archive built from nothing gives the same
ids again; one that the registry knows already is kept. A record whose ref is itself a canonical id
(``enterprise:3f2a…``) means that entity, whatever else it says: so edits and derived facts point to
entities.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ontology.model import NodeType, Ontology
from records.archive import Archive
from records.ids import hash_text, hash_texts, id_text, id_texts
from records.record import Source
from records.resolution.clusters import cluster
from records.resolution.judgement import SCHEMA, Registry
from records.resolution.keys import PLACE, SEPARATOR, Key, Kind, keys_of, read_entities

_NOBODY = pl.DataFrame(schema={"_source": pl.UInt32, "_ref": pl.String, "id": pl.UInt64})
_BY_REF = 99  # rank of "this ref of this source", the last resort
_BY_ID = 98  # rank of "whoever has this id"


@dataclass(frozen=True)
class Resolution:
    """Whose is what.

    sources: in the order in which they are believed (trust, then as_of, then id); frames count them from 0.
    ids: by node type _source, _ref and the id as a number. redirects: id and canonical_id, both as text.
    news: what the registry has to learn before the ids are published.
    """

    sources: Sequence[Source]
    ids: Mapping[str, pl.DataFrame]
    redirects: pl.DataFrame
    news: pl.DataFrame
    prefixes: Mapping[str, str]

    def canonical_id(self, source_id: str, node_type: str, ref: str) -> str | None:
        """The id of one entity of a source; None where the source has no such entity (now)."""
        number = next((n for n, source in enumerate(self.sources) if source.id == source_id), None)
        if number is None or node_type not in self.ids:
            return None
        found = self.ids[node_type].filter((pl.col("_source") == number) & (pl.col("_ref") == ref))
        return id_text(self.prefixes[node_type], found["id"][0]) if found.height else None


@dataclass(frozen=True)
class Kept:
    """What an earlier build found out of one type, where nothing that matters to it has changed since.

    ids: _source, _ref and id. redirects: old id to the one it goes under.
    """

    ids: pl.DataFrame
    redirects: Mapping[int, int]


def resolve(
    archive: Archive, ontology: Ontology, registry: Registry, kept: Mapping[str, Kept] | None = None
) -> Resolution:
    """Merge what is the same by exact keys (records.resolution.clusters). Writes nothing.

    kept: by node type what need not be found out again (records.building says when).
    """
    sources = believed(archive.sources())
    numbers = {source.id: number for number, source in enumerate(sources)}
    files = archive.files("entities")
    ids, news, redirects = {}, [pl.DataFrame(schema=SCHEMA)], [_redirect_frame("", {})]
    for node_type in ontology.node_types.values():
        named = [(numbers[s], path) for s, path in files.get(node_type.name, {}).items()]
        known = kept.get(node_type.name) if kept else None
        if known:
            found = _Found(known.ids, known.redirects, [])
        else:
            found = _resolve_type(node_type, sorted(named), sources, registry)
        ids[node_type.name] = found.ids
        news += found.news
        redirects.append(_redirect_frame(node_type.id_prefix, found.redirects))
    prefixes = {t.name: t.id_prefix for t in ontology.node_types.values()}
    return Resolution(sources, ids, pl.concat(redirects).sort("id"), pl.concat(news), prefixes)


def believed(sources: Sequence[Source]) -> list[Source]:
    """Sources in the order in which they are believed: what a person put right by hand, then the more trusted, then
    the newer, then by id."""
    return sorted(sources, key=_belief)


def _belief(source: Source) -> tuple[bool, float, int, str]:
    return (source.kind != "edit", -source.trust, -(source.as_of.toordinal() if source.as_of else 0), source.id)


def _redirect_frame(prefix: str, redirects: Mapping[int, int]) -> pl.DataFrame:
    old = pl.Series("id", list(redirects), dtype=pl.UInt64)
    new = pl.Series("canonical_id", list(redirects.values()), dtype=pl.UInt64)
    return pl.DataFrame({"id": id_texts(prefix, old), "canonical_id": id_texts(prefix, new)})


@dataclass(frozen=True)
class _Found:
    ids: pl.DataFrame
    redirects: Mapping[int, int]
    news: Sequence[pl.DataFrame]


def _resolve_type(
    node_type: NodeType, files: Sequence[tuple[int, Path]], sources: Sequence[Source], registry: Registry
) -> _Found:
    if not files:
        return _Found(_NOBODY, registry.redirects(node_type.name), [])
    keys = keys_of(node_type)
    entities = read_entities(files, node_type)
    pointing = entities.filter(_is_id(node_type))
    entities = entities.filter(~_is_id(node_type))
    entities = entities.with_columns(cluster(entities, keys))
    known = registry.keys(node_type.name)
    claims = _claims(entities, keys, sources, node_type.name, known)
    won, lost = _keep(claims, known, node_type.strong_keys)
    chosen = pl.concat([won, _mint(claims, won, known)])
    redirects = _redirects(chosen, lost, registry.redirects(node_type.name))
    ids = entities.select("_source", "_ref", "cluster").join(chosen, on="cluster", how="left").drop("cluster")
    pointed = _point(pointing, redirects)
    # A key that several have, as nobody knows whose it is, tells nothing of an id.
    bound = claims.filter(~pl.col("key").is_duplicated()).join(chosen, on="cluster")
    bound = bound.select("key", "rank", "id")
    bound = pl.concat([bound, _bound_by_id(pointed, node_type.name, chosen, known)]).unique()
    news = bound.join(known.select("key", "id"), on=["key", "id"], how="anti")
    return _Found(
        pl.concat([ids, pointed]),
        redirects,
        [
            _key_news(news, node_type.name),
            _redirect_news(redirects, registry.redirects(node_type.name), node_type.name),
        ],
    )


def _is_id(node_type: NodeType) -> pl.Expr:
    return pl.col("_ref").str.contains(f"^{node_type.id_prefix}:[0-9a-f]{{16}}$")


def _claims(
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
    refs = known.filter(pl.col("rank") == _BY_REF)["key"]
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
    rank = pl.lit(_BY_REF, pl.UInt8).alias("rank")
    return entities.join(names, on="_source").select("cluster", rank, pl.lit("ref").alias("names"), text)


def _keep(claims: pl.DataFrame, known: pl.DataFrame, strong: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """cluster and id: the ids that clusters keep, and those that they had besides (now redirected).

    ``strong``: how many ranks, from 0, identify alone. A cluster has no claim by a weaker key to an id that
    was given for another value of such a key.
    """
    founded = known.sort("seq", "rank").unique("id", keep="first", maintain_order=True)
    founded = founded.select("id", pl.col("seq").alias("founded"), pl.col("rank").alias("founding"))
    matches = claims.join(known.select("key", "id", "seq"), on="key")
    matches = matches.group_by("cluster", "id", "first", "seq").agg(pl.col("rank").min(), pl.len())
    matches = matches.join(_contradicted(matches, claims, known, strong), on=["cluster", "id"], how="anti")
    holders = matches.sort("seq", "rank", "len", "first", descending=[False, False, True, False])
    holders = holders.unique("id", keep="first", maintain_order=True).join(founded, on="id")
    ranked = holders.sort("founded", "founding", "id")
    won = ranked.unique("cluster", keep="first", maintain_order=True).select("cluster", "id")
    return won, ranked.select("cluster", "id").join(won, on=["cluster", "id"], how="anti")


def _contradicted(matches: pl.DataFrame, claims: pl.DataFrame, known: pl.DataFrame, strong: int) -> pl.DataFrame:
    """Pairs of cluster and id that differ in a stronger key than the best on which they agree."""
    best = matches.group_by("cluster", "id").agg(pl.col("rank").min().alias("best"))
    of_id = known.filter(pl.col("rank") < strong).select("id", "rank").unique()
    of_cluster = claims.filter(pl.col("rank") < strong).select("cluster", "rank").unique()
    both = best.join(of_id, on="id").join(of_cluster, on=["cluster", "rank"])
    return both.filter(pl.col("rank") < pl.col("best")).select("cluster", "id").unique()


def _mint(claims: pl.DataFrame, won: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
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


def _redirects(chosen: pl.DataFrame, lost: pl.DataFrame, logged: Mapping[int, int]) -> dict[int, int]:
    """Where each id that is no entity's any more leads to."""
    if not logged and not lost.height:
        return {}
    live = set(chosen["id"].to_list())
    merged = lost.join(chosen.rename({"id": "new"}), on="cluster")
    direct = {**logged, **dict(zip(merged["id"].to_list(), merged["new"].to_list(), strict=True))}
    return {old: _follow(direct, old, live) for old in sorted(direct) if old not in live}


def _follow(direct: Mapping[int, int], start: int, live: set[int]) -> int:
    seen, at = {start}, direct[start]
    while at not in live and at in direct and at not in seen:
        seen.add(at)
        at = direct[at]
    return at


def _point(pointing: pl.DataFrame, redirects: Mapping[int, int]) -> pl.DataFrame:
    numbers = [int(ref.rpartition(":")[2], 16) for ref in pointing["_ref"].to_list()]
    ids = pl.Series("id", [redirects.get(n, n) for n in numbers], dtype=pl.UInt64)
    return pointing.select("_source", "_ref").with_columns(ids)


def _bound_by_id(pointed: pl.DataFrame, type_name: str, chosen: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Ids that only a pointing record gives existence are bound to themselves."""
    others = pl.concat([chosen["id"], known.filter(pl.col("rank") != _BY_ID)["id"]])
    ids = pointed["id"].unique().sort()
    ids = ids.filter(~ids.is_in(others.implode()))
    keys = [hash_text(SEPARATOR.join([type_name, "id", str(number)])) for number in ids.to_list()]
    return pl.DataFrame(
        {"key": keys, "rank": [_BY_ID] * len(keys), "id": ids},
        schema={"key": pl.UInt64, "rank": pl.UInt8, "id": pl.UInt64},
    )


def _key_news(news: pl.DataFrame, type_name: str) -> pl.DataFrame:
    empty = pl.lit(None, pl.UInt64).alias("redirect")
    return news.with_columns(pl.lit(type_name).alias("type"), empty).select(SCHEMA.names())


def _redirect_news(now: Mapping[int, int], logged: Mapping[int, int], type_name: str) -> pl.DataFrame:
    changed = {old: new for old, new in now.items() if logged.get(old) != new}
    changed |= {old: old for old in logged if old not in now}
    rows = [(type_name, None, None, old, new) for old, new in changed.items()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
