"""A table to Records: reader, mapping, values, report. The one entry of this room.

A file with a wrong row is refused as a whole, unless ``partial`` is said: then the good rows are taken and the
report lists the others. Whatever is wrong with a file is a LoaderError or a Problem of the report, never a traceback.

What rows say together (loaders.whole) is known only at the end. Where it is wrong and the file is to be taken in part,
the file is read again without those rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from loaders.checks import RowChecks
from loaders.columnar import BATCH, ColumnMapper, is_columnar
from loaders.declarations import PLACEHOLDER, EntityMapping, FileMapping, RelationMapping, SheetMapping
from loaders.errors import HeaderMismatch, NoHeader
from loaders.formulas import told_text
from loaders.guess import GUIDE_SHEETS, guess_mapping
from loaders.header import Table, find_table, plain, split_unit
from loaders.places import Gazetteer
from loaders.readers import Row, Sheet, is_table, read_sheets
from loaders.readers.archive import shown_name, unpacked
from loaders.readers.text import has_tabs
from loaders.report import Problem, Report, SheetReport
from loaders.rows import CellProblem, RowMapper, RowResult, each_of, real_columns
from loaders.shapes import find_mapping
from loaders.whole import Contradiction, Records, contradictions, impossible
from ontology.model import Ontology
from ontology.values import is_blank
from records.assertions import Expectation
from records.progress import Progress, silent
from records.record import Locator, Record, Source
from records.tables import Collector, table_of

__all__ = ["Loaded", "find_mapping", "is_table", "load_file", "table_files"]

EXTRACTOR = "loaders@1"
_EVERY = 2_000
#: The column of refused rows that says what is wrong (loaders.rejects); no mapping reads it.
PROBLEM = "问题"
#: What is taken of a file with mistakes: nothing, its good rows, or also the good cells of rows that can do without
#: the bad ones.
Partial = bool | Literal["cells"]
#: Rows that are wrong together with others, by sheet and number.
_Withheld = dict[tuple[str | None, int], list[CellProblem]]


@dataclass
class Loaded:
    """What a file says. ``refused``: rows are wrong and the file was not to be taken in part; no records then.

    records: empty too where ``load_file`` was given somewhere to put them. mended: the file holds rows that were
    refused before (loaders.rejects), so it adds to its source.
    expectation: what the mapping demands of the source; records.assertions.enforce checks it.
    """

    source: Source
    report: Report
    records: list[Record] = field(default_factory=list)
    expectation: Expectation = field(default_factory=Expectation)
    mended: bool = False

    @property
    def refused(self) -> bool:
        return self.report.refused


def load_file(
    path: Path,
    *,
    ontology: Ontology,
    mapping: FileMapping | Path | None = None,
    partial: Partial = False,
    gazetteer: Gazetteer | None = None,
    progress: Progress | None = None,
    into: Collector | None = None,
    today: date | None = None,
) -> Loaded:
    """Read a table by its mapping, or by its headers where there is none.

    into: where the records go, in columns where the mapping allows it; many times as fast as ``Loaded.records``, and
    with a folder to spill to a table of any size takes little memory. If the file is refused, leave it unused. It has
    to be empty. partial: take the good rows of a file with bad ones; "cells": a bad cell that is not needed is left
    out instead of its row. today: the day after which a date is in the future.

    Raises LoaderError if the file cannot be read, lacks a column that its mapping needs, or tells nothing.
    """
    if isinstance(mapping, Path):
        mapping = find_mapping(path, [mapping], ontology)
    mapping = mapping or guess_mapping(path, ontology, gazetteer)
    checks = RowChecks(Gazetteer() if gazetteer is None else gazetteer, today or date.today())  # noqa: DTZ011
    known = Gazetteer() if gazetteer is None else gazetteer

    def taken(withheld: _Withheld) -> tuple[Loaded, list[_SheetLoad]]:
        return _read(path, mapping, _Options(known, checks, partial, withheld, into), progress or silent)

    loaded, sheets = taken({})
    records = _records(loaded, ontology, into)
    wrong = [(sheet, one) for one in impossible(records, ontology) if (sheet := _sheet_of(one, sheets))]
    if partial and wrong:
        withheld: _Withheld = {}
        for sheet, one in wrong:
            told, problem = withheld.setdefault((one.sheet, one.row or 0), []), sheet.cell_problem(one)
            told += [problem] if problem.message not in {other.message for other in told} else []
        if into is not None:
            into.clear()
        loaded, sheets = taken(withheld)
        records = _records(loaded, ontology, into)
        wrong = [(sheet, one) for one in impossible(records, ontology) if (sheet := _sheet_of(one, sheets))]
    for sheet, one in wrong:
        sheet.tell(one)
    for one in contradictions(records, ontology):
        if other := _sheet_of(one, sheets):
            other.tell(one)
    report = loaded.report
    unsolved = bool(wrong)
    nothing = not (loaded.records or (into and into.types))
    report.refused = bool(report.errors) and (not partial or nothing or unsolved)
    if report.refused:
        loaded.records.clear()
    elif into:
        report.count_tables(into.refs(), into.types)
    else:
        report.count(loaded.records)
    return loaded


@dataclass(frozen=True)
class _Options:
    """What the sheets of a file are read with."""

    gazetteer: Gazetteer
    checks: RowChecks
    partial: Partial
    withheld: _Withheld
    into: Collector | None


def _read(path: Path, mapping: FileMapping, options: _Options, progress: Progress) -> tuple[Loaded, list[_SheetLoad]]:
    """All sheets of a file, row by row."""
    loaded = Loaded(mapping.source, Report(shown_name(path), mapping.told), expectation=mapping.expectation)
    loads: list[_SheetLoad] = []
    without: list[tuple[Sheet, NoHeader]] = []
    for sheet in read_sheets(path, mapping.encoding):
        sheet_mapping = mapping.for_sheet(sheet.name)
        if sheet_mapping is not None:
            try:
                sheet_load = _SheetLoad(path, sheet, sheet_mapping, loaded, options)
            except NoHeader as missing:
                if sheet_mapping.sheet is not None or sheet.name is None:
                    raise
                without.append((sheet, missing))  # a cover, a page of explanations
                continue
            sheet_load.run(progress)
            loads.append(sheet_load)
        elif sheet.name and sheet.total and sheet.name not in GUIDE_SHEETS:
            loaded.report.unread_sheets.append(sheet.name)
    if without and not loaded.report.sheets:
        raise without[0][1]
    loaded.report.unread_sheets += [sheet.name for sheet, _ in without if sheet.name and sheet.total]
    if not loaded.report.sheets:
        names = ", ".join(sorted(s.sheet for s in mapping.sheets if s.sheet))
        raise HeaderMismatch(f"{path}: no sheet is called as the mapping {mapping.told} wants: {names}")
    report = loaded.report
    if not report.read:
        first = report.sheets[0]
        place = f"{report.file}, sheet {first.sheet}" if first.sheet else report.file
        raise HeaderMismatch(f"{place}: no row of data stands below the header in row {first.header_row}; fill it in")
    return loaded, loads


def _records(loaded: Loaded, ontology: Ontology, into: Collector | None) -> Records:
    """What gives the records of a type that were taken."""
    if into is not None:
        return into.table
    by_type: dict[str, list[Record]] = {}
    for record in loaded.records:
        by_type.setdefault(record.type, []).append(record)
    return lambda name: table_of(by_type[name], ontology) if name in by_type else None


def _sheet_of(found: Contradiction, sheets: Sequence[_SheetLoad]) -> _SheetLoad | None:
    """The sheet where it stands."""
    return next((s for s in sheets if (s.file, s.table.sheet) == (found.file, found.sheet)), None)


def table_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The named files; of a folder the tables in it and in its folders, in the order of their names; of a zip those
    in it, unpacked to a temporary place.

    A txt file of a folder is a table if its first line has tabs, else a document.
    """
    for path in paths:
        if path.is_dir():
            within = (file for file in path.rglob("*") if file.is_file() and _is_table_of_folder(file, path))
            yield from table_files(sorted(within))
        elif path.suffix.casefold() == ".zip" and path.is_file():
            yield from unpacked(path)
        else:
            yield path


