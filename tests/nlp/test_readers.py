"""Files become text; what cannot be read says why."""

import io
import random
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from nlp import readers
from nlp.errors import DocumentError
from ontology.errors import Refusal
from support.documents import FONT, FORMATS
from support.shared import shared_path

GOLD = ["linyi-ecommerce-opinion", *(f"news-{n:02}" for n in range(1, 6))]
TEXT = "青禾县商务局关于培训的通知\n到2026年，培训电商人才3000人次。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    text, media_type = readers.read(TEXT.replace("\n", "\r\n").encode(encoding), "a.txt")
    assert text == TEXT
    assert media_type == "text/plain"


def _refusal(data: bytes, name: str) -> str:
    with pytest.raises(DocumentError) as caught:
        readers.read(data, name)
    assert isinstance(caught.value, Refusal)
    return str(caught.value)


def test_what_cannot_be_read_is_refused_in_plain_words() -> None:
    noise = random.Random(1).randbytes(4000)
    assert "empty" in _refusal(b"", "a.txt")
    assert "no text" in _refusal(b" \n ", "a.txt")
    assert "UTF-8" in _refusal(noise, "a.txt")
    assert "damaged" in _refusal(noise, "a.docx")
    assert "damaged" in _refusal(b"PK\x03\x04" + noise, "a.docx")
    assert "'.xyz'" in _refusal(b"abc", "a.xyz")
    assert "50 MB" in _refusal(b"a" * (50 * 1024 * 1024), "a.txt")


