"""One writer at a time, among processes: a lock on a file that ends with the process that holds it.

The kernel keeps the lock (flock), so one that was killed blocks nobody. The file says who holds it and since when.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from records.errors import ArchiveError
from records.progress import Progress, silent

#: Seconds that a second writer waits unless told otherwise, and how often it looks.
PATIENCE, _EVERY = 600.0, 0.2


class Busy(ArchiveError):  # noqa: N818 - they say what happened
    """Another process is writing, and did not finish in time."""


@contextmanager
def exclusive(path: Path, what: str, *, patience: float = PATIENCE, progress: Progress | None = None) -> Iterator[None]:
    """Hold the lock at ``path`` for the block. ``what`` is being done, as others are told.

    patience: seconds to wait for another process; ``progress`` hears of it. Raises Busy, which names the process. The
    same thread may not take it twice.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _take(file, path, what, patience, progress or silent)
        file.truncate(0)
        holder = {"pid": os.getpid(), "what": what, "since": datetime.now().astimezone().isoformat(timespec="seconds")}
        file.write(json.dumps(holder, ensure_ascii=False))
        file.flush()
        yield


def _take(file: IO[str], path: Path, what: str, patience: float, tell: Progress) -> None:
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            waited = time.monotonic() - started
            if waited >= patience:
                raise Busy(
                    f"{path.parent}: {_holder(file)}; {what} has waited {patience:g} s for it. "
                    "Try again when it is done, or stop that process"
                ) from None
            tell(f"waiting: {_holder(file)}", int(waited), int(patience))
            time.sleep(min(_EVERY, max(patience - waited, 0)))
        else:
            return


def _holder(file: IO[str]) -> str:
    """Who has it, as far as the file tells."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        file.seek(0)
        told = json.loads(file.read())
        return f"process {told['pid']} has been busy with {told['what']} since {told['since']}"
    return "another process is busy with it"
