"""Enumerations of the API: its own, and one for every codelist of the ontology."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import strawberry

from ontology.model import Codelist, Label, Ontology


def both(label: Label) -> str:
    """A description in both languages: ``企业 · enterprise``."""
    return label.zh if label.zh == label.en else f"{label.zh} · {label.en}"


@strawberry.enum(description="语言 · language of a text")
class Lang(enum.Enum):
    ZH = strawberry.enum_value("zh", description="中文 · Chinese")
    EN = strawberry.enum_value("en", description="英文 · English")


@strawberry.enum(description="关系方向 · direction of a relation, seen from an entity")
class Direction(enum.Enum):
    OUT = strawberry.enum_value("out", description="由此指出 · the entity is its head")
    IN = strawberry.enum_value("in", description="指向此处 · the entity is its tail")


@strawberry.enum(description="排序方向；未知值总在最后 · direction of an order; unknown values always come last")
class OrderDirection(enum.Enum):
    ASC = strawberry.enum_value("asc", description="升序 · smallest first")
    DESC = strawberry.enum_value("desc", description="降序 · greatest first")


@dataclass(frozen=True)
class Enumeration:
    """A Python enum for the schema, and its members by what the store holds."""

    type: Any
    members: Mapping[str, Any]

    def member(self, code: str | None) -> Any:
        return None if code is None else self.members.get(code)


def make(name: str, description: str, values: Mapping[str, tuple[str, str]]) -> Enumeration:
    """An enum from {stored code: (name in the API, description)}."""
    named = {shown: strawberry.enum_value(code, description=text) for code, (shown, text) in values.items()}
    made: Any = enum.Enum(name, named)  # type: ignore[misc]  # its members are known at run time only
    members = {code: made[shown] for code, (shown, _) in values.items()}
    return Enumeration(strawberry.enum(made, name=name, description=description), members)


def code_of(member: Any) -> str:
    """What the store holds for a member given as argument."""
    return str(member.value)


@dataclass(frozen=True)
class Enums:
    """All enumerations that follow from the ontology."""

    codelists: Mapping[str, Enumeration]
    node_types: Enumeration
    edge_types: Enumeration


def enums(ontology: Ontology) -> Enums:
    nodes = {t.name: (t.name, both(t.label)) for t in ontology.node_types.values()}
    edges = {t.name: (t.name, both(t.description)) for t in ontology.edge_types.values()}
    return Enums(
        {name: _codelist(codelist) for name, codelist in ontology.codelists.items()},
        make("NodeTypeName", "实体类型 · a type of entity", nodes),
        make("EdgeTypeName", "关系类型 · a type of relation", edges),
    )


def _codelist(codelist: Codelist) -> Enumeration:
    standard = f" ({codelist.standard})" if codelist.standard else ""
    values = {c.code: (c.code.upper(), both(c.label)) for c in codelist.codes.values()}
    return make(codelist.name, both(codelist.label) + standard, values)
