"""What the rows of a sheet become: the row's own thing, who and what else it names, and how they belong together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from loaders.naming import PERSON
from loaders.places import Gazetteer
from loaders.proposal.draft import Draft, Link, Spec, Thing
from loaders.proposal.edges import add_scheme, by_ends, by_nouns, draft_edges, relation_column, relation_of
from loaders.proposal.implied import implied, schemes_by_names
from loaders.proposal.parties import (
    Party,
    draft_office,
    draft_pair,
    draft_party,
    find_pair,
    parties,
    place_codes,
)
from loaders.proposal.places import draft_places
from loaders.proposal.profile import Column, depends
from loaders.proposal.readings import ENOUGH, Reading, assign
from loaders.proposal.subject import Subject, find_subject, name_hints
from loaders.vocabulary import Vocabulary, is_one_of, office_of, tokens, told, whole
from loaders.words import plain
from records.schema import stated

#: What is said of a relation rather than of a thing that stands in many rows.
_OF_RELATIONS = frozenset({"year", "amount", "role"})


def draft_sheet(
    columns: list[Column], file: str, sheet: str | None, words: Vocabulary, gazetteer: Gazetteer
) -> Draft | None:
    """The mapping of a table; None where its headers and values tell nothing."""
    draft = Draft(columns)
    draft.ignored = [c.header for c in columns if is_one_of(c.header, "numbering") and _numbers(c)]
    headers = {column.position: words.header(column.header) for column in columns}
    hints = name_hints(file, sheet, words)
    ends = by_ends(columns)
    if ends and draft_edges(draft, ends, hints, words):
        schemes_by_names(draft)
        return draft
    draft = Draft(columns, ignored=draft.ignored)
    rel, nouns = relation_column(columns), by_nouns(columns, headers)
    if rel and len(nouns) == 2 and any(relation_of(text, words) for text in rel.few):  # noqa: SIM102
        if draft_edges(draft, nouns, hints, words):
            schemes_by_names(draft)
            return draft
    draft = Draft(columns, ignored=draft.ignored)
    left = [column for column in columns if column.header not in draft.ignored]
    subject = find_subject(left, hints, words)
    found = parties(left, words)
    pair = find_pair(found)
    if pair and (subject is None or subject.own < 2):
        if not draft_pair(draft, *pair, words):
            return None
    elif subject is not None:
        _rows(draft, subject, hints, (file, sheet), words, gazetteer)
    else:
        return None
    _relation_properties(draft, left)
    schemes_by_names(draft)
    _defaults(draft)
    return draft


def _numbers(column: Column) -> bool:
    """Whether a column only numbers the rows."""
    numbers = [int(text) for text in column.texts[:50] if text.isascii() and text.isdecimal()]
    return (
        len(numbers) == len(column.texts[:50]) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if numbers
        else not column.texts
    )


def _rows(
    draft: Draft,
    subject: Subject,
    hints: Mapping[str, float],
    called: tuple[str, str | None],
    words: Vocabulary,
    gazetteer: Gazetteer,
) -> None:
    """The row's own thing with its properties, and all that belongs to it. called: the names of file and sheet."""
    file, sheet = called
    thing = draft.add(subject.type, subject.confidence, subject.reason)
    thing.mention = False
    columns = {column.position: column for column in draft.columns}
    thing.specs["name"] = Spec(subject.name.header, subject.confidence, subject.reason.split(";", 1)[0])
    for position, reading in subject.readings.items():
        thing.specs[reading.prop.name] = _spec(columns[position], reading)
        if reading.prop.name == "code" and "scheme" in subject.type.properties and "scheme" not in thing.specs:
            add_scheme(thing, columns[position])
    _aliases(draft, thing)
    implied(thing, subject, file, sheet)
    _left_to_relations(draft, thing, subject)
    own = {subject.name.header} | {c for n, s in thing.specs.items() if _is_key(n, thing) for c in s.columns}
    left = [c for c in draft.columns if c.header not in own and c.header not in draft.ignored]
    for column in left:
        if office_of(column.header):
            draft_office(draft, column, thing, words)
    placed = draft_places(draft, thing, gazetteer, words, draft.used() - _own_places(thing))
    for party in parties([c for c in left if not office_of(c.header) and c.header not in placed], words):
        if not _is_plainly_own(party, thing):
            draft_party(draft, party, thing, words)
    place_codes(draft, thing)
    _hinted(draft, thing, hints, file, words)
    _keyed(draft, thing, words)
    _persons(draft, thing)


