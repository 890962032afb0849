"""jiju analyse."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(analyse)


def analyse(
    indicator: Annotated[str, typer.Argument(help="an indicator's id; without one they are listed")] = "",
) -> None:
    """Compute an indicator over the current snapshot and print its table as JSON, with its definition."""
    import dataclasses
    import json

    from analysis.indicator import INDICATORS
    from jiju.cli.workspace import workspace
    from jiju.demo import compute_indicator

    if not indicator:
        for known in INDICATORS.values():
            print(f"{known.id:24} {known.label.zh}  {known.label.en}")
        return
    if indicator not in INDICATORS:
        raise typer.BadParameter(f"there is no indicator {indicator!r}; known: {', '.join(INDICATORS)}")
    result = compute_indicator(workspace(), indicator)
    print(json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=1, default=str))
