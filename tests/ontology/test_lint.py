"""The linter: ours is clean, and each rule finds what it is for."""

from pathlib import Path

import pytest

from ontology import model
from ontology.lint import Finding, lint, main

TYPE = """\
name: Laboratory
label: {zh: 实验室, en: laboratory}
field: laboratory
plural_field: laboratories
color: "#000000"
keys: [name]
properties:
  rank:
    label: {zh: 等级, en: rank}
    headers: [级别]
    kind: integer
    example: "3"
"""
EDGE = """\
name: VISITS
label: {zh: 参观, en: visits}
reverse_label: {zh: 被参观, en: visited by}
field: visits
reverse_field: visitedBy
ends:
  - {from: Person, to: Laboratory}
"""
CODES = """\
name: Rank
label: {zh: 等级, en: rank}
codes:
  one: {zh: 一级, en: first, words: [甲]}
  two: {zh: 二级, en: second}
"""
FILES = {"types/Laboratory.yaml": TYPE, "edges/VISITS.yaml": EDGE, "codelists/Rank.yaml": CODES}


def findings(tmp_path: Path, file: str = "", old: str = "", new: str = "") -> list[Finding]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace(old, new, 1) if name == file else text, encoding="utf-8")
    return lint(model.load(model.DEFAULT, tmp_path))


def test_our_ontology_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "0 findings" in capsys.readouterr().out


def test_a_clean_addition_stays_clean(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(("rule", "subject", "file", "old", "new"), [
    ("two_kinds", "phone", "types/Laboratory.yaml", "rank:", "phone:"),
    ("twin_labels", "Laboratory", "types/Laboratory.yaml", "{zh: 等级, en: rank}", "{zh: 备注, en: rank}"),
    ("header_claimed_twice", "Laboratory", "types/Laboratory.yaml", "[级别]", "[简称]"),
    ("word_claimed_twice", "Rank", "codelists/Rank.yaml", "[甲]", "[二级]"),
    ("type_word_claimed_twice", "园区", "types/Laboratory.yaml", "keys:", "headers: [园区]\nkeys:"),
    ("missing_reverse", "VISITS", "edges/VISITS.yaml", "被参观, en: visited by", "参观, en: visits"),
    ("colors_alike", "Enterprise", "types/Laboratory.yaml", "#000000", "#2f6fdd"),
    ("missing_english", "Laboratory.rank", "types/Laboratory.yaml", "en: rank", "en: 等级"),
    ("missing_chinese", "Rank.two", "codelists/Rank.yaml", "zh: 二级", 'zh: ""'),
    ("bad_example", "Laboratory.rank", "types/Laboratory.yaml", '"3"', '"三级半"'),
])  # fmt: skip
def test_what_misleads_is_found(tmp_path: Path, rule: str, subject: str, file: str, old: str, new: str) -> None:
    found = {(f.rule, f.subject) for f in findings(tmp_path, file, old, new)}
    assert (rule, subject) in found


def test_a_reason_without_a_finding_is_a_finding(tmp_path: Path) -> None:
    reasons = tmp_path / "lint.yaml"
    reasons.write_text("two_kinds:\n  colour: because\n", encoding="utf-8")
    found = lint(model.load(), reasons)
    assert ("stale_reason", "colour") in {(f.rule, f.subject) for f in found}


def test_a_broken_folder_ends_with_one_line_and_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 1
    assert "no such folder" in capsys.readouterr().err
