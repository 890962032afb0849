"""Guarantee circles with their money, and cascades against a plain reckoning over hundreds of small graphs."""

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import AnalysisRefused
from analysis.guarantees import KINDS, guarantee_circles
from analysis.knock_on import knock_on
from analysis.projection import Projection
from records.snapshot import Snapshot
from support.graphs import write_graph

DAY = date(2024, 1, 1)
Row = dict[str, Any]


def tie(head: str, tail: str, **properties: Any) -> Row:
    return {"from_id": head, "to_id": tail, **properties}


def firm(name: str, **properties: Any) -> Row:
    return {"id": f"enterprise:{name}", "name": name, **properties}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """a, b, c in a ring, a and d mutually, a chain p → e → f, an ended guarantee, and a credit alliance of d and f."""
    a, b, c, d, e, f = (f"enterprise:{n}" for n in "abcdef")
    firms = [firm(n, registered_capital=100, region_code="371300") for n in "abcde"]
    firms.append(firm("f", region_code="370100"))
    nodes = {
        "Enterprise": firms,
        "Person": [{"id": "person:p", "name": "p"}],
        "Organization": [
            {"id": "organization:x", "name": "某信用联盟", "kind": "alliance"},
            {"id": "organization:y", "name": "某产业联盟", "kind": "alliance"},
        ],
    }
    guarantees = [
        tie(a, b, amount=50),
        tie(a, b, amount=70),
        tie(b, c),
        tie(c, a, amount=30),
        tie(a, d, amount=10),
        tie(d, a, amount=20),
        tie(e, f, amount=5),
        tie("person:p", e, amount=5),
        tie(b, a, amount=9, valid_to=date(2020, 1, 1)),
    ]
    members = [tie(x, f"organization:{o}") for x, o in ((d, "x"), (f, "x"), (a, "y"), (b, "y"))]
    return write_graph(tmp_path, nodes, {"GUARANTEES": guarantees, "MEMBER_OF": members})


def test_circles_are_told_with_their_money_the_greatest_first(snapshot: Snapshot) -> None:
    found = guarantee_circles(snapshot, kinds=KINDS, as_of=DAY)
    told = [(c.kind, "".join(m[-1] for m in c.members), c.amount, c.known, c.n) for c in found.circles]
    assert told == [
        ("CYCLE", "abc", 150.0, 3, 4),
        ("MUTUAL", "ad", 30.0, 2, 2),
        ("CHAIN", "pef", 10.0, 2, 2),
        ("ALLIANCE", "df", 0.0, 0, 0),
    ]
    assert [c.alliance for c in found.circles] == [None, None, None, "organization:x"]
    assert [len(c.relations) for c in found.circles] == [4, 2, 2, 2]
    assert (found.total, found.by_size, found.truncated) == (4, ((2, 2), (3, 2)), False)
    assert found.coverage == pytest.approx(7 / 8) and {w.code for w in found.warnings} == {"coverage"}


def test_exposure_counts_all_guarantees_and_says_how_many_are_known(snapshot: Snapshot) -> None:
    exposures = {e.id[-1]: e for e in guarantee_circles(snapshot, as_of=DAY).exposures}
    a = exposures["a"]
    assert (a.circles, a.given, a.given_known, a.given_n, a.ratio) == (2, 130.0, 3, 3, 1.3)
    b = exposures["b"]
    assert (b.given, b.given_known, b.given_n, b.ratio) == (0.0, 0, 1, None)
    assert (b.received, b.received_known, b.received_n, b.capital) == (120.0, 2, 2, 100.0)
    assert exposures["f"].capital is None


def test_a_guarantee_counts_in_its_time_only(snapshot: Snapshot) -> None:
    def mutual(day: date) -> set[str]:
        found = guarantee_circles(snapshot, kinds=["MUTUAL"], as_of=day)
        return {"".join(m[-1] for m in c.members) for c in found.circles}

    assert (mutual(date(2019, 1, 1)), mutual(DAY)) == ({"ab", "ad"}, {"ad"})