def _own_places(thing: Thing) -> set[str]:
    return {c for name in ("address", "venue") if name in thing.specs for c in thing.specs[name].columns} | (
        set(thing.specs["name"].columns) if thing.type.name == "Park" else set()
    )


def _is_key(name: str, thing: Thing) -> bool:
    return any(name in key for key in thing.type.keys[: thing.type.strong_keys]) and name != "scheme"


def _is_plainly_own(party: Party, thing: Thing) -> bool:
    """A column that is the thing's own property by its header, and no name of something else: 园区类别."""
    return all(c.header in {s for spec in thing.specs.values() for s in spec.columns} for c in party.columns) and not (
        party.roles or party.noun
    )


def _spec(column: Column, reading: Reading) -> Spec:
    """How a column tells a property. Where its header does not say so for sure, what cannot be read is left unknown
    instead of refusing the row."""
    told_by: dict[str, Any] = {"column": column.header}
    prop, reason = reading.prop, reading.reason
    shape = told()["shapes"].get(f"{reading.type}.{prop.name}")
    if shape and not all(re.fullmatch(shape, text) for text in (*column.texts, *column.few)):
        told_by["pattern"] = f"^({shape})$"
    elif not column.all_fit(prop):
        if prop.kind == "integer" and _has_sentinels(column):
            told_by["pattern"] = r"^(\d+)$"
        elif not reading.header:
            told_by["lenient"] = True
    if prop.kind == "money" and column.unit is None and column.unit_above is None and column.usual_unit:
        told_by["unit"] = column.usual_unit
        reason += f"; most amounts are written in {column.usual_unit}, so bare numbers are too"
    return Spec(told_by if len(told_by) > 1 else column.header, reading.confidence, reason)


def _has_sentinels(column: Column) -> bool:
    return any(text in map(str, told()["sentinels"]) for text in column.texts)


def _aliases(draft: Draft, thing: Thing) -> None:
    """A second, shorter name."""
    name = thing.specs["name"].told
    generic = {"name", *map(plain, told()["names"]["short"])}
    for column in draft.columns:
        if column.header != name and whole(column.header) in generic and column.header not in draft.used():
            thing.specs.setdefault("aliases", Spec(column.header, 0.8, f"a second name beside {name}"))


def _left_to_relations(draft: Draft, thing: Thing, subject: Subject) -> None:
    """What differs between the rows of one thing is not said of the thing, but of its relations."""
    rows = len(subject.name.values)
    if subject.name.count == rows:
        return
    several = subject.name.count < rows / 2
    by_header = {column.header: column for column in draft.columns}
    for name in list(thing.specs):
        spec = thing.specs[name]
        columns = [by_header[c] for c in spec.columns]
        prop = thing.type.properties[name]
        if name == "name" or prop.multiple or not columns:
            continue
        if name in _OF_RELATIONS and (several or not all(depends(column, subject.name) for column in columns)):
            del thing.specs[name]


def _hinted(draft: Draft, thing: Thing, hints: Mapping[str, float], file: str, words: Vocabulary) -> None:
    """A column of names that say no type, in a file that is called after one: c_name in stock_industry.csv."""
    for column in draft.columns:
        header = words.header(column.header)
        if (
            column.header in draft.used()
            or header.part != "name"
            or header.noun
            or column.count > len(column.values) / 2
        ):
            continue
        for name in sorted(hints, key=lambda n: -hints[n]):
            if name == thing.type.name or any(t.type.name == name for t in draft.things.values()):
                continue
            party = Party(header.base, [column], [header], [], name)
            if draft_party(draft, party, thing, words):
                made = next(reversed(draft.things.values()))
                made.reason = f"the file is called after {made.type.label.en}, and no other column names one"
                for scheme, listed in told()["scheme_words"].items():
                    if made.type.name == "Industry" and any(token in listed for token in tokens(file)):
                        made.specs["scheme"] = Spec({"value": scheme}, 0.7, "the file is called so")
                break


