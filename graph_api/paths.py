"""Who is connected to whom over GraphQL: closest paths and introductions. Thin over analysis.paths, which finds them on
the projection of the snapshot; what is told of the relations comes from the store."""
# ruff: noqa: ARG001 - every resolver is called with its parent and the info, needed or not

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import strawberry

from analysis import paths
from analysis.derived import derived_ties
from analysis.projection import Projection
from analysis.sentences import Said, sentence
from cypher import traverse
from graph_api.enums import Lang
from graph_api.fields import Info, argument, attribute_field, list_of, make_type, read_field, resolved_field
from graph_api.indicators import computed, result_fields
from graph_api.interlocks import RULE
from graph_api.ledger import entity_field
from graph_api.rows import EntityRow, RelationRow, relation_row
from graph_api.types import LANG, Types
from graph_api.walks import along, by_type, check, codes, ends_of, holds, hops_argument, walk, walk_arguments
from ontology.model import Label

_MOST_STARTS = 100
_DERIVED = argument(
    bool,
    "也走推出的联系（同一电话、邮箱、地址），除非指定了 via 或 asOf · also along what enterprises share (phone, "
    "e-mail, address), unless via or asOf is given",
    default=True,
)


@dataclass(frozen=True)
class Told:
    """What the store has of a path: the relations of its steps, and what they say in words. derived: rule and ends of
    the ties that no relation tells."""

    relations: list[RelationRow]
    derived: list[tuple[str, str, str]]
    words: Label


class Telling:
    """Asks the store of the relations of some paths, of all at once, when the first of them is asked about."""

    def __init__(self, info: Info, found: Sequence[paths.Path], day: date | None) -> None:
        self._info, self._found, self._day = info, found, day
        self._told: asyncio.Future[list[Told]] | None = None

    def ways(self) -> list["Way"]:
        return [Way(path, self, at) for at, path in enumerate(self._found)]

    async def of(self, at: int) -> Told:
        if self._told is None:
            self._told = asyncio.ensure_future(_told(self._info, self._found, self._day))
        return (await self._told)[at]


@dataclass(frozen=True)
class Way:
    """A path, of which the rest is told when it is asked for."""

    path: paths.Path
    telling: Telling
    at: int

    @property
    def length(self) -> int:
        return self.path.length

    @property
    def strength(self) -> float:
        return self.path.strength


@dataclass(frozen=True)
class Ways:
    """What ``paths`` and ``warmPaths`` found, told."""

    found: Any
    ways: list[Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.found, name)


@dataclass(frozen=True)
class Introduction:
    start: str
    path: Way


def path_fields(types: Types, shared: dict[str, Any]) -> list[Any]:
    made = _path_types(types, shared)
    return [_shortest_path(types, made), _paths(types, made), _warm_paths(types, made)]


