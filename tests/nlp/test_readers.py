"""Files become text; what cannot be read says why."""

import random
from pathlib import Path

import docx
import pytest

from nlp import readers
from nlp.errors import DocumentError
from ontology.errors import Refusal

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
