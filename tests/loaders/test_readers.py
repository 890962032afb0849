"""Readers: rows that know where they stand, whatever the file's encoding and shape; broken files are refused."""

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loaders.errors import UnreadableFile
from loaders.readers import is_table, read_sheets

TABLE = "企业名称,注册资本\n沂蒙板材有限公司,500万元\n费县果业有限公司,80万元\n"
ROWS = [
    (1, ["企业名称", "注册资本"]),
    (2, ["沂蒙板材有限公司", "500万元"]),
    (3, ["费县果业有限公司", "80万元"]),
]


def rows_of(path: Path, encoding: str | None = None) -> list[tuple[int, list[Any]]]:
    (sheet,) = read_sheets(path, encoding)
    return list(sheet.rows)


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert rows_of(write(tmp_path / "企业.csv", TABLE.encode(encoding))) == ROWS


def test_big5_is_read_when_it_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "企業.csv", "企業名稱,資本\n臺灣公司,5\n".encode("big5"))
    assert rows_of(path, "big5")[1] == (2, ["臺灣公司", "5"])


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    assert rows_of(write(tmp_path / "企业.txt", TABLE.replace(",", delimiter))) == ROWS


def test_gzipped_csv_is_read(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path / "企业.csv.gz", gzip.compress(TABLE.encode("gb18030")))) == ROWS


def test_row_after_a_cell_with_line_breaks_keeps_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "企业.csv", '名称,范围\n甲,"一\n二"\n乙,三\n')
    assert rows_of(path)[1:] == [(2, ["甲", "一\n二"]), (4, ["乙", "三"])]


def test_gb18030_called_utf8_is_refused_with_the_offset(tmp_path: Path) -> None:
    path = write(tmp_path / "企业.csv", b"name,note\nabc," + "沂蒙".encode("gb18030") + b"\n")
    with pytest.raises(UnreadableFile, match=r"企业\.csv: not utf-8 at byte 14 \(line 2\).*gb18030"):
        rows_of(path, "utf-8")


def test_gb18030_behind_a_utf8_mark_is_refused_with_the_offset(tmp_path: Path) -> None:
    path = write(tmp_path / "企业.csv", b"\xef\xbb\xbf" + TABLE.encode("gb18030"))
    with pytest.raises(UnreadableFile, match=r"not utf-8-sig at byte \d+ \(line 1\)"):
        rows_of(path)


def test_utf8_that_breaks_off_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = write(tmp_path / "企业.csv", TABLE.encode()[:-2])
    with pytest.raises(UnreadableFile, match=r"UTF-8 text, but broken at byte \d+ \(line 3\)"):
        rows_of(path)


def test_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there is no encoding 'utf-9'"):
        rows_of(write(tmp_path / "企业.csv", TABLE), "utf-9")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b" \n\n", "the file is empty"),
        ("a.csv", b"PK\x03\x04xxxx", "the workbook cannot be opened"),
        ("a.csv.gz", gzip.compress(TABLE.encode())[:-9], "gzip archive is broken or cut short"),
        ("a.csv.gz", TABLE.encode(), "is not gzipped"),
        ("a.xlsx", b"PK\x03\x04 not really", "the workbook cannot be opened"),
        ("a.xlsx", b"\x93\x01\xfe\x00\x81\xff\x02" * 30, "no text in any known encoding"),
        ("a.parquet", b"PAR1 not really PAR1", "no readable Parquet file"),
        ("a.json", b'{"name": 1}', "holds one JSON value"),
        ("a.json", b'[{"name": 1}, 2]', "item 2: is no JSON object"),
        ("a.json", b'[{"name": 1}', "line 1, column 13: not valid JSON"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [1]}', "feature 1: is no JSON object"),
        ("a.jsonl", b'{"name": 1}\n{"name": \n', "line 2, column 10: not valid JSON"),
        ("a.docx", b"x", "files ending in .docx are no tables"),
    ],
)
def test_broken_file_is_refused_with_its_name_and_reason(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        rows_of(write(tmp_path / name, content))
    assert name in str(refused.value)
    assert told in str(refused.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there is no such file"):
        rows_of(tmp_path / "none.csv")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名录"
    sheet["B3"], sheet["C3"] = "企业名称", "成立日期"
    sheet["B5"], sheet["C5"] = "甲公司", dt.date(2014, 3, 1)
    book.create_sheet("空表")
    path = tmp_path / "名录.xlsx"
    book.save(path)
    return path


def test_workbook_rows_are_counted_as_the_spreadsheet_shows_them(workbook: Path) -> None:
    first, second = read_sheets(workbook)
    assert (first.name, second.name) == ("名录", "空表")
    assert dict(first.rows)[5][-2:] == ["甲公司", dt.date(2014, 3, 1)]
    assert list(second.rows) == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook_is_refused(workbook: Path, share: float) -> None:
    whole = workbook.read_bytes()
    workbook.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnreadableFile, match=r"名录\.xlsx: the workbook cannot be opened .* cut short"):
        list(read_sheets(workbook))


def test_json_lines_keep_their_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"name": "甲"}\n\n{"name": "乙", "code": 2}\n')
    (sheet,) = read_sheets(path)
    assert sheet.headers == ["name", "code"]
    assert list(sheet.rows) == [(1, ["甲", None]), (3, ["乙", 2])]


def test_geojson_features_are_rows_with_their_geometry(tmp_path: Path) -> None:
    shape = {"type": "Point", "coordinates": [118.3, 35.0]}
    feature = {"type": "Feature", "properties": {"adcode": 371302}, "geometry": shape}
    path = write(tmp_path / "a.json", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (sheet,) = read_sheets(path)
    assert sheet.headers == ["adcode", "geometry"]
    assert list(sheet.rows) == [(1, [371302, shape])]


def test_parquet_rows_are_numbered(tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["甲", "乙"]}), tmp_path / "a.parquet")
    (sheet,) = read_sheets(tmp_path / "a.parquet")
    assert (sheet.headers, list(sheet.rows)) == (["name"], [(1, ["甲"]), (2, ["乙"])])


def test_tables_are_known_by_their_ending() -> None:
    assert [is_table(Path(name)) for name in ("a.CSV", "a.csv.gz", "a.geojson", "a.docx", "a")] == [
        True, True, True, False, False,
    ]  # fmt: skip
