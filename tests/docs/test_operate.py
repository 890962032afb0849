"""The operator's guide, typed line by line: installed, loaded, backed up, upgraded, restored, rebuilt, watched.

Folders of the system are folders of the test, root is nobody, and systemctl starts and stops the service's own command.
"""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
#: What stands for a system that we do not have here.
SHIMS = r"""
set -euo pipefail
sudo() { "$@"; }
install() { command mkdir -p "${@: -2}"; }
systemctl() {
  case "$*" in *timer*) test -f ETC/systemd/system/jiju-backup.timer; return;; esac
  case "$1" in stop|restart) kill "$SERVER"; wait "$SERVER" || true; SERVER=;; esac
  case "$1" in enable|start|restart) $(sed -n 's/^ExecStart=//p' ETC/systemd/system/jiju.service) >&2 & SERVER=$!;; esac
}
SERVER=
trap 'test -z "$SERVER" || kill "$SERVER"' EXIT
"""


@pytest.mark.slow
def test_the_guide_leads_to_a_system_that_is_backed_up_upgraded_and_restored(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "etc/systemd/system").mkdir(parents=True)
    (tmp_path / "opt").mkdir()
    (tmp_path / "opt/jiju").symlink_to(ROOT)
    script = (SHIMS.replace("ETC", str(tmp_path / "etc")) + "".join(f"{block}echo END\n" for block in BLOCKS)).replace(
        "8000", str(port)
    )
    for folder in ("/opt/jiju", "/var/lib/jiju", "/var/backups/jiju", "/etc/jiju.toml", "/etc/systemd"):
        script = re.sub(rf"(?<![\w/]){folder}\b", f"{tmp_path}{folder}", script)
    script = script.replace(f"{tmp_path}/opt/jiju/.venv/bin", str(Path(sys.executable).parent))
    unit = script.replace(
        "sudo systemctl enable --now jiju\n", _own_folders(tmp_path) + "sudo systemctl enable --now jiju\n"
    )
    run = subprocess.run(["bash", "-c", unit], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=400)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert run.stdout.count("END") == len(BLOCKS) == 7
    assert run.stdout.count("all is well") == 3
    assert run.stdout.count('"status":"ready"') == 4
    versions = re.findall(r"^snapshot ([\w]+)$", run.stdout, re.MULTILINE)
    assert len(versions) == 4
    assert len(set(versions)) == 1
    told = set(re.findall(r"^(jiju_[a-z_]+)", run.stdout, re.MULTILINE))
    documented = set(re.findall(r"`(jiju_[a-z_]+)`", PAGE))
    assert {name for name in documented if not any(one.startswith(name) for one in told)} == set()


def _own_folders(folder: Path) -> str:
    return f"sed -i 's#/opt/jiju/.venv/bin#{Path(sys.executable).parent}#' {folder}/etc/systemd/system/jiju.service\n"


def test_what_is_not_run_needs_packages_containers_or_a_network() -> None:
    lines = [line for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    first = {line.split()[1] for line in lines}
    assert first <= {"apt-get", "git", "useradd", "docker", "export", "install"}
