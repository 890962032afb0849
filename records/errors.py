"""Errors of records.

Refusal
└── ArchiveError         the archive or a snapshot cannot do what was asked
    ├── RecordRefused    a record that the ontology does not allow: names its place in the source
    ├── ExpectationFailed   a source does not look as it must (records.assertions)
    └── SnapshotMissing  there is no snapshot where one was looked for
"""

from ontology.errors import Refusal
from records.record import Locator


class ArchiveError(Refusal):
    """The archive or a snapshot cannot do what was asked."""


class RecordRefused(ArchiveError):  # noqa: N818 - they say what happened
    """A record that the ontology does not allow."""

    def __init__(self, locator: Locator, message: str) -> None:
        place = describe(locator)
        super().__init__(f"{place}: {message}" if place else message)
        self.locator = locator
        self.message = message


class ExpectationFailed(ArchiveError):  # noqa: N818 - they say what happened
    """A source does not look as it must."""


class SnapshotMissing(ArchiveError):  # noqa: N818 - they say what happened
    """There is no snapshot in the folder."""


def describe(locator: Locator) -> str:
    """The place in words: ``企业.xlsx, sheet 名录, row 17`` or ``意见.docx, 二、目标, characters 10-25``."""
    parts = [locator.file or ""]
    if locator.sheet:
        parts.append(f"sheet {locator.sheet}")
    if locator.row is not None:
        parts.append(f"row {locator.row}")
    if locator.section:
        parts.append(locator.section)
    if locator.start is not None:
        parts.append(f"characters {locator.start}-{locator.end}")
    return ", ".join(part for part in parts if part)
