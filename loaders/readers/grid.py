"""Cells that span rows and columns, put where they stand: pages and XML workbooks tell only their spans."""

from typing import Any

from loaders.readers import Merge, Row


class Grid:
    """Rows that grow cell by cell; what a span from above covers is skipped."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self._covered: set[tuple[int, int]] = set()
        self._row = self._column = 0

    def begin_row(self, number: int | None = None) -> int:
        """The next row, or the one of that number (1-based)."""
        self._row = number or self._row + 1
        self._column = 0
        self.rows.append((self._row, []))
        return self._row

    def add(self, cell: Any, down: int = 1, across: int = 1, column: int | None = None) -> None:
        """The next cell that no span covers, or the one of that column (1-based), over so many rows and columns."""
        at = column or self._column + 1
        while column is None and (self._row, at) in self._covered:
            at += 1
        cells = self.rows[-1][1]
        cells += [None] * (at - len(cells) - 1)
        cells += [cell] + [None] * (across - 1)
        self._column = at + across - 1
        if down > 1 or across > 1:
            self.merges.append((self._row, at, self._row + down - 1, at + across - 1))
            self._covered |= {(self._row + r, at + c) for r in range(1, down) for c in range(across)}
