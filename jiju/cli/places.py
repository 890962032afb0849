"""jiju places: find, load."""

from typing import Annotated

import typer

group = typer.Typer(no_args_is_help=True, help="China's divisions from province to village.", rich_markup_mode=None)


@group.command()
def find(
    text: Annotated[str, typer.Argument(help="a place's name or a free address")],
    within: Annotated[str | None, typer.Option(help="only within the division with this code")] = None,
) -> None:
    """Tell the finest division that a name or an address names, with its code."""
    from jiju.cli.workspace import workspace
    from jiju.places import find_place

    place = find_place(workspace(), text, within)
    if place is None:
        print(f"no one place is meant by {text!r}; name the province, city and county before it")
        raise typer.Exit(1)
    print(f"{place.code}  {place.full_name}")


@group.command()
def load(
    codes: Annotated[list[str], typer.Argument(help="codes of divisions: 371300 takes all of Linyi")],
    villages: Annotated[bool, typer.Option(help="down to the villages, or only to the townships")] = True,
) -> None:
    """Take divisions with all that lies within them into the archive; `jiju build` then shows them."""
    from jiju.cli.progress import progress_bar
    from jiju.cli.workspace import workspace
    from jiju.places import take_divisions

    space = workspace()
    with progress_bar() as progress:
        for code in codes:
            source, version = take_divisions(space, code, villages=villages, progress=progress)
            told = ", ".join(f"{count:,} {name}" for name, count in version.entities.items())
            print(f"{source}: {told}{'' if version.changed else '; unchanged, the archive holds it already'}")