def test_docx_gives_headings_and_tables_in_reading_order_and_merged_cells_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、目标", level=1)
    table = document.add_table(rows=2, cols=3)
    for column, word in enumerate(("指标", "数值", "期限")):
        table.cell(0, column).text = word
    table.cell(1, 0).merge(table.cell(1, 1)).text = "园区10个"
    table.cell(1, 2).text = "2025年"
    document.add_paragraph("完。")
    path = tmp_path / "a.docx"
    document.save(str(path))
    text, _ = readers.read(path.read_bytes(), path.name)
    assert text == "一、目标\n指标\t数值\t期限\n园区10个\t2025年\n完。"


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", GOLD)
def test_the_gold_texts_come_out_of_every_format_as_they_are(name: str, ending: str) -> None:
    text = shared_path(f"gold/{name}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    told, _ = readers.read(FORMATS[ending](lines), f"{name}{ending}")
    assert told.split("\n") == lines


PAGE = """<html><head><title>关于园区的通知_某县政府</title></head><body>
<header><a>登录</a></header><div id="nav-top"><a>首页</a> <a>要闻</a></div>
<div class="breadcrumb">当前位置：<a>首页</a></div>
<article><h1>关于园区的通知</h1><p>各镇街：</p><p>建设<b>园区</b>10个，<a href="/x">附件</a>见后。<br>特此通知。</p>
<table><tr><th rowspan=2>指标</th><th colspan=2>数值</th></tr><tr><td>2024年</td><td>2025年</td></tr>
<tr><td>园区</td><td>3个</td><td>10个</td></tr></table></article>
<aside>广告</aside><footer>版权</footer></body></html>"""


def test_a_web_page_gives_its_main_text_and_tables_and_no_menus() -> None:
    text, media_type = readers.read(PAGE.encode(), "a.html")
    assert media_type == "text/html"
    assert text.split("\n") == [
        "关于园区的通知", "各镇街：", "建设园区10个，附件见后。", "特此通知。", "指标\t数值", "2024年\t2025年",
        "园区\t3个\t10个",
    ]  # fmt: skip


def test_a_page_laid_out_by_a_table_is_no_table() -> None:
    page = "<table><tr><td><p>标题很长的一个通知</p><p>正文第一段。</p></td></tr></table>"
    assert readers.read(page.encode(), "a.htm")[0] == "标题很长的一个通知\n正文第一段。"


def test_a_page_that_is_wrong_about_its_encoding_is_read_all_the_same() -> None:
    page = f"<html><head><meta charset=utf-8></head><body><p>{TEXT}</p></body></html>".encode("gb18030")
    assert "培训电商人才3000人次" in readers.read(page, "a.html")[0]
    assert "no text" in _refusal(b"<html><body><script>render()</script></body></html>", "a.html")


def test_markdown_loses_its_marks_and_keeps_numbers_and_tables() -> None:
    text = "# 一、目标\n\n建设**园区**[10个](x)。\n第二行。\n\n3. 培训\n4. 招商\n"
    source = text + "\n| 指标 | 值 |\n|--|--|\n| 园区 | `10` |\n"
    assert readers.read(source.encode(), "a.md")[0].split("\n") == [
        "一、目标", "建设园区10个。", "第二行。", "3.培训", "4.招商", "指标\t值", "园区\t10",
    ]  # fmt: skip


def test_footnotes_of_word_stand_after_their_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("到2027年培训4万人")
    document.add_paragraph("完。")
    file = io.BytesIO()
    document.save(file)
    told, _ = readers.read(_with_footnote(file.getvalue(), "含网络培训。"), "a.docx")
    assert told.split("\n") == ["到2027年培训4万人", "含网络培训。", "完。"]


def _with_footnote(data: bytes, note: str) -> bytes:
    """What Word writes for a footnote in the first paragraph; python-docx cannot."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    changes = {
        "word/document.xml": ("</w:p>", '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'),
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>',
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            if item in changes:
                text = text.decode().replace(*changes[item], 1).encode()
            new.writestr(item, text)
        new.writestr("word/footnotes.xml", notes)
    return out.getvalue()


def test_pdf_in_two_columns_is_read_column_by_column() -> None:
    file = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont(FONT, 20)
    canvas.drawString(150, 780, "两栏排版的园区简报")
    canvas.setFont(FONT, 12)
    for n in range(12):
        canvas.drawString(80, 740 - 20 * n, f"左栏第{n:02}行的文字写满了这一整行内容")
        canvas.drawString(320, 740 - 20 * n, f"右栏第{n:02}行的文字写满了这一整行内容")
    canvas.save()
    lines = readers.read(file.getvalue(), "a.pdf")[0].split("\n")
    assert lines[0] == "两栏排版的园区简报"
    assert lines[1].startswith("左栏第00行") and "左栏第11行" in lines[1]
    assert "右栏第00行" in "".join(lines[1:]).split("左栏第11行")[1]


def test_pdf_tables_are_rows() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = [("FONTNAME", (0, 0), (-1, -1), FONT), ("GRID", (0, 0), (-1, -1), 1, "black")]
    paragraph = ParagraphStyle("p", fontName=FONT, fontSize=12, leading=20)
    rows = [["指标", "数值"], ["园区", "10个"], ["培训", "3000人次"]]
    told = [Paragraph("下表为目标：", paragraph), Table(rows, style=style), Paragraph("完。", paragraph)]
    file = io.BytesIO()
    SimpleDocTemplate(file).build(told)
    lines = readers.read(file.getvalue(), "a.pdf")[0].split("\n")
    assert lines == ["下表为目标：", "指标\t数值", "园区\t10个", "培训\t3000人次", "完。"]


def test_pdf_that_cannot_be_read_says_why() -> None:
    assert "damaged" in _refusal(b"%PDF-1.7 " + random.Random(2).randbytes(2000), "a.pdf")
    file = io.BytesIO()
    canvas = Canvas(file, encrypt="secret")
    canvas.drawString(100, 100, "locked")
    canvas.save()
    assert "password" in _refusal(file.getvalue(), "a.pdf")
    scan = io.BytesIO()
    canvas = Canvas(scan)
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 400, 600)
    canvas.save()
    assert "scan" in _refusal(scan.getvalue(), "a.pdf")


def test_old_word_files_are_read_through_libreoffice_or_refused_in_words() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg936 {\f0 \u20316?\u22909? 2026}\par}"
    if shutil.which("soffice") is None:
        assert "LibreOffice" in _refusal(rtf, "a.rtf")
    else:
        assert readers.read(rtf, "a.rtf")[0] == "你好 2026".replace("你", chr(20316))
    assert "save it as docx" in _refusal(random.Random(3).randbytes(3000), "a.doc")
