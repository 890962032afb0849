"""What a source must look like: too few records or too empty a column speak against it, too many only warn."""

from collections.abc import Mapping
from typing import Any

import pytest

from ontology.model import Ontology, load
from records.assertions import Expectation, enforce, examine
from records.errors import ExpectationFailed
from records.tables import Tables, collect
from support.builders import enterprise, make_uscc, owns

ONTOLOGY: Ontology = load()


@pytest.fixture
def said() -> Tables:
    records = [enterprise("1", uscc=make_uscc(1)), enterprise("2"), enterprise("3", _mention=True), owns("1", "2")]
    return collect(records, ONTOLOGY)


@pytest.mark.parametrize(("expect", "level", "message"), [
    ({"minimum": {"Enterprise": 4}}, "failure", "3 records of Enterprise, at least 4 expected"),
    ({"minimum": {"Village": 1}}, "failure", "0 records of Village, at least 1 expected"),
    ({"filled": {"Enterprise.uscc": 0.6}}, "failure", "Enterprise.uscc is filled in 50.0%, at least 60.0%"),
    ({"filled": {"Enterprise.scope": 0.1}}, "failure", "Enterprise.scope is filled in 0.0%"),
    ({"filled": {"OWNS.share": 0.1}}, "failure", "OWNS.share is filled in 0.0%"),
    ({"maximum": {"OWNS": 0}}, "warning", "1 records of OWNS, at most 0 expected"),
])  # fmt: skip
def test_a_bound_that_does_not_hold_is_found(said: Tables, expect: Mapping[str, Any], level: str, message: str) -> None:
    [finding] = examine(said, Expectation.read(expect, ONTOLOGY), ONTOLOGY)
    assert finding.level == level
    assert message in finding.message


def test_bounds_that_hold_find_nothing(said: Tables) -> None:
    stated = {
        "minimum": {"Enterprise": 3},
        "maximum": {"Enterprise": 3, "Village": 1},
        "filled": {"Enterprise.uscc": 0.5},
    }
    assert examine(said, Expectation.read(stated, ONTOLOGY), ONTOLOGY) == []


def test_failures_refuse_and_warnings_do_not(said: Tables) -> None:
    warnings = enforce(said, Expectation(maximum={"Enterprise": 1}), ONTOLOGY)
    assert [finding.level for finding in warnings] == ["warning"]
    with pytest.raises(ExpectationFailed, match=r"at least 9 expected; .*0\.0%.*expect"):
        enforce(said, Expectation(minimum={"OWNS": 9}, filled={"OWNS.share": 1}), ONTOLOGY)


@pytest.mark.parametrize(("expect", "message"), [
    ({"minimal": {}}, "no 'minimal'"),
    ({"minimum": {"Factory": 1}}, "no type 'Factory'"),
    ({"filled": {"Enterprise.colour": 1}}, "no property 'colour'"),
    ({"filled": {"Enterprise.uscc": 95}}, "no share between 0 and 1"),
])  # fmt: skip
def test_a_mistake_in_an_expectation_is_named(expect: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ExpectationFailed, match=message):
        Expectation.read(expect, ONTOLOGY)
