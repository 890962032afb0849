"""Where statements about one thing disagree, and which of them is believed.

Evidence comes in the order of belief (records.merge): accepted before proposed, full records before mentions, then
by trust, by as_of, by the source's id. So the first that tells a property is the one the snapshot holds. Lists are
united and do not conflict. Names that only look different, amounts that differ only in their words, and a date that
is another one told more coarsely do not conflict either.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from ontology.values import normalise_name

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def conflicts(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The properties on which the evidence of one thing disagrees.

    Each is ``{"property", "values": [{"value", "sources", "believed"}]}``: value as in the evidence's JSON, sources
    by id, most believed value first.
    """
    told: dict[str, list[tuple[Any, str]]] = {}
    for row in rows:
        for name, value in json.loads(row["values"] or "{}").items():
            told.setdefault(name, []).append((value, row["source_id"]))
    found = []
    for name, statements in told.items():
        values = _distinct(name, statements)
        if len(values) > 1:
            found.append({"property": name, "values": values})
    return found


def _distinct(name: str, statements: Sequence[tuple[Any, str]]) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = []
    for value, source_id in statements:
        if isinstance(value, list):
            return []
        same = next((one for one in values if _agree(name, one["value"], value)), None)
        if same is None:
            values.append({"value": value, "sources": [source_id], "believed": not values})
        elif source_id not in same["sources"]:
            same["sources"].append(source_id)
    return values


def _agree(name: str, one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict) and one.get("yuan") and other.get("yuan"):
        return (one["yuan"], one.get("currency")) == (other["yuan"], other.get("currency"))
    if isinstance(one, str) and isinstance(other, str):
        if name == "name":
            return normalise_name(one) == normalise_name(other)
        if _DATE.fullmatch(one) and _DATE.fullmatch(other) and "-" in one + other:
            return one.startswith(other) or other.startswith(one)
    return bool(one == other)
