"""Readers: a file's bytes to the text whose character offsets all evidence refers to.

A format is one module here with ``SUFFIXES``, ``MEDIA_TYPE`` and ``read(data, file) -> str``; nobody else is
edited for it. What a reader returns has lines ended by a single line feed and no byte-order mark.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import PurePath
from typing import Protocol, cast

from nlp.errors import DocumentError

#: Larger files are refused: no document of the kinds read here comes near.
MAX_BYTES = 32 * 1024 * 1024


class Reader(Protocol):
    SUFFIXES: tuple[str, ...]
    MEDIA_TYPE: str

    def read(self, data: bytes, file: str) -> str: ...


@cache
def readers() -> Mapping[str, Reader]:
    """Every reader by the suffix of files it reads."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    return {suffix: cast(Reader, module) for module in modules for suffix in module.SUFFIXES}


def read(data: bytes, file: str) -> tuple[str, str]:
    """The text of a file and its media type.

    Raises DocumentError for an unknown format, an empty, a too large or a damaged file.
    """
    if not data:
        raise DocumentError(file, "the file is empty; there is nothing to read")
    if len(data) > MAX_BYTES:
        megabytes = len(data) / 1024 / 1024
        raise DocumentError(
            file,
            f"{megabytes:.0f} MB is more than the {MAX_BYTES >> 20} MB that one document "
            "may have; split it into its documents",
        )
    suffix = PurePath(file).suffix.casefold()
    reader = readers().get(suffix or ".txt")
    if reader is None:
        known = ", ".join(sorted(readers()))
        raise DocumentError(file, f"files of the kind {suffix!r} cannot be read; known: {known}")
    text = reader.read(data, file)
    if not text.strip():
        raise DocumentError(file, "there is no text in it; a scanned document needs text recognition first")
    return text, reader.MEDIA_TYPE
