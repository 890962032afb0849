"""Tables of documents as lines: a row a line, cells parted by tabs, a merged cell told once, where it begins."""

from collections.abc import Iterator


class Grid:
    """Rows and cells as they come, with how many rows and columns each covers."""

    def __init__(self) -> None:
        self._rows: list[dict[int, str]] = []
        self._covered: list[set[int]] = []

    def start_row(self) -> None:
        """Begin the next row."""
        self._rows.append({})
        if len(self._covered) < len(self._rows):
            self._covered.append(set())

    def add(self, text: str, rows: int = 1, columns: int = 1) -> None:
        """The next cell of the row: in the first column that no cell from above covers."""
        row = len(self._rows) - 1
        column = next(n for n in range(len(self._covered[row]) + 1) if n not in self._covered[row])
        self._rows[row][column] = text
        while len(self._covered) < row + rows:
            self._covered.append(set())
        for covered in self._covered[row : row + rows]:
            covered |= set(range(column, column + columns))

    def lines(self) -> Iterator[str]:
        """A line for each row with any text."""
        for row in self._rows:
            if any(row.values()):
                yield "\t".join(row[column] for column in sorted(row))
