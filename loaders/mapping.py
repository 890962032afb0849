"""Mapping files: which column of which file becomes which property of which type.

    source: {id: registrations-2019, title: 工商登记, publisher: …, licence: …, as_of: 2019-04-30, trust: 0.7}
    file: "linyi*.csv"            # glob on the file's name
    sheets:                       # or, for a file with one table, its keys at the top
      - sheet: 名录                # glob on the sheet's name; left out: every sheet that no other entry names
        header: 2                 # row of the header; found if left out
        entities:
          firm:
            type: Enterprise
            ref: "{统一社会信用代码}"
            when: {状态: {not: [注销]}}
            properties:
              name: 企业名称                                   # a column
              registered_capital: {column: 注册资本, unit: 万元}
              stock_code: {column: code, pattern: "(\\d{6})"}  # what the first group takes
              status: {column: 状态, lookup: {在营: active}}
              exchange: {value: 上交所}                         # the same in every row
              region_code: {place: [省, 市, 县], within: "3713"}
          products:
            type: Product
            each: {column: 主营产品, split: "、；"}              # one entity a part; {each} is the part
            ref: "{each}"
            properties: {name: {column: each}}
        relations:
          - {type: PRODUCES, head: firm, tail: products}

A mapping is data: a mistake in it is an OntologyError with file, line and key.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ontology.model import EdgeType, NodeType, Ontology, Property
from ontology.yaml_file import Section, read
from records.record import Source

#: Columns of ``each``: the part itself, and named groups of its pattern as ``each.name``.
EACH = "each"


@dataclass(frozen=True)
class Value:
    """How one property gets its value from a row."""

    prop: Property
    column: str | None = None
    constant: Any = None
    template: str | None = None
    unit: str | None = None
    pattern: re.Pattern[str] | None = None
    lookup: Mapping[str, str] = field(default_factory=dict)
    place: tuple[str, ...] = ()
    within: str | None = None
    optional: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        named = re.findall(r"\{([^{}]+)\}", self.template or "")
        return tuple(c for c in (self.column, *named, *self.place) if c)


@dataclass(frozen=True)
class Condition:
    """When a row counts: the column's text is, or is not, among the words; or it matches; or it is not blank."""

    column: str
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    matches: re.Pattern[str] | None = None
    blank: bool | None = None


@dataclass(frozen=True)
class Each:
    """A cell that tells several things."""

    column: str
    split: str
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True)
class EntityMapping:
    name: str
    type: NodeType
    ref: str | None
    values: tuple[Value, ...]
    conditions: tuple[Condition, ...] = ()
    each: Each | None = None
    mention: bool = False
    confidence: float = 1.0


@dataclass(frozen=True)
class RelationMapping:
    type: EdgeType
    head: str
    tail: str
    values: tuple[Value, ...] = ()
    conditions: tuple[Condition, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True)
class SheetMapping:
    """What becomes of the rows of one table."""

    sheet: str | None
    header: int | None
    entities: tuple[EntityMapping, ...]
    relations: tuple[RelationMapping, ...]
    ignore: tuple[str, ...] = ()

    def required_columns(self) -> set[str]:
        values = [v for e in self.entities for v in e.values] + [v for r in self.relations for v in r.values]
        needed = {c for v in values if not v.optional for c in v.columns}
        needed |= {e.each.column for e in self.entities if e.each}
        needed |= {c for e in self.entities for c in re.findall(r"\{([^{}]+)\}", e.ref or "")}
        return {c for c in needed if c != EACH and not c.startswith(f"{EACH}.")}

    def all_columns(self) -> set[str]:
        values = [v for e in self.entities for v in e.values] + [v for r in self.relations for v in r.values]
        conditions = [c for e in self.entities for c in e.conditions] + [
            c for r in self.relations for c in r.conditions
        ]
        named = {c for v in values for c in v.columns} | {c.column for c in conditions}
        return self.required_columns() | named | set(self.ignore)


@dataclass(frozen=True)
class FileMapping:
    """What becomes of a file."""

    path: Path | None
    source: Source
    file: str
    encoding: str | None
    sheets: tuple[SheetMapping, ...]

    def fits(self, path: Path) -> bool:
        """Whether the file's name is the one that this mapping is for."""
        return fnmatch.fnmatch(path.name, self.file) or fnmatch.fnmatch(path.as_posix(), f"*/{self.file}")

    def for_sheet(self, name: str | None) -> SheetMapping | None:
        named = [s for s in self.sheets if s.sheet is not None]
        for sheet in named:
            if fnmatch.fnmatch(name or "", sheet.sheet or ""):
                return sheet
        return next((s for s in self.sheets if s.sheet is None), None)


def read_mapping(path: Path, ontology: Ontology) -> FileMapping:
    """Read one mapping file. Raises OntologyError with file, line and key."""
    section = read(path)
    source = _source(section.section("source"))
    file = section.take("file", str)
    encoding = section.take("encoding", (str, type(None)), None)
    if "sheets" in section.values:
        parts = section.take("sheets", list)
        sheets = tuple(_sheet(part, ontology) for part in parts)
        section.finish()
    else:
        sheets = (_sheet(section, ontology),)
    return FileMapping(path, source, file, encoding, sheets)


def read_mappings(place: Path, ontology: Ontology) -> Iterator[FileMapping]:
    """The mapping in a file, or all of a folder by name."""
    for path in sorted(place.glob("*.yaml")) if place.is_dir() else [place]:
        yield read_mapping(path, ontology)


