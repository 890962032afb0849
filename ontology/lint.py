"""The ontology's own linter: what loads but would mislead people. ``python -m ontology.lint [FOLDER…]``.

A finding that is meant stands with its reason in ontology/lint.yaml; a reason without a finding is one too.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path

from ontology import model
from ontology.colors import distance
from ontology.declarations import Codelist, EdgeType, Label, NodeType, Ontology, Property
from ontology.errors import OntologyError, ValueRefused
from ontology.names import normalise_name
from ontology.values import parse
from ontology.yaml_file import read

ACCEPTED = Path(__file__).parent / "lint.yaml"
#: Oklab distance below which two legend colours are taken for one another, by the red-green blind too.
ALIKE = 0.05
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, order=True)
class Finding:
    """What misleads, where: ``subject`` is a type, ``Type.property``, a property name or a codelist."""

    rule: str
    subject: str
    message: str
    file: Path | None = None

    def __str__(self) -> str:
        place = f"{self.file}: " if self.file else ""
        return f"{place}{self.rule}: {self.subject}: {self.message}"


def lint(ontology: Ontology, accepted: Path | None = ACCEPTED) -> list[Finding]:
    """All findings but for those that ``accepted`` gives a reason for."""
    found = sorted(chain.from_iterable(rule(ontology) for rule in _RULES))
    reasons = _reasons(accepted) if accepted else {}
    left = [f for f in found if (f.rule, f.subject) not in reasons]
    occurring = {(f.rule, f.subject) for f in found}
    stale = [reason for reason in reasons if reason not in occurring]
    told = "does not occur any more; take it out of lint.yaml"
    return left + [Finding("stale_reason", subject, f"{rule} {told}", accepted) for rule, subject in stale]


def _reasons(file: Path) -> dict[tuple[str, str], str]:
    section = read(file)
    reasons: dict[tuple[str, str], str] = {}
    for rule, part in section.sections():
        for subject in part.values:
            reasons[rule, subject] = part.take(subject, str)
    return reasons


def _types(ontology: Ontology) -> Iterator[NodeType | EdgeType]:
    return chain(ontology.node_types.values(), ontology.edge_types.values())


def _file(ontology: Ontology, name: str) -> Path | None:
    return next((file for file in ontology.files if file.stem == name), None)


def _two_kinds(ontology: Ontology) -> Iterator[Finding]:
    kinds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for declared in _types(ontology):
        for property_ in declared.properties.values():
            kinds[property_.name][property_.kind].append(declared.name)
    for name, by_kind in kinds.items():
        if len(by_kind) > 1:
            told = "; ".join(f"{kind} in {', '.join(types)}" for kind, types in by_kind.items())
            yield Finding("two_kinds", name, told)


def _twin_labels(ontology: Ontology) -> Iterator[Finding]:
    for declared in _types(ontology):
        for lang, label in _labels(declared.properties.values()):
            for text, names in label.items():
                if len(names) > 1:
                    message = f"{' and '.join(names)} are both called {text!r} in {lang}"
                    yield Finding("twin_labels", declared.name, message, _file(ontology, declared.name))


def _labels(properties: Iterable[Property]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    properties = list(properties)
    for lang in ("zh", "en"):
        names: dict[str, list[str]] = defaultdict(list)
        for property_ in properties:
            names[getattr(property_.label, lang)].append(property_.name)
        yield lang, names


def _header_claimed_twice(ontology: Ontology) -> Iterator[Finding]:
    for declared in _types(ontology):
        claims: dict[str, set[str]] = defaultdict(set)
        for p in declared.properties.values():
            for header in (p.label.zh, p.label.en, *p.headers):
                claims[normalise_name(header)].add(p.name)
        for header, names in claims.items():
            if len(names) > 1:
                message = f"the header {header!r} is claimed by {' and '.join(sorted(names))}"
                file = _file(ontology, declared.name)
                yield Finding("header_claimed_twice", declared.name, message, file)


def _word_claimed_twice(ontology: Ontology) -> Iterator[Finding]:
    for codelist in ontology.codelists.values():
        for word, codes in _words(codelist).items():
            if len(codes) > 1:
                message = f"the word {word!r} means {' and '.join(sorted(codes))}"
                yield Finding("word_claimed_twice", codelist.name, message, _file(ontology, codelist.name))


def _words(codelist: Codelist) -> dict[str, set[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for code in codelist.codes.values():
        for word in (code.code, code.label.zh, code.label.en, *code.words):
            words[normalise_name(word)].add(code.code)
    return words


def _type_word_claimed_twice(ontology: Ontology) -> Iterator[Finding]:
    words: dict[str, set[str]] = defaultdict(set)
    for t in ontology.node_types.values():
        for word in (t.name, t.label.zh, t.label.en, *t.headers):
            words[normalise_name(word)].add(t.name)
    for word, names in words.items():
        if len(names) > 1:
            yield Finding("type_word_claimed_twice", word, f"means {' and '.join(sorted(names))}")


def _missing_reverse(ontology: Ontology) -> Iterator[Finding]:
    for edge in ontology.edge_types.values():
        if not edge.symmetric and edge.label == edge.reverse_label:
            message = f"reads {edge.label.zh!r} both ways; give the other reading, or say symmetric"
            yield Finding("missing_reverse", edge.name, message, _file(ontology, edge.name))


def _colors_alike(ontology: Ontology) -> Iterator[Finding]:
    for one, other in combinations(ontology.node_types.values(), 2):
        if distance(one.color, other.color) < ALIKE:
            told = "look alike, perhaps to the colour-blind only"
            message = f"{one.color} and {other.color} of {other.name} {told}"
            yield Finding("colors_alike", one.name, message, _file(ontology, one.name))


def _untranslated(ontology: Ontology) -> Iterator[Finding]:
    for subject, name, label in _all_labels(ontology):
        if not label.en.strip() or _HAN.search(label.en):
            yield Finding("missing_english", subject, f"{label.en!r} is no English", _file(ontology, name))
        if not label.zh.strip():
            yield Finding("missing_chinese", subject, "the Chinese label is empty", _file(ontology, name))


def _all_labels(ontology: Ontology) -> Iterator[tuple[str, str, Label]]:
    for declared in _types(ontology):
        more = [declared.plural] if isinstance(declared, NodeType) else [declared.reverse_label]
        more += [declared.label, declared.description]
        yield from ((declared.name, declared.name, label) for label in more)
        for p in declared.properties.values():
            labels = [p.label, *([p.description] if p.description else [])]
            yield from ((f"{declared.name}.{p.name}", declared.name, label) for label in labels)
    for codelist in ontology.codelists.values():
        yield codelist.name, codelist.name, codelist.label
        yield from ((f"{codelist.name}.{c.code}", codelist.name, c.label) for c in codelist.codes.values())


def _bad_example(ontology: Ontology) -> Iterator[Finding]:
    for declared in _types(ontology):
        for p in declared.properties.values():
            try:
                parse(p, p.example)
            except ValueRefused as error:
                subject = f"{declared.name}.{p.name}"
                yield Finding("bad_example", subject, str(error), _file(ontology, declared.name))


_RULES: tuple[Callable[[Ontology], Iterator[Finding]], ...] = (
    _two_kinds,
    _twin_labels,
    _header_claimed_twice,
    _word_claimed_twice,
    _type_word_claimed_twice,
    _missing_reverse,
    _colors_alike,
    _untranslated,
    _bad_example,
)


def main(arguments: list[str]) -> int:
    """Print the findings; 0 if there are none, 1 if there are."""
    try:
        ontology = model.load(*(Path(a) for a in arguments))
    except OntologyError as error:
        print(error, file=sys.stderr)
        return 1
    findings = lint(ontology)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings in {len(ontology.files)} files")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
