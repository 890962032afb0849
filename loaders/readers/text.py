"""Text of unknown encoding: UTF-8 with and without mark, UTF-16, GB18030, and what charset-normalizer tells."""

import codecs
import gzip
import zlib
from pathlib import Path

from loaders.errors import UnreadableFile

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_GZIP = b"\x1f\x8b"
#: How files begin that are no text at all.
_OTHERS = {
    b"PK\x03\x04": "a workbook or a zip; name it .xlsx, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old workbook; name it .xls",
    b"PAR1": "a Parquet file; name it .parquet",
    b"%PDF": "a PDF; read it as a document",
}
#: So many characters beyond ASCII in a row do not come out as valid UTF-8 by chance.
_NO_CHANCE = 4


def read_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked where they are gzipped."""
    raw = path.read_bytes()
    if not raw.startswith(_GZIP):
        if path.suffix.casefold() == ".gz":
            raise UnreadableFile(f"{path}: is called .gz but is not gzipped; unpack it or rename it")
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"{path}: the gzip archive is broken or cut short: {error}; copy it again") from error


def read_text(path: Path, encoding: str | None = None) -> str:
    """The file's text. ``encoding`` overrides what would be detected."""
    raw = read_bytes(path)
    if not raw.strip():
        raise UnreadableFile(f"{path}: the file is empty")
    for start, what in _OTHERS.items():
        if raw.startswith(start):
            raise UnreadableFile(f"{path}: this is no text but {what}")
    return _decode(path, raw, encoding) if encoding else _detect(path, raw)


def has_tabs(path: Path) -> bool:
    """Whether the first line of a text file holds tabs, in whatever encoding."""
    with path.open("rb") as stream:
        head = stream.read(4_000)
    return b"\t" in head.split(b"\n", 1)[0]


def _detect(path: Path, raw: bytes) -> str:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _decode(path, raw, name)
    if _looks_like_utf16(raw):
        low_first = raw[1:4000:2].count(0) > raw[:4000:2].count(0)
        return _decode(path, raw, "utf-16-le" if low_first else "utf-16-be")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_utf8_so_far(raw[: error.start]):
            raise UnreadableFile(
                f"{path}: UTF-8 text, but broken at byte {error.start} (line {_line(raw, error.start)}); "
                "the file may be cut short or joined from two: save it again, or give the encoding"
            ) from error
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return _guess(path, raw)


def _is_utf8_so_far(raw: bytes) -> bool:
    return sum(ord(c) > 127 for c in raw[-10_000:].decode("utf-8", errors="ignore")) >= _NO_CHANCE


def _decode(path: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise UnreadableFile(f"{path}: there is no encoding {encoding!r}; try utf-8, gb18030 or utf-16") from error
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        likely = "gb18030" if encoding.startswith("utf") else "utf-8"
        raise UnreadableFile(
            f"{path}: not {encoding} at byte {start} (line {_line(raw, start)}): save the file again as UTF-8, "
            f"or say in the mapping `encoding: {likely}`"
        ) from error


def _line(raw: bytes, offset: int) -> int:
    return raw.count(b"\n", 0, offset) + 1


def _looks_like_utf16(raw: bytes) -> bool:
    """Without a mark: every other byte of the delimiters and line ends is zero."""
    head = raw[:4000]
    return head.count(b"\0") > len(head) // 20 and (b"\n\0" in head or b"\0\n" in head)


def _guess(path: Path, raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None or b"\0" in raw[:4000]:
        raise UnreadableFile(f"{path}: this is no text in any known encoding; is it a table at all?")
    return _decode(path, raw, best.encoding)
