"""Location statistics: how a region's industries differ from the whole, and how concentrated they are.

``x(i,r)`` is the weight of industry i in region r: how many enterprises (count), or their employees,
registered capital or revenue. An enterprise in k industries counts 1/k in each unless one is marked primary.
Enterprises whose place, industry or weight is unknown are left out and lower the coverage; unknown is never
zero.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import (
    HHI,
    LOCATION_QUOTIENT,
    REGION_LEVELS,
    WEIGHTS,
    Indicator,
    Notice,
    Result,
    few,
    thin,
)
from analysis.placement import Names, at_level, industry_names, industry_shares, place_codes, region_names
from analysis.places import prefix_of
from analysis.projection import Graph, Projection, as_key, snapshot_of
from analysis.statistics import quotient_interval
from ontology.model import Label

if TYPE_CHECKING:
    from records.snapshot import Snapshot

Parameters: TypeAlias = dict[str, str | int | None]

_WEIGHT_COLUMN = {"employees": "employees", "capital": "registered_capital", "revenue": "revenue"}
#: A cell of fewer enterprises than this is marked: one more would change its number much.
FEW = 5


@dataclass(frozen=True)
class Group:
    """A region or an industry: code at the asked level, its node's id where the graph has one, its name."""

    code: str
    id: str | None
    name: str


@dataclass(frozen=True)
class Row:
    """One value. n: enterprises it stands on. weight: their weight. region or industry is None where the
    indicator sums over it. low and high: its 95 % interval, p: how likely chance gives as much; None where
    there is no such."""

    region: Group | None
    industry: Group | None
    value: float
    n: int
    weight: float
    warnings: tuple[Notice, ...] = ()
    low: float | None = None
    high: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class IndicatorTable(Result):
    """Rows of an indicator, the greatest value first."""

    indicator: Indicator
    parameters: Parameters
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Weighed:
    """Enterprises with place, industry and weight: ``id``, ``region``, ``industry``, ``x`` (their part of the
    weight); of how many that were asked about."""

    members: pl.DataFrame
    n: int
    asked: int


def location_quotient(
    graph: Graph,
    *,
    region_level: str = "county",
    industry_level: int = 2,
    weight: str = "count",
    within: str | None = None,
    types: Collection[str] = ("Enterprise",),
    scheme: str = "gbt4754",
    as_of: date | None = None,
) -> IndicatorTable:
    """Location quotient: an industry's share in a region over its share in the whole (Haig 1928, Florence
    1939).

        LQ(i,r) = (x(i,r) / x(·,r)) / (x(i,·) / x(·,·))

    Dimensionless; above 1 the region has more of the industry than the whole has. The whole is every
    enterprise whose code starts with ``within`` (default: all). Undefined, and then not listed, where x(·,r)
    or x(i,·) is zero or unknown. A pair without any enterprise is not listed either: its quotient is 0.
    Of counts each row has its 95 % interval (analysis.statistics.quotient_interval).

    Example: 3 of a county's 5 enterprises saw wood, 4 of all 10 do: LQ = (3/5) / (4/10) = 1.5.

    Source: P. S. Florence (1939), Report on the Location of Industry; R. M. Haig (1928), Major Economic
    Factors in Metropolitan Growth and Arrangement.
    """
    parameters = _parameters(region_level, industry_level, weight, within, scheme, as_of)
    return _remembered(graph, LOCATION_QUOTIENT, parameters, types, as_of, _quotients)


def hhi(
    graph: Graph,
    *,
    by: str = "region",
    region_level: str = "county",
    industry_level: int = 2,
    weight: str = "count",
    within: str | None = None,
    types: Collection[str] = ("Enterprise",),
    scheme: str = "gbt4754",
    as_of: date | None = None,
) -> IndicatorTable:
    """Herfindahl–Hirschman index: the sum of squared shares (Hirschman 1945, Herfindahl 1950).

        by region:    HHI(r) = Σ_i (x(i,r) / x(·,r))²     how specialised the region is
        by industry:  HHI(i) = Σ_r (x(i,r) / x(i,·))²     in how few regions the industry sits

    From 1/k, when k groups have equal shares, to 1, when one has all. Undefined, and then not listed, where
    the total is zero or unknown.

    Example: shares 0.6 and 0.4 give 0.36 + 0.16 = 0.52.

    Source: A. O. Hirschman (1945), National Power and the Structure of Foreign Trade; O. C. Herfindahl
    (1950), Concentration in the Steel Industry.
    """
    if by not in ("region", "industry"):
        raise AnalysisRefused(f"by: {by!r} is neither region nor industry")
    parameters = {"by": by} | _parameters(region_level, industry_level, weight, within, scheme, as_of)
    return _remembered(graph, HHI, parameters, types, as_of, _squares)


