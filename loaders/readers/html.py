"""The tables of a web page; many systems call such a page .xls. Tables that hold tables are layout and not read."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.errors import UnreadableFile
from loaders.readers import Remark, Sheet
from loaders.readers.grid import Grid
from loaders.readers.text import TextFile

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: A span beyond this is a mistake of the page.
_WIDEST, _HIGHEST = 1_000, 65_536


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(TextFile(path, encoding).read())
    for line_break in page.css("br"):
        line_break.replace_with("\n")
    tables = [table for table in page.css("table") if len(table.css("table")) == 1 and len(table.css("tr")) > 1]
    if not tables:
        raise UnreadableFile(
            f"{path}: a web page without a table, whatever its name says; open it in Excel or LibreOffice and save "
            "it as .xlsx"
        )
    for n, table in enumerate(tables, start=1):
        caption = table.css_first("caption")
        name = caption.text(strip=True) if caption else f"表{n}"
        yield _sheet(name if len(tables) > 1 else None, table)


def _sheet(name: str | None, table: "LexborNode") -> Sheet:
    grid = Grid()
    remarks = []
    for line in table.css("tr"):
        row = grid.begin_row()
        if "display:none" in (line.attributes.get("style") or "").replace(" ", "").casefold():
            remarks.append(Remark("the row is hidden; it was read like the others", row))
        for cell in line.iter():
            if cell.tag in ("td", "th"):
                grid.add(cell.text().strip() or None, _span(cell, "rowspan", _HIGHEST), _span(cell, "colspan", _WIDEST))
    return Sheet(name, iter(grid.rows), total=len(grid.rows), merges=grid.merges, remarks=remarks)


def _span(cell: "LexborNode", name: str, most: int) -> int:
    told = (cell.attributes.get(name) or "1").strip()
    return min(max(int(told), 1), most) if told.isascii() and told.isdecimal() else 1
