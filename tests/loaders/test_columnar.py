"""The columnar path makes of any table just what the row path makes of it."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.checks import RowChecks
from loaders.columnar import ColumnMapper, is_columnar
from loaders.header import split_unit
from loaders.mapping import read_mapping
from loaders.places import Gazetteer
from loaders.plain import blank_mask
from loaders.rows import RowMapper
from ontology.model import load
from ontology.values import BLANKS, is_blank
from records.record import Locator, Record
from records.tables import Collector, collect
from support.builders import make_uscc

ONTOLOGY = load()
HEADERS = (
    "企业名称",
    "信用代码",
    "注册资本（万元）",
    "员工",
    "成立日期",
    "状态",
    "电话",
    "股东",
    "比例",
    "面积",
    "备注",
)

MAPPINGS = {
    "firms by key": """
entities:
  firm:
    type: Enterprise
    properties:
      name: 企业名称
      uscc: 信用代码
      registered_capital: 注册资本
      employees: 员工
      founded: 成立日期
      status: 状态
      phone: {column: 电话, lenient: true}
      address: 备注
""",
    "shares": """
when: {状态: {not: [注销]}}
entities:
  firm: {type: Enterprise, ref: "{企业名称}-{信用代码}", properties: {name: 企业名称}}
  holder:
    type: Enterprise
    mention: true
    ref: "{股东}"
    when: {股东: {blank: false, unlike: "^自然人"}}
    properties: {name: 股东, registered_capital: {column: 注册资本, unit: 元, lenient: true}}
  same: {type: Enterprise, mention: true, ref: "{企业名称}", properties: {name: 企业名称}}
relations:
  - {type: OWNS, head: holder, tail: same, properties: {share: 比例, valid_from: {column: 成立日期, lenient: true}}}
  - {type: SUPPLIES, head: holder, tail: firm, when: {股东: {differs: 企业名称}}}
""",
    "all ways to a value": """
entities:
  firm:
    type: Enterprise
    confidence: 0.7
    when: {备注: {not: [略]}}
    properties:
      name: [{column: 企业名称, when: {状态: 在营}}, {template: "{股东}（{备注}）"}, {column: 备注}]
      status: {column: 状态, lookup: {在营: active}, lenient: true}
      uscc: {column: 备注, pattern: "([0-9A-Z]{18})", lenient: true}
      registered_capital: [{column: 注册资本, lenient: true}, {value: 1万元}]
      employees: {column: 员工, unit: 万, lenient: true}
      kind: {column: 备注, lenient: true}
  park:
    type: Park
    properties: {name: 股东, area: {column: 面积, lenient: true}}
relations:
  - {type: LOCATED_IN, head: firm, tail: park}
