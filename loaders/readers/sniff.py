"""What a file is by its first bytes, whatever it is called."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import UnreadableFile
from loaders.readers.text import TextFile, head

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: A workbook that unpacks to more bytes, and to more times its size, is a trap.
_SWOLLEN, _RATIO = 500 * 2**20, 200
_OLE = b"\xd0\xcf\x11\xe0"
#: How files begin that hold no table we read, and what to do with them.
_REFUSED = {
    b"%PDF": "a PDF; read it as a document: jiju read",
    b"Rar!": "a RAR archive; unpack it",
    b"7z\xbc\xaf": "a 7z archive; unpack it",
    b"{\\rtf": "a text document (RTF); save its table as a workbook",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|body|style|div|table)\b", re.I | re.S)
_XML_WORKBOOK = re.compile(
    r"\s*<\?xml.*?(?:progid=\"Excel\.Sheet\"|urn:schemas-microsoft-com:office:spreadsheet)", re.S
)
_MHTML = re.compile(r"\s*MIME-Version:", re.I)


@dataclass(frozen=True)
class Found:
    """format: the module that reads the file. remark: what a person is told if the name says something else."""

    format: str
    remark: str | None = None


def sniff(path: Path, expected: str) -> Found:
    """The format of a file whose name says ``expected``. Raises UnreadableFile if it is no table at all."""
    start = head(path, 8)
    for mark, what in _REFUSED.items():
        if start.startswith(mark):
            raise UnreadableFile(f"{path}: this is no table but {what}")
    if start.startswith(_ZIP):
        return _zip(path, expected)
    if start.startswith(_OLE):
        return _ole(path, expected)
    if start.startswith(b"PAR1"):
        return _told("parquet", expected, "Parquet", ".parquet")
    if expected in ("parquet", "archive"):
        return Found(expected)  # its reader says what is wrong
    return _text(path, expected)


def _told(found: str, expected: str, what: str, ending: str) -> Found:
    if found == expected:
        return Found(found)
    return Found(found, f"the file is {what}, whatever its name says, and was read as such; call it {ending}")


def _zip(path: Path, expected: str) -> Found:
    if path.suffix.casefold() == ".gz":
        raise UnreadableFile(f"{path}: is called .gz but is a zip or a workbook; rename it")
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        what = "zip" if expected == "archive" else "workbook"
        raise UnreadableFile(
            f"{path}: the {what} cannot be opened ({error}); it is cut short or broken: copy it again"
            + ("" if expected == "archive" else ", or open it in Excel or LibreOffice and save it anew")
        ) from error
    swollen = unpacked > _SWOLLEN and unpacked > _RATIO * path.stat().st_size
    if swollen and "[Content_Types].xml" in names:
        raise UnreadableFile(
            f"{path}: the workbook unpacks to {unpacked >> 20:,} MB, which no table does; save it again"
        )
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return _told("excel", expected, "a workbook", ".xlsx")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFile(f"{path}: this is no table but an Office document; read it as a document: jiju read")
    return _told("archive", expected, "a zip archive", ".zip")


def _ole(path: Path, expected: str) -> Found:
    content = path.read_bytes()  # names of streams may stand anywhere
    if _stream("EncryptedPackage") in content:
        raise UnreadableFile(
            f"{path}: the workbook is protected by a password; save it without one: "
            "文件 › 信息 › 保护工作簿 › 用密码进行加密, and leave the password empty"
        )
    if _stream("WordDocument") in content:
        raise UnreadableFile(f"{path}: this is no table but an old Word document; save it as docx and read it")
    return _told("excel", expected, "an old workbook", ".xls")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def _text(path: Path, expected: str) -> Found:
    text = TextFile(path).head.lstrip("\ufeff")
    if _XML_WORKBOOK.match(text[:4000]):
        return _told("xml_workbook", expected, "a workbook of 2003 in XML", ".xml and save it as .xlsx")
    if _PAGE.match(text):
        return _told("html", expected, "a web page", ".html, or save it as .xlsx")
    if _MHTML.match(text):
        raise UnreadableFile(f"{path}: a web archive (MHTML); open it in Excel and save it as .xlsx")
    if expected == "excel":
        return _told("csv", expected, "text", ".csv")
    return Found(expected)
