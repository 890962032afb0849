"""jiju build, stats, doctor, and the group jiju store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from jiju.jobs import Built

group = typer.Typer(help="the graph store: init, load, check, drop", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command()(build)
    app.command()(stats)
    app.command()(doctor)


def build() -> None:
    """Resolve what the archive holds, write the snapshot and bring the store to it."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace

    with progress_bar() as progress:
        built = workspace().build(progress)
    _tell(built)


def _tell(built: Built) -> None:
    print(f"snapshot {built.snapshot.data_version}")
    if built.published is None:
        print("the store holds it already; nothing was written")
        return
    report = built.published
    print(f"store: {report.written:,} written, {report.deleted:,} deleted in {report.seconds:.1f} s")
    if built.offline:
        print("Neo4j was filled while it is stopped: start it, then `jiju store init` makes indexes and search")


def stats(json_out: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """How many entities and relations of each type the store holds."""
    import json

    from jiju.cli.workspace import workspace

    space = workspace()
    with space.open_store(read_only=True) as store:
        version, counts = store.data_version(), store.counts()
    if json_out:
        print(json.dumps({"dataVersion": version, "counts": counts}, ensure_ascii=False, indent=1))
        return
    labels = {t.name: t.label for t in space.ontology.node_types.values()}
    labels |= {t.name: t.label for t in space.ontology.edge_types.values()}
    print(f"data version {version or 'none: run `jiju build`'}")
    for name, count in counts.items():
        if count:
            print(f"{count:>12,}  {name}  {labels[name].zh}")


def doctor() -> None:
    """What is installed, which store is set, whether it can be reached."""
    from jiju.cli.diagnosis import diagnose
    from jiju.cli.workspace import workspace

    findings = diagnose(workspace())
    for finding in findings:
        print(f"{'ok  ' if finding.good else 'FAIL' if finding.needed else 'note'}  {finding.text}")
    if any(not finding.good and finding.needed for finding in findings):
        raise typer.Exit(1)


@group.command()
def init() -> None:
    """Create tables, constraints and indexes that the ontology needs."""
    from jiju.cli.workspace import workspace

    with workspace().open_store() as store:
        store.ensure_schema()
        print(f"{store.engine}: schema is complete")


@group.command()
def load() -> None:
    """Bring the store to the current snapshot, without building one."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace

    with progress_bar() as progress:
        built = workspace().fill_store(progress)
    _tell(built)


@group.command()
def check() -> None:
    """Compare the store with the current snapshot: data version and counts."""
    from jiju.cli.workspace import workspace

    space = workspace()
    snapshot = space.snapshot()
    expected = {**snapshot.manifest["counts"]["nodes"], **snapshot.manifest["counts"]["edges"]}
    with space.open_store(read_only=True) as store:
        version, counts = store.data_version(), store.counts()
    differing = {t: (n, counts.get(t, 0)) for t, n in expected.items() if counts.get(t, 0) != n}
    for name, (wanted, found) in differing.items():
        print(f"{name}: the snapshot has {wanted:,}, the store {found:,}")
    if version != snapshot.data_version or differing:
        print(f"the store holds {version}, the snapshot is {snapshot.data_version}: run `jiju build`")
        raise typer.Exit(1)
    print(f"the store holds the snapshot {version}")


@group.command()
def drop(yes: Annotated[bool, typer.Option("--yes", help="do it without asking")] = False) -> None:
    """Remove all data from the store. The archive keeps everything: `jiju build` brings it back."""
    from jiju.cli.workspace import workspace

    if not yes:
        typer.confirm("Remove all data from the store? (the archive keeps it)", abort=True)
    with workspace().open_store() as store:
        store.clear()
    print("the store is empty; `jiju build` fills it again")
