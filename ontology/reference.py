"""The ontology for other readers: JSON for the web, pages for people. ``jiju ontology export|docs``."""

from collections.abc import Iterable, Mapping
from typing import Any

from ontology.consistency import camel
from ontology.declarations import Codelist, EdgeType, Label, NodeType, Ontology, Property

Json = dict[str, Any]


def describe(ontology: Ontology) -> Json:
    """Everything the web needs for legend, forms and labels; stable in order, ready for JSON."""
    return {
        "hash": ontology.hash,
        "types": {t.name: _describe_type(ontology, t) for t in ontology.node_types.values()},
        "edges": {e.name: _describe_edge(e) for e in ontology.edge_types.values()},
        "codelists": {c.name: _describe_codelist(c) for c in ontology.codelists.values()},
    }


def _label(label: Label) -> Json:
    return {"zh": label.zh, "en": label.en}


def _describe_type(ontology: Ontology, t: NodeType) -> Json:
    return {
        "name": t.name,
        "label": _label(t.label),
        "plural": _label(t.plural),
        "description": _label(t.description),
        "field": t.field,
        "pluralField": t.plural_field,
        "idPrefix": t.id_prefix,
        "color": t.color,
        "icon": t.icon,
        "keys": [[camel(name) for name in key] for key in t.keys],
        "properties": [_describe_property(p) for p in t.properties.values()],
        "relations": [
            *(_describe_relation(e, "OUT") for e in ontology.edges_from(t.name)),
            *(_describe_relation(e, "IN") for e in ontology.edges_to(t.name)),
        ],
    }


def _describe_relation(edge: EdgeType, direction: str) -> Json:
    out = direction == "OUT"
    return {
        "relation": edge.name,
        "direction": direction,
        "field": edge.field if out else edge.reverse_field,
        "label": _label(edge.label if out else edge.reverse_label),
    }


def _describe_property(p: Property) -> Json:
    told: Json = {"name": p.name, "field": camel(p.name), "label": _label(p.label), "kind": p.kind}
    if p.description:
        told["description"] = _label(p.description)
    if p.codelist:
        told["codelist"] = p.codelist.name
    for key in ("unit", "example", "multiple", "required", "personal", "searchable"):
        if getattr(p, key):
            told[key] = getattr(p, key)
    return told


def _describe_edge(e: EdgeType) -> Json:
    return {
        "name": e.name,
        "label": _label(e.label),
        "reverseLabel": _label(e.reverse_label),
        "description": _label(e.description),
        "field": e.field,
        "reverseField": e.reverse_field,
        "ends": [list(pair) for pair in e.ends],
        "keys": [camel(key) for key in e.keys],
        "derived": e.derived,
        "symmetric": e.symmetric,
        "properties": [_describe_property(p) for p in e.properties.values()],
    }


def _describe_codelist(c: Codelist) -> Json:
    codes = [{"code": x.code, "value": x.code.upper(), "label": _label(x.label)} for x in c.codes.values()]
    return {"name": c.name, "label": _label(c.label), "standard": c.standard, "codes": codes}


def reference_pages(ontology: Ontology) -> dict[str, str]:
    """Markdown by path below docs/reference/, in Chinese and English side by side."""
    return {
        "README.md": _index_page(ontology),
        "relations.md": _relations_page(ontology),
        "codelists.md": _codelists_page(ontology),
        **{f"types/{t.name}.md": _type_page(ontology, t) for t in ontology.node_types.values()},
    }


_MADE = "<!-- made by `jiju ontology docs` from ontology/*.yaml; edit those -->"


def _both(label: Label) -> str:
    return label.zh if label.zh == label.en else f"{label.zh} / {label.en}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", _MADE, *parts]) + "\n"


def _index_page(ontology: Ontology) -> str:
    types = (
        [f"[{t.name}](types/{t.name}.md)", t.label.zh, t.label.en, _both(t.description)]
        for t in ontology.node_types.values()
    )
    return _page(
        "本体 / Ontology",
        "[关系 / Relations](relations.md) · [代码表 / Codelists](codelists.md)",
        _table(["类型 / type", "中文", "English", "说明 / description"], types),
    )


