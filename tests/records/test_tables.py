"""Records to tables: the same whatever the order, the batches and whether they were spilled."""

import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.model import load
from records import tables as tables_module
from records.digest import digest
from records.errors import RecordRefused
from records.record import EntityRecord, Locator, Record, RelationRecord
from records.tables import Collector, Tables, collect

ONTOLOGY = load()


def _records(rows: list[tuple[int, int, int]]) -> list[Record]:
    """Enterprises and the shares they hold in one another, some said twice, rows in any order."""
    made: list[Record] = []
    for row, one, other in rows:
        place = Locator(file="firms.csv", row=row)
        made += [
            EntityRecord("Enterprise", f"e{one}", {"name": f"企业{one}"}, place),
            EntityRecord("Enterprise", f"e{other}", {"name": f"企业{other}"}, place, mention=True),
            RelationRecord(
                "OWNS", ("Enterprise", f"e{one}"), ("Enterprise", f"e{other}"), {"share": other / 100}, place
            ),
        ]
    return made


def _digests(tables: Tables) -> dict[str, str]:
    return {name: digest(table) for name, table in tables.named().items()}


_ROWS = st.lists(st.tuples(st.integers(1, 8), st.integers(0, 5), st.integers(6, 9)), min_size=1, max_size=30)


@given(rows=_ROWS, seed=st.integers(0, 99), held=st.integers(1, 9))
def test_order_batches_and_spilling_change_nothing(
    rows: list[tuple[int, int, int]], seed: int, held: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = _records(rows)
    wanted = _digests(collect(records, ONTOLOGY))
    random.Random(seed).shuffle(records)
    collector = Collector(ONTOLOGY, tmp_path_factory.mktemp("spill"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables_module, "_HELD", held)
        for record in records:
            collector.add(record)
        assert _digests(collector.tables()) == wanted


def test_what_is_spilled_is_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_module, "_HELD", 10)
    collector = Collector(ONTOLOGY, tmp_path)
    for record in _records([(row, 1, 6) for row in range(1, 12)]):
        collector.add(record)
    assert len(list(tmp_path.glob("OWNS-*.arrow"))) == 3
    assert collector.tables().relations["OWNS"].num_rows == 11


def test_tables_come_among_records() -> None:
    records = _records([(1, 1, 6), (2, 2, 7)])
    whole = collect(records, ONTOLOGY)
    collector = Collector(ONTOLOGY)
    for name, table in {**whole.entities, **whole.relations}.items():
        collector.add_table(name, table.slice(1))
    for record in records:
        collector.add(record)
    assert _digests(collector.tables()) == _digests(whole)


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(RecordRefused, match=r"'Firm'; known: .*Enterprise"):
        Collector(ONTOLOGY).add_table("Firm", pa.table({"_ref": ["a"]}))
