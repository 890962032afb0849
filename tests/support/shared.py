"""The real data that lies beside the project, where there is any."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared"


def shared_path(name: str) -> Path:
    """``../shared/<name>``; skips the test where it is missing, but never in CI."""
    path = SHARED / name
    if not path.exists():
        reason = f"needs ../shared/{name}, which lies beside the project only on developers' machines and in CI"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def shared_data(name: str) -> Path:
    """``../shared/data/<name>``."""
    return shared_path(f"data/{name}")
