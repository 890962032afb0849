"""The command line as a person uses it."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from jiju.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "yimeng"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``jiju`` in a fresh working folder with a data folder of its own."""
    for name in [name for name in os.environ if name.startswith("JIJU_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        out, err, code = io.StringIO(), io.StringIO(), 0
        told = list(map(str, arguments))
        with monkeypatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in {"JIJU_DATA": "data", **settings}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["jiju", *told])
            try:
                main()
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else 0
        return subprocess.CompletedProcess(told, code, out.getvalue(), err.getvalue())

    return command


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jiju", "load", tmp_path / "没有.xlsx"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT), "JIJU_DATA": str(tmp_path / "data")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "没有.xlsx" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_template_in_chinese_is_written_and_loads_back(run: Run, tmp_path: Path) -> None:
    assert run("template", "企业", "-o", "企业.xlsx").returncode == 0
    loaded = run("load", tmp_path / "企业.xlsx")
    # The example row is marked as such and left out: the template alone says nothing.
    assert "Traceback" not in loaded.stderr
    assert "0 rejected" in loaded.stdout


def test_files_become_a_graph_that_answers(run: Run) -> None:
    files = [EXAMPLE / name for name in ("01-行政区划.csv", "04-规上企业名录.xlsx")]
    loaded = run("load", *files)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    built = run("build")
    assert built.returncode == 0, built.stdout + built.stderr
    answer = run("query", "{ enterprises(first: 1) { totalCount edges { node { name uscc } } } }")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert json.loads(answer.stdout)["data"]["enterprises"]["totalCount"] > 100
    counts = json.loads(run("stats", "--json").stdout)["counts"]
    assert counts["Enterprise"] == json.loads(answer.stdout)["data"]["enterprises"]["totalCount"]
    rows = run("cypher", "MATCH (r:Region) RETURN r.name AS name ORDER BY name", "--format", "csv").stdout.splitlines()
    assert rows[0] == "name"
    assert len(rows) == 1 + counts["Region"]


def test_loading_twice_changes_nothing(run: Run) -> None:
    file = EXAMPLE / "01-行政区划.csv"
    run("load", file)
    first = run("build").stdout.splitlines()[0]
    again = run("load", file)
    assert "unchanged" in again.stdout
    built = run("build").stdout
    assert built.splitlines()[0] == first
    assert "nothing was written" in built


def test_a_retracted_source_leaves_the_graph(run: Run) -> None:
    run("load", EXAMPLE / "01-行政区划.csv")
    run("build")
    source = run("sources").stdout.split()[0]
    assert run("retract", source).returncode == 0
    run("build")
    assert json.loads(run("stats", "--json").stdout)["counts"]["Region"] == 0


def test_a_bad_cell_is_refused_with_its_place_and_the_way_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "企业.csv").write_text("企业名称,统一社会信用代码\n甲公司,91371300MA3XXXXX0X\n", encoding="utf-8")
    refused = run("load", "企业.csv")
    assert refused.returncode == 1
    assert "row 2" in refused.stdout
    assert "统一社会信用代码" in refused.stdout
    assert "Traceback" not in refused.stderr + refused.stdout
    assert json.loads(run("sources", "--json").stdout) == []


def test_an_unknown_type_lists_what_there_is(run: Run) -> None:
    refused = run("template", "恐龙")
    assert refused.returncode == 1
    assert "企业" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_wrong_setting_is_named(run: Run) -> None:
    refused = run("stats", JIJU_STORE="oracle")
    assert refused.returncode == 2
    assert "JIJU_STORE" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_store_that_does_not_answer_is_said_in_a_sentence(run: Run) -> None:
    refused = run("stats", JIJU_STORE="neo4j", JIJU_NEO4J_URI="bolt://127.0.0.1:1")
    assert refused.returncode == 1
    assert "127.0.0.1:1" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_doctor_tells_versions_and_the_store(run: Run) -> None:
    report = run("doctor")
    assert "ladybug" in report.stdout
    assert "Traceback" not in report.stderr


