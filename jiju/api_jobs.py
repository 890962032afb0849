"""What graph_api may do to the data: ``graph_api.context.Jobs`` over a Workspace.

Results are plain values (dicts, lists, texts) so that the API needs nothing of the rooms behind. Whoever calls it
decides who may: nothing here looks at roles. Calls wait for files and locks: make them in a thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast

import yaml

from jiju.plan import LISTED
from ontology.errors import Refusal
from records.changes import entries

if TYPE_CHECKING:
    from jiju.fact_desk import FactDesk
    from jiju.jobs import Workspace
    from loaders.load import Partial
    from loaders.report import Report
    from records.edits import Edit
    from records.resolution.decisions import Decisions, Verdict

#: refuse: a file with a bad row is refused as a whole; partial: its good rows are taken; cells: and of bad rows what
#: can do without their bad cells.
Mode = Literal["refuse", "partial", "cells"]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class ApiJobs:
    """The workspace's jobs for the API."""

    def __init__(self, space: Workspace) -> None:
        self._space = space

    def propose(self, path: Path, mapping: str | None = None) -> dict[str, Any]:
        """A mapping for a file as text, what it reads each column as, and the first rows (jiju.proposal)."""
        from jiju.proposal import proposal_of

        space = self._space
        with _mapping_file(space.settings.data, mapping) as file:
            return proposal_of(path, space.ontology, space.gazetteer, space.mapping_for(path, file))

    def import_(
        self,
        path: Path,
        mapping: str | None = None,
        mode: Mode = "refuse",
        *,
        dry: bool = False,
        source: Mapping[str, Any] = _NOTHING,
    ) -> dict[str, Any]:
        """Load a file and build: report, diff (as a plan tells the graph's changes) and data_version; the last two are
        None where it was refused. source: title, publisher … instead of what the mapping says."""
        text = self._with_source(path, mapping, source) if source else mapping
        if dry:
            plan = self.load(path, text, mode, dry=True)
            report = _report(plan["files"][0])
            diff = {"graph": plan["graph"], "changes": plan["changes"]}
            return {"report": report, "diff": None if report["refused"] else diff, "data_version": None}
        before = entries(self._space.snapshots)
        report = _report(self.load(path, text, mode))
        if report["refused"]:
            return {"report": report, "diff": None, "data_version": None}
        version = self.build()
        return {"report": report, "diff": self._difference(len(before)), "data_version": version}

    def _with_source(self, path: Path, mapping: str | None, source: Mapping[str, Any]) -> str:
        """The mapping's text with other words about the source."""
        told = yaml.safe_load(mapping if mapping is not None else self.propose(path)["mapping"])
        if not isinstance(told, dict) or not isinstance(told.get("source"), dict):
            raise Refusal("mapping: it has no section `source`; see docs/mapping.md")
        told["source"] |= source
        return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)

    def _difference(self, seen: int) -> dict[str, Any]:
        """What the builds after the first ``seen`` changed."""
        new = entries(self._space.snapshots)[seen:]
        graph: dict[str, Counter[str]] = {verb: Counter() for verb in ("added", "changed", "retracted")}
        for entry in new:
            for verb, counted in graph.items():
                counted.update(getattr(entry, verb))
        listed = self.changes(new[0].before, limit=LISTED) if new and new[0].before else []
        changes = [{**change, "at": change["at"].isoformat()} for change in listed]
        return {"graph": {verb: dict(counted) for verb, counted in graph.items()}, "changes": changes}

    def marked(self, path: Path, out: Path, mapping: str | None = None) -> None:
        """The file as a workbook with its offending cells coloured and commented."""
        from loaders.workbook import write_marked

        write_marked(path, self._looked_at(path, mapping), out)

    def rejects(self, path: Path, folder: Path, mapping: str | None = None) -> Path:
        """A file of the same shape with only the rows that were refused, in ``folder``; its path."""
        from loaders.rejects import rejects_name, write_rejects

        out = folder / rejects_name(path)
        folder.mkdir(parents=True, exist_ok=True)
        write_rejects(path, self._looked_at(path, mapping), out)
        return out

    def _looked_at(self, path: Path, mapping: str | None) -> Report:
        """What would become of a file, row by row."""
        from loaders.load import find_mapping, load_file

        space = self._space
        with _mapping_file(space.settings.data, mapping) as file:
            given = find_mapping(path, [file], space.ontology) if file else None
            return load_file(
                path, ontology=space.ontology, mapping=given, partial=True, gazetteer=space.gazetteer
            ).report

    def history(self, source_id: str) -> list[dict[str, Any]]:
        """The versions of a source, newest first."""
        return [asdict(version) for version in reversed(self._space.archive.versions(source_id))]

    def difference(self, source_id: str, version: str) -> dict[str, int]:
        """How many statements a version added, changed and retracted against the one before it."""
        archive = self._space.archive
        ids = [one.id for one in archive.versions(source_id)]
        position = ids.index(version)
        diff = archive.diff(source_id, ids[position - 1] if position else None, version)
        return {"added": len(diff.added), "changed": len(diff.changed), "retracted": len(diff.retracted)}

    def decisions(self) -> list[dict[str, Any]]:
        """All decisions on who is who, oldest first, undone ones included."""
        return [asdict(decision) for decision in self._decisions.log()]

    def judge(self, left: str, right: str, verdict: str, by: str, why: str, key: str | None = None) -> dict[str, Any]:
        """Decide whether two entities are one; ``build`` updates the graph."""
        return asdict(self._decisions.judge(left, right, cast("Verdict", verdict), by, why, key))

    def undo_judgement(self, decision_id: str, by: str, why: str) -> dict[str, Any]:
        """Take a decision back; ``build`` updates the graph."""
        return asdict(self._decisions.undo(decision_id, by, why))

    @property
    def facts(self) -> FactDesk:
        """The facts of documents: read, judged, decided on (jiju.fact_desk)."""
        from jiju.fact_desk import FactDesk

        return FactDesk(self._space)

    @property
    def _decisions(self) -> Decisions:
        from records.resolution.decisions import Decisions

        return Decisions(self._space.archive.folder)

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
                return self._space.plan([path], mapping=file, partial=_partial(mode)).as_json()
            [taken] = self._space.load([path], mapping=file, partial=_partial(mode))
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


def _partial(mode: Mode) -> Partial:
    return "cells" if mode == "cells" else mode == "partial"


def _report(told: Mapping[str, Any]) -> dict[str, Any]:
    """What became of a file; refused also where it could not be read at all."""
    return {**told, "refused": bool(told.get("refused") or told.get("error"))}


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
