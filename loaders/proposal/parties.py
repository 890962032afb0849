"""What columns name besides the row's own thing: investors, operators, places, products, who holds an office.

A group of columns with one base (股东名称, 股东信用代码) is a party. Its role is told by the words of its header, its
type by the noun behind them, else by how its values are named. Parties of several types become one entity each, with
the condition that its name looks so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.naming import PERSON
from loaders.places import PLACES
from loaders.proposal.draft import Draft, Link, Spec, Thing
from loaders.proposal.edges import add_scheme, fill
from loaders.proposal.profile import Column, depends
from loaders.vocabulary import Header, Role, Vocabulary, office_of, told
from loaders.words import plain
from ontology.model import EdgeType, NodeType

#: Types whose cells may list several.
_LISTED = frozenset({"Product", "Person", "Enterprise", "Organization", "Industry", "Honor", "Platform"})
_OWNS = "OWNS"
#: A type is told apart from others from this share of the names on.
_NOTED = 0.1


@dataclass
class Party:
    """Columns of one base, with what their header says they are."""

    base: str
    columns: list[Column]
    headers: list[Header]
    roles: list[Role]
    noun: str | None
    ends: dict[str, list[Thing]] = field(default_factory=dict)

    @property
    def named(self) -> Column | None:
        """The column of the name."""
        found = (c for c, h in zip(self.columns, self.headers, strict=True) if h.part != "key")
        return next(found, None)

    @property
    def shown(self) -> str:
        return self.columns[0].header


def parties(columns: Sequence[Column], words: Vocabulary) -> list[Party]:
    """The parties among columns; a uscc without a base of its own belongs to the one before it."""
    found: dict[str, Party] = {}
    last: Party | None = None
    for column in columns:
        header = words.header(column.header)
        roles, noun = words.roles(header.base), header.noun
        if column.shared and not any(role.edge == _OWNS for role in roles):  # names with shares are holders
            roles = words.roles(plain("股东"))
        if not header.base and header.part == "key" and last and _is_uscc(column, words) and len(last.columns) == 1:
            last.columns.append(column)
            last.headers.append(header)
            continue
        if (not roles and not noun) or (header.part != "key" and column.matches(r"[-\d.,%]+") > 0.5):
            continue  # numbers name nobody
        noun = noun or next((role.noun for role in roles if role.noun), None)
        last = found.setdefault(header.base, Party(header.base, [], [], roles, noun))
        last.columns.append(column)
        last.headers.append(header)
    return list(found.values())


def _is_uscc(column: Column, words: Vocabulary) -> bool:
    return column.fits(words.ontology.node_types["Enterprise"].properties["uscc"]) > 0.5


def find_pair(found: Sequence[Party]) -> tuple[Party, Party, Role] | None:
    """Two parties that are the head and the tail of one relation: 担保人, 被担保人."""
    for one in found:
        for role in one.roles:
            if role.side != "head":
                continue
            for other in found:
                matching = (r for r in other.roles if r.edge == role.edge and r.side == "tail")
                if other is not one and next(matching, None):
                    return one, other, role
    return None


def draft_pair(draft: Draft, head: Party, tail: Party, role: Role, words: Vocabulary) -> bool:
    """The two ends of a relation and the relation."""
    if not any(column.values for column in (*head.columns, *tail.columns)):
        return False  # two words over no rows tell no types
    edge = words.ontology.edge_types[role.edge]
    tail_role = next(r for r in tail.roles if r.edge == role.edge and r.side == "tail")
    heads = _things(draft, head, role, [words.ontology.node_types[n] for n in edge.heads], None, tail.named)
    fitting = [n for n in edge.tails if any((h.type.name, n) in edge.ends for h in heads)]
    tails = _things(draft, tail, tail_role, [words.ontology.node_types[n] for n in fitting], None, head.named)
    for one in heads:
        for other in tails:
            if (one.type.name, other.type.name) in edge.ends:
                link = draft.link(edge, one, other, f"{head.shown} and {tail.shown} are its two ends", 0.9)
                _fixed(link, role)
                _shares(link, one if one.each else other)
    return bool(draft.links)


def draft_party(draft: Draft, party: Party, subject: Thing, words: Vocabulary) -> bool:
    """A party and its relation to the row's own thing; False where none is told."""
    ontology = words.ontology
    name = subject.specs.get("name")
    named = next((c for c in draft.columns if name and c.header == name.told), None)
    for role in party.roles or _usual(party, subject, words):
        edge = ontology.edge_types[role.edge]
        if subject.type.name not in role.entry.get("heads", [subject.type.name]):
            continue
        side = 0 if role.side == "head" else 1
        others = dict.fromkeys(end[side] for end in edge.ends if end[1 - side] == subject.type.name)
        allowed = [ontology.node_types[n] for n in others]
        if party.noun:
            allowed = [t for t in allowed if t.name == party.noun]
        things = _things(draft, party, role, allowed, subject, named) if allowed else []
        for thing in things:
            pair = (thing, subject) if role.side == "head" else (subject, thing)
            link = draft.link(edge, *pair, f"{party.shown} is its {role.side}")
            _fixed(link, role)
            _shares(link, thing)
        if things:
            party.ends[role.edge] = things
            return True
    return False


