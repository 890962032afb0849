"""A sheet's mapping in the making: things and links, each with its confidence and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loaders.proposal.profile import Column
from ontology.model import EdgeType, NodeType


@dataclass
class Spec:
    """How one property is told, as a mapping file writes it."""

    told: Any
    confidence: float
    reason: str

    @property
    def columns(self) -> list[str]:
        return _columns(self.told)


@dataclass
class Thing:
    """An entity of the mapping. each, when: as a mapping file writes them."""

    name: str
    type: NodeType
    confidence: float
    reason: str
    specs: dict[str, Spec] = field(default_factory=dict)
    mention: bool = True
    each: Mapping[str, Any] | None = None
    when: dict[str, Any] = field(default_factory=dict)
    ref: str | None = None

    def as_mapping(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": self.type.name}
        told |= {"mention": True} if self.mention else {}
        told |= {"ref": self.ref} if self.ref else {}
        told |= {"each": dict(self.each)} if self.each else {}
        told |= {"when": self.when} if self.when else {}
        return told | {"properties": {name: spec.told for name, spec in self.specs.items()}}


@dataclass
class Link:
    """A relation of the mapping, between things by their names."""

    edge: EdgeType
    head: str
    tail: str
    confidence: float
    reason: str
    specs: dict[str, Spec] = field(default_factory=dict)
    each: Mapping[str, Any] | None = None
    when: dict[str, Any] = field(default_factory=dict)

    def as_mapping(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": self.edge.name, "head": self.head, "tail": self.tail}
        told |= {"each": dict(self.each)} if self.each else {}
        told |= {"when": self.when} if self.when else {}
        properties = {name: spec.told for name, spec in self.specs.items()}
        return told | ({"properties": properties} if properties else {})


@dataclass
class Draft:
    """What is proposed for the rows of a sheet."""

    columns: list[Column]
    things: dict[str, Thing] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, node_type: NodeType, confidence: float, reason: str) -> Thing:
        """A thing of a type, under a name of its own."""
        count = sum(thing.type is node_type for thing in self.things.values())
        name = f"{node_type.field}_{count + 1}" if count else node_type.field
        self.things[name] = Thing(name, node_type, round(confidence, 2), reason)
        return self.things[name]

    def link(self, edge: EdgeType, head: Thing, tail: Thing, reason: str, confidence: float | None = None) -> Link:
        """A relation between two things, as sure as the less sure of them if nothing else is said."""
        sure = min(head.confidence, tail.confidence) if confidence is None else confidence
        link = Link(edge, head.name, tail.name, round(sure, 2), reason)
        if head.each and head.each == tail.each:
            raise ValueError("a cell's parts are no relation of themselves")
        self.links.append(link)
        return link

    def used(self) -> set[str]:
        """The headers that something is read from."""
        found: set[str] = set()
        parts: list[Thing | Link] = [*self.things.values(), *self.links]
        for part in parts:
            found |= {column for spec in part.specs.values() for column in spec.columns}
            found |= {part.each["column"]} if part.each else set()
            found |= {column for column in part.when if not column.startswith("each")}
        return found


def _columns(told: Any) -> list[str]:
    """The columns that a property's telling reads."""
    if isinstance(told, str):
        return [] if told == "each" or told.startswith("each.") else [told]
    if isinstance(told, list):
        return [column for one in told for column in _columns(one)]
    if isinstance(told, Mapping):
        found: Iterable[str] = [told["column"]] if "column" in told else told.get("place", [])
        more = re.findall(r"\{([^{}]+)\}", told.get("template", ""))
        return [c for c in (*found, *more) if c != "each" and not c.startswith("each.")]
    return []
