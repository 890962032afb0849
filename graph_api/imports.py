"""GraphQL types around an import: what was asked, what became of the file, and what it changes in the graph.

They stand over the plain values that Jobs gives (jiju.plan.Plan.as_json, loaders.report.Report.as_json).
"""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry.scalars import JSON

from graph_api.changes import ChangeRow
from graph_api.connections import check_first
from graph_api.enums import Enumeration, Lang, make
from graph_api.fields import Info, argument, list_of, make_type, read_field, resolved_field
from graph_api.types import LANG, Types

MODES: Enumeration = make(
    "ImportMode",
    "有错的行怎么办 · what becomes of a file with bad rows",
    {
        "refuse": ("REFUSE", "整个文件都不收 · the file is refused as a whole"),
        "partial": ("ROWS", "只收好的行 · its good rows are taken, the others go to the rejects"),
        "cells": (
            "CELLS",
            "同上；不是必填的错格只去掉这一格 · so, but a bad cell that is not needed is left out alone",
        ),
    },
)
_FIRST = argument(int, "至多几条 · at most so many")


@strawberry.input(description="来源的说明，覆盖映射里的 · about the source, instead of what the mapping says")
class SourceInput:
    title: str | None = strawberry.field(default=None, description="题名 · title")
    publisher: str | None = strawberry.field(default=None, description="发布者 · publisher")
    licence: str | None = strawberry.field(default=None, description="许可 · licence")
    as_of: date | None = strawberry.field(default=None, description="截至日期 · the day for which it speaks")
    trust: float | None = strawberry.field(default=None, description="可信度，0 到 1 · trust, 0 to 1")
    url: str | None = strawberry.field(default=None, description="网址 · web address")

    def told(self) -> dict[str, Any]:
        """What was given, by the names of a mapping's source."""
        names = ("title", "publisher", "licence", "as_of", "trust", "url")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@strawberry.input(description="载入一个已上传的文件 · load a file that was uploaded")
class ImportInput:
    upload: strawberry.ID = strawberry.field(description="POST /imports 给出的编号 · id that POST /imports gave")
    mapping: str | None = strawberry.field(
        default=None,
        description="映射（YAML）；不给则用建议的 · mapping as YAML; what inspectImport proposes if left out",
    )
    mode: MODES.type = strawberry.field(  # type: ignore[name-defined]  # made at run time
        default=MODES.members["refuse"], description="有错的行怎么办 · what becomes of bad rows"
    )
    dry_run: bool = strawberry.field(default=False, description="只说会怎样，不写 · only say what would become of it")
    source: SourceInput | None = strawberry.field(default=None, description="来源的说明 · about the source")
    client_key: str | None = strawberry.field(
        default=None,
        description="客户端给这次调用的名字，重复调用只做一次 · a name for this call: done once, however often sent",
    )


def _told(name: str, annotation: Any, text: str, key: str | None = None, default: Any = None) -> Any:
    return read_field(name, annotation, text, lambda row, _info: row.get(key or name, default))


def make_report() -> Any:
    """The type ImportReport."""
    problem = make_type(
        "ImportProblem",
        [
            _told("file", str, "文件 · file"),
            _told("sheet", str | None, "工作表 · sheet"),
            _told("row", int | None, "行号，从 1 起 · row as the spreadsheet shows it"),
            _told("column", str | None, "列 · column"),
            _told("value", str | None, "单元格的内容 · the cell's content"),
            resolved_field("message", _in("message"), str, "错在哪里 · what is wrong", lang=LANG),
            _told("severity", str, "error 或 warning · error or warning", default="error"),
        ],
        "一处错误及其位置 · something wrong, with its place",
    )
    sheet = make_type(
        "ImportSheet",
        [
            _told("sheet", str | None, "工作表 · sheet"),
            _told("headerRow", int, "表头所在行 · row of the header; 0 where the format has none", "header_row"),
            _told("read", int, "读到的行 · rows read"),
            _told("accepted", int, "收下的行 · rows accepted"),
            _told("rejected", int, "拒绝的行 · rows rejected"),
            _told("unread", list[str], "没有用到的列 · columns that nobody reads"),
        ],
        "一个工作表的结果 · what became of a sheet",
    )

    def listed(name: str) -> Any:
        def read(root: Mapping[str, Any], info: Info, first: int = 100) -> Sequence[Any]:
            found: Sequence[Any] = root.get(name, ())
            return found[: check_first("first", first)]

        return read

    def notes(root: Mapping[str, Any], info: Info, first: int = 100, lang: Lang = Lang.EN) -> list[str]:
        told = _in("text")
        return [told(note, info, lang) for note in root.get("notes", ())[: check_first("first", first)]]

    return make_type(
        "ImportReport",
        [
            _told("file", str, "文件 · file"),
            _told("source", strawberry.ID | None, "来源的标识 · id of the source"),
            _told("verdict", str, "结论 · what became of it, in words"),
            _told("refused", bool, "是否整个被拒 · whether the file was refused", default=False),
            _told("error", str | None, "读不了的原因 · why it could not be read at all"),
            _told("read", int, "读到的行 · rows read", default=0),
            _told("accepted", int, "收下的行 · rows accepted", default=0),
            _told("rejected", int, "拒绝的行 · rows rejected", default=0),
            _told("entities", JSON, "各类型实体数 · entities by type", default={}),
            _told("relations", JSON, "各类型关系数 · relations by type", default={}),
            _told("sheets", list_of(sheet), "各工作表 · sheets", default=()),
            _told("unreadSheets", list[str], "没有用到的工作表 · sheets that nobody reads", "unread_sheets", ()),
            resolved_field(
                "problems",
                listed("problems"),
                list_of(problem),
                "错误及其位置 · what is wrong, and where",
                first=_FIRST,
            ),
            _told("problemCount", int, "错误数 · how many problems", "errors", 0),
            resolved_field(
                "warnings",
                listed("warnings"),
                list_of(problem),
                "提醒，不拒收 · what is odd but refuses nothing",
                first=_FIRST,
            ),
            _told("warningCount", int, "提醒数 · how many warnings", "warned", 0),
            resolved_field(
                "notes", notes, list[str], "略去未拒的 · what was left out without refusing", first=_FIRST, lang=LANG
            ),
        ],
        "一个文件载入的结果 · what became of a file",
    )


