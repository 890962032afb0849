"""Persons who tie enterprises, and suspicious ties: what separate enterprises have in common that seldom is shared.

Interlock: a person with an office in, or a holding of, two enterprises at least (HOLDS_ROLE, OWNS). Degree: how many
enterprises. Bridging: into how many parts the enterprises it ties fall without it, in the network of interlocks: 1
where others tie them too, the degree where nobody else does.

Suspicious ties, each with its rule: SAME_PHONE, SAME_EMAIL, SAME_ADDRESS, SAME_LEGAL_REPRESENTATIVE (of one name; a
name alone does not identify, so it is the weakest). A value shared by more than ``largest`` is an agent, a building or
a common name, not a tie: it is left out and counted. Values are compared without spaces, width and case. They are
derived here and never stored as facts.

Sources: M. Mizruchi (1996), What do interlocks do?, Annual Review of Sociology 22; J. Hopcroft, R. Tarjan (1973),
Efficient algorithms for graph manipulation, CACM 16(6) (parts left without a node).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Result
from analysis.kept import ties_of
from analysis.placement import place_codes
from analysis.places import find_region
from analysis.projection import Graph, Offsets, Projection, snapshot_of

RULES = {
    "SAME_PHONE": "phone",
    "SAME_EMAIL": "email",
    "SAME_ADDRESS": "address",
    "SAME_LEGAL_REPRESENTATIVE": "legal_representative",
}
THROUGH = ("HOLDS_ROLE", "OWNS")


@dataclass(frozen=True)
class Interlock:
    """enterprises: ids. relations: ids of what ties the person to them."""

    person: str
    degree: int
    bridging: int
    enterprises: tuple[str, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class SharedValue:
    """Enterprises that share a value under a rule. value: as first written; personal, unless it is an address."""

    rule: str
    value: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Interlocks(Result):
    """n: enterprises looked at. coverage: share of them of which any officer or holder is known. total, shared_total:
    how many there are, of which the first are told. left_out: values shared by too many."""

    persons: tuple[Interlock, ...]
    total: int
    shared: tuple[SharedValue, ...]
    shared_total: int
    left_out: int


def interlocks(
    graph: Graph,
    *,
    region: str | None = None,
    ids: Collection[str] = (),
    through: Collection[str] = THROUGH,
    rules: Collection[str] = tuple(RULES),
    min_enterprises: int = 2,
    largest: int = 20,
    most: int = 100,
    as_of: date | None = None,
) -> Interlocks:
    """Who ties the enterprises of a region, or some enterprises, and what else they share.

    A person counts that ties at least one enterprise asked about to others, wherever they are. ids: of enterprises;
    none: all. Raises AnalysisRefused for a parameter out of range and an unknown region.
    """
    if set(through) - set(THROUGH):
        raise AnalysisRefused(f"through: give some of {', '.join(THROUGH)}")
    if set(rules) - set(RULES):
        raise AnalysisRefused(f"rules: give some of {', '.join(RULES)}")
    if min_enterprises < 2:
        raise AnalysisRefused(f"min_enterprises: {min_enterprises} is less than 2")
    if not 2 <= largest <= 1000:
        raise AnalysisRefused(f"largest: {largest} is not from 2 to 1,000")
    if not 1 <= most <= 10_000:
        raise AnalysisRefused(f"most: {most} is not from 1 to 10,000")
    chosen = tuple(sorted(set(through))), tuple(r for r in RULES if r in rules)
    key = ("interlocks", region, tuple(sorted(set(ids))), *chosen, min_enterprises, largest, most, as_of)

    def compute() -> Interlocks:
        asked = _asked(graph, region, ids, as_of)
        persons, total, covered = _persons(graph, asked, chosen[0], min_enterprises, most, as_of)
        shared, left_out = shared_values(graph, chosen[1], largest, asked)
        return Interlocks(
            data_version=str(snapshot_of(graph).data_version),
            n=len(asked),
            coverage=covered / len(asked) if len(asked) else None,
            warnings=(),
            persons=tuple(_told(ties_of(graph, chosen[0], as_of), persons)) if chosen[0] else (),
            total=total,
            shared=tuple(shared[:most]),
            shared_total=len(shared),
            left_out=left_out,
        )

    return graph.memory.recall(key, compute) if isinstance(graph, Projection) else compute()


def _asked(graph: Graph, region: str | None, ids: Collection[str], as_of: date | None) -> pl.Series:
    """Ids of the enterprises asked about."""
    snapshot = snapshot_of(graph)
    file = snapshot.node_files().get("Enterprise")
    known = pl.Series("id", [], pl.String) if file is None else read_frame(file, ["id"])["id"]
    if ids:
        known = known.filter(known.is_in(list(ids)))
    if region is not None:
        place = find_region(snapshot, region)
        codes = place_codes(snapshot, {"Enterprise"}, as_of)
        known = known.filter(known.is_in(codes.filter(pl.col("code").str.starts_with(place.code))["id"].implode()))
    return known


_Tied = tuple[int, int, list[int], list[int]]


def _persons(
    graph: Graph, asked: pl.Series, through: tuple[str, ...], least: int, most: int, as_of: date | None
) -> tuple[list[_Tied], int, int]:
    """(person, bridging, enterprises, edges), the most enterprises first and so many at most; how many there are; of
    how many enterprises anybody is known."""
    if not through:
        return [], 0, 0
    ties = ties_of(graph, through, as_of)
    enterprises, persons = ties.nodes_of({"Enterprise"}), ties.nodes_of({"Person"})
    edges = np.flatnonzero(enterprises[ties.tail])
    inside = ties.ids.is_in(asked.implode()).to_numpy()
    covered = len(np.unique(ties.tail[edges][inside[ties.tail[edges]]]))
    edges = edges[persons[ties.head[edges]]]
    pairs = np.unique(ties.head[edges].astype(np.int64) << 32 | ties.tail[edges])
    heads, tails = pairs >> 32, pairs & 0xFFFFFFFF
    degree = np.bincount(heads, minlength=ties.n)
    tying = degree >= 2
    touching = np.zeros(ties.n, np.bool_)
    touching[heads[inside[tails]]] = True
    wanted = np.flatnonzero((degree >= least) & touching)
    # Whoever ties fewer than the last that is told need not be compared by what it bridges.
    last = np.sort(degree[wanted])[-most] if len(wanted) > most else 0
    front = wanted[degree[wanted] >= last]
    parts = _parts(heads[tying[heads]], tails[tying[heads]], front)
    told: list[_Tied] = []
    for k in np.lexsort((front, -parts, -degree[front]))[:most].tolist():
        out = ties.edges_out(int(front[k]))
        out = out[enterprises[ties.tail[out]]]
        told.append((int(front[k]), int(parts[k]), sorted(set(ties.tail[out].tolist())), out.tolist()))
    return told, len(wanted), covered


def _parts(heads: Offsets, tails: Offsets, wanted: Offsets) -> Offsets:
    """Of how many blocks each node is: the parts that its neighbours fall into without it."""
    import networkit

    if not len(wanted):
        return np.empty(0, np.int64)
    nodes, ends = np.unique(np.concatenate([heads, tails]), return_inverse=True)
    drawn = networkit.GraphFromCoo((ends[: len(heads)], ends[len(heads) :]), n=len(nodes))
    run = networkit.components.BiconnectedComponents(drawn).run()
    return np.array([len(run.getComponentsOfNode(k)) for k in np.searchsorted(nodes, wanted).tolist()], np.int64)


def _told(ties: Projection, persons: list[_Tied]) -> list[Interlock]:
    edges = [edge for *_, of_one in persons for edge in of_one]
    ids = dict(zip(edges, ties.edge_ids(edges) if edges else [], strict=True))
    return [
        Interlock(ties.id_of(p), len(firms), parts, tuple(ties.ids_of(firms)), tuple(ids[e] for e in of_one))
        for p, parts, firms, of_one in persons
    ]


def shared_values(
    graph: Graph, rules: Collection[str], largest: int, asked: pl.Series | None = None
) -> tuple[list[SharedValue], int]:
    """What enterprises share by these rules, the most widely shared first, where one of ``asked`` (ids; None: any) is
    among them; and how many values more than ``largest`` share."""
    file = snapshot_of(graph).node_files().get("Enterprise")
    if file is None:
        return [], 0
    frame = read_frame(file, ["id", *(RULES[r] for r in rules)])
    inside = pl.lit(value=True) if asked is None else pl.col("id").is_in(asked.implode())
    found, left_out = list[SharedValue](), 0
    for rule in rules:
        if RULES[rule] not in frame.columns:
            continue
        told = pl.col(RULES[rule])
        plain = told.str.normalize("NFKC").str.replace_all(r"[\s\-()]", "").str.to_lowercase()
        by_value = (
            frame.select("id", value=told, plain=plain, inside=inside)
            .filter(pl.col("plain").str.len_chars() > 1)
            .sort("id")
            .group_by("plain", maintain_order=True)
            .agg(pl.col("id"), pl.col("value").first(), pl.col("inside").any(), n=pl.len())
            .filter((pl.col("n") > 1) & pl.col("inside"))
        )
        left_out += by_value.filter(pl.col("n") > largest).height
        kept = by_value.filter(pl.col("n") <= largest).sort(["n", "plain"], descending=[True, False])
        found += [SharedValue(rule, value, tuple(i)) for value, i in kept.select("value", "id").iter_rows()]
    return found, left_out
