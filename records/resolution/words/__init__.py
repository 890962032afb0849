"""The words by which names are taken apart: names.yaml and the names of China's divisions, read once.

Regular expressions are in the syntax of Polars (Rust), which knows no look-around.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from records.divisions import divisions

#: Rows of the table that group others and are no places of their own.
_NO_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_HERE = Path(__file__).parent
_LEVELS = re.compile(
    "(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|(?:[\u4e00-\u9fff]{1,3}族)*(?:自治州|自治县|自治旗)|林区|省|市|地区|盟|县|区|旗)$"
)


@dataclass(frozen=True)
class Words:
    """names.yaml, made ready: patterns and tables from word to class."""

    forms: Mapping[str, str]
    form_pattern: str
    branch_pattern: str
    head_pattern: str
    undertaking_pattern: str
    undertaking_end: str
    business: str
    kinds: Mapping[str, Mapping[str, str]]
    abbreviations: Mapping[str, str]
    synonyms: Mapping[str, str]
    former_pattern: str
    common: frozenset[str]
    common_person: str

    def kind_pattern(self, node_type: str) -> str:
        """The end of a name of this type that tells its kind."""
        return f"(?:{either(self.kinds[node_type])})$"


def either(words: Iterable[str]) -> str:
    """A pattern for one of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _classes(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in groups.items() for word in words}


def _meant(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """Word to the one it means; the one itself too, so that no part of it is replaced. Longer ones come first."""
    table = {word: main for main, others in groups.items() for word in (main, *others)}
    return {word: table[word] for word in sorted(table, key=lambda w: (-len(w), w))}


@cache
def words() -> Words:
    """names.yaml."""
    given: dict[str, Any] = yaml.safe_load((_HERE / "names.yaml").read_text(encoding="utf-8"))
    forms, cut = _classes(given["forms"]), _classes(given["cut_forms"])
    branches, business = either(given["branches"]), either(given["business"])
    company = "集团(?:控股)?(?:股份)?(?:有限)?(?:责任)?(?:总)?(?:公司)?|公司"
    return Words(
        forms=forms | cut,
        form_pattern=f"(集团)?(?:控股)?({either(forms | cut)})?$",
        branch_pattern=f"(?:{branches})$",
        head_pattern=f"^(.*?(?:{company}|{either(given['parents'])}|{either(forms)}))(.{{2,}})$",
        undertaking_pattern=f"^(.{{2,}}?(?:{either(given['undertakings'])}))(.*?(?:{branches}))$",
        undertaking_end=f"(?:{either(given['small'])})$",
        business=business,
        kinds={name: _classes(groups) for name, groups in given["kinds"].items()},
        abbreviations=_meant(given["abbreviations"]),
        synonyms=_meant(given["synonyms"]),
        former_pattern=rf"\((?:{either(given['former'])})[:：]?([^()]+)\)",
        common=frozenset(given["common_characters"]),
        common_person=f"^[{given['common_surnames']}][{given['common_given']}]{{1,2}}$",
    )


def short_name(name: str) -> str:
    """A division without the word for its level, where two characters are left: 临沂市 → 临沂, 西乡塘区 → 西乡塘."""
    short = _LEVELS.sub("", name)
    return short if len(short) >= 2 else name


@dataclass(frozen=True)
class Regions:
    """What names begin with (山东省临沂市, 临沂, 山东沂水县) with the code's digits without trailing zeros, and the
    short name of each code."""

    codes: Mapping[str, str]
    names: Mapping[str, str]
    beginnings: frozenset[str]  # the first two characters of all ways to write a place


@cache
def regions() -> Regions:
    """China's provinces to counties with all ways to write them.

    What several are called lies where all of them do: "" for 鼓楼区.

    A district without 区 (新华, 和平) is not read as a place, nor is a county of characters that trade names are
    made of (兴业, 永兴) without 县 or 市.
    """
    full = {code: name for code, name in divisions().upper() if len(code) == 6 and name not in _NO_NAMES}
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for code, name in full.items():
        digits = code.removesuffix("00").removesuffix("00")
        names[digits] = short_name(name)
        for written in _written(code, full):
            codes[written] = _shared(codes.get(written, digits), digits)
    codes = {written: digits for written, digits in codes.items() if digits or written in full.values()}
    return Regions(codes, names, frozenset(written[:2] for written in codes))


def _written(code: str, full: Mapping[str, str]) -> Iterable[str]:
    """Every way to write a division, with and without those above it."""
    name = full[code]
    short = short_name(name)
    district = name.endswith("区") and not code.endswith("0000") and "自治" not in name
    own = {name} if district else {name, short}
    above = {""}
    for upper in dict.fromkeys([code[:2] + "0000", code[:4] + "00"]):
        if upper != code and upper in full:
            above |= {head + way for head in above for way in (full[upper], short_name(full[upper]))}
    ways = {head + way for head in above for way in own}
    return ways - {short} if set(short) <= words().common and not code.endswith("00") and short != name else ways


def _shared(left: str, right: str) -> str:
    if left.startswith(right) or right.startswith(left):
        return min(left, right, key=len)
    return next((left[:n] for n in (4, 2) if left[:n] == right[:n]), "")
