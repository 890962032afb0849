"""A tiny workspace under fault, what was acknowledged in it, and what must hold whatever happened."""

from __future__ import annotations

import multiprocessing as mp
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from cypher.errors import StoreError
from cypher.store import UNDER_WAY
from jiju.jobs import Workspace
from jiju.keeping import damage, store_damage
from jiju.settings import Settings
from ontology.values import uscc_check_digit
from records import snapshot as snapshots
from records.migration import Rename
from records.verifying import archive_damage, snapshot_damage

EDITIONS, FIRMS, ORCHARDS = 4, 60, 20
#: What one property is called in two ontologies.
TREES = ("trees", "tree_count")
Told = tuple[str, Any]


class Lost(AssertionError):  # noqa: N818 - what the bench looks for
    """Something acknowledged is missing, or something half-written can be seen."""


@dataclass
class Child:
    """A process with an action in it."""

    process: ForkServerProcess
    pipe: Connection
    heard: list[Told] = field(default_factory=list)

    def begun(self) -> None:
        """Wait until the action begins, so that a fault hits it and not the start of the process."""
        assert self.pipe.poll(60), "the process did not begin within a minute"
        assert self.pipe.recv()[0] == "begun"

    def listen(self) -> list[Told]:
        """All that was acknowledged so far; after the end of the process, all there is."""
        try:
            while self.pipe.poll(0):
                self.heard.append(self.pipe.recv())
        except (EOFError, OSError):
            pass
        return self.heard

    def outcome(self) -> str:
        """ended, refused, failed, broke; nothing where it was killed."""
        last = self.listen()[-1][0] if self.heard or self.listen() else ""
        return last if last in ("ended", "refused", "failed", "broke") else ""


