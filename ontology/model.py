"""The ontology: what exists, declared once in YAML and read here into frozen objects.

    ontology/common.yaml       the properties that every entity and every relation has
    ontology/types/*.yaml      one node type a file
    ontology/edges/*.yaml      one edge type a file
    ontology/codelists/*.yaml  one enumeration a file

``load()`` reads and validates; a mistake is an OntologyError that names file, line and key. A further
folder of the same shape adds types (``load(DEFAULT, Path("mine"))``): templates, stores, API, legend and
reference have them with no other edit.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ontology import consistency
from ontology.declarations import (
    VALUE_KINDS,
    Code,
    Codelist,
    EdgeType,
    Label,
    NodeType,
    Ontology,
    Property,
)
from ontology.errors import OntologyError
from ontology.yaml_file import Section, read

__all__ = [
    "DEFAULT", "VALUE_KINDS", "Code", "Codelist", "EdgeType", "Label", "NodeType", "Ontology", "Property",
    "load",
]  # fmt: skip

DEFAULT = Path(__file__).parent

_TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
_EDGE_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_PROPERTY_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
_CODE = re.compile(r"[a-z][a-z0-9_]*")


_Declared = TypeVar("_Declared", NodeType, EdgeType, Codelist)


def load(*folders: Path) -> Ontology:
    """Read one or several ontology folders (default: the one shipped).

    Raises OntologyError for the first mistake, with file and line.
    """
    folders = folders or (DEFAULT,)
    files = [file for folder in folders for file in _files(folder)]
    codelists: dict[str, Codelist] = {}
    for file in (f for f in files if f.parent.name == "codelists"):
        _add(codelists, file, _codelist(file))
    common = read(next(f for f in files if f.name == "common.yaml"))
    entity = _properties(common.section("entity"), codelists)
    relation = _properties(common.section("relation"), codelists)
    common.finish()
    node_types: dict[str, NodeType] = {}
    for file in (f for f in files if f.parent.name == "types"):
        _add(node_types, file, _node_type(file, entity, codelists))
    edge_types: dict[str, EdgeType] = {}
    for file in (f for f in files if f.parent.name == "edges"):
        _add(edge_types, file, _edge_type(file, relation, codelists, node_types))
    consistency.check(node_types, edge_types, files)
    return Ontology(node_types, edge_types, codelists, _hash(files), tuple(files))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise OntologyError(folder, 1, "there is no such folder")
    own = [folder / "common.yaml"] if (folder / "common.yaml").exists() else []
    parts = ("codelists", "types", "edges")
    return own + [file for part in parts for file in sorted((folder / part).glob("*.yaml"))]


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.parent.name}/{file.name}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _add(known: dict[str, _Declared], file: Path, item: _Declared) -> None:
    if item.name in known:
        raise OntologyError(file, 1, f"{item.name!r} is declared in another file already")
    known[item.name] = item


def _label(section: Section, key: str, default: Label | None = None) -> Label:
    if default is not None and key not in section.values:
        return default
    part = section.section(key)
    label = Label(part.take("zh", str), part.take("en", str))
    part.finish()
    return label


def _name(section: Section, file: Path, shape: re.Pattern[str]) -> str:
    name: str = section.take("name", str)
    if name != file.stem:
        raise section.error(f"is {name!r}, but the file is called {file.name}", "name")
    if not shape.fullmatch(name):
        raise section.error(f"{name!r} must look like {shape.pattern}", "name")
    return name


def _field(section: Section, key: str) -> str:
    value: str = section.take(key, str)
    if not _FIELD_NAME.fullmatch(value):
        raise section.error(f"{value!r} must be a camelCase name", key)
    return value


def _codelist(file: Path) -> Codelist:
    section = read(file)
    name = _name(section, file, _TYPE_NAME)
    codes: dict[str, Code] = {}
    for code, part in section.section("codes").sections():
        if not _CODE.fullmatch(code):
            raise part.error(f"the code {code!r} must be a snake_case name")
        codes[code] = Code(code, Label(part.take("zh", str), part.take("en", str)), part.texts("words", []))
        part.finish()
    standard = section.take("standard", (str, type(None)), None)
    codelist = Codelist(name, _label(section, "label"), standard, codes)
    section.finish()
    return codelist


def _properties(section: Section, codelists: Mapping[str, Codelist]) -> dict[str, Property]:
    properties = {}
    for name, part in section.sections():
        if not _PROPERTY_NAME.fullmatch(name):
            raise section.error(f"{name!r} must be a snake_case name", name)
        properties[name] = _property(name, part, codelists)
    return properties


def _property(name: str, part: Section, codelists: Mapping[str, Codelist]) -> Property:
    kind = part.take("kind", str, "string")
    if kind not in VALUE_KINDS:
        raise part.error(f"{kind!r} is no kind of value; known: {', '.join(VALUE_KINDS)}", "kind")
    codelist = None
    if (kind == "enum") != ("codelist" in part.values):
        raise part.error("kind enum and codelist go together", "kind")
    if kind == "enum":
        listed = part.take("codelist", str)
        if listed not in codelists:
            raise part.error(f"there is no codelist {listed!r}", "codelist")
        codelist = codelists[listed]
    built = Property(
        name=name,
        label=_label(part, "label"),
        kind=kind,
        description=_label(part, "description") if "description" in part.values else None,
        unit=part.take("unit", (str, type(None)), None),
        codelist=codelist,
        multiple=part.take("multiple", bool, False),
        required=part.take("required", bool, False),
        personal=part.take("personal", bool, False),
        searchable=part.take("searchable", bool, False),
        headers=part.texts("headers", []),
        example=part.take("example", (str, type(None)), None),
        past=part.take("past", bool, False),
        minimum=part.take("minimum", (int, float), None),
        maximum=part.take("maximum", (int, float), None),
        at_most=part.texts("at_most", []),
        before=part.texts("before", []),
        usually_at_most=part.texts("usually_at_most", []),
        whole=part.take("whole", str, None),
    )
    part.finish()
    return built


def _node_type(file: Path, common: Mapping[str, Property], codelists: Mapping[str, Codelist]) -> NodeType:
    section = read(file)
    name = _name(section, file, _TYPE_NAME)
    own = _properties(section.section("properties", {}), codelists)
    label = _label(section, "label")
    headers = section.texts("headers", [])
    properties = {**common, **own}
    properties["name"] = _named_after(label, headers, properties)
    built = NodeType(
        name=name,
        label=label,
        plural=_label(section, "plural", label),
        description=_label(section, "description", label),
        field=_field(section, "field"),
        plural_field=_field(section, "plural_field"),
        id_prefix=section.take("id_prefix", str, name.lower()),
        keys=_keys(section, properties),
        strong_keys=section.take("strong_keys", int, 1),
        properties=properties,
        color=section.take("color", str),
        icon=section.take("icon", str, "circle"),
        headers=headers,
        like=section.take("like", (str, type(None)), None),
    )
    section.finish()
    return built


def _named_after(label: Label, words: tuple[str, ...], properties: Mapping[str, Property]) -> Property:
    """The name property, also under the headers that follow from the type's own words: 企业, 企业名称 …

    A header that another property claims stays with that property.
    """
    name = properties["name"]
    others = [p for p in properties.values() if p is not name]
    claimed = {header for p in others for header in (p.label.zh, p.label.en, *p.headers)}
    made = [word + end for word in (label.zh, *words) for end in ("名称", "全称", "名", "")]
    free = [header for header in (*made, f"{label.en} name") if header not in claimed]
    return replace(name, headers=tuple(dict.fromkeys([*name.headers, *free])))


def _keys(section: Section, properties: Mapping[str, Property]) -> tuple[tuple[str, ...], ...]:
    keys = []
    for key in section.take("keys", list):
        names = key if isinstance(key, list) else [key]
        for name in names:
            if name not in properties:
                raise section.error(f"the key property {name!r} is not declared", "keys")
        keys.append(tuple(names))
    return tuple(keys)


def _edge_type(
    file: Path,
    common: Mapping[str, Property],
    codelists: Mapping[str, Codelist],
    node_types: Mapping[str, NodeType],
) -> EdgeType:
    section = read(file)
    name = _name(section, file, _EDGE_NAME)
    properties = {**common, **_properties(section.section("properties", {}), codelists)}
    label = _label(section, "label")
    keys = section.texts("keys", [])
    for key in keys:
        if key not in properties:
            raise section.error(f"the key property {key!r} is not declared", "keys")
    built = EdgeType(
        name=name,
        label=label,
        reverse_label=_label(section, "reverse_label"),
        description=_label(section, "description", label),
        field=_field(section, "field"),
        reverse_field=_field(section, "reverse_field"),
        ends=_ends(section, node_types),
        keys=keys,
        properties=properties,
        derived=section.take("derived", bool, False),
        symmetric=section.take("symmetric", bool, False),
    )
    section.finish()
    return built


def _ends(section: Section, node_types: Mapping[str, NodeType]) -> tuple[tuple[str, str], ...]:
    """Pairs of head and tail type. ``"*"`` stands for every type; ``from: same`` pairs a type with itself."""
    pairs: dict[tuple[str, str], None] = {}
    for end in section.take("ends", list):
        if not isinstance(end, Section):
            raise section.error("each of the ends has a from and a to", "ends")
        heads, tails = (_end(end, key, node_types) for key in ("from", "to"))
        end.finish()
        pairs.update(dict.fromkeys((h, t) for h in heads for t in tails or (h,)))
    for alike in (t for t in node_types.values() if t.like):
        swap = {alike.like: alike.name}
        pairs.update(dict.fromkeys((swap.get(h, h), t) for h, t in list(pairs)))
        pairs.update(dict.fromkeys((h, swap.get(t, t)) for h, t in list(pairs)))
    return tuple(pairs)


def _end(end: Section, key: str, node_types: Mapping[str, NodeType]) -> tuple[str, ...]:
    names = end.take(key, (str, list))
    if names == "*":
        return tuple(node_types)
    if names == "same" and key == "to":
        return ()
    names = [names] if isinstance(names, str) else names
    for name in names:
        if name not in node_types:
            raise end.error(f"there is no node type {name!r}", key)
    return tuple(names)
