"""Who is who in a build: what is found out again, what is taken over from the snapshot before, what is kept of it.

    ids/<Type>.parquet        which entity of which source is which: source_id, ref, id
    candidates.parquet        pairs left for a person (records.resolution.resolver.CANDIDATES)
    merges.parquet            what was joined beyond keys, and why (MERGES)
    redirects.parquet         old ids, and those under which they go now
    proposals.parquet, links.parquet    names that only documents propose, kept out (records.facts.unlinked)

A type is resolved again only where something changed on which its ids depend: what resolution reads of its records,
whom we believe, the registry, the decisions, the rules; for persons also the enterprises and who sits where.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ontology.model import NodeType, Ontology
from records.archive import Archive, Version
from records.digest import digest, digest_texts
from records.facts.unlinked import PROPOSALS, earlier, keep_out
from records.files import link, write_parquet
from records.prior import Prior
from records.progress import Progress
from records.resolution import told
from records.resolution.decisions import Decisions
from records.resolution.identity import CANDIDATES, MERGES
from records.resolution.judgement import Registry
from records.resolution.keys import columns_read
from records.resolution.memory import rules
from records.resolution.resolver import Kept, in_order, resolve
from records.splice import TableWriter
from records.touched import Ids

MEMORY = "_memory"
_IDS = pa.schema([("source_id", pa.string()), ("ref", pa.string()), ("id", pa.uint64())])
_REDIRECT = pa.schema([("id", pa.string()), ("canonical_id", pa.string())])
_NOBODY = pl.DataFrame(schema={"_source": pl.UInt32, "_ref": pl.String, "id": pl.UInt64})


class Identities:
    """The resolution of one build. sources: ids in the order of belief; numbers: of these and of those that are gone.

    resolution: its result. ids: by node type before and now.
    """

    def __init__(
        self,
        archive: Archive,
        ontology: Ontology,
        registry: Registry,
        prior: Prior | None,
        sources: Sequence[str],
        numbers: Mapping[str, int],
        *,
        memory: Path,
        progress: Progress,
    ) -> None:
        self._archive, self._registry, self._prior = archive, registry, prior
        self._sources, self._numbers = sources, numbers
        self._versions = {version.source_id: version for version in archive.current_versions()}
        self._decisions = Decisions(archive.folder).active()
        self._key_digests: dict[str, str] = {}
        self._inputs: dict[str, str] = {}
        self._memory = memory
        self._before: dict[str, pl.DataFrame] = {}
        kept = {}
        for node_type in in_order(ontology):
            found = self._kept(node_type, ontology)
            if found:
                kept[node_type.name] = found
        resolution = resolve(
            archive, ontology, registry, kept, decisions=self._decisions, memory=memory, progress=progress
        )
        self.resolution, self._unlinked = keep_out(resolution, archive)
        old = {n: self._before[n] if n in self._before else self._old_ids(n) for n in self.resolution.ids}
        # Where nothing changed the very frame of before says so, and its file is linked.
        ids = {name: old[name] if name in kept else new for name, new in self.resolution.ids.items()}
        self.resolution = replace(self.resolution, ids=ids)
        self.ids = {name: Ids(old[name], new) for name, new in ids.items()}

    def write(self, part: Path) -> dict[str, str]:
        """Write the files; their digests."""
        digests = {f"ids/{name}": self._write_ids(part, name, both) for name, both in self.ids.items()}
        found = self.resolution
        for name, frame, schema in (
            ("candidates", found.candidates, _arrow(CANDIDATES)),
            ("merges", found.merges, _arrow(MERGES)),
            ("redirects", found.redirects, _REDIRECT),
            ("proposals", self._unlinked.proposals, _arrow(PROPOSALS)),
            ("links", self._unlinked.links, _arrow(CANDIDATES)),
        ):
            table = frame.select(schema.names).to_arrow().cast(schema)
            write_parquet(part / f"{name}.parquet", table)
            digests[name] = digest(table)
        return digests

    def remember(self) -> None:
        """Keep what the next search for candidates can start from: a cache."""
        for name, remembered in self.resolution.remembered.items():
            remembered.save(self._memory / name)

    def manifest(self) -> dict[str, Any]:
        """What the next build needs in order to see what changed."""
        news = set(self.resolution.news["type"].unique().to_list())
        following = int(self._registry.log["seq"].max() or 0) + 1  # type: ignore[arg-type]  # a column of numbers
        resolved = {
            name: [inputs, following if name in news else self._registry.last(name)]
            for name, inputs in self._inputs.items()
        }
        return {"resolved": resolved, "keys": self._key_digests}

    def _kept(self, node_type: NodeType, ontology: Ontology) -> Kept | None:
        name, prior = node_type.name, self._prior
        inputs = self._inputs[name] = self._depends_on(node_type, ontology)
        if prior is None or prior.resolved(name) != [inputs, self._registry.last(name)]:
            return None
        mine = pl.col("type") == name
        ids = self._before[name] = prior.ids(name, self._numbers)
        out, links = earlier(prior.folder, name, self._numbers, node_type.id_prefix)
        pairs = pl.read_parquet(prior.folder / "candidates.parquet").filter(mine)
        return Kept(
            pl.concat([ids, out]) if out.height else ids,
            prior.redirects(node_type.id_prefix),
            pl.concat([pairs, links]).sort("type", "left_id", "right_id"),
            pl.read_parquet(prior.folder / "merges.parquet").filter(mine),
        )

    def _old_ids(self, name: str) -> pl.DataFrame:
        return self._prior.ids(name, self._numbers) if self._prior else _NOBODY

    def _depends_on(self, node_type: NodeType, ontology: Ontology) -> str:
        """A hash of all that the ids of a type depend on, but for the registry."""
        decided = [repr(d) for d in self._decisions if d.type == node_type.name]
        texts = [rules(), *decided, *self._tables_read(f"entities/{node_type.name}", columns_read(node_type))]
        boards = told.boards(node_type, ontology)
        if boards:
            texts.append(self._inputs.get(told.ENTERPRISE, ""))
            texts.append(str(self._registry.last(told.ENTERPRISE)))
        for edge in boards:
            texts += self._tables_read(f"relations/{edge}", told.BOARD_COLUMNS)
        return digest_texts(*texts)

    def _tables_read(self, table: str, columns: Sequence[str]) -> list[str]:
        """Source and hash of what is read of a table, in the order of belief."""
        kind, _, name = table.partition("/")
        texts = ["/".join(columns)]
        for source_id in self._sources:
            version = self._versions[source_id]
            if name in (version.entities if kind == "entities" else version.relations):
                texts += [source_id, self._key_digest(version, table, columns)]
        return texts

    def _key_digest(self, version: Version, table: str, columns: Sequence[str]) -> str:
        content = digest_texts(version.tables.get(table, f"{version.id} {table}"), *columns)
        known = self._prior.key_digest(content) if self._prior else None
        if known is None:
            path = self._archive.file(version, table)
            present = [name for name in pq.read_schema(path).names if name in columns]
            known = digest(pq.read_table(path, columns=present))
        self._key_digests[content] = known
        return known

    def _write_ids(self, part: Path, name: str, both: Ids) -> str:
        path = part / "ids" / f"{name}.parquet"
        if both.old is both.new and self._prior:
            link(self._prior.folder / "ids" / f"{name}.parquet", path)
            return self._prior.digest(f"ids/{name}")
        writer = TableWriter(path, _IDS)
        for source_id in sorted(self._sources):
            mine = both.new.filter(pl.col("_source") == self._numbers[source_id]).sort("_ref")
            said = mine.select(pl.lit(source_id).alias("source_id"), pl.col("_ref").alias("ref"), "id")
            writer.add(said.to_arrow().cast(_IDS))
        writer.close()
        return writer.digest.hexdigest()


def _arrow(schema: pl.Schema) -> pa.Schema:
    kinds = {pl.String(): pa.string(), pl.Float64(): pa.float64()}
    return pa.schema([(name, kinds[kind]) for name, kind in schema.items()])
