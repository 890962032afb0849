"""Zips and folders: each table in them is read as the file it is; what would do harm is refused before it does."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.errors import UnreadableFile
from loaders.load import load_file, table_files
from loaders.readers import archive as archives
from loaders.readers import read_sheets
from loaders.readers.archive import shown_name, unpacked
from ontology.model import Ontology
from records.record import Locator
from support import awful

TABLE = "企业名称,法定代表人\n甲公司,张三\n".encode()


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(archives, "RATIO_FROM", 1 << 20)
    monkeypatch.setattr(archives, "LARGEST", 1 << 23)
    yield


@pytest.mark.parametrize(("encoding", "told"), [("utf-8", True), ("utf-8", False), ("gb18030", False)])
def test_names_are_read_in_the_encoding_they_are_in(tmp_path: Path, encoding: str, told: bool) -> None:
    path = awful.archive(tmp_path / "名录.zip", {"沂蒙/企业名录.csv": TABLE}, encoding=encoding, told=told)
    assert [shown_name(file) for file in unpacked(path)] == ["名录.zip/沂蒙/企业名录.csv"]


def test_records_of_an_archive_tell_the_file_within(tmp_path: Path, ontology: Ontology) -> None:
    inner = awful.workbook(tmp_path / "企业.xlsx", [["企业名称", "法定代表人"], ["甲公司", "张三"]])
    path = awful.archive(
        tmp_path / "名录.zip", {"2024/企业.xlsx": inner.read_bytes(), "说明.docx": b"x", "__MACOSX/._a.csv": b"x"}
    )
    (file,) = table_files([path])
    loaded = load_file(file, ontology=ontology)
    assert loaded.report.file == "名录.zip/2024/企业.xlsx"
    assert loaded.records[0].locator == Locator("名录.zip/2024/企业.xlsx", "名录", 2)


def test_archive_itself_loads_where_one_table_is_in_it(tmp_path: Path, ontology: Ontology) -> None:
    path = awful.archive(tmp_path / "名录.zip", {"企业.csv": TABLE})
    assert load_file(path, ontology=ontology).records[0].locator == Locator("名录.zip/企业.csv", None, 2)


def test_sheets_of_several_files_are_called_by_their_file(tmp_path: Path) -> None:
    inner = awful.workbook(tmp_path / "a.xlsx", [["企业名称"], ["甲公司"]])
    path = awful.archive(tmp_path / "a.zip", {"a.xlsx": inner.read_bytes(), "b.csv": TABLE})
    assert [(sheet.name, sheet.file) for sheet in read_sheets(path)] == [
        ("a.xlsx/名录", "a.zip/a.xlsx"),
        ("b.csv", "a.zip/b.csv"),
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"../企业.csv": TABLE}, "would be unpacked outside of its folder; nothing was unpacked"),
        ({"/etc/企业.csv": TABLE}, "would be unpacked outside of its folder"),
        ({"C:\\企业.csv": TABLE}, "would be unpacked outside of its folder"),
        ({"..\\企业.csv": TABLE}, "would be unpacked outside of its folder"),
        ({"内.zip": b"PK\x03\x04"}, "holds another archive, 内.zip; unpack it and load what is in it"),
        ({"内.rar": b"Rar!"}, "holds another archive, 内.rar"),
        ({"说明.txt2": b"x"}, "the archive holds no table"),
        ({"a.csv": b"0" * (5 << 20)}, "a.csv unpacks to more than 200 times its size, which no table does"),
    ],
)
def test_what_would_do_harm_is_refused(tmp_path: Path, files: dict[str, bytes], told: str) -> None:
    path = awful.archive(tmp_path / "名录.zip", files)
    with pytest.raises(UnreadableFile, match=r"名录\.zip") as refused:
        unpacked(path)
    assert told in str(refused.value)
    assert sorted(tmp_path.iterdir()) == [path]


def test_archive_that_unpacks_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    import random

    noise = random.Random(4).randbytes(3 << 20)
    path = awful.archive(tmp_path / "a.zip", {f"{n}.csv": noise for n in range(4)})
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        unpacked(path)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.csv", TABLE)
        packed.writestr("a.csv", TABLE)
    with pytest.raises(UnreadableFile, match=r"two files called a\.csv"):
        unpacked(path)


def test_truncated_archive_is_refused(tmp_path: Path) -> None:
    path = awful.archive(tmp_path / "a.zip", {"a.csv": TABLE * 50})
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(UnreadableFile, match=r"a\.zip: the zip cannot be opened .* copy it again"):
        read_sheets(path)


def test_folder_is_read_with_its_folders_and_zips(tmp_path: Path) -> None:
    (tmp_path / "2023" / "兰山").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("2023/兰山/a.csv", ".git/b.csv", "2023/~$c.xlsx", "d.csv"):
        (tmp_path / name).write_bytes(TABLE)
    awful.archive(tmp_path / "2023" / "e.zip", {"f.csv": TABLE})
    assert [shown_name(file) for file in table_files([tmp_path])] == ["e.zip/f.csv", "a.csv", "d.csv"]
