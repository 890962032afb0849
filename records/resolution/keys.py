"""The keys by which entities are recognised, as comparable text.

An entity of a source has at most one value for each key of its type. A key of several properties exists only
where all of them are known. Names are compared by ontology.values.normalise_name, codes by normalise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from ontology.model import NodeType, Property
from ontology.values import PartialDate, normalise, normalise_name
from records.resolution.scoring import Weights
from records.schema import columns

SEPARATOR = "\x1f"
#: Texts by kind that normalising leaves as they are: most names and nearly all codes of a million.
PLAIN_TEXT = {
    "name": "^[\u4e00-\u9fa50-9a-z]+$", "string": "^[\u4e00-\u9fa50-9a-z]+$",
    "uscc": "^[0-9A-Z]+$", "code": "^[0-9A-Z]+$", "region_code": "^[0-9]+$", "stock_code": "^[0-9]{6}$",
}  # fmt: skip
PLACE = "_place"
RAW = "~"  # before the name of a column as it was written
#: Properties compared by scoring, where a type has them (records.resolution.rows.ENTITY).
COMPARED = ("name", "aliases", "uscc", "legal_representative", "address", "phone", "birth_year", "gender")
#: Kinds of which a register gives one value to one thing.
_REGISTERED = {"uscc", "stock_code", "region_code"}


class Kind(Enum):
    PLAIN = "plain"  # equal values mean the same entity
    PLACED = "placed"  # a name with its region: see resolver
    NAME = "name"  # a weak name: see resolver


@dataclass(frozen=True)
class Key:
    """One key of a node type. strong: entities that differ in it are never merged by a weaker one."""

    names: tuple[str, ...]
    kind: Kind
    strong: bool

    @property
    def column(self) -> str:
        return "+".join(self.names)


def keys_of(node_type: NodeType) -> list[Key]:
    """The type's keys, strongest first."""
    made = []
    for position, names in enumerate(node_type.keys):
        strong = position < node_type.strong_keys
        kind = Kind.PLAIN
        if set(names) == {"name", "region_code"}:
            kind = Kind.PLACED
        elif names == ("name",) and not strong:
            kind = Kind.NAME
        made.append(Key(names, kind, strong))
    return made


def read_entities(files: Sequence[tuple[int, Path]], node_type: NodeType) -> pl.DataFrame:
    """A row an entity of a source: _source, _ref, a column a key (null: not known), name and _place; for types that are
    scored also what they tell as it was written (``RAW``).

    ``files`` are record tables with the number of their source. Rejected records are left out. Of several
    records of one entity the first that tells a property counts, accepted ones and full ones before others.
    """
    properties = _used(node_type)
    wanted = [column.name for p in properties for column in columns(p)]
    parts = [_read(path, number, wanted) for number, path in files]
    if not parts:
        return _keyed(_empty(properties), node_type, properties)
    frame = pl.concat(parts, how="diagonal_relaxed")
    repeated = pl.struct("_source", "_ref").is_duplicated()
    several = frame.filter(repeated).sort(pl.col("_state") != "accepted", "_mention", maintain_order=True)
    merged = several.group_by("_source", "_ref", maintain_order=True).agg(pl.all().drop_nulls().first())
    frame = pl.concat([frame.filter(~repeated), merged.select(frame.columns)]).sort("_source", "_ref")
    return _keyed(frame, node_type, properties)


def columns_read(node_type: NodeType) -> list[str]:
    """The columns of entity records on which resolution depends. A build resolves a type again only where one of
    these changed: whatever resolution reads has to stand here."""
    return ["_ref", "_mention", "_state", *(column.name for p in _used(node_type) for column in columns(p))]


def scored(node_type: NodeType) -> bool:
    """Whether entities of a type are compared beyond their keys (weights.yaml says so)."""
    return Weights.of(node_type.name) is not None


def compared(node_type: NodeType) -> list[str]:
    """The properties of a type that scoring looks at."""
    return [name for name in COMPARED if name in node_type.properties] if scored(node_type) else []


def codes_of(node_type: NodeType) -> list[str]:
    """Columns of keys that a register gives to one thing only: two values are two things, whatever they are called."""
    return [f"={name}" for name in _strong(node_type) if node_type.properties[name].kind in _REGISTERED]


