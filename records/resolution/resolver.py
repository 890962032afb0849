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
from records.resolution.candidates import PAIRS
from records.resolution.claims import BY_ID, claims_of, keep, mint, oldest
from records.resolution.clusters import cluster
from records.resolution.decisions import Decision, Decisions
from records.resolution.joining import Joined, join
from records.resolution.judgement import SCHEMA, Registry
from records.resolution.keys import SEPARATOR, Key, codes_of, keys_of, read_entities, scored
from records.resolution.memory import Remembered
from records.resolution.vetoes import vetoed

_NOBODY = pl.DataFrame(schema={"_source": pl.UInt32, "_ref": pl.String, "id": pl.UInt64})
_NEW = 2**32 - 1  # seq of what this build binds: younger than all that is known

#: Pairs left for a person: ids as they are now. decision: candidate, or unsure where a person could not tell.
CANDIDATES = pl.Schema({
    "left_id": pl.String(), "right_id": pl.String(), "type": pl.String(), "score": pl.Float64(),
    "reasons": pl.String(), "decision": pl.String(),
})  # fmt: skip
#: What was joined beyond keys: id is the entity's, left_id and right_id are those of the parts. reason: "decision"
#: (its id in decision) or "score" (with score and reasons). The parts of an entity are connected by its rows.
MERGES = pl.Schema({
    "id": pl.String(), "left_id": pl.String(), "right_id": pl.String(), "type": pl.String(), "reason": pl.String(),
    "decision": pl.String(), "score": pl.Float64(), "reasons": pl.String(),
})  # fmt: skip


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
    """Clusters by keys, with their ids. anchored: cluster of each judged id, as far as there is one."""

    entities: pl.DataFrame
    claims: pl.DataFrame
    chosen: pl.DataFrame
    lost: pl.DataFrame
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
        if not files and not decisions:
            return _Found(_NOBODY, logged, [], _candidate_frame([]), _merge_frame([]))
        keys = keys_of(node_type)
        entities = read_entities(files, node_type)
        pointing, entities = entities.filter(_is_id(node_type)), entities.filter(~_is_id(node_type))
        entities = entities.with_columns(cluster(entities, keys))
        base = self._based(entities, node_type, keys, known, decisions)
        base_redirects = _redirects(base.chosen["id"], _direct(base), logged)
        pointed = _point(pointing, base_redirects)
        bound = _bound(base, pointed, name, known)
        pairs, facts, remembered = self._pairs(node_type, base.entities, enterprises)
        links = judged.judge(decisions, base.anchored)
        automatic = pairs.filter(pl.col("decision") == "same")
        codes = codes_of(node_type)
        joined = join(
            links, automatic, lambda nodes: _codes(base.entities, codes, nodes), lambda g: vetoed(facts, name, g)
        )
        ids = _Ids(
            node_type, base, links, joined, pl.concat([known, bound.with_columns(pl.lit(_NEW, pl.UInt32).alias("seq"))])
        )
        forgotten = {frozenset(map(judged.number_of, d.pair)) for d in decisions if d.verdict == "not_same"}
        redirects = _redirects(
            ids.live,
            {**_direct(base), **ids.redirects},
            {o: n for o, n in logged.items() if frozenset((o, n)) not in forgotten},
        )
        return _Found(...)
