"""Files written by a second thread while the next part is made: writing, hashing and compressing take no part of the
interpreter's time, so that a second core does them."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

#: Tasks that may wait, each with what it is to write in memory.
WAITING = 2


class WriteBehind:
    """Does tasks one after the other, in the order in which they were given.

    What a task raises is raised where the next one is given, or at the end; those after it are not done.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="write-behind")
        self._given: deque[Future[None]] = deque()
        self._failed = False

    def __call__(self, task: Callable[..., None], *arguments: Any) -> None:
        while len(self._given) > WAITING:
            self._given.popleft().result()
        self._given.append(self._thread.submit(self._do, task, *arguments))

    def _do(self, task: Callable[..., None], *arguments: Any) -> None:
        if self._failed:
            return
        try:
            task(*arguments)
        except BaseException:
            self._failed = True
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while error is None and self._given:
                self._given.popleft().result()
        finally:
            self._thread.shutdown(cancel_futures=True)