def _source(section: Section) -> Source:
    as_of = section.take("as_of", (date, str, type(None)), None)
    if isinstance(as_of, str):
        raise section.error("must be a date like 2019-04-30", "as_of")
    source = Source(
        id=section.take("id", str),
        kind="table",
        title=section.take("title", str),
        publisher=section.take("publisher", (str, type(None)), None),
        licence=section.take("licence", (str, type(None)), None),
        as_of=as_of,
        url=section.take("url", (str, type(None)), None),
    )
    trust = section.take("trust", (float, int), 0.5)
    if not 0 <= trust <= 1:
        raise section.error("must be between 0 and 1", "trust")
    section.finish()
    return replace(source, trust=float(trust))


def _sheet(section: Section, ontology: Ontology) -> SheetMapping:
    entities = tuple(_entity(name, part, ontology) for name, part in section.section("entities").sections())
    known = {entity.name: entity for entity in entities}
    relations = tuple(_relation(part, known, ontology, section) for part in section.take("relations", list, []))
    sheet = SheetMapping(
        sheet=section.take("sheet", (str, type(None)), None),
        header=section.take("header", (int, type(None)), None),
        entities=entities,
        relations=relations,
        ignore=section.texts("ignore", []),
    )
    section.finish()
    return sheet


def _entity(name: str, part: Section, ontology: Ontology) -> EntityMapping:
    word = part.take("type", str)
    node_type = ontology.find_type(word)
    if node_type is None:
        raise part.error(f"there is no node type {word!r}", "type")
    entity = EntityMapping(
        name=name,
        type=node_type,
        ref=part.take("ref", (str, type(None)), None),
        values=_values(part, node_type),
        conditions=_conditions(part),
        each=_each(part.section("each")) if "each" in part.values else None,
        mention=part.take("mention", bool, False),
        confidence=float(part.take("confidence", (float, int), 1.0)),
    )
    part.finish()
    return entity


def _relation(part: Any, entities: Mapping[str, EntityMapping], ontology: Ontology, sheet: Section) -> RelationMapping:
    if not isinstance(part, Section):
        raise sheet.error("each relation has a type, a head and a tail", "relations")
    name = part.take("type", str)
    edge_type = ontology.edge_types.get(name)
    if edge_type is None:
        raise part.error(f"there is no edge type {name!r}", "type")
    ends = []
    for side in ("head", "tail"):
        end = part.take(side, str)
        if end not in entities:
            raise part.error(f"there is no entity {end!r} in this mapping", side)
        ends.append(end)
    pair = (entities[ends[0]].type.name, entities[ends[1]].type.name)
    if pair not in edge_type.ends:
        raise part.error(f"{name} does not join {pair[0]} to {pair[1]}", "type")
    relation = RelationMapping(
        type=edge_type,
        head=ends[0],
        tail=ends[1],
        values=_values(part, edge_type),
        conditions=_conditions(part),
        confidence=float(part.take("confidence", (float, int), 1.0)),
    )
    part.finish()
    return relation


def _each(part: Section) -> Each:
    each = Each(part.take("column", str), part.take("split", str, "、；;,，|/"), _pattern(part, "pattern"))
    part.finish()
    return each


def _values(part: Section, declared: NodeType | EdgeType) -> tuple[Value, ...]:
    section = part.section("properties", {})
    values = []
    for name in section.values:
        prop = declared.properties.get(name)
        if prop is None:
            known = ", ".join(declared.properties)
            raise section.error(f"{declared.name} has no property {name!r}; it has {known}", name)
        spec = section.take(name, (str, int, float, bool, Section))
        values.append(_value(prop, spec))
    return tuple(values)


def _value(prop: Property, spec: Any) -> Value:
    if not isinstance(spec, Section):
        return Value(prop, column=str(spec))
    lookup = spec.section("lookup", {})
    places = spec.take("place", (list, str), [])
    value = Value(
        prop=prop,
        column=spec.take("column", (str, type(None)), None),
        constant=spec.take("value", (str, int, float, bool, date, type(None)), None),
        template=spec.take("template", (str, type(None)), None),
        unit=spec.take("unit", (str, type(None)), None),
        pattern=_pattern(spec, "pattern"),
        lookup={word: str(lookup.take(word, (str, int, float, bool))) for word in lookup.values},
        place=(places,) if isinstance(places, str) else tuple(places),
        within=spec.take("within", (str, type(None)), None),
        optional=spec.take("optional", bool, False),
    )
    spec.finish()
    if sum((value.column is not None, value.constant is not None, value.template is not None, bool(places))) != 1:
        raise spec.error("exactly one of column, value, template and place is needed")
    return value


def _conditions(part: Section) -> tuple[Condition, ...]:
    section = part.section("when", {})
    conditions = []
    for column in section.values:
        spec = section.take(column, (str, list, Section, int))
        if isinstance(spec, Section):
            matches, unless = _pattern(spec, "matches"), spec.texts("not", [])
            conditions.append(Condition(column, (), unless, matches, spec.take("blank", (bool, type(None)), None)))
            spec.finish()
        else:
            words = spec if isinstance(spec, list) else [spec]
            conditions.append(Condition(column, tuple(str(word) for word in words)))
    return tuple(conditions)


def _pattern(section: Section, key: str) -> re.Pattern[str] | None:
    text = section.take(key, (str, type(None)), None)
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise section.error(f"no valid pattern: {error}", key) from error
