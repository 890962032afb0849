"""A table to Records: reader, mapping, values, report. The one entry of this room.

A file with a wrong row is refused as a whole, unless ``partial`` is said: then the good rows are taken and the report
lists the others. Whatever is wrong with a file is a LoaderError or a Problem of the report, never a traceback.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ontology.model import Ontology
from ontology.values import is_blank
from records.progress import Progress, silent
from records.record import EntityRecord, Locator, Record, Source

from loaders.errors import HeaderMismatch, NoMapping
from loaders.guess import guess_mapping
from loaders.header import Table, find_table, plain, split_unit
from loaders.mapping import FileMapping, SheetMapping, read_mappings
from loaders.places import Gazetteer
from loaders.readers import Sheet, is_table, read_sheets
from loaders.report import Problem, Report, SheetReport
from loaders.rows import RowMapper

__all__ = ["Loaded", "find_mapping", "is_table", "load_file"]

_EVERY = 2_000


@dataclass
class Loaded:
    """What a file says. ``refused``: rows are wrong and the file was not to be taken in part; there are no records."""

    source: Source
    report: Report
    records: list[Record] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return self.report.refused


def load_file(
    path: Path,
    *,
    ontology: Ontology,
    mapping: FileMapping | None = None,
    partial: bool = False,
    gazetteer: Gazetteer | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Read a table by its mapping, or by its headers where there is none.

    Raises LoaderError if the file cannot be read, lacks a column that its mapping needs, or tells nothing.
    """
    mapping = mapping or guess_mapping(path, ontology)
    told = mapping.path.name if mapping.path else "by its headers"
    loaded = Loaded(mapping.source, Report(path.name, told))
    for sheet in read_sheets(path, mapping.encoding):
        sheet_mapping = mapping.for_sheet(sheet.name)
        if sheet_mapping is not None:
            _load_sheet(path, sheet, sheet_mapping, gazetteer or Gazetteer(), loaded, progress or silent)
    if not loaded.report.sheets:
        names = ", ".join(sorted(s.sheet for s in mapping.sheets if s.sheet))
        raise HeaderMismatch(f"{path}: no sheet is called as the mapping {told} wants: {names}")
    _close(loaded, partial)
    return loaded


def find_mapping(path: Path, places: Iterable[Path], ontology: Ontology) -> FileMapping | None:
    """The first mapping whose file pattern fits, looked for in mapping files or folders of them. Raises NoMapping if a
    mapping file itself was named and is not for this file."""
    for place in places:
        if not place.exists():
            raise NoMapping(f"there is no mapping {place}")
        for mapping in read_mappings(place, ontology):
            if mapping.fits(path):
                return mapping
            if place.is_file():
                raise NoMapping(f"{path}: the mapping {place} is for files called {mapping.file}")
    return None


def _load_sheet(
    path: Path, sheet: Sheet, mapping: SheetMapping, gazetteer: Gazetteer, loaded: Loaded, progress: Progress
) -> None:
    columns = sorted(mapping.all_columns())
    wanted = {plain(column) for column in columns}
    table = find_table(sheet, wanted, mapping.header)
    place = f"{path.name}, sheet {sheet.name}" if sheet.name else path.name
    if table is None:
        raise HeaderMismatch(f"{place}: no row holds the headers that are needed: {'、'.join(columns)}")
    named = _named_columns(table, columns)
    missing = sorted(mapping.required_columns() - set(named.values()))
    if missing:
        here = "、".join(header for header in table.headers if header)
        raise HeaderMismatch(
            f"{place}, row {table.header_row}: the column {'、'.join(missing)} is missing; the columns are: {here}. "
            "Correct the header, or the mapping"
        )
    report = SheetReport(sheet.name, table.header_row)
    loaded.report.sheets.append(report)
    mapper = RowMapper(mapping, _units(table, named), gazetteer)
    unread: Counter[str] = Counter()
    for row, cells in table.rows:
        if all(is_blank(cell) for cell in cells):
            continue
        report.read += 1
        if report.read % _EVERY == 0:
            progress(place, report.read)
        _load_row(path, table, row, cells, named, mapper, loaded, report)
        unread.update(h for n, (h, c) in enumerate(zip(table.headers, cells, strict=False)) if n not in named and c)
    report.unread = [header for header in table.headers if header and unread[header]]


def _load_row(
    path: Path,
    table: Table,
    row: int,
    cells: Sequence[Any],
    named: dict[int, str],
    mapper: RowMapper,
    loaded: Loaded,
    report: SheetReport,
) -> None:
    told = {name: cells[n] for n, name in named.items() if n < len(cells)}
    result = mapper.records(told, Locator(path.name, table.sheet, row))
    if result.problems:
        report.rejected += 1
        loaded.report.problems += [
            Problem(path.name, table.sheet, row, problem.column, problem.value, problem.message)
            for problem in result.problems
        ]
        return
    report.accepted += 1
    report.skipped += not result.records
    loaded.records += result.records


def _named_columns(table: Table, columns: Sequence[str]) -> dict[int, str]:
    """Position in the row → the mapping's name of the column. A header may carry a unit that the mapping leaves out."""
    whole = {plain(header): n for n, header in reversed(list(enumerate(table.headers))) if header}
    bare = {plain(split_unit(header)[0]): n for n, header in reversed(list(enumerate(table.headers))) if header}
    found: dict[int, str] = {}
    for column in columns:
        position = whole.get(plain(column), bare.get(plain(column)))
        if position is not None:
            found[position] = column
    return found


def _units(table: Table, named: dict[int, str]) -> dict[str, str | None]:
    """What the header says of bare numbers in a column: 注册资本（万元）."""
    return {name: split_unit(table.headers[n])[1] for n, name in named.items()}


def _close(loaded: Loaded, partial: bool) -> None:
    report = loaded.report
    report.refused = bool(report.problems) and (not partial or not loaded.records)
    if report.refused:
        loaded.records.clear()
        return
    entities = [record for record in loaded.records if isinstance(record, EntityRecord)]
    report.statements = dict(sorted(Counter(record.type for record in entities).items()))
    report.entities = dict(sorted(Counter(t for t, _ in {(r.type, r.ref) for r in entities}).items()))


def table_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The named files; of a folder the tables in it, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.is_file() and is_table(file))
        else:
            yield path
