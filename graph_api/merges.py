"""What an entity was joined of, and by what: keys, decisions, scores.

That it was joined is for everybody; the reasons of a score, which compare personal data, from the role reviewer on.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow.compute as pc
import pyarrow.parquet as pq
import strawberry
from strawberry.scalars import JSON

from graph_api.context import RequestContext
from graph_api.enums import make
from graph_api.evidence import shown, sources_of
from graph_api.fields import Info, list_of, make_type, read_field, resolved_field
from graph_api.plan import batch
from ontology.consistency import camel
from ontology.model import NodeType
from records.record import Source

BY = make(
    "MergeReason",
    "因何合并 · by what statements or entities were joined",
    {
        "key": ("KEY", "相同的代码或名称 · they tell the same key"),
        "decision": ("DECISION", "人工判断 · a person decided so"),
        "score": ("SCORE", "相似度高于自动合并的门槛 · they score above the measured threshold"),
    },
)


def make_merge(source: Any) -> Any:
    """The type Merge."""

    def sources(root: Mapping[str, Any], info: Info) -> list[Source]:
        return sources_of(info.context, root.get("sources"))

    return make_type(
        "Merge",
        [
            read_field("by", BY.type, "因何 · by what", lambda m, _: BY.members[m["by"]]),
            read_field(
                "properties", list[str], "相同的键（KEY） · properties of the key, of KEY", _of("properties", ())
            ),
            read_field(
                "values",
                JSON | None,
                "键的值（KEY） · values of the key, of KEY; null where they are personal",
                _of("values"),
            ),
            resolved_field(
                "sources", sources, list_of(source), "说出此键的来源（KEY） · the sources that tell the key, of KEY"
            ),
            read_field("ids", list[strawberry.ID], "合并前的标识 · ids of the two before", _of("ids", ())),
            read_field("decision", strawberry.ID | None, "判断的编号（DECISION） · the decision's id", _of("decision")),
            read_field("score", float | None, "相似度（SCORE） · likeness, 0 to 1", _of("score")),
            read_field(
                "reasons",
                JSON | None,
                "相似的理由（SCORE），reviewer 以上可见 · what each feature adds; from the role reviewer on",
                _of("reasons"),
            ),
        ],
        "因何合为一个实体 · why several statements or entities are one entity",
    )


def _of(name: str, default: Any = None) -> Any:
    return lambda told, _info: told.get(name, default)


MERGED = (
    "由什么合成：相同的键、人工判断、自动合并；只有一处说到时为空 · what it was joined of and why: keys that several "
    "sources tell, decisions, scores"
)


async def merged_from(context: RequestContext, entity_id: str, node_type: NodeType) -> list[dict[str, Any]]:
    """Why the statements about an entity are about one thing: by keys, decisions, scores."""

    async def evidence(ids: list[str]) -> list[Any]:
        found = await context.ask(context.snapshot.evidence, ids)
        return [found.get(i, []) for i in ids]

    async def joined(ids: list[str]) -> list[Any]:
        found = await context.ask(_joined, context.snapshot.folder, ids)
        return [found.get(i, []) for i in ids]

    rows = await batch(context, "evidence", evidence).load(entity_id)
    merges = await batch(context, "merges", joined).load(entity_id)
    told = list(_by_keys(rows, node_type, context))
    for merge in merges:
        by_score = merge["reason"] == "score"
        reasons = orjson.loads(merge["reasons"]) if by_score and merge["reasons"] and context.sees_personal else None
        told.append({
            "by": merge["reason"], "ids": [merge["left_id"], merge["right_id"]], "decision": merge["decision"],
            "score": merge["score"], "reasons": reasons,
        })  # fmt: skip
    return told


def _joined(snapshot: Path, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    table = pq.read_table(snapshot / "merges.parquet", filters=pc.field("id").isin(list(ids)))
    for row in table.to_pylist():
        found.setdefault(row["id"], []).append(row)
    return found


def _by_keys(
    rows: Sequence[Mapping[str, Any]], node_type: NodeType, context: RequestContext
) -> Iterator[dict[str, Any]]:
    """The keys that several sources tell alike."""
    values = [(row["source_id"], orjson.loads(row["values"] or "{}")) for row in rows]
    for key in node_type.keys:
        sources: dict[bytes, list[str]] = {}
        for source_id, told in values:
            if all(name in told for name in key):
                found = sources.setdefault(orjson.dumps([told[name] for name in key]), [])
                if source_id not in found:
                    found.append(source_id)
        declared = [node_type.properties[name] for name in key]
        hidden = any(p.personal for p in declared) and not context.sees_personal
        for told_key, who in sources.items():
            if len(who) > 1:
                parts = zip(declared, orjson.loads(told_key), strict=True)
                shown_values = None if hidden else {camel(p.name): shown(p, value) for p, value in parts}
                yield {"by": "key", "properties": [camel(n) for n in key], "values": shown_values, "sources": who}
