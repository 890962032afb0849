"""What a mapping asks of the cells of a row: whether a condition holds, a template filled, a cell split in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from loaders.declarations import EACH, PLACEHOLDER, Condition, Each
from loaders.naming import named_type
from loaders.shares import holders
from ontology.names import as_text
from ontology.values import is_blank

#: A row: what stands under each column that the mapping names.
Cells = Mapping[str, Any]


def text(raw: Any) -> str:
    """A cell as it is compared: 371302.0 is 371302, nothing is an empty text."""
    return "" if raw is None else as_text(raw).strip()


def all_hold(conditions: Sequence[Condition], cells: Cells) -> bool:
    return all(_holds(condition, cells) for condition in conditions)


def _holds(condition: Condition, cells: Cells) -> bool:
    raw = cells.get(condition.column)
    told = text(raw)
    if condition.blank is not None and is_blank(raw) != condition.blank:
        return False
    if condition.words and told not in condition.words:
        return False
    if told in condition.unless:
        return False
    if condition.matches is not None and not condition.matches.search(told):
        return False
    if condition.unlike is not None and condition.unlike.search(told):
        return False
    if condition.names and named_type(told) not in condition.names:
        return False
    if condition.not_names and named_type(told) in condition.not_names:
        return False
    return condition.differs is None or told != text(cells.get(condition.differs))


def fill(template: str, cells: Cells) -> str | None:
    """The template with its columns filled in; None if one of them is blank."""
    told = {column: cells.get(column) for column in PLACEHOLDER.findall(template)}
    if any(is_blank(raw) for raw in told.values()):
        return None
    return PLACEHOLDER.sub(lambda match: text(told[match[1]]), template)


def take(pattern: re.Pattern[str], raw: Any) -> str | None:
    """What the first group of the pattern takes of a cell, or all that matches; None if it does not match."""
    match = pattern.search(text(raw))
    if match is None:
        return None
    return match[1] if match.groups() else match[0]


def parts(each: Each | None, cells: Cells) -> Iterator[Cells]:
    """The row itself; or for ``each`` the row once a part, with the part as ``each``."""
    if each is None:
        yield cells
        return
    raw = cells.get(each.column)
    for part, fields in _members(each, raw):
        if not is_blank(part):
            match = each.pattern.search(str(part)) if each.pattern else None
            named = {**fields, **(match.groupdict() if match else {})}
            yield {**cells, EACH: part, **{f"{EACH}.{name}": value for name, value in named.items()}}


def _members(each: Each, raw: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The parts of a cell: of a JSON object its keys with their value, of a JSON list its items."""
    if isinstance(raw, dict):
        yield from ((key, {"value": value}) for key, value in raw.items())
    elif isinstance(raw, list):
        yield from ((item, item) if isinstance(item, dict) else (item, {}) for item in raw)
    elif is_blank(raw):
        return
    elif each.shares:
        yield from holders(text(raw), each.split)
    else:
        yield from ((part.strip(), {}) for part in re.split(f"[{re.escape(each.split)}]", text(raw)))
