"""docs/store.md §4: search, equal on both engines."""

import pytest

from cypher.store import Store
from ontology.model import Ontology
from support.graph_rows import node_rows

COMPANIES = [
    {"id": "enterprise:1", "name": "沂蒙商贸有限公司", "aliases": ["蒙商", "YiMeng"], "uscc": "91371300MA3C12345A"},
    {"id": "enterprise:2", "name": "沂蒙商贸", "scope": "板材（胶合板）销售；电子商务"},
    {"id": "enterprise:3", "name": "临沂沂蒙商贸"},
    {"id": "enterprise:4", "name": "ＡＢＣ 物流"},
]


@pytest.fixture
def filled(store: Store, ontology: Ontology) -> Store:
    store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *COMPANIES))
    store.upsert_nodes("Region", node_rows(ontology, "Region", {"id": "region:1", "name": "沂蒙", "code": "371302"}))
    return store


def ids(store: Store, text: str, **how: object) -> list[str]:
    return [hit.id for hit in store.search(text, **how)]  # type: ignore[arg-type]


def test_exact_comes_before_prefix_before_inside(filled: Store) -> None:
    assert ids(filled, "沂蒙商贸") == ["enterprise:2", "enterprise:1", "enterprise:3"]
    assert [hit.score for hit in filled.search("沂蒙商贸")] == [1.0, 0.8, 0.6]
    assert ids(filled, "沂蒙")[0] == "region:1"


def test_two_characters_and_one_are_found_inside(filled: Store) -> None:
    assert ids(filled, "商贸") == ["enterprise:2", "enterprise:3", "enterprise:1"]
    assert ids(filled, "临") == ["enterprise:3"]
    assert ids(filled, "贸") == ["enterprise:2", "enterprise:3", "enterprise:1"]


def test_aliases_count_as_names(filled: Store) -> None:
    hit = filled.search("yimeng")[0]
    assert (hit.id, hit.matched, hit.score, hit.name) == ("enterprise:1", "aliases", 1.0, "沂蒙商贸有限公司")


def test_codes_are_found_whole_and_by_their_beginning(filled: Store) -> None:
    assert [(hit.matched, hit.score) for hit in filled.search("91371300ma3c12345a")] == [("uscc", 1.0)]
    assert ids(filled, "913713") == ["enterprise:1"]
    assert ids(filled, "12345A") == []
    assert ids(filled, "371302") == ["region:1"]


def test_long_texts_come_last(filled: Store) -> None:
    hit = filled.search("胶合板")[0]
    assert (hit.id, hit.matched, hit.score) == ("enterprise:2", "scope", 0.3)


def test_width_case_blanks_and_punctuation_make_no_difference(filled: Store) -> None:
    for text in ("abc物流", "ABC 物流", "ＡＢＣ（物流）"):
        assert ids(filled, text) == ["enterprise:4"]


def test_types_and_limit_narrow_it(filled: Store) -> None:
    assert ids(filled, "沂蒙", types=["Region"]) == ["region:1"]
    assert len(ids(filled, "沂蒙", limit=2)) == 2
    assert ids(filled, "沂蒙", limit=0) == []


@pytest.mark.parametrize("text", ["", "  ", "（）", '"', "* OR a", "a:b AND", '沂 " 蒙', "\\", "$&|", "没有这个"])
def test_any_text_can_be_searched(filled: Store, text: str) -> None:
    assert isinstance(filled.search(text), list)


def test_pieces_do_not_match_across_two_texts(filled: Store) -> None:
    # 沂蒙商贸有限公司 and 蒙商 stand side by side in the index.
    assert ids(filled, "公司蒙商") == []
