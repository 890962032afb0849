"""The project library: where each investment project stands, how long it has stood there, and the funnel.

A project's last move is the latest of its dates (signed, started, operating) that is not after the day asked about.
It is stalled when it is not at its end (operating, terminated) and has not moved for more than ``stalled_after`` days.

    paid-in share = paid_in_amount / planned_amount, over projects that have both
    reached(stage) = projects that are at this stage or beyond it; terminated ones are counted apart
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result, few, thin
from analysis.location import Group
from analysis.placement import at_level, place_codes, region_names
from analysis.places import find_region
from analysis.projection import Graph, Projection, snapshot_of
from ontology.model import Label

if TYPE_CHECKING:
    from records.snapshot import Snapshot

#: From first to last; a terminated project has left the funnel.
STAGES = ("lead", "negotiation", "signed", "landed", "started", "operating")
ENDED = ("operating", "terminated")
_DATES = ("signed_on", "started_on", "operated_on")
_AMOUNTS = ("planned_amount", "paid_in_amount")
_COLUMNS = ("id", "name", "stage", *_AMOUNTS, *_DATES)


@dataclass(frozen=True)
class Progress:
    """One project. days: since its last move, None where no date is known. paid_share: None where either amount is
    unknown. responsible: ids of who leads it."""

    id: str
    stage: str | None
    region: Group | None
    moved_on: date | None
    days: int | None
    stalled: bool
    planned: float | None
    paid_in: float | None
    paid_share: float | None
    responsible: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One stage of the funnel: projects at it, and those at it or beyond; planned: of those at it, where known."""

    stage: str
    at: int
    reached: int
    planned: float


@dataclass(frozen=True)
class Quarter:
    """What was signed, started and put into operation in a quarter (``2024Q2``) in a region."""

    quarter: str
    region: Group | None
    signed: int
    started: int
    operating: int
    planned_signed: float


@dataclass(frozen=True)
class Pipeline(Result):
    """n: projects. coverage: share of them with a date of their last move."""

    as_of: date
    projects: tuple[Progress, ...]
    funnel: tuple[Step, ...]
    quarters: tuple[Quarter, ...]
    terminated: int
    stalled: int
    planned: float
    paid_in: float
    paid_share: float | None


def project_pipeline(
    graph: Graph,
    *,
    region: str | None = None,
    region_level: str = "county",
    stalled_after: int = 180,
    as_of: date | None = None,
) -> Pipeline:
    """The project library of a region on a day (default: today), the longest stalled first.

    Example: signed on 1 January and not moved since: on 1 August it has stood 212 days and is stalled.

    Raises AnalysisRefused for an unknown region or a negative ``stalled_after``.
    """
    if stalled_after < 0:
        raise AnalysisRefused(f"stalled_after: {stalled_after} is negative")
    day = as_of or date.today()  # noqa: DTZ011 - a day of the calendar, wherever the server stands
    snapshot = snapshot_of(graph)

    def compute() -> Pipeline:
        frame = _projects(snapshot, region, region_level, day)
        return _pipeline(snapshot, frame, region_level, stalled_after, day)

    if not isinstance(graph, Projection):
        return compute()
    return graph.memory.recall(("project_pipeline", region, region_level, stalled_after, day), compute)


def _projects(snapshot: "Snapshot", region: str | None, level: str, day: date) -> pl.DataFrame:
    file = snapshot.node_files().get("Project")
    kinds: dict[str, Any] = {**dict.fromkeys(_DATES, pl.Date), **dict.fromkeys(_AMOUNTS, pl.Float64)}
    if file is None:
        return pl.DataFrame(schema={c: kinds.get(c, pl.String) for c in (*_COLUMNS, "code", "place")})
    frame = read_frame(file, _COLUMNS).with_columns(pl.col(_AMOUNTS).cast(pl.Float64))
    frame = frame.join(place_codes(snapshot, ["Project"], day), on="id", how="left")
    if region is not None:
        frame = frame.filter(pl.col("code").str.starts_with(find_region(snapshot, region).code))
    return frame.with_columns(place=at_level(pl.col("code"), level)).sort("id")


