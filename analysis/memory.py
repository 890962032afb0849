"""What was computed once on a projection and is worth keeping as long as it lives."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Computed = TypeVar("_Computed")


class Memory:
    """The last few results by what was asked. A projection never changes, so neither do they. Two threads
    that ask the same at the same time compute it once: the second waits."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.RLock()

    def recall(self, key: Hashable, compute: Callable[[], _Computed]) -> _Computed:
        with self._lock:
            if key not in self._results:
                self._results[key] = compute()
            self._results.move_to_end(key)
            while len(self._results) > self._most:
                self._results.popitem(last=False)
            found: _Computed = self._results[key]
            return found
