"""A progress bar on standard error, shown only where something takes longer than two seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

PATIENCE = 2.0  # seconds before anything is shown


class Progress(Protocol):
    """What every long job reports to: what it is doing, how much is done, of how much (None: unknown)."""

    def __call__(self, what: str, done: int, total: int | None = None, /) -> None: ...


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Gives a Progress; on a terminal a bar, elsewhere a line every ten seconds."""
    started = time.monotonic()
    if not sys.stderr.isatty():
        yield _Lines(started)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    with Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        tasks: dict[str, int] = {}

        def report(what: str, done: int, total: int | None = None, /) -> None:
            if time.monotonic() - started < PATIENCE:
                return
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]  # a TaskID is an int

        yield report


class _Lines:
    def __init__(self, started: float) -> None:
        self.next = started + PATIENCE

    def __call__(self, what: str, done: int, total: int | None = None, /) -> None:
        now = time.monotonic()
        if now < self.next or not done:
            return
        self.next = now + 10
        print(f"{what}: {done:,}" + (f" of {total:,}" if total else ""), file=sys.stderr)
