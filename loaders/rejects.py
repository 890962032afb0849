"""The rows that a file was refused in part for: a file of the same columns, with what is wrong beside each row.

It is mended and loaded like any table; ``jiju load --add`` adds its rows to what the source says already.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from loaders.formulas import kept_text
from loaders.header import Table, find_table
from loaders.load import PROBLEM
from loaders.messages import say
from loaders.readers import read_sheets
from loaders.report import Report
from loaders.workbook import write_cell

_MANY = "错误太多，未逐一列出；请先改正前面的行，再载入一次"
_TEXT = (".csv", ".tsv", ".txt")


def write_rejects(path: Path, report: Report, out: Path, encoding: str | None = None) -> int:
    """Write the refused rows of a file; returns how many. ``out`` ends in .csv or .xlsx.

    Raises LoaderError if the file cannot be read again.
    """
    refused: dict[str | None, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in report.sheets:  # all of them; a report tells what is wrong only with the first
        refused[one.sheet] = {row: [] for row in one.refused}
    for problem in report.problems:
        if problem.row in refused[problem.sheet]:
            message = say(problem.message, "zh")
            told = f"{problem.column}：{message}" if problem.column else message
            refused[problem.sheet][problem.row].append(told)
    rows = {sheet.sheet: sheet.header_row for sheet in report.sheets}
    tables = []
    for sheet in read_sheets(path, encoding):
        if refused[sheet.name]:
            table = find_table(sheet, (), rows.get(sheet.name) or None)
            if table is not None:
                tables.append((table, list(_refused(table, refused[sheet.name]))))
    part = out.with_name(f".{out.name}.part")
    (_write_csv if out.suffix.casefold() in _TEXT else _write_workbook)(part, tables)
    part.replace(out)
    return sum(len(told) for _, told in tables)


def rejects_name(path: Path) -> str:
    """What the rejects of a file are called: as the file itself, so that its mapping fits, or as a workbook."""
    kept = path.suffix.casefold() in (*_TEXT, ".xlsx")
    return path.name if kept else f"{path.stem}.xlsx"


def _refused(table: Table, problems: dict[int, list[str]]) -> Iterator[list[Any]]:
    width = len(table.headers)
    for row, cells in table.rows:
        if row in problems:
            padded = [*cells[:width], *[None] * (width - len(cells))]
            yield [*padded, "；".join(problems[row]) or _MANY]


def _head(table: Table) -> Iterator[list[Any]]:
    """What stands above the rows: the headers; before them the unit of the amounts, where a line above told it."""
    if table.unit:
        yield [f"单位：{table.unit}"]
    yield [*table.headers, PROBLEM]


def _write_csv(path: Path, tables: Sequence[tuple[Table, list[list[Any]]]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for table, rows in tables:
            separator = "\t" if path.name.casefold().endswith((".tsv.part", ".txt.part")) else ","
            lines = [*_head(table), *rows]
            csv.writer(file, delimiter=separator).writerows([_harmless(cell) for cell in line] for line in lines)


def _harmless(cell: Any) -> Any:
    return kept_text(cell) if isinstance(cell, str) else cell


def _write_workbook(path: Path, tables: Sequence[tuple[Table, list[list[Any]]]]) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table, rows in tables:
        sheet = workbook.create_sheet(table.sheet or "")
        head = list(_head(table))
        for number, cells in enumerate([*head, *rows], start=1):
            for column, cell in enumerate(cells, start=1):
                if cell is not None:
                    write_cell(sheet, number, column, cell)
        sheet.freeze_panes = f"A{len(head) + 1}"
    if not tables:
        workbook.create_sheet().append([PROBLEM])
    workbook.save(path)
