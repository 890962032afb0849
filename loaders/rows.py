"""A row to Records, by its mapping. Every refusal names the column; a refused row gives nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ontology.errors import ValueRefused
from ontology.model import EdgeType, NodeType, Property
from ontology.values import is_blank, normalise, parse
from records.record import EntityRecord, Locator, Record, RelationRecord

from loaders.mapping import EACH, Condition, EntityMapping, RelationMapping, SheetMapping, Value
from loaders.places import Gazetteer

Cells = Mapping[str, Any]


@dataclass(frozen=True)
class CellProblem:
    """One thing that is wrong in a row. column: None where the row as a whole is meant."""

    column: str | None
    value: str | None
    message: str


@dataclass
class RowResult:
    records: list[Record] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


class RowMapper:
    """Turns rows of one table into Records."""

    def __init__(self, mapping: SheetMapping, units: Mapping[str, str | None], gazetteer: Gazetteer) -> None:
        self.mapping = mapping
        self.gazetteer = gazetteer
        #: What the header says of a column's bare numbers: 万元, %.
        self.units = units

    def records(self, cells: Cells, locator: Locator) -> RowResult:
        """All that a row says. ``cells`` by header."""
        result = RowResult()
        found: dict[str, list[tuple[str, Cells]]] = {}
        for entity in self.mapping.entities:
            found[entity.name] = list(self._entities(entity, cells, locator, result))
        for relation in self.mapping.relations:
            self._relate(relation, found, locator, result)
        if result.problems:
            result.records.clear()
        return result

    def _entities(
        self, entity: EntityMapping, cells: Cells, locator: Locator, result: RowResult
    ) -> Iterator[tuple[str, Cells]]:
        for part in _parts(entity, cells):
            if not all(_holds(condition, part) for condition in entity.conditions):
                continue
            properties = self._properties(entity.values, part, result)
            ref = _ref(entity, properties, part, locator)
            if ref is None:
                continue
            if not entity.mention and (missing := _missing(entity.type, properties)):
                column = next((v.column for v in entity.values if v.prop is missing), None)
                text = f"{missing.label.zh} ({missing.name}) of {entity.type.label.zh} is needed and blank; fill it in"
                result.problems.append(CellProblem(column, None, text))
                continue
            result.records.append(
                EntityRecord(entity.type.name, ref, properties, locator, entity.confidence, mention=entity.mention)
            )
            yield ref, part

    def _relate(
        self,
        relation: RelationMapping,
        found: Mapping[str, list[tuple[str, Cells]]],
        locator: Locator,
        result: RowResult,
    ) -> None:
        types = {entity.name: entity.type.name for entity in self.mapping.entities}
        for head, head_cells in found[relation.head]:
            for tail, tail_cells in found[relation.tail]:
                cells = {**head_cells, **tail_cells}
                if not all(_holds(condition, cells) for condition in relation.conditions):
                    continue
                properties = self._properties(relation.values, cells, result)
                ends = (types[relation.head], head), (types[relation.tail], tail)
                result.records.append(
                    RelationRecord(relation.type.name, *ends, properties, locator, relation.confidence)
                )

    def _properties(self, values: tuple[Value, ...], cells: Cells, result: RowResult) -> dict[str, Any]:
        properties = {}
        for value in values:
            try:
                told = self._value(value, cells)
            except ValueRefused as refused:
                column = value.column or " + ".join(value.columns) or None
                raw = cells.get(value.column) if value.column else None
                result.problems.append(CellProblem(column, None if raw is None else str(raw), str(refused)))
                continue
            if told is not None:
                properties[value.prop.name] = told
        return properties

    def _value(self, value: Value, cells: Cells) -> Any | None:
        if value.place:
            return self._place(value, cells)
        if value.template is not None:
            return parse(value.prop, _filled(value.template, cells))
        raw = value.constant if value.constant is not None else cells.get(value.column or "")
        if value.pattern is not None:
            raw = _taken(value.pattern, raw)
        if value.lookup and raw is not None:
            raw = value.lookup.get(str(raw).strip(), raw)
        return parse(value.prop, raw, unit=value.unit or self.units.get(value.column or ""))

    def _place(self, value: Value, cells: Cells) -> str | None:
        """The division code of one or several columns of names, or of one column with an address."""
        told = [None if is_blank(cells.get(column)) else str(cells[column]) for column in value.place]
        found = self.gazetteer.find(told, value.within)
        if found is None and len(told) == 1 and told[0]:
            found = self.gazetteer.find_in_address(told[0], value.within)
        return found


def _parts(entity: EntityMapping, cells: Cells) -> Iterator[Cells]:
    """The row itself, or for ``each`` the row once a part, with the part as ``each``."""
    each = entity.each
    if each is None:
        yield cells
        return
    raw = cells.get(each.column)
    if is_blank(raw):
        return
    for part in re.split(f"[{re.escape(each.split)}]", str(raw)):
        part = part.strip()
        if is_blank(part):
            continue
        match = each.pattern.search(part) if each.pattern else None
        groups = {f"{EACH}.{name}": text for name, text in (match.groupdict() if match else {}).items()}
        yield {**cells, EACH: part, **groups}


def _holds(condition: Condition, cells: Cells) -> bool:
    raw = cells.get(condition.column)
    text = "" if raw is None else str(raw).strip()
    if condition.blank is not None:
        return is_blank(raw) == condition.blank
    if condition.matches is not None:
        return bool(condition.matches.search(text))
    if condition.unless:
        return text not in condition.unless
    return text in condition.words


def _ref(entity: EntityMapping, properties: Mapping[str, Any], cells: Cells, locator: Locator) -> str | None:
    """The entity's name within its source: what the mapping says, else its strongest known key, else its row. None
    where nothing is known of it."""
    if not properties:
        return None
    if entity.ref is not None:
        return _filled(entity.ref, cells)
    for key in entity.type.keys:
        if all(name in properties for name in key):
            told = [normalise(entity.type.properties[name], properties[name]) for name in key]
            return f"{'+'.join(key)}={'|'.join(told)}"
    if entity.mention:
        return None
    return f"{locator.sheet or ''}#{locator.row}"


def _missing(node_type: NodeType | EdgeType, properties: Mapping[str, Any]) -> Property | None:
    return next((p for p in node_type.properties.values() if p.required and p.name not in properties), None)


def _filled(template: str, cells: Cells) -> str | None:
    """The template with its columns filled in; None if one of them is blank."""
    blank = False

    def fill(match: re.Match[str]) -> str:
        nonlocal blank
        raw = cells.get(match[1])
        blank = blank or is_blank(raw)
        return str(raw).strip()

    text = re.sub(r"\{([^{}]+)\}", fill, template)
    return None if blank else text


def _taken(pattern: re.Pattern[str], raw: Any) -> str | None:
    match = None if raw is None else pattern.search(str(raw))
    if match is None:
        return None
    return match[1] if match.groups() else match[0]
