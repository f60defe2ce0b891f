"""What a path is, which are shown, and what the others sum to."""

import pytest

from footpath.analysis.paths import Paths
from footpath.engine.local import run
from footpath.errors import UnknownName, UsageError
from reference.drawn import journeys


def shown(paths, *lines):
    return [(" ".join(path.touchpoints), path.journeys) for path in run(paths, journeys(*lines)).paths]


def test_a_path_is_the_whole_sequence():
    assert shown(Paths(), "ann: a b / a b / b a", "bob: a b c") == [("a b", 2), ("a b c", 1), ("b a", 1)]


def test_only_the_most_frequent_are_shown_ties_by_name():
    lines = ["ann: b / b", "bob: c / a", "cy: d"]
    assert shown(Paths(top=2), *lines) == [("b", 2), ("a", 1)]


def test_ties_are_exact_among_thousands_of_paths():
    lines = [f"p{i}: x{i // 100:02} y{i % 100:02}" for i in reversed(range(3000))]
    assert shown(Paths(top=3), *lines) == [("x00 y00", 1), ("x00 y01", 1), ("x00 y02", 1)]


def test_the_others_are_summed():
    result = run(Paths(top=1), journeys("ann: a / a / b", "bob: b / c", "cy: a"))
    assert (result.other.journeys, result.other.people, result.other.variants) == (3, 2, 2)
    assert result.other.share.value == 0.5
    assert (result.journeys, result.people) == (6, 3)


def test_a_path_has_the_lead_in_unless_the_journey_itself_is_asked_for():
    line = "ann: ad [view pay] call +"
    assert shown(Paths(), line) == [("ad view pay call", 1)]
    assert shown(Paths(span="journey"), line) == [("view pay", 1)]


def test_collapse_takes_repetitions_as_one():
    assert shown(Paths(collapse=True), "ann: a a b b a / a b a", "bob: a") == [("a b a", 2), ("a", 1)]


def test_the_goal_rate_is_of_settled_journeys():
    [path] = run(Paths(), journeys("ann: a +", "bob: a -", "cy: a ?", "dee: a + ?")).paths
    assert (path.goal_rate.value, path.goal_rate.n) == (0.5, 2)


def test_a_path_without_settled_journeys_has_no_goal_rate():
    [path] = run(Paths(), journeys("ann: a ?")).paths
    assert path.goal_rate is None


def test_nobody_takes_an_unknown_touchpoint():
    with pytest.raises(UnknownName, match="chekout"):
        Paths().who(journeys("ann: checkout"), path=("chekout",))


def test_the_span_must_be_known():
    with pytest.raises(UsageError):
        Paths(span="lead-in")