def numbers_of(node_type: NodeType) -> list[str]:
    """Columns of keys that anybody may give (numbers of people, projects): two values of one source are two things."""
    return [f"={name}" for name in _strong(node_type) if node_type.properties[name].kind == "code"]


def _strong(node_type: NodeType) -> list[str]:
    return [key.column for key in keys_of(node_type) if key.strong and len(key.names) == 1]


def _used(node_type: NodeType) -> list[Property]:
    names = {*_key_properties(node_type), *compared(node_type)}
    return [p for p in node_type.properties.values() if p.name in names]


def _key_properties(node_type: NodeType) -> set[str]:
    return {"name", "region_code", *(name for key in node_type.keys for name in key)}


def _empty(properties: Sequence[Property]) -> pl.DataFrame:
    texts = {p.name: pl.List(pl.String) if p.multiple else pl.String for p in properties}
    return pl.DataFrame(schema={"_source": pl.UInt32, "_ref": pl.String, **texts})


def _read(path: Path, number: int, wanted: Sequence[str]) -> pl.DataFrame:
    present = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=["_ref", "_mention", "_state", *(c for c in wanted if c in present)])
    frame = pl.DataFrame(pl.from_arrow(table)).filter(pl.col("_state") != "rejected")
    absent = [pl.lit(None).alias(c) for c in wanted if c not in present]
    return frame.with_columns(pl.lit(number, pl.UInt32).alias("_source"), *absent)


def _keyed(frame: pl.DataFrame, node_type: NodeType, properties: Sequence[Property]) -> pl.DataFrame:
    written = compared(node_type)
    frame = frame.with_columns(pl.col(name).alias(RAW + name) for name in written)
    names = _key_properties(node_type)
    for p in properties:
        if p.name in names:
            frame = frame.with_columns(_comparable(frame, p))
    places = [*_own_codes(node_type), "region_code"]
    frame = frame.with_columns(pl.coalesce(_trimmed(name) for name in places).fill_null("").alias(PLACE))
    made = [
        pl.concat_str([pl.col(name) for name in key.names], separator=SEPARATOR).alias(f"key {key.column}")
        for key in keys_of(node_type)
    ]
    keyed = frame.select("_source", "_ref", PLACE, "name", *made, *(RAW + name for name in written))
    return keyed.rename({f"key {k.column}": f"={k.column}" for k in keys_of(node_type)})


def _comparable(frame: pl.DataFrame, p: Property) -> pl.Series:
    """The property as normalised text; each distinct value is normalised once, and plain ones not at all."""
    column = frame[p.name]
    plain = PLAIN_TEXT.get("name" if p.name == "name" else p.kind)
    if plain and column.dtype == pl.String:
        odd = frame.select(pl.when(~pl.col(p.name).str.contains(plain)).then(pl.col(p.name)).alias(p.name))
        return odd.select(_normalised(odd, p)).to_series().zip_with(odd[p.name].is_not_null(), column)
    return _normalised(frame, p)


def _normalised(frame: pl.DataFrame, p: Property) -> pl.Series:
    known = frame[p.name].unique().drop_nulls()
    if not len(known):
        return pl.Series(p.name, [None] * frame.height, dtype=pl.String)
    texts = pl.Series("text", [_text(p, value) for value in known.to_list()], dtype=pl.String)
    texts = texts.set(texts == "", None)
    table = pl.DataFrame({p.name: known, "text": texts})
    return frame.select(p.name).join(table, on=p.name, how="left", maintain_order="left")["text"].alias(p.name)


def _text(p: Property, value: object) -> str:
    if p.name == "name":
        return normalise_name(str(value))
    if p.kind == "date":
        value = PartialDate(value)  # type: ignore[arg-type]  # a date column gives dates
    return normalise(p, value)


def _own_codes(node_type: NodeType) -> list[str]:
    """Properties that place an entity better than its region_code: the code of a village or region itself."""
    single = (names[0] for names in node_type.keys if len(names) == 1)
    return [name for name in single if node_type.properties[name].kind == "region_code"]


def _trimmed(name: str) -> pl.Expr:
    """A division code without the zeros of the levels it does not tell: 371300 → 3713, 100000 (China) →
    ""."""
    fine = pl.col(name).str.replace(r"^(\d{6}(?:\d{3})*?)(?:000)+$", "$1")
    coarse = fine.str.replace("^100000$", "").str.replace("(00)+$", "")
    return pl.when(fine.str.len_chars() <= 6).then(coarse).otherwise(fine)
