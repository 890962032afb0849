"""What speaks for and against two names being one thing: a level a feature, for many pairs at once.

``FEATURES`` lists for each feature its levels. Of two names the first level that holds is taken, the last where
none does. ``compare`` gives the levels' numbers; what a level weighs, and which one forbids a merge whatever else
agrees (a veto), stands in weights.yaml by type.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Indel, Levenshtein

from records.resolution.words import words

L, R = "l_", "r_"
#: What of a name and its entity is compared: the columns of ``compare``.
COMPARED = (
    "entity", "text", "region", "town", "core", "brand", "business", "form", "group", "tail", "branch", "numbers",
    "rarity", "cities", "alias", "place", "uscc", "phone", "address", "representative",
)  # fmt: skip
_NEAR, _SHARED, _CLOSE = 0.8, 0.5, 0.8
_LONG_BRAND = 4
_RARE, _USUAL = 10, 100  # names with a brand


def _l(name: str) -> pl.Expr:
    return pl.col(L + name)


def _r(name: str) -> pl.Expr:
    return pl.col(R + name)


def _same(name: str) -> pl.Expr:
    return _l(name) == _r(name)


def _none(name: str) -> pl.Expr:
    return (_l(name) == "") & (_r(name) == "")


def _one(name: str) -> pl.Expr:
    return (_l(name) == "") != (_r(name) == "")


def _within(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return left.str.starts_with(right) | right.str.starts_with(left)


def _inside(name: str) -> pl.Expr:
    """One contains the other."""
    return _l(name).str.contains(_r(name), literal=True) | _r(name).str.contains(_l(name), literal=True)


def _told_alike(name: str) -> dict[str, pl.Expr | None]:
    known = _l(name).is_not_null() & _r(name).is_not_null()
    return {"same": _same(name), "different": known, "unknown": None}


def short(side: str) -> pl.Expr:
    """Whether a name is told without a legal form: 金锣, 鲁南制药."""
    return (pl.col(side + "form") == "") & (pl.col(side + "tail") == "")


_LIMITED = pl.col("l_form").is_in(["limited", "joint_stock", "company"]) & pl.col("r_form").is_in(
    ["limited", "joint_stock", "company"]
)
_SHORTER_BRAND = pl.min_horizontal(_l("brand").str.len_chars(), _r("brand").str.len_chars())
_REGION_OR_PLACE = (
    pl.when(_l("region") == "").then(_l("place")).otherwise(_l("region")),
    pl.when(_r("region") == "").then(_r("place")).otherwise(_r("region")),
)

FEATURES: Mapping[str, Mapping[str, pl.Expr | None]] = {
    "name": {
        "same": _same("text"),
        "same core": _same("core") & _same("tail"),
        "near": pl.col("core_likeness") >= _NEAR,
        "other": None,
    },
    "brand": {
        "same": _same("brand"),
        "contained": (_SHORTER_BRAND >= 2) & _inside("brand"),
        "in core": ((_l("brand").str.len_chars() >= 2) & _r("core").str.contains(_l("brand"), literal=True))
        | ((_r("brand").str.len_chars() >= 2) & _l("core").str.contains(_r("brand"), literal=True)),
        "spread": pl.col("spread"),
        "one character": (pl.col("brand_distance") == 1) & (_SHORTER_BRAND >= _LONG_BRAND),
        "one of few": pl.col("brand_distance") == 1,
        "different": None,
    },
    "business": {
        "none": _none("business"),
        "same": _same("business"),
        "untold": _one("business"),
        "part": _inside("business"),
        "shared": pl.col("business_likeness") >= _SHARED,
        "different": None,
    },
    "form": {  # 厂, 商店 and the like are no legal form
        "none": _none("form") | ((_l("form") == "undertaking") & (_r("form") == "undertaking")),
        "same": _same("form"),
        "untold": _one("form"),
        "related": _LIMITED,
        "different": None,
    },
    "group": {"same": _same("group"), "loose": (_l("form") == "") | (_r("form") == ""), "one": None},
    "branch": {
        "none": ~_l("branch") & ~_r("branch"),
        "same": _l("branch") & _r("branch") & _inside("tail"),
        "different": _l("branch") & _r("branch"),
        "one": None,
    },
    "tail": {
        "none": _none("tail"),
        "same": _same("tail"),
        "one": _one("tail"),
        "part": _inside("tail"),
        "different": None,
    },
    "numbers": {"none": _none("numbers"), "same": _same("numbers"), "one": _one("numbers"), "different": None},
    "region": {
        "untold": _none("region") | (_one("region") & ((_REGION_OR_PLACE[0] == "") | (_REGION_OR_PLACE[1] == ""))),
        "agrees": _one("region") & _within(*_REGION_OR_PLACE),
        "contradicts": _one("region"),
        "same": _same("region"),
        "within": _within(_l("region"), _r("region")),
        "different": None,
    },
    "town": {"unknown": _none("town") | _one("town"), "same": _same("town"), "different": None},
    "place": {
        "unknown": (_l("place") == "") | (_r("place") == ""),
        "same": _same("place"),
        "within": _within(_l("place"), _r("place")),
        "county": _l("place").str.head(6) == _r("place").str.head(6),
        "city": _l("place").str.head(4) == _r("place").str.head(4),
        "far": None,
    },
    "rarity": {
        "none": pl.col("brand_apart"),
        "rare": pl.max_horizontal("l_rarity", "r_rarity") == 0,
        "usual": pl.max_horizontal("l_rarity", "r_rarity") == 1,
        "common": None,
    },
    "namesakes": {
        "no": ~_same("core")
        | ((_l("place") != "") & (_r("place") != ""))
        | (_same("region") & (_l("region") != "")),
        "one city": pl.max_horizontal("l_cities", "r_cities") <= 1,
        "elsewhere": None,
    },
    "short": {"no": ~pl.col("short_full"), "alone": pl.col("alone"), "several": None},
    "alias": {"no": ~_l("alias") & ~_r("alias"), "one": _l("alias") != _r("alias"), "both": None},
    "uscc": _told_alike("uscc"),
    "representative": _told_alike("representative"),
    "phone": _told_alike("phone"),
    "address": {"same": _same("address"), "close": pl.col("address_likeness") >= _CLOSE,
                "different": _l("address").is_not_null() & _r("address").is_not_null(), "unknown": None},
}  # fmt: skip


def rarity(rows: pl.DataFrame) -> pl.Series:
    """How little a brand tells: 0 rare, 1 usual, 2 common. By how many names have it and by its characters."""
    common = f"^[{''.join(sorted(words().common))}]+$"
    count = pl.len().over("brand")
    length = pl.col("brand").str.len_chars()
    level = (
        pl.when((count > _USUAL) | (length < 2))
        .then(2)
        .when((count > _RARE) | (pl.col("brand").str.contains(common) & (length <= 3)))
        .then(1)
        .otherwise(0)
    )
    return rows.select(level.cast(pl.UInt8).alias("rarity"))["rarity"]


def cities(rows: pl.DataFrame) -> pl.Series:
    """In how many prefectures the corpus knows a core."""
    told = pl.when(pl.col("place").str.len_chars() >= 4).then("place").otherwise("region").str.head(4)
    placed = rows.select("core", "tail", city=told).filter(pl.col("city").str.len_chars() == 4)
    counted = placed.unique().group_by("core", "tail").agg(pl.len().cast(pl.UInt16).alias("cities"))
    return (
        rows.select("core", "tail")
        .join(counted, on=["core", "tail"], how="left", maintain_order="left")["cities"]
        .fill_null(0)
    )


def compare(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """The number of the level that holds, a column a feature; the pairs stand in the same rows of both frames.

    ``short`` is "several" wherever one name is short and the other full: ``settle_short`` finds those that are alone.
    """
    pairs = pl.concat([_named(left, L), _named(right, R)], how="horizontal").with_columns(
        brand_distance=_distances(left["brand"], right["brand"]),
        core_likeness=_likeness(left["core"], right["core"]),
        business_likeness=_likeness(left["business"], right["business"]),
        address_likeness=_likeness(left["address"], right["address"]),
        short_full=(short(L) != short(R)) & ~_same("text"),
        alone=pl.lit(False),
    )
    pairs = pairs.with_columns(spread=_spread(pairs))
    alike = [list(FEATURES["brand"]).index(name) for name in ("same", "contained", "in core", "one character")]
    pairs = pairs.with_columns(brand_apart=~_level("brand").is_in(alike))
    return pairs.select(*(_level(name).alias(name) for name in FEATURES))


def fits() -> pl.Expr:
    """Whether a short name can mean the full one beside it: nothing but what the short one leaves out differs.

    It looks at no evidence beside name and place, and needs little: the row of the short name.
    """
    return (
        pl.col("little").is_not_null()
        & level_is("brand", "same", "contained", "in core", "spread")
        & ~level_is("business", "different")
        & level_is("branch", "none")
        & level_is("numbers", "none", "same")
        & ~level_is("region", "different", "contradicts")
        & level_is("place", "unknown", "same", "within")
    )


def settle_short(levels: pl.DataFrame) -> pl.DataFrame:
    """Where a short name fits only one full name (of all that blocking found), that name is alone.

    ``levels`` has, beside the features, little (the row of the short name) and full (a hash of the other's core).
    """
    counted = levels.filter(fits()).group_by("little").agg(pl.col("full").n_unique().alias("fitting"))
    joined = levels.join(counted, on="little", how="left", maintain_order="left")
    alone = pl.lit(list(FEATURES["short"]).index("alone"), pl.UInt8)
    settled = pl.when(fits() & (pl.col("fitting") == 1)).then(alone).otherwise("short")
    return joined.with_columns(settled.alias("short")).drop("fitting")


def _named(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    return frame.select(pl.col(name).alias(side + name) for name in COMPARED)


def _level(feature: str) -> pl.Expr:
    levels = list(FEATURES[feature].values())
    expr = pl.lit(len(levels) - 1, pl.UInt8)
    for number, condition in reversed(list(enumerate(levels))):
        if condition is not None:
            expr = pl.when(condition.fill_null(value=False)).then(pl.lit(number, pl.UInt8)).otherwise(expr)
    return expr


def level_is(feature: str, *levels: str) -> pl.Expr:
    """Whether a column of ``compare`` is at one of these levels."""
    return pl.col(feature).is_in([list(FEATURES[feature]).index(level) for level in levels])


def _distances(left: pl.Series, right: pl.Series) -> pl.Series:
    """Levenshtein distance where it may be 1; 0 where equal, 9 elsewhere."""
    lengths = (left.str.len_chars().cast(pl.Int32) - right.str.len_chars().cast(pl.Int32)).abs()
    which = (lengths <= 1) & (left != right)
    found = np.where((left == right).to_numpy(), 0, 9).astype(np.uint8)
    _fill(found, which, left, right, Levenshtein.distance)
    return pl.Series(found)


def _likeness(left: pl.Series, right: pl.Series) -> pl.Series:
    """1 where equal, else the share of characters that both have in the same order (Indel similarity)."""
    found = np.where((left == right).fill_null(value=False).to_numpy(), 1.0, 0.0).astype(np.float32)
    which = ((left != right) & (left != "") & (right != "")).fill_null(value=False)
    _fill(found, which, left, right, Indel.normalized_similarity)
    return pl.Series(found)


def _fill(found: npt.NDArray[Any], which: pl.Series, left: pl.Series, right: pl.Series, scorer: Any) -> None:
    if which.any():
        texts: tuple[Sequence[str], Sequence[str]] = (left.filter(which).to_list(), right.filter(which).to_list())
        found[which.to_numpy()] = process.cpdist(*texts, scorer=scorer, dtype=found.dtype, workers=-1)


def _spread(pairs: pl.DataFrame) -> pl.Series:
    """Whether one name is short and its characters stand in the full one in this order: 临矿, 临沂矿业集团."""
    one_short = short(L)
    little = pl.when(one_short).then(_l("core")).otherwise(_r("core"))
    full = pl.when(one_short).then(_r("text")).otherwise(_l("text"))
    asked = pairs["short_full"] & (pairs["l_brand"] != pairs["r_brand"])
    found = np.zeros(pairs.height, dtype=bool)
    found[asked.to_numpy()] = [
        _is_spread(*names) for names in pairs.filter(asked).select(little, full.alias("full")).iter_rows()
    ]
    return pl.Series(found)


def _is_spread(little: str, full: str) -> bool:
    rest = iter(full)
    return 2 <= len(little) <= 6 and little[0] == full[0] and all(c in rest for c in little)
