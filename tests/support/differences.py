"""Differences between engines, declared once and strictly, as in ibis.

    @notyet("ladybug", raises=StatementFailed, reason="0.22 has no …")   the engine lacks it
    @never("neo4j", raises=…, reason=…)                                   it cannot
    @notimpl("ladybug", raises=…, reason=…)                               we lack it

The test is expected to fail on that engine with that exception; if it passes there, the run breaks.
"""

import pytest


def notyet(engine: str, *, raises: type[BaseException], reason: str) -> pytest.MarkDecorator:
    return pytest.mark.difference("notyet", engine, raises, reason)


def never(engine: str, *, raises: type[BaseException], reason: str) -> pytest.MarkDecorator:
    return pytest.mark.difference("never", engine, raises, reason)


def notimpl(engine: str, *, raises: type[BaseException], reason: str) -> pytest.MarkDecorator:
    return pytest.mark.difference("notimpl", engine, raises, reason)


def expect(node: pytest.Item, engine: str) -> None:
    """Mark a test that runs on this engine according to its declared differences."""
    for mark in node.iter_markers("difference"):
        kind, where, raises, reason = mark.args
        if where == engine:
            node.add_marker(pytest.mark.xfail(raises=raises, reason=f"{kind}: {reason}", strict=True))