class World:
    """The workspace of one engine in a folder. ``context``: of the processes that are forked for actions."""

    def __init__(self, folder: Path, store: dict[str, Any], context: mp.context.ForkServerContext) -> None:
        folder.mkdir(parents=True)
        self.folder, self.context = folder, context
        self.ontologies = [_ontology(folder / f"ontology-{name}", name) for name in TREES]
        self.told = {
            "ontology": self.ontologies[0],
            "data": folder / "data",
            "lock_timeout": 120.0,
            "keep_snapshots": 3,
            **store,
        }
        self.tables = [_tables(folder / f"edition-{n}", n) for n in range(EDITIONS)]
        self.documents = [_document(folder / "documents", n) for n in range(3)]
        self.ids: list[str] = []
        self.facts: list[str] = []
        self.said: set[tuple[str, str]] = set()
        self.read: set[str] = set()
        self.judged: set[str] = set()
        self.edited: set[str] = set()
        self.decided: set[str] = set()
        self.backups: list[Path] = []

    def space(self) -> Workspace:
        return Workspace(Settings(**self.told))

    def begin(self) -> None:
        """Everything once, undisturbed."""
        space = self.space()
        for taken in space.load(self.tables[0]):
            assert taken.version, taken.as_text()
            self.said.add((taken.source_id or "", taken.version.id))
        for taken in space.read(self.documents):
            assert taken.version, taken.as_text()
            self.read.add(taken.source_id or "")
        space.build()
        self.ids = space.snapshot().nodes("Enterprise")["id"].to_pylist()
        judged = [one for document in sorted(self.read) for one in space.facts.judged(document)]
        self.facts = [one.fact.key for one in judged if one.fact.kind != "document"]
        self.keep_backup()

    def keep_backup(self) -> None:
        from jiju.keeping import backup

        target = self.folder / f"backup-{len(self.backups)}.tar"
        backup(self.space(), target)
        self.backups.append(target)

    def start(self, action: str, seed: int, **asked: Any) -> Child:
        from bench.faults.actions import run

        asked = {"ids": self.ids, "facts": self.facts, "tables": self.tables[seed % EDITIONS], **asked}
        asked.setdefault("documents", [self.documents[seed % len(self.documents)]])
        ours, theirs = mp.Pipe(duplex=False)
        process = self.context.Process(target=run, args=(action, self.told, seed, asked, theirs), daemon=True)
        process.start()
        theirs.close()
        child = Child(process, ours)
        child.begun()
        return child

    def note(self, children: Sequence[Child]) -> None:
        """Remember what was acknowledged, for ever. Raises Lost for what broke."""
        kept: dict[str, set[Any]] = {
            "said": self.said, "told": self.read, "judged": self.judged, "edited": self.edited, "decided": self.decided
        }  # fmt: skip
        for child in children:
            for kind, what in child.listen():
                if kind == "broke":
                    raise Lost(f"an error that says nothing to do: {what}")
                if kind in kept:
                    kept[kind].add(what)
                if kind == "backed up":
                    self._check_backup(Path(what))
                if kind in ("built", "snapshot"):
                    wanted = self.space().snapshots / what / "manifest.json"
                    if self.space().published() != what and not wanted.exists():
                        raise Lost(f"snapshot {what} was acknowledged and is not there")

    # the ontology

    def other_ontology(self) -> Path:
        return self.ontologies[1 - self.ontologies.index(self.told["ontology"])]

    def renames(self) -> list[Rename]:
        """From the ontology that holds to the other."""
        at = self.ontologies.index(self.told["ontology"])
        return [Rename("Orchard", TREES[at], TREES[1 - at])]

    def migrated(self) -> None:
        """The other ontology from now on: the migration is run again, as one does after a kill, and a build."""
        renames, self.told["ontology"] = self.renames(), self.other_ontology()
        space = self.space()
        for done in space.migrate(renames):
            self.said.add((done.source_id, done.after))
        found = space.build().snapshot.nodes("Orchard")[renames[0].new].to_pylist()
        if len(found) != ORCHARDS or None in found:
            raise Lost(f"after a migration {renames[0].new} is {found}")

    # what must hold

    def check(self) -> None:
        """Right after the fault. Raises Lost."""
        space = self.space()
        self._check_acknowledged(space)
        found = [str(one) for one in archive_damage(space.archive)]
        if space.published():
            found += [str(one) for one in snapshot_damage(space.snapshot())]
        if found:
            raise Lost(f"verify: {found[:3]}")
        self._check_store(space)

    def finish(self, *, thorough: bool = False) -> None:
        """Build, undisturbed; then everything agrees. thorough: and is what is made of the records from nothing."""
        space = self.space()
        made = space.build().snapshot.data_version
        found = [str(one) for one in damage(space)]
        if found:
            raise Lost(f"verify after a build: {found[:3]}")
        if not thorough:
            return
        with tempfile.TemporaryDirectory(dir=self.folder) as fresh:
            anew = snapshots.build(space.archive, space.ontology, Path(fresh)).data_version
        if anew != made:
            raise Lost(f"step by step the snapshot is {made}, from the records alone {anew}")

    def _check_acknowledged(self, space: Workspace) -> None:
        for source_id, version in self.said:
            if version not in {one.id for one in space.archive.versions(source_id)}:
                raise Lost(f"{source_id} {version} was acknowledged and is not in the archive")
        there = {source.id for source in space.archive.sources()}
        for name, acknowledged, held in (
            ("documents", self.read, there),
            ("judgements", self.judged, {one.id for one in space.decisions.log()}),
            ("edits", self.edited, {one.id for one in space.edits.log()}),
            ("decisions on facts", self.decided, {one.id for one in space.facts.decisions.log()}),
        ):
            if missing := acknowledged - held:
                raise Lost(f"{name} were acknowledged and are missing: {sorted(missing)[:3]}")

    def _check_store(self, space: Workspace) -> None:
        """The store is a whole snapshot, or says that it is on the way and has only rows of either."""
        try:
            store = space.open_store(read_only=True)
        except StoreError as problem:
            if "there is no store" in str(problem):
                return
            raise Lost(f"the store cannot be opened: {problem}") from problem
        with store:
            held = store.data_version()
            names = [version for version in (held or "").split(UNDER_WAY) if version]
            folders = [path.parent for path in space.snapshots.glob("[!._]*/manifest.json")]
            if len(names) == 1:
                if not (space.snapshots / names[0]).exists():
                    raise Lost(f"the store says {held}, and there is no such snapshot")
                if found := list(store_damage(store, snapshots.open(space.snapshots / names[0]))):
                    raise Lost(f"the store says {held} and is not: {found[0]}")
                return
            known: set[tuple[Any, ...]] = set()
            for folder in folders:
                table = snapshots.open(folder).nodes("Enterprise").select(["id", "name", "employees"])
                known |= set(zip(*table.to_pydict().values(), strict=True))
            for row in store.read("MATCH (n:Enterprise) RETURN n.id, n.name, n.employees").rows:
                if tuple(row) not in known:
                    raise Lost(f"the store ({held}) has a row of no snapshot: {row}")

    def _check_backup(self, target: Path) -> None:
        from jiju.keeping import restore

        if not target.exists():
            raise Lost(f"{target} was acknowledged and is not there")
        into = self.folder / "tried"
        shutil.rmtree(into, ignore_errors=True)
        restore(target, into)
        found = list(archive_damage(Workspace(Settings(data=into)).archive))
        shutil.rmtree(into)
        if found:
            raise Lost(f"{target}: {found[0]}")