def _keyed(draft: Draft, thing: Thing, words: Vocabulary) -> None:
    """A key of another type that nothing reads: a stock code in a table of people."""
    enterprise = words.ontology.node_types.get("Enterprise")
    if enterprise is None or thing.type is enterprise:
        return
    for column in draft.columns:
        header = words.header(column.header)
        if (
            column.header in draft.used()
            or header.part != "key"
            or any(t.type is enterprise for t in draft.things.values())
        ):
            continue
        readings = assign(enterprise, [column])
        if readings and readings[column.position].prop.kind in ("uscc", "stock_code"):
            reading = readings[column.position]
            edges = [
                words.ontology.edge_types[n] for n in told()["usual"]["Enterprise"] if n in words.ontology.edge_types
            ]
            edge = next((e for e in edges if (thing.type.name, enterprise.name) in e.ends), None)
            if edge:
                firm = draft.add(enterprise, reading.confidence, reading.reason)
                firm.specs[reading.prop.name] = Spec(column.header, reading.confidence, reading.reason)
                draft.link(edge, thing, firm, f"{column.header} is the key of an enterprise")


def _persons(draft: Draft, thing: Thing) -> None:
    """People are told apart by a key; without one by what they belong to."""
    if thing.type.name != PERSON or "person_key" in thing.specs:
        return
    for link in draft.links:
        other = draft.things[link.tail if link.head == thing.name else link.head]
        told_by = next((other.specs[n].told for n in ("name", "stock_code", "uscc") if n in other.specs), None)
        if isinstance(told_by, str) and not told_by.startswith("each"):
            key = {"template": f"{{{thing.specs['name'].told}}}@{{{told_by}}}"}
            thing.specs["person_key"] = Spec(key, 0.7, "a name alone tells no person: name@enterprise")
            return


def _relation_properties(draft: Draft, columns: list[Column]) -> None:
    """What nothing reads yet, as properties of the relations; those of one type tell the same: 股东 of two types."""
    free: dict[str, list[Column]] = {}
    for link in draft.links:
        used = draft.used()
        left = free.setdefault(link.edge.name, [column for column in columns if column.header not in used])
        said = {p.name for p in stated(link.edge)}
        if link.edge.name == "HOLDS_ROLE" and "role" not in link.specs:
            _role(link, left)
        for position, reading in assign(link.edge, left).items():
            column = next(c for c in left if c.position == position)
            known = reading.prop.name in link.specs or reading.prop.name not in said
            if not known and reading.confidence >= ENOUGH and (reading.header or reading.prop.kind != "enum"):
                link.specs[reading.prop.name] = _spec(column, reading)


def _role(link: Link, columns: list[Column]) -> None:
    column = next((c for c in columns if is_one_of(c.header, "role_columns")), None)
    if column is None:
        return
    if column.separators:
        link.each = {"column": column.header, "split": column.separators}
        link.specs["role"] = Spec("each", 0.85, "the column says which office, several in a cell")
    else:
        link.specs["role"] = Spec(column.header, 0.9, "the column says which office")


def _defaults(draft: Draft) -> None:
    """What a relation is called where no column tells; and things that are only named."""
    for link in draft.links:
        ends = {draft.things[link.head].type.name, draft.things[link.tail].type.name}
        for node_type, values in told()["implied_relations"].get(link.edge.name, {}).items():
            for name, value in values.items() if ends == {node_type} else ():
                link.specs.setdefault(name, Spec({"value": value}, 0.6, "so are relations of these types called"))
        for entry in told()["roles"]:
            if entry["edge"] == link.edge.name:
                for name, value in entry.get("default", {}).items():
                    link.specs.setdefault(name, Spec({"value": value}, 0.5, "no column tells it"))
    for thing in draft.things.values():
        keys = {name for key in thing.type.keys[: thing.type.strong_keys] for name in key} - {"region_code"}
        if draft.links and not thing.mention and set(thing.specs) <= keys | {"name"}:
            thing.mention = thing.type.name != PERSON
