"""What a request may reach: AppContext for the life of the server, RequestContext for one request."""

import asyncio
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph_api.auth import Role, sees_personal
from graph_api.errors import TimedOut
from ontology.model import Ontology

if TYPE_CHECKING:
    from strawberry.dataloader import DataLoader

    from analysis.projection import Projection
    from cypher.store import Store
    from records.record import Source
    from records.snapshot import Snapshot

Result = TypeVar("Result")


class Jobs(Protocol):
    """What the API lets others do to the data; jiju.jobs provides it."""


@dataclass(frozen=True)
class Limits:
    """What one request may cost.

    max_cost: objects it may return. max_depth: nesting. timeout: seconds. max_tokens: length of a document.
    max_body: bytes of a request.
    """

    max_cost: int = 100_000
    max_depth: int = 15
    timeout: float = 30.0
    max_tokens: int = 5_000
    max_body: int = 1_000_000


@dataclass(frozen=True)
class AppContext:
    """What the server serves. role: of a request that names none. threads: statements at a time."""

    ontology: Ontology
    store: "Store"
    snapshot: "Snapshot"
    role: Role = "viewer"
    jobs: Jobs | None = None
    limits: Limits = field(default_factory=Limits)
    threads: int = 8

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
        """The snapshot as arrays, read once; it remembers what was computed on it. Call it in a thread."""
        with self._projecting:
            return self._projection

    @cached_property
    def _projection(self) -> "Projection":
        from analysis.projection import Projection

        return Projection.from_snapshot(self.snapshot)

    def close(self) -> None:
        """End the threads; the store is its opener's to close."""
        for name in ("statements", "computations"):
            if name in self.__dict__:
                self.__dict__[name].shutdown(wait=False, cancel_futures=True)


class RequestContext:
    """One request: its role, its deadline, and the batches that its fields share."""

    def __init__(self, app: AppContext, role: Role | None = None, request_id: str = "") -> None:
        self.app = app
        self.role: Role = role or app.role
        self.request_id = request_id
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

    @cached_property
    def sees_personal(self) -> bool:
        """Whether personal properties are shown."""
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
