"""Word documents: paragraphs and tables in reading order, a table row as one line, a footnote after its paragraph."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from docx.table import Table

from nlp.errors import DocumentError
from nlp.readers.text import normalise_lines

SUFFIXES = (".docx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NOTES = {f"{_CONTENT}.footnotes+xml": "footnote", f"{_CONTENT}.endnotes+xml": "endnote"}
#: A docx is a zip; one that unpacks to more than this is damaged or hostile.
_MAX_UNPACKED = 512 * 1024 * 1024


def read(data: bytes, file: str) -> str:
    document = _open(data, file)
    notes = _notes(document)
    return normalise_lines("\n".join(_lines(document.iter_inner_content(), notes)))


def _open(data: bytes, file: str) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MAX_UNPACKED:
                raise DocumentError(file, "it unpacks to more than 512 MB; save it again without pictures")
        return docx.Document(io.BytesIO(data))
    except DocumentError:
        raise
    except Exception as error:  # python-docx lets errors of zipfile, lxml and its own through
        raise DocumentError(
            file, "it is damaged, encrypted or no Word document; open it in Word and save it as docx again"
        ) from error


def _notes(document: WordDocument) -> dict[tuple[str, str], str]:
    """Texts of footnotes and endnotes by kind and number. python-docx does not know them."""
    told = {}
    for part in document.part.package.iter_parts():
        kind = _NOTES.get(part.content_type)
        if kind is None:
            continue
        for note in parse_xml(part.blob).iterfind(f"{_W}{kind}"):
            text = " ".join("".join(p.itertext(f"{_W}t")).strip() for p in note.iter(f"{_W}p")).strip()
            if text:
                told[kind, note.get(f"{_W}id", "")] = text
    return told


def _lines(blocks: Iterable[Any], notes: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _rows(block, notes)
            continue
        if text := block.text.strip():
            yield text
        for kind in _NOTES.values() if notes else ():
            for reference in block._p.iter(f"{_W}{kind}Reference"):  # noqa: SLF001 - as for merged cells
                if note := notes.get((kind, reference.get(f"{_W}id", ""))):
                    yield note


def _rows(table: Table, notes: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """A line for a row, cells parted by tabs. A merged cell is told once, where it begins."""
    seen: set[Any] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell._tc not in seen:  # noqa: SLF001 - python-docx has no public identity of a merged cell
                seen.add(cell._tc)  # noqa: SLF001
                cells.append(" ".join(" ".join(_lines(cell.iter_inner_content(), notes)).split()))
        if any(cells):
            yield "\t".join(cells)