def _in(name: str) -> Any:
    """A resolver of a text that is told in both languages, as ``name`` and ``name_zh``."""

    def read(root: Mapping[str, Any], info: Info, lang: Lang = Lang.EN) -> str:
        text: str = root.get(f"{name}_zh" if lang is Lang.ZH else name) or root[name]
        return text

    return read


def make_diff(types: Types) -> Any:
    """The type ImportDiff: what a load changes in the graph."""
    counted = make_type(
        "DiffCount",
        [_told("type", str, "类型 · type of entity or relation"), _told("count", int, "数目 · how many")],
        "一个类型的数目 · how many of a type",
    )

    def counts(verb: str) -> Any:
        def read(root: Mapping[str, Any], _info: Any) -> list[dict[str, Any]]:
            return [{"type": name, "count": n} for name, n in sorted(root["graph"][verb].items())]

        return read

    def changes(root: Mapping[str, Any], info: Info, first: int = 20) -> list[ChangeRow]:
        return [ChangeRow(told, info.context) for told in root["changes"][: check_first("first", first)]]

    return make_type(
        "ImportDiff",
        [
            read_field("added", list_of(counted), "新增，按类型 · things added", counts("added")),
            read_field("changed", list_of(counted), "改变，按类型 · things changed", counts("changed")),
            read_field("retracted", list_of(counted), "撤回，按类型 · things retracted", counts("retracted")),
            resolved_field(
                "changes",
                changes,
                list_of(types.named["Change"]),
                "逐条，至多 1000 条，全部见 changes · one by one, up to 1000; Query.changes has all",
                first=_FIRST,
            ),
        ],
        "图的变化 · what changes in the graph",
    )


def make_proposal() -> Any:
    """The type MappingProposal, over what Jobs.propose gives."""
    alternative = make_type(
        "ColumnAlternative",
        [
            _told("type", str, "类型 · type"),
            _told("property", str, "属性 · property"),
            _told("confidence", float, "把握 · 0 to 1"),
        ],
        "列的另一种理解 · another reading of a column",
    )
    column = make_type(
        "ProposedColumn",
        [
            _told("sheet", str | None, "工作表 · sheet"),
            _told("column", str, "列 · header"),
            _told("type", str | None, "类型；不读则为空 · type; null where the column is not read"),
            _told("property", str | None, "属性 · property, as the mapping calls it"),
            _told("confidence", float, "把握，0 到 1 · confidence, 0 to 1", default=0.0),
            _told("reason", str | None, "依据 · by what it was told"),
            _told("samples", list[str], "样值 · sample values", default=()),
            _told("alternatives", list_of(alternative), "其他理解 · other readings", default=()),
        ],
        "一列建议怎么读 · how a column is proposed to be read",
    )
    return make_type(
        "MappingProposal",
        [
            _told(
                "mapping",
                str,
                "映射（YAML），可改后交给 importFile · the mapping as YAML, to be edited and given to importFile",
            ),
            _told("columns", list_of(column), "各列 · columns", default=()),
            _told("rows", JSON, "前几行 · the first rows, by header", default=()),
        ],
        "建议的映射 · a proposed mapping",
    )
