"""Tiny records that the ontology allows, for tests of every room.

source = make_source("names")
records = [enterprise("1", name="甲公司", uscc=make_uscc(1)), region("371302"), located_in("1", "371302")]
"""

from datetime import date
from decimal import Decimal
from typing import Any

from ontology.values import Money, PartialDate, uscc_check_digit
from records.record import EntityRecord, Locator, RelationRecord, Source


def make_source(source_id: str = "source", **more: Any) -> Source:
    return Source(**{"id": source_id, "kind": "table", "title": f"Title of {source_id}", **more})


def make_uscc(number: int) -> str:
    """A 统一社会信用代码 with the right check digit, different for different numbers."""
    first17 = f"91371300MA3{number:06d}"
    return first17 + uscc_check_digit(first17)


def yuan(amount: int | str, words: str | None = None) -> Money:
    return Money(Decimal(amount), "CNY", words or f"{amount}元")


def day(text: str) -> PartialDate:
    """``2016``, ``2016-05`` or ``2016-05-17``."""
    parts = [int(part) for part in text.split("-")]
    precision = ("year", "month", "day")[len(parts) - 1]
    return PartialDate(date(*[*parts, 1, 1][:3]), precision)


def entity(node_type: str, ref: str, *, row: int | None = None, **properties: Any) -> EntityRecord:
    """An entity record in row ``row`` of rows.csv. Options of EntityRecord start with an underscore:
    ``_mention=True``, ``_state="proposed"``."""
    options = {name[1:]: properties.pop(name) for name in list(properties) if name.startswith("_")}
    locator = options.pop("locator", Locator(file="rows.csv", row=row))
    return EntityRecord(node_type, ref, properties, locator, **options)


def enterprise(ref: str, name: str | None = None, **more: Any) -> EntityRecord:
    return entity("Enterprise", ref, name=name or f"企业{ref}", **more)


def person(ref: str, name: str | None = None, **more: Any) -> EntityRecord:
    return entity("Person", ref, name=name or f"人物{ref}", **more)


def region(code: str, name: str | None = None, **more: Any) -> EntityRecord:
    """A county-level (6 digits) or township (9 digits) region; its ref is its code."""
    level = "county" if len(code) == 6 else "township"
    return entity("Region", code, name=name or f"地区{code}", code=code, level=level, **more)


def relation(
    edge_type: str, head: tuple[str, str], tail: tuple[str, str], *, row: int | None = None, **properties: Any
) -> RelationRecord:
    """A relation record between (type, ref) and (type, ref); options as in ``entity``."""
    options = {name[1:]: properties.pop(name) for name in list(properties) if name.startswith("_")}
    locator = options.pop("locator", Locator(file="rows.csv", row=row))
    return RelationRecord(edge_type, head, tail, properties, locator, **options)


def located_in(ref: str, code: str, **more: Any) -> RelationRecord:
    return relation("LOCATED_IN", ("Enterprise", ref), ("Region", code), **more)


def owns(owner: str, owned: str, share: float | None = None, **more: Any) -> RelationRecord:
    return relation("OWNS", ("Enterprise", owner), ("Enterprise", owned), share=share, **more)
