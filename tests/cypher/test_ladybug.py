"""What only the embedded store has: files, generations, the lock, the mended search index."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cypher.errors import ReadOnlyStore, SchemaMismatch, StoreUnavailable
from cypher.open import open_store
from cypher.search_index import SearchIndex
from ontology.model import DEFAULT, Ontology, load
from records.record import EntityRecord
from support.example_store import build_snapshot
from support.graph_rows import node_rows

ROOT = Path(__file__).parents[2]


def filled(folder: Path, ontology: Ontology, *names: str) -> Path:
    with open_store(folder, ontology) as store:
        rows = [{"id": f"enterprise:{name}", "name": name} for name in names]
        store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *rows))
    return folder


def test_data_outlive_the_process(tmp_path: Path, ontology: Ontology) -> None:
    filled(tmp_path / "store", ontology, "沂蒙")
    with open_store(tmp_path / "store", ontology, read_only=True) as again:
        assert again.counts()["Enterprise"] == 1
        assert [hit.name for hit in again.search("沂")] == ["沂蒙"]


def test_a_folder_without_a_store_says_how_to_make_one(tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(StoreUnavailable, match="jiju build"):
        open_store(tmp_path / "nothing", ontology, read_only=True)


def test_a_read_only_store_refuses_writes(tmp_path: Path, ontology: Ontology) -> None:
    filled(tmp_path / "store", ontology, "沂蒙")
    with open_store(tmp_path / "store", ontology, read_only=True) as store:
        with pytest.raises(ReadOnlyStore):
            store.write("MATCH (n:Enterprise) DELETE n")
        with pytest.raises(ReadOnlyStore):
            store.clear()


def test_a_second_writer_is_told_about_the_first(tmp_path: Path, ontology: Ontology) -> None:
    with open_store(tmp_path / "store", ontology) as first:
        first.ping()
        with open_store(tmp_path / "store", ontology) as second, pytest.raises(StoreUnavailable, match="writing"):
            second.ping()


def test_a_store_of_another_ontology_is_refused(tmp_path: Path, ontology: Ontology) -> None:
    filled(tmp_path / "store", ontology, "沂蒙")
    (tmp_path / "more" / "types").mkdir(parents=True)
    (tmp_path / "more" / "types" / "Laboratory.yaml").write_text(
        textwrap.dedent("""\
            name: Laboratory
            label: {zh: 实验室, en: laboratory}
            field: laboratory
            plural_field: laboratories
            color: "#123456"
            keys: [name]
            """)
    )
    larger = load(DEFAULT, tmp_path / "more")
    with open_store(tmp_path / "store", larger) as store, pytest.raises(SchemaMismatch, match="jiju build"):
        store.counts()


def test_a_search_index_that_fell_behind_is_written_anew(tmp_path: Path, ontology: Ontology) -> None:
    folder = filled(tmp_path / "store", ontology, "沂蒙")
    (file,) = folder.glob("*/search.sqlite")
    index = SearchIndex(file)
    index.clear()
    index.set_data_version("another")
    index.close()
    with open_store(folder, ontology) as store:
        assert [hit.name for hit in store.search("沂蒙")] == ["沂蒙"]


def test_only_one_generation_stays(tmp_path: Path, ontology: Ontology) -> None:
    folder = tmp_path / "store"
    snapshot = build_snapshot(tmp_path / "data", ontology, [EntityRecord("Park", "p", {"name": "园区"})])
    with open_store(folder, ontology) as store:
        store.ensure_schema()
        for _ in range(2):
            store.bulk_load(snapshot)
    assert len([entry for entry in folder.iterdir() if entry.is_dir()]) == 1


def test_a_killed_writer_leaves_whole_transactions(tmp_path: Path, ontology: Ontology) -> None:
    folder = filled(tmp_path / "store", ontology, "沂蒙")
    script = f"""
        import sys
        sys.path.insert(0, {str(ROOT / "tests")!r})
        from pathlib import Path
        from support.graph_rows import node_rows
        from cypher.open import open_store
        from ontology.model import load
        ontology = load()
        store = open_store(Path({str(folder)!r}), ontology)
        for part in range(1000):
            rows = [{{"id": f"enterprise:{{part}}-{{n}}"}} for n in range(10)]
            store.upsert_nodes("Enterprise", node_rows(ontology, "Enterprise", *rows))
            print(part, flush=True)
    """
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    acknowledged = [int(writer.stdout.readline()) for _ in range(8)][-1]
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    with open_store(folder, ontology) as store:
        count = store.counts()["Enterprise"]
        assert count % 10 == 1
        assert count >= 10 * (acknowledged + 1) + 1
        assert store.search("沂蒙")
