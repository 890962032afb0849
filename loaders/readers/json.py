"""JSON lines, a JSON list of objects, and GeoJSON features (their properties, with the geometry as a column)."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from loaders.errors import UnreadableFile
from loaders.readers import Row, Sheet
from loaders.readers.text import read_text

GEOMETRY = "geometry"
#: Objects are looked at this far for the names of columns.
SAMPLE = 1_000


def read(path: Path, encoding: str | None) -> Iterator[Sheet]:
    text = read_text(path, encoding)
    objects = _lines(path, text) if _is_lines(path) else _document(path, text)
    headers = list(dict.fromkeys(name for _, found in objects[:SAMPLE] for name in found))
    yield Sheet(None, _rows(objects, headers), headers, len(objects))


def _is_lines(path: Path) -> bool:
    name = path.name.casefold().removesuffix(".gz")
    return name.endswith((".jsonl", ".ndjson"))


def _rows(objects: Iterable[tuple[int, dict[str, Any]]], headers: list[str]) -> Iterator[Row]:
    return ((row, [found.get(name) for name in headers]) for row, found in objects)


def _lines(path: Path, text: str) -> list[tuple[int, dict[str, Any]]]:
    found = []
    for row, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found.append((row, _object(path, f"line {row}", _parse(path, line, row))))
    return found


def _document(path: Path, text: str) -> list[tuple[int, dict[str, Any]]]:
    content = _parse(path, text, 1)
    features = content.get("features") if isinstance(content, dict) else None
    if isinstance(features, list):
        content = [_feature(_object(path, f"feature {n}", item)) for n, item in enumerate(features, start=1)]
    if not isinstance(content, list):
        raise UnreadableFile(f"{path}: holds one JSON value, not a list of objects nor GeoJSON features")
    return [(n, _object(path, f"item {n}", item)) for n, item in enumerate(content, start=1)]


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
