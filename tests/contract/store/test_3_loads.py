"""docs/store.md §3: whole loads and changes, with snapshots built from records."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cypher.errors import StoreError
from cypher.store import Store
from ontology.model import Ontology
from ontology.values import Money, PartialDate
from records.record import EntityRecord, Record, RelationRecord, Source
from records.snapshot import delta
from support.example_store import build_snapshot, fill

REGISTER = Source("register", "table", "登记", trust=0.9)
NEWS = Source("news", "document", "新闻")


def company(ref: str, name: str, **properties: Any) -> EntityRecord:
    return EntityRecord("Enterprise", ref, {"name": name, **properties})


def owns(head: str, tail: str, **properties: Any) -> RelationRecord:
    return RelationRecord("OWNS", ("Enterprise", head), ("Enterprise", tail), properties)


REGISTERED = [
    company("a", "沂蒙商贸", uscc="91371300MA3C000001", founded=PartialDate(date(2011, 5, 1), "month")),
    company("b", "兰山板材", uscc="91371300MA3C000002", registered_capital=Money(Decimal(5_000_000), "CNY", "500万元")),
    EntityRecord("Region", "r", {"name": "兰山区", "code": "371302000000"}),
    RelationRecord("LOCATED_IN", ("Enterprise", "a"), ("Region", "r")),
    owns("a", "b", share=0.51),
]
REPORTED = [
    company("x", "沂蒙商贸", uscc="91371300MA3C000001"),
    company("y", "临沂物流", uscc="91371300MA3C000003"),
    owns("x", "y", share=0.2),
]


def contents(store: Store) -> tuple[Any, ...]:
    nodes = store.read(
        "MATCH (n:Enterprise) "
        "RETURN n.id, n.name, n.uscc, n.founded, n.founded_precision, n.registered_capital, n.source_ids"
    )
    edges = store.read("MATCH (a:Enterprise)-[r:OWNS]->(b:Enterprise) RETURN r.id, a.id, b.id, r.share, r.source_ids")
    counts = {name: n for name, n in store.counts().items() if n}
    return sorted(map(repr, nodes.rows)), sorted(map(repr, edges.rows)), counts, store.data_version()


def built(folder: Path, ontology: Ontology, **said: Iterable[Record]) -> Any:
    sources = {"register": REGISTER, "news": NEWS}
    return build_snapshot(folder, ontology, {sources[name]: records for name, records in said.items()})


def test_bulk_load_replaces_everything(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    fill(store, built(tmp_path / "1", ontology, news=REPORTED))
    snapshot = built(tmp_path / "2", ontology, register=REGISTERED)
    report = store.bulk_load(snapshot)
    assert (report.nodes, report.edges) == ({"Enterprise": 2, "Region": 1}, {"LOCATED_IN": 1, "OWNS": 1})
    assert store.data_version() == report.data_version == snapshot.data_version
    found = store.read("MATCH (n:Enterprise) RETURN n.name, n.registered_capital, n.founded ORDER BY n.uscc")
    assert found.rows == [["沂蒙商贸", None, date(2011, 5, 1)], ["兰山板材", 5_000_000.0, None]]
    assert store.search("临沂物流") == []
    assert [hit.name for hit in store.search("商贸")] == ["沂蒙商贸"]


def test_bulk_load_tells_its_progress(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    told: list[str] = []
    store.bulk_load(built(tmp_path, ontology, register=REGISTERED), lambda what, *_: told.append(what))
    assert {"nodes Enterprise", "nodes Region", "edges OWNS"} <= set(told)


def test_delta_leads_to_the_same_as_a_load(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    old = built(tmp_path / "old", ontology, register=REGISTERED)
    changed = [company("a", "沂蒙商贸集团", uscc="91371300MA3C000001"), REGISTERED[2]]
    new = built(tmp_path / "new", ontology, register=changed, news=REPORTED)
    fill(store, new)
    expected = contents(store)
    fill(store, old)
    for _ in range(2):
        store.apply(delta(old, new), new.data_version)
        assert contents(store) == expected
    assert [hit.name for hit in store.search("沂蒙商贸集团")] == ["沂蒙商贸集团"]
    assert store.search("兰山板材") == []
    store.apply(delta(new, old), old.data_version)
    assert store.data_version() == old.data_version
    assert store.counts()["OWNS"] == 1


def test_delta_from_nothing_fills_an_empty_store(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    new = built(tmp_path, ontology, register=REGISTERED, news=REPORTED)
    store.apply(delta(None, new), new.data_version)
    applied = contents(store)
    assert applied == contents(fill(store, new))


def test_retract_removes_what_only_that_source_said(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    fill(store, built(tmp_path, ontology, register=REGISTERED, news=REPORTED))
    assert store.retract("news") == 2  # 临沂物流 and what 沂蒙商贸 owns of it
    assert sorted(store.read("MATCH (n:Enterprise) RETURN n.name").column("n.name")) == ["兰山板材", "沂蒙商贸"]
    assert store.read("MATCH (n:Enterprise) RETURN DISTINCT n.source_ids").rows == [[["register"]]]
    assert store.counts()["OWNS"] == 1
    assert store.search("临沂物流") == []
    assert store.retract("news") == store.retract("nobody") == 0


def test_clear_leaves_an_empty_store_that_can_be_filled(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    snapshot = built(tmp_path, ontology, register=REGISTERED)
    fill(store, snapshot)
    store.clear()
    assert (store.data_version(), sum(store.counts().values()), store.search("沂蒙")) == (None, 0, [])
    fill(store, snapshot)
    assert store.counts()["Enterprise"] == 2


def test_a_load_that_fails_is_seen(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    good = built(tmp_path / "good", ontology, register=REGISTERED)
    fill(store, good)
    broken = built(tmp_path / "broken", ontology, news=REPORTED)
    broken.edge_files()["OWNS"].write_bytes(b"no parquet")
    with pytest.raises((StoreError, OSError, ValueError)):
        store.bulk_load(broken)
    # Embedded: the old data stand. Neo4j: the data version is gone, so the store says itself that it is not whole.
    assert store.data_version() == (good.data_version if store.engine == "ladybug" else None)


def test_schema_can_be_ensured_again(store: Store, ontology: Ontology, tmp_path: Path) -> None:
    fill(store, built(tmp_path, ontology, register=REGISTERED))
    before = contents(store)
    store.ensure_schema()
    assert contents(store) == before