def _quotients(members: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    x = pl.col("x")
    table = members.group_by("region", "industry").agg(x.sum(), n=pl.len())
    table = table.sort("region", "industry").with_columns(
        region_total=x.sum().over("region"), industry_total=x.sum().over("industry"), total=x.sum()
    )
    table = table.filter((pl.col("region_total") > 0) & (pl.col("industry_total") > 0))
    share = x / pl.col("region_total")
    table = table.with_columns(value=share / (pl.col("industry_total") / pl.col("total")))
    return table if parameters["weight"] != "count" else table.with_columns(**_interval(table))


def _interval(table: pl.DataFrame) -> dict[str, pl.Series]:
    """Of quotients of counts only: sums of money or people are no sample whose spread their number tells."""
    cell, region, industry, whole = (table[c].to_numpy() for c in ("x", "region_total", "industry_total", "total"))
    low, high = quotient_interval(cell, region, industry, whole)
    return {"low": pl.Series(low), "high": pl.Series(high)}


def _squares(members: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    by = str(parameters["by"])
    x = pl.col("x")
    cells = members.group_by("region", "industry").agg(x.sum()).sort("region", "industry")
    cells = cells.with_columns(total=x.sum().over(by)).filter(pl.col("total") > 0)
    squares = ((x / pl.col("total")) ** 2).sum()
    table = cells.group_by(by, maintain_order=True).agg(value=squares, x=x.sum())
    return table.join(members.group_by(by).agg(n=pl.col("id").n_unique()), on=by)


def weigh(
    graph: Graph,
    region_level: str,
    industry_level: int,
    weight: str,
    within: str | None = None,
    types: Collection[str] = ("Enterprise",),
    scheme: str = "gbt4754",
    as_of: date | None = None,
) -> Weighed:
    """The ground of every location statistic. Raises AnalysisRefused for an unknown level or weight."""
    _check("region_level", region_level, REGION_LEVELS)
    _check("weight", weight, WEIGHTS)
    if not 1 <= industry_level <= 4:
        raise AnalysisRefused(f"industry_level: {industry_level} is not 1, 2, 3 or 4")
    snapshot = snapshot_of(graph)
    places = place_codes(snapshot, types, as_of)
    if within:
        places = places.filter(pl.col("code").str.starts_with(prefix_of(within)))
    members = places.select("id", region=at_level(pl.col("code"), region_level)).filter(pl.col("region").is_not_null())
    members = members.join(industry_shares(snapshot, industry_level, scheme, as_of), on="id")
    members = members.join(_weights(snapshot, types, weight), on="id")
    members = members.select("id", "region", "industry", x=pl.col("part") * pl.col("weight"))
    return Weighed(members.sort("id", "industry"), members["id"].n_unique(), places.height)


def _weights(snapshot: "Snapshot", types: Collection[str], weight: str) -> pl.DataFrame:
    """``id``, ``weight`` of the things whose weight is known."""
    column = _WEIGHT_COLUMN.get(weight)
    parts = [pl.DataFrame(schema={"id": pl.String, "weight": pl.Float64})]
    for node_type in sorted(types):
        file = snapshot.node_files().get(node_type)
        if file is None:
            continue
        frame = read_frame(file, ["id", *([column] if column else [])])
        if column is None:
            frame = frame.with_columns(weight=pl.lit(1.0))
        elif column in frame.columns:
            frame = frame.select("id", weight=pl.col(column).cast(pl.Float64))
        else:
            continue
        parts.append(frame.filter(pl.col("weight") >= 0).select("id", "weight"))
    return pl.concat(parts)


def _check(name: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise AnalysisRefused(f"{name}: {value!r} is not one of {', '.join(known)}")


def _parameters(
    region_level: str, industry_level: int, weight: str, within: str | None, scheme: str, as_of: date | None
) -> Parameters:
    return {
        "region_level": region_level,
        "industry_level": industry_level,
        "weight": weight,
        "within": within,
        "scheme": scheme,
        "as_of": as_of.isoformat() if as_of else None,
    }


def _remembered(
    graph: Graph,
    indicator: Indicator,
    parameters: Parameters,
    types: Collection[str],
    as_of: date | None,
    compute: Callable[[pl.DataFrame, Parameters], pl.DataFrame],
) -> IndicatorTable:
    """The table, computed once for a projection and every time for a snapshot."""

    def result() -> IndicatorTable:
        weighed = weigh(graph, **_choices(parameters), types=types, as_of=as_of)
        return _result(indicator, snapshot_of(graph), weighed, compute(weighed.members, parameters), parameters)

    if not isinstance(graph, Projection):
        return result()
    return graph.memory.recall((indicator.id, tuple(parameters.items()), as_key(types)), result)


def _choices(parameters: Parameters) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name not in ("by", "as_of")}


def _result(
    indicator: Indicator, snapshot: "Snapshot", weighed: Weighed, table: pl.DataFrame, parameters: Parameters
) -> IndicatorTable:
    coverage = weighed.n / weighed.asked if weighed.asked else None
    return IndicatorTable(
        data_version=snapshot.data_version,
        n=weighed.n,
        coverage=coverage,
        warnings=(
            *few(weighed.n, Label("参与计算的企业", "enterprises")),
            *thin(coverage, _missing(str(parameters["weight"]))),
        ),
        indicator=indicator,
        parameters=parameters,
        rows=tuple(_rows(snapshot, table, parameters)),
    )


def _missing(weight: str) -> Label:
    if weight == "count":
        return Label("所在地和行业", "place and industry")
    what = {"employees": ("从业人数", "employees"), "capital": ("注册资本", "registered capital")}
    zh, en = what.get(weight, ("营业收入", "revenue"))
    return Label(f"所在地、行业和{zh}", f"place, industry and {en}")


def _rows(snapshot: "Snapshot", table: pl.DataFrame, parameters: Parameters) -> Iterator[Row]:
    regions = region_names(snapshot, str(parameters["region_level"]))
    industries = industry_names(snapshot, str(parameters["scheme"]))
    by = [c for c in ("region", "industry") if c in table.columns]
    for row in table.sort("value", *by, descending=[True, *(False for _ in by)]).iter_rows(named=True):
        yield Row(
            region=_group(regions, row.get("region")),
            industry=_group(industries, row.get("industry")),
            value=row["value"],
            n=row["n"],
            weight=row["x"],
            warnings=few(row["n"], Label("企业", "enterprises"), FEW),
            **{name: row[name] for name in ("low", "high", "p") if name in row},
        )


def _group(names: Names, code: str | None) -> Group | None:
    return None if code is None else Group(code, names.id(code), names.name(code))
