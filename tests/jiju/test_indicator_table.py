"""Indicators of the command line, as JSON and as a workbook."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from analysis.indicator import INDICATORS
from jiju.demo import load_example
from jiju.indicator_table import IndicatorRefused, compute_indicator, write_workbook
from jiju.jobs import Workspace
from jiju.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "examples" / "yimeng"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = Workspace(Settings(data=tmp_path_factory.mktemp("data")))
    for _ in load_example(space, EXAMPLE):
        pass
    return space


def test_every_indicator_is_written_with_its_definition(space: Workspace, tmp_path: Path) -> None:
    for name, indicator in INDICATORS.items():
        if name == "shift_share":
            with pytest.raises(IndicatorRefused, match="two days"):
                compute_indicator(space, name)
            continue
        result = compute_indicator(space, name)
        path = tmp_path / f"{name}.xlsx"
        count = write_workbook(result, indicator, path)
        book = load_workbook(path)
        *tables, definition = book.worksheets
        assert count == sum(sheet.max_row - 1 for sheet in tables)
        told = {row[0]: row[1] for row in definition.iter_rows(values_only=True)}
        assert told["样本数 n"] == result.n
        assert told["数据版本 data version"] == result.data_version
        assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
