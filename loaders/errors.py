"""Errors of the loaders.

Refusal
└── LoaderError          a table cannot be taken
    ├── UnreadableFile   the file is not what its name says, or broken: names file and, if known, the offset
    ├── HeaderMismatch   a column that the mapping needs is not there
    │   └── NoHeader     none of them is: the sheet holds another table, or none
    └── NoMapping        no mapping fits the file and its headers tell nothing

Rows that are wrong are no error: they stand in the Report, cell by cell, and Loaded.refused says what became of them.
"""

from ontology.errors import Refusal


class LoaderError(Refusal):
    """A table cannot be taken."""


class UnreadableFile(LoaderError):  # noqa: N818 - see Refusal
    """The file cannot be read at all."""


class HeaderMismatch(LoaderError):  # noqa: N818
    """A column that the mapping needs is not there."""


class NoHeader(HeaderMismatch):
    """No row of a sheet holds any header that the mapping needs."""


class NoMapping(LoaderError):  # noqa: N818
    """No mapping fits the file."""
