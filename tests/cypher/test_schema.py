"""What the engines are told of an ontology; golden files, reviewed like code."""

from pathlib import Path

import pytest

from cypher.schema import count_statement, ladybug_schema, neo4j_schema
from ontology.model import DEFAULT, Ontology, load

GOLDEN = Path(__file__).parent / "golden"

TYPE = """
name: {name}
label: {{zh: {zh}, en: {name}}}
field: {field}
plural_field: {field}s
color: "#2f6fde"
keys: [code]
properties:
  code: {{label: {{zh: 代码, en: code}}, kind: code, searchable: true}}
  words: {{label: {{zh: 词, en: words}}, multiple: true}}
  price: {{label: {{zh: 价格, en: price}}, kind: money}}
  day: {{label: {{zh: 日期, en: day}}, kind: date}}
  place: {{label: {{zh: 点, en: place}}, kind: point}}
  open: {{label: {{zh: 开放, en: open}}, kind: boolean}}
  rooms: {{label: {{zh: 间, en: rooms}}, kind: integer}}
"""
EDGE = """
name: STANDS_IN
label: {zh: 立于, en: stands in}
reverse_label: {zh: 有, en: has}
field: standsIn
reverse_field: standing
ends:
  - {from: House, to: [Street, House]}
"""


@pytest.fixture
def small(tmp_path: Path) -> Ontology:
    """Two node types and an edge type, with the shipped common properties."""
    for folder in ("codelists", "types", "edges"):
        (tmp_path / folder).mkdir()
    (tmp_path / "common.yaml").write_text((DEFAULT / "common.yaml").read_text())
    (tmp_path / "codelists" / "ReviewState.yaml").write_text((DEFAULT / "codelists/ReviewState.yaml").read_text())
    for name, zh in (("House", "房"), ("Street", "街")):
        text = TYPE.format(name=name, zh=zh, field=name.lower())
        (tmp_path / "types" / f"{name}.yaml").write_text(text)
    (tmp_path / "edges" / "STANDS_IN.yaml").write_text(EDGE)
    return load(tmp_path)


def test_neo4j_constraints_and_indexes(small: Ontology) -> None:
    assert "\n".join(neo4j_schema(small).values()) == (GOLDEN / "neo4j.cypher").read_text().rstrip()


def test_ladybug_tables(small: Ontology) -> None:
    assert "\n".join(ladybug_schema(small)) == (GOLDEN / "ladybug.cypher").read_text().rstrip()


def test_every_type_is_counted(ontology: Ontology) -> None:
    statement = count_statement(ontology)
    assert statement.count(" UNION ALL ") == len(ontology.node_types) + len(ontology.edge_types) - 1
