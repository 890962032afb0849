"""Word documents: paragraphs and tables in reading order, a table row as one line."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.table import Table

from nlp.errors import DocumentError
from nlp.readers.text import normalise_lines

SUFFIXES = (".docx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


#: A docx is a zip; one that unpacks to more than this is damaged or hostile.
_MAX_UNPACKED = 512 * 1024 * 1024


def read(data: bytes, file: str) -> str:
    document = _open(data, file)
    return normalise_lines("\n".join(_lines(document.iter_inner_content())))


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


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _rows(block)
        elif text := block.text.strip():
            yield text


def _rows(table: Table) -> Iterator[str]:
    """A line for a row, cells parted by tabs. A merged cell is told once, where it begins."""
    seen: set[Any] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell._tc not in seen:  # noqa: SLF001 - python-docx has no public identity of a merged cell
                seen.add(cell._tc)  # noqa: SLF001
                cells.append(" ".join(" ".join(_lines(cell.iter_inner_content())).split()))
        if any(cells):
            yield "\t".join(cells)
