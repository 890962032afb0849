"""Which entities are the same thing, by exact keys.

The keys of a type are taken strongest first. Entities that agree on a key are merged, unless two of those
that would come together already differ in a stronger key that identifies alone (a strong key): then which
of them is meant is unknown, so all of these stay apart, and only those without any such key merge with one
another. The outcome depends on neither the order of entities nor that of sources.

**Names with places.** Two equal names are the same entity where one place lies in the other or is it: an
enterprise told at its county (371302) and at its township (371302001). A name told at a coarser place, or
at no place at all, is merged only if exactly one finer place knows that name; a name without a place that
several places know stays by itself. Siblings (371302001 and 371302002) are different places and never
merged.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from records.resolution.keys import PLACE, SEPARATOR, Key, Kind

_Labels = npt.NDArray[np.uint32]
_LAST = "\uffff"


def cluster(entities: pl.DataFrame, keys: Sequence[Key]) -> pl.Series:
    """A number for each entity, equal for those that are the same thing."""
    labels: _Labels = np.arange(entities.height, dtype=np.uint32)
    for position, key in enumerate(keys):
        agreeing = _agreeing(entities, labels, key)
        guards = [_having(entities, labels, stronger) for stronger in keys[:position] if stronger.strong]
        labels = _merge(labels, agreeing, guards)
    return pl.Series("cluster", labels)


def _having(entities: pl.DataFrame, labels: _Labels, key: Key) -> pl.Series:
    """The clusters that have a value for a key."""
    has = entities[f"={key.column}"].is_not_null()
    if key.kind is Kind.PLACED:
        has = has & (entities[PLACE] != "")
    return pl.Series(labels).filter(has).unique()


def _agreeing(entities: pl.DataFrame, labels: _Labels, key: Key) -> pl.DataFrame:
    """cluster and value: clusters with one value agree on the key. sure: agree even where there is doubt."""
    if key.kind is Kind.PLAIN:
        value = entities[f"={key.column}"]
        frame = pl.DataFrame({"cluster": labels, "value": value, "sure": value})
    else:
        names = pl.DataFrame({"cluster": labels, "name": entities["name"], "place": entities[PLACE]})
        if key.kind is Kind.PLACED:
            names = names.filter(pl.col("place") != "")
        frame = _placed(names.drop_nulls("name").unique())
    return frame.drop_nulls("value").unique()


def _placed(names: pl.DataFrame) -> pl.DataFrame:
    """Give every name the finest place it must mean; null where that is unknown."""
    several = names.filter(pl.col("place").n_unique().over("name") > 1)
    targets: list[tuple[str, str, str | None]] = []
    by_place = several.group_by("name", "place").agg(pl.col("cluster").unique())
    for (name,), group in by_place.sort("name", "place").group_by("name", maintain_order=True):
        known = dict(zip(group["place"].to_list(), map(set, group["cluster"].to_list()), strict=True))
        targets += [(str(name), place, target) for place, target in _meant(known).items()]
    schema = {"name": pl.String, "place": pl.String, "meant": pl.String}
    table = pl.DataFrame(targets, schema=schema, orient="row").with_columns(told=pl.lit(True))
    joined = names.join(table, on=["name", "place"], how="left")
    meant = pl.when(pl.col("told").is_null()).then("place").otherwise("meant")
    exact = pl.when(pl.col("place") != "").then(pl.concat_str("name", "place", separator=SEPARATOR))
    return joined.select(
        "cluster",
        pl.concat_str(pl.col("name"), meant, separator=SEPARATOR).alias("value"),
        exact.alias("sure"),
    )


def _meant(known: dict[str, set[int]]) -> dict[str, str | None]:
    """For each place under which a name is known (sorted) the finest place that it must mean, if that is
    sure."""
    places = list(known)
    finest = [p for p, following in zip(places, [*places[1:], ""], strict=True) if not following.startswith(p)]
    if places[-1] not in finest:  # "" alone starts every text, so the last place always is one of the finest
        finest.append(places[-1])
    meant: dict[str, str | None] = {}
    for place in places:
        inside = finest[bisect_left(finest, place) : bisect_left(finest, place + _LAST)]
        one = len(inside) == 1 or len(set().union(*(known[p] for p in inside))) == 1
        meant[place] = inside[0] if one else place or None
    return meant


def _merge(labels: _Labels, agreeing: pl.DataFrame, guards: Sequence[pl.Series]) -> _Labels:
    """Merge clusters that agree, but none that a guard lists twice among those that would come together."""
    shared = agreeing.filter(pl.col("value").is_duplicated()).sort("value", "cluster")
    if not shared.height:
        return labels
    roots = _components(shared["value"].to_list(), shared["cluster"].to_list())
    joined = pl.DataFrame({"cluster": list(roots), "root": list(roots.values())}, schema_overrides=_U32)
    doubtful = _doubtful(joined, guards)
    parent = np.arange(len(labels), dtype=np.uint32)
    sure = joined.join(doubtful, on="root", how="anti")
    parent[sure["cluster"].to_numpy()] = sure["root"].to_numpy()
    if doubtful.height:
        unsure = joined.join(doubtful, on="root", how="semi")["cluster"]
        free = shared.filter(pl.col("cluster").is_in(unsure.implode())).drop_nulls("sure")
        for guard in guards:
            free = free.filter(~pl.col("cluster").is_in(guard.implode()))
        free = free.sort("sure", "cluster")
        for member, root in _components(free["sure"].to_list(), free["cluster"].to_list()).items():
            parent[member] = root
    return parent[labels]


_U32 = {"cluster": pl.UInt32, "root": pl.UInt32}


def _doubtful(joined: pl.DataFrame, guards: Sequence[pl.Series]) -> pl.DataFrame:
    """Roots of what would hold two clusters that a guard keeps apart."""
    found = [pl.DataFrame(schema={"root": pl.UInt32})]
    for guard in guards:
        listed = joined.filter(pl.col("cluster").is_in(guard.implode()))
        found.append(listed.group_by("root").len().filter(pl.col("len") > 1).select("root"))
    return pl.concat(found).unique()


def _components(values: Iterable[str], clusters: Iterable[int]) -> dict[int, int]:
    """Union-find: the smallest cluster that each is connected with by equal neighbouring values."""
    parent: dict[int, int] = {}

    def find(x: int) -> int:
        while parent[x] != x:
            parent[x] = x = parent[parent[x]]
        return x

    previous_value, previous = None, -1
    for value, member in zip(values, clusters, strict=True):
        parent.setdefault(member, member)
        if value == previous_value:
            a, b = find(previous), find(member)
            parent[max(a, b)] = min(a, b)
        previous_value, previous = value, member
    return {member: find(member) for member in parent}
