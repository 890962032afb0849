"""What a request may reach: AppContext for the life of the server, RequestContext for one request."""

import asyncio
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from graph_api.auth import ANONYMOUS, Actor, Role, sees_personal
from graph_api.errors import TimedOut
from ontology.model import Ontology

if TYPE_CHECKING:
    from strawberry.dataloader import DataLoader

    from analysis.projection import Projection
    from cypher.store import Store
    from graph_api.desk import Desk
    from records.record import Source
    from records.snapshot import Snapshot

Result = TypeVar("Result")


Mode = Literal["refuse", "partial"]
Told = Mapping[str, Any]
_NOTHING: Told = MappingProxyType({})


class FactJobs(Protocol):
    """The facts of documents; jiju.fact_desk provides it. Facts and decisions are plain mappings."""

    def queue(self, asked: Told, first: int | None, after: tuple[float, str] | None = None) -> Sequence[Told]:
        """Facts, the surest first. asked: documents, types, kinds, states, min_confidence, max_confidence, text."""

    def total(self, asked: Told) -> int:
        """How many there are."""

    def in_document(self, document: str) -> Sequence[Told]:
        """All facts of a document (the id of its source), in the order of the text."""

    def one(self, key: str) -> Told:
        """A fact as it is now."""

    def values(self, key: str) -> Told:
        """What a fact says, by property."""

    def conflicts(self, key: str) -> Sequence[Told]:
        """Who says otherwise of the same thing."""

    def suggestions(self, key: str) -> Sequence[Told]:
        """Entities that a name may be, the likeliest first."""

    def decisions(self, active: bool = False) -> Sequence[Told]:
        """All decisions on facts, oldest first."""

    def decide(
        self, key: str, verdict: Any, by: str, why: str = "", change: Told | None = None, client_key: str | None = None
    ) -> Told:
        """Decide on a fact."""

    def undo(self, decision_id: str, by: str, why: str = "") -> Told:
        """Take a decision back."""


class Jobs(Protocol):
    """What the API lets others do to the data; jiju.api_jobs provides it. All wait for files and locks, so they are
    called in threads; all take and give plain values. What changes something counts from the next ``build`` on."""

    def propose(self, path: Path, mapping: str | None = None) -> Told:
        """A mapping for a file, with its confidence, sample rows and alternatives. Nothing is written."""

    def import_(
        self,
        path: Path,
        mapping: str | None = None,
        mode: Mode = "refuse",
        *,
        dry: bool = False,
        source: Told = _NOTHING,
    ) -> Told:
        """Load a file and build, or only say what would become of it: report, diff, data_version."""

    def build(self) -> str:
        """Resolve, snapshot and publish; the data version."""

    def marked(self, path: Path, out: Path, mapping: str | None = None) -> None:
        """The file as a workbook with its offending cells marked."""

    def rejects(self, path: Path, folder: Path, mapping: str | None = None) -> Path:
        """A file of the rows that were refused, to be mended and loaded."""

    def history(self, source_id: str) -> Sequence[Told]:
        """The versions of a source, newest first."""

    def difference(self, source_id: str, version: str) -> Told:
        """How many statements a version of a source added, changed and retracted against the one before it."""

    def retract(self, source_id: str, *, dry: bool = False) -> Told:
        """Withdraw all that a source says."""

    @property
    def facts(self) -> FactJobs:
        """The facts of documents."""

    def decisions(self) -> Sequence[Told]:
        """All decisions on who is who, oldest first, undone ones included."""

    def judge(self, left: str, right: str, verdict: str, by: str, why: str, key: str | None = None) -> Told:
        """Decide whether two entities are one."""

    def undo_judgement(self, decision_id: str, by: str, why: str) -> Told:
        """Take a decision back."""

    def override(self, subject: str, name: str, value: Any, by: str, why: str) -> Told:
        """Put a value right by hand."""

    def undo_override(self, edit_id: str, by: str, why: str) -> Told:
        """Take an edit back."""


