"""A row to Records, by its mapping. Every refusal names the column; a refused row gives nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.cells import Cells, all_hold, fill, parts, take, text
from loaders.checks import Found, RowChecks
from loaders.declarations import EACH, Each, EntityMapping, RelationMapping, SheetMapping, Value
from loaders.places import PLACES, Gazetteer, cut, digits_of, trunk
from ontology.errors import ValueRefused
from ontology.model import NodeType, Property
from ontology.values import is_blank, normalise, parse
from records.record import EntityRecord, Locator, Record, RelationRecord

#: So many values of one property are remembered; then it starts anew.
_REMEMBERED = 50_000
Told = EntityMapping | RelationMapping
_Found = dict[str, list[tuple[tuple[str, str], Cells]]]


@dataclass(frozen=True)
class CellProblem:
    """One thing that is wrong in a row. column: None where the row as a whole is meant."""

    column: str | None
    value: str | None
    message: str


@dataclass
class RowResult:
    """What a row gives. notes: what was left out without refusing the row. empty: it tells nothing."""

    records: list[Record] = field(default_factory=list)
    empty: bool = False
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[CellProblem] = field(default_factory=list)


class RowMapper:
    """Turns rows of one table into Records. A mention that was made before is not repeated."""

    def __init__(
        self,
        mapping: SheetMapping,
        units: Mapping[str, str | None],
        gazetteer: Gazetteer,
        extractor: str = "",
        *,
        repeats: bool = False,
        checks: RowChecks | None = None,
    ) -> None:
        """units: what headers say of bare numbers, by column. repeats: mentions are made again in every row. checks:
        what values must not say beyond their kinds."""
        self.mapping = mapping
        self.units = units
        self.gazetteer = gazetteer
        self.extractor = extractor
        self.checks = checks
        self._types = {entity.name: entity.type.name for entity in mapping.entities}
        self._remembered: dict[tuple[int, Hashable], Any] = {}
        self._repeats = repeats
        self._mentioned: set[Hashable] = set()

    def records(self, cells: Cells, locator: Locator) -> RowResult:
        """All that a row says. ``cells`` by the mapping's column names."""
        result = RowResult()
        if not all_hold(self.mapping.conditions, cells):
            result.empty = True
            return result
        found: _Found = {}
        for entity in self.mapping.entities:
            found[entity.name] = list(self._entities(entity, cells, locator, result))
        for relation in self.mapping.relations:
            self._relate(relation, found, locator, result)
        result.empty = not result.records and not result.problems
        if result.problems:
            result.records.clear()
        elif not self._repeats:
            result.records = [record for record in result.records if self._is_new(record)]
        return result

    def _is_new(self, record: Record) -> bool:
        if not isinstance(record, EntityRecord) or not record.mention:
            return True
        said = (record.type, record.ref, frozenset(record.properties.items()))
        if said in self._mentioned:
            return False
        self._mentioned.add(said)
        return True

    def _entities(
        self, entity: EntityMapping, cells: Cells, locator: Locator, result: RowResult
    ) -> Iterator[tuple[tuple[str, str], Cells]]:
        for part in parts(entity.each, cells):
            if not all_hold(entity.conditions, part):
                continue
            properties = self._properties(entity, part, result)
            ref = _ref(entity, properties, part, locator)
            if ref is None:
                continue
            self._name_place(entity.type, properties)
            missing = None if entity.mention else _missing(entity.type, properties)
            if missing is not None:
                result.problems.append(_blank(entity, missing))
                continue
            self._check(entity, properties, part, result)
            result.records.append(
                EntityRecord(
                    entity.type.name,
                    ref,
                    properties,
                    locator,
                    entity.confidence,
                    extractor=self.extractor,
                    mention=entity.mention,
                )
            )
            yield (entity.type.name, ref), part

    def _name_place(self, node_type: NodeType, properties: dict[str, Any]) -> None:
        """A region of which only the code is told has the name of its division."""
        if node_type.name in PLACES and "code" in properties and "name" not in properties:
            name = self.gazetteer.name(properties["code"])
            if name:
                properties["name"] = name

    def _relate(self, relation: RelationMapping, found: _Found, locator: Locator, result: RowResult) -> None:
        for head, tail, joined in _pairs(found[relation.head], found[relation.tail]):
            for cells in parts(relation.each, joined):
                if not all_hold(relation.conditions, cells):
                    continue
                if head == tail:
                    told = f"{relation.type.label.zh} {relation.type.name} leads from a thing to itself: left out"
                    result.notes.append(CellProblem(None, head[1], told))
                    continue
                properties = self._properties(relation, cells, result)
                self._check(relation, properties, cells, result)
                result.records.append(
                    RelationRecord(
                        relation.type.name,
                        head,
                        tail,
                        properties,
                        locator,
                        relation.confidence,
                        extractor=self.extractor,
                    )
                )

    def _check(self, told: Told, properties: Mapping[str, Any], cells: Cells, result: RowResult) -> None:
        """Hold what was made against what the ontology says of its values."""
        if self.checks is None or not properties:
            return
        for found in (*self.checks.find(told.type, properties), *self._places(told, properties, cells)):
            values = [_told_by(told, name, cells) for name in found.names]
            columns = [value for value in values if value is not None]
            told_by = [*(column for value in columns for column in value.columns), *found.columns]
            named = real_columns(list(dict.fromkeys(told_by)), each_of(told, self.mapping))
            raw = text(cells.get(columns[0].column)) if columns and columns[0].column else None
            problem = CellProblem(" + ".join(named) or None, raw, found.message)
            (result.problems if found.severity == "error" else result.notes).append(problem)

    def _places(self, told: Told, properties: Mapping[str, Any], cells: Cells) -> Iterator[Found]:
        """A code and names that tell where something is, in columns of their own, must tell the same."""
        assert self.checks is not None
        for value in told.values:
            if not value.place or value.prop.name not in properties or not all_hold(value.conditions, cells):
                continue
            if _told_by(told, value.prop.name, cells) is value:
                continue
            names = tuple(None if is_blank(raw) else text(raw) for raw in map(cells.get, value.place))
            other = self._find(names, value.within) if any(names) else None
            if other is not None:
                written = " ".join(name for name in names if name)
                found = self.checks.same_place(properties[value.prop.name], other, written)
                if found:
                    yield Found((value.prop.name,), found, columns=value.place)

    def _properties(self, told: Told, cells: Cells, result: RowResult) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for value in told.values:
            if value.prop.name in properties or not all_hold(value.conditions, cells):
                continue
            try:
                said = self.value(value, cells, result)
            except ValueRefused as refused:
                raw = text(cells.get(value.column)) if value.column else None
                columns = " + ".join(real_columns(value.columns, each_of(told, self.mapping)))
                problem = CellProblem(columns or None, raw, str(refused))
                (result.notes if value.lenient else result.problems).append(problem)
                continue
            if said is not None:
                properties[value.prop.name] = said
        return properties

    def value(self, value: Value, cells: Cells, result: RowResult) -> Any | None:
        """What one value of the mapping says in a row; what it leaves out is noted. Raises ValueRefused."""
        if value.place:
            return self._place(value, cells, result)
        if value.template is not None:
            return self._parsed(value, fill(value.template, cells))
        raw = value.constant if value.column is None else cells.get(value.column)
        if value.pattern is not None:
            raw = take(value.pattern, raw)
        if value.lookup:
            raw = value.lookup.get(text(raw), raw)
        return self._parsed(value, raw)

    def _parsed(self, value: Value, raw: Any) -> Any | None:
        """``parse``, but each cell's text only once: registrations repeat themselves."""
        unit = value.unit or self.units.get(value.column or "")
        if not isinstance(raw, str):
            return None if raw is None else parse(value.prop, raw, unit=unit)
        key = (id(value), raw)
        if key not in self._remembered:
            self._remember(key, parse(value.prop, raw, unit=unit))
        return self._remembered[key]

    def _place(self, value: Value, cells: Cells, result: RowResult) -> str | None:
        """The division code of columns of names, from large to small; the last may be an address."""
        told = tuple(None if is_blank(raw) else text(raw) for raw in map(cells.get, value.place))
        found = self._find(told, value.within)
        if found is not None and (value.finest or value.level):
            found = _on_level(found, value)
        if found is None and any(told):
            names = " ".join(name for name in told if name)
            note = CellProblem(" + ".join(value.place), names, _unplaced(value, self.gazetteer))
            if not any((other.column, other.value) == (note.column, note.value) for other in result.notes):
                result.notes.append(note)  # a thing and its place ask for the same
        return found

    def _find(self, told: tuple[str | None, ...], within: str | None) -> str | None:
        key = (0, (told, within))
        if key not in self._remembered:
            self._remember(key, self.gazetteer.find(told, within))
        found: str | None = self._remembered[key]
        return found

    def _remember(self, key: tuple[int, Hashable], value: Any) -> None:
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = value


