"""Property values as JSON text, column by column.

A date is written as precisely as it was told (``2016``, ``2016-05``), money as an object of yuan (a decimal
as text, so that no cent is lost), currency and words, a point as an object of longitude and latitude.
"""

from collections.abc import Sequence

import polars as pl

from ontology.model import Property
from records.schema import columns

_DIGITS = {"year": 4, "month": 7}


def as_json(p: Property) -> pl.Expr:
    """The property's value as JSON text, null where it is unknown."""
    name = p.name
    if p.kind == "money":
        parts = [pl.col(name).cast(pl.String).alias("yuan")]
        parts += [pl.col(f"{name}_{part}").alias(part) for part in ("currency", "words")]
        return pl.when(known(p)).then(pl.struct(parts).struct.json_encode())
    if p.kind == "point":
        parts = [pl.col(f"{name}_{part}").alias(part) for part in ("longitude", "latitude")]
        return pl.when(known(p)).then(pl.struct(parts).struct.json_encode())
    value = _date(name) if p.kind == "date" else pl.col(name)
    # A struct of one field is {"v":…}: what stands after the colon is the value.
    encoded = pl.struct(value.alias("v")).struct.json_encode()
    return pl.when(known(p)).then(encoded.str.slice(5).str.strip_suffix("}"))


def as_json_object(properties: Sequence[Property]) -> pl.Expr:
    """All known values of a row as one JSON object by property name."""
    if not properties:
        return pl.lit("{}")
    members = [pl.lit(f'"{p.name}":') + as_json(p) for p in properties]
    inner = pl.concat_str(members, separator=",", ignore_nulls=True)
    return pl.concat_str([pl.lit("{"), inner, pl.lit("}")])


def known(p: Property) -> pl.Expr:
    """Whether the row says anything of the property."""
    return pl.any_horizontal(pl.col(column.name).is_not_null() for column in columns(p))


def _date(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    told = pl.col(f"{name}_precision").replace_strict(_DIGITS, default=10, return_dtype=pl.UInt32)
    return text.str.slice(0, told)
