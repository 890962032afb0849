"""The lexicons hold words of the field, not words of the documents on which the reader is scored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from nlp.lexicon import FOLDER, common_words, words
from support.shared import shared_path

#: Compounds of the field that the general corpora beside the gold do not happen to have; each names a kind.
ALLOWED = 55


def _entries(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for value in told.values():
            yield from _entries(value)
    elif isinstance(told, str):
        yield from told.split()


def _words(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return set(_entries(yaml.safe_load(text))) if path.suffix == ".yaml" else set(text.split())


def test_few_words_of_the_lexicons_stand_only_in_the_gold() -> None:
    gold = "".join(path.read_text(encoding="utf-8") for path in sorted(shared_path("gold").glob("*.txt")))
    others = sorted(shared_path("data/policy-texts").glob("*.txt"))
    others += [shared_path("data/cluener/train.jsonl"), shared_path("data/finre/train.txt")]
    elsewhere = "".join(path.read_text(encoding="utf-8", errors="ignore") for path in others)
    lexicons = [path for path in FOLDER.iterdir() if path.suffix in (".yaml", ".txt") and path.stem != "relations"]
    entries = {word for path in lexicons for word in _words(path) if len(word) >= 4}
    only = sorted(word for word in entries if word in gold and word not in elsewhere and word not in common_words())
    assert len(entries) > 800
    assert len(only) <= ALLOWED, only


def test_no_name_of_the_gold_stands_in_a_lexicon() -> None:
    """Names that the annotators marked as one particular thing, cities and public bodies left out."""
    import json

    from nlp.components.bodies import _central
    from nlp.components.places import known_places

    names: set[str] = set()
    for path in sorted(shared_path("gold").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        kinds = {
            "ENTERPRISE",
            "PERSON",
            "PARK",
            "PROJECT",
            "PLATFORM",
            "TRAINING_BASE",
            "VILLAGE",
            "PROGRAMME",
            "EVENT",
        }
        names |= {entity["text"] for entity in told["entities"] if entity["type"] in kinds}
    assert len(names) > 50
    kinds_of_names = "names"  # what names end in: 跨境电商产业园 alone names one thing where its author creates it
    lexicons = [p for p in FOLDER.iterdir() if p.suffix in (".yaml", ".txt") and p.stem != kinds_of_names]
    listed = {word for path in lexicons for word in _words(path)}
    known = set(known_places()) | set(_central()) | set(words("industries", "platforms"))
    assert sorted(names & listed - known) == []
