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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="only tell which facts would be new, others or gone")
    ] = False,
) -> None:
    """Read documents into the archive: entities, targets, measures and relations, each with its quoted words.

    What its type's measured precision allows goes into the graph; the rest waits for `jiju review facts`.
    """
    import json

    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace

    reports = []
    refused = False
    with progress_bar() as progress:
        for taken in workspace().read(files, processes=processes, dry=dry_run, progress=progress):
            refused |= taken.refused
            reports.append(taken.as_json())
            if not json_out:
                print(taken.as_text())
    if json_out:
        print(json.dumps(reports, ensure_ascii=False, indent=1, default=str))
    if refused:
        raise typer.Exit(1)


def score(
    gold: Annotated[list[Path], typer.Argument(help="folders of annotated documents (NAME.txt with NAME.json)")],
    predictions: Annotated[
        Path | None, typer.Option(help="folder to write our annotations to, in the same format")
    ] = None,
    misses: Annotated[bool, typer.Option(help="list every miss with its sentence")] = True,
    thresholds: Annotated[
        Path | None, typer.Option(help="write from which confidence on each type's facts go in, measured here")
    ] = None,
) -> None:
    """Score the extractor on annotated documents: strict span and type, precision, recall and F1.

    --thresholds measures precision by confidence instead; put the file into the data folder as thresholds.yaml.
    """
    from nlp.score import main

    if thresholds:
        _measure(gold, thresholds)
        return
    for folder in gold:
        arguments = [str(folder)]
        if predictions:
            arguments += ["--predictions", str(predictions)]
        arguments += ["--misses" if misses else "--no-misses"]
        code = main(arguments)
        if code:
            raise typer.Exit(code)


def _measure(gold: list[Path], out: Path) -> None:
    from jiju.cli.workspace import workspace
    from jiju.thresholds import measure

    found = measure(gold, workspace().ontology)
    found.write(out)
    for name, one in found.types.items():
        told = "nothing goes in by itself" if one.threshold is None else f"from {one.threshold:g} on"
        print(f"{name}: {one.right} of {one.cases} right, {told}")
