"""JSON lines, a JSON list of objects, and GeoJSON features (their properties, with the geometry as a column).

JSON lines are read one by one. A document is read as a whole, for only its end proves it complete.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from loaders.errors import UnreadableFile
from loaders.readers import Remark, Row, Sheet
from loaders.readers.text import TextFile

GEOMETRY = "geometry"
#: Objects are looked at this far for the names of columns.
SAMPLE = 1_000
#: A document of more bytes needs several times the memory: it is to be saved as JSON lines.
LARGEST_DOCUMENT = 400_000_000

_Objects = Iterator[tuple[int, dict[str, Any]]]


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    text = TextFile(path, encoding)
    if _is_lines(path):
        objects, total = _lines(text), text.lines
    else:
        found = _document(text)
        objects, total = iter(found), len(found)
    first = list(islice(objects, SAMPLE))
    headers = list(dict.fromkeys(name for _, told in first for name in told))
    remarks: list[Remark] = []
    yield Sheet(None, _rows(chain(first, objects), headers, remarks), headers, total, remarks=remarks)


def _is_lines(path: Path) -> bool:
    name = path.name.casefold().removesuffix(".gz")
    return name.endswith((".jsonl", ".ndjson"))


def _rows(objects: Iterable[tuple[int, dict[str, Any]]], headers: list[str], remarks: list[Remark]) -> Iterator[Row]:
    known = set(headers)
    for row, found in objects:
        yield row, [found.get(name) for name in headers]
        for name in found.keys() - known:
            known.add(name)
            told = f"the field {name} first stands after {SAMPLE:,} objects and is not read; put it into the first"
            remarks.append(Remark(told, row))


def _lines(text: TextFile) -> _Objects:
    with text.open() as stream:
        for row, line in enumerate(stream, start=1):
            line = line.strip("\r\n\ufeff")
            if line.strip():
                yield row, _object(text.path, f"line {row}", _parse(text.path, line, row))


def _document(text: TextFile) -> list[tuple[int, dict[str, Any]]]:
    path = text.path
    if path.stat().st_size > LARGEST_DOCUMENT:
        raise UnreadableFile(f"{path}: too large for one JSON document; save it as JSON lines (.jsonl)")
    content = _parse(path, text.read(), 1)
    if isinstance(content, dict):
        content = _list_within(path, content)
    if not isinstance(content, list):
        raise UnreadableFile(f"{path}: holds one JSON value, not a list of objects nor GeoJSON features")
    return [(n, _object(path, f"item {n}", item)) for n, item in enumerate(content, start=1)]


def _list_within(path: Path, content: dict[str, Any]) -> Any:
    """GeoJSON features; or the only list that an answer holds: {"code": 0, "data": [...]}."""
    features = content.get("features")
    if isinstance(features, list):
        return [_feature(_object(path, f"feature {n}", item)) for n, item in enumerate(features, start=1)]
    lists = [value for value in content.values() if isinstance(value, list) and value]
    return lists[0] if len(lists) == 1 else None


def _feature(feature: dict[str, Any]) -> dict[str, Any]:
    return {**(feature.get("properties") or {}), GEOMETRY: feature.get("geometry")}


def _parse(path: Path, text: str, first_line: int) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableFile(f"{path}: the JSON is nested too deeply to be a table") from error
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise UnreadableFile(f"{path}, line {line}, column {error.colno}: not valid JSON: {error.msg}") from error


def _object(path: Path, where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableFile(f"{path}, {where}: is no JSON object")
    return value
