"""CSV and its kin: the delimiter is found, quoted cells may hold line breaks."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from loaders.errors import UnreadableFile
from loaders.readers import Row, Sheet
from loaders.readers.text import read_text

DELIMITERS = ",\t;|"
#: A cell of more characters than this is a broken quote, not a cell.
LARGEST_CELL = 1_000_000


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    text = read_text(path, encoding)
    yield Sheet(None, _rows(path, text), total=text.count("\n"))


def _rows(path: Path, text: str) -> Iterator[Row]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(f"{path}, row {before + 1}: {error}; is a quotation mark not closed?") from error
        # A cell may hold line breaks: the row is where it begins.
        yield before + 1, list(cells)
        before = reader.line_num


def delimiter(text: str) -> str:
    """The delimiter that stands most regularly in the first lines outside quotes."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}

    def regular(mark: str) -> tuple[int, int]:
        found = [n for n in counts[mark] if n]
        if not found:
            return (0, 0)
        usual = max(set(found), key=found.count)
        return (found.count(usual), usual)

    return max(DELIMITERS, key=regular) if lines else ","
