"""Jiju 集聚 from Python: the only name users import.

import jiju

graph = jiju.open("data")                       # a folder that `jiju build` filled
graph.query("{ counts { type count } }")        # GraphQL, as a dict
graph.cypher("MATCH (e:Enterprise) RETURN e.name LIMIT 5")   # Arrow table
graph.nodes("Enterprise")                       # Arrow table of the snapshot
graph.load("企业.xlsx"); graph.read("意见.docx"); graph.build()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiju.graph import Graph

__all__ = ["open"]


def open(data: str | Path = "data", **settings: object) -> Graph:  # noqa: A001 - read as jiju.open
    """A workspace for notebooks. ``settings`` are those of docs/settings.md: ``store="neo4j", neo4j_uri="bolt://…"``."""
    from jiju.graph import Graph
    from jiju.jobs import Workspace
    from jiju.settings import Settings

    return Graph(Workspace(Settings(data=Path(data), **settings)))  # type: ignore[arg-type]  # checked by pydantic
