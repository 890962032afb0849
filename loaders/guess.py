"""A mapping from the ontology's headers alone: for templates, and for tables whose headers say what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from loaders.declarations import Condition, EntityMapping, FileMapping, RelationMapping, SheetMapping, Value
from loaders.errors import NoMapping
from loaders.header import find_table, plain, split_unit
from loaders.readers import Sheet, read_sheets
from loaders.readers.archive import shown_name
from ontology.model import EdgeType, NodeType, Ontology, Property
from records.record import Source
from records.schema import stated

#: Sheets of our own templates that hold no data.
GUIDE_SHEETS = ("填写说明", "选项")
NUMBER, EXAMPLE = "序号", "示例"
ENDS = {"head": "起点", "tail": "终点"}
TYPE, KEY, NAME = "类型", "标识", "名称"
#: So many columns at least have to be known, or the sheet's name has to be a type's.
ENOUGH = 2


def guess_mapping(path: Path, ontology: Ontology) -> FileMapping:
    """The mapping that the headers of a file tell. Raises NoMapping where they tell nothing."""
    sheets = [guessed for sheet in read_sheets(path) if (guessed := _guess_sheet(sheet, ontology))]
    if not sheets:
        raise NoMapping(
            f"{path}: its headers name no type of the ontology; write a mapping file (docs/mapping.md) and give it "
            "with --mapping, or fill in a template: jiju template 企业 -o 企业.xlsx"
        )
    shown = shown_name(path)
    source = Source(shown.removesuffix(path.suffix), "table", shown)
    return FileMapping(None, source, (path.name,), None, tuple(sheets))


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


def _guess_sheet(sheet: Sheet, ontology: Ontology) -> SheetMapping | None:
    if sheet.name in GUIDE_SHEETS:
        return None
    known = {plain(word) for t in ontology.node_types.values() for p in t.properties.values() for word in words(p)}
    known |= {plain(column) for side in ENDS for column in edge_columns(side)}
    table = find_table(sheet, known | {plain(split_unit(w)[0]) for w in known})
    if table is None:
        return None
    headers = [header for header in table.headers if header]
    edge = next((e for e in ontology.edge_types.values() if sheet.name in (e.label.zh, e.name)), None)
    if edge is not None and {plain(c) for c in edge_columns("head")} <= {plain(h) for h in headers}:
        return SheetMapping(sheet.name, table.header_row or None, *_edge_mapping(edge, headers, ontology), (NUMBER,))
    best = _best_type(sheet.name, headers, ontology)
    if best is None:
        return None
    values = tuple(Value(p, column=header, optional=True) for header, p in match(best, headers).items())
    example = (Condition(NUMBER, unless=(EXAMPLE,)),)
    return SheetMapping(
        sheet.name, table.header_row or None, (EntityMapping("row", best, None, values, example),), (), (NUMBER,)
    )


def _best_type(sheet: str | None, headers: list[str], ontology: Ontology) -> NodeType | None:
    """The type of which most headers speak; the sheet's name, if it is a type's, decides."""
    named = ontology.find_type(sheet) if sheet else None
    if named is not None and match(named, headers):
        return named
    scores = {t.name: _score(t, headers) for t in ontology.node_types.values()}
    name = max(scores, key=lambda n: scores[n])
    found = match(ontology.node_types[name], headers)
    enough = len(found) >= ENOUGH and any(p.name == "name" for p in found.values())
    return ontology.node_types[name] if enough else None


def _score(node_type: NodeType, headers: list[str]) -> float:
    """Columns that the type knows; its own key and its own word for the name (企业名称) count more."""
    found = match(node_type, headers)
    key = key_property(node_type)
    own = 2.0 if key and key in found.values() else 0.0
    own += 2.0 if any(_own_name(node_type, header) for header in headers) else 0.0
    return len(found) + own


def _own_name(node_type: NodeType, header: str) -> bool:
    text = plain(header)
    return any(text == plain(word + ending) for word in _type_words(node_type) for ending in ("名称", "全称", "名"))


def _type_words(node_type: NodeType) -> Iterable[str]:
    return (node_type.label.zh, *node_type.headers)


def match(node_type: NodeType | EdgeType, headers: Sequence[str]) -> dict[str, Property]:
    """Which header means which property; the first header of a property counts."""
    meanings: dict[str, Property] = {}
    for declared in node_type.properties.values():
        for word in words(declared):
            meanings.setdefault(plain(word), declared)
    found: dict[str, Property] = {}
    for header in headers:
        prop: Property | None = meanings.get(plain(header)) or meanings.get(plain(split_unit(header)[0]))
        if prop is None and isinstance(node_type, NodeType) and _own_name(node_type, header):
            prop = node_type.properties["name"]
        if prop is not None and prop not in found.values():
            found[header] = prop
    return found if isinstance(node_type, EdgeType) else _with_name(node_type, headers, found)


def _with_name(node_type: NodeType, headers: Sequence[str], found: dict[str, Property]) -> dict[str, Property]:
    """Where the key is there but no name, the column left of it is the name if it is headed like one: 合作社名称."""
    name, key = node_type.properties["name"], key_property(node_type)
    keyed = next((n for n, header in enumerate(headers) if found.get(header) is key), 0) if key else 0
    before = headers[keyed - 1] if keyed else ""
    if name in found.values() or before in found or not plain(before).endswith(("名称", "姓名", "全称")):
        return found
    return {before: name, **found}


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
