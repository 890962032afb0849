"""Many rows in one record.

Bolt costs per record: Neo4j gives a page of 1,000 rows faster as one list of lists than as 1,000 records
(docs/benchmarks.md has the figures). In process, as in the embedded engine, there is nothing to save.
"""

from collections.abc import Sequence
from typing import Any

from cypher.store import Engine, Result


def matching(engine: Engine, pattern: str, order: str, expressions: Sequence[str]) -> str:
    """A statement that gives the expressions of the node ``n`` of a pattern, in this order (ORDER BY … LIMIT …).
    Its result is for ``rows``."""
    if engine == "neo4j":
        return f"{pattern} WITH n {order} {returning(engine, expressions)}"
    return f"{pattern} {returning(engine, expressions)} {order}"


def returning(engine: Engine, expressions: Sequence[str]) -> str:
    """The RETURN of a statement whose result is for ``rows``."""
    given = ", ".join(expressions)
    return f"RETURN collect([{given}])" if engine == "neo4j" else f"RETURN {given}"


def rows(engine: Engine, result: Result) -> list[list[Any]]:
    """The rows that the statement gave."""
    found: list[list[Any]] = result.scalar() if engine == "neo4j" else result.rows
    return found
