"""A small slice of the fault bench: python -m bench.faults injects hundreds."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_faults_lose_nothing() -> None:
    kinds = ["kill load", "kill review", "kill snapshot", "kill build", "kill migrate", "disk", "writers"]
    command = [sys.executable, "-m", "bench.faults", "--faults", "8", *(f"--kind={kind}" for kind in kinds)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 with something lost or half-written" in run.stdout
    assert int(run.stdout.rpartition(" faults in")[0].split()[-1]) >= 7


def test_the_clock_of_the_processes_jumps(tmp_path: Path) -> None:
    script = (
        "import sys, time, subprocess, os; from pathlib import Path; from bench.faults.clock import Clock\n"
        "clock = Clock(Path(sys.argv[1])); clock.set(100_000)\n"
        "environment = {**os.environ, **clock.environment}\n"
        "told = subprocess.check_output([sys.executable, '-c', 'import time; print(time.time())'], env=environment)\n"
        "print(round((float(told) - time.time()) / 1000))"
    )
    run = subprocess.run([sys.executable, "-c", script, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "100"
