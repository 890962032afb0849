"""The names of entities as rows that can be compared: one for each entity and each of its names."""

import polars as pl

from records.resolution.features import cities, rarity
from records.resolution.names import normalise_addresses, parse_names

#: Columns of entities; those that are absent are null.
ENTITY = pl.Schema({
    "entity": pl.UInt32, "name": pl.String, "aliases": pl.List(pl.String), "place": pl.String, "uscc": pl.String,
    "legal_representative": pl.String, "address": pl.String, "phone": pl.String, "enterprises": pl.List(pl.UInt64),
    "birth_year": pl.Int32, "gender": pl.String,
})  # fmt: skip


def completed(entities: pl.DataFrame) -> pl.DataFrame:
    """Entities with all columns of ``ENTITY``, in the order of their numbers."""
    present = [pl.col(n).cast(t) if n in entities.columns else pl.lit(None, t).alias(n) for n, t in ENTITY.items()]
    return entities.select(present).with_columns(pl.col("place").fill_null("")).sort("entity")


def name_rows(entities: pl.DataFrame, node_type: str, parsed: pl.DataFrame) -> pl.DataFrame:
    """A row a name: the parts of names, what else the entity tells, row (0, 1, …), alias and rarity.

    ``parsed`` are the parts of every raw name (``parsed_names``).
    """
    names = spoken_names(entities).join(parsed, on="raw")
    former = names.filter(pl.col("former").list.len() > 0).select("entity", raw=pl.col("former"), alias=pl.lit(True))
    former = former.explode("raw").drop_nulls("raw").join(parsed, on="raw")
    names = pl.concat([names, former.select(names.columns)]).filter(pl.col("text") != "")
    names = names.sort("entity", "alias", "text", "raw").unique(["entity", "text"], keep="first", maintain_order=True)
    told = entities.select(
        "entity",
        "place",
        uscc=pl.col("uscc").str.strip_chars().str.to_uppercase().replace("", None),
        phone=_phone(pl.col("phone")),
        address=normalise_addresses(entities["address"]),
        representative=pl.col("legal_representative").str.normalize("NFKC").str.replace_all(r"\s", "").replace("", None),
    )
    rows = names.join(told, on="entity", how="left", maintain_order="left").with_row_index("row")
    return rows.with_columns(rarity=rarity(rows), cities=cities(rows))


def spoken_names(entities: pl.DataFrame) -> pl.DataFrame:
    """entity, raw and alias: the name and the aliases of each entity."""
    name = entities.select("entity", raw="name", alias=pl.lit(False))
    aliases = entities.filter(pl.col("aliases").list.len() > 0).select("entity", raw="aliases", alias=pl.lit(True))
    return pl.concat([name, aliases.explode("raw")]).drop_nulls("raw")


def parsed_names(entities: pl.DataFrame, node_type: str, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every raw name once with its parts, those of former names in brackets too. ``known``: parts from before."""
    raw = spoken_names(entities)["raw"].unique()
    if known is not None:
        old = known.filter(pl.col("raw").is_in(raw.implode()))
        raw = raw.filter(~raw.is_in(old["raw"].implode()))
    parsed = _parse(raw, node_type)
    everything = parsed if known is None else pl.concat([old, parsed])
    former = everything["former"].explode().drop_nulls().unique()
    former = former.filter(~former.is_in(everything["raw"].implode()))
    return pl.concat([everything, _parse(former, node_type)]) if len(former) else everything


def _parse(raw: pl.Series, node_type: str) -> pl.DataFrame:
    return parse_names(raw, node_type).insert_column(0, raw.alias("raw"))


def _phone(phone: pl.Expr) -> pl.Expr:
    """Digits, without the country's code; too few digits tell nothing."""
    digits = phone.str.normalize("NFKC").str.replace_all(r"\D", "").str.replace(r"^(?:0086|86)(\d{11})$", "$1")
    return pl.when(digits.str.len_chars() >= 7).then(digits)
