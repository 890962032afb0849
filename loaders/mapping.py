"""Mapping files: which column of which file becomes which property of which type, in YAML.

    source: {id: registrations-2019, title: 工商登记, publisher: …, licence: …, as_of: 2019-04-30, trust: 0.7}
    file: "linyi*.csv"            # glob on the file's name, with its folder if need be; or a list of them
    encoding: gb18030             # only where it is not detected
    expect: {minimum: {Enterprise: 13000}}
    sheets:                       # or, for a file with one table, these keys at the top
      - sheet: 名录                # glob on the sheet's name; left out: every sheet that no other entry names
        header: 2                 # row of the header; found if left out
        when: {企业名称: {blank: false}}                         # which rows count at all
        ignore: [序号]             # columns that need not be read
        entities:
          firm:
            type: Enterprise
            ref: "{统一社会信用代码}"                              # left out: the strongest key that is known
            when: {状态: {not: [注销]}}
            properties:
              name: 企业名称                                   # a column
              registered_capital: {column: 注册资本, unit: 万元}
              stock_code: {column: code, pattern: "(\\d{6})"}  # what the first group takes
              status: {column: 状态, lookup: {在营: active}}
              exchange: {value: 上交所}                         # the same in every row
              region_code: {place: [省, 市, 地址], within: "37", finest: township}
              founded: [{column: 成立日期}, {column: 登记日期}]   # the first that is known
              phone: {column: 电话, lenient: true}              # what cannot be read is unknown, not refused
          products:
            type: Product
            each: {column: 主营产品, split: "、；"}              # one entity a part; {each} is the part
            properties: {name: each}
        relations:
          - {type: PRODUCES, head: firm, tail: products}

Conditions (``when``): a word, a list of words, or {is, not, matches, unlike, blank, differs: other column}.
A mistake in a mapping is an OntologyError with file, line and key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from loaders.declarations import (
    Condition,
    Each,
    EntityMapping,
    FileMapping,
    RelationMapping,
    SheetMapping,
    Value,
)
from loaders.errors import NoMapping
from loaders.naming import TOLD_TYPES
from ontology.model import EdgeType, NodeType, Ontology, Property
from ontology.yaml_file import Section, parse, read
from records.assertions import Expectation
from records.errors import ExpectationFailed
from records.record import Source

_TEXT = (str, type(None))
_LEVELS = ("province", "prefecture", "county", "township", "village")
_SPLIT = "、；;,，|/"
_SPLIT_SHARES = "；;、,，/|\n"


_Known = dict[tuple[Path, int, str], FileMapping]
_known: _Known = {}


def read_mapping(path: Path, ontology: Ontology) -> FileMapping:
    """Read one mapping file; an unchanged one only once. Raises OntologyError with file, line and key."""
    try:
        version = (path.absolute(), path.stat().st_mtime_ns, ontology.hash)
    except OSError as error:
        raise NoMapping(f"the mapping {path} cannot be read: {error.strerror}") from error
    if version not in _known:
        _known[version] = _read(path, ontology)
    return _known[version]


def _read(path: Path, ontology: Ontology) -> FileMapping:
    return mapping_of(read(path), ontology, path)


def parse_mapping(text: str, ontology: Ontology) -> FileMapping:
    """A mapping from the text of a file that is not written yet. Raises OntologyError with line and key."""
    return mapping_of(parse(text, Path("mapping.yaml")), ontology, None)


def mapping_of(section: Section, ontology: Ontology, path: Path | None) -> FileMapping:
    """A mapping from its YAML."""
    source = _source(section.section("source"))
    files = section.take("file", (str, list))
    encoding = section.take("encoding", _TEXT, None)
    shape = section.take("shape", _TEXT, None)
    expectation = _expectation(section, ontology)
    if "sheets" in section.values:
        parts = section.take("sheets", list)
        sheets = tuple(_sheet(part, ontology, section) for part in parts)
        section.finish()
    else:
        sheets = (_sheet(section, ontology, section),)
    names = (files,) if isinstance(files, str) else section.texts("file")
    return FileMapping(path, source, names, encoding, sheets, expectation, shape)


def read_mappings(place: Path, ontology: Ontology) -> Iterator[FileMapping]:
    """The mapping in a file, or all of a folder and its folders by name."""
    for path in sorted(place.rglob("*.yaml")) if place.is_dir() else [place]:
        yield read_mapping(path, ontology)


def _source(section: Section) -> Source:
    as_of = section.take("as_of", (date, str, type(None)), None)
    if isinstance(as_of, str):
        raise section.error("must be a date like 2019-04-30", "as_of")
    source = Source(
        id=section.take("id", str),
        kind="table",
        title=section.take("title", str),
        publisher=section.take("publisher", _TEXT, None),
        licence=section.take("licence", _TEXT, None),
        as_of=as_of,
        url=section.take("url", _TEXT, None),
    )
    trust = _between_0_and_1(section, "trust", 0.5)
    section.finish()
    return replace(source, trust=trust)


def _between_0_and_1(section: Section, key: str, default: float) -> float:
    number = section.take(key, (float, int), default)
    if not 0 <= number <= 1:
        raise section.error("must be between 0 and 1", key)
    return float(number)


def _expectation(section: Section, ontology: Ontology) -> Expectation:
    part = section.section("expect", {})
    stated = {name: dict(part.section(name).values) for name in part.values}
    try:
        return Expectation.read(stated, ontology)
    except ExpectationFailed as failed:
        raise section.error(str(failed).removeprefix("expect: "), "expect") from failed


def _sheet(section: Any, ontology: Ontology, whole: Section) -> SheetMapping:
    if not isinstance(section, Section):
        raise whole.error("each of the sheets has entities", "sheets")
    entities = tuple(_entity(name, part, ontology) for name, part in section.section("entities").sections())
    if not entities:
        raise section.error("at least one entity is needed", "entities")
    known = {entity.name: entity for entity in entities}
    relations = section.take("relations", list, [])
    sheet = SheetMapping(
        sheet=section.take("sheet", _TEXT, None),
        header=section.take("header", (int, type(None)), None),
        entities=entities,
        relations=tuple(_relation(part, known, ontology, section) for part in relations),
        ignore=section.texts("ignore", []),
        conditions=_conditions(section),
    )
    section.finish()
    return sheet


def _entity(name: str, part: Section, ontology: Ontology) -> EntityMapping:
    word = part.take("type", str)
    node_type = ontology.find_type(word)
    if node_type is None:
        raise part.error(f"there is no node type {word!r}; known: {', '.join(ontology.node_types)}", "type")
    entity = EntityMapping(
        name=name,
        type=node_type,
        ref=part.take("ref", _TEXT, None),
        values=_values(part, node_type),
        conditions=_conditions(part),
        each=_each(part),
        mention=part.take("mention", bool, False),
        confidence=_between_0_and_1(part, "confidence", 1.0),
    )
    part.finish()
    return entity


def _relation(part: Any, entities: Mapping[str, EntityMapping], ontology: Ontology, sheet: Section) -> RelationMapping:
    if not isinstance(part, Section):
        raise sheet.error("each relation has a type, a head and a tail", "relations")
    edge_type = _edge_type(part, ontology)
    head, tail = (_end(part, side, entities) for side in ("head", "tail"))
    if (head.type.name, tail.type.name) not in edge_type.ends:
        raise part.error(f"{edge_type.name} does not join {head.type.name} to {tail.type.name}", "type")
    relation = RelationMapping(
        type=edge_type,
        head=head.name,
        tail=tail.name,
        values=_values(part, edge_type),
        conditions=_conditions(part),
        each=_each(part),
        confidence=_between_0_and_1(part, "confidence", 1.0),
    )
    part.finish()
    return relation


def _edge_type(part: Section, ontology: Ontology) -> EdgeType:
    name = part.take("type", str)
    labelled = (e for e in ontology.edge_types.values() if e.label.zh == name)
    edge_type = ontology.edge_types.get(name) or next(labelled, None)
    if edge_type is None:
        raise part.error(f"there is no edge type {name!r}; known: {', '.join(ontology.edge_types)}", "type")
    return edge_type


def _end(part: Section, side: str, entities: Mapping[str, EntityMapping]) -> EntityMapping:
    name = part.take(side, str)
    if name not in entities:
        raise part.error(f"there is no entity {name!r} here; known: {', '.join(entities)}", side)
    return entities[name]


def _each(part: Section) -> Each | None:
    if "each" not in part.values:
        return None
    section = part.section("each")
    form = section.take("as", _TEXT, None)
    if form not in (None, "shares"):
        raise section.error(f"must be shares, is {form!r}", "as")
    split = section.take("split", str, _SPLIT if form is None else _SPLIT_SHARES)
    each = Each(section.take("column", str), split, _pattern(section, "pattern"), shares=form == "shares")
    section.finish()
    return each


def _values(part: Section, declared: NodeType | EdgeType) -> tuple[Value, ...]:
    section = part.section("properties", {})
    values = []
    for name in section.values:
        prop = declared.properties.get(name)
        if prop is None:
            known = ", ".join(declared.properties)
            raise section.error(f"{declared.name} has no property {name!r}; it has {known}", name)
        told = section.take(name, (str, int, float, bool, Section, list))
        values += [_value(prop, spec) for spec in (told if isinstance(told, list) else [told])]
    return tuple(values)


def _value(prop: Property, spec: Any) -> Value:
    if not isinstance(spec, Section):
        return Value(prop, column=str(spec))
    lookup = spec.section("lookup", {})
    places = spec.take("place", (list, str), [])
    value = Value(
        prop=prop,
        column=spec.take("column", _TEXT, None),
        constant=spec.take("value", (str, int, float, bool, date, type(None)), None),
        template=spec.take("template", _TEXT, None),
        place=(places,) if isinstance(places, str) else tuple(places),
        within=spec.take("within", _TEXT, None),
        level=_level(spec, "level"),
        finest=_level(spec, "finest"),
        unit=spec.take("unit", _TEXT, None),
        pattern=_pattern(spec, "pattern"),
        lookup={word: str(lookup.take(word, (str, int, float, bool))) for word in lookup.values},
        conditions=_conditions(spec),
        lenient=spec.take("lenient", bool, False),
        optional=spec.take("optional", bool, False),
    )
    spec.finish()
    if sum((value.column is not None, value.constant is not None, value.template is not None, bool(places))) != 1:
        raise spec.error("exactly one of column, value, template and place is needed")
    return value


def _level(spec: Section, key: str) -> str | None:
    level: str | None = spec.take(key, _TEXT, None)
    if level is not None and level not in _LEVELS:
        raise spec.error(f"must be one of {', '.join(_LEVELS)}", key)
    return level


def _conditions(part: Section) -> tuple[Condition, ...]:
    section = part.section("when", {})
    return tuple(_condition(section, column) for column in section.values)


def _condition(section: Section, column: str) -> Condition:
    spec = section.take(column, (str, list, Section, int))
    if not isinstance(spec, Section):
        return Condition(column, tuple(str(word) for word in (spec if isinstance(spec, list) else [spec])))
    condition = Condition(
        column,
        words=spec.texts("is", []),
        unless=spec.texts("not", []),
        matches=_pattern(spec, "matches"),
        unlike=_pattern(spec, "unlike"),
        blank=spec.take("blank", (bool, type(None)), None),
        differs=spec.take("differs", _TEXT, None),
        names=_named_types(spec, "names"),
        not_names=_named_types(spec, "not_names"),
    )
    spec.finish()
    return condition


def _named_types(spec: Section, key: str) -> tuple[str, ...]:
    """Node types that names can be told to be of, by their words."""
    names = spec.texts(key, [])
    wrong = next((name for name in names if name not in TOLD_TYPES), None)
    if wrong:
        raise spec.error(f"no words tell names of {wrong!r}; they do for {', '.join(TOLD_TYPES)}", key)
    return names


def _pattern(section: Section, key: str) -> re.Pattern[str] | None:
    text = section.take(key, _TEXT, None)
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise section.error(f"no valid pattern: {error}", key) from error
