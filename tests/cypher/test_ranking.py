"""How texts are folded, cut and ranked for search."""

from hypothesis import given
from hypothesis import strategies as st

from cypher.ranking import EXACT, INSIDE, PREFIX, Query, Searchable, fold, pieces
from ontology.model import Ontology


def test_width_case_and_punctuation_are_folded() -> None:
    assert fold("ＡＢＣ（临沂） 有限-公司") == "abc临沂有限公司"
    assert fold("！？ ") == ""


def test_texts_are_cut_into_overlapping_pieces() -> None:
    assert pieces("沂蒙商贸") == "沂蒙 蒙商 商贸 贸"
    assert pieces("沂") == "沂"
    assert pieces("") == ""


@given(st.text(alphabet="甲乙丙ab1", min_size=1, max_size=8), st.text(alphabet="甲乙丙ab1", min_size=1, max_size=4))
def test_a_phrase_of_pieces_is_found_where_the_text_has_it_inside(text: str, searched: str) -> None:
    query = Query(fold(searched))
    assert (f" {query.phrase}" in f" {pieces(text)}") == (searched in text)
    assert pieces(text).startswith(query.phrase) == text.startswith(searched)
    assert (pieces(text) == query.whole) == (text == searched)


def test_the_best_match_names_its_property(ontology: Ontology) -> None:
    how = Searchable.of(ontology.node_types["Enterprise"])
    row = {"name": "沂蒙商贸有限公司", "aliases": ["商贸"], "uscc": "91371300MA3C12345A"}
    assert how.best(row, Query("商贸")) == (EXACT, "aliases")
    assert how.best(row, Query("沂蒙")) == (PREFIX, "name")
    assert how.best(row, Query("有限")) == (INSIDE, "name")
    assert how.best(row, Query("913713")) == (PREFIX, "uscc")
