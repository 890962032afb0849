"""Where the thing of a row is: columns of places from large to small, and addresses, resolved by the gazetteer."""

from __future__ import annotations

from typing import Any

from loaders.places import Gazetteer
from loaders.proposal.draft import Draft, Spec, Thing
from loaders.proposal.profile import Column
from loaders.vocabulary import Vocabulary, level_of
from ontology.names import as_text

_LEVELS = ("province", "prefecture", "county", "township")
#: So many rows are tried, and such a share of them must be found.
_TRIED, _FOUND = 200, 0.5


def draft_places(draft: Draft, subject: Thing, gazetteer: Gazetteer, words: Vocabulary, taken: set[str]) -> list[str]:
    """The place of the subject, where columns tell it and most of them are found; the columns that tell it. taken:
    headers that tell other things."""
    region, code = words.ontology.node_types.get("Region"), subject.type.properties.get("region_code")
    named = _level_columns(draft.columns, taken)
    if region is None or code is None or code.name in subject.specs or subject.type is region or not named:
        return []
    levels = [column.header for level, column in named if level != "address"]
    address = [column.header for level, column in named if level == "address"]
    columns = {column.header: column for _, column in named}
    found = _found([columns[name] for name in levels + address], gazetteer)
    if found < _FOUND:
        return []
    told: Any = {"place": levels + address, "finest": "township"}
    if address and levels:
        told = [{**told, "level": "county"}, {"place": levels}]
    reason = f"{found:.0%} of the rows name a place that is known"
    subject.specs["region_code"] = Spec(told, round(0.9 * found, 2), reason)
    _village_code(draft, subject, levels, gazetteer)
    place = draft.add(region, 0.9 * found, reason)
    place.specs["code"] = Spec(told, round(0.9 * found, 2), reason)
    ends = (subject.type.name, region.name)
    for name in ("PART_OF", "LOCATED_IN"):
        edge = words.ontology.edge_types.get(name)
        if edge and ends in edge.ends:
            draft.link(edge, subject, place, "the place of the row's thing")
            break
    return levels + address


def _level_columns(columns: list[Column], taken: set[str]) -> list[tuple[str, Column]]:
    """The columns of places, each level once, from large to small."""
    found: dict[str, Column] = {}
    for column in columns:
        level = level_of(column.header)
        if level and column.header not in taken and column.distinct:
            found.setdefault(level, column)
    return [(level, found[level]) for level in (*_LEVELS, "address") if level in found]


def _found(columns: list[Column], gazetteer: Gazetteer) -> float:
    """The share of the rows of which a place is known, at least to the county if they tell more than a province."""
    rows = list(dict.fromkeys(zip(*(map(_text, column.cells) for column in columns), strict=True)))
    tried = [row for row in rows[:: max(1, len(rows) // _TRIED)] if any(row)]
    return sum(gazetteer.find(row) is not None for row in tried) / len(tried) if tried else 0.0


def _village_code(draft: Draft, subject: Thing, levels: list[str], gazetteer: Gazetteer) -> None:
    """A village's own code, where its name and place tell it."""
    name = subject.specs.get("name")
    if subject.type.name != "Village" or "code" in subject.specs or name is None or len(levels) < 3:
        return
    told = [*levels, *name.columns]
    columns = {column.header: column for column in draft.columns}
    found = _found([columns[header] for header in told], gazetteer)
    subject.specs["code"] = Spec(
        {"place": told, "level": "village"}, round(0.8 * found, 2), "where name and place tell exactly one village"
    )


def _text(cell: Any) -> str | None:
    return None if cell is None else as_text(cell).strip()
