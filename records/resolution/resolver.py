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
