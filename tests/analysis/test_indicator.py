"""Every indicator is declared whole and documented."""

from pathlib import Path

import pytest

from analysis.indicator import INDICATORS, Notice, few, thin
from ontology.model import Label

DOCS = (Path(__file__).parents[2] / "docs" / "indicators.md").read_text()


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.id)
def test_an_indicator_has_both_labels_a_formula_a_source_and_a_place_in_the_docs(indicator):
    for label in (
        indicator.label,
        indicator.unit,
        indicator.undefined,
        *(p.label for p in indicator.parameters),
    ):
        assert label.zh
        assert label.en
    assert indicator.source
    assert f"`{indicator.id}`" in DOCS
    assert indicator.formula.split("  ")[0].split(" = ")[0] in DOCS


def test_notices_appear_only_where_due():
    what = Label("企业", "enterprises")
    assert few(30, what) == ()
    assert few(3, what) == (Notice("few", "样本很少：企业 n = 3", "few cases: enterprises, n = 3"),)
    assert thin(0.95, what) == thin(None, what) == ()
    assert thin(0.41, what) == (Notice("coverage", "企业：仅 41% 已知", "enterprises: known for 41% only"),)
