"""One YAML file of the ontology, read so that every value knows the line it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ontology.errors import OntologyError


@dataclass(frozen=True)
class Section:
    """A mapping of a YAML file with its place. Each key is taken once; what nobody took is an error."""

    file: Path
    line: int
    path: str
    values: dict[str, Any]
    lines: dict[str, int]
    taken: set[str]

    def error(self, message: str, key: str | None = None) -> OntologyError:
        line = self.lines.get(key, self.line) if key else self.line
        return OntologyError(self.file, line, f"{self.where(key)}{message}")

    def where(self, key: str | None) -> str:
        dotted = ".".join(part for part in (self.path, key) if part)
        return f"{dotted}: " if dotted else ""

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of ``key``, checked to be of ``kind``; without a default the key is required."""
        self.taken.add(key)
        if key not in self.values:
            if default is ...:
                raise self.error(f"the key {key!r} is missing")
            return default
        value = self.values[key]
        kinds = (kind,) if isinstance(kind, type) else kind
        if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kinds):
            names = " or ".join(_KIND_NAMES.get(k, k.__name__) for k in kinds)
            raise self.error(f"must be {names}, is {value!r}", key)
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        values = self.take(key, list, default)
        for value in values:
            if not isinstance(value, str):
                raise self.error(f"must be a list of texts, has {value!r} (quote it)", key)
        return tuple(values)

    def section(self, key: str, default: Any = ...) -> "Section":
        value = self.take(key, Section, default)
        if isinstance(value, Section):
            return value
        return Section(self.file, self.line, f"{self.path}.{key}".strip("."), dict(value), {}, set())

    def sections(self) -> Iterator[tuple[str, "Section"]]:
        """Every key with its mapping, in the file's order."""
        for key in self.values:
            yield key, self.section(key)

    def finish(self) -> None:
        """Refuse keys that nobody took: they are spelling mistakes."""
        for key in self.values.keys() - self.taken:
            known = ", ".join(sorted(self.taken))
            raise self.error(f"unknown key {key!r}; known here: {known}", key)


#: How an error calls what YAML holds.
_KIND_NAMES: dict[type, str] = {
    str: "a text", list: "a list", bool: "true or false", int: "a whole number", float: "a number",
    Section: "a mapping", type(None): "empty",
}  # fmt: skip


def read(file: Path) -> Section:
    """Parse ``file``; a syntax mistake names the line."""
    return parse(file.read_text(encoding="utf-8"), file)


def parse(text: str, file: Path) -> Section:
    """Parse a text as that of ``file``, which errors name."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OntologyError(file, line, f"not valid YAML: {error.problem}") from error
    if not isinstance(node, yaml.MappingNode):
        raise OntologyError(file, 1, "the file must hold a mapping")
    return _section(file, node, "")


def _section(file: Path, node: yaml.MappingNode, path: str) -> Section:
    section = Section(file, node.start_mark.line + 1, path, {}, {}, set())
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in section.values:
            raise OntologyError(file, line, f"{section.where(None)}the key {key!r} stands here twice")
        section.values[key] = _value(file, value_node, f"{path}.{key}".strip("."))
        section.lines[key] = line
    return section


def _value(file: Path, node: yaml.Node, path: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _section(file, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, child, path) for child in node.value]
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    finally:
        loader.dispose()
