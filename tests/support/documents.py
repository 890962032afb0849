"""One text as a document of every format that is read."""

import html
import io
from collections.abc import Callable, Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

FONT = "STSong-Light"


def as_html(lines: Sequence[str]) -> bytes:
    """A page of a government's site: menu, heading, text, related links, footer; in GB18030."""
    title, *paragraphs = (html.escape(line) for line in lines)
    links = "".join(f"<li><a href='{n}.html'>相关政策文件之{n}</a></li>" for n in range(8))
    return (
        f"<!DOCTYPE html><html><head><meta charset='gb2312'><title>{title} - 某县人民政府</title>"
        "<script>var a = '<p>不是正文</p>';</script></head><body><div class='nav'><a>首页</a><a>政务公开</a></div>"
        f"<div class='wrap'><h1>{title}</h1><div class='content'>"
        + "".join(f"<p>\u3000\u3000{p}</p>\n" for p in paragraphs)
        + f"</div><div class='related-list'><ul>{links}</ul></div></div><div class='footer'>版权所有</div>"
    ).encode("gb18030")


def as_markdown(lines: Sequence[str]) -> bytes:
    title, *paragraphs = lines
    return ("---\ndate: 2026-01-01\n---\n# " + "\n\n".join([title, *paragraphs]) + "\n").encode()


def as_docx(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    document.add_heading(lines[0], level=0)
    for line in lines[1:]:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(lines: Sequence[str]) -> bytes:
    """A gazette: a centred title, indented paragraphs over several pages, a running head, page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    head = ParagraphStyle("head", fontName=FONT, fontSize=18, leading=28, alignment=1, wordWrap="CJK", spaceAfter=12)
    told = [Paragraph(html.escape(line), head if n == 0 else body) for n, line in enumerate(lines)]

    def edges(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(80, 800, "某市人民政府公报")
        canvas.drawCentredString(297, 30, f"- {document.page} -")

    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, leftMargin=80, rightMargin=80).build(told, edges, edges)
    return file.getvalue()


#: By the ending of the file's name.
FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    ".html": as_html,
    ".md": as_markdown,
    ".docx": as_docx,
    ".pdf": as_pdf,
}
