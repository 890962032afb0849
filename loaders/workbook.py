"""The workbook back, with its wrong cells coloured and commented, and a sheet that lists them with links.

A workbook of Excel keeps its styles, merged cells, formulas and other sheets; of any other table one is made from its
rows, which stand where they stood. Of a large table only the rows with something wrong are given back: a workbook of
all its rows would take gigabytes, and no spreadsheet holds more than 1,048,576. Errors are red, warnings amber.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from loaders.formulas import STARTS
from loaders.header import find_table, plain
from loaders.messages import say
from loaders.readers import Sheet, read_sheets
from loaders.report import Problem, Report

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: The sheet that lists what is wrong.
RESULT = "检查结果"
#: So many cells are marked and listed; a file with more wrong ones wants another mapping.
MARKED = 10_000
#: Tables of more rows, and workbooks of more bytes, come back with the rows that are wrong only.
LARGE_ROWS, LARGE_BYTES = 100_000, 30_000_000
_RED = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
_AMBER = PatternFill("solid", start_color="FFFFEB9C", end_color="FFFFEB9C")
_HEADERS = ("工作表", "行", "列", "值", "问题", "级别")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LEVELS = {"error": "错误", "warning": "提醒"}
_WIDTHS = (16, 8, 18, 28, 90, 8)
_LOADABLE = (".xlsx", ".xlsm")


def write_marked(path: Path, report: Report, out: Path, encoding: str | None = None) -> int:
    """Write the workbook of a file with what its report refuses or remarks upon; returns how many problems are marked.

    A problem of a row as a whole stands at the row's first cell. Raises LoaderError if the file cannot be read.
    """
    problems = [*report.problems, *report.warnings][:MARKED]
    moved: dict[tuple[str | None, int], int] = {}
    if report.read > LARGE_ROWS or path.stat().st_size > LARGE_BYTES:
        workbook = _extract(path, report, problems, encoding, moved)
    else:
        workbook = load_workbook(path) if path.suffix.casefold() in _LOADABLE else _made(path, encoding)
    places = _columns(path, report, problems, encoding)
    named = {sheet.sheet for sheet in report.sheets if sheet.header_row == 0}  # the format names columns: see _made

    def at(problem: Problem) -> int:
        row = problem.row or 0
        return moved.get((problem.sheet, row)) or row + (problem.sheet in named)

    marked = [(problem, _mark(workbook, places, problem, at(problem))) for problem in problems]
    _list(workbook, marked, report, extract=bool(moved))
    part = out.with_name(f".{out.name}.part")
    workbook.save(part)
    part.replace(out)
    return len(problems)


def _made(path: Path, encoding: str | None) -> Workbook:
    """A workbook with the rows of a table in another format; its header in row 1 where the format names columns."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in read_sheets(path, encoding):
        made = workbook.create_sheet(_title(sheet, path))
        shift = 0
        if sheet.headers is not None:
            shift = 1
            made.append(sheet.headers)
        for row, cells in sheet.rows:
            for column, cell in enumerate(cells, start=1):
                if cell is not None:
                    write_cell(made, row + shift, column, cell)
    return workbook


def _title(sheet: Sheet, path: Path) -> str:
    """What a sheet may be called in Excel."""
    return (sheet.name or path.stem)[:31].translate(str.maketrans("[]:*?/\\", "（）：＊？／＼"))


def _extract(
    path: Path,
    report: Report,
    problems: Iterable[Problem],
    encoding: str | None,
    moved: dict[tuple[str | None, int], int],
) -> Workbook:
    """A workbook of the headers and the rows that problems name; ``moved`` learns where those rows stand now."""
    wanted: dict[str | None, set[int]] = defaultdict(set)
    for problem in problems:
        wanted[problem.sheet].add(problem.row or 0)
    rows = {sheet.sheet: sheet.header_row for sheet in report.sheets}
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in read_sheets(path, encoding):
        table = find_table(sheet, (), rows[sheet.name] or None) if sheet.name in rows else None
        if table is None:
            continue
        made = workbook.create_sheet(_title(sheet, path))
        for column, header in enumerate(table.headers, start=1):
            write_cell(made, 1, column, header)
        at = 1
        for row, cells in table.rows:
            if row in wanted[sheet.name]:
                at += 1
                moved[sheet.name, row] = at
                for column, cell in enumerate(cells, start=1):
                    if cell is not None:
                        write_cell(made, at, column, cell)
    return workbook


