"""Every message in the code is in the catalogue, with its rule and its Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import loaders
import ontology
from loaders.messages import OTHER, catalogue, rule_of, say
from ontology.model import load
from ontology.values import ValueRefused, parse

ROOMS = [Path(room.__file__ or "").parent for room in (ontology, loaders)]
CHINESE = re.compile("[一-龥]")


def _template(node: ast.expr) -> str | None:
    """The text that an expression makes, every gap filled with a word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [_template(part) if isinstance(part, ast.Constant) else _gap(part) for part in node.values]
        return "".join(part or "" for part in parts)
    return None


def _gap(part: ast.expr) -> str:
    quoted = isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
    return "'词'" if quoted else "词"


def _messages() -> Iterator[tuple[str, str]]:
    """What cells are refused with, and what is remarked upon, wherever the code says it."""
    for room in ROOMS:
        for file in sorted(room.rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                    continue
                if node.func.id in ("ValueRefused", "Remark"):
                    told = _template(node.args[0])
                    if told:
                        yield f"{file.parent.name}/{file.name}:{node.lineno}", told


@pytest.mark.parametrize(("place", "message"), sorted(_messages()), ids=lambda text: str(text)[:60])
def test_what_the_code_says_of_cells_has_a_rule_and_is_said_in_chinese(place: str, message: str) -> None:
    if place.split(":", maxsplit=1)[0] in ("looks/xlsx.py", "looks/__init__.py"):
        message = message.replace("词 hidden", "column B is hidden").replace("词:", _SINCE_1904)
    assert rule_of(message) != OTHER, f"{place}: add {message!r} to loaders/messages.yaml"
    assert CHINESE.search(say(message, "zh").replace("词", ""))


_SINCE_1904 = "the workbook counts days from 1904; days kept as bare numbers would be read as counted from 1900:"


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.en[:50])
def test_both_languages_have_the_same_gaps_or_chinese_fewer(entry: object) -> None:
    en, zh = (set(re.findall(r"\{(\w+)", text)) for text in (entry.en, entry.zh))  # type: ignore[attr-defined]
    assert zh <= en
    assert entry.en != entry.zh  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "raw", "rule", "chinese"),
    [
        ("uscc", "123", "uscc", "应为 18 位"),
        ("date", "2018-02-30", "date", "日历上没有这一天"),
        ("money", "五百", "money_unit", "没有写单位"),
        ("integer", "约30到50", "number_unclear", "一个数"),
        ("share", "130%", "share", "超过 100%"),
        ("phone", "见名片", "phone", "不是电话号码"),
    ],
)
def test_messages_of_values_are_found_by_their_wording(kind: str, raw: str, rule: str, chinese: str) -> None:
    types = load()
    every = [*types.node_types.values(), *types.edge_types.values()]
    prop = next(p for t in every for p in t.properties.values() if p.kind == kind)
    with pytest.raises(ValueRefused) as refused:
        parse(prop, raw)
    assert rule_of(str(refused.value)) == rule
    assert chinese in say(str(refused.value), "zh")
    assert say(str(refused.value), "en") == str(refused.value)


def test_a_message_that_nobody_knows_stays_as_it_is() -> None:
    assert rule_of("something else") == OTHER
    assert say("something else", "zh") == "something else"


def test_every_rule_is_in_the_docs() -> None:
    text = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \| (?:error|warning) \|", text, re.MULTILINE))
    assert documented == {entry.rule for entry in catalogue()} - {"report"}
