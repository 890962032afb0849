"""The type ExtractedFact with its parts: decision, ends, conflicts, suggestions, and its enumerations."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from graph_api.context import FactJobs, RequestContext
from graph_api.enums import make
from graph_api.evidence import document_of_source, sources_of
from graph_api.fields import Info, list_of, make_type, read_field, resolved_field
from graph_api.provenance import desk_of
from graph_api.rows import EntityRow
from graph_api.types import Types
from ontology.consistency import camel
from records.record import Source

STATES = make(
    "FactState",
    "事实的状态 · state of a fact",
    {
        "proposed": ("PROPOSED", "待审 · it waits for a person"),
        "accepted": ("ACCEPTED", "已采信 · it holds"),
        "rejected": ("REJECTED", "已否定 · it does not, and never returns"),
    },
)
KINDS = make(
    "FactKind",
    "事实的种类 · kind of a fact",
    {
        "entity": ("ENTITY", "实体提及 · a name stands for an entity"),
        "relation": ("RELATION", "关系 · a relation is stated"),
        "target": ("TARGET", "目标 · a quantified promise"),
        "measure": ("MEASURE", "措施 · a measure"),
    },
)
REASONS = make(
    "FactReason",
    "事实为何处于此状态 · why a fact has its state",
    {
        "person": ("PERSON", "人工决定 · a person decided"),
        "threshold": ("THRESHOLD", "置信度达到其类型的门槛 · it reaches the measured threshold of its type"),
        "relation": ("RELATION", "人工采信的关系说到它 · a person accepted a relation of it"),
        "below": ("BELOW", "未达门槛，或其类型尚无门槛 · below the threshold, or its type has none"),
        "unrelated": ("UNRELATED", "只是提到，没有采信的关系说到它 · named only; no accepted relation speaks of it"),
        "end": ("END", "关系已达门槛，但一端未达 · the relation reaches its threshold, and one of its ends does not"),
        "document": ("DOCUMENT", "文件本身 · it is the document itself"),
    },
)
VERDICTS = make(
    "FactVerdict",
    "对事实的决定 · a decision on a fact",
    {
        "accept": ("ACCEPT", "采信 · it holds"),
        "reject": ("REJECT", "否定 · it does not"),
        "correct": ("CORRECT", "更正 · it should be otherwise"),
        "link": ("LINK", "并入 · it is this entity of the graph"),
    },
)


def facts_of(context: RequestContext) -> FactJobs:
    """The jobs on facts. Raises NotServed."""
    found: FactJobs = desk_of(context.app).jobs.facts
    return found


def _plain(name: str, annotation: Any, text: str, column: str | None = None) -> Any:
    return read_field(name, annotation, text, lambda f, _: f[column or name])


def _asked(look: Callable[[FactJobs, str], Any]) -> Any:
    """A resolver that looks something up by the fact's key, in a thread."""

    async def resolve(root: Mapping[str, Any], info: Info) -> Any:
        return await info.context.ask(look, facts_of(info.context), root["key"])

    return resolve


def _in_sentence(name: str) -> Any:
    def read(fact: Mapping[str, Any], _info: Any) -> int | None:
        at, sentence = fact[name], fact["sentence_start"]
        return None if at is None or sentence is None else int(at - sentence)

    return read


def make_fact(types: Types) -> Any:
    async def entity(root: Mapping[str, Any], info: Info) -> EntityRow | None:
        return await _entity(types, info, root.get("entity"))

    async def document(root: Mapping[str, Any], info: Info) -> EntityRow | None:
        context = info.context
        found = await context.ask(document_of_source, context.app, root["document"])
        return await _entity(types, info, found)

    decision = types.named["FactDecision"] = _decision_type()
    place = make_type(
        "TextSpan",
        [
            read_field("start", int, "起始字符位置 · character offset in the document's text", lambda p, _: p[0]),
            read_field("end", int, "终止字符位置（不含） · end offset, exclusive", lambda p, _: p[1]),
        ],
        "正文中的一处 · a place in a text",
    )
    return make_type(
        "ExtractedFact",
        [
            _plain("key", strawberry.ID, "键，重读后不变 · key, the same after another reading"),
            read_field("kind", KINDS.type, "种类 · kind", lambda f, _: KINDS.members[f["kind"]]),
            _plain("type", str, "类型 · type of the entity or relation"),
            _plain("name", str, "名称；关系写作 甲 → 乙 · name; of a relation A → B"),
            read_field("state", STATES.type, "状态 · state", lambda f, _: STATES.members[f["state"]]),
            read_field(
                "reason", REASONS.type, "为何 · why it has this state", lambda f, _: REASONS.members[f["because"]]
            ),
            _plain("confidence", float, "置信度 · confidence, 0 to 1"),
            _plain("threshold", float | None, "其类型的门槛；尚无则为空 · threshold of its type; null where none"),
            _plain("section", str | None, "章节 · section"),
            _plain("sentence", str | None, "所在句 · the sentence"),
            read_field(
                "sentenceStart", int | None, "句子起始位置 · offset of the sentence", lambda f, _: f["sentence_start"]
            ),
            read_field(
                "quoteStart", int | None, "引文在句中的起点 · where the quote begins in it", _in_sentence("start")
            ),
            read_field(
                "quoteEnd", int | None, "引文在句中的终点（不含） · where it ends, exclusive", _in_sentence("end")
            ),
            _plain("quote", str, "引文 · the quoted words"),
            _plain("start", int | None, "起始字符位置 · character offset in the document's text"),
            _plain("end", int | None, "终止字符位置（不含） · end offset, exclusive"),
            read_field("places", list_of(place), "有此引文的各处 · all places with these words", _places),
            _plain("extractor", str, "抽取程序及版本 · what extracted it, with its version"),
            _plain("documentTitle", str, "文件题名 · title of the document", "title"),
            _plain("source", strawberry.ID, "文件作为来源的标识 · id of the document as a source", "document"),
            resolved_field("document", document, "Document | None", "所在文件 · the document", types.named),
            resolved_field(
                "entity", entity, "Entity | None", "它在图中是谁；不在则为空 · what it is in the graph", types.named
            ),
            read_field("ends", list_of(_end_type(types)), "关系的两端 · ends of a relation", lambda f, _: f["ends"]),
            _plain("decision", decision | None, "有效的决定 · the decision that counts"),
            resolved_field(
                "values", _asked(lambda j, k: _camel(j.values(k))), JSON, "所述内容 · what it says, by property"
            ),
            resolved_field(
                "conflicts",
                _asked(lambda j, k: j.conflicts(k)),
                list_of(_conflict_type(types)),
                "与之矛盾的说法 · who says otherwise of the same thing",
            ),
            resolved_field(
                "suggestions",
                _asked(lambda j, k: j.suggestions(k)),
                list_of(_suggestion_type(types)),
                "可能是图中的谁，最像的在前 · entities that it may be, the likeliest first",
            ),
        ],
        "文件中抽取的一条事实 · a fact that was extracted from a document",
    )


