"""What counts toward a target: rules as data (analysis/rules/targets.yaml), and the counting.

A rule says which entities count (node type and conditions), how they are measured, and how sure that is: a ``lower``
bound can show that a target is met and never that it is missed, an ``upper`` bound the reverse, an ``estimate``
neither beyond doubt. What counts stands in the region and began by the day asked about; an entity whose beginning is
unknown counts and is told (``undated``).
"""

import functools
import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.arrays import read_frame
from analysis.errors import AnalysisRefused
from analysis.placement import at_level, place_codes
from ontology.model import Label
from ontology.yaml_file import Section, read

if TYPE_CHECKING:
    from records.snapshot import Snapshot

RULES = Path(__file__).with_name("rules") / "targets.yaml"
MEASURES = ("count", "sum", "yearly", "places", "observed")
BOUNDS = ("exact", "lower", "upper", "estimate")
DAYS_A_YEAR = 365.2425
_ENDS = ("from_id", "to_id", "from_type", "to_type")
_COUNTED = {"id": pl.String, "code": pl.String, "since": pl.Date, "amount": pl.Float64}


@dataclass(frozen=True)
class Rule:
    """What counts toward targets whose metric matches. where: alternatives; each is a mapping of conditions."""

    id: str
    label: Label
    metric: re.Pattern[str]
    measure: str
    of: str | None = None
    property: str | None = None
    level: str | None = None
    where: tuple[Mapping[str, Any], ...] = ()
    since: str | None = None
    place_by: tuple[str, ...] = ()
    bound: str = "exact"
    note: Label | None = None

    def without_ties(self) -> "Rule":
        """The rule by its properties alone, to tell whether such things are known at all."""
        bare = tuple({k: v for k, v in one.items() if k not in ("honor", "tied")} for one in self.where)
        return replace(self, where=bare)


@dataclass(frozen=True)
class Counted:
    """What counts toward one target: ``entities`` has id, code (padded place), since, amount."""

    rule: Rule
    entities: pl.DataFrame

    def on(self, day: date, begun: date | None = None) -> "Counted":
        """Those that had begun by this day, at the day's amount. begun: from when on yearly figures add up."""
        there = self.entities.filter(pl.col("since").is_null() | (pl.col("since") <= day))
        if self.rule.measure == "yearly":
            since = pl.col("since") if begun is None else pl.max_horizontal(pl.col("since"), pl.lit(begun))
            years = (pl.lit(day) - since).dt.total_days().clip(0) / DAYS_A_YEAR
            there = there.with_columns(amount=pl.col("amount") * years)
        return Counted(self.rule, there)

    def among(self, code: str) -> "Counted":
        """Those in the region whose code starts so."""
        return Counted(self.rule, self.entities.filter(pl.col("code").str.starts_with(code)))

    @property
    def value(self) -> float | None:
        """The measure; None where nothing of it is known, which for money and yearly figures is not zero."""
        if self.rule.measure == "count":
            return float(self.entities.height)
        if self.rule.measure == "places":
            places = self.entities.select(at_level(pl.col("code"), self.rule.level or "county"))
            return float(places.drop_nulls().n_unique())
        known = self.entities["amount"].drop_nulls()
        return float(known.sum()) if len(known) else None

    @property
    def undated(self) -> int:
        return self.entities["since"].null_count() if self.rule.since else 0

    @property
    def unplaced(self) -> int:
        """How many nobody knows the place of."""
        return self.entities["code"].null_count()

    @property
    def ids(self) -> tuple[str, ...]:
        frame = self.entities
        if self.rule.measure in ("sum", "yearly"):
            frame = frame.filter(pl.col("amount").is_not_null())
        return tuple(frame["id"].to_list())


def load_rules(file: Path = RULES) -> tuple[Rule, ...]:
    """Rules in their order. Raises OntologyError with file, line and key, and AnalysisRefused for an unknown word."""
    return tuple(_rule(name, section) for name, section in read(file).sections())


@functools.cache
def shipped_rules() -> tuple[Rule, ...]:
    return load_rules()


def rule_for(metric: str, rules: Sequence[Rule]) -> Rule | None:
    """The first rule whose metric is found in these words."""
    return next((rule for rule in rules if rule.metric.search(metric)), None)