def _pipeline(snapshot: "Snapshot", frame: pl.DataFrame, level: str, stalled_after: int, day: date) -> Pipeline:
    names = region_names(snapshot, level)
    leads = _responsible(snapshot)
    projects = []
    for row in frame.iter_rows(named=True):
        code = row["place"]
        group = None if code is None else Group(code, names.id(code), names.name(code))
        projects.append(_progress(row, group, leads.get(row["id"], ()), stalled_after, day))
    dated = sum(p.moved_on is not None for p in projects)
    coverage = dated / len(projects) if projects else None
    both = [p for p in projects if p.planned is not None and p.paid_in is not None]
    planned_of_both = sum(p.planned or 0.0 for p in both)
    return Pipeline(
        data_version=snapshot.data_version,
        n=len(projects),
        coverage=coverage,
        warnings=(
            *few(len(projects), Label("项目", "projects"), 5),
            *thin(coverage, Label("项目的日期", "dates of projects")),
            *_overpaid(both),
        ),
        as_of=day,
        projects=tuple(sorted(projects, key=lambda p: (not p.stalled, -(p.days or 0), p.id))),
        funnel=_funnel(projects),
        quarters=_quarters(frame, day, projects),
        terminated=sum(p.stage == "terminated" for p in projects),
        stalled=sum(p.stalled for p in projects),
        planned=sum(p.planned or 0.0 for p in projects),
        paid_in=sum(p.paid_in or 0.0 for p in projects),
        paid_share=sum(p.paid_in or 0.0 for p in both) / planned_of_both if planned_of_both else None,
    )


def _progress(
    row: dict[str, Any], region: Group | None, responsible: tuple[str, ...], stalled_after: int, day: date
) -> Progress:
    moves = [row[c] for c in _DATES if row.get(c) is not None and row[c] <= day]
    moved = max(moves, default=None)
    days = None if moved is None else (day - moved).days
    planned, paid = row["planned_amount"], row["paid_in_amount"]
    return Progress(
        id=row["id"],
        stage=row["stage"],
        region=region,
        moved_on=moved,
        days=days,
        stalled=days is not None and days > stalled_after and row["stage"] not in ENDED,
        planned=planned,
        paid_in=paid,
        paid_share=paid / planned if planned and paid is not None else None,
        responsible=responsible,
    )


def _funnel(projects: list[Progress]) -> tuple[Step, ...]:
    order = {stage: k for k, stage in enumerate(STAGES)}
    inside = [p for p in projects if p.stage in order]
    return tuple(
        Step(
            stage=stage,
            at=sum(p.stage == stage for p in inside),
            reached=sum(order[p.stage or ""] >= k for p in inside),
            planned=sum(p.planned or 0.0 for p in inside if p.stage == stage),
        )
        for stage, k in order.items()
    )


def _quarters(frame: pl.DataFrame, day: date, projects: list[Progress]) -> tuple[Quarter, ...]:
    regions = {p.id: p.region for p in projects}
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for row in frame.iter_rows(named=True):
        region = regions[row["id"]]
        for column, name in zip(_DATES, ("signed", "started", "operating"), strict=True):
            moved = row[column]
            if moved is None or moved > day:
                continue
            key = (f"{moved.year}Q{(moved.month + 2) // 3}", region.code if region else "")
            cell = cells.setdefault(
                key, {"region": region, "signed": 0, "started": 0, "operating": 0, "planned_signed": 0.0}
            )
            cell[name] += 1
            if name == "signed":
                cell["planned_signed"] += row["planned_amount"] or 0.0
    return tuple(Quarter(quarter=key[0], **cells[key]) for key in sorted(cells))


def _responsible(snapshot: "Snapshot") -> dict[str, tuple[str, ...]]:
    """Who leads each project; where nobody is said to lead, whoever is responsible."""
    file = snapshot.edge_files().get("RESPONSIBLE_FOR")
    if file is None:
        return {}
    found: dict[str, list[tuple[bool, str]]] = {}
    for row in read_frame(file, ["from_id", "to_id", "role"]).iter_rows(named=True):
        found.setdefault(row["to_id"], []).append((row["role"] == "lead", row["from_id"]))
    leading = {to: [i for lead, i in told if lead] or [i for _, i in told] for to, told in found.items()}
    return {to: tuple(sorted(set(ids))) for to, ids in leading.items()}


def _overpaid(both: list[Progress]) -> tuple[Notice, ...]:
    n = sum((p.paid_in or 0.0) > (p.planned or 0.0) for p in both)
    if not n:
        return ()
    return (Notice("overpaid", f"{n} 个项目到位资金多于计划", f"{n} projects have more paid in than planned"),)
