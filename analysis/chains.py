"""A chain of industries or products: its segments, what a region has of each, and what it lacks.

A chain is all that can be reached from one industry or product by UPSTREAM_OF, so many steps up and down. An enterprise
stands in a segment that it is IN_INDUSTRY of (or of a class PART_OF it) or that it PRODUCES.

    LQ(s) = (local in s / all in s) / (local enterprises / all enterprises)

What is lacking: MISSING, nobody here and somebody elsewhere; THIN, fewer than ``thin`` of the quotient that would be
even; SINGLE, one enterprise only; LEAVING, more than half of what this region's enterprises are known to be supplied
with by the segment's enterprises comes from outside; UNKNOWN, nobody anywhere, which the data cannot tell from none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result, few, thin
from analysis.placement import place_codes
from analysis.places import Place, find_region
from analysis.projection import Graph, Projection, snapshot_of
from ontology.model import Label

if TYPE_CHECKING:
    from records.snapshot import Snapshot

GAPS = ("MISSING", "THIN", "SINGLE", "LEAVING", "UNKNOWN")
MOST_SEGMENTS = 500
_TIE = {"id": pl.String, "from_id": pl.String, "to_id": pl.String}


@dataclass(frozen=True)
class Link:
    """The head is upstream of the tail; id of the relation UPSTREAM_OF."""

    id: str
    head: str
    tail: str
    weight: float | None


@dataclass(frozen=True)
class Segment:
    """A part of the chain. tier: steps below the root, negative above it. local, total: enterprises here and in all.
    capital: registered here, of those known; capital_known: of how many. supplied, from_outside: known supplies into
    the region, and how many of them come from elsewhere. members: ids of the local enterprises."""

    id: str
    type: str
    name: str
    tier: int
    local: int
    total: int
    capital: float | None
    capital_known: int
    quotient: float | None
    supplied: int
    from_outside: int
    gaps: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class Chain(Result):
    """n: enterprises in the chain, wherever. coverage: share of them whose place is known."""

    root: str
    region: Place
    segments: tuple[Segment, ...]
    links: tuple[Link, ...]


def industry_chain(
    graph: Graph, *, root: str, region: str, depth: int = 3, thin_below: float = 0.5, as_of: date | None = None
) -> Chain:
    """The chain around an industry or product and a region's coverage of it, upstream first.

    root: id or name. depth: steps up and down, 1 to 6. Raises AnalysisRefused for an unknown root or region, and for a
    chain of more than 500 segments.
    """
    if not 1 <= depth <= 6:
        raise AnalysisRefused(f"depth: {depth} is not from 1 to 6")
    snapshot = snapshot_of(graph)

    def compute() -> Chain:
        ground = ChainGround(snapshot, as_of)
        tiers, links = ground.walk(ground.find(root), depth)
        place = find_region(snapshot, region)
        return _coverage(ground, ground.find(root), place, tiers, links, thin_below)

    if not isinstance(graph, Projection):
        return compute()
    return graph.memory.recall(("industry_chain", root, region, depth, thin_below, as_of), compute)


class ChainGround:
    """What is read of a snapshot for chains, once."""

    def __init__(self, snapshot: "Snapshot", as_of: date | None = None) -> None:
        self.snapshot = snapshot
        self.as_of = as_of

    def edges(self, edge_type: str, properties: Iterable[str] = ()) -> pl.DataFrame:
        """Relations of a type that hold on the day asked about."""
        file = self.snapshot.edge_files().get(edge_type)
        if file is None:
            return pl.DataFrame(schema=_TIE | dict.fromkeys(properties, pl.Float64))
        frame = read_frame(file, [*_TIE, *properties, "valid_from", "valid_to"])
        if self.as_of is not None:
            begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= self.as_of)
            frame = frame.filter(begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") > self.as_of)))
        missing = [pl.lit(None, pl.Float64).alias(p) for p in properties if p not in frame.columns]
        return frame.with_columns(missing).select(*_TIE, *properties)

    @cached_property
    def kinds(self) -> pl.DataFrame:
        """All industries and products: ``id``, ``name``, ``type``."""
        files = self.snapshot.node_files()
        known = [t for t in ("Industry", "Product") if t in files]
        frames = [read_frame(files[t], ["id", "name"]).with_columns(type=pl.lit(t)) for t in known]
        return pl.concat([pl.DataFrame(schema=dict.fromkeys(("id", "name", "type"), pl.String)), *frames])

    @cached_property
    def upstream(self) -> pl.DataFrame:
        return self.edges("UPSTREAM_OF", ("weight",)).sort("id")

    @cached_property
    def places(self) -> pl.DataFrame:
        """``id`` and padded ``code`` of all enterprises, null where unknown."""
        return place_codes(self.snapshot, ["Enterprise"], self.as_of)

    def find(self, root: str) -> str:
        found = self.kinds.filter((pl.col("id") == root) | (pl.col("name") == root)).sort("id")
        if found.height > 1:
            ids = ", ".join(found["id"].to_list())
            raise AnalysisRefused(f"root: several are called {root!r}; give an id: {ids}")
        if found.is_empty():
            raise AnalysisRefused(f"root: {root!r} is no id or name of an industry or product")
        return str(found["id"][0])

    def walk(self, root: str, depth: int) -> tuple[dict[str, int], tuple[Link, ...]]:
        """The tier of each segment within so many steps, and the links between segments. What can be reached both
        ways stands on the nearer side; on equal sides above."""
        tiers = {root: 0}
        for sign, here, there in ((-1, "to_id", "from_id"), (1, "from_id", "to_id")):
            edge = {root}
            for step in range(1, depth + 1):
                reached = self.upstream.filter(pl.col(here).is_in(list(edge)))[there].to_list()
                edge = {i for i in reached if i not in tiers or abs(tiers[i]) > step}
                tiers |= dict.fromkeys(sorted(edge), sign * step)
                if len(tiers) > MOST_SEGMENTS:
                    raise AnalysisRefused(f"depth: {depth} reaches more than {MOST_SEGMENTS} segments; ask for less")
        ids = list(tiers)
        inside = self.upstream.filter(pl.col("from_id").is_in(ids) & pl.col("to_id").is_in(ids))
        links = (Link(i, a, b, w) for i, a, b, w in inside.iter_rows())
        return tiers, tuple(links)

    def members(self, segments: Iterable[str]) -> pl.DataFrame:
        """``segment`` and ``id`` of the enterprises in each, the classes below an industry included."""
        below = pl.DataFrame({"part": list(segments)}, schema={"part": pl.String}).with_columns(segment="part")
        parts = self.edges("PART_OF").select(part="from_id", whole="to_id")
        level = below
        for _ in range(4):
            level = parts.join(level, left_on="whole", right_on="part").select("part", "segment")
            level = level.join(below, on=["part", "segment"], how="anti").unique()
            if level.is_empty():
                break
            below = pl.concat([below, level])
        ties = pl.concat([self.edges(t).select(id="from_id", part="to_id") for t in ("IN_INDUSTRY", "PRODUCES")])
        found = ties.join(below, on="part").select("segment", "id").unique()
        return found.join(self.places.select("id"), on="id", how="semi").sort("segment", "id")


def _coverage(
    ground: ChainGround,
    root: str,
    place: Place,
    tiers: dict[str, int],
    links: tuple[Link, ...],
    thin_below: float,
) -> Chain:
    members = ground.members(tiers).join(ground.places, on="id")
    inside = pl.col("code").str.starts_with(place.code).fill_null(value=False)
    members = members.with_columns(here=inside)
    everywhere = ground.places.filter(pl.col("code").is_not_null())
    share = everywhere.filter(inside).height / everywhere.height if everywhere.height else 0.0
    capital = capital_of(ground.snapshot)
    supplies = _supplies(ground, members, place)
    names = {i: (n or i, t) for i, n, t in ground.kinds.iter_rows()}
    segments = []
    for segment, tier in tiers.items():
        mine = members.filter(pl.col("segment") == segment)
        local = tuple(mine.filter("here")["id"].to_list())
        placed = mine.filter(pl.col("code").is_not_null()).height
        quotient = len(local) / placed / share if placed and share else None
        known = [capital[i] for i in local if i in capital]
        supplied, outside = supplies.get(segment, (0, 0))
        name, node_type = names[segment]
        segments.append(
            Segment(
                id=segment,
                type=node_type,
                name=name,
                tier=tier,
                local=len(local),
                total=mine.height,
                capital=sum(known) if known else None,
                capital_known=len(known),
                quotient=quotient,
                supplied=supplied,
                from_outside=outside,
                gaps=_gaps(len(local), mine.height, quotient, thin_below, supplied, outside),
                members=local,
            )
        )
    people = members.select("id", "code").unique()
    n = people.height
    coverage = people.drop_nulls("code").height / n if n else None
    return Chain(
        data_version=ground.snapshot.data_version,
        n=n,
        coverage=coverage,
        warnings=(
            *few(n, Label("链上企业", "enterprises in the chain")),
            *thin(coverage, Label("链上企业所在地", "place of the chain's enterprises")),
            *_alone(links),
        ),
        root=root,
        region=place,
        segments=tuple(sorted(segments, key=lambda s: (s.tier, s.name, s.id))),
        links=links,
    )


def _gaps(
    local: int, total: int, quotient: float | None, thin_below: float, supplied: int, outside: int
) -> tuple[str, ...]:
    found = []
    if total == 0:
        found.append("UNKNOWN")
    elif local == 0:
        found.append("MISSING")
    elif quotient is not None and quotient < thin_below:
        found.append("THIN")
    if local == 1:
        found.append("SINGLE")
    if supplied and outside * 2 > supplied:
        found.append("LEAVING")
    return tuple(found)


def _supplies(ground: ChainGround, members: pl.DataFrame, place: Place) -> dict[str, tuple[int, int]]:
    """By segment of the supplier: known supplies to enterprises here, and how many come from elsewhere."""
    here = ground.places.filter(pl.col("code").str.starts_with(place.code)).select("id")
    into = ground.edges("SUPPLIES").join(here, left_on="to_id", right_on="id", how="semi")
    known = members.filter(pl.col("code").is_not_null())
    by = into.join(known, left_on="from_id", right_on="id").group_by("segment")
    counted = by.agg(pl.len(), outside=(~pl.col("here")).sum())
    return {segment: (n, outside) for segment, n, outside in counted.iter_rows()}


def capital_of(snapshot: "Snapshot") -> dict[str, float]:
    """Registered capital of enterprises in yuan, where known."""
    file = snapshot.node_files().get("Enterprise")
    if file is None:
        return {}
    frame = read_frame(file, ["id", "registered_capital"])
    if "registered_capital" not in frame.columns:
        return {}
    known: dict[str, Any] = dict(
        frame.drop_nulls().with_columns(pl.col("registered_capital").cast(pl.Float64)).iter_rows()
    )
    return known


def _alone(links: tuple[Link, ...]) -> tuple[Notice, ...]:
    if links:
        return ()
    return (Notice("no_links", "没有上下游关系", "nothing is upstream or downstream of it"),)