def _is_table_of_folder(path: Path, folder: Path) -> bool:
    if any(part.startswith(("~$", ".", "__MACOSX")) for part in path.relative_to(folder).parts) or not is_table(path):
        return False
    return path.suffix.casefold() != ".txt" or has_tabs(path)


class _SheetLoad:
    """One table on its way into ``loaded``."""

    def __init__(
        self,
        path: Path,
        sheet: Sheet,
        mapping: SheetMapping,
        loaded: Loaded,
        options: _Options,
    ) -> None:
        self.path = path
        self.loaded = loaded
        self.mapping = mapping
        self.partial = options.partial
        self.into = into = options.into
        self.withheld = {row: told for (name, row), told in options.withheld.items() if name == sheet.name}
        self.total = sheet.total
        self.file = sheet.file or shown_name(path)
        self.place = f"{self.file}, sheet {sheet.name}" if sheet.name else self.file
        self.table = self._find(sheet, mapping)
        columns = mapping.all_columns()
        #: Rows that loaders.rejects wrote.
        self.again = self.table.headers[-1:] == [PROBLEM] and PROBLEM not in columns
        loaded.mended |= self.again
        self.named = _named_columns(self.table, columns)
        self._check(mapping)
        money = mapping.columns_of("money")
        units = {
            name: split_unit(self.table.headers[n])[1] or (self.table.unit if name in money else None)
            for name, (n, _) in self.named.items()
        }
        self.columns = None
        whole = sheet.headers is None and not any(fields for _, fields in self.named.values())
        columnar = into is not None and whole and is_columnar(mapping)
        self.mapper = RowMapper(mapping, units, options.gazetteer, EXTRACTOR, repeats=columnar, checks=options.checks)
        if into is not None and columnar:
            positions = {name: n for name, (n, _) in self.named.items()}
            place = (self.file, self.table.sheet)
            self.columns = ColumnMapper(into.ontology, mapping, self.mapper, positions, len(self.table.headers), place)
        self._told_wrong: set[int] = set()
        self.report = SheetReport(sheet.name, self.table.header_row)
        loaded.report.sheets.append(self.report)

    def _find(self, sheet: Sheet, mapping: SheetMapping) -> Table:
        columns = sorted(mapping.all_columns())
        table = find_table(sheet, {plain(column) for column in columns}, mapping.header)
        if table is None:
            told = "、".join(columns)
            raise NoHeader(f"{self.place}: no row holds the headers that are needed: {told}")
        return table

    def _check(self, mapping: SheetMapping) -> None:
        missing = sorted(mapping.required_columns() - self.named.keys())
        if missing:
            here = "、".join(header for header in self.table.headers if header)
            row = f", row {self.table.header_row}" if self.table.header_row else ""
            raise HeaderMismatch(
                f"{self.place}{row}: the column {'、'.join(missing)} is missing; the columns are: {here}. "
                "Correct the header, or the mapping"
            )

    def run(self, progress: Progress) -> None:
        read = {position for position, _ in self.named.values()}
        unread = {n for n, header in enumerate(self.table.headers) if header not in ("", PROBLEM) and n not in read}
        filled: set[int] = set()
        told = map(_as_told, self.table.rows) if self.again else self.table.rows
        for rows in _batches(told, BATCH if self.columns else _EVERY):
            if self.columns:
                self._in_columns(self.columns, rows)
            else:
                self._keep([record for row, cells in rows for record in self._told(row, cells)])
            if len(rows) >= _EVERY:
                progress(self.place, self.report.read, self.total)
            for n in unread - filled:
                if any(n < len(cells) and not is_blank(cells[n]) for _, cells in rows):
                    filled.add(n)
        self.report.unread = [self.table.headers[n] for n in sorted(filled)]
        for remark in self.table.remarks:
            self.loaded.report.note(self.table.sheet, remark.row, remark.column, remark.value, remark.message)

    def _in_columns(self, columns: ColumnMapper, rows: Sequence[Row]) -> None:
        assert self.into is not None
        batch = columns.split(rows, self.withheld)
        self.report.read += batch.accepted
        self.report.accepted += batch.accepted
        self.report.skipped += batch.skipped
        rest = [record for n in batch.rest for record in self._told(*rows[n])]
        for name, table in columns.finish(batch, rest):
            self.into.add_table(name, table)

    def _keep(self, records: Iterable[Record]) -> None:
        if self.into is None:
            self.loaded.records += records
            return
        for record in records:
            self.into.add(record)

    def _told(self, row: int, cells: Sequence[Any]) -> Sequence[Record]:
        """What a row says; the report learns what became of it."""
        if all(is_blank(cell) for cell in cells):
            return ()
        self.report.read += 1
        if not all(is_blank(cell) for cell in cells[len(self.table.headers) :]):
            more = cells[len(self.table.headers)]
            told = "the row has more cells than there are headers; the others are not read"
            self.loaded.report.note(self.table.sheet, row, None, None if more is None else str(more), told)
        return self._row(row, cells)

    def _row(self, row: int, cells: Sequence[Any]) -> Sequence[Record]:
        told = {name: _cell(cells, n, fields) for name, (n, fields) in self.named.items()}
        result = self._mapped(row, told)
        for note in result.notes:
            self._add(row, note, "warning")
        for problem in result.problems:
            self._add(row, problem, "error")
        if result.problems:
            self.report.reject(row)
            return ()
        self.report.accepted += 1
        self.report.skipped += result.empty
        return result.records

    def _mapped(self, row: int, told: Mapping[str, Any]) -> RowResult:
        """What a row says; with ``partial="cells"`` without the bad cells that it can do without."""
        locator = Locator(self.file, self.table.sheet, row)
        withheld = self.withheld.get(row, [])
        first = RowResult(problems=list(withheld)) if withheld else self.mapper.records(told, locator)
        if not first.problems or self.partial != "cells":
            return first
        problems, blank = list(first.problems), set[str]()
        while True:
            columns = {name for problem in problems for name in _parts(problem.column)}
            unknown = any(problem.column is None for problem in problems)
            if unknown or columns == blank or columns & _vital(self.mapping):
                return RowResult(problems=problems)
            blank = columns
            again = self.mapper.records({**told, **dict.fromkeys(columns)}, locator)
            if not again.problems:
                break
            problems += [problem for problem in again.problems if problem not in problems]
        if again.empty:
            return RowResult(problems=problems)
        again.notes += [replace(problem, message=f"{problem.message}: the cell was left out") for problem in problems]
        return again

    def _add(self, row: int, told: CellProblem, severity: Literal["error", "warning"]) -> None:
        places = [self.named[name][0] for name in _parts(told.column) if name in self.named]
        cells = [f"{_letters(place)}{row}" for place in places] if self.table.header_row else []
        place = (self.file, self.table.sheet, row, told.column, told.value)
        self.loaded.report.add(Problem(*place, told.message, severity, " ".join(cells) or None))

    def cell_problem(self, found: Contradiction) -> CellProblem:
        """Something wrong in records, as it stands in the row."""
        parts = [part for part in _all(self.mapping) if part.type.name == found.type]
        values = [(v, each_of(part, self.mapping)) for part in parts for v in part.values]
        told = [real_columns(v.columns, each) for v, each in values if v.prop.name in found.names]
        columns = next((columns for columns in told if columns), [])
        return CellProblem(" + ".join(columns) or None, found.value, found.message)

    def tell(self, found: Contradiction) -> None:
        """Report what rows say together; an error refuses the row."""
        if found.row is None:
            return
        self._add(found.row, self.cell_problem(found), found.severity)
        if found.severity == "error" and found.row not in self._told_wrong:
            self._told_wrong.add(found.row)
            self.report.accepted -= 1
            self.report.reject(found.row)


