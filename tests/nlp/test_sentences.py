"""What sentences of many manners state: sentences.yaml says what must come out of each."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from nlp.pipeline import make_nlp
from ontology.model import Ontology

CASES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def nlp(ontology: Ontology) -> Language:
    return make_nlp(ontology)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:16] for case in CASES])
def test_a_sentence_states_what_it_states(nlp: Language, case: dict[str, Any]) -> None:
    doc = nlp.make_doc(f"{case['title']}\n{case['text']}\n")
    doc._.kind = case.get("kind")
    facts = nlp(doc)._.facts
    entities = {f"{m.type} {m.text}" for m in facts.mentions}
    relations = {f"{r.type} {getattr(r.head, 'text', '')} > {getattr(r.tail, 'text', '')}" for r in facts.relations}
    targets = {
        f"{t.metric} {t.comparator} {t.minimum} {t.maximum} {t.unit} {t.deadline or t.period}" for t in facts.targets
    }
    assert set(case.get("entities", ())) - entities == set()
    assert set(case.get("relations", ())) - relations == set()
    assert set(case.get("targets", ())) - targets == set()
    assert set(case.get("not", ())) & entities == set()
    assert not {r.type for r in facts.relations} & set(case.get("without", ()))
