"""Plain text in the encodings that Chinese offices use."""

import codecs
import unicodedata

from charset_normalizer import from_bytes

from nlp.errors import DocumentError

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: A text has next to no control characters, unassigned or private code points; random bytes have many.
_MAX_STRANGE = 0.02
_SAMPLE = 20_000


def read(data: bytes, file: str) -> str:
    text = decode(data)
    if text is None or _strange_share(text[:_SAMPLE]) > _MAX_STRANGE:
        raise DocumentError(file, "this is no text in UTF-8, GB18030 or UTF-16; save it as UTF-8 text, or as docx")
    return normalise_lines(text)


def decode(data: bytes) -> str | None:
    """The text of bytes in UTF-8, UTF-16 or GB18030; None where they are none of these."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    if len(data) % 2 == 0 and _looks_like_utf16(data):
        best = from_bytes(data[:_SAMPLE], cp_isolation=["utf_16_le", "utf_16_be"]).best()
        wide = _try(data, best.encoding if best else "utf-16-le")
        if wide is not None and _strange_share(wide[:_SAMPLE]) <= _MAX_STRANGE:
            return wide
    return _try(data, "utf-8") or _try(data, "gb18030")


def _looks_like_utf16(data: bytes) -> bool:
    """Zero bytes stand in UTF-16 (line ends, digits) and nowhere else."""
    return b"\0" in data[:_SAMPLE]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strange_share(text: str) -> float:
    strange = sum(c not in "\t\n\r\f\v" and unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") for c in text)
    return strange / max(1, len(text))


def normalise_lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
