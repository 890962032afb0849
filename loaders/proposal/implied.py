"""What no column says, but the name of the file, the shape of codes or another column does: values that are the same
in every row, and levels that codes tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from loaders.cells import text as text_of
from loaders.proposal.draft import Draft, Spec, Thing
from loaders.proposal.profile import Column
from loaders.proposal.subject import Subject
from loaders.vocabulary import tokens, told
from loaders.words import plain

#: So many names, and such a share of them, must look like those of a classification.
_NAMES, _SHARE = 3, 0.05


def implied(thing: Thing, subject: Subject, file: str, sheet: str | None) -> None:
    """What the row's own thing is besides: listed where it has a stock code, a leading enterprise where the file is
    called 龙头企业名录, of a level that its code tells."""
    for cause, values in told()["implied"].get(thing.type.name, {}).items():
        if cause in thing.specs and subject.own + len(subject.readings) > 2:
            for name, value in values.items():
                thing.specs.setdefault(name, Spec({"value": value}, 0.7, f"it has a {cause}"))
    dates = [name for name, spec in thing.specs.items() if "date" in spec.reason and name == "founded"]
    if "stock_code" in thing.specs and "listed_on" not in thing.specs:
        for name in dates:
            spec = thing.specs.pop(name)
            reason = f"{spec.reason}; of listed companies the day of listing"
            thing.specs["listed_on"] = Spec(spec.told, spec.confidence, reason)
    kind = _kind(thing, file, sheet)
    if kind and "kind" not in thing.specs:
        thing.specs["kind"] = Spec({"value": kind[0]}, 0.6, f"file or sheet is called {kind[1]}")
    _by_scheme(thing)


def _kind(thing: Thing, file: str, sheet: str | None) -> tuple[str, str] | None:
    """The kind that the name of sheet or file tells, the longest word of the codelist that it holds, and the word."""
    prop = thing.type.properties.get("kind")
    if prop is None or prop.codelist is None:
        return None
    types = {plain(word) for word in (thing.type.label.zh, thing.type.label.en, thing.type.name, *thing.type.headers)}
    for name in filter(None, (sheet, file)):
        bare, parts = plain(name), tokens(name)
        fitting = [
            (len(word), code.code, word)
            for code in prop.codelist.codes.values()
            for word in (code.label.zh, code.label.en, *code.words)
            if plain(word) not in types and (word in parts if word.isascii() else len(word) > 1 and plain(word) in bare)
        ]
        if fitting:
            return max(fitting)[1:]
    return None


def _by_scheme(thing: Thing) -> None:
    """What codes of a classification tell: a sector, its level by zeros or length."""
    scheme, code = thing.specs.get("scheme"), thing.specs.get("code")
    if scheme is None or code is None or not isinstance(scheme.told, dict) or not isinstance(code.told, str):
        return
    known = told()["of_scheme"].get(scheme.told.get("value"), {})
    if "kind" in known:
        thing.specs.setdefault("kind", Spec({"value": known["kind"]}, 0.6, f"so are all of {scheme.told['value']}"))
    if "levels" in known:
        levels = [
            {"value": level, **({"when": {code.told: {"matches": shape}}} if shape else {})}
            for shape, level in known["levels"].items()
        ]
        thing.specs.setdefault("level", Spec(levels, 0.6, "the shape of the code tells it"))


def schemes_by_names(draft: Draft) -> None:
    """The classification of industries of which a table gives no codes, by how its names are written: 焦炭Ⅲ."""
    things = [t for t in draft.things.values() if t.type.name == "Industry" and not {"code", "scheme"} & t.specs.keys()]
    columns = {column.header: column for column in draft.columns}
    for scheme, pattern in told()["scheme_names"].items():
        if any(_written(_names(thing, columns), pattern) for thing in things):
            for thing in things:
                thing.specs["scheme"] = Spec({"value": scheme}, 0.6, "names are written so")
            return


def _written(names: Iterable[str], pattern: str) -> bool:
    known = set(names)
    found = sum(bool(re.search(pattern, name)) for name in known)
    return found >= _NAMES and found >= _SHARE * len(known)


def _names(thing: Thing, columns: dict[str, Column]) -> Iterator[str]:
    name: Any = thing.specs["name"].told if "name" in thing.specs else None
    header = thing.each["column"] if thing.each else name
    for value in columns[header].distinct if header in columns else ():
        if isinstance(value, dict | list):
            yield from map(text_of, value)
        else:
            yield text_of(value)