def _places(fact: Mapping[str, Any], _info: Any) -> list[Any]:
    return [place for place in fact["places"] if None not in place]


async def _entity(types: Types, info: Info, id_: str | None) -> EntityRow | None:
    if id_ is None:
        return None
    found: EntityRow | None = await types.plan.entity(info.context, info.raw, info.context.snapshot.redirect(id_))
    return found


def _end_type(types: Types) -> Any:
    async def entity(root: Mapping[str, Any], info: Info) -> EntityRow | None:
        return await _entity(types, info, root["entity"])

    return make_type(
        "FactEnd",
        [
            _plain("type", str, "类型 · type"),
            _plain("name", str, "名称 · name"),
            _plain("start", int | None, "在正文中的起点 · where the name begins in the text"),
            _plain("end", int | None, "在正文中的终点（不含） · where it ends, exclusive"),
            resolved_field("entity", entity, "Entity | None", "图中的实体 · the entity in the graph", types.named),
        ],
        "关系的一端 · an end of a relation",
    )


def _conflict_type(types: Types) -> Any:
    def sources(root: Mapping[str, Any], info: Info) -> list[Source]:
        return sources_of(info.context, root["sources"])

    return make_type(
        "FactConflict",
        [
            read_field("property", str, "属性 · property", lambda c, _: camel(c["property"])),
            _plain("mine", JSON, "此处的值 · the value here"),
            _plain("other", JSON, "别处的值 · the other value"),
            resolved_field("sources", sources, list_of(types.named["Source"]), "谁这样说 · who says so"),
        ],
        "与一条事实矛盾的说法 · what contradicts a fact",
    )


def _suggestion_type(types: Types) -> Any:
    async def entity(root: Mapping[str, Any], info: Info) -> EntityRow | None:
        return await _entity(types, info, root["id"])

    return make_type(
        "FactSuggestion",
        [
            _plain("id", strawberry.ID, "实体的标识 · id of the entity"),
            _plain("name", str, "名称 · name"),
            _plain(
                "score", float | None, "相似度；同名则为空 · likeness, 0 to 1; null where only the name is the same"
            ),
            resolved_field("entity", entity, "Entity | None", "实体 · the entity", types.named),
        ],
        "可能是图中的哪个实体 · an entity that a name may be",
    )


def _decision_type() -> Any:
    def undone(name: str) -> Any:
        return lambda d, _: (d.get("undone") or {}).get(name)

    return make_type(
        "FactDecision",
        [
            _plain("id", strawberry.ID, "编号 · id"),
            read_field("verdict", VERDICTS.type, "决定 · decision", lambda d, _: VERDICTS.members[d["verdict"]]),
            _plain("fact", strawberry.ID, "事实的键 · key of the fact"),
            _plain("type", str, "事实的类型 · its type"),
            _plain("name", str, "事实的名称 · its name"),
            _plain("quote", str, "引文 · its words"),
            _plain("change", JSON, "更正为、并入 · what it should be, or is"),
            _plain("by", str, "谁 · who"),
            _plain("why", str, "理由 · why"),
            read_field("at", datetime, "何时 · when", lambda d, _: datetime.fromisoformat(d["at"])),
            read_field(
                "undoneBy", str | None, "谁撤销的；有效则为空 · who took it back; null while it counts", undone("by")
            ),
            read_field("undoneWhy", str | None, "撤销的理由 · why", undone("why")),
        ],
        "人对一条事实的决定 · a person's decision on a fact",
    )


def _camel(values: Mapping[str, Any]) -> dict[str, Any]:
    return {camel(name): value for name, value in values.items()}
