"""jiju serve, demo."""

from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[str | None, typer.Option(help="address to listen on")]
Port = Annotated[int | None, typer.Option(help="port to listen on")]

EXAMPLE = Path(__file__).parents[2] / "examples" / "yimeng"


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(demo)


def serve(host: Host = None, port: Port = None) -> None:
    """Serve GraphQL and the web frontend."""
    from jiju.cli.workspace import workspace
    from jiju.server import run

    run(workspace(host=host, port=port))


def demo(
    host: Host = None, port: Port = None, stay: Annotated[bool, typer.Option("--serve/--no-serve")] = True
) -> None:
    """Load the example region, build, and serve. Loading it again changes nothing."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.demo import load_example

    space = workspace(host=host, port=port)
    with progress_bar() as progress:
        for line in load_example(space, EXAMPLE, progress):
            print(line, flush=True)
    if stay:
        from jiju.server import run

        run(space)
