"""PDF with a text layer: paragraphs in reading order, ruled tables as rows, running heads and page numbers left out.

A PDF knows characters and where they stand, no paragraphs: a line goes on in the next one if it reaches the right
margin and the next begins at the left one.
"""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.exceptions import PdfminerException

from nlp.errors import DocumentError
from nlp.readers.text import normalise_lines

SUFFIXES = (".pdf",)
MEDIA_TYPE = "application/pdf"

MAX_PAGES = 2_000
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it remarks on every font that it does not know whole
Char = dict[str, Any]  # as pdfplumber tells it
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?[\dⅰ-ⅿivxlc]{1,5}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,5}\s*页?)?[-—–·\s]*", re.I
)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BLANK_IN_CHINESE = re.compile(rf"(?<=[{_WIDE}])[ \u00a0]+(?=[{_WIDE}])")
#: All in heights of a character: a gap that is a blank, an indent, the space between two columns, a line not filled.
_BLANK, _INDENT, _GUTTER, _UNFILLED = 0.45, 1.2, 1.2, 0.9
#: A line that ends in the midst of a sentence may leave more free: marks that stick together were carried over.
_RAGGED = 3.0
_ENDS = "。：；！？”）):;!?."
_LEAST_ROWS = 5  # of two columns side by side: fewer are a signature or a list
_LATIN = re.compile(r"[0-9A-Za-z,.;:)%][0-9A-Za-z(]")
#: What a line break leaves whole: a number or Latin word, and marks that may begin no line.
_UNPARTED = re.compile(r"(?:[0-9A-Za-z.,%+-]+|.)[，。、；：！？％%”’）)》」』】〕]*")
_EDGE_LINES = 2  # so many lines at the head and foot of a page may be running ones


@dataclass(frozen=True)
class Line:
    """A line with its place on the page, in points from its left upper corner.

    column: 0 across the page, 1 left, 2 right. lead: width of what cannot be parted at its beginning. whole: a row
    of a table.
    """

    text: str
    left: float
    right: float
    top: float
    size: float
    page: int
    column: int = 0
    lead: float = 0
    whole: bool = False


def read(data: bytes, file: str) -> str:
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise DocumentError(file, f"{len(pdf.pages):,} pages are more than {MAX_PAGES:,}; split it")
            pages, pictures = [], 0
            for page in pdf.pages:
                pages.append(list(_lines(page)))
                pictures += bool(page.images)
                page.close()
    except DocumentError:
        raise
    except PdfminerException as error:
        if "password" in repr(error).casefold():
            raise DocumentError(file, "it is protected by a password; save it without one") from error
        raise _damaged(file) from error
    except Exception as error:  # pdfminer lets errors of parsing through
        raise _damaged(file) from error
    if not any(pages):
        what = "is made of pictures (a scan)" if pictures else "has no text"
        raise DocumentError(file, f"it {what}; it needs text recognition (OCR) before it can be read")
    return normalise_lines("\n".join(_paragraphs(_without_running_lines(pages))))


def _damaged(file: str) -> DocumentError:
    return DocumentError(file, "it is damaged or no PDF; open it in a reader and print it to a new PDF")


def _lines(page: Page) -> Iterator[Line]:
    """Tables where they stand among the lines; of a page in two columns the left one first."""
    tables = [(table.bbox, table.extract()) for table in page.find_tables()]
    tables = [(box, rows) for box, rows in tables if len(rows) > 1 and max(map(len, rows)) > 1]
    chars = [c for c in page.dedupe_chars().chars if c["upright"] and c["text"].strip()]
    outside = [c for c in chars if not any(_inside(c, box) for box, _ in tables)]
    parts = [*_read_rows(outside, page.page_number)]
    for (left, top, right, _), rows in tables:
        told = [_row_text(row) for row in rows]
        at = next((n for n, line in enumerate(parts) if line.top > top), len(parts))
        parts[at:at] = [Line(text, left, right, top, 0, page.page_number, whole=True) for text in told if text]
    yield from parts


