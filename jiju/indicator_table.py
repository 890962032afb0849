"""An indicator over the current snapshot, and its tables as a workbook with the definition on a sheet of its own."""

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.indicator import Indicator, Result
from ontology.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jiju.jobs import Workspace


class IndicatorRefused(Refusal):
    """What is asked for cannot be computed without being told more."""


def compute_indicator(space: "Workspace", indicator: str) -> Result:
    """An indicator over the current snapshot with its default parameters: one of analysis.indicator.INDICATORS.

    Raises IndicatorRefused for one that needs dates, which have no default."""
    from analysis.centrality import pagerank
    from analysis.communities import communities
    from analysis.location import hhi, location_quotient
    from analysis.opportunities import complexity_table
    from analysis.projection import Projection
    from analysis.regional import concentration

    functions: dict[str, Callable[[Projection], Result]] = {
        "location_quotient": location_quotient,
        "hhi": hhi,
        "communities": communities,
        "pagerank": pagerank,
        "gini": partial(concentration, measure="gini"),
        "krugman": partial(concentration, measure="krugman", by="region"),
        "ellison_glaeser": partial(concentration, measure="ellison_glaeser"),
        "moran": partial(concentration, measure="moran"),
        "complexity": complexity_table,
    }
    if indicator not in functions:
        raise IndicatorRefused(f"{indicator} compares two days: ask growth(since, until) over GraphQL")
    return functions[indicator](Projection.from_snapshot(space.snapshot()))


def write_workbook(result: Result, indicator: Indicator, path: "Path") -> int:
    """Write every table of a result to xlsx, a sheet each, and 定义 definition: formula, source, n, coverage, data
    version, warnings. Text is stored as text, so that no spreadsheet runs it as a formula. Returns the rows written."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    count = 0
    for name, rows in _tables(result):
        sheet = book.create_sheet(name[:31])
        for k, row in enumerate(rows):
            if k == 0:
                sheet.append(_cells(sheet, list(row)))
            sheet.append(_cells(sheet, list(row.values())))
            count += 1
    sheet = book.create_sheet("定义 definition")
    for line in _definition(result, indicator):
        sheet.append(_cells(sheet, list(line)))
    book.save(path)
    return count


def _tables(result: Result) -> "Iterator[tuple[str, list[dict[str, Any]]]]":
    for field in dataclasses.fields(result):
        value = getattr(result, field.name)
        if field.name != "warnings" and isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
            yield field.name, [_flat(dataclasses.asdict(row)) for row in value]


def _flat(row: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= _flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value}
    return flat


def _definition(result: Result, indicator: Indicator) -> "Iterator[tuple[object, ...]]":
    yield "指标 indicator", indicator.label.zh, indicator.label.en
    yield "公式 formula", indicator.formula
    yield "单位 unit", indicator.unit.zh, indicator.unit.en
    yield "无定义 undefined", indicator.undefined.zh, indicator.undefined.en
    yield "出处 source", indicator.source
    yield "样本数 n", result.n
    yield "覆盖率 coverage", result.coverage
    yield "数据版本 data version", result.data_version
    for notice in result.warnings:
        yield "提示 warning", notice.zh, notice.en


def _cells(sheet: Any, values: list[Any]) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cells: list[Any] = []
    for value in values:
        if value is None or isinstance(value, (bool, int, float)):
            cells.append(value)
            continue
        told = "; ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
        cell = WriteOnlyCell(sheet)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", told)[:32_767]
        cell.data_type = "s"
        cells.append(cell)
    return cells
