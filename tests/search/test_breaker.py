"""An engine that does not answer is left alone, longer each time, and comes back by itself."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from search.backends.elasticsearch.breaker import FIRST_REST, LONGEST_REST, Breaker


@dataclass
class Clock:
    time: float = 100.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_after_a_failure_nobody_asks_for_a_while_and_then_one_tries(clock: Clock) -> None:
    breaker = Breaker(clock)
    assert breaker.lets_through()

    breaker.failed("refused")
    assert not breaker.lets_through()

    clock.time += FIRST_REST
    assert breaker.lets_through()
    assert not breaker.lets_through()  # while the first one tries

    breaker.answered()
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_each_failed_trial_doubles_the_rest_up_to_the_longest(clock: Clock) -> None:
    breaker = Breaker(clock)
    breaker.failed("refused")
    rest = FIRST_REST

    for _ in range(6):
        clock.time += rest
        assert breaker.lets_through()
        breaker.failed("refused")
        rest = min(rest * 2, LONGEST_REST)
        clock.time += rest - 0.1
        assert not breaker.lets_through()
        clock.time -= rest - 0.1

    assert rest == LONGEST_REST


def test_failures_of_those_who_asked_before_do_not_prolong_the_rest(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(8):
        breaker.failed("slow")

    clock.time += FIRST_REST
    assert breaker.lets_through()


def test_a_trial_that_was_cut_off_leaves_it_to_the_next(clock: Clock) -> None:
    breaker = Breaker(clock)
    breaker.failed("refused")
    clock.time += FIRST_REST
    assert breaker.lets_through()

    breaker.was_cut_off()

    assert breaker.lets_through()
