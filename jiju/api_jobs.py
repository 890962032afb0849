"""What graph_api may do to the data: ``graph_api.context.Jobs`` over a Workspace.

Results are plain values (dicts, lists, texts) so that the API needs nothing of the rooms behind. Whoever calls it
decides who may: nothing here looks at roles. Calls wait for files and locks: make them in a thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from jiju.jobs import Workspace
    from records.edits import Edit

#: refuse: a file with a bad row is refused as a whole; partial: its good rows are taken.
Mode = Literal["refuse", "partial"]


class ApiJobs:
    """The workspace's jobs for the API."""

    def __init__(self, space: Workspace) -> None:
        self._space = space

    def inspect(self, path: Path, mapping: str | None = None) -> dict[str, Any]:
        """What would become of a file: its report, and what the graph would become. Nothing is written.

        mapping: the text of a mapping (YAML); without it one is looked for, and else the headers tell.
        """
        return self.load(path, mapping, dry=True)

    def load(
        self, path: Path, mapping: str | None = None, mode: Mode = "refuse", *, dry: bool = False
    ) -> dict[str, Any]:
        """Load a file into the archive; ``build`` makes it part of the graph. dry: only say what it would change, as
        jiju.plan.Plan.as_json gives it."""
        with _mapping_file(self._space.settings.data, mapping) as file:
            if dry:
                return self._space.plan([path], mapping=file, partial=mode == "partial").as_json()
            [taken] = self._space.load([path], mapping=file, partial=mode == "partial")
        version = taken.version
        return {**taken.as_json(), "version": version.id if version else None, "refused": taken.refused}

    def build(self) -> str:
        """Resolve, snapshot and publish; the data version."""
        return self._space.build().snapshot.data_version

    def sources(self) -> list[dict[str, Any]]:
        """The sources that say something now, each with its version."""
        archive = self._space.archive
        versions = {version.source_id: version for version in archive.current_versions()}
        return [
            {**asdict(source), "version": versions[source.id].id, "written": versions[source.id].written}
            for source in archive.sources()
        ]

    def retract(self, source_id: str, *, dry: bool = False) -> dict[str, Any]:
        """Withdraw all that a source says; ``build`` updates the graph. dry: only say what it would change."""
        if dry:
            return self._space.plan(retract=[source_id]).as_json()
        version = self._space.archive.retract(source_id)
        return {"source": source_id, "version": version.id, "changed": version.changed}

    def changes(
        self,
        since: str | datetime | int | None = None,
        types: Sequence[str] = (),
        ids: Sequence[str] = (),
        limit: int | None = 100,
    ) -> list[dict[str, Any]]:
        """What builds changed in the graph, oldest first (records.changes.Change as dicts). Go on with ``since`` =
        the last ``sequence``."""
        return [asdict(change) for change in self._space.changes(since, types, ids, limit)]

    def conflicts(self, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """On what the sources disagree, by the id of an entity or a relation (records.conflicts)."""
        return dict(self._space.conflicts(ids))

    def override(self, subject: str, name: str, value: Any, by: str, why: str) -> dict[str, Any]:
        """Put a value right by hand; ``build`` updates the graph."""
        return _edit(self._space.override(subject, name, value, by, why))

    def undo_override(self, edit_id: str, by: str, why: str) -> dict[str, Any]:
        """Take an edit back; ``build`` updates the graph."""
        return _edit(self._space.edits.undo(edit_id, by, why))

    def overrides(self) -> list[dict[str, Any]]:
        """All edits, oldest first, those taken back included."""
        return [_edit(edit) for edit in self._space.edits.log()]


def _edit(edit: Edit) -> dict[str, Any]:
    return asdict(edit)


@contextmanager
def _mapping_file(data: Path, text: str | None) -> Iterator[Path | None]:
    """The text of a mapping as a file for as long as the block lasts."""
    if text is None:
        yield None
        return
    data.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", suffix=".yaml", prefix=".mapping-", dir=data, encoding="utf-8") as file:
        file.write(text)
        file.flush()
        yield Path(file.name)
