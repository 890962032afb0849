"""Uploaded files, on their way into the archive.

    <data>/imports/<id>/upload.json         name, size, by whom, when
                        file/<name>         the file as it came

The name matters, as mappings are found and sources are named by it; its folder does not, and the id is random.
"""

import hashlib
import json
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph_api.errors import ApiError
from records.files import write_json

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_ID = re.compile(r"[0-9a-f]{32}")
_MOST_NAME = 200  # bytes; file systems take 255


class UploadRefused(ApiError):  # noqa: N818
    code = "UPLOAD_REFUSED"


class UploadTooLarge(UploadRefused):
    code = "UPLOAD_TOO_LARGE"


class UnknownUpload(ApiError):  # noqa: N818
    code = "UNKNOWN_UPLOAD"


@dataclass(frozen=True)
class Upload:
    """A file that was uploaded. digest: of its bytes, to see whether it is the same again."""

    id: str
    name: str
    size: int
    digest: str
    by: str
    at: str


class Uploads:
    """The uploads of a data folder. most: bytes of one file. days: how long one stays; what was loaded of it is in the
    archive."""

    def __init__(self, folder: Path, most: int, days: float = 30) -> None:
        self._folder = folder
        self.most = most
        self._days = days

    async def take(self, name: str, parts: AsyncIterator[bytes], by: str) -> Upload:
        """Keep a file as it comes in. Raises UploadRefused, UploadTooLarge; nothing is left of it then."""
        shown = _file_name(name)
        upload_id = secrets.token_hex(16)
        folder = self._folder / upload_id
        (folder / "file").mkdir(parents=True)
        try:
            size, told = 0, hashlib.blake2b(digest_size=16)
            with (folder / "file" / shown).open("xb") as file:
                async for part in parts:
                    size += len(part)
                    if size > self.most:
                        raise UploadTooLarge(f"{shown} is larger than {self.most:,} bytes (JIJU_MAX_UPLOAD)")
                    told.update(part)
                    file.write(part)
            if not size:
                raise UploadRefused(f"{shown} is empty")
            at = datetime.now(UTC).isoformat(timespec="seconds")
            upload = Upload(upload_id, shown, size, told.hexdigest(), by, at)
            write_json(folder / "upload.json", asdict(upload))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.prune()
        return upload

    def prune(self) -> int:
        """Remove the uploads that are older than they may be, also those that were never finished; how many."""
        oldest = time.time() - self._days * 86_400
        known = (folder for folder in self._folder.iterdir() if _ID.fullmatch(folder.name))
        old = [folder for folder in known if folder.stat().st_mtime < oldest]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)
        return len(old)

    def find(self, upload_id: str) -> Upload:
        """Raises UnknownUpload."""
        if _ID.fullmatch(upload_id):
            try:
                return Upload(**json.loads((self._folder / upload_id / "upload.json").read_text(encoding="utf-8")))
            except FileNotFoundError:
                pass
        raise UnknownUpload(f"there is no upload {upload_id[:40]!r}; send the file to POST /imports first")

    def path(self, upload: Upload) -> Path:
        """Where the file is."""
        return self._folder / upload.id / "file" / upload.name

    def folder(self, upload: Upload) -> Path:
        """Where else of this upload may be kept."""
        return self._folder / upload.id


def _file_name(name: str) -> str:
    """The last part of a path, fit for every file system. Raises UploadRefused."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _UNSAFE.sub("_", last).strip().lstrip(".")
    stem, dot, suffix = plain.rpartition(".")
    if not stem or not dot:
        raise UploadRefused("X-Filename: give the file's name with its ending, such as 企业.xlsx, percent-encoded")
    while len(f"{stem}.{suffix}".encode()) > _MOST_NAME and stem:
        stem = stem[:-1]
    if not stem:
        raise UploadRefused("X-Filename: its ending is too long")
    return f"{stem}.{suffix}"
