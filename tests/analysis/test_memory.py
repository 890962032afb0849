"""Results are computed once, by whoever asks first, and only the last few are kept."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.memory import Memory


def test_the_same_question_is_computed_once():
    memory, asked = Memory(), []
    assert [memory.recall("a", lambda: asked.append(1) or 7) for _ in range(3)] == [7, 7, 7]
    assert asked == [1]


def test_threads_that_ask_together_compute_once_and_others_do_not_wait():
    memory, gate, asked = Memory(), threading.Event(), []

    def slow():
        asked.append(1)
        gate.wait(10)
        return "slow"

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(memory.recall, "slow", slow) for _ in range(2)]
        assert memory.recall("quick", lambda: "quick") == "quick"
        gate.set()
        assert [w.result() for w in waiting] == ["slow", "slow"]
    assert asked == [1]


def test_a_failure_is_not_remembered():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.recall("a", lambda: 1 // 0)
    assert memory.recall("a", lambda: 1) == 1


def test_only_the_last_few_are_kept():
    memory, asked = Memory(most=2), []
    for key in "abac":
        memory.recall(key, lambda key=key: asked.append(key))
    memory.recall("a", lambda: asked.append("a"))
    memory.recall("b", lambda: asked.append("b"))
    assert asked == ["a", "b", "c", "b"]
