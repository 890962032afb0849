"""The workspace that a verb works on, from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiju.jobs import Workspace


def workspace(**changes: object) -> Workspace:
    """The workspace of the settings; ``changes`` are options that a verb was given."""
    from jiju.jobs import Workspace
    from jiju.settings import Settings

    given = {name: value for name, value in changes.items() if value is not None}
    return Workspace(Settings(**given))  # type: ignore[arg-type]  # checked by pydantic
