"""Places of China for a workspace: taking divisions into the archive, and finding them by name or address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiju.jobs import Workspace
    from records.archive import Version
    from records.progress import Progress


@dataclass(frozen=True)
class Place:
    """A division: its code and its names from the province down."""

    code: str
    full_name: str


def find_place(space: Workspace, text: str, within: str | None = None) -> Place | None:
    """The finest division that a name or a free address tells; None rather than a wrong one."""
    code = space.gazetteer.find([text], within)
    return Place(code, space.gazetteer.full_name(code)) if code else None


def take_divisions(
    space: Workspace, code: str, *, villages: bool = True, progress: Progress | None = None
) -> tuple[str, Version]:
    """A division and all within it into the archive, as one source; its id and version. Again changes nothing."""
    from loaders.division_records import division_records, division_source
    from records.divisions import divisions

    table = divisions()
    records = division_records(table, code, villages=villages)
    source = division_source(code, space.gazetteer.name(code) or code)
    version = space.archive.write(source, records, progress)
    space.__dict__.pop("gazetteer", None)  # it knows more now
    space.__dict__.pop("region_codes", None)
    return source.id, version