def _path_types(types: Types, shared: dict[str, Any]) -> dict[str, Any]:
    async def words(root: Way, info: Info, lang: Lang = Lang.ZH) -> str:
        told = (await root.telling.of(root.at)).words
        return told.en if lang is Lang.EN else told.zh

    async def relations(root: Way, info: Info) -> list[RelationRow]:
        return (await root.telling.of(root.at)).relations

    async def derived(root: Way, info: Info) -> list[tuple[str, str, str]]:
        return (await root.telling.of(root.at)).derived

    tie = make_type(
        "DerivedTie",
        [
            read_field("rule", RULE.type, "规则 · the rule", lambda tie, _: RULE.members[tie[0]]),
            entity_field(types, "from", "一方 · one", lambda tie: tie[1]),
            entity_field(types, "to", "另一方 · the other", lambda tie: tie[2]),
        ],
        "推出的联系：同一电话、地址等，没有关系记载 · a tie that no relation tells: a shared phone, address, ...",
    )

    async def nodes(root: Way, info: Info) -> list[EntityRow]:
        found = await types.plan.entities(info.context, info.raw, root.path.nodes, ((),))
        return [found[i] for i in root.path.nodes if i in found]

    path = make_type(
        "Path",
        [
            attribute_field("length", int, "步数 · how many steps"),
            resolved_field("nodes", nodes, list_of(types.named["Entity"]), "由起点到终点 · from start to end"),
            resolved_field(
                "relations",
                relations,
                list_of(types.named["SubgraphRelation"]),
                "逐段的关系，一段可有几条 · the relations of each step, of which there may be several",
            ),
            resolved_field("derived", derived, list_of(tie), "途中推出的联系 · ties on the way that no relation tells"),
            attribute_field("strength", float, "联系的强度，0 至 1 · how strong the tie is, 0 to 1"),
            resolved_field("sentence", words, str, "一句话说清 · the path in a sentence", lang=LANG),
        ],
        "路径 · a path",
    )
    found = make_type(
        "Paths",
        [
            *result_fields(shared),
            attribute_field("paths", list_of(path), "最近的在前 · the closest first", "ways"),
            attribute_field("truncated", bool, "搜索是否未尽 · whether the search was cut short"),
        ],
        "若干条路径 · closest paths",
    )
    introduction = make_type(
        "WarmPath",
        [
            entity_field(types, "from", "可以引荐的人或单位 · who could introduce us", lambda way: way.start),
            attribute_field("path", path, "由他到目标 · the way to the target"),
        ],
        "一条引荐之路 · a way to be introduced",
    )
    introductions = make_type(
        "WarmPaths",
        [
            *result_fields(shared),
            attribute_field("ways", list_of(introduction), "最近的在前 · the closest first"),
            attribute_field("truncated", bool, "搜索是否未尽 · whether a search was cut short"),
        ],
        "可以引荐的路 · introductions to a target",
    )
    return {"path": path, "paths": found, "introductions": introductions}


def _shortest_path(types: Types, made: dict[str, Any]) -> Any:
    async def resolve(
        root: Any,
        info: Info,
        from_: strawberry.ID,
        to: strawberry.ID,
        max_hops: int = 6,
        relations: list[Any] | None = None,
    ) -> Way | None:
        check("maxHops", max_hops, 1, paths.MOST_HOPS)
        now = info.context.snapshot.redirect
        asked = codes(relations)

        def find(graph: Projection) -> paths.Path | None:
            ends = [now(str(end)) for end in (from_, to)]
            if any(graph.index_of(end) is None for end in ends):
                return None
            found = paths.paths(graph, *ends, k=1, max_hops=max_hops, detour=0, edge_types=asked)
            return found.paths[0] if found.paths else None

        found = await computed(info, find)
        return Telling(info, [found], None).ways()[0] if found else None

    return resolved_field(
        "shortestPath",
        resolve,
        made["path"] | None,
        "最短路径，不论方向 · a shortest path, direction ignored; null where there is none within maxHops",
        from_=argument(strawberry.ID, "起点 · start", "from"),
        to=argument(strawberry.ID, "终点 · end"),
        max_hops=hops_argument(),
        relations=along(types, "relations"),
    )


def _paths(types: Types, made: dict[str, Any]) -> Any:
    async def resolve(
        root: Any,
        info: Info,
        from_: strawberry.ID,
        to: strawberry.ID,
        k: int = 3,
        max_hops: int = 6,
        detour: int = 1,
        **given: Any,
    ) -> Ways:
        ends = [info.context.snapshot.redirect(str(end)) for end in (from_, to)]
        day, chosen = walk(given)
        chosen |= _derived(given)
        found = await computed(
            info, lambda graph: paths.paths(graph, *ends, k=k, max_hops=max_hops, detour=detour, **chosen)
        )
        return Ways(found, Telling(info, found.paths, day).ways())

    return resolved_field(
        "paths",
        resolve,
        made["paths"],
        "最近的几条路径：强关系近，枢纽远，已结束的关系不算 · the closest paths: strong ties are near, hubs are far, "
        "ended relations are left out",
        from_=argument(strawberry.ID, "起点 · start", "from"),
        to=argument(strawberry.ID, "终点 · end"),
        k=argument(int, f"至多几条，不超过 {paths.MOST_PATHS} · at most so many, up to {paths.MOST_PATHS}"),
        max_hops=hops_argument(),
        detour=argument(int, "可比最短者多走几步 · how many steps longer than the shortest"),
        derived=_DERIVED,
        **walk_arguments(types),
    )


