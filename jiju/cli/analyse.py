"""jiju analyse."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(analyse)


def analyse(
    indicator: Annotated[str, typer.Argument(help="an indicator's id; without one they are listed")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="an xlsx file for tables and definition")
    ] = None,
) -> None:
    """Compute an indicator over the current snapshot and print its table as JSON, with its definition."""
    import dataclasses
    import json

    from analysis.indicator import INDICATORS
    from jiju.cli.workspace import workspace
    from jiju.indicator_table import compute_indicator, write_workbook

    if not indicator:
        for known in INDICATORS.values():
            print(f"{known.id:24} {known.label.zh}  {known.label.en}")
        return
    if indicator not in INDICATORS:
        raise typer.BadParameter(f"there is no indicator {indicator!r}; known: {', '.join(INDICATORS)}")
    result = compute_indicator(workspace(), indicator)
    if output is not None:
        print(f"wrote {write_workbook(result, INDICATORS[indicator], output):,} rows to {output}")
        return
    print(json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=1, default=str))