@dataclass(frozen=True)
class Limits:
    """What one request may cost.

    max_cost: objects it may return. max_depth: nesting. timeout: seconds. max_tokens: length of a document.
    max_body: bytes of a request. max_requests: those under way at a time, of all askers.
    """

    max_cost: int = 100_000
    max_depth: int = 15
    timeout: float = 30.0
    max_tokens: int = 5_000
    max_body: int = 1_000_000
    max_requests: int = 100


@dataclass(frozen=True)
class AppContext:
    """What the server serves. role: of a request that names none. threads: statements at a time.

    desk: where keys are known and writes are taken; None where there is nothing to write to, as in a notebook.
    hosts: names that the server answers to; none: any.
    """

    ontology: Ontology
    store: "Store"
    snapshot: "Snapshot"
    role: Role = "viewer"
    desk: "Desk | None" = None
    limits: Limits = field(default_factory=Limits)
    threads: int = 8
    hosts: tuple[str, ...] = ()

    @cached_property
    def sources(self) -> "dict[str, Source]":
        return self.snapshot.sources()

    @cached_property
    def documents(self) -> dict[str, str | None]:
        """The Document of each source looked up so far."""
        return {}

    @cached_property
    def statements(self) -> ThreadPoolExecutor:
        """Where statements wait for the store."""
        return ThreadPoolExecutor(self.threads, thread_name_prefix="statement")

    @cached_property
    def computations(self) -> ThreadPoolExecutor:
        """Where analysis computes: apart, so that a long one holds up no statement."""
        return ThreadPoolExecutor(2, thread_name_prefix="analysis")

    @cached_property
    def _projecting(self) -> threading.Lock:
        return threading.Lock()

    def projection(self) -> "Projection":
        """The snapshot as arrays, mapped from files that all workers share; it remembers what was computed on it. Call
        it in a thread."""
        with self._projecting:
            return self._projection

    @cached_property
    def _projection(self) -> "Projection":
        from analysis.stored import stored

        return stored(self.snapshot)

    def close(self) -> None:
        """End the threads; the store is its opener's to close."""
        for name in ("statements", "computations"):
            if name in self.__dict__:
                self.__dict__[name].shutdown(wait=False, cancel_futures=True)


class RequestContext:
    """One request: who asks, its deadline, and the batches that its fields share.

    personal: whether anything personal was shown to it so far, or might have been.
    """

    def __init__(
        self, app: AppContext, role: Role | None = None, request_id: str = "", actor: Actor | None = None
    ) -> None:
        self.app = app
        self.actor = actor or Actor(ANONYMOUS, role or app.role)
        self.role: Role = self.actor.role
        self.request_id = request_id
        self.personal = False
        self.deadline = monotonic() + app.limits.timeout
        self.batches: dict[Hashable, DataLoader[Any, Any]] = {}
        self.selections: dict[Hashable, Any] = {}

    @property
    def ontology(self) -> Ontology:
        return self.app.ontology

    @property
    def store(self) -> "Store":
        return self.app.store

    @property
    def snapshot(self) -> "Snapshot":
        return self.app.snapshot

    @property
    def sees_personal(self) -> bool:
        """Whether personal properties are shown. Ask it only where there is one to show: the audit log will have
        that this request read personal data."""
        if self._sees_personal:
            self.personal = True
        return self._sees_personal

    @cached_property
    def _sees_personal(self) -> bool:
        return sees_personal(self.role)

    def seconds_left(self) -> float:
        """Of the time allowed. Raises TimedOut where nothing is left."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise TimedOut(f"not answered within {self.app.limits.timeout:g} s; ask for less")
        return left

    async def ask(self, question: Callable[..., Result], *args: Any) -> Result:
        """Run something that sends statements, in a thread."""
        self.seconds_left()
        return await asyncio.get_running_loop().run_in_executor(self.app.statements, question, *args)

    async def compute(self, computation: Callable[[], Result]) -> Result:
        """Run an analysis, in a thread of its own."""
        self.seconds_left()
        return await asyncio.get_running_loop().run_in_executor(self.app.computations, computation)
