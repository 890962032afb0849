"""The group jiju ontology: lint, export, docs."""

from pathlib import Path
from typing import Annotated

import typer

group = typer.Typer(
    help="the ontology: lint it, export it for the web, write its reference pages", no_args_is_help=True
)
Check = Annotated[bool, typer.Option("--check", help="write nothing; fail if the files are not fresh")]


@group.command()
def lint() -> None:
    """Look for one name with two types, twin labels, headers claimed twice and the like."""
    from jiju.cli.workspace import workspace
    from ontology.lint import lint as findings

    found = findings(workspace().ontology)
    for finding in found:
        print(finding)
    if found:
        raise typer.Exit(1)
    print("the ontology is clean")


@group.command()
def export(
    folder: Annotated[Path, typer.Option(help="where to")] = Path("web/src/generated"), check: Check = False
) -> None:
    """Write the legend (types, labels, colours, forms) for the web frontend."""
    import json

    from jiju.cli.workspace import workspace
    from ontology.reference import describe

    text = json.dumps(describe(workspace().ontology), ensure_ascii=False, indent=1) + "\n"
    _write({folder / "ontology.json": text}, check)


@group.command()
def docs(folder: Annotated[Path, typer.Option(help="where to")] = Path("docs/reference"), check: Check = False) -> None:
    """Write the reference pages of every type, in both languages."""
    from jiju.cli.workspace import workspace
    from ontology.reference import reference_pages

    pages = reference_pages(workspace().ontology)
    _write({folder / name: text for name, text in pages.items()}, check)


def _write(files: dict[Path, str], check: bool) -> None:
    stale = [p for p, text in files.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    if check and stale:
        print("\n".join(f"{path} is not fresh" for path in stale))
        print("run `make docs` and commit the result")
        raise typer.Exit(1)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
        print(f"wrote {path}")
    if not stale:
        print(f"{len(files)} files are fresh")
