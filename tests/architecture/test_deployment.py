"""The files for those who have containers hold together, as far as that shows without a container engine."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from jiju.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_the_compose_file_is_valid_by_the_compose_specification() -> None:
    checker = Path(sys.executable).parent / "check-jsonschema"
    run = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_setting_of_the_compose_file_is_a_setting() -> None:
    given = COMPOSE["services"]["jiju"]["environment"]
    assert {name.removeprefix("JIJU_").lower() for name in given} <= set(Settings.model_fields)


@pytest.mark.parametrize("service", ["neo4j", "jiju"])
def test_every_service_has_a_health_check_and_a_volume(service: str) -> None:
    declared = COMPOSE["services"][service]
    assert declared["healthcheck"]["test"]
    volumes = {volume.split(":")[0] for volume in declared["volumes"]}
    assert volumes & set(COMPOSE["volumes"])


def test_no_password_is_written_down() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "AUTH" in name:
                assert "${JIJU_NEO4J_PASSWORD:?" in value, name


def test_the_image_copies_every_room() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    rooms = ["ontology", "records", "loaders", "nlp", "cypher", "analysis", "graph_api", "jiju"]
    assert [room for room in rooms if f"COPY {room}/ {room}/" not in text] == []
