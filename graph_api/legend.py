"""The ontology as JSON for clients: types, relations, codes, with their names and colours."""

from typing import Any

from ontology.consistency import camel
from ontology.model import EdgeType, Label, NodeType, Ontology, Property


def legend(ontology: Ontology) -> dict[str, Any]:
    """Names as the API uses them: properties in camelCase, codes in capitals."""
    return {
        "hash": ontology.hash,
        "nodeTypes": [_node_type(t) for t in ontology.node_types.values()],
        "edgeTypes": [_edge_type(t) for t in ontology.edge_types.values()],
        "codelists": {
            c.name: {
                "label": _label(c.label),
                "codes": [{"code": code.code.upper(), "label": _label(code.label)} for code in c.codes.values()],
            }
            for c in ontology.codelists.values()
        },
    }


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _node_type(t: NodeType) -> dict[str, Any]:
    return {
        "name": t.name,
        "label": _label(t.label),
        "plural": _label(t.plural),
        "description": _label(t.description),
        "field": t.field,
        "pluralField": t.plural_field,
        "color": t.color,
        "icon": t.icon,
        "properties": [_property(p) for p in t.properties.values()],
    }


def _edge_type(t: EdgeType) -> dict[str, Any]:
    return {
        "name": t.name,
        "label": _label(t.label),
        "reverseLabel": _label(t.reverse_label),
        "field": t.field,
        "reverseField": t.reverse_field,
        "ends": [{"from": head, "to": tail} for head, tail in t.ends],
        "symmetric": t.symmetric,
        "derived": t.derived,
        "properties": [_property(p) for p in t.properties.values()],
    }


def _property(p: Property) -> dict[str, Any]:
    return {
        "name": camel(p.name),
        "label": _label(p.label),
        "kind": p.kind,
        "unit": p.unit,
        "codelist": p.codelist.name if p.codelist else None,
        "multiple": p.multiple,
        "personal": p.personal,
    }
