"""Targets as a policy states them: their numbers, deadlines, wordings, and what has been observed of them."""

import calendar
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice

if TYPE_CHECKING:
    from records.snapshot import Snapshot

_YEAR = re.compile(r"[〔\[(（](\d{4})[〕\])）]")
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")
_LEVELS = (("township", re.compile("乡|镇|街道|township")), ("village", re.compile("村|社区|village")))
_ABOUT = 0.1
_COLUMNS = (
    "id", "metric", "comparator", "minimum", "maximum", "approximate", "unit_word", "deadline", "period", "scope",
    "per_place", "region_code", "source_ids",
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """How a section words the target's metric. quote: the sentence's part; empty where a table says it."""

    metric: str
    section: str | None = None
    quote: str | None = None


@dataclass(frozen=True)
class Target:
    """A quantified promise. unit: as written, yuan for money. deadline: reduced date; period: ISO 8601 duration."""

    id: str
    wordings: tuple[Wording, ...]
    comparator: str | None
    minimum: float | None
    maximum: float | None
    approximate: bool
    unit: str | None
    deadline: str | None
    period: str | None
    scope: str | None
    per_place: str | None
    region_code: str | None
    source_ids: tuple[str, ...]

    @property
    def goal(self) -> float | None:
        return self.maximum if self.comparator == "le" else self.minimum

    @property
    def counts_up(self) -> bool:
        """Whether it starts from nothing: a rate or a ratio does not."""
        return self.unit != "%"

    @property
    def year(self) -> int | None:
        return int(self.deadline[:4]) if self.deadline else None

    @property
    def words(self) -> str:
        sign = {"gt": ">", "ge": "≥", "le": "≤", "approx": "≈"}.get(self.comparator or "", "")
        if self.comparator == "range" and self.maximum is not None:
            return f"{self.minimum:g}–{self.maximum:g}{self.unit or ''}"
        return sign + ("" if self.goal is None else amount_words(self.goal, self.unit))

    @property
    def place_name(self) -> str | None:
        return None if self.scope is None or self.scope.startswith("each") or self.per_place else self.scope

    @property
    def place_level(self) -> str:
        told = f"{self.per_place or ''}{self.scope or ''}"
        return next((level for level, words in _LEVELS if words.search(told)), "county")

    @property
    def names_zones(self) -> bool:
        return "开发区" in (self.per_place or "")

    def reached(self, value: float) -> bool:
        """Whether a value keeps the promise. A bare number is a least one; 左右 is kept from a tenth below on."""
        if self.goal is None:
            return False
        if self.comparator == "le":
            return value <= self.goal
        if self.comparator == "gt":
            return value > self.goal
        return value >= self.goal * (1 - _ABOUT if self.comparator == "approx" or self.approximate else 1)

    def ahead(self, value: float, expected: float) -> bool:
        return value <= expected if self.comparator == "le" else value >= expected

    def missing(self, value: float) -> float:
        """How far a value is from the goal; negative beyond it, zero where the promise is kept."""
        if self.goal is None or self.reached(value):
            return 0.0
        return value - self.goal if self.comparator == "le" else self.goal - value

    def deadline_after(self, begun: date | None) -> date | None:
        """The last day that counts: of the deadline told, else of the period from when the policy began."""
        if self.deadline:
            return _last_day(self.deadline)
        found = _PERIOD.fullmatch(self.period or "")
        if found is None or begun is None:
            return None
        months = begun.month - 1 + int(found[1] or 0) * 12 + int(found[2] or 0)
        year, month = begun.year + months // 12, months % 12 + 1
        return date(year, month, min(begun.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Policy:
    """A document or programme with its targets. others: targets of other documents. horizon: the last deadline."""

    id: str
    begun: date | None
    region: str | None
    targets: tuple[Target, ...]
    others: tuple[Target, ...]
    warnings: tuple[Notice, ...]

    @property
    def horizon(self) -> date | None:
        return max((_last_day(t.deadline) for t in self.targets if t.deadline), default=None)


@dataclass(frozen=True)
class Observation:
    """What is said to count toward a target: an official figure of a region on a day, or a thing that counts."""

    subject: str
    of_region: bool
    value: float | None
    day: date | None
    edge: str


def amount_words(value: float, unit: str | None) -> str:
    """A number with its unit as people write it.

    >>> amount_words(2e11, "yuan"), amount_words(40000, "人")
    ('2000亿元', '40000人')
    """
    if unit != "yuan":
        return f"{value:.10g}{unit or ''}"
    size, word = next(((s, w) for s, w in ((1e8, "亿元"), (1e4, "万元")) if abs(value) >= s), (1, "元"))
    return f"{value / size:.6g}{word}"


def read_policy(snapshot: "Snapshot", policy: str, begun: date | None = None) -> Policy:
    """The policy of this id. Raises AnalysisRefused where there is none."""
    node = _node(snapshot, policy)
    edges = _edges(snapshot, "HAS_TARGET", ("source_ids",))
    direct = edges.filter(pl.col("from_id") == policy)
    mine = {*direct["to_id"].to_list(), *_of_programmes(snapshot, edges, direct)}
    targets = _targets(snapshot)
    started, warnings = (begun, ()) if begun else _begun(snapshot, policy, node)
    return Policy(
        id=policy,
        begun=started,
        region=node.get("region_code"),
        targets=tuple(t for t in targets if t.id in mine),
        others=tuple(t for t in targets if t.id not in mine),
        warnings=warnings,
    )


def observations(snapshot: "Snapshot", targets: Sequence[str], day: date) -> dict[str, list[Observation]]:
    """What COUNTS_TOWARD says of each target on a day, the newest first."""
    edges = _edges(snapshot, "COUNTS_TOWARD", ("from_type", "counted_value", "valid_from", "valid_to"))
    edges = edges.filter(pl.col("to_id").is_in(list(targets)))
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    # An official figure stands until a newer one; a thing counts as long as it holds.
    lasting = (pl.col("from_type") == "Region") | pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
    edges = edges.filter(begun & lasting).sort("valid_from", "id", descending=[True, False], nulls_last=True)
    found: dict[str, list[Observation]] = {}
    for row in edges.iter_rows(named=True):
        one = Observation(
            row["from_id"], row["from_type"] == "Region", row["counted_value"], row["valid_from"], row["id"]
        )
        found.setdefault(row["to_id"], []).append(one)
    return found


def same_promise(one: Target, other: Target) -> bool:
    """Whether two targets speak of one place and one year."""
    return one.scope == other.scope and one.year is not None and one.year == other.year


def _of_programmes(snapshot: "Snapshot", edges: pl.DataFrame, direct: pl.DataFrame) -> set[str]:
    """Targets that the same text sets through its programmes."""
    sources = snapshot.sources()
    texts = {
        s for ids in direct["source_ids"].to_list() for s in ids or () if s in sources and sources[s].kind == "document"
    }
    if not texts:
        return set()
    said = pl.col("source_ids").list.eval(pl.element().is_in(list(texts))).list.any()
    return set(edges.filter(said & ~pl.col("from_id").str.starts_with("document:"))["to_id"].to_list())


def _node(snapshot: "Snapshot", policy: str) -> dict[str, Any]:
    for node_type in ("Document", "Programme"):
        file = snapshot.node_files().get(node_type)
        if file is None:
            continue
        columns = ["id", "name", "number", "issued_on", "started_on", "region_code"]
        found = read_frame(file, columns).filter(pl.col("id") == policy)
        if not found.is_empty():
            return found.row(0, named=True)
    raise AnalysisRefused(f"policy: {policy!r} is no id of a document or programme")


def _begun(snapshot: "Snapshot", policy: str, node: dict[str, Any]) -> tuple[date | None, tuple[Notice, ...]]:
    told = node.get("issued_on") or node.get("started_on")
    if told:
        return told, ()
    year = _year_of(node.get("number"))
    if year:
        return date(year, 1, 1), (
            Notice("begun_by_number", f"以文号年份 {year} 为起点", f"begun in {year}, the year of its number"),
        )
    cited = _edges(snapshot, "CITES").filter(pl.col("from_id") == policy)["to_id"].to_list()
    file = snapshot.node_files().get("Document")
    if not cited or file is None:
        return None, (
            Notice("begun_unknown", "发布日期未知，无法推算进度", "when it was issued is unknown, so there is no pace"),
        )
    rows = read_frame(file, ["id", "number", "issued_on"]).filter(pl.col("id").is_in(cited)).to_dicts()
    years = [row["issued_on"].year if row.get("issued_on") else _year_of(row.get("number")) for row in rows]
    newest = max((y for y in years if y), default=None)
    if newest is None:
        return None, (
            Notice("begun_unknown", "发布日期未知，无法推算进度", "when it was issued is unknown, so there is no pace"),
        )
    zh, en = (
        f"发布日期未知，以所引最新文件的年份 {newest} 为起点",
        f"when it was issued is unknown; {newest}, the year of the newest document it cites, is taken",
    )
    return date(newest, 1, 1), (Notice("begun_estimated", zh, en),)


def _year_of(number: str | None) -> int | None:
    found = _YEAR.search(number or "")
    return int(found[1]) if found else None


def _targets(snapshot: "Snapshot") -> tuple[Target, ...]:
    file = snapshot.node_files().get("Target")
    if file is None:
        return ()
    rows = read_frame(file, _COLUMNS).to_dicts()
    evidence = snapshot.evidence([row["id"] for row in rows])
    made = [_target(row, evidence.get(row["id"], [])) for row in rows]
    return tuple(sorted(made, key=lambda t: (t.year or 9999, t.wordings[0].metric, t.id)))


def _target(row: dict[str, Any], evidence: Iterable[dict[str, Any]]) -> Target:
    return Target(
        id=row["id"],
        wordings=_wordings(row.get("metric") or row["id"], evidence),
        comparator=row.get("comparator"),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
        approximate=bool(row.get("approximate")),
        unit=row.get("unit_word"),
        deadline=row.get("deadline"),
        period=row.get("period"),
        scope=row.get("scope"),
        per_place=row.get("per_place"),
        region_code=row.get("region_code"),
        source_ids=tuple(row.get("source_ids") or ()),
    )


def _wordings(metric: str, evidence: Iterable[dict[str, Any]]) -> tuple[Wording, ...]:
    """The believed wording first, then the others as they were told."""
    said: dict[str, Wording] = {metric: Wording(metric)}
    for row in evidence:
        told = json.loads(row["values"] or "{}").get("metric")
        if told and (told not in said or said[told].quote is None):
            said[told] = Wording(told, row.get("section"), row.get("quote"))
    return tuple(said.values())


def _edges(snapshot: "Snapshot", edge_type: str, properties: Sequence[str] = ()) -> pl.DataFrame:
    file = snapshot.edge_files().get(edge_type)
    columns = ["id", "from_id", "to_id", *properties]
    if file is None:
        kinds: dict[str, Any] = {
            "counted_value": pl.Float64,
            "valid_from": pl.Date,
            "valid_to": pl.Date,
            "source_ids": pl.List(pl.String),
        }
        return pl.DataFrame(schema={c: kinds.get(c, pl.String) for c in columns})
    return read_frame(file, columns)


def _last_day(told: str) -> date:
    """The last day of a reduced date: of 2017 it is 2017-12-31."""
    parts = [int(part) for part in told.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])
