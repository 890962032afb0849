"""Markdown: headings and paragraphs as lines, list items with their numbers, a table row as a line. No markup."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from nlp.readers import text as plain

SUFFIXES = (".md", ".markdown")
MEDIA_TYPE = "text/markdown"

#: Data about the text, between lines of dashes at its head, as site generators put it.
_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_LEFT_OUT = {"fence", "code_block", "html_block"}


def read(data: bytes, file: str) -> str:
    text = _FRONT_MATTER.sub("", plain.read(data, file))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return plain.normalise_lines("\n".join(_lines(tokens)))


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] | None = None
    numbers: list[int | None] = []  # of the lists that are open: the next item's number, None for bullets
    mark = ""
    for token in tokens:
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open" and numbers[-1] is not None:
            mark, numbers[-1] = f"{token.info or numbers[-1]}{token.markup}", numbers[-1] + 1
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            if any(cells):
                yield "\t".join(cells)
            cells = None
        elif token.type == "inline":
            told = _inline(token.children or [])
            if cells is not None:
                cells.append(" ".join(told.split()))
            else:
                lines = [line.strip() for line in told.split("\n") if line.strip()]
                yield from [mark + line if n == 0 else line for n, line in enumerate(lines)]
                mark = ""
        elif token.type in _LEFT_OUT:
            mark = ""


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a paragraph. A line break inside Chinese text is none of its own."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(token.content)
    return "".join(parts)
