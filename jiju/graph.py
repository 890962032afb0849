"""A workspace as notebooks see it: few methods, native Python and Arrow out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

if TYPE_CHECKING:
    from graph_api.context import AppContext
    from jiju.fact_desk import FactDesk
    from jiju.jobs import Taken, Workspace
    from records.facts.decisions import FactVerdict
    from records.resolution.decisions import Decision, Verdict
    from records.review import Candidate, Explanation
    from records.snapshot import Snapshot


class Graph:
    """Use it with ``with``, or call ``close``: the embedded store is one file with one writer."""

    def __init__(self, space: Workspace) -> None:
        self.space = space

    @property
    def snapshot(self) -> Snapshot:
        """The current snapshot: its Parquet files, evidence and data version."""
        return self._context.snapshot

    @property
    def data_version(self) -> str:
        """What to cite."""
        return self.snapshot.data_version

    def query(self, document: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask in GraphQL, as an HTTP client would: a dict with ``data`` and, if something failed, ``errors``."""
        from graph_api.execute import execute_once

        return execute_once(self._context, document, dict(variables or {}))

    def cypher(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Ask the store in Cypher; one column a returned name."""
        batches = list(self._context.store.stream(statement, parameters))
        return pa.Table.from_batches(batches) if batches else pa.table({})

    def nodes(self, type_: str) -> pa.Table:
        """All entities of a type (企业, Enterprise), in the columns of the snapshot."""
        from jiju.jobs import find_any_type

        return self.snapshot.nodes(find_any_type(self.space.ontology, type_).name)

    def relations(self, type_: str) -> pa.Table:
        """All relations of a type (持股, OWNS), in the columns of the snapshot."""
        from jiju.jobs import find_any_type

        return self.snapshot.edges(find_any_type(self.space.ontology, type_).name)

    def load(self, *paths: str | Path, mapping: str | Path | None = None, partial: bool = False) -> list[Taken]:
        """Tables to the archive; ``build`` makes them part of the graph."""
        return list(
            self.space.load([Path(p) for p in paths], mapping=Path(mapping) if mapping else None, partial=partial)
        )

    def read(self, *paths: str | Path) -> list[Taken]:
        """Documents to the archive; ``build`` makes them part of the graph."""
        return list(self.space.read([Path(p) for p in paths]))

    def build(self) -> str:
        """Resolve, snapshot and publish; gives the data version."""
        self.close()
        return self.space.build().snapshot.data_version

    def candidates(self, *types: str, limit: int | None = 100, unsure: bool = False) -> list[Candidate]:
        """Pairs that may be one thing, the likeliest first, with both sides' facts and the score's reasons."""
        from jiju.jobs import find_any_type

        names = [find_any_type(self.space.ontology, word).name for word in types]
        return self.space.candidates(names, limit=limit, unsure=unsure)

    def judge(self, left: str, right: str, verdict: Verdict, by: str, why: str = "") -> Decision:
        """Decide whether two entities are one: "same", "not_same", "unsure". It counts from the next ``build`` on."""
        return self.space.judge(left, right, verdict, by, why)

    def undo_judgement(self, decision_id: str, by: str, why: str = "") -> Decision:
        """Take a decision back; after the next ``build`` all is with its own again."""
        return self.space.undo_judgement(decision_id, by, why)

    def facts(self, *states: str, document: str | None = None, limit: int | None = 100) -> list[dict[str, Any]]:
        """Facts of documents, the surest first, each in its sentence; without states those that wait for a person."""
        asked = {"states": list(states) or ["proposed"], "documents": [document] if document else []}
        return self._facts.queue(asked, limit)

    def judge_fact(
        self, key: str, verdict: FactVerdict, by: str, why: str = "", change: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Decide on a fact: "accept", "reject", "correct" (change: records.facts.correction), "link" (change: entity).
        It counts from the next ``build`` on."""
        return self._facts.decide(key, verdict, by, why, change)

    def undo_fact_decision(self, decision_id: str, by: str, why: str = "") -> dict[str, Any]:
        """Take a decision on a fact back."""
        return self._facts.undo(decision_id, by, why)

    @property
    def _facts(self) -> FactDesk:
        from jiju.fact_desk import FactDesk

        return FactDesk(self.space)

    def why(self, id_: str) -> Explanation:
        """Why an entity is one: who speaks of it, on which keys they agree, which decisions and scores joined it."""
        return self.space.why(id_)

    def close(self) -> None:
        """Let go of the store."""
        from jiju.server import close_context

        context = self.__dict__.pop("_context", None)
        if context is not None:
            close_context(context)

    @cached_property
    def _context(self) -> AppContext:
        from jiju.server import open_context

        return open_context(self.space)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
