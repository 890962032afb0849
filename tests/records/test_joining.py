"""Clusters come together by decisions and scores, and guards keep apart what may not be one.

- No chain of scores joins what persons, codes or scoring keep apart; a person's word joins any codes.
- Of what is like two others that cannot be one, nothing is joined.
- The order of pairs does not matter.
"""

from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from records.resolution.decisions import Decision, Verdict
from records.resolution.joining import MOST, Joined, join
from records.resolution.judged import Judged, Link
from records.resolution.vetoes import vetoed

Pair = tuple[int, int]


def judged(**pairs: list[Pair]) -> Judged:
    """Links by verdict."""
    verdicts: list[Verdict] = ["same", "not_same", "unsure"]
    links = [
        Link(Decision(f"{verdict}{a}-{b}", "Enterprise", f"e:{a}", f"e:{b}", verdict, "", "", ""), a, b)
        for verdict in verdicts
        for a, b in pairs.get(verdict, [])
    ]  # fmt: skip
    return Judged(links, {})


def joined(
    scored: dict[Pair, float], decided: Judged | None = None, codes: dict[int, str] | None = None,
    forbidden: set[Pair] | None = None,
) -> Joined:  # fmt: skip
    rows = [(left, right, score, "{}") for (left, right), score in scored.items()]
    schema = {"left": pl.UInt32, "right": pl.UInt32, "score": pl.Float64, "reasons": pl.String}
    return join(
        decided or Judged([], {}),
        pl.DataFrame(rows, schema=schema, orient="row"),
        lambda nodes: {n: {"uscc": frozenset([codes[n]])} for n in nodes if codes and n in codes},
        lambda groups: {pair for pair in forbidden or () if any(set(pair) <= set(group) for group in groups)},
    )


def groups(found: Joined) -> set[frozenset[int]]:
    by_root: dict[int, set[int]] = {}
    for node, root in found.root.items():
        by_root.setdefault(root, set()).add(node)
    return {frozenset(nodes) for nodes in by_root.values()}


def test_a_chain_of_scores_joins() -> None:
    found = joined({(1, 2): 0.99, (2, 3): 0.97})
    assert groups(found) == {frozenset({1, 2, 3})}
    assert [(m.left, m.right, m.score) for m in found.merges] == [(1, 2, 0.99), (2, 3, 0.97)]


def test_what_is_like_two_that_cannot_be_one_is_joined_with_neither() -> None:
    scored = {(1, 2): 0.99, (2, 3): 0.97}
    assert groups(joined(scored, codes={1: "x", 3: "y"})) == set()
    assert groups(joined(scored, forbidden={(1, 3)})) == set()
    assert groups(joined(scored, judged(not_same=[(1, 3)]))) == set()
    assert groups(joined(scored, codes={1: "x", 3: "x"})) == {frozenset({1, 2, 3})}


def test_a_long_chain_breaks_where_its_ends_may_not_meet() -> None:
    """The likeliest come together first; the last link that would join the ends does not hold."""
    scored = {(1, 2): 0.99, (2, 3): 0.96, (3, 4): 0.98}
    for found in (
        joined(scored, codes={1: "x", 4: "y"}), joined(scored, forbidden={(1, 4)}),
        joined(scored, judged(not_same=[(1, 4)])),
    ):  # fmt: skip
        assert groups(found) == {frozenset({1, 2}), frozenset({3, 4})}


def test_a_person_joins_before_scores_and_whatever_codes_say() -> None:
    found = joined({(2, 3): 0.99}, judged(same=[(1, 2)], not_same=[(1, 3)]), {1: "x", 2: "y"})
    assert groups(found) == {frozenset({1, 2})}
    assert found.merges[0].decision == "same1-2"


def test_what_a_person_was_unsure_of_is_no_link() -> None:
    assert groups(joined({(1, 2): 0.99}, judged(unsure=[(1, 2)]))) == set()
    assert groups(joined({(1, 2): 0.99, (1, 3): 0.99, (2, 3): 0.99}, judged(unsure=[(1, 2)]))) == {frozenset({1, 2, 3})}


def test_a_very_long_chain_joins_only_what_was_compared() -> None:
    chain = {(n, n + 1): 0.99 for n in range(MOST + 5)}
    assert max(map(len, groups(joined(chain)))) == 2


_nodes = st.integers(0, 7)
_pairs = st.tuples(_nodes, _nodes).filter(lambda pair: pair[0] < pair[1])


@given(
    st.dictionaries(_pairs, st.sampled_from([0.95, 0.97, 0.99])),
    st.sets(_pairs, max_size=4),
    st.dictionaries(_nodes, st.sampled_from("xy")),
    st.sets(_pairs, max_size=3),
    st.randoms(use_true_random=False),
)
def test_guards_hold_in_any_order(
    scored: dict[Pair, float], apart: set[Pair], codes: dict[int, str], forbidden: set[Pair], random: Any
) -> None:
    forbidden -= scored.keys()  # scoring does not both join and forbid
    decided = judged(not_same=sorted(apart))
    found = groups(joined(scored, decided, codes, forbidden))
    for group in found:
        assert not any(set(pair) <= group for pair in apart | forbidden)
        assert len({codes[node] for node in group if node in codes}) <= 1
    items = list(scored.items())
    random.shuffle(items)
    assert groups(joined(dict(items), decided, codes, forbidden)) == found


def test_scoring_tells_whom_it_forbids_to_meet() -> None:
    whole = "临沂金锣木业有限公司"
    told = pl.DataFrame(
        {
            "entity": [0, 1, 2, 3],
            "name": [whole, f"{whole}第一分公司", "金锣木业", f"{whole}第二分公司"],
            "uscc": ["91371300MA30000006", None, None, None],
        },
        schema_overrides={"entity": pl.UInt32},
    )  # fmt: skip
    assert vetoed(told, "Enterprise", [[0, 1, 2, 3]]) >= {(0, 1), (0, 3), (1, 3)}
    assert (0, 2) not in vetoed(told, "Enterprise", [[0, 1, 2, 3]])
    assert vetoed(told, "Enterprise", [[0, 2], [1]]) == set()


def test_of_persons_another_year_of_birth_forbids() -> None:
    told = pl.DataFrame(
        {"entity": [4, 7], "name": ["张伟", "张伟"], "birth_year": [1960, 1985]}, schema_overrides={"entity": pl.UInt32}
    )
    assert vetoed(told, "Person", [[4, 7]]) == {(4, 7)}
