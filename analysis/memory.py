"""What was computed once on a projection and is worth keeping as long as it lives."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

_Computed = TypeVar("_Computed")


class Memory:
    """The last few results by what was asked. A projection never changes, so neither do they.

    Threads that ask the same at the same time compute it once; who asks something else does not wait. A
    computation that fails is forgotten, and fails for all who waited for it.
    """

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._results: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._kept: set[Hashable] = set()

    def recall(self, key: Hashable, compute: Callable[[], _Computed], *, keep: bool = False) -> _Computed:
        """keep: as long as the projection lives, for what many questions stand on."""
        with self._lock:
            found = self._results.get(key)
            mine: Future[Any] = found or Future()
            self._results[key] = mine
            self._results.move_to_end(key)
            if keep:
                self._kept.add(key)
            passing = [k for k in self._results if k not in self._kept]
            for old in passing[: max(0, len(passing) - self._most)]:
                del self._results[old]
        if found is None:
            self._fill(key, mine, compute)
        result: _Computed = mine.result()
        return result

    def _fill(self, key: Hashable, result: "Future[Any]", compute: Callable[[], Any]) -> None:
        try:
            result.set_result(compute())
        except BaseException as problem:
            with self._lock:
                self._results.pop(key, None)
            result.set_exception(problem)
