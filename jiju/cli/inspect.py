"""jiju inspect: what a table's columns would be read as, and what would become of its rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiju.cli.load import Mapping

if TYPE_CHECKING:
    from jiju.jobs import Taken, Workspace
    from loaders.declarations import FileMapping

_WORDS = {
    "en": {
        "headers": ("column", "read as", "sure", "why", "samples", "or"),
        "unread": "– nobody reads it",
        "sheet": "sheet {}",
        "known": "read by the mapping {}",
        "proposed": "no mapping is known for this file; proposed from its headers and values ({:.0%} sure):",
        "several": "{} holds {} tables; write the proposals down one by one",
        "written": "wrote {}; correct it, then: jiju load {} --mapping {}",
        "exists": "{} is there already; delete it, or write to another file",
    },
    "zh": {
        "headers": ("列", "读作", "把握", "依据", "样值", "也可能是"),
        "unread": "– 没有用到",
        "sheet": "工作表“{}”",
        "known": "按映射 {} 读",
        "proposed": "还没有这个文件的映射；按表头和内容建议如下（把握 {:.0%}）：",
        "several": "{} 里有 {} 张表；请逐个写出建议",
        "written": "已写入 {}；改正后载入：jiju load {} --mapping {}",
        "exists": "{} 已经存在；请删去它，或写到别的文件",
    },
}
#: So wide is a cell of the table at most, in columns of the console.
_WIDTHS = (18, 34, 4, 40, 30, 40)


def register(app: typer.Typer) -> None:
    app.command()(inspect)


def inspect(
    file: Annotated[Path, typer.Argument(help="a table")],
    mapping: Mapping = None,
    write: Annotated[
        Path | None, typer.Option("--write", "-w", help="write the proposed mapping here (YAML), to be edited")
    ] = None,
    json_out: Annotated[bool, typer.Option("--json", help="columns, mapping and report as JSON")] = False,
    marked: Annotated[
        Path | None, typer.Option(help="folder for the workbook with its wrong cells coloured and commented")
    ] = None,
) -> None:
    """Say what each column of a file would be read as, and what would become of its rows. Nothing is loaded."""
    import json

    from jiju.cli.workspace import workspace
    from loaders.load import table_files
    from ontology.errors import Refusal

    space = workspace()
    files = list(table_files([file]))
    if write and len(files) != 1:
        raise Refusal(_say(space, "several").format(file, len(files)))
    told = [_inspected(path, mapping, write, marked, space) for path in files]
    if json_out:
        shown = [{**proposal, "report": taken.as_json()} for proposal, _, taken in told]
        print(json.dumps(shown[0] if len(shown) == 1 else shown, ensure_ascii=False, indent=1, default=str))
    else:
        for proposal, known, taken in told:
            print("\n".join(_lines(proposal, known, space)))
            if write:
                print(_say(space, "written").format(write, file, write))
            print(taken.as_text(space.settings.language))
    if any(taken.refused for _, _, taken in told):
        raise typer.Exit(1)


def _inspected(
    path: Path, mapping: Path | None, write: Path | None, marked: Path | None, space: Workspace
) -> tuple[dict[str, Any], FileMapping | None, Taken]:
    """The proposal, the mapping that is known, and what would become of the file."""
    from jiju.cli.progress import progress_bar
    from jiju.proposal import proposal_of

    known = space.mapping_for(path, mapping)
    told = proposal_of(path, space.ontology, space.gazetteer, known)
    if write:
        _write(write, told["mapping"], space)
    with progress_bar() as progress:
        [taken] = space.load([path], mapping=mapping or write, partial=True, dry=True, marked=marked, progress=progress)
    return told, known, taken


def _write(path: Path, text: str, space: Workspace) -> None:
    """The mapping to a file that is not there yet: what somebody edited is not written over."""
    from ontology.errors import Refusal

    if path.exists():
        raise Refusal(_say(space, "exists").format(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _say(space: Workspace, key: str) -> str:
    return str(_WORDS[space.settings.language][key])


def _lines(told: dict[str, Any], known: FileMapping | None, space: Workspace) -> Iterator[str]:
    """The table of columns, sheet by sheet."""
    if known is not None:
        yield _say(space, "known").format(known.path)
    else:
        yield _say(space, "proposed").format(told["confidence"])
    sheets = list(dict.fromkeys(column["sheet"] for column in told["columns"]))
    for sheet in sheets:
        if sheet:
            yield _say(space, "sheet").format(sheet)
        columns = [column for column in told["columns"] if column["sheet"] == sheet]
        yield from _table([_WORDS[space.settings.language]["headers"], *(_row(one, space) for one in columns)])


def _row(column: dict[str, Any], space: Workspace) -> Sequence[str]:
    read = _shown(column, space) if column["property"] else _say(space, "unread")
    sure = f"{column['confidence']:.2f}" if column["property"] else ""
    others = "; ".join(f"{_shown(other, space)} {other['confidence']:.2f}" for other in column["alternatives"])
    return (column["column"], read, sure, column["reason"] or "", " | ".join(column["samples"]), others)


def _shown(reading: dict[str, Any], space: Workspace) -> str:
    """Type and property with their labels: 企业.名称 Enterprise.name."""
    ontology = space.ontology
    declared = ontology.node_types.get(reading["type"]) or ontology.edge_types[reading["type"]]
    prop = declared.properties[reading["property"]]
    names = f"{declared.name}.{prop.name}"
    return f"{declared.label.zh}.{prop.label.zh} {names}" if space.settings.language == "zh" else names


def _table(rows: Sequence[Any]) -> Iterator[str]:
    """Rows under one another; Chinese characters are two columns wide."""
    cut = [[_cut(str(cell), width) for cell, width in zip(row, _WIDTHS, strict=True)] for row in rows]
    widths = [max(_width(row[n]) for row in cut) for n in range(len(_WIDTHS))]
    for row in cut:
        yield (
            "  "
            + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    if _width(text) <= width:
        return text
    while _width(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _width(text: Iterable[str]) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
