"""Persons: the same name is never enough. Only who holds a role in the same enterprise, sits with the same people on
boards, or agrees in year of birth, phone and place is compared, and merged only on the first two or a phone."""

from collections.abc import Mapping

import polars as pl

from records.resolution import blocking
from records.resolution.names import normalise_texts
from records.resolution.rows import phone_digits
from records.resolution.scoring import Weights, logit_of, logits
from records.resolution.words import words

LEVELS: Mapping[str, tuple[str, ...]] = {
    "name": ("same", "one character", "other"),
    "enterprises": ("several", "one", "none", "unknown"),
    "directors": ("several", "one rare", "one", "none"),
    "birth": ("same", "near", "different", "unknown"),
    "gender": ("same", "different", "unknown"),
    "place": ("unknown", "same", "within", "county", "city", "far"),
    "phone": ("same", "different", "unknown"),
    "rarity": ("rare", "usual", "common"),
}
#: The largest block: name and enterprise, name and co-director, name and place, name and phone.
CAPS = {"enterprise": 30, "director": 12, "born": 8, "place": 4, "phone": 10}
_BOARD = 60  # an enterprise with more persons says little about who knows whom
_RARE, _USUAL = 20, 200  # persons of a name, or who sit with one of that name
_TITLES = "(?:先生|女士|同志|董事长|总经理|经理|教授|博士|院士|书记|主任)$"


def person_rows(entities: pl.DataFrame) -> pl.DataFrame:
    """A row a person (row, entity), with the normalised name and how many have it."""
    name = normalise_texts(entities["name"]).str.replace(r"\(.*\)$", "").str.replace(_TITLES, "")
    rows = entities.select(
        "entity", "place", "enterprises", "birth_year", "gender", phone=phone_digits(pl.col("phone"))
    ).with_columns(name=name)
    rows = rows.filter(pl.col("name").fill_null("") != "").with_row_index("row")
    return rows.with_columns(rarity=_rarity(pl.len().over("name"), pl.col("name")))


def _rarity(count: pl.Expr, name: pl.Expr) -> pl.Expr:
    """0 rare, 1 usual, 2 common: by how many have the name, and by its characters."""
    common = name.str.contains(words().common_person)
    return pl.when(count > _USUAL).then(2).when(common | (count > _RARE)).then(1).otherwise(0).cast(pl.UInt8)


def roles(rows: pl.DataFrame) -> pl.DataFrame:
    """row, name and enterprise."""
    told = rows.filter(pl.col("enterprises").list.len() > 0).select("row", "name", enterprise="enterprises")
    return told.explode("enterprise").drop_nulls().unique(maintain_order=True)


def co_directors(held: pl.DataFrame) -> pl.DataFrame:
    """row, name and other: whom each sits with, by name."""
    small = held.filter(pl.col("row").n_unique().over("enterprise") <= _BOARD)
    met = small.join(small.select("enterprise", other="name"), on="enterprise").filter(
        pl.col("name") != pl.col("other")
    )
    return met.select("row", "name", "other").unique()


