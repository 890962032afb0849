"""What happened to an entity, by date: its own dates, relations that began or ended, and dates of what it is tied to.

OWN: a date property of the entity (founded, listed on, signed on). BEGAN, ENDED: a relation's ``valid_from`` and
``valid_to``. OTHER: a date property of an event, project, document or honour that the entity is tied to.
Personal dates are none of an event: whoever asks sees the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from analysis.arrays import ALWAYS, FOR_EVER, read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Result
from analysis.projection import NOT_TIES, Graph, Projection, projected
from ontology.model import Ontology

KINDS = ("OWN", "BEGAN", "ENDED", "OTHER")
#: Types whose own dates happen to those tied to them.
_HAPPENINGS = ("Document", "Event", "Honor", "Project")
MOST_RELATIONS = 5_000


@dataclass(frozen=True)
class Happening:
    """One event. property, of: of the date, and of which type; None where a relation began or ended. edge_type,
    relation, other: the relation and its other end, of all but OWN. outward: whether the entity is its head."""

    on: date
    kind: str
    property: str | None = None
    of: str | None = None
    edge_type: str | None = None
    relation: str | None = None
    other: str | None = None
    other_name: str | None = None
    outward: bool = True


@dataclass(frozen=True)
class Timeline(Result):
    """n: events. coverage: share of the entity's relations with a beginning or an end that is known."""

    entity: str
    type: str
    happenings: tuple[Happening, ...]
    truncated: bool


def timeline(
    graph: Graph,
    entity_id: str,
    *,
    ontology: Ontology,
    since: date | None = None,
    until: date | None = None,
) -> Timeline:
    """The events of an entity from ``since`` on and up to ``until``, the earliest first. Of an entity with more than
    5,000 relations, the first so many are looked at. Raises AnalysisRefused for an unknown id and dates reversed."""
    if since is not None and until is not None and until < since:
        raise AnalysisRefused(f"until: {until} is before since, {since}")
    ties = graph if isinstance(graph, Projection) else projected(graph)
    identity = [k for k, name in enumerate(ties.edge_types) if name in NOT_TIES]
    node = ties.index_of(entity_id)
    if node is None:
        raise AnalysisRefused(f"id: there is no {entity_id!r} in the snapshot; search for it by name")
    edges = np.unique(np.concatenate([ties.edges_out(node), ties.edges_in(node).astype(np.int64)]))
    edges = edges[~np.isin(ties.edge_type[edges], identity)]
    kept = edges[:MOST_RELATIONS]
    own = [Happening(on, "OWN", name, ties.type_of(node)) for name, on in _dates(ties, ontology, [node]).get(node, ())]
    found = [*own, *_of_relations(ties, ontology, node, kept)]
    within = [h for h in found if (since is None or h.on >= since) and (until is None or h.on <= until)]
    within.sort(key=lambda h: (h.on, KINDS.index(h.kind), h.property or "", h.relation or ""))
    dated = (ties.valid_from[kept] != ALWAYS) | (ties.valid_to[kept] != FOR_EVER)
    return Timeline(
        data_version=ties.data_version,
        n=len(within),
        coverage=float(dated.mean()) if len(kept) else None,
        warnings=(),
        entity=entity_id,
        type=ties.type_of(node),
        happenings=tuple(within),
        truncated=len(edges) > MOST_RELATIONS,
    )


def _of_relations(ties: Projection, ontology: Ontology, node: int, edges: Any) -> list[Happening]:
    others = np.where(ties.head[edges] == node, ties.tail[edges], ties.head[edges])
    happenings = [v for v in np.unique(others).tolist() if v != node and ties.type_of(v) in _HAPPENINGS]
    dates = _dates(ties, ontology, happenings)
    begun, ended = ties.valid_from[edges].tolist(), ties.valid_to[edges].tolist()
    told = [
        (edge, other, begin, end)
        for edge, other, begin, end in zip(edges.tolist(), others.tolist(), begun, ended, strict=True)
        if begin != ALWAYS or end != FOR_EVER or other in dates
    ]
    ids = dict(zip([t[0] for t in told], ties.edge_ids([t[0] for t in told]) if told else [], strict=True))
    found: list[Happening] = []
    for edge, other, begin, end in told:
        tie: dict[str, Any] = {
            "edge_type": ties.edge_types[ties.edge_type[edge]],
            "relation": ids[edge],
            "other": ties.id_of(other),
            "other_name": ties.name_of(other),
            "outward": int(ties.head[edge]) == node,
        }
        found += [Happening(_day(at), kind, **tie) for at, kind in _ends(begin, end)]
        found += [Happening(on, "OTHER", name, ties.type_of(other), **tie) for name, on in dates.get(other, ())]
    return found


def _ends(begin: int, end: int) -> list[tuple[int, str]]:
    ends = ((begin, "BEGAN", begin != ALWAYS), (end, "ENDED", end != FOR_EVER))
    return [(at, kind) for at, kind, known in ends if known]


def _day(days: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + days)


def _dates(ties: Projection, ontology: Ontology, nodes: list[int]) -> dict[int, list[tuple[str, date]]]:
    """The date properties of some nodes that are not personal."""
    by_type: dict[str, list[int]] = {}
    for node in nodes:
        by_type.setdefault(ties.type_of(node), []).append(node)
    found: dict[int, list[tuple[str, date]]] = {}
    for name, of_type in by_type.items():
        declared = ontology.node_types[name].properties.values()
        wanted = [p.name for p in declared if p.kind == "date" and not p.multiple and not p.personal]
        at = {ties.id_of(node): node for node in of_type}
        frame = read_frame(ties.snapshot.node_files()[name], ["id", *wanted]).filter(pl.col("id").is_in(list(at)))
        for row in frame.iter_rows(named=True):
            dates = [(p, row[p]) for p in wanted if row.get(p) is not None]
            if dates:
                found[at[row["id"]]] = dates
    return found
