"""The rooms keep to themselves, and belong to us."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ["ontology", "records", "loaders", "nlp", "cypher", "analysis", "graph_api", "jiju"]


def test_import_rules_hold() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_help_loads_neither_spacy_nor_a_driver() -> None:
    code = (
        "import sys, jiju.cli\n"
        "sys.argv = ['jiju', '--help']\n"
        "try: jiju.cli.main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('spacy', 'neo4j', 'ladybug', 'strawberry', 'pyarrow', 'polars') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_every_room_of_the_built_wheel_belongs_to_jiju_alone(tmp_path: Path) -> None:
    uv = shutil.which("uv") or str(ROOT / ".cache/uv/bin/uv")
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path)
    requirements = tmp_path / "requirements.txt"
    run(uv, "export", "--locked", "--no-dev", "--no-emit-project", "--quiet", "-o", requirements)
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    wheel = next(tmp_path.glob("*.whl"))
    run(uv, "pip", "install", "--quiet", "--python", python, "-r", requirements)
    run(uv, "pip", "install", "--quiet", "--no-deps", "--python", python, wheel)
    code = "import json, importlib.metadata as m; print(json.dumps(m.packages_distributions()))"
    owners = json.loads(run(python, "-I", "-c", code))
    assert {room: owners.get(room) for room in ROOMS} == {room: ["jiju"] for room in ROOMS}