def _warm_paths(types: Types, made: dict[str, Any]) -> Any:
    async def resolve(
        root: Any,
        info: Info,
        target: strawberry.ID,
        from_: list[strawberry.ID],
        k: int = 5,
        max_hops: int = 4,
        **given: Any,
    ) -> Ways:
        check("from", len(from_), 1, _MOST_STARTS)
        now = info.context.snapshot.redirect
        starts, end = [now(str(start)) for start in from_], now(str(target))
        day, chosen = walk(given)
        chosen |= _derived(given)
        found = await computed(
            info, lambda graph: paths.warm_paths(graph, end, starts, k=k, max_hops=max_hops, **chosen)
        )
        ways = Telling(info, [way.path for way in found.ways], day).ways()
        return Ways(found, [Introduction(way.start, path) for way, path in zip(found.ways, ways, strict=True)])

    return resolved_field(
        "warmPaths",
        resolve,
        made["introductions"],
        "谁能引荐：从我方人员、园区、企业到目标的最近的路 · who can introduce us: the closest ways from our people, "
        "parks and enterprises to a target",
        target=argument(strawberry.ID, "目标 · target"),
        from_=argument(list[strawberry.ID], f"我方，至多 {_MOST_STARTS} 个 · ours, up to {_MOST_STARTS}", "from"),
        k=argument(int, "至多几条 · at most so many"),
        max_hops=hops_argument(),
        derived=_DERIVED,
        **walk_arguments(types),
    )


async def _told(info: Info, found: Sequence[paths.Path], day: date | None) -> list[Told]:
    """Paths with their relations, as the store has them, and their sentences."""
    context = info.context
    graph = await computed(info, lambda graph: graph)
    edges = {edge for path in found for step in path.edges for edge in step}
    stated = {edge: ends_of(graph, edge) for edge in edges if edge < graph.m}
    shared = {edge: _shared(graph, edge) for edge in edges if edge >= graph.m}
    rows = await context.ask(
        traverse.relations_between, context.store, by_type(set(stated.values())), context.seconds_left()
    )
    by_ends: dict[tuple[str, str, str], list[RelationRow]] = {}
    for row in rows:
        if holds(row.properties, day):
            by_ends.setdefault((row.type, row.from_id, row.to_id), []).append(relation_row(row))
    told = []
    for path in found:
        steps = [[row for end in dict.fromkeys(stated[e] for e in step if e in stated) for row in by_ends.get(end, ())]
                 for step in path.edges]  # fmt: skip
        ties = [[shared[edge] for edge in step if edge in shared] for step in path.edges]
        said = [
            [Said(row.type, row.from_id, row.to_id, row.values) for row in step]
            + [Said(rule, one, other, {}) for rule, one, other in more]
            for step, more in zip(steps, ties, strict=True)
        ]
        names = {i: graph.name_of(graph.index_of(i)) for i in path.nodes}
        words = sentence(context.ontology, path.nodes, names, said) if all(said) else Label("", "")
        told.append(Told([row for step in steps for row in step], [tie for step in ties for tie in step], words))
    return told


def _shared(graph: Projection, edge: int) -> tuple[str, str, str]:
    rule, one, other = derived_ties(graph).told(edge - graph.m)
    return rule, graph.id_of(one), graph.id_of(other)


def _derived(given: Mapping[str, Any]) -> dict[str, bool]:
    """Shared values are those of today, and are no relation that could be chosen."""
    return {"derived": bool(given.get("derived")) and not given.get("via") and given.get("as_of") is None}
