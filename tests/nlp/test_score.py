"""Scores: the arithmetic, and the gold documents."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from nlp.errors import DocumentError
from nlp.lexicon import FOLDER
from nlp.score import Count, Score, compare, main, score, table
from support.shared import shared_path


def test_precision_recall_and_f1() -> None:
    count = Count(right=6, wrong=2, missed=4)
    assert (count.precision, count.recall) == (0.75, 0.6)
    assert count.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert Count().f1 is None


def test_repeated_findings_count_as_wrong() -> None:
    count = Count()
    assert count.add(["a", "b"], ["a", "a"]) == (["b"], ["a"])
    assert (count.right, count.wrong, count.missed) == (1, 1, 1)


def _side(*entities: tuple[str, int, int]) -> dict[str, list[dict[str, object]]]:
    listed: list[dict[str, object]] = [
        {"id": f"E{i}", "type": t, "start": a, "end": b, "text": "甲乙丙丁"[a:b]}
        for i, (t, a, b) in enumerate(entities)
    ]
    empty: dict[str, list[dict[str, object]]] = {
        k: [] for k in ("relations", "targets", "amounts", "citations", "duties", "measures", "notAnnotated")
    }
    return {"entities": listed, **empty}


def test_span_and_type_must_both_be_exact_and_misses_name_their_sentence() -> None:
    result = Score()
    compare(result, "d", "甲乙丙丁", _side(("PARK", 0, 2), ("REGION", 2, 3)), _side(("PARK", 0, 2), ("VILLAGE", 2, 3)))
    assert (result.micro().right, result.micro().wrong, result.micro().missed) == (1, 1, 1)
    assert result.count("spans only").right == 2
    assert {(m.error, m.what, m.sentence) for m in result.misses} == {
        ("missed", "REGION", "甲乙丙丁"),
        ("wrong", "VILLAGE", "甲乙丙丁"),
    }
    assert result.micro(without=["VILLAGE", "REGION"]).f1 == 1.0
    assert "| PARK | 1.000" in table(result)


def test_predictions_are_written_in_the_golds_format(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    text = "通知\n山东甲乙有限公司投资1亿元。"
    (gold / "a.txt").write_text(text, encoding="utf-8")
    (gold / "a.json").write_text(json.dumps(_side(), ensure_ascii=False), encoding="utf-8")
    score(gold, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))
    assert told["sha256"] == sha256(text.encode()).hexdigest()
    assert all(text[e["start"] : e["end"]] == e["text"] for e in told["entities"])


def test_a_folder_without_gold_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DocumentError):
        score(tmp_path)
    assert main([str(tmp_path)]) == 1
    assert "no gold documents" in capsys.readouterr().err


def test_the_shared_gold_is_reached() -> None:
    result = score(shared_path("gold"))
    assert (result.micro().f1 or 0) >= 0.95
    assert (result.count("targets").f1 or 0) >= 0.98
    assert result.count("citations").f1 == 1.0
    assert (result.count("relations").f1 or 0) >= 0.9
    assert result.quotes.wrong == 0


def test_no_lexicon_holds_a_proper_name_of_the_gold() -> None:
    proper = set()
    for path in shared_path("gold").glob("*.json"):
        for entity in json.loads(path.read_text(encoding="utf-8"))["entities"]:
            if entity["type"] in (
                "ENTERPRISE",
                "PERSON",
                "PARK",
                "PROJECT",
                "EVENT",
                "VILLAGE",
                "FACILITY",
                "TRAINING_BASE",
            ):
                proper.add(entity["text"])
    known = "".join(p.read_text(encoding="utf-8") for p in FOLDER.iterdir())
    words = set(re.split(r"[\s:,|]+", known))
    # 国际邮件互换局 and 跨境电商产业园 are kinds that documents plan, not somebody's names
    assert proper & words <= {"国际邮件互换局", "跨境电商产业园"}
