"""The SDL in the repository is the ontology's."""

from pathlib import Path

import pytest

from graph_api import schema_file
from graph_api.schema import core, make_schema
from ontology.consistency import RESERVED_TYPES
from ontology.model import Ontology


def test_the_committed_schema_is_fresh() -> None:
    assert schema_file.main(["--check"]) == 0, "run `make docs`"


def test_a_stale_schema_is_told_with_its_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema_file, "FILE", tmp_path / "schema.graphql")
    assert schema_file.main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().err
    assert schema_file.main(["--write"]) == 0
    assert schema_file.main(["--check"]) == 0
    assert schema_file.main([]) == 2


def test_a_type_of_an_ontology_cannot_take_a_name_of_the_api(ontology: Ontology) -> None:
    derived = {*ontology.node_types, *ontology.codelists}
    endings = ("Connection", "Edge", "Filter", "Order", "OrderField", "Where", "OrderBy")
    own = {
        name
        for name in core(make_schema(ontology)).type_map
        if not name.startswith("__")
        and name not in derived
        and not any(name.endswith(end) and name.removesuffix(end) in derived for end in endings)
    }
    assert own <= RESERVED_TYPES


def test_everything_new_is_described(ontology: Ontology) -> None:
    for name, made in core(make_schema(ontology)).type_map.items():
        if name.startswith("__"):
            continue
        assert made.description, name
        for field, declared in getattr(made, "fields", {}).items():
            assert declared.description, f"{name}.{field}"
            for argument, given in getattr(declared, "args", {}).items():
                assert given.description, f"{name}.{field}({argument})"
