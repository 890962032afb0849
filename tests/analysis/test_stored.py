"""The projection kept as files: the same arrays, made once, brought up to date, never in the way."""

from pathlib import Path

import numpy as np
import pytest

from analysis import stored as module
from analysis.arrays import EDGE_COLUMNS
from analysis.paths import paths
from analysis.projection import Projection
from analysis.stored import FOLDER, stored
from analysis.updating import updated
from records.snapshot import Snapshot
from support.graphs import write_graph


def written(folder: Path, version: str, *owned: tuple[int, int]) -> Snapshot:
    nodes = [{"id": f"enterprise:{n:016x}", "name": f"企业{n}"} for n in range(1, 6)]
    edges = [
        {
            "id": f"owns:{17 * head + tail:016x}",
            "from_id": f"enterprise:{head:016x}",
            "to_id": f"enterprise:{tail:016x}",
        }
        for head, tail in owned
    ]
    return write_graph(folder, {"Enterprise": nodes}, {"OWNS": edges}, data_version=version)


def same(one: Projection, other: Projection) -> None:
    assert one.ids.equals(other.ids)
    assert one.names.equals(other.names)
    for name in [*EDGE_COLUMNS, "type_offsets", "in_order", "in_offsets", "out_offsets"]:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_it_is_mapped_and_the_same(tmp_path: Path) -> None:
    snapshot = written(tmp_path, "a" * 16, (1, 2), (2, 3), (3, 1))
    found = stored(snapshot)
    same(found, Projection.from_snapshot(snapshot))
    assert isinstance(found.head.base, np.memmap)
    assert isinstance(found.in_order.base, np.memmap)
    ends = [f"enterprise:{n:016x}" for n in (1, 3)]
    assert paths(found, *ends) == paths(snapshot, *ends)


def test_it_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = written(tmp_path, "a" * 16, (1, 2))
    stored(snapshot)

    def refuse(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(module, "_made", refuse)
    assert stored(snapshot).m == 1


def test_a_new_version_is_made_from_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(written(tmp_path, "a" * 16, (1, 2), (2, 3)))
    snapshot = written(tmp_path, "b" * 16, (1, 2), (3, 4), (2, 3))
    wanted = Projection.from_snapshot(snapshot)
    monkeypatch.setattr(module, "_LARGE", 1.0)
    calls: list[str] = []
    monkeypatch.setattr(module, "updated", lambda *given: calls.append("updated") or updated(*given))
    same(stored(snapshot), wanted)
    assert calls == ["updated"]
    stored(written(tmp_path, "c" * 16, (1, 2)))
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == ["b" * 16, "c" * 16]


def test_what_is_broken_is_made_again(tmp_path: Path) -> None:
    snapshot = written(tmp_path, "a" * 16, (1, 2), (2, 3))
    stored(snapshot)
    (tmp_path / FOLDER / snapshot.data_version / "head.npy").write_bytes(b"")
    same(stored(snapshot), Projection.from_snapshot(snapshot))


def test_where_nothing_can_be_written_it_is_kept_in_memory(tmp_path: Path) -> None:
    snapshot = written(tmp_path, "a" * 16, (1, 2))
    (tmp_path / "_memory").write_text("in the way")
    found = stored(snapshot)
    assert found.m == 1
    assert not isinstance(found.head.base, np.memmap)