def each_of(told: Told, mapping: SheetMapping) -> Each | None:
    """What ``each`` stands for in a part of a mapping; a relation knows the parts of its ends."""
    if told.each is not None or isinstance(told, EntityMapping):
        return told.each
    ends = (entity.each for entity in mapping.entities if entity.name in (told.head, told.tail))
    return next((each for each in ends if each is not None), None)


def real_columns(names: Sequence[str], each: Each | None) -> list[str]:
    """The columns of the table: what a part of a cell tells is told by its cell."""
    if each is None:
        return list(names)
    parted = (each.column if name == EACH or name.startswith(f"{EACH}.") else name for name in names)
    return list(dict.fromkeys(parted))


def _told_by(told: Told, name: str, cells: Cells) -> Value | None:
    """The value of the mapping that tells a property in a row."""
    values = [value for value in told.values if value.prop.name == name and all_hold(value.conditions, cells)]
    filled = (value for value in values if any(not is_blank(cells.get(column)) for column in value.columns))
    return next(filled, values[0] if values else None)


def _on_level(code: str, value: Value) -> str | None:
    """The code cut to the finest level that is wanted; None where it is not known to the least level."""
    if value.level and len(trunk(code)) < digits_of(value.level):
        return None
    shorter = cut(code, value.finest) if value.finest else code
    return shorter if len(trunk(shorter)) < len(trunk(code)) else code


