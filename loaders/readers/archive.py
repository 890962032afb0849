"""Zip archives: unpacked into a folder that goes with the process, each table then read as the file it is.

An archive is somebody else's: names that lead out of the folder, archives within archives, and content that swells
beyond reason are refused before they do harm. What is unpacked is counted, not what the archive says of itself.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from loaders.errors import UnreadableFile
from loaders.readers import Sheet, is_table, read_sheets

#: Limits of one archive: files, bytes unpacked, bytes unpacked for one packed (beyond so many bytes).
MOST_FILES = 10_000
LARGEST = 16 * 2**30
RATIO, RATIO_FROM = 200, 100 * 2**20
_CHUNK = 1 << 20
_IN_UTF8 = 0x800
_ENCRYPTED = 0x1
#: Info-ZIP's extra field that tells a name in UTF-8 beside the old one.
_UNICODE_PATH = 0x7075
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz")

#: What is unpacked already: the archive as it was → the folder. Folders are deleted when the process ends.
_unpacked: dict[tuple[Path, int, int], tempfile.TemporaryDirectory[str]] = {}


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    """The sheets of all tables of an archive; of several files they are called ``inner.xlsx/名录``."""
    files = unpacked(path)
    for file in files:
        inner = shown_name(file).partition("/")[2]
        for sheet in read_sheets(file, encoding):
            whole = inner if sheet.name is None else f"{inner}/{sheet.name}"
            yield replace(sheet, name=whole if len(files) > 1 else sheet.name, file=f"{path.name}/{inner}")


def unpacked(path: Path) -> list[Path]:
    """The tables of an archive as files, by name. Raises UnreadableFile."""
    told = path.stat()
    version = (path.absolute(), told.st_mtime_ns, told.st_size)
    if version not in _unpacked:
        _unpacked[version] = _unpack(path)
    root = Path(_unpacked[version].name) / path.name
    tables = sorted(file for file in root.rglob("*") if file.is_file() and is_table(file))
    if not tables:
        raise UnreadableFile(f"{path}: the archive holds no table; put workbooks or csv files into it")
    return tables


def shown_name(path: Path) -> str:
    """What a file is called in reports: its name, or ``archive.zip/inner.xlsx`` where it was unpacked from there."""
    for folder in _unpacked.values():
        if path.is_relative_to(folder.name):
            return path.relative_to(folder.name).as_posix()
    return path.name


def _unpack(path: Path) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="jiju-zip-")
    try:
        with zipfile.ZipFile(path) as archive:
            _extract(path, archive, Path(folder.name) / path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        folder.cleanup()
        raise UnreadableFile(f"{path}: the zip is broken or cut short ({error}); copy it again") from error
    except UnreadableFile:
        folder.cleanup()
        raise
    return folder


def _extract(path: Path, archive: zipfile.ZipFile, root: Path) -> None:
    entries = [(entry, name_of(entry)) for entry in archive.infolist() if not entry.is_dir()]
    entries = [(entry, name) for entry, name in entries if _counts(name)]
    if len(entries) > MOST_FILES:
        raise UnreadableFile(f"{path}: holds {len(entries):,} files; at most {MOST_FILES:,} are unpacked: split it")
    left = LARGEST
    seen: set[str] = set()
    for entry, name in entries:
        _check(path, entry, name)
        if name in seen:
            raise UnreadableFile(f"{path}: holds two files called {name}; give them different names")
        seen.add(name)
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, target.open("wb") as out:
            left -= _copy(path, name, packed, out, entry.compress_size, left)


def _counts(name: str) -> bool:
    """Whether a file is meant for people and a table (or an archive, to be refused)."""
    last = PurePosixPath(name).name
    if name.startswith("__MACOSX/") or last.startswith((".", "~$")):
        return False
    return is_table(Path(last)) or last.casefold().endswith(_ARCHIVES)


def _check(path: Path, entry: zipfile.ZipInfo, name: str) -> None:
    inner = PurePosixPath(name)
    if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
        raise UnreadableFile(f"{path}: the file {name!r} would be unpacked outside of its folder; nothing was unpacked")
    if inner.name.casefold().endswith(_ARCHIVES):
        raise UnreadableFile(f"{path}: holds another archive, {name}; unpack it and load what is in it")
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableFile(f"{path}: {name} is protected by a password; pack it without one")


def _copy(path: Path, name: str, packed: IO[bytes], out: IO[bytes], size: int, left: int) -> int:
    """Unpack one file; how many bytes it has."""
    written = 0
    while chunk := packed.read(_CHUNK):
        written += len(chunk)
        if written > left:
            raise UnreadableFile(f"{path}: unpacks to more than {LARGEST >> 30} GB; unpack and load it in parts")
        if written > RATIO_FROM and written > RATIO * max(size, 1):
            raise UnreadableFile(
                f"{path}: {name} unpacks to more than {RATIO} times its size, which no table does: nothing was unpacked"
            )
        out.write(chunk)
    return written


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a file of an archive. Archives of Windows keep it in GB18030 without saying so, of macOS in UTF-8."""
    if entry.flag_bits & _IN_UTF8:
        return entry.filename.replace("\\", "/")
    told = _unicode_path(entry.extra)
    try:
        raw = entry.filename.encode("cp437")  # what zipfile decoded it by
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030", "big5") if told is None else ():
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return told or entry.filename


def _unicode_path(extra: bytes) -> str | None:
    """APPNOTE 4.6.9: version, checksum of the old name, the name in UTF-8."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", errors="replace")
        extra = extra[4 + size :]
    return None
