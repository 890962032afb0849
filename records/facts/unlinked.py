"""Names in documents that are nobody's in the graph: proposals, kept out of it until somebody accepts them.

    proposals.parquet    source_id, type, ref, id: the id that each would have
    links.parquet        pairs of a proposal and what it may be, as candidates.parquet

Such a name takes part in resolution like a row of a table. Where it turns out to be an entity of which anything else is
told, it is a mention of that; where not, its id is given to nobody, and all that leads to it stays away with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from records.archive import Archive
from records.ids import id_texts
from records.resolution.identity import CANDIDATES
from records.resolution.resolver import Resolution

PROPOSALS = pl.Schema({"source_id": pl.String(), "type": pl.String(), "ref": pl.String(), "id": pl.String()})


@dataclass(frozen=True)
class Unlinked:
    """What was kept out: ``PROPOSALS``, and pairs with these as ``CANDIDATES``."""

    proposals: pl.DataFrame
    links: pl.DataFrame


def keep_out(resolution: Resolution, archive: Archive) -> tuple[Resolution, Unlinked]:
    """A resolution without those of whom only documents' proposals speak."""
    documents = {source.id: n for n, source in enumerate(resolution.sources) if source.kind == "document"}
    files = archive.files("entities") if documents else {}
    ids, parts = dict(resolution.ids), [pl.DataFrame(schema=PROPOSALS)]
    for name, frame in resolution.ids.items():
        proposed = _proposed({documents[s]: p for s, p in files.get(name, {}).items() if s in documents})
        if not proposed.height:
            continue
        waiting = frame.join(proposed, on=["_source", "_ref"], how="semi")
        held = frame.join(proposed, on=["_source", "_ref"], how="anti")["id"]
        out = waiting.filter(~pl.col("id").is_in(held.implode()))
        if out.height:
            ids[name] = frame.join(out, on=["_source", "_ref"], how="anti", maintain_order="left")
            parts.append(_named(out, name, resolution))
    proposals = pl.concat(parts).sort("source_id", "type", "ref")
    out_ids = proposals["id"].implode()
    with_proposal = pl.col("left_id").is_in(out_ids) | pl.col("right_id").is_in(out_ids)
    found = resolution.candidates
    unlinked = Unlinked(proposals, found.filter(with_proposal))
    return replace(resolution, ids=ids, candidates=found.filter(~with_proposal)), unlinked


def earlier(folder: Path, name: str, numbers: Mapping[str, int], prefix: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a snapshot kept out of a type: _source, _ref and id as a number, and the pairs."""
    path = folder / "proposals.parquet"
    mine = pl.read_parquet(path).filter(pl.col("type") == name) if path.exists() else pl.DataFrame(schema=PROPOSALS)
    ids = [int(id_.removeprefix(f"{prefix}:"), 16) for id_ in mine["id"].to_list()]
    frame = pl.DataFrame(
        {"_source": [numbers[s] for s in mine["source_id"].to_list()], "_ref": mine["ref"], "id": ids},
        schema={"_source": pl.UInt32, "_ref": pl.String, "id": pl.UInt64},
    )
    pairs = folder / "links.parquet"
    links = pl.read_parquet(pairs).filter(pl.col("type") == name) if pairs.exists() else pl.DataFrame(schema=CANDIDATES)
    return frame, links


def _proposed(files: Mapping[int, Path]) -> pl.DataFrame:
    """_source and _ref of what documents only propose: every record is a proposed mention."""
    parts = [pl.DataFrame(schema={"_source": pl.UInt32, "_ref": pl.String})]
    for number, path in sorted(files.items()):
        columns = pl.scan_parquet(path).collect_schema().names()
        if "_mention" not in columns:
            continue
        frame = pl.read_parquet(path, columns=["_ref", "_state", "_mention"])
        only = ((pl.col("_state") == "proposed") & pl.col("_mention")).all().alias("only")
        refs = frame.group_by("_ref").agg(only).filter("only")
        parts.append(refs.select(pl.lit(number, pl.UInt32).alias("_source"), "_ref"))
    return pl.concat(parts)


def _named(out: pl.DataFrame, name: str, resolution: Resolution) -> pl.DataFrame:
    sources = pl.Series([source.id for source in resolution.sources], dtype=pl.String)
    return pl.DataFrame(
        {
            "source_id": sources.gather(out["_source"]),
            "type": [name] * out.height,
            "ref": out["_ref"],
            "id": id_texts(resolution.prefixes[name], out["id"]),
        },
        schema=PROPOSALS,
    )
