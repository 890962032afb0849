"""CSV and its kin, row by row from the disk: the delimiter is found, quoted cells may hold line breaks."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from loaders.errors import UnreadableFile
from loaders.readers import Row, Sheet
from loaders.readers.text import TextFile

DELIMITERS = ",\t;|"
#: A cell of more characters than this is a broken quote, not a cell.
LARGEST_CELL = 1_000_000
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
#: Excel's own first line: sep=;
_TOLD = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    text = TextFile(path, encoding)
    yield Sheet(None, _rows(text), total=text.lines)


def _rows(text: TextFile) -> Iterator[Row]:
    csv.field_size_limit(LARGEST_CELL)
    mark = delimiter(text.head)
    begun = before = 0
    with text.open() as stream:
        reader = csv.reader(stream, delimiter=mark)
        try:
            for cells in reader:
                if before == 0 and cells:
                    cells[0] = cells[0].removeprefix("\ufeff")
                    if _TOLD.match(mark.join(cells)):
                        before = reader.line_num
                        continue
                # A cell may hold line breaks: the row is where it begins.
                yield before + 1, cells
                begun, before = before, reader.line_num
        except csv.Error as error:
            raise UnreadableFile(f"{text.path}, row {before + 1}: {error}; is a quotation mark not closed?") from error
    if before > begun + 1:
        _check_closed(text, begun)


def _check_closed(text: TextFile, begun: int) -> None:
    """Of the last row, if it stands over several lines: whether its quotation marks are closed."""
    with text.open() as stream:
        marks = sum(line.count('"') for line in islice(stream, begun, None))
    if marks % 2:
        raise UnreadableFile(
            f"{text.path}, row {begun + 1}: a quotation mark is opened and never closed: all that follows would be "
            "one cell; delete or double the mark"
        )


def delimiter(text: str) -> str:
    """The delimiter that stands most regularly in the first lines outside quotes, or that the first line names."""
    if told := _TOLD.match(text[:20].partition("\n")[0]):
        return told[1]
    lines = [line for line in _QUOTED.sub("", text[:20_000]).splitlines()[:30] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}

    def regular(mark: str) -> tuple[int, int]:
        found = [n for n in counts[mark] if n]
        if not found:
            return (0, 0)
        usual = max(set(found), key=found.count)
        return (found.count(usual), usual)

    return max(DELIMITERS, key=regular) if lines else ","
