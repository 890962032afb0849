"""What long jobs report to."""

from typing import Protocol


class Progress(Protocol):
    """Told how far a long job is: ``progress("edges OWNS", 20_000, 100_000)``; total None where unknown."""

    def __call__(self, what: str, done: int, total: int | None = None, /) -> None: ...


def silent(what: str, done: int, total: int | None = None, /) -> None:
    """The Progress that tells nobody."""
