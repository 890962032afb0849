"""A gazetteer: from the names of places, or a free address, to a division code.

It is built from the Region and Village records of the archive, so what it knows is what was loaded. Names are found by
themselves or by their stem (兰山 for 兰山区), within the place that is already known; a name that fits two places within
it is not resolved, for a wrong place is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ontology.names import compact

COUNTY = 6  # digits of a county's code
LONGEST = 14  # characters of the longest name that is looked for
#: What follows a name where it is that of a road.
_ROADS = "路街巷道桥"


@cache
def words() -> Any:
    """places.yaml: renamed divisions and the endings of names."""
    return yaml.safe_load((Path(__file__).parent / "places.yaml").read_text(encoding="utf-8"))


def stem(name: str) -> str:
    """The name without what says only of which level it is; two characters stay at least."""
    for ending in (*words()["village_endings"], *words()["endings"]):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def trunk(code: str) -> str:
    """The digits that all places within begin with: 370000 → 37, 371300 → 3713."""
    if len(code) == COUNTY:
        while code.endswith("00") and len(code) > 2:
            code = code[:-2]
    return code


class Gazetteer:
    """Names and codes of places."""

    def __init__(self, places: Iterable[tuple[str, str]] = ()) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._known: set[str] = set()
        for code, name in places:
            self.add(code, name)
        for name, entry in words()["renamed"].items():
            if entry["code"] in self._known:
                self._put(entry["code"], name)

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, code: str) -> bool:
        return code in self._known

    def add(self, code: str, name: str) -> None:
        self._known.add(code)
        if name not in words()["not_places"]:
            self._put(code, name)

    def _put(self, code: str, name: str) -> None:
        name = compact(name)
        self._codes[name].add(code)
        self._codes[stem(name)].add(code)

    def find(self, names: Sequence[str | None], within: str | None = None) -> str | None:
        """The place that the names tell, from large to small. A name that is not known is passed over, so the result
        is as fine as what is known; None if nothing is known within ``within``."""
        found = within
        for name in names:
            found = (self._one(compact(name), found) if name else None) or found
        return None if found == within else found

    def find_in_address(self, address: str, within: str | None = None) -> str | None:
        """The finest place that a free address names, read from its beginning: counties by name or stem, smaller places
        by their whole name. What a road is called after is no place of the address (沂水路)."""
        text, found, at = compact(address), within, 0
        while at < len(text):
            found, at = self._next(text, at, found) or (found, at + 1)
        return None if found == within else found

    def _next(self, text: str, at: int, within: str | None) -> tuple[str, int] | None:
        """The longest name that begins at a place of the text and lies within what is known."""
        for length in range(min(LONGEST, len(text) - at), 1, -1):
            name, after = text[at : at + length], text[at + length : at + length + 1]
            if after and after in _ROADS:
                continue
            code = self._one(name, within)
            if code is not None and (len(code) == COUNTY or stem(name) != name):
                return code, at + length
        return None

    def _one(self, name: str, within: str | None) -> str | None:
        """The one place of that name within another; None if there is none, or several of one level."""
        inside = trunk(within) if within else ""
        codes = {c for c in self._codes.get(name, ()) if c.startswith(inside) and c != within}
        if len(codes) > 1:  # a county and its town of one name: the larger is meant
            least = min(len(trunk(c)) for c in codes)
            codes = {c for c in codes if len(trunk(c)) == least}
        return codes.pop() if len(codes) == 1 else None
