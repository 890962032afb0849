"""A gazetteer: from the names of places, or a free address, to a division code.

It is built from the Region and Village records of the archive, before the installed table of China's divisions
(records.divisions): a name that the archive knows means its place. Names are found by themselves or by their stem
(兰山 for 兰山区), within the place that is already known; a name that fits two places within it is not resolved, for
a wrong place is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from ontology.names import compact
from records.divisions import divisions
from records.record import EntityRecord, Record

if TYPE_CHECKING:
    from records.archive import Archive

#: Digits of a code by level; provinces and prefectures have six as well, with zeros.
COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12
#: Characters of the longest name that is looked for.
LONGEST = 16
#: The node types that are places with a code.
PLACES = ("Region", "Village")


@cache
def words() -> Any:
    """places.yaml: renamed divisions and the endings of names."""
    return yaml.safe_load((Path(__file__).parent / "places.yaml").read_text(encoding="utf-8"))


@cache
def _endings() -> Mapping[str, int]:
    """Ending of a name → digits of the codes that such places have; longest first."""
    levels = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
    found = {ending: digits for level, digits in levels.items() for ending in words()["endings"][level]}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(ending[-1] for ending in _endings())


@lru_cache(maxsize=100_000)
def split_ending(name: str) -> tuple[str, int | None]:
    """The stem of a name and the length of code its ending tells: 盛庄街道 → 盛庄, 9. Two characters stay at least."""
    if name[-1:] in _last_characters():
        for ending, digits in _endings().items():
            if name.endswith(ending) and len(name) - len(ending) >= 2:
                return name[: -len(ending)], digits
    return name, None


def trunk(code: str) -> str:
    """The digits that all places within begin with: 370000 → 37, 371300 → 3713."""
    if len(code) == COUNTY:
        while code.endswith("00") and len(code) > 2:
            code = code[:-2]
    return code


def digits_of(level: str) -> int:
    """How many digits of a code tell the place to a level."""
    return {"province": 2, "prefecture": 4, "county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}[level]


def cut(code: str, level: str) -> str:
    """The code of the place of that level, or of a larger one, that a place lies in."""
    return trunk(code)[: digits_of(level)].ljust(COUNTY, "0")


class Gazetteer:
    """Names and codes of places. ``add`` what is known; a renamed place is known by its old name too.

    base: who is asked about what is not known here.
    """

    def __init__(self, places: Iterable[tuple[str, str]] = (), base: Gazetteer | None = None) -> None:
        self._base = base
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        self._around: dict[str, set[str]] = {}
        for code, name in places:
            self.add(code, name)

    @classmethod
    def of_archive(cls, archive: Archive) -> Gazetteer:
        """All places that the archive's current sources name with a code, before all those of China."""
        made = cls(base=national())
        for node_type in PLACES:
            table = archive.read_entities(node_type).select(["code", "name"])
            for code, name in zip(*(column.to_pylist() for column in table.columns), strict=True):
                if code and name:
                    made.add(code, name)
        return made

    def __len__(self) -> int:
        return len(self._names) + (len(self._base) if self._base else 0)

    def __contains__(self, code: str) -> bool:
        return self.name(code) is not None

    def name(self, code: str) -> str | None:
        """The official name of the place with a code; None where it is not known."""
        return self._names.get(code) or (self._base.name(code) if self._base else None)

    def full_name(self, code: str) -> str:
        """The names from the province down to a place: 山东省临沂市兰山区. Levels that are not known are left out."""
        levels = [cut(code, level) for level in ("province", "prefecture", "county", "township", "village")]
        names = [self.name(c) for c in dict.fromkeys(levels)]
        return "".join(name for name in names if name and name not in words()["not_places"])

    def learn(self, records: Iterable[Record]) -> None:
        """Add the places among the records of a load."""
        for record in records:
            if isinstance(record, EntityRecord) and record.type in PLACES:
                code, name = record.properties.get("code"), record.properties.get("name")
                if code and name:
                    self.add(code, name)

    def add(self, code: str, name: str) -> None:
        """Know a place, also by its stem, its short name as a zone and what it was called before."""
        self._names.setdefault(code, name)
        self._around.clear()
        if name in words()["not_places"]:
            return
        known = [name, *_short(name), *self._without_city(code, name)]
        known += [old["name"] for old in words()["renamed"] if old["code"] == code]
        for told in map(compact, known):
            stem = split_ending(told)[0]
            self._codes[told].add(code)
            self._codes[stem].add(code)
            if len(code) == VILLAGE:  # 李元村村委会 is 李元村 and 李元
                self._codes[split_ending(stem)[0]].add(code)

    def _without_city(self, code: str, name: str) -> list[str]:
        """保定白沟新城 is 白沟新城 within 保定市."""
        city = split_ending(self._names.get(cut(code, "prefecture"), ""))[0]
        rest = name.removeprefix(city)
        return [rest] if city and len(code) == COUNTY and rest != name and len(rest) >= 3 else []

    def find(self, names: Sequence[str | None], within: str | None = None) -> str | None:
        """The place that the names tell, from large to small; each may be an address as well.

        What is not known is passed over, so the place is as fine as what is known; None if nothing is.
        """
        found = within
        for name in names:
            text = compact(name) if name else ""
            if text:
                found = self._one(text, found) or self._in_address(text, found) or found
        return None if found == within else found

    def find_in_address(self, address: str, within: str | None = None) -> str | None:
        """The finest place that a free address names, read from its beginning.

        Counties are known by name, by stem only where the address or the city's name ends before them; smaller
        places by a name with its ending, villages only right behind the place they lie in. What a road or building
        is called after is no place (沂水路, 平邑商城).
        """
        return self._in_address(compact(address), within)

    def _in_address(self, text: str, within: str | None) -> str | None:
        found, at, told = within, 0, 0  # told: up to here the text is names of places
        while at < len(text) - 1:
            step = self._next(text, at, found, led=not any(map(str.isalpha, text[told:at])))
            if step is None:
                at += 1
                continue
            found, at = step
            told = at
        return None if found == within else found

    def _next(self, text: str, at: int, within: str | None, led: bool) -> tuple[str | None, int] | None:
        """The longest name that begins at a place of the text and lies within, or around, what is known."""
        for length in range(min(LONGEST, len(text) - at), 1, -1):
            name, end = text[at : at + length], at + length
            known = self.knows(name, within)
            if not known and name[-1] not in _last_characters():
                continue
            stem, digits = split_ending(name)
            if not known and not self.knows(stem, within):
                continue
            if within and name in self._larger(within):
                return within, end
            code = self._one(name, within)
            if code is None or _is_street(text[end : end + 1]):
                continue
            if len(code) == VILLAGE and not led:  # 郭圪墩村 is not 圪墩村
                continue
            if digits is None and (len(code) > COUNTY or not led or _is_building(text[end : end + 1])):
                continue
            return code, end
        return None

    def _larger(self, code: str) -> set[str]:
        """Names and stems of a place and of those it lies in."""
        if code not in self._around:
            around = {cut(code, level) for level in ("province", "prefecture", "county", "township")} | {code}
            names = [compact(name) for name in map(self.name, around) if name]
            self._around[code] = {*names, *(split_ending(name)[0] for name in names)}
        return self._around[code]

    def _one(self, name: str, within: str | None) -> str | None:
        """The one place of that name within another; None if there is none, or several of one level.

        A name that is unknown as it stands is taken by its stem, on the level that its ending tells: 盛庄镇
        became 盛庄街道.
        """
        codes = self.fitting(name, within)
        stem, digits = split_ending(name)
        if not codes and digits is not None:
            codes = self.fitting(stem, within, digits)
        if len(codes) > 1:  # a county and its town of one name: the larger is meant
            least = min(len(trunk(c)) for c in codes)
            codes = [c for c in codes if len(trunk(c)) == least]
        return codes[0] if len(codes) == 1 else None

    def knows(self, name: str, within: str | None) -> bool:
        """Whether a place of this name may lie within another."""
        return name in self._codes or (self._base is not None and self._base.knows(name, within))

    def fitting(self, name: str, within: str | None, digits: int | None = None) -> list[str]:
        """The codes of a name that lie within a place and are so long, the base's too.

        Where no place is told a name means what is known here, before the base is asked. Within a place both count:
        that one of two villages of a name has been loaded does not make it the one that is meant.
        """
        inside = trunk(within) if within else ""
        fitting = (c for c in self._codes.get(name, ()) if c.startswith(inside) and c != within)
        codes = [c for c in fitting if digits is None or len(c) == digits]
        if self._base is None or (codes and not within):
            return codes
        return sorted({*codes, *self._base.fitting(name, within, digits)})


