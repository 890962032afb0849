"""The files for those who have containers hold together, as far as that shows without a container engine."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_api.metrics import Metrics
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
    assert {name.removeprefix("JIJU_").lower() for name in given if name.startswith("JIJU_")} <= set(
        Settings.model_fields
    )


@pytest.mark.parametrize("service", sorted(COMPOSE["services"]))
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


def test_the_kubernetes_manifests_are_valid_by_its_schemas() -> None:
    checker = Path(sys.executable).parent / "kubernetes-validate"
    files = sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml"))
    run = subprocess.run([checker, "--strict", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "deployment/jiju" in run.stdout


def test_no_container_writes_its_own_file_system_or_is_root() -> None:
    documents = yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "jiju.yaml").read_text(encoding="utf-8"))
    pods = [spec for one in documents for spec in _pods(one)]
    assert len(pods) == 2
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"]
        assert all(container["securityContext"]["readOnlyRootFilesystem"] for container in pod["containers"])
    for name in ("jiju", "proxy", "backup"):
        assert COMPOSE["services"][name]["read_only"]
        assert COMPOSE["services"][name]["cap_drop"] == ["ALL"]


def _pods(told: object) -> list[dict[str, Any]]:
    """Every pod's spec in a document, however deep."""
    if isinstance(told, dict):
        return [told] if "containers" in told else [pod for value in told.values() for pod in _pods(value)]
    return [pod for value in told for pod in _pods(value)] if isinstance(told, list) else []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
@pytest.mark.parametrize("unit", ["jiju.service", "jiju-backup.service", "jiju-backup.timer"])
def test_systemd_takes_the_units(unit: str, tmp_path: Path) -> None:
    for file in (ROOT / "deploy").glob("jiju*.*"):
        program = shutil.which("true") or "/bin/true"  # jiju is not installed in /opt here
        (tmp_path / file.name).write_text(
            file.read_text(encoding="utf-8").replace("/opt/jiju/.venv/bin/jiju serve", program)
        )
    run = subprocess.run(["systemd-analyze", "verify", tmp_path / unit], capture_output=True, text=True, check=False)
    assert str(tmp_path) not in run.stderr, run.stderr
    assert run.returncode == 0, run.stderr


def test_dashboard_and_alerts_ask_only_for_what_is_told() -> None:
    metrics = Metrics()
    metrics.requests.labels("/graphql", "200").inc()
    metrics.seconds.labels("/graphql").observe(0.1)
    told = set(re.findall(r"^([a-z_]+)[{ ]", metrics.text(1, 0, "v").decode(), re.MULTILINE))
    alerts = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    board = json.loads((ROOT / "deploy/grafana/jiju.json").read_text(encoding="utf-8"))
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    asked += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    names = {name for text in asked for name in re.findall(r"\b(?:jiju|process)_[a-z_]+\b", text)}
    assert names
    assert names <= told
