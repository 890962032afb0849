"""The made-up register that resolution is measured with."""

import numpy as np

from bench.enterprise_names import generate
from bench.resolution import best, true_pairs
from records.resolution.candidates import find_candidates


def test_the_same_seed_makes_the_same_register() -> None:
    assert generate(300, seed=2).equals(generate(300, seed=2))
    assert not generate(300, seed=2).equals(generate(300, seed=3))


def test_a_fifth_of_the_rows_are_other_spellings() -> None:
    register = generate(1000)
    assert register.height == 1000
    assert register["truth"].n_unique() == 800


def test_merges_of_made_up_names_are_right() -> None:
    register = generate(4000)
    merged = find_candidates(register, "Enterprise").filter(decision="same")
    truth = register["truth"].to_numpy()
    right = truth[merged["left"].to_numpy()] == truth[merged["right"].to_numpy()]
    assert right.mean() >= 0.99
    assert right.sum() / true_pairs(register) >= 0.85


def test_a_peers_threshold_is_the_one_that_serves_it_best() -> None:
    score = np.array([90, 90, 80, 70])
    right = np.array([True, False, True, False])
    assert best(score, right, 2) == (2 / 3, 1.0)