def _parts(column: str | None) -> list[str]:
    """The columns that a problem names."""
    return column.split(" + ") if column else []


def _all(mapping: SheetMapping) -> list[EntityMapping | RelationMapping]:
    return [*mapping.entities, *mapping.relations]


def _vital(mapping: SheetMapping) -> set[str]:
    """The columns without which a row says something else: they name things, or tell several."""
    named = {column for entity in mapping.entities for column in PLACEHOLDER.findall(entity.ref or "")}
    return named | {part.each.column for part in _all(mapping) if part.each}


def _letters(position: int) -> str:
    """A column's name in spreadsheets: 0 is A, 26 is AA."""
    told = ""
    while position >= 0:
        told = chr(ord("A") + position % 26) + told
        position = position // 26 - 1
    return told


def _as_told(row: Row) -> Row:
    """A row of rejects as it stood in the file that was refused."""
    number, cells = row
    return number, [told_text(cell) if isinstance(cell, str) else cell for cell in cells]


def _batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def _cell(cells: Sequence[Any], position: int, fields: Sequence[str]) -> Any:
    cell = cells[position] if position < len(cells) else None
    for name in fields:  # parent.adcode: a field of a JSON object
        cell = cell.get(name) if isinstance(cell, Mapping) else None
    return cell


def _named_columns(table: Table, columns: Iterable[str]) -> dict[str, tuple[int, Sequence[str]]]:
    """The mapping's name of a column → its position and the fields of a JSON object that lead to the value.

    A header may carry a unit that the mapping leaves out; of two columns of one name the first counts.
    """
    numbered = [(n, header) for n, header in reversed(list(enumerate(table.headers))) if header]
    whole = {plain(header): n for n, header in numbered}
    bare = {plain(split_unit(header)[0]): n for n, header in numbered}
    found: dict[str, tuple[int, Sequence[str]]] = {}
    for column in columns:
        position = whole.get(plain(column), bare.get(plain(column)))
        first, *fields = column.split(".")
        if position is not None:
            found[column] = (position, ())
        elif fields and plain(first) in whole:
            found[column] = (whole[plain(first)], fields)
    return found