def _usual(party: Party, subject: Thing, words: Vocabulary) -> Iterable[Role]:
    """What a type without a role is to the row's thing."""
    for name in told()["usual"].get(party.noun or "", ()):
        edge = words.ontology.edge_types.get(name)
        part = name != "PART_OF" or subject.type.name in PLACES
        if edge and part and (subject.type.name, party.noun) in edge.ends:
            yield Role(name, "tail", party.noun, {})


def _things(
    draft: Draft,
    party: Party,
    role: Role,
    allowed: Sequence[NodeType],
    subject: Thing | None,
    other: Column | None,
) -> list[Thing]:
    """The party as entities, one a type; none where no type fits. other: the column that names the other end, by
    which people of one name are told apart."""
    types, why = _types(party, role, allowed, subject)
    if not types or (any(t.name == PERSON for t in types) and other is None and subject is None):
        return []
    sure = 0.85 if party.roles and (party.noun or len(types) > 1 or why) else 0.65
    reason = f"the header {party.shown} says so{why}"
    made = []
    for node_type in types:
        thing = draft.add(node_type, sure, reason)
        _fill(thing, party, subject, other)
        _tell_apart(thing, party, [t.name for t in types if t is not node_type], last=node_type is types[-1])
        made.append(thing)
    return made


def _types(party: Party, role: Role, allowed: Sequence[NodeType], subject: Thing | None) -> tuple[list[NodeType], str]:
    """The types of a party, the one that takes what no words tell last."""
    if not allowed:
        return [], ""
    by_name = {t.name: t for t in allowed}
    noun = role.noun or party.noun
    if noun:
        return ([by_name[noun]] if noun in by_name else []), ""
    column = party.named or party.columns[0]
    names = column.part_names if column.shared or column.separators else column.names
    noted = {name: share for name, share in names.items() if name in by_name and share >= _NOTED}
    if sum(noted.values()) >= 0.5:
        ordered = sorted(noted, key=lambda n: (n == PERSON, noted[n]))  # who is nobody else is a person
        shares = ", ".join(f"{noted[n]:.0%} {by_name[n].label.zh}" for n in reversed(ordered))
        return [by_name[n] for n in ordered], f"; the names look like {shares}"
    if role.usual_type in by_name:
        return [by_name[role.usual_type]], ""
    if subject is not None and subject.type.name in by_name and party.roles:
        return [subject.type], ""
    return ([allowed[0]], "") if len(allowed) == 1 else ([], "")


def _fill(thing: Thing, party: Party, subject: Thing | None, other: Column | None) -> None:
    for column, header in zip(party.columns, party.headers, strict=True):
        fill(thing, column, header)
    if party.named is not None and thing.type.name in _LISTED:
        _list(thing, party.named)
    name = thing.specs.get("name")
    if thing.type.name == PERSON and "person_key" not in thing.specs and name and other is not None:
        told_by = "each.name" if name.told == "each.name" else name.told
        key = {"template": f"{{{told_by}}}@{{{other.header}}}"}
        thing.specs["person_key"] = Spec(key, 0.8, "people of one name are told apart by what they belong to")
    if thing.type.name == "Industry" and "code" in thing.specs and subject and "scheme" in subject.specs:
        thing.specs["scheme"] = subject.specs["scheme"]


def _list(thing: Thing, column: Column) -> None:
    """A cell that tells several: a JSON object or list, names with shares, names with separators."""
    if column.nested:
        thing.each = {"column": column.header}
        thing.specs["name"] = Spec("each", 0.8, f"cells are JSON ({column.nested.__name__})")
    elif column.shared:
        thing.each = {"column": column.header, "as": "shares"}
        thing.specs["name"] = Spec("each.name", 0.85, "cells list names with shares")
    elif column.separators:
        thing.each = {"column": column.header, "split": column.separators}
        thing.specs["name"] = Spec("each", 0.85, f"cells list several, separated by {column.separators}")


