"""The encoding of a text is told from forty characters on, and where a text breaks is told to the byte."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import UnreadableFile
from loaders.readers.encoding import detect
from loaders.readers.text import TextFile

# Words of registrations, as both sides of the strait write them
SIMPLIFIED = [
    "有限公司", "机械设备", "农副产品", "加工销售", "山东省临沂市", "兰山区义堂镇", "板材制造", "建筑工程", "食品冷链",
    "张建国", "王秀英", "注册资本", "经营范围", "物流园区",
]  # fmt: skip
TRADITIONAL = [
    "有限公司", "機械設備", "農副產品", "加工銷售", "臺北市信義區", "高雄市前鎮區", "板材製造", "建築工程", "食品冷鏈",
    "張建國", "王秀英", "註冊資本", "經營範圍", "電子零件",
]  # fmt: skip
FORTY = 40


def _texts(words: list[str]) -> st.SearchStrategy[str]:
    cells = st.lists(st.sampled_from([*words, ",", "\n", "2014-03-01", "500"]), min_size=30, max_size=60)
    return cells.map("".join).filter(lambda text: sum(ord(c) > 127 for c in text) >= FORTY and "\n" in text)


@given(_texts(SIMPLIFIED), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]))
def test_simplified_text_is_told_in_every_usual_encoding(text: str, encoding: str) -> None:
    assert detect(text.encode(encoding), whole=True) == encoding


@given(_texts(TRADITIONAL), st.sampled_from(["utf-8", "big5", "utf-16-le"]))
def test_traditional_text_is_told_in_every_usual_encoding(text: str, encoding: str) -> None:
    assert detect(text.encode(encoding), whole=True) == encoding


@given(_texts(SIMPLIFIED), st.sampled_from(["utf-8", "gb18030"]), st.data())
def test_cut_sample_is_told_like_the_whole(text: str, encoding: str, data: st.DataObject) -> None:
    raw = (text * 2).encode(encoding)
    cut = data.draw(st.integers(len(raw) // 2, len(raw)))
    assert detect(raw[:cut], whole=False) == encoding


@given(st.binary(min_size=400, max_size=2000))
def test_noise_is_no_text_or_decodes(raw: bytes) -> None:
    encoding = detect(raw, whole=True)
    if encoding is not None:
        raw.decode(encoding, errors="ignore")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("lines", [10, 200_000])
def test_broken_place_is_told_to_the_byte(tmp_path: Path, lines: int, packed: bool) -> None:
    good = "沂蒙板材有限公司,500万元\n".encode() * lines
    raw = good + "费县".encode("gb18030") + b"\n"
    path = tmp_path / ("a.csv.gz" if packed else "a.csv")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    with pytest.raises(UnreadableFile, match=rf"broken at byte {len(good)} \(line {lines + 1}\)"):
        TextFile(path).read()


def test_text_that_is_ascii_for_a_long_time_is_told_by_what_comes_then(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 600_000 + ("沂蒙板材有限公司,义堂镇\n" * 10).encode("gb18030"))
    assert TextFile(path).encoding == "gb18030"
