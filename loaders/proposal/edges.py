"""Lists of edges: a column for either end, and perhaps one with the word of the relation.

from_entity,to_entity,rel          company_code,industry_code,rel          industry,ups (a JSON object)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loaders.proposal.draft import Draft, Spec, Thing
from loaders.proposal.profile import Column
from loaders.proposal.readings import assign, fit_of
from loaders.proposal.subject import key_of
from loaders.vocabulary import Header, Vocabulary, is_one_of, tokens, told
from ontology.model import EdgeType, NodeType, Property
from records.schema import stated


def relation_column(columns: list[Column]) -> Column | None:
    """The column that says which relation a row states."""
    found = (c for c in columns if is_one_of(c.header, "relation_columns") and c.few)
    return next(found, None)


def relation_of(word: str, words: Vocabulary) -> tuple[EdgeType, bool, Mapping[str, Any]] | None:
    """The edge type that a word means, whether the second column is its head, and what else is known of it."""
    entry = told()["relation_words"].get(word)
    if entry and entry["edge"] in words.ontology.edge_types:
        return words.ontology.edge_types[entry["edge"]], bool(entry.get("reversed")), entry
    for edge in words.ontology.edge_types.values():
        if word in (edge.label.zh, edge.label.en, edge.name) and not edge.derived:
            return edge, False, {}
        if word in (edge.reverse_label.zh, edge.reverse_label.en) and not edge.derived:
            return edge, True, {}
    return None


def by_ends(columns: list[Column]) -> dict[str, list[Column]]:
    """The columns of either end where headers begin with from and to; empty where they do not."""
    found: dict[str, list[Column]] = {"head": [], "tail": []}
    for column in columns:
        parts = tokens(column.header)
        side = next((s for s, listed in told()["ends"].items() if parts and parts[0] in listed), None)
        if side:
            found[side].append(column)
    return found if found["head"] and found["tail"] else {}


def by_nouns(columns: list[Column], headers: Mapping[int, Header]) -> dict[str, list[Column]]:
    """The columns of two types, by the type that their headers name: company_code, industry_name."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        noun = headers[column.position].noun
        if noun:
            found.setdefault(noun, []).append(column)
    return found


def draft_edges(draft: Draft, sides: Mapping[str, list[Column]], hints: Mapping[str, float], words: Vocabulary) -> bool:
    """Make both ends and their relations; False where no relation can be told."""
    rel = relation_column(draft.columns)
    told_words = [(text, found) for text in (rel.few if rel else ()) if (found := relation_of(text, words))]
    (first, firsts), (second, seconds) = sides.items()
    ends = _types(first, second, firsts, seconds, [found for _, found in told_words], hints, words)
    if ends is None:
        return False
    if not told_words:
        edge = next((e for e in _usual(ends, words)), None)
        if edge is None:
            return False
        told_words = [("", (edge, False, {}))]
    reason = "headers name two ends"
    one, other = (
        _thing(draft, node_type, part, words, 0.85, reason)
        for node_type, part in zip(ends, (firsts, seconds), strict=True)
    )
    several = len(rel.few if rel else ()) > 1
    for text, (edge, turned, more) in told_words:
        head, tail = (other, one) if turned else (one, other)
        if (head.type.name, tail.type.name) not in edge.ends:
            continue
        sure = 0.9 if text else 0.6
        link = draft.link(edge, head, tail, f"{text or 'the two types'} means {edge.name}", sure)
        link.specs |= {
            name: Spec({"value": value}, 0.9, f"{text} says so") for name, value in more.get("properties", {}).items()
        }
        if several and rel:
            link.when = {rel.header: text}
    unknown = [text for text in (rel.few if rel else ()) if relation_of(text, words) is None]
    if rel and unknown:
        draft.notes.append(f"no relation is known for {rel.header}: {'、'.join(unknown)}; add one with when")
    if rel and not several:
        draft.ignored.append(rel.header)
    _weights(draft, [*firsts, *seconds, *([rel] if rel else [])])
    return bool(draft.links)