def test_a_region_has_the_circles_with_a_member_in_it(snapshot: Snapshot) -> None:
    def kinds(region: str) -> list[str]:
        return [c.kind for c in guarantee_circles(snapshot, region=region, kinds=KINDS, as_of=DAY).circles]

    assert (kinds("371300"), kinds("370100")) == (["CYCLE", "MUTUAL", "CHAIN", "ALLIANCE"], ["CHAIN", "ALLIANCE"])


@pytest.mark.parametrize(
    "wrong", [{"min_size": 1}, {"max_length": 9}, {"kinds": ["RING"]}, {"most": 0}, {"region": "无此地"}]
)
def test_a_refusal_names_the_parameter(snapshot: Snapshot, wrong: dict[str, Any]) -> None:
    with pytest.raises(AnalysisRefused, match=f"^{next(iter(wrong))}:"):
        guarantee_circles(snapshot, **wrong)


def test_who_falls_is_told_by_round_with_what_is_known_and_what_may_be(snapshot: Snapshot) -> None:
    found = knock_on(snapshot, "enterprise:b", as_of=DAY)
    told = [(f.id[-1], f.state, f.round, f.at_worst, f.loss, len(f.relations)) for f in found.fallen]
    # a pays 120 of its 100 for b, then c 30 and d 20 of theirs for a: they stand, unless the amount that b
    # guarantees for c were called. In the alliance d shares with f only what the alliance has to pay: nothing.
    assert told == [("a", "FALLS", 1, 1, 120.0, 2)]
    assert (found.n, found.coverage, found.rounds, found.truncated) == (3, 1.0, 1, False)
    worse = knock_on(snapshot, "enterprise:b", threshold=0.3, as_of=DAY)
    assert [(f.id[-1], f.state, f.round, f.at_worst) for f in worse.fallen] == [
        ("a", "FALLS", 1, 1),
        ("c", "FALLS", 2, 2),
    ]
    assert [f.id[-1] for f in knock_on(snapshot, "enterprise:b", loss=0.5, as_of=DAY).fallen] == []


def test_an_unknown_amount_may_be_too_much(snapshot: Snapshot) -> None:
    found = knock_on(snapshot, "enterprise:c", as_of=DAY)
    assert [(f.id[-1], f.state, f.round, f.at_worst) for f in found.fallen] == [
        ("b", "MAY_FALL", None, 1),
        ("a", "MAY_FALL", None, 2),
    ]
    assert found.coverage == pytest.approx(4 / 5)


def test_an_alliance_passes_on_what_it_pays_in_equal_parts(tmp_path: Path) -> None:
    firms = [firm(n, registered_capital=100) for n in "abcd"]
    organization = [{"id": "organization:x", "name": "某信用联盟", "kind": "alliance"}]
    members = [tie(f"enterprise:{n}", "organization:x") for n in "bcd"]
    debts = [tie("organization:x", "enterprise:a", amount=300), tie("organization:x", "enterprise:b", amount=30)]
    made = write_graph(
        tmp_path,
        {"Enterprise": firms, "Organization": organization},
        {"GUARANTEES": debts, "MEMBER_OF": members},
    )
    fallen = {f.id[-1]: f for f in knock_on(made, "enterprise:a").fallen}
    assert {n: (f.state, f.round, f.loss) for n, f in fallen.items() if n != "x"} == {
        "b": ("FALLS", 1, 110.0),
        "c": ("FALLS", 1, 110.0),
        "d": ("FALLS", 1, 110.0),
    }
    assert fallen["x"].state == "MAY_FALL"  # its own means are unknown


SIZE, GRAPHS = 6, 400
CAPITALS = (None, 10, 20, 50)
AMOUNTS = (None, 0, 5, 10, 25)
SHARES = (None, 0.1, 0.5, 1.0)


