"""The example region: the committed files are what the script writes, and they are plausible."""

import csv
import io
from pathlib import Path

import pytest

from examples.make_yimeng import write_all
from examples.yimeng_region import Region
from ontology.values import uscc_is_valid

FOLDER = Path(__file__).parents[2] / "examples" / "yimeng"


@pytest.fixture(scope="module")
def region() -> Region:
    return Region()


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path) -> None:
    write_all(tmp_path)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_bytes() for file in FOLDER.iterdir() if file.is_file() and file.name in written}
    assert written == kept


def test_the_region_has_the_size_promised(region: Region) -> None:
    assert (len(region.townships), len(region.villages), len(region.enterprises)) == (12, 60, 300)


def test_every_enterprise_has_its_own_valid_code_and_name(region: Region) -> None:
    codes = {e.uscc for e in region.enterprises}
    assert len(codes) == len(region.enterprises) == len({e.name for e in region.enterprises})
    assert all(uscc_is_valid(code) for code in codes)


def test_no_enterprise_has_more_than_the_whole_of_its_shares_told(region: Region) -> None:
    told: dict[str, int] = {}
    for tie in region.holdings:
        told[tie.target.uscc] = told.get(tie.target.uscc, 0) + tie.value
    for _, enterprise, share in region.private_holdings:
        told[enterprise.uscc] = told.get(enterprise.uscc, 0) + share
    assert max(told.values()) == 100


def test_there_are_guarantee_circles(region: Region) -> None:
    following: dict[str, set[str]] = {}
    for tie in region.guarantees:
        following.setdefault(tie.source.uscc, set()).add(tie.target.uscc)
    assert any(_returns(start, following) for start in following)


def _returns(start: str, following: dict[str, set[str]]) -> bool:
    reached, edge = set(), [start]
    while edge:
        for code in following.get(edge.pop(), set()):
            if code == start:
                return True
            if code not in reached:
                reached.add(code)
                edge.append(code)
    return False


def test_suppliers_are_mostly_of_the_same_chain(region: Region) -> None:
    near = sum(t.source.township.chain == t.target.township.chain for t in region.supplies)
    assert near / len(region.supplies) > 0.6


def test_the_dirty_file_is_gb18030_with_a_wrong_check_digit() -> None:
    text = (FOLDER / "99-网商登记（未清洗）.csv").read_bytes().decode("gb18030")
    rows = list(csv.DictReader(io.StringIO(text)))
    codes = [row["统一社会信用代码"] for row in rows]
    assert any(len(code) == 18 and not uscc_is_valid(code.upper()) for code in codes)
    assert any(row["从业人数"] == "若干" for row in rows)
