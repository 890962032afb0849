"""What was extracted, in the gold's own format, so that another scorer can check it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp.facts import Facts, Mention


def as_gold(facts: Facts, document: str, data: bytes) -> dict[str, Any]:
    """One document's facts as a gold annotation of the text file ``document``."""
    ids: dict[int, str] = {}

    def give(prefix: str, things: list[Any]) -> None:
        ids.update({id(thing): f"{prefix}{i:03}" for i, thing in enumerate(things, 1)})

    for prefix, things in (
        ("E", facts.mentions),
        ("R", facts.relations),
        ("T", facts.targets),
        ("A", facts.amounts),
        ("C", facts.citations),
        ("U", facts.duties),
        ("M", facts.measures),
    ):
        give(prefix, things)
    return {
        "document": document,
        "sha256": sha256(data).hexdigest(),
        "entities": [_entity(m, ids) for m in facts.mentions],
        "relations": [
            _with(ids, r, type=r.type, head=ids[id(r.head)], tail=ids[id(r.tail)], properties=r.properties or None)
            for r in facts.relations
            if id(r.head) in ids and id(r.tail) in ids  # a document without a title has no mention
        ],
        "targets": [
            _with(
                ids,
                t,
                targetKey=t.key,
                metric=t.metric,
                comparator=t.comparator,
                unit=t.unit,
                approximate=t.approximate,
                deadline=t.deadline,
                period=t.period,
                periodApproximate=t.period_approximate or None,
                scope=t.scope,
                programme=ids.get(id(t.programme)),
                text=t.text,
            )
            | {"min": t.minimum, "max": t.maximum}
            for t in facts.targets
        ],
        "amounts": [
            _with(
                ids,
                a,
                fund=ids[id(a.fund)],
                fundName=a.fund.text,
                value_yuan=a.yuan,
                year=a.year,
                recurring=a.recurring or None,
                text=a.text,
            )
            for a in facts.amounts
        ],
        "citations": [
            _with(
                ids,
                c,
                number=c.number,
                title=c.document.text,
                issuer=c.issuer,
                document=ids[id(c.document)],
                text=c.text,
            )
            | {"issuerIds": [ids[id(i)] for i in c.issuers]}
            for c in facts.citations
        ],
        "duties": [
            _with(
                ids,
                d,
                who=d.who,
                whoId=ids.get(id(d.body)),
                role=d.role,
                what=d.what,
                scope=d.scope,
                deadline=d.deadline,
                text=d.text,
            )
            for d in facts.duties
        ],
        "measures": [_with(ids, m, kind=m.kind, text=m.text) | {"conditions": m.conditions} for m in facts.measures],
        "notAnnotated": [],
    }


def _with(ids: dict[int, str], thing: Any, **values: Any) -> dict[str, Any]:
    told = {k: v for k, v in values.items() if v is not None}
    return {"id": ids[id(thing)], **told, "start": thing.start, "end": thing.end}


def _entity(m: Mention, ids: dict[int, str]) -> dict[str, Any]:
    return _with(
        ids,
        m,
        type=m.type,
        text=m.text,
        kind=m.kind,
        normalized=m.normalized,
        planned=m.planned or None,
        number=m.number,
    )


def write(folder: Path, name: str, prediction: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(prediction, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
