"""The Excel template of one or several types, from the ontology: Chinese headers, drop-downs, comments, example rows.

What is written here, load_file reads: a sheet is named after its type, the example row is marked 示例 and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from loaders.guess import EXAMPLE, GUIDE_SHEETS, NUMBER, edge_columns, key_property, sheet_name
from ontology.model import EdgeType, NodeType, Property
from ontology.values import uscc_check_digit
from records.schema import stated

#: Rows that get drop-downs.
ROWS = 1_000
_YES_NO = ["是", "否"]
_HEAD = PatternFill("solid", fgColor="DCE6F5")
_NEEDED = PatternFill("solid", fgColor="F9D9CF")
_GREY = Font(italic=True, color="808080")

EXAMPLES = {
    "string": "示例文字", "text": "一段文字", "integer": "12", "number": "3.5", "boolean": "是", "date": "2024-03-15",
    "reduced_date": "2027", "duration": "P3Y", "money": "500万元", "share": "30%", "code": "A001",
    "stock_code": "600000", "region_code": "371302", "phone": "0539-8000000", "email": "office@example.com",
    "url": "https://example.com", "point": "118.35,35.05", "geometry": '{"type":"Point","coordinates":[118.35,35.05]}',
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of the template."""

    header: str
    guide: str
    example: str
    needed: bool = False
    choices: Sequence[str] = ()


def write_template(
    declared: NodeType | EdgeType | Sequence[NodeType | EdgeType], path: Path, *, types: Mapping[str, NodeType]
) -> None:
    """Write the template of a node or edge type, or of several, a sheet each. types: all node types by name."""
    every = [declared] if isinstance(declared, NodeType | EdgeType) else list(declared)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    options, guide = (workbook.create_sheet(name) for name in reversed(GUIDE_SHEETS))
    free = count(1)
    for n, one in enumerate(every):
        title = sheet_name(one)
        sheet = workbook.create_sheet(title if title not in workbook.sheetnames else one.name, n)
        columns = (
            [_column(p, one) for p in one.properties.values()]
            if isinstance(one, NodeType)
            else _edge_columns(one, types)
        )
        _fill(sheet, options, free, [Column(NUMBER, "示例行可以保留，不会载入", EXAMPLE), *columns])
        _guide(guide, one, sheet.title, columns)
    options.sheet_state = "hidden"
    workbook.save(path)


def _column(prop: Property, declared: NodeType | EdgeType) -> Column:
    choices = [code.label.zh for code in prop.codelist.codes.values()] if prop.codelist else []
    choices = _YES_NO if prop.kind == "boolean" else choices
    return Column(prop.label.zh, _guidance(prop), _example(prop, declared), prop.required, choices)


def _example(prop: Property, declared: NodeType | EdgeType) -> str:
    if prop.kind == "uscc":
        return "91371300MA3ABCDE0" + uscc_check_digit("91371300MA3ABCDE0")
    if prop.codelist:
        return next(iter(prop.codelist.codes.values())).label.zh
    if prop.name == "name":
        return f"某某{declared.label.zh.split('/')[0]}"
    return prop.example or EXAMPLES[prop.kind]


def _guidance(prop: Property) -> str:
    parts = [f"{prop.label.zh} {prop.label.en}"]
    parts += [prop.description.zh] if prop.description else []
    parts += [f"单位：{prop.unit}"] if prop.unit else []
    parts += ["可填多个，用、隔开"] if prop.multiple else []
    parts += ["必填"] if prop.required else ["不知道就空着"]
    parts += ["个人信息"] if prop.personal else []
    return "；".join(parts)


def _edge_columns(edge: EdgeType, types: Mapping[str, NodeType]) -> list[Column]:
    heads, tails = ([types[name] for name in names] for names in (edge.heads, edge.tails))
    alike = heads[0] is tails[0]
    columns = [*_end_columns("head", heads), *_end_columns("tail", tails, "另一" if alike else "")]
    return [*columns, *(_column(p, edge) for p in stated(edge))]


def _end_columns(side: str, ends: Sequence[NodeType], other: str = "") -> list[Column]:
    """other: what tells the example of this end from that of the other end, if both are of one type."""
    type_, key, name = edge_columns(side)
    sample = key_property(ends[0])
    example = _example(sample, ends[0]) if sample and not other else ""
    return [
        Column(type_, f"{type_}：从列表中选", ends[0].label.zh, True, [end.label.zh for end in ends]),
        Column(key, "统一社会信用代码、区划代码等；没有就只填名称", example),
        Column(name, "全称；已填标识的可以空着", f"{other}某某{ends[0].label.zh.split('（')[0]}"),
    ]


def _fill(sheet: Worksheet, options: Worksheet, free: Iterator[int], columns: Sequence[Column]) -> None:
    """free: the columns of ``options`` that are not used yet."""
    for n, column in enumerate(columns, start=1):
        letter = get_column_letter(n)
        head = sheet.cell(1, n, column.header)
        head.font, head.fill = Font(bold=True), _NEEDED if column.needed else _HEAD
        head.alignment = Alignment(horizontal="center")
        head.comment = Comment(column.guide, "Jiju", width=320, height=120)
        example = sheet.cell(2, n, column.example)
        example.font, example.number_format = _GREY, "@"
        sheet.column_dimensions[letter].width = max(12, 2 * len(column.header) + 4)
        # Codes and dates stay as they are typed.
        for row in range(3, 53):
            sheet.cell(row, n).number_format = "@"
        if column.choices:
            _choices(sheet, options, letter, next(free), column)
    sheet.freeze_panes = "B3"


def _choices(sheet: Worksheet, options: Worksheet, letter: str, position: int, column: Column) -> None:
    for row, choice in enumerate(column.choices, start=1):
        options.cell(row, position, choice)
    listed = get_column_letter(position)
    area = f"'{options.title}'!${listed}$1:${listed}${len(column.choices)}"
    rule = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(rule)


def _guide(sheet: Worksheet, declared: NodeType | EdgeType, title: str, columns: Sequence[Column]) -> None:
    if sheet.max_row > 1:
        sheet.append([])
    sheet.append([f"{declared.label.zh} {declared.label.en}：{declared.description.zh}"])
    sheet.append([f"在“{title}”表中一行填一条，红色列必填。"])
    sheet.append(["栏目", "怎么填", "例子", "可选值"])
    for column in columns:
        sheet.append([column.header, column.guide, column.example, "、".join(column.choices)])
    for letter, width in zip("ABCD", (20, 60, 24, 60), strict=True):
        sheet.column_dimensions[letter].width = width
