"""The rows below a header: merged cells told in every row, and what is no row of the table left out with a remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from loaders.readers import Merge, Remark, Row
from loaders.words import is_header, is_note, is_numbering, is_ordinary, is_section, is_total, plain, split_unit
from ontology.names import as_text

_DITTO = frozenset({"同上", "〃", "″"})
#: A line across so many columns is no cell.
_ACROSS = 3
_Cells = list[Any]


class Body:
    """The rows of one table. header, above: the rows of the header and what stands above it, which come again at page
    breaks. narrow: another table stands to the right, whose cells are not of this one."""

    def __init__(
        self,
        header: Sequence[Row],
        above: Sequence[Row],
        headers: Sequence[str],
        merges: Sequence[Merge],
        wanted: set[str],
        remarks: list[Remark],
        *,
        narrow: bool = False,
    ) -> None:
        self.headers = headers
        self.wanted = wanted
        self.remarks = remarks
        self.last = header[-1][0]
        self.width = len(headers) if narrow else None
        self.columns = max(1, sum(1 for text in headers if text))
        self.again = {self._words(cells) for _, cells in header}
        self.first = {next(iter(words), "") for words in self.again}
        self.starts = {word[:1] for word in self.first}
        self.titles = {self._words(cells) for _, cells in above} - {()}
        below = [m for m in merges if m[2] > self.last and (self.width is None or m[1] <= self.width)]
        self.down: dict[int, list[tuple[int, int]]] = {}
        for first, column, last, _ in below:
            if last > first:
                self.down.setdefault(first, []).append((column, last))
        self.wide = {m[0]: m[3] - m[1] + 1 for m in below if m[3] > m[1]}

    def _words(self, cells: Iterable[Any]) -> tuple[str, ...]:
        return tuple(plain(as_text(cell)) for cell in list(cells)[: self.width] if cell not in (None, ""))

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The table's own rows, blank ones left out."""
        stream = _Peeking(self._merged(rows) if self.down else iter(rows))
        gap = False
        told = 0
        before: _Cells = []
        for row, cells in stream:
            if self.width is not None:
                cells = cells[: self.width]
            if not _DITTO.isdisjoint(cells):
                cells = [before[n] if cell in _DITTO and n < len(before) else cell for n, cell in enumerate(cells)]
            before = cells
            if not gap and row > self.last + 1 and self._ordinary(cells):
                told += 1
                yield row, cells
                continue
            filled = [cell for cell in cells if cell is not None and cell != ""]
            if not filled:
                gap = True
                continue
            left_out = self._left_out(row, cells, filled, stream)
            if left_out:
                self.remarks.append(Remark(left_out, row, value=as_text(filled[0])[:60]))
                gap = True
                continue
            if (gap and self._is_header(filled)) or (len(filled) == 1 and self._title(stream)):
                self._second(row, filled if len(filled) > 1 else stream.peek()[1])
                return
            gap = False
            told += 1
            yield row, cells
        if not told:
            self.remarks.append(Remark("no row of data stands below the header", self.last))

    def _ordinary(self, cells: _Cells) -> bool:
        """Whether a look at the first two cells tells that this is a row of the table."""
        if len(cells) < 2 or not (cells[0] and cells[1] and isinstance(cells[0], str)):
            return False
        return is_ordinary(cells[0]) and cells[0][0] not in self.starts

    def _merged(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows with what is merged into them from above."""
        active: dict[int, tuple[int, Any]] = {}
        for row, cells in rows:
            active = {column: merge for column, merge in active.items() if merge[0] >= row}
            for column, last in self.down.get(row, ()):
                if column <= len(cells) and cells[column - 1] not in (None, ""):
                    active[column] = (last, cells[column - 1])
            # A row that is all merged into the one above is that one, over several lines.
            if active and any(cell is not None and cell != "" for cell in cells):
                cells = list(cells)
                for column, (_, value) in active.items():
                    cells += [None] * (column - len(cells))
                    if cells[column - 1] in (None, ""):
                        cells[column - 1] = value
            yield row, cells

    def _left_out(self, row: int, cells: _Cells, filled: _Cells, stream: _Peeking) -> str | None:
        """Why a row is none of the table's; None if it is."""
        first = filled[0]
        if not isinstance(first, str):
            second = filled[1] if len(filled) > 1 else None
            total = isinstance(second, str) and is_total(second)
            if row == self.last + 1 and is_numbering([as_text(cell) for cell in filled]):
                return "the row numbers the columns and is left out"
            return "a row of totals is left out" if total else None
        if plain(first) in self.first and self._words(cells) in self.again:
            return "the header comes again and is left out"
        if is_total(first):
            return "a row of totals is left out"
        if is_note(first) and (len(filled) * 2 <= self.columns or len(filled) == 1 or _all_labelled(filled)):
            return "a note below the table is left out"
        if row == self.last + 1 and is_numbering([as_text(cell) for cell in filled]):
            return "the row numbers the columns and is left out"
        if len(filled) > 1 or self.columns < 2:
            return None
        if self._words(cells) in self.titles:
            return "the title comes again and is left out"
        if is_section(first) or self.wide.get(row, 0) >= min(_ACROSS, self.columns):
            return "a line across the table is left out"
        if stream.peek() and self._words(stream.peek()[1]) in self.again:
            return "a title before the header comes again is left out"
        return None

    def _title(self, stream: _Peeking) -> bool:
        """Whether the row after this single cell is another table's header."""
        if self.columns < 2 or not stream.peek():
            return False
        return self._is_header([cell for cell in stream.peek()[1] if cell is not None and cell != ""])

    def _is_header(self, filled: _Cells) -> bool:
        """Whether a row is another table's header: most cells are what columns are called."""
        if len(filled) < 2 or not all(isinstance(cell, str) for cell in filled):
            return False
        known = sum(plain(split_unit(cell)[0]) in self.wanted or is_header(cell) for cell in filled)
        return known * 5 >= len(filled) * 3 and known > 1

    def _second(self, row: int, filled: _Cells) -> None:
        headers = "、".join(as_text(cell) for cell in filled if cell not in (None, ""))
        told = f"a second table begins here and is not read ({headers}): put it on a sheet of its own"
        self.remarks.append(Remark(told, row, value=as_text(filled[0])[:60]))


def _all_labelled(filled: _Cells) -> bool:
    return all(isinstance(cell, str) and (":" in cell or "：" in cell) for cell in filled)


class _Peeking:
    """Rows of which the next may be seen before it is taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: list[Row] = []

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            yield row
            while self._next:
                yield self._next.pop()

    def peek(self) -> Any:
        """The next row; an empty tuple at the end."""
        if not self._next:
            self._next += islice(self._rows, 1)
        return self._next[0] if self._next else ()
