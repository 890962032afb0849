"""The SDL in the repository is the ontology's."""

from pathlib import Path

import pytest

from graph_api import schema_file


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
