"""What a load would do, down to the graph, without doing it: `jiju load --dry-run`.

The load and the build are done for real, but in a folder of their own: a trial archive in which all sources but the
loaded ones are links, and a snapshot that goes on from the current one. So the plan is exactly what would happen; the
folder goes away at the end, and nothing of it is ever seen in the workspace.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cypher.store import Progress
    from jiju.jobs import Taken, Workspace
    from loaders.load import Partial
    from records.changes import Change
    from records.difference import Diff

#: Changes of the graph that a plan lists one by one; all are counted.
LISTED = 1000


@dataclass(frozen=True)
class SourceDiff:
    """What a source would say that it did not, and the other way round: numbers, and statements one by one as far as
    ``LISTED`` goes (none for a source that is new)."""

    source_id: str
    new: bool
    added: int
    changed: int
    retracted: int
    diff: Diff | None = None


@dataclass(frozen=True)
class Plan:
    """What would become of some files: of each file, of each source's statements, of the graph.

    added, changed, retracted: things of the graph by type. changes: the first ``LISTED`` of them.
    """

    files: Sequence[Taken]
    sources: Sequence[SourceDiff] = ()
    added: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    retracted: Mapping[str, int] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    data_version: str | None = None

    @property
    def refused(self) -> bool:
        return any(taken.refused for taken in self.files)

    def as_text(self) -> str:
        """For people."""
        lines = [taken.as_text() for taken in self.files]
        for one in self.sources:
            told = "is new" if one.new else "would change"
            lines.append(
                f"{one.source_id} {told}: {one.added:,} statements added, {one.changed:,} changed, "
                f"{one.retracted:,} retracted"
            )
            lines += [f"  {line}" for line in _statements(one.diff)]
        if not (self.added or self.changed or self.retracted):
            return "\n".join([*lines, "the graph would stay as it is"])
        lines.append("the graph:")
        for verb in ("added", "changed", "retracted"):
            lines += [f"  {number:,} {name} {verb}" for name, number in sorted(getattr(self, verb).items())]
        return "\n".join([*lines, *(f"  {sentence(change)}" for change in self.changes)])

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "files": [taken.as_json() for taken in self.files],
            "sources": [
                {
                    "source": one.source_id,
                    "new": one.new,
                    "added": one.added,
                    "changed": one.changed,
                    "retracted": one.retracted,
                    "statements": _as_json(one.diff),
                }
                for one in self.sources
            ],
            "graph": {"added": self.added, "changed": self.changed, "retracted": self.retracted},
            "changes": [{**asdict(change), "at": change.at.isoformat()} for change in self.changes],
            "data_version": self.data_version,
        }


def plan(
    space: Workspace,
    paths: Sequence[Path] = (),
    *,
    mapping: Path | None = None,
    partial: Partial = False,
    retract: Sequence[str] = (),
    progress: Progress | None = None,
) -> Plan:
    """What loading the files (and retracting sources) would change. Writes nothing that stays.

    Costs what the load and the build cost, but for the store. Raises what they raise.
    """
    from jiju.jobs import Workspace
    from records import building, changes
    from records.snapshot import Snapshot

    before = space.published()
    prior = space.snapshots / before if before else None
    with _trial_folder(space.settings.data) as folder:
        _link_archive(space.archive.folder, folder / "archive")
        trial = Workspace(space.settings.model_copy(update={"data": folder}))
        if space.mappings.is_dir():
            shutil.copytree(space.mappings, trial.mappings)
        if not (prior and (prior / "manifest.json").exists()):
            prior = None
        files = list(trial.load(paths, mapping=mapping, partial=partial, progress=progress)) if paths else []
        for source_id in retract:
            trial.archive.retract(source_id)
        sources = [diff for version in _changed(space, trial) for diff in [_source_diff(space, trial, version)]]
        made = building.build(trial.archive, space.ontology, trial.snapshots, progress, prior=prior)
        if prior and made.data_version == before:
            return Plan(_would(files), sources, data_version=before)
        assert isinstance(made, Snapshot)
        [entry] = changes.entries(trial.snapshots)
        listed = list(islice(changes.changes(trial.snapshots), LISTED))
        return Plan(_would(files), sources, entry.added, entry.changed, entry.retracted, listed, made.data_version)


def _would(files: Sequence[Taken]) -> list[Taken]:
    """The verdicts as of a trial."""
    from dataclasses import replace

    return [replace(taken, dry=True) if taken.version and taken.version.changed else taken for taken in files]


def _changed(space: Workspace, trial: Workspace) -> list[str]:
    """The sources that would say something else."""
    now = {version.source_id: version.id for version in space.archive.current_versions()}
    then = {version.source_id: version.id for version in trial.archive.current_versions()}
    return sorted(source for source in {*now, *then} if now.get(source) != then.get(source))


def _source_diff(space: Workspace, trial: Workspace, source_id: str) -> SourceDiff:
    before, after = space.archive.current(source_id), trial.archive.current(source_id)
    if before is None and after is not None:
        rows = sum(after.entities.values()) + sum(after.relations.values())
        return SourceDiff(source_id, True, rows, 0, 0)
    assert before is not None, "a source that says something else said something before or does now"
    diff = trial.archive.diff(source_id, before.id)
    return SourceDiff(source_id, False, len(diff.added), len(diff.changed), len(diff.retracted), diff)


def _statements(diff: Diff | None) -> Iterator[str]:
    if diff is None:
        return
    for verb in ("added", "changed", "retracted"):
        for statement in islice(getattr(diff, verb), LISTED):
            what = f": {', '.join(statement.properties)}" if statement.properties else ""
            yield f"{verb}: {statement.type} {' '.join(statement.identity)}{what}"


def _as_json(diff: Diff | None) -> dict[str, Any]:
    if diff is None:
        return {}
    return {
        verb: [asdict(statement) for statement in islice(getattr(diff, verb), LISTED)]
        for verb in ("added", "changed", "retracted")
    }


def sentence(change: Change) -> str:
    """A change in one line."""
    if change.property is None:
        return f"{change.change}: {change.type} {change.id} {change.new or change.old}"
    return f"changed: {change.type} {change.id} {change.property}: {change.old or '–'} → {change.new or '–'}"


@contextmanager
def _trial_folder(data: Path) -> Iterator[Path]:
    """A folder beside the data, so that files can be linked, that is gone afterwards."""
    data.mkdir(parents=True, exist_ok=True)
    for left in data.glob(".plan-*"):  # of a process that was killed
        if not _alive(int(left.name.rpartition("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    folder = data / f".plan-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _link_archive(archive: Path, trial: Path) -> None:
    """The archive under another name: what is only ever read as links, what is written as copies."""
    trial.mkdir(parents=True)
    for path in archive.iterdir() if archive.exists() else ():
        if path.name.startswith("."):
            continue
        if path.is_file():
            shutil.copyfile(path, trial / path.name)
            continue
        folder = trial / path.name
        folder.mkdir()
        for entry in path.iterdir():
            if entry.is_dir():
                (folder / entry.name).symlink_to(entry.resolve(), target_is_directory=True)
            elif not entry.name.startswith("."):
                shutil.copyfile(entry, folder / entry.name)
