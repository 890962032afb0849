"""Scores are sums that can be read; vetoes forbid."""

import json
import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import OntologyError
from records.resolution import persons
from records.resolution.candidates import LEVELS, find_candidates
from records.resolution.features import FEATURES, compare
from records.resolution.rows import completed, name_rows, numbered
from records.resolution.scoring import VETO, Weights, logits, read_weights, weights_of
from support.labelled_pairs import entities, read_pairs

TYPES = ["Enterprise", "Organization", "Park", "Village", "Region", "Project", "Product", "Person"]


@pytest.mark.parametrize("node_type", TYPES)
def test_every_weight_is_of_a_level_that_exists(node_type: str) -> None:
    known = persons.LEVELS if node_type == "Person" else LEVELS
    given_ = read_weights()[node_type]
    for feature, levels in [*given_["weights"].items(), *((f, list(v)) for f, v in given_["vetoes"].items())]:
        assert set(levels) <= set(known[feature]), feature


@pytest.mark.parametrize("node_type", TYPES)
def test_the_reasons_add_up_to_the_score(node_type: str) -> None:
    mine = [p for p in read_pairs() if p.type == node_type]
    found = find_candidates(entities(mine), node_type)
    assert found.height
    for score, reasons in found.select("score", "reasons").iter_rows():
        logit = sum(json.loads(reasons).values())
        assert score == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-5)


@pytest.mark.parametrize("node_type", TYPES[:-1])
def test_scores_are_symmetric(node_type: str) -> None:
    mine = [p for p in read_pairs() if p.type == node_type]
    told = completed(entities(mine))
    rows = numbered(told, name_rows(told, node_type))
    first = rows.unique("entity", keep="first", maintain_order=True).sort("entity")
    left, right = first.filter(pl.col("entity") % 2 == 0), first.filter(pl.col("entity") % 2 == 1)
    assert compare(left, right).equals(compare(right, left))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鸿雁物流有限公司", "鸿雁物流有限公司河东分公司"),
        ("荣飞客运有限公司第一分公司", "荣飞客运有限公司第二分公司"),
        ("临沂第一机床厂", "临沂第二机床厂"),
    ],
)
def test_a_veto_outweighs_all_evidence(one: str, other: str) -> None:
    frame = pl.DataFrame({
        "entity": [0, 1], "name": [one, other], "place": "371302", "legal_representative": "公方强",
        "phone": "05398881234", "address": "通达路88号", "uscc": "91371302MA3C00003C",
    })  # fmt: skip
    assert find_candidates(frame, "Enterprise").is_empty()


def test_two_codes_are_two_enterprises() -> None:
    frame = pl.DataFrame({
        "entity": [0, 1], "name": "临沂泰来商贸有限公司", "place": "371302", "phone": "05398881234",
        "uscc": ["91371302MA3C00001A", "91371302MA3C00002B"],
    })  # fmt: skip
    assert find_candidates(frame, "Enterprise").is_empty()


@given(st.data())
def test_the_logit_is_the_prior_and_one_weight_a_feature(data: st.DataObject) -> None:
    weights = Weights.of("Enterprise")
    assert weights is not None
    levels = {name: data.draw(st.integers(0, len(FEATURES[name]) - 1)) for name in FEATURES}
    total = weights.prior + sum(
        weights.levels.get(name, {}).get(LEVELS[name][level], 0.0) for name, level in levels.items()
    )
    frame = pl.DataFrame({name: [level] for name, level in levels.items()})
    assert logits(frame, LEVELS, weights)[0] == pytest.approx(total)


def test_a_type_like_another_inherits_what_it_does_not_say() -> None:
    village, park = Weights.of("Village"), Weights.of("Park")
    assert village and park
    assert village.levels["uscc"] == park.levels["uscc"]
    assert village.levels["place"]["county"] < park.levels["place"]["county"]
    assert village.levels["branch"]["one"] == VETO


def test_thresholds_out_of_order_are_refused() -> None:
    wrong = {"prior": 0.0, "thresholds": {"same": 0.2, "candidate": 0.9}, "weights": {}}
    with pytest.raises(OntologyError, match="0 < candidate <= same"):
        weights_of("Enterprise", wrong)
