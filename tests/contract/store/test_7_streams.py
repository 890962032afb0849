"""docs/store.md §7: streams of Arrow batches."""

from datetime import date

import pyarrow as pa

from cypher.store import Store
from ontology.model import Ontology
from support.graph_rows import node_rows

QUERY = "MATCH (n:Enterprise) RETURN n.id AS id, n.founded AS founded, n.aliases AS aliases, n.note AS note ORDER BY id"


def test_batches_hold_all_rows_in_one_schema(store: Store, ontology: Ontology) -> None:
    rows = [{"id": f"enterprise:{n}", "founded": date(2000 + n, 1, 1), "aliases": ["x"]} for n in range(1, 8)]
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *rows, {"id": "enterprise:9"}))
    batches = list(store.stream(QUERY, batch_size=3))
    assert [batch.num_rows for batch in batches] == [3, 3, 2]
    table = pa.Table.from_batches(batches)
    assert table.schema.field("founded").type == pa.date32()
    assert table.schema.field("aliases").type == pa.list_(pa.string())
    assert table.schema.field("note").type == pa.string()
    assert table.column("founded").to_pylist()[-2:] == [date(2007, 1, 1), None]


def test_an_empty_stream_has_no_batches(store: Store) -> None:
    assert list(store.stream(QUERY)) == []


def test_a_stream_can_be_left_half_way(store: Store, ontology: Ontology) -> None:
    rows = [{"id": f"enterprise:{n}"} for n in range(50)]
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *rows))
    stream = store.stream(QUERY, batch_size=10)
    assert next(stream).num_rows == 10
    stream.close()  # type: ignore[attr-defined]
    assert store.counts()["Enterprise"] == 50


def test_parameters_reach_a_stream(store: Store, ontology: Ontology) -> None:
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", {"id": "enterprise:1"}))
    query = "MATCH (n:Enterprise) WHERE n.id = $id RETURN n.id AS id"
    assert [batch.to_pylist() for batch in store.stream(query, {"id": "enterprise:1"})] == [[{"id": "enterprise:1"}]]
