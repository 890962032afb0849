"""Which pairs scoring forbids to merge, whatever else they have in common: branch and parent, 第一 and 第二, two codes.

``find_candidates`` leaves such pairs out, so of two entities that it does not pair nothing is known: they may be
unlike or forbidden. Before a chain of pairs becomes one entity, this tells the pairs in it that are forbidden.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from records.resolution import persons
from records.resolution.candidates import LEVELS
from records.resolution.features import COMPARED, compare
from records.resolution.rows import completed, name_rows, numbered
from records.resolution.scoring import VETO, Weights


def vetoed(told: pl.DataFrame, node_type: str, groups: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """Pairs (left < right) within groups of entities of ``told`` that are forbidden under all of their names."""
    weights = Weights.of(node_type)
    asked = [(n, entity) for n, group in enumerate(groups) for entity in group if entity >= 0]
    if weights is None or not asked:
        return set()
    grouped = pl.DataFrame(asked, schema={"group": pl.UInt32, "entity": pl.UInt32}, orient="row")
    entities = completed(told.join(grouped, on="entity", how="semi"))
    levels = _persons(entities, grouped) if node_type == "Person" else _names(entities, grouped, node_type)
    known = persons.LEVELS if node_type == "Person" else LEVELS
    judged = levels.with_columns(forbidden=_forbidden(known, weights))
    found = judged.group_by("left", "right").agg(pl.col("forbidden").all()).filter("forbidden")
    return set(found.select("left", "right").rows())


def _forbidden(known: Mapping[str, Sequence[str]], weights: Weights) -> pl.Expr:
    """Whether any feature is at a level that forbids."""
    at = []
    for feature, names in known.items():
        levels = [n for n, name in enumerate(names) if weights.levels.get(feature, {}).get(name) == VETO]
        at += [pl.col(feature).is_in(levels)] if levels else []
    return pl.any_horizontal(at) if at else pl.lit(value=False)


def _pairs(rows: pl.DataFrame, grouped: pl.DataFrame) -> pl.DataFrame:
    """l and r: numbers of rows of two entities of one group."""
    mine = rows.select("row", "entity").join(grouped, on="entity")
    both = mine.join(mine, on="group", suffix="_r").filter(pl.col("entity") < pl.col("entity_r"))
    return both.select(l="row", r="row_r")


def _names(entities: pl.DataFrame, grouped: pl.DataFrame, node_type: str) -> pl.DataFrame:
    rows = numbered(entities, name_rows(entities, node_type))
    pairs = _pairs(rows, grouped)
    compared = rows.select(COMPARED)
    one, two = compared[pairs["l"].to_numpy()], compared[pairs["r"].to_numpy()]
    return compare(one, two).with_columns(left=one["entity"], right=two["entity"])


def _persons(entities: pl.DataFrame, grouped: pl.DataFrame) -> pl.DataFrame:
    rows = persons.person_rows(entities)
    held = persons.roles(rows)
    return persons.compare(_pairs(rows, grouped), rows, held, persons.co_directors(held))
