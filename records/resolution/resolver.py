"""Resolution: every entity of every source gets the canonical id of the thing it is.

1. **Keys** (clusters): entities that agree on a key of their type are one cluster.
2. **Ids** (claims, judgement): a cluster keeps the id that the registry gave for its keys; a new one gets the hash of
   its strongest key, so that an archive built from nothing gives the same ids again. The registry only learns which
   keys an id was given for by clusters of keys, never what was joined in the next step.
3. **Joining** (judged, joining): clusters that a person called the same, then those whose score is above the threshold,
   as far as no guard forbids. The joined thing goes under the oldest of their ids; the others redirect to it.

So an id's cluster does not depend on what is joined: where a decision is undone, or a score falls, every id and all
that was said of it are its own again, as if nothing had been. What is joined is a function of what the sources say now
and of the decisions that are active now.

A record whose ref is itself a canonical id (``enterprise:3f2a…``) means that entity, whatever else it says: so edits
and derived facts point to entities.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ontology.model import NodeType, Ontology
from records.archive import Archive
from records.ids import hash_text, id_text, id_texts
from records.progress import Progress, silent
from records.record import Source
from records.resolution import judged, told
from records.resolution.candidates import PAIRS, search
from records.resolution.claims import BY_ID, claims_of, keep, mint
from records.resolution.clusters import cluster
from records.resolution.decisions import Decision, Decisions
from records.resolution.identity import CANDIDATES, MERGES, candidate_frame, follow, identify, merge_frame
from records.resolution.joining import Codes, join
from records.resolution.judgement import SCHEMA, Registry
from records.resolution.keys import SEPARATOR, codes_of, keys_of, numbers_of, read_entities, scored
from records.resolution.memory import Remembered
from records.resolution.vetoes import vetoed

_NOBODY = pl.DataFrame(schema={"_source": pl.UInt32, "_ref": pl.String, "id": pl.UInt64})


@dataclass(frozen=True)
class Resolution:
    """Whose is what.

    sources: in the order in which they are believed (trust, then as_of, then id); frames count them from 0.
    ids: by node type _source, _ref and the id as a number. redirects: id and canonical_id, both as text.
    news: what the registry has to learn before the ids are published. candidates, merges: as ``CANDIDATES`` and
    ``MERGES``. remembered: by type what the next search for candidates can start from.
    """

    sources: Sequence[Source]
    ids: Mapping[str, pl.DataFrame]
    redirects: pl.DataFrame
    news: pl.DataFrame
    prefixes: Mapping[str, str]
    candidates: pl.DataFrame
    merges: pl.DataFrame
    remembered: Mapping[str, Remembered]

    def canonical_id(self, source_id: str, node_type: str, ref: str) -> str | None:
        """The id of one entity of a source; None where the source has no such entity (now)."""
        number = next((n for n, source in enumerate(self.sources) if source.id == source_id), None)
        if number is None or node_type not in self.ids:
            return None
        found = self.ids[node_type].filter((pl.col("_source") == number) & (pl.col("_ref") == ref))
        return id_text(self.prefixes[node_type], found["id"][0]) if found.height else None

    def why(self, id_: str) -> list[dict[str, Any]]:
        """By what the parts of an entity are one, a row of ``MERGES`` each; empty where they are one by keys alone."""
        redirects = dict(self.redirects.rows())
        return self.merges.filter(pl.col("id") == redirects.get(id_, id_)).to_dicts()


@dataclass(frozen=True)
class Kept:
    """What an earlier build found out of one type, where nothing that matters to it has changed since.

    ids: _source, _ref and id. redirects: old id to the one it goes under. candidates, merges: of this type.
    """

    ids: pl.DataFrame
    redirects: Mapping[int, int]
    candidates: pl.DataFrame
    merges: pl.DataFrame


def resolve(
    archive: Archive,
    ontology: Ontology,
    registry: Registry,
    kept: Mapping[str, Kept] | None = None,
    *,
    decisions: Sequence[Decision] | None = None,
    memory: Path | None = None,
    progress: Progress | None = None,
) -> Resolution:
    """Find out who is who. Writes nothing.

    kept: by node type what need not be found out again (records.building says when). decisions: those that count, by
    default the archive's. memory: a folder by type of what earlier searches remembered (records.resolution.memory).
    """
    work = _Work(archive, ontology, registry, decisions, memory, progress or silent)
    found = {}
    for node_type in in_order(ontology):
        known = kept.get(node_type.name) if kept else None
        if known:
            found[node_type.name] = _Found(known.ids, known.redirects, [], known.candidates, known.merges)
        else:
            enterprises = found[told.ENTERPRISE].ids if told.ENTERPRISE in found else _NOBODY
            found[node_type.name] = work.resolve(node_type, enterprises)
    redirects = [_redirect_frame(t.id_prefix, found[name].redirects) for name, t in ontology.node_types.items()]
    ordered = [found[name] for name in ontology.node_types]
    return Resolution(
        work.sources,
        {name: found[name].ids for name in ontology.node_types},
        pl.concat([_redirect_frame("", {}), *redirects]).sort("id"),
        pl.concat([pl.DataFrame(schema=SCHEMA), *(news for f in ordered for news in f.news)]),
        {name: node_type.id_prefix for name, node_type in ontology.node_types.items()},
        _gathered(CANDIDATES, [f.candidates for f in ordered]),
        _gathered(MERGES, [f.merges for f in ordered]),
        {name: f.remembered for name, f in found.items() if f.remembered},
    )


def in_order(ontology: Ontology) -> list[NodeType]:
    """Types in the order in which they are resolved: those that are known by their enterprises after these."""
    return sorted(ontology.node_types.values(), key=lambda t: bool(told.boards(t, ontology)))


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


def _gathered(schema: pl.Schema, frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *frames]).sort("type", "left_id", "right_id")


@dataclass(frozen=True)
class _Found:
    ids: pl.DataFrame
    redirects: Mapping[int, int]
    news: Sequence[pl.DataFrame]
    candidates: pl.DataFrame
    merges: pl.DataFrame
    remembered: Remembered | None = None


@dataclass(frozen=True)
class _Based:
    """Clusters by keys, with their ids.

    chosen: cluster and id. lost: ids that clusters had besides, and the one that they go under. anchored: cluster of
    each judged id, as far as there is one.
    """

    entities: pl.DataFrame
    claims: pl.DataFrame
    chosen: pl.DataFrame
    lost: Mapping[int, int]
    anchored: Mapping[int, int]


class _Work:
    """One resolution."""

    def __init__(
        self,
        archive: Archive,
        ontology: Ontology,
        registry: Registry,
        decisions: Sequence[Decision] | None,
        memory: Path | None,
        tell: Progress,
    ) -> None:
        self.sources = believed(archive.sources())
        self._numbers = {source.id: number for number, source in enumerate(self.sources)}
        self._ontology, self._registry, self._memory, self._tell = ontology, registry, memory, tell
        self._decisions = Decisions(archive.folder).active() if decisions is None else decisions
        self._files, self._relations = archive.files("entities"), archive.files("relations")

    def resolve(self, node_type: NodeType, enterprises: pl.DataFrame) -> _Found:
        """``enterprises``: _source, _ref and id."""
        name = node_type.name
        logged, known = self._registry.redirects(name), self._registry.keys(name)
        decisions = [decision for decision in self._decisions if decision.type == name]
        files = sorted((self._numbers[source], path) for source, path in self._files.get(name, {}).items())
        if not files:
            return _Found(_NOBODY, logged, [], CANDIDATES.to_frame(), MERGES.to_frame())
        self._tell(f"keys {name}", 0)
        entities = read_entities(files, node_type)
        pointing, entities = entities.filter(_is_id(node_type)), entities.filter(~_is_id(node_type))
        base = self._based(entities, node_type, known, decisions)
        direct = {**logged, **base.lost}
        pointed = _point(pointing, follow(direct, base.chosen["id"]))
        bound = _bound(base, pointed, name, known)

        facts, pairs, remembered = self._pairs(base.entities, node_type, enterprises)
        links = judged.judge(decisions, base.anchored)
        automatic = pairs.filter(pl.col("decision") == "same")
        joined = join(
            links,
            automatic,
            lambda nodes: _codes(base.entities, node_type, nodes),
            lambda groups: vetoed(facts, name, groups),
        )
        who = identify(base.chosen, links, joined, known, bound)
        parted = {frozenset(map(judged.number_of, d.pair)) for d in decisions if d.verdict == "not_same"}
        direct = {old: new for old, new in direct.items() if frozenset((old, new)) not in parted}
        redirects = follow({**direct, **who.merged}, who.final["id"])
        lasting = {old: new for old, new in redirects.items() if old not in who.merged or old in who.lasting}

        ids = base.entities.select("_source", "_ref", "cluster").join(who.final, on="cluster", how="left")
        news = bound.join(known.select("key", "id"), on=["key", "id"], how="anti")
        return _Found(
            pl.concat([ids.drop("cluster"), _point(pointing, redirects)]),
            redirects,
            [_key_news(news, name), _redirect_news(lasting, redirects, logged, name)],
            candidate_frame(pairs, joined, who, name, node_type.id_prefix),
            merge_frame(joined, links, base.chosen, who, name, node_type.id_prefix),
            remembered,
        )

    def _based(
        self, entities: pl.DataFrame, node_type: NodeType, known: pl.DataFrame, decisions: Sequence[Decision]
    ) -> _Based:
        """Clusters by keys, but for what persons said is not the same."""
        keys, name = keys_of(node_type), node_type.name
        anchors = judged.anchors_of(decisions)
        base = self._identified(entities.with_columns(cluster(entities, keys)), node_type, known, anchors)
        parts = judged.split(base.entities, keys, self.sources, name, anchors, decisions, base.anchored)
        return base if parts is None else self._identified(parts, node_type, known, anchors)

    def _identified(
        self, entities: pl.DataFrame, node_type: NodeType, known: pl.DataFrame, anchors: pl.DataFrame
    ) -> _Based:
        keys, strong = keys_of(node_type), node_type.strong_keys
        claims = claims_of(entities, keys, self.sources, node_type.name, pl.concat([known, anchors], how="diagonal"))
        won, lost = keep(claims, known, strong)
        chosen = pl.concat([won, mint(claims, won, known)])
        anchored = judged.locate(claims, anchors, strong, pl.concat([chosen, lost])) if anchors.height else {}
        lost = lost.join(chosen.rename({"id": "new"}), on="cluster")
        return _Based(entities, claims, chosen, dict(lost.select("id", "new").rows()), anchored)

    def _pairs(
        self, entities: pl.DataFrame, node_type: NodeType, enterprises: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame, Remembered | None]:
        """What scoring was told, the pairs that it found, and what it remembers."""
        if not scored(node_type):
            return entities, PAIRS.to_frame(), None
        self._tell(f"compare {node_type.name}", 0)
        edges = told.boards(node_type, self._ontology)
        held = told.offices(self._relations, self._numbers, node_type, edges, entities, enterprises) if edges else None
        facts = told.tell(entities, held)
        previous = Remembered.open(self._memory / node_type.name) if self._memory else None
        found = search(facts, node_type.name, previous=previous, progress=self._tell)
        return facts, found.pairs, found.remembered


def _is_id(node_type: NodeType) -> pl.Expr:
    return pl.col("_ref").str.contains(f"^{node_type.id_prefix}:[0-9a-f]{{16}}$")


def _codes(entities: pl.DataFrame, node_type: NodeType, nodes: Iterable[int]) -> Codes:
    """Codes of some clusters by column, and numbers that sources gave by column and source."""
    found: dict[int, dict[str, frozenset[str]]] = {}
    wanted = pl.Series(sorted(nodes), dtype=pl.UInt32)
    codes, numbers = codes_of(node_type), numbers_of(node_type)
    mine = entities.filter(pl.col("cluster").is_in(wanted.implode())) if codes or numbers else entities.head(0)
    for column in codes:
        for node, values in mine.drop_nulls(column).group_by("cluster").agg(pl.col(column).unique()).rows():
            found.setdefault(node, {})[column] = frozenset(values)
    for column in numbers:
        # name@employer is no number: who works at two has two
        given = mine.filter(~pl.col(column).str.contains("@", literal=True))
        for node, source, values in given.group_by("cluster", "_source").agg(pl.col(column).unique()).rows():
            found.setdefault(node, {})[f"{column} {source}"] = frozenset(values)
    return found


def _point(pointing: pl.DataFrame, redirects: Mapping[int, int]) -> pl.DataFrame:
    numbers = [judged.number_of(ref) for ref in pointing["_ref"].to_list()]
    ids = pl.Series("id", [redirects.get(n, n) for n in numbers], dtype=pl.UInt64)
    return pointing.select("_source", "_ref").with_columns(ids)


def _bound(base: _Based, pointed: pl.DataFrame, type_name: str, known: pl.DataFrame) -> pl.DataFrame:
    """key, rank and id: by what each id is known."""
    # A key that several have, as nobody knows whose it is, tells nothing of an id.
    bound = base.claims.filter(~pl.col("key").is_duplicated()).join(base.chosen, on="cluster")
    bound = bound.select("key", "rank", "id")
    return pl.concat([bound, _bound_by_id(pointed, type_name, base.chosen, known)]).unique()


def _bound_by_id(pointed: pl.DataFrame, type_name: str, chosen: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Ids that only a pointing record gives existence are bound to themselves."""
    others = pl.concat([chosen["id"], known.filter(pl.col("rank") != BY_ID)["id"]])
    ids = pointed["id"].unique().sort()
    ids = ids.filter(~ids.is_in(others.implode()))
    keys = [hash_text(SEPARATOR.join([type_name, "id", str(number)])) for number in ids.to_list()]
    return pl.DataFrame(
        {"key": keys, "rank": [BY_ID] * len(keys), "id": ids},
        schema={"key": pl.UInt64, "rank": pl.UInt8, "id": pl.UInt64},
    )


def _key_news(news: pl.DataFrame, type_name: str) -> pl.DataFrame:
    empty = pl.lit(None, pl.UInt64).alias("redirect")
    return news.with_columns(pl.lit(type_name).alias("type"), empty).select(SCHEMA.names())


def _redirect_news(
    lasting: Mapping[int, int], now: Mapping[int, int], logged: Mapping[int, int], type_name: str
) -> pl.DataFrame:
    changed = {old: new for old, new in lasting.items() if logged.get(old) != new}
    changed |= {old: old for old in logged if old not in now}
    rows = [(type_name, None, None, old, new) for old, new in changed.items()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
