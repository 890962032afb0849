"""Where a table's header stands: under a title, over one row or several, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import Any

from loaders.body import Body
from loaders.readers import Merge, Remark, Row, Sheet
from loaders.words import is_unit, plain, split_unit, unit_above
from ontology.names import as_text
from ontology.values import is_blank

__all__ = ["SEARCHED", "Table", "find_table", "plain", "split_unit"]

#: So many rows are looked at for the header.
SEARCHED = 20
#: A header of more rows is none.
_DEEPEST = 4
_LONGEST = 40
#: What stands below a group's name and says nothing by itself: 注册资本 over 金额（万元） is 注册资本（万元）.
_AMOUNTS = ("", "金额", "数额", "数值", "数量", "数", "值")
_NAMES = ("姓名", "名称", "名字")
_JOINTS = ("", "-", "/", "_", " ", "·", "—")


@dataclass(frozen=True)
class Table:
    """A sheet with its header found.

    header_row: the last row of the header. headers: the texts as written, of several rows joined, blank ones empty.
    unit: what is said above the table of its amounts (单位：万元). remarks: what was left out; more come while rows
    are read.
    """

    sheet: str | None
    header_row: int
    headers: list[str]
    rows: Iterator[Row]
    unit: str | None = None
    remarks: list[Remark] = field(default_factory=list)


def find_table(sheet: Sheet, wanted: Iterable[str], header: int | None = None) -> Table | None:
    """The table of a sheet: the header is the row that holds most of the wanted words (given as ``plain``), the first
    of equals, with the rows that belong to it. None where no row holds any, or the sheet is empty."""
    if sheet.headers is not None:
        return Table(sheet.name, 0, list(sheet.headers), sheet.rows, None, sheet.remarks)
    rows = iter(sheet.rows)
    head = list(islice(rows, max(SEARCHED, header or 0) + _DEEPEST))
    words = set(wanted)
    best = _named(head, header) if header else _best(head[:SEARCHED], words)
    if best is None:
        return None
    first, last = _rows_of(head, best, sheet.merges)
    above, block = head[:first], _filled(head[first : last + 1], sheet.merges)
    headers = _headers(block, words)
    while headers and not headers[-1]:
        headers.pop()
    remarks = sheet.remarks
    width, beside = _beside(headers, head[last + 1 :])
    if beside:
        told = "、".join(header for header in headers[width:] if header)
        remarks.append(Remark(f"a second table stands beside the first and is not read ({told}): give it a sheet"))
    body = Body(head[first : last + 1], above, headers[:width], sheet.merges, words, remarks, narrow=beside)
    rows_below = body.rows(chain(head[last + 1 :], rows))
    return Table(sheet.name, head[last][0], headers[:width], rows_below, unit_above(above), remarks)


def _named(head: list[Row], header: int) -> int | None:
    return next((n for n, (row, _) in enumerate(head) if row == header), None)


def _best(head: list[Row], wanted: set[str]) -> int | None:
    scores = [len(_words(cells) & wanted) for _, cells in head]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _words(cells: Iterable[Any]) -> set[str]:
    texts = [cell for cell in cells if isinstance(cell, str) and 0 < len(cell) <= _LONGEST]
    return {plain(text) for text in texts} | {plain(split_unit(text)[0]) for text in texts}


def _rows_of(head: list[Row], best: int, merges: Sequence[Merge]) -> tuple[int, int]:
    """The first and the last row of the header of which ``best`` is one."""
    first = last = best
    while last + 1 < len(head) and last - first < _DEEPEST - 1 and _belong(head[last], head[last + 1], merges):
        last += 1
    while first and last - first < _DEEPEST - 1 and _belong(head[first - 1], head[first], merges):
        first -= 1
    return first, last


def _belong(upper: Row, lower: Row, merges: Sequence[Merge]) -> bool:
    """Whether two rows are one header: cells are merged over both, or groups stand over their parts."""
    above, below = (_texts(cells) for _, cells in (upper, lower))
    if above is None or below is None or not above or lower[0] != upper[0] + 1:
        return False
    down = [m for m in merges if m[0] <= upper[0] < m[2] and m[1] in above]
    if down:
        return bool(below) or any(m[2] > lower[0] for m in down)
    across = [m for m in merges if m[0] == m[2] == upper[0] and m[3] > m[1]]
    over = [m for m in across if sum(m[1] <= column <= m[3] for column in below) > 1]
    if across:
        return bool(over) and not any(m[1] <= min(below) and m[3] >= max(below) for m in over)
    return _groups_over(above, below)


def _groups_over(above: Collection[int], below: Collection[int]) -> bool:
    """Without merged cells: every text below stands under a group, a text with blanks to its right."""
    if len(above) < 2 or len(below) < 2:
        return False
    starts = sorted(above)
    ends = [*starts[1:], max(*below, *above) + 1]
    groups = [range(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 1]
    covered = {column for group in groups for column in group}
    return set(below) <= covered and all(sum(c in group for c in below) > 1 and group[0] in below for group in groups)


def _texts(cells: Sequence[Any]) -> dict[int, str] | None:
    """Column (1-based) → text; None if the row is no part of a header: numbers, long texts, ``单位：万元``."""
    found = {}
    for column, cell in enumerate(cells, start=1):
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or len(cell) > _LONGEST or is_blank(cell) or "：" in cell or ":" in cell:
            return None
        found[column] = cell
    return found


def _filled(block: list[Row], merges: Sequence[Merge]) -> list[list[str]]:
    """The header's texts, each in every cell that it covers; in a group without merged cells, to the next text."""
    texts = [[_header(cell) for cell in cells] for _, cells in block]
    width = max(len(row) for row in texts)
    for row in texts:
        row += [""] * (width - len(row))
    numbers = [row for row, _ in block]
    merged = [m for m in merges if m[0] in numbers]
    for top, left, bottom, right in merged:
        text = texts[numbers.index(top)][left - 1] if left <= width else ""
        for number in range(top, min(bottom, numbers[-1]) + 1):
            for column in range(left, min(right, width) + 1):
                texts[numbers.index(number)][column - 1] = text
    if len(texts) > 1 and not merged:
        for upper, lower in pairwise(texts):
            for column in range(1, width):
                if not upper[column] and lower[column]:
                    upper[column] = upper[column - 1]
    return texts