def _types(
    first: str,
    second: str,
    firsts: list[Column],
    seconds: list[Column],
    relations: list[tuple[EdgeType, bool, Mapping[str, Any]]],
    hints: Mapping[str, float],
    words: Vocabulary,
) -> tuple[NodeType, NodeType] | None:
    """The types of both ends: as headers name them, else the file, else the words of the relations."""
    nouns = [_noun(name, part, words) for name, part in ((first, firsts), (second, seconds))]
    for _, turned, more in relations:
        listed = more.get("types")
        if listed:
            nouns = [noun or name for noun, name in zip(nouns, listed[::-1] if turned else listed, strict=True)]
    hinted = sorted(hints, key=lambda name: -hints[name])
    nouns = [noun or next(iter(hinted), None) for noun in nouns]
    nouns = [noun or _by_names(part) for noun, part in zip(nouns, (firsts, seconds), strict=True)]
    if None in nouns:
        return None
    one, other = (words.ontology.node_types[str(noun)] for noun in nouns)
    return one, other


def _noun(name: str, columns: list[Column], words: Vocabulary) -> str | None:
    if name in words.ontology.node_types:
        return name
    for column in columns:
        for token in tokens(column.header)[1:]:
            if noun := words.noun(token):
                return noun
    return None


def _by_names(columns: list[Column]) -> str | None:
    shares = (next(iter(column.names.items()), ("", 0.0)) for column in columns)
    return next((name for name, share in shares if share > 0.6), None)


def _usual(ends: tuple[NodeType, NodeType], words: Vocabulary) -> list[EdgeType]:
    pair = (ends[0].name, ends[1].name)
    listed = told()["usual"].get(pair[1], [])
    return [words.ontology.edge_types[name] for name in listed if pair in words.ontology.edge_types[name].ends]


def _thing(
    draft: Draft, node_type: NodeType, columns: list[Column], words: Vocabulary, sure: float, reason: str
) -> Thing:
    thing = draft.add(node_type, sure, reason)
    for column in columns:
        fill(thing, column, words.header(column.header))
    return thing


def fill(thing: Thing, column: Column, header: Header) -> None:
    """A column as the name or the key of a thing, as its header and values say."""
    prop = key_of(thing.type, column)
    keyed = header.part == "key" or (header.part == "" and prop is not None and _is_code(prop, column))
    if keyed and prop is not None and prop.name not in thing.specs and fit_of(prop, column) >= 0.5:
        fit = fit_of(prop, column)
        thing.specs[prop.name] = Spec(column.header, round(0.5 + 0.4 * fit, 2), f"{fit:.0%} can be {prop.label.zh}")
        if prop.name == "code" and "scheme" in thing.type.properties:
            add_scheme(thing, column)
    elif keyed and thing.ref is None and prop is None:
        thing.ref = f"{{{column.header}}}"
    elif not keyed and "name" not in thing.specs:
        share = column.names.get(thing.type.name, 0.0)
        looks = f", {share:.0%} look like it" if share > 0.3 else ""
        thing.specs["name"] = Spec(column.header, round(0.75 + 0.2 * share, 2), f"the header names it{looks}")


def _is_code(prop: Property, column: Column) -> bool:
    """Whether a column without an ending holds keys and no names."""
    return prop.kind == "uscc" and bool(column.distinct) and column.fits(prop) >= 0.5


def add_scheme(thing: Thing, column: Column) -> None:
    """The classification that an industry's codes are of, by their shape."""
    for scheme, pattern in told()["schemes"].items():
        share = column.matches(pattern)
        if share >= 0.9:
            thing.specs["scheme"] = Spec({"value": scheme}, round(0.7 * share, 2), f"{share:.0%} of the codes look so")
            return


def _weights(draft: Draft, used: list[Column]) -> None:
    """What is left, as properties of the relations; a number without a better word as their only number."""
    left = [column for column in draft.columns if column not in used]
    for link in draft.links:
        said = {p.name for p in stated(link.edge)}
        found = {n: r for n, r in assign(link.edge, left).items() if r.prop.name in said}
        for column in left:
            reading = found.get(column.position)
            if reading:
                link.specs.setdefault(reading.prop.name, Spec(column.header, reading.confidence, reading.reason))
            elif is_one_of(column.header, "weight_columns"):
                _weight(link.specs, link.edge, column)


def _weight(specs: dict[str, Spec], edge: EdgeType, column: Column) -> None:
    numbers = [p for p in stated(edge) if p.kind in ("number", "share") and p.name not in specs]
    fitting = [p for p in numbers if column.fits(p) > 0.95]
    if fitting:
        specs[fitting[0].name] = Spec(
            column.header, 0.6, f"the relation's only number; {column.fits(fitting[0]):.0%} of the values are numbers"
        )
