"""What became of a file: as text for a person, as JSON for a program.

However large the file, a report stays small: all is counted, the first ``KEPT`` errors and warnings are told.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from loaders.messages import Lang, rule_of, say
from records.record import EntityRecord, Record

#: So many refusals are printed; the JSON has more.
SHOWN = 20
#: So many errors, and so many warnings, are told one by one; all are counted.
KEPT = 10_000

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """Something wrong, with its place as the spreadsheet shows it.

    An error refuses its row; a warning does not. rule: which rule of docs/checks.md. cell: C4, or C4 D4 where several
    are concerned; None where the format has no cells or the row as a whole is meant.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str
    severity: Severity = "error"
    cell: str | None = None

    @property
    def rule(self) -> str:
        return rule_of(self.message)

    def text(self, lang: Lang = "en") -> str:
        """For a person: place, then what is wrong and what to do."""
        if lang == "zh":
            parts = [self.file]
            parts += [f"工作表“{self.sheet}”"] if self.sheet else []
            parts += [f"第 {self.row} 行"] if self.row is not None else []
            parts += [f"“{self.column}”列" + (f"（{self.cell}）" if self.cell else "")] if self.column else []
            return f"{'，'.join(parts)}：{say(self.message, lang)}"
        parts = [self.file]
        parts += [f"sheet {self.sheet}"] if self.sheet else []
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"column {self.column}"] if self.column else []
        return f"{', '.join(parts)}: {self.message}"

    def __str__(self) -> str:
        return self.text()

    def as_json(self) -> dict[str, Any]:
        """All fields, and the rule and the message in Chinese."""
        return {**asdict(self), "rule": self.rule, "message_zh": say(self.message, "zh")}


@dataclass
class Note:
    """Something that was left out without refusing the row: how often, and the first time with its place."""

    sheet: str | None
    column: str | None
    message: str
    row: int | None
    value: str | None
    count: int = 1

    def as_json(self) -> dict[str, Any]:
        """All fields, and the whole note in both languages."""
        return {**asdict(self), "text": self.text("en"), "text_zh": self.text("zh")}

    def text(self, lang: Lang = "en") -> str:
        if lang == "zh":
            parts = [f"工作表“{self.sheet}”"] if self.sheet else []
            parts += [f"“{self.column}”列"] if self.column else []
            if self.row is not None:
                rows = f"共 {self.count:,} 行，第一处在第 {self.row} 行" if self.count > 1 else f"第 {self.row} 行"
                parts += [rows if self.value is None else f"{rows}（“{self.value}”）"]
            told = say(self.message, lang)
            return f"{'，'.join(parts)}：{told}" if parts else told
        parts = [f"sheet {self.sheet}"] if self.sheet else []
        parts += [f"column {self.column}"] if self.column else []
        if self.row is not None:
            rows = f"{self.count:,} rows, the first {self.row}"
            parts += [rows if self.value is None else f"{rows} ({self.value!r})"]
        return f"{', '.join(parts)}: {self.message}" if parts else self.message

    def __str__(self) -> str:
        return self.text()


@dataclass
class SheetReport:
    """Counts of one table. Every row read is accepted or rejected.

    skipped: accepted rows of which the mapping takes nothing. unread: columns with content that no mapping names.
    refused: the number of every rejected row, however many there are.
    """

    sheet: str | None
    header_row: int = 0
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    unread: list[str] = field(default_factory=list)
    refused: array[int] = field(default_factory=lambda: array("Q"), repr=False)

    def reject(self, row: int) -> None:
        """Count a row as rejected."""
        self.rejected += 1
        self.refused.append(row)

    def as_json(self) -> dict[str, Any]:
        names = ("sheet", "header_row", "read", "accepted", "rejected", "skipped", "unread")
        return {name: getattr(self, name) for name in names}


@dataclass
class Report:
    """What became of one file.

    entities: distinct ones by type; several rows may tell of one (``merged``). relations: by type.
    unread_sheets: sheets with content that no mapping names. problems: the first errors, ``errors`` counts all;
    warnings and ``warned`` likewise.
    """

    file: str
    mapping: str
    sheets: list[SheetReport] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    errors: int = 0
    warned: int = 0
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

    @property
    def skipped(self) -> int:
        return sum(sheet.skipped for sheet in self.sheets)

    def add(self, problem: Problem) -> None:
        """Tell an error or a warning; warnings that say the same of many rows are one note, too."""
        if problem.severity == "error":
            self.errors += 1
            if len(self.problems) < KEPT:
                self.problems.append(problem)
            return
        self.warned += 1
        if len(self.warnings) < KEPT:
            self.warnings.append(problem)
        self.note(problem.sheet, problem.row, problem.column, problem.value, problem.message)

    def note(self, sheet: str | None, row: int | None, column: str | None, value: str | None, message: str) -> None:
        """Note what was left out; the same of many rows is one note."""
        key = (sheet, column, message.replace(repr(value), ""))
        if key in self._noted:
            self._noted[key].count += 1
            return
        if len(self.notes) < KEPT:
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

    def lines(self, lang: Lang = "en") -> Iterator[str]:
        """The report in words, a line each."""
        yield from (say(line, lang) for line in self._summary())
        yield from (note.text(lang) for note in self.notes[:SHOWN])
        if len(self.notes) > SHOWN:
            yield say(f"… and {len(self.notes) - SHOWN:,} more remarks; --json lists them", lang)
        yield from (problem.text(lang) for problem in self.problems[:SHOWN])
        if self.errors > SHOWN:
            yield say(f"… and {self.errors - SHOWN:,} more; --json lists all", lang)
        if self.refused:
            yield say("nothing was loaded; mend the cells above, or load the good rows with --partial", lang)

    def _summary(self) -> Iterator[str]:
        yield f"{self.read:,} rows read, {self.accepted:,} accepted, {self.rejected:,} rejected ({self.mapping})"
        if self.skipped:
            yield f"{self.skipped:,} of the accepted rows say nothing that the mapping takes"
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

    def as_json(self) -> dict[str, Any]:
        """The report for a program, as docs/checks.md describes it."""
        return {
            "read": self.read, "accepted": self.accepted, "rejected": self.rejected, "skipped": self.skipped,
            "merged": self.merged, "file": self.file, "mapping": self.mapping, "refused": self.refused,
            "sheets": [sheet.as_json() for sheet in self.sheets], "unread_sheets": self.unread_sheets,
            "errors": self.errors, "problems": [problem.as_json() for problem in self.problems],
            "warned": self.warned, "warnings": [problem.as_json() for problem in self.warnings],
            "notes": [note.as_json() for note in self.notes],
            "entities": self.entities, "relations": self.relations, "statements": self.statements,
        }  # fmt: skip
