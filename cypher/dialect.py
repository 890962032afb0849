"""Every difference between the engines' Cypher, in one visible place. Checked on Neo4j 5.26.16 and
Ladybug 0.22.0.

Beside these: Ladybug refuses parameters inside list lambdas (an assertion of its parser), returns garbage
from whole nodes of several types that have a property of one name and different types (so only single columns
are ever returned from patterns with several types), knows neither startNode(r) nor per-parent subqueries, and
finds nodes by id through its index only for one id, or UNWIND alone (see cypher.traverse).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cypher.store import Engine


class Dialect(Protocol):
    """Expressions that differ."""

    @property
    def by_id_label(self) -> str | None:
        """Label by which any node is found by its id through an index; None where it is the type's own."""
        ...

    def node_type(self, node: str) -> str:
        """Expression: the type of a node."""
        ...

    def edge_type(self, edge: str) -> str:
        """Expression: the type of a relation."""
        ...

    def any_contains(self, texts: str, parameter: str) -> str:
        """Predicate: one of the texts of a list has this inside."""
        ...

    def any_starts_with(self, texts: str, parameter: str) -> str:
        """Predicate: one of the texts of a list begins so."""
        ...


@dataclass(frozen=True)
class Neo4jDialect:
    by_id_label: str | None = "Entity"

    def node_type(self, node: str) -> str:
        return f"[l IN labels({node}) WHERE l <> 'Entity'][0]"

    def edge_type(self, edge: str) -> str:
        return f"type({edge})"

    def any_contains(self, texts: str, parameter: str) -> str:
        return f"any(x IN {texts} WHERE x CONTAINS {parameter})"

    def any_starts_with(self, texts: str, parameter: str) -> str:
        return f"any(x IN {texts} WHERE x STARTS WITH {parameter})"


@dataclass(frozen=True)
class LadybugDialect:
    by_id_label: str | None = None

    def node_type(self, node: str) -> str:
        return f"label({node})"

    def edge_type(self, edge: str) -> str:
        return f"label({edge})"

    def any_contains(self, texts: str, parameter: str) -> str:
        return f"list_to_string('\\n', {texts}) CONTAINS {parameter}"

    def any_starts_with(self, texts: str, parameter: str) -> str:
        return f"concat('\\n', list_to_string('\\n', {texts})) CONTAINS concat('\\n', {parameter})"


def alternatives(names: Sequence[str]) -> str:
    """``:A|B``, or nothing where any type will do."""
    return ":" + "|".join(f"`{name}`" for name in names) if names else ""


DIALECTS: dict[Engine, Dialect] = {"neo4j": Neo4jDialect(), "ladybug": LadybugDialect()}
