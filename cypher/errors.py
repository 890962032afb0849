"""Errors of the store.

Refusal
└── StoreError               anything a store refuses
    ├── StoreUnavailable     it cannot be reached or opened (address, credentials, lock of another process)
    ├── SchemaMismatch       the store was made by another ontology, or has no data yet
    ├── StatementFailed      the engine refused a statement; the text quotes the statement, never a password
    │   └── StatementTimedOut   it ran longer than it was allowed
    ├── ImportFailed         neo4j-admin cannot be run, or refused
    ├── ReadOnlyStore        a write to a store that was opened read-only
    └── UnknownQuery         there is no .cypher file of this name
"""

from ontology.errors import Refusal


class StoreError(Refusal):
    """A store refused something."""


class StoreUnavailable(StoreError):  # noqa: N818
    """The store cannot be reached or opened."""


class SchemaMismatch(StoreError):  # noqa: N818
    """The store's schema or data version is not what was expected."""


class ImportFailed(StoreError):  # noqa: N818
    """The import tool of Neo4j cannot be run, or refused."""


class ReadOnlyStore(StoreError):  # noqa: N818
    """The store was opened read-only."""


class UnknownQuery(StoreError):  # noqa: N818
    """No query file has this name."""


class StatementFailed(StoreError):  # noqa: N818
    """The engine refused a statement."""

    def __init__(self, statement: str, reason: str) -> None:
        shown = " ".join(statement.split())
        shown = shown if len(shown) <= 400 else f"{shown[:400]} …"
        super().__init__(f"{reason}\n  in the statement: {shown}")
        self.statement = statement
        self.reason = reason


class StatementTimedOut(StatementFailed):
    """A statement ran longer than it was allowed."""
