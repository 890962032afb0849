"""A proposal as a mapping file that a person reads and edits: YAML with confidences and reasons as comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from loaders.proposal.draft import Draft, Link, Spec, Thing

_WIDTH = 120


def flow(value: Any) -> str:
    """A value on one line."""
    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000)
    return text.removesuffix("...\n").strip()


def lines_of(draft: Draft, unread: Sequence[str]) -> Iterator[str]:
    """The keys of a sheet."""
    if draft.ignored:
        yield f"ignore: {flow(draft.ignored)}"
    yield "entities:"
    for thing in draft.things.values():
        yield from _indent(_thing(thing))
    if draft.links:
        yield "relations:"
        for link in draft.links:
            yield from _indent(_link(link))
    yield from (f"# {note}" for note in draft.notes)
    if unread:
        yield f"# Nobody reads: {'、'.join(unread)}"


def _thing(thing: Thing) -> Iterator[str]:
    yield f"# {_sure(thing.confidence, thing.reason)}"
    yield f"{flow(thing.name)}:"
    told = thing.as_mapping()
    del told["properties"]
    yield from _indent(f"{name}: {flow(value)}" for name, value in told.items())
    yield "  properties:"
    yield from _indent(_specs(thing.specs), 2)


def _link(link: Link) -> Iterator[str]:
    yield f"# {_sure(link.confidence, link.reason)}"
    told = link.as_mapping()
    told.pop("properties", None)
    for n, (name, value) in enumerate(told.items()):
        yield f"{'- ' if n == 0 else '  '}{name}: {flow(value)}"
    if link.specs:
        yield "  properties:"
        yield from _indent(_specs(link.specs), 2)


def _specs(specs: Mapping[str, Spec]) -> Iterator[str]:
    for name, spec in specs.items():
        line = f"{name}: {flow(spec.told)}"
        yield f"{line}  # {_sure(spec.confidence, spec.reason)}"


def _sure(confidence: float, reason: str) -> str:
    return f"{confidence:.2f} {reason}".replace("\n", " ")


def _indent(lines: Iterator[str], by: int = 1) -> Iterator[str]:
    return ("  " * by + line for line in lines)