def _tables(folder: Path, edition: int) -> list[Path]:
    """Enterprises and their shares; every edition changes, adds and drops some of both."""
    (folder / "mappings").mkdir(parents=True)
    for name, text in _MAPPINGS.items():
        (folder / "mappings" / name).write_text(text, encoding="utf-8")
    here = range(3 * edition, FIRMS + 3 * edition)
    names = [f"企业{i},{_uscc(i)},{i + 1000 * edition if i % 5 == 0 else i}" for i in here]
    shares = [f"{_uscc(i)},{_uscc(i + 1)},{10 + edition}%" for i in here[:-1]]
    files = [folder / "企业.csv", folder / "持股.csv"]
    files.append(folder / "果园.csv")
    orchards = [f"果园{i},{100 * i + edition}" for i in range(ORCHARDS)]
    files[2].write_text("\n".join(["果园名称,树木", *orchards, ""]), encoding="utf-8")
    files[0].write_text("\n".join(["企业名称,信用代码,从业人数", *names, ""]), encoding="utf-8")
    files[1].write_text("\n".join(["股东代码,企业代码,比例", *shares, ""]), encoding="utf-8")
    return files


def _ontology(folder: Path, trees: str) -> Path:
    (folder / "types").mkdir(parents=True)
    (folder / "types" / "Orchard.yaml").write_text(_ORCHARD.format(trees=trees), encoding="utf-8")
    return folder


def _document(folder: Path, number: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"意见-{number}.txt"
    path.write_text(
        f"平安县人民政府关于支持企业{number}发展的意见\n到202{number + 5}年，全县工业总产值达到{number + 3}00亿元。\n"
        f"县发展改革局负责。支持企业{number}有限公司投资{number + 2}亿元建设智能工厂。\n",
        encoding="utf-8",
    )
    return path


def _uscc(number: int) -> str:
    """A unified code that is well formed, check digit included (GB 32100-2015)."""
    head = f"91371300MA3{number:06d}"
    return head + uscc_check_digit(head)


_ORCHARD = """\
name: Orchard
label: {{zh: 果园, en: orchard}}
plural: {{zh: 果园, en: orchards}}
description: {{zh: 成片的果树, en: fields of fruit trees}}
field: orchard
plural_field: orchards
color: "#3f7f3f"
icon: home
headers: [果园]
keys: [name]
properties:
  {trees}: {{label: {{zh: 树木, en: trees}}, kind: integer, headers: [树木]}}
"""
_MAPPINGS = {
    "企业.yaml": """\
source: {id: names, title: 企业名录}
file: 企业.csv
entities:
  firm:
    type: 企业
    properties: {name: 企业名称, uscc: 信用代码, employees: 从业人数}
""",
    "持股.yaml": """\
source: {id: shares, title: 持股}
file: 持股.csv
entities:
  owner: {type: 企业, mention: true, properties: {uscc: 股东代码}}
  owned: {type: 企业, mention: true, properties: {uscc: 企业代码}}
relations:
  - {type: OWNS, head: owner, tail: owned, properties: {share: 比例}}
""",
}
