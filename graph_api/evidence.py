"""Sources and evidence: who said it, and where it stands. Personal values are masked below the role reviewer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson
import strawberry
from strawberry.scalars import JSON

from graph_api.context import AppContext, RequestContext
from graph_api.fields import Info, attribute_field, make_type, read_field, resolved_field
from graph_api.plan import Plan, batch
from graph_api.rows import EntityRow
from ontology.consistency import camel
from ontology.model import Ontology, Property
from records.record import Source as SourceRecord

_SOURCE = (
    ("id", strawberry.ID, "标识，重载不变 · id, stable over reloads"),
    ("kind", str, "table、document、edit 或 rule · kind of source"),
    ("title", str, "题名 · title"),
    ("publisher", str | None, "发布者 · publisher"),
    ("licence", str | None, "许可 · licence as the source states it"),
    ("trust", float, "可信度，0 到 1 · trust, 0 to 1"),
    ("url", str | None, "网址 · web address"),
)
_LOCATOR = (
    ("file", str, "文件 · file"),
    ("sheet", str, "工作表 · sheet"),
    ("row", int, "行号，从 1 起 · row as the spreadsheet shows it"),
    ("section", str, "章节 · section"),
    ("start", int, "起始字符位置 · character offset in the document's text"),
    ("end", int, "终止字符位置（不含） · end offset, exclusive"),
    ("sentenceStart", int, "句子起始位置 · offset of the sentence"),
    ("sentenceEnd", int, "句子终止位置（不含） · end of the sentence, exclusive"),
    ("quote", str, "引文 · the quoted words"),
    ("confidence", float, "置信度 · confidence, 0 to 1"),
    ("state", str, "审核状态 · review state: proposed or accepted"),
    ("extractor", str, "抽取程序及版本 · what extracted it, with its version"),
)
_SNAKE = {"sentenceStart": "sentence_start", "sentenceEnd": "sentence_end"}


class EvidenceRow:
    """One statement, masked for whoever asks."""

    __slots__ = ("properties", "row", "source", "values")

    def __init__(self, row: Mapping[str, Any], declared: Mapping[str, Property], context: RequestContext) -> None:
        told = row["properties"] or []
        values = orjson.loads(row["values"]) if row["values"] else {}
        personal = {n for n in (*told, *values) if n in declared and declared[n].personal}
        hidden = set() if not personal or context.sees_personal else personal
        self.source = context.app.sources[row["source_id"]]
        # A quote that carries a personal value would show it; that of an edit is somebody's name and own words.
        masked = hidden or (self.source.kind == "edit" and not context.sees_personal)
        self.row = {**row, "quote": None} if masked else row
        self.properties = [camel(name) for name in told]
        self.values = {
            camel(name): shown(declared.get(name), value) for name, value in values.items() if name not in hidden
        }


def shown(declared: Property | None, value: Any) -> Any:
    """A JSON value as the API writes it: codes in capitals."""
    if declared is None or declared.kind != "enum":
        return value
    return [code.upper() for code in value] if isinstance(value, list) else value.upper()


def properties_of(ontology: Ontology, subject_id: str) -> Mapping[str, Property]:
    """What can be said of the entity or relation with this id."""
    node_type = ontology.type_of_id(subject_id)
    if node_type:
        return node_type.properties
    edge_type = ontology.edge_types.get(subject_id.partition(":")[0].upper())
    return edge_type.properties if edge_type else {}


async def evidence_of(
    context: RequestContext,
    subject_id: str,
    declared: Mapping[str, Property],
    first: int,
    told: str | None = None,
) -> list[EvidenceRow]:
    """Statements about an entity or relation, looked up together with those of its level. told: only those that
    tell this property (named as in the API)."""

    async def load(ids: list[str]) -> list[Any]:
        found = await context.ask(context.snapshot.evidence, ids)
        return [found.get(i, []) for i in ids]

    rows = await batch(context, "evidence", load).load(subject_id)
    if told is not None:
        rows = [row for row in rows if told in map(camel, row["properties"] or ())]
    return [EvidenceRow(row, declared, context) for row in rows[:first]]


def sources_of(context: RequestContext, source_ids: Sequence[str] | None) -> list[SourceRecord]:
    known = context.app.sources
    return [known[i] for i in source_ids or () if i in known]


def document_of_source(app: AppContext, source_id: str) -> str | None:
    """The id of the Document whose text a source is; None for sources that are no documents. It waits for the
    snapshot: call it in a thread."""
    if source_id not in app.documents:
        source = app.sources.get(source_id)
        rows: list[dict[str, Any]] = []
        if source and source.kind == "document":
            rows = app.snapshot.evidence_of_source(source_id).select(["subject_id", "properties"]).to_pylist()
        own = (r["subject_id"] for r in rows if _is_the_document(app.ontology, r))
        app.documents[source_id] = next(own, None)
    return app.documents[source_id]


def _is_the_document(ontology: Ontology, row: Mapping[str, Any]) -> bool:
    """Of the documents that a document names, it is the one whose text the source gives."""
    node_type = ontology.type_of_id(row["subject_id"])
    return node_type is not None and node_type.name == "Document" and "text" in (row["properties"] or ())


def make_source(more: Sequence[Any]) -> Any:
    """The type Source. more: its fields that need the archive."""
    fields: list[Any] = [attribute_field(*one) for one in _SOURCE]
    fields.append(attribute_field("asOf", date | None, "截至日期 · the day for which it speaks", "as_of"))
    fields += more
    return make_type("Source", fields, "来源 · who said it")


def make_evidence(plan: Plan, source: Any, namespace: dict[str, Any]) -> Any:
    """The Evidence type. namespace: where the type Document will be."""

    async def resolve_document(root: EvidenceRow, info: Info) -> EntityRow | None:
        context = info.context
        if root.source.kind != "document":
            return None
        document_id = await context.ask(document_of_source, context.app, root.source.id)
        return await plan.entity(context, info.raw, document_id) if document_id else None

    fields: list[Any] = [attribute_field("source", source, "来源 · source")]
    fields += [_located(name, annotation, text) for name, annotation, text in _LOCATOR]
    fields.append(attribute_field("properties", list[str], "所述属性 · properties that it tells"))
    fields.append(attribute_field("values", JSON | None, "所述内容 · the values, as this source states them"))
    text = "所在文件；其正文即位置所指 · the document that it stands in, to whose text the offsets refer"
    fields.append(resolved_field("document", resolve_document, "Document | None", text, namespace))
    return make_type("Evidence", fields, "证据：一个来源的一条陈述及其位置 · what one source says, and where it stands")


def _located(name: str, annotation: Any, text: str) -> Any:
    column = _SNAKE.get(name, name)
    return read_field(name, annotation | None, text, lambda source, _info: source.row[column])
