"""Facts of documents for those who review them: the queue, a document's facts, the log of decisions.

From the role reviewer on: facts name persons who wait to be looked at, and quote what the graph does not hold. What
of a document is in the graph, ``documentFacts`` tells everybody.
"""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from graph_api.auth import require
from graph_api.connections import AFTER, FIRST, check_first, cursor_of, make_connection, read_cursor
from graph_api.context import FactJobs, RequestContext
from graph_api.errors import BadArgument, BadCursor
from graph_api.fact_types import KINDS, STATES, facts_of, make_fact
from graph_api.fields import Info, argument, input_field, list_of, make_type, resolved_field
from graph_api.review import DecisionPages
from graph_api.rows import Edge, Page
from graph_api.types import Types
from records.facts.decisions import UnknownFact

_ORDER = "confidence-,key"
_LOG = "factDecisions"


def fact_fields(types: Types) -> list[Any]:
    """Query.factQueue, .extractedFact, .extractedFacts and .factDecisions; makes the type ExtractedFact."""
    fact = types.named["ExtractedFact"] = make_fact(types)
    return [_queue(types, fact), _one(fact), _in_document(types, fact), _decisions(types)]


# Pages


class FactPages:
    """The pages of the queue, the surest first."""

    def __init__(self, jobs: FactJobs, asked: Mapping[str, Any]) -> None:
        self._jobs, self._asked = jobs, asked

    def read(self, first: int, after: tuple[float, str] | None) -> Page:
        """A page. It waits for files: call it in a thread."""
        rows: list[Any] = list(self._jobs.queue(self._asked, first + 1, after))
        edges = [Edge(row, None, self) for row in rows[:first]]
        return Page(edges, len(rows) > first, False, after is not None, self)

    def total(self, _context: RequestContext) -> int:
        return self._jobs.total(self._asked)

    def cursor(self, edge: Edge) -> str:
        row: Any = edge.node
        return cursor_of(_ORDER, [row["confidence"], row["key"]])


def _after(cursor: str | None) -> tuple[float, str] | None:
    if cursor is None:
        return None
    confidence, key = read_cursor(_ORDER, cursor, "after")
    if not isinstance(confidence, int | float):
        raise BadCursor("after")
    return float(confidence), str(key)


def _where() -> Any:
    return make_type(
        "FactWhere",
        [
            input_field("document", strawberry.ID, "只要此文件的（Document 的标识） · only of this document"),
            input_field("type", list_of(str), "只要这些类型 · only of these types"),
            input_field("kind", list_of(KINDS.type), "只要这些种类 · only of these kinds"),
            input_field("state", list_of(STATES.type), "只要这些状态，默认 PROPOSED · only in these states"),
            input_field("minConfidence", float, "最低置信度 · least confidence"),
            input_field("maxConfidence", float, "最高置信度 · most confidence"),
            input_field("contains", str, "名称或句中有此文字 · with these words in name or sentence"),
        ],
        "要哪些事实 · which facts",
        is_input=True,
    )


def _asked_of(context: RequestContext, where: Any) -> dict[str, Any]:
    def given(name: str) -> Any:
        value = getattr(where, name, None) if where is not None else None
        return None if value is strawberry.UNSET else value

    asked: dict[str, Any] = {"states": [s.value for s in given("state") or ()] or ["proposed"]}
    asked["types"] = list(given("type") or ())
    asked["kinds"] = [kind.value for kind in given("kind") or ()]
    for name, argument_ in (("min_confidence", "minConfidence"), ("max_confidence", "maxConfidence")):
        if given(argument_) is not None:
            asked[name] = given(argument_)
    asked["text"] = given("contains") or ""
    if given("document") is not None:
        asked["documents"] = [source_of_document(context, str(given("document")))]
    return asked


def source_of_document(context: RequestContext, id_: str) -> str:
    """The source whose text a Document is; ids of sources are taken as well. Raises BadArgument."""
    if id_ in context.app.sources:
        return id_
    now = context.snapshot.redirect(id_)
    for row in context.snapshot.evidence([now]).get(now, []):
        if "text" in (row["properties"] or ()):
            return str(row["source_id"])
    raise BadArgument("document", "is no document whose text was read")


def _queue(types: Types, fact: Any) -> Any:
    text = "一页事实 · a page of facts"
    connection = make_connection("ExtractedFact", fact, types.named["PageInfo"], text)

    async def resolve(root: Any, info: Info, where: Any = None, first: int = 20, after: str | None = None) -> Page:
        context = info.context
        require(context.role, "reviewer", "factQueue")
        context.personal = True  # sentences name persons
        count, behind = check_first("first", first), _after(after)
        asked = await context.ask(_asked_of, context, where)
        return await context.ask(FactPages(facts_of(context), asked).read, count, behind)

    return resolved_field(
        "factQueue",
        resolve,
        connection,
        "文件中待审的事实，最有把握的在前（reviewer 以上） · facts of documents to review, the surest first",
        where=argument(_where() | None, "要哪些 · which"),
        first=FIRST,
        after=AFTER,
    )


def _one(fact: Any) -> Any:
    async def resolve(root: Any, info: Info, key: strawberry.ID) -> Mapping[str, Any] | None:
        context = info.context
        require(context.role, "reviewer", "extractedFact")
        context.personal = True
        try:
            return await context.ask(facts_of(context).one, str(key))
        except UnknownFact:
            return None

    text = "按键取一条事实（reviewer 以上） · a fact by its key; null where no reading has it"
    given = argument(strawberry.ID, "事实的键 · key of the fact")
    return resolved_field("extractedFact", resolve, fact | None, text, key=given)


def _in_document(types: Types, fact: Any) -> Any:
    async def resolve(root: Any, info: Info, id: strawberry.ID) -> Sequence[Mapping[str, Any]]:  # noqa: A002
        context = info.context
        require(context.role, "reviewer", "extractedFacts")
        context.personal = True
        source = await context.ask(source_of_document, context, str(id))
        return await context.ask(facts_of(context).in_document, source)

    given = argument(strawberry.ID, "文件的标识 · id of the document")
    text = (
        "文件中抽取的全部事实及其状态，依位置先后（reviewer 以上） · all that was extracted from a document, by place"
    )
    return resolved_field("extractedFacts", resolve, list_of(fact), text, id=given)


def _decisions(types: Types) -> Any:
    connection = make_connection(
        "FactDecision", types.named["FactDecision"], types.named["PageInfo"], "一页决定 · a page of decisions"
    )

    async def resolve(root: Any, info: Info, active: bool = False, first: int = 20, after: str | None = None) -> Page:
        context = info.context
        require(context.role, "reviewer", "factDecisions")
        context.personal = True
        count = check_first("first", first)
        told = await context.ask(facts_of(context).decisions, active)
        return DecisionPages(told, _LOG).read(count, after)

    return resolved_field(
        "factDecisions",
        resolve,
        connection,
        "对事实的决定，由新到旧（reviewer 以上） · what persons decided about facts, newest first",
        active=argument(bool, "只要有效的 · only those that count"),
        first=FIRST,
        after=AFTER,
    )
