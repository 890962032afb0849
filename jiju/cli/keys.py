"""jiju keys: API keys, and the roles that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from graph_api.keys import Keys

group = typer.Typer(help="API keys and their roles.", no_args_is_help=True)


@group.command()
def add(
    name: Annotated[str, typer.Argument(help="whose it is: 王敏, web-export")],
    role: Annotated[str, typer.Option("--role", help="viewer, analyst, reviewer or admin")] = "viewer",
) -> None:
    """Make a key and print it, once: it is kept nowhere. Clients send it as Authorization: Bearer KEY."""
    print(_keys().add(name, role))


@group.command(name="list")
def list_() -> None:
    """List the keys: name, role, since when, and since when revoked."""
    for key in _keys().known():
        print(f"{key.name}  {key.role}  {key.created}{f'  revoked {key.revoked}' if key.revoked else ''}")


@group.command()
def revoke(name: Annotated[str, typer.Argument(help="the key's name")]) -> None:
    """Make a key count no longer; a running server refuses it at once."""
    gone = _keys().revoke(name)
    print(f"{gone.name} ({gone.role}) is revoked since {gone.revoked}")


def _keys() -> Keys:
    from graph_api.keys import Keys
    from jiju.cli.workspace import workspace

    return Keys(workspace().settings.data / "keys.json")