def _header(cell: Any) -> str:
    return "" if cell is None else re.sub(r"\s*[\r\n]+\s*", "", as_text(cell)).strip()


def _headers(block: list[list[str]], wanted: set[str]) -> list[str]:
    """One header a column. A word that would name two columns is told with its groups."""
    paths = [_path(parts) for parts in zip(*block, strict=True)]
    told = [_join(path, wanted) for path in paths]
    return [
        "-".join(path) if len(path) > 1 and told.count(name) > 1 else name
        for path, name in zip(paths, told, strict=True)
    ]


def _path(parts: Iterable[str]) -> tuple[str, ...]:
    """From the group to the leaf, each text once."""
    return tuple(dict.fromkeys(part for part in parts if part))


def _join(path: tuple[str, ...], wanted: set[str]) -> str:
    """The name of a column under groups: what is wanted of the joined names, the group of a bare amount or name, the
    leaf; else all joined."""
    if len(path) < 2:
        return path[0] if path else ""
    joined = [joint.join(path[n:]) for n in range(len(path) - 1) for joint in _JOINTS]
    for name in joined:
        if _is_wanted(name, wanted):
            return name
    group, leaf = path[-2], path[-1]
    amount, unit = ("", leaf) if is_unit(leaf) else split_unit(leaf)
    if plain(amount) in _AMOUNTS:
        return f"{group}（{unit}）" if unit else group
    if leaf in _NAMES and _is_wanted(group, wanted):
        return group
    return leaf if _is_wanted(leaf, wanted) else "-".join(path)


def _is_wanted(name: str, wanted: set[str]) -> bool:
    return plain(name) in wanted or plain(split_unit(name)[0]) in wanted


def _beside(headers: list[str], below: list[Row]) -> tuple[int, bool]:
    """How many columns the first table has, and whether another stands to its right: behind an empty column (or at
    once, where the same headers come again) with a name or number of its own."""
    words = [plain(header) for header in headers]
    half, odd = divmod(len(words), 2)
    if not odd and half > 1 and words[:half] == words[half:] and all(words):
        return half, True
    for gap in range(1, len(words) - 1):
        left, right = words[:gap], words[gap + 1 :]
        if words[gap] or any(gap < len(cells) and not is_blank(cells[gap]) for _, cells in below):
            continue
        if any(left) and (_own(left) & _own(right) or {w for w in left if w} & {w for w in right if w}):
            return gap, True
    return len(headers), False


def _own(words: Iterable[str]) -> set[str]:
    """What a table has once: its number and its name."""
    return {ending for word in words for ending in ("序号", "名称", "姓名") if word.endswith(ending)}
