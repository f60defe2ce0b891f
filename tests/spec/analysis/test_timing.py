"""What a wait is."""

from footpath.analysis.timing import Timing
from footpath.engine.local import run
from reference.drawn import journeys


def waits(timing, *lines):
    return {wait.touchpoint: wait for wait in run(timing, journeys(*lines)).waits}


def test_a_wait_lasts_to_the_next_step_every_time():
    found = waits(Timing(), "ann: a@0 b@10 a@15 b@35")
    assert (found["a"].median.value, found["a"].waits) == (15 * 60, 2)
    assert (found["b"].median.value, found["b"].waits) == (5 * 60, 1)


def test_nothing_is_waited_for_after_the_end():
    found = waits(Timing(), "ann: ad@0 [a@5 b@10] c@15 +")
    assert [found[name].waits for name in ("ad", "a", "b", "c")] == [0, 1, 0, 0]


def test_between_two_runs_from_the_first_to_the_first_after_it():
    found = waits(Timing(between=("a", "c")), "ann: c@0 a@1 a@5 c@11 c@20", "bob: a@0 b@5", "cy: c@0 a@5")
    assert (found["a"].to, found["a"].journeys, found["a"].median.value) == ("c", 1, 10 * 60)


def test_between_a_touchpoint_and_itself_runs_to_the_second_visit():
    assert waits(Timing(between=("a", "a")), "ann: a@0 b@5 a@7 a@9")["a"].median.value == 7 * 60


def test_quantiles_are_exact():
    lines = [f"p{i}: a@0 b@{i}" for i in range(101)]
    wait = waits(Timing(), *lines)["a"]
    assert (wait.p25, wait.median.value, wait.p75, wait.p90) == (1500, 3000, 4500, 5400)


def test_a_wait_without_both_times_is_none():
    wait = waits(Timing(), "ann: a@? b@5")["a"]
    assert (wait.waits, wait.median, wait.p90) == (0, None, None)
