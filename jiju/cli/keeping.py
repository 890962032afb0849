"""jiju verify, backup, restore, rebuild: nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    for verb in (verify, backup, restore, rebuild):
        app.command()(verb)


def verify() -> None:
    """Whether archive, snapshot and store are what was written, and agree; every file is hashed anew."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.keeping import damage

    space, count = workspace(), 0
    with progress_bar() as progress:
        for one in damage(space, progress):
            count += 1
            print(one)
    if count:
        print(f"{count} damaged")
        raise typer.Exit(1)
    print(f"{len(space.archive.current_versions())} sources, snapshot {space.published() or 'none'}: all is well")


def backup(
    target: Annotated[Path, typer.Argument(help="the tar file to write: jiju-2026-11-23.tar")],
) -> None:
    """Write all that cannot be made again into one file. Others may go on loading and asking meanwhile."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.keeping import backup as write

    with progress_bar() as progress:
        made = write(workspace(), target, progress)
    print(f"{target}: {len(made['files']):,} files, {target.stat().st_size:,} bytes")


def restore(
    source: Annotated[Path, typer.Argument(help="a file that jiju backup wrote")],
) -> None:
    """Put a backup into the data folder (JIJU_DATA), which must be empty; `jiju build` then fills the store."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.keeping import restore as put_back

    data = workspace().settings.data
    with progress_bar() as progress:
        made = put_back(source, data, progress)
    print(f"{data}: {len(made['files']):,} files of {made['made']}; run `jiju build` to fill the store")


def rebuild() -> None:
    """Make snapshot and store anew from the records alone: after damage, for another engine, or to be sure."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.keeping import rebuild as anew

    with progress_bar() as progress:
        made = anew(workspace(), progress)
    print(f"snapshot {made.after}" + (", in the place of a damaged one" if made.damaged else ""))
    if made.before not in (None, made.after):
        print(f"it was {made.before}: the archive has changed since")
    if made.built.published:
        print(f"store: {made.built.published.written:,} written in {made.built.published.seconds:.1f} s")