""",
}


@cache
def _read(kind: str) -> Any:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.yaml"
        file.write_text(f"source: {{id: s, title: t}}\nfile: '*'\n{MAPPINGS[kind]}", encoding="utf-8")
        return read_mapping(file, ONTOLOGY).sheets[0]


_NAMES = st.sampled_from(
    [
        "临沂金锣有限公司",
        "金锣（集团）",
        "金锣 肉制品",
        "ＡＢＣ有限公司",
        "Acme Ltd",
        "na",
        "甲",
        "甲&amp;乙",
        "自然人张三",
    ]
)
_WORDS = st.one_of(
    st.sampled_from(sorted(BLANKS)),
    st.text(st.sampled_from(" 　\t\x1c\x85\u200b无-/N\u2028a1０Ａ万元.,%()（）"), max_size=6),
)
_CODES = st.one_of(
    st.integers(0, 20).map(make_uscc), st.sampled_from(["91371302000000000X", "9137130212345678", "91371302ma3cd2u35q"])
)
_AMOUNTS = st.one_of(
    st.decimals(0, 10**9, places=2).map(str), st.decimals(0, 10**6, places=5).map(lambda d: f"{d}万元"),
    st.sampled_from(["0", "0.00", "000", "500", "500万元", "0万元", "1.239元", "1.23元", "120万美元", "五百万元"]),
    st.sampled_from(["-5", "1,200", "约30", "3亿元", "."]),
)  # fmt: skip
_NUMBERS = st.one_of(
    st.integers(-9, 10**13).map(str), st.floats(0, 1).map(str), st.decimals(0, 1, places=4).map(str),
    st.sampled_from(["1,200", "1200家", "007", "-0", "12%", "0.3", "1.0", "1", "300亩", "３０", "1e3"]),
)  # fmt: skip
_DATES = st.one_of(
    st.dates().map(str),
    st.sampled_from(["2014年3月", "2014.3.1", "2014-02-30", "20140301", "2014", "41699", "2099-01-01"]),
)
_STATES = st.sampled_from(["在营", "注销", "存续", "active", "略", "飞"])
_PHONES = st.sampled_from(["0539-8000000", "13800000000", "０５３９", "12", "+86 539 8000000"])
_KINDS = (_NAMES, _CODES, _AMOUNTS, _NUMBERS, _DATES, _STATES, _PHONES, _NAMES, _NUMBERS, _NUMBERS, _NAMES)
_CELL = [st.one_of(kind, kind, kind, kind, _WORDS, st.none(), st.just("")) for kind in _KINDS]
_ROW = st.one_of(
    st.tuples(*_CELL).map(list), st.tuples(*_CELL, st.just("zu viel")).map(list), st.tuples(*_CELL[:7]).map(list),
    st.tuples(*_CELL[:3], st.integers(0, 99), *_CELL[4:]).map(list),
)  # fmt: skip


class _Path:
    """What a table gives by one of the paths: records, and what is told of the rows in words."""

    def __init__(self, mapping: Any, *, columnar: bool) -> None:
        bare = {split_unit(header)[0]: n for n, header in enumerate(HEADERS)}
        self.named = {name: bare[name] for name in mapping.all_columns()}
        units = {name: split_unit(HEADERS[n])[1] for name, n in self.named.items()}
        places = Gazetteer([("371302", "兰山区"), ("371321", "沂南县"), ("371300", "临沂市")])
        checks = RowChecks(places, date(2024, 6, 30))
        self.mapper = RowMapper(mapping, units, places, "test@1", repeats=columnar, checks=checks)
        self.columns = ColumnMapper(ONTOLOGY, mapping, self.mapper, self.named, len(HEADERS), ("f.csv", None))
        self.words: list[Any] = []
        self.accepted = self.skipped = self.rejected = 0

    def one(self, row: int, cells: list[Any]) -> list[Record]:
        told = {name: cells[n] if n < len(cells) else None for name, n in self.named.items()}
        result = self.mapper.records(told, Locator("f.csv", None, row))
        self.words += [(row, word) for word in (*result.problems, *result.notes)]
        self.rejected += bool(result.problems)
        self.accepted += not result.problems
        self.skipped += result.empty
        return result.records

    def batches(self, rows: list[Any], size: int) -> Iterator[Any]:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            batch = self.columns.split(part)
            self.accepted += batch.accepted
            self.skipped += batch.skipped
            records = [record for n in batch.rest for record in self.one(*part[n])]
            yield from self.columns.finish(batch, records)

    @property
    def said(self) -> Any:
        return self.words, self.accepted, self.skipped, self.rejected


@pytest.mark.parametrize("kind", MAPPINGS)
@given(cells=st.lists(_ROW, min_size=1, max_size=20), size=st.sampled_from([4, 11, 20]))
@settings(max_examples=40)
def test_both_paths_say_the_same(kind: str, cells: list[list[Any]], size: int) -> None:
    mapping = _read(kind)
    assert is_columnar(mapping)
    rows = [(n + 2, row) for n, row in enumerate(cells)]
    by_row, by_column = _Path(mapping, columnar=False), _Path(mapping, columnar=True)
    wanted = [record for row in rows for record in by_row.one(*row)]
    collector = Collector(ONTOLOGY)
    for name, table in by_column.batches(rows, size):
        collector.add_table(name, table)
    assert by_column.said == by_row.said
    # Ends that nobody describes are refused by the archive either way; here only what is told counts.
    one, other = collect(wanted, ONTOLOGY).named(), collector.tables().named()
    assert one.keys() == other.keys()
    for name, table in one.items():
        assert other[name].select(table.column_names).to_pylist() == table.to_pylist()
        assert sorted(other[name].column_names) == sorted(table.column_names)


@given(st.lists(st.one_of(st.none(), _WORDS, *_KINDS, st.text(max_size=50)), max_size=30))
def test_blank_is_what_is_blank_to_python(texts: list[str | None]) -> None:
    assert blank_mask(pl.Series(texts, dtype=pl.String)).to_list() == [is_blank(text) for text in texts]


def test_a_mention_is_made_once_over_all_batches() -> None:
    mapping = _read("shares")
    path = _Path(mapping, columnar=True)
    row = ["甲公司", make_uscc(1), "5", "", "2014-03-01", "在营", "", "乙公司", "0.3", "", ""]
    rows = [(n, [*row]) for n in range(2, 40)]
    rows[20][1][8] = "130%"  # this row is refused, and its mentions with it
    tables = list(path.batches(rows, 7))
    mentioned = [
        t.select(["_ref", "_row"]).to_pylist()
        for name, t in tables
        if name == "Enterprise" and t["_mention"][0].as_py()
    ]
    assert [one for some in mentioned for one in some] == [{"_ref": "乙公司", "_row": 2}, {"_ref": "甲公司", "_row": 2}]
    assert [word.column for _, word in path.words] == ["比例"]
