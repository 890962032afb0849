"""jiju query, cypher."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(query)
    app.command()(cypher)


def query(
    text: Annotated[str, typer.Argument(help="a GraphQL document, a file that holds one, or - for standard input")],
    variables: Annotated[str, typer.Option("--variables", "-v", help="variables as JSON")] = "{}",
) -> None:
    """Ask the graph in GraphQL, without a server. Prints the response as JSON."""
    import json

    from jiju.cli.workspace import workspace
    from jiju.graph import Graph

    with Graph(workspace()) as graph:
        response = graph.query(_document(text), _variables(variables))
    print(json.dumps(response, ensure_ascii=False, indent=1, default=str))
    if response.get("errors"):
        raise typer.Exit(1)


def cypher(
    text: Annotated[str, typer.Argument(help="a reading Cypher statement, a file that holds one, or -")],
    format_: Annotated[str, typer.Option("--format", "-f", help="csv or jsonl")] = "csv",
    parameters: Annotated[str, typer.Option("--parameters", "-p", help="parameters as JSON")] = "{}",
) -> None:
    """Ask the store in Cypher; rows stream to standard output at constant memory."""
    from jiju.cli.workspace import workspace
    from jiju.export import write_batches

    with workspace().open_store(read_only=True) as store:
        write_batches(store.stream(_document(text), _variables(parameters)), sys.stdout, format_)


def _document(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if "{" not in text and " " not in text.strip() and Path(text).is_file():
        return Path(text).read_text(encoding="utf-8")
    return text


def _variables(text: str) -> dict[str, object]:
    import json

    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise typer.BadParameter(f"not JSON: {error}") from error
    if not isinstance(values, dict):
        raise typer.BadParameter('give a JSON object, for instance {"id": "enterprise:…"}')
    return values
