"""A path as a sentence that a person would say, in Chinese and English (words: analysis/rules/ties.yaml).

Two steps of one kind over one entity become one clause: "张三同时是甲公司的董事和乙公司的监事".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.ties import Tie, shipped_ties
from ontology.model import Label, Ontology


@dataclass(frozen=True)
class Said:
    """A relation on the way, with the ids of its ends and what it tells."""

    type: str
    from_id: str
    to_id: str
    values: Mapping[str, Any]


def sentence(
    ontology: Ontology, nodes: Sequence[str], names: Mapping[str, str], steps: Sequence[Sequence[Said]]
) -> Label:
    """nodes: ids from start to end. steps: the relations between each and the next, strongest first; the strongest kind
    is told."""
    kinds = [_alike(step) for step in steps]
    clauses: list[Label] = []
    at = 0
    while at < len(kinds):
        both = _over_one(nodes, names, kinds, at)
        clauses.append(both or _single(ontology, names, kinds[at]))
        at += 2 if both else 1
    zh, en = "；".join(c.zh for c in clauses), "; ".join(c.en for c in clauses)
    return Label(f"{zh}。" if zh else "", f"{en}." if en else "")


def _alike(step: Sequence[Said]) -> list[Said]:
    """Those of the kind and direction of the first."""
    first = step[0]
    return [one for one in step if (one.type, one.from_id) == (first.type, first.from_id)]


def _over_one(nodes: Sequence[str], names: Mapping[str, str], kinds: list[list[Said]], at: int) -> Label | None:
    """One clause for two steps of one kind that both lead to, or both come from, the entity between them."""
    if at + 1 >= len(kinds) or kinds[at][0].type != kinds[at + 1][0].type:
        return None
    one, it, two = nodes[at : at + 3]
    tie = shipped_ties().get(kinds[at][0].type)
    ends = {(kind[0].from_id == it) for kind in (kinds[at], kinds[at + 1])}
    words = None if tie is None or len(ends) > 1 else tie.as_tails if ends == {True} else tie.as_heads
    if tie is None or words is None:
        return None
    told = [_told(tie, kind) for kind in (kinds[at], kinds[at + 1])]
    return Label(*(
        text.format(
            one=names[one], it=names[it], two=names[two],
            told_one=_in(told[0], lang), told_two=_in(told[1], lang),
        )
        for lang, text in (("zh", words.zh), ("en", words.en))
    ))  # fmt: skip


def _single(ontology: Ontology, names: Mapping[str, str], kind: list[Said]) -> Label:
    said = kind[0]
    head, tail = names[said.from_id], names[said.to_id]
    tie = shipped_ties().get(said.type)
    if tie is None:
        label = ontology.edge_types[said.type].label
        return Label(f"{head}{label.zh}{tail}", f"{head} {label.en} {tail}")
    told = _told(tie, kind)
    return Label(*(
        text.format(head=head, tail=tail, told=_in(told, lang))
        for lang, text in (("zh", tie.says.zh), ("en", tie.says.en))
    ))  # fmt: skip


def _told(tie: Tie, kind: Iterable[Said]) -> Label:
    """What the relations tell besides, or the words for what is not known."""
    values = [value for said in kind if (value := _value(tie.tells, said.values)) is not None]
    if not values:
        return tie.unknown
    zh, en = "、".join(dict.fromkeys(v.zh for v in values)), " and ".join(dict.fromkeys(v.en for v in values))
    return Label(tie.known.zh.format(value=zh), tie.known.en.format(value=en))


def _value(name: str | None, values: Mapping[str, Any]) -> Label | None:
    value = values.get(name) if name else None
    if value is None or value == "":
        return None
    if name == "share":
        percent = f"{float(value) * 100:.4g}%"
        return Label(percent, percent)
    if name == "amount":
        words = values.get("amount_words")
        amount, currency = float(value), values.get("amount_currency") or "CNY"
        return Label(str(words) if words else _yuan(amount), f"{amount:,.0f} {currency}")
    return Label(str(value), str(value))


def _yuan(amount: float) -> str:
    for size, unit in ((1e8, "亿元"), (1e4, "万元")):
        if abs(amount) >= size:
            return f"{amount / size:.6g}{unit}"
    return f"{amount:.6g}元"


def _in(label: Label, lang: str) -> str:
    return label.en if lang == "en" else label.zh
