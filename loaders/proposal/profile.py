"""What the values of a column look like, on a sample of the table's rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from loaders.header import Table
from loaders.naming import named_type
from loaders.shares import has_shares, holders, split_outside_brackets
from loaders.words import split_unit
from ontology.errors import ValueRefused
from ontology.model import Property
from ontology.names import as_text
from ontology.values import Money, is_blank, parse

#: The first rows are looked at, of the others every so many up to a last one; of their values so many different ones.
FIRST, EVERY, LAST, DISTINCT = 2_000, 50, 200_000, 400
#: Columns of no more different values than this are known in full, up to the last row.
FEW = 50
_SEPARATORS = "、；;，,|/"


@dataclass
class Column:
    """A column of a table with a sample of its cells. cells: one a row, None where blank. few: all different texts,
    where there are few. unit_above: the unit of the table's amounts, where a line above it tells one."""

    position: int
    header: str
    cells: Sequence[Any]
    few: Sequence[str] = ()
    unit_above: str | None = None
    _fits: dict[str, float] = field(default_factory=dict)

    @cached_property
    def values(self) -> list[Any]:
        return [cell for cell in self.cells if cell is not None]

    @cached_property
    def different(self) -> list[Any]:
        """All different values, in the order of the rows."""
        return list({_key(value): value for value in self.values}.values())

    @property
    def distinct(self) -> list[Any]:
        """Different values, evenly taken where there are many."""
        return self.different[:: max(1, len(self.different) // DISTINCT)][:DISTINCT]

    @property
    def count(self) -> int:
        """How many different values there are."""
        return len(self.different)

    @cached_property
    def texts(self) -> list[str]:
        return [as_text(value).strip() for value in self.distinct if not isinstance(value, dict | list)]

    @cached_property
    def filled(self) -> float:
        return len(self.values) / len(self.cells) if self.cells else 0.0

    @property
    def unit(self) -> str | None:
        return split_unit(self.header)[1]

    @property
    def samples(self) -> list[str]:
        return [as_text(value)[:60] for value in self.distinct[:3]]

    @cached_property
    def nested(self) -> type | None:
        """dict or list where cells are JSON objects or lists."""
        if self._share(lambda value: isinstance(value, dict), 0.0) > 0.5:
            return dict
        return list if self._share(lambda value: isinstance(value, list), 0.0) > 0.5 else None

    @cached_property
    def names(self) -> dict[str, float]:
        """Node type → share of the values that look like the name of one."""
        counted = Counter(filter(None, map(named_type, self.texts)))
        return {name: n / len(self.texts) for name, n in counted.most_common()} if self.texts else {}

    @cached_property
    def part_names(self) -> dict[str, float]:
        """``names`` of the parts, where cells are lists, and of what stands before a share: 张三(30%)."""
        if self.shared:
            parts = [fields["name"] for text in self.texts for _, fields in holders(text)]
        else:
            parts = [part for text in self.texts for part in split_outside_brackets(text, self.separators) if part]
        counted = Counter(filter(None, map(named_type, parts)))
        return {name: n / len(parts) for name, n in counted.most_common()} if parts else {}

    @cached_property
    def separators(self) -> str:
        """The characters by which cells are lists; empty where they are not."""
        long = sum(len(text) > 60 for text in self.texts) > len(self.texts) / 2
        listed = [s for s in _SEPARATORS if sum(s in text for text in self.texts) >= max(1, len(self.texts) / 50)]
        return "" if long else "".join(listed)

    @cached_property
    def shared(self) -> bool:
        """Whether the cells are names with shares: 张三(30%)；李四(70%)."""
        return self._share(lambda v: isinstance(v, str) and has_shares(v), 0.0) > 0.5

    def fits(self, prop: Property, unit: str | None = None) -> float:
        """The share of the different values that the property can be; 1 where there is no value."""
        key = f"{prop.kind} {prop.codelist.name if prop.codelist else ''} {prop.multiple} {prop.minimum} {prop.maximum}"
        if key not in self._fits:
            self._fits[key] = self._share(lambda value: _reads(prop, value, unit or self._unit_of(prop)))
        return self._fits[key]

    def _unit_of(self, prop: Property) -> str | None:
        return self.unit or (self.unit_above if prop.kind == "money" else None)

    def all_fit(self, prop: Property) -> bool:
        """Whether every value of the sample can be the property."""
        return all(_reads(prop, value, self._unit_of(prop)) for value in self.different)

    def matches(self, pattern: str) -> float:
        """The share of the different values that a pattern matches as a whole."""
        shape = re.compile(pattern)
        return self._share(lambda value: bool(shape.fullmatch(as_text(value).strip())), 0.0)

    def _share(self, holds: Callable[[Any], bool], empty: float = 1.0) -> float:
        """The share of the cells of which something holds; tried with different ones."""
        if not self.distinct:
            return empty
        counts = [self._counts[_key(value)] for value in self.distinct]
        return sum(n for n, value in zip(counts, self.distinct, strict=True) if holds(value)) / sum(counts)

    @cached_property
    def _counts(self) -> Counter[Any]:
        return Counter(map(_key, self.values))

    @cached_property
    def usual_unit(self) -> str | None:
        """万元, where most amounts of the column are written so and some have no unit."""
        texts = [text for text in map(as_text, self.different) if re.search(r"\d", text)]
        told = [text for text in texts if re.search(r"万", text)]
        bare = [text for text in texts if re.fullmatch(r"[\d.,]+", text)]
        return "万元" if bare and len(told) > len(texts) / 2 else None


def _reads(prop: Property, value: Any, unit: str | None) -> bool:
    try:
        told = parse(prop, value, unit=unit)
    except (ValueRefused, ValueError, TypeError):
        return False
    for one in told if isinstance(told, tuple) else (told,):
        number = one.yuan if isinstance(one, Money) else one
        if isinstance(number, int | float) and not isinstance(number, bool):
            low, high = prop.minimum, prop.maximum
            if (low is not None and number < low) or (high is not None and number > high):
                return False
    return True


def _key(value: Any) -> Any:
    return value if isinstance(value, str | int | float) else repr(value)


def profile(table: Table) -> list[Column]:
    """The columns of a table that have a header, with a sample of its rows, which are used up."""
    rows: list[Sequence[Any]] = []
    few: list[set[str] | None] = [set() for _ in table.headers]
    for number, (_, cells) in enumerate(islice(table.rows, LAST)):
        if number < FIRST or number % EVERY == 0:
            rows.append(cells)
        for n, seen in enumerate(few):
            if seen is not None and n < len(cells) and not isinstance(cells[n], dict | list) and cells[n] is not None:
                seen.add(as_text(cells[n]).strip())
                few[n] = seen if len(seen) <= FEW else None
    return [
        Column(
            n,
            header,
            [_cell(cells, n) for cells in rows],
            sorted(t for t in few[n] or () if not is_blank(t)),
            table.unit,
        )
        for n, header in enumerate(table.headers)
        if header
    ]


def _cell(cells: Sequence[Any], position: int) -> Any:
    value = cells[position] if position < len(cells) else None
    return None if is_blank(value) else value


def depends(column: Column, on: Column) -> bool:
    """Whether a column says the same wherever another does: what is said of the thing and not of its relations."""
    told: dict[Any, Any] = {}
    for key, value in zip(on.cells, column.cells, strict=True):
        if key is not None and value is not None and told.setdefault(_key(key), _key(value)) != _key(value):
            return False
    return True
