"""Where writes are taken: keys, audit, uploads, tasks, and the jobs themselves. One for the life of a server, while
the AppContext beside it is renewed with every data version."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from graph_api.audit import Audit
from graph_api.guard import Guesses
from graph_api.keys import Keys
from graph_api.metrics import Metrics
from graph_api.shedding import UnderWay
from graph_api.tasks import Task, Tasks
from graph_api.uploads import Uploads

if TYPE_CHECKING:
    from graph_api.context import Jobs

_LOOK = 0.05  # seconds


@dataclass
class Desk:
    """served: the data version that requests are answered from, where a server renews it; ``wake`` lets it look for a
    new one at once."""

    jobs: "Jobs"
    keys: Keys
    audit: Audit
    uploads: Uploads
    tasks: Tasks
    served: str | None = None
    guesses: Guesses = field(default_factory=Guesses)
    under_way: UnderWay = field(default_factory=UnderWay)
    metrics: Metrics = field(default_factory=Metrics)
    wake: Callable[[], None] = field(default=lambda: None)

    @classmethod
    def open(cls, data: Path, jobs: "Jobs", most_upload: int = 200_000_000, days: float = 30) -> "Desk":
        """The desk of a data folder. most_upload: bytes of one file. days: how long an upload stays."""
        imports = data / "imports"
        return cls(
            jobs,
            Keys(data / "keys.json"),
            Audit(data / "audit.jsonl"),
            Uploads(imports, most_upload, days),
            Tasks(imports / "jobs"),
        )

    async def finished(self, task: Task, seconds: float) -> Task:
        """The task when it is over and what it built is served, or as it stands after some seconds."""
        until = monotonic() + seconds
        task = await self.tasks.wait(task, seconds)
        if self.served is not None and task.data_version not in (None, self.served):
            self.wake()
            while self.served != task.data_version and monotonic() < until:
                await asyncio.sleep(_LOOK)
        return task

    def close(self) -> None:
        self.tasks.close()
