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
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from records.resolution.keys import PLACE, Key, Kind

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
    """cluster and value: clusters with one value agree on the key. sure: agree even where there is doubt.

    Values are numbers that stand for texts: millions of these are compared many times.
    """
    if key.kind is Kind.PLAIN:
        value = _numbered(entities[f"={key.column}"])
        frame = pl.DataFrame({"cluster": labels, "value": value, "sure": value})
    else:
        place = entities[PLACE]
        names = pl.DataFrame({"cluster": labels, "name": _numbered(entities["name"]), "place": _numbered(place)})
        texts = pl.DataFrame({"place": names["place"], "text": place}).unique("place")
        if key.kind is Kind.PLACED:
            names = names.filter((place != "").fill_null(value=False))
        frame = _placed(names.drop_nulls("name").unique(), texts)
    return frame.drop_nulls("value").unique()


def _numbered(texts: pl.Series) -> pl.Series:
    """A number for each text, equal for equal texts only."""
    return texts.cast(pl.Categorical).to_physical()


def _placed(names: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Give every name the finest place it must mean; null where that is unknown. texts: what stands for each place."""
    places = names.select("name", "place").unique().join(texts, on="place").sort("name", "text")
    # Most names are known at places of which none lies in another: these mean what they say.
    inner = (pl.col("name") == pl.col("name").shift(-1)) & pl.col("text").shift(-1).str.starts_with(pl.col("text"))
    several = names.join(places.filter(inner).select("name").unique(), on="name", how="semi")
    numbers = dict(texts.select("text", "place").rows())
    targets: list[tuple[int, int, int | None]] = []
    by_place = several.join(texts, on="place").group_by("name", "text").agg(pl.col("cluster").unique())
    for name, group in groupby(by_place.sort("name", "text").rows(), key=itemgetter(0)):
        known = {text: set(clusters) for _, text, clusters in group}
        for place, target in _meant(known).items():
            targets.append((name, numbers[place], None if target is None else numbers[target]))
    schema = {"name": pl.UInt32, "place": pl.UInt32, "meant": pl.UInt32}
    table = pl.DataFrame(targets, schema=schema, orient="row").with_columns(told=pl.lit(True))
    joined = names.join(table, on=["name", "place"], how="left")
    meant = pl.when(pl.col("told").is_null()).then("place").otherwise("meant")
    exact = pl.when(pl.col("place") != numbers.get("", -1)).then(_both("place"))
    return joined.with_columns(meant=meant).select("cluster", _both("meant").alias("value"), exact.alias("sure"))


def _both(place: str) -> pl.Expr:
    """Name and place as one number."""
    return pl.col("name").cast(pl.UInt64) * 2**32 + pl.col(place)


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
    joined = _components(shared["value"], shared["cluster"])
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
        sure = _components(free["sure"], free["cluster"])
        parent[sure["cluster"].to_numpy()] = sure["root"].to_numpy()
    return parent[labels]


def _doubtful(joined: pl.DataFrame, guards: Sequence[pl.Series]) -> pl.DataFrame:
    """Roots of what would hold two clusters that a guard keeps apart."""
    found = [pl.DataFrame(schema={"root": pl.UInt32})]
    for guard in guards:
        listed = joined.filter(pl.col("cluster").is_in(guard.implode()))
        found.append(listed.group_by("root").len().filter(pl.col("len") > 1).select("root"))
    return pl.concat(found).unique()


def _components(values: pl.Series, clusters: pl.Series) -> pl.DataFrame:
    """cluster and root: the smallest cluster that each is connected with by equal neighbouring values."""
    nodes, at = np.unique(clusters.to_numpy(), return_inverse=True)
    same = np.flatnonzero((values == values.shift()).fill_null(value=False).to_numpy())
    edges = sparse.coo_array((np.ones(len(same), np.int8), (at[same - 1], at[same])), shape=(len(nodes), len(nodes)))
    _, component = connected_components(edges, directed=False)
    _, first = np.unique(component, return_index=True)
    return pl.DataFrame({"cluster": nodes, "root": nodes[first][component]})
