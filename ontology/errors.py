"""Errors of the ontology, and the root of every room's errors.

Refusal                something was refused with a reason a person can act on; no traceback is owed
├── OntologyError      a mistake in a YAML file: names file, line and key
└── ValueRefused       a value that its kind does not accept: says what is wrong and what to write instead
"""

from pathlib import Path


class Refusal(Exception):  # noqa: N818 - the family name of all our errors
    """Something was refused: the text says what, where and the way out."""


class OntologyError(Refusal):
    """A mistake in an ontology file."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}, line {line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class ValueRefused(Refusal, ValueError):  # noqa: N818
    """A value cannot be read as its kind. The text says what is wrong and the way out."""