class _National(Gazetteer):
    """All of China. A county's villages are learnt when a place within it is asked for."""

    def __init__(self) -> None:
        super().__init__(divisions().upper())
        self._counties: set[str] = set()

    def __len__(self) -> int:
        return len(divisions())

    def name(self, code: str) -> str | None:
        self._learn_villages(code if len(code) == VILLAGE else None)
        return super().name(code)

    def knows(self, name: str, within: str | None) -> bool:
        self._learn_villages(within)
        return super().knows(name, within)

    def fitting(self, name: str, within: str | None, digits: int | None = None) -> list[str]:
        self._learn_villages(within)
        return super().fitting(name, within, digits)

    def _learn_villages(self, within: str | None) -> None:
        if within is None or len(trunk(within)) < COUNTY or within[:COUNTY] in self._counties:
            return
        self._counties.add(within[:COUNTY])
        for code, name in divisions().within(within[:COUNTY]):
            if len(code) == VILLAGE:
                self.add(code, name)


@cache
def national() -> Gazetteer:
    """All divisions of China that are installed (records.divisions), shared by whoever asks."""
    return _National()


def _is_street(following: str) -> bool:
    return following != "" and following in words()["streets"]


def _is_building(following: str) -> bool:
    return following != "" and following in words()["buildings"]


def _short(name: str) -> list[str]:
    """What a zone is called within its city: 临沂高新技术产业开发区 → 高新区, 临沂高新区."""
    for whole, shorter in words()["zones"].items():
        if name.endswith(whole) and name != whole:
            city = name.removesuffix(whole)
            return [text for short in shorter for text in (short, city + short)]
    return []
