"""Annotations with inline marks: what they become, what is refused, and the sets that are kept in them."""

import json
from pathlib import Path

import pytest

from nlp.errors import DocumentError
from nlp.marked import main, read_marked, write_gold
from nlp.score import gold_documents, score
from ontology.model import Ontology

HERE = Path(__file__).parent
SETS = [p for folder in ("development", "heldout") for p in sorted((HERE / folder).glob("*.marked"))]

MARKED = """[[[青禾县|R]人民政府|O]关于加快物流业发展的意见|DOC]
到2027年，{T1:全县快递业务量突破2亿件}。{M1:对首次上规的企业给予10万元奖励}。依据{C1:[商务部|O]《[关于物流的意见|DOC]》（商发〔2023〕1号）}。
[恒越物流|E=恒越物流有限公司]运营[[青禾|R]快递园|K]，[恒越物流|E]筹建[[青禾|R]云仓|F*]。
---
T1 = 快递业务量; gt; 200000000; 件; 2027
M1 = reward; 首次上规
ISSUED_BY title > 青禾县人民政府
OPERATES 恒越物流 > 青禾快递园
INVESTS_IN 恒越物流#2 > 青禾云仓
NOT 企业; ENTERPRISE; class
"""


def _write(folder: Path, text: str, name: str = "a") -> Path:
    path = folder / f"{name}.marked"
    path.write_text(text, encoding="utf-8")
    return path


def test_marks_become_offsets_that_give_their_text(tmp_path: Path) -> None:
    text, gold = read_marked(_write(tmp_path, MARKED))
    assert "[" not in text and "{" not in text and "|" not in text
    for part in ("entities", "targets", "citations", "measures", "notAnnotated"):
        assert gold[part]
        assert all(text[x["start"] : x["end"]] == x["text"] for x in gold[part])
    named = {e["text"]: e for e in gold["entities"]}
    assert named["青禾云仓"]["planned"] is True and named["青禾县"]["type"] == "REGION"
    assert [e["normalized"] for e in gold["entities"] if "normalized" in e] == ["恒越物流有限公司"]
    assert gold["targets"][0] | {"min": 200000000, "max": None, "deadline": "2027"} == gold["targets"][0]
    assert gold["citations"][0]["number"] == "商发〔2023〕1号"


def test_relations_join_the_mentions_they_name(tmp_path: Path) -> None:
    text, gold = read_marked(_write(tmp_path, MARKED))
    ids = {x["id"]: x for part in ("entities", "targets", "measures") for x in gold[part]}
    told = {(r["type"], ids[r["head"]]["text"][:4], ids[r["tail"]]["start"]) for r in gold["relations"]}
    firms = [e["start"] for e in gold["entities"] if e["text"] == "恒越物流"]
    invests = next(r for r in gold["relations"] if r["type"] == "INVESTS_IN")
    assert ids[invests["head"]]["start"] == firms[1]
    assert {t for t, _, _ in told} == {"ISSUED_BY", "HAS_TARGET", "HAS_MEASURE", "CITES", "OPERATES", "INVESTS_IN"}
    assert text[invests["start"] : invests["end"]].startswith("恒越物流运营")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("[[青禾县|R]政府\n", "not closed"),
        ("青禾县|R]政府\n", "not open"),
        ("[青禾县|COUNTRY]\n", "no type of entity"),
        ("[青禾县|R]\n---\nOPERATES 甲 > 青禾县\n", "no mention '甲'"),
        ("[青禾县|R]\n---\nT1 = 甲; eq; 1; 个\n", "not marked in the text"),
        ("[青禾县|R]{M1:给予奖励}\n---\nM1 = reward; 首次上规\n", "is not in its text"),
    ],
)
def test_wrong_marks_are_refused_with_the_file(tmp_path: Path, wrong: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as error:
        read_marked(_write(tmp_path, wrong, "bad"))
    assert "bad.marked" in str(error.value)


def test_a_folder_of_marks_is_written_as_gold_and_scored_as_it_is(tmp_path: Path, ontology: Ontology) -> None:
    (tmp_path / "in").mkdir()
    _write(tmp_path / "in", MARKED)
    assert main([str(tmp_path / "in"), str(tmp_path / "out")]) == 0
    written = json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))
    assert written == next(gold_documents(tmp_path / "in"))[2]
    marked, plain = (score(tmp_path / name, ontology=ontology) for name in ("in", "out"))
    assert marked.counts == plain.counts
    with pytest.raises(DocumentError, match="no marked documents"):
        list(write_gold(tmp_path / "out", tmp_path / "more"))


@pytest.mark.parametrize("path", SETS, ids=[p.stem for p in SETS])
def test_the_sets_are_exact(path: Path, ontology: Ontology) -> None:
    """Quotes are their text, spans never cross, and every type is the ontology's."""
    text, gold = read_marked(path)
    labels = {t.nlp_label for t in ontology.node_types.values()}
    spans = [(e["start"], e["end"]) for e in gold["entities"]]
    assert 300 <= len(text) <= 1400
    assert {e["type"] for e in gold["entities"]} <= labels
    assert len({(e["type"], e["start"], e["end"]) for e in gold["entities"]}) == len(spans)
    assert not any(a < c < b < d for a, b in spans for c, d in spans)
    assert all(text[x["start"] : x["end"]] == x["text"] for x in (*gold["entities"], *gold["targets"]))


def test_documents_that_no_rule_was_tuned_on_reach_the_goals(ontology: Ontology) -> None:
    """The held-out half: goals of the issue for documents that nobody has seen."""
    result = score(HERE / "heldout", ontology=ontology)
    assert (result.micro(("INDUSTRY", "PRODUCT")).f1 or 0) >= 0.85
    assert (result.micro().f1 or 0) >= 0.78
    assert (result.count("targets").f1 or 0) >= 0.92
    assert (result.count("citations").f1 or 0) >= 0.98
    assert (result.count("relations").f1 or 0) >= 0.60
    assert result.quotes.wrong == 0
    assert (result.near_misses.precision or 0) >= 0.9


def test_the_development_half_stays_understood(ontology: Ontology) -> None:
    result = score(HERE / "development", ontology=ontology)
    assert (result.micro().f1 or 0) >= 0.95
    assert (result.count("targets").f1 or 0) >= 0.98
    assert (result.count("relations").f1 or 0) >= 0.9
