"""The names of entities as rows that can be compared: one for each entity and each of its names."""

from typing import Any

import polars as pl

from records.resolution.features import cities, rarity
from records.resolution.names import normalise_addresses, parse_names

#: Columns of entities; those that are absent are null.
ENTITY: dict[str, Any] = {
    "entity": pl.UInt32, "name": pl.String, "aliases": pl.List(pl.String), "place": pl.String, "uscc": pl.String,
    "legal_representative": pl.String, "address": pl.String, "phone": pl.String, "enterprises": pl.List(pl.UInt64),
    "birth_year": pl.Int32, "gender": pl.String,
}  # fmt: skip
SEPARATOR = "\x1f"


def completed(entities: pl.DataFrame) -> pl.DataFrame:
    """Entities with all columns of ``ENTITY`` and their signature, in the order of their numbers.

    The signature is a hash of all that an entity tells: equal for equal content.
    """
    present = [pl.col(n).cast(t) if n in entities.columns else pl.lit(None, t).alias(n) for n, t in ENTITY.items()]
    entities = entities.select(present).with_columns(pl.col("place").fill_null("")).sort("entity")
    texts = [pl.col(n) for n, t in ENTITY.items() if t == pl.String]
    told = [t.fill_null("\0") for t in texts] + [pl.col("aliases").list.join(SEPARATOR).fill_null("\0")]
    return entities.with_columns(signature=pl.concat_str(told, separator=SEPARATOR).hash(0))


def name_rows(entities: pl.DataFrame, node_type: str) -> pl.DataFrame:
    """A row a name: signature of its entity, alias, the parts of the name, and what else the entity tells.

    Entities of the same content give the same rows once.
    """
    entities = entities.unique("signature", keep="any")
    name = entities.select("signature", raw="name", alias=pl.lit(value=False))
    aliases = entities.filter(pl.col("aliases").list.len() > 0).select(
        "signature", raw="aliases", alias=pl.lit(value=True)
    )
    spoken = pl.concat([name, aliases.explode("raw")]).drop_nulls("raw")
    names = spoken.join(_parse(spoken["raw"], node_type), on="raw")
    former = names.filter(pl.col("former").list.len() > 0).select("signature", raw="former", alias=pl.lit(value=True))
    former = former.explode("raw").drop_nulls("raw")
    former = former.join(_parse(former["raw"], node_type), on="raw")
    names = pl.concat([names, former.select(names.columns)]).filter(pl.col("text") != "")
    names = names.sort("signature", "alias", "text", "raw").unique(
        ["signature", "text"], keep="first", maintain_order=True
    )
    told = entities.select(
        "signature",
        "place",
        uscc=pl.col("uscc").str.strip_chars().str.to_uppercase().replace("", None),
        phone=phone_digits(pl.col("phone")),
        address=normalise_addresses(entities["address"]),
        representative=_person(pl.col("legal_representative")),
    )
    return names.drop("raw", "former").join(told, on="signature", maintain_order="left")


def numbered(entities: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``names`` for each entity, with what the whole corpus adds (rarity, cities), and row (0, 1, …).

    ``entities`` are sorted by entity, and the names of each signature as ``name_rows`` sorts them.
    """
    rows = entities.select("entity", "signature").join(names, on="signature", maintain_order="left_right")
    rows = rows.with_row_index("row")
    return rows.with_columns(rarity=rarity(rows), cities=cities(rows))


def _parse(raw: pl.Series, node_type: str) -> pl.DataFrame:
    distinct = raw.unique()
    return parse_names(distinct, node_type).insert_column(0, distinct.alias("raw"))


def _person(name: pl.Expr) -> pl.Expr:
    return name.str.normalize("NFKC").str.replace_all(r"\s", "").replace("", None)


def phone_digits(phone: pl.Expr) -> pl.Expr:
    """Digits, without the country's code; too few digits tell nothing."""
    digits = phone.str.normalize("NFKC").str.replace_all(r"\D", "").str.replace(r"^(?:0086|86)(\d{11})$", "$1")
    return pl.when(digits.str.len_chars() >= 7).then(digits)
