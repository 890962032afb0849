"""chain-kg and stock-kg load through proposed mappings, with at most two corrections by hand each, and then say what
the hand-written mappings of examples/mappings say.

A correction is a changed or added line of the proposed YAML. Equal are the values of entities and the relations, told
by the strongest keys of their things (support.same_records).
"""

from pathlib import Path

import pytest

from loaders.load import find_mapping, load_file
from loaders.mapping import parse_mapping
from loaders.proposal import propose
from ontology.model import Ontology
from support.same_records import Said, said
from support.shared import shared_data

pytestmark = pytest.mark.shared
MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"
#: File → the corrections: a line of the proposal, and what is written in its place.
CHAIN: dict[str, list[tuple[str, str]]] = {
    "company.jsonl": [],
    "industry.jsonl": [],
    "industry_industry.jsonl": [],
    "industry_industry_up.jsonl": [],
    "industry_up.jsonl": [],
    "company_industry.jsonl": [],
    "company_product.jsonl": [],
    "product_product.jsonl": [],
    "product.jsonl": [],
}
STOCK: dict[str, list[tuple[str, str]]] = {
    "stock_concept_prep.csv": [],
    # The file does not say whose industries they are.
    "stock_industry_prep.csv": [("      name: c_name", "      name: c_name\n      scheme: {value: market}")],
    # That one name, gender and age are one person in several companies is for a person to decide.
    "executive_prep.csv": [
        (
            "      person_key:",
            (
                '      person_key: [{template: "{name}|{gender}|{age}", when: {age: {not: ["-1", ""]}}}, '
                '{template: "{name}@{code}"}]'
            ),
        )
    ],
}


def corrected(text: str, corrections: list[tuple[str, str]]) -> str:
    """The proposal with the lines that begin so written anew."""
    lines = text.splitlines()
    for start, written in corrections:
        (at,) = [n for n, line in enumerate(lines) if line.startswith(start)]
        lines[at] = written
    return "\n".join(lines) + "\n"


def by_hand(path: Path, ontology: Ontology) -> Said:
    mapping = find_mapping(path, [MAPPINGS], ontology)
    assert mapping is not None
    return said(load_file(path, ontology=ontology, mapping=mapping, partial=True).records, ontology)


def test_at_most_two_corrections_are_needed_for_a_data_set() -> None:
    assert sum(map(len, CHAIN.values())) == 0
    assert sum(map(len, STOCK.values())) == 2


@pytest.mark.parametrize(
    ("folder", "name", "corrections"),
    [("chain-kg", *item) for item in CHAIN.items()] + [("stock-kg", *item) for item in STOCK.items()],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_proposed_mappings_say_what_those_by_hand_say(
    folder: str, name: str, corrections: list[tuple[str, str]], ontology: Ontology
) -> None:
    path = shared_data(f"{folder}/{name}")
    proposal = propose(path, ontology)
    mapping = parse_mapping(corrected(proposal.yaml(), corrections), ontology)
    if not corrections:
        assert proposal.sure_mapping() == mapping
    loaded = load_file(path, ontology=ontology, mapping=mapping)
    assert loaded.report.problems == []
    proposed, wanted = said(loaded.records, ontology), by_hand(path, ontology)
    assert proposed.relations <= wanted.relations
    # Of two writings of one name the proposal makes one thing, so nothing leads from one to the other.
    assert all(head == tail for _, head, tail, *_ in wanted.relations - proposed.relations)
    # Of names that differ in case alone the proposal keeps one where a ref by hand keeps both.
    assert len(proposed.values & wanted.values) >= 0.999 * len(proposed.values | wanted.values)
