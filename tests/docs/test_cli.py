"""Every command is documented, and what is documented is a command."""

import re
from pathlib import Path

import typer.main

from jiju.cli import app

PAGE = (Path(__file__).parents[2] / "docs/cli.md").read_text(encoding="utf-8")


def test_every_command_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `jiju ([a-z]+)`", PAGE, re.MULTILINE))
    assert documented == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # it is a group


def test_the_examples_name_only_known_commands() -> None:
    named = set(re.findall(r"^    jiju ([a-z]+)", PAGE, re.MULTILINE))
    assert named <= set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # it is a group
