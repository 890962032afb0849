"""Documents of older and other office programs, through LibreOffice where it is installed: converted to docx first."""

import shutil
import subprocess
import tempfile
from pathlib import Path, PurePath

from nlp.errors import DocumentError
from nlp.readers import docx

SUFFIXES = (".doc", ".wps", ".rtf", ".odt")
MEDIA_TYPE = "application/msword"

#: How such files begin: OLE containers (doc, wps), RTF, zip (odt, and docx that is called doc), pages saved as doc.
_BEGINNINGS = (b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04", b"<html", b"<!DOCTYPE", b"<?xml")
#: Seconds that a conversion may take; the first start of LibreOffice alone takes some.
PATIENCE = 120
_WAY_OUT = "open it in Word or WPS and save it as docx"


def read(data: bytes, file: str) -> str:
    if not data.lstrip().startswith(_BEGINNINGS):
        raise DocumentError(file, f"it is damaged or no {PurePath(file).suffix} document; {_WAY_OUT}")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DocumentError(file, f"reading it needs LibreOffice, which is not installed; install it, or {_WAY_OUT}")
    with tempfile.TemporaryDirectory(prefix="jiju-office-") as folder:
        given = Path(folder) / f"document{PurePath(file).suffix.casefold()}"
        given.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"  # so that several may run at once
        command = [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(given),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise DocumentError(file, f"LibreOffice did not convert it within {PATIENCE} s; {_WAY_OUT}") from error
        made = given.with_suffix(".docx")
        if done.returncode or not made.exists():
            raise DocumentError(file, f"it is damaged, or LibreOffice cannot read it; {_WAY_OUT}")
        return docx.read(made.read_bytes(), file)
