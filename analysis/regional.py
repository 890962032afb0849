"""Location statistics of the graph: concentration, specialisation, neighbours, growth; formulas in
analysis.statistics, the ground (place, industry, weight) in analysis.location."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import (
    ELLISON_GLAESER,
    GINI,
    KRUGMAN,
    MORAN,
    SHIFT_SHARE,
    Indicator,
    Notice,
    Result,
    few,
    thin,
)
from analysis.location import FEW, Group, IndicatorTable, Parameters, Row, weigh
from analysis.placement import industry_names, region_names
from analysis.projection import Graph, Projection, snapshot_of
from analysis.statistics import ellison_glaeser, gini, krugman, morans_i, nearest_neighbours, shift_share
from ontology.model import Label

if TYPE_CHECKING:
    from records.snapshot import Snapshot

#: Who no longer does business counts at no date: when they ended is not known.
ENDED = ("revoked", "cancelled", "moved_out")
NEIGHBOURS = 4
_ENTERPRISES = Label("参与计算的企业", "enterprises")


@dataclass(frozen=True)
class Matrix:
    """Weights by region (rows) and industry (columns), with how many enterprises stand behind each cell."""

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    x: npt.NDArray[np.float64]
    n: npt.NDArray[np.int64]
    members: pl.DataFrame
    known: int
    asked: int

    @property
    def coverage(self) -> float | None:
        return self.known / self.asked if self.asked else None


def matrix(graph: Graph, **asked: Any) -> Matrix:
    """The table of weights. asked: as analysis.location.weigh takes it."""
    weighed = weigh(graph, **asked)
    members = weighed.members
    regions = tuple(members["region"].unique().sort().to_list())
    industries = tuple(members["industry"].unique().sort().to_list())
    x, n = np.zeros((len(regions), len(industries))), np.zeros((len(regions), len(industries)), np.int64)
    cells = members.group_by("region", "industry").agg(pl.col("x").sort().sum(), n=pl.len())
    row = {code: k for k, code in enumerate(regions)}
    column = {code: k for k, code in enumerate(industries)}
    for region, industry, weight, count in cells.iter_rows():
        x[row[region], column[industry]] = weight
        n[row[region], column[industry]] = count
    return Matrix(regions, industries, x, n, members, weighed.n, weighed.asked)


def concentration(
    graph: Graph,
    *,
    measure: str = "gini",
    by: str = "industry",
    region_level: str = "county",
    industry_level: int = 2,
    weight: str = "count",
    within: str | None = None,
    scheme: str = "gbt4754",
    as_of: date | None = None,
) -> IndicatorTable:
    """How concentrated industries are in space, or how special regions are; the greatest value first.

    measure: gini (by region or industry), krugman (regions), ellison_glaeser (industries), moran (industries: of
    their share in each region's weight, regions being neighbours of the 4 nearest that have coordinates).
    Raises AnalysisRefused for another measure or level.
    """
    if measure not in _MEASURES:
        raise AnalysisRefused(f"measure: {measure!r} is not one of {', '.join(_MEASURES)}")
    if by not in ("region", "industry"):
        raise AnalysisRefused(f"by: {by!r} is neither region nor industry")
    indicator, of, compute = _MEASURES[measure]
    asked: dict[str, Any] = {
        "region_level": region_level,
        "industry_level": industry_level,
        "weight": weight,
        "within": within,
        "scheme": scheme,
        "as_of": as_of,
    }
    parameters: Parameters = {"by": of or by, **asked, "as_of": as_of.isoformat() if as_of else None}
    snapshot = snapshot_of(graph)

    def result() -> IndicatorTable:
        table = matrix(graph, **asked)
        rows, warnings = compute(snapshot, table, str(parameters["by"]), parameters)
        return IndicatorTable(
            data_version=snapshot.data_version,
            n=table.known,
            coverage=table.coverage,
            warnings=(*few(table.known, _ENTERPRISES), *_thin(table, weight), *warnings),
            indicator=indicator,
            parameters=parameters,
            rows=tuple(sorted(rows, key=lambda row: (-row.value, _code(row)))),
        )

    if not isinstance(graph, Projection):
        return result()
    return graph.memory.recall((indicator.id, tuple(parameters.items())), result)


_Rows = tuple[list[Row], tuple[Notice, ...]]


def _gini(snapshot: "Snapshot", table: Matrix, by: str, parameters: Parameters) -> _Rows:
    values = table.x if by == "region" else table.x.T
    return _rows(snapshot, table, by, parameters, np.array([gini(v) for v in values])), ()


def _krugman(snapshot: "Snapshot", table: Matrix, by: str, parameters: Parameters) -> _Rows:
    return _rows(snapshot, table, by, parameters, krugman(table.x)), ()


def _ellison_glaeser(snapshot: "Snapshot", table: Matrix, by: str, parameters: Parameters) -> _Rows:
    total = table.x.sum(axis=0)
    squares = table.members.group_by("industry").agg((pl.col("x") ** 2).sort().sum()).sort("industry")["x"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        plants = squares / total**2
    return _rows(snapshot, table, by, parameters, ellison_glaeser(table.x, plants)), ()


def _moran(snapshot: "Snapshot", table: Matrix, by: str, parameters: Parameters) -> _Rows:
    points = _points(snapshot, str(parameters["region_level"]))
    placed = [k for k, code in enumerate(table.regions) if code in points]
    missing = len(table.regions) - len(placed)
    notice = Notice(
        "no_point", f"{missing} 个地区没有坐标，未计入", f"{missing} regions without coordinates are left out"
    )
    warnings = (notice,) if missing else ()
    where = np.array([points[table.regions[k]] for k in placed], np.float64).reshape(-1, 2)
    weights = nearest_neighbours(where[:, 0], where[:, 1], NEIGHBOURS)
    x = table.x[placed]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.nan_to_num(x / x.sum(axis=1, keepdims=True))
    found = [morans_i(shares[:, k], weights) for k in range(shares.shape[1])]
    values = np.array([np.nan if one is None else one.i for one in found], np.float64)
    chances = {table.industries[k]: one.p for k, one in enumerate(found) if one is not None}
    return _rows(snapshot, table, by, parameters, values, chances), warnings


_Compute = Callable[["Snapshot", Matrix, str, Parameters], _Rows]
#: By name: the indicator, whether it is of regions or industries (None: either), how it is computed.
_MEASURES: dict[str, tuple[Indicator, str | None, _Compute]] = {
    "gini": (GINI, None, _gini),
    "krugman": (KRUGMAN, "region", _krugman),
    "ellison_glaeser": (ELLISON_GLAESER, "industry", _ellison_glaeser),
    "moran": (MORAN, "industry", _moran),
}
MEASURES = tuple(_MEASURES)


@dataclass(frozen=True)
class Shift:
    """Growth of an industry in a region, and the three parts of its change. growth: None where there was none
    before."""

    region: Group
    industry: Group
    before: float
    after: float
    growth: float | None
    national: float
    mix: float
    regional: float


@dataclass(frozen=True)
class ShiftTable(Result):
    indicator: Indicator
    parameters: Parameters
    rows: tuple[Shift, ...]


def growth(
    graph: Graph,
    *,
    since: date,
    until: date,
    region_level: str = "county",
    industry_level: int = 2,
    within: str | None = None,
    scheme: str = "gbt4754",
) -> ShiftTable:
    """Growth of each region's industries between two days with its shift-share parts, the greatest own part first.

    Counted are enterprises founded by a day and in business now. Who closed in between is in neither count (when is
    not known), so growth is that of the survivors, and says so. Enterprises without a founding date lower the coverage.
    """
    if since >= until:
        raise AnalysisRefused(f"since: {since} is not before until, {until}")
    parameters: Parameters = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "region_level": region_level,
        "industry_level": industry_level,
        "within": within,
        "scheme": scheme,
    }
    snapshot = snapshot_of(graph)

    def result() -> ShiftTable:
        table = matrix(
            graph,
            region_level=region_level,
            industry_level=industry_level,
            weight="count",
            within=within,
            scheme=scheme,
        )
        members = table.members.join(_founded(snapshot), on="id")
        tables = [_cells(table, members.filter(pl.col("founded") <= day)) for day in (since, until)]
        known = members["id"].n_unique()
        coverage = known / table.asked if table.asked else None
        survivors = Notice("survivors", "只含现存企业的增长", "growth of the enterprises that are still in business")
        return ShiftTable(
            data_version=snapshot.data_version,
            n=known,
            coverage=coverage,
            warnings=(
                *few(known, _ENTERPRISES),
                *thin(coverage, Label("所在地、行业和成立日期", "place, industry and founding date")),
                survivors,
            ),
            indicator=SHIFT_SHARE,
            parameters=parameters,
            rows=tuple(_shifts(snapshot, table, tables[0], tables[1], parameters)),
        )

    if not isinstance(graph, Projection):
        return result()
    return graph.memory.recall((SHIFT_SHARE.id, tuple(parameters.items())), result)


def _shifts(
    snapshot: "Snapshot",
    table: Matrix,
    before: npt.NDArray[np.float64],
    after: npt.NDArray[np.float64],
    parameters: Parameters,
) -> list[Shift]:
    regions, industries = groups(snapshot, table, parameters)
    national, mix, regional = shift_share(before, after)
    found = []
    for r, i in np.argwhere((before > 0) | (after > 0)).tolist():
        was, now = float(before[r, i]), float(after[r, i])
        parts = (float(national[r, i]), float(mix[r, i]), float(regional[r, i]))
        found.append(Shift(regions[r], industries[i], was, now, now / was - 1 if was else None, *parts))
    return sorted(found, key=lambda s: (-s.regional, s.region.code, s.industry.code))


def _cells(table: Matrix, members: pl.DataFrame) -> npt.NDArray[np.float64]:
    row = {code: k for k, code in enumerate(table.regions)}
    column = {code: k for k, code in enumerate(table.industries)}
    x = np.zeros((len(row), len(column)))
    for region, industry, weight in members.group_by("region", "industry").agg(pl.col("x").sort().sum()).iter_rows():
        x[row[region], column[industry]] = weight
    return x


def _founded(snapshot: "Snapshot") -> pl.DataFrame:
    file = snapshot.node_files().get("Enterprise")
    if file is None:
        return pl.DataFrame(schema={"id": pl.String, "founded": pl.Date})
    frame = read_frame(file, ["id", "founded", "status"])
    in_business = pl.col("status").is_null() | ~pl.col("status").is_in(ENDED)
    return frame.filter(in_business & pl.col("founded").is_not_null()).select("id", "founded")


def groups(snapshot: "Snapshot", table: Matrix, parameters: Parameters) -> tuple[list[Group], list[Group]]:
    """Regions and industries of a table with their names."""
    regions = region_names(snapshot, str(parameters["region_level"]))
    industries = industry_names(snapshot, str(parameters["scheme"]))
    return (
        [Group(code, regions.id(code), regions.name(code)) for code in table.regions],
        [Group(code, industries.id(code), industries.name(code)) for code in table.industries],
    )


def _rows(
    snapshot: "Snapshot",
    table: Matrix,
    by: str,
    parameters: Parameters,
    values: npt.NDArray[np.float64],
    chances: dict[str, float] | None = None,
) -> list[Row]:
    """A row for each value that is defined."""
    regions, industries = groups(snapshot, table, parameters)
    of_regions = by == "region"
    counts = table.members.group_by(by).agg(pl.col("id").n_unique())
    n = dict(counts.iter_rows())
    weights = table.x.sum(axis=1 if of_regions else 0)
    return [
        Row(
            region=group if of_regions else None,
            industry=None if of_regions else group,
            value=float(value),
            n=n[group.code],
            weight=float(weight),
            warnings=few(n[group.code], Label("企业", "enterprises"), FEW),
            p=(chances or {}).get(group.code),
        )
        for group, value, weight in zip(regions if of_regions else industries, values, weights, strict=True)
        if not np.isnan(value)
    ]


def _points(snapshot: "Snapshot", level: str) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the regions of a level by code."""
    names = region_names(snapshot, level).by_code
    found: dict[str, tuple[float, float]] = {}
    for node_type in ("Region", "Village"):
        file = snapshot.node_files().get(node_type)
        if file is None:
            continue
        frame = read_frame(file, ["id", "point_longitude", "point_latitude"])
        if "point_longitude" in frame.columns:
            found |= {i: (x, y) for i, x, y in frame.drop_nulls().iter_rows()}
    return {code: found[id_] for code, (id_, _) in names.items() if id_ in found}


def _thin(table: Matrix, weight: str) -> tuple[Notice, ...]:
    what = (
        Label("所在地、行业和权重", "place, industry and weight")
        if weight != "count"
        else Label("所在地和行业", "place and industry")
    )
    return thin(table.coverage, what)


def _code(row: Row) -> str:
    group = row.region or row.industry
    return group.code if group else ""
