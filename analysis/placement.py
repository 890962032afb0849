"""Where each thing is and which industries it is in, at a level: the ground of every statistic by place.

A place is a code of GB/T 2260 and the NBS, padded to twelve digits: two each for province, prefecture and
county, three each for township and village. A thing is where its own ``region_code`` says, else where the
finest of the things it is LOCATED_IN or PART_OF is. A code that ends in zeros is known only as far as it
goes: ``371300`` names a prefecture, so at county level that thing's place is unknown.

An industry is a code of GB/T 4754 (a letter, then two to four digits), or, in another scheme, a node with its
``level`` and PART_OF. Of several industries the one marked primary counts; without a mark each counts an
equal part.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.arrays import read_frame

if TYPE_CHECKING:
    from records.snapshot import Snapshot

#: How many digits of a padded code name a region of this level.
DIGITS = {"country": 0, "province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}
#: A thing in a park in a village in a township in a county: chains are short, and a loop must end.
_LONGEST_CHAIN = 6
_PLACE = {"id": pl.String, "code": pl.String}
_LINK = {"from_id": pl.String, "to_id": pl.String}


@dataclass(frozen=True)
class Names:
    """Codes to names, as the nodes of the snapshot have them."""

    by_code: dict[str, tuple[str | None, str]]

    def id(self, code: str) -> str | None:
        return self.by_code.get(code, (None, ""))[0]

    def name(self, code: str) -> str:
        return self.by_code.get(code, (None, code))[1]


def place_codes(snapshot: "Snapshot", types: Collection[str], as_of: date | None = None) -> pl.DataFrame:
    """Padded place code of the things of these types: ``id``, ``code`` (null where unknown)."""
    asked = _ids(snapshot, types)
    own = [_own_code(snapshot, t) for t in snapshot.node_files() if t in types]
    codes = pl.concat([pl.DataFrame(schema=_PLACE), *own])
    if codes.height < asked.height:
        others = [_own_code(snapshot, t) for t in snapshot.node_files() if t not in types]
        codes = _inherited(pl.concat([codes, *others]), snapshot, as_of)
    return asked.join(codes, on="id", how="left", maintain_order="left")


def _inherited(codes: pl.DataFrame, snapshot: "Snapshot", as_of: date | None) -> pl.DataFrame:
    upward = pl.concat([_links(snapshot, t, as_of) for t in ("LOCATED_IN", "PART_OF")])
    for _ in range(_LONGEST_CHAIN):
        found = _one_step_up(codes, upward)
        if found.is_empty():
            break
        codes = pl.concat([codes, found])
    return codes


def at_level(code: pl.Expr, level: str) -> pl.Expr:
    """The part of a padded code that names a region of this level; null where the code is not that fine."""
    digits = DIGITS[level]
    if digits == 0:
        return pl.when(code.is_not_null()).then(pl.lit(""))
    before = max(d for d in DIGITS.values() if d < digits)
    fine = code.str.slice(before, digits - before).str.contains("[1-9]")
    return pl.when(fine).then(code.str.slice(0, digits))


def region_names(snapshot: "Snapshot", level: str) -> Names:
    """Names of the regions of a level by the digits of their code."""
    digits = DIGITS[level]
    known: dict[str, tuple[str | None, str]] = {}
    for node_type in ("Village", "Region"):
        file = snapshot.node_files().get(node_type)
        if file is None:
            continue
        frame = read_frame(file, ["id", "name", "code"]).select("id", "name", _padded(pl.col("code")))
        frame = frame.filter(pl.col("code") == pl.col("code").str.slice(0, digits).str.pad_end(12, "0"))
        known |= {code[:digits]: (id_, name or code[:digits]) for id_, name, code in frame.iter_rows()}
    return Names(known)


def industry_shares(
    snapshot: "Snapshot", level: int, scheme: str = "gbt4754", as_of: date | None = None
) -> pl.DataFrame:
    """Industries of things at a level of a scheme: ``id``, ``industry`` (code), ``part`` (sums to 1 a
    thing)."""
    links = _links(snapshot, "IN_INDUSTRY", as_of, ["primary"])
    industries = pl.DataFrame(
        list(ancestors(snapshot, level, scheme).items()),
        schema={"to_id": pl.String, "industry": pl.String},
        orient="row",
    )
    links = links.join(industries, on="to_id").with_columns(pl.col("primary").fill_null(value=False))
    links = links.filter(pl.col("primary") | ~pl.col("primary").any().over("from_id"))
    links = links.with_columns(part=1.0 / pl.len().over("from_id"))
    shares = links.group_by(pl.col("from_id").alias("id"), "industry").agg(pl.col("part").sum())
    return shares.sort("id", "industry")


def ancestors(snapshot: "Snapshot", level: int, scheme: str = "gbt4754") -> dict[str, Any]:
    """The code at this level above each industry of the scheme; without those that are coarser."""
    nodes = {row["id"]: row for row in _industries(snapshot, scheme)}
    above = dict(_links(snapshot, "PART_OF", None).iter_rows())
    found = {}
    for id_, row in nodes.items():
        code = _ancestor(row, level, scheme, nodes, above)
        if code:
            found[id_] = code
    return found


def industry_names(snapshot: "Snapshot", scheme: str = "gbt4754") -> Names:
    """Names of the industries of a scheme by code. A class of GB/T 4754 that the graph has no node of goes
    by the classes below it: ``互联网零售等``."""
    known: dict[str, tuple[str | None, str]] = {}
    for row in sorted(_industries(snapshot, scheme), key=lambda row: row["code"] or row["id"]):
        code = row["code"] or row["id"]
        known[code] = (row["id"], row["name"] or code)
    for code in [code for code in known if scheme == "gbt4754"]:
        for level in (1, 2, 3):
            above = gbt4754_at(code, level)
            if above is not None:
                known.setdefault(above, (None, f"{known[code][1]}等"))
    return Names(known)


def _ancestor(
    row: dict[str, Any], level: int, scheme: str, nodes: dict[str, dict[str, Any]], above: dict[str, str]
) -> str | None:
    if scheme == "gbt4754" and row["code"]:
        return gbt4754_at(row["code"], level)
    for _ in range(_LONGEST_CHAIN):
        if row["level"] == level:
            found: str = row["code"] or row["id"]
            return found
        parent = nodes.get(above.get(row["id"], ""))
        if parent is None:
            return None
        row = parent
    return None


def gbt4754_at(code: str, level: int) -> str | None:
    """``C2021`` at level 2 is ``C20``; level 1 of a code without its letter is unknown.

    >>> gbt4754_at("C2021", 2), gbt4754_at("C2021", 1), gbt4754_at("C", 2), gbt4754_at("2021", 1)
    ('C20', 'C', None, None)
    """
    letter = code[:1] if code[:1].isalpha() else ""
    digits = code[len(letter) :]
    if level == 1:
        return letter or None
    return letter + digits[:level] if len(digits) >= level else None


def _industries(snapshot: "Snapshot", scheme: str) -> list[dict[str, Any]]:
    file = snapshot.node_files().get("Industry")
    if file is None:
        return []
    frame = read_frame(file, ["id", "name", "code", "level", "scheme"])
    mine = (pl.col("scheme") == scheme) | (pl.col("scheme").is_null() if scheme == "gbt4754" else False)
    return frame.filter(mine).to_dicts()


def _ids(snapshot: "Snapshot", types: Collection[str]) -> pl.DataFrame:
    files = snapshot.node_files()
    frames = [read_frame(files[t], ["id"]) for t in sorted(types) if t in files]
    return pl.concat([pl.DataFrame(schema={"id": pl.String}), *frames])


def _own_code(snapshot: "Snapshot", node_type: str) -> pl.DataFrame:
    columns = ["id", "region_code", *(["code"] if node_type in ("Region", "Village") else [])]
    frame = read_frame(snapshot.node_files()[node_type], columns)
    own = pl.coalesce([pl.col(c) for c in reversed(columns[1:])])
    return frame.select("id", code=_padded(own)).filter(pl.col("code").is_not_null())


def _padded(code: pl.Expr) -> pl.Expr:
    return code.str.slice(0, 12).str.pad_end(12, "0").alias("code")


def _one_step_up(codes: pl.DataFrame, upward: pl.DataFrame) -> pl.DataFrame:
    """Places of things that have none yet but are in a thing that has one; the finest, then the lowest
    code."""
    waiting = upward.join(codes, left_on="from_id", right_on="id", how="anti")
    found = waiting.join(codes, left_on="to_id", right_on="id")
    fineness = pl.col("code").str.strip_chars_end("0").str.len_chars()
    return (
        found.sort(fineness, "code", descending=[True, False])
        .group_by("from_id", maintain_order=True)
        .agg(pl.col("code").first())
        .rename({"from_id": "id"})
    )


def _links(snapshot: "Snapshot", edge_type: str, as_of: date | None, properties: Collection[str] = ()) -> pl.DataFrame:
    file = snapshot.edge_files().get(edge_type)
    if file is None:
        return pl.DataFrame(schema=_LINK | dict.fromkeys(properties, pl.Boolean))
    frame = read_frame(file, [*_LINK, *properties, "valid_from", "valid_to"])
    if as_of is not None:
        begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= as_of)
        frame = frame.filter(begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") > as_of)))
    for name in properties:
        frame = frame if name in frame.columns else frame.with_columns(pl.lit(None, pl.Boolean).alias(name))
    return frame.select(*_LINK, *properties)
