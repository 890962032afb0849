"""What scoring is told of the clusters that exact keys made: names as written, aliases, place, codes, and for persons
the enterprises in which they hold roles or shares."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from ontology.model import NodeType, Ontology
from records.resolution.keys import PLACE, RAW
from records.resolution.scoring import Weights

ENTERPRISE = "Enterprise"
#: Relations that put a person into an enterprise, and their columns that say so.
BOARDS = ("HOLDS_ROLE", "OWNS")
BOARD_COLUMNS = ("_head_type", "_head_ref", "_tail_type", "_tail_ref", "_state")


def boards(node_type: NodeType, ontology: Ontology) -> list[str]:
    """Relations by which entities of a type are known; only where scoring weighs enterprises (persons)."""
    weights = Weights.of(node_type.name)
    if weights is None or "enterprises" not in weights.levels:
        return []
    return [name for name in BOARDS if name in ontology.edge_types]


def tell(entities: pl.DataFrame, enterprises: pl.DataFrame | None = None) -> pl.DataFrame:
    """A row a cluster, sorted: entity (the cluster's number) and what ``find_candidates`` asks for.

    ``entities`` are in the order in which their sources are believed: of several values the first counts, of several
    places the finest, and further names are aliases. ``enterprises``: cluster and ids (records of ``offices``).
    """
    frame = entities.select("cluster", PLACE, pl.col(f"^{RAW}.*$").name.map(lambda n: n.removeprefix(RAW)))
    texts = {"name": pl.String(), "aliases": pl.List(pl.String)}  # of a column that nobody filled the type is unknown
    frame = frame.with_columns(pl.col(name).cast(t) for name, t in texts.items() if name in frame.columns)
    several = frame["cluster"].is_duplicated()
    told = (
        pl.concat([frame.filter(~several), _merged(frame.filter(several))], how="diagonal_relaxed")
        .rename({"cluster": "entity", PLACE: "place"})
        .sort("entity")
    )
    if enterprises is None:
        return told
    return told.join(enterprises.rename({"cluster": "entity"}), on="entity", how="left", maintain_order="left")


def _merged(frame: pl.DataFrame) -> pl.DataFrame:
    firsts = [pl.col(n).drop_nulls().first() for n in frame.columns if n not in ("cluster", PLACE, "aliases")]
    finest = pl.col(PLACE).sort_by(pl.col(PLACE).str.len_chars(), descending=True, maintain_order=True).first()
    merged = frame.group_by("cluster", maintain_order=True).agg(*firsts, finest)
    return merged.join(_other_names(frame), on="cluster", how="left", maintain_order="left")


def _other_names(frame: pl.DataFrame) -> pl.DataFrame:
    """cluster and aliases: all names but the first."""
    names = [frame.select("cluster", alias=pl.col("name").cast(pl.String), order=pl.lit(0))]
    if "aliases" in frame.columns:
        listed = frame.filter(pl.col("aliases").list.len() > 0)
        names.append(listed.select("cluster", alias="aliases", order=pl.lit(1)).explode("alias"))
    spoken = pl.concat(names).drop_nulls("alias").sort("cluster", "order", maintain_order=True)
    distinct = spoken.unique(["cluster", "alias"], keep="first", maintain_order=True)
    others = distinct.filter(pl.int_range(pl.len()).over("cluster") > 0)
    return others.group_by("cluster", maintain_order=True).agg(aliases="alias")


def offices(
    files: Mapping[str, Mapping[str, Path]],
    numbers: Mapping[str, int],
    node_type: NodeType,
    edges: Sequence[str],
    entities: pl.DataFrame,
    enterprise_ids: pl.DataFrame,
) -> pl.DataFrame:
    """cluster and enterprises: the ids of the enterprises in which each holds a role or a share, sorted.

    ``files``: relation tables by type and source; ``numbers`` of the sources; ``enterprise_ids``: _source, _ref, id.
    """
    clusters = entities.select("_source", "_ref", "cluster")
    found = [pl.DataFrame(schema={"cluster": pl.UInt32, "id": pl.UInt64})]
    for edge in edges:
        for source_id, path in sorted(files.get(edge, {}).items()):
            said = _said(path, node_type.name).with_columns(pl.lit(numbers[source_id], pl.UInt32).alias("_source"))
            said = said.join(clusters, left_on=["_source", "_head_ref"], right_on=["_source", "_ref"])
            said = said.join(enterprise_ids, left_on=["_source", "_tail_ref"], right_on=["_source", "_ref"])
            found.append(said.select("cluster", "id"))
    pairs = pl.concat(found).unique().sort("cluster", "id")
    return pairs.group_by("cluster", maintain_order=True).agg(enterprises="id")


def _said(path: Path, type_name: str) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(pq.read_table(path, columns=list(BOARD_COLUMNS))))
    ours = (pl.col("_head_type") == type_name) & (pl.col("_tail_type") == ENTERPRISE)
    counts = pl.col("_state").ne_missing("rejected")
    return frame.filter(ours & counts).select("_head_ref", "_tail_ref")
