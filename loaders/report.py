"""What became of a file: as text for a person, as JSON for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from records.record import EntityRecord, Record

#: So many refusals are printed; the JSON has all.
SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """Something wrong, with its place as the spreadsheet shows it."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str

    def __str__(self) -> str:
        parts = [self.file]
        parts += [f"sheet {self.sheet}"] if self.sheet else []
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"column {self.column}"] if self.column else []
        return f"{', '.join(parts)}: {self.message}"


@dataclass
class Note:
    """Something that was left out without refusing the row: how often, and the first time with its place."""

    sheet: str | None
    column: str | None
    message: str
    row: int | None
    value: str | None
    count: int = 1

    def __str__(self) -> str:
        parts = [f"sheet {self.sheet}"] if self.sheet else []
        parts += [f"column {self.column}"] if self.column else []
        if self.row is not None:
            rows = f"{self.count:,} rows, the first {self.row}"
            parts += [rows if self.value is None else f"{rows} ({self.value!r})"]
        return f"{', '.join(parts)}: {self.message}" if parts else self.message


@dataclass
class SheetReport:
    """Counts of one table. skipped: accepted rows of which the mapping takes nothing. unread: columns with content
    that no mapping names."""

    sheet: str | None
    header_row: int = 0
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    unread: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What became of one file.

    entities: distinct ones by type; several rows may tell of one (``merged``). relations: by type.
    unread_sheets: sheets with content that no mapping names.
    """

    file: str
    mapping: str
    sheets: list[SheetReport] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    entities: dict[str, int] = field(default_factory=dict)
    relations: dict[str, int] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    refused: bool = False
    _noted: dict[tuple[str | None, ...], Note] = field(default_factory=dict, repr=False)

    @property
    def read(self) -> int:
        return sum(sheet.read for sheet in self.sheets)

    @property
    def accepted(self) -> int:
        return sum(sheet.accepted for sheet in self.sheets)

    @property
    def rejected(self) -> int:
        return sum(sheet.rejected for sheet in self.sheets)

    def note(self, sheet: str | None, row: int | None, column: str | None, value: str | None, message: str) -> None:
        """Note what was left out; the same of many rows is one note."""
        key = (sheet, column, message.replace(repr(value), ""))
        if key in self._noted:
            self._noted[key].count += 1
            return
        self._noted[key] = Note(sheet, column, message, row, value)
        self.notes.append(self._noted[key])

    def count(self, records: Iterable[Record]) -> None:
        """Take stock of what was accepted."""
        refs: dict[str, set[str]] = {}
        statements: Counter[str] = Counter()
        relations: Counter[str] = Counter()
        for record in records:
            if isinstance(record, EntityRecord):
                refs.setdefault(record.type, set()).add(record.ref)
                statements[record.type] += 1
            else:
                relations[record.type] += 1
        self.entities = {name: len(refs[name]) for name in sorted(refs)}
        self.statements, self.relations = dict(sorted(statements.items())), dict(sorted(relations.items()))

    def count_tables(self, refs: Mapping[str, int], types: Mapping[str, int]) -> None:
        """``count`` where records are tables: how many refs each type of entity has, how many records each type."""
        self.entities = dict(sorted(refs.items()))
        self.statements = {name: number for name, number in sorted(types.items()) if name in refs}
        self.relations = {name: number for name, number in sorted(types.items()) if name not in refs}

    @property
    def merged(self) -> int:
        """Statements beyond the first of the same entity of this file."""
        return sum(self.statements[t] - n for t, n in self.entities.items())

    def lines(self) -> Iterator[str]:
        """The report in words, a line each."""
        yield f"{self.read:,} rows read, {self.accepted:,} accepted, {self.rejected:,} rejected ({self.mapping})"
        skipped = sum(sheet.skipped for sheet in self.sheets)
        if skipped:
            yield f"{skipped:,} of the accepted rows say nothing that the mapping takes"
        if self.entities:
            told = ", ".join(f"{count:,} {name}" for name, count in self.entities.items())
            yield f"distinct: {told}; {self.merged:,} statements merged into them"
        if self.relations:
            yield "relations: " + ", ".join(f"{count:,} {name}" for name, count in self.relations.items())
        for sheet in self.sheets:
            if sheet.unread:
                where = f"sheet {sheet.sheet}: " if sheet.sheet else ""
                yield f"{where}columns that nobody reads: {'、'.join(sheet.unread)}"
        if self.unread_sheets:
            yield f"sheets that nobody reads: {'、'.join(self.unread_sheets)}; write a mapping for them"
        yield from (str(note) for note in self.notes[:SHOWN])
        yield from (str(problem) for problem in self.problems[:SHOWN])
        if len(self.problems) > SHOWN:
            yield f"… and {len(self.problems) - SHOWN:,} more; --json lists all"
        if self.refused:
            yield "nothing was loaded; mend the cells above, or load the good rows with --partial"

    def as_json(self) -> dict[str, Any]:
        counts = {"read": self.read, "accepted": self.accepted, "rejected": self.rejected, "merged": self.merged}
        told = asdict(self)
        del told["_noted"]
        return {**counts, **told}