def _random_graph(number: int, rng: random.Random) -> tuple[list[Row], list[Row], list[Row]]:
    names = [f"{number:04d}{n}" for n in range(SIZE)]
    firms = [firm(name, registered_capital=rng.choice(CAPITALS)) for name in names]

    def ends() -> tuple[str, str]:
        return f"enterprise:{rng.choice(names)}", f"enterprise:{rng.choice(names)}"

    ended = (None, None, date(2020, 1, 1))
    guarantees = [tie(*ends(), amount=rng.choice(AMOUNTS), valid_to=rng.choice(ended)) for _ in range(9)]
    owns = [tie(*ends(), share=rng.choice(SHARES), valid_to=rng.choice(ended)) for _ in range(5)]
    return firms, guarantees, owns


def _reckoned(
    capital: Mapping[str, float | None], ties: list[tuple[str, Row]], start: str, threshold: float, *, worst: bool
) -> dict[str, int]:
    """Rounds by entity, gone through all relations of all fallen anew in every round."""
    fallen = {start: 0}
    while True:
        lost: dict[str, float] = {}
        for kind, row in ties:
            head, tail = row["from_id"], row["to_id"]
            if head == tail or tail not in fallen or row["valid_to"] is not None:
                continue
            unknown = float("inf") if worst else 0.0
            if kind == "OWNS":
                share, of = row["share"], capital[tail]
                if of is None:
                    amount = 0.0 if share == 0 else unknown
                else:
                    amount = (float(worst) if share is None else share) * of
            else:
                amount = unknown if row["amount"] is None else row["amount"]
            lost[head] = lost.get(head, 0.0) + amount
        now = [
            who
            for who, amount in lost.items()
            if who not in fallen
            and amount > 0
            and (worst if capital[who] is None else amount >= threshold * (capital[who] or 0))
        ]
        if not now:
            return fallen
        fallen |= dict.fromkeys(now, max(fallen.values()) + 1)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Projection, list[tuple[list[Row], list[tuple[str, Row]]]]]:
    rng = random.Random(7)
    made = [_random_graph(number, rng) for number in range(GRAPHS)]
    snapshot = write_graph(
        tmp_path_factory.mktemp("many"),
        {"Enterprise": [f for firms, _, _ in made for f in firms]},
        {"GUARANTEES": [g for _, rows, _ in made for g in rows], "OWNS": [o for _, _, rows in made for o in rows]},
    )
    split = [(f, [*(("GUARANTEES", r) for r in g), *(("OWNS", r) for r in o)]) for f, g, o in made]
    return Projection.from_snapshot(snapshot), split


@pytest.mark.parametrize("threshold", [0.3, 1.0])
def test_cascades_are_those_of_a_plain_reckoning(many: Any, threshold: float) -> None:
    projection, graphs = many
    fell = 0
    for firms, ties in graphs:
        capital = {f["id"]: f["registered_capital"] for f in firms}
        start = firms[0]["id"]
        found = knock_on(projection, start, threshold=threshold, through=("GUARANTEES", "OWNS"), rounds=20, as_of=DAY)
        sure = _reckoned(capital, ties, start, threshold, worst=False)
        worst = _reckoned(capital, ties, start, threshold, worst=True)
        assert {f.id: f.round for f in found.fallen if f.state == "FALLS"} | {start: 0} == sure
        assert {f.id: f.at_worst for f in found.fallen} | {start: 0} == worst
        fell += len(worst)
    assert fell > GRAPHS * 2


@pytest.mark.parametrize("wrong", [{"loss": 0.0}, {"threshold": 2.0}, {"rounds": 0}, {"through": ("SUPPLIES",)}])
def test_a_cascade_refuses_what_is_out_of_range(snapshot: Snapshot, wrong: dict[str, Any]) -> None:
    with pytest.raises(AnalysisRefused, match=f"^{next(iter(wrong))}:"):
        knock_on(snapshot, "enterprise:a", **wrong)
    with pytest.raises(AnalysisRefused, match=r"^id:"):
        knock_on(snapshot, "enterprise:none")
