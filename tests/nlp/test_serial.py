"""Facts travel: between processes, and in spaCy's DocBin."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import DocBin

from nlp.cache import DocCache, signature
from nlp.extract import read_ahead, read_document
from nlp.pipeline import make_nlp
from nlp.predictions import as_gold
from nlp.serial import pack, unpack
from ontology.model import Ontology

TEXTS = [
    "云禾县商务局关于数字商贸的通知\n一、目标\n到2026年，建设示范园区10个，培训电商人才3000人次。\n由云禾数链科技有限公司运营云禾数字产业园。\n",
    "鼎禾食品有限公司公告\n鼎禾食品有限公司为恒越板材有限公司提供担保，金额2000万元。\n",
]


@pytest.fixture(scope="module")
def nlp(ontology: Ontology) -> Language:
    return make_nlp(ontology)


def told(facts: Any) -> dict[str, Any]:
    return as_gold(facts, "a.txt", b"")


def _by_docbin(nlp: Language, texts: list[str]) -> list[Any]:
    kept = DocBin(store_user_data=True, docs=[nlp(text) for text in texts]).to_bytes()
    return list(DocBin(store_user_data=True).from_bytes(kept).get_docs(nlp.vocab))


def _by_processes(nlp: Language, texts: list[str]) -> list[Any]:
    return list(nlp.pipe(texts * 4, n_process=2, batch_size=2))[: len(texts)]


@pytest.mark.parametrize("way", [_by_docbin, _by_processes])
def test_documents_are_the_same_after_a_journey(nlp: Language, way: Callable[[Language, list[str]], list[Any]]) -> None:
    for doc, text in zip(way(nlp, TEXTS), TEXTS, strict=True):
        here = nlp(text)
        assert told(doc._.facts) == told(here._.facts)
        assert len(told(here._.facts)["relations"]) > 0
        for group in here.spans:
            assert [(s.start_char, s.end_char, s.label_) for s in doc.spans[group]] == [
                (s.start_char, s.end_char, s.label_) for s in here.spans[group]
            ]
            assert all(s._.fact.start == s.start_char for s in doc.spans[group])


def test_objects_are_shared_after_reading_as_before(nlp: Language) -> None:
    facts = unpack(pack(nlp(TEXTS[1])._.facts))
    mentions = {id(m) for m in facts.mentions}
    assert facts.relations and all({id(r.head), id(r.tail)} <= mentions for r in facts.relations)
    with pytest.raises(ValueError, match="format 99"):
        unpack({"__jiju_facts__": 99, "objects": []})


def test_what_was_read_once_is_not_read_again(nlp: Language, ontology: Ontology, tmp_path: Path) -> None:
    cache = DocCache(tmp_path, signature(nlp))
    first = read_document(TEXTS[0].encode(), ontology=ontology, nlp=nlp, cache=cache)
    reader = make_nlp(ontology)
    reader.remove_pipe("jiju_entities")  # whoever reads now finds nothing
    again = read_document(TEXTS[0].encode(), ontology=ontology, nlp=reader, cache=cache)
    assert again.records == first.records
    assert signature(reader) != cache.pipeline
    (kept,) = tmp_path.rglob("*.spacy")
    kept.write_bytes(kept.read_bytes()[:50])  # a power cut
    assert read_document(TEXTS[0].encode(), ontology=ontology, nlp=nlp, cache=cache).records == first.records


def test_documents_are_read_ahead_by_several_processes(nlp: Language, ontology: Ontology, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(5)]
    for n, path in enumerate(paths):
        path.write_text(f"{TEXTS[n % 2]}第{n}份。\n", encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no zip")
    cache = DocCache(tmp_path / "cache", signature(nlp))
    read_ahead([*paths, tmp_path / "broken.docx"], nlp, cache, processes=2)
    assert len(list(cache.folder.rglob("*.spacy"))) == 5
    for path in paths:
        told = read_document(path, ontology=ontology, nlp=nlp, cache=cache)
        assert told.records == read_document(path, ontology=ontology, nlp=nlp).records