def blocks(rows: pl.DataFrame, held: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """row and block. Names of one character's difference only meet in an enterprise."""
    text = held["name"]
    whole, without, of, _ = blocking.deletions(text.to_list(), text.str.len_chars().to_numpy().astype("int64"))
    slips = pl.concat([
        held.select("row", "enterprise", key=pl.Series(whole)),
        held[of].select("row", "enterprise", key=pl.Series(without)),
    ])  # fmt: skip
    place = pl.col("place")
    rare = rows.filter(pl.col("rarity") == 0)
    keys = [
        ("enterprise", slips.select("row", key=pl.struct("key", "enterprise").hash(1))),
        ("director", met.select("row", key=pl.struct("name", "other").hash(2))),
        ("born", rows.drop_nulls("birth_year").select("row", key=pl.struct("name", "birth_year").hash(3))),
        ("place", rare.filter(pl.col("place") != "").select("row", key=pl.struct("name", place.str.head(6)).hash(4))),
        ("phone", rows.drop_nulls("phone").select("row", key=pl.struct("name", "phone").hash(5))),
    ]  # fmt: skip
    found = []
    for kind, frame in keys:
        sized = frame.unique().with_columns(size=pl.len().over("key"))
        found.append(sized.filter(pl.col("size").is_between(2, CAPS[kind])).select("row", block="key"))
    return pl.concat(found)


def find(entities: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """left, right, levels and logit of pairs above the lower threshold."""
    rows = person_rows(entities)
    held = roles(rows)
    met = co_directors(held)
    left, right = blocking.pairs(blocks(rows, held, met).sort("block", "row"))
    pairs = pl.DataFrame({"l": left, "r": right})
    levels = compare(pairs, rows, held, met)
    levels = levels.with_columns(logit=pl.Series(logits(levels, LEVELS, weights)))
    return levels.filter(pl.col("logit") >= logit_of(weights.candidate))


def compare(pairs: pl.DataFrame, rows: pl.DataFrame, held: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """The number of the level that holds, a column a feature, beside the entities left and right."""
    left, right = rows[pairs["l"].to_numpy()], rows[pairs["r"].to_numpy()]
    shared = _shared(pairs, held.select("row", "enterprise"), "enterprise")
    known = held.select(pl.col("row").unique())["row"].implode()
    sits = met.group_by("other").agg(sits=pl.col("row").n_unique())
    rarity = sits.with_columns(sits=_rarity(pl.col("sits"), pl.col("other")))
    met_both = _shared(pairs, met.join(rarity, on="other").select("row", "other", "sits"), "other")
    both = pl.concat([left.rename(lambda n: f"l_{n}"), right.rename(lambda n: f"r_{n}")], how="horizontal")
    both = both.with_columns(
        pairs["l"], pairs["r"], common=shared["common"], friends=met_both["common"],
        rarest=met_both["sits"] if "sits" in met_both.columns else pl.lit(None, pl.UInt8),
    ).with_columns(known=pl.col("l").is_in(known) & pl.col("r").is_in(known))  # fmt: skip
    age = (pl.col("l_birth_year") - pl.col("r_birth_year")).abs()
    place = pl.col("l_place"), pl.col("r_place")
    # who sits in one enterprise has its directors in common anyway
    elsewhere = (pl.col("common") == 0) & (pl.col("l_name") == pl.col("r_name"))
    friends = pl.when(elsewhere).then("friends").otherwise(0)
    return both.select(
        left=pl.min_horizontal("l_entity", "r_entity"),
        right=pl.max_horizontal("l_entity", "r_entity"),
        name=_first(pl.col("l_name") == pl.col("r_name"), pl.col("common") > 0),
        enterprises=_first(pl.col("common") > 1, pl.col("common") == 1, pl.col("known")),
        directors=_first(friends > 1, (friends == 1) & (pl.col("rarest") == 0), friends == 1),
        birth=_first(age == 0, age == 1, age > 1),
        gender=_first(pl.col("l_gender") == pl.col("r_gender"), pl.col("l_gender") != pl.col("r_gender")),
        place=_first(
            (place[0] == "") | (place[1] == ""), place[0] == place[1],
            place[0].str.starts_with(place[1]) | place[1].str.starts_with(place[0]),
            place[0].str.head(6) == place[1].str.head(6), place[0].str.head(4) == place[1].str.head(4),
        ),
        phone=_first(pl.col("l_phone") == pl.col("r_phone"), pl.col("l_phone") != pl.col("r_phone")),
        rarity=pl.max_horizontal("l_rarity", "r_rarity"),
    )  # fmt: skip


def _shared(pairs: pl.DataFrame, things: pl.DataFrame, thing: str) -> pl.DataFrame:
    """common: how many things both rows of each pair have; of their numbers the smallest."""
    mine = pairs.with_row_index("pair").join(things, left_on="l", right_on="row")
    both = mine.join(things.select("row", thing), left_on=["r", thing], right_on=["row", thing])
    rarest = [pl.col("sits").min()] if "sits" in things.columns else []
    counted = both.group_by("pair").agg(pl.len().alias("common"), *rarest)
    order = pairs.select(pair=pl.int_range(pl.len(), dtype=pl.UInt32))
    return order.join(counted, on="pair", how="left", maintain_order="left").with_columns(pl.col("common").fill_null(0))


def _first(*conditions: pl.Expr) -> pl.Expr:
    """The number of the first condition that holds; their count where none does."""
    expr = pl.lit(len(conditions), pl.UInt8)
    for number, condition in reversed(list(enumerate(conditions))):
        expr = pl.when(condition.fill_null(value=False)).then(pl.lit(number, pl.UInt8)).otherwise(expr)
    return expr
