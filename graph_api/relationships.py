"""Search, and what a document says. Thin over cypher.traverse."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from dataclasses import dataclass
from typing import Any

import strawberry
from strawberry.scalars import JSON

from cypher import traverse
from cypher.store import Hit
from graph_api.connections import check_first
from graph_api.context import RequestContext
from graph_api.enums import Lang, code_of
from graph_api.errors import BadArgument
from graph_api.evidence import EvidenceRow, properties_of
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.rows import EntityRow, RelationRow, relation_row
from graph_api.types import LANG, Types


@dataclass(frozen=True)
class FoundEntity:
    """A hit with what is selected of its entity."""

    entity: EntityRow
    matched: str
    score: float


@dataclass(frozen=True)
class Fact:
    """One statement in a document, with the entity or relation of which it speaks."""

    entity: EntityRow | None
    relation: RelationRow | None
    evidence: EvidenceRow


def relationship_fields(types: Types) -> list[Any]:
    return [_search(types), _document_facts(types)]


def _search(types: Types) -> Any:
    hit = make_type(
        "SearchHit",
        [
            attribute_field("entity", types.named["Entity"], "实体 · entity"),
            attribute_field("matched", str, "命中的属性 · the property in which the text stands"),
            attribute_field("score", float, "相符程度，1 为完全相同 · 1 is an exact match"),
        ],
        "检索结果 · an entity found",
    )

    async def resolve(
        root: Any, info: Info, text: str, types_: list[Any] | None = None, first: int = 20
    ) -> list[FoundEntity]:
        context = info.context
        if not text.strip():
            raise BadArgument("text", "is blank; give at least one character")
        wanted = [code_of(t) for t in types_ or ()]
        limit = check_first("first", first)
        hits = await context.ask(context.store.search, text, wanted, limit)
        hits = [h for h in hits if _may_show(types, context, h)]
        found = await types.plan.entities(context, info.raw, [h.id for h in hits], (("entity",),))
        return [FoundEntity(found[h.id], _camel(h.matched), h.score) for h in hits if h.id in found]

    return resolved_field(
        "search",
        resolve,
        list_of(hit),
        "按名称、别名、代码等检索，最相符者在前 · entities whose name, alias, code or text holds this; best first",
        text=argument(str, "要找的文字 · text"),
        types_=node_types(types),
        first=argument(int, "至多几条 · at most so many"),
    )


def _may_show(types: Types, context: RequestContext, hit: Hit) -> bool:
    """A hit in a personal property would show it."""
    declared = types.ontology.node_types[hit.type].properties.get(hit.matched)
    return context.sees_personal or declared is None or not declared.personal


def _camel(name: str) -> str:
    from ontology.consistency import camel

    return camel(name)


def _document_facts(types: Types) -> Any:
    ontology = types.ontology
    members = {**types.enums.node_types.members, **types.enums.edge_types.members}

    def label(root: Fact, info: Info, lang: Lang = Lang.ZH) -> str:
        words = ontology.node_types[root.entity.type] if root.entity else _edge_type(types, root)
        return words.label.en if lang is Lang.EN else words.label.zh

    def subject_type(root: Fact, _info: Any) -> str:
        subject = root.entity or root.relation
        return str(members[subject.type].value) if subject else ""

    def told(name: str, annotation: Any, text: str) -> Any:
        return read_field(name, annotation, text, lambda f, _: f.evidence.row[_column(name)])

    fact = make_type(
        "Fact",
        [
            attribute_field("entity", types.named["Entity"] | None, "所述实体 · the entity of which it speaks"),
            attribute_field("relation", types.named["SubgraphRelation"] | None, "所述关系 · or the relation"),
            read_field("type", str, "类型 · type of the entity or relation", subject_type),
            resolved_field("label", label, str, "类型名称 · the type in words", lang=LANG),
            told("start", int, "起始字符位置 · character offset in the document's text"),
            told("end", int, "终止字符位置（不含） · end offset, exclusive"),
            told("sentenceStart", int | None, "句子起始位置 · offset of the sentence"),
            told("sentenceEnd", int | None, "句子终止位置（不含） · end of the sentence, exclusive"),
            told("section", str | None, "章节 · section"),
            told("quote", str | None, "引文 · the quoted words"),
            told("confidence", float | None, "置信度 · confidence, 0 to 1"),
            told("state", str | None, "审核状态 · review state"),
            read_field(
                "properties", list[str], "所述属性 · properties that it tells", lambda f, _: f.evidence.properties
            ),
            read_field(
                "values",
                JSON | None,
                "所述内容 · the values as the document states them",
                lambda f, _: f.evidence.values,
            ),
        ],
        "文件中的一条事实 · a fact that stands in a document",
    )

    async def resolve(root: Any, info: Info, id: strawberry.ID) -> list[Fact]:  # noqa: A002
        context = info.context
        now = context.snapshot.redirect(str(id))
        node_type = ontology.type_of_id(now)
        if node_type is None or node_type.name != "Document":
            raise BadArgument("id", "is no document's id")
        return await _facts(types, info, now)

    given = argument(strawberry.ID, "文件的标识 · id of the document")
    text = "文件中的全部事实，依位置先后 · all facts that stand in a document, in the order of its text"
    return resolved_field("documentFacts", resolve, list_of(fact), text, id=given)


def _column(name: str) -> str:
    return {"sentenceStart": "sentence_start", "sentenceEnd": "sentence_end"}.get(name, name)


def _edge_type(types: Types, fact: Fact) -> Any:
    assert fact.relation
    return types.ontology.edge_types[fact.relation.type]


async def _facts(types: Types, info: Info, document_id: str) -> list[Fact]:
    context = info.context
    rows = await context.ask(_statements, context, document_id)
    subjects = list(dict.fromkeys(row["subject_id"] for row in rows))
    entities = await types.plan.entities(context, info.raw, subjects, (("entity",),))
    relations = await context.ask(_relations_by_id, context, [s for s in subjects if s not in entities])
    facts = []
    for row in rows:
        subject = row["subject_id"]
        entity, relation = entities.get(subject), relations.get(subject)
        if entity or relation:
            told = EvidenceRow(row, properties_of(types.ontology, subject), context)
            facts.append(Fact(entity, relation, told))
    return facts


def _statements(context: RequestContext, document_id: str) -> list[dict[str, Any]]:
    """What the document's own sources say at a place in its text, in the order of the text."""
    own = context.snapshot.evidence([document_id])[document_id]
    sources = dict.fromkeys(row["source_id"] for row in own if "text" in (row["properties"] or ()))
    found = [
        row
        for source_id in sources
        for row in context.snapshot.evidence_of_source(source_id).to_pylist()
        if row["start"] is not None and row["end"] is not None
    ]
    return sorted(found, key=lambda row: (row["start"], row["end"], row["subject_id"]))


def _relations_by_id(context: RequestContext, ids: list[str]) -> dict[str, RelationRow]:
    by_type: dict[str, list[str]] = {}
    for relation_id in ids:
        name = relation_id.partition(":")[0].upper()
        if name in context.ontology.edge_types:
            by_type.setdefault(name, []).append(relation_id)
    found: dict[str, RelationRow] = {}
    for name, own in by_type.items():
        found |= {i: relation_row(r) for i, r in traverse.relation_by_ids(context.store, name, own).items()}
    return found


def node_types(types: Types) -> Any:
    return argument(list_of(types.enums.node_types.type) | None, "只要这些类型 · only entities of these types", "types")
