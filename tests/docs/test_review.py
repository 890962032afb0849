"""The page on review names the commands, fields and numbers that there are."""

import re
from pathlib import Path

import typer.main

from graph_api.schema import core, schema_of
from jiju.cli import app
from ontology.model import load
from records.facts import thresholds
from records.facts.decisions import VERDICTS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/review.md").read_text(encoding="utf-8")


def test_every_command_on_facts_is_shown_or_helps_to_show() -> None:
    group = typer.main.get_command(app).commands["review"].commands["facts"]  # type: ignore[attr-defined]  # groups
    named = set(re.findall(r"jiju review facts ([a-z]+)", PAGE))
    assert named <= set(group.commands)
    assert set(VERDICTS) | {"list", "show", "undo"} <= named


def test_options_of_the_examples_exist() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # it is a group
    for line in re.findall(r"^    (jiju .+?)(?:  +#.*)?$", PAGE, re.MULTILINE):
        words = line.split()[1:]
        command = commands[words[0]]
        while hasattr(command, "commands"):
            words = words[1:]
            command = command.commands[words[0]]
        known = {option for p in command.params for option in p.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_fields_that_the_page_names_are_in_the_schema() -> None:
    schema = core(schema_of(load()))
    assert schema.query_type and schema.mutation_type
    assert "factQueue" in schema.query_type.fields and "`factQueue`" in PAGE
    assert "acceptFact" in schema.mutation_type.fields and "`acceptFact`" in PAGE
    api = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    for name in ("acceptFact", "rejectFact", "correctFact", "linkFact", "undoFactDecision"):
        assert name in schema.mutation_type.fields and f"`{name}`" in api
    for name in ("factQueue", "extractedFact", "extractedFacts", "factDecisions"):
        assert name in schema.query_type.fields and f"`{name}" in api


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"least {thresholds.WANTED};" in PAGE.replace("\n", " ") and f"{thresholds.WANTED_OWN} for what" in PAGE
    assert thresholds.surely(7, 7) >= thresholds.WANTED > thresholds.surely(6, 6)
