"""Text files of unknown encoding, read line by line; gzip is unpacked on the way."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from loaders.errors import UnreadableFile
from loaders.readers.encoding import beyond_ascii, detect, marked

_GZIP = b"\x1f\x8b"
#: So many bytes tell the encoding; where they are all ASCII, the first others are looked for.
_SAMPLE = 1 << 20
_CHUNK = 1 << 22
_BROKEN_GZIP = (OSError, EOFError, zlib.error)
#: What no table does when it is unpacked: so many bytes for one (beyond so many), and so many in one line.
_RATIO, _RATIO_FROM = 200, 100 * 2**20
_LONGEST_LINE = 256 * 2**20


def head(path: Path, size: int) -> bytes:
    """The first bytes of a file, unpacked where it is gzipped."""
    with _opened(path) as stream:
        return stream.read(size)


class TextFile:
    """A text file with its encoding found. Raises UnreadableFile if it is no text.

    encoding: as Python calls it. head: its first characters. lines: about how many there are, None if unknown.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self._told = encoding is not None
        with _opened(path) as stream:
            first = stream.read(_SAMPLE)
            whole = len(first) < _SAMPLE
            if whole and not first.strip(b" \t\r\n\0\xff\xfe\xef\xbb\xbf"):
                raise UnreadableFile(f"{path}: the file is empty")
            self.encoding = _checked(path, encoding, first) if encoding else _found(path, first, stream, whole)
        self.head = first.decode(self.encoding, errors="ignore").removeprefix("\ufeff")
        if whole:
            self._prove(first)
        per_line = len(first) / max(1, self.head.count("\n"))
        packed = path.suffix.casefold() == ".gz"
        self.lines = None if packed and not whole else round((len(first) if packed else path.stat().st_size) / per_line)

    @contextmanager
    def open(self) -> Iterator[TextIO]:
        """The text, line ends untouched. What breaks while reading is told with its byte and line."""
        with _opened(self.path) as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as stream:
            try:
                yield stream
            except UnicodeDecodeError as error:
                raise self._broken() from error

    def read(self) -> str:
        """All of the text."""
        with self.open() as stream:
            return stream.read().removeprefix("\ufeff")

    def _prove(self, raw: bytes) -> None:
        try:
            raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            raise self._broken() from error

    def _broken(self) -> UnreadableFile:
        """Where the text cannot be decoded: read anew, for the place within the whole file."""
        decoder = codecs.getincrementaldecoder(self.encoding)()
        before, line, good = 0, 1, b""
        with _opened(self.path) as stream:
            while True:
                chunk = stream.read(_CHUNK)
                pending = len(decoder.getstate()[0])
                try:
                    line += decoder.decode(chunk, final=not chunk).count("\n")
                except UnicodeDecodeError as error:
                    start = error.start
                    line += error.object[:start].decode(self.encoding, errors="ignore").count("\n")
                    return self._refusal(before - pending + start, line, good + error.object[:start])
                if not chunk:  # it came right meanwhile: somebody writes to it
                    return UnreadableFile(f"{self.path}: the file changed while it was read; load it again")
                before += len(chunk)
                good = chunk

    def _refusal(self, byte: int, line: int, good: bytes) -> UnreadableFile:
        if self.encoding == "utf-8" and not self._told and beyond_ascii(good):
            return UnreadableFile(
                f"{self.path}: UTF-8 text, but broken at byte {byte} (line {line}); the file may be cut short or "
                "joined from two: save it again, or say in the mapping `encoding: …`"
            )
        likely = "gb18030" if self.encoding.startswith("utf") else "utf-8"
        return UnreadableFile(
            f"{self.path}: not {self.encoding} at byte {byte} (line {line}): save the file again as UTF-8, "
            f"or say in the mapping `encoding: {likely}`"
        )


def has_tabs(path: Path) -> bool:
    """Whether the first line of a text file holds tabs, in whatever encoding."""
    return b"\t" in head(path, 4_000).split(b"\n", 1)[0]


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
        stream.seek(0)
        if not packed:
            if path.suffix.casefold() == ".gz":
                raise UnreadableFile(f"{path}: is called .gz but is not gzipped; unpack it or rename it")
            yield stream
            return
        try:
            with _Unpacked(path, stream) as unpacked:
                yield cast(BinaryIO, unpacked)
        except _BROKEN_GZIP as error:
            raise UnreadableFile(f"{path}: the gzip archive is broken or cut short: {error}; copy it again") from error


class _Unpacked(gzip.GzipFile):
    """A gzip file that stops where it swells beyond reason: a few kilobytes can hold a line that fills the memory."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._path, self._most = path, max(_RATIO_FROM, _RATIO * path.stat().st_size)
        self._bytes = self._line = 0

    def read(self, size: int | None = -1) -> bytes:
        return self._counted(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._counted(super().read1(size))

    def _counted(self, data: bytes) -> bytes:
        self._bytes += len(data)
        end = data.rfind(b"\n")
        self._line = len(data) - end - 1 if end >= 0 else self._line + len(data)
        if self._bytes > self._most or self._line > _LONGEST_LINE:
            raise UnreadableFile(
                f"{self._path}: unpacks to more than {_RATIO} times its size, or to a line of more than "
                f"{_LONGEST_LINE >> 20} MB, which no table does; unpack it yourself and look at it"
            )
        return data


def _checked(path: Path, encoding: str, first: bytes) -> str:
    """The encoding that a person named; with a mark, the variant that skips it."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError as error:
        raise UnreadableFile(f"{path}: there is no encoding {encoding!r}; try utf-8, gb18030 or utf-16") from error
    mark = marked(first)
    return mark if mark and mark.startswith(name[:6]) and name.startswith("utf") else name


def _found(path: Path, first: bytes, stream: BinaryIO, whole: bool) -> str:
    sample = first
    while not whole and sample.isascii() and b"\0" not in sample:
        sample = stream.read(_CHUNK)
        if not sample:
            return "utf-8"  # all of it is ASCII
    encoding = detect(sample, whole=whole)
    if encoding is None:
        raise UnreadableFile(
            f"{path}: this is no text in any known encoding; is it a table at all? If it is, say in the mapping "
            "`encoding: …`"
        )
    return encoding
