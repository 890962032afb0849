"""Text of unknown encoding: UTF-8 with and without mark, UTF-16, GB18030, and what charset-normalizer tells."""

import codecs
import gzip
from pathlib import Path

from loaders.errors import UnreadableFile

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


def read_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked where it is gzipped."""
    raw = path.read_bytes()
    if path.suffix.casefold() != ".gz":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError) as error:
        raise UnreadableFile(f"{path}: the gzip archive is broken: {error}") from error


def read_text(path: Path, encoding: str | None = None) -> str:
    """The file's text. ``encoding`` overrides what would be detected."""
    raw = read_bytes(path)
    if encoding:
        return _decode(path, raw, encoding)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _decode(path, raw, name)
    if _looks_like_utf16(raw):
        return _decode(path, raw, "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be")
    for name in ("utf-8", "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    return _guess(path, raw)


def has_tabs(path: Path) -> bool:
    """Whether the first line of a text file holds tabs, in whatever encoding."""
    with path.open("rb") as stream:
        head = stream.read(4_000)
    return b"\t" in head.split(b"\n", 1)[0]


def _decode(path: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise UnreadableFile(f"{path}: there is no encoding {encoding!r}; try utf-8, gb18030 or utf-16") from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        likely = "gb18030" if encoding.startswith("utf-8") else "utf-8"
        raise UnreadableFile(
            f"{path}: not {encoding} at byte {error.start} (line {line}); leave the encoding out, or say {likely}"
        ) from error


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