class Census:
    """Counts by rules on one snapshot; what it read it keeps. Not for several threads at a time."""

    def __init__(self, snapshot: "Snapshot", as_of: date | None = None) -> None:
        self.snapshot = snapshot
        self.as_of = as_of
        self._counted: dict[tuple[Any, ...], Counted] = {}
        self._places: dict[tuple[Any, ...], pl.DataFrame] = {}

    def count(self, rule: Rule, metric: str) -> Counted:
        """All that count by this rule, wherever they are and whenever they began; ``code`` is null where the place
        is unknown."""
        found = rule.metric.search(metric)
        words = {k: re.escape(v) for k, v in (found.groupdict() if found else {}).items() if v}
        key = (rule.id, str(rule.where), *sorted(words.items()))
        if key not in self._counted:
            self._counted[key] = self._count(rule, words)
        return self._counted[key]

    def knows(self, rule: Rule, metric: str) -> bool:
        """Whether the graph has any such thing, honours and ties aside: without one, none means unknown, not zero."""
        return bool(len(self.count(rule, metric).entities) or len(self.count(rule.without_ties(), metric).entities))

    def _count(self, rule: Rule, words: Mapping[str, str]) -> Counted:
        file = self.snapshot.node_files().get(rule.of or "")
        if rule.measure == "observed" or file is None:
            return Counted(rule, pl.DataFrame(schema=_COUNTED))
        wanted = {"id", *_properties(rule)} | {p for p in (rule.property, rule.since) if p}
        frame = read_frame(file, sorted(wanted)).with_columns(_since=pl.lit(None, pl.Date))
        if rule.since in frame.columns:
            frame = frame.with_columns(_since=pl.col(rule.since))
        frame = _where(self.snapshot, frame, rule, words)
        amount = pl.col(rule.property).cast(pl.Float64) if rule.property in frame.columns else pl.lit(None, pl.Float64)
        frame = frame.select("id", since=pl.col("_since"), amount=amount)
        placed = frame.join(self._placed(rule), on="id", how="left", maintain_order="left")
        return Counted(rule, placed.select(list(_COUNTED)).sort("id"))

    def _placed(self, rule: Rule) -> pl.DataFrame:
        key = (rule.of, rule.place_by)
        if key not in self._places:
            self._places[key] = _places(self.snapshot, rule, self.as_of)
        return self._places[key]


def _where(snapshot: "Snapshot", frame: pl.DataFrame, rule: Rule, words: Mapping[str, str]) -> pl.DataFrame:
    if not rule.where:
        return frame
    parts = [_one(snapshot, frame, alternative, words) for alternative in rule.where]
    # An entity of several alternatives counts once, from the earliest day on.
    return pl.concat(parts).sort("id", "_since", nulls_last=True).unique("id", keep="first", maintain_order=True)


def _one(
    snapshot: "Snapshot", frame: pl.DataFrame, conditions: Mapping[str, Any], words: Mapping[str, str]
) -> pl.DataFrame:
    tests = [pl.lit(value=True)]
    for name, asked in conditions.items():
        if name == "like":
            tests += [_like(frame, p, _filled(pattern, words)) for p, pattern in asked.items()]
        elif name == "at_least":
            tests += [pl.col(p).cast(pl.Float64) >= least for p, least in asked.items() if p in frame.columns]
        elif name == "honor":
            frame = _honoured(snapshot, frame, asked)
        elif name == "tied":
            frame = frame.join(_heads(snapshot, asked), on="id", how="semi")
        elif name.startswith("all_"):
            tests += [_has(frame, name.removeprefix("all_"), [code]) for code in asked]
        else:
            tests.append(_has(frame, name, asked))
    return frame.filter(functools.reduce(operator.and_, tests))


def _has(frame: pl.DataFrame, name: str, codes: Sequence[str]) -> pl.Expr:
    """Whether a property is one of these codes, or has one of them among its values."""
    if name not in frame.columns:
        return pl.lit(value=False)
    if isinstance(frame.schema[name], pl.List):
        return pl.col(name).list.eval(pl.element().is_in(list(codes))).list.any().fill_null(value=False)
    return pl.col(name).is_in(list(codes)).fill_null(value=False)


