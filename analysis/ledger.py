"""The ledger of a policy: for each of its targets what counts toward it, how far it is, and whether it is kept.

A target's value is what a declared rule counts in the region (analysis.target_rules), or an official figure where
the graph holds one: a relation COUNTS_TOWARD from a Region to the Target with ``counted_value`` and ``valid_from``.
Other things that COUNTS_TOWARD leads from count beside those of the rule.

    gap(t)           = goal − value(t), where the goal is not reached
    expected(t)      = value(begun) + (goal − value(begun)) · (t − begun) / (deadline − begun)
    required pace(t) = gap(t) / years from t to the deadline

MET: the goal is reached. ON_TRACK: not yet, but value ≥ expected. BEHIND: below that, or the deadline has passed.
NO_DATA: nothing known, or a bound that settles neither. DEFINITIONS_CONFLICT: the policy words the same target in
ways that count different things; each wording then has its own value and status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis import ledger_notices as notices
from analysis.derived_figures import Derived, derived_figures
from analysis.errors import AnalysisRefused
from analysis.indicator import Notice, Result
from analysis.places import Place, find_region, regions
from analysis.projection import Graph, Projection, snapshot_of
from analysis.target_rules import DAYS_A_YEAR, Census, Counted, Rule, rule_for, shipped_rules
from analysis.targets import Observation, Policy, Target, Wording, observations, read_policy, same_promise

if TYPE_CHECKING:
    from records.snapshot import Snapshot

STATUSES = ("MET", "ON_TRACK", "BEHIND", "NO_DATA", "DEFINITIONS_CONFLICT")


@dataclass(frozen=True)
class Definition:
    """One wording of a target and what it counts. counted: ids, all of them. undated: of these, how many have no
    date and count at any."""

    wording: Wording
    rule: Rule | None
    value: float | None
    expected: float | None
    status: str
    counted: tuple[str, ...] = ()
    undated: int = 0
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Cover:
    """One place of a target that every place has to reach."""

    place: Place
    value: float
    met: bool
    counted: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """Where the policy, or another document, says otherwise. kind: section or document."""

    kind: str
    property: str
    values: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class LedgerRow(Result):
    """One target. n: entities counted. coverage: share of them whose date, or amount, is known."""

    target: Target
    region: Place | None
    begun: date | None
    deadline: date | None
    status: str
    value: float | None
    gap: float | None
    expected: float | None
    required_pace: float | None
    definitions: tuple[Definition, ...]
    places: tuple[Cover, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    observation: Observation | None = None


@dataclass(frozen=True)
class Ledger(Result):
    """All targets of a policy. n: targets with a value. coverage: their share."""

    policy: str
    as_of: date
    begun: date | None
    rows: tuple[LedgerRow, ...]
    derived: tuple[Derived, ...]


def policy_ledger(
    graph: Graph,
    *,
    policy: str,
    region: str | None = None,
    as_of: date | None = None,
    begun: date | None = None,
    rules: Sequence[Rule] | None = None,
) -> Ledger:
    """The ledger of a policy on a day (default: today).

    policy: id of a Document or Programme. region: id, code or name where its targets are looked for (default: what
    each target's scope names). begun: when the policy begins to count (default: when it was issued; else the year in
    its number; else the year of the newest document that it cites). rules: default are those shipped.

    Example: 4 of 10 parks two years after the beginning, two years before the deadline: expected 5, so BEHIND; gap 6,
    required pace 3 a year.

    Raises AnalysisRefused for an unknown policy or region.
    """
    day = as_of or date.today()  # noqa: DTZ011 - a day of the calendar, wherever the server stands
    key = ("policy_ledger", policy, region, day, begun, None if rules is None else tuple(r.id for r in rules))
    snapshot = snapshot_of(graph)

    def compute() -> Ledger:
        return _Accounts(snapshot, read_policy(snapshot, policy, begun), region, day, rules or shipped_rules()).ledger()

    if isinstance(graph, Projection) and rules is None:
        return graph.memory.recall(key, compute)
    return compute()


@dataclass
class _Accounts:
    snapshot: "Snapshot"
    policy: Policy
    asked: str | None
    day: date
    rules: Sequence[Rule]

    def __post_init__(self) -> None:
        self.census = Census(self.snapshot, self.day)

    def ledger(self) -> Ledger:
        observed = observations(self.snapshot, [t.id for t in self.policy.targets], self.day)
        rows = tuple(self.row(target, observed.get(target.id, [])) for target in self.policy.targets)
        known = sum(row.value is not None for row in rows)
        warnings = self.policy.warnings
        if not rows:
            warnings += (Notice("no_targets", "该文件没有目标", "the document has no targets"),)
        return Ledger(
            data_version=self.snapshot.data_version,
            n=known,
            coverage=known / len(rows) if rows else None,
            warnings=warnings,
            policy=self.policy.id,
            as_of=self.day,
            begun=self.policy.begun,
            rows=rows,
            derived=derived_figures(self.policy.targets, self.policy.begun),
        )

    def row(self, target: Target, observed: list[Observation]) -> LedgerRow:
        place, warnings = self.place(target)
        deadline, late = self.deadline(target)
        warnings += late
        official = next((o for o in observed if o.value is not None and o.of_region), None)
        if target.per_place and place is not None and official is None:
            return self.board(target, place, deadline, warnings)
        declared = tuple(o.subject for o in observed if not o.of_region)
        goal = target.goal
        definitions = tuple(
            self.definition(target, wording, place, deadline, official, declared) for wording in target.wordings
        )
        first = definitions[0]
        conflicts = self.conflicts(target, definitions)
        clash = any(c.kind == "section" for c in conflicts) and official is None
        gap = None if first.value is None or goal is None else max(0.0, target.missing(first.value))
        return LedgerRow(
            **self.carried(first, warnings, official),
            target=target,
            region=place,
            begun=self.policy.begun,
            deadline=deadline,
            status="DEFINITIONS_CONFLICT" if clash else first.status,
            value=first.value,
            gap=gap,
            expected=first.expected,
            required_pace=self.pace(gap, deadline),
            definitions=definitions,
            conflicts=conflicts,
            observation=official,
        )

    def carried(self, first: Definition, warnings: tuple[Notice, ...], official: Observation | None) -> dict[str, Any]:
        n = len(first.counted)
        coverage = None if official or not n else (n - first.undated) / n
        return {
            "data_version": self.snapshot.data_version,
            "n": n,
            "coverage": coverage,
            "warnings": (*warnings, *first.warnings),
        }

    def place(self, target: Target) -> tuple[Place | None, tuple[Notice, ...]]:
        asked = self.asked or target.region_code or target.place_name or self.policy.region
        if asked is None:
            return None, (notices.unknown_region("该目标未写明地区", "the target names no region"),)
        try:
            return find_region(self.snapshot, asked), ()
        except AnalysisRefused:
            if self.asked:
                raise
            return None, (notices.unknown_region(f"图中没有{asked}", f"the graph has no region {asked}"),)

    def deadline(self, target: Target) -> tuple[date | None, tuple[Notice, ...]]:
        told = target.deadline_after(self.policy.begun)
        if told is not None:
            return told, ()
        if self.policy.horizon is None:
            return None, (Notice("no_deadline", "没有期限", "no deadline is told"),)
        zh, en = (
            f"未写期限，以文件的最晚期限 {self.policy.horizon} 计",
            f"no deadline of its own; the policy's last, {self.policy.horizon}, is taken",
        )
        return self.policy.horizon, (Notice("policy_horizon", zh, en),)

    def definition(
        self,
        target: Target,
        wording: Wording,
        place: Place | None,
        deadline: date | None,
        official: Observation | None,
        declared: tuple[str, ...],
    ) -> Definition:
        rule = rule_for(wording.metric, self.rules)
        if official is not None and official.value is not None:
            expected = self.expected(target, 0.0 if target.counts_up else None, deadline)
            status = self.status(target, official.value, expected, deadline, "exact")
            return Definition(wording, rule, official.value, expected, status, (official.subject,))
        if rule is None or rule.measure == "observed" or place is None:
            return Definition(wording, rule, None, None, "NO_DATA", declared, warnings=notices.nothing(rule))
        counted = self.census.count(rule, wording.metric)
        if not self.census.knows(rule, wording.metric) and not declared:
            return Definition(wording, rule, None, None, "NO_DATA", warnings=notices.none_known(rule))
        now, unplaced = counted.among(place.code).on(self.day, self.policy.begun), counted.unplaced
        more = tuple(i for i in declared if i not in set(now.ids))
        value = now.value
        if rule.measure == "count":
            value = (value or 0.0) + len(more)
        base = counted.among(place.code).on(self.policy.begun, self.policy.begun).value if self.policy.begun else None
        expected = self.expected(target, base or 0.0, deadline)
        if value is None:
            return Definition(wording, rule, None, expected, "NO_DATA", warnings=notices.none_known(rule))
        status = self.status(target, value, expected, deadline, rule.bound)
        if status in ("ON_TRACK", "BEHIND") and rule.measure == "count" and target.reached(value + unplaced):
            status = "NO_DATA"
        late = self.late(target, counted.among(place.code), deadline) if status == "MET" else ()
        warnings = (*notices.bound(rule, status), *notices.undated(now), *notices.unplaced(unplaced), *late)
        return Definition(wording, rule, value, expected, status, (*now.ids, *more), now.undated, warnings)

    def late(self, target: Target, counted: Counted, deadline: date | None) -> tuple[Notice, ...]:
        """The notice that a promise was kept only after its deadline, if it was."""
        if deadline is None or self.day <= deadline:
            return ()
        then = counted.on(deadline, self.policy.begun).value or 0.0
        if target.reached(then):
            return ()
        return (
            Notice("late", f"到期时（{deadline}）为 {then:g}，此后才达到", f"{then:g} on {deadline}; reached after it"),
        )

    def expected(self, target: Target, base: float | None, deadline: date | None) -> float | None:
        begun, goal = self.policy.begun, target.goal
        if begun is None or deadline is None or goal is None or base is None or deadline <= begun:
            return None
        elapsed = min(1.0, max(0.0, (self.day - begun).days / (deadline - begun).days))
        return base + (goal - base) * elapsed

    def status(self, target: Target, value: float, expected: float | None, deadline: date | None, bound: str) -> str:
        if target.reached(value):
            return "NO_DATA" if bound == "upper" else "MET"
        if bound == "lower":
            return "NO_DATA"
        if deadline is not None and self.day > deadline:
            return "BEHIND"
        if expected is None:
            return "NO_DATA"
        return "ON_TRACK" if target.ahead(value, expected) else "BEHIND"

    def pace(self, gap: float | None, deadline: date | None) -> float | None:
        """What is missing a year; None where nothing is, or no time is left."""
        if not gap or deadline is None or deadline <= self.day:
            return None
        return gap / ((deadline - self.day).days / DAYS_A_YEAR)

    def board(self, target: Target, place: Place, deadline: date | None, warnings: tuple[Notice, ...]) -> LedgerRow:
        """A target that each place of a level has to reach: how many of them have."""
        wording = target.wordings[0]
        rule = rule_for(wording.metric, self.rules)
        known = regions(self.snapshot)
        level = target.place_level
        inside = known.filter((known["level"] == level) & known["code"].str.starts_with(place.code))
        unknown = rule is None or not self.census.knows(rule, wording.metric)
        counted = Counted(rule, self.census.count(rule, wording.metric).entities) if rule and not unknown else None
        covers = (
            tuple(_cover(target, Place(c, i, n), counted, self.day) for i, n, c, _ in inside.iter_rows())
            if counted
            else ()
        )
        met = sum(c.met for c in covers)
        if not covers:
            warnings += notices.none_known(rule) if unknown else (notices.no_places(level),)
        if target.names_zones:
            warnings += (
                Notice(
                    "zones",
                    "开发区不单列，计入所在县区",
                    "development zones are not places of their own here; they count in their county",
                ),
            )
        value = float(met) if covers else None
        gap = float(len(covers) - met) if covers else None
        expected = self.expected_places(len(covers), deadline) if covers else None
        status = _board_status(met, len(covers), expected, deadline, self.day)
        ids = tuple(i for c in covers for i in c.counted)
        undated = counted.on(self.day).among(place.code).undated if counted else 0
        if counted:
            warnings += notices.undated(counted.on(self.day).among(place.code))
        first = Definition(wording, rule, value, expected, status, ids, undated)
        return LedgerRow(
            **self.carried(first, warnings, None),
            target=target, region=place, begun=self.policy.begun, deadline=deadline, status=status, value=value,
            gap=gap, expected=expected, required_pace=self.pace(gap, deadline), definitions=(first,), places=covers,
        )  # fmt: skip

    def expected_places(self, places: int, deadline: date | None) -> float | None:
        begun = self.policy.begun
        if begun is None or deadline is None or deadline <= begun:
            return None
        return places * min(1.0, max(0.0, (self.day - begun).days / (deadline - begun).days))

    def conflicts(self, target: Target, definitions: Sequence[Definition]) -> tuple[Conflict, ...]:
        found = []
        counting = {d.rule.id if d.rule else d.wording.metric for d in definitions}
        if len(counting) > 1:
            words = tuple(d.wording.metric for d in definitions)
            found.append(Conflict("section", "metric", words, (target.id,)))
        rule = definitions[0].rule
        for other in self.policy.others:
            theirs = rule_for(other.wordings[0].metric, self.rules)
            if rule and theirs and rule.id == theirs.id and same_promise(target, other) and target.goal != other.goal:
                values = (target.words, other.words)
                found.append(Conflict("document", "minimum", values, (target.id, other.id)))
        return tuple(found)


def _cover(target: Target, place: Place, counted: Counted, day: date) -> Cover:
    here = counted.among(place.code).on(day)
    value = here.value or 0.0
    return Cover(place, value, target.reached(value), here.ids)


def _board_status(met: int, places: int, expected: float | None, deadline: date | None, day: date) -> str:
    if not places:
        return "NO_DATA"
    if met == places:
        return "MET"
    if deadline is not None and day > deadline:
        return "BEHIND"
    if expected is None:
        return "NO_DATA"
    return "ON_TRACK" if met >= expected else "BEHIND"