_FLAGS = {"multiple": "可多值 / multiple", "required": "必填 / required", "personal": "个人信息 / personal"}


def _property_rows(properties: Mapping[str, Property]) -> Iterable[list[str]]:
    for p in properties.values():
        notes = [word for key, word in _FLAGS.items() if getattr(p, key)]
        notes += [_both(p.description)] if p.description else []
        notes += _rules(p)
        kind = f"[{p.codelist.name}](CODELISTS#{p.codelist.name.lower()})" if p.codelist else p.kind
        yield [f"`{p.name}`", _both(p.label), kind, p.unit or "", "；".join(notes), "、".join(p.headers)]


def _rules(p: Property) -> list[str]:
    """What values may be, beyond their kind."""
    told = ["不晚于今天 / not in the future"] if p.past else []
    if p.minimum is not None:
        told.append(f"≥ {p.minimum:g}")
    if p.maximum is not None:
        told.append(f"≤ {p.maximum:g}")
    told += [f"≤ `{other}`" for other in p.at_most] + [f"< `{other}`" for other in p.before]
    told += [f"通常 / usually ≤ `{other}`" for other in p.usually_at_most]
    return told + (["合计 / sum ≤ 100%"] if p.whole else [])


_PROPERTY_HEADS = (
    "属性 / property", "名称 / label", "种类 / kind", "单位 / unit", "说明 / notes", "表头 / headers",
)  # fmt: skip


def _type_page(ontology: Ontology, t: NodeType) -> str:
    keys = "、".join(" + ".join(f"`{name}`" for name in key) for key in t.keys)
    relations = [
        *([e.name, e.field, _both(e.label), "→ " + "、".join(_far(e, t.name, out=True))]
          for e in ontology.edges_from(t.name)),
        *([e.name, e.reverse_field, _both(e.reverse_label), "← " + "、".join(_far(e, t.name, out=False))]
          for e in ontology.edges_to(t.name)),
    ]  # fmt: skip
    return _page(
        f"{t.name} {t.label.zh}",
        _both(t.description),
        f"标识 / keys: {keys}",
        "## 属性 / Properties",
        _table(_PROPERTY_HEADS, _property_rows(t.properties)).replace("CODELISTS", "../codelists.md"),
        "## 关系 / Relations",
        _table(["关系 / relation", "字段 / field", "读作 / reads", "另一端 / other end"], relations),
    )


def _far(edge: EdgeType, name: str, *, out: bool) -> list[str]:
    return [tail if out else head for head, tail in edge.ends if (head if out else tail) == name]


def _relations_page(ontology: Ontology) -> str:
    return _page("关系 / Relations", *(_relation_part(e) for e in ontology.edge_types.values()))


_COMMON = frozenset({"valid_from", "valid_to", "confidence", "state"})


def _relation_part(e: EdgeType) -> str:
    flags = {"对称 / symmetric": e.symmetric, "推得 / derived": e.derived}
    own = {n: p for n, p in e.properties.items() if n not in _COMMON}
    readings = f"{e.label.zh} / {e.reverse_label.zh} · {e.label.en} / {e.reverse_label.en}"
    parts = [
        f"## {e.name} {e.label.zh}",
        "；".join([_both(e.description), *(word for word, on in flags.items() if on)]),
        f"{readings} · `{e.field}` / `{e.reverse_field}`",
        "、".join(e.heads) + " → " + "、".join(e.tails),
    ]
    if own:
        parts.append(_table(_PROPERTY_HEADS, _property_rows(own)).replace("CODELISTS", "codelists.md"))
    return "\n\n".join(parts)


def _codelists_page(ontology: Ontology) -> str:
    return _page("代码表 / Codelists", *(_codelist_part(c) for c in ontology.codelists.values()))


def _codelist_part(c: Codelist) -> str:
    rows = ([f"`{x.code}`", x.label.zh, x.label.en, "、".join(x.words)] for x in c.codes.values())
    table = _table(["代码 / code", "中文", "English", "也写作 / also"], rows)
    return f'## <a id="{c.name.lower()}"></a>{c.name} {c.label.zh}\n\n{table}'
