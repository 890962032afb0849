"""Complexity of regions and industries, and the industries that a region could do next; formulas in
analysis.complexity, the ground (place, industry, weight) in analysis.location."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from analysis.complexity import Complexity, Floats, Mask, complexity, present, proximity, relatedness_density
from analysis.errors import AnalysisRefused
from analysis.indicator import COMPLEXITY, Indicator, Notice, Result, few, thin
from analysis.location import Group, Parameters
from analysis.places import find_region
from analysis.projection import Graph, Projection, snapshot_of
from analysis.regional import Matrix, groups, matrix
from ontology.model import Label


@dataclass(frozen=True)
class RegionComplexity:
    """diversity: how many industries it has with a quotient of at least 1. eci: None where undefined."""

    region: Group
    eci: float | None
    diversity: int
    n: int


@dataclass(frozen=True)
class IndustryComplexity:
    """ubiquity: how many regions have it with a quotient of at least 1. pci: None where undefined."""

    industry: Group
    pci: float | None
    ubiquity: int
    n: int


@dataclass(frozen=True)
class ComplexityTable(Result):
    indicator: Indicator
    parameters: Parameters
    regions: tuple[RegionComplexity, ...]
    industries: tuple[IndustryComplexity, ...]


@dataclass(frozen=True)
class Candidate:
    """An industry that the region does not have. density: how near it is to what it has. related: which of its
    industries are nearest, with their proximity. peers: regions that have it, the most like this one first.
    n: enterprises in it here already."""

    industry: Group
    density: float
    pci: float | None
    n: int
    related: tuple[tuple[Group, float], ...]
    peers: tuple[tuple[Group, float], ...]


@dataclass(frozen=True)
class NextIndustries(Result):
    indicator: Indicator
    parameters: Parameters
    region: Group
    total: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class _Space:
    """What all questions about complexity share."""

    table: Matrix
    m: Mask
    phi: Floats
    density: Floats
    complexity: Complexity
    regions: list[Group]
    industries: list[Group]


def complexity_table(graph: Graph, *, as_of: date | None = None, **asked: Any) -> ComplexityTable:
    """ECI of regions and PCI of industries, the greatest first. asked: region_level, industry_level, weight, within,
    scheme."""
    parameters = _parameters(asked, as_of)
    space = _space(graph, parameters, as_of)
    eci, pci = space.complexity.eci, space.complexity.pci
    counts = space.table.n
    regions = [
        RegionComplexity(g, _known(eci[k]), int(space.m[k].sum()), int(counts[k].sum()))
        for k, g in enumerate(space.regions)
    ]
    industries = [
        IndustryComplexity(g, _known(pci[k]), int(space.m[:, k].sum()), int(counts[:, k].sum()))
        for k, g in enumerate(space.industries)
    ]
    return ComplexityTable(
        **_carried(graph, space, parameters),
        regions=tuple(sorted(regions, key=lambda r: (r.eci is None, -(r.eci or 0), r.region.code))),
        industries=tuple(sorted(industries, key=lambda i: (i.pci is None, -(i.pci or 0), i.industry.code))),
    )


def next_industries(
    graph: Graph, *, region: str, first: int = 20, as_of: date | None = None, **asked: Any
) -> NextIndustries:
    """The industries that a region does not have (a quotient below 1), the nearest to what it has first.

    region: id, code or name, of the asked level. Each comes with the region's own industries that make it near and
    with the regions that have it, those with the most alike mix of industries first (the cosine of their rows of m).
    Raises AnalysisRefused for a region that is unknown or without an enterprise whose industry is known.
    """
    parameters = _parameters(asked, as_of)
    space = _space(graph, parameters, as_of)
    place = find_region(snapshot_of(graph), region)
    if place.code not in space.table.regions:
        level = parameters["region_level"]
        raise AnalysisRefused(f"region: {region!r} is no {level} with enterprises whose industry is known")
    at = space.table.regions.index(place.code)
    absent = np.flatnonzero(~space.m[at] & space.m.any(axis=0))
    ranked = sorted(absent.tolist(), key=lambda i: (-space.density[at, i], space.table.industries[i]))
    alike = _alike(space.m, at)
    return NextIndustries(
        **_carried(graph, space, parameters),
        region=space.regions[at],
        total=len(ranked),
        candidates=tuple(_candidate(space, at, i, alike) for i in ranked[:first]),
    )


def _candidate(space: _Space, at: int, industry: int, alike: Floats) -> Candidate:
    mine = [j for j in np.flatnonzero(space.m[at]).tolist() if space.phi[industry, j] > 0]
    near = sorted(mine, key=lambda j: (-space.phi[industry, j], space.table.industries[j]))[:3]
    having = np.flatnonzero(space.m[:, industry]).tolist()
    peers = sorted(having, key=lambda r: (-alike[r], space.table.regions[r]))[:5]
    return Candidate(
        industry=space.industries[industry],
        density=float(space.density[at, industry]),
        pci=_known(space.complexity.pci[industry]),
        n=int(space.table.n[at, industry]),
        related=tuple((space.industries[j], float(space.phi[industry, j])) for j in near),
        peers=tuple((space.regions[r], float(alike[r])) for r in peers),
    )


def _alike(m: Mask, at: int) -> Floats:
    """Cosine of each region's industries with those of one."""
    values = m.astype(np.float64)
    length = np.sqrt(values.sum(axis=1))
    both = values @ values[at]
    size = length * length[at]
    cosine: Floats = np.divide(both, size, out=np.zeros_like(both), where=size > 0)
    return cosine


def _space(graph: Graph, parameters: Parameters, as_of: date | None) -> _Space:
    def build() -> _Space:
        choices: dict[str, Any] = {**parameters, "as_of": as_of}
        table = matrix(graph, **choices)
        m = present(table.x)
        phi = proximity(m)
        regions, industries = groups(snapshot_of(graph), table, parameters)
        return _Space(table, m, phi, relatedness_density(m, phi), complexity(m), regions, industries)

    if not isinstance(graph, Projection):
        return build()
    return graph.memory.recall((COMPLEXITY.id, tuple(parameters.items())), build)


def _parameters(asked: dict[str, Any], as_of: date | None) -> Parameters:
    defaults: Parameters = {
        "region_level": "county",
        "industry_level": 2,
        "weight": "count",
        "within": None,
        "scheme": "gbt4754",
    }
    unknown = asked.keys() - defaults.keys()
    if unknown:
        raise AnalysisRefused(f"{', '.join(sorted(unknown))}: not one of {', '.join(defaults)}")
    return defaults | asked | {"as_of": as_of.isoformat() if as_of else None}


def _carried(graph: Graph, space: _Space, parameters: Parameters) -> dict[str, Any]:
    table = space.table
    warnings = few(table.known, Label("参与计算的企业", "enterprises"))
    warnings += thin(table.coverage, Label("所在地、行业和权重", "place, industry and weight"))
    apart = int(np.isnan(space.complexity.eci).sum())
    if apart:
        zh, en = f"{apart} 个地区的 ECI 无定义", f"ECI is undefined for {apart} regions"
        warnings += (Notice("undefined", zh, en),)
    return {
        "data_version": snapshot_of(graph).data_version,
        "n": table.known,
        "coverage": table.coverage,
        "warnings": warnings,
        "indicator": COMPLEXITY,
        "parameters": parameters,
    }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
