"""jiju export."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    output: Annotated[Path, typer.Argument(help="a folder (parquet, csv, jsonl) or a file (graphml, gexf)")],
    format_: Annotated[str, typer.Option("--format", "-f", help="parquet, csv, jsonl, graphml or gexf")] = "parquet",
    types: Annotated[list[str] | None, typer.Option("--type", "-t", help="only this type; may be repeated")] = None,
    personal: Annotated[bool, typer.Option("--personal", help="include personal data")] = False,
) -> None:
    """Write the current snapshot out, with a citation of its data version. Personal data stays out unless asked for."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.export import export_snapshot

    space = workspace()
    with progress_bar() as progress:
        count = export_snapshot(
            space.snapshot(),
            space.ontology,
            output,
            format_,
            types=types or [],
            personal=personal,
            progress=progress,
        )
    print(f"wrote {count:,} rows to {output}")
