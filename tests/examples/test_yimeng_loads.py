"""Every file of the example region loads by its mapping; only the dirty one has rows refused."""

from pathlib import Path

import pytest

from loaders.load import load_file
from loaders.mapping import read_mappings
from ontology import model
from records.record import EntityRecord

FOLDER = Path(__file__).parents[2] / "examples" / "yimeng"
ONTOLOGY = model.load()
MAPPINGS = {file: mapping for mapping in read_mappings(FOLDER / "mappings", ONTOLOGY) for file in mapping.files}
TABLES = sorted(f.name for f in FOLDER.iterdir() if f.suffix in (".csv", ".xlsx", ".geojson"))
DIRTY = "99-网商登记（未清洗）.csv"


def test_every_table_has_a_mapping_and_every_mapping_a_table() -> None:
    assert sorted(MAPPINGS) == TABLES


@pytest.mark.parametrize("name", [name for name in TABLES if name != DIRTY])
def test_a_clean_file_loads_whole_and_every_column_is_read(name: str) -> None:
    loaded = load_file(FOLDER / name, ontology=ONTOLOGY, mapping=MAPPINGS[name])
    assert loaded.report.problems == []
    assert not loaded.refused
    assert loaded.records
    assert [sheet.unread for sheet in loaded.report.sheets] == [[]] * len(loaded.report.sheets)


def test_the_dirty_file_is_refused_whole_with_the_place_of_each_mistake() -> None:
    loaded = load_file(FOLDER / DIRTY, ontology=ONTOLOGY, mapping=MAPPINGS[DIRTY])
    assert loaded.refused
    assert loaded.records == []
    places = {(problem.row, problem.column) for problem in loaded.report.problems}
    assert places == {
        (8, "统一社会信用代码"), (9, "统一社会信用代码"), (10, "注册资金"), (10, "从业人数"),
        (13, "注册资金"), (13, "成立日期"), (13, "从业人数"), (13, "经营状态"),
    }  # fmt: skip


def test_the_good_rows_of_the_dirty_file_are_taken_on_request() -> None:
    loaded = load_file(FOLDER / DIRTY, ontology=ONTOLOGY, mapping=MAPPINGS[DIRTY], partial=True)
    names = {r.properties.get("name") for r in loaded.records if isinstance(r, EntityRecord)}
    assert "蒙川县全角电子商务有限公司" in names
    assert "蒙川县错码电商有限公司" not in names
