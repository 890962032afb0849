"""jiju template, load, sources, retract."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Partial = Annotated[
    bool,
    typer.Option("--partial", help="keep the good rows of a file that has bad ones; the report lists the others"),
]
#: loaders.load.Partial, which is not imported to start fast.
Taken = bool | Literal["cells"]
Mapping = Annotated[Path | None, typer.Option("--mapping", "-m", help="mapping file (YAML), or a folder of them")]
Json = Annotated[bool, typer.Option("--json", help="the report as JSON")]


def register(app: typer.Typer) -> None:
    app.command()(template)
    app.command()(load)
    app.command()(sources)
    app.command()(retract)


def template(
    types: Annotated[
        list[str] | None,
        typer.Argument(metavar="TYPE…", help="types in Chinese or English: 企业, Enterprise, 持股, OWNS; a sheet each"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="a sheet for every type of entity and relation")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="the xlsx to write; TYPE.xlsx if not said")
    ] = None,
) -> None:
    """Write an Excel template of types: Chinese headers, drop-downs, an example row. `jiju load` reads it back."""
    from jiju.cli.workspace import workspace
    from jiju.jobs import find_any_type
    from loaders.template import write_template
    from ontology.errors import Refusal

    ontology = workspace().ontology
    found = list({one.name: one for one in (find_any_type(ontology, word) for word in types or ())}.values())
    if every:
        found = [*ontology.node_types.values(), *(e for e in ontology.edge_types.values() if not e.derived)]
    if not found:
        raise Refusal("say which types the template is for, like 企业 园区 LOCATED_IN, or --all")
    name = "模板" if every else "、".join(one.label.zh for one in found)
    path = output or Path(f"{name.replace('/', '、')}.xlsx")
    write_template(found, path, types=ontology.node_types)
    print(f"wrote {path}")


def load(
    files: Annotated[list[Path], typer.Argument(help="tables (csv, tsv, xlsx, json, jsonl, parquet; .gz) or folders")],
    mapping: Mapping = None,
    partial: Partial = False,
    cells: Annotated[
        bool,
        typer.Option("--cells", help="like --partial, but leave out only the bad cell where its row can do without it"),
    ] = False,
    json_out: Json = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="only say what it would change, in the sources and in the graph")
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="add to what the file's source says, instead of replacing it: mended rejects")
    ] = False,
    marked: Annotated[
        Path | None, typer.Option(help="folder for the workbooks with their wrong cells coloured and commented")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="folder for the refused rows, to be mended and loaded with --add")
    ] = None,
) -> None:
    """Load tables into the archive. A file with a bad row is refused as a whole unless --partial is given."""
    taken: Taken = "cells" if cells else partial
    if dry_run:
        _plan(files, mapping, partial=taken, json_out=json_out)
    else:
        _load(files, mapping, partial=taken, json_out=json_out, dry=False, add=add, marked=marked, rejects=rejects)


def _plan(files: list[Path], mapping: Path | None, *, partial: Taken, json_out: bool) -> None:
    import json

    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace

    with progress_bar() as progress:
        plan = workspace().plan(files, mapping=mapping, partial=partial, progress=progress)
    print(json.dumps(plan.as_json(), ensure_ascii=False, indent=1, default=str) if json_out else plan.as_text())
    if plan.refused:
        raise typer.Exit(1)


def _load(
    files: list[Path],
    mapping: Path | None,
    *,
    partial: Taken,
    json_out: bool,
    dry: bool,
    add: bool = False,
    marked: Path | None = None,
    rejects: Path | None = None,
) -> None:
    import json

    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace

    space = workspace()
    refused = False
    reports = []
    with progress_bar() as progress:
        outs = {"marked": marked, "rejects": rejects}
        for taken in space.load(files, mapping=mapping, partial=partial, add=add, dry=dry, progress=progress, **outs):
            refused |= taken.refused
            reports.append(taken.as_json())
            if not json_out:
                print(taken.as_text(space.settings.language))
    if json_out:
        print(json.dumps(reports, ensure_ascii=False, indent=1, default=str))
    if refused:
        raise typer.Exit(1)


def sources(json_out: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """List the sources that the archive holds."""
    import json
    from dataclasses import asdict

    from jiju.cli.workspace import workspace

    held = workspace().archive.sources()
    if json_out:
        print(json.dumps([asdict(source) for source in held], ensure_ascii=False, indent=1, default=str))
        return
    for source in held:
        print(f"{source.id}  {source.kind}  {source.title}")


def retract(
    source: Annotated[str, typer.Argument(help="id of a source, as `jiju sources` lists it")],
) -> None:
    """Withdraw everything that a source said. The archive keeps its versions; `jiju build` updates graph and store."""
    from jiju.cli.workspace import workspace

    workspace().archive.retract(source)
    print(f"{source} is retracted; run `jiju build`")
