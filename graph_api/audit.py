"""The audit log: every write and every read of personal data, with who, what and when.

    <data>/audit.jsonl      one line each; only ever appended, on disk before the answer goes out

What cannot be written down is not done: a full disk refuses writes and reads of personal data.
"""

import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph_api.auth import Actor

#: Longest text that is kept of one value, such as a query.
_MOST_TEXT = 4_000


class Audit:
    """The log of a data folder. Several threads and processes may append."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, actor: Actor, action: str, detail: Mapping[str, Any], request_id: str = "") -> None:
        """Append a line: it is on disk when this returns. It waits for the disk: call it in a thread."""
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "actor": actor.name,
            "role": actor.role,
            "action": action,
            "request": request_id,
            "detail": {name: _short(value) for name, value in detail.items()},
        }
        written = (json.dumps(line, ensure_ascii=False, default=str) + "\n").encode()
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, written)  # one call: lines of other processes come before or behind it
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def lines(self) -> list[dict[str, Any]]:
        """All lines, oldest first."""
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in text.splitlines() if line]


def _short(value: Any) -> Any:
    return f"{value[:_MOST_TEXT]}…" if isinstance(value, str) and len(value) > _MOST_TEXT else value
