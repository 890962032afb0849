"""What a source must look like, so that half a file or a renamed column does not pass for news.

    expect:
      minimum: {Enterprise: 13000, LOCATED_IN: 12000}    fewer records: the source is refused
      maximum: {Enterprise: 20000}                       more: a warning
      filled: {Enterprise.uscc: 0.95}                    share of records with the property; below: refused

``maximum`` warns only, as a source that grows is usually right and one that shrinks usually broken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl
import pyarrow as pa

from ontology.model import Ontology, Property
from records.errors import ExpectationFailed
from records.schema import columns
from records.tables import Tables


@dataclass(frozen=True)
class Expectation:
    """Bounds on what a source says. Counts are of records by type; mentions do not count in fill rates."""

    minimum: Mapping[str, int] = field(default_factory=dict)
    maximum: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, stated: Mapping[str, Any], ontology: Ontology) -> "Expectation":
        """From the ``expect`` part of a mapping file. Raises ExpectationFailed for what it cannot mean."""
        strangers = sorted(set(stated) - {"minimum", "maximum", "filled"})
        if strangers:
            raise ExpectationFailed(f"expect: there is no {strangers[0]!r}; known: minimum, maximum, filled")
        made = cls(**{name: dict(stated[name] or {}) for name in stated})
        for name in (*made.minimum, *made.maximum):
            _properties(name, ontology)
        for name, share in made.filled.items():
            _property(name, ontology)
            if not 0 <= share <= 1:
                raise ExpectationFailed(f"expect.filled.{name}: {share} is no share between 0 and 1")
        return made


@dataclass(frozen=True)
class Finding:
    """One bound that does not hold. A failure speaks against taking the source, a warning does not."""

    level: Literal["failure", "warning"]
    message: str


def examine(tables: Tables, expectation: Expectation, ontology: Ontology) -> list[Finding]:
    """All bounds that do not hold, failures first."""
    counts = {name: table.num_rows for name, table in {**tables.entities, **tables.relations}.items()}
    found = []
    for name, least in expectation.minimum.items():
        if counts.get(name, 0) < least:
            found.append(Finding("failure", f"{counts.get(name, 0)} records of {name}, at least {least} expected"))
    for name, share in expectation.filled.items():
        type_name, p = _property(name, ontology)
        table = tables.entities.get(type_name, tables.relations.get(type_name))
        rate = _fill_rate(table, p) if table is not None else None
        if rate is not None and rate < share:
            found.append(Finding("failure", f"{name} is filled in {rate:.1%}, at least {share:.1%} expected"))
    for name, most in expectation.maximum.items():
        if counts.get(name, 0) > most:
            found.append(Finding("warning", f"{counts[name]} records of {name}, at most {most} expected"))
    return found


def enforce(tables: Tables, expectation: Expectation, ontology: Ontology) -> Sequence[Finding]:
    """The warnings. Raises ExpectationFailed with every failure."""
    found = examine(tables, expectation, ontology)
    failures = [finding.message for finding in found if finding.level == "failure"]
    if failures:
        way_out = "compare the file with the one before, or change `expect` in its mapping"
        raise ExpectationFailed(f"{'; '.join(failures)}: {way_out}")
    return found


def _fill_rate(table: pa.Table, p: Property) -> float | None:
    """The share of full records that tell the property; None where there is no full record."""
    frame = pl.DataFrame(pl.from_arrow(table))
    if "_mention" in frame.columns:
        frame = frame.filter(~pl.col("_mention"))
    names = [column.name for column in columns(p) if column.name in frame.columns]
    told = pl.any_horizontal(pl.lit(False), *(pl.col(name).is_not_null() for name in names))
    return frame.select(told.mean()).item() if frame.height else None


def _properties(name: str, ontology: Ontology) -> Mapping[str, Property]:
    if name in ontology.node_types:
        return ontology.node_types[name].properties
    if name in ontology.edge_types:
        return ontology.edge_types[name].properties
    raise ExpectationFailed(f"expect: there is no type {name!r} in the ontology")


def _property(name: str, ontology: Ontology) -> tuple[str, Property]:
    type_name, _, property_name = name.partition(".")
    properties = _properties(type_name, ontology)
    if property_name not in properties:
        raise ExpectationFailed(f"expect.filled: {type_name} has no property {property_name!r}")
    return type_name, properties[property_name]
