"""The mapping of a table that has none: of our own templates as they are written, of others as it is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from loaders.declarations import Condition, EntityMapping, FileMapping, RelationMapping, SheetMapping, Value
from loaders.header import Table, plain, split_unit
from ontology.model import EdgeType, NodeType, Ontology, Property
from records.schema import stated

if TYPE_CHECKING:
    from loaders.places import Gazetteer

#: Sheets of our own templates that hold no data.
GUIDE_SHEETS = ("填写说明", "选项")
NUMBER, EXAMPLE = "序号", "示例"
ENDS = {"head": "起点", "tail": "终点"}
TYPE, KEY, NAME = "类型", "标识", "名称"


def guess_mapping(path: Path, ontology: Ontology, gazetteer: Gazetteer | None = None) -> FileMapping:
    """The mapping that a file's headers and values tell for sure enough to load by it (loaders.proposal).

    Raises NoMapping where they tell nothing, or where somebody should look at the proposal first.
    """
    from loaders.proposal import propose

    return propose(path, ontology, gazetteer).sure_mapping()


def words(prop: Property) -> list[str]:
    """All headers that mean a property."""
    return [prop.label.zh, prop.label.en, prop.name, *prop.headers]


def key_property(node_type: NodeType) -> Property | None:
    """The one property that identifies alone, if the type has one: uscc, code, person key."""
    strong = [key[0] for key in node_type.keys[: node_type.strong_keys] if len(key) == 1 and key[0] != "name"]
    return node_type.properties[strong[0]] if strong else None


def edge_columns(side: str) -> tuple[str, str, str]:
    """Headers of an end in a template of relations: 起点类型, 起点标识, 起点名称."""
    return tuple(ENDS[side] + part for part in (TYPE, KEY, NAME))  # type: ignore[return-value]  # three, as said


def guess_template(name: str | None, table: Table, ontology: Ontology) -> SheetMapping | None:
    """The mapping of a sheet of our own templates; None where it is another table."""
    headers = [header for header in table.headers if header]
    if not headers or plain(headers[0]) != NUMBER or name is None:
        return None
    row = table.header_row or None
    edge = next((e for e in ontology.edge_types.values() if name in (sheet_name(e), e.name)), None)
    if edge is not None and {plain(c) for c in edge_columns("head")} <= {plain(h) for h in headers}:
        return SheetMapping(name, row, *_edge_mapping(edge, headers, ontology), (NUMBER,))
    declared = next((t for t in ontology.node_types.values() if name in (sheet_name(t), t.name)), None)
    labels = {plain(p.label.zh) for p in declared.properties.values()} if declared else set()
    if declared is None or not {plain(h) for h in headers[1:]} <= labels:
        return None
    values = tuple(Value(p, column=header, optional=True) for header, p in match(declared, headers).items())
    example = (Condition(NUMBER, unless=(EXAMPLE,)),)
    return SheetMapping(name, row, (EntityMapping("row", declared, None, values, example),), (), (NUMBER,))


def match(node_type: NodeType | EdgeType, headers: Sequence[str]) -> dict[str, Property]:
    """Which header means which property; the first header of a property counts."""
    meanings: dict[str, Property] = {}
    for declared in node_type.properties.values():
        for word in words(declared):
            meanings.setdefault(plain(word), declared)
    found: dict[str, Property] = {}
    for header in headers:
        prop: Property | None = meanings.get(plain(header)) or meanings.get(plain(split_unit(header)[0]))
        if prop is not None and prop not in found.values():
            found[header] = prop
    return found


def sheet_name(declared: NodeType | EdgeType) -> str:
    """What the sheet of a type is called in a template."""
    return declared.label.zh[:31].replace("/", "、")


def _edge_mapping(
    edge: EdgeType, headers: list[str], ontology: Ontology
) -> tuple[tuple[EntityMapping, ...], tuple[RelationMapping, ...]]:
    entities = [_end(side, ontology.node_types[name]) for side, names in _sides(edge) for name in names]
    said = {p.name for p in stated(edge)}
    values = tuple(
        Value(p, column=header, optional=True) for header, p in match(edge, headers).items() if p.name in said
    )
    relations = [RelationMapping(edge, f"head {head}", f"tail {tail}", values) for head, tail in edge.ends]
    return tuple(entities), tuple(relations)


def _sides(edge: EdgeType) -> list[tuple[str, tuple[str, ...]]]:
    return [("head", edge.heads), ("tail", edge.tails)]


def _end(side: str, node_type: NodeType) -> EntityMapping:
    type_column, key_column, name_column = edge_columns(side)
    key = key_property(node_type)
    values = [Value(node_type.properties["name"], column=name_column, optional=True)]
    values += [Value(key, column=key_column, optional=True)] if key else []
    conditions = (
        Condition(type_column, (node_type.label.zh, node_type.label.en, node_type.name)),
        Condition(NUMBER, unless=(EXAMPLE,)),
    )
    return EntityMapping(f"{side} {node_type.name}", node_type, None, tuple(values), conditions, mention=True)


def template_text(mapping: SheetMapping) -> Iterator[str]:
    """The keys of a template's sheet, as a mapping file writes them."""
    told: dict[str, Any] = {"ignore": list(mapping.ignore)}
    told["entities"] = {entity.name: _entity_text(entity) for entity in mapping.entities}
    told["relations"] = [_relation_text(relation) for relation in mapping.relations]
    kept = {name: value for name, value in told.items() if value}
    text: str = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000)
    yield from text.splitlines()


def _entity_text(entity: EntityMapping) -> dict[str, Any]:
    when = {c.column: {"not": list(c.unless)} if c.unless else list(c.words) for c in entity.conditions}
    properties = {value.prop.name: {"column": value.column, "optional": True} for value in entity.values}
    told = {"type": entity.type.name, "mention": entity.mention, "when": when, "properties": properties}
    return {name: value for name, value in told.items() if value}


def _relation_text(relation: RelationMapping) -> dict[str, Any]:
    told: dict[str, Any] = {"type": relation.type.name, "head": relation.head, "tail": relation.tail}
    properties = {value.prop.name: {"column": value.column, "optional": True} for value in relation.values}
    return told | ({"properties": properties} if properties else {})