@pytest.mark.parametrize("shape", ["parquet", "csv", "jsonl"])
def test_an_export_carries_its_citation_and_no_personal_data(run: Run, tmp_path: Path, shape: str) -> None:
    run("load", EXAMPLE / "01-行政区划.csv", EXAMPLE / "04-规上企业名录.xlsx")
    run("build")
    assert run("export", "out", "--format", shape).returncode == 0
    citation = json.loads((tmp_path / "out/CITATION.json").read_text(encoding="utf-8"))
    assert citation["dataVersion"] == json.loads(run("stats", "--json").stdout)["dataVersion"]
    written = (tmp_path / f"out/Enterprise.{shape}").read_bytes()
    assert b"legal_representative" not in written


def test_a_graph_export_opens_in_networkx(run: Run, tmp_path: Path) -> None:
    import networkx as nx

    run("load", EXAMPLE / "01-行政区划.csv", EXAMPLE / "04-规上企业名录.xlsx")
    run("build")
    assert run("export", "graph.graphml", "--format", "graphml").returncode == 0
    graph = nx.read_graphml(tmp_path / "graph.graphml")
    counts = json.loads(run("stats", "--json").stdout)["counts"]
    assert len(graph) == sum(n for name, n in counts.items() if not name.isupper())


def _broken_files(folder: Path) -> dict[str, str]:
    """Files that are broken in the ways of real life, each with words that its refusal has to hold."""
    head = "企业名称,统一社会信用代码,从业人数\n"
    (folder / "表头错.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (folder / "代码错.csv").write_text(f"{head}甲公司,91371300MA3XXXXX0X,3\n", encoding="utf-8")
    (folder / "数字错.csv").write_text(f"{head}甲公司,,若干\n", encoding="utf-8")
    whole = (EXAMPLE / "04-规上企业名录.xlsx").read_bytes()
    (folder / "截断.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "编码错.csv").write_bytes(f"{head}甲公司,,3\n".encode("gb18030"))
    (folder / "编码错.yaml").write_text(
        "source: {id: wrong-encoding, title: 编码}\nfile: 编码错.csv\nencoding: utf-8\n"
        "entities:\n  firm: {type: Enterprise, properties: {name: 企业名称}}\n",
        encoding="utf-8",
    )
    return {
        "表头错.csv": "表头错.csv", "代码错.csv": "row 2, column 统一社会信用代码",
        "数字错.csv": "row 2, column 从业人数", "截断.xlsx": "截断.xlsx", "编码错.csv": "byte 0",
    }  # fmt: skip


def test_a_broken_file_is_refused_with_its_place_and_leaves_the_archive_as_it_was(run: Run, tmp_path: Path) -> None:
    for name, words in _broken_files(tmp_path).items():
        mapping = tmp_path / f"{Path(name).stem}.yaml"
        refused = run("load", name, *(["--mapping", mapping] if mapping.exists() else []))
        assert refused.returncode == 1, name
        assert words in refused.stdout, refused.stdout
        assert "Traceback" not in refused.stdout + refused.stderr
    assert json.loads(run("sources", "--json").stdout) == []


def test_the_good_rows_are_loaded_on_request_only(run: Run, tmp_path: Path) -> None:
    text = "企业名称,统一社会信用代码,从业人数\n甲公司,,3\n乙公司,,若干\n"
    (tmp_path / "企业.csv").write_text(text, encoding="utf-8")
    assert run("load", "企业.csv").returncode == 1
    assert json.loads(run("sources", "--json").stdout) == []
    partial = run("load", "--partial", "企业.csv")
    assert partial.returncode == 0
    assert "2 rows read, 1 accepted, 1 rejected" in partial.stdout
    run("build")
    assert json.loads(run("stats", "--json").stdout)["counts"]["Enterprise"] == 1
