"""How far a tie carries: what a step along a relation costs, and what passing through a hub costs.

    cost of a path = Σ −ln s(e) over its relations + w Σ ln d(v) over the entities between its ends

s: strength of the tie, 0 to 1 (analysis/rules/ties.yaml; of a share it grows with the share). d: how many relations an
entity has, w: ``DAMPING``. So exp(−cost) is the product of the strengths divided by the path degree product, and a bank
or a county, which ties everybody, ties nobody closely.

Source: D. Himmelstein, S. Baranzini (2015), Heterogeneous Network Edge Prediction, PLoS Comput. Biol. 11(7) (degree
products along paths, damping exponent 0.4).
"""

import functools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.derived import RULES, derived_ties
from analysis.projection import NOT_TIES, Floats, Index, Mask, Offsets, Projection
from ontology.model import Label
from ontology.yaml_file import Section, read

FILE = Path(__file__).with_name("rules") / "ties.yaml"
DAMPING = 0.4
#: Of relations of which the rules say nothing.
STRENGTH = 0.25
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Tie:
    """One edge type: its strength (of a share: from and to), what of its properties is told, and how it is said."""

    strength: float
    share_strength: tuple[float, float] | None
    tells: str | None
    says: Label
    known: Label
    unknown: Label
    as_heads: Label | None
    as_tails: Label | None


def load_ties(file: Path = FILE) -> dict[str, Tie]:
    """The rules by edge type. Raises OntologyError with file, line and key."""
    return {name: _tie(section) for name, section in read(file).sections()}


@functools.cache
def shipped_ties() -> dict[str, Tie]:
    return load_ties()


def _tie(section: Section) -> Tie:
    bounds = section.take("share_strength", list, None)
    made = Tie(
        strength=section.take("strength", float),
        share_strength=(float(bounds[0]), float(bounds[1])) if bounds else None,
        tells=section.take("tells", str, None),
        says=_label(section, "says") or Label("", ""),
        known=_label(section, "known") or Label("", ""),
        unknown=_label(section, "unknown") or Label("", ""),
        as_heads=_label(section, "as_heads"),
        as_tails=_label(section, "as_tails"),
    )
    if not 0 < made.strength < 1:
        raise section.error("must lie between 0 and 1", "strength")
    section.finish()
    return made


def _label(section: Section, key: str) -> Label | None:
    words = section.take(key, Section, None)
    if words is None:
        return None
    told = Label(words.take("zh", str), words.take("en", str))
    words.finish()
    return told


class Ties:
    """The relations of a projection that may be walked, in either direction, with their costs.

    edge_types: those to walk along (default: all ties). day: relations that did not hold on it are left out. most:
    entities with more relations than this are not passed through. derived: also ties that no relation tells
    (analysis.derived); their positions come after those of the projection's edges.
    """

    def __init__(
        self,
        graph: Projection,
        edge_types: Collection[str] | None = None,
        day: date | None = None,
        most: int | None = None,
        *,
        derived: bool = False,
    ) -> None:
        self.graph = graph
        self._derived = derived_ties(graph) if derived else None
        wanted = [t not in NOT_TIES if edge_types is None else t in edge_types for t in graph.edge_types]
        self._walked: Mask = np.array(wanted, np.bool_)
        self._day = None if day is None else (day - _EPOCH).days
        self._most = most
        self._cost = graph.memory.recall("costs of ties", lambda: _costs(graph), keep=True)

    def through(self, nodes: npt.NDArray[Any]) -> Floats:
        """What it costs to pass through these; infinite for hubs that are not passed through."""
        degree = self.graph.degree[nodes]
        cost: Floats = DAMPING * np.log(np.maximum(degree, 1))
        return cost if self._most is None else np.where(degree > self._most, np.inf, cost)

    def size(self, nodes: npt.NDArray[Any]) -> int:
        """How many relations these have: what it costs to look at them."""
        return int(self.graph.degree[nodes].sum())

    def around(self, nodes: npt.NDArray[Any]) -> tuple[Offsets, Index, Floats]:
        """The steps from some nodes: position in ``nodes``, neighbour, cost. Parallel relations are all there; a
        relation from a node to itself is not."""
        at, edges, others = self.edges(nodes)
        return at, others, self.costs(edges)

    def edges(self, nodes: npt.NDArray[Any]) -> tuple[Offsets, Offsets, Index]:
        """Position in ``nodes``, edge and neighbour of every relation that may be walked."""
        graph = self.graph
        out_at, out = _ranges(graph.out_offsets, nodes)
        in_at, into = _ranges(graph.in_offsets, nodes)
        into = graph.in_order[into].astype(np.int64)
        at, edges = np.concatenate([out_at, in_at]), np.concatenate([out, into])
        others = np.concatenate([graph.tail[out], graph.head[into]])
        keep = self._walked[graph.edge_type[edges]] & (others != nodes[at])
        if self._day is not None:
            keep &= (graph.valid_from[edges] <= self._day) & (self._day < graph.valid_to[edges])
        at, edges, others = at[keep], edges[keep], others[keep]
        if self._derived is None:
            return at, edges, others
        more_at, ties, ends = self._derived.around(nodes)
        joined = ((at, more_at), (edges, ties + graph.m), (others, ends))
        at, edges, others = (np.concatenate(pair) for pair in joined)
        return at, edges, others

    def costs(self, edges: npt.NDArray[Any]) -> Floats:
        """−ln of the strength of each."""
        if self._derived is None:
            known: Floats = self._cost[edges].astype(np.float64)
            return known
        stated = edges < self.graph.m
        cost: Floats = np.empty(len(edges), np.float64)
        cost[stated] = self._cost[edges[stated]]
        cost[~stated] = _rule_costs()[self._derived.rule[edges[~stated] - self.graph.m]]
        return cost


@functools.cache
def _rule_costs() -> Floats:
    """−ln of the strength of derived ties, by rule."""
    cost: Floats = -np.log([shipped_ties()[rule].strength for rule in RULES])
    return cost


def _costs(graph: Projection) -> npt.NDArray[np.float32]:
    """−ln of the strength of every relation."""
    ties = shipped_ties()
    known = [ties.get(name) for name in graph.edge_types]
    cost = -np.log(np.array([t.strength if t else STRENGTH for t in known], np.float32))[graph.edge_type]
    for position, tie in enumerate(known):
        if tie and tie.share_strength:
            mine = np.flatnonzero((graph.edge_type == position) & ~np.isnan(graph.weight))
            low, high = tie.share_strength
            cost[mine] = -np.log(low + (high - low) * np.clip(graph.weight[mine], 0.0, 1.0))
    return cost


def _ranges(offsets: Offsets, nodes: npt.NDArray[Any]) -> tuple[Offsets, Offsets]:
    """All positions between each node's offset and the next, with the position of the node."""
    starts = offsets[nodes]
    sizes = offsets[nodes + 1] - starts
    at = np.repeat(np.arange(len(nodes)), sizes)
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(nodes) else starts
    return at, np.arange(int(sizes.sum())) + (starts - before)[at]
