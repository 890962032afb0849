"""jiju read, score."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(read)
    app.command()(score)


def read(
    files: Annotated[list[Path], typer.Argument(help="documents (txt, md, html, docx, pdf) or folders of them")],
    json_out: Annotated[bool, typer.Option("--json", help="the report as JSON")] = False,
    processes: Annotated[int, typer.Option(min=1, help="documents read at a time")] = 1,
) -> None:
    """Read documents into the archive: entities, targets, measures and relations, each with its quoted words."""
    import json

    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace

    reports = []
    refused = False
    with progress_bar() as progress:
        for taken in workspace().read(files, processes=processes, progress=progress):
            refused |= taken.refused
            reports.append(taken.as_json())
            if not json_out:
                print(taken.as_text())
    if json_out:
        print(json.dumps(reports, ensure_ascii=False, indent=1, default=str))
    if refused:
        raise typer.Exit(1)


def score(
    gold: Annotated[Path, typer.Argument(help="folder of annotated documents (NAME.txt with NAME.json)")],
    predictions: Annotated[
        Path | None, typer.Option(help="folder to write our annotations to, in the same format")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="list every miss with its sentence")] = False,
) -> None:
    """Score the extractor on annotated documents: strict span and type, precision, recall and F1."""
    from nlp.score import main

    arguments = [str(gold)]
    if predictions:
        arguments += ["--predictions", str(predictions)]
    if misses:
        arguments += ["--misses"]
    raise typer.Exit(main(arguments))
