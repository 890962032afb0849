"""Web pages: the main text with its heading, without menus, footers and lists of links; a table row as a line.

The main part is what the page marks as such (article, main, the containers of the systems that Chinese governments
and papers use), else the element that holds most of the text that is in no link.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from nlp.errors import DocumentError
from nlp.grid import Grid
from nlp.readers.text import decode, normalise_lines

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
MEDIA_TYPE = "text/html"

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_NEVER = "script,style,noscript,template,svg,iframe,object,form,button,select,input,nav,footer,aside,link,meta,head > *"
#: Names (of classes and ids) of what surrounds a text.
_AROUND = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu\w*|bread-?crumbs?|crumbs?|footers?|side-?bar|share\w*|related\w*|recommend\w*|comments?"
    r"|pagination|pager|copyright|qr-?code|tool-?bar|friend-?links?|position|location|ads?|advert\w*|login|search\w*)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
#: Where the publishing systems that are common in China keep the text; the first that is there counts.
_MAIN = ("#zoom", "#UCAP-CONTENT", ".TRS_Editor", ".TRS_UEDITOR", "#js_content", ".article-content", ".content-article")
_MARKED = ("article", "main", '[role="main"]', "[itemprop=articleBody]")
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "ul",
}  # fmt: skip
_MOST = 0.75  # of the text: an inner element that holds as much is the main part rather than its parent


def read(data: bytes, file: str) -> str:
    text = _decoded(data)
    if text is None:
        raise DocumentError(file, "the page is in no known encoding; open it in a browser and save it again")
    tree = LexborHTMLParser(text)
    if tree.body is None or not _words(tree.body.text()):
        raise DocumentError(file, "the page has no text; one that is filled by a script has to be saved from a browser")
    title = _title(tree)
    for node in tree.css(_NEVER):
        node.decompose()
    _drop_surroundings(tree.body)
    main = _main(tree)
    lines = [line for block in _texts(main) if (line := block.strip())]
    if title and not any(_words(title) == _words(line) for line in lines[:5]):
        lines.insert(0, title)
    return normalise_lines("\n".join(lines))


def _decoded(data: bytes) -> str | None:
    told = _CHARSET.search(data[:4096])
    if told:
        name = told[1].decode("ascii").casefold()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            pass  # it says what it is not
    return decode(data)


def _words(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def _title(tree: LexborHTMLParser) -> str:
    """The page's heading; the title of its window only where there is none, without the site's name."""
    for selector in ("h1", ".article-title", ".title h2", "meta[name=ArticleTitle]"):
        for node in tree.css(selector):
            told = node.attributes.get("content") if node.tag == "meta" else node.text()
            if _words(told):
                return " ".join((told or "").split())
    window = tree.css_first("title")
    return re.split(r"\s*[-_|－—–]\s*", " ".join(window.text().split()))[0] if window else ""


def _drop_surroundings(body: LexborNode) -> None:
    for node in body.css("[class],[id],header"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        around = node.tag == "header" and not node.css_first("h1")
        if (around or _AROUND.search(names)) and len(_words(node.text())) < 0.5 * len(_words(body.text())):
            node.decompose()


def _main(tree: LexborHTMLParser) -> LexborNode:
    body = tree.body
    assert body is not None
    for selector in (*_MAIN, *_MARKED):
        found = max(tree.css(selector), key=_weight, default=None)
        if found is not None and _weight(found) > 0.2 * _weight(body):
            return found
    best = body
    while True:
        inner = max((n for n in best.iter() if n.tag in _BLOCKS and n.tag != "table"), key=_weight, default=None)
        if inner is None or inner.tag in ("p", "ul", "ol") or _weight(inner) < _MOST * _weight(best):
            return best
        best = inner


def _weight(node: LexborNode) -> int:
    """Characters that stand in no link."""
    return len(_words(node.text())) - sum(len(_words(link.text())) for link in node.css("a"))


def _texts(node: LexborNode) -> Iterator[str]:
    """A text for each paragraph, heading, list item and table row, in their order."""
    if node.tag == "table":
        yield from _rows(node)
        return
    line: list[str] = []
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            line.append(re.sub(r"[ \t\r\n\f]+", " ", child.text()))
        elif child.tag == "br":
            yield "".join(line)
            line = []
        elif child.tag in _BLOCKS:
            yield "".join(line)
            line = []
            yield from _texts(child)
        else:
            first, *more = [*_texts(child)] or [""]
            line.append(first)
            for text in more:
                yield "".join(line)
                line = [text]
    yield "".join(line)


def _rows(table: LexborNode) -> Iterator[str]:
    rows = [n for n in table.css("tr") if _table_of(n) == table]
    if not any(len(_cells(row)) > 1 for row in rows):  # a table that only sets the page
        for row in rows:
            for cell in _cells(row):
                yield from _texts(cell)
        return
    grid = Grid()
    for row in rows:
        grid.start_row()
        for cell in _cells(row):
            text = " ".join(" ".join(_texts(cell)).split())
            grid.add(text, _span(cell, "rowspan"), _span(cell, "colspan"))
    yield from grid.lines()


def _cells(row: LexborNode) -> list[LexborNode]:
    return [n for n in row.iter() if n.tag in ("td", "th")]


def _table_of(row: LexborNode) -> LexborNode | None:
    node = row.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return node


def _span(cell: LexborNode, name: str) -> int:
    told = (cell.attributes.get(name) or "1").strip()
    return min(int(told), 200) if told.isdigit() and int(told) else 1