def write_cell(sheet: Worksheet, row: int, column: int, value: Any) -> Any:
    """Text stays text: what begins like a formula is none."""
    cell = sheet.cell(row, column)
    known = isinstance(value, str | int | float | bool) or hasattr(value, "isoformat")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value)) if isinstance(value, str) or not known else value
    if isinstance(value, str) and value.startswith(STARTS):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _columns(
    path: Path, report: Report, problems: Iterable[Problem], encoding: str | None
) -> Mapping[tuple[str | None, str], int]:
    """The column (1-based) of every header that a problem names, by sheet and header."""
    named: dict[str | None, set[str]] = defaultdict(set)
    for problem in problems:
        named[problem.sheet] |= set(_parts(problem.column))
    rows = {sheet.sheet: sheet.header_row for sheet in report.sheets}
    found: dict[tuple[str | None, str], int] = {}
    for sheet in read_sheets(path, encoding):
        if sheet.name in rows and named[sheet.name]:
            found |= _of_sheet(sheet, named[sheet.name], rows[sheet.name])
    return found


def _of_sheet(sheet: Sheet, headers: set[str], row: int) -> dict[tuple[str | None, str], int]:
    table = find_table(sheet, {plain(header) for header in headers}, row or None)
    places = {plain(text): n for n, text in reversed(list(enumerate(table.headers if table else (), start=1))) if text}
    return {(sheet.name, header): places[plain(header)] for header in headers if plain(header) in places}


def _parts(column: str | None) -> list[str]:
    """A problem may be of several columns together: 省 + 市."""
    return column.split(" + ") if column else []


def _mark(workbook: Workbook, places: Mapping[tuple[str | None, str], int], problem: Problem, row: int) -> str | None:
    """Colour and comment a problem's cells in a row; where the first one is, for a link."""
    if problem.row is None:
        return None
    sheet = workbook[problem.sheet] if problem.sheet in workbook.sheetnames else workbook.worksheets[0]
    columns = [places[key] for part in _parts(problem.column) if (key := (problem.sheet, part)) in places] or [1]
    for column in columns:
        cell = _visible(sheet, row, column)
        if problem.severity == "error" or cell.fill.start_color.rgb != _RED.start_color.rgb:
            cell.fill = _RED if problem.severity == "error" else _AMBER
        message = say(problem.message, "zh")
        told = f"{cell.comment.text}\n{message}" if cell.comment else message
        cell.comment = Comment(told, "Jiju", width=360, height=80 + 20 * told.count("\n"))
    return f"{quote_sheetname(sheet.title)}!{get_column_letter(columns[0])}{row}"


def _visible(sheet: Worksheet, row: int, column: int) -> Any:
    """The cell; of merged ones the first, for only that one can be written."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(row, column)


def _list(workbook: Workbook, found: list[tuple[Problem, str | None]], report: Report, *, extract: bool) -> None:
    if RESULT in workbook.sheetnames:
        workbook.remove(workbook[RESULT])
    sheet = workbook.create_sheet(RESULT, 0)
    sheet.append(_HEADERS)
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for row, (problem, link) in enumerate(found, start=2):
        message, level = say(problem.message, "zh"), _LEVELS[problem.severity]
        told = (problem.sheet, problem.row, problem.column, problem.value, message, level)
        for column, value in enumerate(told, start=1):
            if value is not None:
                write_cell(sheet, row, column, value).alignment = _WRAPPED
        if link:
            cell = sheet.cell(row, 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link)
            cell.style = "Hyperlink"
    more = report.errors + report.warned - len(found)
    if more > 0:
        sheet.append([None, None, None, None, f"另有 {more:,} 处未列出；请先改正以上各处，或改正映射"])
    if extract:
        large = "文件较大，这里只有有问题的行；“行”是原文件中的行号。请在原文件中改正"
        sheet.append([None, None, None, None, large])
    for other in workbook.worksheets[1:]:
        other.sheet_view.tabSelected = False
    workbook.active = 0
