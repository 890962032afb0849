"""What questions about the graph have in common: which relations are walked, on which day, and how what analysis found
on the projection is told with what the store has of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from analysis import paths
from analysis.projection import Projection
from cypher import traverse
from graph_api.enums import code_of
from graph_api.errors import BadArgument
from graph_api.fields import Info, argument, list_of
from graph_api.indicators import computed
from graph_api.plan import read_entities
from graph_api.rows import EntityRow, RelationRow, relation_row
from graph_api.types import Types

#: Relations that are asked for one by one; of more all those among the entities are read.
_FEW = 200


def walk_arguments(types: Types) -> dict[str, Any]:
    """Which relations are walked; resolvers take them as ``**given`` and give them to ``_walk``."""
    return {
        "via": along(types, "via"),
        "as_of": argument(
            date | None, "只走此日有效的关系，默认今日 · relations that hold on this day; by default today"
        ),
        "include_ended": argument(bool, "也走已结束的关系 · also relations that have ended", default=False),
        "max_degree": argument(
            int,
            "关系多于此数的枢纽不经过 · hubs with more relations than this are not passed through",
            default=paths.MOST_DEGREE,
        ),
    }


def walk(given: Mapping[str, Any]) -> tuple[date | None, dict[str, Any]]:
    """The day, and what analysis takes."""
    day = day_of(given.get("as_of"), bool(given.get("include_ended")))
    most = given.get("max_degree", paths.MOST_DEGREE)
    return day, {"edge_types": codes(given.get("via")), "as_of": day, "max_degree": most}


def day_of(as_of: date | None, include_ended: bool) -> date | None:
    return as_of or (None if include_ended else date.today())  # noqa: DTZ011 - a day as people write it


def codes(members: Sequence[Any] | None) -> tuple[str, ...] | None:
    return tuple(code_of(member) for member in members) if members else None


def along(types: Types, name: str) -> Any:
    return argument(list_of(types.enums.edge_types.type) | None, "只走这些关系 · only along these relations", name)


def hops_argument() -> Any:
    return argument(int, f"至多几步，不超过 {paths.MOST_HOPS} · at most so many steps, up to {paths.MOST_HOPS}")


def check(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise BadArgument(name, f"{value} is not between {least} and {most}")


def ends_of(graph: Projection, edge: int) -> tuple[str, str, str]:
    kind = graph.edge_types[int(graph.edge_type[edge])]
    return kind, graph.id_of(int(graph.head[edge])), graph.id_of(int(graph.tail[edge]))


def holds(values: Mapping[str, Any], day: date | None) -> bool:
    """Whether a relation holds on the day (half-open, as analysis.projection has it)."""
    begun, ended = values.get("valid_from"), values.get("valid_to")
    return day is None or ((begun is None or begun <= day) and (ended is None or day < ended))


@dataclass(frozen=True)
class Subgraph:
    """A part of the graph; ``found`` tells what it stands on. ids: of its entities. day: on which relations hold."""

    found: Any
    nodes: list[EntityRow]
    ids: Sequence[str]
    day: date | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.found, name)


async def told_subgraph(types: Types, info: Info, found: Any, ids: Sequence[str], day: date | None) -> Subgraph:
    """What is selected of the entities; where that is the name only, nothing is asked of the store."""
    context = info.context
    graph = await computed(info, lambda graph: graph)
    columns = types.plan.columns_by_type(context, info.raw, (("nodes",),))
    known = {i: EntityRow(graph.type_of(at), i, {"id": i, "name": graph.name_of(at)}) for i, at in _places(graph, ids)}
    more = [i for i, row in known.items() if len(columns[row.type]) > 2]
    if more:
        known |= await context.ask(read_entities, context.store, more, columns, context.seconds_left())
    return Subgraph(found, [known[i] for i in ids], ids, day)


async def relations_of(root: Subgraph, info: Info) -> list[RelationRow]:
    """The relations of a part of the graph, as the store has them."""
    context = info.context
    graph = await computed(info, lambda graph: graph)
    wanted = {ends_of(graph, edge) for edge in root.found.edges}
    left = context.seconds_left()
    if len(wanted) <= _FEW:
        rows = await context.ask(traverse.relations_between, context.store, by_type(wanted), left)
    else:
        kinds = sorted({kind for kind, _, _ in wanted})
        asked = partial(traverse.relations_among, context.store, root.ids, edge_types=kinds, timeout=left)
        rows = await context.ask(asked)
    there = [r for r in rows if (r.type, r.from_id, r.to_id) in wanted and holds(r.properties, root.day)]
    return [relation_row(row) for row in there]


def by_type(ends: Iterable[tuple[str, str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Ends of relations by their type, as the store is asked for them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, head, tail in sorted(ends):
        found.setdefault(kind, []).append((head, tail))
    return found


def _places(graph: Projection, ids: Iterable[str]) -> list[tuple[str, int]]:
    return [(i, at) for i in ids if (at := graph.index_of(i)) is not None]