def _inside(char: Char, box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _row_text(row: Sequence[str | None]) -> str:
    """A cell that is merged into the one before it is None."""
    cells = [_BLANK_IN_CHINESE.sub("", _readable(" ".join(cell.split()))) for cell in row if cell is not None]
    return "\t".join(cells) if any(cells) else ""


def _read_rows(chars: Sequence[Char], page: int) -> Iterator[Line]:
    if not chars:
        return
    height = median(c["size"] for c in chars)
    rows = cluster_objects(list(chars), lambda c: (c["top"] + c["bottom"]) / 2, height * 0.4)
    rows = [sorted(row, key=lambda c: c["x0"]) for row in rows]
    gutter = _gutter(rows, height)
    for split, band in groupby(rows, key=lambda row: gutter is not None and _keeps_clear(row, gutter, height)):
        if not split or gutter is None:
            yield from (_line(row, page, 0) for row in band)
            continue
        halves = [([c for c in row if c["x1"] <= gutter], [c for c in row if c["x0"] >= gutter]) for row in band]
        for column in (0, 1):
            yield from (_line(half[column], page, column + 1) for half in halves if half[column])


def _gutter(rows: Sequence[Sequence[Char]], height: float) -> float | None:
    """Where the space between two columns is; None on a page of one column."""
    left, right = min(r[0]["x0"] for r in rows), max(r[-1]["x1"] for r in rows)
    votes: Counter[int] = Counter()
    for row in rows:
        for one, other in pairwise(row):
            middle = (one["x1"] + other["x0"]) / 2
            if other["x0"] - one["x1"] > _GUTTER * height and abs(middle - (left + right) / 2) < 0.15 * (right - left):
                votes[round(middle / height)] += 1
    place = max(votes, key=lambda n: votes[n - 1] + votes[n] + votes[n + 1], default=0)
    count = votes[place - 1] + votes[place] + votes[place + 1]
    return place * height if count >= _LEAST_ROWS and count > 0.4 * len(rows) else None


def _keeps_clear(row: Sequence[Char], gutter: float, height: float) -> bool:
    """Whether a row leaves the space between the columns free, as a title across the page does not."""
    return not any(c["x0"] < gutter + 0.3 * height and c["x1"] > gutter - 0.3 * height for c in row)


#: Radicals that browsers write into PDFs instead of the characters that they look like; NFKC knows the others.
_RADICALS = str.maketrans(
    "⺀⺁⺄⺌⺍⺕⺗⺛⺝⺟⺠⺧⺩⺪⺫⺬⺮⺶⺷⺸⺼⻁⻂⻄⻅⻆⻉⻊⻋⻌⻏⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "丶厂乙小小彐心尢月母民牛王疋目示竹羊羊羊肉虎衣西见角贝足车辶阝长门阝雨青韦页风飞食食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟龟龟",
)


def _readable(text: str) -> str:
    """Kangxi radicals (U+2F00 to U+2FDF) and their simplified forms as the characters that are meant."""
    return re.sub("[\u2f00-\u2fdf]", lambda found: unicodedata.normalize("NFKC", found[0]), text).translate(_RADICALS)


def _line(row: Sequence[Char], page: int, column: int) -> Line:
    text = row[0]["text"]
    for one, other in pairwise(row):
        if other["x0"] - one["x1"] > _BLANK * min(one["size"], other["size"]):
            text += " "
        text += other["text"]
    text = _readable(text)
    size = median(c["size"] for c in row)
    top = min(c["top"] for c in row)
    parted = _UNPARTED.match("".join(c["text"][:1] for c in row))
    lead = row[parted.end() - 1 if parted else 0]["x1"] - row[0]["x0"]
    return Line(_BLANK_IN_CHINESE.sub("", text), row[0]["x0"], row[-1]["x1"], top, size, page, column, lead)


def _without_running_lines(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but page numbers and those that most pages have at their head or foot."""
    seen: Counter[str] = Counter()
    usual = median([line.size for lines in pages for line in lines if not line.whole] or [0])
    for lines in pages:
        edges = {*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]}
        seen.update({_pattern(line) for line in edges if not line.whole})
    running = {text for text, count in seen.items() if count >= 3 and count > len(pages) / 2}
    kept = []
    for lines in pages:
        last = len(lines) - 1
        for n, line in enumerate(lines):
            edge = (n < _EDGE_LINES or n > last - _EDGE_LINES) and not line.whole
            if edge and (_pattern(line) in running or _PAGE_NUMBER.fullmatch(line.text)):
                continue
            if n == 0 < last and line.size < 0.85 * usual and lines[1].top - line.top > 2 * usual:
                continue  # small and apart above everything else
            kept.append(line)
    return kept


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    texts = [line for line in lines if not line.whole]
    sizes = median(line.size for line in texts) if texts else 0.0
    steps = [b.top - a.top for a, b in pairwise(texts) if a.page == b.page and b.top > a.top]
    margins = {n: _margins([line for line in texts if line.column == n], sizes) for n in {t.column for t in texts}}
    step = median(steps) if steps else 0.0
    told = ""
    for n, line in enumerate(lines):
        if n and _goes_on(lines[n - 1], line, margins, sizes, step):
            told += " " if _LATIN.fullmatch(told[-1] + line.text[0]) else ""
            told += line.text
            continue
        if told:
            yield told
        told = line.text
    yield told


def _margins(lines: Sequence[Line], size: float) -> tuple[float, float]:
    """Where the lines of a column begin that are not indented, and where full ones end."""
    starts = Counter(round(line.left / size) for line in lines)
    common = [place for place, count in starts.items() if count >= max(2, 0.05 * len(lines))]
    left = min(common or starts) * size
    ends = Counter(round(line.right / size) for line in lines)
    full = [place for place, count in ends.items() if count >= max(2, 0.1 * len(lines))]  # hanging marks are few
    return left, max(full) * size if full else max(line.right for line in lines)


def _goes_on(before: Line, line: Line, margins: Mapping[int, tuple[float, float]], size: float, step: float) -> bool:
    """Whether a paragraph goes on from one line in the next."""
    if before.whole or line.whole or abs(before.size - line.size) > 0.15 * size:
        return False
    near = line.page != before.page or line.top < before.top or line.top - before.top < 1.5 * max(step, before.size)
    left, right = margins[line.column][0], margins[before.column][1]
    if before.size > 1.15 * size:  # a title in several lines is centred, or fills its lines
        centred = abs(before.left + before.right - line.left - line.right) < 2 * size
        fills = before.right + line.lead > right - _UNFILLED * before.size
        return near and before.page == line.page and (centred or fills)
    wanting = _UNFILLED if before.text[-1] in _ENDS else _RAGGED
    return near and line.left < left + _INDENT * size and before.right + line.lead > right - wanting * size