def _like(frame: pl.DataFrame, name: str, pattern: str) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(value=False)
    text = pl.col(name).list.join("、") if isinstance(frame.schema[name], pl.List) else pl.col(name)
    return text.str.contains(pattern).fill_null(value=False)


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        pattern = pattern.replace(f"{{{name}}}", word)
    return pattern


def _honoured(snapshot: "Snapshot", frame: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Those that hold such an honour, from the later of their own beginning and its first year on."""
    honors, awards = snapshot.node_files().get("Honor"), snapshot.edge_files().get("AWARDED")
    if honors is None or awards is None:
        return frame.clear()
    names = read_frame(honors, ["id", "name"]).filter(pl.col("name").str.contains(pattern))
    given = read_frame(awards, ["from_id", "to_id", "year"]).join(names, left_on="to_id", right_on="id", how="semi")
    first = given.group_by("from_id").agg(_year=pl.col("year").min()).rename({"from_id": "id"})
    frame = frame.join(first, on="id")
    since = pl.max_horizontal("_since", pl.date(pl.col("_year"), 1, 1))
    return frame.with_columns(_since=pl.when(pl.col("_year").is_null()).then("_since").otherwise(since)).drop("_year")


def _heads(snapshot: "Snapshot", edge_type: str) -> pl.DataFrame:
    file = snapshot.edge_files().get(edge_type)
    if file is None:
        return pl.DataFrame(schema={"id": pl.String})
    return read_frame(file, ["from_id"]).select(id="from_id").unique()


def _places(snapshot: "Snapshot", rule: Rule, as_of: date | None) -> pl.DataFrame:
    """Padded place of each thing that may count, and where it has none that of what it is tied to."""
    assert rule.of
    own = place_codes(snapshot, [rule.of], as_of)
    known, missing = own.filter(pl.col("code").is_not_null()), own.filter(pl.col("code").is_null()).select("id")
    for edge_type in rule.place_by:
        file = snapshot.edge_files().get(edge_type)
        if file is None or missing.is_empty():
            continue
        found = _by_tie(snapshot, read_frame(file, _ENDS), missing, as_of)
        known = pl.concat([known, found])
        missing = missing.join(found, on="id", how="anti")
    return known


def _by_tie(snapshot: "Snapshot", ties: pl.DataFrame, missing: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """The place of what each thing is tied to, whichever way the tie points; of several the lowest code."""
    turned = ties.select(from_id="to_id", to_id="from_id", to_type="from_type")
    both = pl.concat([ties.select("from_id", "to_id", "to_type"), turned])
    both = both.join(missing, left_on="from_id", right_on="id", how="semi")
    places = place_codes(snapshot, both["to_type"].unique().to_list(), as_of).drop_nulls()
    found = both.join(places, left_on="to_id", right_on="id").group_by("from_id").agg(pl.col("code").min())
    return found.rename({"from_id": "id"})


def _properties(rule: Rule) -> set[str]:
    names: set[str] = set()
    for conditions in rule.where:
        for name, asked in conditions.items():
            if name in ("like", "at_least"):
                names |= set(asked)
            elif name not in ("honor", "tied"):
                names.add(name.removeprefix("all_"))
    return names


def _rule(name: str, section: Section) -> Rule:
    optional: Any = (str, type(None))
    note = section.take("note", Section, None)
    rule = Rule(
        id=name,
        label=_label(section.section("label")),
        metric=re.compile(section.take("metric", str)),
        measure=section.take("measure", str),
        of=section.take("of", optional, None),
        property=section.take("property", optional, None),
        level=section.take("level", optional, None),
        where=tuple(_plain(one) for one in section.take("where", list, [])),
        since=section.take("since", optional, None),
        place_by=section.texts("place_by", []),
        bound=section.take("bound", str, "exact"),
        note=_label(note) if note else None,
    )
    section.finish()
    for key, value, known in (("measure", rule.measure, MEASURES), ("bound", rule.bound, BOUNDS)):
        if value not in known:
            raise AnalysisRefused(f"{section.file}: {name}.{key}: {value!r} is not one of {', '.join(known)}")
    return rule


def _label(section: Section) -> Label:
    return Label(section.take("zh", str), section.take("en", str))


def _plain(value: Any) -> Any:
    """A section as a plain mapping."""
    if isinstance(value, Section):
        return {key: _plain(value.values[key]) for key in value.values}
    return value