def _tell_apart(thing: Thing, party: Party, others: Sequence[str], *, last: bool) -> None:
    """The condition that a name looks like this type, where the column holds several; the last takes the rest."""
    name = thing.specs.get("name")
    if name is None or not isinstance(name.told, str):
        return
    if others:
        thing.when[name.told] = {"not_names": list(others)} if last else {"names": [thing.type.name]}
        return
    column = party.named
    share = column.names.get(thing.type.name, 0.0) if column and not thing.each else 0.0
    if thing.type.name in ("Region", PERSON) and 0.7 <= share < 1 and "code" not in thing.specs:
        thing.when[name.told] = {"names": [thing.type.name]}


def _fixed(link: Link, role: Role) -> None:
    for name, value in role.entry.get("properties", {}).items():
        link.specs[name] = Spec({"value": value}, 0.8, "the header says so")


def _shares(link: Link, thing: Thing) -> None:
    """The share or number behind each name of a cell."""
    if thing.each is None:
        return
    if thing.each.get("as") == "shares":
        for name in ("share", "amount"):
            if name in link.edge.properties:
                link.specs[name] = Spec(f"each.{name}", 0.8, "stands behind each name")
    elif thing.specs["name"].reason.endswith("(dict)") and "weight" in link.edge.properties:
        link.specs["weight"] = Spec("each.value", 0.7, "the number behind each name")


def draft_office(draft: Draft, column: Column, subject: Thing, words: Vocabulary) -> bool:
    """The person who holds the office that a column is headed with."""
    edge, office = words.ontology.edge_types.get("HOLDS_ROLE"), office_of(column.header)
    name = subject.specs.get("name")
    person = words.ontology.node_types.get(PERSON)
    if edge is None or office is None or name is None or person is None or not isinstance(name.told, str):
        return False
    if (PERSON, subject.type.name) not in edge.ends:
        return False
    share = column.names.get(PERSON, 0.0)
    if column.distinct and share < 0.5:
        return False
    thing = draft.add(person, 0.6 + 0.35 * share, f"{column.header} is an office; {share:.0%} look like people")
    thing.specs["name"] = Spec(column.header, 0.9, thing.reason)
    thing.specs["person_key"] = Spec(
        {"template": f"{{{column.header}}}@{{{name.told}}}"}, 0.8, "a name alone tells no person: name@enterprise"
    )
    if share < 1:
        thing.when[column.header] = {"names": [PERSON]}
    link = draft.link(edge, thing, subject, f"{column.header} holds the office")
    link.specs["role"] = Spec({"value": office}, 0.95, "the header is the office")
    return True


def place_codes(draft: Draft, subject: Thing) -> None:
    """The code of the place that a row names: the region code of the row's thing, where it goes with the name."""
    spec = subject.specs.get("region_code")
    by_header = {column.header: column for column in draft.columns}
    for thing in draft.things.values():
        name = thing.specs.get("name")
        if thing.type.name != "Region" or thing is subject or name is None or "code" in thing.specs:
            continue
        named = by_header.get(name.told) if isinstance(name.told, str) else None
        code = by_header.get(spec.told) if spec and isinstance(spec.told, str) else None
        if named and code and depends(code, named):
            thing.specs["code"] = Spec(code.header, 0.85, f"each {named.header} has one {code.header}")
        elif named:
            _cut_code(thing, named, subject, by_header)


def _cut_code(thing: Thing, named: Column, subject: Thing, columns: Mapping[str, Column]) -> None:
    """A village's code begins with that of its township."""
    spec = subject.specs.get("code")
    code = columns.get(spec.told) if spec and isinstance(spec.told, str) else None
    if subject.type.name != "Village" or code is None or named.names.get("Region", 0.0) < 0.9:
        return
    cut = Column(-1, code.header, [None if c is None else str(c)[:9] for c in code.cells])
    if depends(cut, named):
        told_by: dict[str, Any] = {"column": code.header, "pattern": r"^(\d{9})"}
        thing.specs["code"] = Spec(told_by, 0.8, "the first nine digits of a village's code are its township's")
        subject.specs.setdefault("region_code", Spec(told_by, 0.8, "the township that its code begins with"))


def schemes(thing: Thing, column: Column) -> None:
    """The classification of an industry's codes."""
    if thing.type.name == "Industry" and "scheme" not in thing.specs:
        add_scheme(thing, column)


def edge_allows(edge: EdgeType, head: Thing, tail: Thing) -> bool:
    return (head.type.name, tail.type.name) in edge.ends