def _unplaced(value: Value, gazetteer: Gazetteer) -> str:
    if not len(gazetteer):
        return f"no place for {value.prop.name}: no divisions are loaded; load them first"
    return f"no {value.level or 'place'} found for {value.prop.name}"


def _pairs(
    heads: Sequence[tuple[tuple[str, str], Cells]], tails: Sequence[tuple[tuple[str, str], Cells]]
) -> Iterator[tuple[tuple[str, str], tuple[str, str], Cells]]:
    for head, head_cells in heads:
        for tail, tail_cells in tails:
            yield head, tail, head_cells if head_cells is tail_cells else {**head_cells, **tail_cells}


def _ref(entity: EntityMapping, properties: Mapping[str, Any], cells: Cells, locator: Locator) -> str | None:
    """The entity's name within its source: what the mapping says, else its strongest known key, else its row.

    None where nothing is known of it.
    """
    told_by_row = [value.prop.name for value in entity.values if value.constant is None]
    if told_by_row and not any(name in properties for name in told_by_row):
        return None
    if entity.ref is not None and ((told := fill(entity.ref, cells)) or entity.mention):
        return told
    for key in entity.type.keys:
        if all(name in properties for name in key):
            words = [normalise(entity.type.properties[name], properties[name]) for name in key]
            return f"{'+'.join(key)}={'|'.join(words)}"
    return None if entity.mention else f"{locator.sheet or ''}#{locator.row}"


def _missing(node_type: NodeType, properties: Mapping[str, Any]) -> Property | None:
    return next((p for p in node_type.properties.values() if p.required and p.name not in properties), None)


def _blank(entity: EntityMapping, missing: Property) -> CellProblem:
    column = next((" + ".join(v.columns) for v in entity.values if v.prop is missing), None)
    label = f"{missing.label.zh} ({missing.name}) of {entity.type.label.zh}"
    return CellProblem(column or None, None, f"{label} is needed and blank; fill it in, or delete the row")
